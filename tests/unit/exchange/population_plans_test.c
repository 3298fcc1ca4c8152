/* service/load/population.h and what is planned: who moves within the region does not keep what
 * they have not chosen, as their unit closes or an area is another unit's; whoever comes into such
 * an area goes with it; and what then becomes of the closing and of the load that are taken back.
 */
#include "plans_scene.h"
#include "service/unit/unit.h"

/* Who lives in an area goes to another unit with it. */
static void follow_areas(struct scratch *s)
{
    struct str rules;
    struct err err = {0};
    assert_true(file_read_all(&FILES_POSIX, s->arena, SOURCE_ROOT "/rules/jamtland.yaml", 1 << 20,
                              &rules, &err));
    const char *text = str_cstr(s->arena, rules), *at = strstr(text, "new_unit: choice_only");
    assert_non_null(at);
    assert_int_equal(mkdir(scratch_path(s, "home/rules"), 0700), 0);
    (void)scratch_write(s, "home/rules/jamtland.yaml",
                        str_fmt(s->arena, "%.*snew_unit: area%s", (int)(at - text), text,
                                at + strlen("new_unit: choice_only")));
}

/* The first area is the unit's from a day; how many are moved. */
static int64_t give_area(struct scratch *s, char unit, int32_t from)
{
    struct instance in;
    struct err err = {0};
    struct unit_change c = {.what = UNIT_AREAS,
                            .unit = str_fmt(s->arena, "SE0000000000-U%c", unit),
                            .area = &STR("A1"),
                            .areas = 1,
                            .from = {from},
                            .cap = -1,
                            .actor = PLANNER};
    struct unit_changed answer;
    county_open(s, &in);
    if (!unit_change(s->arena, &in, &c, &answer, &err))
        fail_msg("%s %s", err.code, err.detail);
    instance_close(&in);
    return answer.moved;
}

static uint64_t moves_to(struct scratch *s, const char *area)
{
    county_put(s, "people.csv",
               str_fmt(s->arena, PEOPLE "@P1,1980-01-01,M,23,%s,1990-01-01\n", area).at);
    return county_import(s).moved;
}

#define HERE        "@U1 2020-01-01 -\n"
#define UNTIL_TODAY "@U1 2020-01-01 2024-01-15\n"
#define UNTIL_PLAN  "@U1 2020-01-01 2024-02-10\n"

static void who_moves_does_not_keep_where_the_closing_sends_them(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    close_first(s, '2');
    is(s, "@P1", UNTIL_PLAN "@U2 2024-02-11 -\n");
    county_put(s, "listings.csv", LISTINGS "@P2,@U2,2024-02-01,,choice_form\n");
    (void)county_import(s);
    county_put(s, "people.csv", PEOPLE LIVES("@P1", "A3") LIVES("@P2", "A3"));
    assert_int_equal(county_import(s).moved, 1); /* the other has chosen */
    is(s, "@P1", UNTIL_TODAY "@U3 2024-01-16 -\n");
    is(s, "@P2", "@U1 2020-01-01 2024-01-31\n@U2 2024-02-01 -\n");
    assert_true(says(s, "contact 2 @P1 @D1 @U1 2020-01-01 2024-01-15\n"));
    struct unit_close_undone undone = opens_again(s);
    assert_int_equal(undone.chosen, 2);
    is(s, "@P1", UNTIL_TODAY "@U3 2024-01-16 -\n");
}

/* The third unit has a cap of one: the plan's place is theirs. */
static void their_own_place_is_in_nobodys_way(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    county_put(s, "listings.csv", LISTINGS "@P2,@U2,2021-01-01,,choice_form\n");
    (void)county_import(s);
    close_first(s, '3');
    assert_int_equal(moves_to(s, "A3"), 1);
    is(s, "@P1", UNTIL_TODAY "@U3 2024-01-16 -\n");
}

static void a_load_that_is_taken_back_gives_the_plan_back(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    close_first(s, '2');
    assert_int_equal(moves_to(s, "A3"), 1);
    undo(s, 2, "");
    is(s, "@P1", UNTIL_PLAN "@U2 2024-02-11 -\n");
    assert_true(says(s, "contact 2 @P1 @D1 @U1 2020-01-01 2024-02-10\n"));
    struct unit_close_undone undone = opens_again(s);
    assert_int_equal(undone.stay, 2);
    is(s, "@P1", HERE);
    assert_true(says(s, "contact 2 @P1 @D1 @U1 2020-01-01 -\n"));
}

