/* web/model_checks.h: what pages may show of what checks find; the rest is hidden, and nothing that
 * is shown gives it away. */
#include "county.h"

#include "service/figures/figures.h"
#include "service/figures/quality.h"
#include "web/model_checks.h"

#include "../publish/usual_suppression.h"

#include <stdlib.h>
#include <string.h>

struct scene {
    struct arena *arena;
    struct instance in;
    struct definitions measures;
    struct checks checks;
    struct warehouse_now now;
    struct check_result *found;
    struct model model;
};

static struct scene scene_in(struct scratch *s)
{
    struct scene scene = {.arena = s->arena};
    struct err err = {0};
    const struct warehouse_use use = {.threads = 1};
    county_open(s, &scene.in);
    assert_true(figures_definitions(s->arena, &scene.in, &scene.measures, &err));
    assert_true(quality_checks(s->arena, &scene.in, &scene.measures, &scene.checks, &err));
    assert_true(warehouse_open(s->arena, &scene.in, &use, &scene.now, &err));
    scene.found = ARENA_NEW(s->arena, struct check_result, scene.checks.count);
    for (size_t i = 0; i < scene.checks.count; i++)
        scene.found[i].unit =
            ARENA_NEW(s->arena, struct check_count, (size_t)scene.now.snapshot.units + 1);
    struct model_measure *measure = ARENA_NEW(s->arena, struct model_measure, scene.measures.count);
    for (size_t i = 0; i < scene.measures.count; i++)
        measure[i].definition = scene.measures.at[i];
    scene.model = (struct model){.suppression = USUAL_SUPPRESSION,
                                 .last = month_from(2023, 12),
                                 .months = 1,
                                 .measure = measure,
                                 .measures = (unsigned)scene.measures.count};
    return scene;
}

static void scene_end(struct scene *s)
{
    snapshot_close(&s->now.snapshot);
    instance_close(&s->in);
}

/* So many are found at each unit of the county, at the one of another, and at no known unit. */
static void plant(struct scene *s, const char *id, const struct check_count at[4])
{
    for (size_t i = 0; i < s->checks.count; i++) {
        if (!str_eq(s->checks.at[i]->of.id, str_of(id)))
            continue;
        struct check_count *unit = ARENA_NEW(s->arena, struct check_count, 8);
        s->found[i] = (struct check_result){.unit = unit};
        assert_in_range(s->now.snapshot.units, 3, 7);
        for (uint32_t u = 0; u < 4; u++) {
            unit[u < 3 ? u : s->now.snapshot.units] = at[u];
            s->found[i].all.found += at[u].found;
            s->found[i].all.among += at[u].among;
        }
    }
}

static const struct model_check *made(struct scene *s, const char *measure, const char *check)
{
    const struct model_checks_facts facts = {
        .county = STR("23"), .snapshot = &s->now.snapshot, .checks = &s->checks, .found = s->found};
    const struct model *m = model_with_checks(s->arena, &s->model, &facts);
    assert_non_null(m->checks);
    assert_null(s->model.checks);
    for (unsigned i = 0; i < m->measures; i++)
        for (size_t k = 0; k < m->checks[i].count; k++)
            if (str_eq(m->measure[i].definition->id, str_of(measure)) &&
                str_eq(m->checks[i].at[k].is->of.id, str_of(check)))
                return &m->checks[i].at[k];
    return NULL;
}

/* "county 40/100; U1 20/50; U2 MSK", the place for other units as "-". */
static const char *shown(struct scene *s, const struct model_check *c)
{
    struct sb out = sb_open(s->arena, 256);
    for (size_t i = 0; i < published_count(c->table); i++) {
        const struct published_cell *cell = published_at(c->table, i);
        struct published_figure f;
        struct str id = published_id(cell);
        sb_fmt(&out, "%s%.*s ", i > 0 ? "; " : "", STR_FMT(id.len > 0 ? id : STR("-")));
        if (published_figure(cell, &f))
            sb_fmt(&out, "%lld/%lld", (long long)f.numerator, (long long)f.denominator);
        else
            sb_put(&out, absence_word(published_absence(cell)));
    }
    return str_cstr(s->arena, sb_str(&out));
}

static void expect(struct scene *s, const struct check_count at[4], const char *wanted)
{
    plant(s, "contacts_without_diagnosis", at);
    const struct model_check *c = made(s, "Di01", "contacts_without_diagnosis");
    assert_non_null(c);
    const char *is = shown(s, c);
    if (strcmp(is, wanted) != 0)
        fail_msg("%s, not %s", is, wanted);
}

#define U1 "SE0000000000-U1"
#define U2 "SE0000000000-U2"

static void what_is_shown(void **state)
{
    struct scene s = scene_in(*state);
    expect(&s, (struct check_count[4]){{20, 50}, {30, 60}, {0, 0}, {0, 0}},
           "23 50/110; " U1 " 20/50; " U2 " 30/60");
    /* Elsewhere: in the county's number, and in a place of its own that pages do not name. */
    expect(&s, (struct check_count[4]){{20, 50}, {30, 60}, {10, 30}, {5, 20}},
           "23 65/160; " U1 " 20/50; " U2 " 30/60; - 15/50");
    scene_end(&s);
}

