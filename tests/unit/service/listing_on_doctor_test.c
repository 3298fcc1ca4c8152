/* service/listing/listing.h by the rule file of Norway's kind: one is listed with a doctor. From
 * the registry's rows to its rows, its events and its messages; what is refused; and nothing left
 * of what fails. */
#include "core/files.h"
#include "fails_whole.h"
#include "listing_scene.h"
#include "service/listing/passive.h"

enum { FEBRUARY = 45321, MARCH = 45350, APRIL = 45381 };

/* Specialists in general medicine: D1 and D3 at the first unit, D2 at the second. */
static const char DOCTORS[] =
    "INSERT INTO staff VALUES (3, 'SE0000000000-D3');"
    "INSERT INTO staff_stated (staff, profession, district_nurse, protected_staff, recorded) "
    "VALUES (3, 0, 0, 2, 1);"
    "UPDATE person_stated SET county = '23';"
    "UPDATE staff_stated SET title_code = '201011', protected_staff = 2;"
    "INSERT INTO position_stated (staff, unit, from_day, employment, training, panel_open, "
    "recorded) VALUES (1, 1, 44000, 0, 0, 1, 1), (2, 2, 44000, 0, 0, 1, 1), "
    "(3, 1, 44000, 0, 0, 1, 1);";

static const char CONTACTS[] =
    "SELECT n.staff || '@' || n.unit || ' ' || e.from_day || '-' || coalesce(e.to_day, '') || ' ' "
    "|| coalesce(n.reason, '') || coalesce('/' || n.basis, '') FROM named_contact_effect AS e "
    "JOIN named_contact_stated AS n ON n.id = e.stated WHERE e.person = 1 AND e.kind = 2 "
    "ORDER BY e.from_day";
static const char EVENTS[] =
    "SELECT type || '/' || valid_from FROM outbox WHERE person = 1 ORDER BY type, valid_from";
static const char TOLD[] = "SELECT group_concat(t, ', ') FROM (SELECT kind || ' ' || "
                           "substr(staff, 15) || ' ' || from_day AS t FROM message "
                           "WHERE kind IN (7, 8) ORDER BY id)";
static const char MESSAGES[] = "SELECT kind || '/' || from_day FROM message ORDER BY kind, id";

static void by_norways_rules(void **state)
{
    struct scene *scene = *state;
    struct instance *in = &scene->in;
    struct arena *a = scene->scratch->arena;
    struct region region;
    struct err err = {0};
    struct str text;
    assert_true(file_read_all(&FILES_POSIX, a, SOURCE_ROOT "/tests/spec/rules/norway.yaml", 1 << 20,
                              &text, &err));
    assert_true(region_read(a, &(struct embedded){STR("norway.yaml"), text}, &region, &err));
    in->region.rules = region.rules;
    county_script(in, DOCTORS);
}

static struct listing_request asks_for(void **state, const char *unit, const char *doctor)
{
    struct listing_request r = asks("key:1", unit);
    by_norways_rules(state);
    r.doctor = str_of(doctor);
    return r;
}

static void who_lists_elsewhere_is_with_a_doctor_there(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = asks_for(state, "SE0000000000-U2", "");
    refused(in, &r, "listing.doctor_needed", "");
    r.doctor = STR("SE0000000000-D2");
    r.dry_run = true;
    assert_true(str_eq(lists(in, &r).named, STR("SE0000000000-D2")));
    ROWS(state, CONTACTS, "1@1 44196- ");
    r.dry_run = false;
    r.key = STR("form 1");
    struct listing_answer answer = lists(in, &r);
    assert_int_equal(answer.verdict, LISTING_DONE);
    assert_int_equal(answer.from.n, FEBRUARY);
    assert_true(answer.is_counted && answer.left == 1);
    assert_true(str_eq(answer.doctor, STR("SE0000000000-D1")));
    assert_int_equal(unit_of(in, 1), UNIT_2);
    ROWS(state, CONTACTS, "1@1 44196-45320 changed_unit 2@2 45321- /1");
    ROWS(state, MESSAGES, "0/45321 7/45321 8/45321");
    const char *told = rows(state, EVENTS);
    answer = lists(in, &r);
    assert_true(answer.is_repeat && str_eq(answer.named, STR("SE0000000000-D2")));
    ROWS(state, EVENTS, told);
    r.key = STR("");
    assert_int_equal(lists(in, &r).verdict, LISTING_ALREADY);
    ROWS(state, EVENTS, told);
}

