/* service/unit/unit_close.h: a closing is taken back whole, but for what was chosen since. */
#include "service/contact/assign.h"
#include "service/contact/contact_acts.h"
#include "service/contact/panel_moves.h"
#include "service/listing/listing.h"
#include "service/message/message_text.h"
#include "service/unit/unit.h"

#include "beside.h"
#include "county_scene.h"
#include "fails_whole.h"
#include "unit_close_scene.h"

static const char LISTED[] =
    "SELECT person, list, from_day, to_day FROM listing_effect ORDER BY person, from_day";
static const char DOCTORS[] =
    "SELECT person, kind, from_day, to_day FROM named_contact_effect ORDER BY person, kind";
static const char WAITS[] =
    "SELECT identifier, unit FROM queue_place WHERE superseded IS NULL ORDER BY id";

static const char LOGGED[] = "SELECT kind, person, count FROM access_log WHERE about LIKE "
                             "'unit=SE0000000000-U1 close undo login=%' ORDER BY id";

static struct unit_close_undo undoes(void)
{
    return (struct unit_close_undo){.unit = STR("SE0000000000-U1"), .actor = asks(CLOSE_TO).actor};
}

static struct unit_close_undone undone(struct instance *in, const struct unit_close_undo *u)
{
    struct unit_close_undone answer = {.stay = -1};
    struct err err = {0};
    if (!unit_close_undo(in->arena, in, u, &answer, &err))
        fail_msg("%s %s", err.code, err.detail);
    return answer;
}

/* 5 waits at the unit to which they are moved, and 8 at the one that closes. */
static void a_closing_is_taken_back_whole(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    county_script(in, "UPDATE unit_stated SET queue = 1 WHERE unit IN (1, 2);"
                      "UPDATE unit_stated SET cap = 0 WHERE unit = 1;"
                      "INSERT INTO queue_place (identifier, unit, since, electronic, recorded) "
                      "VALUES (5, 2, 45299, 0, 1), (8, 1, 45299, 0, 1);");
    struct str listed_before = beside(s, LISTED), doctors_before = beside(s, DOCTORS);
    county_script(in, "UPDATE unit_stated SET cap = 4 WHERE unit = 2;"
                      "INSERT INTO listing_reason VALUES (21, 'moved');");
    struct unit_close c = asks(CLOSE_TO);
    (void)closes(in, &c);
    stands_beside(s, WAITS, "");
    county_script(in, "UPDATE unit_stated SET cap = 1 WHERE unit = 2;"
                      "INSERT INTO message_seen SELECT id, 2, position FROM message WHERE "
                      "identifier = 1;");
    in->clock.today.n = LAST; /* until its last day */
    struct unit_close_undo u = undoes();
    u.dry_run = true;
    assert_int_equal(undone(in, &u).stay, 3);
    assert_int_equal(listed(in, 1).count, 2);
    stands_beside(s, LOGGED, "0 - 3;0 1 -;0 5 -;0 6 -;0 8 -");
    u.dry_run = false;
    u.key = STR("k");
    struct unit_close_undone answer = undone(in, &u);
    stands_beside(s, LOGGED, "0 - 3;0 1 -;0 5 -;0 6 -;0 8 -;1 - 3;1 1 -;1 5 -;1 6 -;1 8 -");
    assert_int_equal(answer.stay, 3);
    assert_int_equal(answer.chosen, 0);
    assert_int_equal(answer.last.n, LAST);
    stands_beside(s, LISTED, listed_before.at);
    stands_beside(s, DOCTORS, doctors_before.at);
    stands_beside(s, WAITS, "5 2;8 1");
    stands_beside(s, "SELECT closes_on, cap FROM unit_stated WHERE unit = 1 AND superseded IS NULL",
                  "- 0");
    stands_beside(s,
                  "SELECT r.reason FROM listing_reason AS r JOIN listing_stated AS n ON n.id = "
                  "r.stated WHERE n.superseded IS NULL",
                  "moved");
    /* Who has not read that it closes hears of neither. */
    stands_beside(s, "SELECT identifier, kind, unit, from_day FROM message ORDER BY 1, 2",
                  "1 6 SE0000000000-U2 45331;1 7 SE0000000000-U1 44196;1 8 SE0000000000-U1 45331;"
                  "1 16 SE0000000000-U1 45331");
    stands_beside(s, "SELECT count(*) FROM outbox WHERE type = 14", "2");
    assert_true(undone(in, &u).is_repeat);
    u.key = STR("");
    assert_true(undone(in, &u).is_already);
    c.last.n++;
    refused(in, &c, "unit.unplaced"); /* it may close anew, if only there is room */
}

