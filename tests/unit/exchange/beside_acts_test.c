/* What loads say, and what is taken back of them, of persons for whom acts have planned something:
 * a doctor ends by what holds now, and is told of. */
#include "plans_scene.h"
#include "service/contact/assign.h"
#include "service/contact/contact_acts.h"
#include "service/listing/listing.h"

#define CONTACTS "person,kind,staff,unit,from,to,reason\n"
#define HERE     "@U1 2020-01-01 -\n"

enum { TODAY = 45305, FEBRUARY_1 = TODAY + 16, FEBRUARY_11 = TODAY + 26, FEBRUARY_21 = TODAY + 36 };

static void lists(struct scratch *s, char unit, int32_t from)
{
    struct instance in;
    struct err err = {0};
    struct listing_request r = {.person = STR("key:1"),
                                .unit = str_fmt(s->arena, "SE0000000000-U%c", unit),
                                .from = {from},
                                .actor = PLANNER};
    struct listing_answer answer;
    county_open(s, &in);
    if (!listing_list(s->arena, &in, &r, &answer, &err))
        fail_msg("%s %s", err.code, err.detail);
    instance_close(&in);
}

/* A second doctor of the first unit, of whom a load says that they work there. */
static void open_with_doctors(struct scratch *s)
{
    open_county(s);
    county_put(s, "staff.csv", "staff,profession,title_code\n@D2,physician,201011\n");
    county_put(s, "positions.csv", "staff,unit,from,employment\n@D2,@U1,2020-01-01,employed\n");
    (void)county_import(s);
}

static void assigns(struct scratch *s, int32_t from)
{
    struct instance in;
    struct err err = {0};
    struct assigning a = {.staff = STR("SE0000000000-D2"),
                          .written = &STR("key:1"),
                          .persons = 1,
                          .kind = KIND_DOCTOR,
                          .from = {from},
                          .actor = PLANNER};
    struct assigned answer;
    county_open(s, &in);
    if (!assign_contacts(s->arena, &in, &a, &answer, &err))
        fail_msg("%s %s", err.code, err.detail);
    instance_close(&in);
}

static void opts_out(struct scratch *s)
{
    struct instance in;
    struct err err = {0};
    struct contact_acting a = {
        .person = STR("key:1"), .kind = KIND_DOCTOR, .from = {FEBRUARY_21}, .actor = PLANNER};
    struct contact_acted answer;
    county_open(s, &in);
    if (!contact_acts_opt_out(s->arena, &in, &a, &answer, &err))
        fail_msg("%s %s", err.code, err.detail);
    instance_close(&in);
}

static void ends_second(struct scratch *s, int32_t from)
{
    struct instance in;
    struct err err = {0};
    struct contact_acting a = {.person = STR("key:1"),
                               .kind = KIND_DOCTOR,
                               .staff = STR("SE0000000000-D2"),
                               .from = {from},
                               .reason = STR("left"),
                               .actor = PLANNER};
    struct contact_acted answer;
    county_open(s, &in);
    if (!contact_acts_end(s->arena, &in, &a, &answer, &err))
        fail_msg("%s %s", err.code, err.detail);
    instance_close(&in);
}

/* The doctor ends at the start of February, says the second load. */
static void end_doctor(struct scratch *s)
{
    county_put(s, "named_contacts.csv",
               CONTACTS "@P1,2,@D1,@U1,2020-01-01,2024-01-31,staff_left\n");
    (void)county_import(s);
}

/* What the person was told of doctors: 7 that they have one, 8 that one ends. */
#define TOLD                                                                                       \
    "SELECT kind || ' ' || from_day FROM message AS m JOIN identifier AS i ON i.id = "             \
    "m.identifier WHERE i.person = 1 AND m.kind IN (7, 8) ORDER BY m.id"
#define ENDS                                                                                       \
    "SELECT coalesce(to_day, 0) || coalesce(' ' || reason, '') FROM named_contact_stated WHERE "   \
    "superseded IS NULL"

/* ---- what a load says ---- */

static void a_plan_that_a_file_corrects_ends_nobody(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    lists(s, '2', FEBRUARY_11);
    county_put(s, "listings.csv", LISTINGS "@P1,@U1,2024-02-11,,choice_form\n");
    (void)county_import(s);
    assert_true(says(s, "contact 2 @P1 @D1 @U1 2020-01-01 -\n"));
    ROWS(s, ENDS, "0");
    ROWS(s, TOLD, "8 45331 7 43829");
    undo(s, 2, "");
    assert_true(says(s, "contact 2 @P1 @D1 @U1 2020-01-01 2024-02-10\n"));
    ROWS(s, TOLD, "8 45331");
}

