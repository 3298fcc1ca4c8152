/* What is odd, as people and programs are told: the synthetic county's nights raise nothing, and
 * half a night does. */
#include "command_line.h"
#include "core/day.h"
#include "core/sb.h"
#include "domain/person_id.h"
#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <sys/stat.h>

#include <cmocka.h>

enum { FIRST = 45194, NIGHTS = 20, PERSONS = 6000 }; /* from Wednesday, 2023-09-27 */

static struct said run(struct scratch *s, const char *line)
{
    return run_line(str_fmt(s->arena, "%s --home %s", line, scratch_path(s, "home")).at);
}

static void check(struct scratch *s, const char *line, int exit, const char *out, const char *note)
{
    struct said said = run(s, line);
    if (said.exit != exit || !strstr(said.out, out) || !strstr(said.note, note))
        fail_msg("%s: exit %d\n%s\n%s", line, said.exit, said.out, said.note);
    said_free(&said);
}

/* The contacts of the made-up county, a file a night; one row of `part`. */
static struct sb *nights_of(struct scratch *s, struct str contacts, unsigned part)
{
    struct sb *night = ARENA_NEW(s->arena, struct sb, NIGHTS);
    struct str head = str_cut(&contacts, '\n');
    for (unsigned i = 0; i < NIGHTS; i++) {
        night[i] = sb_open(s->arena, 8192);
        sb_put(&night[i], head);
        sb_char(&night[i], '\n');
    }
    for (unsigned row = 0; contacts.len > 0; row++) {
        struct str line = str_cut(&contacts, '\n'), rest = line;
        struct day day;
        struct err err = {0};
        (void)str_cut(&rest, ',');
        (void)str_cut(&rest, ',');
        if (rest.len < DAY_TEXT || !day_parse((struct str){rest.at, DAY_TEXT - 1}, &day, &err) ||
            day.n < FIRST || day.n >= FIRST + NIGHTS || row % part > 0)
            continue;
        struct sb *out = &night[day.n - FIRST];
        sb_put(out, line);
        sb_char(out, '\n');
    }
    return night;
}

static void put(struct scratch *s, struct sb *night)
{
    (void)scratch_write(s, "contacts.csv", sb_str(night));
}

static const char *import_of(struct scratch *s, int32_t today, const char *more)
{
    char day[DAY_TEXT];
    (void)day_format((struct day){today}, day);
    return str_fmt(s->arena, "import %s --today %s --lang en %s", scratch_path(s, "contacts.csv"),
                   day, more)
        .at;
}

static void nights_of_the_synthetic_county(void **state)
{
    struct scratch *s = *state;
    const char *from = scratch_path(s, "synth");
    struct str contacts;
    struct err err = {0};
    struct said said = run_line(
        str_fmt(s->arena, "synth --out %s --persons %d --seed 3 --quiet", from, PERSONS).at);
    assert_int_equal(said.exit, 0);
    said_free(&said);
    assert_true(file_read_all(&FILES_POSIX, s->arena, scratch_path(s, "synth/contacts.csv"),
                              1 << 30, &contacts, &err));
    struct sb *night = nights_of(s, contacts, 1), *few = nights_of(s, contacts, 2);
    check(s, "init --region 23 --quiet", 0, "", "");
    check(s,
          str_fmt(s->arena, "import %s/units.csv %s/staff.csv %s/people.csv --lang en", from, from,
                  from)
              .at,
          0, "", "people, rows: ");
    for (unsigned i = 0; i < NIGHTS; i++) {
        bool last = i + 1 == NIGHTS;
        put(s, last ? &few[i] : &night[i]);
        said = run(s, import_of(s, FIRST + (int32_t)i + 1, ""));
        if (said.exit != 0 ||
            last != !!strstr(said.note, "\nOdd: contacts: rows of working days: "))
            fail_msg("night %u: %s", i, said.note);
        said_free(&said);
    }
}

/* No line is wider than a terminal of 80 columns; UTF-8 counted by its first bytes. */
static void fits(const char *text)
{
    unsigned width = 0;
    for (const char *c = text; *c; c++) {
        width = *c == '\n' ? 0 : width + (((unsigned char)*c & 0xC0) != 0x80);
        if (width > 80)
            fail_msg("wider than 80 columns: %.200s", c - 80);
    }
}

static const char *person_of(char out[static PERSON_ID_TEXT])
{
    struct person_id person;
    assert_true(person_id_make((struct civil){1800, 1, 1}, 10, &person));
    return person_id_format(person, out).at;
}

