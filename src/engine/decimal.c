#include "engine/decimal.h"

#include <assert.h>

/* 64 × 64 bits: every product here fits, so nothing is approximate. */
__extension__ typedef __int128 wide;

static const int64_t LARGEST = INT64_C(999999999999999999);

static int64_t power_of_ten(unsigned places)
{
    int64_t power = 1;
    for (unsigned i = 0; i < places; i++)
        power *= 10;
    return power;
}

bool decimal_of_ratio(int64_t numerator, int64_t denominator, int64_t scale, unsigned places,
                      struct decimal *out)
{
    assert(denominator > 0 && places <= DECIMAL_PLACES_MOST);
    wide scaled;
    if (__builtin_mul_overflow((wide)numerator * scale, (wide)power_of_ten(places), &scaled))
        return false;
    wide size = scaled < 0 ? -scaled : scaled;
    wide units = size / denominator;
    if ((size - units * denominator) * 2 >= denominator)
        units++;
    if (units > LARGEST)
        return false;
    *out = (struct decimal){(int64_t)(scaled < 0 ? -units : units), places};
    return true;
}

bool decimal_parse(struct str text, struct decimal *out)
{
    bool negative = text.len > 0 && text.at[0] == '-';
    int64_t units = 0;
    unsigned digits = 0, places = 0;
    bool in_decimals = false;
    for (size_t i = negative; i < text.len; i++) {
        char c = text.at[i];
        if (c == '.' && !in_decimals && digits > 0) {
            in_decimals = true;
            continue;
        }
        if (c < '0' || c > '9' || ++digits > 18 || (in_decimals && ++places > DECIMAL_PLACES_MOST))
            return false;
        units = units * 10 + (c - '0');
    }
    if (digits == 0 || (in_decimals && places == 0))
        return false;
    *out = (struct decimal){negative ? -units : units, places};
    return true;
}

struct str decimal_format(struct decimal d, char mark, char out[static DECIMAL_TEXT])
{
    assert(d.places <= DECIMAL_PLACES_MOST);
    uint64_t rest = d.units < 0 ? 0 - (uint64_t)d.units : (uint64_t)d.units;
    size_t at = DECIMAL_TEXT - 1;
    out[at] = 0;
    for (unsigned i = 0; rest > 0 || i <= d.places; i++, rest /= 10) {
        if (i == d.places && i > 0)
            out[--at] = mark;
        out[--at] = (char)('0' + rest % 10);
    }
    if (d.units < 0)
        out[--at] = '-';
    return (struct str){out + at, DECIMAL_TEXT - 1 - at};
}

int decimal_compare_ratio(int64_t numerator, int64_t denominator, int64_t scale, struct decimal d)
{
    assert(denominator > 0 && scale > 0 && d.places <= DECIMAL_PLACES_MOST);
    wide limit = (wide)d.units * denominator, value = (wide)numerator * scale;
    if (__builtin_mul_overflow(value, (wide)power_of_ten(d.places), &value))
        return numerator > 0 ? 1 : -1; /* beyond 2^127, where no limit is */
    return (value > limit) - (value < limit);
}

int decimal_compare(struct decimal x, struct decimal y)
{
    return decimal_compare_ratio(x.units, power_of_ten(x.places), 1, y);
}

bool target_is_met(enum target_op op, int64_t numerator, int64_t denominator, int64_t scale,
                   struct decimal target)
{
    return order_meets(op, decimal_compare_ratio(numerator, denominator, scale, target));
}

bool order_meets(enum target_op op, int order)
{
    switch (op) {
    case TARGET_AT_LEAST:
        return order >= 0;
    case TARGET_OVER:
        return order > 0;
    case TARGET_AT_MOST:
        return order <= 0;
    case TARGET_UNDER:
        return order < 0;
    }
    return false;
}