static void a_plan_of_a_file_ends_whom_an_act_gave(void **state)
{
    struct scratch *s = *state;
    open_with_doctors(s);
    assigns(s, TODAY);
    county_put(s, "listings.csv", LISTINGS "@P1,@U2,2024-02-21,,choice_form\n");
    (void)county_import(s);
    assert_true(says(s, "contact 2 @P1 @D2 @U1 2024-01-16 2024-02-20\n"));
    ROWS(s, TOLD, "7 45305 8 45341");
    county_put(s, "listings.csv", LISTINGS "@P1,@U1,2024-02-21,,choice_form\n");
    (void)county_import(s);
    assert_true(says(s, "contact 2 @P1 @D2 @U1 2024-01-16 -\n"));
    ROWS(s, TOLD, "7 45305 8 45341 7 45305");
}

/* Its doctors are as it says; who comes back is asked of when an act brings them back. */
static void a_load_alone_is_as_it_says(void **state)
{
    struct scratch *s = *state;
    open_with_doctors(s);
    county_put(s, "listings.csv", LISTINGS "@P1,@U2,2024-02-11,,choice_form\n");
    county_put(s, "named_contacts.csv", CONTACTS "@P1,2,@D2,@U2,2024-02-11,,\n");
    (void)county_import(s);
    ROWS(s, "SELECT count(*) FROM change_follow", "0");
    ROWS(s, "SELECT count(*) FROM named_contact_stated WHERE superseded IS NOT NULL", "0");
    ROWS(s, TOLD, "");
}

/* Nor after another has been taken back, whose doctor it had ended. */
static void nor_is_it_after_one_that_was_taken_back(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    end_doctor(s);
    undo(s, 2, "");
    county_put(s, "listings.csv", LISTINGS "@P1,@U2,2024-02-11,,choice_form\n");
    (void)county_import(s);
    ROWS(s, "SELECT count(*) FROM change_follow", "0");
    ROWS(s, ENDS, "0");
    ROWS(s, TOLD, "");
}

/* Of who ends with a change, and begins again later. */
static void what_was_told_of_an_earlier_time_is_not_told_again(void **state)
{
    struct scratch *s = *state;
    open_with_doctors(s);
    assigns(s, TODAY);
    lists(s, '2', FEBRUARY_1);
    lists(s, '1', FEBRUARY_11);
    assigns(s, FEBRUARY_21);
    ROWS(s, TOLD, "7 45305 8 45321 7 45341");
    county_put(s, "listings.csv", LISTINGS "@P1,@U1,2024-02-11,,area\n");
    (void)county_import(s);
    ROWS(s, TOLD, "7 45305 8 45321 7 45341");
}

/* A file may say itself that a listing ends as its unit closes. */
static void a_closing_moves_whose_listing_a_file_ends_with_it(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    close_first(s, '2');
    county_put(s, "listings.csv", LISTINGS "@P1,@U1,2020-01-01,2024-02-10,area\n");
    (void)county_import(s);
    is(s, "@P1", "@U1 2020-01-01 2024-02-10\n@U2 2024-02-11 -\n");
}

/* They have chosen a third unit before it, says a file. */
static void a_closing_does_not_move_whom_a_file_lists_elsewhere(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    close_first(s, '2');
    county_put(s, "listings.csv", LISTINGS "@P1,@U3,2024-02-01,,choice_form\n");
    (void)county_import(s);
    is(s, "@P1", "@U1 2020-01-01 2024-01-31\n@U3 2024-02-01 -\n");
    undo(s, 2, "");
    is(s, "@P1", "@U1 2020-01-01 2024-02-10\n@U2 2024-02-11 -\n");
}

/* Whom a file has ended by listing the person elsewhere. */
static void who_comes_back_does_not_bring_the_doctor_along(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    county_put(s, "listings.csv", LISTINGS "@P1,@U2,2024-01-10,,choice_form\n");
    (void)county_import(s);
    lists(s, '1', TODAY);
    is(s, "@P1", "@U1 2020-01-01 2024-01-09\n@U2 2024-01-10 2024-01-15\n@U1 2024-01-16 -\n");
    assert_true(says(s, "contact 2 @P1 @D1 @U1 2020-01-01 2024-01-09\n"));
    assert_false(says(s, "@D1 @U1 2024"));
    ROWS(s, TOLD, "8 45299");
}

/* ---- and what is taken back ---- */

static void a_doctor_ends_by_what_was_planned_since(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    end_doctor(s);
    lists(s, '2', FEBRUARY_11);
    assert_true(says(s, "contact 2 @P1 @D1 @U1 2020-01-01 2024-01-31\n"));
    undo(s, 2, "");
    is(s, "@P1", "@U1 2020-01-01 2024-02-10\n@U2 2024-02-11 -\n");
    assert_true(says(s, "contact 2 @P1 @D1 @U1 2020-01-01 2024-02-10\n"));
    ROWS(s, ENDS, "45330 changed_unit");
    ROWS(s, TOLD, "8 45331");
}

