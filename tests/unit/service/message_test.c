/* service/message/message.h: messages are written with what they tell, told once, and gone with
 * what fails.
 */
#include "service/message/message.h"
#include "service/message/message_text.h"

#include "beside.h"
#include "county.h"
#include "fails_whole.h"

enum { TODAY = 45300 };

static struct act_options options_of(bool dry_run)
{
    return (struct act_options){
        .what = STR("test"),
        .actor = {.id = STR("os:test"), .role = ROLE_STAFF, .purpose = PURPOSE_ADMINISTRATION},
        .dry_run = dry_run};
}

static struct message of_kind(enum message_kind kind)
{
    struct err err = {0};
    struct message m = {.person = 1, .kind = kind, .from = {TODAY}};
    assert_true(hsaid_parse(STR("SE0000000000-U1"), &m.unit, &err));
    return m;
}

/* Tells a person the same twice, and something else. */
static bool tell(struct instance *in, bool dry_run, struct err *err)
{
    struct act act;
    struct act_options o = options_of(dry_run);
    struct message listed = of_kind(MESSAGE_LISTED), assigned = of_kind(MESSAGE_CONTACT_ASSIGNED);
    if (!act_begin(in->arena, in, &o, &act, err))
        return false;
    /* NOLINTNEXTLINE(misc-redundant-expression): twice, and told once */
    if (!message_add(&act, &listed, err) || !message_add(&act, &listed, err) ||
        !message_add(&act, &assigned, err)) {
        act_abandon(&act);
        return false;
    }
    return act_end(&act, STR("{}"), err);
}

static void the_same_of_one_act_is_told_once(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct err err = {0};
    county_open(s, &in);
    assert_true(tell(&in, true, &err));
    assert_int_equal(number_beside(s, "SELECT count(*) FROM message"), 0);
    assert_true(tell(&in, false, &err));
    assert_int_equal(number_beside(s, "SELECT count(*) FROM message"), 2);
    assert_true(tell(&in, false, &err)); /* another act tells anew */
    assert_int_equal(number_beside(s, "SELECT count(*) FROM message"), 4);
    assert_int_equal(
        number_beside(s, "SELECT count(*) FROM message WHERE seen IS NULL AND letter IS NULL "
                         "AND noticed IS NULL AND kind IN (0, 7)"),
        4);
    instance_close(&in);
}

static void a_statement_that_fails_leaves_no_message(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    county_open(s, &in);
    FAILS_WHOLE(s, 5, tell(&in, false, &err));
    assert_int_equal(number_beside(s, "SELECT count(*) FROM message"), 2);
    instance_close(&in);
}

/* ---- reading ---- */

static struct actor resident(int64_t person)
{
    return (struct actor){
        .id = STR("key:1"), .role = ROLE_RESIDENT, .purpose = PURPOSE_OWN, .person = person};
}

static void open_told(struct scratch *s, struct instance *out)
{
    struct err err = {0};
    county_open(s, out);
    county_script(out,
                  "UPDATE unit_stated SET phone = '063-1', web = 'norra.example' WHERE unit = 1;"
                  "UPDATE person_stated SET birth_date = 44000, guardian1 = 1001 WHERE "
                  "identifier = 3;");
    out->clock = (struct clock){.today = {TODAY}};
    assert_true(tell(out, false, &err));
}

