/* service/contact/assign.h and contact_acts.h: from the registry's rows to its rows, events,
 * messages and log: one person, many, all whom a filter finds; what is refused; opting out; and
 * nothing left of what fails. */
#include "assign_scene.h"
#include "county_scene.h"
#include "fails_whole.h"

static void who_gets_a_doctor_is_told_and_it_is_logged(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct assigning r = asks(s, "SE0000000000-D2", "key:11");
    struct assigned done = assigns(in, &r);
    assert_int_equal(done.preview.of[ASSIGN_MAY], 1);
    assert_int_equal(done.preview.before.count, 0);
    assert_int_equal(done.preview.after.count, 1);
    assert_int_equal(done.preview.after.target, 5);
    assert_int_equal(done.from.n, TODAY);
    assert_true(str_eq(done.unit_name, STR("Norra")));
    assert_true(str_eq(done.staff_name, STR("Ek")));
    stands_beside(s, DOCTOR_OF "e.person = 11", "SE0000000000-D2 45300 -");
    stands_beside(s,
                  "SELECT assigned_by, informed_on FROM named_contact_stated WHERE identifier = 11",
                  "SE0000000000-N1 -");
    stands_beside(s, "SELECT type, person, valid_from FROM outbox", "5 11 45300");
    stands_beside(s, "SELECT identifier, kind, unit, staff, from_day FROM message",
                  "11 7 SE0000000000-U1 SE0000000000-D2 45300");
    stands_beside(
        s, "SELECT act, kind, outcome, person, about LIKE 'staff=%-D2 kind=2 %' FROM access_log",
        "assign 1 0 11 1");
}

static void a_new_doctor_ends_the_former(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct assigning r = asks(s, "SE0000000000-D2", "key:1");
    struct assigned done = assigns(in, &r);
    assert_int_equal(done.preview.replaced, 1);
    assert_true(str_eq(hsaid_str(&done.row[0].former), STR("SE0000000000-D1")));
    stands_beside(s, DOCTOR_OF "e.person = 1 ORDER BY 2",
                  "SE0000000000-D1 44196 45299;SE0000000000-D2 45300 -");
    stands_beside(s, "SELECT reason FROM named_contact_stated WHERE to_day = 45299", "replaced");
    stands_beside(s, "SELECT was FROM contact_ending", "1");
    stands_beside(s, "SELECT type, valid_from FROM outbox ORDER BY id", "6 45300;5 45300");
    /* Back on the same day: what began today never was. */
    r.staff = STR("SE0000000000-D1");
    (void)assigns(in, &r);
    stands_beside(s, DOCTOR_OF "e.person = 1 ORDER BY 2",
                  "SE0000000000-D1 44196 45299;SE0000000000-D1 45300 -");
    county_script(in, "UPDATE staff_stated SET protected_staff = 1 WHERE staff = 1;");
    r.staff = STR("SE0000000000-D2");
    done = assigns(in, &r);
    assert_int_equal(done.preview.replaced, 1);
    assert_int_equal(done.row[0].former.text[0], 0);
}

static void who_asked_for_a_doctor_has_got_one(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    county_script(in, REQUESTS);
    struct assigning r = finds(s, "SE0000000000-D2", "request=yes");
    (void)assigns(in, &r);
    stands_beside(s, DOCTORS_NOW, "1,14");
    stands_beside(s, "SELECT request FROM request_open", "3");
    stands_beside(s, "SELECT request, state FROM request_step WHERE state > 0", "1 1;2 1");
}

static void what_is_so_already_is_no_refusal(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct assigning r = asks(s, "SE0000000000-D1", "key:1");
    struct assigned done = assigns(in, &r);
    assert_int_equal(done.preview.of[ASSIGN_ALREADY], 1);
    stands_beside(s, "SELECT count(*) FROM named_contact_stated WHERE identifier = 1", "1");
    stands_beside(s, "SELECT count(*) FROM message", "0");
    county_script(in, REQUESTS); /* who asked has got what was asked for */
    (void)assigns(in, &r);
    stands_beside(s, "SELECT request, state FROM request_step WHERE state > 0", "1 1");
    stands_beside(s, "SELECT count(*) FROM request_open WHERE request = 1", "0");
}

