#include "report/chart_parts.h"

#include <math.h>
#include <stdlib.h>

enum { HEIGHT_WIDE = 300, HEIGHT_NARROW = 260, STEPS = 60, NAMES_MOST = 12, SIDES = 8 };
static const double RADIUS = 4.5;

struct funnel_plot {
    struct chart_axis across, up;
    double left, right, top, bottom;
    double smallest; /* size of a point; the limits begin there */
};
struct box {
    double x, y, width, height;
};
/* Names that have been put, as boxes and texts. */
struct names {
    struct box box[NAMES_MOST];
    struct str text[NAMES_MOST];
    const struct chart_point *of[NAMES_MOST];
    unsigned count;
};

static bool is_drawn(const struct chart_funnel *v, size_t i)
{
    return isfinite(v->point[i].value) && isfinite(v->size[i]) && v->size[i] > 0;
}

static double x_of(const struct chart_funnel *v, const struct funnel_plot *p, size_t i)
{
    return chart_at(&p->across, v->size[i]);
}

static double y_of(const struct chart_funnel *v, const struct funnel_plot *p, size_t i)
{
    return chart_at(&p->up, v->point[i].value * v->scale);
}

static bool is_outside(const struct chart_funnel *v, size_t i)
{
    return funnel_is_outside(v->funnel, (struct funnel_unit){v->point[i].value, v->size[i]},
                             FUNNEL_998, v->adjust);
}

static struct interval limits_at(const struct chart_funnel *v, double size, enum funnel_limit limit)
{
    struct interval i = funnel_limits(v->funnel, size, limit, v->adjust);
    return (struct interval){i.low * v->scale, i.high * v->scale};
}

static struct funnel_plot plot_of(struct arena *a, const struct chart_funnel *v)
{
    bool is_wide = v->frame.width >= (CHART_NARROW + CHART_WIDE) / 2;
    struct funnel_plot p = {.top = CHART_READOUT + 8};
    p.bottom = p.top + (is_wide ? HEIGHT_WIDE : HEIGHT_NARROW);
    struct chart_range sizes = CHART_RANGE_EMPTY, values = CHART_RANGE_EMPTY;
    for (size_t i = 0; i < v->points; i++) {
        if (!is_drawn(v, i))
            continue;
        chart_range_add(&sizes, v->size[i]);
        chart_range_add(&values, v->point[i].value * v->scale);
    }
    p.smallest = sizes.high < sizes.low ? 1 : sizes.low;
    struct interval limits = limits_at(v, p.smallest, FUNNEL_998);
    chart_range_add(&values, limits.low);
    chart_range_add(&values, limits.high);
    chart_range_add(&sizes, 0);
    p.up = chart_axis_up(&v->frame, values, p.bottom, p.top);
    p.left = CHART_EDGE + chart_axis_width(a, &v->frame, &p.up) + 8;
    p.right = v->frame.width - CHART_EDGE - 8 -
              fmax(chart_text_width(v->limit_95), chart_text_width(v->limit_998));
    struct chart_frame counts = v->frame; /* sizes have no unit and their own bounds */
    counts.unit = STR("");
    counts.floor = 0;
    counts.ceiling = NAN;
    p.across = chart_axis_across(a, &counts, sizes, p.left, p.right);
    return p;
}

/* The size at a step of the curves; they bend most where units are small. */
static double size_at(const struct funnel_plot *p, unsigned step)
{
    double part = (double)step / STEPS;
    return p->smallest + (p->across.high - p->smallest) * part * part;
}

static void draw_band(struct sb *out, const struct chart_funnel *v, const struct funnel_plot *p,
                      enum funnel_limit limit)
{
    chart_tag(out, "path", limit == FUNNEL_95 ? "band band-inner" : "band");
    sb_put(out, STR("\" d=\""));
    for (unsigned i = 0; i <= STEPS; i++)
        CHART_PUT(out, i > 0 ? "L# #" : "M# #", chart_at(&p->across, size_at(p, i)),
                  chart_at(&p->up, limits_at(v, size_at(p, i), limit).high));
    for (unsigned i = STEPS + 1; i-- > 0;)
        CHART_PUT(out, "L# #", chart_at(&p->across, size_at(p, i)),
                  chart_at(&p->up, limits_at(v, size_at(p, i), limit).low));
    sb_put(out, STR("z\"/>"));
}

static void draw_limit_names(struct sb *out, const struct chart_funnel *v,
                             const struct funnel_plot *p)
{
    struct interval inner = limits_at(v, p->across.high, FUNNEL_95),
                    outer = limits_at(v, p->across.high, FUNNEL_998);
    struct chart_side_label label[] = {
        {v->limit_998, "limit-name", chart_at(&p->up, outer.high)},
        {v->limit_95, "limit-name", chart_at(&p->up, inner.high)},
        {v->limit_95, "limit-name", chart_at(&p->up, inner.low)},
        {v->limit_998, "limit-name", chart_at(&p->up, outer.low)},
    };
    chart_side_draw(out, label, ARRAY_LEN(label), p->right + 8,
                    (struct chart_range){p->top, p->bottom});
}

