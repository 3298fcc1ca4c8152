/* tests/unit/engine/world.h - a small world in a snapshot: made row by row, then
 * written and mapped as the program does it.
 *
 *     struct world w = world_begin();
 *     uint32_t unit = world_unit(&w, "A", "2380", OPERATOR_REGION);
 *     uint32_t anna = world_person(&w, "1960-05-17");
 *     world_list(&w, anna, unit, "2020-01-01", "");
 *     struct contact_row visit = world_visit("2023-03-01", "A", "D1");
 *     world_contact(&w, anna, &visit);
 *     world_end(&w, 1);
 *     … w.snapshot …
 *     world_close(&w); */
#ifndef TESTS_UNIT_ENGINE_WORLD_H
#define TESTS_UNIT_ENGINE_WORLD_H
#include "engine/snapshot.h"

struct world {
    struct arena *arena;
    struct snapshot_builder *builder;
    struct segment_writer *writer;
    struct segment segment;
    struct snapshot snapshot;
    char folder[40], segment_path[60], path[60];
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
void world_end(struct world *w, unsigned threads);
void world_close(struct world *w); /* and removes its files */

struct day world_day(const char *text); /* "": DAY_NONE */
struct hsaid world_id(const char *name);
#endif