/* Forty contacts of each of so many units on that day. */
static void put_units(struct scratch *s, int32_t on, unsigned units)
{
    struct sb text = sb_open(s->arena, 1 << 16);
    char day[DAY_TEXT], id[PERSON_ID_TEXT];
    (void)day_format((struct day){on}, day);
    (void)person_of(id);
    sb_put(&text, STR("contact,person,date,unit,profession,form,level\n"));
    for (unsigned i = 0; i < 40 * units; i++)
        sb_fmt(&text, "%d.%u,%s,%s,SE0000000000-U%u,nurse,visit,specialist\n", (int)on, i, id, day,
               i % units);
    put(s, &text);
}

static void told_to_people_and_programs(void **state)
{
    struct scratch *s = *state;
    char id[PERSON_ID_TEXT];
    check(s, "init --region 23 --quiet", 0, "", "");
    (void)scratch_write(
        s, "people.csv",
        str_fmt(s->arena, "person,birth_date,sex\n%s,1950-01-01,F\n", person_of(id)));
    check(s, str_fmt(s->arena, "import %s --lang en", scratch_path(s, "people.csv")).at, 0, "",
          "\npeople, rows: 1, new: 1, persons: 1\n");
    for (int32_t i = 0; i < 2; i++) {
        put_units(s, FIRST + i, 7);
        check(s, import_of(s, FIRST + 9, ""), 0, "",
              "new: 280, persons: 1, units: 7, period: 2023");
    }
    put_units(s, FIRST + 2, 1);
    check(s, import_of(s, FIRST + 9, "--dry-run"), 0, "",
          "nothing from SE0000000000-U5, expected: about 40 rows. Ask the unit, or who makes the "
          "extract.\nOdd: contacts: the same of 1 more.\n");
    struct said quiet = run(s, import_of(s, FIRST + 9, "--quiet"));
    assert_int_equal(quiet.exit, 0); /* nothing but what is odd */
    assert_memory_equal(quiet.note, "Odd: contacts: nothing from ", 28);
    assert_null(strstr(quiet.note, "rows: 40"));
    said_free(&quiet);
    check(s, "load show 4 --lang en --format csv", 0,
          "table,rows,rejects,new,corrected,same,persons,units,first_day,last_day,replace_from,"
          "replace_to\ncontacts,40,0,40,0,0,1,1,2023-09-29,2023-09-29,,\n",
          "");
    check(s, "load show 4 --oddities --format csv", 0,
          "kind,table,subject,rows,expected\nunit_silent,contacts,SE0000000000-U1,0,40\n", "");
    check(s, "load show 4 --oddities --format json", 0, "\"expected\":\"40\"", "");
    static const char *const lines[] = {"load show 4 --lang sv --format table",
                                        "load show 4 --lang en --format table"};
    for (unsigned i = 0; i < ARRAY_LEN(lines); i++) {
        struct said said = run(s, lines[i]);
        assert_int_equal(said.exit, 0);
        assert_non_null(strstr(said.out, i == 0 ? "contacts, rader: 40" : "contacts, rows: 40"));
        assert_non_null(strstr(said.out, i == 0 ? "\nOvanligt: contacts: " : "\nOdd: contacts: "));
        assert_non_null(strstr(said.out, "SE0000000000-U6"));
        fits(said.out);
        said_free(&said);
    }
    check(s, "load show 2 --lang en --format table --oddities", 0,
          "Nothing looked odd against the loads before it.\n", "");
    put_units(s, FIRST + 2, 1);
    check(s, "load show 9", 3, "", "[load.missing]");
    check(s, "load show", 2, "", "[options.arguments]");
    check(s, "load list --oddities", 2, "", "[options.form]");
}

/* A note, until files are known to end in a line end; then a warning. */
static void an_open_end_is_told(void **state)
{
    struct scratch *s = *state;
    static const char *const unit = "unit,name,operator,county\nSE0000000000-U1,One,region,2%s";
    check(s, "init --region 23 --quiet", 0, "", "");
    const char *line = str_fmt(s->arena, "import %s --lang en --dry-run --format csv",
                               scratch_write(s, "units.csv", str_fmt(s->arena, unit, "3")))
                           .at;
    check(
        s, line, 0, "",
        "\nunits: units.csv does not end in a line end; such files: 1. Many programs leave it out");
    struct said quiet = run(s, str_fmt(s->arena, "%s --quiet", line).at);
    assert_string_equal(quiet.note, "");
    said_free(&quiet);
    (void)scratch_write(s, "units.csv", str_fmt(s->arena, unit, "3\n"));
    line = str_fmt(s->arena, "import %s --lang en --quiet", scratch_path(s, "units.csv")).at;
    check(s, line, 0, "", "");
    (void)scratch_write(s, "units.csv", str_fmt(s->arena, unit, "2"));
    check(s, line, 0, "", "Odd: units: units.csv does not end in a line end, as the files of ");
    check(s, "load show 2 --oddities --format csv", 0, "open_end,units,units.csv,1,1\n", "");
}