static void a_care_contact_stands_beside_the_doctor(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct assigning r = asks(s, "SE0000000000-D3", "key:1");
    refuses(in, &r, "assign.not_physician", "");
    r.kind = KIND_CARE_CONTACT;
    struct assigned done = assigns(in, &r);
    assert_int_equal(done.preview.of[ASSIGN_MAY], 1);
    assert_int_equal(done.preview.replaced, 0);
    stands_beside(s, DOCTOR_OF "e.person = 1 ORDER BY e.kind",
                  "SE0000000000-D3 45300 -;SE0000000000-D1 44196 -");
}

static void the_unit_is_the_only_one_of_the_member(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct assigning r = asks(s, "SE0000000000-D1", "key:11");
    r.unit = STR("");
    struct assigned done = assigns(in, &r);
    assert_true(str_eq(hsaid_str(&done.unit), STR("SE0000000000-U1")));
    r.staff = STR("SE0000000000-D2");
    refuses(in, &r, "assign.unit", "SE0000000000-D2");
}

/* ---- many ---- */

/* A cap of six: those with the least keys get it, in whatever order they were named. */
static void a_full_panel_takes_the_first_and_lists_the_rest(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct str person[] = {STR("key:19"), STR("key:18"), STR("key:17"), STR("key:16"),
                           STR("key:15"), STR("key:14"), STR("key:13"), STR("key:2"),
                           STR("key:3"),  STR("key:13")};
    struct assigning r = asks(s, "SE0000000000-D2", "");
    r.written = person;
    r.persons = ARRAY_LEN(person);
    r.actor.opens_protected = true;
    struct assigned done = assigns(in, &r);
    assert_int_equal(done.preview.asked, 9); /* each once */
    assert_int_equal(done.preview.of[ASSIGN_MAY], 6);
    assert_int_equal(done.preview.of[ASSIGN_FULL], 1);
    assert_int_equal(done.preview.of[ASSIGN_OTHER_UNIT], 1);
    assert_int_equal(done.preview.of[ASSIGN_ENDED], 1);
    assert_int_equal(done.preview.after.count, 6);
    stands_beside(s, DOCTORS_NOW, "1,13,14,15,16,17,18");
    stands_beside(s, "SELECT count(*) FROM message", "6");
    stands_beside(s, /* the list, each who got the doctor, and each who may not */
                  "SELECT kind, outcome, count(person), max(count) FROM access_log GROUP BY 1, 2",
                  "1 0 6 9;1 2 3 -");
    r.dry_run = true;
    (void)assigns(in, &r);
    stands_beside(s,
                  "SELECT kind, outcome, count(person) FROM access_log WHERE id > 10 GROUP BY "
                  "1, 2",
                  "0 0 6;0 2 3");
}

/* Those who are planned take their places: a cap of six is not passed on their day. */
static void who_is_planned_on_a_panel_takes_a_place(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct str later[] = {STR("key:11"), STR("key:12"), STR("key:13"), STR("key:14")};
    struct str now[] = {STR("key:15"), STR("key:16"), STR("key:17")};
    struct assigning r = asks(s, "SE0000000000-D2", "");
    r.written = later;
    r.persons = ARRAY_LEN(later);
    r.from = (struct day){TODAY + 30};
    assert_int_equal(assigns(in, &r).preview.after.count, 4);
    r.written = now;
    r.persons = ARRAY_LEN(now);
    r.from = DAY_NONE;
    struct assigned done = assigns(in, &r);
    assert_int_equal(done.preview.of[ASSIGN_MAY], 2);
    assert_int_equal(done.preview.of[ASSIGN_FULL], 1);
    assert_int_equal(done.preview.before.count, 0);
    assert_int_equal(done.preview.after.count, 2);
    struct assigning one = asks(s, "SE0000000000-D2", "key:17");
    refuses(in, &one, "assign.full", "");
    /* Who is planned may begin before: on the day they are no more. */
    r.written = later;
    r.persons = ARRAY_LEN(later);
    r.from = (struct day){TODAY + 1};
    done = assigns(in, &r);
    assert_int_equal(done.preview.of[ASSIGN_MAY], 4);
    assert_int_equal(done.preview.after.count, 6);
    stands_beside(s, DOCTORS_NOW, "1,11,12,13,14,15,16");
}

