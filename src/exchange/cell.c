#include "exchange/cell.h"

#include "core/clock.h"
#include "domain/hsaid.h"
#include "domain/person_id.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { WHOLE_DIGITS = 12, PART_DIGITS = 9, EXACT_DIGITS = 15, MINUTES_IN_HOUR = 60 };
static const int64_t SECOND_US = 1000000;

/* Every vocabulary's enum is stored as this. */
_Static_assert(sizeof(enum profession) == sizeof(unsigned) && sizeof(enum sex) == sizeof(unsigned),
               "an enum is an unsigned");

static void *member(void *row, uint16_t at)
{
    return (char *)row + at;
}

void cell_clear(const struct table_column *c, void *row)
{
    void *to = member(row, c->at);
    switch (c->type) {
    case COLUMN_PERSON:
        *(struct person_id *)to = (struct person_id){0};
        break;
    case COLUMN_HSAID:
    case COLUMN_UNIT_OR_NATION:
        *(struct hsaid *)to = (struct hsaid){{0}};
        break;
    case COLUMN_DAY_OR_TIME:
    case COLUMN_TIME:
        *(int16_t *)member(row, c->minute) = -1;
        *(struct day *)to = DAY_NONE;
        break;
    case COLUMN_DAY:
        *(struct day *)to = DAY_NONE;
        break;
    case COLUMN_MONTH:
        *(struct month *)to = (struct month){INT32_MIN};
        break;
    case COLUMN_MOMENT:
        *(struct moment *)to = (struct moment){INT64_MIN};
        break;
    case COLUMN_VOCAB:
        *(unsigned *)to = c->empty;
        break;
    case COLUMN_COUNT:
        *(int64_t *)to = -1;
        break;
    case COLUMN_NUMBER:
        *(double *)to = NAN;
        break;
    case COLUMN_TEXT:
    case COLUMN_WORD:
    case COLUMN_DECIMAL:
    case COLUMN_MEASURED:
    case COLUMN_COUNTY:
    case COLUMN_MUNICIPALITY:
    case COLUMN_REGION:
    case COLUMN_PERIOD:
        *(struct str *)to = STR("");
        break;
    }
}

/* Days repeat from row to row, so the last one is kept as it was written. */
static bool read_day(struct cells *cells, struct str text, struct day *out, struct err *err)
{
    if (text.len == sizeof cells->day_text &&
        memcmp(text.at, cells->day_text, sizeof cells->day_text) == 0) {
        *out = cells->day;
        return true;
    }
    if (!day_parse(text, out, err))
        return false;
    memcpy(cells->day_text, text.at, sizeof cells->day_text);
    cells->day = *out;
    return true;
}

static bool read_day_or_time(struct cells *cells, const struct table_column *c, struct str text,
                             void *row, struct err *err)
{
    struct day day = DAY_NONE;
    int16_t minute = -1;
    struct moment time;
    if (text.len <= sizeof cells->day_text && c->type == COLUMN_DAY_OR_TIME) {
        if (!read_day(cells, text, &day, err))
            return false;
    } else if (text.at[text.len - 1] == 'Z') { /* the times of a day of care have no zone */
        return FAIL(err, ERR_INVALID, "moment.format", "%s", "");
    } else if (!moment_parse(text, &time, err)) {
        return false;
    } else {
        day = moment_day(time);
        int32_t hour = (text.at[11] - '0') * 10 + text.at[12] - '0';
        minute = (int16_t)(hour * MINUTES_IN_HOUR + (text.at[14] - '0') * 10 + text.at[15] - '0');
    }
    *(struct day *)member(row, c->at) = day;
    *(int16_t *)member(row, c->minute) = minute;
    return true;
}

/* A time without a zone is what the clock showed in Sweden; the hour that comes twice in autumn is
 * the first of the two. */
