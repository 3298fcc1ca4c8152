/* service/contact/staff_acts.h and staff_show.h: what is said of a member of staff, as rows, events
 * and log; what is refused; and nothing left of what fails. */
#include "service/contact/staff_acts.h"
#include "service/contact/staff_show.h"

#include "beside.h"
#include "county_scene.h"
#include "fails_whole.h"

#include <math.h>

enum { TODAY = 45300 };

static void open_county(struct scratch *s, struct instance *out)
{
    county_open(s, out);
    out->clock = (struct clock){.today = {TODAY}};
    county_script(
        out, "UPDATE staff_stated SET protected_staff = 2 WHERE staff = 2;"
             "INSERT INTO position_stated (staff, unit, from_day, fte, employment, training, "
             "panel_target, panel_cap, panel_open, recorded) VALUES "
             "(1, 1, 44000, 1, 0, 0, 700, NULL, 0, 1), (2, 1, 44000, 0.5, 0, 0, NULL, NULL, 0, "
             "1);");
}

static struct staff_acting asks(const char *staff, enum role role)
{
    return (struct staff_acting){.staff = str_of(staff),
                                 .unit = STR("SE0000000000-U1"),
                                 .from = {TODAY + 1},
                                 .to = {TODAY + 30},
                                 .fte = NAN,
                                 .target = PANEL_AS_IT_WAS,
                                 .cap = PANEL_AS_IT_WAS,
                                 .actor = {.id = STR("SE0000000000-H1"),
                                           .role = role,
                                           .unit = STR("SE0000000000-U1"),
                                           .purpose = PURPOSE_ADMINISTRATION}};
}

#define STAFF_ACT                                                                                  \
    bool (*act)(struct arena * a, struct instance * in, const struct staff_acting *asked,          \
                struct staff_acted *out, struct err *err)

static struct staff_acted does(struct instance *in, STAFF_ACT, const struct staff_acting *r)
{
    struct err err = {0};
    struct staff_acted done;
    if (!act(in->arena, in, r, &done, &err))
        fail_msg("%s %s", err.code, err.detail);
    return done;
}

static void may_not(struct instance *in, STAFF_ACT, const struct staff_acting *r, const char *code)
{
    struct err err = {0};
    struct staff_acted done;
    assert_false(act(in->arena, in, r, &done, &err));
    assert_string_equal(err.code, code);
}

#define POSITIONS                                                                                  \
    "SELECT from_day, to_day, fte, panel_target, panel_cap, panel_open FROM position_stated "      \
    "WHERE staff = 1 AND superseded IS NULL ORDER BY from_day"

static void a_position_is_as_it_was_but_for_what_is_said(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct staff_acting r = asks("SE0000000000-D1", ROLE_UNIT_HEAD);
    r.to = DAY_NONE;
    r.cap = 800;
    r.open = ANSWER_NO;
    assert_false(does(in, staff_acts_position, &r).is_already);
    stands_beside(s, POSITIONS, "44000 45300 1.0 700 - 0;45301 - 1.0 700 800 2");
    assert_true(does(in, staff_acts_position, &r).is_already);
    r.fte = 0.5;
    assert_false(does(in, staff_acts_position, &r).is_already);
    stands_beside(s, POSITIONS, "44000 45300 1.0 700 - 0;45301 - 0.5 700 800 2");
    r.to = (struct day){TODAY};
    may_not(in, staff_acts_position, &r, "staff.dates");
    r = asks("SE0000000000-D1", ROLE_STAFF);
    may_not(in, staff_acts_position, &r, "staff.right");
    r = asks("SE0000000000-D9", ROLE_UNIT_HEAD);
    may_not(in, staff_acts_position, &r, "staff.unknown");
}

/* Nothing is said that does not hold: of no day, of a day to come, of values that it has. */
static void a_position_that_holds_is_not_split(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct staff_acting r = asks("SE0000000000-D1", ROLE_UNIT_HEAD);
    r.from = r.to = DAY_NONE;
    struct staff_acted done = does(in, staff_acts_position, &r);
    assert_true(done.is_already);
    assert_int_equal(done.from.n, 44000);
    r.target = 700;
    r.fte = 1;
    assert_true(does(in, staff_acts_position, &r).is_already);
    r.from = (struct day){TODAY + 9};
    assert_true(does(in, staff_acts_position, &r).is_already);
    stands_beside(s, POSITIONS, "44000 - 1.0 700 - 0");
    stands_beside(s, "SELECT count(*) FROM position_stated WHERE recorded > 1", "0");
    r.target = 701;
    assert_false(does(in, staff_acts_position, &r).is_already);
    stands_beside(s, POSITIONS, "44000 45308 1.0 700 - 0;45309 - 1.0 701 - 0");
}

