/* Any bytes as an expression, in every place that one can stand: a tree within its limits and of
 * the type that was wanted, or a refusal with a place. */
#include "fuzz.h"

#include "engine/expr.h"

static const struct str FORMS[] = {STR_INIT("visit"), STR_INIT("home_visit")};
static const struct expr_parameter PARAMETERS[] = {
    {STR_INIT("n"), false, {18, 0}, NULL, 0},
    {STR_INIT("d"), false, {75, 1}, NULL, 0},
    {STR_INIT("forms"), true, {0, 0}, FORMS, 2},
};

static void check(const struct expr *e, unsigned *nodes, bool in_rows);

static void check_rows(const struct expr *where, unsigned *nodes)
{
    if (!where)
        return;
    must(where->type == TYPE_CONDITION);
    check(where, nodes, true);
}

static void check_selection(const struct expr *e, unsigned *nodes)
{
    const struct selection *s = e->selection;
    bool dated = expr_table_is_dated(s->table);
    check_rows(s->where, nodes);
    check_rows(s->paired, nodes);
    check_rows(s->without, nodes);
    bool around = s->window == WINDOW_AFTER || s->window == WINDOW_BEFORE;
    must((s->anchor != NULL) == (around || s->window == WINDOW_ON));
    must(dated ? s->window != WINDOW_ON : s->window == WINDOW_ON || s->window == WINDOW_EVER);
    if (s->anchor) {
        must(s->anchor->type == TYPE_DAY);
        check(s->anchor, nodes, false);
    }
    must(s->months >= 0 && s->months <= EXPR_MONTHS_MOST &&
         (s->window != WINDOW_MONTHS || s->months));
    must(s->shift >= 0 && s->shift <= EXPR_MONTHS_MOST);
    must(s->from >= 0 && s->from <= EXPR_DAYS_MOST && s->to >= 0 && s->to <= EXPR_DAYS_MOST);
    must(dated || (!s->once_a_day && !s->paired && !s->without));
    must((s->without != NULL) == (s->washout > 0));
    must(!s->by || s->by->converts || s->by->substances > 0);
    must(e->op != EXPR_LATEST || s->table == EXPR_MEASUREMENTS);
    must(e->op != EXPR_DISTINCT || e->of != DISTINCT_SUBSTANCES || s->by);
}

static void check(const struct expr *e, unsigned *nodes, bool in_rows)
{
    must(++*nodes <= EXPR_NODES_MOST && !(in_rows && e->selection));
    if (e->selection)
        check_selection(e, nodes);
    if (e->a)
        check(e->a, nodes, in_rows);
    if (e->b)
        check(e->b, nodes, in_rows);
    must((e->op == EXPR_WORDS) == (e->words != 0));
    must((e->op == EXPR_CODE) == (e->set != NULL));
    must(e->part.len == 0 || codeset_has_part(e->set, e->part));
    must(e->number >= 0 && e->number <= EXPR_NUMBER_MOST);
    must(e->decimal.places <= DECIMAL_PLACES_MOST);
}

static const struct codeset *set_of(struct arena *a, const char *name, const char *rows)
{
    struct err err = {0};
    const struct codeset *s = NULL;
    struct str text =
        str_fmt(a, "part,system,code,match,display,certainty,source,factor,substances\n%s", rows);
    must(codeset_parse(a, name, text, &s, &err));
    return s;
}

/* What an expression may name. */
struct names {
    struct arena *arena;
    const struct codeset *set[3];
    struct expr_part part[2];
};

static void open_names(struct arena *a, struct names *n)
{
    n->arena = a;
    n->set[0] =
        set_of(a, "kol.csv", ",ICD-10-SE,J44,prefix,x,B,y,,\nmild,ICD-10-SE,J441,exact,x,B,y,,\n");
    n->set[1] = set_of(a, "hba1c.csv", ",NPU,NPU03835,exact,x,B,y,10.93,\n");
    n->set[2] = set_of(a, "drugs.csv", ",ATC,R03AK,prefix,x,B,y,,a+b\n");
    const struct expr_source source = {.name = "fuzz", .set = n->set, .sets = 3};
    struct err err = {0};
    must(expr_parse(a, &source, STR("first(diagnoses where code in kol ever)"), WANT_PART,
                    &n->part[0], &err));
    must(expr_parse(a, &source, STR("latest(measurements ever)"), WANT_PART, &n->part[1], &err));
    n->part[0].name = STR("onset");
    n->part[1].name = STR("v");
}

static void parse(const struct names *n, struct str text, enum expr_wanted wanted, bool own_unit)
{
    static const unsigned types[] = {[WANT_CONDITION] = 1U << TYPE_CONDITION,
                                     [WANT_NUMBER] = 1U << TYPE_NUMBER,
                                     [WANT_COUNTED] = 1U << TYPE_CONDITION | 1U << TYPE_NUMBER,
                                     [WANT_VALUE] = 1U << TYPE_INDEX | 1U << TYPE_NUMBER,
                                     [WANT_PART] = 1U << TYPE_CONDITION | 1U << TYPE_NUMBER |
                                                   1U << TYPE_DAY | 1U << TYPE_QUANTITY};
    const struct expr_source source = {.name = "fuzz",
                                       .own_unit = own_unit,
                                       .here = !own_unit,
                                       .parameter = PARAMETERS,
                                       .parameters = ARRAY_LEN(PARAMETERS),
                                       .part = n->part,
                                       .parts = ARRAY_LEN(n->part),
                                       .set = n->set,
                                       .sets = ARRAY_LEN(n->set)};
    struct err err = {0};
    struct expr_part read;
    unsigned nodes = 0;
    if (!expr_parse(n->arena, &source, text, wanted, &read, &err)) {
        check_code(&err);
        must(strncmp(err.code, "expression.", 11) == 0 && strncmp(err.detail, "fuzz:", 5) == 0);
        return;
    }
    must(types[wanted] & 1U << read.is->type);
    must(!expr_has(read.is, own_unit ? EXPR_HERE : EXPR_AT_OWN_UNIT));
    must(read.nodes <= EXPR_NODES_MOST && read.selections <= EXPR_SELECTIONS_MOST);
    for (int table = EXPR_CONTACTS; table <= EXPR_REFERRALS; table++)
        must(expr_reach(read.is, (enum expr_table)table) >= 0);
    check(read.is, &nodes, false);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = {(const char *)data, size};
    struct arena *a = arena_open(ARENA_BLOCK);
    struct names names;
    open_names(a, &names);
    for (int wanted = WANT_CONDITION; wanted <= WANT_PART; wanted++) {
        parse(&names, text, (enum expr_wanted)wanted, true);
        parse(&names, text, (enum expr_wanted)wanted, false);
    }
    arena_close(a);
    return 0;
}