static bool read_moment(struct str text, struct moment *out, struct err *err)
{
    struct moment m;
    if (!moment_parse(text, &m, err))
        return false;
    if (text.at[text.len - 1] != 'Z') {
        int64_t summer = 7200, winter = 3600;
        struct moment as_summer = {m.us - summer * SECOND_US};
        bool is_summer = stockholm_offset(as_summer) == summer;
        m.us -= (is_summer ? summer : winter) * SECOND_US;
    }
    *out = m;
    return true;
}

static bool read_word(const struct table_column *c, struct str text, unsigned *out, struct err *err)
{
    if (vocab_find(c->vocab, text, out))
        return true;
    char words[160] = ""; /* the longest list fits, see the test */
    size_t len = 0;
    for (unsigned i = 0; i < c->vocab->count && len < sizeof words; i++)
        if (c->vocab->word[i] && c->vocab->word[i][0])
            len += (size_t)snprintf(words + len, sizeof words - len, "%s%s", len > 0 ? ", " : "",
                                    c->vocab->word[i]);
    return FAIL(err, ERR_INVALID, "value.choice", "%s", words);
}

static size_t count_digits(struct str s, size_t from)
{
    size_t n = 0;
    while (from + n < s.len && s.at[from + n] >= '0' && s.at[from + n] <= '9')
        n++;
    return n;
}

static bool is_digits(struct str s, size_t count)
{
    return s.len == count && count_digits(s, 0) == count;
}

/* A number taken apart: its digits as one integer, and how many of them stand behind the point. */
struct number {
    bool negative;
    size_t whole, part; /* how many digits */
    size_t start;
};

/* -?[0-9]{1,12}(\.[0-9]{1,9})? and nothing else. */
static bool split_number(struct str text, struct number *out, struct err *err)
{
    struct number n = {.negative = text.at[0] == '-', .start = text.at[0] == '-'};
    n.whole = count_digits(text, n.start);
    size_t point = n.start + n.whole;
    if (point < text.len)
        n.part = count_digits(text, point + 1);
    bool ends = point == text.len || (n.part > 0 && point + 1 + n.part == text.len);
    if (n.whole > 0 && ends && point < text.len && text.at[point] == ',')
        return FAIL(err, ERR_INVALID, "value.decimal_comma", "%s", "");
    if (n.whole < 1 || n.whole > WHOLE_DIGITS || n.part > PART_DIGITS || !ends ||
        (point < text.len && text.at[point] != '.'))
        return FAIL(err, ERR_INVALID, "value.number", "%s", "");
    *out = n;
    return true;
}

static int64_t digits_of(struct str text, size_t from, size_t count)
{
    int64_t value = 0;
    for (size_t i = from; i < from + count; i++)
        value = value * 10 + (text.at[i] - '0');
    return value;
}

/* Digits and power of ten are exact up to EXACT_DIGITS, so the quotient is the nearest double. */
static double value_of(struct str text, const struct number *n)
{
    double power = 1;
    for (size_t i = 0; i < n->part; i++)
        power *= 10;
    int64_t whole = digits_of(text, n->start, n->whole);
    int64_t part = n->part > 0 ? digits_of(text, n->start + n->whole + 1, n->part) : 0;
    double value = n->whole + n->part <= EXACT_DIGITS
                       ? ((double)whole * power + (double)part) / power
                       : (double)whole + (double)part / power;
    return n->negative ? -value : value;
}

static bool read_number(const struct table_column *c, struct str text, double *out, struct err *err)
{
    struct number n;
    if (!split_number(text, &n, err))
        return false;
    if (c->type == COLUMN_COUNT && n.part > 0)
        return FAIL(err, ERR_INVALID, "value.whole", "%s", "");
    double value = value_of(text, &n);
    if (value < c->least || value > c->most)
        return FAIL(err, ERR_INVALID, "value.range", "%d - %d", c->least, c->most);
    *out = value;
    return true;
}

/* How many bytes of a measured value stand before its number. */
static size_t comparator(struct str text)
{
    if (text.at[0] != '<' && text.at[0] != '>')
        return 0;
    return text.len > 1 && text.at[1] == '=' ? 2 : 1;
}