/* 1 has a doctor until forty days on and another from then; 5 one who begins fifty days on. */
static void planned_doctors_come_back_with_it(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    county_script(in, "UPDATE named_contact_stated SET to_day = 45340 WHERE id = 1;"
                      "UPDATE named_contact_effect SET to_day = 45340 WHERE stated = 1;"
                      "INSERT INTO named_contact_stated (id, identifier, kind, staff, unit, "
                      "from_day, recorded) VALUES (8, 1, 2, 2, 1, 45341, 1), "
                      "(9, 5, 2, 1, 1, 45350, 1);"
                      "INSERT INTO named_contact_effect VALUES (1, 2, 45341, 8, NULL), "
                      "(5, 2, 45350, 9, NULL);");
    static const char OF[] =
        "SELECT e.person, e.from_day, e.to_day, n.staff FROM named_contact_effect AS e JOIN "
        "named_contact_stated AS n ON n.id = e.stated WHERE e.kind = 2 ORDER BY 1, 2";
    struct str before = beside(s, OF);
    struct unit_close c = asks(CLOSE_TO);
    (void)closes(in, &c);
    stands_beside(s, OF, "1 44196 45330 1");
    struct unit_close_undo u = undoes();
    assert_int_equal(undone(in, &u).stay, 3);
    stands_beside(s, OF, before.at);
}

/* Those who have said meanwhile that they want none get none back. */
static void who_opts_out_meanwhile_gets_no_doctor_back(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct err err = {0};
    county_script(in, "INSERT INTO named_contact_stated (id, identifier, kind, staff, unit, "
                      "from_day, recorded) VALUES (9, 5, 2, 1, 1, 45350, 1);"
                      "INSERT INTO named_contact_effect VALUES (5, 2, 45350, 9, NULL);");
    struct unit_close c = asks(CLOSE_TO);
    (void)closes(in, &c);
    struct contact_acting out = {.kind = KIND_DOCTOR, .from = {LAST + 5}, .actor = c.actor};
    struct contact_acted done;
    const char *person[] = {"key:1", "key:5"};
    for (size_t i = 0; i < ARRAY_LEN(person); i++) {
        out.person = str_of(person[i]);
        assert_true(contact_acts_opt_out(s->arena, in, &out, &done, &err));
    }
    struct unit_close_undo u = undoes();
    (void)undone(in, &u);
    stands_beside(s,
                  "SELECT person, from_day, to_day FROM named_contact_effect WHERE kind = 2 "
                  "AND person IN (1, 5) ORDER BY 1",
                  "1 44196 45334");
}

/* Who has chosen to leave later keeps until then whom they had planned for that time. */
static void a_planned_doctor_ends_where_the_person_goes_since(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct err err = {0};
    struct listing_answer answer;
    county_script(in, "INSERT INTO named_contact_stated (id, identifier, kind, staff, unit, "
                      "from_day, recorded) VALUES (8, 5, 2, 1, 1, 45340, 1), "
                      "(9, 5, 2, 2, 1, 45360, 1);");
    struct unit_close c = asks(CLOSE_TO);
    (void)closes(in, &c);
    struct listing_request r = {
        .person = STR("key:5"), .unit = STR("SE0000000000-U4"), .from = {45350}, .actor = c.actor};
    assert_true(listing_list(s->arena, in, &r, &answer, &err));
    struct unit_close_undo u = undoes();
    (void)undone(in, &u);
    stands_beside(s,
                  "SELECT from_day, to_day FROM named_contact_effect WHERE kind = 2 AND person = 5",
                  "45340 45349");
}

