#include "engine/expr.h"

#include "core/sb.h"
#include "engine/expr_words.h"

#include "../core/arena_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

/* ---- the tree as text: an operator before what it is made of ---- */

static void show(struct sb *out, const struct expr *e);

static void show_selection(struct sb *out, const struct selection *s)
{
    static const char *const tables[] = {"contacts", "listings", "named_contacts", "residences"};
    sb_fmt(out, " %s", tables[s->table]);
    if (s->where) {
        sb_char(out, '[');
        show(out, s->where);
        sb_char(out, ']');
    }
    sb_fmt(out, " %d-%d%s", (int)s->months, (int)s->shift, s->once_a_day ? " once" : "");
}

static void show(struct sb *out, const struct expr *e)
{
    static const char *const ops[] = {[EXPR_NUMBER] = "",
                                      [EXPR_NOT] = "not",
                                      [EXPR_AND] = "and",
                                      [EXPR_OR] = "or",
                                      [EXPR_EQUAL] = "=",
                                      [EXPR_UNEQUAL] = "!=",
                                      [EXPR_LESS] = "<",
                                      [EXPR_LESS_EQUAL] = "<=",
                                      [EXPR_GREATER] = ">",
                                      [EXPR_GREATER_EQUAL] = ">=",
                                      [EXPR_ADD] = "+",
                                      [EXPR_SUBTRACT] = "-",
                                      [EXPR_MULTIPLY] = "*",
                                      [EXPR_WORDS] = "words",
                                      [EXPR_AT_OWN_UNIT] = "own_unit",
                                      [EXPR_HERE] = "here",
                                      [EXPR_STAFF_KNOWN] = "staff",
                                      [EXPR_BY_OWN_DOCTOR] = "by_own",
                                      [EXPR_HAS_OWN_DOCTOR] = "has_own",
                                      [EXPR_AGE] = "age",
                                      [EXPR_COUNT] = "count",
                                      [EXPR_ANY] = "any",
                                      [EXPR_DISTINCT] = "distinct",
                                      [EXPR_INDEX] = "index",
                                      [EXPR_INDEX_COUNT] = "rows",
                                      [EXPR_WHEN] = "when"};
    if (e->op == EXPR_NUMBER) {
        sb_i64(out, e->number);
        return;
    }
    sb_fmt(out, "(%s", ops[e->op]);
    if (e->op == EXPR_WORDS)
        sb_fmt(out, " %d:%x", (int)e->field, (unsigned)e->words);
    if (e->op == EXPR_INDEX)
        sb_fmt(out, " %d", (int)e->index);
    if (e->selection)
        show_selection(out, e->selection);
    if (e->a) {
        sb_char(out, ' ');
        show(out, e->a);
    }
    if (e->b) {
        sb_char(out, ' ');
        show(out, e->b);
    }
    sb_char(out, ')');
}

static const struct str FORMS[] = {STR_INIT("visit"), STR_INIT("home_visit")};
static const struct expr_parameter PARAMETERS[] = {
    {STR_INIT("window"), false, {18, 0}, NULL, 0},
    {STR_INIT("forms"), true, {0, 0}, FORMS, 2},
};

/* The tree, or the error as `code line:column: why`. */
static const char *shown_for(bool own_unit, enum expr_wanted wanted, struct str text)
{
    const struct expr_source source = {
        .name = "e", .own_unit = own_unit, .parameter = PARAMETERS, .parameters = 2};
    struct err err = {0};
    const struct expr *e = NULL;
    struct sb out = sb_open(arena, 128);
    if (expr_parse(arena, &source, text, wanted, &e, &err))
        show(&out, e);
    else
        sb_fmt(&out, "%s %s", err.code, err.detail);
    return str_cstr(arena, sb_str(&out));
}

static void are_shown(bool own_unit, enum expr_wanted wanted, const char *const (*cases)[2],
                      size_t count)
{
    for (size_t i = 0; i < count; i++)
        assert_string_equal(shown_for(own_unit, wanted, str_of(cases[i][0])), cases[i][1]);
}

