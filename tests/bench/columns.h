/* tests/bench/columns.h - reading the columns that Ko05L touches, which is the floor of whatever is
 * made of them. */
#ifndef TESTS_BENCH_COLUMNS_H
#define TESTS_BENCH_COLUMNS_H
#include "engine/snapshot.h"

struct reading {
    uint64_t sum, bytes;
};

static inline void add_column(struct reading *r, const void *at, size_t size)
{
    const uint64_t *word = at;
    uint64_t sum = 0;
    for (size_t i = 0; i < size / sizeof *word; i++)
        sum += word[i];
    r->sum += sum;
    r->bytes += size;
}

/* Every byte of the columns that Ko05L touches, once, on one thread. */
static inline struct reading read_columns(const struct snapshot *s)
{
    const struct snapshot_contacts *c = &s->contacts;
    const struct snapshot_listings *l = &s->listings;
    size_t rows = c->count, persons = s->persons, listings = l->count;
    struct reading r = {0};
    add_column(&r, c->first, persons * 4);
    add_column(&r, c->day, rows * 2);
    add_column(&r, c->unit.at, rows * c->unit.width);
    add_column(&r, c->staff.at, rows * c->staff.width);
    add_column(&r, c->shape.at, rows * c->shape.width);
    add_column(&r, l->first, persons * 4);
    add_column(&r, l->unit, listings * 2);
    add_column(&r, l->from, listings * 2);
    add_column(&r, l->to, listings * 2);
    add_column(&r, l->basis, listings);
    return r;
}
#endif
