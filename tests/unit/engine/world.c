#include "world.h"

#include "forge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Not cmocka's: the fuzz targets begin with a world too. */
static void must(bool done, const struct err *err)
{
    if (done)
        return;
    (void)fprintf(stderr, "world: %s %s\n", err->code ? err->code : "", err->detail);
    abort();
}

struct day world_day(const char *text)
{
    struct day d;
    struct err err = {0};
    if (text[0] == 0)
        return DAY_NONE;
    must(day_parse(str_of(text), &d, &err), &err);
    return d;
}

struct hsaid world_id(const char *name)
{
    char text[64];
    struct hsaid id;
    struct err err = {0};
    (void)snprintf(text, sizeof text, "SE0000000000-%s", name);
    must(hsaid_parse(str_of(text), &id, &err), &err);
    return id;
}

struct world world_begin(void)
{
    struct world w = {.arena = arena_open(ARENA_BLOCK),
                      .builder = snapshot_builder_open(),
                      .folder = "/tmp/kontinua-world-XXXXXX"};
    struct err err = {0};
    if (access("/dev/shm", W_OK) == 0) /* nothing of a world is worth a disk */
        (void)snprintf(w.folder, sizeof w.folder, "/dev/shm/kontinua-world-XXXXXX");
    must(mkdtemp(w.folder) != NULL, &err);
    (void)snprintf(w.path, sizeof w.path, "%s/snapshot", w.folder);
    (void)snprintf(w.segment_path, sizeof w.segment_path, "%s/segment", w.folder);
    must(segment_create(&FORGE_FILES, w.segment_path, &w.writer, &err), &err);
    for (unsigned i = 0; i < WORLD_EVENTS; i++)
        (void)snprintf(w.event_path[i], sizeof w.event_path[i], "%s/events%u", w.folder, i);
    return w;
}

uint32_t world_unit(struct world *w, const char *name, const char *municipality,
                    enum operator_kind operator_kind)
{
    struct err err = {0};
    uint32_t number;
    struct str place = str_of(municipality);
    struct snapshot_unit unit = {.id = world_id(name),
                                 .name = str_of(name),
                                 .municipality = place,
                                 .county = {place.at, place.len ? 2 : 0},
                                 .operator_kind = operator_kind};
    must(snapshot_add_unit(w->builder, &unit, &number, &err), &err);
    return number;
}

uint32_t world_staff(struct world *w, const char *name, bool is_protected)
{
    struct hsaid id = world_id(name);
    return snapshot_add_staff(w->builder, &id, is_protected);
}

uint32_t world_add(struct world *w, const struct snapshot_person *person)
{
    uint32_t handle = snapshot_add_person(w->builder, person);
    snapshot_add_identifier(w->builder, handle + 1, handle);
    w->persons++;
    return handle;
}

uint32_t world_person(struct world *w, const char *birth)
{
    return world_add(w, &(struct snapshot_person){.key = 1000 - (int64_t)w->persons,
                                                  .birth = world_day(birth),
                                                  .end = DAY_NONE,
                                                  .sex = SEX_FEMALE,
                                                  .registered_from = DAY_NONE,
                                                  .registered_to = DAY_NONE});
}

void world_list(struct world *w, uint32_t person, uint32_t unit, const char *from, const char *to)
{
    snapshot_add_listing(w->builder, &(struct snapshot_listing){.person = person,
                                                                .unit = unit,
                                                                .from = world_day(from),
                                                                .to = world_day(to),
                                                                .basis = BASIS_CHOICE_ESERVICE});
}

void world_name(struct world *w, const struct snapshot_named_contact *row)
{
    snapshot_add_named_contact(w->builder, row);
}

struct contact_row world_visit(const char *date, const char *unit, const char *staff)
{
    struct contact_row row = {.date = world_day(date),
                              .minute = -1,
                              .unit = world_id(unit),
                              .profession = PROF_PHYSICIAN,
                              .form = FORM_VISIT,
                              .level = CARE_PRIMARY,
                              .sought_on = DAY_NONE};
    if (staff[0] != 0)
        row.staff = world_id(staff);
    return row;
}

void world_contact(struct world *w, uint32_t person, const struct contact_row *row)
{
    char key[16];
    struct err err = {0};
    struct contact_row keyed = *row;
    (void)snprintf(key, sizeof key, "C%u", w->contacts++);
    if (keyed.contact.len == 0)
        keyed.contact = str_of(key);
    must(segment_add(w->writer, person + 1, &keyed, &err), &err);
}

/* -1, and SNAPSHOT_UNKNOWN, where the field is empty. */
static struct snapshot_number field_number(const struct table_column *c, struct str field)
{
    struct snapshot_number n = {SNAPSHOT_UNKNOWN, 0};
    unsigned word = 0;
    struct err err = {0};
    if (c->type == COLUMN_VOCAB) {
        must(vocab_find(c->vocab, field, &word), &err);
        n.whole = word;
    } else if (field.len > 0 && c->type != COLUMN_WORD) {
        must(snapshot_number_parse(field, &n), &err);
    }
    return n;
}