static void conditions_of_a_person(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"age >= 65", "(>= (age) 65)"},
        {"age = 65", "(= (age) 65)"},
        {"age != 65", "(!= (age) 65)"},
        {"age < 1 or age > 2 or age <= 3", "(or (or (< (age) 1) (> (age) 2)) (<= (age) 3))"},
        /* and binds tighter than or, not tighter than both, * tighter than + */
        {"age = 1 or age = 2 and not age = 3",
         "(or (= (age) 1) (and (= (age) 2) (not (= (age) 3))))"},
        {"(age = 1 or age = 2) and age = 3", "(and (or (= (age) 1) (= (age) 2)) (= (age) 3))"},
        {"1 + 2 * age - 3 > 0", "(> (- (+ 1 (* 2 (age))) 3) 0)"},
        {"(1 + 2) * age > window", "(> (* (+ 1 2) (age)) 18)"},
        {"not not age = 1", "(= (age) 1)"},
        {"not not not age = 1", "(not (= (age) 1))"},
        {"sex = F", "(words 9:2)"},
        {"sex != F", "(not (words 9:2))"},
        {"sex in (F, M)", "(words 9:6)"},
        {"sex not in (F)", "(not (words 9:2))"},
        {"sex is known", "(words 9:6)"},
        {"sex is not known", "(not (words 9:6))"},
        {"sex = none", "(words 9:1)"},
        {"listing.basis in (area, newborn)", "(words 11:c)"},
        {" \t\nage\r\n=1 ", "(= (age) 1)"},
    };
    are_shown(true, WANT_CONDITION, cases, ARRAY_LEN(cases));
}

static void selections_of_rows(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"count(contacts ever)", "(count contacts 0-0)"},
        {"count(contacts within 12 months)", "(count contacts 12-0)"},
        {"count(contacts within 1 month)", "(count contacts 1-0)"},
        {"count(contacts within 5 years)", "(count contacts 60-0)"},
        {"count(contacts within window months to T)", "(count contacts 18-0)"},
        {"count(contacts within 12 months to T - 12 months)", "(count contacts 12-12)"},
        {"count(contacts within 12 months, once a day)", "(count contacts 12-0 once)"},
        {"any(listings where unit = own_unit on T)", "(any listings[(own_unit)] 0-0)"},
        {"any(listings where basis = area on T - 1 month)", "(any listings[(words 6:4)] 0-1)"},
        {"any(named_contacts where kind = doctor and unit != own_unit on T)",
         "(any named_contacts[(and (words 7:4) (not (own_unit)))] 0-0)"},
        {"any(residences where kind = saebo on T)", "(any residences[(words 8:1)] 0-0)"},
        {"distinct(staff of contacts where staff is known within 1 year)",
         "(distinct contacts[(staff)] 12-0)"},
        {"count(contacts where staff = named_doctor or staff != named_doctor ever)",
         "(count contacts[(or (by_own) (not (by_own)))] 0-0)"},
        {"count(contacts where named_doctor is known and staff is not known ever)",
         "(count contacts[(and (has_own) (not (staff)))] 0-0)"},
        {"count(contacts where form in forms and profession = physician ever)",
         "(count contacts[(and (words 1:3) (words 0:1))] 0-0)"},
        {"count(contacts where level = primary and problem is known and booking = none ever)",
         "(count contacts[(and (and (words 2:1) (words 3:e)) (words 4:1))] 0-0)"},
        {"age * count(contacts where assessed = yes ever) - 1",
         "(- (* (age) (count contacts[(words 5:2)] 0-0)) 1)"},
    };
    are_shown(true, WANT_COUNTED, cases, ARRAY_LEN(cases));
    static const char *const places[][2] = {
        {"any(contacts where unit in here ever)", "(any contacts[(here)] 0-0)"},
        {"any(listings where unit not in here on T)", "(any listings[(not (here))] 0-0)"},
    };
    are_shown(false, WANT_COUNTED, places, ARRAY_LEN(places));
}

static void values_of_a_mean(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"coc(contacts ever by staff)", "(index 0 contacts 0-0)"},
        {"upc(contacts ever by staff)", "(index 1 contacts 0-0)"},
        {"k_index(contacts ever by staff)", "(index 2 contacts 0-0)"},
        {"secon(contacts ever by staff)", "(index 3 contacts 0-0)"},
        {"mmci(contacts ever by staff, once a day)", "(index 4 contacts 0-0 once)"},
        {"coc(contacts ever by staff) when count >= 3",
         "(when (index 0 contacts 0-0) (>= (rows) 3))"},
        {"coc(contacts ever by staff) when count >= 3 and age < 18",
         "(when (index 0 contacts 0-0) (and (>= (rows) 3) (< (age) 18)))"},
        {"age when sex = F", "(when (age) (words 9:2))"},
        {"age", "(age)"},
    };
    are_shown(true, WANT_VALUE, cases, ARRAY_LEN(cases));
}