static void a_preview_says_what_would_be(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct assigning r = finds(s, "SE0000000000-D2", "unit=SE0000000000-U1");
    r.dry_run = true;
    struct assigned would = assigns(in, &r);
    assert_int_equal(would.preview.of[ASSIGN_MAY], 6);
    assert_int_equal(would.preview.of[ASSIGN_FULL], 4);
    assert_int_equal(would.preview.replaced, 1);
    assert_int_equal(would.hidden, 0); /* key 20 is not told of */
    assert_true(would.leaves_out);
    assert_int_equal(would.preview.before.count, 0);
    assert_int_equal(would.preview.after.count, 6);
    stands_beside(s, DOCTORS_NOW, "1");
    stands_beside(s, "SELECT count(*) FROM message", "0");
    stands_beside(s, "SELECT kind, outcome, person, count FROM access_log", "0 0 - 10");
    r.dry_run = false;
    struct assigned did = assigns(in, &r);
    assert_int_equal(did.preview.of[ASSIGN_MAY], 6);
    assert_int_equal(did.preview.after.count, 6);
    stands_beside(s, DOCTORS_NOW, "1,11,12,13,14,15");
}

static void found(struct scratch *s, struct instance *in, const char *where, const char *wanted)
{
    struct assigning r = finds(s, "SE0000000000-D1", where);
    struct sb out = sb_open(s->arena, 64);
    r.dry_run = true;
    struct assigned would = assigns(in, &r);
    for (size_t i = 0; i < would.rows; i++)
        sb_fmt(&out, "%s%lld", i > 0 ? " " : "", (long long)would.row[i].person);
    if (!str_eq(sb_str(&out), str_of(wanted)))
        fail_msg("%s: %.*s, wanted %s", where, STR_FMT(sb_str(&out)), wanted);
}

static void a_filter_finds_those_of_whom_all_is_true(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    county_script(in, "INSERT INTO residence_stated (identifier, kind, municipality, from_day, "
                      "reported_on, recorded) VALUES (12, 0, '2321', 44100, 44100, 1), "
                      "(13, 1, '2321', 44100, 44100, 1);");
    found(s, in, "unit=SE0000000000-U1", "1 11 12 13 14 15 16 17 18 19");
    found(s, in, "doctor=none", "11 12 13 14 15 16 17 18 19");
    found(s, in, "doctor=SE0000000000-D1", "1");
    found(s, in, "doctor=SE0000000000-D2", "");
    found(s, in, "area=A1", "11 13 15 17 19");
    found(s, in, "area=A1 , age_from=80", "11 13");
    found(s, in, "age_from=84,age_to=104", "12 13 14");
    found(s, in, "saebo=yes", "12");
    found(s, in, "home_care=yes", "13");
    found(s, in, "home_care=no,saebo=no,area=A0", "14 16 18");
    found(s, in, "kind1=yes", "");
    county_script(in, REQUESTS);
    found(s, in, "request=yes", "1 14");
    found(s, in, "request=no,area=A0", "12 16 18");
    found(s, in, "unit=SE0000000000-U2,kind1=yes", "");
    found(s, in, "unit=SE0000000000-U2", ""); /* the contact's unit is another than the filter's */
}

