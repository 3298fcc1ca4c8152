#include "publish/computable.h"

#include <string.h>

/* Elimination modulo the prime 2^61 - 1. The sums' coefficients are 0, 1 and -1; a subdeterminant
 * that is not 0 would have to be a multiple of the prime for the answer to differ from that of
 * exact fractions. */
static const uint64_t PRIME = (UINT64_C(1) << 61) - 1;
__extension__ typedef unsigned __int128 wide;

static uint64_t times(uint64_t a, uint64_t b)
{
    return (uint64_t)((wide)a * b % PRIME);
}

static uint64_t inverse(uint64_t a)
{
    uint64_t result = 1;
    for (uint64_t power = PRIME - 2; power > 0; power >>= 1, a = times(a, a))
        if (power & 1)
            result = times(result, a);
    return result;
}

/* The hidden cells are the unknowns. */
struct system {
    uint64_t *at; /* rows × columns */
    size_t rows, columns;
    uint32_t *cell; /* of each column */
};

static struct system system_of(struct arena *a, const struct cell_sum *sum, size_t sums,
                               const bool *hidden, uint32_t cells)
{
    uint32_t *column = ARENA_NEW(a, uint32_t, cells);
    struct system s = {.rows = sums, .cell = ARENA_NEW(a, uint32_t, cells)};
    for (uint32_t i = 0; i < cells; i++)
        if (hidden[i]) {
            column[i] = (uint32_t)s.columns;
            s.cell[s.columns++] = i;
        }
    s.at = ARENA_NEW(a, uint64_t, sums * s.columns);
    for (size_t r = 0; r < sums; r++)
        for (size_t k = 0; k < sum[r].count; k++)
            if (hidden[sum[r].cell[k]])
                s.at[r * s.columns + column[sum[r].cell[k]]] = k == 0 ? PRIME - 1 : 1;
    return s;
}

static void clear_column(struct system *s, size_t pivot_row, size_t column)
{
    const uint64_t *pivot = s->at + pivot_row * s->columns;
    for (size_t r = 0; r < s->rows; r++) {
        uint64_t *row = s->at + r * s->columns;
        if (r == pivot_row || row[column] == 0)
            continue;
        uint64_t factor = PRIME - row[column];
        for (size_t c = column; c < s->columns; c++)
            row[c] = (row[c] + times(factor, pivot[c])) % PRIME;
    }
}

/* To reduced row echelon form; returns the rank: the rows that are left, on top. */
static size_t eliminate(struct system *s)
{
    size_t rank = 0;
    for (size_t column = 0; column < s->columns && rank < s->rows; column++) {
        size_t r = rank;
        while (r < s->rows && s->at[r * s->columns + column] == 0)
            r++;
        if (r == s->rows)
            continue;
        uint64_t *pivot = s->at + rank * s->columns, *found = s->at + r * s->columns;
        for (size_t c = column; c < s->columns && r != rank; c++) {
            uint64_t held = pivot[c];
            pivot[c] = found[c];
            found[c] = held;
        }
        uint64_t scale = inverse(pivot[column]);
        for (size_t c = column; c < s->columns; c++)
            pivot[c] = times(pivot[c], scale);
        clear_column(s, rank, column);
        rank++;
    }
    return rank;
}

/* A row with one unknown left says what that unknown is. */
bool computable_find(struct arena *a, const struct cell_sum *sum, size_t sums, const bool *hidden,
                     uint32_t cells, uint32_t *found)
{
    struct system s = system_of(a, sum, sums, hidden, cells);
    size_t rank = eliminate(&s);
    uint32_t first = UINT32_MAX;
    for (size_t r = 0; r < rank; r++) {
        size_t unknowns = 0, last = 0;
        for (size_t c = 0; c < s.columns; c++)
            if (s.at[r * s.columns + c] != 0) {
                unknowns++;
                last = c;
            }
        if (unknowns == 1 && s.cell[last] < first)
            first = s.cell[last];
    }
    if (first == UINT32_MAX)
        return false;
    *found = first;
    return true;
}