static const struct {
    enum expr_wanted wanted;
    const char *text, *said;
} FAULTS[] = {
    {WANT_NUMBER, "", "expression.syntax e:1:1: expected a number, a condition or ("},
    {WANT_NUMBER, "1 +", "expression.syntax e:1:4: expected a number, a condition or ("},
    {WANT_NUMBER, "1 1", "expression.syntax e:1:3: expected the end, not \"1\""},
    {WANT_NUMBER, "(1", "expression.syntax e:1:3: expected \")\""},
    {WANT_NUMBER, "1x", "expression.syntax e:1:1: expected a number, a condition or (, not \"1x\""},
    {WANT_NUMBER, "1000001",
     "expression.syntax e:1:1: expected a number, a condition or (, not \"1000001\""},
    {WANT_NUMBER, "99999999999999999999999",
     "expression.syntax e:1:1: expected a number, a condition or (, not "
     "\"99999999999999999999999\""},
    {WANT_NUMBER, "å", "expression.syntax e:1:1: expected a number, a condition or (, not \"å\""},
    {WANT_NUMBER, "-1", "expression.syntax e:1:1: expected a number, a condition or (, not \"-\""},
    {WANT_CONDITION, "sex F", "expression.syntax e:1:5: expected =, !=, in or is known, not \"F\""},
    {WANT_CONDITION, "sex in F", "expression.syntax e:1:8: expected \"(\", not \"F\""},
    {WANT_CONDITION, "sex = 1", "expression.syntax e:1:7: expected a word, not \"1\""},
    {WANT_CONDITION, "sex = F when age = 1",
     "expression.syntax e:1:9: expected the end, not \"when\""},
    {WANT_CONDITION, "age = 1 = 2", "expression.syntax e:1:9: expected the end, not \"=\""},
    {WANT_NUMBER, "count(contacts)", "expression.syntax e:1:15: expected \"within\", not \")\""},
    {WANT_NUMBER, "count(contacts within 3 days)",
     "expression.syntax e:1:25: expected \"months\", not \"days\""},
    {WANT_NUMBER, "count(listings ever)",
     "expression.syntax e:1:16: expected \"on\", not \"ever\""},
    {WANT_NUMBER, "count(listings on T - 3)",
     "expression.syntax e:1:24: expected \"months\", not \")\""},
    {WANT_NUMBER, "count(contacts ever, twice)",
     "expression.syntax e:1:22: expected \"once\", not \"twice\""},
    {WANT_NUMBER, "count(contacts where unit = here ever)",
     "expression.syntax e:1:29: expected \"own_unit\", not \"here\""},
    {WANT_NUMBER, "count(contacts where staff = 1 ever)",
     "expression.syntax e:1:30: expected \"named_doctor\", not \"1\""},
    {WANT_VALUE, "coc(contacts ever)", "expression.syntax e:1:18: expected \"by\", not \")\""},
    {WANT_NUMBER, "distinct(contacts ever)",
     "expression.syntax e:1:10: expected \"staff\", not \"contacts\""},

    {WANT_NUMBER, "height",
     "expression.name e:1:1: expected a field, a function or a parameter, not \"height\""},
    {WANT_NUMBER, "forms", "expression.syntax e:1:1: expected a number, not \"forms\""},
    {WANT_CONDITION, "sex = X",
     "expression.name e:1:7: expected a word that the field takes, not \"X\""},
    {WANT_CONDITION, "sex in forms",
     "expression.name e:1:8: expected a word that the field takes, not \"forms\""},
    {WANT_CONDITION, "any(visits ever)", "expression.name e:1:5: expected a table, not \"visits\""},
    {WANT_CONDITION, "any(contacts where sex = F ever)",
     "expression.name e:1:20: expected a field, a function or a parameter, not \"sex\""},
    {WANT_CONDITION, "any(contacts where age = 3 ever)",
     "expression.name e:1:20: expected a field, a function or a parameter, not \"age\""},
    {WANT_CONDITION, "any(residences where unit = own_unit on T)",
     "expression.name e:1:22: expected a field, a function or a parameter, not \"unit\""},
    {WANT_CONDITION, "any(listings where staff is known on T)",
     "expression.name e:1:20: expected a field, a function or a parameter, not \"staff\""},
    {WANT_CONDITION, "any(contacts where level is not none ever)",
     "expression.syntax e:1:33: expected \"known\", not \"none\""},
    {WANT_CONDITION, "any(contacts where level = none ever)",
     "expression.name e:1:28: expected a word that the field takes, not \"none\""},

    {WANT_CONDITION, "age", "expression.type e:1:1: expected a condition"},
    {WANT_NUMBER, "age = 1", "expression.type e:1:1: expected a number"},
    {WANT_NUMBER, "1 + (age = 1)", "expression.type e:1:5: expected a number"},
    {WANT_CONDITION, "age and age = 1", "expression.type e:1:1: expected a condition"},
    {WANT_CONDITION, "age = 1 and age", "expression.type e:1:13: expected a condition"},
    {WANT_CONDITION, "not age", "expression.type e:1:5: expected a condition"},
    {WANT_CONDITION, "(sex = F) = 1", "expression.type e:1:1: expected a number"},
    {WANT_CONDITION, "any(contacts where 1 ever)", "expression.type e:1:20: expected a condition"},
    {WANT_COUNTED, "coc(contacts ever by staff)", "expression.type e:1:1: expected a number"},
    {WANT_VALUE, "sex = F", "expression.type e:1:1: expected a number"},
    {WANT_VALUE, "coc(contacts ever by staff) + 1", "expression.type e:1:1: expected a number"},
    {WANT_VALUE, "coc(contacts ever by staff) when 3",
     "expression.type e:1:34: expected a condition"},
    {WANT_VALUE, "coc(residences on T by staff)", "expression.type e:1:5: an index is of contacts"},
    {WANT_NUMBER, "distinct(staff of residences on T)",
     "expression.type e:1:19: the table has no staff"},
    {WANT_NUMBER, "count(residences on T, once a day)",
     "expression.type e:1:24: only contacts have a day"},

    {WANT_CONDITION, "any(contacts where unit in here ever)",
     "expression.place e:1:28: here needs the population everyone; own_unit is the person's"},
    {WANT_NUMBER, "count",
     "expression.place e:1:1: count without a selection stands only behind an index's when"},
    {WANT_VALUE, "age when count > 3",
     "expression.place e:1:10: count without a selection stands only behind an index's when"},
    {WANT_CONDITION, "any(contacts where any(contacts ever) ever)",
     "expression.place e:1:24: no selection within where"},

    {WANT_NUMBER, "count(contacts within 0 months)",
     "expression.limit e:1:23: expected 1 to 1200 months"},
    {WANT_NUMBER, "count(contacts within 101 years)",
     "expression.limit e:1:23: expected 1 to 1200 months"},
    {WANT_NUMBER, "count(listings on T - 1201 months)",
     "expression.limit e:1:23: more than 1200 months"},
    {WANT_NUMBER, "1000000 * 1000000", "expression.limit e:1:1: the product can become too large"},
    {WANT_NUMBER, "1 + age * age * age * age",
     "expression.limit e:1:5: the product can become too large"},
};

