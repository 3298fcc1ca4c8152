/* service/contact/panel_moves.h: a panel is moved to one, to several, to nobody yet, and taken
 * back, from the registry's rows to its rows, events, messages and log; what is refused leaves
 * everything as it was, and so does whichever statement fails. How a panel is divided is
 * domain/panel_move.h's.
 */
#include "service/contact/panel_moves.h"

#include "beside.h"
#include "county_scene.h"
#include "fails_whole.h"
#include "service/contact/doctor_now.h"
#include "service/listing/listing.h"

enum { TODAY = 45300 };

/* Six persons beside the first one are listed at U1, too, with D1; 12 is the mother of 13, and 14
 * has a protected identity. D3 and D4 are specialists there as D1 is; D4 takes two. 16 got D1
 * today. */
static void open_county(struct scratch *s, struct instance *out)
{
    county_open(s, out);
    out->clock = (struct clock){.today = {TODAY}};
    county_script(
        out,
        "INSERT INTO staff VALUES (3, 'SE0000000000-D3'), (4, 'SE0000000000-D4');"
        "INSERT INTO staff_stated (staff, profession, title_code, district_nurse, protected_staff, "
        "recorded) VALUES (3, 0, '201011', 0, 0, 1), (4, 0, '201011', 0, 0, 1);"
        "UPDATE staff_stated SET title_code = '201011' WHERE staff = 1;"
        "INSERT INTO position_stated (staff, unit, from_day, employment, training, panel_target, "
        "panel_cap, panel_open, recorded) VALUES (1, 1, 44000, 0, 0, 9, NULL, 1, 1), "
        "(3, 1, 44000, 0, 0, 3, NULL, 1, 1), (4, 1, 44000, 0, 0, 5, 2, 1, 1);"
        "UPDATE unit_stated SET phone = '063-1' WHERE unit = 1;");
    county_script(
        out,
        "CREATE TEMP TABLE n AS WITH RECURSIVE n(i) AS (SELECT 11 UNION ALL SELECT i + 1 FROM n "
        "WHERE i < 16) SELECT i, CASE i WHEN 16 THEN 45300 ELSE 44196 END AS f FROM n;"
        "INSERT INTO identifier SELECT i, i + 2000, i, 1 FROM n;"
        "INSERT INTO person (key, newest) SELECT i, i FROM n;"
        "INSERT INTO person_stated (identifier, birth_date, sex, protection, paper, "
        "deregistration_reason, mother, recorded) SELECT i, CASE i WHEN 13 THEN 44000 ELSE 20000 "
        "END, 1, i = 14, 0, 0, CASE i WHEN 13 THEN 2012 END, 1 FROM n;"
        "INSERT INTO listing_stated (id, identifier, list, from_day, basis, recorded) "
        "SELECT i, i, 11, 44196, 0, 1 FROM n;"
        "INSERT INTO listing_effect SELECT i, 44196, NULL, i, 11 FROM n;"
        "INSERT INTO named_contact_stated (id, identifier, kind, staff, unit, from_day, recorded) "
        "SELECT i, i, 2, 1, 1, f, 1 FROM n;"
        "INSERT INTO named_contact_effect SELECT i, 2, f, i, NULL FROM n;"
        "DROP TABLE n;");
}

static struct actor head(void)
{
    return (struct actor){.id = STR("SE0000000000-H1"),
                          .role = ROLE_UNIT_HEAD,
                          .unit = STR("SE0000000000-U1"),
                          .purpose = PURPOSE_ADMINISTRATION};
}

static struct move_asking asks(const char *staff, const struct str *to, size_t count)
{
    return (struct move_asking){
        .staff = str_of(staff), .to = to, .count = count, .on = DAY_NONE, .actor = head()};
}

static struct move_answer moves(struct instance *in, const struct move_asking *asking)
{
    struct move_answer answer = {.id = 0};
    struct err err = {0};
    if (!moves_plan(in->arena, in, asking, &answer, &err))
        fail_msg("%s %s", err.code, err.detail);
    return answer;
}

static void refused(struct instance *in, const struct move_asking *asking, enum err_kind kind,
                    const char *code)
{
    struct move_answer answer;
    struct err err = {0};
    assert_false(moves_plan(in->arena, in, asking, &answer, &err));
    assert_string_equal(err.code, code);
    assert_int_equal(err.kind, kind);
}