/* What is stated of later days stands, and nobody holds two positions at the unit on a day. */
static void an_earlier_beginning_lasts_till_the_next(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct staff_acting r = asks("SE0000000000-D1", ROLE_UNIT_HEAD);
    r.from = (struct day){43900};
    r.to = (struct day){44000};
    may_not(in, staff_acts_position, &r, "staff.next_position");
    r.to = DAY_NONE;
    struct staff_acted done = does(in, staff_acts_position, &r);
    assert_false(done.is_already);
    assert_int_equal(done.to.n, 43999);
    stands_beside(s, POSITIONS, "43900 43999 1.0 700 - 0;44000 - 1.0 700 - 0");
    assert_true(does(in, staff_acts_position, &r).is_already);
    /* Another before it: of the days before alone. */
    r.from = (struct day){43800};
    r.fte = 0.5;
    assert_int_equal(does(in, staff_acts_position, &r).to.n, 43899);
    /* One that is planned stands when the end of what holds is said. */
    r = asks("SE0000000000-D1", ROLE_UNIT_HEAD);
    r.to = DAY_NONE;
    r.fte = 0.8;
    assert_false(does(in, staff_acts_position, &r).is_already);
    r = asks("SE0000000000-D1", ROLE_UNIT_HEAD);
    r.from = DAY_NONE;
    r.to = (struct day){TODAY + 5};
    may_not(in, staff_acts_position, &r, "staff.next_position");
    stands_beside(s, POSITIONS,
                  "43800 43899 0.5 700 - 0;43900 43999 1.0 700 - 0;44000 45300 1.0 700 - 0;45301 - "
                  "0.8 700 - 0");
}

static void what_a_panel_has_of_its_own_is_taken_away(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct staff_acting r = asks("SE0000000000-D1", ROLE_UNIT_HEAD);
    r.to = DAY_NONE;
    r.cap = 800;
    assert_false(does(in, staff_acts_position, &r).is_already);
    r.cap = PANEL_AS_REGION;
    r.target = PANEL_AS_REGION;
    assert_false(does(in, staff_acts_position, &r).is_already);
    assert_true(does(in, staff_acts_position, &r).is_already);
    stands_beside(s, POSITIONS, "44000 45300 1.0 700 - 0;45301 - 1.0 - - 0");
}

static void a_doctor_who_leaves_has_left(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct staff_shown shown;
    struct err err = {0};
    struct staff_acting r = asks("SE0000000000-D1", ROLE_UNIT_HEAD);
    r.from = DAY_NONE;
    r.to = (struct day){TODAY + 5};
    struct staff_acted done = does(in, staff_acts_position, &r);
    assert_int_equal(done.from.n, 44000);
    assert_int_equal(done.to.n, TODAY + 5);
    stands_beside(s, POSITIONS, "44000 45305 1.0 700 - 0");
    assert_true(does(in, staff_acts_position, &r).is_already);
    /* Two that stand beside each other since before are one after the other then. */
    county_script(in, "INSERT INTO position_stated (staff, unit, from_day, fte, employment, "
                      "training, panel_open, recorded) VALUES (1, 1, 45100, 1, 0, 0, 0, 1);");
    r.to = (struct day){TODAY + 6};
    assert_false(does(in, staff_acts_position, &r).is_already);
    stands_beside(s, POSITIONS, "44000 45099 1.0 700 - 0;45100 45306 1.0 - - 0");
    assert_true(staff_show(s->arena, in, &(struct staff_asking){r.staff, KNOWN_NOW, r.actor},
                           &shown, &err));
    assert_int_equal(shown.who.doctor.doctor.positions, 2);
    in->clock.today.n = TODAY + 7;
    r.actor.opens_protected = true;
    assert_true(staff_show(s->arena, in, &(struct staff_asking){r.staff, KNOWN_NOW, r.actor},
                           &shown, &err));
    struct hsaid unit = shown.who.doctor.doctor.position[0].unit;
    assert_null(doctor_position(&shown.who.doctor.doctor, &unit, in->clock.today));
}

