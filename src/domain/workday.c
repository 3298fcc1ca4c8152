#include "domain/workday.h"

#include <assert.h>

enum { FRIDAY = 4, SATURDAY = 5 };

/* Easter Sunday, the Gregorian rule (Meeus, Jones and Butcher). */
static struct day easter(int32_t year)
{
    int32_t a = year % 19, b = year / 100, c = year % 100;
    int32_t e = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
    int32_t f = (32 + 2 * (b % 4) + 2 * (c / 4) - e - c % 4) % 7;
    int32_t g = e + f - 7 * ((a + 11 * e + 22 * f) / 451) + 114;
    struct day day;
    bool is_day = day_from_civil(year, g / 31, g % 31 + 1, &day);
    assert(is_day);
    (void)is_day;
    return day;
}

int32_t weekday(struct day d) /* 1900-01-01 was a Monday */
{
    return (d.n % 7 + 7) % 7;
}

bool is_workday(struct day d)
{
    if (weekday(d) >= SATURDAY)
        return false;
    struct civil c = day_civil(d);
    int32_t since = d.n - easter(c.year).n;
    if (since == -2 || since == 1 || since == 39)
        return false;
    if (c.month == 6 && weekday(d) == FRIDAY && c.day >= 19 && c.day <= 25)
        return false;
    return !((c.month == 1 && (c.day == 1 || c.day == 6)) || (c.month == 5 && c.day == 1) ||
             (c.month == 6 && c.day == 6) || (c.month == 12 && c.day >= 24 && c.day <= 26) ||
             (c.month == 12 && c.day == 31));
}

bool is_quiet_day(struct day d)
{
    enum { SHORT = 2 };
    struct civil c = day_civil(d);
    int32_t run = 1;
    for (int32_t n = d.n - 1; run <= SHORT && is_workday((struct day){n}); n--)
        run++;
    for (int32_t n = d.n + 1; run <= SHORT && is_workday((struct day){n}); n++)
        run++;
    return run <= SHORT || (c.month == 12 && c.day >= 20) || (c.month == 1 && c.day <= 8);
}

int32_t workdays_between(struct day after, struct day until, int32_t most)
{
    int32_t count = 0;
    for (int32_t n = after.n + 1; n <= until.n && count < most; n++)
        count += is_workday((struct day){n});
    return count;
}
