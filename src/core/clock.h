/* core/clock.h - the only place that asks what time it is. Made once, at the
 * edge, from the instance's settings; rules get their day as an argument.
 *
 * *Today* is the instance's: the date in Europe/Stockholm, or a given day
 * (`--today`, the setting `today` of the demo). The zone is computed by the
 * rule of the European Union (directive 2000/84/EC), so neither the machine's
 * zone nor its time zone files matter. */
#ifndef CORE_CLOCK_H
#define CORE_CLOCK_H
#include "core/day.h"

struct clock {
    struct day today; /* DAY_NONE: the calendar's */
};

struct day clock_today(const struct clock *c);
struct moment clock_now(void); /* UTC, whatever `today` says: recorded moments are real */
/* Microseconds that only grow, from an arbitrary start: for rates, time-outs and progress. */
int64_t clock_monotonic_us(void);

struct day stockholm_day(struct moment m); /* the date there at that moment */
int32_t stockholm_offset(struct moment m); /* seconds east of UTC: 3600 or 7200 */
enum { STOCKHOLM_TEXT = 27 };
/* For people: the time there, "YYYY-MM-DD HH:MM:SS +01:00". */
struct str stockholm_format(struct moment m, char out[static STOCKHOLM_TEXT]);
#endif
