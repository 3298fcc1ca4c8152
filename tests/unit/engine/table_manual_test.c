/* docs/developer/measures-of-tables.md against the program: its examples with their rows and
 * figures, its columns; and the worked examples of what units report. */
#include "core/files.h"
#include "engine/eval.h"
#include "engine/table_expr.h"
#include "spec_table.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;
static struct str manual;

static int read_manual(void **state)
{
    (void)state;
    struct err err = {0};
    arena = arena_open(ARENA_BLOCK);
    return file_read_all(&FILES_POSIX, arena, SOURCE_ROOT "/docs/developer/measures-of-tables.md",
                         1024 * 1024, &manual, &err)
               ? 0
               : -1;
}

static int close_arena(void **state)
{
    (void)state;
    arena_close(arena);
    return 0;
}

/* What stands between the two after `*rest`, which is moved behind it. */
static struct str between(struct str *rest, const char *begin, const char *end)
{
    const char *from = strstr(rest->at, begin);
    assert_non_null(from);
    from += strlen(begin);
    const char *to = strstr(from, end);
    assert_non_null(to);
    *rest = (struct str){to, (size_t)(manual.at + manual.len - to)};
    return (struct str){from, (size_t)(to - from)};
}

/* ---- figures ---- */

static struct world county(uint32_t unit[2])
{
    struct world w = world_begin();
    unit[0] = world_unit(&w, "A", "2380", OPERATOR_REGION);
    unit[1] = world_unit(&w, "B", "2321", OPERATOR_EXTERNAL);
    return w;
}

/* Of December 2023: a line for each place, as files print it. */
static struct str figures(struct world *w, const struct definition *d, enum eval_level level)
{
    struct eval_request ask = {.definition = &d,
                               .definitions = 1,
                               .last = month_from(2023, 12),
                               .months = 1,
                               .levels = LEVEL_BIT(level),
                               .threads = 1};
    const struct eval_table *t;
    size_t tables;
    struct err err = {0};
    assert_true(eval(w->arena, &w->snapshot, &ask, &t, &tables, &err));
    struct str out = STR("");
    for (size_t i = 0; i < t->places; i++) {
        struct cell_text c = cell_text(w->arena, d, cell_at(t, i, 0));
        struct str name = t->place[i].name.len > 0 ? t->place[i].name : t->place[i].id;
        const struct str part[] = {c.numerator, c.denominator, c.value, c.missing};
        out = str_fmt(w->arena, "%.*s%.*s", STR_FMT(out), STR_FMT(name));
        for (size_t k = 0; k < ARRAY_LEN(part); k++)
            if (part[k].len > 0)
                out = str_fmt(w->arena, "%.*s %.*s", STR_FMT(out), STR_FMT(part[k]));
        out = str_fmt(w->arena, "%.*s\n", STR_FMT(out));
    }
    return out;
}

static void the_example(void **state)
{
    (void)state;
    struct err err = {0};
    struct str rest = manual, file = between(&rest, "```yaml\n", "```");
    struct str rows = between(&rest, "```csv\n", "```"),
               expected = between(&rest, "\n```\n", "```");
    const struct definition *d;
    if (!definition_parse(arena, "calls_without_answer.yaml", file, NULL, &d, &err))
        fail_msg("%s %s", err.code, err.detail);
    uint32_t unit[2];
    struct world w = county(unit);
    while (rows.len > 0) {
        struct str row = str_cut(&rows, '\n'), name = str_cut(&row, ',');
        world_row(&w, TABLE_CALLS, unit[name.at[0] - 'A'], str_cstr(arena, row));
    }
    (void)world_unit(&w, "C", "", OPERATOR_REGION);
    world_end(&w, 1);
    struct str made = str_fmt(arena, "%.*s%.*s", STR_FMT(figures(&w, d, LEVEL_UNIT)),
                              STR_FMT(figures(&w, d, LEVEL_COUNTY)));
    if (!str_eq(made, expected))
        fail_msg("%.*s", STR_FMT(made));
    world_close(&w);
}

static void the_family(void **state)
{
    (void)state;
    struct err err = {0};
    struct str rest = manual;
    (void)between(&rest, "## Families", "```yaml");
    const struct definition *d;
    if (!definition_parse(arena, "staff_hired.yaml", between(&rest, "```yaml\n", "```"), NULL, &d,
                          &err))
        fail_msg("%s %s", err.code, err.detail);
    assert_true(str_eq(family_member(arena, d, STR("nurse"))->id, STR("hired_nurse")));
    assert_true(str_eq(family_member(arena, d, STR("physician"))->name[LANG_EN],
                       STR("Hired weeks, physicians")));
}

/* ---- columns ---- */

