/* The language of measures of tables: what it lets through, what it refuses and where; and the keys
 * of their files. */
#include "engine/table_expr.h"

#include "../core/arena_fixture.h"
#include "engine/definition.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const struct str NURSES[] = {STR_INIT("district_nurse"), STR_INIT("nurse_other")};
static const struct expr_parameter PARAMETERS[] = {
    {STR_INIT("window"), false, {12, 0}, NULL, 0},
    {STR_INIT("weight"), false, {615, 2}, NULL, 0},
    {STR_INIT("nurses"), true, {0, 0}, NURSES, 2},
};

static bool parsed(const char *text, bool has_each, const struct table_expr **out, struct err *err)
{
    static const struct table_each each = {TABLE_SURVEY, 2};
    struct expr_source source = {.name = "e", .parameter = PARAMETERS, .parameters = 3};
    return table_expr_parse(arena, &source, str_of(text), has_each ? &each : NULL, out, err);
}

static void what_is_let_through(void **state)
{
    (void)state;
    static const char *const good[] = {
        "sum(calls of calls within 1 month)",
        "sum(calls of calls within 1 year to T)",
        "sum(calls of calls within window months to T - 1200 months)",
        "sum(1 of cni in the year)",
        "sum(fte of staffing where category in nurses within window months)",
        "monthly_mean(fte of staffing where not (category = at or category = bt) within 3 months)",
        "sum(outcome_tkr - budget_tkr of economy where budget_tkr is known in the year)",
        "sum(outcome_tkr of economy where closed != no in the year)",
        "sum(score * responses of survey where dimension = each in the year) / 3 + 1.5 * weight",
        "(sum(moved of cni in the year)) - nation(sum(moved * weight of cni in the year) / 7)",
        "sum(score of survey where dimension in (each_, trust, T2) in the year)",
        "sum(heads of staffing where heads is not known or category not in (st, at) within 1 year)",
        "sum(((1+2)*3) of hired_weeks where not not profession = physician in the year)"};
    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        const struct table_expr *e = NULL;
        struct err err = {0};
        if (!parsed(good[i], true, &e, &err))
            fail_msg("%s: %s %s", good[i], err.code, err.detail);
        assert_true(e->bits <= TABLE_BITS_MOST && e->places <= TABLE_PLACES_MOST);
    }
}