static struct move_undone undoes(struct instance *in, int64_t id)
{
    struct move_undone answer = {.id = 0};
    struct err err = {0};
    struct move_undoing undoing = {.id = id, .actor = head()};
    if (!moves_undo(in->arena, in, &undoing, &answer, &err))
        fail_msg("%s %s", err.code, err.detail);
    return answer;
}

static void refused_undoing(struct instance *in, int64_t id, struct actor actor, const char *code,
                            const char *detail)
{
    struct move_undone answer;
    struct err err = {0};
    struct move_undoing undoing = {.id = id, .actor = actor};
    assert_false(moves_undo(in->arena, in, &undoing, &answer, &err));
    assert_string_equal(err.code, code);
    assert_string_equal(err.detail, detail);
}

static const char NOW[] = "SELECT e.person, n.staff FROM named_contact_effect AS e JOIN "
                          "named_contact_stated AS n ON n.id = e.stated WHERE e.kind = 2 AND "
                          "e.to_day IS NULL ORDER BY 1";
/* All of it, by what it says. */
static const char EFFECT[] = "SELECT e.person, e.kind, e.from_day, e.to_day, n.staff, n.unit, "
                             "n.reason FROM named_contact_effect AS e JOIN named_contact_stated AS "
                             "n ON n.id = e.stated ORDER BY 1, 2, 3";
static const char PLACES[] = "SELECT identifier, from_day, to_day FROM coming_stated WHERE "
                             "superseded IS NULL ORDER BY 1, 2";
static const char EVENTS[] = "SELECT type, count(*), count(DISTINCT person) FROM outbox GROUP BY 1";
static const char MESSAGES[] =
    "SELECT kind, staff, count(*), count(DISTINCT identifier) FROM message "
    "GROUP BY 1, 2 ORDER BY 1, 2";
static const char MOVES[] = "SELECT count(*) FROM panel_move";

/* To who may not see them: neither at how many units, nor that there is somebody. */
static void where_a_protected_doctor_has_a_panel_is_not_told(void **state)
{
    static const char *const DOCTOR[] = {"SE0000000000-D1", "SE0000000000-D9"};
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct move_answer answer;
    county_script(in, "UPDATE staff_stated SET protected_staff = 1 WHERE staff = 1;");
    struct str to[] = {STR("SE0000000000-D3")};
    for (size_t i = 0; i < ARRAY_LEN(DOCTOR); i++) {
        struct move_asking asking = asks(DOCTOR[i], to, 1);
        struct err err = {0};
        FAILS(moves_plan(s->arena, in, &asking, &answer, &err), "panel_move.no_panel", &err);
        assert_string_equal(err.detail, "");
    }
    struct move_asking asking = asks(DOCTOR[0], to, 1);
    asking.actor.opens_protected = true;
    assert_int_equal(moves(in, &asking).placed, 7);
}

/* They are nobody's panel on the day. */
static void who_gets_the_doctor_later_is_told_of(void **state)
{
    struct instance *in = instance_of(state);
    county_script(in, "UPDATE named_contact_stated SET from_day = 45310 WHERE identifier = 16;"
                      "UPDATE named_contact_effect SET from_day = 45310 WHERE person = 16;");
    struct str to[] = {STR("SE0000000000-D3")};
    struct move_asking asking = asks("SE0000000000-D1", to, 1);
    asking.dry_run = true;
    struct move_answer answer = moves(in, &asking);
    assert_int_equal(answer.placed, 6);
    assert_int_equal(answer.later, 1);
    asking.on = (struct day){45310};
    answer = moves(in, &asking);
    assert_int_equal(answer.placed, 7);
    assert_int_equal(answer.later, 0);
}

/* And where nobody has the doctor on the day, how many do later, and from when. */
static void nobody_yet_is_not_nobody(void **state)
{
    struct instance *in = instance_of(state);
    struct str to[] = {STR("SE0000000000-D1")};
    struct move_asking asking = asks("SE0000000000-D3", to, 1);
    struct move_answer answer;
    struct err err = {0};
    asking.unit = STR("SE0000000000-U1");
    refused(in, &asking, ERR_MISSING, "panel_move.nobody");
    county_script(in, "UPDATE named_contact_stated SET from_day = 45310, staff = 3 WHERE "
                      "identifier IN (15, 16);"
                      "UPDATE named_contact_effect SET from_day = 45310 WHERE person = 16;"
                      "UPDATE named_contact_effect SET from_day = 45320 WHERE person = 15;");
    assert_false(moves_plan(in->arena, in, &asking, &answer, &err));
    assert_string_equal(err.code, "panel_move.later");
    assert_string_equal(err.detail, "2 (2024-01-21)");
    asking.on = (struct day){45320};
    assert_int_equal(moves(in, &asking).placed, 2);
}

