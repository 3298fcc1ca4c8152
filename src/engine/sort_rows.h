/* engine/sort_rows.h - from rows in any order to those of each person by day and
 * minute: counted, placed by who fills them in, sorted. What is alike in day and
 * minute keeps its order. Persons are cut in ranges, each the work of one thread.
 * A row is any struct whose first member is its `when`. */
#ifndef ENGINE_SORT_ROWS_H
#define ENGINE_SORT_ROWS_H
#include "core/base.h"

#include <assert.h>
#include <string.h>

enum { SORT_ROWS_FEW = 128, SORT_ROWS_SIZE = 32 }; /* bytes of a row at the most */

static const uint32_t SNAPSHOT_NOBODY = UINT32_MAX;
struct person_rows {
    const uint32_t *who; /* by row: its person; SNAPSHOT_NOBODY: it is left out */
    uint32_t rows, persons, ranges;
    uint32_t *first; /* by person: its first place; one more at the end */
    uint32_t *next;  /* by person: where its next row goes; each range fills in its own */
};
/* Counts the rows of each person: `first` in `a`, `next` in `own`. */
void person_rows_count(struct person_rows *p, struct arena *a, struct arena *own, unsigned threads);
static inline uint32_t person_rows_range(const struct person_rows *p, unsigned range)
{
    return (uint32_t)((uint64_t)p->persons * range / p->ranges);
}

/* minute: 0 none, else 1 + minute of the day. */
static inline uint32_t when_of(uint16_t day, uint16_t minute)
{
    return (uint32_t)day << 16 | minute;
}
static inline uint16_t when_day(uint32_t when)
{
    return (uint16_t)(when >> 16);
}
static inline uint16_t when_minute(uint32_t when)
{
    return (uint16_t)when;
}

void sort_many_rows(void *row, size_t size, uint32_t count);

static inline uint32_t row_when(const unsigned char *row)
{
    uint32_t when;
    memcpy(&when, row, sizeof when);
    return when;
}

/* Rows of a person are few and come nearly in order: insertion, compiled for each size. */
static inline void sort_rows(void *rows, size_t size, uint32_t count)
{
    unsigned char *row = rows, moved[SORT_ROWS_SIZE];
    assert(size <= sizeof moved);
    if (count > SORT_ROWS_FEW) {
        sort_many_rows(rows, size, count);
        return;
    }
    for (uint32_t i = 1; i < count; i++) {
        uint32_t when = row_when(row + i * size), at = i;
        if (row_when(row + (i - 1) * size) <= when)
            continue;
        memcpy(moved, row + i * size, size);
        for (; at > 0 && row_when(row + (at - 1) * size) > when; at--)
            memcpy(row + at * size, row + (at - 1) * size, size);
        memcpy(row + at * size, moved, size);
    }
}
#endif
