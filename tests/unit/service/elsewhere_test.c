/* service/listing/elsewhere.h: another county lists a person, who comes back by listing here; and a
 * person of another county listed here. */
#include "service/listing/elsewhere.h"
#include "service/listing/elsewhere_end.h"
#include "service/listing/listing.h"
#include "service/listing/passive.h"

#include "beside.h"
#include "fails_whole.h"
#include "not_chosen.h"

static const struct actor ACTOR = {
    .id = {"os:test", 7}, .role = ROLE_ADMINISTRATOR, .purpose = PURPOSE_ADMINISTRATION};

static struct elsewhere_request asks(const char *person, const char *county)
{
    return (struct elsewhere_request){
        .person = str_of(person), .county = str_of(county), .from = DAY_NONE, .actor = ACTOR};
}

static struct elsewhere_answer lists(struct instance *in, const struct elsewhere_request *r)
{
    struct elsewhere_answer answer = {.from = DAY_NONE};
    struct err err = {0};
    if (!elsewhere_list(in->arena, in, r, &answer, &err))
        fail_msg("%s %s", err.code, err.detail);
    return answer;
}

static struct listing_answer comes_back(struct instance *in, const char *unit)
{
    struct listing_answer answer = {.from = DAY_NONE};
    struct listing_request r = {
        .person = STR("key:1"), .unit = str_of(unit), .from = DAY_NONE, .actor = ACTOR};
    struct err err = {0};
    if (!listing_list(in->arena, in, &r, &answer, &err))
        fail_msg("%s %s", err.code, err.detail);
    return answer;
}

/* Of listings, in the order in which it is told: where, from, and to, or that it is withdrawn. */
static void tells(struct scratch *s, const char *wanted)
{
    stands_beside(s,
                  "SELECT iif(type = 0, 'created', 'ended'), "
                  "coalesce(data ->> 'county', substr(data ->> 'unit', -2)), data ->> 'from', "
                  "iif(data ->> 'withdrawn', 'withdrawn', data ->> 'to') "
                  "FROM outbox WHERE type IN (0, 1) ORDER BY id",
                  wanted);
}

static void the_listing_here_ends_and_the_county_is_kept(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    not_chosen_open(s, &in);
    struct elsewhere_request r = asks("key:1", "21");
    struct elsewhere_answer answer = lists(&in, &r);
    assert_int_equal(answer.from.n, TODAY);
    assert_true(str_eq(answer.former, STR("SE0000000000-U1")));
    struct seen seen = listed(&in, 1);
    assert_int_equal(seen.count, 2);
    assert_int_equal(seen.to[0], TODAY - 1);
    assert_int_equal(seen.unit[1], UNIT_ELSEWHERE);
    assert_int_equal(seen.to[1], 0);
    assert_int_equal(number_beside(s, "SELECT count(*) FROM elsewhere_stated WHERE county = '21'"),
                     1);
    assert_int_equal(number_beside(s, "SELECT to_day FROM listing_effect WHERE person = 1"),
                     TODAY - 1);
    /* The named doctor ends with it, and others are told. */
    assert_int_equal(number_beside(s, "SELECT to_day FROM named_contact_effect WHERE person = 1"),
                     TODAY - 1);
    tells(s, "ended U1 2021-01-02 2024-01-10;created 21 2024-01-11 -");
    assert_true(lists(&in, &r).is_already);
    /* Whom another county lists is not listed by area. */
    struct passive_answer passive;
    struct passive_request p = {.person = STR("key:1"), .actor = ACTOR};
    struct err err = {0};
    assert_true(passive_list(s->arena, &in, &p, &passive, &err));
    assert_true(passive.is_already && passive.unit.len == 0);
    instance_close(&in);
}

static void who_comes_back_lists_here_and_it_is_not_counted(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    not_chosen_open(s, &in);
    struct elsewhere_request r = asks("key:1", "21");
    (void)lists(&in, &r);
    in.clock.today.n += 30;
    struct listing_answer answer = comes_back(&in, "SE0000000000-U2");
    assert_int_equal(answer.from.n, TODAY + 30);
    assert_false(answer.is_counted);
    struct seen seen = listed(&in, 1);
    assert_int_equal(seen.count, 3);
    assert_int_equal(seen.to[1], TODAY + 29);
    assert_int_equal(seen.unit[2], UNIT_2);
    instance_close(&in);
}

