/* kontinua block, and what it hides in explain; kontinua capitation: what is printed, and the exit
 * codes. */
#include "at_home.h"
#include "county.h"

#include "core/folder.h"
#include "domain/person_id.h"

static void open_home(struct scratch *s)
{
    struct instance in;
    county_open(s, &in);
    instance_close(&in);
}

static void people_are_told_of_the_block(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    prints(s, "block key:1 SE0000000000-U1 --dry-run --format table --lang en",
           "Would be blocked: the data of Norra (SE0000000000-U1) from 2024-01-15. Nothing\n"
           "was changed.\n");
    prints(s, "block key:1 SE0000000000-U1 --format csv",
           "unit,state,from,to,already\nSE0000000000-U1,blocked,2024-01-15,,no\n");
    prints(s, "block key:1 SE0000000000-U1 --format table --lang sv",
           "Uppgifterna hos Norra (SE0000000000-U1) är redan spärrade, sedan 2024-01-15:\n"
           "inget ändrades.\n");
    prints(s, "block key:1 SE0000000000-U1 --lift --format table --lang en",
           "The block is lifted: the data of Norra (SE0000000000-U1) are open from\n"
           "2024-01-15.\n");
    prints(s, "block key:1 SE0000000000-U1 --lift --format csv",
           "unit,state,from,to,already\nSE0000000000-U1,open,2024-01-15,,yes\n");
    refuses(s, "block key:1 SE0000000000-U1 --lift --from 2024-01-15", 2, "[block.lift]");
    refuses(s, "block key:1 SE0000000000-U1 --from 2023-01-15", 2, "[block.days]");
    refuses(s, "block key:2 SE0000000000-U1", 4, "[act.protected_person]");
}

/* An explanation that rests on a row of the unit is not shown; a figure counts it. */
static void explain_says_that_there_is_blocked_information(void **state)
{
    struct scratch *s = *state;
    const char *ask = "explain Ko05L key:1 --as-of 2023-12-31 --format csv";
    open_home(s);
    struct said before = run_at(s, ask);
    assert_int_equal(before.exit, 0);
    assert_non_null(strstr(before.out, ",contacts,2023-12-29,SE0000000000-U1"));
    struct said figure = run_at(s, "measure --measure Ko05L --as-of 2023-12-31 --format csv");
    prints(s, "block key:1 SE0000000000-U1 --format csv",
           "unit,state,from,to,already\nSE0000000000-U1,blocked,2024-01-15,,no\n");
    prints(s, ask,
           "role,table,date,unit,code,value,why\n"
           "blocked,,,,,,\"There is blocked information, and the explanation rests on it: it is "
           "not shown.\"\n");
    struct said said = run_at(s, str_fmt(s->arena, "%s --consent asked", ask).at);
    assert_string_equal(said.out, before.out);
    said_free(&said);
    said = run_at(s, "log sample --share 100 --format csv");
    assert_non_null(strstr(said.out, "measure=Ko05L blocked=consent reason=asked"));
    said_free(&said);
    said = run_at(s, "measure --measure Ko05L --as-of 2023-12-31 --format csv");
    assert_string_equal(said.out, figure.out);
    said_free(&said);
    said_free(&figure);
    said_free(&before);
}

#define LISTS "measure,level,id,period,numerator,denominator,value,missing,standing\n"

/* Whose figure rests on a row of the unit is on no list, and counted of all of them together; a
 * list that rests on listings alone is whole. */