static void another_doctor_of_the_unit_is_a_change_of_its_own(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = asks_for(state, "SE0000000000-U1", "SE0000000000-D3");
    struct listing_answer answer = lists(in, &r);
    assert_int_equal(answer.verdict, LISTING_DONE);
    assert_true(answer.is_counted && answer.left == 1);
    assert_int_equal(listed(in, 1).count, 1);
    ROWS(state, CONTACTS, "1@1 44196-45320 replaced 3@1 45321- /1");
    ROWS(state, MESSAGES, "7/45321");
    ROWS(state, "SELECT count(*) FROM outbox WHERE type IN (0, 1)", "0");
    in->clock.today.n = FEBRUARY;
    assert_int_equal(lists(in, &r).verdict, LISTING_ALREADY);
    r.doctor = STR("SE0000000000-D1");
    answer = lists(in, &r);
    assert_int_equal(answer.from.n, MARCH);
    assert_int_equal(answer.left, 0);
    in->clock.today.n = MARCH;
    r.doctor = STR("SE0000000000-D3");
    refused(in, &r, "listing.quota", "2025-01-01");
    in->region.rules.changes.free |= 1U << FREE_DOCTOR_CHOICE;
    answer = lists(in, &r);
    assert_int_equal(answer.from.n, APRIL);
    assert_false(answer.is_counted);
    assert_int_equal(listed(in, 1).count, 1);
}

/* The unit's doing is nobody's change. */
static void a_doctor_who_was_assigned_is_not_counted(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = asks_for(state, "SE0000000000-U1", "SE0000000000-D3");
    in->region.rules.changes.max = 1;
    county_script(in, "UPDATE named_contact_stated SET to_day = 45290 WHERE id = 1;"
                      "UPDATE named_contact_effect SET to_day = 45290 WHERE stated = 1;");
    struct listing_answer answer = lists(in, &r); /* had none since */
    assert_false(answer.is_counted);
    assert_int_equal(answer.left, 1);
    in->clock.today.n = FEBRUARY;
    r.doctor = STR("SE0000000000-D1");
    assert_true(lists(in, &r).is_counted);
}

static void a_plan_gives_way_to_a_new_choice(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = asks_for(state, "SE0000000000-U2", "SE0000000000-D2");
    (void)lists(in, &r);
    r.unit = STR("SE0000000000-U1");
    r.doctor = STR("SE0000000000-D3");
    struct listing_answer answer = lists(in, &r);
    assert_int_equal(answer.left, 1);
    ROWS(state, CONTACTS, "1@1 44196-45320 replaced 3@1 45321- /1");
    r.doctor = STR("SE0000000000-D1"); /* as it was */
    answer = lists(in, &r);
    assert_false(answer.is_counted);
    assert_int_equal(listed(in, 1).count, 1);
    ROWS(state,
         "SELECT DISTINCT n.staff FROM named_contact_effect AS e JOIN named_contact_stated "
         "AS n ON n.id = e.stated WHERE e.person = 1 AND e.kind = 2",
         "1");
}

/* Who was planned there comes with the listing, from its day. */
static void the_planned_doctor_is_chosen_from_a_sooner_day(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = asks_for(state, "SE0000000000-U1", "SE0000000000-D3");
    in->region.rules.changes.max = 9;
    r.from.n = APRIL;
    (void)lists(in, &r);
    r.unit = STR("SE0000000000-U2");
    r.doctor = STR("SE0000000000-D2");
    r.from.n = MARCH;
    (void)lists(in, &r);
    r.unit = STR("SE0000000000-U1");
    r.doctor = STR("SE0000000000-D3");
    assert_int_equal(lists(in, &r).verdict, LISTING_DONE);
    assert_int_equal(listed(in, 1).count, 1);
    ROWS(state, CONTACTS, "1@1 44196-45349 replaced 3@1 45350- /1");
}

/* Who was to come, and has been told of, would be waited for. */
static void of_a_doctor_who_never_comes_they_are_told(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = asks_for(state, "SE0000000000-U1", "SE0000000000-D3");
    r.from.n = APRIL;
    (void)lists(in, &r);
    ROWS(state, TOLD, "7 3 45381");
    r.doctor = STR("SE0000000000-D1"); /* as it was */
    r.from.n = MARCH;
    (void)lists(in, &r);
    ROWS(state, CONTACTS, "1@1 44196- ");
    ROWS(state, TOLD, "7 3 45381, 7 1 44196, 8 3 45381");
}

