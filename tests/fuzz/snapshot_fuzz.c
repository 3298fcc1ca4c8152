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

static void ask(struct arena *a, const struct snapshot *s)
{
    struct err err = {0};
    const struct eval_table *table;
    size_t tables;
    struct eval_request request = {.definition = all.at,
                                   .definitions = all.count,
                                   .last = month_from(2023, 12),
                                   .months = 5,
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
        ask(a, &s);
        snapshot_close(&s);
    }
    arena_close(a);
    return 0;
}
