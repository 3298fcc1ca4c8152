#include "engine/unit_gaps.h"

#include "engine/row_codes.h"

struct looking {
    struct arena *arena;
    struct bag set; /* const struct codeset *: by which values are taken */
    struct bag gap; /* struct unit_gap */
};

static void add_set(struct looking *l, const struct codeset *set)
{
    if (!set || !set->converts)
        return;
    for (size_t i = 0; i < l->set.count; i++)
        if (*(const struct codeset *const *)bag_at(&l->set, i) == set)
            return;
    *(const struct codeset **)bag_add(&l->set) = set;
}

static bool looks_at_values(const struct expr *e)
{
    const struct selection *s = e->selection;
    return e->op == EXPR_LATEST || expr_has(s->where, EXPR_VALUE) ||
           expr_has(s->paired, EXPR_VALUE) || expr_has(s->without, EXPR_VALUE);
}

static void find_sets(struct looking *l, const struct expr *e)
{
    if (!e)
        return;
    find_sets(l, e->a);
    find_sets(l, e->b);
    if (!e->selection)
        return;
    find_sets(l, e->selection->anchor);
    if (e->selection->table == EXPR_MEASUREMENTS && looks_at_values(e))
        add_set(l, e->selection->by);
}

/* How many rows have each shape. */
static const uint64_t *rows_of_shapes(struct arena *a, const struct snapshot_events *e)
{
    uint64_t *rows = ARENA_NEW(a, uint64_t, (size_t)e->shapes + 1);
    for (uint32_t i = 0; i < e->count; i++)
        rows[narrow_at(e->shape, i)]++;
    return rows;
}

/* Shapes of one code stand together. */
static void find_gaps(struct looking *l, const struct codeset *set, struct row_codes *codes,
                      const uint64_t *rows)
{
    const struct snapshot_events *e = codes->events;
    struct unit_gap *open = NULL;
    for (uint32_t i = 0; i < e->shapes; i++) {
        if (!row_in_strange_unit(codes, set, i))
            continue;
        if (!open || !str_eq(open->code, e->shape_of[i].code)) {
            open = bag_add(&l->gap);
            *open = (struct unit_gap){set->name, e->shape_of[i].code, 0};
        }
        open->rows += rows[i];
    }
}

struct unit_gaps unit_gaps(struct arena *a, const struct snapshot *s,
                           const struct definition *const *definition, size_t count)
{
    struct looking l = {a, BAG_OPEN(a, const struct codeset *), BAG_OPEN(a, struct unit_gap)};
    for (size_t i = 0; i < count; i++) {
        const struct definition *d = definition[i];
        find_sets(&l, d->exclude);
        find_sets(&l, d->numerator);
        find_sets(&l, d->denominator);
        find_sets(&l, d->value);
    }
    if (l.set.count > 0) {
        struct row_codes codes = row_codes_open(a, s, EXPR_MEASUREMENTS);
        const uint64_t *rows = rows_of_shapes(a, codes.events);
        for (size_t i = 0; i < l.set.count; i++)
            find_gaps(&l, *(const struct codeset *const *)bag_at(&l.set, i), &codes, rows);
    }
    struct unit_gap *at = ARENA_NEW(a, struct unit_gap, l.gap.count + 1);
    for (size_t i = 0; i < l.gap.count; i++)
        at[i] = *(const struct unit_gap *)bag_at(&l.gap, i);
    return (struct unit_gaps){at, l.gap.count};
}
