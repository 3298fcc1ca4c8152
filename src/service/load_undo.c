#include "service/load_undo.h"

#include "core/checksum.h"
#include "domain/identity_merge.h"
#include "service/load_parts.h"
#include "service/segments.h"
#include "service/work.h"
#include "store/instance_store.h"
#include "store/person_store.h"
#include "store/staff_store.h"

#include <stdlib.h>
#include <string.h>

struct undoing {
    struct load load; /* what is known, before and after */
    int64_t position; /* that the load was recorded at */
    bool forgets;     /* somebody was known before of whom nothing is stated any more */
};

/* What was merged with others cannot be told from them. */
static bool not_merged(struct db *db, int64_t load, struct err *err)
{
    int64_t merged = 0;
    return load_merged_at(db, load, &merged, err) &&
           (merged == 0 || FAIL(err, ERR_CONFLICT, "load.compacted", "%lld", (long long)load));
}

/* A load stands in the way: one that can be taken back first, or one that cannot. */
static bool conflict(struct db *db, const char *code, int64_t load, struct err *err)
{
    return not_merged(db, load, err) &&
           err_set(err, ERR_CONFLICT, code, __FILE__, "%lld", (long long)load);
}

/* By the position of the change that stands in the way. */
static bool conflict_at(struct undoing *u, const char *code, int64_t position, struct err *err)
{
    int64_t load = 0;
    if (!load_at(u->load.db, position, &load, err))
        return false;
    if (load != 0)
        return conflict(u->load.db, code, load, err);
    return err_set(err, ERR_CONFLICT, code, __FILE__, "change %lld", (long long)position);
}

/* ---- the registry ---- */

static bool take_back(struct undoing *u, int64_t now, struct err *err)
{
    struct db *db = u->load.db;
    for (unsigned i = 0; i < TABLE_COUNT; i++) {
        struct load_later later = {0};
        enum table_id table = (enum table_id)i;
        if (TABLES[i].home != HOME_REGISTRY)
            continue;
        if (!load_find_later(db, table, u->position, &later, err))
            return false;
        if (later.position != 0)
            return conflict_at(u, "load.touched", later.position, err);
        if (later.load != 0)
            return conflict(db, "load.touched", later.load, err);
        if (!load_take_back(db, table, u->position, now, err))
            return false;
    }
    int64_t orphan = 0;
    if (!load_orphan(db, &orphan, err))
        return false;
    return orphan == 0 || conflict_at(u, "load.needed", orphan, err);
}

/* What is stated of it now, beside what was. */
static bool know_again(void *state, const struct identifier_now *row, struct err *err)
{
    struct undoing *u = state;
    struct known_identifier *e = known_identifier(&u->load.identifiers, row->id - 1);
    u->forgets |= e->known && !row->stated;
    e->known = row->stated;
    e->replaced_by = row->replaced_by != 0 ? row->replaced_by - 1 : IDENTITY_NONE;
    return true;
}

/* What holds again and what was said later replace each other in a circle: the later load must go
 * first. */
static bool circle(struct undoing *u, int64_t now, struct err *err)
{
    int64_t position = 0;
    return load_last_replacing(u->load.db, now, &position, err) &&
           conflict_at(u, "load.touched", position, err);
}

static bool settle_people(struct undoing *u, int64_t now, struct err *err)
{
    struct load *l = &u->load;
    l->has_people = true;
    struct err why = {0};
    if (!identifier_each(l->db, (struct identifier_reader){u, know_again}, err))
        return false;
    if (!load_settle_keys(l, &why)) {
        if (strcmp(why.code, "identity.circle") == 0)
            return circle(u, now, err);
        *err = why;
        return false;
    }
    return load_write_people(l, now, err) && stage_touch_position(l->db, now, err) &&
           load_make_effects(l, err);
}

/* ---- the warehouse ---- */

/* A key of a contact as a number: two that differ are the same once in 2^64. */
struct keys {
    uint64_t *at;
    size_t count;
};

static int by_number(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static uint64_t key_of(const struct segment_part *p, uint64_t row)
{
    struct str key = segment_key(p, row);
    return checksum_of(key.at, key.len);
}

static void take_keys(struct arena *a, const struct segment *s, struct keys *out)
{
    *out = (struct keys){ARENA_NEW(a, uint64_t, s->rows), 0};
    for (uint32_t i = 0; i < s->parts; i++)
        for (uint64_t row = 0; row < s->part[i].count; row++)
            out->at[out->count++] = key_of(&s->part[i], row);
    qsort(out->at, out->count, sizeof *out->at, by_number);
}

static bool shares_key(const struct keys *k, const struct segment *s)
{
    for (uint32_t i = 0; k->count > 0 && i < s->parts; i++)
        for (uint64_t row = 0; row < s->part[i].count; row++) {
            uint64_t key = key_of(&s->part[i], row);
            if (bsearch(&key, k->at, k->count, sizeof key, by_number))
                return true;
        }
    return false;
}

/* Whether a row speaks of an identifier of which nothing is stated any more. */
static bool speaks_of_unknown(const struct undoing *u, const uint32_t *identifier, uint64_t count)
{
    const struct known_identifiers *k = &u->load.identifiers;
    for (uint64_t i = 0; k->any_unknown && i < count; i++)
        if (identifier[i] <= k->entry.count && !known_identifier(k, identifier[i] - 1)->known)
            return true;
    return false;
}

static bool any_unknown(const struct known_hsaids *known, const struct hsaid *id, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!known_hsaids_find(known, &id[i]))
            return true;
    return false;
}

/* Tables of events whose unit must be known. */
static bool needs_units(enum table_id table)
{
    const struct table *t = &TABLES[table];
    bool needs = false;
    for (unsigned i = 0; i < t->columns; i++)
        needs |= t->column[i].refers == REFERS_UNIT;
    return needs;
}