static void a_change_of_unit_tells_who_never_comes(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = asks_for(state, "SE0000000000-U1", "SE0000000000-D3");
    r.from.n = APRIL;
    (void)lists(in, &r);
    r.unit = STR("SE0000000000-U2");
    r.doctor = STR("SE0000000000-D2");
    r.from.n = MARCH;
    (void)lists(in, &r);
    ROWS(state, TOLD, "7 3 45381, 8 1 45350, 8 3 45381, 7 2 45350");
}

/* Who has them now, and was told of again from a later day. */
static void also_of_one_whom_they_have_until_then(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = asks_for(state, "SE0000000000-U1", "SE0000000000-D3");
    county_script(in, "INSERT INTO named_contact_stated (id, identifier, kind, staff, unit, "
                      "from_day, recorded) VALUES (99, 1, 2, 1, 1, 45381, 1);"
                      "UPDATE named_contact_effect SET to_day = 45380 WHERE stated = 1;"
                      "INSERT INTO named_contact_effect VALUES (1, 2, 45381, 99, NULL);");
    r.from.n = MARCH;
    (void)lists(in, &r);
    ROWS(state, CONTACTS, "1@1 44196-45349 replaced 3@1 45350- /1");
    ROWS(state, TOLD, "8 1 45381, 7 3 45350");
}

static void the_doctor_must_be_one_and_have_room(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = asks_for(state, "SE0000000000-U1", "SE0000000000-D2");
    refused(in, &r, "assign.no_position", "");
    r.doctor = STR("SE0000000000-D9");
    refused(in, &r, "staff.unknown", "SE0000000000-D9");
    r.doctor = STR("SE0000000000-D3");
    in->region.rules.panel.cap = 0;
    refused(in, &r, "listing.doctor_full", "");
    county_script(in, "UPDATE position_stated SET panel_cap = 0 WHERE staff = 3;");
    in->region.rules.panel.cap = 2500; /* the region says, not the unit */
    r.dry_run = true;
    assert_int_equal(lists(in, &r).verdict, LISTING_DONE);
    in->region.rules.cap.of_doctor = DOCTOR_CAP_NONE;
    assert_int_equal(lists(in, &r).verdict, LISTING_DONE);
    in->region.rules.cap.of_doctor = DOCTOR_CAP_UNIT_HEAD;
    refused(in, &r, "listing.doctor_full", "");
    county_script(in, "UPDATE position_stated SET panel_cap = NULL, panel_open = 2;");
    refused(in, &r, "assign.closed", "");
    county_script(in, "UPDATE position_stated SET panel_open = 1;"
                      "UPDATE person_stated SET county = '23';"
                      "UPDATE staff_stated SET title_code = '203010' WHERE staff = 3;");
    refused(in, &r, "assign.title", "");
    ROWS(state, EVENTS, "");
}

/* Who is planned there takes the place; the person's own plan is taken back, and takes none. */
static void who_is_planned_on_the_list_has_a_place(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = asks_for(state, "SE0000000000-U2", "SE0000000000-D2");
    in->region.rules.panel.cap = 1;
    county_script(in,
                  "INSERT INTO named_contact_stated (id, identifier, kind, staff, unit, from_day, "
                  "recorded) VALUES (99, 2, 2, 2, 2, 45350, 1);"
                  "INSERT INTO named_contact_effect VALUES (2, 2, 45350, 99, NULL);");
    refused(in, &r, "listing.doctor_full", "");
    county_script(in, "UPDATE named_contact_effect SET to_day = 45349 WHERE person = 1;"
                      "UPDATE named_contact_stated SET identifier = 1 WHERE id = 99;"
                      "UPDATE named_contact_effect SET person = 1 WHERE stated = 99;");
    assert_int_equal(lists(in, &r).verdict, LISTING_DONE);
    ROWS(state, CONTACTS, "1@1 44196-45320 changed_unit 2@2 45321- /1");
}

static void the_queue_is_the_units(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = asks_for(state, "SE0000000000-U2", "SE0000000000-D2");
    county_script(in, "UPDATE unit_stated SET cap = 0, queue = 1 WHERE unit = 2;");
    refused(in, &r, "listing.full_has_queue", "");
    r.queue = true;
    refused(in, &r, "listing.doctor_queue", "");
    r.doctor = STR("");
    assert_int_equal(lists(in, &r).verdict, LISTING_QUEUED);
    /* Who stays at the unit needs no room there, and keeps the place. */
    county_script(in, "UPDATE unit_stated SET cap = 0 WHERE unit = 1;");
    struct listing_request stays = asks("key:1", "SE0000000000-U1");
    stays.doctor = STR("SE0000000000-D3");
    assert_int_equal(lists(in, &stays).verdict, LISTING_DONE);
    ROWS(state, "SELECT count(*) FROM queue_place WHERE superseded IS NULL", "1");
}