static void messages_are_read_by_whom_they_are_to(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct messages_shown shown;
    struct err err = {0};
    open_told(s, &in);
    struct message_ask ask = {.person = STR("key:1"), .actor = resident(1)};
    assert_true(message_list(s->arena, &in, &ask, &shown, &err));
    assert_int_equal(shown.rows.count, 2);
    const struct message_row *row = bag_at(&shown.rows, 1);
    assert_int_equal(row->message.kind, MESSAGE_LISTED);
    struct str text = message_text(s->arena, LANG_SV, row);
    assert_true(str_eq(text, STR("Du är listad på Norra från och med 2024-01-11. Du når enheten på "
                                 "telefon 063-1 eller via norra.example.")));
    ask.actor = resident(3); /* somebody else */
    FAILS(message_list(s->arena, &in, &ask, &shown, &err), "message.party", &err);
    ask.person = STR("key:2"); /* nor is told that an identity is protected, */
    FAILS(message_list(s->arena, &in, &ask, &shown, &err), "message.party", &err);
    ask.person = STR("key:99"); /* or that there is nobody */
    FAILS(message_list(s->arena, &in, &ask, &shown, &err), "message.party", &err);
    ask.person = STR("key:1");
    ask.actor = options_of(false).actor;
    FAILS(message_list(s->arena, &in, &ask, &shown, &err), "message.party", &err);
    ask.actor.role = ROLE_ADMINISTRATOR;
    assert_true(message_list(s->arena, &in, &ask, &shown, &err));
    ask.person = STR("key:2"); /* of a protected identity */
    FAILS(message_list(s->arena, &in, &ask, &shown, &err), "act.protected_person", &err);
    assert_int_equal(number_beside(s,
                                   "SELECT count(*) FROM access_log WHERE act = 'message list' AND "
                                   "sequence IS NOT NULL"),
                     7);
    /* who looks and is refused would have looked */
    assert_int_equal(
        number_beside(s, "SELECT count(*) FROM access_log WHERE outcome = 2 AND kind = 0"), 5);
    instance_close(&in);
}

static void a_message_is_seen_once(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct message_seen seen;
    struct err err = {0};
    open_told(s, &in);
    struct message_ask ask = {.actor = resident(2), .dry_run = true};
    FAILS(message_seen(s->arena, &in, 1, &ask, &seen, &err), "message.unknown", &err);
    ask.actor = resident(1);
    FAILS(message_seen(s->arena, &in, 99, &ask, &seen, &err), "message.unknown", &err);
    assert_true(message_seen(s->arena, &in, 1, &ask, &seen, &err));
    assert_int_equal(number_beside(s, "SELECT count(*) FROM message WHERE seen IS NOT NULL"), 0);
    ask.dry_run = false;
    assert_true(message_seen(s->arena, &in, 1, &ask, &seen, &err));
    assert_false(seen.is_already);
    assert_true(message_seen(s->arena, &in, 1, &ask, &seen, &err));
    assert_true(seen.is_already);
    assert_int_equal(number_beside(s, "SELECT count(*) FROM message WHERE seen IS NOT NULL"), 1);
    instance_close(&in);
}