static void the_panel_goes_to_one(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct str to[] = {STR("SE0000000000-D3")};
    struct move_asking asking = asks("SE0000000000-D1", to, 1);
    struct move_answer answer = moves(in, &asking);
    assert_int_equal(answer.id, 1);
    assert_int_equal(answer.placed, 7);
    assert_int_equal(answer.target[0].before.count, 0);
    assert_int_equal(answer.target[0].after.count, 7);
    assert_true(answer.target[0].over_target);
    stands_beside(s, NOW, "1 3;11 3;12 3;13 3;14 3;15 3;16 3");
    stands_beside(s,
                  "SELECT from_day, to_day, reason FROM named_contact_stated WHERE identifier = 11 "
                  "AND superseded IS NULL ORDER BY id",
                  "44196 45299 moved;45300 - -");
    /* 16, whose doctor began on the day, has one ending that is a withdrawal. */
    stands_beside(s, EVENTS, "5 7 7;6 7 7");
    stands_beside(s, "SELECT count(*) FROM outbox WHERE json_extract(data, '$.withdrawn')", "1");
    stands_beside(s, MESSAGES, "9 SE0000000000-D3 7 7");
    stands_beside(s, "SELECT act, kind, count(*), count(DISTINCT person) FROM access_log",
                  "move 1 8 7"); /* the panel, and each person on it */
    stands_beside(s, "SELECT staff, unit, way, on_day, done_on, undone FROM panel_move",
                  "1 1 0 45300 45300 -");
    refused(in, &asking, ERR_MISSING, "panel_move.no_panel"); /* there is no panel any more */
    asking.unit = STR("SE0000000000-U1");
    refused(in, &asking, ERR_MISSING, "panel_move.nobody");
}

/* D4 has room for two, and most of it: those who go there stay within the cap. */
static void it_is_divided_among_several(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct str to[] = {STR("SE0000000000-D3"), STR("SE0000000000-D4")};
    struct move_asking asking = asks("SE0000000000-D1", to, 2);
    asking.by = MOVE_BY_HOUSEHOLD;
    struct move_answer answer = moves(in, &asking);
    assert_int_equal(answer.divided, 0);
    assert_int_equal(answer.target[0].after.count, 5);
    assert_int_equal(answer.target[1].after.count, 2);
    /* The mother and her child are the largest household, and go where there is most room. */
    stands_beside(s, NOW, "1 3;11 3;12 4;13 4;14 3;15 3;16 3");
}

static void homes_stay_together(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    county_script(in, "INSERT INTO residence_stated (identifier, kind, home, municipality, "
                      "from_day, reported_on, recorded) VALUES (11, 0, 'Björken', '2380', 45000, "
                      "45000, 1), (15, 0, 'Björken', '2380', 45000, 45000, 1), "
                      "(12, 1, 'Björken', '2380', 45000, 45000, 1)");
    struct str to[] = {STR("SE0000000000-D3"), STR("SE0000000000-D4")};
    struct move_asking asking = asks("SE0000000000-D1", to, 2);
    asking.by = MOVE_BY_HOME;
    (void)moves(in, &asking);
    stands_beside(s, NOW, "1 3;11 4;12 3;13 3;14 3;15 4;16 3");
}

