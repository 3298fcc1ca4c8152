#include "service/load/load_undo.h"

#include "core/checksum.h"
#include "core/clock.h"
#include "core/sb.h"
#include "domain/identity_merge.h"
#include "service/access/access_log.h"
#include "service/figures/segments.h"
#include "service/listing/queue_fill.h"
#include "service/load/load_parts.h"
#include "service/load/load_rejects.h"
#include "service/work.h"
#include "store/instance_store.h"
#include "store/message_store.h"
#include "store/person_store.h"
#include "store/staff_store.h"

#include <stdlib.h>
#include <string.h>

/* One that is to be taken back: the load that was asked for, then those that stand in its way. */
struct taken {
    int64_t load;
    struct load_positions positions;
    struct keys { /* of its contacts, sorted */
        uint64_t *at;
        size_t count;
    } keys;
};
struct undoing {
    struct load load; /* what is known, before and after */
    struct arena *arena;
    struct bag taken;   /* struct taken */
    struct bag acted;   /* int64_t: positions of acts that stand in the way, some of them twice */
    size_t looked_up;   /* so many of them have told who touched them since */
    bool grew;          /* somebody came to stand in the way */
    const char *why;    /* the first: "load.touched", "load.needed" */
    int64_t first, now; /* positions that are made for it */
    bool only_tries;    /* nothing is kept of it */
    bool forgets;       /* somebody was known before of whom nothing is stated any more */
};

static struct taken *taken_at(const struct undoing *u, size_t i)
{
    return bag_at(&u->taken, i);
}

static bool is_taken(const struct undoing *u, int64_t load)
{
    for (size_t i = 0; i < u->taken.count; i++)
        if (taken_at(u, i)->load == load)
            return true;
    return false;
}

/* What was merged with others cannot be told from them. */
static bool not_merged(struct db *db, int64_t load, struct err *err)
{
    int64_t merged = 0;
    return load_merged_at(db, load, &merged, err) &&
           (merged == 0 || FAIL(err, ERR_CONFLICT, "load.compacted", "%lld", (long long)load));
}

/* A load stands in the way: one that can be taken back first, or one that cannot. */
static bool note(struct undoing *u, const char *why, int64_t load, struct err *err)
{
    struct taken t = {.load = load};
    if (is_taken(u, load))
        return true;
    if (!not_merged(u->load.db, load, err) || !load_positions(u->load.db, load, &t.positions, err))
        return false;
    *(struct taken *)bag_add(&u->taken) = t;
    u->grew = true;
    if (!u->why)
        u->why = why;
    return true;
}

/* So does an act, for good. Rows of one act often come together; of the others each act is made one
 * when all have come, for looking through them at each row took as long as their square. */
static void note_act(struct undoing *u, int64_t position)
{
    size_t count = u->acted.count;
    if (count == 0 || *(int64_t *)bag_at(&u->acted, count - 1) != position)
        *(int64_t *)bag_add(&u->acted) = position;
}

/* By the position of the change that stands in the way. */
static bool note_at(struct undoing *u, const char *why, int64_t position, struct err *err)
{
    int64_t load = 0;
    if (!load_at(u->load.db, position, &load, err))
        return false;
    if (load != 0)
        return note(u, why, load, err);
    note_act(u, position);
    return true;
}

static bool note_touched(void *state, int64_t load, struct err *err)
{
    return note(state, "load.touched", load, err);
}

static bool note_touched_at(void *state, int64_t position, struct err *err)
{
    return note_at(state, "load.touched", position, err);
}

static bool note_needed_at(void *state, int64_t position, struct err *err)
{
    return note_at(state, "load.needed", position, err);
}

static int newest_first(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x < y) - (x > y);
}

/* All of them, newest first: the order in which they can be taken back. */
static int64_t *sorted(const struct undoing *u)
{
    int64_t *load = ARENA_NEW(u->arena, int64_t, u->taken.count);
    for (size_t i = 0; i < u->taken.count; i++)
        load[i] = taken_at(u, i)->load;
    qsort(load, u->taken.count, sizeof *load, newest_first);
    return load;
}

/* Those that stand in the way: "9, 7, 4"; of very many the newest, for they go first. */
static bool refuse(const struct undoing *u, struct err *err)
{
    enum { ROOM = 150 };
    struct sb text = sb_open(u->arena, 2 * ROOM);
    const int64_t *load = sorted(u);
    for (size_t i = 0; i < u->taken.count; i++) {
        if (load[i] == u->load.id)
            continue;
        if (text.len > ROOM) {
            sb_fmt(&text, ", … (%zu)", u->taken.count - 1);
            break;
        }
        sb_fmt(&text, "%s%lld", text.len > 0 ? ", " : "", (long long)load[i]);
    }
    return err_set(err, ERR_CONFLICT, u->why, __FILE__, "%.*s", STR_FMT(sb_str(&text)));
}

