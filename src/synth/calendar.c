#include "synth/calendar.h"

#include "domain/workday.h"

static const double MONTHLY[] = {1.08, 1.06, 1.08, 1.02, 1.00, 0.94,
                                 0.66, 0.90, 1.06, 1.10, 1.10, 0.92};
static const double WEEKDAY[] = {1.16, 1.06, 1.03, 1.02, 0.88, 0.03, 0.025};
enum { SATURDAY = 5 };

static double weight_of(int32_t day)
{
    struct day d = {day};
    struct civil c = day_civil(d);
    int32_t kind = !is_workday(d) && weekday(d) < SATURDAY ? SATURDAY + 1 : weekday(d);
    return WEEKDAY[kind] * MONTHLY[c.month - 1] / 258; /* days of work in a year */
}

struct calendar calendar_make(struct arena *a, int32_t first, int32_t last)
{
    struct calendar c = {.first = first, .days = (uint32_t)(last - first + 1)};
    c.upto = ARENA_NEW(a, double, c.days + 1);
    c.closed = ARENA_NEW(a, bool, c.days);
    for (uint32_t i = 0; i < c.days; i++) {
        c.upto[i + 1] = c.upto[i] + weight_of(first + (int32_t)i);
        c.closed[i] = !is_workday((struct day){first + (int32_t)i});
    }
    return c;
}

bool calendar_closed(const struct calendar *c, int32_t day)
{
    return c->closed[day - c->first];
}

double calendar_part(const struct calendar *c, int32_t from, int32_t to)
{
    return from > to ? 0 : c->upto[to + 1 - c->first] - c->upto[from - c->first];
}

int32_t calendar_day(const struct calendar *c, int32_t from, int32_t to, struct rnd *r)
{
    double at = c->upto[from - c->first] + calendar_part(c, from, to) * rnd_unit(r);
    int32_t low = from, high = to;
    while (low < high) { /* the first day whose sum is beyond `at` */
        int32_t middle = low + (high - low) / 2;
        if (c->upto[middle + 1 - c->first] > at)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}
