#include "engine/again.h"

#include "core/checksum.h"
#include "engine/contact_keys.h"
#include "engine/events_parts.h"

#include <string.h>

/* How the keys of so many rows are taken: in passes, each with the hashes that fall to it, and a
 * table with room for half as many again. */
struct passes {
    uint32_t count, room;
};
static struct passes passes_for(uint64_t rows, uint32_t table_rows)
{
    uint32_t most = table_rows > 0 ? table_rows : AGAIN_TABLE_ROWS;
    struct passes p = {.count = (uint32_t)(rows / most) + 1, .room = 64};
    while (p.room < rows / p.count * 3 / 2 + 2)
        p.room *= 2;
    return p;
}

static bool is_in(const struct passes *p, uint32_t pass, uint64_t hash)
{
    return p->count == 1 || (hash >> 40) % p->count == pass;
}

/* ---- contacts ---- */

enum fate { FATE_NEW, FATE_CORRECTED, FATE_SAME };
struct keys {
    struct contact_keys table;
    struct passes passes;
    uint32_t pass;
    uint8_t *fate; /* by slot */
    struct contacts_again found;
};

static uint16_t minute_of(const struct segment_part *p, uint32_t i)
{
    return p->minute ? p->minute[i] : SEGMENT_MINUTE_NONE;
}

static uint16_t sought_of(const struct segment_part *p, uint32_t i)
{
    return p->sought ? p->sought[i] : SEGMENT_DAY_NONE;
}

static bool same_staff(const struct contact_part *a, uint32_t i, const struct contact_part *b,
                       uint32_t k)
{
    uint32_t x = a->columns->staff[i], y = b->columns->staff[k];
    if (x == 0 || y == 0)
        return x == y;
    return hsaid_eq(&a->of->staff[x - 1], &b->of->staff[y - 1]);
}

/* All but the key. */
static bool says_same(const struct contact_part *a, uint32_t i, const struct contact_part *b,
                      uint32_t k)
{
    const struct segment_part *x = a->columns, *y = b->columns;
    return x->identifier[i] == y->identifier[k] && x->day[i] == y->day[k] &&
           x->shape[i] == y->shape[k] && minute_of(x, i) == minute_of(y, k) &&
           sought_of(x, i) == sought_of(y, k) &&
           hsaid_eq(&a->of->unit[x->unit[i]], &b->of->unit[y->unit[k]]) && same_staff(a, i, b, k);
}

/* Of the new segment's keys each with its last row. Keys that were made to meet in one pass find no
 * room: they are taken for new. */
static void put_keys(struct keys *k)
{
    struct contact_keys *t = &k->table;
    memset(t->slot, 0, t->room * sizeof *t->slot);
    memset(k->fate, FATE_NEW, t->room);
    t->used = 0;
    for (uint32_t i = 0; i < t->parts; i++) {
        const struct contact_part *part = &t->part[i];
        for (uint32_t row = 0; row < part->columns->count; row++) {
            struct str key = segment_key(part->columns, row);
            uint64_t hash = contact_keys_hash(key);
            if (!is_in(&k->passes, k->pass, hash))
                continue;
            struct contact_slot *slot = contact_keys_slot(t, key, hash);
            if (slot->row == 0 && t->used + 1 == t->room) {
                k->found.added++;
                continue;
            }
            t->used += slot->row == 0;
            *slot = contact_keys_entry(hash, part->first_row + row);
        }
    }
}

static void look_at_row(struct keys *k, const struct contact_part *part, uint32_t row)
{
    struct str key = segment_key(part->columns, row);
    uint64_t hash = contact_keys_hash(key);
    if (!is_in(&k->passes, k->pass, hash))
        return;
    const struct contact_slot *slot = contact_keys_slot(&k->table, key, hash);
    if (slot->row == 0)
        return;
    const struct contact_part *now = contact_keys_part(&k->table, slot->row - 1);
    bool same = says_same(now, slot->row - 1 - now->first_row, part, row);
    k->fate[slot - k->table.slot] = same ? FATE_SAME : FATE_CORRECTED;
}

static void look_at_segment(struct keys *k, const struct segment *s)
{
    for (uint32_t i = 0; i < s->parts; i++) {
        struct contact_part part = {s, &s->part[i], 0};
        for (uint32_t row = 0; row < part.columns->count; row++)
            look_at_row(k, &part, row);
    }
}

static void count_fates(struct keys *k)
{
    for (uint32_t i = 0; i < k->table.room; i++) {
        if (k->table.slot[i].row == 0)
            continue;
        k->found.added += k->fate[i] == FATE_NEW;
        k->found.corrected += k->fate[i] == FATE_CORRECTED;
        k->found.again += k->fate[i] == FATE_SAME;
    }
}

struct contacts_again contacts_count_again(const struct segment *now,
                                           const struct contacts_segments *before)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct keys k = {.passes = passes_for(now->rows, before->table_rows)};
    k.table.room = k.passes.room;
    k.table.parts = contact_keys_parts(a, &now, 1, &k.table.part);
    k.table.slot = ARENA_NEW(a, struct contact_slot, k.table.room);
    k.fate = ARENA_NEW(a, uint8_t, k.table.room);
    for (; k.pass < k.passes.count; k.pass++) {
        put_keys(&k);
        for (size_t i = 0; i < before->count; i++)
            look_at_segment(&k, before->segment[i]);
        count_fates(&k);
    }
    arena_close(a);
    return k.found;
}

/* ---- events ---- */

enum { HASHED_MOST = 1024 }; /* bytes of a row that are hashed; all fit */
struct alike {
    struct passes passes;
    uint32_t pass, used;
    uint64_t *slot;       /* hashes of the new segment's rows; 0: free */
    uint64_t *hit;        /* a bit for each slot */
    struct days_out days; /* that the new segment has rows on */
    bool any;
};