/* Days ago, by when the load is taken back. */
static void a_doctor_has_ended_when_the_unit_was_changed(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    county_put(s, "named_contacts.csv",
               CONTACTS "@P1,2,@D1,@U1,2020-01-01,2024-01-10,staff_left\n");
    (void)county_import(s);
    lists(s, '2', TODAY);
    act(s, "UPDATE listing_stated SET from_day = from_day - 3 WHERE superseded IS NULL AND "
           "from_day = 45305");
    undo(s, 2, "");
    is(s, "@P1", "@U1 2020-01-01 2024-01-12\n@U2 2024-01-13 -\n");
    ROWS(s, ENDS, "45301 changed_unit");
    ROWS(s, TOLD, "8 45302");
}

static void and_not_by_a_plan_that_was_withdrawn_since(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    lists(s, '2', FEBRUARY_11);
    ROWS(s, ENDS, "45330 changed_unit");
    end_doctor(s);
    lists(s, '1', TODAY);
    is(s, "@P1", HERE);
    undo(s, 2, "");
    assert_true(says(s, "contact 2 @P1 @D1 @U1 2020-01-01 -\n"));
    ROWS(s, ENDS, "0");
    ROWS(s, TOLD, "8 45331 7 43829");
}

static void a_later_plan_ends_it_later(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    lists(s, '2', FEBRUARY_11);
    end_doctor(s);
    lists(s, '1', TODAY);
    lists(s, '2', FEBRUARY_21);
    undo(s, 2, "");
    assert_true(says(s, "contact 2 @P1 @D1 @U1 2020-01-01 2024-02-20\n"));
    ROWS(s, ENDS, "45340 changed_unit");
    ROWS(s, TOLD, "8 45331 8 45341");
}

/* That the load ended it on the same day was told, and is not told any more. */
static void what_was_told_by_the_load_alone_is_told_anew(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    end_doctor(s);
    act(s, "INSERT INTO message (identifier, kind, unit, staff, from_day, position) SELECT 1, 8, "
           "'SE0000000000-U1', 'SE0000000000-D1', 45331, position FROM load WHERE id = 2");
    lists(s, '2', FEBRUARY_11);
    undo(s, 2, "");
    ROWS(s, TOLD, "8 45331");
}

static void doing_without_since_ends_it(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    end_doctor(s);
    opts_out(s);
    undo(s, 2, "");
    ROWS(s, ENDS, "45340 opted_out");
}

/* Whom an act gave while the load's listing was planned ends with that, and stands without it. */
static void whom_an_act_gave_beside_the_load_stands_without_it(void **state)
{
    struct scratch *s = *state;
    open_with_doctors(s);
    county_put(s, "listings.csv", LISTINGS "@P1,@U2,2024-02-21,,choice_form\n");
    (void)county_import(s);
    assigns(s, FEBRUARY_11);
    assert_true(says(s, "contact 2 @P1 @D2 @U1 2024-02-11 2024-02-20\n"));
    undo(s, 3, "");
    is(s, "@P1", HERE);
    assert_true(says(s, "contact 2 @P1 @D2 @U1 2024-02-11 -\n"));
    ROWS(s, TOLD, "7 45331 8 45341 7 45331");
}

/* Who had ended for another, who was taken back while the load ended them for good. */
static void who_was_replaced_stands_if_the_other_never_came(void **state)
{
    struct scratch *s = *state;
    open_with_doctors(s);
    assigns(s, FEBRUARY_11);
    end_doctor(s);
    ends_second(s, FEBRUARY_11);
    undo(s, 3, "");
    assert_true(says(s, "contact 2 @P1 @D1 @U1 2020-01-01 -\n"));
    assert_false(says(s, "@D2"));
    ROWS(s, TOLD, "7 45331 8 45331 7 43829");
}

/* Of whom the person was told as another was taken back, who was to stand before. */
static void whom_only_the_load_had_does_not_come(void **state)
{
    struct scratch *s = *state;
    open_with_doctors(s);
    assigns(s, FEBRUARY_11);
    county_put(s, "named_contacts.csv", CONTACTS "@P1,2,@D1,@U1,2024-02-21,,\n");
    (void)county_import(s);
    ends_second(s, FEBRUARY_11);
    ROWS(s, TOLD, "7 45331 8 45331 7 43829");
    act(s, NEW_POSITION "INSERT INTO message (identifier, kind, unit, staff, from_day, position) "
                        "SELECT 1, 7, 'SE0000000000-U1', 'SE0000000000-D2', 45341, " NOW);
    undo(s, 3, "");
    ROWS(s, TOLD, "7 45331 8 45331 7 43829 7 45341 8 45341");
    assert_true(says(s, "contact 2 @P1 @D1 @U1 2020-01-01 -\n"));
}

