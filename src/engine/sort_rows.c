#include "engine/sort_rows.h"

#include "engine/parallel.h"

#include <stdlib.h>

enum { RANGE_ROWS = 1024 * 1024, RANGES_MOST = 64 };

static void count_range(void *state, unsigned thread, unsigned range)
{
    struct person_rows *p = state;
    uint32_t from = person_rows_range(p, range), size = person_rows_range(p, range + 1) - from;
    uint32_t *count = p->first + from;
    for (uint32_t row = 0; row < p->rows; row++)
        if (p->who[row] - from < size)
            count[p->who[row] - from]++;
}

void person_rows_count(struct person_rows *p, struct arena *a, struct arena *own, unsigned threads)
{
    uint32_t at = 0;
    p->ranges = threads < p->rows / RANGE_ROWS ? p->rows / RANGE_ROWS : threads;
    p->ranges = p->ranges > RANGES_MOST ? RANGES_MOST : p->ranges;
    p->first = ARENA_NEW(a, uint32_t, (size_t)p->persons + 1);
    p->next = ARENA_NEW(own, uint32_t, (size_t)p->persons + 1);
    parallel_run(threads, p->ranges, count_range, p);
    for (uint32_t i = 0; i <= p->persons; i++) {
        uint32_t count = p->first[i];
        p->first[i] = p->next[i] = at;
        at += count;
    }
}

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
