/* engine/oracle_number.h - decimal numbers as children reckon with them: a row of
 * digits, multiplied digit by digit. Slow, exact, and nothing of engine/exact.h
 * is in it, so that both can be held against each other. Of engine/oracle.h. */
#ifndef ENGINE_ORACLE_NUMBER_H
#define ENGINE_ORACLE_NUMBER_H
#include "engine/decimal.h"

/* Four factors of 12 digits and 9 decimals fit, and a sum with a fifth. */
enum { PLAIN_PLACES = 40, PLAIN_DIGITS = 104 };
struct plain_number {
    bool is_negative;
    uint8_t digit[PLAIN_DIGITS]; /* digit[PLAIN_PLACES] is that of ones; the last the greatest */
};
/* A value as records have it: a sign < > <= >= before it says nothing. False: no number. */
bool plain_read(struct str text, struct plain_number *out);
struct plain_number plain_decimal(struct decimal d);
struct plain_number plain_product(const struct plain_number *x, const struct plain_number *y);
struct plain_number plain_sum(const struct plain_number *x, const struct plain_number *y);
struct str plain_text(struct arena *a, const struct plain_number *x);          /* "-7.5" */
int plain_compare(const struct plain_number *x, const struct plain_number *y); /* <0, 0, >0 */
#endif
