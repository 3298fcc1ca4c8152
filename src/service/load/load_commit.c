/* Comparing, then the one transaction in which a load happens. */
#include "domain/identity_merge.h"
#include "service/access/access_log.h"
#include "service/figures/segments.h"
#include "service/load/load_parts.h"
#include "service/work.h"
#include "store/instance_store.h"
#include "store/person_store.h"
#include "store/staff_store.h"
#include "store/stage.h"
#include "store/unit_store.h"

#include <assert.h>

/* Steps that are shown: the tables, twice, and what comes behind. */
enum { STEPS_COMPARE = TABLE_COUNT, STEPS_COMMIT = TABLE_COUNT + 3 };

static void show(const struct load *l, unsigned done, unsigned total)
{
    if (l->options.show)
        l->options.show(l->options.state, done, total);
}

static bool note_again(void *state, enum table_id table, struct stage_again run, struct err *err)
{
    struct load *l = state;
    *(struct load_again *)bag_add(&l->again) = (struct load_again){table, run};
    return true;
}

/* A file that says nothing of a closing, or another day, does not change what an act has planned,
 * for its persons are moved then. Looked at last: what acts put in the place of a row is known by
 * what files say.
 */
static bool keep_closings(struct load *l, struct stage_again_reader again, struct err *err)
{
    uint64_t kept = 0;
    struct stage_compared *c = &l->compared[TABLE_UNITS], more;
    if (c->corrected == 0)
        return true;
    if (!unit_keep_closings(l->db, &kept, err))
        return false;
    if (kept == 0)
        return true;
    if (!stage_compare(l->db, TABLE_UNITS, again, &more, err))
        return false;
    l->closings = kept - more.again;
    more.again += c->again;
    *c = more;
    return true;
}

bool load_compare_tables(struct load *l, unsigned first, unsigned end, struct err *err)
{
    struct stage_again_reader again = {l, note_again};
    for (unsigned i = first; i < end; i++) {
        struct stage_compared *c = &l->compared[i];
        if (TABLES[i].home == HOME_REGISTRY &&
            !stage_compare(l->db, (enum table_id)i, again, c, err))
            return false;
        if (i == TABLE_UNITS && !keep_closings(l, again, err))
            return false;
        l->changed += c->added + c->corrected;
    }
    return true;
}

bool load_end_reading(struct load *l, struct err *err)
{
    if (!l->reading)
        return true;
    if (!db_commit(l->db, err)) /* of nothing but the connection's own tables */
        return false;
    l->reading = false;
    return true;
}

bool load_compare(struct load *l, uint64_t *changed, struct err *err)
{
    if (!load_end_early(l, err))
        return false;
    for (unsigned i = l->early.tables; i < TABLE_COUNT; i++) {
        if (!load_compare_tables(l, i, i + 1, err))
            return false;
        show(l, i + 1, STEPS_COMPARE);
    }
    if (!load_end_reading(l, err))
        return false;
    *changed = l->changed;
    return true;
}

static bool insert_hsaids(struct load *l, const struct known_hsaids *k, bool are_units,
                          struct err *err)
{
    for (size_t i = 0; i < k->entry.count; i++) {
        const struct known_hsaid *e = bag_at(&k->entry, i);
        const struct hsaid *id = &k->dict.id[i];
        if (!e->known || e->stored)
            continue;
        if (!(are_units ? unit_insert(l->db, e->id, id, err) : staff_insert(l->db, e->id, id, err)))
            return false;
    }
    return true;
}

static void touch(struct load *l, uint32_t person)
{
    if (person != 0)
        (void)key_set_add(&l->touched, person);
}

/* An identifier whose person is another than before: both persons are touched. */
static bool move_identifier(struct load *l, uint32_t index, int64_t position, struct err *err)
{
    uint32_t was = known_identifier(&l->identifiers, index)->person;
    uint32_t is = l->persons.person[index];
    touch(l, was);
    touch(l, is);
    return identifier_move(l->db, index + 1, is, position, err);
}

