/* tests/unit/engine/world.h - a small world in a snapshot: made row by row, then
 * written and mapped as the program does it.
 *
 *     struct world w = world_begin();
 *     uint32_t unit = world_unit(&w, "A", "2380", OPERATOR_REGION);
 *     uint32_t anna = world_person(&w, "1960-05-17");
 *     world_list(&w, anna, unit, "2020-01-01", "");
 *     struct contact_row visit = world_visit("2023-03-01", "A", "D1");
 *     world_contact(&w, anna, &visit);
 *     struct measurement_row reading = world_measured("2023-03-01", "A", "BP-SYS", "141");
 *     world_event(&w, TABLE_MEASUREMENTS, anna, &reading);
 *     world_end(&w, 1);
 *     … w.snapshot …
 *     world_close(&w); */
#ifndef TESTS_UNIT_ENGINE_WORLD_H
#define TESTS_UNIT_ENGINE_WORLD_H
#include "engine/definition.h"
#include "engine/events.h"
#include "engine/snapshot.h"

enum { WORLD_EVENTS = TABLE_REFERRALS - TABLE_DIAGNOSES + 1 };
struct world {
    struct arena *arena;
    struct snapshot_builder *builder;
    struct segment_writer *writer;
    struct segment segment;
    struct events_writer *event_writer[WORLD_EVENTS]; /* by table; NULL: no row yet */
    struct events events[WORLD_EVENTS];
    struct snapshot snapshot;
    char folder[40], segment_path[60], path[60], event_path[WORLD_EVENTS][60];
    uint32_t persons, contacts;
};
struct world world_begin(void);
/* `name` "A" has the id SE0000000000-A; municipality "2380" is in county "23", "" in none. */
uint32_t world_unit(struct world *w, const char *name, const char *municipality,
                    enum operator_kind operator_kind);
uint32_t world_staff(struct world *w, const char *name, bool is_protected);
/* The registry's identifier is 1 + the handle. */
uint32_t world_add(struct world *w, const struct snapshot_person *person);
uint32_t world_person(struct world *w, const char *birth);
void world_list(struct world *w, uint32_t person, uint32_t unit, const char *from, const char *to);
void world_name(struct world *w, const struct snapshot_named_contact *row);
/* A visit to a physician at primary level, unless changed: `row` has what the test minds. */
struct contact_row world_visit(const char *date, const char *unit, const char *staff);
void world_contact(struct world *w, uint32_t person, const struct contact_row *row);
/* A row of a table of units as its file has it, without the unit: "2023-01,120,117,yes". */
void world_row(struct world *w, enum table_id table, uint32_t unit, const char *fields);
/* Rows of events; `row` is the table's struct of domain/rows.h. */
void world_event(struct world *w, enum table_id table, uint32_t person, const void *row);
struct code_row world_code(const char *date, const char *unit, const char *code);
struct measurement_row world_measured(const char *date, const char *unit, const char *code,
                                      const char *value);
struct prescription_row world_prescribed(const char *date, const char *unit, const char *atc);
/* performed_on "": not yet. */
struct invitation_row world_invited(const char *invited_on, const char *performed_on,
                                    const char *unit, enum programme programme);
struct referral_row world_referred(const char *date, const char *unit, enum referred_to to);
void world_term(struct world *w, const char *local, enum code_system system, const char *code,
                const char *factor);
void world_end(struct world *w, unsigned threads);
void world_close(struct world *w); /* and removes its files */

/* Step by step, for who builds in a way of its own. What was added becomes the segments of a load,
 * which the builder gets; builder and segments are closed; what stands on the disk is removed. */
void world_load(struct world *w);
void world_unload(struct world *w);
void world_remove(const struct world *w);
/* The rest of world_end(), after world_load(). */
void world_finish(struct world *w, const struct snapshot_options *options);

struct day world_day(const char *text); /* "": DAY_NONE */
struct hsaid world_id(const char *name);
/* A measure of the program, by its id; of surveys the dimension is trust. */
const struct definition *world_measure(struct arena *a, const char *id);
#endif
