#include "engine/contact_names.h"

#include "engine/contact_keys.h"
#include "engine/parallel.h"

/* ---- which rows there are ---- */

static uint32_t count_parts(const struct event_rows *rows)
{
    uint32_t parts = 0;
    for (size_t i = 0; i < rows->events.count; i++)
        parts += ((const struct events_facts *)bag_at(&rows->events, i))->events->parts;
    return parts;
}

/* The parts of a table that have the column. */
static void add_parts(struct contact_names *n, const struct event_rows *rows, uint8_t *form)
{
    for (size_t i = 0; i < rows->events.count; i++) {
        const struct events_facts *facts = bag_at(&rows->events, i);
        const struct table *t = &TABLES[facts->events->table];
        size_t contact = (size_t)(table_column(t, STR("contact")) - t->column);
        uint64_t row = 0;
        for (uint32_t k = 0; k < facts->events->parts; row += facts->events->part[k++].count) {
            const struct events_part *p = &facts->events->part[k];
            if (p->column[contact].count > 0)
                n->part[n->parts++] =
                    (struct naming_part){.columns = p,
                                         .shape = facts->shape + row,
                                         .contact = p->column[contact].at,
                                         .form = form + facts->first_row + row,
                                         .at = ARENA_NEW(n->own, uint64_t, n->buckets)};
        }
    }
}

/* The key that the row names; empty: none, or the row does not count. */
static struct str key_of(const struct naming_part *p, uint64_t row)
{
    if (p->shape[row] == EVENT_OUT)
        return (struct str){0};
    return events_text(p->columns, p->contact[row]);
}

static void count_part(void *state, unsigned thread, unsigned piece)
{
    struct contact_names *n = state;
    struct naming_part *p = &n->part[piece];
    for (uint64_t row = 0; row < p->columns->count; row++) {
        struct str key = key_of(p, row);
        if (key.len > 0)
            p->at[contact_bucket(contact_keys_hash(key), n->buckets)]++;
    }
}

struct contact_names contact_names_open(const struct snapshot_builder *b, struct arena *a,
                                        uint32_t buckets, struct named_forms *forms)
{
    struct contact_names n = {.own = arena_open(ARENA_BLOCK),
                              .pass = arena_open(ARENA_BLOCK),
                              .buckets = buckets,
                              .most = NAMES_MOST};
    uint32_t parts = 0;
    for (unsigned i = 0; i < NAMING_TABLES; i++)
        parts += count_parts(&b->event[i]);
    n.part = ARENA_NEW(n.own, struct naming_part, parts + 1);
    n.first_of = ARENA_NEW(n.own, uint64_t, (size_t)buckets + 1);
    for (unsigned i = 0; i < NAMING_TABLES; i++) {
        uint8_t *form = ARENA_NEW(a, uint8_t, b->event[i].rows + 1);
        add_parts(&n, &b->event[i], form);
        forms->of[i] = form;
    }
    return n;
}

void contact_names_count(struct contact_names *n, unsigned threads)
{
    parallel_run(threads, n->parts, count_part, n);
}

void contact_names_close(struct contact_names *n)
{
    arena_close(n->pass);
    arena_close(n->own);
}

/* ---- passes ---- */

static void spread_part(void *state, unsigned thread, unsigned piece)
{
    struct contact_names *n = state;
    struct naming_part *p = &n->part[piece];
    for (uint32_t row = 0; row < p->columns->count; row++) {
        struct str key = key_of(p, row);
        if (key.len == 0)
            continue;
        uint64_t hash = contact_keys_hash(key);
        uint32_t bucket = contact_bucket(hash, n->buckets);
        if (bucket - n->first < n->end - n->first)
            n->name[p->at[bucket]++] = (struct contact_name){hash, piece, row};
    }
}

/* Where the bucket's names go, part by part; how many there are. */
static uint64_t place(struct contact_names *n, uint32_t bucket, uint64_t first)
{
    uint64_t at = first;
    for (uint32_t i = 0; i < n->parts; i++) {
        uint64_t count = n->part[i].at[bucket];
        n->part[i].at[bucket] = at;
        at += count;
    }
    return at - first;
}

bool contact_names_next(struct contact_names *n, unsigned threads)
{
    uint64_t names = 0;
    n->first = n->end;
    if (n->first == n->buckets)
        return false;
    while (n->end < n->buckets && (names < n->most || n->parts == 0)) {
        n->first_of[n->end - n->first] = names;
        names += place(n, n->end++, names);
    }
    n->first_of[n->end - n->first] = names;
    arena_reset(n->pass);
    n->name = ARENA_NEW(n->pass, struct contact_name, names + 1);
    if (names > 0)
        parallel_run(threads, n->parts, spread_part, n);
    return true;
}