static const struct {
    const char *text, *begins;
} FAULTS[] = {
    {"", "expression.syntax e:1:1: expected a number, a sum or ("},
    {"3", "expression.type e:1:1: expected a sum of rows"},
    {"sum", "expression.syntax e:1:4: expected \"(\""},
    {"total(calls of calls within 1 month)", "expression.name e:1:1: expected sum, monthly_mean"},
    {"sum(calls)", "expression.syntax e:1:10: expected \"of\" and a table"},
    {"sum(calls of", "expression.name e:1:13: expected a table of units"},
    {"sum(calls of contacts within 1 month)", "expression.name e:1:14: expected a table of units"},
    {"sum(answers of calls within 1 month)", "expression.name e:1:5: expected a column"},
    {"summ(calls of calls within 1 month)",
     "expression.name e:1:1: expected sum, monthly_mean, nation or a parameter, not \"summ\"; did "
     "you mean \"sum\"?"},
    {"sum(calls of cals within 1 month)", "expression.name e:1:14: expected a table of units by "
                                          "month or year, not \"cals\"; did you mean "
                                          "\"calls\"?"},
    {"sum(moed of cni in the year)", "expression.name e:1:5: expected a column of the table, not "
                                     "\"moed\"; did you mean \"moved\"?"},
    {"sum(fte of staffing where category = nurse_othr within 1 month)",
     "expression.name e:1:38: expected a word that the column takes, not \"nurse_othr\"; did you "
     "mean "
     "\"nurse_other\"?"},
    {"sum(unit of calls within 1 month)", "expression.name e:1:5: expected a column"},
    {"sum(telephony of calls within 1 month)", "expression.type e:1:5: expected a column of num"},
    {"sum(- of calls within 1 month)", "expression.syntax e:1:5: expected a number or a column"},
    {"sum(calls / 2 of calls within 1 month)", "expression.syntax e:1:11: expected \"of\""},
    {"sum((calls of calls within 1 month)", "expression.syntax e:1:12: expected \")\""},
    {"sum(calls of calls)", "expression.syntax e:1:19: expected \"within\""},
    {"sum(calls of calls in the year)", "expression.syntax e:1:20: expected \"within\""},
    {"sum(calls of calls within 0 months)", "expression.number e:1:27: expected at least one"},
    {"sum(calls of calls within 1201 months)", "expression.number e:1:27: more than 1200"},
    {"sum(calls of calls within 101 years)", "expression.number e:1:27: more than 1200"},
    {"sum(calls of calls within 1.5 months)", "expression.type e:1:27: expected a whole number"},
    {"sum(calls of calls within nurses months)", "expression.syntax e:1:27: expected a number"},
    {"sum(calls of calls within 1 month to T - 1201 months)",
     "expression.number e:1:42: more than"},
    {"sum(calls of calls within 1 month to 3)", "expression.syntax e:1:38: expected \"T\""},
    {"sum(moved of cni within 1 month)", "expression.syntax e:1:18: expected \"in\""},
    {"sum(moved of cni in the year", "expression.syntax e:1:29: expected \")\""},
    {"sum(moved of cni in the year) 4", "expression.syntax e:1:31: expected the end"},
    {"sum(1 of calls where calls = 3 within 1 month)", "expression.type e:1:22: expected a column"},
    {"sum(1 of calls where telephony = maybe within 1 month)", "expression.name e:1:34: expected"},
    {"sum(1 of calls where telephony = 3 within 1 month)",
     "expression.syntax e:1:34: expected a w"},
    {"sum(1 of calls where telephony in nurses within 1 month)",
     "expression.name e:1:35: expected"},
    {"sum(1 of calls where telephony in yes within 1 month)", "expression.syntax e:1:35: expected"},
    {"sum(1 of calls where telephony is no within 1 month)", "expression.syntax e:1:35: expected"},
    {"sum(1 of calls where 3 within 1 month)", "expression.syntax e:1:22: expected a column"},
    {"sum(1 of calls where telephony = each within 1 month)",
     "expression.place e:1:34: each is of"},
    {"monthly_mean(moved of cni in the year)", "expression.type e:1:1: the table is not by month"},
    {"nation(sum(calls of calls within 1 month))", "expression.place e:1:8: the table has no row"},
    {"nation(nation(sum(moved of cni in the year)))", "expression.place e:1:8: the nation within"},
    {"monthly_mean(fte of staffing within 1 month) / 2", "expression.type e:1:46: a mean or a quo"},
    {"1 / sum(moved of cni in the year) / 2", "expression.type e:1:35: a mean or a quotient"},
    {"sum(fte * fte of staffing within 1 month)", "expression.limit e:1:15: the number could be"},
    {"sum(fte of staffing within 1 month) * sum(fte of staffing within 1 month)",
     "expression.limit e:1:74: the number could be"},
};

static void faults_are_told_where_they_stand(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(FAULTS); i++) {
        const struct table_expr *e;
        struct err err = {0};
        if (parsed(FAULTS[i].text, true, &e, &err))
            fail_msg("%s: no error", FAULTS[i].text);
        const char *said = str_cstr(arena, str_fmt(arena, "%s %s", err.code, err.detail));
        if (err.kind != ERR_INVALID ||
            strncmp(said, FAULTS[i].begins, strlen(FAULTS[i].begins)) != 0)
            fail_msg("%s: \"%s\" is not \"%s\"", FAULTS[i].text, said, FAULTS[i].begins);
    }
}

static struct str many(const char *begin, const char *part, unsigned times, const char *end)
{
    struct str out = str_of(begin);
    for (unsigned i = 0; i < times; i++)
        out = str_fmt(arena, "%.*s%s", STR_FMT(out), part);
    return str_fmt(arena, "%.*s%s", STR_FMT(out), end);
}

static void limits(void **state)
{
    (void)state;
    struct {
        struct str text;
        const char *code;
    } of[] = {
        {many("", "(", 33, "1"), "expression.limit"},
        {many("sum(1 of cni where ", "not ", 33, "moved is known in the year)"),
         "expression.limit"},
        {many("1", " + 1", 300, ""), "expression.limit"},
        {many("1", " + sum(1 of cni in the year)", 17, ""), "expression.limit"},
        {many("sum(1 of cni in the year)", " * 0.001", 7, ""), "expression.limit"},
    };
    for (size_t i = 0; i < ARRAY_LEN(of); i++) {
        const struct table_expr *e;
        struct err err = {0};
        assert_false(parsed(str_cstr(arena, of[i].text), false, &e, &err));
        assert_string_equal(err.code, of[i].code);
    }
    const struct table_expr *e;
    struct err err = {0};
    assert_true(parsed(str_cstr(arena, many("1", " + sum(1 of cni in the year)", 16, "")), false,
                       &e, &err));
}

/* ---- files ---- */

#define FILE_BEGIN                                                                                 \
    "id: t\ncode: t\nname: {sv: a, en: b}\ntext: {sv: a, en: b}\nsource: s\ncertainty: A\n"        \
    "owner: o\nreviewed: 2026-01-01\nkind: table\n"
