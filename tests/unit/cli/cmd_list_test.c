/* kontinua list: what is printed, to people and to programs, the exit codes, and who may act. */
#include "at_home.h"
#include "core/files.h"
#include "county.h"

#include <sys/stat.h>

#define HEAD                                                                                       \
    "unit,from,former,counted,left,already,outcome,exempt,guardians,doctor,number,wait,until,"     \
    "request,named\n"

static void open_home(struct scratch *s)
{
    struct instance in;
    county_open(s, &in);
    instance_close(&in);
}

static void people_are_told_in_a_sentence(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    prints(s, "list key:1 SE0000000000-U2 --dry-run --format table --lang en",
           "Would be listed at Södra (SE0000000000-U2) from 2024-01-15. Nothing was "
           "changed.\nThe named doctor at the former unit ends: SE0000000000-D1. Changes of unit "
           "that\n"
           "are left: 1.\n");
    prints(s, "list key:1 SE0000000000-U2 --key a --format table --lang en",
           "Listed at Södra (SE0000000000-U2) from 2024-01-15. The named doctor at the\n"
           "former unit ends: SE0000000000-D1. Changes of unit that are left: 1.\n");
    prints(s, "list key:1 SE0000000000-U2 --key a --format table --lang sv",
           "Gjordes redan med den här nyckeln: listad på Södra (SE0000000000-U2) från\n"
           "2024-01-15. Den fasta läkarkontakten på den tidigare enheten upphör:\n"
           "SE0000000000-D1. Kvarvarande byten av enhet: 1.\n");
    prints(s, "list key:1 SE0000000000-U2 --format table --lang en",
           "Is listed at Södra (SE0000000000-U2) already, since 2024-01-15: nothing was\n"
           "changed.\n");
}

static void programs_get_a_record(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    prints(s, "list key:1 SE0000000000-U2 --format csv",
           HEAD
           "SE0000000000-U2,2024-01-15,SE0000000000-U1,yes,1,no,done,no,0,SE0000000000-D1,,,,,\n");
    prints(s, "list key:1 SE0000000000-U2 --format csv",
           HEAD "SE0000000000-U2,2024-01-15,,no,1,yes,already,no,0,,,,,,\n");
}

static void a_doctor_is_wished_in_the_same_step(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    county_open(s, &in);
    county_script(&in, "UPDATE staff_stated SET title_code = '201011', protected_staff = 2;"
                       "INSERT INTO position_stated (staff, unit, from_day, employment, training, "
                       "panel_open, recorded) VALUES (2, 2, 44000, 0, 0, 1, 1);");
    instance_close(&in);
    refuses(s, "list key:1 SE0000000000-U2 --doctor SE0000000000-D1", 5, "[request.wish]");
    refuses(s, "list key:1 --newborn --doctor SE0000000000-D1", 2, "[options.form]");
    refuses(s, "list key:1 --leave-queue --doctor SE0000000000-D1", 2, "[options.arguments]");
    prints(s, "list key:1 SE0000000000-U2 --doctor SE0000000000-D2 --dry-run --format csv",
           HEAD "SE0000000000-U2,2024-01-15,SE0000000000-U1,yes,1,no,done,no,0,SE0000000000-D1,,,"
                ",1,\n");
    prints(s, "list key:1 SE0000000000-U2 --doctor SE0000000000-D2 --format table --lang sv",
           "Listad på Södra (SE0000000000-U2) från 2024-01-15. Den fasta läkarkontakten på\n"
           "den tidigare enheten upphör: SE0000000000-D1. Den önskade läkaren begärs:\n"
           "begäran 1. Kvarvarande byten av enhet: 1.\n");
}

/* The rule file of Norway's kind, of the county of the home. */
static void put_norways_rules(struct scratch *s)
{
    struct str text;
    struct err err = {0};
    assert_true(file_read_all(&FILES_POSIX, s->arena, SOURCE_ROOT "/tests/spec/rules/norway.yaml",
                              1 << 20, &text, &err));
    char *rules = strdup(str_cstr(s->arena, text));
    char *county = rules ? strstr(rules, "\"46\"") : NULL;
    if (!county)
        abort();
    memcpy(county, "\"23\"", 4);
    assert_int_equal(mkdir(scratch_path(s, "home/rules"), 0700), 0);
    (void)scratch_write(s, "home/rules/jamtland.yaml", str_of(rules));
    free(rules);
}