static size_t put_bytes(char *to, size_t at, const void *from, size_t bytes)
{
    if (at + bytes > HASHED_MOST)
        return at;
    if (bytes > 0)
        memcpy(to + at, from, bytes);
    return at + bytes;
}

static size_t put_column(char *to, size_t at, const struct events_part *p, unsigned column,
                         const struct table_column *c, uint64_t row)
{
    const struct column *from = &p->column[column];
    bool stands = from->count > 0;
    if (events_kept(c) == KEPT_WORD) {
        uint8_t word = stands ? ((const uint8_t *)from->at)[row] : (uint8_t)c->empty;
        return put_bytes(to, at, &word, sizeof word);
    }
    if (events_kept(c) == KEPT_MINUTE) {
        uint16_t minute = stands ? ((const uint16_t *)from->at)[row] : SEGMENT_MINUTE_NONE;
        return put_bytes(to, at, &minute, sizeof minute);
    }
    struct str text =
        stands ? events_text(p, ((const uint32_t *)from->at)[row]) : (struct str){"", 0};
    uint32_t len = (uint32_t)text.len;
    return put_bytes(to, put_bytes(to, at, &len, sizeof len), text.at, text.len);
}

/* Of what rows that are alike have in common; never 0. */
static uint64_t hash_of(const struct events *e, const struct events_part *p, uint64_t row,
                        struct day day)
{
    const struct table *t = &TABLES[e->table];
    char bytes[HASHED_MOST];
    size_t len = 0;
    len = put_bytes(bytes, len, &((const uint32_t *)p->column[0].at)[row], sizeof(uint32_t));
    len = put_bytes(bytes, len, &day.n, sizeof day.n);
    for (unsigned i = 0; i < t->columns; i++)
        if (t->column[i].what || events_kept(&t->column[i]) == KEPT_MINUTE)
            len = put_column(bytes, len, p, i, &t->column[i], row);
    uint64_t hash = checksum_of(bytes, len);
    return hash ? hash : 1;
}

/* Where the hash stands, or a free slot; there is one. */
static uint32_t slot_of(const struct alike *x, uint64_t hash)
{
    uint32_t at = (uint32_t)hash & (x->passes.room - 1);
    while (x->slot[at] != 0 && x->slot[at] != hash)
        at = (at + 1) & (x->passes.room - 1);
    return at;
}

/* Rows with a day that are of this pass, one after the other; false: no more. */
struct walk {
    const struct events *events;
    uint32_t part;
    uint64_t next, hash;
};
static bool next_row(struct walk *w, const struct alike *x, const struct days_out *out)
{
    for (; w->part < w->events->parts; w->part++, w->next = 0) {
        const struct events_part *p = &w->events->part[w->part];
        while (w->next < p->count) {
            uint64_t row = w->next++;
            struct day day = events_part_date(w->events->table, p, row);
            if (!days_out_has(&x->days, day) || (out && days_out_has(out, day)))
                continue;
            w->hash = hash_of(w->events, p, row, day);
            if (is_in(&x->passes, x->pass, w->hash))
                return true;
        }
    }
    return false;
}

static void put_rows(struct alike *x, const struct events *now)
{
    struct walk w = {.events = now};
    memset(x->slot, 0, x->passes.room * sizeof *x->slot);
    memset(x->hit, 0, (x->passes.room / 64) * sizeof *x->hit);
    x->used = 0;
    x->any = false;
    while (next_row(&w, x, NULL)) {
        uint32_t at = slot_of(x, w.hash);
        if (x->slot[at] == 0 && x->used + 1 == x->passes.room)
            continue; /* hashes that were made to meet in one pass */
        x->used += x->slot[at] == 0;
        x->slot[at] = w.hash;
    }
}

static void hit_rows(struct alike *x, const struct events_before *before)
{
    struct walk w = {.events = before->events};
    while (next_row(&w, x, before->out)) {
        uint32_t at = slot_of(x, w.hash);
        if (x->slot[at] == 0)
            continue;
        x->hit[at / 64] |= UINT64_C(1) << at % 64;
        x->any = true;
    }
}

static uint64_t count_hit(const struct alike *x, const struct events *now)
{
    struct walk w = {.events = now};
    uint64_t rows = 0;
    while (x->any && next_row(&w, x, NULL)) {
        uint32_t at = slot_of(x, w.hash);
        rows += x->hit[at / 64] >> at % 64 & 1;
    }
    return rows;
}

static void find_days(struct alike *x, const struct events *now)
{
    for (uint32_t i = 0; i < now->parts; i++)
        for (uint64_t row = 0; row < now->part[i].count; row++) {
            struct day day = events_part_date(now->table, &now->part[i], row);
            if (!day_is_none(day) && !days_out_has(&x->days, day))
                days_out_add(&x->days, day, day);
        }
}

uint64_t events_count_alike(const struct events *now, const struct events_segments *before)
{
    uint64_t rows = 0;
    if (before->count == 0)
        return 0;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct alike *x = ARENA_NEW(a, struct alike, 1);
    x->passes = passes_for(now->rows, before->table_rows);
    x->slot = ARENA_NEW(a, uint64_t, x->passes.room);
    x->hit = ARENA_NEW(a, uint64_t, x->passes.room / 64);
    find_days(x, now);
    for (; x->pass < x->passes.count; x->pass++) {
        put_rows(x, now);
        for (size_t i = 0; i < before->count; i++)
            hit_rows(x, &before->at[i]);
        rows += count_hit(x, now);
    }
    arena_close(a);
    return rows;
}