/* A file of events that was corrected comes again. */
static void events_alike_are_told(void **state)
{
    struct scratch *s = *state;
    char id[PERSON_ID_TEXT];
    check(s, "init --region 23 --quiet", 0, "", "");
    (void)scratch_write(
        s, "people.csv",
        str_fmt(s->arena, "person,birth_date,sex\n%s,1950-01-01,F\n", person_of(id)));
    const char *people = scratch_path(s, "people.csv"), *file = scratch_path(s, "diagnoses.csv");
    check(s, str_fmt(s->arena, "import %s --quiet", people).at, 0, "", "");
    for (unsigned i = 0; i < 2; i++) {
        (void)scratch_write(s, "diagnoses.csv",
                            str_fmt(s->arena,
                                    "person,date,unit,code\n%s,2023-10-02,SE0000000000-U%u,"
                                    "E11\n%s,2023-10-0%u,SE0000000000-U1,E10\n"
                                    "%s,2023-10-02,SE0000000000-U1,I10\n",
                                    id, i, id, i + 3, id));
        check(s, str_fmt(s->arena, "import %s --lang en", file).at, 0, "",
              i == 0 ? "diagnoses, rows: 3, new: 3, persons: 1"
                     : "diagnoses, rows: 3, new: 1, alike to rows that count: 2, persons: 1");
    }
    check(s, str_fmt(s->arena, "import %s --again --lang en --dry-run", file).at, 0, "",
          "count beside them: 3. If the file corrects those and has all of its days, import it "
          "with “--replace 2023-10-02..2023-10-04”.\n");
    check(s, "load show 3 --lang en --format csv", 0,
          "\ndiagnoses,3,0,1,0,2,1,1,2023-10-02,2023-10-04,,\n", "");
    check(s, "load show 3 --oddities --format csv", 0,
          "\nalike,diagnoses,2023-10-02..2023-10-04,2,0\n", "");
    struct said said = run(s, "load show 3 --lang en --format table");
    assert_non_null(
        strstr(said.out, "Odd: diagnoses: rows of these days (2023-10-02..2023-10-04)"));
    assert_non_null(strstr(said.out, "load undo 3”"));
    fits(said.out);
    said_free(&said);
    said = run(s, "load show 3 --lang sv --format table");
    assert_non_null(strstr(said.out, "Ovanligt: diagnoses: rader från dessa dagar (2023-10-02..2"));
    fits(said.out);
    said_free(&said);
}

/* A code system's name comes from a file: U+009B is a control character as well. */
static void a_name_steers_no_terminal(void **state)
{
    struct scratch *s = *state;
    char id[PERSON_ID_TEXT];
    struct str people =
        str_fmt(s->arena, "person,birth_date,sex\n%s,1950-01-01,F\n", person_of(id));
    const char *path = scratch_write(s, "people.csv", people);
    check(s, "init --region 23 --quiet", 0, "", "");
    check(s, str_fmt(s->arena, "import %s --quiet", path).at, 0, "", "");
    for (unsigned i = 0; i < 4; i++) {
        struct sb text = sb_open(s->arena, 4096);
        sb_put(&text, STR("person,date,unit,code,system\n"));
        for (unsigned row = 0; row < 20; row++)
            sb_fmt(&text, "%s,2023-10-%02u,SE0000000000-U1,E%u,%s\n", id, i + 2, row,
                   i < 3 ? ""
                         : "local \xC2\x9B"
                           "2J");
        path = scratch_write(s, "diagnoses.csv", sb_str(&text));
        check(s, str_fmt(s->arena, "import %s --lang en", path).at, 0, "",
              i < 3 ? "new: 20"
                    : "local \xEF\xBF\xBD"
                      "2J");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(told_to_people_and_programs, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(an_open_end_is_told, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(a_name_steers_no_terminal, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(events_alike_are_told, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(nights_of_the_synthetic_county, scratch_setup,
                                        scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
