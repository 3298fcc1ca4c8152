#include "engine/bag.h"
#include "service/figures/figures.h"
#include "store/reference_store.h"

struct reading {
    struct arena *arena;
    struct bag row;
};

static bool take(void *state, const struct reference_row *row, struct err *err)
{
    struct reading *r = state;
    struct arena *a = r->arena;
    *(struct reference_row *)bag_add(&r->row) =
        (struct reference_row){.measure = str_copy(a, row->measure),
                               .level = str_copy(a, row->level),
                               .period = str_copy(a, row->period),
                               .value = str_copy(a, row->value),
                               .numerator = str_copy(a, row->numerator),
                               .denominator = str_copy(a, row->denominator),
                               .source = str_copy(a, row->source)};
    return true;
}

bool figures_references(struct arena *a, struct instance *in, const struct reference_row **out,
                        size_t *count, struct err *err)
{
    struct reading r = {.arena = a, .row = BAG_OPEN(a, struct reference_row)};
    if (!reference_each(in->db, (struct reference_reader){&r, take}, err))
        return false;
    struct reference_row *row = ARENA_NEW(a, struct reference_row, r.row.count + 1);
    for (size_t i = 0; i < r.row.count; i++)
        row[i] = *(struct reference_row *)bag_at(&r.row, i);
    *out = row;
    *count = r.row.count;
    return true;
}
