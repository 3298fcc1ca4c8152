#include "service/figures/snapshot_feed.h"

#include "domain/span.h"
#include "engine/bag.h"
#include "service/figures/segments.h"
#include "store/instance_store.h"
#include "store/listing_store.h"
#include "store/named_contact_store.h"
#include "store/person_store.h"
#include "store/reference_store.h"
#include "store/residence_store.h"
#include "store/staff_store.h"
#include "store/table_store.h"
#include "store/unit_store.h"

#include <string.h>

enum { TELL_EVERY = 64 * 1024 }; /* rows */

/* From the registry's ids to the builder's numbers. */
struct numbers {
    uint32_t *at;
    size_t room;
};
struct feed {
    const struct instance *in;
    const struct warehouse_use *use;
    struct arena *arena; /* until the file is there */
    struct snapshot_builder *builder;
    struct numbers unit, staff, person;
    struct segments segments;
    struct bag contacts, events; /* struct segment, struct events: open until the end */
    uint64_t rows;               /* of the registry, so far */
};

static void tell(const struct feed *f, enum warehouse_step step, uint64_t done, uint64_t total)
{
    if (f->use->show)
        f->use->show(f->use->state, step, done, total);
}

static void tell_row(struct feed *f)
{
    if (++f->rows % TELL_EVERY == 0)
        tell(f, WAREHOUSE_REGISTRY, f->rows, 0);
}

/* Ids are given in order from 1, so the array is dense; 0 stands where there is none. */
static bool set_number(const struct feed *f, struct numbers *n, int64_t id, uint32_t number,
                       struct err *err)
{
    if (id <= 0 || id > UINT32_MAX)
        return FAIL(err, ERR_IO, "store.damaged", INSTANCE_REGISTRY);
    if ((size_t)id >= n->room) {
        size_t room = n->room > 0 ? n->room : 1024;
        while (room <= (size_t)id)
            room *= 2;
        uint32_t *grown = ARENA_NEW(f->arena, uint32_t, room);
        if (n->room > 0)
            memcpy(grown, n->at, n->room * sizeof *grown);
        *n = (struct numbers){grown, room};
    }
    n->at[id] = number + 1;
    return true;
}

/* The registry's references hold (foreign keys), so an id that it names is one that it has, unless
 * its file is damaged. */
static bool number_of(const struct numbers *n, int64_t id, uint32_t *out, struct err *err)
{
    if (id <= 0 || (size_t)id >= n->room || n->at[id] == 0)
        return FAIL(err, ERR_IO, "store.damaged", INSTANCE_REGISTRY);
    *out = n->at[id] - 1;
    return true;
}

/* ---- the registry, a row at a time ---- */

static bool take_unit(void *state, int64_t id, const struct unit_row *row, struct err *err)
{
    struct feed *f = state;
    struct snapshot_unit unit = {.id = row->unit,
                                 .name = row->name,
                                 .county = row->county,
                                 .municipality = row->municipality,
                                 .operator_kind = row->operator_kind};
    uint32_t number;
    if (!snapshot_add_unit(f->builder, &unit, &number, err))
        return false;
    return set_number(f, &f->unit, id, number, err);
}

/* Those of whom nothing is stated any more too: a named contact may point to them. */
static bool take_staff_id(void *state, const struct hsaid_now *row, struct err *err)
{
    struct feed *f = state;
    return set_number(f, &f->staff, row->id, snapshot_add_staff(f->builder, &row->hsaid, false),
                      err);
}

static bool take_staff(void *state, int64_t id, const struct staff_row *row, struct err *err)
{
    struct feed *f = state;
    bool is_protected = row->protected_staff == ANSWER_YES;
    uint32_t number = snapshot_add_staff(f->builder, &row->staff, is_protected);
    return set_number(f, &f->staff, id, number, err);
}

/* A registration ends with the day of its end, but not where another identifier goes on with it. */
static struct day registered_to(const struct person_now *row)
{
    bool ends =
        row->deregistration_reason != DEREG_NONE && row->deregistration_reason != DEREG_REPLACED;
    return ends ? row->deregistered_on : DAY_NONE;
}

static bool take_person(void *state, const struct person_now *row, struct err *err)
{
    struct feed *f = state;
    struct snapshot_person person = {.key = row->key,
                                     .birth = row->birth,
                                     .end = row->end,
                                     .sex = row->sex,
                                     .protection = row->protection,
                                     .county = row->county,
                                     .municipality = row->municipality,
                                     .registered_from = row->registered_from,
                                     .registered_to = registered_to(row)};
    tell_row(f);
    return set_number(f, &f->person, row->key, snapshot_add_person(f->builder, &person), err);
}