/* Who has the doctor then, and who is planned; whose first day is in a later position is not left
 * without. */
static void who_has_a_doctor_who_leaves_is_counted(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct staff_acting r = asks("SE0000000000-D1", ROLE_UNIT_HEAD);
    county_script(in, "INSERT INTO named_contact_stated (id, identifier, kind, staff, unit, "
                      "from_day, recorded) VALUES (3, 2, 2, 1, 1, 45400, 1);"
                      "INSERT INTO named_contact_effect VALUES (2, 2, 45400, 3, NULL);");
    r.from = DAY_NONE;
    r.to = DAY_NONE;
    r.fte = 0.5;
    r.dry_run = true;
    assert_int_equal(does(in, staff_acts_position, &r).persons_after, 0);
    r.fte = NAN;
    r.to = (struct day){TODAY + 5};
    assert_int_equal(does(in, staff_acts_position, &r).persons_after, 2);
    r.to = (struct day){45400};
    r.dry_run = false;
    r.key = STR("leaves");
    assert_int_equal(does(in, staff_acts_position, &r).persons_after, 2);
    assert_int_equal(does(in, staff_acts_position, &r).persons_after, 2); /* the key is answered */
    r.key = STR("");
    assert_int_equal(does(in, staff_acts_position, &r).persons_after, 2); /* is so already */
    county_script(in, "INSERT INTO position_stated (staff, unit, from_day, fte, employment, "
                      "training, panel_open, recorded) VALUES (1, 1, 45401, 1, 0, 0, 0, 1);");
    assert_int_equal(does(in, staff_acts_position, &r).persons_after, 0);
    r.to = (struct day){TODAY + 5};
    assert_int_equal(does(in, staff_acts_position, &r).persons_after, 2);
    county_script(in, "UPDATE position_stated SET from_day = 45400 WHERE from_day = 45401;");
    assert_int_equal(does(in, staff_acts_position, &r).persons_after, 1);
    stands_beside(s, POSITIONS, "44000 45305 1.0 700 - 0;45400 - 1.0 - - 0");
}

static void a_substitute_is_told_of_and_ends(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct staff_acting r = asks("SE0000000000-D2", ROLE_UNIT_HEAD);
    r.doctor = STR("SE0000000000-D1");
    r.key = STR("july");
    assert_false(does(in, staff_acts_substitute, &r).is_already);
    assert_true(does(in, staff_acts_substitute, &r).is_repeat);
    r.key = STR("");
    assert_true(does(in, staff_acts_substitute, &r).is_already);
    stands_beside(
        s, "SELECT type, unit, valid_from, data FROM outbox ORDER BY id",
        "8 SE0000000000-U1 45301 {\"unit\":\"SE0000000000-U1\",\"of\":\"SE0000000000-D1\","
        "\"staff\":\"SE0000000000-D2\",\"from\":\"2024-01-12\",\"to\":\"2024-02-10\"};"
        "9 SE0000000000-U1 45331 {\"unit\":\"SE0000000000-U1\",\"of\":\"SE0000000000-D1\","
        "\"staff\":\"SE0000000000-D2\",\"from\":\"2024-01-12\",\"to\":\"2024-02-10\"}");
    r.ends = true;
    r.from = (struct day){TODAY + 10};
    (void)does(in, staff_acts_substitute, &r);
    stands_beside(s, "SELECT from_day, to_day FROM substitute_stated WHERE superseded IS NULL",
                  "45301 45309");
    may_not(in, staff_acts_substitute, &r, "staff.no_substitute");
    r.from = (struct day){TODAY}; /* before it began: taken back */
    (void)does(in, staff_acts_substitute, &r);
    stands_beside(s, "SELECT count(*) FROM substitute_stated WHERE superseded IS NULL", "0");
    stands_beside(s, "SELECT valid_from FROM outbox ORDER BY id DESC LIMIT 1", "45301");
}

