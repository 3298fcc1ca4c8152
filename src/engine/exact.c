#include "engine/exact_small.h"

#include <assert.h>
#include <gmp.h>
#include <string.h>

static_assert(sizeof(long) == sizeof(int64_t), "GMP takes 64 bits as a long");

static void set_wide(mpz_t out, wide n)
{
    wide size = n < 0 ? -n : n;
    const uint64_t word[] = {(uint64_t)size, (uint64_t)(size >> 64)};
    mpz_import(out, ARRAY_LEN(word), -1, sizeof *word, 0, 0, word);
    if (n < 0)
        mpz_neg(out, out);
}

static void add_part(mpq_t sum, wide p, wide q)
{
    mpq_t part;
    assert(q > 0);
    mpq_init(part);
    set_wide(mpq_numref(part), p);
    set_wide(mpq_denref(part), q);
    mpq_canonicalize(part);
    mpq_add(sum, sum, part);
    mpq_clear(part);
}

/* Of many parts as many together as small numbers hold: `together` is not in the sum yet. */
static void add_small(mpq_t sum, struct small *together, wide p, wide q)
{
    if (small_add(together, p, q))
        return;
    add_part(sum, together->p, together->q);
    *together = (struct small){0, 1};
    add_part(sum, p, q);
}

static void set_number(mpq_t out, struct exact_number n)
{
    struct small together = {0, 1};
    mpq_set_ui(out, 0, 1);
    for (unsigned i = 0; i < n.parts; i++)
        add_small(out, &together, n.part[i].p, n.part[i].q);
    add_part(out, together.p, together.q);
}

static void set_sum(mpq_t out, struct exact_sum s)
{
    struct small together = {0, 1};
    mpq_set_ui(out, 0, 1);
    for (unsigned i = 0; i < s.terms; i++)
        add_small(out, &together, s.term[i].sum, s.term[i].q);
    add_part(out, together.p, together.q);
}

/* ---- without GMP, where that is enough ---- */

static bool small_number(struct small *out, struct exact_number n)
{
    *out = (struct small){0, 1};
    for (unsigned i = 0; i < n.parts; i++)
        if (!small_add(out, n.part[i].p, n.part[i].q))
            return false;
    return true;
}

static bool small_sum(struct small *out, struct exact_sum s)
{
    *out = (struct small){0, 1};
    for (unsigned i = 0; i < s.terms; i++)
        if (!small_add(out, s.term[i].sum, s.term[i].q))
            return false;
    return true;
}

/* n / by × scale. */
static bool small_quotient(struct small *out, struct exact_number n, struct exact_number by,
                           int64_t scale)
{
    struct small over, under;
    if (!small_number(&over, n) || !small_number(&under, by))
        return false;
    over = small_lowest(over);
    under = small_lowest(under);
    assert(under.p > 0);
    *out = over;
    return small_multiply(&out->p, under.q) && small_multiply(&out->p, scale) &&
           small_multiply(&out->q, under.p);
}

/* ---- by GMP ---- */

static void divide_by(mpq_t value, int64_t persons)
{
    assert(persons > 0);
    mpz_mul_ui(mpq_denref(value), mpq_denref(value), (unsigned long)persons);
    mpq_canonicalize(value);
}

int exact_sign(struct exact_number n)
{
    struct small small;
    if (small_number(&small, n))
        return (small.p > 0) - (small.p < 0);
    mpq_t value;
    mpq_init(value);
    set_number(value, n);
    int sign = mpq_sgn(value);
    mpq_clear(value);
    return sign;
}

bool exact_whole(struct exact_number n, int64_t *out)
{
    struct small small;
    if (small_number(&small, n)) {
        wide whole = small.p / small.q;
        bool is_whole = small.p % small.q == 0 && whole >= INT64_MIN && whole <= INT64_MAX;
        if (is_whole)
            *out = (int64_t)whole;
        return is_whole;
    }
    mpq_t value;
    mpq_init(value);
    set_number(value, n);
    bool whole = mpz_cmp_ui(mpq_denref(value), 1) == 0 && mpz_fits_slong_p(mpq_numref(value));
    if (whole)
        *out = mpz_get_si(mpq_numref(value));
    mpq_clear(value);
    return whole;
}