/* `| table | by | column | words |`: one row of the manual; whether it is what the program has. */
static void check_column(struct str row)
{
    (void)str_cut(&row, '|');
    struct str name = str_trim(str_cut(&row, '|')), by = str_trim(str_cut(&row, '|'));
    struct str column = str_trim(str_cut(&row, '|')), words = str_trim(str_cut(&row, '|'));
    enum table_id table;
    if (!table_expr_table(name, &table) || !table_column(&TABLES[table], column))
        fail_msg("the program has no %.*s of %.*s", STR_FMT(column), STR_FMT(name));
    assert_true(str_eq(by, table_is_monthly(table) ? STR("month") : STR("year")));
    const struct table_column *c = table_column(&TABLES[table], column);
    if (c->type == COLUMN_WORD)
        assert_true(str_eq(words, STR("any")));
    unsigned count = 0, most = 0;
    for (unsigned i = 0; c->vocab && i < c->vocab->count; i++)
        most += c->vocab->word[i] && c->vocab->word[i][0] != 0;
    while (c->type != COLUMN_WORD && words.len > 0) {
        unsigned value;
        if (!c->vocab || !vocab_find(c->vocab, str_cut(&words, ' '), &value))
            fail_msg("%.*s has no such word", STR_FMT(column));
        count++;
    }
    assert_int_equal(count, most);
}

static void the_table_of_columns(void **state)
{
    (void)state;
    struct str rest = manual;
    struct str rows =
        between(&rest, "| table | by | column | words |\n|---|---|---|---|\n", "\n\n");
    unsigned said = 0, there = 0;
    for (; rows.len > 0; said++)
        check_column(str_cut(&rows, '\n'));
    for (unsigned i = TABLE_CALLS; i <= TABLE_SURVEY; i++)
        there += TABLES[i].columns - 2;
    assert_int_equal(said, there);
}

/* ---- worked examples ---- */

static void care_need(void **state)
{
    (void)state;
    static const char *const columns[] = {"population",   "under5",        "foreign_born",
                                          "over65_alone", "single_parent", "moved",
                                          "unemployed",   "low_education"};
    const struct spec_table *t = spec_open(arena, "tests/spec/cni.csv");
    uint32_t unit[2];
    struct world w = county(unit);
    for (size_t i = 0; i < 2; i++) {
        struct str row = STR("2023");
        for (size_t k = 0; k < ARRAY_LEN(columns); k++)
            row = str_fmt(arena, "%.*s,%s", STR_FMT(row), spec_cstr(t, i, columns[k]));
        world_row(&w, TABLE_CNI, unit[i], str_cstr(arena, row));
    }
    world_row(&w, TABLE_CNI, SNAPSHOT_NATION, "2023,5720000,0,2476100,0,0,0,0,0");
    world_end(&w, 1);
    const struct definition *d = world_measure(w.arena, "cni");
    struct str made = str_fmt(arena, "%.*s%.*s", STR_FMT(figures(&w, d, LEVEL_UNIT)),
                              STR_FMT(figures(&w, d, LEVEL_COUNTY)));
    struct str expected = STR("");
    for (size_t i = 0; i < spec_rows(t); i++) {
        const char *name[] = {"A", "B", "23"};
        expected = str_fmt(arena, "%.*s%s %s 24761/10000 %s\n", STR_FMT(expected), name[i],
                           spec_cstr(t, i, "per_person"), spec_cstr(t, i, "cni"));
        struct decimal rounded, weighted;
        struct spec_fraction of = spec_fraction(spec_text(t, i, "per_person"));
        assert_true(decimal_parse(spec_text(t, i, "shown"), &rounded));
        assert_true(decimal_parse(spec_text(t, i, "weighted"), &weighted));
        struct decimal shown;
        assert_true(decimal_of_ratio(of.p * 10000, of.q * 24761, 1, rounded.places, &shown));
        assert_int_equal(shown.units, rounded.units);
        assert_int_equal(weighted.units * of.q, of.p * 100 * spec_i64(t, i, "population"));
    }
    if (!str_eq(made, expected))
        fail_msg("%.*s", STR_FMT(made));
    world_close(&w);
}

static void what_units_report(void **state)
{
    (void)state;
    const struct spec_table *t = spec_open(arena, "tests/spec/unit_sums.csv");
    for (size_t i = 0; i < spec_rows(t); i++) {
        uint32_t unit[2];
        struct world w = county(unit);
        for (struct str rest = spec_text(t, i, "rows"); rest.at;) {
            struct str row = str_trim(str_cut(&rest, ';')), name = str_cut(&row, ' ');
            struct str of = str_cut(&row, ' ');
            enum table_id table;
            assert_true(table_expr_table(name, &table));
            char *fields = strdup(str_cstr(arena, row));
            for (char *at = fields; *at; at++)
                *at = *at == ' ' ? ',' : *at;
            world_row(&w, table, unit[of.at[0] - 'A'], fields);
            free(fields);
        }
        world_end(&w, 1);
        struct str expected = STR("23");
        const char *const columns[] = {"numerator", "denominator", "value", "missing"};
        for (size_t k = 0; k < ARRAY_LEN(columns); k++)
            if (spec_text(t, i, columns[k]).len > 0)
                expected =
                    str_fmt(arena, "%.*s %s", STR_FMT(expected), spec_cstr(t, i, columns[k]));
        struct str made =
            figures(&w, world_measure(w.arena, spec_cstr(t, i, "measure")), LEVEL_COUNTY);
        if (!str_eq(made, str_fmt(arena, "%.*s\n", STR_FMT(expected))))
            fail_msg("row %u: %.*s", (unsigned)i, STR_FMT(made));
        world_close(&w);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example),          cmocka_unit_test(the_family),
        cmocka_unit_test(the_table_of_columns), cmocka_unit_test(care_need),
        cmocka_unit_test(what_units_report),
    };
    return cmocka_run_group_tests(tests, read_manual, close_arena);
}