static void lists_leave_out_whom_it_is_blocked_of(void **state)
{
    struct scratch *s = *state;
    const char *const ask = "explain Ko05L --unit SE0000000000-U1 --as-of 2023-12-31 --lang en";
    const char *const of_doctor = "explain named_doctor --doctor SE0000000000-D1 --lang en";
    const char *const whose = "explain listed --doctor SE0000000000-D1 --lang en";
    open_home(s);
    prints(s, whose, LISTS "listed,person,0000000000RT,2023-12,1,1,1,,numerator\n");
    struct said before = run_at(s, ask), named = run_at(s, of_doctor);
    assert_non_null(strstr(before.out, "Ko05L,person,0000000000RT,"));
    assert_non_null(strstr(named.out, "named_doctor,person,0000000000RT,"));
    assert_null(strstr(before.note, "blocked"));
    prints(s, "block key:1 SE0000000000-U2 --format csv", /* where nothing is known of them */
           "unit,state,from,to,already\nSE0000000000-U2,blocked,2024-01-15,,no\n");
    prints(s, ask, before.out);
    prints(s, "block key:1 SE0000000000-U1 --format csv",
           "unit,state,from,to,already\nSE0000000000-U1,blocked,2024-01-15,,no\n");
    prints(s, of_doctor, LISTS);
    prints(s, whose, LISTS); /* the doctor is a contact at the unit */
    const char *const same[] = {"", "--protected threat", "--list missing"};
    for (size_t i = 0; i < ARRAY_LEN(same); i++) {
        struct said said = run_at(s, str_fmt(s->arena, "%s %s", ask, same[i]).at);
        assert_int_equal(said.exit, 0);
        assert_string_equal(said.out, LISTS);
        assert_non_null(strstr(said.note, "rests on blocked information: 1."));
        said_free(&said);
    }
    struct said people = run_at(s, str_fmt(s->arena, "%s --format table", ask).at);
    assert_null(strstr(people.out, " 1  --list"));
    assert_non_null(strstr(people.note, "blocked information: 1."));
    said_free(&people);
    prints(s, "explain listed --unit SE0000000000-U1",
           LISTS "listed,person,0000000000RT,2023-12,1,1,1,,numerator\n");
    prints(s, "block key:1 SE0000000000-U1 --lift --format csv",
           "unit,state,from,to,already\nSE0000000000-U1,open,2024-01-15,,no\n");
    prints(s, ask, before.out);
    said_free(&before);
    said_free(&named);
}

/* A figure of one person is what the explanation would say; of all it counts them. */
static void figures_by_person_leave_them_out(void **state)
{
    struct scratch *s = *state;
    const char *const ask =
        "measure --measure listed,named_doctor --by person --lang en --months 2";
    const char *const county = "measure --measure named_doctor --by county --lang en";
    open_home(s);
    struct said before = run_at(s, ask), figure = run_at(s, county);
    assert_non_null(strstr(before.out, "named_doctor,person,0000000000RT,2023-12,"));
    assert_null(strstr(before.note, "blocked"));
    prints(s, "block key:1 SE0000000000-U1 --format csv",
           "unit,state,from,to,already\nSE0000000000-U1,blocked,2024-01-15,,no\n");
    struct said said = run_at(s, ask);
    assert_null(strstr(said.out, "named_doctor,person,0000000000RT,"));
    assert_non_null(strstr(said.out, "listed,person,0000000000RT,2023-12,1,1,1,"));
    assert_non_null(strstr(said.note, "blocked information, who are counted but not shown: 1."));
    said_free(&said);
    prints(s, county, figure.out);
    said_free(&before);
    said_free(&figure);
}

/* ---- rows elsewhere that say what is blocked ---- */

static void write_rows(struct scratch *s, const char *name, const char *columns, const char *rows)
{
    char id[PERSON_ID_TEXT];
    struct person_id person;
    assert_true(person_id_make((struct civil){1800, 1, 1}, 10, &person));
    (void)person_id_format(person, id);
    struct sb out = sb_open(s->arena, 512);
    sb_fmt(&out, "%s\n", columns);
    for (const char *end = strchr(rows, '\n'); end; rows = end + 1, end = strchr(rows, '\n'))
        sb_fmt(&out, "%s,%.*s\n", id, (int)(end - rows), rows);
    (void)scratch_write(s, str_fmt(s->arena, "in/%s.csv", name).at, sb_str(&out));
}

static void write_definition(struct scratch *s, const char *file, const char *text)
{
    (void)scratch_write(s, str_fmt(s->arena, "home/measures/%s", file).at, str_of(text));
}

