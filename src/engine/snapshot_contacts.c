/* From the segments' rows, in the order of their loads, to the contacts of each person by day:
 * first it is found which rows a later row of the same contact key replaces, and which contacts
 * diagnoses and procedures name (keys are hashed, spread over buckets that fit the cache, and
 * compared byte by byte where hashes are equal), then rows are spread over the persons. */
#include "engine/contact_keys.h"
#include "engine/contact_names.h"
#include "engine/parallel.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { BUCKET_ROWS = 16 * 1024, BUCKETS_MOST = 4096 };

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
    struct contact_names names; /* of diagnoses and procedures */
    struct person_rows persons;
    struct sorted_contact *out;
};

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
        s->hash[row] = contact_keys_hash(key);
        part->bucket_at[contact_bucket(s->hash[row], s->buckets)]++;
    }
}

static void spread(void *state, unsigned thread, unsigned piece)
{
    struct sorting *s = state;
    struct part *part = &s->part[piece];
    for (uint32_t i = 0, row = part->first_row; i < part->columns->count; i++, row++)
        s->spread[part->bucket_at[contact_bucket(s->hash[row], s->buckets)]++] =
            (struct hashed){s->hash[row], row};
}

static const struct part *part_of_row(const struct sorting *s, uint32_t row)
{
    uint32_t low = 0, high = s->parts; /* the part is in [low, high) */
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (s->part[middle].first_row <= row)
            low = middle;
        else
            high = middle;
    }
    return &s->part[low];
}

static struct str key_of_row(const struct sorting *s, uint32_t row)
{
    const struct part *part = part_of_row(s, row);
    return segment_key(part->columns, row - part->first_row);
}

/* A table of a bucket's keys: of each the row that came last. */
struct bucket {
    const struct hashed *row;
    uint32_t *slot; /* 1 + index of `row`; 0: free */
    uint32_t room;  /* a power of two */
};

/* The key's slot; `row` of the contacts has it, or else `key` is it. */
static uint32_t *slot_of(const struct sorting *s, const struct bucket *b, uint64_t hash,
                         const struct hashed *row, struct str key)
{
    uint32_t at = (uint32_t)hash & (b->room - 1);
    for (; b->slot[at] != 0; at = (at + 1) & (b->room - 1)) {
        const struct hashed *earlier = &b->row[b->slot[at] - 1];
        if (earlier->hash == hash &&
            str_eq(key_of_row(s, earlier->row), row ? key_of_row(s, row->row) : key))
            break;
    }
    return &b->slot[at];
}

/* Of the rows of one key in the bucket only the last stays. */
static void keep_last(struct sorting *s, struct bucket *b, uint32_t count)
{
    while (b->room < count * 2)
        b->room *= 2;
    memset(b->slot, 0, b->room * sizeof *b->slot);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t *slot = slot_of(s, b, b->row[i].hash, &b->row[i], (struct str){0});
        if (*slot != 0)
            s->who[b->row[*slot - 1].row] = SNAPSHOT_NOBODY;
        *slot = i + 1;
    }
}

/* The form of the contact that a row names, which is one of the bucket or nowhere. */
static void find_form(const struct sorting *s, const struct bucket *b,
                      const struct contact_name *name)
{
    uint32_t slot = *slot_of(s, b, name->hash, NULL, contact_name_key(&s->names, name));
    if (slot == 0)
        return;
    uint32_t row = b->row[slot - 1].row;
    const struct part *part = part_of_row(s, row);
    enum form form = shape_unpack(part->columns->shape[row - part->first_row]).form;
    s->names.part[name->part].form[name->row] = (uint8_t)(1U << form);
}

static void join_bucket(void *state, unsigned thread, unsigned piece)
{
    struct sorting *s = state;
    uint32_t bucket = s->names.first + piece, first = s->bucket_first[bucket];
    struct bucket b = {.row = s->spread + first, .slot = s->table[thread], .room = 2};
    keep_last(s, &b, s->bucket_first[bucket + 1] - first);
    for (uint64_t i = s->names.first_of[piece]; i < s->names.first_of[piece + 1]; i++)
        find_form(s, &b, &s->names.name[i]);
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
    const struct person_rows *p = &s->persons;
    uint32_t from = person_rows_range(p, range), end = person_rows_range(p, range + 1);
    for (uint32_t i = 0; i < s->parts; i++) {
        const struct part *part = &s->part[i];
        const uint32_t *who = s->who + part->first_row;
        for (uint32_t k = 0; k < part->columns->count; k++)
            if (who[k] - from < end - from)
                s->out[p->next[who[k]]++] = contact_of(s, part, k);
    }
    for (uint32_t i = from; i < end; i++)
        sort_rows(s->out + p->first[i], sizeof *s->out, p->first[i + 1] - p->first[i]);
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
static bool find_rows(struct sorting *s, unsigned threads, struct err *err)
{
    struct arena *own = arena_open(ARENA_BLOCK); /* given back before rows are sorted */
    s->hash = ARENA_NEW(own, uint64_t, (size_t)s->rows + 1);
    s->spread = ARENA_NEW(own, struct hashed, (size_t)s->rows + 1);
    s->bucket_first = ARENA_NEW(own, uint32_t, s->buckets + 1);
    parallel_run(threads, s->parts, look_up, s);
    uint32_t stranger = atomic_load(&s->stranger);
    if (stranger == 0) {
        place_buckets(s);
        parallel_run(threads, s->parts, spread, s);
        open_tables(s, own, threads);
        contact_names_count(&s->names, threads);
        while (contact_names_next(&s->names, threads))
            parallel_run(threads, s->names.end - s->names.first, join_bucket, s);
    }
    arena_close(own);
    return stranger == 0 || FAIL(err, ERR_IO, "snapshot.person", "%u", (unsigned)stranger);
}

bool snapshot_sort_contacts(const struct snapshot_builder *b, struct arena *a,
                            const struct numbering *n, unsigned threads,
                            struct sorted_contacts *out, struct err *err)
{
    struct arena *own = arena_open(ARENA_BLOCK); /* for what is not handed on */
    struct sorting s = {.numbering = n};
    open_parts(&s, b, own);
    s.who = ARENA_NEW(own, uint32_t, (size_t)s.rows + 1);
    s.names = contact_names_open(b, a, s.buckets, &out->named);
    bool good = find_rows(&s, threads, err);
    contact_names_close(&s.names);
    if (good) {
        s.persons = (struct person_rows){.who = s.who, .rows = s.rows, .persons = n->persons};
        person_rows_count(&s.persons, a, own, threads);
        uint32_t count = s.persons.first[n->persons];
        s.out = arena_take(a, sizeof *s.out, COLFILE_ALIGN, (size_t)count + 1);
        parallel_run(threads, s.persons.ranges, fill_range, &s);
        out->first = s.persons.first;
        out->row = s.out;
    }
    arena_close(own);
    return good;
}