static bool is_measured(struct str text, struct err *err)
{
    struct number number;
    size_t before = comparator(text);
    struct str rest = {text.at + before, text.len - before};
    if (rest.len == 0)
        return FAIL(err, ERR_INVALID, "value.number", "%s", "");
    return split_number(rest, &number, err);
}

static bool has_white(struct str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.at[i] == ' ' || (text.at[i] >= '\t' && text.at[i] <= '\r'))
            return true;
    return false;
}

/* YYYY or YYYY-MM. */
static bool is_period(struct str text)
{
    struct month month;
    struct err inner = {0};
    return is_digits(text, 4) || month_parse(text, &month, &inner);
}

static bool read_text(const struct table_column *c, struct str text, struct str *out,
                      struct err *err)
{
    struct number number;
    switch ((int)c->type) {
    case COLUMN_TEXT:
    case COLUMN_WORD:
        if (text.len > (size_t)c->most)
            return FAIL(err, ERR_INVALID, "value.length", "%d", c->most);
        if (c->type == COLUMN_WORD && has_white(text))
            return FAIL(err, ERR_INVALID, "value.white", "%s", "");
        if (c->required && str_trim(text).len == 0)
            return FAIL(err, ERR_INVALID, "value.missing", "%s", "");
        break;
    case COLUMN_DECIMAL:
        if (!split_number(text, &number, err))
            return false;
        break;
    case COLUMN_MEASURED:
        if (!is_measured(text, err))
            return false;
        break;
    case COLUMN_COUNTY:
        if (!is_digits(text, 2))
            return FAIL(err, ERR_INVALID, "value.county", "%s", "");
        break;
    case COLUMN_MUNICIPALITY:
        if (!is_digits(text, 4))
            return FAIL(err, ERR_INVALID, "value.municipality", "%s", "");
        break;
    case COLUMN_REGION:
        if (!is_digits(text, 2) && !str_eq(text, STR("SE")))
            return FAIL(err, ERR_INVALID, "value.region", "%s", "");
        break;
    default: /* COLUMN_PERIOD */
        if (!is_period(text))
            return FAIL(err, ERR_INVALID, "value.period", "%s", "");
    }
    *out = text;
    return true;
}

static bool read_empty(const struct table_column *c, void *row, struct err *err)
{
    if (c->required)
        return FAIL(err, ERR_INVALID, "value.missing", "%s", "");
    cell_clear(c, row);
    return true;
}

bool cell_read(struct cells *cells, const struct table_column *c, struct str text, void *row,
               struct err *err)
{
    if (text.len == 0)
        return read_empty(c, row, err);
    void *to = member(row, c->at);
    double number = 0;
    switch (c->type) {
    case COLUMN_PERSON:
        return person_id_parse(text, cells->today, to, err);
    case COLUMN_UNIT_OR_NATION:
        if (str_eq(text, STR("SE"))) {
            cell_clear(c, row);
            return true;
        }
        return hsaid_parse(text, to, err);
    case COLUMN_HSAID:
        return hsaid_parse(text, to, err);
    case COLUMN_DAY:
        return read_day(cells, text, to, err);
    case COLUMN_DAY_OR_TIME:
    case COLUMN_TIME:
        return read_day_or_time(cells, c, text, row, err);
    case COLUMN_MONTH:
        return month_parse(text, to, err);
    case COLUMN_MOMENT:
        return read_moment(text, to, err);
    case COLUMN_VOCAB:
        return read_word(c, text, to, err);
    case COLUMN_COUNT:
        if (!read_number(c, text, &number, err))
            return false;
        *(int64_t *)to = (int64_t)number;
        return true;
    case COLUMN_NUMBER:
        return read_number(c, text, to, err);
    case COLUMN_TEXT:
    case COLUMN_WORD:
    case COLUMN_DECIMAL:
    case COLUMN_MEASURED:
    case COLUMN_COUNTY:
    case COLUMN_MUNICIPALITY:
    case COLUMN_REGION:
    case COLUMN_PERIOD:
        break;
    }
    return read_text(c, text, to, err);
}
