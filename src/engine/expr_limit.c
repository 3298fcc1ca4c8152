/* What measured values are compared with: a number, and the unit that it is stated in, which
 * becomes the one that the values are taken in. */
#include "engine/exact.h"
#include "engine/expr_parser.h"

#include <stdio.h>

struct stated_limit {
    struct expr *e; /* its decimal is as it was written until it is settled */
    struct token unit;
    char advice[ADVICE_TEXT];
    struct stated_limit *next;
};
enum { WHY_TEXT = 110, UNITS_TEXT = 50 };

struct expr *parser_limit(struct parser *p, struct expr e)
{
    bool is_negative = parser_accept(p, "-");
    if (!parser_decimal(p, &e.decimal))
        return NULL;
    e.decimal.units = is_negative ? -e.decimal.units : e.decimal.units;
    struct expr *made = parser_node(p, e);
    struct token unit = token_of_unit(p->text, p->token.offset);
    if (!made || unit.kind == TOKEN_END)
        return made;
    struct stated_limit *stated = ARENA_NEW(p->arena, struct stated_limit, 1);
    *stated = (struct stated_limit){.e = made, .unit = unit, .next = p->stated};
    (void)parser_advice(p, p->token.text, stated->advice);
    p->stated = stated;
    p->token = token_at(p->text, unit.offset + unit.text.len);
    return made;
}

/* Whether the condition names the row's set, or its part. */
static bool is_asked_for(const struct expr *where, const struct codeset *by,
                         const struct codeset_row *row)
{
    if (!where || row->is_excluded)
        return false;
    if (where->op == EXPR_CODE)
        return where->set == by && (where->part.len == 0 || str_eq(where->part, row->part));
    return is_asked_for(where->a, by, row) || is_asked_for(where->b, by, row);
}

static bool same(struct quotient x, struct quotient y)
{
    return decimal_compare(x.over, y.over) == 0 && decimal_compare(x.under, y.under) == 0;
}

/* The units that there are instead, for advice. */
static const char *known_units(const struct expr *where, const struct codeset *by,
                               char out[static UNITS_TEXT])
{
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; by && i < by->rows; i++) {
        const struct codeset_row *row = &by->row[i];
        bool is_new = row->unit.len > 0 && is_asked_for(where, by, row);
        for (size_t k = 0; k < i && is_new; k++)
            is_new = !is_asked_for(where, by, &by->row[k]) ||
                     !codeset_same_unit(by->row[k].unit, row->unit);
        if (is_new && used + row->unit.len + 3 < UNITS_TEXT)
            used += (size_t)snprintf(out + used, UNITS_TEXT - used, "%s%.*s", used > 0 ? ", " : "",
                                     STR_FMT(row->unit));
    }
    return out;
}

static void refuse(struct parser *p, const struct stated_limit *l, const char *why)
{
    (void)parser_fail_at(p, "expression.unit", l->unit.offset, why);
}

static void refuse_unknown(struct parser *p, const struct stated_limit *l, const struct expr *where,
                           const struct codeset *by)
{
    char why[WHY_TEXT + 1], units[UNITS_TEXT];
    (void)known_units(where, by, units);
    if (l->advice[0] != '\0')
        (void)snprintf(why, sizeof why, "%s%s", "no unit of the values' code set", l->advice);
    else if (units[0] == '\0')
        (void)snprintf(why, sizeof why,
                       "no code set of the selection says a unit: ask for code in one that does");
    else
        (void)snprintf(why, sizeof why, "no unit of the values' code set, which has these: %s",
                       units);
    refuse(p, l, why);
}

/* The row that says how a value in that unit is taken: all that say it say the same. NULL: err is
 * filled. */
static const struct codeset_row *row_of_unit(struct parser *p, const struct stated_limit *l,
                                             const struct expr *where, const struct codeset *by)
{
    const struct codeset_row *found = NULL;
    for (size_t i = 0; by && i < by->rows; i++) {
        const struct codeset_row *row = &by->row[i];
        if (!is_asked_for(where, by, row) || !codeset_same_unit(row->unit, l->unit.text))
            continue;
        if (found && !(same(found->factor, row->factor) && same(found->offset, row->offset))) {
            refuse(p, l,
                   "the code set converts values in it differently for each code: state another "
                   "unit of the set");
            return NULL;
        }
        found = row;
    }
    if (!found)
        refuse_unknown(p, l, where, by);
    return found;
}

static bool settle(struct parser *p, const struct stated_limit *l, const struct expr *where,
                   const struct codeset *by)
{
    struct expr_limit *limit = ARENA_NEW(p->arena, struct expr_limit, 1);
    const struct codeset_row *row = row_of_unit(p, l, where, by);
    if (!row)
        return false;
    *limit = (struct expr_limit){l->e->decimal, str_copy(p->arena, l->unit.text), row};
    l->e->limit = limit;
    if (exact_conversion(limit->stated, row->factor, row->offset, &l->e->decimal))
        return true;
    refuse(p, l, "cannot be said exactly in the code set's own unit: state the limit in that");
    return false;
}

bool parser_settle(struct parser *p, const struct expr *where, const struct codeset *by)
{
    for (const struct stated_limit *l = p->stated; l; l = l->next)
        if (!settle(p, l, where, by))
            return false;
    p->stated = NULL;
    return true;
}