static void a_filter_that_is_not_understood_is_refused(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    static const struct {
        const char *where, *code, *field;
    } wrong[] = {
        {"colour=red", "assign.filter", "colour"},
        {"unit=SE0000000000-U1,", "assign.filter", ""},
        {"saebo=maybe", "assign.filter_value", "saebo"},
        {"saebo", "assign.filter_value", "saebo"},
        {"age_from=-1", "assign.filter_value", "age_from"},
        {"age_to=old", "assign.filter_value", "age_to"},
        {"area=", "assign.filter_value", "area"},
        {"doctor=none,doctor=SE0000000000-D1", "assign.filter_twice", "doctor"},
        {"saebo=yes,area=A0,saebo=yes", "assign.filter_twice", "saebo"},
    };
    for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
        struct assigning r = finds(s, "SE0000000000-D1", wrong[i].where);
        refuses(in, &r, wrong[i].code, wrong[i].field);
    }
    struct assigning r = finds(s, "SE0000000000-D1", "doctor=D1");
    struct err err = {0};
    struct assigned done;
    assert_false(assign_contacts(in->arena, in, &r, &done, &err));
    assert_true(str_starts(str_of(err.code), STR("hsaid.")));
}

/* ---- what is refused ---- */

static void one_person_is_refused_with_the_rule(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct assigning r = asks(s, "SE0000000000-D2", "key:3");
    refuses(in, &r, "assign.ended", "");
    r = asks(s, "SE0000000000-D2", "key:2");
    refuses(in, &r, "act.protected_person", "");
    r.actor.opens_protected = true;
    refuses(in, &r, "assign.other_unit", "");
    r = asks(s, "SE0000000000-D9", "key:11");
    refuses(in, &r, "staff.unknown", "SE0000000000-D9");
    r = asks(s, "SE0000000000-D1", "key:11");
    r.actor = actor(ROLE_STAFF, "SE0000000000-U2");
    refuses(in, &r, "assign.right", "");
    r.actor = (struct actor){
        .id = STR("key:11"), .role = ROLE_RESIDENT, .purpose = PURPOSE_OWN, .person = 11};
    refuses(in, &r, "assign.right", "");
    stands_beside(s, "SELECT outcome FROM access_log WHERE actor = 'key:11'", "2");
    r = asks(s, "SE0000000000-D1", "key:11");
    r.override = STR("two\nlines");
    refuses(in, &r, "assign.reason", "");
    r = asks(s, "SE0000000000-D1", "key:11");
    r.from = (struct day){TODAY + 367};
    refuses(in, &r, "assign.day_far", "");
    struct str several[] = {STR("key:11"), STR("key:99")};
    r = asks(s, "SE0000000000-D1", "");
    r.written = several;
    r.persons = 2;
    refuses(in, &r, "person.unknown", "#2");
    r.list = STR("panel.txt");
    refuses(in, &r, "person.unknown", "panel.txt:2");
    stands_beside(s, DOCTORS_NOW, "1");
    stands_beside(s, "SELECT count(*) FROM message", "0");
}

static void only_the_head_makes_an_exception(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    county_script(in, "UPDATE position_stated SET panel_open = 2 WHERE staff = 1;");
    struct assigning r = asks(s, "SE0000000000-D1", "key:11");
    refuses(in, &r, "assign.closed", "");
    r.override = STR("knows the family");
    refuses(in, &r, "assign.override_right", "");
    r.actor = actor(ROLE_UNIT_HEAD, "SE0000000000-U1");
    struct assigned done = assigns(in, &r);
    assert_int_equal(done.preview.overridden, 1);
    stands_beside(s, "SELECT reason FROM named_contact_stated WHERE identifier = 11",
                  "knows the family");
}