static void unless_all_have_a_place_nobody_is_moved(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct str before = beside(s, EFFECT);
    struct str to[] = {STR("SE0000000000-D4"), STR("coming")};
    struct move_asking asking = asks("SE0000000000-D1", to, 1);
    struct move_answer answer = moves(in, &asking);
    assert_int_equal(answer.verdict, MOVE_NOT_WHOLE);
    assert_int_equal(answer.id, 0);
    assert_int_equal(answer.placed, 2);
    assert_int_equal(answer.refused_count, 4); /* 14's identity is protected: not counted either */
    assert_int_equal(answer.refused[0].person, 12);
    assert_int_equal(answer.refused[0].verdict, ASSIGN_FULL);
    for (size_t i = 0; i < answer.refused_count; i++)
        assert_true(answer.refused[i].person != 0 && answer.refused[i].person != 14);
    stands_beside(s, EFFECT, before.at);
    stands_beside(s, MOVES, "0");
    stands_beside(s, "SELECT kind, count(*) FROM access_log", "0 8");
    asking.count = 2; /* the others wait */
    asking.dry_run = true;
    answer = moves(in, &asking);
    assert_int_equal(answer.coming, 5);
    stands_beside(s, EFFECT, before.at);
    stands_beside(s, MOVES, "0");
    asking.dry_run = false;
    asking.override = STR("the others are ill"); /* the head's: all go to D4 */
    answer = moves(in, &asking);
    assert_int_equal(answer.placed, 7);
    stands_beside(s, "SELECT reason FROM panel_move", "the others are ill");
}

/* D4 takes two: of one who is planned there, too, it is not more than that on any day. */
static void who_is_planned_with_the_new_doctor_takes_a_place(void **state)
{
    struct instance *in = instance_of(state);
    county_script(
        in, "DELETE FROM named_contact_effect WHERE person > 12;"
            "UPDATE named_contact_stated SET from_day = 45330, staff = 4 WHERE identifier = 13;"
            "DELETE FROM named_contact_stated WHERE identifier > 13;"
            "DELETE FROM named_contact_effect WHERE person = 1;"
            "DELETE FROM named_contact_stated WHERE identifier = 1;"
            "INSERT INTO named_contact_effect VALUES (13, 2, 45330, 13, NULL);");
    struct str to[] = {STR("SE0000000000-D4")};
    struct move_asking asking = asks("SE0000000000-D1", to, 1);
    struct move_answer answer = moves(in, &asking);
    assert_int_equal(answer.verdict, MOVE_NOT_WHOLE);
    assert_int_equal(answer.placed, 1);
    assert_int_equal(answer.refused[0].verdict, ASSIGN_FULL);
    county_script(in, "UPDATE position_stated SET panel_cap = 3 WHERE staff = 4;");
    assert_int_equal(moves(in, &asking).placed, 2);
}

/* Rule 24: to others than the unit who has the doctor there is not told of who has blocked it. */
static void who_has_blocked_the_unit_is_not_among_the_refused(void **state)
{
    struct instance *in = instance_of(state);
    county_script(in, "INSERT INTO block_stated (identifier, unit, from_day, recorded) VALUES "
                      "(12, 1, 45000, 1), (15, 2, 45000, 1);");
    struct str to[] = {STR("SE0000000000-D4")};
    struct move_asking asking = asks("SE0000000000-D1", to, 1);
    struct move_answer answer = moves(in, &asking);
    assert_int_equal(answer.refused_count, 4); /* the unit's own head */
    assert_int_equal(answer.refused[0].person, 12);
    assert_false(answer.is_blocked);
    asking.actor = (struct actor){.id = STR("os:x"), .role = ROLE_ADMINISTRATOR};
    answer = moves(in, &asking);
    assert_int_equal(answer.verdict, MOVE_NOT_WHOLE);
    assert_int_equal(answer.placed, 2);
    assert_int_equal(answer.refused_count, 3);
    for (size_t i = 0; i < answer.refused_count; i++)
        assert_true(answer.refused[i].person > 12);
    assert_true(answer.is_blocked);
}

static enum who_why why(struct instance *in, int64_t person, struct hsaid *staff)
{
    struct who_read read;
    struct err err = {0};
    assert_true(who_read(in->arena, in->db, person, instance_today(in), &read, &err));
    *staff = read.answer.staff;
    return read.answer.why;
}