double exact_double(struct exact_number n)
{
    double sum = 0;
    for (unsigned i = 0; i < n.parts; i++)
        sum += (double)n.part[i].p / (double)n.part[i].q;
    return sum;
}

static struct str fraction(struct arena *a, const mpq_t value)
{
    size_t room = mpz_sizeinbase(mpq_numref(value), 10) + mpz_sizeinbase(mpq_denref(value), 10) + 3;
    char *text = ARENA_NEW(a, char, room); /* sign, stroke, NUL */
    mpq_get_str(text, 10, value);
    return str_of(text);
}

struct str exact_text(struct arena *a, struct exact_number n)
{
    struct small small;
    if (small_number(&small, n))
        return small_text(a, small);
    mpq_t value;
    mpq_init(value);
    set_number(value, n);
    struct str text = fraction(a, value);
    mpq_clear(value);
    return text;
}

struct str exact_fraction(struct arena *a, struct exact_sum s)
{
    mpq_t value;
    mpq_init(value);
    set_sum(value, s);
    struct str text = fraction(a, value);
    mpq_clear(value);
    return text;
}

/* out = |value| × 10^places, rounded half away from zero. */
static void scaled(mpz_t out, const mpq_t value, long places)
{
    mpz_t power, divisor;
    mpz_init(power);
    mpz_init_set(divisor, mpq_denref(value));
    mpz_ui_pow_ui(power, 10, (unsigned long)(places < 0 ? -places : places));
    mpz_abs(out, mpq_numref(value));
    if (places < 0)
        mpz_mul(divisor, divisor, power);
    else
        mpz_mul(out, out, power);
    mpz_mul_2exp(out, out, 1); /* floor(2n/d + 1) / 2 is the nearest, a half upwards */
    mpz_add(out, out, divisor);
    mpz_mul_2exp(divisor, divisor, 1);
    mpz_fdiv_q(out, out, divisor);
    mpz_clear(divisor);
    mpz_clear(power);
}

/* The first DIGITS digits of a value other than 0, and with how many decimals they are it. */
static long significant(const mpq_t value, char digit[static DIGITS_ROOM])
{
    /* The sizes tell the power of ten to within three; from above, until no digit is too many. */
    long places = DIGITS + 2 + (long)mpz_sizeinbase(mpq_denref(value), 10) -
                  (long)mpz_sizeinbase(mpq_numref(value), 10);
    mpz_t rounded;
    mpz_init(rounded);
    do {
        scaled(rounded, value, --places);
        mpz_get_str(digit, 10, rounded);
    } while (strlen(digit) > DIGITS);
    mpz_clear(rounded);
    return places;
}

static struct str written(struct arena *a, const mpq_t value)
{
    if (mpq_sgn(value) == 0)
        return STR("0");
    struct digits d = {.is_negative = mpq_sgn(value) < 0};
    d.places = significant(value, d.digit);
    return digits_text(a, &d);
}

struct str exact_mean(struct arena *a, struct exact_sum s, int64_t persons)
{
    mpq_t value;
    mpq_init(value);
    set_sum(value, s);
    divide_by(value, persons);
    struct str text = written(a, value);
    mpq_clear(value);
    return text;
}

struct exact_mean_text exact_mean_text(struct arena *a, struct exact_sum s, int64_t persons)
{
    struct small sum, mean;
    struct exact_mean_text out;
    assert(persons > 0);
    bool is_small = small_sum(&sum, s);
    mean = sum;
    out.sum = is_small ? small_text(a, sum) : exact_fraction(a, s);
    if (!is_small || !small_multiply(&mean.q, persons) || !small_written(a, mean, &out.mean))
        out.mean = exact_mean(a, s, persons);
    return out;
}

