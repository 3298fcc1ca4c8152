/* service/listing/listing.h: a form that was received, from the registry's rows to its rows, its
 * events and its log; what the rules refuse; and nothing left of what fails. */
#include "service/contact/contact_acts.h"

#include "fails_whole.h"
#include "listing_scene.h"
#include "logged.h"

/* ---- what is done ---- */

static void who_lists_elsewhere_is_listed_there_from_today(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = asks("key:1", "SE0000000000-U2");
    struct listing_answer answer = lists(in, &r);
    assert_int_equal(answer.verdict, LISTING_DONE);
    assert_int_equal(answer.from.n, TODAY);
    assert_true(str_eq(answer.former, STR("SE0000000000-U1")));
    assert_true(answer.is_counted);
    assert_int_equal(answer.left, 1);
    struct seen seen = listed(in, 1);
    assert_int_equal(seen.count, 2);
    assert_int_equal(seen.to[0], TODAY - 1);
    assert_int_equal(seen.unit[1], UNIT_2);
    assert_int_equal(seen.to[1], 0);
    struct logged l = logged(in, 1, "list");
    assert_string_equal(l.actor[0], "SE0000000000-N1");
    assert_int_equal(l.count, 1);
    assert_int_equal(l.kind[0], ACCESS_WRITE);
    answer = lists(in, &r);
    assert_int_equal(answer.verdict, LISTING_ALREADY);
    assert_int_equal(answer.from.n, TODAY);
    assert_int_equal(listed(in, 1).count, 2);
}

/* How many named doctors the first person has on the day. */
static int doctors(void **state, int32_t on)
{
    return (int)strtol(
        rows(state, str_fmt(scratch_of(state)->arena,
                            "SELECT count(*) FROM named_contact_effect WHERE person = 1"
                            " AND kind = 2 AND from_day <= %d"
                            " AND coalesce(to_day, 99999) >= %d",
                            (int)on, (int)on)
                        .at),
        NULL, 10);
}

/* Changing unit ends the named doctor: who comes back asks for one anew. */
static void the_named_doctor_ends_with_the_change(void **state)
{
    struct instance *in = instance_of(state);
    assert_int_equal(doctors(state, TODAY), 1);
    struct listing_request r = asks("key:1", "SE0000000000-U2");
    county_script(in, "UPDATE staff_stated SET protected_staff = 1;");
    r.dry_run = true;
    assert_true(str_eq(lists(in, &r).doctor, STR("protected")));
    county_script(in, "UPDATE staff_stated SET protected_staff = 2;");
    r.dry_run = false;
    assert_true(str_eq(lists(in, &r).doctor, STR("SE0000000000-D1")));
    assert_int_equal(doctors(state, TODAY - 1), 1);
    assert_int_equal(doctors(state, TODAY), 0);
    in->clock.today.n += 10;
    r.unit = STR("SE0000000000-U1");
    (void)lists(in, &r);
    assert_int_equal(doctors(state, TODAY + 10), 0);
}

#define CONTACT_TOLD                                                                               \
    "SELECT kind || ':' || staff || ':' || unit || ':' || from_day FROM message WHERE kind <> 0 "  \
    "ORDER BY id"

/* The message of the listing speaks of the new unit only. */
static void who_loses_the_doctor_is_told(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = asks("key:1", "SE0000000000-U2");
    r.from = (struct day){TODAY + 60};
    r.dry_run = true;
    (void)lists(in, &r);
    ROWS(state, CONTACT_TOLD, "");
    r.dry_run = false;
    (void)lists(in, &r);
    ROWS(state, CONTACT_TOLD, "8:SE0000000000-D1:SE0000000000-U1:45360");
    ROWS(state, "SELECT count(*) FROM message WHERE kind = 0 AND unit = 'SE0000000000-U2'", "1");
    ROWS(state, "SELECT json_extract(data, '$.reason') FROM outbox WHERE type = 6", "changed_unit");
    (void)lists(in, &r); /* it is so already */
    r.unit = STR("SE0000000000-U3");
    (void)lists(in, &r); /* another unit, on the same day: no news of the doctor */
    ROWS(state, CONTACT_TOLD " DESC LIMIT 1", "15::SE0000000000-U2:45360");
}