static void who_is_protected_among_staff_is_not_named(void **state)
{
    struct scratch *s = *state;
    struct err err = {0};
    struct message_row row = {.message = of_kind(MESSAGE_CONTACT_ASSIGNED),
                              .unit_name = STR("Norra"),
                              .given_name = STR("Eva"),
                              .surname = STR("Ek")};
    assert_true(hsaid_parse(STR("SE0000000000-D1"), &row.message.staff, &err));
    struct str text = message_text(s->arena, LANG_EN, &row);
    assert_true(str_eq(text, STR("Eva Ek at Norra is your named contact from 2024-01-11.")));
    row.protected_staff = true;
    text = message_text(s->arena, LANG_EN, &row);
    assert_true(str_eq(text, STR("A member of staff at Norra is your named contact from "
                                 "2024-01-11.")));
    row.message.kind = MESSAGE_CONTACT_MOVED;
    text = message_text(s->arena, LANG_EN, &row);
    assert_non_null(strstr(text.at, "member of staff at Norra is your named contact from"));
    row.protected_staff = false;
    row.message.kind = MESSAGE_REQUEST_ANSWERED;
    text = message_text(s->arena, LANG_EN, &row);
    assert_true(str_starts(text, STR("Eva Ek at Norra is your named contact. That is the answer")));
    row.message.staff = (struct hsaid){{0}};
    text = message_text(s->arena, LANG_EN, &row);
    assert_true(str_starts(text, STR("Your request for a named contact at Norra was answered")));
    row.message.kind = MESSAGE_CONSENT_ASKED; /* its day is the last to answer */
    text = message_text(s->arena, LANG_EN, &row);
    assert_true(str_eq(text, STR("A guardian asked for listing at Norra. The other guardian has to "
                                 "consent by 2024-01-11, or the request lapses.")));
    row.message.kind = MESSAGE_APPLICATION_REFUSED;
    row.message.reason = STR("no reason");
    text = message_text(s->arena, LANG_EN, &row);
    assert_true(str_eq(text, STR("Your application for the next change of unit not to count, for "
                                 "special reasons, was refused on 2024-01-11. This was written of "
                                 "the decision: no reason.")));
    row.message.kind = MESSAGE_REQUEST_DECLINED;
    row.message.reason = STR("Full.");
    text = message_text(s->arena, LANG_SV, &row);
    assert_true(str_eq(text, STR("Din begäran om fast kontakt på Norra avslogs 2024-01-11. Det här "
                                 "skrevs om beslutet: Full.")));
    for (unsigned kind = 0; kind < VOCAB_MESSAGE.count; kind++)
        for (unsigned lang = LANG_SV; lang <= LANG_EN; lang++) {
            row.message.kind = (enum message_kind)kind;
            row.message.reason = STR("because");
            text = message_text(s->arena, (enum lang)lang, &row);
            bool of_application = kind == MESSAGE_APPLICATION_DECIDED ||
                                  kind == MESSAGE_APPLICATION_GRANTED ||
                                  kind == MESSAGE_APPLICATION_REFUSED; /* of no unit */
            assert_int_equal(strstr(text.at, "Norra") == NULL, of_application);
            assert_non_null(strstr(text.at, "because"));
            assert_true(message_heading((enum lang)lang, row.message.kind).len > 0);
        }
}

static void who_waits_for_a_doctor_to_come_is_told_so(void **state)
{
    struct scratch *s = *state;
    struct message_row row = {.message = of_kind(MESSAGE_CONTACT_MOVED), .unit_name = STR("Norra")};
    struct str text = message_text(s->arena, LANG_EN, &row);
    assert_true(str_eq(text, STR("Your named contact has changed: a doctor is to come to Norra. "
                                 "From 2024-01-11 a place with that doctor is kept for you, and "
                                 "you are told when the doctor has come.")));
    text = message_text(s->arena, LANG_SV, &row);
    assert_true(str_eq(text, STR("Din fasta kontakt har ändrats: en läkare ska komma till Norra. "
                                 "Från och med 2024-01-11 väntar en plats på dig hos den läkaren, "
                                 "och du får veta när läkaren har kommit.")));
    row.message.kind = MESSAGE_CONTACT_ENDED;
    text = message_text(s->arena, LANG_EN, &row);
    assert_true(str_eq(text, STR("The place with a doctor who is to come to Norra, which was to be "
                                 "kept for you from 2024-01-11, is not kept.")));
    text = message_text(s->arena, LANG_SV, &row);
    assert_true(str_eq(text, STR("Platsen hos en läkare som ska komma till Norra, som skulle vänta "
                                 "på dig från och med 2024-01-11, finns inte längre.")));
}

/* With a day it would read as if the listing began then. */
static void who_stays_is_told_of_no_day(void **state)
{
    struct scratch *s = *state;
    struct message_row row = {.message = of_kind(MESSAGE_UNIT_STAYS), .unit_name = STR("Norra")};
    struct str text = message_text(s->arena, LANG_SV, &row);
    assert_true(str_eq(text, STR("Norra stänger inte. Du är kvar där.")));
}

