/* Expressions of measures of tables from anywhere: read or refused with a code, and what is read is
 * within the limits that its evaluation is made for. */
#include "engine/table_expr.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct str WORDS[] = {STR_INIT("st"), STR_INIT("at")};
static const struct expr_parameter PARAMETERS[] = {
    {STR_INIT("n"), false, {625, 2}, NULL, 0},
    {STR_INIT("words"), true, {0, 0}, WORDS, 2},
};

static void check(const struct table_expr *e, unsigned *nodes)
{
    if (!e)
        return;
    if (++*nodes > EXPR_NODES_MOST || e->bits > TABLE_BITS_MOST || e->places > TABLE_PLACES_MOST)
        abort();
    check(e->a, nodes);
    check(e->b, nodes);
    if (!e->rows)
        return;
    const struct table_rows *r = e->rows;
    if (r->months < 0 || r->months > EXPR_MONTHS_MOST || r->shift < 0 ||
        (r->months > 0) != table_is_monthly(r->table))
        abort();
    check(r->value, nodes);
    check(r->where, nodes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct table_each each = {TABLE_SURVEY, 2};
    const struct expr_source source = {.name = "fuzz", .parameter = PARAMETERS, .parameters = 2};
    struct arena *a = arena_open(ARENA_BLOCK);
    struct err err = {0};
    const struct table_expr *e = NULL;
    unsigned nodes = 0;
    if (table_expr_parse(a, &source, (struct str){(const char *)data, size}, &each, &e, &err))
        check(e, &nodes);
    else if (strncmp(err.code, "expression.", 11) != 0 || strncmp(err.detail, "fuzz:", 5) != 0)
        abort();
    arena_close(a);
    return 0;
}