static int oldest_first(const void *a, const void *b)
{
    return newest_first(b, a);
}

/* Each act once, by when it was done; how many. */
static size_t sorted_acts(const struct undoing *u, int64_t **out)
{
    int64_t *act = bag_array(u->arena, &u->acted);
    size_t count = 0;
    qsort(act, u->acted.count, sizeof *act, oldest_first);
    for (size_t i = 0; i < u->acted.count; i++)
        if (count == 0 || act[i] != act[count - 1])
            act[count++] = act[i];
    *out = act;
    return count;
}

/* "14 list 2026-11-26 11:22:00 +01:00", by when they were done; of many the first ones. */
static bool refuse_for_acts(const struct undoing *u, struct err *err)
{
    enum { SHOWN = 3 };
    int64_t *acted;
    size_t count = sorted_acts(u, &acted);
    struct sb text = sb_open(u->arena, 256);
    for (size_t i = 0; i < count && i < SHOWN; i++) {
        char at[STOCKHOLM_TEXT];
        struct str what;
        struct moment when;
        if (!position_what(u->load.db, u->arena, acted[i], &what, &when, err))
            return false;
        sb_fmt(&text, "%s%lld %.*s %s", i > 0 ? ", " : "", (long long)acted[i], STR_FMT(what),
               stockholm_format(when, at).at);
    }
    if (count > SHOWN)
        sb_fmt(&text, ", … (%zu)", count);
    return FAIL(err, ERR_CONFLICT, "load.acted", "%.*s", STR_FMT(sb_str(&text)));
}

/* ---- the registry ---- */

/* Who touched since what they recorded, and who touched that: nothing is written for it. */
static bool find_touched(struct undoing *u, struct err *err)
{
    struct load_later_reader later = {u, note_touched_at, note_touched};
    for (; u->looked_up < u->taken.count; u->looked_up++) {
        struct load_positions then = taken_at(u, u->looked_up)->positions;
        if (!load_each_later(u->load.db, then.own, later, err) ||
            (then.follow != 0 && !load_each_later(u->load.db, then.follow, later, err)))
            return false;
    }
    return true;
}

/* Each load ends at a position of its own, for what one restores another may end. */
static bool next_position(struct undoing *u, struct err *err)
{
    struct work w = {.db = u->load.db};
    if (!position_make(w.db, clock_now(), STR("load undo"), STR(""), &w.position, err) ||
        !work_on_day(&w, u->load.in, err))
        return false;
    u->now = w.position;
    return true;
}

/* What it told and nobody has heard is not told. */
static bool take_back_one(struct undoing *u, int64_t load, struct err *err)
{
    struct load_positions then;
    return load_positions(u->load.db, load, &then, err) &&
           load_take_back(u->load.db, &then, u->now, err) &&
           message_unsay(u->load.db, then.own, err) &&
           (then.follow == 0 || message_unsay(u->load.db, then.follow, err));
}

/* What they ended holds again, of whom the identifiers point to now, where these are listed now.
 * Loads of before there was a position of what follows ended it at their own. */
static bool give_back(struct undoing *u, struct err *err)
{
    struct queue_filling filling = {.arena = u->load.arena,
                                    .in = u->load.in,
                                    .work = {u->load.db, u->now},
                                    .notes = &u->load.listed};
    for (size_t i = 0; i < u->taken.count; i++) {
        struct load_positions then = taken_at(u, i)->positions;
        if (!queue_take_back(&filling, then.own, err) ||
            (then.follow != 0 && !queue_take_back(&filling, then.follow, err)))
            return false;
    }
    return true;
}

static bool take_back(struct undoing *u, struct err *err)
{
    const int64_t *load = sorted(u);
    size_t count = u->taken.count;
    for (size_t i = 0; i < count; i++)
        if ((i > 0 && !next_position(u, err)) || !take_back_one(u, load[i], err))
            return false;
    struct load_later_reader needed = {u, note_needed_at, NULL};
    return load_each_orphan(u->load.db, needed, err) &&
           load_each_unlisted(u->load.db, u->first, needed, err) &&
           load_each_unplanned(u->load.db, u->first, needed, err);
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
static bool circle(struct undoing *u, struct err *err)
{
    int64_t position = 0;
    return load_last_replacing(u->load.db, u->first, &position, err) &&
           note_at(u, "load.touched", position, err);
}

static int64_t oldest(const struct undoing *u)
{
    int64_t position = u->first;
    for (size_t i = 0; i < u->taken.count; i++)
        if (taken_at(u, i)->positions.own < position)
            position = taken_at(u, i)->positions.own;
    return position;
}

static bool settle_people(struct undoing *u, struct err *err)
{
    struct load *l = &u->load;
    l->has_people = true;
    struct err why = {0};
    if (!identifier_each(l->db, (struct identifier_reader){u, know_again}, err))
        return false;
    if (!load_settle_keys(l, &why)) {
        if (strcmp(why.code, "identity.circle") == 0)
            return circle(u, err);
        *err = why;
        return false;
    }
    l->following = (struct work_following){.of = {l->db, u->now}};
    l->meanwhile = (struct load_meanwhile){oldest(u), u->first};
    return u->grew || (load_write_people(l, u->now, err) && load_touch_position(l, u->now, err) &&
                       load_make_effects(l, u->now, err) && give_back(u, err) && load_fill(l, err));
}

/* ---- the warehouse ---- */

/* A key of a contact is a number here: two that differ are the same once in 2^64. */
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
    for (uint32_t i = 0; i < s->parts; i++)
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
};

