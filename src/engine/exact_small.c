#include "engine/exact_small.h"

#include "core/sb.h"

#include <assert.h>
#include <string.h>

__extension__ typedef unsigned __int128 natural;
enum { BITS_MOST = 126, TENS_MOST = 37 /* 10^37 fits */, HALF_DIGITS = 18, NATURAL_TEXT = 40 };
static const uint64_t HALF = UINT64_C(1000000000000000000); /* so many digits */

static natural size_of(wide n)
{
    return n < 0 ? 0 - (natural)n : (natural)n;
}

static unsigned bits_of(natural n)
{
    uint64_t high = (uint64_t)(n >> 64), low = (uint64_t)n;
    if (high != 0)
        return 128 - (unsigned)__builtin_clzll(high);
    return low != 0 ? 64 - (unsigned)__builtin_clzll(low) : 0;
}

static natural common_divisor(natural a, natural b)
{
    while (b > UINT64_MAX) {
        natural rest = a % b;
        a = b;
        b = rest;
    }
    if (b == 0)
        return a;
    uint64_t x = (uint64_t)b, y = (uint64_t)(a % b);
    while (y != 0) {
        uint64_t rest = x % y;
        x = y;
        y = rest;
    }
    return x;
}

bool small_multiply(wide *x, wide by)
{
    if (bits_of(size_of(*x)) + bits_of(size_of(by)) > BITS_MOST)
        return false;
    *x *= by;
    return true;
}

bool small_add(struct small *to, wide p, wide q)
{
    struct small sum = *to;
    assert(q > 0);
    if (bits_of(size_of(p)) > BITS_MOST || bits_of(size_of(q)) > BITS_MOST)
        return false;
    if (q != sum.q) {
        wide shared = (wide)common_divisor((natural)sum.q, (natural)q), times = sum.q / shared;
        if (!small_multiply(&sum.p, q / shared) || !small_multiply(&sum.q, q / shared) ||
            !small_multiply(&p, times))
            return false;
    }
    sum.p += p;
    if (bits_of(size_of(sum.p)) > BITS_MOST)
        return false;
    *to = sum;
    return true;
}

struct small small_lowest(struct small n)
{
    wide shared = (wide)common_divisor(size_of(n.p), (natural)n.q);
    return (struct small){n.p / shared, n.q / shared};
}

/* ---- texts ---- */

/* From behind, ended by NUL: where it begins. */
static char *put_natural(char out[static NATURAL_TEXT], natural n)
{
    char *at = out + NATURAL_TEXT - 1;
    *at = 0;
    do { /* most digits of numbers of 64 bits, whose division is fast */
        uint64_t part = n > UINT64_MAX ? (uint64_t)(n % HALF) : (uint64_t)n;
        unsigned least = n > UINT64_MAX ? HALF_DIGITS : 1;
        n = n > UINT64_MAX ? n / HALF : 0;
        for (unsigned i = 0; i < least || part > 0; i++, part /= 10)
            *--at = (char)('0' + part % 10);
    } while (n > 0);
    return at;
}

struct str small_text(struct arena *a, struct small n)
{
    char p[NATURAL_TEXT], q[NATURAL_TEXT];
    n = small_lowest(n);
    struct sb out = sb_open(a, 2 * NATURAL_TEXT + 2);
    if (n.p < 0)
        sb_char(&out, '-');
    sb_put(&out, str_of(put_natural(p, size_of(n.p))));
    if (n.q != 1) {
        sb_char(&out, '/');
        sb_put(&out, str_of(put_natural(q, (natural)n.q)));
    }
    return sb_str(&out);
}

struct str digits_text(struct arena *a, const struct digits *d)
{
    size_t digits = strlen(d->digit);
    long places = d->places;
    for (; places > 0 && d->digit[digits - 1] == '0'; places--)
        digits--;
    struct sb out = sb_open(a, DECIMAL_TEXT);
    if (d->is_negative)
        sb_char(&out, '-');
    long whole = (long)digits - places; /* how many digits stand before the point */
    if (whole <= 0)
        sb_put(&out, STR("0."));
    for (long i = whole; i < 0; i++)
        sb_char(&out, '0');
    size_t before = whole > 0 && whole < (long)digits ? (size_t)whole : 0;
    sb_put(&out, (struct str){d->digit, before});
    if (before > 0)
        sb_char(&out, '.');
    sb_put(&out, (struct str){d->digit + before, digits - before});
    for (; places < 0; places++)
        sb_char(&out, '0');
    return sb_str(&out);
}

static bool times_ten(wide *x, long exponent)
{
    wide power = 1;
    if (exponent > TENS_MOST)
        return false;
    for (long i = 0; i < exponent; i++)
        power *= 10;
    return small_multiply(x, power);
}

/* |n| × 10^places, rounded half away from zero. */
static bool scaled(struct small n, long places, natural *out)
{
    wide over = n.p < 0 ? -n.p : n.p, under = n.q;
    if (!times_ten(places < 0 ? &under : &over, places < 0 ? -places : places) ||
        bits_of((natural)over) >= BITS_MOST - 1 || bits_of((natural)under) >= BITS_MOST - 1)
        return false;
    assert(under > 0);
    *out = ((natural)over * 2 + (natural)under) / ((natural)under * 2);
    return true;
}

bool small_written(struct arena *a, struct small n, struct str *out)
{
    static const natural too_many = UINT64_C(1000000000000000); /* 10^DIGITS */
    struct digits d = {.is_negative = n.p < 0};
    char text[NATURAL_TEXT];
    natural rounded;
    *out = STR("0");
    if (n.p == 0)
        return true;
    /* The sizes tell the power of ten to within two; from above, until no digit is too many. */
    long bits = (long)bits_of(size_of(n.p)) - (long)bits_of((natural)n.q);
    d.places = DIGITS + 2 - (bits * 30103 - 30103) / 100000;
    do
        if (!scaled(n, --d.places, &rounded))
            return false;
    while (rounded >= too_many);
    const char *digit = put_natural(text, rounded);
    memcpy(d.digit, digit, strlen(digit) + 1);
    *out = digits_text(a, &d);
    return true;
}