static void a_substitute_must_be_one(void **state)
{
    struct instance *in = instance_of(state);
    struct staff_acting r = asks("SE0000000000-D2", ROLE_STAFF);
    r.doctor = STR("SE0000000000-D1");
    may_not(in, staff_acts_substitute, &r, "substitute.right");
    r = asks("SE0000000000-D1", ROLE_UNIT_HEAD);
    r.doctor = STR("SE0000000000-D1");
    may_not(in, staff_acts_substitute, &r, "substitute.self");
    r = asks("SE0000000000-D2", ROLE_UNIT_HEAD);
    r.doctor = STR("SE0000000000-D1");
    r.to = DAY_NONE;
    may_not(in, staff_acts_substitute, &r, "substitute.dates");
}

static void who_is_away_is_away(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct staff_acting r = asks("SE0000000000-D1", ROLE_UNIT_HEAD);
    assert_false(does(in, staff_acts_away, &r).is_already);
    assert_true(does(in, staff_acts_away, &r).is_already);
    r.to = DAY_NONE; /* longer than was thought */
    assert_false(does(in, staff_acts_away, &r).is_already);
    stands_beside(s, "SELECT from_day, to_day FROM absence_stated WHERE superseded IS NULL",
                  "45301 -");
    r.to = (struct day){TODAY};
    may_not(in, staff_acts_away, &r, "staff.dates");
    r.to = (struct day){TODAY + 4000};
    may_not(in, staff_acts_away, &r, "staff.day_far");
    r.to = DAY_NONE;
    r.from = (struct day){TODAY - 400};
    may_not(in, staff_acts_away, &r, "staff.day_far");
    r = asks("SE0000000000-D1", ROLE_STAFF);
    may_not(in, staff_acts_away, &r, "staff.right");
}

#define ABSENCES                                                                                   \
    "SELECT from_day, to_day FROM absence_stated WHERE superseded IS NULL ORDER BY from_day"

static void who_is_back_sooner_is_back(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct staff_acting ends = asks("SE0000000000-D1", ROLE_UNIT_HEAD),
                        later = asks("SE0000000000-D1", ROLE_UNIT_HEAD);
    ends.ends = true;
    ends.to = DAY_NONE;
    ends.from = (struct day){TODAY + 10};
    may_not(in, staff_acts_away, &ends, "staff.no_absence");
    county_script(in, "INSERT INTO absence_stated (staff, unit, from_day, to_day, recorded) VALUES "
                      "(1, 2, 45301, NULL, 1);"); /* elsewhere */
    may_not(in, staff_acts_away, &ends, "staff.no_absence");
    county_script(in, "DELETE FROM absence_stated;");
    struct staff_acting away = asks("SE0000000000-D1", ROLE_UNIT_HEAD);
    away.to = DAY_NONE;
    (void)does(in, staff_acts_away, &away);
    later.from = (struct day){TODAY + 200};
    later.to = (struct day){TODAY + 210};
    (void)does(in, staff_acts_away, &later);
    ends.dry_run = true;
    assert_false(does(in, staff_acts_away, &ends).is_already);
    stands_beside(s, ABSENCES, "45301 -;45500 45510");
    ends.dry_run = false;
    ends.key = STR("back");
    struct staff_acted done = does(in, staff_acts_away, &ends);
    assert_false(done.is_already || done.substitute_stands);
    assert_int_equal(done.from.n, TODAY + 10);
    assert_int_equal(done.to.n, TODAY + 9);
    assert_true(does(in, staff_acts_away, &ends).is_repeat);
    stands_beside(s, ABSENCES, "45301 45309;45500 45510");
    ends.key = STR("");
    assert_true(does(in, staff_acts_away, &ends).is_already);
    ends.from = (struct day){TODAY + 11};
    may_not(in, staff_acts_away, &ends, "staff.no_absence");
    ends.from = later.from; /* it is not to be, after all */
    assert_false(does(in, staff_acts_away, &ends).is_already);
    stands_beside(s, ABSENCES, "45301 45309");
    done = does(in, staff_acts_away, &ends); /* nor is it, asked again */
    assert_true(done.is_already);
    assert_int_equal(done.to.n, later.from.n - 1);
    ends.from.n = later.from.n + 1; /* of which nothing was said */
    may_not(in, staff_acts_away, &ends, "staff.no_absence");
    ends.from = (struct day){TODAY + 400};
    may_not(in, staff_acts_away, &ends, "staff.day_far");
    ends.from = away.from;
    ends.actor.role = ROLE_STAFF;
    may_not(in, staff_acts_away, &ends, "staff.right");
    stands_beside(s, "SELECT count(*) FROM absence_stated", "3"); /* what was known then stands */
    stands_beside(s, "SELECT count(*) FROM outbox", "0");
}

