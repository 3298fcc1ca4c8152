#include "web/number.h"

#include "engine/decimal.h"

#include <math.h>

#define MINUS          "\xE2\x88\x92"
#define NO_BREAK_SPACE "\xC2\xA0"

/* 53 bits × 1e12: every product here fits. */
__extension__ typedef __int128 wide;
static const int64_t TO_TWELVE = INT64_C(1000000000000);

char decimal_mark(enum lang lang)
{
    return lang == LANG_SV ? ',' : '.';
}

/* From "-1234.50": sign, groups and mark of the language. */
static struct str in_language(struct arena *a, enum lang lang, struct str plain)
{
    struct sb out = sb_open(a, 32);
    struct str decimals = plain;
    if (decimals.len > 0 && decimals.at[0] == '-') {
        sb_put(&out, STR(MINUS));
        decimals = (struct str){decimals.at + 1, decimals.len - 1};
    }
    struct str whole = str_cut(&decimals, '.');
    for (size_t i = 0; i < whole.len; i++) {
        if (i > 0 && (whole.len - i) % 3 == 0)
            sb_put(&out, lang == LANG_SV ? STR(NO_BREAK_SPACE) : STR(","));
        sb_char(&out, whole.at[i]);
    }
    if (decimals.at) {
        sb_char(&out, decimal_mark(lang));
        sb_put(&out, decimals);
    }
    return sb_str(&out);
}

struct str number_count(struct arena *a, enum lang lang, int64_t n)
{
    return in_language(a, lang, str_fmt(a, "%lld", (long long)n));
}

struct str number_ratio(struct arena *a, enum lang lang, int64_t numerator, int64_t denominator,
                        int64_t scale, unsigned places)
{
    struct decimal d;
    char text[DECIMAL_TEXT];
    if (!decimal_of_ratio(numerator, denominator, scale, places, &d))
        return number_double(a, lang, (double)numerator / (double)denominator * (double)scale,
                             places);
    return in_language(a, lang, decimal_format(d, '.', text));
}

static bool is_decimal(struct str s)
{
    bool digits = false, point = false;
    for (size_t i = s.len > 0 && s.at[0] == '-' ? 1 : 0; i < s.len; i++) {
        if (s.at[i] == '.' && !point && digits)
            point = true;
        else if (s.at[i] >= '0' && s.at[i] <= '9')
            digits = true;
        else
            return false;
    }
    return digits && s.at[s.len - 1] != '.';
}

/* Adds one to the last digit of "0129", carrying; a carry out of the first becomes a new digit. */
static struct str one_more(struct arena *a, struct str digits)
{
    struct sb out = sb_open(a, digits.len + 1);
    sb_char(&out, '0');
    sb_put(&out, digits);
    for (size_t i = out.len; i-- > 0;) {
        if (out.at[i] == '.')
            continue;
        if (out.at[i]++ != '9')
            break;
        out.at[i] = '0';
    }
    struct str s = sb_str(&out);
    return s.at[0] == '0' ? (struct str){s.at + 1, s.len - 1} : s;
}

static bool is_zero(struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.at[i] >= '1' && s.at[i] <= '9')
            return false;
    return true;
}

struct str number_decimal(struct arena *a, enum lang lang, struct str exact, unsigned places)
{
    if (!is_decimal(exact))
        return exact;
    bool negative = exact.at[0] == '-';
    struct str decimals = negative ? (struct str){exact.at + 1, exact.len - 1} : exact;
    struct str whole = str_cut(&decimals, '.');
    bool up = decimals.at && decimals.len > places && decimals.at[places] >= '5';
    struct sb out = sb_open(a, exact.len + places + 2);
    sb_put(&out, whole);
    if (places > 0)
        sb_char(&out, '.');
    for (unsigned i = 0; i < places; i++)
        sb_char(&out, decimals.at && i < decimals.len ? decimals.at[i] : '0');
    struct str rounded = up ? one_more(a, sb_str(&out)) : sb_str(&out);
    if (negative && !is_zero(rounded))
        rounded = str_fmt(a, "-%.*s", STR_FMT(rounded));
    return in_language(a, lang, rounded);
}

/* What printf's "%.12f" makes of it (to the nearest, of two the even one), in 1e-12, and in a tenth
 * of its time: a page has hundreds of such numbers. A double is a whole number of 53 bits over a
 * power of two. False: it is a million or more, or no number. */
static bool to_twelve_places(double n, int64_t *out)
{
    enum { BITS = 53, SHIFT_MOST = 96 }; /* what is shifted by more is less than a half */
    double size = fabs(n);
    int exponent = 0;
    if (!(size < 1e6))
        return false;
    wide exact = (wide)ldexp(frexp(size, &exponent), BITS) * TO_TWELVE;
    int shift = BITS - exponent;
    if (shift > SHIFT_MOST) {
        *out = 0;
        return true;
    }
    wide kept = exact >> shift, rest = exact - (kept << shift), half = (wide)1 << (shift - 1);
    kept += rest > half || (rest == half && kept % 2 == 1);
    *out = (int64_t)(n < 0 ? -kept : kept);
    return true;
}

struct str number_double(struct arena *a, enum lang lang, double n, unsigned places)
{
    struct decimal d;
    int64_t units;
    char text[DECIMAL_TEXT];
    if (places <= DECIMAL_PLACES_MOST && to_twelve_places(n, &units) &&
        decimal_of_ratio(units, TO_TWELVE, 1, places, &d))
        return in_language(a, lang, decimal_format(d, '.', text));
    return number_decimal(a, lang, str_fmt(a, "%.12f", n), places);
}

struct str number_change(struct arena *a, enum lang lang, double n, unsigned places)
{
    struct str s = number_double(a, lang, n, places);
    if (is_zero(s))
        return str_fmt(a, "±%.*s", STR_FMT(s));
    return n > 0 ? str_fmt(a, "+%.*s", STR_FMT(s)) : s;
}
