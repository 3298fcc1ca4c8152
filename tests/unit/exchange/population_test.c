/* service/load/population.h, through files: who is born, moves in or comes back is listed by the
 * load that says so; who was listed before emigrating does not get that back; and what a load of
 * people does not do. */
#include "county.h"
#include "service/load/load_undo.h"
#include "service/person/as_of.h"
#include "store/message_store.h"

#define PEOPLE                                                                                     \
    "person,birth_date,sex,county,area,registered_from,deregistered_on,deregistration_reason,"     \
    "mother\n"

/* Two units with an area each; somebody is listed, with a doctor. */
static void open_county(struct scratch *s)
{
    county_put_places(s);
    county_put(s, "areas.csv", "area,unit,from\nA1,@U1,2010-01-01\nA2,@U2,2010-01-01\n");
    county_put(s, "people.csv", PEOPLE "@P1,1990-01-01,F,23,A1,1990-01-01,,,\n");
    county_put(s, "listings.csv", "person,unit,from,to,basis\n@P1,@U2,2020-01-01,,choice_form\n");
    county_put(s, "named_contacts.csv",
               "person,kind,staff,unit,from,to\n"
               "@P1,2,@D1,@U2,2020-01-01,\n");
    assert_int_equal(county_import(s).listed, 0); /* a first load lists nobody by itself */
}

static bool says(struct scratch *s, const char *line)
{
    return strstr(county_now(s), line) != NULL;
}

static void who_moves_in_is_listed_from_the_registration_date(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    county_put(s, "people.csv", PEOPLE "@P2,1980-01-01,M,23,A1,2024-01-08,,,\n");
    assert_int_equal(county_import(s).listed, 1);
    assert_true(says(s, "listed @P2 @U1 2024-01-08 -\n"));
    /* The same again changes nothing. */
    county_put(s, "people.csv", PEOPLE "@P2,1980-01-01,F,23,A1,2024-01-08,,,\n");
    assert_int_equal(county_import(s).listed, 0);
    assert_true(says(s, "listed @P2 @U1 2024-01-08 -\n"));
}

/* 2 has not chosen, 1 has; 3 has chosen for a day to come, and 4 lives where no unit answers. */
static void who_moves_within_the_region_is_listed_where_they_live(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    county_put(s, "people.csv",
               PEOPLE "@P2,1980-01-01,M,23,A1,2024-01-08,,,\n@P3,1980-01-01,M,23,A1,2024-01-08,,,\n"
                      "@P4,1980-01-01,M,23,A1,2024-01-08,,,\n");
    assert_int_equal(county_import(s).listed, 3);
    county_put(s, "listings.csv", "person,unit,from,to,basis\n@P3,@U2,2099-01-01,,choice_form\n");
    (void)county_import(s);
    county_put(s, "people.csv",
               PEOPLE "@P1,1990-01-01,F,23,A2,1990-01-01,,,\n"
                      "@P2,1980-01-01,M,23,A2,2024-01-08,,,\n@P3,1980-01-01,M,23,A2,2024-01-08,,,\n"
                      "@P4,1980-01-01,M,23,A9,2024-01-08,,,\n");
    struct import_report report = county_import(s);
    assert_int_equal(report.listed, 0);
    assert_int_equal(report.moved, 1);
    assert_true(says(s, "listed @P1 @U2 2020-01-01 -\n"));
    assert_true(says(s, "listed @P2 @U1 2024-01-08 20"));
    assert_true(says(s, "listed @P2 @U2 20"));
    assert_true(says(s, "listed @P3 @U1 2024-01-08 2098-12-31\n"));
    assert_true(says(s, "listed @P4 @U1 2024-01-08 -\n"));
    county_put(s, "people.csv", PEOPLE "@P2,1980-01-01,F,23,A2,2024-01-08,,,\n");
    assert_int_equal(county_import(s).moved, 0);
}

static bool count_ended(void *state, const struct message_row *row, struct err *err)
{
    (void)err;
    *(unsigned *)state += row->message.kind == MESSAGE_CONTACT_ENDED &&
                          row->message.staff.text[0] != 0 && row->message.unit.text[0] != 0;
    return true;
}