/* A change as any other: counted, and refused where none is left; of who is registered in another
 * county it is for that one to count. */
static void it_is_a_counted_change_of_our_residents(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    not_chosen_open(s, &in);
    struct elsewhere_request r = asks("key:1", "21");
    struct elsewhere_answer answer;
    struct err err = {0};
    county_script(&in, "UPDATE person_stated SET county = '23' WHERE identifier = 1;");
    in.region.rules.changes.max = 0;
    FAILS(elsewhere_list(s->arena, &in, &r, &answer, &err), "listing.no_changes", &err);
    assert_int_equal(listed(&in, 1).count, 1);
    in.region.rules.changes.max = 1;
    r.key = STR("a");
    assert_true(lists(&in, &r).is_counted);
    assert_true(lists(&in, &r).is_counted); /* the key asked again */
    r.key = STR("");
    assert_false(lists(&in, &r).is_counted);
    in.clock.today.n += 30;
    assert_false(comes_back(&in, "SE0000000000-U2").is_counted);
    in.clock.today.n += 30;
    struct listing_answer none;
    struct listing_request next = {
        .person = STR("key:1"), .unit = STR("SE0000000000-U4"), .from = DAY_NONE, .actor = ACTOR};
    FAILS(listing_list(s->arena, &in, &next, &none, &err), "listing.quota", &err);
    FAILS(elsewhere_list(s->arena, &in, &r, &answer, &err), "listing.quota", &err);
    county_script(&in, "UPDATE person_stated SET county = '21' WHERE identifier = 1;");
    (void)lists(&in, &r);
    instance_close(&in);
}

static const char USED[] =
    "SELECT n.county, a.reason, a.used = (SELECT min(recorded) FROM elsewhere_stated) "
    "FROM elsewhere_stated AS n JOIN application AS a ON a.id = n.application ORDER BY n.id";

/* What was granted is used by it as by a listing here, once, and known when changes are counted
 * later, also of another county that was meant. */
static void an_application_that_was_granted_is_used(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct err err = {0};
    struct listing_answer none;
    struct elsewhere_answer answer;
    not_chosen_open(s, &in);
    county_script(&in, "UPDATE person_stated SET county = '23' WHERE identifier = 1;"
                       "INSERT INTO application (identifier, reason, recorded, decided, granted) "
                       "VALUES (1, 'moved', 1, 1, 1);");
    in.region.rules.changes.max = 1;
    in.clock.today.n -= 30;
    struct listing_request next = {
        .person = STR("key:1"), .unit = STR("SE0000000000-U4"), .from = DAY_NONE, .actor = ACTOR};
    next.special = STR("of the form");
    assert_true(listing_list(s->arena, &in, &next, &none, &err)); /* leaves what was granted */
    in.clock.today.n += 30;
    struct elsewhere_request r = asks("key:1", "21");
    r.dry_run = true;
    assert_false(lists(&in, &r).is_counted);
    assert_int_equal(number_beside(s, "SELECT count(*) FROM application WHERE used > 0"), 0);
    r.dry_run = false;
    assert_false(lists(&in, &r).is_counted);
    r.county = STR("20");
    assert_true(str_eq(lists(&in, &r).was, STR("21")));
    stands_beside(s, USED, "21 moved 1;20 moved 1");
    in.clock.today.n += 30;
    assert_false(comes_back(&in, "SE0000000000-U2").is_counted);
    in.clock.today.n += 30;
    next.special = STR("");
    next.unit = STR("SE0000000000-U1");
    assert_true(listing_list(s->arena, &in, &next, &none, &err));
    assert_true(none.is_counted);
    in.clock.today.n += 30;
    FAILS(elsewhere_list(s->arena, &in, &r, &answer, &err), "listing.quota", &err);
    instance_close(&in);
}

/* ---- no county does so any more ---- */

static struct elsewhere_ended ends(struct instance *in, const struct elsewhere_request *r)
{
    struct elsewhere_ended answer = {.from = DAY_NONE};
    struct err err = {0};
    if (!elsewhere_end_listing(in->arena, in, r, &answer, &err))
        fail_msg("%s %s", err.code, err.detail);
    return answer;
}