static bool overlap(struct box a, struct box b)
{
    return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height &&
           b.y < a.y + a.height;
}

static bool is_clear(const struct chart_funnel *v, const struct funnel_plot *p,
                     const struct names *names, struct box box)
{
    if (box.x < p->left || box.x + box.width > p->right || box.y < p->top ||
        box.y + box.height > p->bottom)
        return false;
    for (unsigned i = 0; i < names->count; i++)
        if (overlap(names->box[i], box))
            return false;
    for (size_t i = 0; i < v->points; i++) {
        struct box dot = {x_of(v, p, i) - RADIUS - 1, y_of(v, p, i) - RADIUS - 1, 2 * RADIUS + 2,
                          2 * RADIUS + 2};
        if (is_drawn(v, i) && overlap(dot, box))
            return false;
    }
    return true;
}

/* Beside the point, above or below it, straight or aslant; where nothing is free the readout has to
 * do. */
static void name_point(struct arena *a, const struct chart_funnel *v, const struct funnel_plot *p,
                       size_t i, struct names *names)
{
    if (names->count == NAMES_MOST)
        return;
    struct str text = chart_text_cut(a, v->point[i].name, (p->right - p->left) / 2);
    double width = chart_text_width(text), height = CHART_TEXT + 2, x = x_of(v, p, i),
           y = y_of(v, p, i), off = RADIUS + 4;
    const struct box side[SIDES] = {{x + off, y - height / 2, width, height},
                                    {x - off - width, y - height / 2, width, height},
                                    {x - width / 2, y - off - height, width, height},
                                    {x - width / 2, y + off, width, height},
                                    {x - off, y - off - height, width, height},
                                    {x - off, y + off, width, height},
                                    {x + off - width, y - off - height, width, height},
                                    {x + off - width, y + off, width, height}};
    for (unsigned s = 0; s < SIDES; s++) {
        if (!is_clear(v, p, names, side[s]))
            continue;
        names->box[names->count] = side[s];
        names->of[names->count] = &v->point[i];
        names->text[names->count++] = text;
        return;
    }
}

/* The reader's own first, then those outside the limits. */
static void draw_names(struct sb *out, const struct chart_funnel *v, const struct funnel_plot *p)
{
    struct names *names = ARENA_NEW(out->arena, struct names, 1);
    for (size_t i = 0; i < v->points; i++)
        if (is_drawn(v, i) && v->point[i].is_own)
            name_point(out->arena, v, p, i, names);
    for (size_t i = 0; i < v->points; i++)
        if (is_drawn(v, i) && !v->point[i].is_own && is_outside(v, i))
            name_point(out->arena, v, p, i, names);
    for (unsigned i = 0; i < names->count; i++)
        chart_text(out, names->of[i]->is_own ? "name name-own" : "name", names->box[i].x,
                   names->box[i].y + CHART_TEXT - 1, CHART_START, names->text[i]);
}

static void draw_points(struct sb *out, const struct chart_funnel *v, const struct funnel_plot *p)
{
    for (size_t i = 0; i < v->points; i++) {
        if (!is_drawn(v, i))
            continue;
        double x = x_of(v, p, i), y = y_of(v, p, i), r = RADIUS + 2;
        struct str said = chart_said(out->arena, v->point[i].name, v->point[i].shown, STR(""));
        chart_point_open(out, v->point[i].is_own ? "point own" : "point", said);
        if (is_outside(v, i))
            CHART_PUT(out, "<path class=\"signal\" d=\"M# #l# #l# #l# #z\"/>", x, y - r, r, r, -r,
                      r, -r, -r);
        else
            CHART_PUT(out, "<circle class=\"dot\" cx=\"#\" cy=\"#\" r=\"#\"/>", x, y, RADIUS);
        chart_point_close(out, &v->frame, said);
    }
}

void chart_funnel(struct sb *out, const struct chart_funnel *v)
{
    struct funnel_plot p = plot_of(out->arena, v);
    struct chart_frame counts = v->frame;
    counts.unit = STR("");
    double centre = chart_at(&p.up, v->funnel->centre * v->scale);
    chart_open(out, &v->frame, "funnel", p.bottom + 2 * CHART_ROW + 6);
    draw_band(out, v, &p, FUNNEL_998);
    draw_band(out, v, &p, FUNNEL_95);
    chart_draw_up(out, &v->frame, &p.up, p.left, p.right);
    chart_draw_across(out, &counts, &p.across, p.bottom, p.bottom + 5);
    chart_text(out, "tick", (p.left + p.right) / 2, p.bottom + 2 * CHART_ROW + 2, CHART_MIDDLE,
               v->size_name);
    chart_rule(out, "mean", p.left, centre, p.right, centre);
    draw_limit_names(out, v, &p);
    draw_names(out, v, &p);
    draw_points(out, v, &p);
    chart_close(out);
}
