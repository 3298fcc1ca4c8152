#include "engine/row_codes.h"

#include "engine/expr_words.h"

struct code_rows { /* what a set, or a part of it, makes of each code */
    const struct codeset *set;
    struct str part;
    const struct codeset_row **row;
};

static enum expr_table table_of(enum code_system system)
{
    static const enum expr_table of[] = {[SYSTEM_NPU] = EXPR_MEASUREMENTS,
                                         [SYSTEM_KVA] = EXPR_PROCEDURES,
                                         [SYSTEM_ICD_10_SE] = EXPR_DIAGNOSES,
                                         [SYSTEM_ATC] = EXPR_PRESCRIPTIONS,
                                         [SYSTEM_BP] = EXPR_MEASUREMENTS};
    return of[system];
}

static const struct snapshot_term *term_of(const struct snapshot *s, enum expr_table table,
                                           struct str code)
{
    for (uint32_t i = 0; i < s->terms; i++)
        if (table_of(s->term[i].system) == table && str_eq(s->term[i].local, code))
            return &s->term[i];
    return NULL;
}

/* Shapes of one code stand together, since they are in the order of their members. */
struct row_codes row_codes_open(struct arena *a, const struct snapshot *s, enum expr_table table)
{
    const struct snapshot_events *e = plan_events(s, table);
    uint32_t *code_of = ARENA_NEW(a, uint32_t, (size_t)e->shapes + 1), codes = 0;
    struct bag code = BAG_OPEN(a, struct row_code);
    for (uint32_t i = 0; i < e->shapes; i++) {
        const struct event_shape *shape = &e->shape_of[i];
        if (i == 0 || !str_eq(shape->code, shape[-1].code) ||
            !str_eq(shape->system, shape[-1].system)) {
            const struct snapshot_term *term = term_of(s, table, shape->code);
            *(struct row_code *)bag_add(&code) = (struct row_code){
                .code = codeset_code(a, term ? term->code : shape->code),
                .system = term ? STR("") : shape->system,
                .term = term,
            };
            codes++;
        }
        code_of[i] = codes - 1;
    }
    struct row_code *all = ARENA_NEW(a, struct row_code, (size_t)codes + 1);
    for (uint32_t i = 0; i < codes; i++)
        all[i] = *(const struct row_code *)bag_at(&code, i);
    return (struct row_codes){.arena = a,
                              .events = e,
                              .table = table,
                              .code_of = code_of,
                              .code = all,
                              .codes = codes,
                              .asked = BAG_OPEN(a, struct code_rows)};
}

static const struct code_rows *rows_of(struct row_codes *c, const struct codeset *set,
                                       struct str part)
{
    for (size_t i = 0; i < c->asked.count; i++) {
        const struct code_rows *known = bag_at(&c->asked, i);
        if (known->set == set && str_eq(known->part, part))
            return known;
    }
    struct code_rows *made = bag_add(&c->asked);
    *made = (struct code_rows){
        set, part, ARENA_NEW(c->arena, const struct codeset_row *, (size_t)c->codes + 1)};
    for (uint32_t i = 0; i < c->codes; i++)
        made->row[i] =
            codeset_row_of(set, part, expr_table_of(c->table), c->code[i].system, c->code[i].code);
    return made;
}

const struct codeset_row *row_code(struct row_codes *c, const struct codeset *set, struct str part,
                                   uint32_t shape)
{
    return rows_of(c, set, part)->row[c->code_of[shape]];
}

/* The row of the set by which values of the shape are taken; NULL: none is, or (*is_strange) none
 * for its unit. What a term has a factor for is in the unit of its code, whatever the row states.
 */
static const struct codeset_row *value_row(struct row_codes *c, const struct codeset *by,
                                           uint32_t shape, bool *is_strange)
{
    const struct snapshot_term *term = c->code[c->code_of[shape]].term;
    const struct codeset_row *row = by ? row_code(c, by, STR(""), shape) : NULL;
    *is_strange = false;
    if (!row || (term && term->factor.len > 0))
        return row;
    row = codeset_row_in(by, row, c->events->shape_of[shape].value_unit);
    *is_strange = !row;
    return row;
}

bool row_in_strange_unit(struct row_codes *c, const struct codeset *by, uint32_t shape)
{
    bool is_strange;
    (void)value_row(c, by, shape, &is_strange);
    return is_strange;
}

struct exact_quantity row_quantity(struct row_codes *c, const struct codeset *by, uint32_t shape)
{
    bool is_strange;
    const struct codeset_row *row = value_row(c, by, shape, &is_strange);
    const struct row_code *code = &c->code[c->code_of[shape]];
    return (struct exact_quantity){
        .value = is_strange ? STR("") : c->events->shape_of[shape].value,
        .factor = code->term ? code->term->factor : STR(""),
        .times = row ? row->factor : (struct quotient){{1, 0}, {1, 0}},
        .plus = row ? row->offset : (struct quotient){{0, 0}, {1, 0}},
    };
}
