#include "report/chart_parts.h"

#include <math.h>

enum { ROW = 24, ROW_ABOVE = 38, GAP = 14, SIDE = 10 };
static const double NAMES_MOST = 0.36; /* of the width; where they need more they stand above */

struct rows {
    bool names_above;
    double names, values; /* widths of the texts */
    double from, to;      /* of what is between, or below, them */
    double height;        /* from row to row */
};

static struct rows rows_of(const struct chart_intervals *v)
{
    double width = v->frame.width;
    struct rows r = {.height = ROW};
    for (size_t i = 0; i < v->points; i++) {
        r.names = fmax(r.names, chart_text_width(v->point[i].name));
        r.values = fmax(r.values, chart_text_width(v->point[i].shown));
    }
    r.names_above = r.names > width * NAMES_MOST;
    r.from = CHART_EDGE + r.names + GAP;
    r.to = width - CHART_EDGE - r.values - GAP;
    if (r.names_above) {
        r.height = ROW_ABOVE;
        r.names = width - 2.0 * CHART_EDGE - r.values - GAP;
        r.from = CHART_EDGE + SIDE;
        r.to = width - CHART_EDGE - SIDE;
    }
    return r;
}

/* `top`: of the row. */
static void draw_row(struct sb *out, const struct chart_intervals *v, const struct rows *r,
                     const struct chart_axis *axis, size_t i, double top)
{
    const struct chart_point *p = &v->point[i];
    double y = top + (r->names_above ? r->height - 11 : r->height / 2);
    double letters = r->names_above ? y - 9 : y + CHART_TEXT * 0.35;
    struct str name = chart_text_cut(out->arena, p->name, r->names);
    struct str said = chart_said(out->arena, p->name, p->shown, STR(""));
    chart_point_open(out, p->is_own ? "point own" : "point", said);
    CHART_PUT(out, "<rect class=\"hit\" x=\"0\" y=\"#\" width=\"#\" height=\"#\"/>", top,
              v->frame.width, r->height);
    chart_text(out, "row-name", CHART_EDGE, letters, CHART_START, name);
    if (isfinite(p->value)) {
        if (isfinite(p->low) && isfinite(p->high))
            chart_rule(out, "interval", chart_at(axis, p->low), y, chart_at(axis, p->high), y);
        CHART_PUT(out, "<circle class=\"dot\" cx=\"#\" cy=\"#\" r=\"4\"/>",
                  chart_at(axis, p->value), y);
    }
    chart_text(out, "row-value", v->frame.width - CHART_EDGE, letters, CHART_END, p->shown);
    chart_point_close(out, &v->frame, said);
}

void chart_intervals(struct sb *out, const struct chart_intervals *v)
{
    struct arena *a = out->arena;
    struct rows r = rows_of(v);
    struct chart_range range = CHART_RANGE_EMPTY;
    for (size_t i = 0; i < v->points; i++) {
        chart_range_add(&range, v->point[i].value);
        if (isfinite(v->point[i].value)) {
            chart_range_add(&range, v->point[i].low);
            chart_range_add(&range, v->point[i].high);
        }
    }
    for (size_t i = 0; i < v->lines; i++)
        chart_range_add(&range, v->line[i].value);
    struct chart_axis axis = chart_axis_across(a, &v->frame, range, r.from, r.to);

    struct chart_label *label = ARENA_NEW(a, struct chart_label, v->lines + 1);
    for (size_t i = 0; i < v->lines; i++)
        label[i] = (struct chart_label){
            .text = chart_line_words(a, &v->line[i], v->frame.width - 2.0 * CHART_EDGE),
            .class = "line-name",
            .at = chart_at(&axis, v->line[i].value)};
    unsigned rows =
        chart_labels_place(a, label, v->lines, CHART_EDGE, v->frame.width - (double)CHART_EDGE);
    double top = CHART_READOUT + rows * CHART_ROW, bottom = top + (double)v->points * r.height + 4;
    chart_open(out, &v->frame, "intervals", bottom + CHART_ROW + 6);
    chart_draw_across(out, &v->frame, &axis, top, bottom);
    for (size_t i = 0; i < v->lines; i++)
        chart_rule(out, chart_line_class(v->line[i].kind), label[i].at,
                   chart_label_foot(&label[i], CHART_ABOVE, top), label[i].at, bottom);
    chart_labels_draw(out, label, v->lines, CHART_ABOVE, top);
    for (size_t i = 0; i < v->points; i++)
        draw_row(out, v, &r, &axis, i, top + 2 + r.height * (double)i);
    chart_close(out);
}