static bool take_identifier(void *state, const struct identifier_now *row, struct err *err)
{
    struct feed *f = state;
    uint32_t person;
    if (!row->stated)
        return true; /* what was said of it was taken back, and nothing is loaded for it */
    if (!number_of(&f->person, row->person, &person, err))
        return false;
    snapshot_add_identifier(f->builder, row->id, person);
    tell_row(f);
    return true;
}

static bool take_listing(void *state, const struct listing_now *row, struct err *err)
{
    struct feed *f = state;
    struct snapshot_listing listing = {.from = row->from, .to = row->to, .basis = row->basis};
    if (!number_of(&f->person, row->person, &listing.person, err) ||
        !number_of(&f->unit, row->unit, &listing.unit, err))
        return false;
    snapshot_add_listing(f->builder, &listing);
    tell_row(f);
    return true;
}

static bool take_named_contact(void *state, const struct named_contact_now *row, struct err *err)
{
    struct feed *f = state;
    struct snapshot_named_contact contact = {
        .from = row->from, .to = row->to, .informed_on = row->informed_on, .kind = row->kind};
    if (!number_of(&f->person, row->person, &contact.person, err) ||
        !number_of(&f->unit, row->unit, &contact.unit, err) ||
        !number_of(&f->staff, row->staff, &contact.staff, err))
        return false;
    snapshot_add_named_contact(f->builder, &contact);
    tell_row(f);
    return true;
}

static bool take_residence(void *state, const struct residence_now *row, struct err *err)
{
    struct feed *f = state;
    struct day to = span_sooner(row->to, row->died); /* who emigrates keeps the place */
    if (span_is_empty(row->from, to))
        return true; /* it covers no day */
    struct snapshot_residence residence = {.municipality = row->municipality,
                                           .from = row->from,
                                           .to = to,
                                           .reported_on = row->reported_on,
                                           .kind = row->kind};
    if (!number_of(&f->person, row->person, &residence.person, err))
        return false;
    snapshot_add_residence(f->builder, &residence);
    tell_row(f);
    return true;
}

static bool take_held_position(void *state, const struct position_now *row, struct err *err)
{
    struct feed *f = state;
    struct snapshot_position position = {
        .from = row->from, .to = row->to, .employment = row->employment};
    if (!number_of(&f->unit, row->unit, &position.unit, err) ||
        !number_of(&f->staff, row->staff, &position.staff, err))
        return false;
    snapshot_add_position(f->builder, &position);
    tell_row(f);
    return true;
}

static bool take_term(void *state, const struct term_row *row, struct err *err)
{
    struct feed *f = state;
    snapshot_add_term(f->builder, row);
    return true;
}

/* A field as the snapshot keeps it; false: nothing that an import would have let through. */
static bool number_in(const struct table_column *c, const struct table_field *field,
                      struct snapshot_number *out)
{
    *out = (struct snapshot_number){field->number < 0 ? SNAPSHOT_UNKNOWN : field->number, 0};
    if (c->type != COLUMN_DECIMAL)
        return true;
    if (field->text.len == 0)
        return !c->required;
    return snapshot_number_parse(field->text, out);
}

static bool take_table_row(void *state, enum table_id table, const struct table_field *field,
                           struct err *err)
{
    struct feed *f = state;
    const struct table *t = &TABLES[table];
    struct snapshot_table_row row = {.unit = SNAPSHOT_NATION};
    for (unsigned i = 0; i < t->columns; i++) {
        const struct table_column *c = &t->column[i];
        bool is_nation = c->type == COLUMN_UNIT_OR_NATION && field[i].number == 0;
        if (c->refers == REFERS_UNIT && !is_nation &&
            !number_of(&f->unit, field[i].number, &row.unit, err))
            return false;
        if (c->type == COLUMN_MONTH || (c->type == COLUMN_COUNT && c->key))
            row.period = (int32_t)field[i].number;
        if (c->type == COLUMN_WORD)
            row.text = field[i].text;
        if (!number_in(c, &field[i], &row.number[i]))
            return FAIL(err, ERR_IO, "store.damaged", INSTANCE_REGISTRY);
    }
    tell_row(f);
    return snapshot_add_table_row(f->builder, table, &row, err);
}

static bool take_tables(struct feed *f, struct err *err)
{
    for (unsigned i = TABLE_CALLS; i <= TABLE_SURVEY; i++)
        if (!table_each(f->in->db, (enum table_id)i, (struct table_reader){f, take_table_row}, err))
            return false;
    return true;
}

