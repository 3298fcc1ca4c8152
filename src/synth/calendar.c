#include "synth/calendar.h"

static const double MONTHLY[] = {1.08, 1.06, 1.08, 1.02, 1.00, 0.94,
                                 0.66, 0.90, 1.06, 1.10, 1.10, 0.92};
static const double WEEKDAY[] = {1.16, 1.06, 1.03, 1.02, 0.88, 0.03, 0.025};
enum { SATURDAY = 5 };

/* Easter Sunday, the Gregorian rule (Meeus, Jones and Butcher). */
static int32_t easter(int32_t year)
{
    int32_t a = year % 19, b = year / 100, c = year % 100;
    int32_t e = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    int32_t f = (32 + 2 * (b % 4) + 2 * (c / 4) - e - c % 4) % 7;
    int32_t g = e + f - 7 * ((a + 11 * e + 22 * f) / 451) + 114;
    return date(year, g / 31, g % 31 + 1);
}

static int32_t weekday(int32_t day) /* Monday is 0, as 1900-01-01 was */
{
    return (day % 7 + 7) % 7;
}

static bool is_closed(int32_t day)
{
    if (weekday(day) >= SATURDAY)
        return true;
    struct civil c = day_civil((struct day){day});
    int32_t since = day - easter(c.year);
    if (since == -2 || since == 1 || since == 39)
        return true;
    if (c.month == 6 && weekday(day) == 4 && c.day >= 19 && c.day <= 25) /* Midsummer's Eve */
        return true;
    return (c.month == 1 && (c.day == 1 || c.day == 6)) || (c.month == 5 && c.day == 1) ||
           (c.month == 6 && c.day == 6) || (c.month == 12 && c.day >= 24 && c.day <= 26) ||
           (c.month == 12 && c.day == 31);
}

static double weight_of(int32_t day)
{
    struct civil c = day_civil((struct day){day});
    int32_t kind = is_closed(day) && weekday(day) < SATURDAY ? SATURDAY + 1 : weekday(day);
    return WEEKDAY[kind] * MONTHLY[c.month - 1] / 258; /* days of work in a year */
}

struct calendar calendar_make(struct arena *a, int32_t first, int32_t last)
{
    struct calendar c = {.first = first, .days = (uint32_t)(last - first + 1)};
    c.upto = ARENA_NEW(a, double, c.days + 1);
    c.closed = ARENA_NEW(a, bool, c.days);
    for (uint32_t i = 0; i < c.days; i++) {
        c.upto[i + 1] = c.upto[i] + weight_of(first + (int32_t)i);
        c.closed[i] = is_closed(first + (int32_t)i);
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
