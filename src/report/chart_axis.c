#include "report/chart_parts.h"

#include <math.h>

enum { TICKS_MOST = 8, UP_TICKS_MOST = 6, UP_ROOM = 42, TICK_GAP = 8 };

void chart_range_add(struct chart_range *r, double value)
{
    if (!isfinite(value))
        return;
    bool is_first = r->high < r->low;
    r->low = is_first || value < r->low ? value : r->low;
    r->high = is_first || value > r->high ? value : r->high;
}

/* A range that is not empty and not a point, within what the value cannot pass. */
static struct chart_range widened(const struct chart_frame *f, struct chart_range r)
{
    if (r.high < r.low)
        r = (struct chart_range){0, 0};
    if (r.high - r.low <= fabs(r.high) * 1e-9) {
        double half = r.high == 0 ? 1 : fabs(r.high) / 10;
        r.low -= half;
        r.high += half;
    }
    if (!isnan(f->floor) && r.low < f->floor)
        r.low = f->floor;
    if (!isnan(f->ceiling) && r.high > f->ceiling)
        r.high = f->ceiling;
    if (!(r.high > r.low))
        r.high = r.low + 1;
    return r;
}

/* 1, 2 or 5 times a power of ten, so that at most `most` steps cover the span. */
static double round_step(double span, unsigned most)
{
    static const double steps[] = {1, 2, 5};
    double raw = span / most, power = pow(10, floor(log10(raw)));
    for (unsigned i = 0; i < ARRAY_LEN(steps); i++)
        if (steps[i] * power >= raw * (1 - 1e-9))
            return steps[i] * power;
    return 10 * power;
}

static unsigned places_of(double step)
{
    return step < 1 ? (unsigned)ceil(-log10(step) - 1e-9) : 0;
}

/* Ends at twice as fine a step, so that little room is left without points. */
static struct chart_axis with_steps(const struct chart_frame *f, struct chart_range r,
                                    unsigned most)
{
    double fine = fmax(round_step(r.high - r.low, 2 * most), f->finest);
    struct chart_axis axis = {.low = floor(r.low / fine + 1e-9) * fine,
                              .high = ceil(r.high / fine - 1e-9) * fine};
    if (!isnan(f->floor))
        axis.low = fmax(axis.low, f->floor);
    if (!isnan(f->ceiling))
        axis.high = fmin(axis.high, f->ceiling);
    if (!(axis.high > axis.low))
        axis.high = axis.low + fine; /* a value past what it cannot pass */
    axis.step = fmax(round_step(axis.high - axis.low, most), f->finest);
    axis.places = places_of(axis.step);
    return axis;
}

double chart_at(const struct chart_axis *axis, double value)
{
    double part = (value - axis->low) / (axis->high - axis->low);
    return axis->from + fmin(1, fmax(0, part)) * (axis->to - axis->from);
}

unsigned chart_ticks(const struct chart_axis *axis)
{
    double first = ceil(axis->low / axis->step - 1e-9),
           last = floor(axis->high / axis->step + 1e-9);
    return last < first ? 0 : (unsigned)(last - first) + 1;
}

double chart_tick(const struct chart_axis *axis, unsigned i)
{
    double tick = (ceil(axis->low / axis->step - 1e-9) + i) * axis->step;
    return fabs(tick) < axis->step / 2 ? 0 : tick; /* no minus before a zero */
}

double chart_axis_width(struct arena *a, const struct chart_frame *f, const struct chart_axis *axis)
{
    double width = 0;
    for (unsigned i = 0; i < chart_ticks(axis); i++)
        width =
            fmax(width, chart_text_width(chart_number(a, f, chart_tick(axis, i), axis->places)));
    return width;
}

struct chart_axis chart_axis_across(struct arena *a, const struct chart_frame *f,
                                    struct chart_range r, double from, double to)
{
    struct chart_axis axis = with_steps(f, widened(f, r), TICKS_MOST);
    axis.from = from;
    axis.to = to;
    for (unsigned most = TICKS_MOST; most > 1; most--) {
        double apart = (to - from) * axis.step / (axis.high - axis.low);
        double width = chart_axis_width(a, f, &axis);
        /* The outermost number is moved in where it would leave the frame. */
        double moved = width / 2 + CHART_EDGE - fmin(from, f->width - to);
        if (width + TICK_GAP + fmax(0, moved) <= apart)
            break;
        axis.step = fmax(round_step(axis.high - axis.low, most - 1), f->finest);
        axis.places = places_of(axis.step);
    }
    return axis;
}

struct chart_axis chart_axis_up(const struct chart_frame *f, struct chart_range r, double from,
                                double to)
{
    double most = fmin(UP_TICKS_MOST, fmax(2, floor((from - to) / UP_ROOM)));
    struct chart_axis axis = with_steps(f, widened(f, r), (unsigned)most);
    axis.from = from;
    axis.to = to;
    return axis;
}

void chart_draw_across(struct sb *out, const struct chart_frame *f, const struct chart_axis *axis,
                       double top, double bottom)
{
    unsigned ticks = chart_ticks(axis);
    sb_put(out, STR("<path class=\"grid\" d=\""));
    for (unsigned i = 0; i < ticks; i++)
        CHART_PUT(out, "M# #V#", chart_at(axis, chart_tick(axis, i)), top, bottom);
    sb_put(out, STR("\"/>"));
    for (unsigned i = 0; i < ticks; i++) {
        double tick = chart_tick(axis, i);
        struct str number = chart_number(out->arena, f, tick, axis->places);
        double half = chart_text_width(number) / 2;
        double x =
            fmax(CHART_EDGE + half, fmin(f->width - CHART_EDGE - half, chart_at(axis, tick)));
        chart_text(out, "tick", x, bottom + CHART_ROW, CHART_MIDDLE, number);
    }
}

void chart_draw_up(struct sb *out, const struct chart_frame *f, const struct chart_axis *axis,
                   double left, double right)
{
    unsigned ticks = chart_ticks(axis);
    sb_put(out, STR("<path class=\"grid\" d=\""));
    for (unsigned i = 0; i < ticks; i++)
        CHART_PUT(out, "M# #H#", left, chart_at(axis, chart_tick(axis, i)), right);
    sb_put(out, STR("\"/>"));
    for (unsigned i = 0; i < ticks; i++) {
        double tick = chart_tick(axis, i);
        chart_text(out, "tick", left - 8, chart_at(axis, tick) + CHART_TEXT * 0.35, CHART_END,
                   chart_number(out->arena, f, tick, axis->places));
    }
}
