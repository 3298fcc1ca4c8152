#include "core/sorted.h"

#include <string.h>

static int64_t number_at(const struct sorted *s, size_t i)
{
    int64_t number;
    memcpy(&number, (const char *)s->row + i * s->size + s->at, sizeof number);
    return number;
}

size_t sorted_first(const struct sorted *s, int64_t number)
{
    size_t low = 0, high = s->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (number_at(s, middle) < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low < s->count && number_at(s, low) == number ? low : s->count;
}
