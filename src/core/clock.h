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
/* The day's first moment there. */
struct moment stockholm_midnight(struct day day);
/* A moment as somebody there writes it: "YYYY-MM-DD", the last moment of the day; or
 * moment_parse()'s with a time, of the clocks there unless a Z says that it is UTC. Of an hour that
 * comes twice it is the first. Errors as moment_parse(), day_parse(), and ERR_INVALID
 * "moment.left_out" of a time in the hour that the clocks leave out in spring. */
MUST_USE bool stockholm_parse(struct str text, struct moment *out, struct err *err);
enum { STOCKHOLM_TEXT = 27 };
/* For people: the time there, "YYYY-MM-DD HH:MM:SS +01:00". */
struct str stockholm_format(struct moment m, char out[static STOCKHOLM_TEXT]);
enum { STOCKHOLM_PLAIN_TEXT = 24 };
/* As the national service contracts write it: "YYYY-MM-DDTHH:MM:SS.mmm", without zone. */
struct str stockholm_plain(struct moment m, char out[static STOCKHOLM_PLAIN_TEXT]);
#endif