static bool insert_identifier(struct load *l, uint32_t index, int64_t position, struct err *err)
{
    const struct load_persons *p = &l->persons;
    struct identifier_now row = {.id = index + 1,
                                 .number = {known_identifier(&l->identifiers, index)->packed},
                                 .person = p->person[index]};
    if (p->person[index] < p->first_new) /* joining who was there moves what is in effect */
        touch(l, p->person[index]);
    return identifier_insert(l->db, &row, position, err);
}

static bool write_persons(struct load *l, struct err *err)
{
    const struct load_persons *p = &l->persons;
    for (uint32_t i = 0; i < p->count; i++)
        if (p->newest[i] == i && p->person[i] >= p->first_new &&
            !person_insert(l->db, p->person[i], i + 1, err))
            return false;
    return true;
}

static bool write_identifiers(struct load *l, int64_t position, struct err *err)
{
    const struct load_persons *p = &l->persons;
    for (uint32_t i = 0; i < p->count; i++) {
        const struct known_identifier *e = known_identifier(&l->identifiers, i);
        if (!e->known)
            continue;
        if (i >= l->identifiers.stored) {
            if (!insert_identifier(l, i, position, err))
                return false;
        } else if (e->person != p->person[i] && !move_identifier(l, i, position, err)) {
            return false;
        }
    }
    return true;
}

/* Whose row is the person's, where that has changed; nobody's for a person who was joined with
 * another, or of whom nothing is stated any more. */
static bool write_newest(struct load *l, struct err *err)
{
    const struct load_persons *p = &l->persons;
    bool *has_any = ARENA_NEW(l->writing, bool, p->first_new);
    for (uint32_t i = 0; i < p->count; i++)
        if (known_identifier(&l->identifiers, i)->known && p->person[i] < p->first_new)
            has_any[p->person[i]] = true;
    for (uint32_t i = 0; i < p->count; i++) {
        const struct known_identifier *e = known_identifier(&l->identifiers, i);
        bool old_person = p->person[i] > 0 && p->person[i] < p->first_new;
        bool changed = p->old_newest[i] != i || e->person != p->person[i] || !e->stated;
        if (e->known && p->newest[i] == i && old_person && changed) {
            touch(l, p->person[i]);
            if (!person_set_newest(l->db, p->person[i], i + 1, err))
                return false;
        }
        if (e->stated && !has_any[e->person] && !person_set_newest(l->db, e->person, 0, err))
            return false;
    }
    return true;
}

bool load_write_people(struct load *l, int64_t position, struct err *err)
{
    if (!l->has_people)
        return true;
    return write_identifiers(l, position, err) && write_persons(l, err) && write_newest(l, err);
}

/* The persons to whom the identifiers that are read point now; one of which nothing is said any
 * more points where it did. */
static bool touch_all(struct load *l, struct cursor *identifier, struct err *err)
{
    enum db_next found;
    while ((found = db_next(identifier, err)) == DB_ROW) {
        uint32_t index = (uint32_t)db_get_i64(identifier, 0) - 1;
        const struct known_identifier *e = known_identifier(&l->identifiers, index);
        touch(l, l->has_people && e->known ? l->persons.person[index] : e->person);
    }
    return found == DB_END;
}

/* Persons of several identifiers. */
static void touch_joined(struct load *l)
{
    for (uint32_t i = 0; i < l->persons.count; i++)
        if (l->persons.newest[i] != i)
            touch(l, l->persons.person[i]);
}

bool load_touch_staged(struct load *l, struct err *err)
{
    struct cursor c;
    if (load_is_first(l)) {
        touch_joined(l);
        return true;
    }
    return stage_each_identifier(l->db, &c, err) && touch_all(l, &c, err);
}

bool load_touch_position(struct load *l, int64_t position, struct err *err)
{
    struct cursor c;
    return stage_each_changed(l->db, position, &c, err) && touch_all(l, &c, err);
}