static void but_not_one_that_was_taken_back_since(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    close_first(s, '2');
    assert_int_equal(moves_to(s, "A3"), 1);
    (void)opens_again(s);
    undo(s, 2, "load.acted");
    is(s, "@P1", UNTIL_TODAY "@U3 2024-01-16 -\n");
}

static void nor_where_the_area_sends_them(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    follow_areas(s);
    assert_int_equal(give_area(s, '2', 45331), 2);
    assert_int_equal(moves_to(s, "A3"), 1);
    is(s, "@P1", UNTIL_TODAY "@U3 2024-01-16 -\n");
    is(s, "@P2", UNTIL_PLAN "@U2 2024-02-11 -\n");
    assert_int_equal(give_area(s, '1', 45331), 1);
    is(s, "@P2", HERE);
    undo(s, 2, "load.acted");
}

/* Two plans for one area: the doctor ends by the one that comes first of those that hold. */
static void the_doctor_stays_until_the_area_goes(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    follow_areas(s);
    assert_int_equal(give_area(s, '2', 45331), 2);
    assert_int_equal(give_area(s, '3', 45341), 1); /* where there is room for one */
    is(s, "@P1", UNTIL_PLAN "@U2 2024-02-11 2024-02-20\n@U3 2024-02-21 -\n");
    assert_true(says(s, "contact 2 @P1 @D1 @U1 2020-01-01 2024-02-10\n"));
    assert_int_equal(give_area(s, '1', 45331), 2); /* the first is taken back */
    is(s, "@P1", "@U1 2020-01-01 2024-02-20\n@U3 2024-02-21 -\n");
    assert_true(says(s, "contact 2 @P1 @D1 @U1 2020-01-01 2024-02-20\n"));
    ROWS(s, "SELECT reason FROM named_contact_stated WHERE superseded IS NULL", "changed_unit");
    assert_int_equal(give_area(s, '1', 45341), 1); /* and the other */
    is(s, "@P1", HERE);
    assert_true(says(s, "contact 2 @P1 @D1 @U1 2020-01-01 -\n"));
    ROWS(s,
         "SELECT kind || ' ' || from_day FROM message AS m JOIN identifier AS i ON i.id = "
         "m.identifier WHERE "
         "i.person = 1 AND m.kind IN (7, 8) ORDER BY m.id",
         "8 45331 8 45341 7 43829");
}

/* From one of the unit's areas to another, and back. */
static void who_moves_out_of_the_area_does_not_go_with_it(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    follow_areas(s);
    assert_int_equal(give_area(s, '2', 45331), 2);
    assert_int_equal(moves_to(s, "A4"), 0);
    is(s, "@P1", HERE);
    assert_true(says(s, "contact 2 @P1 @D1 @U1 2020-01-01 -\n"));
    assert_int_equal(moves_to(s, "A1"), 0);
    is(s, "@P1", UNTIL_PLAN "@U2 2024-02-11 -\n");
}

/* Moves in, and in from another area; who has chosen stays. */
static void who_comes_into_the_area_goes_with_it(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    follow_areas(s);
    county_put(s, "people.csv", PEOPLE LIVES("@P3", "A2") LIVES("@P4", "A2"));
    county_put(s, "listings.csv",
               LISTINGS "@P3,@U2,2020-01-01,,area\n@P4,@U2,2020-01-01,,choice_form\n");
    (void)county_import(s);
    assert_int_equal(give_area(s, '3', 45331), 1); /* a cap of one */
    county_put(s, "units.csv", "unit,name,operator,county,cap,queue\n@U3,Three,region,23,3,no\n");
    (void)county_import(s);
    county_put(s, "people.csv",
               PEOPLE LIVES("@P3", "A1") LIVES("@P4", "A1") "@P5,1990-01-01,F,23,A1,2024-01-08\n"
                                                            "@P6,1990-01-01,F,23,A1,2024-01-09\n");
    struct import_report report = county_import(s);
    assert_int_equal(report.listed, 2);
    assert_int_equal(report.moved, 1);
    is(s, "@P5", "@U1 2024-01-08 2024-02-10\n@U3 2024-02-11 -\n");
    is(s, "@P6", "@U1 2024-01-09 2024-02-10\n@U3 2024-02-11 -\n");
    is(s, "@P3", "@U2 2020-01-01 2024-01-15\n@U1 2024-01-16 -\n"); /* has no room */
    is(s, "@P4", "@U2 2020-01-01 -\n");
    undo(s, 4, "");
    is(s, "@P3", "@U2 2020-01-01 -\n");
    is(s, "@P5", "");
}