static void a_doctor_to_come_comes(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct hsaid staff;
    struct str to[] = {STR("coming")};
    struct move_asking asking = asks("SE0000000000-D1", to, 1);
    struct move_answer answer = moves(in, &asking);
    assert_int_equal(answer.coming, 7);
    stands_beside(s, NOW, "");
    stands_beside(s, PLACES,
                  "1 45300 -;11 45300 -;12 45300 -;13 45300 -;14 45300 -;15 45300 -;16 45300 -");
    stands_beside(s, MESSAGES, "9  7 7");
    assert_int_equal(why(in, 11, &staff), WHO_COMING);
    in->clock.today.n += 5;
    to[0] = STR("SE0000000000-D3");
    asking = asks("coming", to, 1);
    asking.unit = STR("SE0000000000-U1");
    county_script(in, "UPDATE listing_effect SET to_day = 45301 WHERE person IN (14, 15);"
                      "INSERT INTO listing_effect (person, from_day, stated, list) SELECT person, "
                      "45302, stated, list FROM listing_effect WHERE person = 14");
    answer = moves(in, &asking); /* 15 is not listed there any more, 14 in a row of its own */
    assert_int_equal(answer.placed, 6);
    stands_beside(s, NOW, "1 3;11 3;12 3;13 3;14 3;16 3");
    stands_beside(s, PLACES,
                  "1 45300 45304;11 45300 45304;12 45300 45304;13 45300 45304;14 45300 45304;"
                  "15 45300 -;16 45300 45304");
    assert_int_equal(why(in, 11, &staff), WHO_WHY_NOT);
    assert_string_equal(staff.text, "SE0000000000-D3");
    refused_undoing(in, 1, head(), "panel_move.touched", "6");
    assert_int_equal(undoes(in, 2).persons, 6);
    assert_int_equal(why(in, 11, &staff), WHO_COMING);
    stands_beside(s, NOW, "");
    stands_beside(s, PLACES,
                  "1 45300 -;11 45300 -;12 45300 -;13 45300 -;14 45300 -;15 45300 -;16 45300 -");
    /* The places are as the first move made them, though they were stated again. */
    assert_int_equal(undoes(in, 1).persons, 7);
    stands_beside(s, PLACES, "");
    stands_beside(s, NOW, "1 1;11 1;12 1;13 1;14 1;15 1;16 1");
}

static void what_is_taken_back_stands_as_it_stood(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct str before = beside(s, EFFECT);
    struct str to[] = {STR("SE0000000000-D4"), STR("coming")};
    struct move_asking asking = asks("SE0000000000-D1", to, 2);
    asking.on = (struct day){TODAY + 3};
    assert_int_equal(moves(in, &asking).coming, 5);
    assert_false(str_eq(beside(s, EFFECT), before));
    in->clock.today.n += 14;
    /* Who was informed has the row anew, which touches nothing. */
    county_script(
        in, "CREATE TEMP TABLE m AS SELECT * FROM named_contact_stated WHERE staff = 4 AND "
            "superseded IS NULL;"
            "UPDATE named_contact_stated SET superseded = (SELECT max(position) FROM change) "
            "WHERE id IN (SELECT id FROM m);"
            "INSERT INTO named_contact_stated (identifier, kind, staff, unit, from_day, "
            "informed_on, recorded) SELECT identifier, kind, staff, unit, from_day, 45304, "
            "(SELECT max(position) FROM change) FROM m;"
            "UPDATE named_contact_effect SET stated = (SELECT n.id FROM named_contact_stated "
            "AS n JOIN m ON m.identifier = n.identifier WHERE m.id = stated AND n.staff = 4 AND "
            "n.superseded IS NULL) WHERE stated IN (SELECT id FROM m);"
            "DROP TABLE m;");
    struct move_undoing undoing = {.id = 1, .actor = head(), .dry_run = true};
    struct move_undone answer;
    struct err err = {0};
    assert_true(moves_undo(s->arena, in, &undoing, &answer, &err));
    assert_false(str_eq(beside(s, EFFECT), before));
    assert_int_equal(undoes(in, 1).persons, 7);
    stands_beside(s, EFFECT, before.at);
    stands_beside(s, PLACES, "");
    stands_beside(s, MESSAGES, "9  5 5;9 SE0000000000-D1 7 7;9 SE0000000000-D4 2 2");
    stands_beside(s, "SELECT kind, count(*) FROM access_log WHERE act = 'move undo' GROUP BY 1",
                  "0 8;1 8");
    assert_true(undoes(in, 1).is_already);
}