/* Of the protected alone: "no" is not "yes". */
static void staff_are_protected_where_it_is_so(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct messages_shown shown;
    struct err err = {0};
    open_told(s, &in);
    county_script(&in, "UPDATE staff_stated SET protected_staff = 2; UPDATE message SET staff = "
                       "'SE0000000000-D1';");
    struct message_ask ask = {.person = STR("key:1"), .actor = resident(1)};
    assert_true(message_list(s->arena, &in, &ask, &shown, &err));
    assert_false(((struct message_row *)bag_at(&shown.rows, 0))->protected_staff);
    county_script(&in, "UPDATE staff_stated SET protected_staff = 1;");
    assert_true(message_list(s->arena, &in, &ask, &shown, &err));
    const struct message_row *row = bag_at(&shown.rows, 0);
    assert_true(row->protected_staff);
    assert_int_equal(row->message.staff.text[0] + (int64_t)row->surname.len, 0);
    assert_true(str_starts(message_text(s->arena, LANG_EN, row), STR("A member of staff ")));
    instance_close(&in);
}

/* Rule 24: named contacts of the unit are left out, listings are not; the person sees them. */
static void what_is_blocked_is_left_out(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct messages_shown shown;
    struct err err = {0};
    open_told(s, &in);
    struct message_ask ask = {.person = STR("key:1"), .actor = options_of(false).actor};
    ask.actor.role = ROLE_ADMINISTRATOR;
    assert_true(message_list(s->arena, &in, &ask, &shown, &err));
    assert_int_equal(shown.rows.count, 2);
    assert_false(shown.is_blocked);
    county_script(&in, "INSERT INTO block_stated (identifier, unit, from_day, recorded) VALUES "
                       "(1, 1, 45000, 1);");
    assert_true(message_list(s->arena, &in, &ask, &shown, &err));
    assert_int_equal(shown.rows.count, 1);
    assert_int_equal(((struct message_row *)bag_at(&shown.rows, 0))->message.kind, MESSAGE_LISTED);
    assert_true(shown.is_blocked);
    county_script(&in, "UPDATE block_stated SET unit = 2;"); /* of another */
    assert_true(message_list(s->arena, &in, &ask, &shown, &err));
    assert_int_equal(shown.rows.count, 2);
    assert_true(shown.is_blocked);
    static const enum message_kind ANSWERS[] = {MESSAGE_REQUEST_ANSWERED, MESSAGE_REQUEST_ASSIGNED,
                                                MESSAGE_REQUEST_DECLINED}; /* staff of any */
    for (size_t i = 0; i < ARRAY_LEN(ANSWERS); i++) {
        county_script(
            &in,
            str_fmt(s->arena, "UPDATE message SET kind = %d WHERE kind <> 0;", (int)ANSWERS[i]).at);
        assert_true(message_list(s->arena, &in, &ask, &shown, &err));
        assert_int_equal(shown.rows.count, 1);
    }
    county_script(&in, "UPDATE message SET kind = 7 WHERE kind <> 0;");
    county_script(&in, "UPDATE message SET unit = '';"); /* of none: it may be of any */
    assert_true(message_list(s->arena, &in, &ask, &shown, &err));
    assert_int_equal(shown.rows.count, 1);
    ask.actor = resident(1);
    assert_true(message_list(s->arena, &in, &ask, &shown, &err));
    assert_int_equal(shown.rows.count, 2);
    assert_false(shown.is_blocked);
    instance_close(&in);
}

/* Who has read of a named contact is informed of it, and others are told that. */
static void who_reads_of_a_named_contact_is_informed(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct message_seen seen;
    struct err err = {0};
    open_told(s, &in);
    county_script(
        &in, "INSERT INTO message (identifier, kind, unit, staff, from_day, position) SELECT 1, "
             "7, 'SE0000000000-U1', 'SE0000000000-D1', 44196, max(position) FROM change;");
    struct message_ask ask = {.actor = resident(1)};
    assert_true(message_seen(s->arena, &in, 1, &ask, &seen, &err)); /* of a listing */
    assert_int_equal(
        number_beside(s, "SELECT count(*) FROM named_contact_stated WHERE informed_on IS NOT "
                         "NULL"),
        0);
    assert_true(message_seen(s->arena, &in, 3, &ask, &seen, &err));
    assert_int_equal(
        number_beside(s, "SELECT informed_on FROM named_contact_stated WHERE superseded IS NULL "
                         "AND identifier = 1 AND kind = 2"),
        TODAY);
    assert_int_equal(number_beside(s, "SELECT count(*) FROM outbox WHERE person = 1 AND type = 7"),
                     1);
    instance_close(&in);
}

