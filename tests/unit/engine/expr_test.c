#include "engine/expr.h"

#include "core/sb.h"
#include "engine/expr_words.h"

#include "../core/arena_fixture.h"
#include "expr_shown.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

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
        {"sex = F", "(words 17:2)"},
        {"sex != F", "(not (words 17:2))"},
        {"sex in (F, M)", "(words 17:6)"},
        {"sex not in (F)", "(not (words 17:2))"},
        {"sex is known", "(words 17:6)"},
        {"sex is not known", "(not (words 17:6))"},
        {"sex = none", "(words 17:1)"},
        {"listing.basis in (area, newborn)", "(words 19:c)"},
        {" \t\nage\r\n=1 ", "(= (age) 1)"},
    };
    are_shown(arena, true, WANT_CONDITION, cases, ARRAY_LEN(cases));
}

static void selections_of_rows(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"count(contacts ever)", "(count contacts ever)"},
        {"count(contacts within 12 months)", "(count contacts 12 months to T-0)"},
        {"count(contacts within 1 month)", "(count contacts 1 months to T-0)"},
        {"count(contacts within 5 years)", "(count contacts 60 months to T-0)"},
        {"count(contacts within window months to T)", "(count contacts 18 months to T-0)"},
        {"count(contacts within 12 months to T - 12 months)", "(count contacts 12 months to T-12)"},
        {"count(contacts within 12 months, once a day)", "(count contacts 12 months to T-0 once)"},
        {"any(listings where unit = own_unit on T)", "(any listings[(own_unit)] on T-0)"},
        {"any(listings where basis = area on T - 1 month)", "(any listings[(words 14:4)] on T-1)"},
        {"any(named_contacts where kind = doctor and unit != own_unit on T)",
         "(any named_contacts[(and (words 15:4) (not (own_unit)))] on T-0)"},
        {"any(residences where kind = saebo on T)", "(any residences[(words 16:1)] on T-0)"},
        {"distinct(staff of contacts where staff is known within 1 year)",
         "(distinct staff contacts[(staff)] 12 months to T-0)"},
        {"count(contacts where staff = named_doctor or staff != named_doctor ever)",
         "(count contacts[(or (by_own) (not (by_own)))] ever)"},
        {"count(contacts where named_doctor is known and staff is not known ever)",
         "(count contacts[(and (has_own) (not (staff)))] ever)"},
        {"count(contacts where form in forms and profession = physician ever)",
         "(count contacts[(and (words 1:3) (words 0:1))] ever)"},
        {"count(contacts where level = primary and problem is known and booking = none ever)",
         "(count contacts[(and (and (words 2:1) (words 3:e)) (words 4:1))] ever)"},
        {"age * count(contacts where assessed = yes ever) - 1",
         "(- (* (age) (count contacts[(words 5:2)] ever)) 1)"},
    };
    are_shown(arena, true, WANT_COUNTED, cases, ARRAY_LEN(cases));
    static const char *const places[][2] = {
        {"any(contacts where unit in here ever)", "(any contacts[(here)] ever)"},
        {"any(listings where unit not in here on T)", "(any listings[(not (here))] on T-0)"},
    };
    are_shown(arena, false, WANT_COUNTED, places, ARRAY_LEN(places));
}