static void faults(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_LEN(FAULTS); i++)
        assert_string_equal(shown_for(true, FAULTS[i].wanted, str_of(FAULTS[i].text)),
                            FAULTS[i].said);
    static const char *const places[][2] = {
        {"any(contacts where unit = own_unit ever)",
         "expression.place e:1:27: own_unit needs the population listed; here stands for a place's "
         "units"},
        {"listing.basis = area",
         "expression.place e:1:1: listing.basis needs the population listed"},
    };
    are_shown(false, WANT_CONDITION, places, ARRAY_LEN(places));
}

static struct str repeated(const char *begin, const char *part, unsigned times, const char *end)
{
    struct sb out = sb_open(arena, 256);
    sb_put(&out, str_of(begin));
    for (unsigned i = 0; i < times; i++)
        sb_put(&out, str_of(part));
    sb_put(&out, str_of(end));
    return sb_str(&out);
}

static void begins(const char *text, const char *begin)
{
    if (strncmp(text, begin, strlen(begin)) != 0)
        fail_msg("\"%.80s\" does not begin with \"%s\"", text, begin);
}

/* The largest that is taken, and one more. */
static void limits(void **state)
{
    (void)state;
    begins(shown_for(true, WANT_NUMBER, repeated("1", " + 1", 127, "")), "(+ ");
    begins(shown_for(true, WANT_NUMBER, repeated("1", " + 1", 128, "")),
           "expression.limit e:1:514: more than 256 parts");
    assert_string_equal(
        shown_for(true, WANT_NUMBER, repeated("", "(", 31, repeated("1", ")", 31, "").at)), "1");
    begins(shown_for(true, WANT_NUMBER, repeated("", "(", 32, "1")),
           "expression.limit e:1:33: more than 32 levels");
    begins(shown_for(true, WANT_NUMBER, repeated("1", " + count(contacts ever)", 16, "")), "(+ ");
    begins(shown_for(true, WANT_NUMBER, repeated("1", " + count(contacts ever)", 17, "")),
           "expression.limit e:1:379: more than 16 selections");
    begins(shown_for(true, WANT_NUMBER, repeated("1", " * 1", 120, "")), "(* "); /* and at once */
}