static void the_substitute_of_who_is_back_stands(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct staff_acting away = asks("SE0000000000-D1", ROLE_UNIT_HEAD),
                        stands_in = asks("SE0000000000-D2", ROLE_UNIT_HEAD);
    stands_in.doctor = STR("SE0000000000-D1");
    (void)does(in, staff_acts_away, &away);
    (void)does(in, staff_acts_substitute, &stands_in);
    struct staff_acting before = away; /* other days, which nobody stands in for */
    before.from.n = TODAY - 9;
    before.to.n = TODAY;
    (void)does(in, staff_acts_away, &before);
    before.ends = true;
    before.to = DAY_NONE;
    assert_false(does(in, staff_acts_away, &before).substitute_stands);
    away.ends = true;
    away.to = DAY_NONE;
    away.key = STR("back");
    assert_true(does(in, staff_acts_away, &away).substitute_stands);
    assert_true(does(in, staff_acts_away, &away).substitute_stands); /* and when it is repeated */
    stands_beside(s, ABSENCES, "");
    stands_beside(s, "SELECT from_day, to_day FROM substitute_stated WHERE superseded IS NULL",
                  "45301 45330");
    stands_beside(s, "SELECT count(*) FROM outbox", "2");
}

#define DISPENSATIONS                                                                              \
    "SELECT from_day, to_day, reason FROM dispensation_stated WHERE superseded IS NULL ORDER BY "  \
    "from_day"

static void a_dispensation_ends_with_its_reason(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct staff_acting r = asks("SE0000000000-D1", ROLE_ADMINISTRATOR),
                        ends = asks("SE0000000000-D1", ROLE_ADMINISTRATOR);
    ends.ends = true;
    ends.to = DAY_NONE;
    ends.from = (struct day){TODAY + 10};
    may_not(in, staff_acts_dispense, &ends, "staff.no_dispensation");
    r.reason = STR("nobody else in the valley");
    (void)does(in, staff_acts_dispense, &r);
    county_script(in, "INSERT INTO named_contact_stated (identifier, kind, staff, unit, from_day, "
                      "recorded) VALUES (2, 2, 1, 1, 45301, 1);");
    ends.actor.role = ROLE_UNIT_HEAD;
    may_not(in, staff_acts_dispense, &ends, "dispensation.right");
    ends.actor.role = ROLE_ADMINISTRATOR;
    ends.dry_run = true;
    (void)does(in, staff_acts_dispense, &ends);
    stands_beside(s, DISPENSATIONS, "45301 45330 nobody else in the valley");
    ends.dry_run = false;
    assert_false(does(in, staff_acts_dispense, &ends).is_already);
    stands_beside(s, DISPENSATIONS, "45301 45309 nobody else in the valley");
    assert_true(does(in, staff_acts_dispense, &ends).is_already);
    stands_beside(s,
                  "SELECT to_day FROM named_contact_stated WHERE identifier = 2 AND staff = 1 AND "
                  "superseded IS NULL",
                  "-"); /* who was assigned by it keeps the doctor */
    ends.from = r.from;
    assert_false(does(in, staff_acts_dispense, &ends).is_already);
    stands_beside(s, DISPENSATIONS, "");
    assert_true(does(in, staff_acts_dispense, &ends).is_already);
    ends.unit = STR("SE0000000000-U2");
    may_not(in, staff_acts_dispense, &ends, "staff.no_dispensation");
}

static void whichever_statement_of_an_end_fails_leaves_nothing(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct staff_acting r = asks("SE0000000000-D1", ROLE_ADMINISTRATOR);
    struct staff_acted answer;
    r.reason = STR("nobody else");
    (void)does(in, staff_acts_away, &r);
    (void)does(in, staff_acts_dispense, &r);
    r.ends = true;
    r.to = DAY_NONE;
    r.from = (struct day){TODAY + 10};
    FAILS_WHOLE(s, 10, staff_acts_away(s->arena, in, &r, &answer, &err));
    FAILS_WHOLE(s, 10, staff_acts_dispense(s->arena, in, &r, &answer, &err));
}

