/* From the segments' rows, in the order of their loads, to the contacts of each person by day:
 * first it is found which rows a later row of the same contact key replaces (keys are hashed,
 * spread over buckets that fit the cache, and compared byte by byte where hashes are equal), then
 * rows are spread over the persons, each thread taking ranges of persons. */
#include "engine/snapshot_builder.h"

#include "core/checksum.h"
#include "engine/parallel.h"
#include "engine/sort_rows.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { BUCKET_ROWS = 16 * 1024, BUCKETS_MOST = 4096, RANGE_ROWS = 1024 * 1024, RANGES_MOST = 64 };

struct part {
    const struct segment_facts *of;
    const struct segment_part *columns;
    uint32_t first_row;
    uint32_t *bucket_at; /* by bucket: first the count of rows, then where the next one goes */
};
struct hashed {
    uint64_t hash;
    uint32_t row;
};
struct sorting {
    struct part *part;
    uint32_t parts, rows, buckets;
    uint32_t *who; /* by row: the person; SNAPSHOT_NOBODY where a later row replaces it */
    uint64_t *hash;
    struct hashed *spread; /* rows by bucket, in their order */
    uint32_t *bucket_first;
    uint32_t **table; /* by thread: for one bucket */
    uint32_t table_room;

    _Atomic uint32_t stranger; /* an identifier that nobody has; 0: none */

    const struct numbering *numbering;
    uint32_t ranges;
    uint32_t *first; /* by person; one more at the end */
    uint32_t *next;  /* by person: where the next row goes */
    struct sorted_contact *out;
};

static uint32_t bucket_of(const struct sorting *s, uint64_t hash)
{
    return (uint32_t)(hash >> 48) & (s->buckets - 1);
}

/* A part's rows: who they are of, what their keys' hashes are. */
static void look_up(void *state, unsigned thread, unsigned piece)
{
    struct sorting *s = state;
    struct part *part = &s->part[piece];
    const struct segment_part *p = part->columns;
    for (uint64_t i = 0; i < p->count; i++) {
        uint32_t identifier = p->identifier[i], row = part->first_row + (uint32_t)i;
        uint32_t person = snapshot_person_of(s->numbering, identifier);
        if (person == SNAPSHOT_NOBODY)
            atomic_store(&s->stranger, identifier);
        s->who[row] = person;
        struct str key = segment_key(p, i);
        s->hash[row] = checksum_of(key.at, key.len);
        part->bucket_at[bucket_of(s, s->hash[row])]++;
    }
}

static void spread(void *state, unsigned thread, unsigned piece)
{
    struct sorting *s = state;
    struct part *part = &s->part[piece];
    for (uint32_t i = 0, row = part->first_row; i < part->columns->count; i++, row++)
        s->spread[part->bucket_at[bucket_of(s, s->hash[row])]++] =
            (struct hashed){s->hash[row], row};
}

static struct str key_of_row(const struct sorting *s, uint32_t row)
{
    uint32_t low = 0, high = s->parts; /* the part is in [low, high) */
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (s->part[middle].first_row <= row)
            low = middle;
        else
            high = middle;
    }
    return segment_key(s->part[low].columns, row - s->part[low].first_row);
}

/* Of the rows of one key in the bucket only the last stays. */
static void keep_last(void *state, unsigned thread, unsigned bucket)
{
    struct sorting *s = state;
    const struct hashed *row = s->spread + s->bucket_first[bucket];
    uint32_t count = s->bucket_first[bucket + 1] - s->bucket_first[bucket];
    uint32_t *table = s->table[thread], room = 2;
    while (room < count * 2)
        room *= 2;
    memset(table, 0, room * sizeof *table);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t at = (uint32_t)row[i].hash & (room - 1);
        for (; table[at] != 0; at = (at + 1) & (room - 1)) {
            const struct hashed *earlier = &row[table[at] - 1];
            if (earlier->hash == row[i].hash &&
                str_eq(key_of_row(s, earlier->row), key_of_row(s, row[i].row))) {
                s->who[earlier->row] = SNAPSHOT_NOBODY;
                break;
            }
        }
        table[at] = i + 1;
    }
}

static void open_tables(struct sorting *s, struct arena *a, unsigned threads)
{
    uint32_t most = 0;
    for (uint32_t i = 0; i < s->buckets; i++) {
        uint32_t count = s->bucket_first[i + 1] - s->bucket_first[i];
        most = count > most ? count : most;
    }
    s->table_room = 2;
    while (s->table_room < most * 2)
        s->table_room *= 2;
    s->table = ARENA_NEW(a, uint32_t *, threads);
    for (unsigned i = 0; i < threads; i++)
        s->table[i] = ARENA_NEW(a, uint32_t, s->table_room);
}

/* Turns each part's counts into places: buckets one after another, in each the parts in order. */
static void place_buckets(struct sorting *s)
{
    uint32_t at = 0;
    for (uint32_t bucket = 0; bucket < s->buckets; bucket++) {
        s->bucket_first[bucket] = at;
        for (uint32_t i = 0; i < s->parts; i++) {
            uint32_t count = s->part[i].bucket_at[bucket];
            s->part[i].bucket_at[bucket] = at;
            at += count;
        }
    }
    s->bucket_first[s->buckets] = at;
}