/* The message of the new unit does not speak of the doctor. */
static void whose_doctor_ends_by_it_is_told(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct err err = {0};
    struct message_to to = {.person = 2};
    unsigned ended = 0;
    open_county(s);
    county_put(s, "people.csv", PEOPLE "@P2,1980-01-01,M,23,A1,2024-01-08,,,\n");
    assert_int_equal(county_import(s).listed, 1);
    county_put(s, "named_contacts.csv",
               "person,kind,staff,unit,from,to\n@P2,2,@D1,@U1,2024-01-08,\n");
    (void)county_import(s);
    assert_true(says(s, "contact 2 @P2 @D1 @U1 2024-01-08 -\n"));
    county_put(s, "people.csv", PEOPLE "@P2,1980-01-01,M,23,A2,2024-01-08,,,\n");
    assert_int_equal(county_import(s).moved, 1);
    struct instance_options options = {.home = scratch_path(s, "home"), .files = county_files(s)};
    assert_true(instance_open(s->arena, &options, &in, &err));
    assert_true(message_each_of(in.db, &to, (struct message_reader){&ended, count_ended}, &err));
    instance_close(&in);
    assert_int_equal(ended, 1);
}

static void a_newborn_is_listed_with_the_mother(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    county_put(s, "people.csv", PEOPLE "@P3,2024-01-10,F,23,A1,2024-01-10,,,@P1\n");
    assert_int_equal(county_import(s).listed, 1);
    assert_true(says(s, "listed @P3 @U2 2024-01-10 -\n"));
}

/* A load lists with a doctor, where the region's listings are on doctors: a newborn with the
 * mother's, who moves in with none. */
static void where_listings_are_on_doctors_a_newborn_has_the_mothers(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    struct str rules;
    struct err err = {0};
    assert_true(file_read_all(&FILES_POSIX, s->arena, SOURCE_ROOT "/rules/jamtland.yaml", 1 << 20,
                              &rules, &err));
    const char *text = str_cstr(s->arena, rules), *on = strstr(text, "on: unit");
    assert_non_null(on);
    assert_int_equal(mkdir(scratch_path(s, "home/rules"), 0700), 0);
    (void)scratch_write(
        s, "home/rules/jamtland.yaml",
        str_fmt(s->arena, "%.*son: doctor%s", (int)(on - text), text, on + strlen("on: unit")));
    county_put(s, "staff.csv", "staff,profession,title_code\n@D1,physician,201011\n");
    county_put(s, "positions.csv",
               "staff,unit,from,employment,panel_cap\n@D1,@U2,2020-01-01,hired,1\n");
    county_put(s, "people.csv",
               PEOPLE "@P2,1980-01-01,M,23,A1,2024-01-08,,,\n"
                      "@P3,2024-01-10,F,23,A1,2024-01-10,,,@P1\n");
    assert_int_equal(county_import(s).listed, 2);
    assert_true(says(s, "listed @P2 @U1 2024-01-08 -\n"));
    assert_true(says(s, "listed @P3 @U2 2024-01-10 -\n"));
    assert_true(says(s, "contact 2 @P3 @D1 @U2 2024-01-10")); /* none's cap stops it */
    assert_false(says(s, "contact 2 @P2"));
}

static void who_is_not_listed(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    county_put(s, "people.csv",
               PEOPLE "@P2,1980-01-01,M,23,A9,2024-01-08,,,\n" /* no unit */
                      "@P3,1980-01-01,M,21,A1,2024-01-08,,,\n" /* of another county */
                      "@P4,1980-01-01,M,23,A1,2001-01-08,,,\n" /* has lived here long */
                      "@P5,1940-01-01,M,23,A1,2024-01-08,2024-01-09,died,\n"
                      "@P6,1980-01-01,M,23,A1,2024-01-08,,,\n"); /* chose, in the same load */
    county_put(s, "listings.csv", "person,unit,from,to,basis\n@P6,@U2,2024-01-09,,choice_form\n");
    struct import_report report = county_import(s);
    assert_int_equal(report.listed, 0);
    assert_int_equal(report.nowhere, 1);
    assert_false(says(s, "listed @P2"));
    assert_true(says(s, "listed @P6 @U2 2024-01-09 -\n"));
}

/* A registry that is being filled: nobody is listed yet. */
static void nobody_is_listed_while_people_come_file_by_file(void **state)
{
    struct scratch *s = *state;
    county_put_places(s);
    county_put(s, "areas.csv", "area,unit,from\nA1,@U1,2010-01-01\n");
    county_put(s, "people.csv", PEOPLE "@P1,1990-01-01,F,23,A1,1990-01-01,,,\n");
    (void)county_import(s);
    county_put(s, "people.csv", PEOPLE "@P2,1980-01-01,M,23,A1,2024-01-08,,,\n");
    assert_int_equal(county_import(s).listed, 0);
}

static void death_and_emigration_end_listing_and_doctor(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    county_put(s, "people.csv", PEOPLE "@P1,1990-01-01,F,23,A1,1990-01-01,2024-01-05,emigrated,\n");
    (void)county_import(s);
    assert_true(says(s, "listed @P1 @U2 2020-01-01 2024-01-05\n"));
    assert_true(says(s, "contact 2 @P1 @D1 @U2 2020-01-01 2024-01-05\n"));
}

