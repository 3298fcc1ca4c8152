#include "core/clock.h"

#include <assert.h>
#include <stdio.h>
#include <time.h>

static const int64_t SECOND_US = 1000000, HOUR_US = INT64_C(3600000000),
                     DAY_US = INT64_C(86400000000);
enum { UNIX_EPOCH = 25567 }; /* 1970-01-01 counted from 1900-01-01 */

/* 01:00 UTC on the last Sunday of the month: when the clocks of the Union change. */
static int64_t change_us(int32_t year, int32_t month)
{
    struct day last = month_last(month_from(year, month));
    /* 1900-01-01 was a Monday, so n mod 7 is 6 on Sundays; the years here are after 1900. */
    int32_t since_sunday = (last.n + 1) % 7;
    return (int64_t)(last.n - since_sunday - UNIX_EPOCH) * DAY_US + HOUR_US;
}

int32_t stockholm_offset(struct moment m)
{
    int32_t year = day_civil(moment_day(m)).year;
    bool summer = m.us >= change_us(year, 3) && m.us < change_us(year, 10);
    return summer ? 7200 : 3600;
}

struct day stockholm_day(struct moment m)
{
    return moment_day((struct moment){m.us + stockholm_offset(m) * SECOND_US});
}

/* The clocks there are never changed between its midnight and that of UTC. */
struct moment stockholm_midnight(struct day day)
{
    int64_t utc = ((int64_t)day.n - UNIX_EPOCH) * DAY_US;
    return (struct moment){utc - stockholm_offset((struct moment){utc}) * SECOND_US};
}

/* The moment at which clocks there show what UTC's would show at `shown`; false: they never do. */
static bool at_clock(struct moment shown, struct moment *out)
{
    for (int32_t offset = 7200; offset >= 3600; offset -= 3600) {
        struct moment m = {shown.us - offset * SECOND_US};
        if (stockholm_offset(m) == offset) {
            *out = m;
            return true;
        }
    }
    return false;
}

bool stockholm_parse(struct str text, struct moment *out, struct err *err)
{
    struct moment m;
    struct day day;
    if (text.len == DAY_TEXT - 1) {
        if (!day_parse(text, &day, err))
            return false;
        out->us = stockholm_midnight((struct day){day.n + 1}).us - 1;
        return true;
    }
    if (!moment_parse(text, &m, err))
        return false;
    if (text.at[text.len - 1] != 'Z' && !at_clock(m, &m))
        return FAIL(err, ERR_INVALID, "moment.left_out", "%.*s", STR_FMT(text));
    *out = m;
    return true;
}

struct str stockholm_format(struct moment m, char out[static STOCKHOLM_TEXT])
{
    char utc[MOMENT_TEXT];
    int32_t offset = stockholm_offset(m);
    (void)moment_format((struct moment){m.us + offset * SECOND_US}, utc);
    (void)snprintf(out, STOCKHOLM_TEXT, "%.10s %.8s +0%u:00", utc, utc + 11,
                   (unsigned)offset / 3600U % 10U);
    return (struct str){out, STOCKHOLM_TEXT - 1};
}

struct str stockholm_plain(struct moment m, char out[static STOCKHOLM_PLAIN_TEXT])
{
    char utc[MOMENT_TEXT];
    (void)moment_format((struct moment){m.us + stockholm_offset(m) * SECOND_US}, utc);
    (void)snprintf(out, STOCKHOLM_PLAIN_TEXT, "%.19s.%03u", utc,
                   (unsigned)(m.us % SECOND_US) / 1000U % 1000U);
    return (struct str){out, STOCKHOLM_PLAIN_TEXT - 1};
}

static int64_t read_us(clockid_t id)
{
    struct timespec t;
    int failed = clock_gettime(id, &t);
    assert(failed == 0);
    (void)failed;
    return (int64_t)t.tv_sec * SECOND_US + t.tv_nsec / 1000;
}

struct moment clock_now(void)
{
    return (struct moment){read_us(CLOCK_REALTIME)};
}

int64_t clock_monotonic_us(void)
{
    return read_us(CLOCK_MONOTONIC);
}

struct day clock_today(const struct clock *c)
{
    return day_is_none(c->today) ? stockholm_day(clock_now()) : c->today;
}