#define WORDS "name: {sv: a, en: b}\ntext: {sv: a, en: b}\n"
#define MEASURE                                                                                    \
    WORDS "source: Test\ncertainty: C\nowner: Test\nreviewed: 2026-11-25\nkind: ratio\n"           \
          "unit: percent\npopulation: listed\n"
#define PAIRED                                                                                     \
    "measurements where code in blodtryck:systoliskt within 12 months, paired with code in "       \
    "blodtryck:diastoliskt"
#define SPOILED                                                                                    \
    "diagnoses where code in depression within 12 months, new after 18 months without code in "    \
    "angest"

/* One who is listed at the first unit, with a depression there that is not new, for there was
 * anxiety at the second, and half a blood pressure there, whose other half is of the second. */
static void open_two_units(struct scratch *s)
{
    struct err err = {0};
    struct said said = run_at(s, "init --region 23 --quiet");
    assert_int_equal(said.exit, 0);
    said_free(&said);
    assert_true(folder_make(&FILES_POSIX, scratch_path(s, "in"), &err));
    assert_true(folder_make(&FILES_POSIX, scratch_path(s, "home/measures"), &err));
    assert_true(folder_make(&FILES_POSIX, scratch_path(s, "home/measures/checks"), &err));
    (void)scratch_write(s, "in/units.csv",
                        STR("unit,name,operator,county\nSE0000000000-U1,One,region,23\n"
                            "SE0000000000-U2,Two,region,23\n"));
    write_rows(s, "people", "person,birth_date,sex", "1950-01-01,F\n");
    write_rows(s, "listings", "person,unit,from,basis",
               "SE0000000000-U1,2020-01-01,choice_eservice\n");
    write_rows(s, "diagnoses", "person,date,unit,code",
               "2023-02-01,SE0000000000-U2,F41\n2023-03-01,SE0000000000-U1,F32\n");
    write_rows(s, "measurements", "person,date,unit,code,value",
               "2023-06-01,SE0000000000-U1,BP-SYS,140\n2023-06-01,SE0000000000-U2,BP-DIA,85\n");
    write_definition(s, "spoiled.yaml",
                     "id: spoiled\ncode: spoiled\n" MEASURE
                     "codesets: [depression, angest]\nnumerator: any(" SPOILED ")\n");
    write_definition(s, "paired.yaml",
                     "id: paired\ncode: paired\n" MEASURE
                     "codesets: [blodtryck]\nnumerator: any(" PAIRED ")\n");
    write_definition(s, "checks/pair.yaml",
                     "id: pair\n" WORDS "mend: {sv: a, en: b}\ncodesets: [blodtryck]\n"
                     "rows: " PAIRED "\n");
    said = run_at(s, str_fmt(s->arena, "import %s --quiet", scratch_path(s, "in")).at);
    if (said.exit != 0)
        fail_msg("%s%s", said.out, said.note);
    said_free(&said);
}

/* The answer has a row of the first unit, by one of the second that it does not show. */
static void tells_of_the_first(struct scratch *s, const char *line)
{
    struct said said = run_at(s, line);
    if (said.exit != 0 || !strstr(said.out, "SE0000000000-U1") ||
        strstr(said.out, "SE0000000000-U2"))
        fail_msg("%s: exit %d\n%s\n%s", line, said.exit, said.out, said.note);
    said_free(&said);
}

static void lists_one(struct scratch *s, const char *line, bool is_blocked)
{
    struct said said = run_at(s, line);
    if (said.exit != 0 || is_blocked != !strstr(said.out, ",person,18000101") ||
        is_blocked != (strstr(said.note, "blocked information") != NULL))
        fail_msg("%s: exit %d\n%s\n%s", line, said.exit, said.out, said.note);
    said_free(&said);
}

