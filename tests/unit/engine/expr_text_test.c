/* Trees as text: what is written is the language, and read again it is the same tree. */
#include "engine/definition.h"
#include "engine/expr_text.h"
#include "expr_shown.h"
#include "random_world.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { SEEDS = 2000 };

/* The sets that a tree asks for, each once. */
static void gather_sets(const struct expr *e, const struct codeset **set, unsigned *sets)
{
    if (!e)
        return;
    gather_sets(e->a, set, sets);
    gather_sets(e->b, set, sets);
    if (e->selection) {
        gather_sets(e->selection->where, set, sets);
        gather_sets(e->selection->anchor, set, sets);
        gather_sets(e->selection->paired, set, sets);
        gather_sets(e->selection->without, set, sets);
    }
    for (unsigned i = 0; e->op == EXPR_CODE && i < *sets; i++)
        if (set[i] == e->set)
            return;
    if (e->op == EXPR_CODE)
        set[(*sets)++] = e->set;
}

static const struct expr *read_again(struct arena *a, const struct definition *d,
                                     const struct expr *e, struct str text, enum expr_wanted wanted)
{
    const struct codeset *set[EXPR_NODES_MOST];
    unsigned sets = 0;
    gather_sets(e, set, &sets);
    struct err err = {0};
    struct expr_part out = {0};
    const struct expr_source source = {.name = "again",
                                       .line = 1,
                                       .column = 1,
                                       .own_unit = d->population == POPULATION_LISTED,
                                       .here = d->population == POPULATION_EVERYONE,
                                       .set = set,
                                       .sets = sets};
    if (!expr_parse(a, &source, text, wanted, &out, &err))
        fail_msg("%s %s of:\n%.*s", err.code, err.detail, STR_FMT(text));
    return out.is;
}

static void comes_again(struct arena *a, const struct definition *d, const struct expr *e,
                        enum expr_wanted wanted)
{
    if (!e)
        return;
    struct str text = expr_text(a, e, NULL, 0);
    const struct expr *again = read_again(a, d, e, text, wanted);
    const char *was = tree_shown(a, e), *is = tree_shown(a, again);
    if (!str_eq(str_of(was), str_of(is)))
        fail_msg("%.*s\nis %s\nwas %s", STR_FMT(text), is, was);
}

static void definition_comes_again(struct arena *a, const struct definition *d)
{
    if (d->kind == MEASURE_TABLE)
        return;
    comes_again(a, d, d->denominator, WANT_COUNTED);
    comes_again(a, d, d->numerator, WANT_COUNTED);
    comes_again(a, d, d->exclude, WANT_CONDITION);
    comes_again(a, d, d->value, d->kind == MEASURE_MEAN ? WANT_VALUE : WANT_COUNTED);
}

static void measures_come_again(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct definitions files, all;
    struct err err = {0};
    assert_true(definitions_load(a, NULL, &files, &err));
    assert_true(definitions_open(a, &files, NULL, 0, &all, &err));
    for (size_t i = 0; i < all.count; i++)
        definition_comes_again(a, all.at[i]);
    arena_close(a);
}

static void random_measures_come_again(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct arena *a = arena_open(ARENA_BLOCK);
        struct choices c = choices_of_seed(seed);
        struct str text;
        definition_comes_again(a, chosen_measure(a, &c, &text));
        choices_close(&c);
        arena_close(a);
    }
}

/* Parts by their names, numbers in place of parameters. */
static void parts_stand_by_name(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    const struct definition *d = world_measure(a, "Di03L1");
    assert_string_equal(expr_text(a, d->numerator, d->part, d->parts).at,
                        "systolic <= 140 mmHg and diastolic <= 85 mmHg");
    assert_string_equal(expr_text(a, d->part[0].is, d->part, d->parts).at,
                        "any(diagnoses where code in diabetes within 60 months)");
    d = world_measure(a, "Dep04");
    assert_string_equal(expr_text(a, d->numerator, d->part, d->parts).at,
                        "any(diagnoses where code in depression and unit = own_unit within 90 days "
                        "after onset)");
    arena_close(a);
}

/* What a reader would take for one day if it stood without brackets. */
static void a_number_behind_an_age_is_no_day(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    const struct definition d = {.population = POPULATION_LISTED};
    const struct expr *e = read_again(a, &d, NULL, STR("age on (T) - 2 > 60"), WANT_CONDITION);
    assert_string_equal(expr_text(a, e, NULL, 0).at, "age on (T) - 2 > 60");
    comes_again(a, &d, e, WANT_CONDITION);
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(measures_come_again),
        cmocka_unit_test(random_measures_come_again),
        cmocka_unit_test(parts_stand_by_name),
        cmocka_unit_test(a_number_behind_an_age_is_no_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