static void values_of_a_mean(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"coc(contacts ever by staff)", "(index 0 contacts ever)"},
        {"upc(contacts ever by staff)", "(index 1 contacts ever)"},
        {"k_index(contacts ever by staff)", "(index 2 contacts ever)"},
        {"secon(contacts ever by staff)", "(index 3 contacts ever)"},
        {"mmci(contacts ever by staff, once a day)", "(index 4 contacts ever once)"},
        {"coc(contacts ever by staff) when count >= 3",
         "(when (index 0 contacts ever) (>= (rows) 3))"},
        {"coc(contacts ever by staff) when count >= 3 and age < 18",
         "(when (index 0 contacts ever) (and (>= (rows) 3) (< (age) 18)))"},
        {"age when sex = F", "(when (age) (words 17:2))"},
        {"age", "(age)"},
    };
    are_shown(arena, true, WANT_VALUE, cases, ARRAY_LEN(cases));
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
    {WANT_NUMBER, "1000001", "expression.number e:1:1: a number is at most 1000000"},
    {WANT_NUMBER, "99999999999999999999999",
     "expression.number e:1:1: a number is at most 1000000"},
    /* what other languages write */
    {WANT_CONDITION, "pressure_now > 70,5",
     "expression.syntax e:1:18: a decimal has a point, not a comma"},
    {WANT_CONDITION, "any(contacts within 1,5 years)",
     "expression.syntax e:1:22: a decimal has a point, not a comma"},
    {WANT_CONDITION, "age == 65",
     "expression.syntax e:1:6: a comparison is written =, !=, <, <=, > or >="},
    {WANT_CONDITION, "age <> 65",
     "expression.syntax e:1:6: a comparison is written =, !=, <, <=, > or >="},
    {WANT_CONDITION, "age => 65",
     "expression.syntax e:1:6: a comparison is written =, !=, <, <=, > or >="},
    {WANT_CONDITION, "age ≥ 65",
     "expression.syntax e:1:5: a comparison is written =, !=, <, <=, > or >="},
    {WANT_CONDITION, "sex ≠ F",
     "expression.syntax e:1:5: a comparison is written =, !=, <, <=, > or >="},
    {WANT_CONDITION, "sex == F",
     "expression.syntax e:1:6: a comparison is written =, !=, <, <=, > or >="},
    {WANT_CONDITION, "age / 2 > 3",
     "expression.syntax e:1:5: no / is in the language: multiply the other side, or make a ratio "
     "of numerator and denominator"},
    {WANT_CONDITION, "sex = (F, M)",
     "expression.syntax e:1:7: a list of words stands behind in: form in (visit, video)"},
    {WANT_CONDITION, "65 <= age < 80",
     "expression.syntax e:1:11: a comparison has one sign: join two of them with and"},
    {WANT_CONDITION, "sex = F = M",
     "expression.syntax e:1:9: a comparison has one sign: join two of them with and"},
    {WANT_CONDITION, "70 < pressure_now",
     "expression.type e:1:6: turn the comparison: the measured value stands to the left"},
    {WANT_CONDITION, "any(measurements where 70 < value ever)",
     "expression.place e:1:29: value: stands to the left, what it is compared with to the right"},
    /* a decimal, a negative number and one with a unit are turned as a whole number is */
    {WANT_CONDITION, "any(measurements where 7.5 < value ever)",
     "expression.place e:1:30: value: stands to the left, what it is compared with to the right"},
    {WANT_CONDITION, "any(measurements where value > 3 and not -7 < value ever)",
     "expression.place e:1:47: value: stands to the left, what it is compared with to the right"},
    {WANT_CONDITION, "any(measurements where 52 mmol/mol >= value ever)",
     "expression.place e:1:39: value: stands to the left, what it is compared with to the right"},
    {WANT_CONDITION, "any(measurements where least != value ever)",
     "expression.place e:1:33: value: stands to the left, what it is compared with to the right"},
    {WANT_CONDITION, "7.5 = latest(measurements ever)",
     "expression.type e:1:7: turn the comparison: the measured value stands to the left"},
    {WANT_CONDITION, "- 7.5 kg <= pressure_now",
     "expression.type e:1:13: turn the comparison: the measured value stands to the left"},
    {WANT_CONDITION, "7.5 < agee",
     "expression.name e:1:7: expected a field, a function or a parameter, not \"agee\"; did you "
     "mean \"age\"?"},
    {WANT_CONDITION, "7.5 < 8",
     "expression.type e:1:1: expected a whole number; only measured values are compared with "
     "others"},
    {WANT_CONDITION, "7.5 < age",
     "expression.type e:1:1: expected a whole number; only measured values are compared with "
     "others"},
    {WANT_CONDITION, "any(contacts where 7.5 < value ever)",
     "expression.place e:1:26: value: only rows of these tables have it, within where: "
     "measurements"},
    {WANT_CONDITION, "-7 < age",
     "expression.syntax e:1:1: expected a number, a condition or (, not \"-\""},
    {WANT_CONDITION, "7 kg < age", "expression.type e:1:1: expected a condition"},
    {WANT_CONDITION, "any(contacts within 2023-01-01 to 2023-12-31)",
     "expression.syntax e:1:21: a date cannot be written: days are counted from T, as T - 30 days"},
    {WANT_CONDITION, "first(contacts ever) < 2023-01-01",
     "expression.syntax e:1:24: a date cannot be written: days are counted from T, as T - 30 days"},
    {WANT_CONDITION, "2023 - 01 - 011 > 1 and age > 99999999",
     "expression.number e:1:31: a number is at most 1000000"},
    {WANT_VALUE, "COC(contacts ever by staff)",
     "expression.name e:1:1: expected a field, a function or a parameter, not \"COC\"; did you "
     "mean "
     "\"coc\"?"},
    {WANT_VALUE, "coc(contacts ever by staff) if age > 3",
     "expression.syntax e:1:29: expected when or the end, not \"if\"; did you mean \"when\"?"},
    {WANT_CONDITION, "form = visit",
     "expression.place e:1:1: form: only rows of these tables have it, within where: contacts, "
     "diagnoses, procedures"},
    {WANT_CONDITION, "any(contacts where is_old ever)",
     "expression.place e:1:20: is_old: is of the person or the day T and cannot stand within "
     "where, "
     "which is about a row"},
    {WANT_CONDITION, "any(contacts where profession = doktor ever)",
     "expression.name e:1:33: expected a word that the field takes: physician, nurse, "
     "physiotherapist, occupational_therapist, psychologist, counsellor, dietitian, midwife, "
     "assistant_nurse, other, not \"doktor\""},
    {WANT_CONDITION, "is_old och is_old",
     "expression.syntax e:1:8: expected and, or or the end, "
     "not \"och\"; did you mean \"and\"?"},
    {WANT_CONDITION, "is_old OR is_old",
     "expression.syntax e:1:8: expected and, or or the end, "
     "not \"OR\"; did you mean \"or\"?"},
    {WANT_CONDITION, "inte is_old",
     "expression.name e:1:1: expected a field, a function or a "
     "parameter, not \"inte\"; did you mean \"not\"?"},
    {WANT_NUMBER, "agé",
     "expression.syntax e:1:1: expected a number, a condition or (, "
     "not \"agé\""},
    {WANT_NUMBER, "ageå",
     "expression.syntax e:1:1: expected a number, a condition or (, "
     "not \"ageå\""},
    {WANT_NUMBER, "åldersgränsåldersgränsåldersgräns",
     "expression.syntax e:1:1: expected a number, a condition or (, not "
     "\"åldersgränsåldersgränsåld\""},
    {WANT_NUMBER, "å", "expression.syntax e:1:1: expected a number, a condition or (, not \"å\""},
    {WANT_NUMBER, "-1", "expression.syntax e:1:1: expected a number, a condition or (, not \"-\""},
    {WANT_CONDITION, "sex F", "expression.syntax e:1:5: expected =, !=, in or is known, not \"F\""},
    {WANT_CONDITION, "sex in F", "expression.syntax e:1:8: expected \"(\", not \"F\""},
    {WANT_CONDITION, "sex = 1", "expression.syntax e:1:7: expected a word, not \"1\""},
    {WANT_CONDITION, "sex = F when age = 1",
     "expression.syntax e:1:9: expected and, or or the end, not \"when\""},
    {WANT_CONDITION, "age = 1 = 2",
     "expression.syntax e:1:9: a comparison has one sign: join two of them with and"},
    {WANT_NUMBER, "count(contacts)",
     "expression.syntax e:1:15: expected a window: ever, within or in the year, not \")\""},
    {WANT_NUMBER, "count(contacts within 3 weeks)",
     "expression.syntax e:1:25: expected days, months or years, not \"weeks\""},
    {WANT_NUMBER, "count(listings ever)",
     "expression.syntax e:1:16: expected \"on\", not \"ever\""},
    {WANT_NUMBER, "count(listings on T - 3)",
     "expression.syntax e:1:24: expected days, months or years, not \")\""},
    {WANT_NUMBER, "count(contacts ever, twice)",
     "expression.syntax e:1:22: expected once a day, paired with or new after, not \"twice\""},
    {WANT_NUMBER, "count(contacts where unit = here ever)",
     "expression.syntax e:1:29: expected \"own_unit\", not \"here\""},
    {WANT_NUMBER, "count(contacts where staff = 1 ever)",
     "expression.syntax e:1:30: expected \"named_doctor\", not \"1\""},
    {WANT_VALUE, "coc(contacts ever)", "expression.syntax e:1:18: expected \"by\", not \")\""},
    {WANT_NUMBER, "distinct(contacts ever)",
     "expression.syntax e:1:10: expected staff, days or substances, not \"contacts\""},

    {WANT_NUMBER, "height",
     "expression.name e:1:1: expected a field, a function or a parameter, not \"height\""},
    {WANT_NUMBER, "forms",
     "expression.name e:1:1: expected a number; the parameter is a list, not \"forms\""},
    {WANT_CONDITION, "sex = X",
     "expression.name e:1:7: expected a word that the field takes: none, F, M, not \"X\""},
    {WANT_CONDITION, "sex in forms",
     "expression.name e:1:8: expected a word that the field takes: none, F, M, not \"forms\""},
    {WANT_CONDITION, "any(visits ever)", "expression.name e:1:5: expected a table, not \"visits\""},
    {WANT_CONDITION, "any(contacts where sex = F ever)",
     "expression.place e:1:20: sex: is of the person or the day T and cannot stand within where, "
     "which is about a row"},
    {WANT_CONDITION, "any(contacts where age = 3 ever)",
     "expression.place e:1:20: age: is of the person or the day T and cannot stand within where, "
     "which is about a row"},
    {WANT_CONDITION, "any(residences where unit = own_unit on T)",
     "expression.place e:1:22: unit: only rows of these tables have it, within where: contacts, "
     "diagnoses, procedures, measurements, prescriptions, invitations, performed_invitations, "
     "referrals, listings, named_contacts"},
    {WANT_CONDITION, "any(listings where staff is known on T)",
     "expression.place e:1:20: staff: only rows of these tables have it, within where: contacts"},
    {WANT_CONDITION, "any(contacts where level is not none ever)",
     "expression.syntax e:1:33: expected \"known\", not \"none\""},
    {WANT_CONDITION, "any(contacts where level = none ever)",
     "expression.name e:1:28: expected a word that the field takes: primary, emergency, "
     "specialist, not \"none\""},

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
     "expression.type e:1:24: only dated rows have a day"},

    {WANT_CONDITION, "any(contacts where unit in here ever)",
     "expression.place e:1:28: here needs the population everyone; own_unit is the person's"},
    {WANT_NUMBER, "count",
     "expression.place e:1:1: count without a selection stands only behind an index's when"},
    {WANT_VALUE, "age when count > 3",
     "expression.place e:1:10: count without a selection stands only behind an index's when"},
    {WANT_CONDITION, "any(contacts where any(contacts ever) ever)",
     "expression.place e:1:24: no selection within where"},

    {WANT_NUMBER, "count(contacts within 0 months)",
     "expression.number e:1:23: expected 1 to 1200 months"},
    {WANT_NUMBER, "count(contacts within 101 years)",
     "expression.number e:1:23: expected 1 to 1200 months"},
    {WANT_NUMBER, "count(listings on T - 1201 months)",
     "expression.number e:1:23: more than 100 years"},
    {WANT_NUMBER, "1000000 * 1000000", "expression.limit e:1:1: the product can become too large"},
    {WANT_NUMBER, "1 + age * age * age * age",
     "expression.limit e:1:5: the product can become too large"},
};