static void who_is_protected_is_left_out_of_a_list_and_counted(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct str several[] = {STR("key:19"), STR("key:20")};
    struct assigning r = asks(s, "SE0000000000-D1", "");
    r.written = several;
    r.persons = 2;
    struct assigned done = assigns(in, &r);
    assert_int_equal(done.hidden, 1);
    assert_int_equal(done.rows, 1);
    stands_beside(s, DOCTORS_NOW, "1,19");
    stands_beside(s, "SELECT outcome FROM access_log WHERE person = 20", "2");
    r.actor.opens_protected = true;
    done = assigns(in, &r);
    assert_int_equal(done.hidden, 0);
    stands_beside(s, DOCTORS_NOW, "1,19,20");
}

/* ---- what a person has ---- */

static struct contact_acting about(const char *person)
{
    return (struct contact_acting){.person = str_of(person),
                                   .kind = KIND_DOCTOR,
                                   .from = DAY_NONE,
                                   .reason = STR("moves"),
                                   .actor = actor(ROLE_STAFF, "SE0000000000-U1")};
}

#define CONTACT_ACT                                                                                \
    bool (*act)(struct arena * a, struct instance * in, const struct contact_acting *asked,        \
                struct contact_acted *out, struct err *err)

static struct contact_acted does(struct instance *in, CONTACT_ACT, const struct contact_acting *r)
{
    struct err err = {0};
    struct contact_acted done;
    if (!act(in->arena, in, r, &done, &err))
        fail_msg("%s %s", err.code, err.detail);
    return done;
}

static void may_not(struct instance *in, CONTACT_ACT, const struct contact_acting *r,
                    const char *code)
{
    struct err err = {0};
    struct contact_acted done;
    assert_false(act(in->arena, in, r, &done, &err));
    assert_string_equal(err.code, code);
}

/* Who is of another municipality: not found by a filter, and of no contact is it told who it is. */
static void the_municipality_learns_of_its_own_only(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    county_script(in, "UPDATE person_stated SET municipality = '2305';"
                      "UPDATE unit_stated SET municipality = '2380' WHERE unit = 1;");
    struct assigning r = finds(s, "SE0000000000-D1", "unit=SE0000000000-U1");
    r.actor = actor(ROLE_MUNICIPAL, "SE0000000000-U1");
    r.kind = KIND_MUNICIPAL;
    struct assigned done = assigns(in, &r);
    assert_int_equal(done.rows, 0);
    r = asks(s, "SE0000000000-D1", "key:1"); /* is so, and not theirs to know */
    r.actor = actor(ROLE_MUNICIPAL, "SE0000000000-U1");
    refuses(in, &r, "assign.right", "");
    struct contact_acting end = about("key:11"); /* has none */
    end.actor = r.actor;
    may_not(in, contact_acts_end, &end, "assign.right");
    end = about("key:1");
    end.actor = r.actor;
    may_not(in, contact_acts_end, &end, "assign.right");
}

/* Nor who works at another unit: whether there is one, or it is blocked to them, or there is none.
 */
static void another_unit_learns_that_it_may_not(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    const char *person[] = {"key:1", "key:11"}; /* who has one, and who has none */
    for (unsigned is_blocked = 0; is_blocked < 2; is_blocked++) {
        for (size_t i = 0; i < ARRAY_LEN(person); i++) {
            struct contact_acting r = about(person[i]);
            r.actor = actor(ROLE_STAFF, "SE0000000000-U2");
            may_not(in, contact_acts_end, &r, "assign.right");
            may_not(in, contact_acts_inform, &r, "assign.right");
        }
        county_script(in, "DELETE FROM block_stated; INSERT INTO block_stated (identifier, unit, "
                          "from_day, recorded) VALUES "
                          "(1, 1, 45000, 1);");
    }
    struct contact_acting r = about("key:11"); /* of those whose patients they are, all is told */
    may_not(in, contact_acts_end, &r, "assign.none_such");
    r.actor = actor(ROLE_UNIT_HEAD, "SE0000000000-U1");
    may_not(in, contact_acts_inform, &r, "assign.none_such");
    r.actor = actor(ROLE_ADMINISTRATOR, "");
    may_not(in, contact_acts_end, &r, "assign.none_such");
    stands_beside(s, "SELECT count(*) FROM named_contact_stated WHERE superseded IS NOT NULL", "0");
}

