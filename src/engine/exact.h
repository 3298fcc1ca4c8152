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

/* Any exact number, as measures of tables are made of: the sum of p / q, q > 0. */
__extension__ typedef __int128 wide;
struct exact_part {
    wide p, q;
};
struct exact_number {
    const struct exact_part *part;
    unsigned parts;
};
struct exact_pair {
    struct exact_number numerator, denominator;
};
int exact_sign(struct exact_number n); /* <0, 0, >0 */
/* Whether it is a whole number that 64 bits hold. */
MUST_USE bool exact_whole(struct exact_number n, int64_t *out);
struct str exact_text(struct arena *a, struct exact_number n); /* "p" or "p/q", lowest terms */
/* n / by × scale in 15 significant digits; by > 0. */
struct str exact_quotient(struct arena *a, struct exact_number n, struct exact_number by,
                          int64_t scale);
double exact_double(struct exact_number n); /* nearly */

/* The sum in lowest terms: "p" or "p/q". */
struct str exact_fraction(struct arena *a, struct exact_sum s);
/* The sum / persons (> 0), in 15 significant digits: rounded once, half away from zero; no
 * exponent, no trailing zeros. */
struct str exact_mean(struct arena *a, struct exact_sum s, int64_t persons);
/* Both, for the price of less than one. */
struct exact_mean_text {
    struct str sum, mean;
};
struct exact_mean_text exact_mean_text(struct arena *a, struct exact_sum s, int64_t persons);
/* numerator / denominator × scale, likewise; denominator > 0. */
struct str exact_ratio(struct arena *a, int64_t numerator, int64_t denominator, int64_t scale);

/* A figure as files print it: n / by, each "p" or "p/q" as exact_text() writes it; by > 0. */
struct exact_figure {
    struct str n, by;
};
int exact_figure_sign(struct arena *a, struct exact_figure f); /* <0, 0, >0 */
/* f × scale against a limit: <0, 0, >0. */
int exact_figure_compare(struct arena *a, struct exact_figure f, int64_t scale,
                         struct decimal limit);
/* f against a base changed by so many per cent of itself: f × 100 against base × (100 + change). */
int exact_figure_compare_changed(struct arena *a, struct exact_figure f, struct exact_figure base,
                                 struct decimal change);

/* A measured value as records and code sets have it: value × factor × times + plus. */
struct exact_quantity {
    struct str value,
        factor; /* of the value, signs < > <= >= before it say nothing; no factor: 1 */
    struct quotient times, plus;
};
/* A limit in another unit: d × times + plus. False: it has more decimals than a decimal takes, or
 * times is not over 0, so that less became more. */
MUST_USE bool exact_conversion(struct decimal d, struct quotient times, struct quotient plus,
                               struct decimal *out);
/* How many limits it is over, doubled, and one more where it equals the next: limit[i] itself has
 * the rank 2 i + 1. Limits rise. False: the value is no number. */
MUST_USE bool exact_quantity_rank(const struct exact_quantity *q, const struct decimal *limit,
                                  unsigned limits, int32_t *rank);
#endif
