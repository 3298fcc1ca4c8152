/* The control of eval_random_test.c: an oracle that is told a slightly other measure must be found
 * out, or that test finds nothing; and what it finds becomes small. */
#include "engine/expr.h"
#include "random_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

struct changed {
    struct arena *arena;
    void (*selection)(struct selection *s);
    void (*expression)(struct expr *e);
    case_changing lists; /* instead of the two: of no figure */
};

/* A copy of the tree with something changed in each node and selection. */
static const struct expr *changed_tree(const struct changed *by, const struct expr *e)
{
    if (!e)
        return NULL;
    struct expr *made = ARENA_NEW(by->arena, struct expr, 1);
    *made = *e;
    made->a = changed_tree(by, e->a);
    made->b = changed_tree(by, e->b);
    if (by->expression)
        by->expression(made);
    if (!e->selection)
        return made;
    struct selection *s = ARENA_NEW(by->arena, struct selection, 1);
    *s = *e->selection;
    s->where = changed_tree(by, s->where);
    s->anchor = changed_tree(by, s->anchor);
    s->paired = changed_tree(by, s->paired);
    s->without = changed_tree(by, s->without);
    if (by->selection)
        by->selection(s);
    made->selection = s;
    return made;
}

static const struct definition *changed(const struct changed *by, const struct definition *d)
{
    struct definition *made = ARENA_NEW(by->arena, struct definition, 1);
    *made = *d;
    made->numerator = changed_tree(by, d->numerator);
    made->denominator = changed_tree(by, d->denominator);
    made->value = changed_tree(by, d->value);
    made->exclude = changed_tree(by, d->exclude);
    made->missing = changed_tree(by, d->missing);
    return made;
}

/* What a wrong kernel might get wrong. */
static void once_too_often(struct selection *s)
{
    s->once_a_day = expr_table_is_dated(s->table) && !s->once_a_day;
}
static void a_month_early(struct selection *s)
{
    s->shift += s->window == WINDOW_MONTHS || s->window == WINDOW_EVER;
}
static void a_month_longer(struct selection *s)
{
    s->months += s->months > 0;
}
static void a_day_longer(struct selection *s)
{
    s->to += s->window == WINDOW_AFTER || s->window == WINDOW_BEFORE;
    s->from += s->window == WINDOW_DAYS;
}
static void the_year_before(struct selection *s)
{
    if (s->window != WINDOW_YEAR)
        return;
    s->window = WINDOW_MONTHS;
    s->months = 12;
}
static void all_rows(struct selection *s)
{
    s->where = NULL;
}
static void unpaired(struct selection *s)
{
    s->paired = NULL;
}
static void washed_longer(struct selection *s)
{
    s->washout += s->without != NULL;
}
static void on_the_edge(struct expr *e)
{
    if (e->op == EXPR_VALUE && e->compare == EXPR_GREATER)
        e->compare = EXPR_GREATER_EQUAL;
    if (e->op == EXPR_GREATER_EQUAL)
        e->op = EXPR_GREATER;
}
static void first_is_last(struct expr *e)
{
    if (e->op == EXPR_FIRST)
        e->op = EXPR_LAST;
}
static void without_part(struct expr *e)
{
    if (e->op == EXPR_CODE)
        e->part = STR("");
}
static void a_day_more(struct expr *e)
{
    e->number += e->op == EXPR_SOUGHT || (e->op == EXPR_T && e->in_days);
}

static void (*const SELECTION_BUGS[])(struct selection *s) = {
    once_too_often,  a_month_early, a_month_longer, a_day_longer,
    the_year_before, all_rows,      unpaired,       washed_longer};
static void (*const EXPRESSION_BUGS[])(struct expr *e) = {on_the_edge, first_is_last, without_part,
                                                          a_day_more};

/* Who meets `missing` does not, and who does not does. */
static const struct definition *others_missing(struct arena *a, const struct definition *d)
{
    struct definition *made = ARENA_NEW(a, struct definition, 1);
    struct expr *negated = ARENA_NEW(a, struct expr, 1);
    *made = *d;
    *negated = (struct expr){.op = EXPR_NOT, .type = TYPE_CONDITION, .a = d->missing};
    made->missing = d->missing ? negated : NULL;
    return made;
}

static const char *difference_with(const struct changed *by, const struct random_case *r,
                                   const struct eval_table *t)
{
    struct arena *a = r->world.arena;
    if (by->lists)
        return case_difference_of_places(a, &r->world.snapshot, t, by->lists(a, t->definition),
                                         &r->ask);
    return case_difference(a, &r->world.snapshot, t, changed(by, t->definition), &r->ask);
}

/* The seed whose case tells the change from the measure as it is. */
static void find_bug(struct changed by)
{
    for (uint64_t seed = 1; seed <= CASES; seed++) {
        struct choices c = choices_of_seed(seed);
        struct random_case r;
        case_make(&r, &c, 0);
        by.arena = r.world.arena;
        const struct eval_table *table;
        size_t tables;
        case_eval(&r, &table, &tables);
        bool found = false;
        for (size_t i = 0; i < tables && !found; i++)
            found = difference_with(&by, &r, &table[i]) != NULL;
        world_close(&r.world);
        choices_close(&c);
        if (found)
            return;
    }
    fail_msg("a planted bug was not found");
}

static void a_planted_bug_is_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(SELECTION_BUGS); i++)
        find_bug((struct changed){.selection = SELECTION_BUGS[i]});
    for (size_t i = 0; i < ARRAY_LEN(EXPRESSION_BUGS); i++)
        find_bug((struct changed){.expression = EXPRESSION_BUGS[i]});
    find_bug((struct changed){.lists = others_missing});
}

/* ---- what fails becomes small ---- */

static const struct definition *a_month_longer_all(struct arena *a, const struct definition *d)
{
    return changed(&(struct changed){.arena = a, .selection = a_month_longer}, d);
}

static bool fails_by_a_month(struct choices *c)
{
    return case_fails(c, a_month_longer_all);
}

static void a_failure_becomes_small(void **state)
{
    (void)state;
    uint64_t seed = 1;
    struct choices c = choices_of_seed(seed);
    while (!fails_by_a_month(&c)) {
        choices_close(&c);
        c = choices_of_seed(++seed);
    }
    unsigned tries = 3000;
    struct choices small = choices_shrunk(&c, fails_by_a_month, &tries);
    struct choices again = choices_given(small.at, small.count);
    struct random_case r;
    case_make(&r, &again, 0);
    assert_non_null(case_look(&r, a_month_longer_all).why);
    assert_true(r.world.snapshot.persons <= 2);
    assert_true(r.ask.definitions == 1);
    assert_true(r.text[0].len < 300);
    world_close(&r.world);
    choices_close(&again);
    choices_close(&small);
    choices_close(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_planted_bug_is_found),
        cmocka_unit_test(a_failure_becomes_small),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