static void a_contact_ends_with_a_reason_that_is_told(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct contact_acting r = about("key:1");
    r.reason = STR("");
    may_not(in, contact_acts_end, &r, "assign.reason");
    r = about("key:1");
    r.key = STR("end 1");
    struct contact_acted done = does(in, contact_acts_end, &r);
    assert_true(str_eq(hsaid_str(&done.staff), STR("SE0000000000-D1")));
    assert_int_equal(done.from.n, TODAY);
    stands_beside(s, DOCTOR_OF "e.person = 1", "SE0000000000-D1 44196 45299");
    stands_beside(s, "SELECT kind, staff, from_day, reason FROM message",
                  "8 SE0000000000-D1 45300 moves");
    stands_beside(s, "SELECT json_extract(data, '$.reason') FROM outbox", "other"); /* no words */
    stands_beside(s, "SELECT count(*) FROM contact_ending", "0");
    assert_true(does(in, contact_acts_end, &r).is_repeat);
    r.key = STR("");
    done = does(in, contact_acts_end, &r); /* it is so already */
    assert_true(done.is_already);
    assert_true(str_eq(hsaid_str(&done.staff), STR("SE0000000000-D1")));
    stands_beside(s, "SELECT count(*) FROM message", "1");
    r.from = (struct day){TODAY + 1};
    may_not(in, contact_acts_end, &r, "assign.none_such");
    r.from = DAY_NONE;
    r.actor = actor(ROLE_STAFF, "SE0000000000-U2");
    may_not(in, contact_acts_end, &r, "assign.right");
}

static void of_two_care_contacts_one_is_named(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct assigning one = asks(s, "SE0000000000-D3", "key:1");
    one.kind = KIND_CARE_CONTACT;
    (void)assigns(in, &one);
    one.staff = STR("SE0000000000-D1");
    (void)assigns(in, &one);
    struct contact_acting r = about("key:1");
    r.kind = KIND_CARE_CONTACT;
    may_not(in, contact_acts_end, &r, "assign.which");
    r.staff = STR("SE0000000000-D3");
    struct contact_acted done = does(in, contact_acts_end, &r);
    assert_true(str_eq(hsaid_str(&done.staff), STR("SE0000000000-D3")));
    stands_beside(s, DOCTOR_OF "e.person = 1 AND e.kind = 1", "SE0000000000-D1 45300 -");
    r.actor = actor(ROLE_STAFF, "SE0000000000-U2");
    r.staff = STR("SE0000000000-D1");
    may_not(in, contact_acts_end, &r, "assign.right");
}

static void who_has_been_told_is_informed_from_that_day(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct contact_acting r = about("key:1");
    struct contact_acted done = does(in, contact_acts_inform, &r);
    assert_false(done.is_already);
    stands_beside(s,
                  "SELECT informed_on, from_day FROM named_contact_stated WHERE identifier = 1 AND "
                  "superseded IS NULL",
                  "45300 44196");
    stands_beside(s, "SELECT type, valid_from FROM outbox", "7 45300");
    in->clock.today.n++;
    done = does(in, contact_acts_inform, &r);
    assert_true(done.is_already);
    assert_int_equal(done.from.n, TODAY);
    r = about("key:11");
    may_not(in, contact_acts_inform, &r, "assign.none_such");
    r.actor = (struct actor){
        .id = STR("key:11"), .role = ROLE_RESIDENT, .purpose = PURPOSE_OWN, .person = 11};
    may_not(in, contact_acts_inform, &r, "assign.right");
}

/* A plan of a change of unit that is withdrawn still gives the doctor back, though the resident has
 * been told of them meanwhile. */