static void where_listings_are_on_doctors_one_is_named(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    county_open(s, &in);
    county_script(&in, "UPDATE staff_stated SET title_code = '201011', protected_staff = 2;"
                       "INSERT INTO position_stated (staff, unit, from_day, employment, training, "
                       "panel_open, panel_cap, recorded) VALUES (2, 1, 44000, 0, 0, 1, 0, 1);");
    instance_close(&in);
    put_norways_rules(s);
    refuses(s, "list key:1 SE0000000000-U2", 2, "[listing.doctor_needed]");
    refuses(s, "list key:1 SE0000000000-U2 --doctor SE0000000000-D2", 5, "[assign.no_position]");
    prints(s, "list key:1 SE0000000000-U1 --doctor SE0000000000-D2 --dry-run --format csv",
           HEAD "SE0000000000-U1,2024-02-01,SE0000000000-U1,yes,1,no,done,no,0,,,,,,"
                "SE0000000000-D2\n");
    prints(s, "list key:1 SE0000000000-U1 --doctor SE0000000000-D2 --format table --lang en",
           "Listed at Norra (SE0000000000-U1) from 2024-02-01. With the doctor\n"
           "SE0000000000-D2. Changes of unit that are left: 1.\n");
    prints(s, "list key:1 SE0000000000-U1 --doctor SE0000000000-D2 --format table --lang sv",
           "Ska redan listas på Norra (SE0000000000-U1), från 2024-02-01: inget ändrades.\n"
           "Hos läkaren SE0000000000-D2.\n");
}

static void who_acts_is_somebody(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    refuses(s, "list key:1 SE0000000000-U2 --as nobody --lang en", 2, "[hsaid.hyphen]");
    refuses(s, "list key:1 SE0000000000-U2 --as os: --lang en", 2, "[actor.login]");
    refuses(s, "list key:1 SE0000000000-U2 --as os:a;b --lang en", 2, "[actor.login]");
    refuses(s, "list key:1 SE0000000000-U2 --role resident --lang en", 2, "[actor.person]");
    refuses(s, "list key:1 SE0000000000-U2 --role guardian --as key:4 --lang en", 2,
            "[actor.person]");
    refuses(s, "list key:1 SE0000000000-U2 --role resident --as key:99 --lang en", 3,
            "[person.unknown]");
    refuses(s, "list key:1 SE0000000000-U2 --role resident --as key:1 --purpose care --lang en", 4,
            "[actor.role]");
    refuses(s, "list key:1 SE0000000000-U2 --role officer --lang en", 4, "[actor.role]");
    refuses(s, "list key:1 SE0000000000-U2 --purpose own --lang en", 4, "[actor.role]");
    refuses(s, "list key:1 SE0000000000-U2 --role staff --lang en", 2, "[actor.unit]");
    refuses(s, "list key:1 SE0000000000-U2 --role nurse --lang en", 2,
            "--role nurse (administrator, resident, ");
    prints(s,
           "list key:1 SE0000000000-U2 --as SE0000000000-D1 --role staff --unit SE0000000000-U2 "
           "--format csv",
           HEAD
           "SE0000000000-U2,2024-01-15,SE0000000000-U1,yes,1,no,done,no,0,SE0000000000-D1,,,,,\n");
    struct said said = run_at(s, "log sample --share 100 --format csv");
    assert_int_equal(said.exit, 0);
    assert_non_null(strstr(said.out, "SE0000000000-D1"));
    assert_non_null(strstr(said.out, "login=os:"));
    said_free(&said);
}

static void a_refusal_says_why(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    refuses(s, "list key:3 SE0000000000-U1 --lang en", 5, "[listing.dead]");
    refuses(s, "list key:2 SE0000000000-U1 --lang en", 4, "[act.protected_person]");
    refuses(s, "list key:99 SE0000000000-U1 --lang en", 3, "[person.unknown]");
    refuses(s, "list key:1 SE0000000000-U9 --lang en", 3, "[unit.unknown]");
}

static void done(struct scratch *s, const char *line)
{
    struct said said = run_at(s, line);
    assert_int_equal(said.exit, 0);
    said_free(&said);
}

static void special_reasons_are_decided_by_the_region(void **state)
{
    struct scratch *s = *state;
    const char *staff = "list key:1 SE0000000000-U2 --special-reason moved --as SE0000000000-D1 "
                        "--role staff --unit SE0000000000-U2 --lang en --format csv";
    open_home(s);
    refuses(s, staff, 4, "[listing.undecided]");
    refuses(s, staff, 4, "kontinua application PERSON TEXT");
    done(s, "application key:1 school");
    refuses(s, staff, 4, "[listing.undecided]");
    done(s, "decide 1 --grant");
    prints(s, staff,
           HEAD
           "SE0000000000-U2,2024-01-15,SE0000000000-U1,no,2,no,done,no,0,SE0000000000-D1,,,,,\n");
    prints(s, "list key:1 SE0000000000-U3 --special-reason moved --format csv",
           HEAD "SE0000000000-U3,2024-01-15,SE0000000000-U1,no,2,no,done,no,0,,,,,,\n");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(people_are_told_in_a_sentence),
        CASE(programs_get_a_record),
        CASE(a_doctor_is_wished_in_the_same_step),
        CASE(where_listings_are_on_doctors_one_is_named),
        CASE(who_acts_is_somebody),
        CASE(a_refusal_says_why),
        CASE(special_reasons_are_decided_by_the_region),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