static const struct elsewhere_request ENDS = {
    .person = {"key:1", 5},
    .from = {INT32_MIN},
    .actor = {.id = {"os:test", 7}, .role = ROLE_ADMINISTRATOR, .purpose = PURPOSE_ADMINISTRATION}};

static void who_comes_back_is_listed_by_area(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    not_chosen_open(s, &in);
    county_script(&in, "UPDATE person_stated SET area = 'A2', county = '23' WHERE identifier = 1;");
    struct elsewhere_request r = asks("key:1", "21");
    struct elsewhere_request e = ENDS;
    (void)lists(&in, &r);
    in.clock.today.n += 30;
    e.dry_run = true;
    assert_true(str_eq(ends(&in, &e).unit, STR("SE0000000000-U2")));
    assert_int_equal(listed(&in, 1).count, 2);
    e.dry_run = false;
    e.key = STR("e");
    struct elsewhere_ended answer = ends(&in, &e);
    assert_true(str_eq(answer.was, STR("21")) && str_eq(answer.unit, STR("SE0000000000-U2")));
    assert_int_equal(answer.from.n, TODAY + 30);
    assert_true(ends(&in, &e).is_repeat);
    struct seen seen = listed(&in, 1);
    assert_int_equal(seen.count, 3);
    assert_int_equal(seen.to[1], TODAY + 29);
    assert_int_equal(seen.unit[2], UNIT_2);
    assert_int_equal(seen.from[2], TODAY + 30);
    assert_int_equal(seen.basis[2], BASIS_AREA);
    tells(s, "ended U1 2021-01-02 2024-01-10;created 21 2024-01-11 -;"
             "ended 21 2024-01-11 2024-02-09;created U2 2024-02-10 -");
    e.key = STR("");
    assert_true(ends(&in, &e).is_already);
    instance_close(&in);
}

/* The listing here would go on, were the unit not closed. */
static void nobody_comes_back_to_a_unit_that_has_closed(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    not_chosen_open(s, &in);
    county_script(&in, "UPDATE person_stated SET area = 'A2', county = '23' WHERE identifier = 1;");
    struct elsewhere_request r = asks("key:1", "21");
    struct elsewhere_request e = ENDS;
    e.from.n = TODAY;
    (void)lists(&in, &r);
    county_script(&in, "UPDATE unit_stated SET closes_on = 45310 WHERE unit = 1;");
    in.clock.today.n += 5;
    e.dry_run = true;
    assert_true(str_eq(ends(&in, &e).unit, STR("SE0000000000-U1")));
    in.clock.today.n += 25;
    e.dry_run = false;
    assert_true(str_eq(ends(&in, &e).unit, STR("SE0000000000-U2")));
    struct seen seen = listed(&in, 1);
    assert_int_equal(seen.count, 2);
    assert_int_equal(seen.to[0], TODAY - 1);
    assert_int_equal(seen.unit[1], UNIT_2);
    instance_close(&in);
}

/* Where the region lists nobody so, or another county answers for the person. */
static void or_listed_nowhere(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    not_chosen_open(s, &in);
    in.region.rules.passive.moved_in = PASSIVE_NONE;
    struct elsewhere_request r = asks("key:1", "21");
    struct elsewhere_request e = ENDS;
    (void)lists(&in, &r);
    in.clock.today.n += 30;
    e.from.n = TODAY + 40;
    assert_int_equal(ends(&in, &e).unit.len, 0);
    struct seen seen = listed(&in, 1);
    assert_int_equal(seen.count, 2);
    assert_int_equal(seen.to[1], TODAY + 39);
    stands_beside(s,
                  "SELECT county, from_day, to_day, superseded IS NULL FROM elsewhere_stated "
                  "ORDER BY id",
                  "21 45300 - 0;21 45300 45339 1");
    instance_close(&in);
}

/* The county before has no last day of its own: another followed it. */
static void nor_by_the_county_before(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    not_chosen_open(s, &in);
    in.region.rules.passive.moved_in = PASSIVE_NONE;
    struct elsewhere_request r = asks("key:1", "21"), next = asks("key:1", "22");
    struct elsewhere_request e = ENDS;
    (void)lists(&in, &r);
    in.clock.today.n += 10;
    next.from.n = e.from.n = TODAY + 20;
    (void)lists(&in, &next);
    assert_true(str_eq(ends(&in, &e).was, STR("22")));
    stands_beside(s, "SELECT from_day, to_day FROM elsewhere_effect", "45300 45319");
    assert_true(ends(&in, &e).is_already);
    instance_close(&in);
}