/* Places are those of the file, whichever way YAML has the text written. */
static void places_in_a_file(void **state)
{
    (void)state;
    static const struct {
        const char *file, *text; /* what YAML makes of it */
        unsigned line, column;
        const char *place;
    } cases[] = {
        {"value: agee", "agee", 1, 8, "f:1:8: "},
        {"value: 'age + agee'", "age + agee", 1, 8, "f:1:15: "},
        {"value: \"age + agee\"", "age + agee", 1, 8, "f:1:15: "},
        {"å: age +\n  agee", "age + agee", 1, 4, "f:2:3: "},
        {"value: >\n  age +\n  agee\n", "age + agee\n", 1, 8, "f:3:3: "},
        {"value: |\n  age\n   + agee\n", "age\n + agee\n", 1, 8, "f:3:6: "},
        {"value: >-\n  age +\n\n  agee\n", "age +\nagee", 1, 8, "f:4:3: "},
        {"value: age +\nother: 1\n", "age +", 1, 8, "f:1:13: "}, /* the end is not the next key */
        {"value: >\n  age +\nother: 1\n", "age +\n", 1, 8, "f:2:8: "},
        {"value: ''\nother: 1\n", "", 1, 8, "f:1:8: "},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct expr_source source = {.name = "f",
                                           .file = str_of(cases[i].file),
                                           .line = cases[i].line,
                                           .column = cases[i].column};
        struct err err = {0};
        const struct expr *e;
        assert_false(expr_parse(arena, &source, str_of(cases[i].text), WANT_NUMBER, &e, &err));
        begins(err.detail, cases[i].place);
    }
}

static void what_stands_in_a_tree(void **state)
{
    (void)state;
    const struct expr_source source = {.name = "e"};
    struct err err = {0};
    const struct expr *e = NULL;
    assert_true(expr_parse(arena, &source,
                           STR("not (age = 1 or any(contacts where unit in here ever))"),
                           WANT_CONDITION, &e, &err));
    assert_true(expr_has(e, EXPR_HERE));
    assert_true(expr_has(e, EXPR_AGE));
    assert_false(expr_has(e, EXPR_AT_OWN_UNIT));
    assert_false(expr_has(NULL, EXPR_AGE));
}

static void names_that_the_language_has(void **state)
{
    (void)state;
    static const char *const taken[] = {"when",       "T",   "contacts",     "mmci",
                                        "profession", "age", "listing.basis"};
    for (size_t i = 0; i < ARRAY_LEN(taken); i++)
        assert_true(expr_is_reserved(str_of(taken[i])));
    assert_false(expr_is_reserved(STR("window")));
    assert_false(expr_is_reserved(STR("")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(conditions_of_a_person, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(selections_of_rows, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(values_of_a_mean, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(faults, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(limits, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(places_in_a_file, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(what_stands_in_a_tree, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(names_that_the_language_has, open_arena, close_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