/* What is told of a plan is told of what becomes of it. */
static void who_keeps_the_doctor_after_all_is_told(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = asks("key:1", "SE0000000000-U2");
    r.from = (struct day){TODAY + 60};
    (void)lists(in, &r);
    r.from.n = TODAY + 30;
    (void)lists(in, &r);
    ROWS(state, CONTACT_TOLD,
         "8:SE0000000000-D1:SE0000000000-U1:45360 8:SE0000000000-D1:SE0000000000-U1:45330");
    r.unit = STR("SE0000000000-U1");
    r.from = DAY_NONE;
    (void)lists(in, &r);
    assert_int_equal(doctors(state, TODAY + 60), 1);
    ROWS(state, "SELECT kind || ':' || staff || ':' || from_day FROM message WHERE kind = 7",
         "7:SE0000000000-D1:44196");
}

/* Of one who is in effect on no day nobody is told that it ends. */
static void who_has_lost_the_doctor_before_is_told_of_nothing(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = asks("key:1", "SE0000000000-U2");
    county_script(in, "DELETE FROM named_contact_effect WHERE person = 1;");
    (void)lists(in, &r);
    ROWS(state, CONTACT_TOLD, "");
}

/* Rule 24: be there a doctor or not, of whichever unit. And what was answered before is shown by
 * what is so now. */
static void a_doctor_is_told_of_by_who_may_see_them(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = asks("key:1", "SE0000000000-U2");
    struct listing_request own = asks_self(1, 0, "SE0000000000-U2");
    county_script(in, "INSERT INTO block_stated (identifier, unit, from_day, recorded) "
                      "VALUES (1, 3, 45000, 1)");
    r.dry_run = own.dry_run = true;
    assert_true(str_eq(lists(in, &r).doctor, STR("blocked")));
    assert_true(str_eq(lists(in, &own).doctor, STR("SE0000000000-D1")));
    r.dry_run = false;
    r.key = STR("form 1");
    assert_true(str_eq(lists(in, &r).doctor, STR("blocked")));
    assert_true(str_eq(lists(in, &r).doctor, STR("blocked")));
    county_script(in, "UPDATE block_stated SET to_day = 45001");
    assert_true(str_eq(lists(in, &r).doctor, STR("SE0000000000-D1")));
    county_script(in, "UPDATE staff_stated SET protected_staff = 1;");
    assert_true(str_eq(lists(in, &r).doctor, STR("protected")));
}

/* A plan takes what it ended with it when it is withdrawn; and who stays is not listed anew. */
static void a_plan_that_is_withdrawn_leaves_no_trace(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = asks("key:1", "SE0000000000-U2");
    r.from = (struct day){TODAY + 60};
    struct listing_answer plan = lists(in, &r), again = lists(in, &r);
    assert_int_equal(again.verdict, LISTING_ALREADY);
    assert_int_equal(again.left, plan.left);
    assert_int_equal(doctors(state, TODAY + 59), 1);
    assert_int_equal(doctors(state, TODAY + 60), 0);
    r.from = (struct day){TODAY + 30}; /* another plan in its place */
    (void)lists(in, &r);
    assert_int_equal(doctors(state, TODAY + 29), 1);
    assert_int_equal(doctors(state, TODAY + 30), 0);
    r = asks("key:1", "SE0000000000-U1");
    (void)lists(in, &r);
    assert_int_equal(doctors(state, TODAY + 400), 1);
    struct seen seen = listed(in, 1);
    assert_int_equal(seen.count, 1);
    assert_int_equal(seen.from[0], 44196);
}

/* Nor does a wrong unit that is put right on the same day. */
static void a_mistake_of_the_day_leaves_no_trace(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = asks("key:1", "SE0000000000-U2");
    (void)lists(in, &r);
    r.unit = STR("SE0000000000-U1");
    (void)lists(in, &r);
    assert_int_equal(doctors(state, TODAY), 1);
    struct seen seen = listed(in, 1);
    assert_int_equal(seen.count, 1);
    assert_int_equal(seen.to[0], 0);
}

