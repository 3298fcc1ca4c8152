#include "engine/definition_format.h"

#include "core/folder.h"
#include "engine/definition.h"
#include "engine/expr_layout.h"
#include "engine/shelf.h"

#include "../core/arena_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const char *formed(const char *text)
{
    struct err err = {0};
    struct str once = {0}, twice = {0};
    if (!definition_format(arena, "t.yaml", str_of(text), &once, &err) ||
        !definition_format(arena, "t.yaml", once, &twice, &err))
        fail_msg("%s %s", err.code, err.detail);
    const char *shown = str_cstr(arena, once);
    assert_string_equal(str_cstr(arena, twice), shown); /* what is formed stays as it is */
    return shown;
}

static void keys_in_one_order_with_their_comments(void **state)
{
    (void)state;
    assert_string_equal(formed("# A file of ours.\n"
                               "# It has two lines.\n"
                               "\n"
                               "# of the value\n"
                               "value: 1\n"
                               "\n"
                               "known_gaps: # behind\n"
                               "  - {sv: a, en: b}\n"
                               "  # within\n"
                               "  - {sv: c, en: d}\n"
                               "name:   {sv: Namn,\n"
                               "  en: Name}\n"
                               "# of the id\n"
                               "\n"
                               "# of it too\n"
                               "id: t\n"
                               "text:\n"
                               "  sv: |\n"
                               "    # no comment\n"
                               "\n"
                               "    Två  ord\n"
                               "  en: Two words\n"
                               "\n"
                               "# the end\n"),
                        "# A file of ours.\n"
                        "# It has two lines.\n"
                        "\n"
                        "# of the id\n"
                        "# of it too\n"
                        "id: t\n"
                        "name:   {sv: Namn,\n"
                        "  en: Name}\n"
                        "text:\n"
                        "  sv: |\n"
                        "    # no comment\n"
                        "\n"
                        "    Två  ord\n"
                        "  en: Two words\n"
                        "# of the value\n"
                        "value: 1\n"
                        "known_gaps: # behind\n"
                        "  - {sv: a, en: b}\n"
                        "  # within\n"
                        "  - {sv: c, en: d}\n"
                        "# the end\n");
}

static void every_way_to_write_an_expression(void **state)
{
    (void)state;
    static const char *const ways[] = {"value: age>=65 and sex=F",
                                       "value: 'age >= 65 and sex = F'",
                                       "value: \"age >= 65 and sex=F\"",
                                       "value: >\n  age >= 65\n  and sex = F\n",
                                       "value: |-\n    age >= 65\n\n    and sex=F\n\n",
                                       "value: age >=\n  65 and sex = F",
                                       "value:\n  age >= 65 and sex = F",
                                       "\"value\": age >= 65   and sex = F",
                                       "value: age >= 65 and sex = F\r\n",
                                       "\xEF\xBB\xBFvalue: age >= 65 and sex = F",
                                       "---\nvalue: age >= 65 and sex = F\n...\n"};
    for (size_t i = 0; i < ARRAY_LEN(ways); i++)
        assert_string_equal(formed(ways[i]), "value: age >= 65 and sex = F\n");
    assert_string_equal(formed("value: age > 1 # why\n"), "# why\nvalue: age > 1\n");
    assert_string_equal(formed("value: > # why\n  age > 1\n"), "# why\nvalue: age > 1\n");
}

static void parts_each_on_a_line(void **state)
{
    (void)state;
    assert_string_equal(formed("value: x + y\nparts: {x: age*2, y: count( contacts ever )}\n"),
                        "parts:\n  x: age * 2\n  y: count(contacts ever)\nvalue: x + y\n");
    assert_string_equal(formed("parts: # of all\n"
                               "    # of x\n"
                               "    x: age # after x\n"
                               "\n"
                               "    # of y\n"
                               "    y: >\n"
                               "      count(contacts\n"
                               "        ever)\n"
                               "    # at the end\n"
                               "value: x + y\n"),
                        "parts:\n"
                        "  # of all\n"
                        "  # of x\n"
                        "  # after x\n"
                        "  x: age\n"
                        "  # of y\n"
                        "  y: count(contacts ever)\n"
                        "  # at the end\n"
                        "value: x + y\n");
}

static void blanks_between_tokens(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"any ( contacts where form in(visit,phone) ever , once a day )",
         "any(contacts where form in (visit, phone) ever, once a day)"},
        {"latest(measurements where code in x : part ever)>=-7.5",
         "latest(measurements where code in x:part ever) >= -7.5"},
        {"( age+1 )*2-birth_year!=0", "(age + 1) * 2 - birth_year != 0"},
        {"birthday( 75 )<=T-3 months and not(sex=F)",
         "birthday(75) <= T - 3 months and not (sex = F)"},
        {"none(contacts ever) and coc(contacts ever by staff)",
         "none(contacts ever) and coc(contacts ever by staff)"},
        {"value > - least", "value > -least"},
        {"", ""},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_string_equal(str_cstr(arena, expr_flat(arena, str_of(cases[i][0]))), cases[i][1]);
}

static const char *laid(const char *text)
{
    struct sb out = sb_open(arena, 512);
    expr_lay(&out, str_of(text), 2);
    return str_cstr(arena, sb_str(&out));
}

