#include "service/load/load_parts.h"

#include "domain/identity_merge.h"
#include "service/access/access_log.h"
#include "service/figures/segments.h"
#include "store/instance_store.h"
#include "store/person_store.h"
#include "store/staff_store.h"
#include "store/stage.h"

#include <assert.h>

#define LOCK_FILE INSTANCE_LOADS "/lock"
enum { LOADS_MOST = 100 * 1000 * 1000 };

/* ---- beginning ---- */

static bool know_hsaid(void *state, const struct hsaid_now *row, struct err *err)
{
    known_hsaids_add_stored(state, row->id, &row->hsaid, row->stated);
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
    e->stated = row->stated;
    e->is_protected = row->is_protected;
    if (!e->stated) /* what was said of it was taken back */
        known_identifiers_forget(k, index);
    if (row->replaced_by != 0)
        e->replaced_by = e->was_replaced_by = row->replaced_by - 1;
    return true;
}

bool load_read_known(struct load *l, struct err *err)
{
    int64_t count = 0;
    l->units = known_hsaids_open(l->arena);
    l->staff = known_hsaids_open(l->arena);
    if (!position_now(l->db, &l->position, err) ||
        !unit_each_id(l->db, (struct hsaid_reader){&l->units, know_hsaid}, err) ||
        !staff_each_id(l->db, (struct hsaid_reader){&l->staff, know_hsaid}, err) ||
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

/* The greatest number that something in the folder is named by. Loads come one at a time: what is
 * far away is no load's. */
static bool find_last(struct load *l, const char *under, int64_t *last, struct err *err)
{
    const char *const *name = NULL;
    size_t count = 0;
    if (!folder_list(l->arena, instance_path(l->in, l->arena, "%s", under), &name, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        int64_t number = 0;
        if (str_to_i64(str_of(name[i]), &number) && number > *last && number < LOADS_MOST)
            *last = number;
    }
    return true;
}

static bool begin(struct load *l, struct err *err)
{
    int64_t last = 0;
    if (!load_last(l->db, &last, err) || !find_last(l, INSTANCE_SEGMENTS, &last, err) ||
        !find_last(l, INSTANCE_LOADS, &last, err) || !segments_sweep(l->in, l->arena, err) ||
        !stage_open(l->db, err))
        return false;
    l->id = last + 1;
    l->folder = instance_path(l->in, l->arena, INSTANCE_SEGMENTS "/%lld", (long long)l->id);
    if (!db_begin(l->db, DB_READ, err))
        return false;
    l->reading = true;
    return load_read_known(l, err);
}

bool load_lock(struct instance *in, struct arena *a, struct file_lock *out, struct err *err)
{
    struct err why = {0};
    if (file_lock_take(in->files, instance_path(in, a, LOCK_FILE), LOCK_TRY, out, &why))
        return true;
    if (why.kind == ERR_BUSY)
        return FAIL(err, ERR_BUSY, "load.running", "%.190s", in->home);
    *err = why;
    return false;
}

bool load_sweep(struct instance *in, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct file_lock lock;
    struct err why = {0};
    bool done = true;
    if (load_lock(in, a, &lock, &why)) {
        done = segments_sweep(in, a, err);
        file_lock_release(&lock);
    } else if (why.kind != ERR_BUSY) {
        *err = why;
        done = false;
    }
    arena_close(a);
    return done;
}

bool load_open(struct instance *in, const struct load_options *options, struct load **out,
               struct err *err)
{
    enum { BLOCK = 1024 * 1024 };
    struct arena *a = arena_open(BLOCK);
    struct load *l = ARENA_NEW(a, struct load, 1);
    *l = (struct load){.arena = a, .in = in, .options = *options, .db = in->db};
    if (l->options.actor.id.len == 0)
        l->options.actor = actor_of_process(a);
    l->writing = arena_open(ARENA_BLOCK);
    l->made = (struct bag)BAG_OPEN(a, struct load_made);
    l->again = (struct bag)BAG_OPEN(l->writing, struct load_again);
    l->listed = (struct bag)BAG_OPEN(l->writing, struct access_entry);
    l->touched.arena = l->writing;
    l->counter = load_counter_open(a, instance_today(in));
    if (!load_lock(in, a, &l->lock, err)) {
        arena_close(l->writing);
        arena_close(a);
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
    struct err folder = {0};
    ahead_close(l->early.work);
    segment_discard(l->contacts);
    for (unsigned i = 0; i < TABLE_COUNT; i++)
        events_discard(l->events[i]);
    db_rollback(l->db);
    if (l->has_folder)
        (void)!folder_remove(l->in->files, l->folder, &folder);
    file_lock_release(&l->lock);
    arena_close(l->writing);
    arena_close(l->arena);
}

int64_t load_id(const struct load *l)
{
    return l->id;
}

bool load_that_holds(struct instance *in, struct sha256_sum sum, enum table_id table,
                     struct load_held *out, struct err *err)
{
    struct load_file file = {.table = table, .sum = sum};
    *out = (struct load_held){0};
    return load_holding(in->db, sum, table, &out->load, err) &&
           (out->load == 0 || load_held_rejects(in->db, out->load, &file, &out->rejects, err));
}

bool load_may_be_held(struct instance *in, uint64_t bytes, enum table_id table, bool *out,
                      struct err *err)
{
    return load_may_hold(in->db, bytes, table, out, err);
}

bool load_each_staff(struct instance *in, struct staff_reader reader, struct err *err)
{
    return staff_each(in->db, reader, err);
}

bool load_unmerged(const struct load *l, uint64_t *out, struct err *err)
{
    int64_t count = 0;
    assert(!l->early.work); /* it has the connection */
    if (!load_count_with_segments(l->db, &count, err))
        return false;
    *out = (uint64_t)count;
    return true;
}

/* ---- rows ---- */

static enum load_taken refuse(struct load_refusal *refusal, const char *column, const char *code)
{
    refusal->column = column;
    (void)err_set(&refusal->why, ERR_INVALID, code, __FILE__, "%s", "");
    return LOAD_REFUSED;
}

/* Every day is, unless the load replaces some: then a row of another day would come to stand beside
 * what it was meant to replace. */
static bool in_replaced_days(const struct load *l, struct day day)
{
    return !l->options.replaces || (!day_is_none(day) && day.n >= l->options.replace_from.n &&
                                    day.n <= l->options.replace_to.n);
}

static enum load_taken taken(bool good)
{
    return good ? LOAD_TAKEN : LOAD_FAILED;
}

/* A snapshot would have no room for them, and then it is too late to say so. */
static bool units_fit(uint32_t count, struct err *err)
{
    if (count > UNITS_MOST)
        return FAIL(err, ERR_INVALID, "load.units", "%u", (unsigned)UNITS_MOST);
    return true;
}

/* The id of whom the column speaks, *id 0 where it is empty; false: nobody knows it. */
static bool known(const struct load *l, const struct table_column *c, const void *row, int64_t *id)
{
    const void *at = column_at(c, row);
    *id = 0;
    if (c->refers == REFERS_NOTHING)
        return true;
    if (c->refers == REFERS_PERSON) {
        const struct person_id *person = at;
        uint32_t index = 0;
        bool found = known_identifiers_find(&l->identifiers, *person, &index);
        *id = found ? (int64_t)index + 1 : 0;
        return found || person->packed == 0;
    }
    const struct hsaid *hsaid = at;
    const struct known_hsaid *found =
        known_hsaids_find(c->refers == REFERS_UNIT ? &l->units : &l->staff, hsaid);
    *id = found ? found->id : 0;
    return found || !hsaid->text[0];
}

static enum load_taken refuse_unknown(const struct table_column *c, struct load_refusal *refusal)
{
    static const char *const code[] = {[REFERS_PERSON] = "load.person_unknown",
                                       [REFERS_UNIT] = "load.unit_unknown",
                                       [REFERS_STAFF] = "load.staff_unknown"};
    return refuse(refusal, c->name, code[c->refers]);
}

static bool bring_person(struct load *l, const struct people_row *row, int64_t *id, struct err *err)
{
    uint32_t index = 0;
    if (!known_identifiers_add(&l->identifiers, row->person, &index))
        return FAIL(err, ERR_INVALID, "load.full", "%zu", l->identifiers.entry.count);
    l->has_twice |= known_identifier(&l->identifiers, index)->staged++ > 0;
    l->has_people = true;
    l->any_replaced |= row->replaced_by.packed != 0;
    *id = (int64_t)index + 1;
    return true;
}

/* Whom the row brings into being stands in its first column. */
static bool bring(struct load *l, const struct table *t, const void *row, int64_t *id,
                  struct err *err)
{
    const void *at = column_at(&t->column[0], row);
    switch (t->brings) {
    case REFERS_NOTHING:
        return true;
    case REFERS_PERSON:
        return bring_person(l, row, id, err);
    case REFERS_UNIT:
        *id = known_hsaids_add(&l->units, at);
        return units_fit(l->units.dict.count, err);
    case REFERS_STAFF:
        break;
    }
    *id = known_hsaids_add(&l->staff, at);
    return true;
}

/* Whom the row names first: the identifier's id, 0: nobody. */
static uint32_t first_person(const struct table *t, const int64_t *id)
{
    for (unsigned i = 0; i < t->columns; i++)
        if (t->column[i].type == COLUMN_PERSON)
            return (uint32_t)id[i];
    return 0;
}

static enum load_taken add_stated(struct load *l, const struct load_row *in,
                                  struct load_refusal *refusal, struct err *err)
{
    const struct table *t = &TABLES[in->table];
    int64_t id[COLUMNS_MOST];
    bool brings = t->brings != REFERS_NOTHING;
    for (unsigned i = brings; i < t->columns; i++)
        if (!known(l, &t->column[i], in->row, &id[i]))
            return refuse_unknown(&t->column[i], refusal);
    struct staged_row staged = {in->row, id, in->place};
    if (l->early.work && !load_end_early(l, err)) /* it has the connection */
        return LOAD_FAILED;
    l->staged++;
    if (!bring(l, t, in->row, &id[0], err) || !stage_add(l->db, in->table, &staged, err))
        return LOAD_FAILED;
    load_counter_add(&l->counter, in->table, in->row, first_person(t, id));
    return LOAD_TAKEN;
}

/* ---- what care did ---- */

/* The path of the table's next segment; its folder is there. They stand in the order of their
 * names. */
static bool begin_segment(struct load *l, enum table_id table, const char **path, struct err *err)
{
    unsigned before = l->segments[table]++;
    l->segment_name[table] = before == 0
                                 ? TABLES[table].name
                                 : str_fmt(l->arena, "%s-%06u", TABLES[table].name, before + 1).at;
    *path = str_fmt(l->arena, "%s/%s", l->folder, l->segment_name[table]).at;
    l->has_folder = true;
    return folder_make(l->in->files, l->folder, err);
}

static bool open_contacts(struct load *l, struct err *err)
{
    const char *path;
    return l->contacts || (begin_segment(l, TABLE_CONTACTS, &path, err) &&
                           segment_create(l->in->files, path, &l->contacts, err));
}

/* The unit may be one that nobody knows; the staff may not. */
static enum load_taken add_contact(struct load *l, const struct load_row *in,
                                   struct load_refusal *refusal, struct err *err)
{
    const struct contact_row *row = in->row;
    uint32_t person = 0;
    if (!known_identifiers_find(&l->identifiers, row->person, &person))
        return refuse(refusal, "person", "load.person_unknown");
    if (row->staff.text[0] && !known_hsaids_find(&l->staff, &row->staff))
        return refuse(refusal, "staff", "load.staff_unknown");
    if (!segment_takes(row->date, row->sought_on))
        return refuse(refusal, segment_takes(row->date, DAY_NONE) ? "sought_on" : "date",
                      "segment.day");
    load_counter_add(&l->counter, in->table, row, person + 1);
    return taken(open_contacts(l, err) && segment_add(l->contacts, person + 1, row, err));
}

static bool open_events(struct load *l, enum table_id table, struct err *err)
{
    const char *path;
    return l->events[table] || (begin_segment(l, table, &path, err) &&
                                events_create(l->in->files, path, table, &l->events[table], err));
}

/* A time that is given beside its date is one of that day. */
static bool on_its_day(const struct load_row *in)
{
    const struct measurement_row *row = in->row;
    return in->table != TABLE_MEASUREMENTS || day_is_none(row->time_on) ||
           row->time_on.n == row->date.n;
}

static enum load_taken add_event(struct load *l, const struct load_row *in,
                                 struct load_refusal *refusal, struct err *err)
{
    const struct table *t = &TABLES[in->table];
    int64_t person = 0, id = 0;
    for (unsigned i = 0; i < t->columns; i++) {
        if (!known(l, &t->column[i], in->row, &id))
            return refuse_unknown(&t->column[i], refusal);
        if (t->column[i].refers == REFERS_PERSON)
            person = id;
    }
    const struct table_column *column = events_refuses(in->table, in->row);
    if (column)
        return refuse(refusal, column->name, "segment.day");
    if (!on_its_day(in))
        return refuse(refusal, "time", "load.other_day");
    if (!in_replaced_days(l, events_date(in->table, in->row)))
        return refuse(refusal, "date", "load.outside");
    load_counter_add(&l->counter, in->table, in->row, (uint32_t)person);
    return taken(open_events(l, in->table, err) &&
                 events_add(l->events[in->table], (uint32_t)person, in->row, err));
}

enum load_taken load_add(struct load *l, const struct load_row *row, struct load_refusal *refusal,
                         struct err *err)
{
    switch (TABLES[row->table].home) {
    case HOME_REGISTRY:
        return add_stated(l, row, refusal, err);
    case HOME_CONTACTS:
        return add_contact(l, row, refusal, err);
    case HOME_EVENTS:
        break;
    }
    return add_event(l, row, refusal, err);
}

/* Only where a load has rows of many persons, in whatever order. */
void load_expect(const struct load *l, const struct load_row *row)
{
    if (row->table == TABLE_CONTACTS)
        known_identifiers_expect(&l->identifiers, ((const struct contact_row *)row->row)->person);
    else if (row->table == TABLE_LISTINGS)
        known_identifiers_expect(&l->identifiers, ((const struct listing_row *)row->row)->person);
    else if (row->table == TABLE_PEOPLE)
        known_identifiers_expect(&l->identifiers, ((const struct people_row *)row->row)->person);
}

/* ---- the end of a table ---- */

/* Units that only these rows name take room in a snapshot too. */
static bool unknown_units_fit(const struct load *l, const struct hsaid_dict *unit, struct err *err)
{
    uint32_t units = l->units.dict.count;
    for (uint32_t i = 0; i < unit->count; i++)
        units += !known_hsaids_find(&l->units, &unit->id[i]);
    return units_fit(units, err);
}

static bool end_contacts(struct load *l, struct segment_made *made, struct err *err)
{
    struct segment_writer *w = l->contacts;
    if (!unknown_units_fit(l, segment_units(w), err))
        return false;
    l->contacts = NULL;
    return segment_commit(w, made, err);
}

static bool end_events(struct load *l, enum table_id table, struct segment_made *made,
                       struct err *err)
{
    struct events_writer *w = l->events[table];
    if (!unknown_units_fit(l, events_units(w), err))
        return false;
    l->events[table] = NULL;
    return events_commit(w, made, err);
}

/* The segment of a table, where it has one, is whole and on the disk. */
static bool end_segment(struct load *l, enum table_id table, struct err *err)
{
    struct load_made made = {.table = table, .name = l->segment_name[table]};
    if (table == TABLE_CONTACTS ? !l->contacts : !l->events[table])
        return true;
    bool done = table == TABLE_CONTACTS ? end_contacts(l, &made.segment, err)
                                        : end_events(l, table, &made.segment, err);
    if (!done)
        return false;
    *(struct load_made *)bag_add(&l->made) = made;
    return folder_sync(l->in->files, instance_path(l->in, l->arena, INSTANCE_SEGMENTS), err);
}

bool load_cut(struct load *l, enum table_id table, struct err *err)
{
    return end_segment(l, table, err);
}

bool load_settle(struct load *l, enum table_id table, struct load_refusals refusals,
                 struct err *err)
{
    if (table == TABLE_UNITS)
        return load_settle_units(l, refusals, err);
    if (table == TABLE_PEOPLE)
        return load_settle_people(l, refusals, err);
    if (table == TABLE_BLOCKS)
        return load_begin_early(l, err);
    return TABLES[table].home == HOME_REGISTRY || end_segment(l, table, err);
}