static void a_row_elsewhere_tells_nothing_of_it(void **state)
{
    struct scratch *s = *state;
    const char *const of_one[] = {"explain spoiled key:1 --as-of 2023-12-31 --lang en",
                                  "explain paired key:1 --as-of 2023-12-31 --lang en"};
    const char *const of_many[] = {
        "explain spoiled --unit SE0000000000-U1 --as-of 2023-12-31 --lang en",
        "explain paired --unit SE0000000000-U1 --as-of 2023-12-31 --lang en",
        "measure --measure spoiled --by person --as-of 2023-12-31 --lang en",
        "measure --measure paired --by person --as-of 2023-12-31 --lang en"};
    const char *const rows = "check --rows pair --as-of 2023-12-31 --lang en --format csv";
    open_two_units(s);
    for (unsigned is_blocked = 0; is_blocked < 2; is_blocked++) {
        for (size_t i = 0; i < ARRAY_LEN(of_one); i++)
            if (is_blocked)
                prints(s, str_fmt(s->arena, "%s --format csv", of_one[i]).at,
                       "role,table,date,unit,code,value,why\n"
                       "blocked,,,,,,\"There is blocked information, and the explanation rests on "
                       "it: it is not shown.\"\n");
            else
                tells_of_the_first(s, str_fmt(s->arena, "%s --format csv", of_one[i]).at);
        for (size_t i = 0; i < ARRAY_LEN(of_many); i++)
            lists_one(s, of_many[i], is_blocked);
        if (is_blocked)
            prints(s, rows, "check,unit,person,table,date,code,value,sought_on,mean\n");
        else
            tells_of_the_first(s, rows);
        prints(s, "block key:1 SE0000000000-U2 --format csv",
               is_blocked ? "unit,state,from,to,already\nSE0000000000-U2,blocked,2024-01-15,,yes\n"
                          : "unit,state,from,to,already\nSE0000000000-U2,blocked,2024-01-15,,no\n");
    }
}

static void a_month_is_frozen_and_shown(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    prints(s, "capitation --format csv",
           "month,unit,age_group,sex,frozen,now,difference\n"
           "2023-12,SE0000000000-U1,65-74,F,,1,\n"
           "2023-12,SE0000000000-U2,85-,M,,1,\n");
    prints(s, "capitation --freeze --format csv",
           "month,unit,age_group,sex,frozen,now,difference\n"
           "2023-12,SE0000000000-U1,65-74,F,1,1,0\n"
           "2023-12,SE0000000000-U2,85-,M,1,1,0\n");
    prints(s, "list key:1 SE0000000000-U2 --from 2023-12-20 --format csv",
           "unit,from,former,counted,left,already,outcome,exempt,guardians,doctor,number,wait,"
           "until,request,named\n"
           "SE0000000000-U2,2023-12-20,SE0000000000-U1,yes,1,no,done,no,0,SE0000000000-D1,,,,,\n");
    prints(s, "capitation --month 2023-12 --format csv",
           "month,unit,age_group,sex,frozen,now,difference\n"
           "2023-12,SE0000000000-U1,65-74,F,1,0,-1\n"
           "2023-12,SE0000000000-U2,65-74,F,0,1,1\n"
           "2023-12,SE0000000000-U2,85-,M,1,1,0\n");
    prints(s, "capitation --month 2023-12 --unit SE0000000000-U1 --format csv",
           "month,unit,age_group,sex,frozen,now,difference\n"
           "2023-12,SE0000000000-U1,65-74,F,1,0,-1\n");
    refuses(s, "capitation --freeze --unit SE0000000000-U1", 2, "[options.together]");
    refuses(s, "capitation --month 1950-01 --freeze", 2, "[capitation.month_early]");
    refuses(s, "capitation --month 2024-01 --freeze", 2, "[capitation.month_open]");
    refuses(s, "capitation --month january", 2, "[month.format]");
    refuses(s, "capitation --dry-run --lang en", 2, "(capitation --dry-run)");
    refuses(s, "capitation --key k", 2, "[options.form]");
    refuses(s, "capitation --freeze --protected threat", 2, "[options.form]");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(people_are_told_of_the_block),
        CASE(explain_says_that_there_is_blocked_information),
        CASE(lists_leave_out_whom_it_is_blocked_of),
        CASE(figures_by_person_leave_them_out),
        CASE(a_row_elsewhere_tells_nothing_of_it),
        CASE(a_month_is_frozen_and_shown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