static void who_is_informed_keeps_what_ended_the_row(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    county_script(in,
                  "UPDATE named_contact_stated SET superseded = 2 WHERE id = 1;"
                  "INSERT INTO named_contact_stated (id, identifier, kind, staff, unit, from_day, "
                  "to_day, recorded) VALUES (9, 1, 2, 1, 1, 44196, 45400, 2);"
                  "INSERT INTO contact_ending VALUES (9, 1);"
                  "UPDATE named_contact_effect SET stated = 9, to_day = 45400 WHERE person = 1;");
    struct contact_acting r = about("key:1");
    (void)does(in, contact_acts_inform, &r);
    stands_beside(s,
                  "SELECT n.to_day, n.informed_on, e.was FROM named_contact_stated AS n JOIN "
                  "contact_ending AS e ON e.stated = n.id WHERE n.superseded IS NULL",
                  "45400 45300 1");
}

static void who_opts_out_has_no_doctor_and_gets_none(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct contact_acting r = about("key:1");
    r.actor = (struct actor){
        .id = STR("key:1"), .role = ROLE_RESIDENT, .purpose = PURPOSE_OWN, .person = 1};
    county_script(in, REQUESTS);
    struct contact_acted done = does(in, contact_acts_opt_out, &r);
    stands_beside(s, "SELECT request FROM request_open ORDER BY 1", "2;3");
    assert_true(str_eq(hsaid_str(&done.staff), STR("SE0000000000-D1")));
    stands_beside(s, DOCTOR_OF "e.person = 1", "SE0000000000-D1 44196 45299");
    stands_beside(s, "SELECT reason FROM named_contact_stated WHERE to_day = 45299", "opted_out");
    assert_true(does(in, contact_acts_opt_out, &r).is_already);
    struct assigning to = asks(s, "SE0000000000-D1", "key:1");
    refuses(in, &to, "assign.opted_out", "");
    in->clock.today.n += 5;
    done = does(in, contact_acts_opt_in, &r);
    assert_false(done.is_already);
    stands_beside(s, "SELECT from_day, to_day FROM opt_out_stated WHERE superseded IS NULL",
                  "45300 45304");
    assert_true(does(in, contact_acts_opt_in, &r).is_already);
    (void)does(in, contact_acts_opt_out, &r);
    (void)does(in, contact_acts_opt_in, &r); /* within the day: it never was */
    stands_beside(s, "SELECT from_day, to_day FROM opt_out_stated WHERE superseded IS NULL",
                  "45300 45304");
    (void)assigns(in, &to);
    stands_beside(s, DOCTOR_OF "e.person = 1 ORDER BY 2",
                  "SE0000000000-D1 44196 45299;SE0000000000-D1 45305 -");
}

/* Also of one who was to come; of one elsewhere, whom they would have if they came, nobody is. */
static void who_opts_out_is_told_of_a_planned_doctor(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct contact_acting r = about("key:11");
    struct assigning to = asks(s, "SE0000000000-D1", "key:11");
    to.from.n = TODAY + 60;
    (void)assigns(in, &to);
    county_script(in, "INSERT INTO named_contact_stated (id, identifier, kind, staff, unit, "
                      "from_day, recorded) VALUES (99, 11, 2, 2, 2, 45000, 1);");
    r.from.n = TODAY + 7;
    struct contact_acted done = does(in, contact_acts_opt_out, &r);
    assert_true(str_eq(hsaid_str(&done.staff), STR("SE0000000000-D1")));
    assert_int_equal(done.from.n, TODAY + 7);
    stands_beside(s, "SELECT kind, staff, from_day FROM message ORDER BY id",
                  "7 SE0000000000-D1 45360;8 SE0000000000-D1 45360");
    stands_beside(s,
                  "SELECT count(*) FROM named_contact_stated WHERE identifier = 11 AND "
                  "superseded IS NULL AND to_day IS NULL",
                  "0");
}