static void who_has_chosen_since_keeps_that(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct err err = {0};
    struct listing_answer answer;
    struct unit_close c = asks(CLOSE_TO);
    (void)closes(in, &c);
    struct listing_request r = {
        .person = STR("key:1"), .unit = STR("SE0000000000-U4"), .from = DAY_NONE, .actor = c.actor};
    assert_true(listing_list(s->arena, in, &r, &answer, &err)); /* at once */
    r.person = STR("key:5");
    r.from.n = LAST + 20; /* later */
    assert_true(listing_list(s->arena, in, &r, &answer, &err));
    struct unit_close_undo u = undoes();
    struct unit_close_undone done = undone(in, &u);
    assert_int_equal(done.stay, 2);
    assert_int_equal(done.chosen, 1);
    assert_int_equal(listed(in, 1).unit[1], UNIT_4);
    struct seen seen = listed(in, 5);
    assert_int_equal(seen.count, 2);
    assert_int_equal(seen.unit[0], UNIT_1);
    assert_int_equal(seen.to[0], LAST + 19);
    assert_int_equal(seen.unit[1], UNIT_4);
}

/* 5 asks for the unit that the plan gives, from its day on. */
static void who_has_chosen_the_unit_of_the_plan_keeps_that(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct err err = {0};
    struct listing_answer answer;
    struct unit_close c = asks(CLOSE_TO);
    (void)closes(in, &c);
    struct listing_request r = {.person = STR("key:5"),
                                .unit = STR("SE0000000000-U2"),
                                .from = {LAST + 1},
                                .actor = c.actor};
    if (!listing_list(s->arena, in, &r, &answer, &err))
        fail_msg("%s %s", err.code, err.detail);
    assert_int_equal(answer.verdict, LISTING_DONE);
    assert_int_equal(answer.from.n, LAST + 1);
    struct seen chosen = listed(in, 5);
    assert_int_equal(chosen.count, 2);
    assert_int_equal(chosen.basis[1], BASIS_CHOICE_FORM);
    assert_true(listing_list(s->arena, in, &r, &answer, &err));
    assert_int_equal(answer.verdict, LISTING_ALREADY);
    struct unit_close_undo u = undoes();
    struct unit_close_undone done = undone(in, &u);
    assert_int_equal(done.stay, 2);
    assert_int_equal(done.chosen, 1);
    struct seen seen = listed(in, 5);
    assert_int_equal(seen.count, 2);
    assert_int_equal(seen.to[0], LAST);
    assert_int_equal(seen.unit[1], UNIT_2);
    assert_int_equal(seen.from[1], LAST + 1);
    assert_int_equal(listed(in, 1).count, 1); /* who said nothing stays */
}

/* 2 is to come to the unit that closes, from the one to which its persons go. */
static void comes_back(void **state, int32_t from)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct err err = {0};
    struct listing_answer answer;
    county_script(in, "INSERT INTO named_contact_stated (id, identifier, kind, staff, unit, "
                      "from_day, recorded) VALUES (7, 2, 2, 1, 2, 44561, 1);"
                      "INSERT INTO named_contact_effect VALUES (2, 2, 44561, 7, NULL);");
    struct unit_close c = asks(CLOSE_TO);
    struct listing_request r = {
        .person = STR("key:2"), .unit = STR("SE0000000000-U1"), .from = {from}, .actor = c.actor};
    r.actor.opens_protected = true;
    if (!listing_list(s->arena, in, &r, &answer, &err))
        fail_msg("%s %s", err.code, err.detail);
    struct str listed_before = beside(s, LISTED), doctors_before = beside(s, DOCTORS);
    (void)closes(in, &c);
    assert_int_equal(listed(in, 2).count, 1);
    stands_beside(s, "SELECT to_day FROM named_contact_effect WHERE person = 2 AND kind = 2", "-");
    struct unit_close_undo u = undoes();
    struct unit_close_undone done = undone(in, &u);
    assert_int_equal(done.stay, 4);
    stands_beside(s, LISTED, listed_before.at);
    stands_beside(s, DOCTORS, doctors_before.at);
}