/* They have opted out themselves, but were told since that the doctor stands until the change. */
static void an_end_that_was_hidden_is_told(void **state)
{
    struct scratch *s = *state;
    open_with_doctors(s);
    county_put(s, "listings.csv", LISTINGS "@P1,@U2,2024-02-11,,choice_form\n");
    (void)county_import(s);
    opts_out(s);
    ROWS(s, TOLD, "");
    undo(s, 3, "");
    assert_true(says(s, "contact 2 @P1 @D1 @U1 2020-01-01 2024-02-20\n"));
    ROWS(s, TOLD, "8 45341");
}

/* The load moved the person with where they live, which withdrew it, and they choose a third unit.
 */
static void a_closing_does_not_move_who_is_not_there_any_more(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    county_put(s, "units.csv", "unit,name,operator,county,cap,queue\n@U4,Four,region,23,,no\n");
    (void)county_import(s);
    close_first(s, '2');
    is(s, "@P1", "@U1 2020-01-01 2024-02-10\n@U2 2024-02-11 -\n");
    county_put(s, "people.csv", PEOPLE LIVES("@P1", "A3"));
    assert_int_equal(county_import(s).moved, 1);
    lists(s, '4', FEBRUARY_1);
    undo(s, 3, "");
    is(s, "@P1", "@U1 2020-01-01 2024-01-31\n@U4 2024-02-01 -\n");
    assert_int_equal(opens_again(s).stay, 1);
    is(s, "@P1", "@U1 2020-01-01 2024-01-31\n@U4 2024-02-01 -\n");
}

/* Nor whom only the load had brought there. */
static void a_closing_does_not_move_who_never_came(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    county_put(s, "listings.csv", LISTINGS "@P2,@U2,2021-01-01,,choice_form\n");
    (void)county_import(s);
    county_put(s, "listings.csv", LISTINGS "@P2,@U1,2022-01-01,,choice_form\n");
    (void)county_import(s);
    close_first(s, '2');
    is(s, "@P2",
       "@U1 2020-01-01 2020-12-31\n@U2 2021-01-01 2021-12-31\n"
       "@U1 2022-01-01 2024-02-10\n@U2 2024-02-11 -\n");
    undo(s, 3, "");
    is(s, "@P2", "@U1 2020-01-01 2020-12-31\n@U2 2021-01-01 -\n");
    ROWS(s,
         "SELECT count(*) FROM message AS m JOIN identifier AS i ON i.id = m.identifier WHERE "
         "i.person = 2",
         "0");
    assert_int_equal(opens_again(s).stay, 1);
}

/* Nobody has said anything since: as it was. */
static void else_all_is_as_it_was(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    lists(s, '2', FEBRUARY_11);
    const char *before = county_now(s);
    end_doctor(s);
    undo(s, 2, "");
    assert_string_equal(county_now(s), before);
    ROWS(s, ENDS, "45330 changed_unit");
    ROWS(s, TOLD, "8 45331");
    ROWS(s, "SELECT count(*) FROM change_follow", "0");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, county_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_plan_that_a_file_corrects_ends_nobody),
        CASE(a_plan_of_a_file_ends_whom_an_act_gave),
        CASE(a_load_alone_is_as_it_says),
        CASE(nor_is_it_after_one_that_was_taken_back),
        CASE(what_was_told_of_an_earlier_time_is_not_told_again),
        CASE(a_closing_moves_whose_listing_a_file_ends_with_it),
        CASE(a_closing_does_not_move_whom_a_file_lists_elsewhere),
        CASE(who_comes_back_does_not_bring_the_doctor_along),
        CASE(a_doctor_ends_by_what_was_planned_since),
        CASE(a_doctor_has_ended_when_the_unit_was_changed),
        CASE(and_not_by_a_plan_that_was_withdrawn_since),
        CASE(a_later_plan_ends_it_later),
        CASE(what_was_told_by_the_load_alone_is_told_anew),
        CASE(doing_without_since_ends_it),
        CASE(whom_an_act_gave_beside_the_load_stands_without_it),
        CASE(who_was_replaced_stands_if_the_other_never_came),
        CASE(whom_only_the_load_had_does_not_come),
        CASE(an_end_that_was_hidden_is_told),
        CASE(a_closing_does_not_move_who_is_not_there_any_more),
        CASE(a_closing_does_not_move_who_never_came),
        CASE(else_all_is_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
