#include "engine/oracle_number.h"

#include <assert.h>
#include <string.h>

static bool is_zero(const struct plain_number *x)
{
    for (unsigned i = 0; i < PLAIN_DIGITS; i++)
        if (x->digit[i] != 0)
            return false;
    return true;
}

static int compare_digits(const struct plain_number *x, const struct plain_number *y)
{
    for (unsigned i = PLAIN_DIGITS; i-- > 0;)
        if (x->digit[i] != y->digit[i])
            return x->digit[i] < y->digit[i] ? -1 : 1;
    return 0;
}

bool plain_read(struct str text, struct plain_number *out)
{
    struct plain_number n = {0};
    size_t at = 0, whole = 0;
    while (at < text.len && (text.at[at] == '<' || text.at[at] == '>' || text.at[at] == '='))
        at++;
    if (at < text.len && text.at[at] == '-') {
        n.is_negative = true;
        at++;
    }
    while (at + whole < text.len && text.at[at + whole] >= '0' && text.at[at + whole] <= '9')
        whole++;
    if (whole == 0 || whole > 12)
        return false;
    for (size_t i = 0; i < whole; i++)
        n.digit[PLAIN_PLACES + whole - 1 - i] = (uint8_t)(text.at[at + i] - '0');
    at += whole;
    if (at < text.len) {
        if (text.at[at] != '.' || at + 1 == text.len || text.len - at - 1 > 9)
            return false;
        for (size_t i = at + 1; i < text.len; i++) {
            if (text.at[i] < '0' || text.at[i] > '9')
                return false;
            n.digit[PLAIN_PLACES - (i - at)] = (uint8_t)(text.at[i] - '0');
        }
    }
    *out = n;
    return true;
}

struct plain_number plain_decimal(struct decimal d)
{
    struct plain_number n = {.is_negative = d.units < 0};
    uint64_t rest = d.units < 0 ? 0 - (uint64_t)d.units : (uint64_t)d.units;
    for (unsigned i = PLAIN_PLACES - d.places; rest > 0; rest /= 10)
        n.digit[i++] = (uint8_t)(rest % 10);
    return n;
}

struct plain_number plain_product(const struct plain_number *x, const struct plain_number *y)
{
    struct plain_number n = {.is_negative = x->is_negative != y->is_negative};
    uint32_t column[2 * PLAIN_DIGITS] = {0}, carried = 0;
    for (unsigned i = 0; i < PLAIN_DIGITS; i++)
        for (unsigned k = 0; x->digit[i] != 0 && k < PLAIN_DIGITS; k++)
            column[i + k] += (uint32_t)x->digit[i] * y->digit[k];
    for (unsigned i = 0; i < 2 * PLAIN_DIGITS; i++) {
        column[i] += carried;
        carried = column[i] / 10;
        column[i] %= 10;
        bool is_kept = i >= PLAIN_PLACES && i - PLAIN_PLACES < PLAIN_DIGITS;
        assert(is_kept || column[i] == 0);
        if (is_kept)
            n.digit[i - PLAIN_PLACES] = (uint8_t)column[i];
    }
    return n;
}

struct plain_number plain_sum(const struct plain_number *x, const struct plain_number *y)
{
    struct plain_number n = {0};
    bool same_sign = x->is_negative == y->is_negative;
    if (!same_sign && compare_digits(x, y) < 0) {
        const struct plain_number *greater = y;
        y = x;
        x = greater;
    }
    n.is_negative = x->is_negative;
    int carried = 0;
    for (unsigned i = 0; i < PLAIN_DIGITS; i++) {
        int digit = x->digit[i] + (same_sign ? y->digit[i] : -y->digit[i]) + carried;
        carried = digit < 0 ? -1 : digit / 10;
        n.digit[i] = (uint8_t)(digit - carried * 10);
    }
    assert(carried == 0);
    return n;
}

int plain_compare(const struct plain_number *x, const struct plain_number *y)
{
    if (is_zero(x) && is_zero(y))
        return 0;
    if (x->is_negative != y->is_negative)
        return x->is_negative ? -1 : 1;
    return x->is_negative ? compare_digits(y, x) : compare_digits(x, y);
}

struct str plain_text(struct arena *a, const struct plain_number *x)
{
    char text[PLAIN_DIGITS + 3];
    size_t len = 0;
    unsigned top = PLAIN_DIGITS - 1, low = 0;
    while (top > PLAIN_PLACES && x->digit[top] == 0)
        top--;
    while (low < PLAIN_PLACES && x->digit[low] == 0)
        low++;
    if (x->is_negative)
        text[len++] = '-';
    for (unsigned i = top + 1; i-- > low;) {
        if (i + 1 == PLAIN_PLACES)
            text[len++] = '.';
        text[len++] = (char)('0' + x->digit[i]);
    }
    return str_copy(a, (struct str){text, len});
}
