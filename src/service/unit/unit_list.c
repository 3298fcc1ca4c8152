#include "service/unit/unit_list.h"

#include "core/collate.h"
#include "engine/bag.h"
#include "store/unit_store.h"

#include <stdlib.h>

struct gathering {
    struct arena *arena;
    struct bag row, id; /* struct unit_shown, int64_t */
};

static bool take_unit(void *state, int64_t unit, const struct unit_row *row, struct err *err)
{
    (void)err;
    struct gathering *g = state;
    *(int64_t *)bag_add(&g->id) = unit;
    *(struct unit_shown *)bag_add(&g->row) = unit_shown_of(g->arena, row);
    return true;
}

static int by_name(const void *x, const void *y)
{
    const struct unit_shown *a = x, *b = y;
    int order = swedish_compare(a->name, b->name);
    return order != 0 ? order : str_compare(a->id, b->id);
}

static bool gather(struct gathering *g, struct known_registry *known, struct err *err)
{
    struct db *db = known->in.db;
    if (!unit_each(db, (struct unit_reader){g, take_unit}, err))
        return false;
    for (size_t i = 0; i < g->row.count; i++) {
        struct unit_shown *u = bag_at(&g->row, i);
        int64_t id = *(const int64_t *)bag_at(&g->id, i);
        if (!unit_listed(db, id, known->on, known->on, &u->listed, err) ||
            !unit_doctors(db, id, known->on, &u->doctors, err))
            return false;
    }
    return true;
}

bool unit_list(struct arena *a, struct instance *in, const struct known_time *time,
               struct unit_list *out, struct err *err)
{
    struct known_registry known;
    struct gathering g = {a, BAG_OPEN(a, struct unit_shown), BAG_OPEN(a, int64_t)};
    if (!known_open(a, in, time, &known, err))
        return false;
    bool done = gather(&g, &known, err);
    known_close(&known);
    if (!done)
        return false;
    *out = (struct unit_list){bag_array(a, &g.row), g.row.count};
    if (out->count > 0)
        qsort(out->row, out->count, sizeof *out->row, by_name);
    return true;
}
