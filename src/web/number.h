/* web/number.h - numbers as people read them in a language: rounded once from
 * the exact one, half away from zero, with the language's decimal mark, groups
 * of three (a no-break space in Swedish, a comma in English) and a real minus. */
#ifndef WEB_NUMBER_H
#define WEB_NUMBER_H
#include "core/text.h"

struct str number_count(struct arena *a, enum lang lang, int64_t n);
/* numerator / denominator × scale; `denominator` > 0. */
struct str number_ratio(struct arena *a, enum lang lang, int64_t numerator, int64_t denominator,
                        int64_t scale, unsigned places);
/* An exact decimal number as files print it, "0.323456789012345", rounded to `places`. What is no
 * such number is given back as it is. */
struct str number_decimal(struct arena *a, enum lang lang, struct str exact, unsigned places);
/* What is not exact to begin with: limits of intervals, differences to show. */
struct str number_double(struct arena *a, enum lang lang, double n, unsigned places);
/* The same with its sign always shown; ±0 where it rounds to 0. */
struct str number_change(struct arena *a, enum lang lang, double n, unsigned places);
char decimal_mark(enum lang lang);
#endif