static bool sees(struct instance *in, int64_t id, struct err *err)
{
    struct message_ask ask = {.actor = resident(1)};
    struct message_seen seen;
    return message_seen(in->arena, in, id, &ask, &seen, err);
}

static void seeing_that_fails_leaves_it_unseen(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    open_told(s, &in);
    FAILS_WHOLE(s, 8, sees(&in, 1, &err));
    assert_int_equal(number_beside(s, "SELECT count(*) FROM message WHERE seen IS NOT NULL"), 1);
    instance_close(&in);
}

/* A child of seven asks for its own, and whichever statement fails of what refuses it: it is
 * refused with the day, or that it failed is said. */
static void who_is_too_young_is_told_so_or_that_it_failed(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct err err = {0};
    unsigned statement = 0, failed = 0;
    open_told(s, &in);
    county_script(&in, "UPDATE person_stated SET birth_date = 42700 WHERE identifier = 1;");
    do {
        failing_steps = (struct failing_steps){.fail_at = ++statement};
        err = (struct err){0};
        assert_false(sees(&in, 1, &err));
        failed += err.kind == ERR_IO;
    } while (failing_steps.calls >= statement);
    failing_steps.fail_at = 0;
    assert_string_equal(err.code, "act.too_young");
    assert_true(failed > 8);
    assert_int_equal(number_beside(s, "SELECT count(*) FROM message_seen"), 0);
    instance_close(&in);
}

/* ---- two guardians ---- */

enum { CHILD = 5, ONE = 1, OTHER = 6, TO_CHILD = 3 };

static void open_child(struct scratch *s, struct instance *out)
{
    open_told(s, out);
    county_script(
        out, "INSERT INTO identifier VALUES (5, 1005, 5, 1), (6, 1006, 6, 1);"
             "INSERT INTO person (key, newest) VALUES (5, 5), (6, 6);"
             "INSERT INTO person_stated (identifier, birth_date, sex, protection, paper, "
             "deregistration_reason, guardian1, guardian2, recorded) VALUES (5, 44000, 1, 0, 0, "
             "0, 1001, 1006, 1), (6, 30000, 1, 0, 0, 0, NULL, NULL, 1);"
             "INSERT INTO message (identifier, kind, unit, staff, from_day, position) SELECT 5, "
             "0, 'SE0000000000-U1', '', 45300, max(position) FROM change;");
}

static struct message_ask of_child(int64_t guardian)
{
    struct message_ask ask = {.person = STR("key:5"), .actor = resident(guardian)};
    ask.actor.role = ROLE_GUARDIAN;
    ask.actor.on_behalf = CHILD;
    return ask;
}

static bool is_new_to(struct instance *in, const struct message_ask *ask)
{
    struct messages_shown shown;
    struct err err = {0};
    assert_true(message_list(in->arena, in, ask, &shown, &err));
    assert_int_equal(shown.rows.count, 1);
    return ((struct message_row *)bag_at(&shown.rows, 0))->seen_at.us == 0;
}

static void what_one_guardian_has_seen_is_new_to_the_other(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct message_seen seen;
    struct err err = {0};
    const struct message_ask one = of_child(ONE), other = of_child(OTHER);
    struct message_ask region = {.person = STR("key:5"), .actor = options_of(false).actor};
    region.actor.role = ROLE_ADMINISTRATOR;
    open_child(s, &in);
    assert_true(is_new_to(&in, &one) && is_new_to(&in, &other) && is_new_to(&in, &region));
    assert_true(message_seen(s->arena, &in, TO_CHILD, &one, &seen, &err));
    assert_false(seen.is_already);
    assert_false(is_new_to(&in, &one));
    assert_true(is_new_to(&in, &other));
    assert_false(is_new_to(&in, &region)); /* that somebody has read it */
    assert_true(message_seen(s->arena, &in, TO_CHILD, &one, &seen, &err));
    assert_true(seen.is_already);
    assert_int_equal(number_beside(s, "SELECT count(*) FROM message WHERE seen IS NOT NULL"), 0);
    assert_true(message_seen(s->arena, &in, TO_CHILD, &other, &seen, &err));
    assert_false(seen.is_already);
    assert_false(is_new_to(&in, &other));
    assert_int_equal(number_beside(s, "SELECT count(*) FROM message WHERE seen IS NOT NULL"), 1);
    instance_close(&in);
}