/* Of a doctor who had not begun no end is left, only a row that holds no more; and of one mistake
 * after another, and of a doctor who was to end as another begins, it is so too. */
static void a_mistake_gives_back_whom_it_took_back_before_they_began(void **state)
{
    struct instance *in = instance_of(state);
    county_script(in, "UPDATE named_contact_stated SET to_day = 45330 WHERE id = 1;"
                      "UPDATE named_contact_effect SET to_day = 45330 WHERE stated = 1;"
                      "INSERT INTO named_contact_stated (id, identifier, kind, staff, unit, "
                      "from_day, recorded) VALUES (3, 1, 2, 2, 1, 45331, 1);"
                      "INSERT INTO named_contact_effect VALUES (1, 2, 45331, 3, NULL);");
    struct listing_request r = asks("key:1", "SE0000000000-U2");
    (void)lists(in, &r);
    r.unit = STR("SE0000000000-U3");
    (void)lists(in, &r);
    ROWS(state, "SELECT count(*) FROM named_contact_effect WHERE person = 1 AND to_day IS NULL",
         "0");
    r.unit = STR("SE0000000000-U1");
    (void)lists(in, &r);
    ROWS(state,
         "SELECT e.from_day || ' ' || coalesce(e.to_day, '-') || ' ' || n.staff FROM "
         "named_contact_effect AS e JOIN named_contact_stated AS n ON n.id = e.stated "
         "WHERE e.person = 1 ORDER BY 1",
         "44196 45330 1 45331 - 2");
    assert_int_equal(doctors(state, TODAY + 400), 1);
}

static void opts_out(struct instance *in, int32_t from)
{
    struct contact_acting asked = {.person = STR("key:1"),
                                   .kind = KIND_DOCTOR,
                                   .from = {from},
                                   .actor = asks_self(1, 0, "").actor};
    struct contact_acted done;
    struct err err = {0};
    if (!contact_acts_opt_out(in->arena, in, &asked, &done, &err))
        fail_msg("%s %s", err.code, err.detail);
}

/* Who comes back is not the doctor of a person who has said meanwhile that they want none. */
static void a_plan_gives_nobody_back_whom_the_person_does_not_want(void **state)
{
    struct instance *in = instance_of(state);
    county_script(in, "INSERT INTO named_contact_stated (id, identifier, kind, staff, unit, "
                      "from_day, recorded) VALUES (3, 1, 2, 2, 1, 45400, 1);"
                      "UPDATE named_contact_stated SET to_day = 45399 WHERE id = 1;"
                      "UPDATE named_contact_effect SET to_day = 45399 WHERE stated = 1;"
                      "INSERT INTO named_contact_effect VALUES (1, 2, 45400, 3, NULL);");
    struct listing_request r = asks("key:1", "SE0000000000-U2");
    r.from = (struct day){TODAY + 60};
    (void)lists(in, &r);
    opts_out(in, TODAY + 90);
    r = asks("key:1", "SE0000000000-U1");
    (void)lists(in, &r);
    assert_int_equal(doctors(state, TODAY + 89), 1);
    assert_int_equal(doctors(state, TODAY + 90), 0);
    assert_int_equal(doctors(state, TODAY + 100), 0);
}

static void a_doctor_who_was_to_begin_is_named_as_who_ends(void **state)
{
    struct instance *in = instance_of(state);
    county_script(in, "UPDATE named_contact_stated SET from_day = 45300 WHERE id = 1;"
                      "UPDATE named_contact_effect SET from_day = 45300 WHERE stated = 1;");
    struct listing_request r = asks("key:1", "SE0000000000-U2");
    assert_true(str_eq(lists(in, &r).doctor, STR("SE0000000000-D1")));
    assert_int_equal(doctors(state, TODAY), 0);
    in->clock.today.n++; /* no mistake of the day any more: who comes back asks for one anew */
    r.unit = STR("SE0000000000-U1");
    (void)lists(in, &r);
    assert_int_equal(doctors(state, TODAY + 1), 0);
}

