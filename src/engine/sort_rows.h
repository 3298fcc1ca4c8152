/* engine/sort_rows.h - sorts a person's rows by day and minute; rows that are alike
 * in both keep their order. A row is any struct whose first member is its `when`. */
#ifndef ENGINE_SORT_ROWS_H
#define ENGINE_SORT_ROWS_H
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { SORT_ROWS_FEW = 128, SORT_ROWS_SIZE = 32 }; /* bytes of a row at the most */

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
