/* engine/exact.h - exact fractions, made only when a figure is printed. Until
 * then a sum of fractions is kept as integers, one for each denominator: of a
 * continuity index that is N(N - 1), so a level of 100 000 persons is some fifty
 * pairs of integers, which add up in any order to the same. */
#ifndef ENGINE_EXACT_H
#define ENGINE_EXACT_H
#include "core/base.h"
#include "engine/decimal.h"

/* Persons whose values have the denominator q: each is p / q with an integer p. */
struct exact_term {
    uint64_t q;      /* > 0; occurs once in a sum */
    int64_t persons; /* how many */
    int64_t sum;     /* of their p */
    double squares;  /* of their p squared, for the variance */
};
struct exact_sum {
    const struct exact_term *term; /* by q */
    unsigned terms;
};

/* The sum in lowest terms: "p" or "p/q". */
struct str exact_fraction(struct arena *a, struct exact_sum s);
/* The sum / persons (> 0), in 15 significant digits: rounded once, half away from zero; no
 * exponent, no trailing zeros. */
struct str exact_mean(struct arena *a, struct exact_sum s, int64_t persons);
/* numerator / denominator × scale, likewise; denominator > 0. */
struct str exact_ratio(struct arena *a, int64_t numerator, int64_t denominator, int64_t scale);
/* The sum / persons against a limit, exactly: <0, 0, >0. */
int exact_mean_compare(struct exact_sum s, int64_t persons, struct decimal limit);
#endif