/* The area was another unit's on the registration date. */
static void who_came_before_the_area_was_anothers_has_gone_with_it(void **state)
{
    struct scratch *s = *state;
    open_county(s);
    follow_areas(s);
    assert_int_equal(give_area(s, '2', 45300), 2); /* 2024-01-11 */
    county_put(s, "people.csv", PEOPLE "@P5,1990-01-01,F,23,A1,2024-01-08\n");
    assert_int_equal(county_import(s).listed, 1);
    is(s, "@P5", "@U1 2024-01-08 2024-01-10\n@U2 2024-01-11 -\n");
}

#define AREA_ALONE "@U1 2020-01-01 2024-02-20\n@U3 2024-02-21 -\n"
#define AFTER_PLAN UNTIL_PLAN "@U2 2024-02-11 2024-02-20\n"

/* The area into which @P1 moves is another unit's from a day after their unit closes, and they move
 * out again (`back`). The closing is taken back. */
static void moves_as_it_closes(struct scratch *s, bool back)
{
    open_county(s);
    follow_areas(s);
    county_put(s, "people.csv", PEOPLE LIVES("@P1", "A4") LIVES("@P2", "A4"));
    (void)county_import(s);
    close_first(s, '2');
    assert_int_equal(give_area(s, '3', 45341), 0);
    assert_int_equal(moves_to(s, "A1"), 0);
    is(s, "@P1", AFTER_PLAN "@U3 2024-02-21 -\n");
    if (back) {
        assert_int_equal(moves_to(s, "A4"), 0);
        is(s, "@P1", UNTIL_PLAN "@U2 2024-02-11 -\n");
    }
    (void)opens_again(s);
    is(s, "@P1", back ? HERE : AREA_ALONE);
}

static void who_moves_as_their_unit_closes_goes_with_the_area(void **state)
{
    moves_as_it_closes(*state, false);
}

static void and_not_with_the_former(void **state)
{
    moves_as_it_closes(*state, true);
}

/* At the unit where the closing sends them sooner, or on the same day. */
static void who_is_there_by_the_closing_goes_with_the_area(struct scratch *s, int32_t from,
                                                           const char *alone)
{
    open_county(s);
    follow_areas(s);
    county_put(s, "people.csv", PEOPLE LIVES("@P1", "A4") LIVES("@P2", "A4"));
    (void)county_import(s);
    close_first(s, '2');
    assert_int_equal(give_area(s, '2', from), 0);
    assert_int_equal(moves_to(s, "A1"), 0);
    (void)opens_again(s);
    is(s, "@P1", alone);
}

static void so_does_who_is_to_be_there_sooner(void **state)
{
    who_is_there_by_the_closing_goes_with_the_area(*state, 45341,
                                                   "@U1 2020-01-01 2024-02-20\n@U2 2024-02-21 -\n");
}

static void so_does_who_is_to_be_there_on_the_day(void **state)
{
    who_is_there_by_the_closing_goes_with_the_area(*state, 45331, UNTIL_PLAN "@U2 2024-02-11 -\n");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, county_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(who_moves_does_not_keep_where_the_closing_sends_them),
        CASE(their_own_place_is_in_nobodys_way),
        CASE(a_load_that_is_taken_back_gives_the_plan_back),
        CASE(but_not_one_that_was_taken_back_since),
        CASE(nor_where_the_area_sends_them),
        CASE(the_doctor_stays_until_the_area_goes),
        CASE(who_moves_out_of_the_area_does_not_go_with_it),
        CASE(who_comes_into_the_area_goes_with_it),
        CASE(who_came_before_the_area_was_anothers_has_gone_with_it),
        CASE(who_moves_as_their_unit_closes_goes_with_the_area),
        CASE(and_not_with_the_former),
        CASE(so_does_who_is_to_be_there_sooner),
        CASE(so_does_who_is_to_be_there_on_the_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