static void what_is_hidden(void **state)
{
    struct scene s = scene_in(*state);
    /* Nobody, few, all but few, of few. */
    expect(&s, (struct check_count[4]){{0, 50}, {0, 60}, {0, 0}, {0, 0}},
           "23 MSK; " U1 " MSK; " U2 " MSK");
    expect(&s, (struct check_count[4]){{2, 50}, {2, 60}, {0, 0}, {0, 0}},
           "23 MSK; " U1 " MSK; " U2 " MSK");
    expect(&s, (struct check_count[4]){{5, 6}, {5, 7}, {0, 0}, {0, 0}},
           "23 MSK; " U1 " MSK; " U2 " MSK");
    expect(&s, (struct check_count[4]){{50, 50}, {57, 60}, {0, 0}, {0, 0}},
           "23 MSK; " U1 " MSK; " U2 " MSK");
    /* One unit has few: the other would give it away, and goes too. */
    expect(&s, (struct check_count[4]){{2, 50}, {30, 60}, {0, 0}, {0, 0}},
           "23 32/110; " U1 " MSK; " U2 " MSK");
    /* Few elsewhere: the whole less the units would be they, so one of the units is hidden. */
    expect(&s, (struct check_count[4]){{20, 50}, {30, 60}, {1, 30}, {1, 5}},
           "23 52/145; " U1 " MSK; " U2 " 30/60; - MSK");
    /* Found among nobody: a number still, which the others would tell. */
    expect(&s, (struct check_count[4]){{20, 50}, {3, 0}, {0, 0}, {0, 0}},
           "23 23/50; " U1 " MSK; " U2 " MSK");
    expect(&s, (struct check_count[4]){{20, 50}, {30, 60}, {0, 0}, {2, 0}},
           "23 52/110; " U1 " MSK; " U2 " 30/60; - MSK");
    scene_end(&s);
}

/* The limits are the region's. */
static void what_the_region_hides(void **state)
{
    struct scene s = scene_in(*state);
    s.model.suppression = (struct suppression_rules){
        .denominator = 60, .numerator = 10, .complement = 30, .small_area = 30};
    expect(&s, (struct check_count[4]){{20, 50}, {30, 60}, {0, 0}, {0, 0}},
           "23 50/110; " U1 " MSK; " U2 " MSK");
    s.model.suppression = (struct suppression_rules){.denominator = 6, .numerator = 5};
    expect(&s, (struct check_count[4]){{5, 6}, {5, 7}, {0, 0}, {0, 0}},
           "23 10/13; " U1 " 5/6; " U2 " 5/7");
    scene_end(&s);
}

/* A check that is a measure shows what is published of it, and nothing besides: two tables of the
 * same numbers would give away what each hides. */
static void nothing_is_published_twice(void **state)
{
    struct scene s = scene_in(*state);
    struct model_measure *measure = ARENA_NEW(s.arena, struct model_measure, s.model.measures);
    const struct published_table *table = suppress(
        s.arena, &USUAL_SUPPRESSION, &(struct unpublished_table){.measure = STR("Di02_missing")});
    for (unsigned i = 0; i < s.model.measures; i++) {
        measure[i] = s.model.measure[i];
        if (str_eq(measure[i].definition->id, STR("Di02_missing")))
            measure[i].table = table;
    }
    plant(&s, "hba1c_missing", (struct check_count[4]){{20, 50}, {30, 60}, {0, 0}, {0, 0}});
    assert_string_equal(shown(&s, made(&s, "Di02_70", "hba1c_missing")), "23 50/110");
    s.model.measure = measure;
    assert_ptr_equal(made(&s, "Di02_70", "hba1c_missing")->table, table);
    scene_end(&s);
}

/* Without something to be found among it is a count; nothing to look among is INV. */
static void counts_and_nothing(void **state)
{
    struct scene s = scene_in(*state);
    plant(&s, "diagnoses_after_end", (struct check_count[4]){{7, 0}, {8, 0}, {0, 0}, {0, 0}});
    assert_string_equal(shown(&s, made(&s, "Di01", "diagnoses_after_end")),
                        "23 15/1; " U1 " 7/1; " U2 " 8/1");
    plant(&s, "diagnoses_after_end", (struct check_count[4]){{3, 0}, {0, 0}, {0, 0}, {0, 0}});
    assert_string_equal(shown(&s, made(&s, "Di01", "diagnoses_after_end")),
                        "23 MSK; " U1 " MSK; " U2 " MSK");
    expect(&s, (struct check_count[4]){{20, 50}, {0, 0}, {0, 0}, {0, 0}},
           "23 20/50; " U1 " 20/50; " U2 " INV");
    assert_null(made(&s, "hired_weeks", "contacts_without_diagnosis"));
    assert_null(made(&s, "listed", "contacts_without_diagnosis"));
    scene_end(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_shown, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(what_is_hidden, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(what_the_region_hides, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(nothing_is_published_twice, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(counts_and_nothing, scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