/* As the move itself: of who gets the panel back, and of who has it. */
static void a_protected_doctors_panel_is_not_given_back(void **state)
{
    static const char *const PROTECTED[] = {"1", "3"};
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct str to[] = {STR("SE0000000000-D4"), STR("SE0000000000-D3")};
    struct move_asking asking = asks("SE0000000000-D1", to, 2);
    (void)moves(in, &asking);
    struct str before = beside(s, EFFECT);
    struct actor nurse = head();
    nurse.role = ROLE_STAFF;
    for (size_t i = 0; i < ARRAY_LEN(PROTECTED); i++) {
        county_script(in, str_fmt(s->arena,
                                  "UPDATE staff_stated SET protected_staff = (staff = %s); "
                                  "DELETE FROM access_log;",
                                  PROTECTED[i])
                              .at);
        refused_undoing(in, 1, head(), "staff.protected", "");
        stands_beside(s, EFFECT, before.at);
        stands_beside(s, "SELECT act, about LIKE 'move=1 %', outcome FROM access_log",
                      "move undo 1 2");
        refused_undoing(in, 1, nurse, "panel_move.undo_right", "");
    }
    struct move_undoing undoing = {.id = 1, .actor = head()};
    struct move_undone answer;
    struct err err = {0};
    undoing.actor.opens_protected = true;
    assert_true(moves_undo(s->arena, in, &undoing, &answer, &err));
    assert_int_equal(answer.persons, 7);
}

static void what_is_touched_or_late_is_not_taken_back(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct listing_answer listed;
    struct err err = {0};
    struct str to[] = {STR("SE0000000000-D3")};
    struct move_asking asking = asks("SE0000000000-D1", to, 1);
    (void)moves(in, &asking);
    struct actor nurse = head();
    nurse.role = ROLE_STAFF;
    refused_undoing(in, 1, nurse, "panel_move.undo_right", "");
    stands_beside(s,
                  "SELECT count(*) FROM access_log WHERE act = 'move undo' AND outcome = 2 AND "
                  "about LIKE '%move=1%'",
                  "1");
    struct move_undoing unknown = {.id = 7, .actor = head()};
    struct move_undone answer;
    FAILS(moves_undo(s->arena, in, &unknown, &answer, &err), "panel_move.unknown", &err);
    in->clock.today.n += 15;
    refused_undoing(in, 1, head(), "panel_move.undo_late", "2024-01-25");
    in->clock.today.n = TODAY;
    struct listing_request elsewhere = {.person = STR("key:11"),
                                        .unit = STR("SE0000000000-U2"),
                                        .from = DAY_NONE,
                                        .actor = {.id = STR("os:x")}};
    assert_true(listing_list(s->arena, in, &elsewhere, &listed, &err));
    struct str before = beside(s, EFFECT);
    refused_undoing(in, 1, head(), "panel_move.touched", "1");
    stands_beside(s, EFFECT, before.at);
}

static void what_is_asked_must_make_sense(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct str to[] = {STR("SE0000000000-D3"), STR("SE0000000000-D3")};
    struct move_asking asking = asks("SE0000000000-D1", to, 1);
    asking.actor.role = ROLE_STAFF;
    refused(in, &asking, ERR_DENIED, "panel_move.right");
    stands_beside(s,
                  "SELECT act, outcome FROM access_log WHERE about LIKE "
                  "'%staff=SE0000000000-D1 unit=SE0000000000-U1%'",
                  "move 2");
    asking.actor = head();
    asking.on = (struct day){TODAY - 1};
    refused(in, &asking, ERR_INVALID, "panel_move.day");
    asking.on = (struct day){TODAY + 367};
    refused(in, &asking, ERR_INVALID, "panel_move.day");
    asking.on = DAY_NONE;
    asking.override = STR("one\ntwo");
    refused(in, &asking, ERR_INVALID, "panel_move.reason");
    asking.override = STR("");
    asking.count = 2;
    refused(in, &asking, ERR_INVALID, "panel_move.twice");
    to[1] = STR("SE0000000000-D1");
    refused(in, &asking, ERR_INVALID, "panel_move.self");
    to[1] = STR("SE0000000000-D9");
    refused(in, &asking, ERR_MISSING, "staff.unknown");
    asking.unit = STR("SE0000000000-U9");
    refused(in, &asking, ERR_MISSING, "unit.unknown");
    to[0] = STR("coming");
    asking = asks("coming", to, 1);
    asking.unit = STR("SE0000000000-U1");
    refused(in, &asking, ERR_INVALID, "panel_move.self");
    in->region.rules.named_doctor.coming_doctor = false;
    asking = asks("SE0000000000-D1", to, 1);
    refused(in, &asking, ERR_CONFLICT, "panel_move.no_coming");
    stands_beside(s, MOVES, "0");
}