static void a_plan_of_who_is_there_already_comes_back(void **state)
{
    comes_back(state, LAST + 10);
}

static void so_does_one_from_the_day_after_the_last(void **state)
{
    comes_back(state, LAST + 1);
}

/* 1 has got a doctor where the plan lets them go, of whom they have been told. */
static void a_doctor_assigned_meanwhile_ends_and_is_told_of(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct str before = beside(s, DOCTORS);
    struct unit_close c = asks(CLOSE_TO);
    (void)closes(in, &c);
    county_script(in, "INSERT INTO named_contact_stated (identifier, kind, staff, unit, "
                      "from_day, recorded) VALUES (1, 2, 2, 2, 45331, 1);"
                      "INSERT INTO named_contact_effect (person, kind, from_day, stated) SELECT 1, "
                      "2, 45331, max(id) FROM named_contact_stated;");
    struct unit_close_undo u = undoes();
    (void)undone(in, &u);
    stands_beside(s, DOCTORS, before.at);
    stands_beside(s, "SELECT identifier, unit, staff, from_day FROM message",
                  "1 SE0000000000-U2 SE0000000000-D2 45331");
}

/* 5 gets a doctor at the unit that closes, until its last day. */
static void a_doctor_assigned_at_the_unit_meanwhile_stays(void **state)
{
    static const char D2[] = "SELECT to_day, reason FROM named_contact_stated WHERE identifier = 5 "
                             "AND superseded IS NULL";
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct err err = {0};
    struct assigned done;
    struct str person = STR("key:5");
    county_script(in, "UPDATE staff_stated SET title_code = '201011', protected_staff = 2;"
                      "INSERT INTO position_stated (staff, unit, from_day, employment, training, "
                      "panel_open, recorded) VALUES (2, 1, 44000, 0, 0, 1, 1);");
    struct unit_close c = asks(CLOSE_TO);
    (void)closes(in, &c);
    struct assigning r = {.staff = STR("SE0000000000-D2"),
                          .written = &person,
                          .persons = 1,
                          .kind = KIND_DOCTOR,
                          .from = DAY_NONE,
                          .actor = c.actor};
    if (!assign_contacts(s->arena, in, &r, &done, &err))
        fail_msg("%s %s", err.code, err.detail);
    stands_beside(s, D2, "45330 changed_unit");
    struct unit_close_undo u = undoes();
    (void)undone(in, &u);
    stands_beside(s, D2, "- -");
}

static void who_waited_and_has_chosen_waits_no_more(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct err err = {0};
    struct listing_answer answer;
    county_script(in, "UPDATE unit_stated SET queue = 1, cap = 0 WHERE unit = 1;"
                      "INSERT INTO queue_place (identifier, unit, since, electronic, recorded) "
                      "VALUES (9, 1, 45299, 0, 1);");
    struct unit_close c = asks(CLOSE_TO);
    (void)closes(in, &c);
    struct listing_request r = {
        .person = STR("key:9"), .unit = STR("SE0000000000-U4"), .from = DAY_NONE, .actor = c.actor};
    if (!listing_list(s->arena, in, &r, &answer, &err))
        fail_msg("%s %s", err.code, err.detail);
    struct str told = beside(s, "SELECT count(*) FROM outbox WHERE person = 9");
    struct unit_close_undo u = undoes();
    (void)undone(in, &u);
    stands_beside(s, WAITS, "");
    stands_beside(s, "SELECT count(*) FROM outbox WHERE person = 9", told.at);
}