/* Whether the load came after one that is taken back and has contacts. */
static bool may_share(const struct undoing *u, const struct load_segment *named)
{
    for (size_t i = 0; named->table == TABLE_CONTACTS && i < u->taken.count; i++)
        if (named->load > taken_at(u, i)->load && taken_at(u, i)->keys.count > 0)
            return true;
    return false;
}

static bool shares(const struct undoing *u, const struct load_segment *named,
                   const struct segment *s)
{
    for (size_t i = 0; i < u->taken.count; i++) {
        const struct taken *t = taken_at(u, i);
        if (named->load > t->load && t->keys.count > 0 && shares_key(&t->keys, s))
            return true;
    }
    return false;
}

static bool look_at_contacts(struct looking *k, const struct load_segment *named, struct err *err)
{
    struct segment s;
    struct undoing *u = k->undoing;
    if (!segments_open_contacts(u->load.in, k->arena, named, &s, err))
        return false;
    bool unknown = any_unknown(&u->load.staff, s.staff, s.staff_count);
    for (uint32_t i = 0; i < s.parts; i++)
        unknown |= speaks_of_unknown(u, s.part[i].identifier, s.part[i].count);
    bool shared = shares(u, named, &s);
    segment_close(&s);
    return (!shared || note(u, "load.touched", named->load, err)) &&
           (!unknown || note(u, "load.needed", named->load, err));
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
    return !unknown || note(k->undoing, "load.needed", named->load, err);
}

static bool look_at(void *state, const struct load_segment *named, struct err *err)
{
    struct looking *k = state;
    const struct undoing *u = k->undoing;
    if (is_taken(u, named->load) || (!u->forgets && !may_share(u, named)))
        return true; /* then a damaged one is in nobody's way */
    arena_reset(k->arena);
    return named->table == TABLE_CONTACTS ? look_at_contacts(k, named, err)
                                          : look_at_events(k, named, err);
}

static bool look_at_own(void *state, const struct load_segment *named, struct err *err)
{
    struct looking *k = state;
    struct undoing *u = k->undoing;
    struct segment s;
    size_t i = 0;
    while (i < u->taken.count && taken_at(u, i)->load != named->load)
        i++;
    if (i == u->taken.count || named->table != TABLE_CONTACTS)
        return true;
    struct err why = {0};
    if (!segments_open_contacts(u->load.in, k->arena, named, &s, &why)) {
        if (str_starts(str_of(why.code), STR("warehouse.segment_")))
            return true; /* it is lost: nobody can say which keys it had */
        *err = why;
        return false;
    }
    take_keys(u->load.arena, &s, &taken_at(u, i)->keys);
    segment_close(&s);
    return true;
}

/* No later load has a contact of the same key, and nobody speaks of whom only these knew. */
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

/* Units whose rows hold again may be branches of each other with those of a later load, which an
 * import would have refused: the latest of them must go first. */
static bool settle_units(struct undoing *u, const struct load_circled *before, struct err *err)
{
    struct load_circled now;
    int64_t latest = 0;
    if (!load_circled_units(&u->load, u->load.arena, &now, err))
        return false;
    for (uint32_t i = 0, k = 0; i < now.count; i++) {
        int64_t position = 0;
        while (k < before->count && before->unit[k] < now.unit[i])
            k++;
        if (k < before->count && before->unit[k] == now.unit[i])
            continue; /* an old registry may have them */
        if (!load_unit_stated(u->load.db, now.unit[i], &position, err))
            return false;
        latest = position > latest ? position : latest;
    }
    return latest == 0 || note_at(u, "load.touched", latest, err);
}