static void only_the_resident_and_the_unit_may_opt_out(void **state)
{
    struct instance *in = instance_of(state);
    struct contact_acting r = about("key:1");
    r.actor = actor(ROLE_STAFF, "SE0000000000-U2");
    may_not(in, contact_acts_opt_out, &r, "opt.right");
    const char *others[] = {"key:1", "key:2", "key:99"}; /* also of one protected, and nobody */
    for (size_t i = 0; i < ARRAY_LEN(others); i++) {
        r = about(others[i]);
        r.actor = (struct actor){.id = STR("key:3"), .role = ROLE_RESIDENT, .person = 3};
        may_not(in, contact_acts_opt_out, &r, "opt.right");
        may_not(in, contact_acts_end, &r, "assign.right");
    }
    r = about("key:1");
    r.person = STR("key:3");
    may_not(in, contact_acts_opt_out, &r, "opt.right"); /* is listed nowhere */
    r.actor = actor(ROLE_ADMINISTRATOR, "");
    may_not(in, contact_acts_opt_out, &r, "gone.dead");
    county_script(in, "UPDATE person_stated SET deregistration_reason = 2 WHERE identifier = 3;");
    may_not(in, contact_acts_opt_out, &r, "gone.emigrated");
    in->region.rules.named_doctor.opt_out = false;
    r = about("key:1");
    may_not(in, contact_acts_opt_out, &r, "opt.not_offered");
}

/* ---- what fails ---- */

static void whichever_statement_fails_leaves_nothing(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct str several[] = {STR("key:1"), STR("key:11"), STR("key:12")};
    struct assigning r = asks(s, "SE0000000000-D2", "");
    r.written = several;
    r.persons = ARRAY_LEN(several);
    r.key = STR("three");
    struct assigned answer;
    FAILS_WHOLE(s, 40, assign_contacts(s->arena, in, &r, &answer, &err));
    stands_beside(s, DOCTORS_NOW, "1,11,12");
}

static void so_does_opting_out(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct contact_acting r = about("key:1");
    struct contact_acted answer;
    FAILS_WHOLE(s, 20, contact_acts_opt_out(s->arena, in, &r, &answer, &err));
    stands_beside(s, "SELECT count(*) FROM opt_out_stated", "1");
}

static int setup(void **state)
{
    return scene_open(state, open_county);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, scene_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(who_gets_a_doctor_is_told_and_it_is_logged),
        CASE(a_new_doctor_ends_the_former),
        CASE(who_asked_for_a_doctor_has_got_one),
        CASE(what_is_so_already_is_no_refusal),
        CASE(a_care_contact_stands_beside_the_doctor),
        CASE(the_unit_is_the_only_one_of_the_member),
        CASE(a_full_panel_takes_the_first_and_lists_the_rest),
        CASE(who_is_planned_on_a_panel_takes_a_place),
        CASE(a_preview_says_what_would_be),
        CASE(a_filter_finds_those_of_whom_all_is_true),
        CASE(a_filter_that_is_not_understood_is_refused),
        CASE(one_person_is_refused_with_the_rule),
        CASE(only_the_head_makes_an_exception),
        CASE(who_is_protected_is_left_out_of_a_list_and_counted),

        CASE(the_municipality_learns_of_its_own_only),
        CASE(another_unit_learns_that_it_may_not),
        CASE(a_contact_ends_with_a_reason_that_is_told),
        CASE(of_two_care_contacts_one_is_named),
        CASE(who_has_been_told_is_informed_from_that_day),
        CASE(who_is_informed_keeps_what_ended_the_row),
        CASE(who_opts_out_has_no_doctor_and_gets_none),
        CASE(who_opts_out_is_told_of_a_planned_doctor),
        CASE(only_the_resident_and_the_unit_may_opt_out),
        CASE(whichever_statement_fails_leaves_nothing),
        CASE(so_does_opting_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