/* The doctor's contacts ended with the closing when they were moved. */
static void a_move_during_the_closing_is_not_taken_back_after_it(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct err err = {0};
    struct unit_close c = asks(CLOSE_TO);
    (void)closes(in, &c);
    struct str to[] = {STR(MOVE_COMING_WORD)};
    struct move_asking asking = {
        .staff = STR("SE0000000000-D1"), .to = to, .count = 1, .on = DAY_NONE, .actor = c.actor};
    struct move_answer moved;
    if (!moves_plan(s->arena, in, &asking, &moved, &err))
        fail_msg("%s %s", err.code, err.detail);
    assert_int_equal(moved.coming, 1);
    struct unit_close_undo u = undoes();
    (void)undone(in, &u);
    struct move_undoing back = {.id = moved.id, .actor = c.actor};
    struct move_undone answer;
    FAILS(moves_undo(s->arena, in, &back, &answer, &err), "panel_move.touched", &err);
}

/* Where the plan moves them to closes as well, later (`after` days after the first's last) or
 * sooner, and moves them on. Row by row they are where they were before. */
static void who_was_moved_on_by_another_closing_stays(struct scratch *s, struct instance *in,
                                                      int32_t after)
{
    struct str before = beside(s, LISTED), doctors = beside(s, DOCTORS);
    struct unit_close c = asks(CLOSE_TO), on = c;
    (void)closes(in, &c);
    on.unit = c.to;
    on.to = STR("SE0000000000-U4");
    on.last.n = LAST + after;
    assert_int_equal(closes(in, &on).persons, 4); /* and 2, who was there before */
    county_script(in, "INSERT INTO message_seen SELECT id, 2, position FROM message WHERE "
                      "identifier = 5 AND unit = 'SE0000000000-U4';");
    struct unit_close_undo u = undoes();
    assert_int_equal(undone(in, &u).stay, 3);
    stands_beside(s, DOCTORS, doctors.at);
    stands_beside(s, "SELECT list FROM listing_effect WHERE person IN (1, 5, 6)", "11;11;11");
    /* Who has heard of the second closing only hears of that one. */
    stands_beside(s, "SELECT kind, unit FROM message WHERE identifier = 5 ORDER BY id",
                  "6 SE0000000000-U4;15 SE0000000000-U4");
    stands_beside(s, "SELECT count(*) FROM message WHERE identifier IN (1, 6)", "0");
    stands_beside(s, "SELECT list FROM listing_effect WHERE person = 2 ORDER BY from_day", "12;14");
    u.unit = on.unit;
    struct unit_close_undone done = undone(in, &u);
    assert_int_equal(done.stay, 1);
    assert_int_equal(done.chosen, 3);
    stands_beside(s, LISTED, before.at);
    stands_beside(s, DOCTORS, doctors.at);
}

static void so_does_who_was_to_be_moved_on_later(void **state)
{
    who_was_moved_on_by_another_closing_stays(scratch_of(state), instance_of(state), 20);
}

static void so_does_who_was_to_be_moved_on_at_once(void **state)
{
    who_was_moved_on_by_another_closing_stays(scratch_of(state), instance_of(state), -5);
}

/* The second closing is taken back first, and gives back what the first stated. */
static void closings_are_taken_back_in_any_order(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct str before = beside(s, LISTED);
    struct unit_close c = asks(CLOSE_TO), on = c;
    (void)closes(in, &c);
    struct str between = beside(s, LISTED);
    on.unit = c.to;
    on.to = STR("SE0000000000-U4");
    on.last.n = LAST - 5;
    (void)closes(in, &on);
    struct unit_close_undo u = undoes();
    u.unit = on.unit;
    assert_int_equal(undone(in, &u).stay, 4);
    stands_beside(s, LISTED, between.at);
    u = undoes();
    assert_int_equal(undone(in, &u).stay, 3);
    stands_beside(s, LISTED, before.at);
}

/* 1 had planned to be at the second unit, whatever the first does: that one's closing moves them.
 */