static void a_preview_changes_nothing_and_is_logged(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = asks("key:1", "SE0000000000-U2");
    r.dry_run = true;
    struct listing_answer answer = lists(in, &r);
    assert_int_equal(answer.from.n, TODAY);
    assert_int_equal(listed(in, 1).count, 1);
    struct logged l = logged(in, 1, "list");
    assert_int_equal(l.count, 1);
    assert_int_equal(l.kind[0], ACCESS_READ);
}

static void a_plan_gives_way_to_a_choice(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = asks("key:1", "SE0000000000-U2");
    r.from = (struct day){TODAY + 30};
    (void)lists(in, &r);
    assert_int_equal(listed(in, 1).count, 2);
    r = asks("key:1", "SE0000000000-U3");
    (void)lists(in, &r);
    struct seen seen = listed(in, 1);
    assert_int_equal(seen.count, 2);
    assert_int_equal(seen.from[1], TODAY);
    assert_int_equal(seen.unit[1], 3);
    /* Of what was planned the person is told that it holds no longer, and of what from the day. */
    ROWS(state, "SELECT unit || ' ' || from_day FROM message WHERE kind = 15",
         "SE0000000000-U2 45330");
    ROWS(state,
         "SELECT json_extract(data, '$.withdrawn') FROM outbox WHERE type = 1 AND "
         "valid_from = 45330",
         "0 1");
}

static void the_same_key_is_answered(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_answer first, again;
    struct err err = {0};
    struct listing_request r = asks("key:1", "SE0000000000-U2");
    r.key = STR("form 17");
    first = lists(in, &r);
    again = lists(in, &r);
    assert_true(again.is_repeat);
    assert_int_equal(again.from.n, first.from.n);
    assert_true(str_eq(again.former, first.former));
    assert_int_equal(again.left, first.left);
    struct logged l = logged(in, 1, "list"); /* who is answered has seen the person */
    assert_int_equal(l.count, 2);
    assert_int_equal(l.kind[1], ACCESS_READ);
    r.unit = STR("SE0000000000-U3");
    FAILS(listing_list(in->arena, in, &r, &again, &err), "act.key_reused", &err);
}

/* ---- what is refused ---- */

static void the_third_change_of_a_year_is_refused_but_for_special_reasons(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = asks("key:1", "SE0000000000-U2");
    (void)lists(in, &r);
    in->clock.today.n++;
    r.unit = STR("SE0000000000-U3");
    struct listing_answer answer = lists(in, &r);
    assert_int_equal(answer.left, 0);
    in->clock.today.n++;
    r.unit = STR("SE0000000000-U1");
    refused(in, &r, "listing.quota", "2025-01-11");
    struct logged l = logged(in, 1, "list");
    assert_int_equal(l.count, 3);
    assert_int_equal(l.kind[2], ACCESS_WRITE);
    assert_int_equal(l.outcome[2], ACCESS_DENIED);
    r.special = STR("moved");
    answer = lists(in, &r);
    assert_false(answer.is_counted);
}

static void a_unit_that_is_full_takes_nobody(void **state)
{
    struct instance *in = instance_of(state);
    county_script(in, "UPDATE unit_stated SET cap = 1 WHERE unit = 2;");
    struct listing_request r = asks("key:1", "SE0000000000-U2");
    refused(in, &r, "listing.full", "");
    county_script(in, "UPDATE unit_stated SET cap = 2 WHERE unit = 2;");
    (void)lists(in, &r);
}