/* A guardian does not pass a block: its number is as good as nobody's, read before or not. */
static void what_a_child_has_blocked_no_guardian_reads(void **state)
{
    enum { HIDDEN = TO_CHILD + 1 };
    struct scratch *s = *state;
    struct instance in;
    struct message_seen seen;
    struct err err = {0};
    const struct message_ask one = of_child(ONE), other = of_child(OTHER);
    open_child(s, &in);
    county_script(
        &in, "INSERT INTO message (identifier, kind, unit, staff, from_day, position) SELECT 5, "
             "7, 'SE0000000000-U1', 'SE0000000000-D1', 45300, max(position) FROM change;");
    assert_true(message_seen(s->arena, &in, HIDDEN, &one, &seen, &err));
    county_script(&in, "INSERT INTO block_stated (identifier, unit, from_day, recorded) VALUES "
                       "(5, 1, 45000, 1);");
    FAILS(message_seen(s->arena, &in, HIDDEN, &one, &seen, &err), "message.unknown", &err);
    FAILS(message_seen(s->arena, &in, HIDDEN, &other, &seen, &err), "message.unknown", &err);
    FAILS(message_seen(s->arena, &in, 1, &one, &seen, &err), "message.unknown", &err);
    FAILS(message_seen(s->arena, &in, 99, &one, &seen, &err), "message.unknown", &err);
    assert_int_equal(number_beside(s, "SELECT count(*) FROM message_seen"), 1);
    assert_true(message_seen(s->arena, &in, TO_CHILD, &other, &seen, &err));
    assert_int_equal(number_beside(s,
                                   "SELECT count(*) FROM access_log WHERE act = 'message seen' AND "
                                   "person = 5 AND outcome = 2"),
                     2);
    county_script(&in, "UPDATE block_stated SET to_day = 45299;");
    assert_true(message_seen(s->arena, &in, HIDDEN, &other, &seen, &err));
    assert_false(seen.is_already);
    instance_close(&in);
}

/* Who died reads nothing more; the one who lives is all. */
static void of_guardians_who_are_alive_one_is_all(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct message_seen seen;
    struct err err = {0};
    const struct message_ask one = of_child(ONE);
    open_child(s, &in);
    county_script(&in, "UPDATE person_stated SET deregistration_reason = 1 WHERE identifier = 6;");
    assert_true(message_seen(s->arena, &in, TO_CHILD, &one, &seen, &err));
    assert_int_equal(number_beside(s, "SELECT count(*) FROM message WHERE seen IS NOT NULL"), 1);
    instance_close(&in);
}

static void the_last_seeing_is_whole_or_not_at_all(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct message_seen seen;
    struct err none = {0};
    const struct message_ask one = of_child(ONE), other = of_child(OTHER);
    open_child(s, &in);
    assert_true(message_seen(s->arena, &in, TO_CHILD, &one, &seen, &none));
    FAILS_WHOLE(s, 8, message_seen(in.arena, &in, TO_CHILD, &other, &seen, &err));
    assert_int_equal(number_beside(s, "SELECT count(*) FROM message_seen"), 2);
    assert_int_equal(number_beside(s, "SELECT count(*) FROM message WHERE seen IS NOT NULL"), 1);
    instance_close(&in);
}