/* What has held no day leaves the listing here, and the named doctor. */
static void one_that_has_not_begun_is_withdrawn(void **state)
{
    static const int32_t away[] = {0, 20};
    for (size_t i = 0; i < ARRAY_LEN(away); i++) {
        struct scratch *s = *state;
        struct instance in;
        not_chosen_open(s, &in);
        struct elsewhere_request r = asks("key:1", "21");
        struct elsewhere_request e = ENDS;
        r.from.n = TODAY + away[i];
        (void)lists(&in, &r);
        assert_int_not_equal(
            number_beside(s, "SELECT count(*) FROM named_contact_effect WHERE to_day IS NOT NULL"),
            0);
        struct elsewhere_ended answer = ends(&in, &e);
        assert_int_equal(answer.from.n, TODAY + away[i]);
        assert_true(str_eq(answer.unit, STR("SE0000000000-U1")));
        struct seen seen = listed(&in, 1);
        assert_int_equal(seen.count, 1);
        assert_int_equal(seen.to[0], 0);
        assert_int_equal(number_beside(s, "SELECT count(*) FROM elsewhere_effect"), 0);
        assert_int_equal(number_beside(s, "SELECT count(*) FROM named_contact_effect WHERE person "
                                          "= 1 AND to_day IS NULL"),
                         1);
        instance_close(&in);
        scratch_remove(scratch_path(s, "home"));
    }
}

static void who_may_not_say_so(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct elsewhere_ended answer;
    struct err err = {0};
    not_chosen_open(s, &in);
    struct elsewhere_request e = ENDS;
    e.from.n = TODAY + 400;
    FAILS(elsewhere_end_listing(s->arena, &in, &e, &answer, &err), "listing.day_far", &err);
    e = ENDS;
    e.actor = (struct actor){.id = STR("key:1"), .role = ROLE_RESIDENT, .person = 1};
    FAILS(elsewhere_end_listing(s->arena, &in, &e, &answer, &err), "actor.role", &err);
    instance_close(&in);
}

static void whichever_statement_of_the_end_fails_leaves_nothing(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    not_chosen_open(s, &in);
    county_script(&in, "UPDATE person_stated SET area = 'A2', county = '23' WHERE identifier = 1;");
    struct elsewhere_request r = asks("key:1", "21");
    struct elsewhere_request e = ENDS;
    struct elsewhere_ended answer;
    (void)lists(&in, &r);
    in.clock.today.n += 30;
    FAILS_WHOLE(s, 20, elsewhere_end_listing(s->arena, &in, &e, &answer, &err));
    assert_int_equal(listed(&in, 1).count, 3);
    instance_close(&in);
}

/* The same day: it was a mistake, and leaves no trace. */
static void a_mistake_of_the_day_leaves_no_trace(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    not_chosen_open(s, &in);
    struct elsewhere_request r = asks("key:1", "21");
    (void)lists(&in, &r);
    (void)comes_back(&in, "SE0000000000-U1");
    struct seen seen = listed(&in, 1);
    assert_int_equal(seen.count, 1);
    assert_int_equal(seen.to[0], 0);
    assert_int_equal(number_beside(s, "SELECT count(*) FROM elsewhere_effect"), 0);
    tells(s, "ended U1 2021-01-02 2024-01-10;created 21 2024-01-11 -;"
             "created U1 2021-01-02 -;ended 21 2024-01-11 withdrawn");
    instance_close(&in);
}

static void who_lives_in_another_county_is_listed_here_out_of_county(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct listing_answer answer;
    struct err err = {0};
    not_chosen_open(s, &in);
    struct listing_request r = {
        .person = STR("key:8"), .unit = STR("SE0000000000-U1"), .from = DAY_NONE, .actor = ACTOR};
    assert_true(listing_list(s->arena, &in, &r, &answer, &err));
    assert_int_equal(listed(&in, 8).basis[0], BASIS_OUT_OF_COUNTY);
    instance_close(&in);
}