void world_row(struct world *w, enum table_id table, uint32_t unit, const char *fields)
{
    struct str rest = str_of(fields);
    struct snapshot_table_row row = {.unit = unit};
    struct err err = {0};
    for (unsigned i = 1; i < TABLES[table].columns; i++) {
        const struct table_column *c = &TABLES[table].column[i];
        struct str field = str_cut(&rest, ',');
        struct month month = {0};
        if (c->type == COLUMN_MONTH)
            must(month_parse(field, &month, &err), &err);
        else
            row.number[i] = field_number(c, field);
        if (c->type == COLUMN_WORD)
            row.text = field;
        if (c->type == COLUMN_MONTH || (c->type == COLUMN_COUNT && c->key))
            row.period = c->type == COLUMN_MONTH ? month.n : (int32_t)row.number[i].whole;
    }
    must(rest.len == 0, &err);
    must(snapshot_add_table_row(w->builder, table, &row, &err), &err);
}

void world_event(struct world *w, enum table_id table, uint32_t person, const void *row)
{
    unsigned i = table - TABLE_DIAGNOSES;
    struct err err = {0};
    if (!w->event_writer[i])
        must(events_create(&FORGE_FILES, w->event_path[i], table, &w->event_writer[i], &err), &err);
    must(events_add(w->event_writer[i], person + 1, row, &err), &err);
}

struct code_row world_code(const char *date, const char *unit, const char *code)
{
    return (struct code_row){.date = world_day(date), .unit = world_id(unit), .code = str_of(code)};
}

struct measurement_row world_measured(const char *date, const char *unit, const char *code,
                                      const char *value)
{
    return (struct measurement_row){.date = world_day(date),
                                    .time_on = DAY_NONE,
                                    .minute = -1,
                                    .unit = world_id(unit),
                                    .code = str_of(code),
                                    .value = str_of(value)};
}

struct prescription_row world_prescribed(const char *date, const char *unit, const char *atc)
{
    return (struct prescription_row){
        .date = world_day(date), .unit = world_id(unit), .atc = str_of(atc), .days = -1};
}

struct invitation_row world_invited(const char *invited_on, const char *performed_on,
                                    const char *unit, enum programme programme)
{
    return (struct invitation_row){.invited_on = world_day(invited_on),
                                   .performed_on = world_day(performed_on),
                                   .unit = world_id(unit),
                                   .programme = programme};
}

struct referral_row world_referred(const char *date, const char *unit, enum referred_to to)
{
    return (struct referral_row){.date = world_day(date), .from_unit = world_id(unit), .to = to};
}

void world_term(struct world *w, const char *local, enum code_system system, const char *code,
                const char *factor)
{
    snapshot_add_term(w->builder, &(struct term_row){.local = str_of(local),
                                                     .code = str_of(code),
                                                     .factor = str_of(factor),
                                                     .system = system});
}

void world_load(struct world *w)
{
    struct err err = {0};
    struct segment_made made;
    must(segment_commit(w->writer, &made, &err), &err);
    must(segment_open(w->arena, w->segment_path, &w->segment, &err), &err);
    must(snapshot_add_segment(w->builder, &w->segment, &err), &err);
    for (unsigned i = 0; i < WORLD_EVENTS; i++) {
        if (!w->event_writer[i])
            continue;
        must(events_commit(w->event_writer[i], &made, &err), &err);
        must(events_open(w->arena, w->event_path[i], &w->events[i], &err), &err);
        must(snapshot_add_events(w->builder, &w->events[i], NULL, &err), &err);
    }
}

void world_finish(struct world *w, const struct snapshot_options *options)
{
    struct err err = {0};
    uint64_t checksum;
    must(snapshot_finish(w->builder, &FORGE_FILES, options, &checksum, &err), &err);
    world_unload(w);
    must(snapshot_open(w->arena, w->path, &w->snapshot, &err), &err);
}

void world_unload(struct world *w)
{
    snapshot_builder_close(w->builder);
    segment_close(&w->segment);
    for (unsigned i = 0; i < WORLD_EVENTS; i++)
        if (w->event_writer[i])
            events_close(&w->events[i]);
}

void world_end(struct world *w, unsigned threads)
{
    world_load(w);
    world_finish(w, &(struct snapshot_options){.path = w->path, .threads = threads});
}

void world_remove(const struct world *w)
{
    (void)remove(w->path);
    (void)remove(w->segment_path);
    for (unsigned i = 0; i < WORLD_EVENTS; i++)
        (void)remove(w->event_path[i]);
    (void)remove(w->folder);
}

void world_close(struct world *w)
{
    snapshot_close(&w->snapshot);
    world_remove(w);
    arena_close(w->arena);
}

const struct definition *world_measure(struct arena *a, const char *id)
{
    static const struct str dimension[] = {STR_INIT("trust")};
    struct definitions files, all;
    struct err err = {0};
    must(definitions_load(a, NULL, &files, &err), &err);
    must(definitions_open(a, &files, dimension, ARRAY_LEN(dimension), &all, &err), &err);
    const struct definition *d = definitions_find(&all, str_of(id));
    must(d != NULL, &err);
    return d;
}
