#include "service/load_parts.h"

#include "domain/identity_merge.h"
#include "store/instance_store.h"
#include "store/listing_store.h"
#include "store/named_contact_store.h"
#include "store/person_store.h"
#include "store/reference_store.h"
#include "store/residence_store.h"
#include "store/staff_store.h"
#include "store/stage.h"

#include <assert.h>
#include <string.h>

#define LOCK_FILE    INSTANCE_LOADS "/lock"
#define SEGMENT_FILE "contacts"

/* ---- beginning ---- */

static bool know_unit(void *state, int64_t id, const struct hsaid *hsaid, struct err *err)
{
    known_hsaids_add_stored(state, id, hsaid);
    return true;
}

static bool know_identifier(void *state, const struct identifier_now *row, struct err *err)
{
    struct known_identifiers *k = state;
    uint32_t index = 0;
    while (k->entry.count + 1 < row->id)
        known_identifiers_skip(k);
    if (!known_identifiers_add(k, row->number, &index) || row->person > UINT32_MAX)
        return FAIL(err, ERR_INVALID, "load.full", "%u", row->id);
    assert(index + 1 == row->id);
    struct known_identifier *e = known_identifier(k, index);
    e->person = (uint32_t)row->person;
    if (row->replaced_by != 0)
        e->replaced_by = e->was_replaced_by = row->replaced_by - 1;
    return true;
}

static bool read_known(struct load *l, struct err *err)
{
    int64_t count = 0;
    l->units = known_hsaids_open(l->arena);
    l->staff = known_hsaids_open(l->arena);
    if (!position_now(l->db, &l->position, err) ||
        !unit_each_id(l->db, (struct hsaid_reader){&l->units, know_unit}, err) ||
        !staff_each_id(l->db, (struct hsaid_reader){&l->staff, know_unit}, err) ||
        !identifier_count(l->db, &count, err))
        return false;
    l->identifiers = known_identifiers_open(l->arena, (uint32_t)count);
    if (!identifier_each(l->db, (struct identifier_reader){&l->identifiers, know_identifier}, err))
        return false;
    l->identifiers.stored = (uint32_t)l->identifiers.entry.count;
    for (uint32_t i = 0; i < l->identifiers.stored; i++)
        l->any_replaced |= known_identifier(&l->identifiers, i)->replaced_by != IDENTITY_NONE;
    return true;
}

/* Folders of segments are named by their load. */
struct committed {
    const char *name;
    bool named;
};

static bool note_named(void *state, const struct load_segment *segment, struct err *err)
{
    struct committed *c = state;
    struct str path = segment->path;
    c->named |= str_eq(str_cut(&path, '/'), str_of(c->name));
    return true;
}

/* What a load that did not come to its end left behind does not exist. Only who holds the lock may
 * say so. Also finds the greatest number that a folder has. */