static uint32_t range_first(const struct sorting *s, unsigned range)
{
    return (uint32_t)((uint64_t)s->numbering->persons * range / s->ranges);
}

static void count_range(void *state, unsigned thread, unsigned range)
{
    struct sorting *s = state;
    uint32_t from = range_first(s, range), size = range_first(s, range + 1) - from;
    uint32_t *count = s->first + from;
    for (uint32_t row = 0; row < s->rows; row++)
        if (s->who[row] - from < size)
            count[s->who[row] - from]++;
}

static struct sorted_contact contact_of(const struct sorting *s, const struct part *part,
                                        uint32_t i)
{
    const struct segment_part *p = part->columns;
    const struct numbering *n = s->numbering;
    uint32_t staff = p->staff[i];
    uint16_t minute = p->minute && p->minute[i] != SEGMENT_MINUTE_NONE ? p->minute[i] + 1 : 0;
    return (struct sorted_contact){.when = when_of(p->day[i], minute),
                                   .sought = p->sought ? p->sought[i] : SEGMENT_DAY_NONE,
                                   .shape = p->shape[i],
                                   .unit = (uint16_t)n->unit[part->of->unit[p->unit[i]]],
                                   .staff = staff ? 1 + n->staff[part->of->staff[staff - 1]] : 0};
}

static void fill_range(void *state, unsigned thread, unsigned range)
{
    struct sorting *s = state;
    uint32_t from = range_first(s, range), end = range_first(s, range + 1);
    for (uint32_t i = 0; i < s->parts; i++) {
        const struct part *part = &s->part[i];
        const uint32_t *who = s->who + part->first_row;
        for (uint32_t k = 0; k < part->columns->count; k++)
            if (who[k] - from < end - from)
                s->out[s->next[who[k]]++] = contact_of(s, part, k);
    }
    for (uint32_t p = from; p < end; p++)
        sort_rows(s->out + s->first[p], sizeof *s->out, s->first[p + 1] - s->first[p]);
}

static void open_parts(struct sorting *s, const struct snapshot_builder *b, struct arena *a)
{
    uint32_t parts = 0, row = 0;
    for (size_t i = 0; i < b->segment.count; i++)
        parts += ((const struct segment_facts *)bag_at(&b->segment, i))->segment->parts;
    s->rows = (uint32_t)b->rows;
    for (s->buckets = 1; s->buckets < BUCKETS_MOST && s->buckets * BUCKET_ROWS < s->rows;)
        s->buckets *= 2;
    s->part = ARENA_NEW(a, struct part, parts + 1);
    for (size_t i = 0; i < b->segment.count; i++) {
        const struct segment_facts *facts = bag_at(&b->segment, i);
        for (uint32_t k = 0; k < facts->segment->parts; k++) {
            const struct segment_part *columns = &facts->segment->part[k];
            s->part[s->parts++] =
                (struct part){facts, columns, row, ARENA_NEW(a, uint32_t, s->buckets)};
            row += (uint32_t)columns->count;
        }
    }
}

/* Afterwards `who` says of each row whose it is, or SNAPSHOT_NOBODY. */
static bool find_rows(struct sorting *s, struct arena *a, unsigned threads, struct err *err)
{
    s->who = ARENA_NEW(a, uint32_t, (size_t)s->rows + 1);
    s->hash = ARENA_NEW(a, uint64_t, (size_t)s->rows + 1);
    s->spread = ARENA_NEW(a, struct hashed, (size_t)s->rows + 1);
    s->bucket_first = ARENA_NEW(a, uint32_t, s->buckets + 1);
    parallel_run(threads, s->parts, look_up, s);
    uint32_t stranger = atomic_load(&s->stranger);
    if (stranger != 0)
        return FAIL(err, ERR_IO, "snapshot.person", "%u", (unsigned)stranger);
    place_buckets(s);
    parallel_run(threads, s->parts, spread, s);
    open_tables(s, a, threads);
    parallel_run(threads, s->buckets, keep_last, s);
    return true;
}

bool snapshot_sort_contacts(const struct snapshot_builder *b, struct arena *a,
                            const struct numbering *n, unsigned threads,
                            struct sorted_contacts *out, struct err *err)
{
    struct arena *own = arena_open(ARENA_BLOCK); /* for what is not handed on */
    struct sorting s = {.numbering = n, .ranges = threads};
    open_parts(&s, b, own);
    if (!find_rows(&s, own, threads, err)) {
        arena_close(own);
        return false;
    }
    s.ranges = s.ranges < s.rows / RANGE_ROWS ? s.rows / RANGE_ROWS : s.ranges;
    s.ranges = s.ranges > RANGES_MOST ? RANGES_MOST : s.ranges;
    s.first = ARENA_NEW(a, uint32_t, (size_t)n->persons + 1);
    s.next = ARENA_NEW(own, uint32_t, (size_t)n->persons + 1);
    parallel_run(threads, s.ranges, count_range, &s);
    uint32_t at = 0;
    for (uint32_t p = 0; p <= n->persons; p++) {
        uint32_t count = s.first[p];
        s.first[p] = s.next[p] = at;
        at += count;
    }
    s.out = arena_take(a, sizeof *s.out, COLFILE_ALIGN, (size_t)at + 1);
    parallel_run(threads, s.ranges, fill_range, &s);
    *out = (struct sorted_contacts){s.first, s.out};
    arena_close(own);
    return true;
}
