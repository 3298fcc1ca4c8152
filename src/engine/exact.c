#include "engine/exact.h"

#include "core/sb.h"

#include <assert.h>
#include <gmp.h>
#include <string.h>

enum { DIGITS = 15, DIGITS_ROOM = DIGITS + 8 }; /* room for those that are too many */
static_assert(sizeof(long) == sizeof(int64_t), "GMP takes 64 bits as a long");

static void sum_of(mpq_t out, struct exact_sum s)
{
    mpq_t part;
    mpq_init(part);
    mpq_set_ui(out, 0, 1);
    for (unsigned i = 0; i < s.terms; i++) {
        assert(s.term[i].q > 0);
        mpz_set_si(mpq_numref(part), s.term[i].sum);
        mpz_set_ui(mpq_denref(part), s.term[i].q);
        mpq_canonicalize(part);
        mpq_add(out, out, part);
    }
    mpq_clear(part);
}

static void divide_by(mpq_t value, int64_t persons)
{
    assert(persons > 0);
    mpz_mul_ui(mpq_denref(value), mpq_denref(value), (unsigned long)persons);
    mpq_canonicalize(value);
}

struct str exact_fraction(struct arena *a, struct exact_sum s)
{
    mpq_t value;
    mpq_init(value);
    sum_of(value, s);
    size_t room = mpz_sizeinbase(mpq_numref(value), 10) + mpz_sizeinbase(mpq_denref(value), 10) + 3;
    char *text = ARENA_NEW(a, char, room); /* sign, stroke, NUL */
    mpq_get_str(text, 10, value);
    mpq_clear(value);
    return str_of(text);
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
    char digit[DIGITS_ROOM];
    long places = significant(value, digit);
    size_t digits = strlen(digit);
    for (; places > 0 && digit[digits - 1] == '0'; places--)
        digits--;
    struct sb out = sb_open(a, DECIMAL_TEXT);
    if (mpq_sgn(value) < 0)
        sb_char(&out, '-');
    long whole = (long)digits - places; /* how many digits stand before the point */
    if (whole <= 0)
        sb_put(&out, STR("0."));
    for (long i = whole; i < 0; i++)
        sb_char(&out, '0');
    for (size_t i = 0; i < digits; i++) {
        if (whole > 0 && (long)i == whole)
            sb_char(&out, '.');
        sb_char(&out, digit[i]);
    }
    for (; places < 0; places++)
        sb_char(&out, '0');
    return sb_str(&out);
}

struct str exact_mean(struct arena *a, struct exact_sum s, int64_t persons)
{
    mpq_t value;
    mpq_init(value);
    sum_of(value, s);
    divide_by(value, persons);
    struct str text = written(a, value);
    mpq_clear(value);
    return text;
}

struct str exact_ratio(struct arena *a, int64_t numerator, int64_t denominator, int64_t scale)
{
    mpq_t value;
    mpq_init(value);
    mpz_set_si(mpq_numref(value), numerator);
    mpz_mul_si(mpq_numref(value), mpq_numref(value), scale);
    divide_by(value, denominator);
    struct str text = written(a, value);
    mpq_clear(value);
    return text;
}

int exact_mean_compare(struct exact_sum s, int64_t persons, struct decimal limit)
{
    mpq_t value, other;
    mpq_inits(value, other, NULL);
    sum_of(value, s);
    divide_by(value, persons);
    mpz_set_si(mpq_numref(other), limit.units);
    mpz_ui_pow_ui(mpq_denref(other), 10, limit.places);
    mpq_canonicalize(other);
    int order = mpq_cmp(value, other);
    mpq_clears(value, other, NULL);
    return (order > 0) - (order < 0);
}