static bool sweep(struct load *l, const char *under, bool remove, int64_t *last, struct err *err)
{
    const char *const *name = NULL;
    size_t count = 0;
    const char *folder = instance_path(l->in, l->arena, "%s", under);
    if (!folder_list(l->arena, folder, &name, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        int64_t number = 0;
        struct committed c = {.name = name[i]};
        if (str_to_i64(str_of(name[i]), &number) && number > *last)
            *last = number;
        if (!remove)
            continue;
        if (!load_each_segment(l->db, (struct load_segment_reader){&c, note_named}, err))
            return false;
        if (!c.named &&
            !folder_remove(l->in->files, instance_path(l->in, l->arena, "%s/%s", under, name[i]),
                           err))
            return false;
    }
    return true;
}

static bool begin(struct load *l, struct err *err)
{
    int64_t last = 0;
    if (!load_last(l->db, &last, err) || !sweep(l, INSTANCE_SEGMENTS, true, &last, err) ||
        !sweep(l, INSTANCE_LOADS, false, &last, err) || !stage_open(l->db, err))
        return false;
    l->id = last + 1;
    l->folder = instance_path(l->in, l->arena, INSTANCE_SEGMENTS "/%lld", (long long)l->id);
    if (!db_begin(l->db, DB_READ, err))
        return false;
    l->reading = true;
    return read_known(l, err);
}

bool load_open(struct instance *in, const struct load_options *options, struct load **out,
               struct err *err)
{
    enum { BLOCK = 1024 * 1024 };
    struct arena *a = arena_open(BLOCK);
    struct load *l = ARENA_NEW(a, struct load, 1);
    *l = (struct load){.arena = a, .in = in, .options = *options, .db = in->db};
    struct err why = {0};
    if (!file_lock_take(in->files, instance_path(in, a, LOCK_FILE), LOCK_TRY, &l->lock, &why)) {
        arena_close(a);
        if (why.kind == ERR_BUSY)
            return FAIL(err, ERR_BUSY, "load.running", "%.190s", in->home);
        *err = why;
        return false;
    }
    if (!begin(l, err)) {
        load_close(l);
        return false;
    }
    *out = l;
    return true;
}

void load_close(struct load *l)
{
    if (!l)
        return;
    /* What cannot be cleared away now the next load clears away. */
    struct err stage = {0}, folder = {0};
    segment_discard(l->segment);
    db_rollback(l->db);
    bool cleared = stage_close(l->db, &stage);
    if (l->segment_path)
        cleared = folder_remove(l->in->files, l->folder, &folder) && cleared;
    (void)cleared;
    file_lock_release(&l->lock);
    arena_close(l->arena);
}

int64_t load_id(const struct load *l)
{
    return l->id;
}

bool load_that_holds(struct instance *in, struct sha256_sum sum, struct str table, int64_t *out,
                     struct err *err)
{
    return load_holding(in->db, sum, table, out, err);
}

bool load_may_be_held(struct instance *in, uint64_t bytes, struct str table, bool *out,
                      struct err *err)
{
    return load_may_hold(in->db, bytes, table, out, err);
}

/* ---- rows ---- */

static enum load_taken refuse(struct load_refusal *refusal, const char *column, const char *code)
{
    refusal->column = column;
    (void)err_set(&refusal->why, ERR_INVALID, code, __FILE__, "%s", "");
    return LOAD_REFUSED;
}

static enum load_taken taken(bool good)
{
    return good ? LOAD_TAKEN : LOAD_FAILED;
}

static const char UNKNOWN_PERSON[] = "load.person_unknown", UNKNOWN_UNIT[] = "load.unit_unknown",
                  UNKNOWN_STAFF[] = "load.staff_unknown";

/* A snapshot would have no room for them, and then it is too late to say so. */
static bool units_fit(uint32_t count, struct err *err)
{
    if (count > UNITS_MOST)
        return FAIL(err, ERR_INVALID, "load.units", "%u", (unsigned)UNITS_MOST);
    return true;
}

static enum load_taken add_unit(struct load *l, const struct load_row *in,
                                struct load_refusal *refusal, struct err *err)
{
    const struct unit_row *row = in->row;
    int64_t id = known_hsaids_add(&l->units, &row->unit);
    return taken(units_fit(l->units.dict.count, err) && unit_stage(l->db, id, row, in->place, err));
}

static enum load_taken add_staff(struct load *l, const struct load_row *in,
                                 struct load_refusal *refusal, struct err *err)
{
    const struct staff_row *row = in->row;
    return taken(staff_stage(l->db, known_hsaids_add(&l->staff, &row->staff), row, err));
}

static enum load_taken add_area(struct load *l, const struct load_row *in,
                                struct load_refusal *refusal, struct err *err)
{
    const struct area_row *row = in->row;
    const struct known_hsaid *unit = known_hsaids_find(&l->units, &row->unit);
    if (!unit)
        return refuse(refusal, "unit", UNKNOWN_UNIT);
    return taken(area_stage(l->db, unit->id, row, err));
}

static enum load_taken add_person(struct load *l, const struct load_row *in,
                                  struct load_refusal *refusal, struct err *err)
{
    const struct people_row *row = in->row;
    uint32_t index = 0;
    if (!known_identifiers_add(&l->identifiers, row->person, &index)) {
        (void)FAIL(err, ERR_INVALID, "load.full", "%zu", l->identifiers.entry.count);
        return LOAD_FAILED;
    }
    l->has_twice |= known_identifier(&l->identifiers, index)->staged++ > 0;
    l->has_people = true;
    l->any_replaced |= row->replaced_by.packed != 0;
    return taken(people_stage(l->db, index + 1, row, in->place, err));
}

static enum load_taken add_position(struct load *l, const struct load_row *in,
                                    struct load_refusal *refusal, struct err *err)
{
    const struct position_row *row = in->row;
    const struct known_hsaid *staff = known_hsaids_find(&l->staff, &row->staff);
    const struct known_hsaid *unit = known_hsaids_find(&l->units, &row->unit);
    if (!staff)
        return refuse(refusal, "staff", UNKNOWN_STAFF);
    if (!unit)
        return refuse(refusal, "unit", UNKNOWN_UNIT);
    return taken(position_stage(l->db, staff->id, unit->id, row, err));
}

static enum load_taken add_listing(struct load *l, const struct load_row *in,
                                   struct load_refusal *refusal, struct err *err)
{
    const struct listing_row *row = in->row;
    const struct known_hsaid *unit = known_hsaids_find(&l->units, &row->unit);
    uint32_t person = 0;
    if (!known_identifiers_find(&l->identifiers, row->person, &person))
        return refuse(refusal, "person", UNKNOWN_PERSON);
    if (!unit)
        return refuse(refusal, "unit", UNKNOWN_UNIT);
    return taken(listing_stage(l->db, person + 1, unit->id, row, err));
}

static enum load_taken add_named_contact(struct load *l, const struct load_row *in,
                                         struct load_refusal *refusal, struct err *err)
{
    const struct named_contact_row *row = in->row;
    const struct known_hsaid *unit = known_hsaids_find(&l->units, &row->unit);
    const struct known_hsaid *staff = known_hsaids_find(&l->staff, &row->staff);
    uint32_t person = 0;
    if (!known_identifiers_find(&l->identifiers, row->person, &person))
        return refuse(refusal, "person", UNKNOWN_PERSON);
    if (!staff)
        return refuse(refusal, "staff", UNKNOWN_STAFF);
    if (!unit)
        return refuse(refusal, "unit", UNKNOWN_UNIT);
    struct named_contact_refs refs = {person + 1, staff->id, unit->id};
    return taken(named_contact_stage(l->db, &refs, row, err));
}

static enum load_taken add_residence(struct load *l, const struct load_row *in,
                                     struct load_refusal *refusal, struct err *err)
{
    const struct residence_row *row = in->row;
    uint32_t person = 0;
    if (!known_identifiers_find(&l->identifiers, row->person, &person))
        return refuse(refusal, "person", UNKNOWN_PERSON);
    return taken(residence_stage(l->db, person + 1, row, err));
}

static bool open_segment(struct load *l, struct err *err)
{
    if (l->segment_path)
        return true;
    l->segment_path = str_cstr(l->arena, str_fmt(l->arena, "%s/" SEGMENT_FILE, l->folder));
    return folder_make(l->in->files, l->folder, err) &&
           segment_create(l->in->files, l->segment_path, &l->segment, err);
}

/* The unit may be one that nobody knows; the staff may not. */
static enum load_taken add_contact(struct load *l, const struct load_row *in,
                                   struct load_refusal *refusal, struct err *err)
{
    const struct contact_row *row = in->row;
    uint32_t person = 0;
    if (!known_identifiers_find(&l->identifiers, row->person, &person))
        return refuse(refusal, "person", UNKNOWN_PERSON);
    if (row->staff.text[0] && !known_hsaids_find(&l->staff, &row->staff))
        return refuse(refusal, "staff", UNKNOWN_STAFF);
    if (!segment_takes(row->date, row->sought_on))
        return refuse(refusal, segment_takes(row->date, DAY_NONE) ? "sought_on" : "date",
                      "segment.day");
    if (l->options.dry_run)
        return LOAD_TAKEN;
    return taken(open_segment(l, err) && segment_add(l->segment, person + 1, row, err));
}

static enum load_taken add_reference(struct load *l, const struct load_row *in,
                                     struct load_refusal *refusal, struct err *err)
{
    return taken(reference_stage(l->db, in->row, err));
}

enum load_taken load_add(struct load *l, const struct load_row *row, struct load_refusal *refusal,
                         struct err *err)
{
    static enum load_taken (*const add[LOAD_TABLES])(struct load *, const struct load_row *,
                                                     struct load_refusal *, struct err *) = {
        [LOAD_UNITS] = add_unit,
        [LOAD_STAFF] = add_staff,
        [LOAD_AREAS] = add_area,
        [LOAD_PEOPLE] = add_person,
        [LOAD_POSITIONS] = add_position,
        [LOAD_LISTINGS] = add_listing,
        [LOAD_NAMED_CONTACTS] = add_named_contact,
        [LOAD_RESIDENCES] = add_residence,
        [LOAD_CONTACTS] = add_contact,
        [LOAD_REFERENCES] = add_reference,
    };
    return add[row->table](l, row, refusal, err);
}

/* Only where a load has rows of many persons, in whatever order. */
void load_expect(const struct load *l, const struct load_row *row)
{
    if (row->table == LOAD_CONTACTS)
        known_identifiers_expect(&l->identifiers, ((const struct contact_row *)row->row)->person);
    else if (row->table == LOAD_LISTINGS)
        known_identifiers_expect(&l->identifiers, ((const struct listing_row *)row->row)->person);
    else if (row->table == LOAD_PEOPLE)
        known_identifiers_expect(&l->identifiers, ((const struct people_row *)row->row)->person);
}

/* ---- settling units ---- */

struct orphans {
    struct load *load;
    struct arena *arena;
    struct bag row; /* struct staged_parent */
};

static bool note_orphan(void *state, const struct staged_parent *row, struct err *err)
{
    struct orphans *o = state;
    if (!known_hsaids_find(&o->load->units, &row->parent))
        *(struct staged_parent *)bag_add(&o->row) = *row;
    return true;
}

static bool forget_unit(struct load *l, int64_t unit)
{
    for (size_t i = 0; i < l->units.entry.count; i++) {
        struct known_hsaid *e = bag_at(&l->units.entry, i);
        if (e->id == unit && --e->staged == 0)
            e->known = e->stored;
    }
    return true;
}

/* A unit that is refused may have been another's parent: until none is. */
static bool settle_units(struct load *l, struct load_refusals refusals, struct err *err)
{
    bool good = true, again = true;
    while (good && again) {
        struct orphans o = {.load = l, .arena = arena_open(ARENA_BLOCK)};
        o.row = (struct bag)BAG_OPEN(o.arena, struct staged_parent);
        good = unit_each_staged_parent(l->db, (struct staged_parent_reader){&o, note_orphan}, err);
        for (size_t i = 0; good && i < o.row.count; i++) {
            const struct staged_parent *row = bag_at(&o.row, i);
            struct load_refusal refusal = {0};
            (void)refuse(&refusal, "parent", UNKNOWN_UNIT);
            good = forget_unit(l, row->unit) && unit_unstage(l->db, row->row, err) &&
                   refusals.take(refusals.state, row->place, &refusal, err);
        }
        again = o.row.count > 0;
        arena_close(o.arena);
    }
    return good && unit_keep_last(l->db, err);
}

static bool end_contacts(struct load *l, struct err *err)
{
    if (!l->segment)
        return true;
    const struct hsaid_dict *unit = segment_units(l->segment);
    uint32_t units = l->units.dict.count;
    for (uint32_t i = 0; i < unit->count; i++)
        units += !known_hsaids_find(&l->units, &unit->id[i]);
    if (!units_fit(units, err))
        return false;
    struct segment_writer *w = l->segment;
    l->segment = NULL;
    return segment_commit(w, &l->made, err) &&
           folder_sync(l->in->files, instance_path(l->in, l->arena, INSTANCE_SEGMENTS), err);
}

bool load_settle(struct load *l, enum load_table table, struct load_refusals refusals,
                 struct err *err)
{
    switch ((int)table) {
    case LOAD_UNITS:
        return settle_units(l, refusals, err);
    case LOAD_PEOPLE:
        return load_settle_people(l, refusals, err);
    case LOAD_CONTACTS:
        return end_contacts(l, err);
    default:
        return true;
    }
}
