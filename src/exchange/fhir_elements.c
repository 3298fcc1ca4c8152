#include "exchange/fhir_parts.h"

#include "core/clock.h"
#include "core/sb.h"

#include <string.h>

static const int64_t SECOND_US = 1000000;

/* The first item, or the map itself where it stands without a list. */
static const struct json_in *first_of(const struct json_in *value)
{
    while (value && value->kind == JSON_IN_LIST)
        value = value->first;
    return value;
}

static const struct json_in *step(const struct json_in *value, struct str key)
{
    value = first_of(value);
    if (!value || value->kind != JSON_IN_MAP)
        return NULL;
    for (const struct json_in *v = value->first; v; v = v->next)
        if (str_eq(v->name, key))
            return v;
    return NULL;
}

const struct json_in *fhir_at(const struct json_in *value, const char *path)
{
    struct str paths = str_of(path);
    while (paths.at) {
        struct str keys = str_cut(&paths, '|');
        const struct json_in *v = value;
        while (v && keys.at)
            v = step(v, str_cut(&keys, '.'));
        if (v && v->kind != JSON_IN_NULL)
            return v;
    }
    return NULL;
}

struct str fhir_text(const struct json_in *value)
{
    value = first_of(value);
    if (value && value->kind == JSON_IN_TRUE)
        return STR("true");
    if (value && value->kind == JSON_IN_FALSE)
        return STR("false");
    return json_in_text(value);
}

/* What was, or will be, or is for the bill only, says nothing of today. */
static bool is_out_of_use(struct str use)
{
    return str_eq(use, STR("old")) || str_eq(use, STR("temp")) || str_eq(use, STR("billing"));
}

const struct json_in *fhir_in_use(const struct json_in *list, const char *wanted)
{
    const struct json_in *best = NULL;
    if (!list || list->kind != JSON_IN_LIST)
        return list;
    for (const struct json_in *v = list->first; v; v = v->next) {
        struct str use = fhir_text(json_in_get(v, "use"));
        if (str_eq(use, str_of(wanted)))
            return v;
        if (!best && !is_out_of_use(use))
            best = v;
    }
    return best;
}

/* ---- numbers ---- */

/* An exponent that is too large is left to the check of its column. */
struct str fhir_plain_number(struct arena *a, struct str number)
{
    enum { EXPONENT_MOST = 20 };
    struct str power = number;
    struct str mantissa = str_cut(&power, memchr(number.at, 'E', number.len) ? 'E' : 'e');
    int64_t exponent = 0;
    if (!power.at || !str_to_i64(power, &exponent) || exponent > EXPONENT_MOST ||
        exponent < -EXPONENT_MOST)
        return number;
    bool negative = mantissa.len > 0 && mantissa.at[0] == '-';
    struct str part = {mantissa.at + negative, mantissa.len - negative};
    struct str whole = str_cut(&part, '.');
    struct sb digits = sb_open(a, 64), out = sb_open(a, 128);
    sb_put(&out, negative ? STR("-") : STR(""));
    sb_put(&digits, whole);
    sb_put(&digits, part.at ? part : STR(""));
    int64_t point = (int64_t)whole.len + exponent, count = (int64_t)digits.len;
    for (int64_t i = point < 1 ? point - 1 : 0; i < count || i < point; i++) {
        if (i == point && i < count)
            sb_char(&out, '.');
        sb_char(&out, i >= 0 && i < count ? digits.at[i] : '0');
    }
    return sb_str(&out);
}

/* ---- dates ---- */

static bool two_digits(struct str s, size_t at, int32_t *out)
{
    if (at + 2 > s.len || s.at[at] < '0' || s.at[at] > '9' || s.at[at + 1] < '0' ||
        s.at[at + 1] > '9')
        return false;
    *out = (s.at[at] - '0') * 10 + s.at[at + 1] - '0';
    return true;
}

/* Seconds east of UTC of "Z", "+01:00" or "-05:30". */
static bool read_zone(struct str zone, int32_t *seconds)
{
    int32_t hours = 0, minutes = 0;
    if (str_eq(zone, STR("Z"))) {
        *seconds = 0;
        return true;
    }
    if (zone.len != 6 || (zone.at[0] != '+' && zone.at[0] != '-') || zone.at[3] != ':' ||
        !two_digits(zone, 1, &hours) || !two_digits(zone, 4, &minutes))
        return false;
    *seconds = (hours * 60 + minutes) * 60 * (zone.at[0] == '-' ? -1 : 1);
    return true;
}

/* Behind the minute: seconds and their fraction say nothing here. */
static struct str zone_of(struct str text, size_t at)
{
    int32_t second = 0;
    if (at < text.len && text.at[at] == ':' && two_digits(text, at + 1, &second))
        at += 3;
    if (at < text.len && text.at[at] == '.')
        for (at++; at < text.len && text.at[at] >= '0' && text.at[at] <= '9';)
            at++;
    return (struct str){text.at + at, text.len - at};
}

bool fhir_when(struct arena *a, struct str text, struct str *out, struct err *err)
{
    enum { DAY = 10, MINUTE = 16 };
    struct moment m;
    int32_t east = 0;
    char room[MOMENT_TEXT];
    if (text.len == DAY) {
        *out = text;
        return true;
    }
    if (text.len < DAY)
        return FAIL(err, ERR_INVALID, "fhir.date", "%s", "YYYY-MM-DD");
    struct str minute = {text.at, text.len < MINUTE ? text.len : MINUTE};
    struct str zone = zone_of(text, minute.len);
    if (!moment_parse(minute, &m, err))
        return false;
    if (zone.len == 0) {
        *out = minute;
        return true;
    }
    if (!read_zone(zone, &east))
        return FAIL(err, ERR_INVALID, "moment.format", "%s", "YYYY-MM-DDTHH:MM:SS+HH:MM");
    m.us -= east * SECOND_US;
    m.us += stockholm_offset(m) * SECOND_US;
    struct str local = moment_format(m, room);
    *out = str_copy(a, (struct str){local.at, MINUTE});
    return true;
}