/* Who lives in SÄBO then, or is the child of who is listed there then, passes the cap then. */
static void who_passes_the_cap_does_so_on_the_first_day(void **state)
{
    struct instance *in = instance_of(state);
    county_script(in, "UPDATE unit_stated SET cap = 0 WHERE unit IN (2, 3);"
                      "INSERT INTO residence_stated (identifier, kind, municipality, from_day, "
                      "reported_on, recorded) VALUES (1, 0, '2321', 45321, 45300, 1);");
    struct listing_request r = asks("key:1", "SE0000000000-U2");
    r.dry_run = true;
    refused(in, &r, "listing.full", "");
    r.from = (struct day){45320};
    refused(in, &r, "listing.full", "");
    r.from = (struct day){45321};
    assert_true(lists(in, &r).is_exempt);
    in->region.rules.effective = EFFECTIVE_NEXT_MONTH; /* 2024-02-01 */
    r.from = DAY_NONE;
    assert_true(lists(in, &r).is_exempt);
    in->region.rules.effective = EFFECTIVE_AT_ONCE;
    county_script(in, "UPDATE residence_stated SET from_day = 45000, to_day = 45320 "
                      "WHERE identifier = 1;");
    assert_true(lists(in, &r).is_exempt);
    r.from = (struct day){45321}; /* has left before */
    refused(in, &r, "listing.full", "");
    r.unit = STR("SE0000000000-U3");
    refused(in, &r, "listing.full", "");
    county_script(in,
                  "UPDATE person_stated SET protection = 0 WHERE identifier = 2;"
                  "UPDATE person_stated SET birth_date = 43000, guardian1 = 1002 "
                  "WHERE identifier = 1;"
                  "INSERT INTO listing_stated (id, identifier, list, from_day, basis, recorded) "
                  "VALUES (9, 2, 13, 45321, 0, 1);"
                  "UPDATE listing_effect SET to_day = 45320 WHERE person = 2;"
                  "INSERT INTO listing_effect VALUES (2, 45321, NULL, 9, 13);");
    assert_true(lists(in, &r).is_exempt);
    r.unit = STR("SE0000000000-U2"); /* which the guardian has left by then */
    refused(in, &r, "listing.full", "");
}

/* Its unit's cap would be passed by, and no doctor of the unit could be named. */
static void nobody_is_listed_at_a_branch(void **state)
{
    struct instance *in = instance_of(state);
    county_script(in, "UPDATE unit_stated SET parent = 3 WHERE unit = 2;");
    struct listing_request r = asks("key:1", "SE0000000000-U2");
    refused(in, &r, "unit.branch", "SE0000000000-U3");
    r.queue = true;
    refused(in, &r, "unit.branch", "SE0000000000-U3");
    struct listing_request own = asks_self(1, 0, "SE0000000000-U2");
    refused(in, &own, "unit.branch", "SE0000000000-U3");
    assert_int_equal(listed(in, 1).count, 1);
    r.unit = STR("SE0000000000-U3");
    assert_int_equal(lists(in, &r).verdict, LISTING_DONE);
}

static void the_dead_and_the_unknown_are_not_listed(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = asks("key:3", "SE0000000000-U1");
    refused(in, &r, "listing.dead", "");
    r.person = STR("key:99");
    refused(in, &r, "person.unknown", "");
    r = asks("key:1", "SE0000000000-U9");
    refused(in, &r, "unit.unknown", "SE0000000000-U9");
}

static void a_child_is_listed_by_its_guardians(void **state)
{
    struct instance *in = instance_of(state);
    county_script(in, "UPDATE person_stated SET birth_date = 43000 WHERE identifier = 1;");
    struct listing_request r = asks("key:1", "SE0000000000-U2");
    refused(in, &r, "listing.no_guardian", "2035-09-24");
    county_script(in, "UPDATE person_stated SET guardian1 = 1002 WHERE identifier = 1;");
    struct listing_answer answer = lists(in, &r);
    assert_int_equal(answer.from.n, TODAY);
}

/* Who was two persons until they were joined signs for both. */
static void a_guardian_of_two_identifiers_is_one(void **state)
{
    struct instance *in = instance_of(state);
    county_script(in, "INSERT INTO identifier VALUES (5, 1005, 2, 1);"
                      "UPDATE person_stated SET protection = 0 WHERE identifier = 2;"
                      "UPDATE person_stated SET birth_date = 43000, guardian1 = 1002, "
                      "guardian2 = 1005 WHERE identifier = 1;");
    struct listing_request r = asks_self(2, 1, "SE0000000000-U2");
    assert_int_equal(lists(in, &r).verdict, LISTING_DONE);
    r = asks("key:1", "SE0000000000-U1");
    assert_int_equal(lists(in, &r).guardians, 1);
}