static bool write_segments(struct load *l, struct err *err)
{
    for (size_t i = 0; i < l->made.count; i++) {
        const struct load_made *made = bag_at(&l->made, i);
        struct load_segment segment = {
            .load = l->id,
            .table = made->table,
            .path = str_fmt(l->arena, "%lld/%s", (long long)l->id, made->name),
            .checksum = made->segment.checksum,
            .rows = made->segment.rows,
            .first = made->segment.first,
            .last = made->segment.last};
        if (!load_insert_segment(l->db, &segment, err))
            return false;
    }
    return true;
}

/* Days that it replaces, of each table of events that it had files of. */
static bool write_replaced(struct load *l, const struct load_said *said, struct err *err)
{
    bool done[TABLE_COUNT] = {false};
    for (unsigned i = 0; l->options.replaces && i < said->files; i++) {
        enum table_id t = said->file[i].table;
        struct load_replaced replaced = {l->id, t, l->options.replace_from, l->options.replace_to};
        if (TABLES[t].home == HOME_EVENTS && !done[t] && !l->put_back[t] &&
            !load_insert_replaced(l->db, &replaced, err))
            return false;
        done[t] = true;
    }
    return true;
}

static bool write_load(struct load *l, const struct load_said *said, int64_t position,
                       struct err *err)
{
    struct load_now load = {
        .id = l->id, .position = position, .rows = said->rows, .rejects = said->rejects};
    if (!load_insert(l->db, &load, err))
        return false;
    for (unsigned i = 0; i < said->files; i++)
        if (!load_insert_file(l->db, l->id, i, &said->file[i], err))
            return false;
    for (size_t i = 0; i < l->again.count; i++) {
        const struct load_again *again = bag_at(&l->again, i);
        if (!load_insert_again(l->db, l->id, again->table, again->run, err))
            return false;
    }
    return write_segments(l, err) && write_replaced(l, said, err) && load_write_findings(l, err);
}

static bool write_table(struct load *l, unsigned table, struct err *err)
{
    return TABLES[table].home != HOME_REGISTRY ||
           stage_land(l->db, (enum table_id)table, &l->compared[table], l->work.position, err);
}

bool load_write_first(struct load *l, struct err *err)
{
    l->follows = l->has_people && !load_is_first(l);
    l->following = (struct work_following){.of = l->work};
    l->population = (struct population){.arena = l->writing,
                                        .in = l->in,
                                        .work = l->work,
                                        .following = &l->following,
                                        .emigrated = BAG_OPEN(l->writing, struct population_row)};
    if (l->follows && !population_note(&l->population, err))
        return false;
    if (!insert_hsaids(l, &l->units, true, err) || !insert_hsaids(l, &l->staff, false, err) ||
        !load_write_people(l, l->work.position, err))
        return false;
    for (unsigned i = 0; i < TABLE_CONTACTS; i++)
        if (!write_table(l, i, err))
            return false;
    return load_touch_staged(l, err) &&
           (!l->follows || population_come_back(&l->population, err)) &&
           load_make_effects(l, l->work.position, err) && load_fill(l, err);
}

static bool write_all(struct load *l, const struct load_said *said, bool first_is_written,
                      struct err *err)
{
    if (!first_is_written && !load_write_first(l, err))
        return false;
    show(l, 1, STEPS_COMMIT);
    for (unsigned i = TABLE_CONTACTS; i < TABLE_COUNT; i++) {
        if (!write_table(l, i, err))
            return false;
        show(l, i + 2, STEPS_COMMIT);
    }
    show(l, STEPS_COMMIT - 1, STEPS_COMMIT);
    return write_load(l, said, l->work.position, err);
}

/* What comes again byte by byte, and is lost, goes back to where it was: as rows of a later load it
 * would replace what has been corrected since, and days that are replaced would be without it. */
