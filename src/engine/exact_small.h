/* engine/exact_small.h - exact numbers while they fit 126 bits, as those of nearly
 * all figures do: a fraction of two integers. Whatever grows further says so
 * (false), and engine/exact.c asks GMP instead, for the same result. */
#ifndef ENGINE_EXACT_SMALL_H
#define ENGINE_EXACT_SMALL_H
#include "engine/exact.h"

struct small { /* p / q, in any terms; q > 0 */
    wide p, q;
};
/* + p / q, q > 0; false: it stays as it is. */
MUST_USE bool small_add(struct small *to, wide p, wide q);
/* *x × by; false: *x stays as it is. */
MUST_USE bool small_multiply(wide *x, wide by);
struct small small_lowest(struct small n);
struct str small_text(struct arena *a, struct small n); /* "p", or "p/q" in lowest terms */

/* The first digits of a number other than 0: ± digit × 10^-places. */
enum { DIGITS = 15, DIGITS_ROOM = DIGITS + 8 /* for those that are too many */ };
struct digits {
    bool is_negative;
    char digit[DIGITS_ROOM]; /* a string */
    long places;
};
/* Without exponent and trailing zeros. */
struct str digits_text(struct arena *a, const struct digits *d);
/* In DIGITS significant digits, rounded half away from zero. */
MUST_USE bool small_written(struct arena *a, struct small n, struct str *out);
#endif
