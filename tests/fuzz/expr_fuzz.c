/* Any bytes as an expression, in every place that one can stand: a tree within its limits and of
 * the type that was wanted, or a refusal with a place. */
#include "engine/expr.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct str FORMS[] = {STR_INIT("visit"), STR_INIT("home_visit")};
static const struct expr_parameter PARAMETERS[] = {
    {STR_INIT("n"), false, {18, 0}, NULL, 0},
    {STR_INIT("forms"), true, {0, 0}, FORMS, 2},
};

static void check(const struct expr *e, unsigned *nodes, bool in_rows)
{
    if (++*nodes > EXPR_NODES_MOST || (in_rows && e->selection))
        abort();
    if (e->selection && e->selection->where) {
        if (e->selection->where->type != TYPE_CONDITION)
            abort();
        check(e->selection->where, nodes, true);
    }
    if (e->a)
        check(e->a, nodes, in_rows);
    if (e->b)
        check(e->b, nodes, in_rows);
    if ((e->op == EXPR_WORDS) != (e->words != 0) || e->number < 0 || e->number > EXPR_NUMBER_MOST)
        abort();
}

static void parse(struct str text, enum expr_wanted wanted, bool own_unit)
{
    static const unsigned types[] = {[WANT_CONDITION] = 1U << TYPE_CONDITION,
                                     [WANT_NUMBER] = 1U << TYPE_NUMBER,
                                     [WANT_COUNTED] = 1U << TYPE_CONDITION | 1U << TYPE_NUMBER,
                                     [WANT_VALUE] = 1U << TYPE_INDEX | 1U << TYPE_NUMBER};
    const struct expr_source source = {
        .name = "fuzz", .own_unit = own_unit, .parameter = PARAMETERS, .parameters = 2};
    struct arena *a = arena_open(ARENA_BLOCK);
    struct err err = {0};
    const struct expr *e = NULL;
    unsigned nodes = 0;
    if (!expr_parse(a, &source, text, wanted, &e, &err)) {
        if (strncmp(err.code, "expression.", 11) != 0 || strncmp(err.detail, "fuzz:", 5) != 0)
            abort();
    } else {
        if (!(types[wanted] & 1U << e->type) ||
            expr_has(e, own_unit ? EXPR_HERE : EXPR_AT_OWN_UNIT))
            abort();
        check(e, &nodes, false);
    }
    arena_close(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = {(const char *)data, size};
    for (int wanted = WANT_CONDITION; wanted <= WANT_VALUE; wanted++) {
        parse(text, (enum expr_wanted)wanted, true);
        parse(text, (enum expr_wanted)wanted, false);
    }
    return 0;
}