static void who_had_planned_to_be_there_is_moved_still(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct err err = {0};
    struct listing_answer answer;
    struct unit_close c = asks(CLOSE_TO), on = c;
    struct listing_request r = {.person = STR("key:1"),
                                .unit = STR("SE0000000000-U2"),
                                .from = {LAST + 10},
                                .actor = c.actor};
    assert_true(listing_list(s->arena, in, &r, &answer, &err));
    c.to = STR("SE0000000000-U4");
    (void)closes(in, &c);
    on.unit = r.unit;
    on.to = STR("SE0000000000-U4");
    on.last.n = LAST + 20;
    (void)closes(in, &on);
    struct unit_close_undo u = undoes();
    (void)undone(in, &u);
    struct seen seen = listed(in, 1);
    assert_int_equal(seen.count, 3);
    assert_int_equal(seen.to[1], LAST + 20);
    assert_int_equal(seen.unit[2], UNIT_4);
}

/* 5, of A1, goes to the fourth unit with the area, which closes; then the area is given back. */
static void who_gets_their_area_back_is_not_moved_by_the_other_unit(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct err err = {0};
    struct unit_changed changed;
    struct str area = STR("A1"), before = beside(s, LISTED);
    in->region.rules.passive.new_unit = NEW_UNIT_AREA;
    struct unit_close c = asks(CLOSE_TO);
    struct unit_change gives = {.what = UNIT_AREAS,
                                .unit = STR("SE0000000000-U4"),
                                .area = &area,
                                .areas = 1,
                                .from = {TODAY + 3},
                                .actor = c.actor};
    assert_true(unit_change(s->arena, in, &gives, &changed, &err));
    assert_int_equal(changed.moved, 1);
    c.unit = gives.unit;
    assert_int_equal(closes(in, &c).persons, 1);
    assert_int_equal(listed(in, 5).count, 3);
    gives.unit = STR("SE0000000000-U1");
    assert_true(unit_change(s->arena, in, &gives, &changed, &err));
    assert_int_equal(changed.moved, 1);
    stands_beside(s, LISTED, before.at);
    stands_beside(s, "SELECT count(*) FROM message WHERE identifier = 5 AND kind = 6", "0");
}

static void gives_area(struct instance *in, const char *unit, int32_t from, int64_t moved)
{
    struct err err = {0};
    struct unit_changed changed;
    struct str area = STR("A1");
    struct unit_change gives = {.what = UNIT_AREAS,
                                .unit = str_of(unit),
                                .area = &area,
                                .areas = 1,
                                .from = {from},
                                .actor = asks(CLOSE_TO).actor};
    in->region.rules.passive.new_unit = NEW_UNIT_AREA;
    if (!unit_change(in->arena, in, &gives, &changed, &err))
        fail_msg("%s %s", err.code, err.detail);
    assert_int_equal(changed.moved, moved);
}

/* Of those who live in A1: 5, 6 and 9, 6 from later on, are listed by area, and 1 by choice. */
static const char IN_A1[] =
    "UPDATE person_stated SET area = 'A1' WHERE identifier IN (1, 4, 6, 9);"
    "UPDATE listing_stated SET to_day = NULL, basis = 2 WHERE id IN (21, 22);"
    "UPDATE listing_effect SET to_day = NULL WHERE stated = 22;";
static const char UNITS_OF[] =
    "SELECT e.person, l.unit, e.from_day, e.to_day, n.basis FROM listing_effect AS e "
    "JOIN listing_stated AS n ON n.id = e.stated JOIN unit_list AS l ON l.id = n.list "
    "WHERE e.person IN (5, 6, 9) ORDER BY e.person, e.from_day";

/* Whether the closing is planned before or after it, taken back it leaves what the area's plan
 * alone makes of them. */