static void what_is_refused(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    not_chosen_open(s, &in);
    county_script(&in, "UPDATE person_stated SET protection = 1 WHERE identifier = 2;");
    static const char *const said[][3] = {
        {"key:1", "23", "elsewhere.county"},     {"key:1", "2", "elsewhere.county"},
        {"key:1", "99", "elsewhere.county"},     {"key:1", "02", "elsewhere.county"},
        {"key:1", "2x", "elsewhere.county"},     {"key:3", "21", "listing.dead"},
        {"key:2", "21", "act.protected_person"},
    };
    for (size_t i = 0; i < ARRAY_LEN(said); i++) {
        struct elsewhere_request r = asks(said[i][0], said[i][1]);
        struct elsewhere_answer answer;
        struct err err = {0};
        if (elsewhere_list(s->arena, &in, &r, &answer, &err))
            fail_msg("%s %s is taken", said[i][0], said[i][1]);
        assert_string_equal(err.code, said[i][2]);
    }
    struct elsewhere_request r = asks("key:1", "21");
    struct elsewhere_answer answer;
    struct err err = {0};
    r.from.n = TODAY + 400;
    FAILS(elsewhere_list(s->arena, &in, &r, &answer, &err), "listing.day_far", &err);
    r = asks("key:1", "21");
    r.actor = (struct actor){.id = STR("key:1"), .role = ROLE_RESIDENT, .person = 1};
    FAILS(elsewhere_list(s->arena, &in, &r, &answer, &err), "actor.role", &err);
    r = asks("key:2", "21"); /* of a protected identity: that is not told */
    r.actor.role = ROLE_STAFF;
    r.actor.unit = STR("SE0000000000-U1");
    FAILS(elsewhere_list(s->arena, &in, &r, &answer, &err), "actor.role", &err);
    r.actor.role = ROLE_MUNICIPAL;
    FAILS(elsewhere_list(s->arena, &in, &r, &answer, &err), "actor.role", &err);
    assert_int_equal(
        number_beside(s, "SELECT count(*) FROM access_log WHERE person = 2 AND outcome = 2"), 3);
    instance_close(&in);
}

static const char IN_EFFECT[] = "SELECT n.county, e.from_day, e.to_day FROM elsewhere_effect AS e "
                                "JOIN elsewhere_stated AS n ON n.id = e.stated ORDER BY 2";

/* The days stand, and what was said first is kept as what was known. */
static void a_wrong_county_is_corrected(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    not_chosen_open(s, &in);
    struct elsewhere_request r = asks("key:1", "21");
    (void)lists(&in, &r);
    in.clock.today.n += 10;
    r.county = STR("20");
    r.dry_run = true;
    assert_true(str_eq(lists(&in, &r).was, STR("21")));
    r.dry_run = false;
    r.key = STR("a");
    struct elsewhere_answer answer = lists(&in, &r);
    assert_false(answer.is_already);
    assert_int_equal(answer.from.n, TODAY);
    assert_true(str_eq(lists(&in, &r).was, STR("21"))); /* the key asked again */
    r.key = STR("");
    assert_true(lists(&in, &r).is_already);
    stands_beside(s, "SELECT county, superseded IS NULL FROM elsewhere_stated ORDER BY id",
                  "21 0;20 1");
    stands_beside(s,
                  "SELECT n.county, e.from_day, e.to_day FROM elsewhere_effect AS e JOIN "
                  "elsewhere_stated AS n ON n.id = e.stated",
                  "20 45300 -");
    tells(s, "ended U1 2021-01-02 2024-01-10;created 21 2024-01-11 -;"
             "ended 21 2024-01-11 withdrawn;created 20 2024-01-11 -");
    assert_int_equal(
        number_beside(s, "SELECT count(*) FROM access_log WHERE about LIKE '%out-of-county=20%' "
                         "AND person = 1 AND position IS NOT NULL"),
        1);
    instance_close(&in);
}