struct str exact_ratio(struct arena *a, int64_t numerator, int64_t denominator, int64_t scale)
{
    struct str out;
    assert(denominator > 0);
    if (small_written(a, (struct small){(wide)numerator * scale, denominator}, &out))
        return out;
    mpq_t value;
    mpq_init(value);
    mpz_set_si(mpq_numref(value), numerator);
    mpz_mul_si(mpq_numref(value), mpq_numref(value), scale);
    divide_by(value, denominator);
    struct str text = written(a, value);
    mpq_clear(value);
    return text;
}

static void set_decimal(mpq_t out, struct decimal d)
{
    mpz_set_si(mpq_numref(out), d.units);
    mpz_ui_pow_ui(mpq_denref(out), 10, d.places);
    mpq_canonicalize(out);
}

static void set_decimals(mpq_t out, struct quotient n)
{
    mpq_t under;
    mpq_init(under);
    set_decimal(out, n.over);
    set_decimal(under, n.under);
    assert(mpq_sgn(under) > 0);
    mpq_div(out, out, under);
    mpq_clear(under);
}

/* n / by × scale. */
static void set_quotient(mpq_t value, struct exact_number n, struct exact_number by, int64_t scale)
{
    mpq_t divisor;
    mpq_init(divisor);
    set_number(value, n);
    set_number(divisor, by);
    assert(mpq_sgn(divisor) > 0);
    mpq_div(value, value, divisor);
    mpz_mul_si(mpq_numref(value), mpq_numref(value), scale);
    mpq_canonicalize(value);
    mpq_clear(divisor);
}

struct str exact_quotient(struct arena *a, struct exact_number n, struct exact_number by,
                          int64_t scale)
{
    struct small small;
    struct str out;
    if (small_quotient(&small, n, by, scale) && small_written(a, small, &out))
        return out;
    mpq_t value;
    mpq_init(value);
    set_quotient(value, n, by, scale);
    struct str text = written(a, value);
    mpq_clear(value);
    return text;
}

/* ---- figures as files print them ---- */

static void read_text(struct arena *a, mpq_t out, struct str text)
{
    int failed = mpq_set_str(out, str_cstr(a, text), 10);
    assert(failed == 0 && mpz_sgn(mpq_denref(out)) > 0);
    (void)failed;
    mpq_canonicalize(out);
}

static void set_figure(struct arena *a, mpq_t out, struct exact_figure f)
{
    mpq_t by;
    mpq_init(by);
    read_text(a, out, f.n);
    read_text(a, by, f.by);
    assert(mpq_sgn(by) > 0);
    mpq_div(out, out, by);
    mpq_clear(by);
}

int exact_figure_sign(struct arena *a, struct exact_figure f)
{
    mpq_t value;
    mpq_init(value);
    set_figure(a, value, f);
    int sign = mpq_sgn(value);
    mpq_clear(value);
    return sign;
}

int exact_figure_compare(struct arena *a, struct exact_figure f, int64_t scale,
                         struct decimal limit)
{
    mpq_t value, other;
    mpq_inits(value, other, NULL);
    set_figure(a, value, f);
    mpz_mul_si(mpq_numref(value), mpq_numref(value), scale);
    mpq_canonicalize(value);
    set_decimal(other, limit);
    int order = mpq_cmp(value, other);
    mpq_clears(value, other, NULL);
    return (order > 0) - (order < 0);
}

int exact_figure_compare_changed(struct arena *a, struct exact_figure f, struct exact_figure base,
                                 struct decimal change)
{
    mpq_t value, other, times;
    mpq_inits(value, other, times, NULL);
    set_figure(a, value, f);
    set_figure(a, other, base);
    set_decimal(times, change);
    mpz_addmul_ui(mpq_numref(times), mpq_denref(times), 100);
    mpq_mul(other, other, times);
    mpz_mul_ui(mpq_numref(value), mpq_numref(value), 100);
    mpq_canonicalize(value);
    int order = mpq_cmp(value, other);
    mpq_clears(value, other, times, NULL);
    return (order > 0) - (order < 0);
}