static void follow_the_area(void **state, const char *unit, int32_t from, bool closes_first,
                            const char *with_both, const char *alone)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    county_script(in, IN_A1);
    struct unit_close c = asks(CLOSE_TO);
    if (closes_first)
        (void)closes(in, &c);
    gives_area(in, unit, from, from > 45340 ? 3 : 2);
    if (!closes_first)
        (void)closes(in, &c);
    stands_beside(s, UNITS_OF, with_both);
    struct unit_close_undo u = undoes();
    (void)undone(in, &u);
    stands_beside(s, UNITS_OF, alone);
    assert_int_equal(listed(in, 1).count, 1);
}

/* They are not at the unit on its last day. */
static void who_goes_with_the_area_sooner_is_not_moved_by_the_closing(void **state)
{
    follow_the_area(state, "SE0000000000-U4", LAST - 5, true,
                    "5 1 44000 45324 2;5 4 45325 - 2;6 2 45340 - 4;"
                    "9 1 44000 45324 2;9 4 45325 - 2",
                    "5 1 44000 45324 2;5 4 45325 - 2;6 1 45340 - 2;"
                    "9 1 44000 45324 2;9 4 45325 - 2");
}

static void who_goes_with_the_area_on_the_day_goes_there(void **state)
{
    follow_the_area(state, "SE0000000000-U4", LAST + 1, true,
                    "5 1 44000 45330 2;5 4 45331 - 2;6 2 45340 - 4;"
                    "9 1 44000 45330 2;9 4 45331 - 2",
                    "5 1 44000 45330 2;5 4 45331 - 2;6 1 45340 - 2;"
                    "9 1 44000 45330 2;9 4 45331 - 2");
}

static const char LATER[] = "5 1 44000 45330 2;5 2 45331 45349 4;5 4 45350 - 2;"
                            "6 2 45340 45349 4;6 4 45350 - 2;"
                            "9 1 44000 45330 2;9 2 45331 45349 4;9 4 45350 - 2";
static const char LATER_ALONE[] = "5 1 44000 45349 2;5 4 45350 - 2;6 1 45340 45349 2;"
                                  "6 4 45350 - 2;9 1 44000 45349 2;9 4 45350 - 2";

static void who_goes_with_the_area_later_is_moved_by_both(void **state)
{
    follow_the_area(state, "SE0000000000-U4", 45350, true, LATER, LATER_ALONE);
}

static void so_is_who_was_to_go_with_it_before_the_closing(void **state)
{
    follow_the_area(state, "SE0000000000-U4", 45350, false, LATER, LATER_ALONE);
}

/* The plan of the closing moves them to the same unit, sooner. */
static void who_is_there_by_the_closing_goes_with_the_area_without_it(void **state)
{
    follow_the_area(state, "SE0000000000-U2", 45350, true,
                    "5 1 44000 45330 2;5 2 45331 45349 4;5 2 45350 - 2;"
                    "6 2 45340 45349 4;6 2 45350 - 2;"
                    "9 1 44000 45330 2;9 2 45331 45349 4;9 2 45350 - 2",
                    "5 1 44000 45349 2;5 2 45350 - 2;6 1 45340 45349 2;6 2 45350 - 2;"
                    "9 1 44000 45349 2;9 2 45350 - 2");
}

/* At the second unit there is room for 1, 2, 5, 6 and 9, who are all to be there. */
static void who_is_to_be_there_by_the_closing_has_a_place(void **state)
{
    county_script(instance_of(state), "UPDATE unit_stated SET cap = 5 WHERE unit = 2;");
    follow_the_area(state, "SE0000000000-U2", LAST - 5, true,
                    "5 1 44000 45324 2;5 2 45325 - 2;6 2 45340 - 4;"
                    "9 1 44000 45324 2;9 2 45325 - 2",
                    "5 1 44000 45324 2;5 2 45325 - 2;6 1 45340 - 2;"
                    "9 1 44000 45324 2;9 2 45325 - 2");
}

