#include "report/chart_parts.h"

#include <math.h>

enum { HEIGHT_WIDE = 230, HEIGHT_NARROW = 210, SIDE_MOST = 120, SIDE_LABELS = 4, YEAR = 12 };
enum { NAMED_MOST = 6 }; /* years whose figures stand at their points */

struct trend_plot {
    struct chart_axis axis;
    double left, right, top, bottom;
    double step; /* from month to month */
};

static double month_at(const struct trend_plot *p, size_t i)
{
    return p->left + p->step * ((double)i + 0.5);
}

/* What stands at the right: limits, mean, the newest value, lines. Names are cut to the room; a
 * number with its last digits away would be another number. */
static size_t side_labels(struct arena *a, const struct chart_trend *v, const struct trend_plot *p,
                          double room, struct chart_side_label *label)
{
    size_t n = 0;
    for (size_t i = v->months; i-- > 0;)
        if (isfinite(v->value[i])) {
            label[n++] = (struct chart_side_label){v->shown[i], "name name-last",
                                                   chart_at(&p->axis, v->value[i])};
            break;
        }
    for (size_t i = 0; i < v->lines; i++)
        label[n++] = (struct chart_side_label){chart_line_words(a, &v->line[i], room), "line-name",
                                               chart_at(&p->axis, v->line[i].value)};
    if (!v->limits)
        return n;
    struct str limit = chart_text_cut(a, v->limit_name, room),
               mean = chart_text_cut(a, v->mean_name, room);
    label[n++] =
        (struct chart_side_label){limit, "limit-name", chart_at(&p->axis, v->limits->high)};
    label[n++] = (struct chart_side_label){mean, "limit-name", chart_at(&p->axis, v->limits->mean)};
    label[n++] = (struct chart_side_label){limit, "limit-name", chart_at(&p->axis, v->limits->low)};
    return n;
}

static struct chart_range range_of(const struct chart_trend *v)
{
    struct chart_range range = CHART_RANGE_EMPTY;
    for (size_t i = 0; i < v->months; i++)
        chart_range_add(&range, v->value[i]);
    for (size_t i = 0; i < v->lines; i++)
        chart_range_add(&range, v->line[i].value);
    if (v->limits) {
        chart_range_add(&range, v->limits->low);
        chart_range_add(&range, v->limits->high);
    }
    return range;
}

static double side_width(const struct chart_side_label *label, size_t count)
{
    double width = 0;
    for (size_t i = 0; i < count; i++)
        width = fmax(width, chart_text_width(label[i].text));
    return width;
}

static void draw_limits(struct sb *out, const struct chart_trend *v, const struct trend_plot *p)
{
    double high = chart_at(&p->axis, v->limits->high), low = chart_at(&p->axis, v->limits->low),
           mean = chart_at(&p->axis, v->limits->mean);
    CHART_PUT(out,
              "<rect class=\"band\" x=\"#\" y=\"#\" width=\"#\" height=\"#\"/>"
              "<path class=\"band-edge\" d=\"M# #H#M# #H#\"/>",
              p->left, high, p->right - p->left, low - high, p->left, high, p->right, p->left, low,
              p->right);
    chart_rule(out, "mean", p->left, mean, p->right, mean);
}

static int32_t year_at(const struct chart_trend *v, size_t i)
{
    int32_t months = (int32_t)i * (v->is_yearly ? YEAR : 1);
    return day_civil(month_first((struct month){v->first.n + months})).year;
}

/* The name of each year below its point. */
static void draw_year_names(struct sb *out, const struct chart_trend *v, const struct trend_plot *p)
{
    CHART_PUT(out, "<path class=\"axis\" d=\"M# #H#\"/>", p->left, p->bottom, p->right);
    double free = 0;
    for (size_t i = 0; i < v->months; i++) {
        struct str year = str_fmt(out->arena, "%d", (int)year_at(v, i));
        double half = chart_text_width(year) / 2;
        if (month_at(p, i) - half < free)
            continue;
        chart_text(out, "tick", month_at(p, i), p->bottom + CHART_ROW, CHART_MIDDLE, year);
        free = month_at(p, i) + half + 4;
    }
}

/* A line at each turn of the year, and the year where there is room for it. */
static void draw_years(struct sb *out, const struct chart_trend *v, const struct trend_plot *p)
{
    CHART_PUT(out, "<path class=\"axis\" d=\"M# #H#", p->left, p->bottom, p->right);
    for (size_t i = 1; i < v->months; i++)
        if (day_civil(month_first((struct month){v->first.n + (int32_t)i})).month == 1)
            CHART_PUT(out, "M# #v6", p->left + p->step * (double)i, p->bottom);
    sb_put(out, STR("\"/>"));
    for (size_t i = 0; i < v->months;) {
        struct civil c = day_civil(month_first((struct month){v->first.n + (int32_t)i}));
        size_t end = i + YEAR + 1 - c.month;
        end = end < v->months ? end : v->months;
        struct str year = str_fmt(out->arena, "%d", (int)c.year);
        double from = p->left + p->step * (double)i, to = p->left + p->step * (double)end;
        if (chart_text_width(year) + 4 <= to - from)
            chart_text(out, "tick", (from + to) / 2, p->bottom + CHART_ROW, CHART_MIDDLE, year);
        i = end;
    }
}

