#include "engine/sort_rows.h"

#include "core/base.h"

#include <stdlib.h>

static int by_number(const void *x, const void *y)
{
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return (a > b) - (a < b);
}

/* The order and the place before sorting in one number: equals keep their order. */
void sort_many_rows(void *rows, size_t size, uint32_t count)
{
    unsigned char *row = rows;
    struct arena *a = arena_open((size_t)count * (size + sizeof(uint64_t)));
    unsigned char *before = arena_take(a, size, sizeof(uint64_t), count);
    uint64_t *key = ARENA_NEW(a, uint64_t, count);
    memcpy(before, row, size * count);
    for (uint32_t i = 0; i < count; i++)
        key[i] = (uint64_t)row_when(row + i * size) << 32 | i;
    qsort(key, count, sizeof *key, by_number);
    for (uint32_t i = 0; i < count; i++)
        memcpy(row + i * size, before + (uint32_t)key[i] * size, size);
    arena_close(a);
}
