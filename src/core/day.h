/* core/day.h - days, months and moments. No time zone and no clock: a day is a
 * day of the calendar, a moment is UTC; who needs *today* gets it as an argument
 * (core/clock.h makes it, once, at the edge).
 *
 * A day counts from 1900-01-01, so that the days of events fit 16 bits in a
 * snapshot; births before that are negative. Range: years 1600 to 9999. */
#ifndef CORE_DAY_H
#define CORE_DAY_H
#include "core/base.h"

struct day {
    int32_t n;
}; /* days since 1900-01-01; compare n */
struct month {
    int32_t n;
}; /* months since 1900-01; compare n */
struct moment {
    int64_t us;
}; /* microseconds since 1970-01-01T00:00Z */
struct civil {
    int32_t year;
    uint8_t month, day;
}; /* month 1-12, day 1-31 */
struct iso_week {
    int32_t year;
    uint8_t week;
}; /* ISO 8601 */

/* No day at all: an open end, an unknown birth date. Sorts before every day. */
#define DAY_NONE ((struct day){INT32_MIN})
enum { DAY_TEXT = 11, MONTH_TEXT = 8, MOMENT_TEXT = 21 }; /* room for the text and its NUL */

bool day_is_none(struct day d);
/* Of DAY_NONE the other. */
static inline struct day day_later(struct day a, struct day b)
{
    return a.n > b.n ? a : b;
}
MUST_USE bool day_from_civil(int32_t year, int32_t month, int32_t day,
                             struct day *out); /* false: no such date */
struct civil day_civil(struct day d);
/* "YYYY-MM-DD" exactly. Fails with ERR_INVALID "day.format" or "day.missing_date" (no such date).
 */
MUST_USE bool day_parse(struct str text, struct day *out, struct err *err);
struct str day_format(struct day d, char out[static DAY_TEXT]); /* "" for DAY_NONE */

struct month month_of(struct day d);
struct month month_from(int32_t year, int32_t month);
struct day month_first(struct month m);
struct day month_last(struct month m);
bool day_is_month_end(struct day d);
MUST_USE bool month_parse(struct str text, struct month *out,
                          struct err *err); /* "YYYY-MM"; "month.format" */
struct str month_format(struct month m, char out[static MONTH_TEXT]);

/* The same day of the month `months` later (or earlier); the month's last day where there is none
 * such. */
struct day day_add_months(struct day d, int32_t months);
/* Whole years on `on`; someone born 29 February has the birthday 1 March in other years. */
int32_t age_on(struct day birth, struct day on);
int32_t age_of(struct civil birth, struct civil on); /* the same */
struct iso_week day_iso_week(struct day d);
struct day iso_week_first(struct iso_week w); /* its Monday */
/* "YYYY-Www"; fails with ERR_INVALID "week.format". */
MUST_USE bool iso_week_parse(struct str text, struct iso_week *out, struct err *err);

/* "YYYY-MM-DDTHH:MM" or with seconds and an optional Z; fails with ERR_INVALID "moment.format". */
MUST_USE bool moment_parse(struct str text, struct moment *out, struct err *err);
struct str moment_format(struct moment m,
                         char out[static MOMENT_TEXT]); /* "YYYY-MM-DDTHH:MM:SSZ" */
struct day moment_day(struct moment m);                 /* its day in UTC */
#endif
