#include "report/chart_parts.h"

#include <assert.h>
#include <math.h>

enum { BAR = 18, ROW = 26, SWATCH = 12, GAP = 10 };
static const double NAMES_MOST = 0.4; /* of the width; where it is more the names stand above */

struct bars {
    double left, right, row; /* of a bar; from row to row */
    bool names_above;
};

static struct bars bars_of(const struct chart_bands *v)
{
    double names = 0;
    for (size_t i = 0; i < v->rows; i++)
        names = fmax(names, chart_text_width(v->row[i]));
    struct bars b = {
        .left = CHART_EDGE + names + GAP, .right = v->frame.width - (double)CHART_EDGE, .row = ROW};
    b.names_above = names > v->frame.width * NAMES_MOST;
    if (b.names_above) {
        b.left = CHART_EDGE;
        b.row += CHART_ROW;
    }
    return b;
}

static const char *class_of(size_t band)
{
    static const char *const classes[CHART_BANDS_MOST] = {
        "share share-1", "share share-2", "share share-3", "share share-4", "share share-5"};
    return classes[band];
}

/* On the dark colours, light letters. */
static const char *text_class_of(size_t band)
{
    return band < 2 ? "share-value on-dark" : "share-value";
}

/* What the colours mean, in as many rows as that takes; returns where it ends. */
static double draw_legend(struct sb *out, const struct chart_bands *v)
{
    double x = CHART_EDGE, y = CHART_READOUT + 4;
    for (size_t i = 0; i < v->bands; i++) {
        struct str name =
            chart_text_cut(out->arena, v->band[i], v->frame.width - 2.0 * CHART_EDGE - SWATCH - 5);
        double width = SWATCH + 5 + chart_text_width(name);
        if (x > CHART_EDGE && x + width > v->frame.width - CHART_EDGE) {
            x = CHART_EDGE;
            y += CHART_ROW;
        }
        chart_tag(out, "rect", class_of(i));
        CHART_PUT(out, "\" x=\"#\" y=\"#\" width=\"#\" height=\"#\"/>", x, y, SWATCH, SWATCH);
        chart_text(out, "tick", x + SWATCH + 5, y + SWATCH - 1, CHART_START, name);
        x += width + GAP + 6;
    }
    return y + CHART_ROW + 6;
}

static void draw_share(struct sb *out, const struct chart_bands *v, size_t row, size_t band,
                       struct chart_range across, double y)
{
    size_t i = row * v->bands + band;
    struct str name =
        str_fmt(out->arena, "%.*s, %.*s", STR_FMT(v->row[row]), STR_FMT(v->band[band]));
    struct str said = chart_said(out->arena, name, v->shown[i], STR(""));
    double width = across.high - across.low;
    chart_point_open(out, "point", said);
    chart_tag(out, "rect", class_of(band));
    CHART_PUT(out, "\" x=\"#\" y=\"#\" width=\"#\" height=\"#\"/>", across.low, y, width, BAR);
    if (chart_text_width(v->shown[i]) + 8 <= width)
        chart_text(out, text_class_of(band), across.low + width / 2, y + BAR - 4.5, CHART_MIDDLE,
                   v->shown[i]);
    chart_point_close(out, &v->frame, said);
}

static void draw_row(struct sb *out, const struct chart_bands *v, const struct bars *b, size_t row,
                     double y)
{
    double room = b->names_above ? b->right - b->left : b->left - GAP - CHART_EDGE;
    struct str name = chart_text_cut(out->arena, v->row[row], room);
    if (b->names_above) {
        chart_text(out, "row-name", CHART_EDGE, y + CHART_TEXT, CHART_START, name);
        y += CHART_ROW;
    } else {
        chart_text(out, "row-name", CHART_EDGE, y + BAR - 4.5, CHART_START, name);
    }
    double done = 0;
    for (size_t i = 0; i < v->bands; i++) {
        double share = v->share[row * v->bands + i];
        if (!isfinite(share))
            break;
        double from = b->left + fmin(1, done) * (b->right - b->left);
        done += fmax(0, share);
        double to = b->left + fmin(1, done) * (b->right - b->left);
        if (to > from)
            draw_share(out, v, row, i, (struct chart_range){from, to}, y);
    }
}

void chart_bands(struct sb *out, const struct chart_bands *v)
{
    assert(v->bands <= CHART_BANDS_MOST);
    struct bars b = bars_of(v);
    struct sb body = sb_open(out->arena, 4096);
    double y = v->is_named_elsewhere ? CHART_READOUT : draw_legend(&body, v);
    for (size_t i = 0; i < v->rows; i++)
        draw_row(&body, v, &b, i, y + b.row * (double)i);
    chart_open(out, &v->frame, "bands", y + b.row * (double)v->rows + 4);
    sb_put(out, sb_str(&body));
    chart_close(out);
}
