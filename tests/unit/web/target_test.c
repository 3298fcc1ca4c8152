/* What a change since a month says of a county's index: on the figures that readers see alone. */
#include "web/target.h"

#include "../core/arena_fixture.h"
#include "../publish/usual_suppression.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

struct mean { /* of a county in a month; persons 0: there is no cell */
    const char *period, *sum;
    int64_t persons;
    enum absence absence;
};

static const struct published_table *published(const struct mean *mean, size_t count)
{
    struct unpublished_cell *cell = ARENA_NEW(arena, struct unpublished_cell, count + 1);
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (mean[i].persons > 0)
            cell[n++] = (struct unpublished_cell){.level = STR("county"),
                                                  .id = STR("23"),
                                                  .period = str_of(mean[i].period),
                                                  .absence = mean[i].absence,
                                                  .denominator = mean[i].persons,
                                                  .value = 0.5,
                                                  .numerator_text = str_of(mean[i].sum),
                                                  .value_text = STR("0.5")};
    struct unpublished_table all = {.kind = CELL_MEAN, .cell = cell, .count = n};
    return suppress(arena, &USUAL_SUPPRESSION, &all);
}

static const struct definition INCREASE = {
    .kind = MEASURE_MEAN,
    .unit = IN_INDEX,
    .target = {.is_set = true, .is_change = true, .op = TARGET_AT_LEAST, .value = {.units = 20}}};

/* Of December 2023 against the base, of that month or of one before those of the model. */
static struct target_view view_of(struct mean now, struct mean base, bool is_before)
{
    static const struct model_place county = {.id = STR_INIT("23")};
    const struct mean both[] = {base, now};
    struct model *m = ARENA_NEW(arena, struct model, 1);
    struct definition *d = ARENA_NEW(arena, struct definition, 1);
    struct model_measure *measure = ARENA_NEW(arena, struct model_measure, 1);
    struct err err = {0};
    *d = INCREASE;
    assert_true(month_parse(str_of(base.period), &d->target.since, &err));
    *m = (struct model){.last = month_from(2023, 12), .months = 3, .place = &county};
    m->count[MODEL_COUNTY] = 1;
    measure->definition = d;
    measure->table = is_before ? published(&now, 1) : published(both, 2);
    measure->cell = model_cells(arena, m, measure->table);
    measure->base = is_before ? published(&base, 1) : NULL;
    const struct page page = {.a = arena, .lang = LANG_SV, .model = m};
    struct target_view view;
    struct chart_line line;
    target_fill(&page, measure, MODEL_COUNTY, 0, 2, &view);
    /* A line says what the figure of then was: it is drawn where that may be seen. */
    if (view.is_shown)
        assert_int_equal(target_line_of(&page, measure, MODEL_COUNTY, 0, &line), view.is_tested);
    return view;
}

static void is_untested(struct target_view v)
{
    assert_true(v.is_shown && !v.is_tested && !v.is_met);
    assert_true(v.why.len > 0);
}

static void the_sums_are_compared_exactly(void **state)
{
    (void)state;
    const struct mean base = {"2023-11", "35/3", 20, ABSENCE_NONE};
    struct target_view v = view_of((struct mean){"2023-12", "14", 20, ABSENCE_NONE}, base, false);
    assert_true(v.is_tested && v.is_met && v.why.len == 0);
    assert_true(str_eq(v.words, STR("minst +20\u00A0% sedan november 2023")));
    v = view_of((struct mean){"2023-12", "13999999999999/1000000000000", 20, ABSENCE_NONE}, base,
                false);
    assert_true(v.is_tested && !v.is_met);
    v = view_of((struct mean){"2023-12", "14", 21, ABSENCE_NONE}, base, false);
    assert_true(v.is_tested && !v.is_met);
}

static void a_month_before_those_of_the_pages(void **state)
{
    (void)state;
    const struct mean now = {"2023-12", "14", 20, ABSENCE_NONE};
    struct target_view v = view_of(now, (struct mean){"2021-12", "35/3", 20, ABSENCE_NONE}, true);
    assert_true(v.is_tested && v.is_met);
    v = view_of(now, (struct mean){"2021-12", "36/3", 20, ABSENCE_NONE}, true);
    assert_true(v.is_tested && !v.is_met);
    is_untested(view_of(now, (struct mean){"2021-12", "0", 0, ABSENCE_NONE}, true));
}

/* Of 14 persons readers see no figure: neither may they see how it compares. */
static void what_is_masked_is_not_compared_with(void **state)
{
    (void)state;
    const struct mean now = {"2023-12", "14", 20, ABSENCE_NONE};
    for (unsigned before = 0; before < 2; before++) {
        const char *month = before ? "2021-12" : "2023-11";
        is_untested(view_of(now, (struct mean){month, "7", 14, ABSENCE_NONE}, before));
        is_untested(view_of(now, (struct mean){month, "0", 20, ABSENCE_INV}, before));
        is_untested(view_of(now, (struct mean){month, "0", 0, ABSENCE_NONE}, before));
    }
    struct target_view v = view_of((struct mean){"2023-12", "14", 14, ABSENCE_NONE},
                                   (struct mean){"2023-11", "10", 20, ABSENCE_NONE}, false);
    assert_false(v.is_shown);
}

static void nothing_is_said_until_the_month_has_passed(void **state)
{
    (void)state;
    const struct mean now = {"2023-12", "14", 20, ABSENCE_NONE};
    assert_false(view_of(now, now, false).is_shown);
    assert_false(view_of(now, (struct mean){"2024-01", "1", 20, ABSENCE_NONE}, false).is_shown);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_sums_are_compared_exactly, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(a_month_before_those_of_the_pages, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(what_is_masked_is_not_compared_with, open_arena,
                                        close_arena),
        cmocka_unit_test_setup_teardown(nothing_is_said_until_the_month_has_passed, open_arena,
                                        close_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