/* Whether a person with protected identity is listed somewhere is told to nobody without the right.
 */
static void who_is_protected_is_listed_by_who_may(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = asks("key:2", "SE0000000000-U2");
    refused(in, &r, "act.protected_person", "");
    r.unit = STR("SE0000000000-U1");
    refused(in, &r, "act.protected_person", "");
    struct logged l = logged(in, 2, "list");
    assert_int_equal(l.count, 2);
    assert_int_equal(l.outcome[0], ACCESS_DENIED);
    r.actor.opens_protected = true;
    struct listing_answer answer = lists(in, &r);
    assert_int_equal(answer.from.n, TODAY);
}

static void what_is_asked_must_make_sense(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = asks("key:1", "SE0000000000-U2");
    r.special = STR(" ");
    refused(in, &r, "listing.reason", "");
    r.special = STR("moved\nhouse");
    refused(in, &r, "listing.reason", "");
    r = asks("key:1", "SE0000000000-U2");
    r.from = (struct day){TODAY + 367};
    refused(in, &r, "listing.day_far", "");
    r.from = (struct day){TODAY - 367};
    refused(in, &r, "listing.day_far", "");
    r.from = (struct day){TODAY + 30};
    r.queue = true; /* the queue would forget the day */
    refused(in, &r, "listing.queue_day", "");
    r = asks("key:1", "SE0000000000-U2");
    r.actor.unit = STR("SE0000000000-U9");
    refused(in, &r, "unit.unknown", "SE0000000000-U9");
    r = asks("key:1", "SE0000000000-U2");
    in->region.rules.changes.max = 0;
    refused(in, &r, "listing.no_changes", "");
}

/* ---- what fails ---- */

static void whichever_statement_fails_leaves_nothing(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = asks("key:1", "SE0000000000-U2");
    r.key = STR("form 17");
    struct scratch *s = scratch_of(state);
    struct listing_answer answer;
    FAILS_WHOLE(s, 20, listing_list(in->arena, in, &r, &answer, &err));
    assert_int_equal(listed(in, 1).count, 2);
    assert_int_equal(logged(in, 1, "list").count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(who_lists_elsewhere_is_listed_there_from_today),
        SCENE(the_named_doctor_ends_with_the_change),
        SCENE(who_loses_the_doctor_is_told),
        SCENE(who_keeps_the_doctor_after_all_is_told),
        SCENE(who_has_lost_the_doctor_before_is_told_of_nothing),
        SCENE(a_doctor_is_told_of_by_who_may_see_them),
        SCENE(a_plan_that_is_withdrawn_leaves_no_trace),
        SCENE(a_mistake_of_the_day_leaves_no_trace),
        SCENE(a_mistake_gives_back_whom_it_took_back_before_they_began),
        SCENE(a_plan_gives_nobody_back_whom_the_person_does_not_want),
        SCENE(a_doctor_who_was_to_begin_is_named_as_who_ends),
        SCENE(a_preview_changes_nothing_and_is_logged),
        SCENE(a_plan_gives_way_to_a_choice),
        SCENE(the_same_key_is_answered),
        SCENE(the_third_change_of_a_year_is_refused_but_for_special_reasons),
        SCENE(a_unit_that_is_full_takes_nobody),
        SCENE(who_passes_the_cap_does_so_on_the_first_day),
        SCENE(nobody_is_listed_at_a_branch),
        SCENE(the_dead_and_the_unknown_are_not_listed),
        SCENE(a_child_is_listed_by_its_guardians),
        SCENE(a_guardian_of_two_identifiers_is_one),
        SCENE(who_is_protected_is_listed_by_who_may),
        SCENE(what_is_asked_must_make_sense),
        SCENE(whichever_statement_fails_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