struct looking {
    struct undoing *undoing;
    struct arena *arena; /* reset for each segment */
    struct keys keys;    /* of the load's contacts */
};

static bool look_at_contacts(struct looking *k, const struct load_segment *named, struct err *err)
{
    struct segment s;
    struct undoing *u = k->undoing;
    if (!segments_open_contacts(u->load.in, k->arena, named, &s, err))
        return false;
    bool unknown = any_unknown(&u->load.staff, s.staff, s.staff_count);
    for (uint32_t i = 0; i < s.parts; i++)
        unknown |= speaks_of_unknown(u, s.part[i].identifier, s.part[i].count);
    bool shares = named->load > u->load.id && shares_key(&k->keys, &s);
    segment_close(&s);
    if (shares)
        return conflict(u->load.db, "load.touched", named->load, err);
    return !unknown || conflict(k->undoing->load.db, "load.needed", named->load, err);
}

static bool look_at_events(struct looking *k, const struct load_segment *named, struct err *err)
{
    struct events e;
    const struct load *l = &k->undoing->load;
    if (!segments_open_events(l->in, k->arena, named, &e, err))
        return false;
    bool unknown = needs_units(e.table) && any_unknown(&l->units, e.unit, e.units);
    for (uint32_t i = 0; i < e.parts; i++)
        unknown |= speaks_of_unknown(k->undoing, e.part[i].column[0].at, e.part[i].count);
    events_close(&e);
    return !unknown || conflict(k->undoing->load.db, "load.needed", named->load, err);
}

static bool look_at(void *state, const struct load_segment *named, struct err *err)
{
    struct looking *k = state;
    const struct undoing *u = k->undoing;
    bool may_share =
        named->table == TABLE_CONTACTS && named->load > u->load.id && k->keys.count > 0;
    if (named->load == u->load.id || (!u->forgets && !may_share))
        return true; /* then a damaged one is in nobody's way */
    arena_reset(k->arena);
    return named->table == TABLE_CONTACTS ? look_at_contacts(k, named, err)
                                          : look_at_events(k, named, err);
}

static bool look_at_own(void *state, const struct load_segment *named, struct err *err)
{
    struct looking *k = state;
    struct segment s;
    if (named->load != k->undoing->load.id || named->table != TABLE_CONTACTS)
        return true;
    struct err why = {0};
    if (!segments_open_contacts(k->undoing->load.in, k->arena, named, &s, &why)) {
        if (str_starts(str_of(why.code), STR("warehouse.segment_")))
            return true; /* it is lost: nobody can say which keys it had */
        *err = why;
        return false;
    }
    take_keys(k->undoing->load.arena, &s, &k->keys);
    segment_close(&s);
    return true;
}

/* No later load has a contact of the same key, and nobody speaks of whom only this load knew. */
static bool look_at_segments(struct undoing *u, struct err *err)
{
    struct looking k = {.undoing = u, .arena = arena_open(ARENA_BLOCK)};
    bool done = load_each_segment(u->load.db, (struct load_segment_reader){&k, look_at_own}, err) &&
                load_each_segment(u->load.db, (struct load_segment_reader){&k, look_at}, err);
    arena_close(k.arena);
    return done;
}

/* ---- the whole ---- */

struct knowing {
    struct undoing *undoing;
    struct known_hsaids *known;
};

static bool know_hsaid_again(void *state, const struct hsaid_now *row, struct err *err)
{
    struct knowing *k = state;
    uint32_t number;
    if (!hsaid_dict_find(&k->known->dict, &row->hsaid, &number))
        return true;
    struct known_hsaid *e = bag_at(&k->known->entry, number);
    k->undoing->forgets |= e->known && !row->stated;
    e->known = row->stated;
    return true;
}

static bool undo_in(struct undoing *u, int64_t now, struct err *err)
{
    struct load *l = &u->load;
    struct knowing units = {u, &l->units}, staff = {u, &l->staff};
    if (!take_back(u, now, err) || !settle_people(u, now, err) ||
        !unit_each_id(l->db, (struct hsaid_reader){&units, know_hsaid_again}, err) ||
        !staff_each_id(l->db, (struct hsaid_reader){&staff, know_hsaid_again}, err))
        return false;
    l->identifiers.any_unknown = true;
    return look_at_segments(u, err) && load_insert_undo(l->db, l->id, now, err);
}

static bool undo_locked(struct undoing *u, struct err *err)
{
    struct load *l = &u->load;
    struct work w;
    if (!stage_open(l->db, err))
        return false;
    if (!work_begin(l->db, STR("load undo"), &w, err))
        return false;
    if (!load_read_known(l, err) || !undo_in(u, w.position, err)) {
        work_abandon(&w);
        return false;
    }
    return work_commit(&w, err);
}

bool load_undo(struct instance *in, int64_t load, bool *already, struct err *err)
{
    struct undoing u = {.load = {.in = in, .db = in->db, .id = load}};
    struct load *l = &u.load;
    int64_t undone = 0;
    if (!load_position(in->db, load, &u.position, err))
        return false;
    if (u.position == 0)
        return FAIL(err, ERR_MISSING, "load.missing", "%lld", (long long)load);
    l->arena = arena_open(1024 * 1024);
    bool done = load_lock(in, l->arena, &l->lock, err);
    if (done) {
        struct err stage = {0};
        done = load_undone_at(in->db, load, &undone, err) &&
               (undone != 0 || (not_merged(in->db, load, err) && undo_locked(&u, err)));
        (void)!stage_close(l->db, &stage); /* what is left of it the next load clears away */
        file_lock_release(&l->lock);
    }
    arena_close(l->arena);
    if (done)
        *already = undone != 0;
    return done;
}
