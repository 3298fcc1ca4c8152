/* What a plan knows before any person is looked at: in which program a measure is, and without
 * which rows it counts nobody. That the figures are the same: eval_random_test.c. */
#include "engine/plan.h"

#include "world.h"

#include "../core/arena_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct definitions own(void)
{
    struct definitions all;
    struct err err = {0};
    assert_true(definitions_load(arena, NULL, &all, &err));
    return all;
}

static void measures_stand_with_those_of_like_rows(void **state)
{
    (void)state;
    static const struct {
        const char *id;
        enum plan_part part;
    } all[] = {
        {"Ko05L", PLAN_LISTED_INDICES},          {"coverage", PLAN_LISTED_SUMS},
        {"own_doctor_visits", PLAN_LISTED_SUMS}, {"Di01", PLAN_LISTED_SUMS},
        {"ed_referrals", PLAN_LISTED_SUMS},      {"Di03L1", PLAN_LISTED_EVENTS},
        {"Ald02", PLAN_LISTED_EVENTS},           {"KOL02A", PLAN_LISTED_EVENTS},
        {"Dep04", PLAN_LISTED_EVENTS},           {"Di02_missing", PLAN_LISTED_EVENTS},
        {"med_review_full", PLAN_LISTED_ANYONE}, {"health_talk_done", PLAN_LISTED_ANYONE},
        {"named_doctor", PLAN_LISTED_OTHERS},    {"listed", PLAN_LISTED_OTHERS},
        {"production", PLAN_EVERYONE_SUMS},      {"patients", PLAN_EVERYONE_SUMS},
        {"listed_change", PLAN_EVERYONE_OTHERS}, {"named_doctor_population", PLAN_REGISTERED}};
    struct definitions from = own();
    for (size_t i = 0; i < ARRAY_LEN(all); i++)
        assert_int_equal(plan_part_of(definitions_find(&from, str_of(all[i].id))), all[i].part);
}

/* Without a diagnosis nobody is in a denominator of the diabetics, without a reading nobody in that
 * of those who have one; a health talk's has all of an age. */
static void what_counts_nobody_without_rows_is_known(void **state)
{
    (void)state;
    struct world w = world_begin();
    uint32_t unit = world_unit(&w, "A", "2380", OPERATOR_REGION);
    world_list(&w, world_person(&w, "1960-05-17"), unit, "2020-01-01", "");
    world_end(&w, 1);
    struct definitions from = own();
    const struct definition *asked[] = {definitions_find(&from, STR("Di03_missing")),
                                        definitions_find(&from, STR("Di03L1")),
                                        definitions_find(&from, STR("health_talk_done"))};
    const struct plan plan = plan_make(arena, &w.snapshot, asked, ARRAY_LEN(asked));
    const struct plan_program *p = &plan.program[PLAN_LISTED_EVENTS];
    assert_int_equal(p->measures, 2);
    const struct plan_measure *all = &p->measure[0], *read = &p->measure[1];
    assert_int_not_equal(all->gates, 0);
    assert_int_equal(all->gates & read->gates, all->gates);
    assert_int_not_equal(all->gates, read->gates);
    unsigned readings = 0;
    for (uint32_t i = 0; i < p->selections; i++) {
        const struct plan_selection *s = &p->selection[i];
        /* Diagnoses and the systolic pressure are asked for by both. */
        bool is_of_one = s->gates == read->gates;
        readings += s->of->table == EXPR_MEASUREMENTS;
        assert_true(is_of_one ? s->of->table == EXPR_MEASUREMENTS : s->gates == all->gates);
    }
    assert_int_equal(readings, 2);
    assert_int_equal(plan.program[PLAN_LISTED_ANYONE].measure[0].gates, 0);
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(measures_stand_with_those_of_like_rows, open_arena,
                                        close_arena),
        cmocka_unit_test_setup_teardown(what_counts_nobody_without_rows_is_known, open_arena,
                                        close_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