/* 6 had chosen to be at the unit that closes. */
static void what_the_closing_replaced_decides_who_goes_with_the_area(void **state)
{
    struct instance *in = instance_of(state);
    county_script(in, IN_A1);
    county_script(in, "UPDATE listing_stated SET basis = 0 WHERE id = 21;");
    struct unit_close c = asks(CLOSE_TO);
    (void)closes(in, &c);
    gives_area(in, "SE0000000000-U4", 45350, 2);
    assert_int_equal(listed(in, 6).count, 1);
}

/* After the last day nothing is taken back: they are listed where the plan let them go. */
static void who_has_been_moved_is_not_listed_by_area(void **state)
{
    struct instance *in = instance_of(state);
    county_script(in, IN_A1);
    struct unit_close c = asks(CLOSE_TO);
    (void)closes(in, &c);
    in->clock.today.n = 45340;
    gives_area(in, "SE0000000000-U4", 45350, 0);
}

static void what_cannot_be_taken_back(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct err err = {0};
    struct unit_close_undone answer;
    struct unit_close c = asks(CLOSE_TO);
    (void)closes(in, &c);
    struct unit_close_undo u = undoes();
    u.actor.role = ROLE_UNIT_HEAD;
    u.actor.unit = u.unit;
    FAILS(unit_close_undo(s->arena, in, &u, &answer, &err), "unit.party", &err);
    u = undoes();
    in->clock.today.n = LAST + 1;
    FAILS(unit_close_undo(s->arena, in, &u, &answer, &err), "unit.undo_late", &err);
    in->clock.today.n = TODAY;
    county_script(in, "UPDATE unit_stated SET closes_on = 45400 WHERE unit = 2;");
    u.unit = STR("SE0000000000-U2");
    FAILS(unit_close_undo(s->arena, in, &u, &answer, &err), "unit.closed_by_file", &err);
}

static void whichever_statement_of_undoing_fails_leaves_it_closing(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct unit_close c = asks(CLOSE_TO);
    (void)closes(in, &c);
    struct unit_close_undo u = undoes();
    struct unit_close_undone answer;
    FAILS_WHOLE(s, 40, unit_close_undo(s->arena, in, &u, &answer, &err));
    assert_int_equal(listed(in, 1).count, 1);
}

static int setup(void **state)
{
    return scene_open(state, open_unit);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, scene_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_closing_is_taken_back_whole),
        CASE(planned_doctors_come_back_with_it),
        CASE(who_opts_out_meanwhile_gets_no_doctor_back),
        CASE(a_planned_doctor_ends_where_the_person_goes_since),
        CASE(who_has_chosen_since_keeps_that),
        CASE(who_has_chosen_the_unit_of_the_plan_keeps_that),
        CASE(a_plan_of_who_is_there_already_comes_back),
        CASE(so_does_one_from_the_day_after_the_last),
        CASE(a_doctor_assigned_meanwhile_ends_and_is_told_of),
        CASE(a_doctor_assigned_at_the_unit_meanwhile_stays),
        CASE(who_waited_and_has_chosen_waits_no_more),
        CASE(a_move_during_the_closing_is_not_taken_back_after_it),
        CASE(so_does_who_was_to_be_moved_on_later),
        CASE(so_does_who_was_to_be_moved_on_at_once),
        CASE(closings_are_taken_back_in_any_order),
        CASE(who_had_planned_to_be_there_is_moved_still),
        CASE(who_gets_their_area_back_is_not_moved_by_the_other_unit),
        CASE(who_goes_with_the_area_sooner_is_not_moved_by_the_closing),
        CASE(who_goes_with_the_area_on_the_day_goes_there),
        CASE(who_goes_with_the_area_later_is_moved_by_both),
        CASE(so_is_who_was_to_go_with_it_before_the_closing),
        CASE(who_is_there_by_the_closing_goes_with_the_area_without_it),
        CASE(who_is_to_be_there_by_the_closing_has_a_place),
        CASE(what_the_closing_replaced_decides_who_goes_with_the_area),
        CASE(who_has_been_moved_is_not_listed_by_area),
        CASE(what_cannot_be_taken_back),
        CASE(whichever_statement_of_undoing_fails_leaves_it_closing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
