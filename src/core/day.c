#include "core/day.h"

#include <stdio.h>

/* 1970-01-01 and 0000-03-01 counted from 1900-01-01. */
enum { UNIX_EPOCH = 25567, MARCH_YEAR_0 = -693901, DAYS_IN_ERA = 146097 };
static const int64_t DAY_US = INT64_C(86400000000);

static bool is_leap(int32_t year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int32_t days_in_month(int32_t year, int32_t month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

/* Years are counted from March in eras of 400, so that the leap day is the last of its year. */
static struct day day_number(int32_t year, int32_t month, int32_t day)
{
    int32_t y = year - (month <= 2), era = y / 400, of_era = y - era * 400;
    int32_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return (struct day){MARCH_YEAR_0 + era * DAYS_IN_ERA + of_era * 365 + of_era / 4 -
                        of_era / 100 + of_year};
}

bool day_is_none(struct day d)
{
    return d.n == INT32_MIN;
}

bool day_from_civil(int32_t year, int32_t month, int32_t day, struct day *out)
{
    if (year < 1600 || year > 9999 || month < 1 || month > 12 || day < 1 ||
        day > days_in_month(year, month))
        return false;
    *out = day_number(year, month, day);
    return true;
}

struct civil day_civil(struct day d)
{
    int32_t z = d.n - MARCH_YEAR_0, era = z / DAYS_IN_ERA, of_era = z - era * DAYS_IN_ERA;
    int32_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / (DAYS_IN_ERA - 1)) / 365;
    int32_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int32_t from_march = (5 * of_year + 2) / 153;
    int32_t month = from_march < 10 ? from_march + 3 : from_march - 9;
    return (struct civil){.year = year + era * 400 + (month <= 2),
                          .month = (uint8_t)month,
                          .day = (uint8_t)(of_year - (153 * from_march + 2) / 5 + 1)};
}

/* `count` digits at `at` as a number; -1 where one of them is none. */
static int32_t digits(const char *at, unsigned count)
{
    int32_t value = 0;
    for (unsigned i = 0; i < count; i++) {
        if (at[i] < '0' || at[i] > '9')
            return -1;
        value = value * 10 + (at[i] - '0');
    }
    return value;
}

bool day_parse(struct str text, struct day *out, struct err *err)
{
    if (text.len != 10 || text.at[4] != '-' || text.at[7] != '-')
        return FAIL(err, ERR_INVALID, "day.format", "%s", "");
    int32_t year = digits(text.at, 4), month = digits(text.at + 5, 2), day = digits(text.at + 8, 2);
    if (year < 0 || month < 0 || day < 0)
        return FAIL(err, ERR_INVALID, "day.format", "%s", "");
    if (!day_from_civil(year, month, day, out))
        return FAIL(err, ERR_INVALID, "day.missing_date", "%s", "");
    return true;
}

struct str day_format(struct day d, char out[static DAY_TEXT])
{
    out[0] = 0;
    if (day_is_none(d))
        return (struct str){out, 0};
    struct civil c = day_civil(d);
    (void)snprintf(out, DAY_TEXT, "%04u-%02u-%02u", (unsigned)c.year % 10000U, c.month % 100U,
                   c.day % 100U);
    return (struct str){out, DAY_TEXT - 1};
}

struct month month_from(int32_t year, int32_t month)
{
    return (struct month){(year - 1900) * 12 + month - 1};
}

struct month month_of(struct day d)
{
    struct civil c = day_civil(d);
    return month_from(c.year, c.month);
}

static struct civil month_civil(struct month m)
{
    int32_t from_1600 = m.n + 300 * 12; /* not negative within the range */
    return (struct civil){
        .year = 1600 + from_1600 / 12, .month = (uint8_t)(from_1600 % 12 + 1), .day = 1};
}

struct day month_first(struct month m)
{
    struct civil c = month_civil(m);
    return day_number(c.year, c.month, 1);
}

struct day month_last(struct month m)
{
    return (struct day){month_first((struct month){m.n + 1}).n - 1};
}

bool day_is_month_end(struct day d)
{
    return month_last(month_of(d)).n == d.n;
}

bool month_parse(struct str text, struct month *out, struct err *err)
{
    int32_t year = -1, month = -1;
    if (text.len == 7 && text.at[4] == '-') {
        year = digits(text.at, 4);
        month = digits(text.at + 5, 2);
    }
    if (year < 1600 || month < 1 || month > 12)
        return FAIL(err, ERR_INVALID, "month.format", "%s", "");
    *out = month_from(year, month);
    return true;
}

/* So many digits of the number, with zeros before it. */
static void put_digits(char *at, unsigned count, uint32_t number)
{
    while (count-- > 0) {
        at[count] = (char)('0' + number % 10);
        number /= 10;
    }
}

struct str month_format(struct month m, char out[static MONTH_TEXT])
{
    struct civil c = month_civil(m);
    put_digits(out, 4, (uint32_t)c.year);
    out[4] = '-';
    put_digits(out + 5, 2, c.month);
    out[MONTH_TEXT - 1] = 0;
    return (struct str){out, MONTH_TEXT - 1};
}

struct day day_add_months(struct day d, int32_t months)
{
    struct civil c = day_civil(d), to = month_civil((struct month){month_of(d).n + months});
    int32_t last = days_in_month(to.year, to.month);
    return day_number(to.year, to.month, c.day < last ? c.day : last);
}

int32_t age_of(struct civil birth, struct civil on)
{
    bool had_birthday = on.month > birth.month || (on.month == birth.month && on.day >= birth.day);
    return on.year - birth.year - !had_birthday;
}

int32_t age_on(struct day birth, struct day on)
{
    return age_of(day_civil(birth), day_civil(on));
}

/* Monday is 0; 1900-01-01 was one. */
static int32_t weekday(struct day d)
{
    return ((d.n % 7) + 7) % 7;
}

struct iso_week day_iso_week(struct day d)
{
    struct day thursday = {d.n - weekday(d) + 3}; /* its year is the week's year */
    int32_t year = day_civil(thursday).year;
    return (struct iso_week){.year = year,
                             .week = (uint8_t)((thursday.n - day_number(year, 1, 1).n) / 7 + 1)};
}

struct day iso_week_first(struct iso_week w)
{
    struct day fourth = day_number(w.year, 1, 4); /* always in week 1 */
    return (struct day){fourth.n - weekday(fourth) + (w.week - 1) * 7};
}

bool iso_week_parse(struct str text, struct iso_week *out, struct err *err)
{
    int32_t year = -1, week = -1;
    if (text.len == 8 && text.at[4] == '-' && text.at[5] == 'W') {
        year = digits(text.at, 4);
        week = digits(text.at + 6, 2);
    }
    struct iso_week w = {.year = year, .week = (uint8_t)week};
    if (year < 1600 || week < 1 || week > 53 || day_iso_week(iso_week_first(w)).year != year)
        return FAIL(err, ERR_INVALID, "week.format", "%s", "");
    *out = w;
    return true;
}

bool moment_parse(struct str text, struct moment *out, struct err *err)
{
    struct str t = text;
    if (t.len > 0 && t.at[t.len - 1] == 'Z')
        t.len--;
    struct err inner = {0};
    struct day day = DAY_NONE;
    bool has_seconds = t.len == 19;
    if ((t.len != 16 && !has_seconds) || t.at[10] != 'T' || t.at[13] != ':' ||
        (has_seconds && t.at[16] != ':') || !day_parse((struct str){t.at, 10}, &day, &inner))
        return FAIL(err, ERR_INVALID, "moment.format", "%s", "");
    int32_t hour = digits(t.at + 11, 2), minute = digits(t.at + 14, 2);
    int32_t second = has_seconds ? digits(t.at + 17, 2) : 0;
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
        return FAIL(err, ERR_INVALID, "moment.format", "%s", "");
    int64_t seconds = ((int64_t)(hour * 60 + minute) * 60) + second;
    out->us = (int64_t)(day.n - UNIX_EPOCH) * DAY_US + seconds * 1000000;
    return true;
}

struct day moment_day(struct moment m)
{
    int64_t days = m.us >= 0 ? m.us / DAY_US : -((DAY_US - 1 - m.us) / DAY_US);
    return (struct day){(int32_t)(days + UNIX_EPOCH)};
}

struct str moment_format(struct moment m, char out[static MOMENT_TEXT])
{
    struct day day = moment_day(m);
    struct civil c = day_civil(day);
    unsigned second = (unsigned)((m.us - (int64_t)(day.n - UNIX_EPOCH) * DAY_US) / 1000000);
    (void)snprintf(out, MOMENT_TEXT, "%04u-%02u-%02uT%02u:%02u:%02uZ", (unsigned)c.year % 10000U,
                   c.month % 100U, c.day % 100U, second / 3600 % 24U, second / 60 % 60U,
                   second % 60U);
    return (struct str){out, MOMENT_TEXT - 1};
}