static void the_same_key_is_answered(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct str to[] = {STR("SE0000000000-D3")};
    struct move_asking asking = asks("SE0000000000-D1", to, 1);
    asking.key = STR("a");
    asking.unit = STR("SE0000000000-U1");
    (void)moves(in, &asking);
    struct move_answer again = moves(in, &asking);
    assert_true(again.is_repeat);
    assert_int_equal(again.id, 1);
    assert_int_equal(again.placed, 7);
    assert_int_equal(again.on.n, TODAY);
    assert_int_equal(again.targets, 1);
    assert_string_equal(again.target[0].staff.text, "SE0000000000-D3");
    assert_int_equal(again.target[0].before.count, 0);
    assert_int_equal(again.target[0].after.count, 7);
    assert_true(again.target[0].over_target);
    asking.unit = STR(""); /* where there is no panel any more */
    assert_int_equal(moves(in, &asking).id, 1);
    asking.count = 0;
    refused(in, &asking, ERR_CONFLICT, "act.key_reused");
    asking.count = 1;
    stands_beside(s, MOVES, "1");
    struct move_undoing undoing = {.id = 1, .actor = head(), .key = STR("b")};
    struct move_undone answer;
    struct err err = {0};
    assert_true(moves_undo(s->arena, in, &undoing, &answer, &err));
    assert_true(moves_undo(s->arena, in, &undoing, &answer, &err));
    assert_true(answer.is_repeat);
    assert_int_equal(answer.persons, 7);
}

/* The day has passed when it is asked again. */
static void the_key_holds_when_the_day_has_passed(void **state)
{
    struct instance *in = instance_of(state);
    struct str to[] = {STR("coming")};
    struct move_asking asking = asks("SE0000000000-D1", to, 1);
    asking.key = STR("a");
    asking.on = (struct day){TODAY};
    assert_false(moves(in, &asking).is_repeat);
    in->clock = (struct clock){.today = {TODAY + 1}};
    struct move_answer again = moves(in, &asking);
    assert_true(again.is_repeat);
    assert_int_equal(again.coming, 7);
    asking.key = STR("");
    asking.unit = STR("SE0000000000-U1");
    refused(in, &asking, ERR_INVALID, "panel_move.day");
}

/* Of a doctor who was assigned, of doing without, also when both are over. */
static void who_got_something_else_waits_no_more(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct hsaid staff;
    struct str to[] = {STR("coming")};
    struct move_asking asking = asks("SE0000000000-D1", to, 1);
    (void)moves(in, &asking);
    county_script(in,
                  "INSERT INTO named_contact_stated (identifier, kind, staff, unit, from_day, "
                  "to_day, recorded) SELECT 11, 2, 3, 1, 45302, 45303, max(position) FROM change;"
                  "INSERT INTO opt_out_stated (identifier, from_day, to_day, recorded) SELECT 12, "
                  "45302, 45303, max(position) FROM change;");
    assert_int_equal(why(in, 11, &staff), WHO_COMING); /* not yet */
    in->clock.today.n += 5;
    assert_int_equal(why(in, 11, &staff), WHO_NO_NAMED);
    assert_int_equal(why(in, 12, &staff), WHO_NO_NAMED);
    assert_int_equal(why(in, 13, &staff), WHO_COMING);
    refused_undoing(in, 1, head(), "panel_move.touched", "2");
    to[0] = STR("SE0000000000-D3");
    asking = asks("coming", to, 1);
    asking.unit = STR("SE0000000000-U1");
    assert_int_equal(moves(in, &asking).placed, 5);
    stands_beside(s, NOW, "1 3;13 3;14 3;15 3;16 3");
}

static void whichever_statement_fails_leaves_nothing(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct str stood = beside(s, EFFECT);
    struct str to[] = {STR("SE0000000000-D4"), STR("coming")};
    struct move_asking asking = asks("SE0000000000-D1", to, 2);
    struct move_undoing undoing = {.id = 1, .actor = head()};
    asking.key = STR("form 17");
    struct move_answer answer;
    FAILS_WHOLE(s, 80, moves_plan(s->arena, in, &asking, &answer, &err));
    struct move_undone taken;
    FAILS_WHOLE(s, 80, moves_undo(s->arena, in, &undoing, &taken, &err));
    stands_beside(s, EFFECT, stood.at);
}

