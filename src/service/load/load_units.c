/* Settling units: whose parent nobody knows, or who would be branches of each other, is refused. */
#include "domain/identity_merge.h"
#include "service/load/load_parts.h"
#include "store/unit_store.h"

struct settling {
    struct load *load;
    struct arena *arena;
    struct bag refused; /* struct refused */
    uint32_t *parent;   /* by id of a unit: its parent's, IDENTITY_NONE: it has none */
    uint32_t units;     /* greater than every id */
    const bool *on_circle;
    struct refused *last; /* by id: of a unit on a circle its last row */
};
struct refused {
    struct staged_parent row;
    const char *code;
};

/* ---- parents that nobody knows ---- */

static bool note_orphan(void *state, const struct staged_parent *row, struct err *err)
{
    (void)err;
    struct settling *s = state;
    struct refused wrong = {.row = *row, .code = "load.unit_unknown"};
    const struct known_hsaid *parent = known_hsaids_find(&s->load->units, &row->parent);
    if (!row->parent.text[0] || (parent && parent->id != row->unit))
        return true;
    if (parent)
        wrong.code = "load.own_parent";
    *(struct refused *)bag_add(&s->refused) = wrong;
    return true;
}

/* ---- circles ---- */

static void set_parent(struct settling *s, int64_t unit, const struct hsaid *parent)
{
    const struct known_hsaid *known = known_hsaids_find(&s->load->units, parent);
    s->parent[unit] = known ? (uint32_t)known->id : IDENTITY_NONE;
}

static bool know_parent(void *state, int64_t unit, const struct unit_row *row, struct err *err)
{
    (void)err;
    set_parent(state, unit, &row->parent);
    return true;
}

/* The later row of a unit holds. */
static bool take_parent(void *state, const struct staged_parent *row, struct err *err)
{
    (void)err;
    set_parent(state, row->unit, &row->parent);
    return true;
}

static bool take_circled(void *state, const struct staged_parent *row, struct err *err)
{
    (void)err;
    struct settling *s = state;
    if (s->on_circle[row->unit])
        s->last[row->unit] = (struct refused){*row, "load.parent_circle"};
    return true;
}

bool load_circled_units(struct load *l, struct arena *a, struct load_circled *out, struct err *err)
{
    struct settling s = {.load = l, .units = (uint32_t)l->units.last + 1};
    s.parent = ARENA_NEW(a, uint32_t, s.units);
    for (uint32_t i = 0; i < s.units; i++)
        s.parent[i] = IDENTITY_NONE;
    if (!unit_each(l->db, (struct unit_reader){&s, know_parent}, err) ||
        !unit_each_staged_parent(l->db, (struct staged_parent_reader){&s, take_parent}, err))
        return false;
    out->count = identity_circles(a, s.parent, s.units, &out->unit);
    return true;
}

/* Rows on a circle: those of the load, whatever the registry has. */
static bool find_circles(struct settling *s, struct err *err)
{
    struct db *db = s->load->db;
    struct load_circled circled;
    if (!load_circled_units(s->load, s->arena, &circled, err))
        return false;
    if (circled.count == 0)
        return true;
    s->units = (uint32_t)s->load->units.last + 1;
    bool *on_circle = ARENA_NEW(s->arena, bool, s->units);
    for (uint32_t i = 0; i < circled.count; i++)
        on_circle[circled.unit[i]] = true;
    s->on_circle = on_circle;
    s->last = ARENA_NEW(s->arena, struct refused, s->units);
    if (!unit_each_staged_parent(db, (struct staged_parent_reader){s, take_circled}, err))
        return false;
    for (uint32_t i = 0; i < circled.count; i++)
        if (s->last[circled.unit[i]].code)
            *(struct refused *)bag_add(&s->refused) = s->last[circled.unit[i]];
    return true;
}

/* ---- refusing ---- */

static void forget_unit(struct load *l, int64_t unit)
{
    for (size_t i = 0; i < l->units.entry.count; i++) {
        struct known_hsaid *e = bag_at(&l->units.entry, i);
        if (e->id == unit && --e->staged == 0)
            e->known = e->stated;
    }
}

static bool refuse_rows(struct settling *s, struct load_refusals refusals, struct err *err)
{
    struct load *l = s->load;
    for (size_t i = 0; i < s->refused.count; i++) {
        const struct refused *r = bag_at(&s->refused, i);
        struct load_refusal refusal = {.column = "parent"};
        (void)err_set(&refusal.why, ERR_INVALID, r->code, __FILE__, "%s", "");
        forget_unit(l, r->row.unit);
        if (!unit_unstage(l->db, r->row.row, err) ||
            !refusals.take(refusals.state, r->row.place, &refusal, err))
            return false;
    }
    return true;
}

/* A unit that is refused may have been another's parent: until none is. */
bool load_settle_units(struct load *l, struct load_refusals refusals, struct err *err)
{
    bool good = true, again = true;
    while (good && again) {
        struct settling s = {.load = l, .arena = arena_open(ARENA_BLOCK)};
        s.refused = (struct bag)BAG_OPEN(s.arena, struct refused);
        good =
            unit_each_staged_parent(l->db, (struct staged_parent_reader){&s, note_orphan}, err) &&
            (s.refused.count > 0 || find_circles(&s, err)) && refuse_rows(&s, refusals, err);
        again = s.refused.count > 0;
        arena_close(s.arena);
    }
    return good && unit_keep_last(l->db, err);
}