/* On paper that came twice: the days stand, be they over or not. */
static void the_same_day_said_again_is_so_already(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct err err = {0};
    not_chosen_open(s, &in);
    struct elsewhere_request r = asks("key:1", "21");
    r.from.n = TODAY;
    (void)lists(&in, &r);
    in.clock.today.n += 10;
    struct elsewhere_answer answer = lists(&in, &r);
    assert_true(answer.is_already);
    assert_int_equal(answer.from.n, TODAY);
    r.county = STR("20");
    answer = lists(&in, &r);
    assert_true(str_eq(answer.was, STR("21")));
    assert_int_equal(answer.from.n, TODAY);
    stands_beside(s, IN_EFFECT, "20 45300 -");
    (void)comes_back(&in, "SE0000000000-U2");
    FAILS(elsewhere_list(s->arena, &in, &r, &answer, &err), "listing.later_stands", &err);
    instance_close(&in);
}

/* A plan to come back is withdrawn: the first goes on, of the county that is said now. */
static void another_county_than_was_said_goes_on(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct err err = {0};
    struct listing_answer back;
    not_chosen_open(s, &in);
    struct elsewhere_request r = asks("key:1", "21");
    (void)lists(&in, &r);
    in.clock.today.n += 10;
    struct listing_request plan = {.person = STR("key:1"),
                                   .unit = STR("SE0000000000-U2"),
                                   .from = {TODAY + 20},
                                   .actor = ACTOR};
    assert_true(listing_list(s->arena, &in, &plan, &back, &err));
    r.county = STR("20");
    struct elsewhere_answer answer = lists(&in, &r);
    assert_true(str_eq(answer.was, STR("21")));
    assert_int_equal(answer.from.n, TODAY);
    stands_beside(s, IN_EFFECT, "20 45300 -");
    instance_close(&in);
}

static void another_county_from_a_later_day_follows_the_first(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    not_chosen_open(s, &in);
    struct elsewhere_request r = asks("key:1", "21");
    (void)lists(&in, &r);
    r.county = STR("20");
    r.from.n = TODAY + 30;
    assert_int_equal(lists(&in, &r).from.n, TODAY + 30);
    stands_beside(s,
                  "SELECT n.county, e.from_day, e.to_day FROM elsewhere_effect AS e JOIN "
                  "elsewhere_stated AS n ON n.id = e.stated ORDER BY 2",
                  "21 45300 45329;20 45330 -");
    tells(s, "ended U1 2021-01-02 2024-01-10;created 21 2024-01-11 -;"
             "ended 21 2024-01-11 2024-02-09;created 20 2024-02-10 -");
    instance_close(&in);
}

static void a_preview_and_a_key(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    not_chosen_open(s, &in);
    struct elsewhere_request r = asks("key:1", "21");
    r.dry_run = true;
    (void)lists(&in, &r);
    assert_int_equal(listed(&in, 1).count, 1);
    r.dry_run = false;
    r.key = STR("a");
    (void)lists(&in, &r);
    struct elsewhere_answer again = lists(&in, &r);
    assert_true(again.is_repeat && str_eq(again.county, STR("21")));
    assert_int_equal(again.from.n, TODAY);
    instance_close(&in);
}

static void whichever_statement_fails_leaves_nothing(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    not_chosen_open(s, &in);
    struct elsewhere_request r = asks("key:1", "21");
    struct elsewhere_answer answer;
    FAILS_WHOLE(s, 20, elsewhere_list(s->arena, &in, &r, &answer, &err));
    assert_int_equal(listed(&in, 1).count, 2);
    instance_close(&in);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(the_listing_here_ends_and_the_county_is_kept),
        CASE(who_comes_back_lists_here_and_it_is_not_counted),
        CASE(it_is_a_counted_change_of_our_residents),
        CASE(an_application_that_was_granted_is_used),
        CASE(who_comes_back_is_listed_by_area),
        CASE(nobody_comes_back_to_a_unit_that_has_closed),
        CASE(or_listed_nowhere),
        CASE(nor_by_the_county_before),
        CASE(one_that_has_not_begun_is_withdrawn),
        CASE(who_may_not_say_so),
        CASE(whichever_statement_of_the_end_fails_leaves_nothing),
        CASE(a_mistake_of_the_day_leaves_no_trace),
        CASE(who_lives_in_another_county_is_listed_here_out_of_county),
        CASE(what_is_refused),
        CASE(a_wrong_county_is_corrected),
        CASE(the_same_day_said_again_is_so_already),
        CASE(another_county_than_was_said_goes_on),
        CASE(another_county_from_a_later_day_follows_the_first),
        CASE(a_preview_and_a_key),
        CASE(whichever_statement_fails_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