static void a_dispensation_is_the_regions(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct staff_acting r = asks("SE0000000000-D1", ROLE_ADMINISTRATOR);
    may_not(in, staff_acts_dispense, &r, "dispensation.reason");
    r.reason = STR("two\nlines");
    may_not(in, staff_acts_dispense, &r, "staff.reason");
    r.reason = STR("nobody else in the valley");
    assert_false(does(in, staff_acts_dispense, &r).is_already);
    assert_true(does(in, staff_acts_dispense, &r).is_already);
    stands_beside(s, "SELECT from_day, to_day, reason FROM dispensation_stated",
                  "45301 45330 nobody else in the valley");
    r.to = DAY_NONE;
    may_not(in, staff_acts_dispense, &r, "dispensation.no_end");
    r = asks("SE0000000000-D1", ROLE_UNIT_HEAD);
    r.reason = STR("nobody else");
    may_not(in, staff_acts_dispense, &r, "dispensation.right");
}

static void what_is_shown_is_logged_and_protected_staff_are_not(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct staff_shown shown;
    struct err err = {0};
    struct staff_acting r = asks("SE0000000000-D1", ROLE_UNIT_HEAD);
    assert_true(staff_show(s->arena, in, &(struct staff_asking){r.staff, KNOWN_NOW, r.actor},
                           &shown, &err));
    assert_int_equal(shown.who.doctor.doctor.positions, 1);
    assert_int_equal(shown.panel[0].count, 1);
    assert_int_equal(shown.panel[0].target, 700);
    assert_int_equal(shown.panel[0].cap, -1);
    stands_beside(s, "SELECT act, kind, outcome, person FROM access_log", "staff show 0 0 -");
    county_script(in, "UPDATE staff_stated SET protected_staff = 1 WHERE staff = 1;");
    FAILS(
        staff_show(s->arena, in, &(struct staff_asking){r.staff, KNOWN_NOW, r.actor}, &shown, &err),
        "staff.protected", &err);
    may_not(in, staff_acts_away, &r, "staff.protected");
    stands_beside(s, "SELECT outcome FROM access_log ORDER BY id", "0;2;2");
    struct staff_acting for_them = asks("SE0000000000-D2", ROLE_UNIT_HEAD);
    for_them.doctor = STR("SE0000000000-D1");
    may_not(in, staff_acts_substitute, &for_them, "staff.protected");
    r.actor.opens_protected = true;
    assert_true(staff_show(s->arena, in, &(struct staff_asking){r.staff, KNOWN_NOW, r.actor},
                           &shown, &err));
}

static void whichever_statement_fails_leaves_nothing(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct staff_acting r = asks("SE0000000000-D2", ROLE_UNIT_HEAD);
    r.doctor = STR("SE0000000000-D1");
    r.key = STR("july");
    struct staff_acted answer;
    FAILS_WHOLE(s, 15, staff_acts_substitute(s->arena, in, &r, &answer, &err));
    stands_beside(s, "SELECT count(*) FROM substitute_stated", "1");
    stands_beside(s, "SELECT count(*) FROM outbox", "2");
}

static int setup(void **state)
{
    return scene_open(state, open_county);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, scene_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_position_is_as_it_was_but_for_what_is_said),
        CASE(a_position_that_holds_is_not_split),
        CASE(an_earlier_beginning_lasts_till_the_next),
        CASE(what_a_panel_has_of_its_own_is_taken_away),
        CASE(a_doctor_who_leaves_has_left),
        CASE(who_has_a_doctor_who_leaves_is_counted),
        CASE(a_substitute_is_told_of_and_ends),
        CASE(a_substitute_must_be_one),
        CASE(who_is_away_is_away),
        CASE(who_is_back_sooner_is_back),
        CASE(the_substitute_of_who_is_back_stands),
        CASE(a_dispensation_ends_with_its_reason),
        CASE(whichever_statement_of_an_end_fails_leaves_nothing),
        CASE(a_dispensation_is_the_regions),
        CASE(what_is_shown_is_logged_and_protected_staff_are_not),
        CASE(whichever_statement_fails_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