static bool put_back(struct load *l, struct err *err)
{
    struct bag kept = BAG_OPEN(l->arena, struct load_made);
    for (size_t i = 0; i < l->made.count; i++) {
        const struct load_made *made = bag_at(&l->made, i);
        const char *path = str_fmt(l->arena, "%s/%s", l->folder, made->name).at;
        if (!made->lost)
            *(struct load_made *)bag_add(&kept) = *made;
        else if (!segments_put_back(l->in, l->arena, made->lost, path, err))
            return false;
        l->put_back[made->table] = true;
        l->puts_back += made->lost != NULL;
    }
    for (size_t i = 0; i < kept.count; i++)
        l->put_back[((struct load_made *)bag_at(&kept, i))->table] = false;
    l->made = kept;
    return true;
}

unsigned load_puts_back(const struct load *l)
{
    return l->puts_back;
}

unsigned load_segments(const struct load *l)
{
    return (unsigned)l->made.count;
}

uint64_t load_listed(const struct load *l)
{
    return l->population.listed;
}

uint64_t load_moved(const struct load *l)
{
    return l->population.moved;
}

uint64_t load_from_queue(const struct load *l)
{
    return (uint64_t)l->from_queue;
}

uint64_t load_closings(const struct load *l)
{
    return l->closings;
}

uint64_t load_nowhere(const struct load *l)
{
    return l->population.nowhere;
}

/* The caller looked whether some load holds the files, maybe long before this one began: another
 * may have landed them since. */
static bool are_new(struct load *l, const struct load_said *said, struct err *err)
{
    for (unsigned i = 0; i < said->files; i++) {
        const struct load_file *f = &said->file[i];
        int64_t held = 0;
        if (l->options.again || (l->options.replaces && TABLES[f->table].home == HOME_EVENTS))
            continue;
        if (!load_holding(l->db, f->sum, f->table, &held, err))
            return false;
        if (held != 0)
            return FAIL(err, ERR_BUSY, "load.overtaken", "%lld", (long long)held);
    }
    return true;
}

bool load_begin_writing(struct load *l, struct err *err)
{
    bool fills = l->changed > l->identifiers.stored; /* as a first load does */
    struct str by = l->options.actor.id;
    if (!(fills ? work_begin_filling(l->db, STR("load"), by, &l->work, err)
                : work_begin_by(l->db, STR("load"), by, &l->work, err)))
        return false;
    l->writes = true;
    if (!work_on_day(&l->work, l->in, err))
        return false;
    return l->work.position == l->position + 1 ||
           FAIL(err, ERR_BUSY, "load.overtaken", "%lld", (long long)(l->work.position - 1));
}

/* With the load, in its transaction. */
static bool log_load(struct load *l, const struct load_said *said, struct err *err)
{
    struct access_entry e = {.actor = l->options.actor,
                             .act = STR("import"),
                             .kind = ACCESS_WRITE,
                             .about = str_fmt(l->arena, "load=%lld", (long long)l->id),
                             .count = (int64_t)said->rows,
                             .position = l->work.position};
    return load_log(l, &e, err);
}

bool load_commit(struct load *l, const struct load_said *said, struct err *err)
{
    assert(!l->options.dry_run && !l->reading && !l->contacts);
    bool first_is_written = l->writes;
    if (!load_look_back(l, said, err) || !put_back(l, err))
        return false;
    if ((!l->writes && !load_begin_writing(l, err)) || !are_new(l, said, err) ||
        !write_all(l, said, first_is_written, err) || !log_load(l, said, err)) {
        db_rollback(l->db);
        return false;
    }
    /* From here on the registry says whether the segment exists: after a failed commit, too, for a
     * power cut can make one whole that could not be told from a failed one. */
    l->has_folder = false;
    if (!work_commit(&l->work, err))
        return false;
    struct err unsaid = {
        0}; /* the load holds; who writes the next checkpoint tells what is wrong */
    (void)!access_log_checkpoint(l->in, &unsaid);
    show(l, STEPS_COMMIT, STEPS_COMMIT);
    return true;
}
