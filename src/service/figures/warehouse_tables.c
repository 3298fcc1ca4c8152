#include "service/figures/warehouse_tables.h"

#include "service/figures/segments.h"
#include "store/instance_store.h"

struct looking {
    const struct instance *in;
    struct arena *arena;
    struct segments segments;
    struct warehouse_table *table;
};

static bool note_size(struct looking *k, const struct load_segment *s, uint64_t *bytes,
                      struct err *err)
{
    struct file_map map;
    struct err why = {0};
    const char *path = segments_path(k->in, k->arena, s);
    if (!file_map(path, &map, &why)) {
        if (why.kind == ERR_MISSING)
            return FAIL(err, ERR_IO, "warehouse.segment_missing", "%.150s (%lld)", path,
                        (long long)s->load);
        *err = why;
        return false;
    }
    *bytes += map.size;
    file_unmap(&map);
    return true;
}

/* Events of days that a later load replaced do not count. */
static bool count_events(struct looking *k, const struct load_segment *s, uint64_t *counted,
                         struct err *err)
{
    struct days_out out = {{0}};
    struct events e;
    if (!segments_days_out(&k->segments, s, &out)) {
        *counted += s->rows;
        return true;
    }
    struct arena *a = arena_open(ARENA_BLOCK);
    bool good = segments_open_events(k->in, a, s, &e, err);
    if (good) {
        for (uint32_t i = 0; i < e.parts; i++)
            for (uint64_t row = 0; row < e.part[i].count; row++) {
                struct day day = events_part_date(e.table, &e.part[i], row);
                *counted += !days_out_has(&out, day);
            }
        events_close(&e);
    }
    arena_close(a);
    return good;
}

static bool take(struct looking *k, const struct load_segment *s, struct err *err)
{
    struct warehouse_table *t = &k->table[s->table];
    if (!note_size(k, s, &t->bytes, err))
        return false;
    t->segments++;
    t->rows += s->rows;
    if (!day_is_none(s->first) && (day_is_none(t->first) || s->first.n < t->first.n))
        t->first = s->first;
    if (!day_is_none(s->last) && (day_is_none(t->last) || s->last.n > t->last.n))
        t->last = s->last;
    return s->table == TABLE_CONTACTS || count_events(k, s, &t->counted, err);
}

static bool count_contacts(struct looking *k, uint64_t *counted, struct err *err)
{
    size_t count = 0, room = k->segments.count + 1;
    struct segment *opened = ARENA_NEW(k->arena, struct segment, room);
    const struct segment **segment = ARENA_NEW(k->arena, const struct segment *, room);
    struct contacts_replaced replaced;
    bool good = true;
    for (size_t i = 0; good && i < k->segments.count; i++) {
        const struct load_segment *s = &k->segments.at[i];
        if (s->table != TABLE_CONTACTS)
            continue;
        good = segments_open_contacts(k->in, k->arena, s, &opened[count], err);
        if (good) {
            segment[count] = &opened[count];
            count++;
        }
    }
    struct contacts_segments of = {.segment = segment, .count = count};
    if (good && contacts_find_replaced(k->arena, &of, &replaced, err))
        *counted = replaced.rows - replaced.replaced;
    else
        good = false;
    for (size_t i = 0; i < count; i++)
        segment_close(&opened[i]);
    return good;
}

static bool take_all(struct looking *k, const struct snapshot *now, struct err *err)
{
    int64_t position = 0;
    if (!position_now(k->in->db, &position, err) ||
        !segments_read(k->in, k->arena, 0, &k->segments, err))
        return false;
    for (size_t i = 0; i < k->segments.count; i++)
        if (!take(k, &k->segments.at[i], err))
            return false;
    uint64_t *contacts = &k->table[TABLE_CONTACTS].counted;
    if (now && now->origin.position == position)
        *contacts = now->contacts.count;
    else if (!count_contacts(k, contacts, err))
        return false;
    return true;
}

bool warehouse_tables(const struct instance *in, const struct snapshot *now,
                      struct warehouse_table out[TABLE_COUNT], struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct looking k = {.in = in, .arena = a, .table = out};
    for (unsigned i = 0; i < TABLE_COUNT; i++)
        out[i] = (struct warehouse_table){.first = DAY_NONE, .last = DAY_NONE};
    bool good = take_all(&k, now, err);
    arena_close(a);
    return good;
}