/* ---- measured values ---- */

enum { NUMBER_ROOM = 40, CONVERTED_DIGITS = 15 };

/* "-?digits(.digits)?" as GMP reads it: without the point, over a power of ten. */
static bool read_number(mpq_t out, struct str text)
{
    char digit[NUMBER_ROOM];
    unsigned long places = 0, count = 0;
    bool negative = text.len > 0 && text.at[0] == '-', in_places = false;
    for (size_t i = negative; i < text.len; i++) {
        char c = text.at[i];
        if (c == '.' && !in_places && count > 0) {
            in_places = true;
            continue;
        }
        if (c < '0' || c > '9' || count + 1 == NUMBER_ROOM)
            return false;
        digit[count++] = c;
        places += in_places;
    }
    digit[count] = 0;
    if (count == 0 || (in_places && places == 0) || mpz_set_str(mpq_numref(out), digit, 10) != 0)
        return false;
    if (negative)
        mpz_neg(mpq_numref(out), mpq_numref(out));
    mpz_ui_pow_ui(mpq_denref(out), 10, places);
    mpq_canonicalize(out);
    return true;
}

static struct str without_sign(struct str value)
{
    while (value.len > 0 && (value.at[0] == '<' || value.at[0] == '>' || value.at[0] == '='))
        value = (struct str){value.at + 1, value.len - 1};
    return value;
}

/* With no more decimals than it needs. */
static bool read_decimal(mpq_t value, struct decimal *out)
{
    mpz_t scaled;
    mpz_init(scaled);
    bool fits = false;
    for (unsigned places = 0; places <= DECIMAL_PLACES_MOST && !fits; places++) {
        mpz_ui_pow_ui(scaled, 10, places);
        mpz_mul(scaled, scaled, mpq_numref(value));
        fits = mpz_divisible_p(scaled, mpq_denref(value)) != 0;
        if (!fits)
            continue;
        mpz_divexact(scaled, scaled, mpq_denref(value));
        if (mpz_sizeinbase(scaled, 10) > CONVERTED_DIGITS)
            break;
        *out = (struct decimal){mpz_get_si(scaled), places};
    }
    fits = fits && mpz_sizeinbase(scaled, 10) <= CONVERTED_DIGITS;
    mpz_clear(scaled);
    return fits;
}

bool exact_conversion(struct decimal d, struct quotient times, struct quotient plus,
                      struct decimal *out)
{
    mpq_t value, by;
    mpq_inits(value, by, NULL);
    set_decimal(value, d);
    set_decimals(by, times);
    bool rises = mpq_sgn(by) > 0;
    mpq_mul(value, value, by);
    set_decimals(by, plus);
    mpq_add(value, value, by);
    bool made = rises && read_decimal(value, out);
    mpq_clears(value, by, NULL);
    return made;
}

bool exact_quantity_rank(const struct exact_quantity *q, const struct decimal *limit,
                         unsigned limits, int32_t *rank)
{
    mpq_t value, other;
    mpq_inits(value, other, NULL);
    bool is_number = read_number(value, without_sign(q->value));
    if (is_number && read_number(other, q->factor))
        mpq_mul(value, value, other);
    set_decimals(other, q->times);
    mpq_mul(value, value, other);
    set_decimals(other, q->plus);
    mpq_add(value, value, other);
    *rank = 0;
    for (unsigned i = 0; is_number && i < limits; i++) {
        set_decimal(other, limit[i]);
        int order = mpq_cmp(value, other);
        *rank = order > 0 ? (int32_t)(2 * i) + 2 : *rank + (order == 0);
        if (order <= 0)
            break;
    }
    mpq_clears(value, other, NULL);
    return is_number;
}