static bool take_people(struct feed *f, struct err *err)
{
    struct db *db = f->in->db;
    tell(f, WAREHOUSE_REGISTRY, 0, 0);
    snapshot_set_county(f->builder, f->in->region.county);
    return unit_each(db, (struct unit_reader){f, take_unit}, err) &&
           staff_each_id(db, (struct hsaid_reader){f, take_staff_id}, err) &&
           staff_each(db, (struct staff_reader){f, take_staff}, err) &&
           person_each(db, (struct person_reader){f, take_person}, err) &&
           named_contact_each(db, (struct named_contact_reader){f, take_named_contact}, err) &&
           residence_each(db, (struct residence_reader){f, take_residence}, err);
}

static bool take_registry(struct feed *f, struct err *err)
{
    struct db *db = f->in->db;
    return take_people(f, err) &&
           identifier_each(db, (struct identifier_reader){f, take_identifier}, err) &&
           listing_each(db, (struct listing_reader){f, take_listing}, err) &&
           position_each(db, (struct position_reader){f, take_held_position}, err) &&
           term_each(db, (struct term_reader){f, take_term}, err) && take_tables(f, err);
}

/* ---- segments ---- */

static bool take_contacts(struct feed *f, const struct load_segment *named, struct err *err)
{
    struct segment opened;
    if (!segments_open_contacts(f->in, f->arena, named, &opened, err))
        return false;
    struct segment *kept = bag_add(&f->contacts);
    *kept = opened;
    return snapshot_add_segment(f->builder, kept, err);
}

static bool take_events(struct feed *f, const struct load_segment *named, struct err *err)
{
    struct events opened;
    struct days_out out = {{0}};
    if (!segments_open_events(f->in, f->arena, named, &opened, err))
        return false;
    struct events *kept = bag_add(&f->events);
    *kept = opened;
    bool any = segments_days_out(&f->segments, named, &out);
    return snapshot_add_events(f->builder, kept, any ? &out : NULL, err);
}

static bool take_segments(struct feed *f, struct err *err)
{
    for (size_t i = 0; i < f->segments.count; i++) {
        const struct load_segment *named = &f->segments.at[i];
        if (named->table == TABLE_CONTACTS ? !take_contacts(f, named, err)
                                           : !take_events(f, named, err))
            return false;
        tell(f, WAREHOUSE_SEGMENTS, i + 1, f->segments.count);
    }
    return true;
}

static void close_segments(struct feed *f)
{
    for (size_t i = 0; i < f->contacts.count; i++)
        segment_close(bag_at(&f->contacts, i));
    for (size_t i = 0; i < f->events.count; i++)
        events_close(bag_at(&f->events, i));
}

/* ---- the whole ---- */

static bool take_position(const struct feed *f, struct snapshot_origin *out, struct err *err)
{
    return position_now(f->in->db, &out->position, err) &&
           load_last(f->in->db, &out->last_load, err);
}

bool snapshot_feed(struct instance *in, const struct warehouse_use *use, const char *path,
                   uint64_t *checksum, struct err *err)
{
    const struct files *fs = use->files ? use->files : in->files;
    struct feed f = {.in = in, .use = use};
    struct snapshot_options options = {.path = path, .threads = use->threads ? use->threads : 1};
    if (!db_begin(in->db, DB_READ, err))
        return false;
    f.arena = arena_open((size_t)1024 * 1024);
    f.builder = snapshot_builder_open();
    f.contacts = (struct bag)BAG_OPEN(f.arena, struct segment);
    f.events = (struct bag)BAG_OPEN(f.arena, struct events);
    bool done = take_position(&f, &options.origin, err) && take_registry(&f, err) &&
                segments_read(in, f.arena, 0, &f.segments, err) && take_segments(&f, err);
    db_rollback(in->db); /* nothing was written, and writers' room is theirs again */
    if (done) {
        tell(&f, WAREHOUSE_SORTING, 0, 0);
        done = snapshot_finish(f.builder, fs, &options, checksum, err);
    }
    close_segments(&f);
    snapshot_builder_close(f.builder);
    arena_close(f.arena);
    return done;
}

bool snapshot_feed_known(struct instance *known, const struct warehouse_use *use, const char *path,
                         struct err *err)
{
    const struct files *fs = use->files ? use->files : known->files;
    struct feed f = {.in = known, .use = use};
    struct snapshot_options options = {.path = path, .threads = use->threads ? use->threads : 1};
    uint64_t checksum = 0;
    if (!db_begin(known->db, DB_READ, err))
        return false;
    f.arena = arena_open((size_t)1024 * 1024);
    f.builder = snapshot_builder_open();
    bool done = take_people(&f, err);
    db_rollback(known->db);
    done = done && snapshot_finish(f.builder, fs, &options, &checksum, err);
    snapshot_builder_close(f.builder);
    arena_close(f.arena);
    return done;
}