/* The time is of what the move did, not of its planning. */
static void what_was_planned_is_taken_back_after_it_holds(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct str before = beside(s, EFFECT), to[] = {STR("SE0000000000-D3")};
    struct move_asking asking = asks("SE0000000000-D1", to, 1);
    asking.on = (struct day){TODAY + 30};
    (void)moves(in, &asking);
    in->clock.today.n = TODAY + 45;
    refused_undoing(in, 1, head(), "panel_move.undo_late", "2024-02-24");
    in->clock.today.n = TODAY + 44;
    struct move_undoing undoing = {.id = 1, .actor = head()};
    struct move_undone answer;
    struct err err = {0};
    if (!moves_undo(s->arena, in, &undoing, &answer, &err))
        fail_msg("%s %s", err.code, err.detail);
    stands_beside(s, EFFECT, before.at);
}

static const char LAST_TOLD[] = "SELECT kind, staff, from_day FROM message WHERE identifier = 11 "
                                "AND position = (SELECT max(position) FROM message) ORDER BY id";

/* What has not begun has changed nothing: the doctor is theirs as before, and who was to come does
 * not. */
static void before_its_day_they_are_told_that_the_doctor_stays(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct str before = beside(s, EFFECT), to[] = {STR("SE0000000000-D3")};
    struct str coming[] = {STR("coming")};
    struct move_asking asking = asks("SE0000000000-D1", to, 1);
    asking.on = (struct day){TODAY + 30};
    (void)moves(in, &asking);
    (void)undoes(in, 1);
    stands_beside(s, EFFECT, before.at);
    stands_beside(s, LAST_TOLD, "8 SE0000000000-D3 45330;7 SE0000000000-D1 44196");
    asking = asks("SE0000000000-D1", coming, 1);
    asking.on = (struct day){TODAY + 30};
    (void)moves(in, &asking);
    (void)undoes(in, 2);
    stands_beside(s, LAST_TOLD, "8  45330;7 SE0000000000-D1 44196");
}

/* A place that is kept today was to be filled: it is kept still, and who was to come does not. */
static void before_its_day_they_are_told_that_they_wait_still(void **state)
{
    struct scratch *s = scratch_of(state);
    struct instance *in = instance_of(state);
    struct str coming[] = {STR("coming")}, to[] = {STR("SE0000000000-D3")};
    struct move_asking asking = asks("SE0000000000-D1", coming, 1);
    (void)moves(in, &asking);
    struct str places = beside(s, PLACES);
    asking = asks("coming", to, 1);
    asking.unit = STR("SE0000000000-U1");
    asking.on = (struct day){TODAY + 30};
    (void)moves(in, &asking);
    (void)undoes(in, 2);
    stands_beside(s, PLACES, places.at);
    stands_beside(s, LAST_TOLD, "8 SE0000000000-D3 45330;9  45300");
}

static int setup(void **state)
{
    return scene_open(state, open_county);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, scene_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(where_a_protected_doctor_has_a_panel_is_not_told),
        CASE(who_gets_the_doctor_later_is_told_of),
        CASE(nobody_yet_is_not_nobody),
        CASE(the_panel_goes_to_one),
        CASE(it_is_divided_among_several),
        CASE(homes_stay_together),
        CASE(unless_all_have_a_place_nobody_is_moved),
        CASE(who_is_planned_with_the_new_doctor_takes_a_place),
        CASE(who_has_blocked_the_unit_is_not_among_the_refused),
        CASE(a_doctor_to_come_comes),
        CASE(what_is_taken_back_stands_as_it_stood),
        CASE(a_protected_doctors_panel_is_not_given_back),
        CASE(what_is_touched_or_late_is_not_taken_back),
        CASE(what_was_planned_is_taken_back_after_it_holds),
        CASE(before_its_day_they_are_told_that_the_doctor_stays),
        CASE(before_its_day_they_are_told_that_they_wait_still),
        CASE(what_is_asked_must_make_sense),
        CASE(the_same_key_is_answered),
        CASE(the_key_holds_when_the_day_has_passed),
        CASE(who_got_something_else_waits_no_more),
        CASE(whichever_statement_fails_leaves_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
