/* engine/decimal.h - numbers as people read them: an exact ratio becomes a
 * decimal number in one rounding, half away from zero, and a target is tested on
 * the ratio itself, never on what was printed (79.794 % prints as 80 % and is
 * not 80 %). Integers only; no double is rounded anywhere. */
#ifndef ENGINE_DECIMAL_H
#define ENGINE_DECIMAL_H
#include "core/base.h"

enum { DECIMAL_PLACES_MOST = 9, DECIMAL_TEXT = 32 };
struct decimal {
    int64_t units; /* the number is units / 10^places */
    unsigned places;
};
struct quotient { /* over / under; under > 0 */
    struct decimal over, under;
};

/* numerator / denominator × scale (100 for per cent), rounded once. `denominator` > 0. False where
 * the result has more than 18 digits. */
MUST_USE bool decimal_of_ratio(int64_t numerator, int64_t denominator, int64_t scale,
                               unsigned places, struct decimal *out);
/* "-?digits(.digits)?" with a point, at most DECIMAL_PLACES_MOST places; else false. */
MUST_USE bool decimal_parse(struct str text, struct decimal *out);
/* With `mark` (a point or a comma) before the decimals; as many as `places`. */
struct str decimal_format(struct decimal d, char mark, char out[static DECIMAL_TEXT]);
/* numerator / denominator × scale against d, exactly: <0, 0, >0. `denominator`, `scale` > 0. */
int decimal_compare_ratio(int64_t numerator, int64_t denominator, int64_t scale, struct decimal d);

int decimal_compare(struct decimal x, struct decimal y); /* <0, 0, >0 */

enum target_op { TARGET_AT_LEAST, TARGET_OVER, TARGET_AT_MOST, TARGET_UNDER }; /* >= > <= < */
/* Whether a value that compares so (<0, 0, >0) with the target meets it. */
bool order_meets(enum target_op op, int order);
bool target_is_met(enum target_op op, int64_t numerator, int64_t denominator, int64_t scale,
                   struct decimal target);
#endif