/* Room is made: who waited comes without a doctor, and to choose one then is no change. */
static void who_comes_from_the_queue_chooses_a_doctor_later(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = asks_for(state, "SE0000000000-U2", "");
    struct listing_request leaves = asks("key:2", "SE0000000000-U1");
    county_script(in, "UPDATE unit_stated SET cap = 1, queue = 1 WHERE unit = 2;");
    r.queue = true;
    assert_int_equal(lists(in, &r).verdict, LISTING_QUEUED);
    leaves.doctor = STR("SE0000000000-D1");
    leaves.actor.opens_protected = true;
    assert_int_equal(lists(in, &leaves).from.n, FEBRUARY);
    ROWS(state,
         "SELECT list || '/' || from_day FROM listing_effect WHERE person = 1 AND "
         "to_day IS NULL",
         "12/45321");
    ROWS(state, CONTACTS, "1@1 44196-45320 changed_unit");
    in->clock.today.n = FEBRUARY;
    r.doctor = STR("SE0000000000-D2");
    struct listing_answer answer = lists(in, &r);
    assert_int_equal(answer.verdict, LISTING_DONE);
    assert_false(answer.is_counted);
    assert_int_equal(answer.left, 1);
    ROWS(state, CONTACTS, "1@1 44196-45320 changed_unit 2@2 45350- /1");
}

/* Each waits for the other's unit: they change places, where listings are on doctors too. */
static void who_wish_for_each_others_places_change(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = asks_for(state, "SE0000000000-U2", "");
    struct listing_request other = asks("key:2", "SE0000000000-U1");
    county_script(in, "UPDATE unit_stated SET cap = 1, queue = 1 WHERE unit IN (1, 2);");
    r.queue = other.queue = other.actor.opens_protected = true;
    assert_int_equal(lists(in, &r).verdict, LISTING_QUEUED);
    assert_int_equal(lists(in, &other).verdict, LISTING_DONE);
    assert_int_equal(unit_of(in, 1), UNIT_2);
    assert_int_equal(unit_of(in, 2), UNIT_1);
}

static void residents_choose_and_their_request_is_answered(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = asks_self(1, 0, "SE0000000000-U1");
    by_norways_rules(state);
    county_script(in, "INSERT INTO request VALUES (1, 1, 2, NULL, 0, 1);"
                      "INSERT INTO request_step VALUES (1, 0, 1, NULL, NULL);"
                      "INSERT INTO request_open VALUES (1, 2, 1);");
    r.doctor = STR("SE0000000000-D3");
    assert_true(lists(in, &r).is_counted);
    ROWS(state, CONTACTS, "1@1 44196-45320 replaced 3@1 45321- /0");
    ROWS(state, "SELECT state || '/' || staff FROM request_step WHERE state = 1", "1/3");
    ROWS(state, "SELECT count(*) FROM request_open", "0");
}

/* Neither is who the doctor is told by a refusal. */
static void who_may_not_have_one_is_refused(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = asks_for(state, "SE0000000000-U1", "SE0000000000-D1");
    county_script(in, "INSERT INTO block_stated (identifier, unit, from_day, recorded) "
                      "VALUES (1, 1, 44000, 1);");
    refused(in, &r, "assign.blocked", "");
    r.doctor = STR("SE0000000000-D3");
    refused(in, &r, "assign.blocked", "");
    county_script(in, "DELETE FROM block_stated;"
                      "INSERT INTO opt_out_stated (identifier, from_day, recorded) "
                      "VALUES (1, 45000, 1);");
    refused(in, &r, "assign.opted_out", "");
}

static void the_second_guardian_consents_to_the_doctor(void **state)
{
    struct instance *in = instance_of(state);
    struct listing_request r = asks_for(state, "SE0000000000-U2", "SE0000000000-D2");
    in->region.rules.guardian.both = true;
    county_script(in, "UPDATE person_stated SET birth_date = 43000, guardian1 = 1002, "
                      "guardian2 = 1003 WHERE identifier = 1;"
                      "UPDATE person_stated SET deregistered_on = NULL, deregistration_reason = 0, "
                      "protection = 0;");
    r.consent = STR("key:2");
    struct listing_answer answer = lists(in, &r);
    assert_int_equal(answer.verdict, LISTING_WAITS);
    assert_true(str_eq(answer.named, STR("SE0000000000-D2")));
    ROWS(state, "SELECT unit || '/' || doctor FROM consent WHERE superseded IS NULL", "2/2");
    r.unit = r.doctor = STR("");
    r.consent = STR("key:3");
    answer = lists(in, &r);
    assert_int_equal(answer.verdict, LISTING_DONE);
    assert_true(str_eq(answer.named, STR("SE0000000000-D2")));
    ROWS(state, CONTACTS, "1@1 44196-45320 changed_unit 2@2 45321- /1");
    ROWS(state, "SELECT why FROM consent", "0");
}