static void faults(void **state)
{
    (void)state;
    unsigned wrong = 0;
    for (size_t i = 0; i < ARRAY_LEN(FAULTS); i++) {
        const char *said = shown_for(arena, true, FAULTS[i].wanted, str_of(FAULTS[i].text));
        if (strcmp(said, FAULTS[i].said) == 0)
            continue;
        print_error("%s: \"%s\" is not \"%s\"\n", FAULTS[i].text, said, FAULTS[i].said);
        wrong++;
    }
    assert_int_equal(wrong, 0);
    static const char *const places[][2] = {
        {"any(contacts where unit = own_unit ever)",
         "expression.place e:1:27: own_unit needs the population listed; here stands for a place's "
         "units"},
        {"listing.basis = area",
         "expression.place e:1:1: listing.basis needs the population listed"},
    };
    are_shown(arena, false, WANT_CONDITION, places, ARRAY_LEN(places));
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
    begins(shown_for(arena, true, WANT_NUMBER, repeated("1", " + 1", 127, "")), "(+ ");
    begins(shown_for(arena, true, WANT_NUMBER, repeated("1", " + 1", 128, "")),
           "expression.limit e:1:514: more than 256 parts");
    assert_string_equal(
        shown_for(arena, true, WANT_NUMBER, repeated("", "(", 32, repeated("1", ")", 32, "").at)),
        "1");
    begins(shown_for(arena, true, WANT_NUMBER, repeated("", "(", 33, "1")),
           "expression.limit e:1:33: more than 32 levels");
    begins(shown_for(arena, true, WANT_NUMBER, repeated("1", " + count(contacts ever)", 16, "")),
           "(+ ");
    begins(shown_for(arena, true, WANT_NUMBER, repeated("1", " + count(contacts ever)", 17, "")),
           "expression.limit e:1:379: more than 16 selections");
    begins(shown_for(arena, true, WANT_NUMBER, repeated("1", " * 1", 120, "")),
           "(* "); /* and at once */
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
        struct expr_part read;
        assert_false(expr_parse(arena, &source, str_of(cases[i].text), WANT_NUMBER, &read, &err));
        begins(err.detail, cases[i].place);
    }
}

static void what_stands_in_a_tree(void **state)
{
    (void)state;
    const struct expr_source source = {.name = "e", .here = true};
    struct err err = {0};
    struct expr_part read;
    assert_true(expr_parse(arena, &source,
                           STR("not (age = 1 or any(contacts where unit in here ever))"),
                           WANT_CONDITION, &read, &err));
    const struct expr *e = read.is;
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