/* Takes all of them back; u->grew: another stands in the way. */
static bool undo_in(struct undoing *u, struct err *err)
{
    struct load *l = &u->load;
    struct knowing units = {u, &l->units}, staff = {u, &l->staff};
    struct load_circled circled;
    if (!load_read_known(l, err) || !load_circled_units(l, l->arena, &circled, err) ||
        !take_back(u, err) || !settle_units(u, &circled, err) || !settle_people(u, err) ||
        !unit_each_id(l->db, (struct hsaid_reader){&units, know_hsaid_again}, err) ||
        !staff_each_id(l->db, (struct hsaid_reader){&staff, know_hsaid_again}, err))
        return false;
    l->identifiers.any_unknown = true;
    return look_at_segments(u, err) && (u->grew || load_insert_undo(l->db, l->id, u->now, err));
}

static bool log_undo(struct undoing *u, struct err *err)
{
    struct load *l = &u->load;
    struct access_entry e = {.actor = l->options.actor,
                             .act = STR("load undo"),
                             .kind = ACCESS_WRITE,
                             .about = str_fmt(l->arena, "load=%lld", (long long)l->id),
                             .count = -1,
                             .position = u->now};
    return load_log(l, &e, err);
}

/* Once, and it is done; or it is tried with all that stand in the way, until no more do. */
static bool undo_once(struct undoing *u, bool *done, struct err *err)
{
    struct load *l = &u->load;
    struct work w;
    u->forgets = false;
    for (size_t i = 0; i < u->taken.count; i++)
        taken_at(u, i)->keys.count = 0;
    if (!find_touched(u, err))
        return false;
    if (u->acted.count > 0)
        return refuse_for_acts(u, err);
    if (!work_begin_by(l->db, STR("load undo"), l->options.actor.id, &w, err))
        return false;
    u->first = u->now = w.position;
    bool trial = u->taken.count > 1;
    size_t before = u->taken.count;
    bool good = work_on_day(&w, l->in, err) && undo_in(u, err);
    if (good && u->acted.count > 0) {
        work_abandon(&w);
        return refuse_for_acts(u, err);
    }
    if (!good || trial || u->grew) {
        work_abandon(&w);
        *done = u->taken.count == before;
        return good && (!*done || refuse(u, err));
    }
    *done = true;
    if (u->only_tries || !log_undo(u, err)) {
        work_abandon(&w);
        return u->only_tries;
    }
    if (!work_commit(&w, err))
        return false;
    struct err unsaid = {0}; /* as in load_commit() */
    (void)!access_log_checkpoint(l->in, &unsaid);
    return true;
}

static bool undo_locked(struct undoing *u, struct err *err)
{
    struct load *l = &u->load;
    bool done = false, good = stage_open(l->db, err);
    while (good && !done) {
        l->arena = arena_open(1024 * 1024); /* what is known is known anew each time */
        l->writing = l->arena;
        l->touched = (struct key_set){.arena = l->arena};
        l->from_queue = 0;
        l->listed = (struct bag)BAG_OPEN(l->arena, struct access_entry);
        good = undo_once(u, &done, err);
        arena_close(l->arena);
    }
    return good;
}

/* `actor` is NULL: who runs the program. */
static bool undo(struct instance *in, int64_t load, const struct actor *actor, bool only_tries,
                 struct load_undone *out, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct load_options options = {.actor = actor ? *actor : actor_of_process(a)};
    struct undoing u = {.load = {.in = in, .db = in->db, .id = load, .options = options},
                        .arena = a,
                        .only_tries = only_tries,
                        .taken = BAG_OPEN(a, struct taken),
                        .acted = BAG_OPEN(a, int64_t)};
    struct taken first = {.load = load};
    struct file_lock lock;
    int64_t undone = 0;
    bool done = load_positions(in->db, load, &first.positions, err) &&
                (first.positions.own != 0 ||
                 FAIL(err, ERR_MISSING, "load.missing", "%lld", (long long)load)) &&
                load_lock(in, a, &lock, err);
    if (done) {
        struct err rejects = {0};
        *(struct taken *)bag_add(&u.taken) = first;
        done = load_undone_at(in->db, load, &undone, err) &&
               (undone != 0 || (not_merged(in->db, load, err) && undo_locked(&u, err)));
        if (done && !only_tries) /* what cannot be removed now `warehouse compact` removes */
            (void)!load_rejects_remove(in, load, &rejects);
        file_lock_release(&lock);
    }
    arena_close(a);
    if (done)
        *out = (struct load_undone){undone != 0, u.load.from_queue};
    return done;
}

bool load_undo(struct instance *in, int64_t load, struct load_undone *out, struct err *err)
{
    return undo(in, load, NULL, false, out, err);
}

bool load_undo_by(struct instance *in, int64_t load, const struct actor *actor,
                  struct load_undone *out, struct err *err)
{
    return undo(in, load, actor, false, out, err);
}

bool load_undo_try(struct instance *in, int64_t load, struct load_undone *out, struct err *err)
{
    return undo(in, load, NULL, true, out, err);
}