static void draw_curve(struct sb *out, const struct chart_trend *v, const struct trend_plot *p)
{
    bool pen_down = false;
    sb_put(out, STR("<path class=\"curve\" d=\""));
    for (size_t i = 0; i < v->months; i++) {
        if (isfinite(v->value[i]))
            CHART_PUT(out, pen_down ? "L# #" : "M# #", month_at(p, i),
                      chart_at(&p->axis, v->value[i]));
        pen_down = isfinite(v->value[i]);
    }
    sb_put(out, STR("\"/>"));
}

/* Outside the limits a diamond, in a run or a trend a ring: told apart without colour too. */
static void draw_mark(struct sb *out, uint8_t mark, double x, double y, double radius)
{
    if (mark & XMR_OUTSIDE) {
        double r = radius + 1.8;
        CHART_PUT(out, "<path class=\"signal\" d=\"M# #l# #l# #l# #z\"/>", x, y - r, r, r, -r, r,
                  -r, -r);
        return;
    }
    bool is_ring = (mark & (XMR_RUN | XMR_TREND)) != 0;
    chart_tag(out, "circle", is_ring ? "ring" : "dot");
    CHART_PUT(out, "\" cx=\"#\" cy=\"#\" r=\"#\"/>", x, y, radius);
}

/* Few years: each has its figure above it; the last has it at the right. */
static void draw_figures(struct sb *out, const struct chart_trend *v, const struct trend_plot *p)
{
    size_t last = v->months;
    while (last > 0 && !isfinite(v->value[last - 1]))
        last--;
    if (!v->is_yearly || v->months > NAMED_MOST)
        return;
    for (size_t i = 0; i + 1 < last; i++)
        if (isfinite(v->value[i]) && chart_text_width(v->shown[i]) <= p->step)
            chart_text(out, "name", month_at(p, i), chart_at(&p->axis, v->value[i]) - 10,
                       CHART_MIDDLE, v->shown[i]);
}

static void draw_points(struct sb *out, const struct chart_trend *v, const struct trend_plot *p)
{
    double radius = v->is_yearly ? 4 : fmax(1.6, fmin(3.2, p->step * 0.3));
    for (size_t i = 0; i < v->months; i++) {
        if (!isfinite(v->value[i]))
            continue;
        char month[MONTH_TEXT];
        struct str name = v->is_yearly
                              ? str_fmt(out->arena, "%d", (int)year_at(v, i))
                              : month_format((struct month){v->first.n + (int32_t)i}, month);
        struct str said = chart_said(out->arena, name, v->shown[i], v->note ? v->note[i] : STR(""));
        double x = month_at(p, i);
        chart_point_open(out, "point", said);
        CHART_PUT(out, "<rect class=\"hit\" x=\"#\" y=\"#\" width=\"#\" height=\"#\"/>",
                  x - p->step / 2, p->top, p->step, p->bottom - p->top);
        draw_mark(out, v->mark ? v->mark[i] : 0, x, chart_at(&p->axis, v->value[i]), radius);
        chart_point_close(out, &v->frame, said);
    }
}

void chart_trend(struct sb *out, const struct chart_trend *v)
{
    struct arena *a = out->arena;
    bool is_wide = v->frame.width >= (CHART_NARROW + CHART_WIDE) / 2;
    struct trend_plot p = {.top = CHART_READOUT + 10};
    p.bottom = p.top + (is_wide ? HEIGHT_WIDE : HEIGHT_NARROW);
    p.axis = chart_axis_up(&v->frame, range_of(v), p.bottom, p.top);
    struct chart_side_label *label = ARENA_NEW(a, struct chart_side_label, SIDE_LABELS + v->lines);
    double most = fmin(SIDE_MOST, v->frame.width * 0.25);
    size_t labels = side_labels(a, v, &p, most, label);
    p.left = CHART_EDGE + chart_axis_width(a, &v->frame, &p.axis) + 8;
    p.right = v->frame.width - CHART_EDGE - side_width(label, labels) - (labels > 0 ? 8 : 0);
    p.step = (p.right - p.left) / (double)(v->months > 0 ? v->months : 1);

    chart_open(out, &v->frame, "trend", p.bottom + CHART_ROW + 6);
    if (v->limits)
        draw_limits(out, v, &p);
    chart_draw_up(out, &v->frame, &p.axis, p.left, p.right);
    if (v->is_yearly)
        draw_year_names(out, v, &p);
    else
        draw_years(out, v, &p);
    for (size_t i = 0; i < v->lines; i++) {
        double y = chart_at(&p.axis, v->line[i].value);
        chart_rule(out, chart_line_class(v->line[i].kind), p.left, y, p.right, y);
    }
    draw_curve(out, v, &p);
    draw_figures(out, v, &p);
    chart_side_draw(out, label, labels, p.right + 8, (struct chart_range){p.top, p.bottom});
    draw_points(out, v, &p);
    chart_close(out);
}
