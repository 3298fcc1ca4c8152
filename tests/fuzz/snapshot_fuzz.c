/* A snapshot damaged by someone who knows the format (see segment_fuzz.c): what opens must stand
 * every question that can be asked of it. */
#include "../unit/engine/forge.h"
#include "../unit/engine/world.h"
#include "engine/eval.h"
#include "engine/saebo_week.h"

#include "warehouse_fuzz.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Once for the process. */
static struct warehouse_base base;
static struct arena *kept;
static struct definitions all;

static void leave(void)
{
    warehouse_leave(&base);
    arena_close(kept);
}

static void enter(void)
{
    if (base.path)
        return;
    struct err err = {0};
    kept = arena_open(ARENA_BLOCK);
    if (!definitions_load(kept, NULL, &all, &err))
        abort();
    warehouse_enter(&base, "snapshot");
    (void)atexit(leave);
}

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* Every index, every text; reading is what the sanitizers watch. */
static void follow_events(const struct snapshot *s, const struct snapshot_events *e)
{
    size_t bytes = 0;
    for (uint32_t p = 0; p < s->persons; p++)
        for (uint32_t i = e->first[p]; i < e->first[p + 1]; i++) {
            const struct event_shape *shape = &e->shape_of[narrow_at(e->shape, i)];
            must(s->unit_id[narrow_at(e->unit, i)].text[0] != 0);
            must(e->day[i] != SNAPSHOT_NONE16);
            must(!e->minute || e->minute[i] < 1440 || e->minute[i] == SEGMENT_MINUTE_NONE);
            bytes += shape->code.len + shape->value.len;
        }
    for (uint32_t i = 0; i < e->shapes; i++) {
        const struct str text[] = {e->shape_of[i].code, e->shape_of[i].system, e->shape_of[i].value,
                                   e->shape_of[i].value_unit};
        for (size_t k = 0; k < ARRAY_LEN(text); k++)
            must(text[k].len == 0 || memchr(text[k].at, text[k].at[text[k].len - 1], text[k].len));
        must(e->shape_of[i].forms < 128);
    }
    must(bytes < SIZE_MAX);
}

static void follow(const struct snapshot *s)
{
    for (unsigned i = 0; i < SNAPSHOT_EVENTS; i++)
        follow_events(s, &s->events[i]);
    for (uint32_t i = 0; i < s->terms; i++)
        must(vocab_word(&VOCAB_CODE_SYSTEM, s->term[i].system).at != NULL &&
             (i == 0 || str_compare(s->term[i - 1].local, s->term[i].local) < 0));
    for (uint32_t p = 0; p < s->persons; p++) {
        must(s->person_county[p] == SNAPSHOT_NONE16 ||
             s->place[s->person_county[p]].len < SIZE_MAX);
        must(s->person_municipality[p] == SNAPSHOT_NONE16 ||
             s->place[s->person_municipality[p]].len < SIZE_MAX);
    }
    must(s->own_county == SNAPSHOT_NONE16 || s->place[s->own_county].len < SIZE_MAX);
}

enum { ASKED = 6 }; /* measures at a time: all of them would take most of the time of a run */

/* Which measures is the input's choice, so that a run can be repeated. */
static void ask(struct arena *a, const struct snapshot *s, uint8_t choice)
{
    struct err err = {0};
    const struct eval_table *table;
    size_t tables;
    struct eval_request request = {.definition = all.at + choice % (all.count - ASKED),
                                   .definitions = ASKED,
                                   .last = month_from(2023, 12),
                                   .months = 3,
                                   .levels = LEVEL_BIT(LEVELS) - 1,
                                   .threads = 1,
                                   .protected_rows = true};
    if (!eval(a, s, &request, &table, &tables, &err))
        abort();
    for (size_t i = 0; i < tables; i++)
        for (size_t k = 0; k < table[i].places * table[i].months; k += 7) /* printing is slow */
            (void)cell_text(a, table[i].definition, &table[i].cell[k]);
    (void)saebo_week(a, s, (struct iso_week){2021, 48});
    uint32_t person;
    if (s->persons > 0 && (!snapshot_person(s, s->person_key[0], &person) || person != 0))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enter();
    struct arena *a = arena_open(ARENA_BLOCK);
    struct err err = {0};
    struct snapshot s;
    if (warehouse_forge(&base, &SNAPSHOT_KIND, data, size) &&
        snapshot_open(a, base.forged, &s, &err)) {
        follow(&s);
        ask(a, &s, size > 0 ? data[size - 1] : 0);
        snapshot_close(&s);
    }
    arena_close(a);
    return 0;
}
