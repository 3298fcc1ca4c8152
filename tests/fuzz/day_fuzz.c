/* Days, months, weeks and moments: what is accepted is a real one, and written again it is the same
 * text; days are counted one by one from there, so that the calendar has neither holes nor folds.
 */
#include "fuzz.h"

#include "core/day.h"

#include <stdlib.h>
#include <string.h>

static bool same(struct str a, struct str b)
{
    return a.len == b.len && memcmp(a.at, b.at, a.len) == 0;
}

static int number(const char *at, int digits)
{
    int value = 0;
    while (digits-- > 0)
        value = value * 10 + (*at++ - '0');
    return value;
}

/* The calendar once more, as a table of the months. */
static bool is_date(int year, int month, int day)
{
    static const int most[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
    return year >= 1600 && month >= 1 && month <= 12 && day >= 1 && day <= most[month - 1] &&
           (month != 2 || day < 29 || leap);
}

static bool has_shape(struct str s, const char *shape)
{
    bool good = s.len == strlen(shape);
    for (size_t i = 0; good && i < s.len; i++)
        good = shape[i] == '0' ? s.at[i] >= '0' && s.at[i] <= '9' : s.at[i] == shape[i];
    return good;
}

static void check_day(struct str s)
{
    struct day d, next;
    struct err err = {0};
    char text[DAY_TEXT];
    bool should = has_shape(s, "0000-00-00") &&
                  is_date(number(s.at, 4), number(s.at + 5, 2), number(s.at + 8, 2));
    must(day_parse(s, &d, &err) == should);
    if (!should) {
        must(strcmp(err.code, "day.format") == 0 || strcmp(err.code, "day.missing_date") == 0);
        return;
    }
    must(same(day_format(d, text), s));
    struct civil c = day_civil(d);
    bool last = !is_date(c.year, c.month, c.day + 1);
    must(day_is_month_end(d) == last);
    if (last && !day_from_civil(c.year + c.month / 12, c.month % 12 + 1, 1, &next))
        must(c.year == 9999 && c.month == 12);
    else
        must((last || day_from_civil(c.year, c.month, c.day + 1, &next)) && next.n == d.n + 1);
    struct iso_week w = day_iso_week(d);
    struct day monday = iso_week_first(w);
    must(monday.n <= d.n && d.n - monday.n < 7);
    must(age_on(d, d) == 0 && day_add_months(d, 0).n == d.n);
}

static void check_month(struct str s)
{
    struct month m;
    struct err err = {0};
    char text[MONTH_TEXT];
    bool should = has_shape(s, "0000-00") && is_date(number(s.at, 4), number(s.at + 5, 2), 1);
    must(month_parse(s, &m, &err) == should);
    must(should || strcmp(err.code, "month.format") == 0);
    if (should)
        must(same(month_format(m, text), s) && month_of(month_first(m)).n == m.n &&
             month_of(month_last(m)).n == m.n);
}

static void check_week(struct str s)
{
    struct iso_week w;
    struct err err = {0};
    if (!iso_week_parse(s, &w, &err)) {
        must(strcmp(err.code, "week.format") == 0);
        return;
    }
    struct iso_week again = day_iso_week(iso_week_first(w));
    must(has_shape(s, "0000-W00") && w.year == number(s.at, 4) && w.week == number(s.at + 6, 2));
    must(again.year == w.year && again.week == w.week);
}

static void check_moment(struct str s)
{
    struct moment m;
    struct err err = {0};
    char text[MOMENT_TEXT];
    struct str plain = s;
    if (plain.len > 0 && plain.at[plain.len - 1] == 'Z')
        plain.len--;
    bool seconds = has_shape(plain, "0000-00-00T00:00:00");
    bool should = (seconds || has_shape(plain, "0000-00-00T00:00")) &&
                  is_date(number(s.at, 4), number(s.at + 5, 2), number(s.at + 8, 2)) &&
                  number(s.at + 11, 2) < 24 && number(s.at + 14, 2) < 60 &&
                  (!seconds || number(s.at + 17, 2) < 60);
    must(moment_parse(s, &m, &err) == should);
    must(should || strcmp(err.code, "moment.format") == 0);
    if (!should)
        return;
    struct str written = moment_format(m, text);
    struct day day = moment_day(m), same_day;
    must(memcmp(written.at, plain.at, plain.len) == 0 && written.at[written.len - 1] == 'Z');
    must(day_parse((struct str){plain.at, 10}, &same_day, &err) && day.n == same_day.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = {(const char *)data, size};
    check_day(text);
    check_month(text);
    check_week(text);
    check_moment(text);
    return 0;
}