/* By area, from the day of registration; the doctor does not come back either. */
static void who_comes_back_does_not_get_the_earlier_listing(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    county_put(s, "people.csv", PEOPLE "@P1,1990-01-01,F,23,A1,1990-01-01,2023-03-05,emigrated,\n");
    (void)county_import(s);
    county_put(s, "people.csv", PEOPLE "@P1,1990-01-01,F,23,A1,2024-01-08,,,\n");
    struct import_report report = county_import(s);
    assert_int_equal(report.listed, 1);
    assert_true(says(s, "listed @P1 @U2 2020-01-01 2023-03-05\n"));
    assert_true(says(s, "listed @P1 @U1 2024-01-08 -\n"));
    assert_true(says(s, "contact 2 @P1 @D1 @U2 2020-01-01 2023-03-05\n"));
}

/* Why it was assigned is not why it ended. */
static void whose_contact_ended_abroad_has_no_reason_for_it(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct err err = {0};
    struct as_of_person known;
    struct as_of_key key = {.person = 1};
    open_county(s);
    county_put(s, "named_contacts.csv",
               "person,kind,staff,unit,from,to,reason\n@P1,2,@D1,@U2,2020-01-01,,lives near\n");
    (void)county_import(s);
    county_put(s, "people.csv", PEOPLE "@P1,1990-01-01,F,23,A1,1990-01-01,2023-03-05,emigrated,\n");
    (void)county_import(s);
    county_put(s, "people.csv", PEOPLE "@P1,1990-01-01,F,23,A1,2024-01-08,,,\n");
    (void)county_import(s);
    struct instance_options options = {.home = scratch_path(s, "home"), .files = county_files(s)};
    assert_true(instance_open(s->arena, &options, &in, &err));
    assert_true(as_of_position(&in, (struct moment){INT64_MAX}, &key.position, &err));
    assert_true(as_of_person(s->arena, &in, &key, &known, &err));
    instance_close(&in);
    assert_int_equal(known.contacts, 1);
    assert_false(day_is_none(known.contact[0].to));
    assert_true(str_eq(known.contact[0].reason, STR("")));
    assert_true(str_eq(known.contact[0].override, STR("lives near")));
}

static void an_emigration_that_was_a_mistake_leaves_no_trace(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    county_put(s, "people.csv", PEOPLE "@P1,1990-01-01,F,23,A1,1990-01-01,2024-01-05,emigrated,\n");
    (void)county_import(s);
    county_put(s, "people.csv", PEOPLE "@P1,1990-01-01,F,23,A2,1990-01-01,,,\n");
    assert_int_equal(county_import(s).listed, 0);
    assert_true(says(s, "listed @P1 @U2 2020-01-01 -\n"));
    assert_true(says(s, "contact 2 @P1 @D1 @U2 2020-01-01 -\n"));
}

static void to_another_county_ends_nothing(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    county_put(s, "people.csv",
               PEOPLE "@P1,1990-01-01,F,23,A1,1990-01-01,2024-01-05,moved_county,\n");
    (void)county_import(s);
    assert_true(says(s, "listed @P1 @U2 2020-01-01 -\n"));
}

/* What the load listed goes with it. */
static void taking_the_load_back_takes_the_listing_back(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct err err = {0};
    open_county(s);
    county_put(s, "people.csv", PEOPLE "@P2,1980-01-01,M,23,A1,2024-01-08,,,\n");
    struct import_report report = county_import(s);
    struct instance_options options = {.home = scratch_path(s, "home"), .files = county_files(s)};
    int64_t load = 0;
    struct load_undone answer = {.already = false};
    assert_true(str_to_i64(report.load, &load));
    assert_true(instance_open(s->arena, &options, &in, &err));
    if (!load_undo(&in, load, &answer, &err))
        fail_msg("%s %s", err.code, err.detail);
    instance_close(&in);
    assert_false(says(s, "listed @P2"));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, county_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(who_moves_in_is_listed_from_the_registration_date),
        CASE(who_moves_within_the_region_is_listed_where_they_live),
        CASE(whose_doctor_ends_by_it_is_told),
        CASE(a_newborn_is_listed_with_the_mother),
        CASE(where_listings_are_on_doctors_a_newborn_has_the_mothers),
        CASE(who_is_not_listed),
        CASE(nobody_is_listed_while_people_come_file_by_file),
        CASE(death_and_emigration_end_listing_and_doctor),
        CASE(who_comes_back_does_not_get_the_earlier_listing),
        CASE(whose_contact_ended_abroad_has_no_reason_for_it),
        CASE(an_emigration_that_was_a_mistake_leaves_no_trace),
        CASE(to_another_county_ends_nothing),
        CASE(taking_the_load_back_takes_the_listing_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