#define SUM "sum(moved of cni in the year)\n"

static const struct {
    const char *lines, *begins; /* line 10 is the first */
} FILES[] = {
    {"unit: weeks\nvalue: " SUM, ""},
    {"unit: index\nnumerator: " SUM "denominator: " SUM, ""},
    {"unit: persons\nvalue: " SUM, "measure.value t.yaml:10:7: rows of units tell nothing"},
    {"unit: index\n", "measure.key_missing t.yaml:1:1: numerator"},
    {"unit: index\nnumerator: " SUM, "measure.key_missing t.yaml:1:1: denominator"},
    {"unit: index\ndenominator: " SUM, "measure.key_missing t.yaml:1:1: numerator"},
    {"unit: index\nvalue: " SUM "denominator: " SUM, "measure.key t.yaml:12:14: denominator besi"},
    {"unit: index\nvalue: [1]\n", "measure.value t.yaml:11:8: expected an expression"},
    {"unit: index\nmissing: age > 3\nvalue: " SUM, "measure.key t.yaml:11:10: missing (kind: tab"},
    {"unit: index\nexclude: age > 3\nvalue: " SUM, "measure.key t.yaml:11:10: exclude (kind: tab"},
    {"unit: index\nparameters: {moved: 3}\nvalue: " SUM, "measure.value t.yaml:11:14: not a name"},
    {"unit: index\nparameters: {nation: 3}\nvalue: " SUM, "measure.value t.yaml:11:14: not a name"},
    {"unit: index\nparameters: {old: 3.25}\nvalue: sum(moved * old of cni in the year)\n", ""},
    {"unit: index\neach: 3\nvalue: " SUM, "measure.value t.yaml:11:7: expected keys"},
    {"unit: index\neach: {table: cni}\nvalue: " SUM, "measure.key_missing t.yaml:11:7: column"},
    {"unit: index\neach: {table: contacts, column: form}\nvalue: " SUM,
     "measure.value t.yaml:11:15: expected a table of units"},
    {"unit: index\neach: {table: cni, column: moved}\nvalue: " SUM,
     "measure.value t.yaml:11:28: expected a column of words"},
    {"unit: index\neach: {table: survey, column: dimension, id: s}\nvalue: " SUM,
     "measure.value t.yaml:11:46: expected an id"},
    {"unit: index\neach: {table: survey, column: dimension, id: \"{dimension} s\"}\nvalue: " SUM,
     "measure.value t.yaml:11:46: expected an id"},
    {"unit: index\neach: {table: survey, column: dimension, id: \"s_{dimension}\", words: {}}\n"
     "value: " SUM,
     "measure.value t.yaml:11:70: expected words"},
    {"unit: index\neach: {table: survey, column: dimension, id: \"s_{dimension}\", words: {x: 3}}\n"
     "value: " SUM,
     "measure.value t.yaml:11:74: expected keys"},
    {"unit: index\neach: {table: economy, column: account, id: \"s_{account}\"}\nvalue: " SUM,
     "measure.key_missing t.yaml:11:7: words"},
    {"unit: index\neach: {table: economy, column: account, id: \"s_{account}\", words: {x: y}}\n"
     "value: " SUM,
     "measure.value t.yaml:11:68: not a word of the column"},
    {"unit: index\neach: {table: economy, column: account, id: \"s_{account}\", words: 4}\n"
     "value: " SUM,
     "measure.value t.yaml:11:67: expected words"},
    {"unit: index\neach: {table: survey, column: dimension, id: \"s_{dimension}\"}\nvalue: " SUM,
     "measure.unused t.yaml:11:7: each"},
    {"unit: index\neach: {table: survey, column: dimension, id: \"s_{dimension}\"}\n"
     "value: sum(score of survey where dimension = each in the year)\n",
     ""},
};

static void files(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(FILES); i++) {
        struct err err = {0};
        const struct definition *d;
        struct str text = str_fmt(arena, "%s%s", FILE_BEGIN, FILES[i].lines);
        bool good = definition_parse(arena, "t.yaml", text, NULL, &d, &err);
        const char *said =
            good ? "" : str_cstr(arena, str_fmt(arena, "%s %s", err.code, err.detail));
        if (good != (FILES[i].begins[0] == 0) ||
            strncmp(said, FILES[i].begins, strlen(FILES[i].begins)) != 0)
            fail_msg("%s: \"%s\" is not \"%s\"", FILES[i].lines, said, FILES[i].begins);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_let_through, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(faults_are_told_where_they_stand, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(limits, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(files, open_arena, close_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