static void long_ones_break_where_they_are_joined(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"age > 1", "  age > 1\n"},
        {"latest(x)>=-5   mmol/mol and value<7% and value!=least\nmm[Hg] or(value = 1 10*9/L)",
         "  latest(x) >= -5 mmol/mol and value < 7 % and value != least mm[Hg] or (value = 1 "
         "10*9/L)\n"},
        {"any(diagnoses where code in diabetes_of_all_kinds within history months) and "
         "reading "
         "is known or age > 3",
         "  any(diagnoses where code in diabetes_of_all_kinds within history months) and "
         "reading "
         "is known\n"
         "  or age > 3\n"},
        {"coc(contacts where profession in professions and form in forms and unit = own_unit and "
         "staff is known within window months by staff, once a day) when count >= least",
         "  coc(contacts\n"
         "      where profession in professions and form in forms and unit = own_unit and staff is "
         "known\n"
         "      within window months by staff, once a day)\n"
         "  when count >= least\n"},
        {"latest(measurements where code in blodtryck:systoliskt within window months, paired with "
         "code in blodtryck:diastoliskt)",
         "  latest(measurements where code in blodtryck:systoliskt within window months,\n"
         "         paired with code in blodtryck:diastoliskt)\n"},
        {"count(contacts where problem in problems and assessed = yes and profession in "
         "professions "
         "and form in forms and unit in here and sought_on within most_days days within window "
         "months) >= 1",
         "  count(contacts\n"
         "        where problem in problems\n"
         "          and assessed = yes\n"
         "          and profession in professions\n"
         "          and form in forms\n"
         "          and unit in here\n"
         "          and sought_on within most_days days\n"
         "        within window months) >= 1\n"},
        {"count(listings where unit in here and basis in own_choice_of_the_person on T) - "
         "count(listings where unit in here on T - back months)",
         "  count(listings where unit in here and basis in own_choice_of_the_person on T)\n"
         "  - count(listings where unit in here on T - back months)\n"},
        {"not (any(diagnoses where code in diabetes_of_all_kinds within history months) or "
         "any(diagnoses where code in kol in the year))",
         "  not (any(diagnoses where code in diabetes_of_all_kinds within history months)\n"
         "       or any(diagnoses where code in kol in the year))\n"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        assert_string_equal(laid(cases[i][0]), cases[i][1]);
}

static void what_cannot_be_formed(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", "measure.layout t.yaml:1:1: expected keys with values"},
        {"[1]", "measure.layout t.yaml:1:1: expected keys with values"},
        {"{id: t, value: 1}",
         "measure.layout t.yaml:1:2: expected each key at the begin of a line"},
        {"  id: t\n  value: 1\n",
         "measure.layout t.yaml:1:3: expected each key at the begin of a line"},
        {"id: 'a", "yaml.syntax t.yaml:1:"},
        {"id: t\r\r\r\rvalue: 1\n",
         "measure.layout t.yaml:1:1: expected each key at the begin of a line"},
        {"--- # of the document\nid: t\n",
         "measure.layout t.yaml:2:1: what is written here cannot"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct err err = {0};
        struct str out;
        assert_false(definition_format(arena, "t.yaml", str_of(cases[i][0]), &out, &err));
        const char *said = str_cstr(arena, str_fmt(arena, "%s %s", err.code, err.detail));
        if (!str_starts(str_of(said), str_of(cases[i][1])))
            fail_msg("\"%s\" does not begin with \"%s\"", said, cases[i][1]);
    }
}

/* Every key that a definition may have has its place. */
static void keys(void **state)
{
    (void)state;
    unsigned count = 0;
    for (; DEFINITION_KEYS[count]; count++)
        for (unsigned i = 0; i < count; i++)
            assert_string_not_equal(DEFINITION_KEYS[i], DEFINITION_KEYS[count]);
    assert_string_equal(DEFINITION_KEYS[0], "id");
    assert_string_equal(DEFINITION_KEYS[count - 1], "known_gaps");
}

/* How many files of the folder have another form. */
static unsigned formed_otherwise(const char *folder)
{
    struct err err = {0};
    const char *const *name;
    size_t count;
    unsigned wrong = 0;
    assert_true(folder_list(arena, folder, &name, &count, &err));
    for (size_t i = 0; i < count; i++) {
        struct str text, form = {0};
        if (!shelf_takes(name[i], ".yaml"))
            continue;
        const char *path = str_cstr(arena, str_fmt(arena, "%s/%s", folder, name[i]));
        assert_true(file_read_all(&FILES_POSIX, arena, path, 1 << 20, &text, &err));
        if (!definition_format(arena, name[i], text, &form, &err))
            fail_msg("%s %s", err.code, err.detail);
        if (!str_eq(form, text))
            print_error("%s: run kontinua fmt measures\n", name[i]);
        wrong += !str_eq(form, text);
    }
    return wrong;
}

static void files_of_the_program_have_the_form(void **state)
{
    (void)state;
    assert_int_equal(formed_otherwise(SOURCE_ROOT "/measures"), 0);
    assert_int_equal(formed_otherwise(SOURCE_ROOT "/measures/checks"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(keys_in_one_order_with_their_comments, open_arena,
                                        close_arena),
        cmocka_unit_test_setup_teardown(every_way_to_write_an_expression, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(parts_each_on_a_line, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(blanks_between_tokens, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(long_ones_break_where_they_are_joined, open_arena,
                                        close_arena),
        cmocka_unit_test_setup_teardown(what_cannot_be_formed, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(keys, open_arena, close_arena),
        cmocka_unit_test_setup_teardown(files_of_the_program_have_the_form, open_arena,
                                        close_arena),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
