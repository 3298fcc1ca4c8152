/* Values in units that a code set does not know are counted, by set and code. */
#include "engine/unit_gaps.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define HEAD                                                                                       \
    "id: m\ncode: m\nname: {sv: a, en: b}\ntext: {sv: a, en: b}\nsource: s\ncertainty: B\n"        \
    "owner: o\nreviewed: 2026-11-26\nkind: count\nunit: persons\npopulation: listed\n"
#define HEADER "part,system,code,match,display,certainty,source"
#define SET    HEADER ",unit\n"

static void measured(struct world *w, uint32_t person, const char *code, const char *value,
                     const char *unit)
{
    struct measurement_row row = world_measured("2023-05-01", "A", code, value);
    row.value_unit = str_of(unit);
    world_event(w, TABLE_MEASUREMENTS, person, &row);
}

static struct world some_world(void)
{
    struct world w = world_begin();
    uint32_t unit = world_unit(&w, "A", "2380", OPERATOR_REGION);
    world_term(&w, "HBA", SYSTEM_NPU, "NPU27300", "10");
    world_term(&w, "HBB", SYSTEM_NPU, "NPU27300", "");
    for (int i = 0; i < 2; i++) {
        uint32_t person = world_person(&w, "1960-05-05");
        world_list(&w, person, unit, "2020-01-01", "");
        measured(&w, person, "NPU27300", "52", "mmol/mol");
        measured(&w, person, "NPU27300", "7", "%");
        measured(&w, person, "NPU27300", "53", "");
        measured(&w, person, "NPU27300", "54", "g");
        measured(&w, person, "NPU27300", "54", "mol");
        measured(&w, person, "NPU27300", "55", "g");
        measured(&w, person, "HBA", "5", "g"); /* the term says what it is */
        measured(&w, person, "BP-SYS", "18", "kPa");
        measured(&w, person, "OTHER", "1", "g");
    }
    measured(&w, 0, "HBB", "56", "g");
    world_end(&w, 1);
    return w;
}

static struct unit_gaps gaps(const struct world *w, const struct codesets *sets, const char *rest)
{
    struct err err = {0};
    const struct definition *d;
    struct str text = str_fmt(w->arena, HEAD "%s", rest);
    if (!definition_parse(w->arena, "m.yaml", text, sets, &d, &err))
        fail_msg("%s %s", err.code, err.detail);
    return unit_gaps(w->arena, &w->snapshot, &d, 1);
}

static void is_gap(const struct unit_gap *g, const char *set, const char *code, uint64_t rows)
{
    assert_true(str_eq(g->set, str_of(set)) && str_eq(g->code, str_of(code)));
    assert_int_equal(g->rows, rows);
}

static void rows_without_a_value(void **state)
{
    (void)state;
    struct world w = some_world();
    const struct codeset *at[2];
    struct err err = {0};
    const struct codesets sets = {at, 2};
    assert_true(codeset_parse(w.arena, "bp.csv",
                              STR(SET "sys,BP,BP-SYS,exact,d,A,s,mmHg\n"
                                      "dia,BP,BP-DIA,exact,d,A,s,mmHg\n"),
                              &at[0], &err));
    assert_true(codeset_parse(w.arena, "hb.csv",
                              STR(HEADER ",unit,factor\n,NPU,NPU27300,exact,d,A,s,mmol/mol,\n"
                                         ",NPU,NPU27300,exact,d,A,s,%,10.93\n"),
                              &at[1], &err));
    struct unit_gaps g = gaps(&w, &sets,
                              "codesets: [bp, hb]\n"
                              "value: latest(measurements where code in hb ever) > 50\n"
                              "exclude: any(measurements where code in bp and value > 1 ever)\n");
    assert_int_equal(g.count, 3);
    is_gap(&g.at[0], "bp", "BP-SYS", 2);
    is_gap(&g.at[1], "hb", "HBB", 1);
    is_gap(&g.at[2], "hb", "NPU27300", 6);
    /* Also where the value is asked for around another day. */
    g = gaps(&w, &sets,
             "codesets: [hb]\nvalue: >\n  count(contacts within 9 days after\n"
             "    first(measurements where code in hb and value > 1 ever))\n");
    assert_int_equal(g.count, 2);
    /* Who asks for no value lacks none. */
    g = gaps(&w, &sets, "codesets: [hb]\nvalue: any(measurements where code in hb ever)\n");
    assert_int_equal(g.count, 0);
    world_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(rows_without_a_value)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