static void a_newborn_comes_to_the_mothers_doctor(void **state)
{
    struct instance *in = instance_of(state);
    struct passive_request r = {.person = STR("key:5"),
                                .is_newborn = true,
                                .actor = {.id = STR("os:test"),
                                          .role = ROLE_ADMINISTRATOR,
                                          .purpose = PURPOSE_ADMINISTRATION}};
    struct passive_answer answer;
    struct err err = {0};
    by_norways_rules(state);
    county_script(in, "INSERT INTO identifier VALUES (5, 1005, 5, 1), (6, 1006, 6, 1);"
                      "INSERT INTO person (key, newest) VALUES (5, 5), (6, 6);"
                      "INSERT INTO person_stated (identifier, birth_date, sex, protection, paper, "
                      "deregistration_reason, mother, recorded) VALUES "
                      "(5, 45295, 1, 0, 0, 0, 1001, 1), (6, 45296, 1, 0, 0, 0, 1001, 1);");
    assert_true(passive_list(in->arena, in, &r, &answer, &err));
    assert_int_equal(unit_of(in, 5), UNIT_1);
    ROWS(state,
         "SELECT n.staff || '/' || e.from_day FROM named_contact_effect AS e JOIN "
         "named_contact_stated AS n ON n.id = e.stated WHERE e.person = 5",
         "1/45295");
    in->region.rules.panel.cap = 0; /* no room: without a doctor */
    r.person = STR("key:6");
    assert_true(passive_list(in->arena, in, &r, &answer, &err));
    assert_int_equal(unit_of(in, 6), UNIT_1);
    ROWS(state, "SELECT count(*) FROM named_contact_effect WHERE person = 6", "0");
}

static void fails_whole(void **state, const struct listing_request *r, const char *contacts)
{
    struct instance *in = instance_of(state);
    struct scratch *s = scratch_of(state);
    struct listing_answer answer;
    FAILS_WHOLE(s, 30, listing_list(in->arena, in, r, &answer, &err));
    ROWS(state, CONTACTS, contacts);
}

static void whichever_statement_of_a_listing_fails_leaves_nothing(void **state)
{
    struct listing_request r = asks_for(state, "SE0000000000-U2", "SE0000000000-D2");
    r.key = STR("form 17");
    fails_whole(state, &r, "1@1 44196-45320 changed_unit 2@2 45321- /1");
}

static void whichever_statement_of_a_choice_fails_leaves_nothing(void **state)
{
    struct listing_request r = asks_for(state, "SE0000000000-U1", "SE0000000000-D3");
    r.key = STR("form 17");
    fails_whole(state, &r, "1@1 44196-45320 replaced 3@1 45321- /1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SCENE(who_lists_elsewhere_is_with_a_doctor_there),
        SCENE(another_doctor_of_the_unit_is_a_change_of_its_own),
        SCENE(a_doctor_who_was_assigned_is_not_counted),
        SCENE(a_plan_gives_way_to_a_new_choice),
        SCENE(the_planned_doctor_is_chosen_from_a_sooner_day),
        SCENE(of_a_doctor_who_never_comes_they_are_told),
        SCENE(a_change_of_unit_tells_who_never_comes),
        SCENE(also_of_one_whom_they_have_until_then),
        SCENE(the_doctor_must_be_one_and_have_room),
        SCENE(who_is_planned_on_the_list_has_a_place),
        SCENE(the_queue_is_the_units),
        SCENE(who_comes_from_the_queue_chooses_a_doctor_later),
        SCENE(who_wish_for_each_others_places_change),
        SCENE(residents_choose_and_their_request_is_answered),
        SCENE(who_may_not_have_one_is_refused),
        SCENE(the_second_guardian_consents_to_the_doctor),
        SCENE(a_newborn_comes_to_the_mothers_doctor),
        SCENE(whichever_statement_of_a_listing_fails_leaves_nothing),
        SCENE(whichever_statement_of_a_choice_fails_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