/* Whom a message names is named by its kind; of a doctor to come there is nobody to be told of. */
static void what_is_read_informs_of_whom_it_names(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct err none = {0};
    open_told(s, &in);
    county_script(
        &in, "INSERT INTO message (identifier, kind, unit, staff, from_day, position) SELECT 1, "
             "9, 'SE0000000000-U1', '', 44196, max(position) FROM change;"
             "INSERT INTO message (identifier, kind, unit, staff, from_day, position) SELECT 1, "
             "9, 'SE0000000000-U1', 'SE0000000000-D1', 44196, max(position) FROM change;");
    assert_true(sees(&in, 3, &none));
    assert_int_equal(number_beside(s, "SELECT count(*) FROM outbox WHERE person = 1 AND type = 7"),
                     0);
    FAILS_WHOLE(s, 8, sees(&in, 4, &err));
    assert_int_equal(number_beside(s, "SELECT count(*) FROM outbox WHERE person = 1 AND type = 7"),
                     1);
    assert_int_equal(
        number_beside(s, "SELECT count(*) FROM message WHERE id = 4 AND seen IS NOT NULL"), 1);
    instance_close(&in);
}

/* Nothing is given out of which the log does not know; nor is a refusal that it cannot keep taken
 * for one that it has. */
static void a_list_that_fails_gives_nothing_out(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    open_told(s, &in);
    const struct message_ask own = {.person = STR("key:1"), .actor = resident(1)};
    struct message_ask child = {.person = STR("key:3"), .actor = resident(1)};
    struct message_ask other = {.person = STR("key:1"), .actor = resident(3)};
    child.actor.role = ROLE_GUARDIAN;
    child.actor.on_behalf = 3;
    const struct {
        const struct message_ask *ask;
        bool is_refused;
    } asked[] = {{&own, false}, {&child, false}, {&other, true}};
    county_script(&in,
                  "UPDATE person_stated SET deregistered_on = NULL, deregistration_reason = 0;");
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        unsigned failed = 0;
        int64_t before = number_beside(s, "SELECT count(*) FROM access_log");
        for (bool over = false; !over; failed++) {
            struct err err = {0};
            struct messages_shown shown = {.rows = {.count = 99}};
            failing_steps = (struct failing_steps){.fail_at = failed + 1};
            bool done = message_list(s->arena, &in, asked[i].ask, &shown, &err);
            failing_steps.fail_at = 0;
            over = done || err.kind != ERR_IO;
            assert_int_equal(shown.rows.count == 99, !done);
            assert_int_equal(number_beside(s, "SELECT count(*) FROM access_log"), before + over);
            assert_true(!over || done != asked[i].is_refused);
        }
        assert_true(failed > 4);
    }
    instance_close(&in);
}

static void who_acts_for_a_unit_that_is_not_is_refused(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct messages_shown shown;
    struct err err = {0};
    open_told(s, &in);
    struct message_ask ask = {.person = STR("key:1"), .actor = options_of(false).actor};
    ask.actor.unit = STR("SE0000000000-U9");
    FAILS(message_list(s->arena, &in, &ask, &shown, &err), "unit.unknown", &err);
    instance_close(&in);
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(the_same_of_one_act_is_told_once),
        CASE(a_statement_that_fails_leaves_no_message),
        CASE(messages_are_read_by_whom_they_are_to),
        CASE(a_message_is_seen_once),
        CASE(who_is_protected_among_staff_is_not_named),
        CASE(who_waits_for_a_doctor_to_come_is_told_so),
        CASE(who_stays_is_told_of_no_day),
        CASE(staff_are_protected_where_it_is_so),
        CASE(what_is_blocked_is_left_out),
        CASE(who_reads_of_a_named_contact_is_informed),
        CASE(seeing_that_fails_leaves_it_unseen),
        CASE(who_is_too_young_is_told_so_or_that_it_failed),
        CASE(what_one_guardian_has_seen_is_new_to_the_other),
        CASE(what_a_child_has_blocked_no_guardian_reads),
        CASE(of_guardians_who_are_alive_one_is_all),
        CASE(the_last_seeing_is_whole_or_not_at_all),
        CASE(what_is_read_informs_of_whom_it_names),
        CASE(a_list_that_fails_gives_nothing_out),
        CASE(who_acts_for_a_unit_that_is_not_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
