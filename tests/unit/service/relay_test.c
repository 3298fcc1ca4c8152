/* service/message/relay.h and service/message/notice.h: places go on where they were though events
 * are removed; protected persons are in no feed of who may not see them; a notice is sent once. */
#include "service/message/message.h"
#include "service/message/notice.h"
#include "service/message/relay.h"

#include "beside.h"
#include "county.h"
#include "fails_whole.h"

enum { TODAY = 45300 };

static struct actor administrator(bool opens_protected)
{
    return (struct actor){.id = STR("os:test"),
                          .role = ROLE_ADMINISTRATOR,
                          .purpose = PURPOSE_ADMINISTRATION,
                          .opens_protected = opens_protected};
}

/* An event of persons 1 and 2 (who is protected) and of a unit; a message to 1 and 2. */
static void happens(struct instance *in)
{
    struct act act;
    struct err err = {0};
    struct act_options o = {.what = STR("test"), .actor = administrator(true)};
    struct outbox_event of_unit = {.type = EVENT_UNIT_CHANGED,
                                   .unit = STR("SE0000000000-U1"),
                                   .valid_from = {TODAY},
                                   .data = STR("{\"changed\":[\"name\"]}")};
    assert_true(act_begin(in->arena, in, &o, &act, &err));
    for (int64_t person = 1; person <= 2; person++) {
        struct outbox_event e = {.type = EVENT_PERSON_CHANGED,
                                 .person = person,
                                 .valid_from = {TODAY},
                                 .data = STR("{\"changed\":[\"email\"]}")};
        struct message m = {.person = person, .kind = MESSAGE_LISTED, .from = {TODAY}};
        assert_true(act_tell(&act, &e, &err));
        assert_true(message_add(&act, &m, &err));
    }
    assert_true(act_tell(&act, &of_unit, &err));
    assert_true(act_end(&act, STR("{}"), &err));
}

static struct relay_done runs(struct instance *in, int64_t keep_days, bool dry_run)
{
    struct relay_done done;
    struct err err = {0};
    if (!relay_run(in, &(struct relay_ask){keep_days, dry_run}, &done, &err))
        fail_msg("%s %s", err.code, err.detail);
    return done;
}

/* As if places had been given long ago, and all of it recorded long before. */
static void grow_old(struct instance *in)
{
    county_script(in, "UPDATE outbox SET placed_at = placed_at - 31 * 86400000000;"
                      "UPDATE change SET recorded_at = recorded_at - 99 * 86400000000;");
}

static void places_go_on_where_they_were(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    county_open(s, &in);
    happens(&in);
    assert_int_equal(runs(&in, 30, true).placed, 3);
    assert_int_equal(number_beside(s, "SELECT count(*) FROM outbox WHERE place IS NOT NULL"), 0);
    assert_int_equal(runs(&in, 30, false).placed, 3);
    int64_t position = number_beside(s, "SELECT max(position) FROM change");
    struct relay_done none = runs(&in, 30, false);
    assert_int_equal(none.placed + none.removed, 0);
    assert_int_equal(number_beside(s, "SELECT max(position) FROM change"), position);
    grow_old(&in);
    happens(&in);
    county_script(&in, "UPDATE change SET recorded_at = recorded_at - 99 * 86400000000;");
    /* What has no place yet is not removed, however old; nor what has just got one. */
    assert_int_equal(runs(&in, 30, true).removed, 3);
    struct relay_done done = runs(&in, 30, false);
    assert_int_equal(done.placed, 3);
    assert_int_equal(done.removed, 3);
    assert_int_equal(number_beside(s, "SELECT min(place) FROM outbox"), 4);
    assert_int_equal(number_beside(s, "SELECT max(place) FROM outbox"), 6);
    assert_int_equal(number_beside(s, "SELECT min(seq) FROM outbox WHERE person = 1"), 2);
    grow_old(&in);
    assert_int_equal(runs(&in, 30, false).removed, 3);
    assert_int_equal(number_beside(s, "SELECT count(*) FROM outbox"), 0);
    happens(&in);
    assert_int_equal(runs(&in, 30, false).placed, 3);
    assert_int_equal(number_beside(s, "SELECT min(place) FROM outbox"), 7);
    instance_close(&in);
}

static void a_relay_that_fails_leaves_no_place(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct relay_done told;
    county_open(s, &in);
    happens(&in);
    FAILS_WHOLE(s, 5, relay_run(&in, &(struct relay_ask){30, false}, &told, &err));
    assert_int_equal(number_beside(s, "SELECT count(*) FROM outbox WHERE place IS NOT NULL"), 3);
    assert_int_equal(number_beside(s, "SELECT place FROM outbox_last"), 3);
    instance_close(&in);
}

struct read {
    struct arena *arena;
    unsigned count;
    struct str line[8];
};

static bool take(void *state, const struct outbox_row *row, struct err *err)
{
    (void)err;
    struct read *r = state;
    struct sb out = sb_open(r->arena, 256);
    feed_envelope(&out, row);
    r->line[r->count++] = sb_str(&out);
    return true;
}

static void protected_persons_are_in_no_feed_without_the_right(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct feed_page page;
    struct err err = {0};
    county_open(s, &in);
    happens(&in);
    (void)runs(&in, 30, false);
    struct read open = {.arena = s->arena}, all = {.arena = s->arena};
    struct feed_ask ask = {administrator(false), 0, 10};
    assert_true(feed_read(s->arena, &in, &ask, (struct outbox_reader){&open, take}, &page, &err));
    assert_int_equal(open.count, 2);
    assert_int_equal(page.withheld, 1);
    assert_int_equal(page.last, 3);
    assert_non_null(strstr(open.line[0].at, "\"person\":1,\"seq\":1,\"protected\":false,"));
    assert_non_null(strstr(open.line[1].at, "\"unit\":\"SE0000000000-U1\",\"valid_from\""));
    assert_int_equal(number_beside(s, "SELECT count FROM access_log WHERE act = 'events'"), 2);
    ask.actor.opens_protected = true;
    assert_true(feed_read(s->arena, &in, &ask, (struct outbox_reader){&all, take}, &page, &err));
    assert_int_equal(all.count, 3);
    assert_non_null(strstr(all.line[1].at, "\"protected\":true,"));
    ask.after = 3;
    assert_true(feed_read(s->arena, &in, &ask, (struct outbox_reader){&all, take}, &page, &err));
    assert_int_equal(page.last, 3);
    ask.after = 4; /* who goes on from there would pass by the next one */
    FAILS(feed_read(s->arena, &in, &ask, (struct outbox_reader){&all, take}, &page, &err),
          "events.place", &err);
    assert_string_equal(err.detail, "3");
    instance_close(&in);
}

/* And the refusal stands in the log. */
static void the_feed_is_read_by_administrators(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct feed_page page;
    struct err err = {0};
    county_open(s, &in);
    happens(&in);
    struct read nothing = {.arena = s->arena};
    struct feed_ask ask = {administrator(true), 0, 10};
    ask.actor.role = ROLE_ANALYST;
    FAILS(feed_read(s->arena, &in, &ask, (struct outbox_reader){&nothing, take}, &page, &err),
          "actor.role", &err);
    assert_int_equal(nothing.count, 0);
    assert_int_equal(number_beside(s, "SELECT outcome FROM access_log WHERE act = 'events'"),
                     ACCESS_DENIED);
    instance_close(&in);
}

/* As who signs for a child, or makes the room that somebody else gets. */
static void a_protected_resident_is_named_in_no_event_of_others(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct feed_page page;
    struct act act;
    struct err err = {0};
    struct act_options o = {.what = STR("test"), .actor = administrator(true)};
    o.actor.id = STR("key:2");
    county_open(s, &in);
    assert_true(act_begin(in.arena, &in, &o, &act, &err));
    assert_true(act_tell(
        &act,
        &(struct outbox_event){
            .type = EVENT_REQUEST_CHANGED, .person = 1, .valid_from = {TODAY}, .data = STR("{}")},
        &err));
    assert_true(act_end(&act, STR("{}"), &err));
    (void)runs(&in, 30, false);
    struct read r = {.arena = s->arena};
    struct feed_ask ask = {administrator(false), 0, 10};
    assert_true(feed_read(s->arena, &in, &ask, (struct outbox_reader){&r, take}, &page, &err));
    ask.actor.opens_protected = true;
    assert_true(feed_read(s->arena, &in, &ask, (struct outbox_reader){&r, take}, &page, &err));
    assert_int_equal(r.count, 2);
    assert_non_null(strstr(r.line[0].at, "\"by\":null,"));
    assert_non_null(strstr(r.line[1].at, "\"by\":\"key:2\","));
    instance_close(&in);
}

/* D2 is protected: as who is assigned, is stood in for, stands in, and makes the change. */
static void name_staff(struct instance *in)
{
    struct act act;
    struct err err = {0};
    static const char *const data[] = {"{\"of\":\"SE0000000000-D1\",\"staff\":\"SE0000000000-D2\"}",
                                       "{\"of\":\"SE0000000000-D2\",\"staff\":\"SE0000000000-D1\"}",
                                       "{\"of\":\"SE0000000000-D2\",\"staff\":\"SE0000000000-D2\"}",
                                       "{\"staff\":\"SE0000000000-D1\"}"};
    struct act_options o = {.what = STR("test"), .actor = administrator(true)};
    o.actor.id = STR("SE0000000000-D2");
    assert_true(act_begin(in->arena, in, &o, &act, &err));
    for (size_t i = 0; i < ARRAY_LEN(data); i++)
        assert_true(act_tell(&act,
                             &(struct outbox_event){.type = EVENT_SUBSTITUTE_STARTED,
                                                    .unit = STR("SE0000000000-U1"),
                                                    .valid_from = {TODAY},
                                                    .data = str_of(data[i])},
                             &err));
    assert_true(act_end(&act, STR("{}"), &err));
}

static const char *ends(struct str line)
{
    return strstr(line.at, "\"by\":");
}

static void protected_staff_are_named_to_who_has_the_right(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct feed_page page;
    struct err err = {0};
    static const char *const open[] = {
        "\"by\":null,\"data\":{\"of\":\"SE0000000000-D1\",\"staff\":null}}",
        "\"by\":null,\"data\":{\"of\":null,\"staff\":\"SE0000000000-D1\"}}",
        "\"by\":null,\"data\":{\"of\":null,\"staff\":null}}",
        "\"by\":null,\"data\":{\"staff\":\"SE0000000000-D1\"}}"};
    county_open(s, &in);
    name_staff(&in);
    (void)runs(&in, 30, false);
    for (unsigned right = 0; right <= 1; right++) {
        struct read r = {.arena = s->arena};
        struct feed_ask ask = {administrator(right == 1), 0, 10};
        assert_true(feed_read(s->arena, &in, &ask, (struct outbox_reader){&r, take}, &page, &err));
        assert_int_equal(page.shown, 4);
        assert_int_equal(page.withheld, 0);
        for (size_t i = 0; i < ARRAY_LEN(open); i++) {
            if (right == 0)
                assert_string_equal(ends(r.line[i]), open[i]);
            else
                assert_null(strstr(r.line[i].at, "null"));
        }
    }
    instance_close(&in);
}

/* What is shown stands in the log before it is shown. */
static void a_feed_that_fails_shows_nothing(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct feed_page page;
    unsigned failed = 0;
    county_open(s, &in);
    happens(&in);
    (void)runs(&in, 30, false);
    struct feed_ask ask = {administrator(false), 0, 10};
    for (bool done = false; !done; failed++) {
        struct err err = {0};
        struct read r = {.arena = s->arena};
        failing_steps = (struct failing_steps){.fail_at = failed + 1};
        done = feed_read(s->arena, &in, &ask, (struct outbox_reader){&r, take}, &page, &err);
        failing_steps.fail_at = 0;
        assert_int_equal(r.count, done ? 2 : 0);
        assert_int_equal(number_beside(s, "SELECT count(*) FROM access_log WHERE act = 'events'"),
                         done);
    }
    assert_true(failed > 4);
    instance_close(&in);
}

/* ---- notices ---- */

/* A program that keeps what it is sent. */
static struct notice_done notices(struct scratch *s, struct instance *in, bool works)
{
    char sh[] = "sh", c[] = "-c", good[] = "cat >> \"$0\"", bad[] = "exit 75", path[512];
    char *const word[] = {sh, c, works ? good : bad, path, NULL};
    struct notice_ask ask = {.word = word, .from = STR("no-reply@example.se"), .seconds = 10};
    struct notice_done done;
    struct err err = {0};
    (void)snprintf(path, sizeof path, "%s", scratch_path(s, "mail"));
    if (!notice_run(s->arena, in, &ask, &done, &err))
        fail_msg("%s %s", err.code, err.detail);
    return done;
}

static void a_notice_says_only_that_there_is_a_message(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct str mail;
    struct err err = {0};
    county_open(s, &in);
    county_script(&in, "UPDATE person_stated SET given_name = 'Anna', surname = 'Ek', email = "
                       "'p' || identifier || '@example.se';");
    happens(&in);
    happens(&in);
    assert_int_equal(notices(s, &in, true).sent, 1); /* one for both; none to who is protected */
    assert_int_equal(notices(s, &in, true).sent, 0);
    assert_true(file_read_all(&FILES_POSIX, s->arena, scratch_path(s, "mail"), 4096, &mail, &err));
    assert_non_null(strstr(mail.at, "To: <p1@example.se>\n"));
    assert_null(strstr(mail.at, "p2@"));
    assert_null(strstr(mail.at, "Anna"));
    assert_null(strstr(mail.at, "Ek"));
    assert_null(strstr(mail.at, "SE0000000000"));
    happens(&in);
    assert_int_equal(notices(s, &in, true).sent, 1);
    assert_int_equal(number_beside(s, "SELECT sum(count) FROM access_log WHERE act = 'deliver'"),
                     2);
    instance_close(&in);
}

/* Each at their own address; the child's is not used, nor that of who is protected. */
static void of_a_child_the_guardians_are_told(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct str mail;
    struct err err = {0};
    county_open(s, &in);
    county_script(&in, "UPDATE person_stated SET email = 'p' || identifier || '@example.se', "
                       "protection = 0, deregistration_reason = 0; UPDATE person_stated SET "
                       "birth_date = 43831, guardian1 = 1002, guardian2 = 1003 WHERE identifier = "
                       "1;");
    happens(&in);
    assert_int_equal(notices(s, &in, true).sent, 2); /* that of the second person, too */
    assert_true(file_read_all(&FILES_POSIX, s->arena, scratch_path(s, "mail"), 8192, &mail, &err));
    assert_non_null(strstr(mail.at, "To: <p3@example.se>\n"));
    assert_non_null(strstr(strstr(mail.at, "To: <p2@") + 1, "To: <p2@")); /* for each message */
    assert_null(strstr(mail.at, "p1@"));
    happens(&in); /* what one guardian has read is new to the other; 3 is a guardian only */
    county_script(&in, "INSERT INTO message_seen SELECT id, 3, position FROM message WHERE "
                       "identifier = 1 AND noticed IS NULL;");
    assert_int_equal(unlink(scratch_path(s, "mail")), 0);
    assert_int_equal(notices(s, &in, true).sent, 2);
    assert_true(file_read_all(&FILES_POSIX, s->arena, scratch_path(s, "mail"), 8192, &mail, &err));
    assert_null(strstr(mail.at, "p3@"));
    assert_non_null(strstr(strstr(mail.at, "To: <p2@") + 1, "To: <p2@"));
    county_script(&in, "UPDATE person_stated SET protection = 1 WHERE identifier IN (2, 3);");
    happens(&in);
    assert_int_equal(notices(s, &in, true).sent, 0);
    instance_close(&in);
}

/* A guardian does not pass a block: nothing is said of what the messages hide, until it is lifted.
 */
static void of_what_a_child_has_blocked_nobody_is_told(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    static const char SAYS[] = "INSERT INTO message (identifier, kind, unit, staff, from_day, "
                               "position) SELECT 1, %s, 'SE0000000000-U1', '', 45300, "
                               "max(position) FROM change;";
    char contact[256], listing[256];
    (void)snprintf(contact, sizeof contact, SAYS, "7"); /* MESSAGE_CONTACT_ASSIGNED */
    (void)snprintf(listing, sizeof listing, SAYS, "0");
    county_open(s, &in);
    county_script(&in,
                  "UPDATE person_stated SET email = 'p' || identifier || '@example.se', "
                  "protection = 0; UPDATE person_stated SET birth_date = 43831, guardian1 = 1002 "
                  "WHERE identifier = 1; INSERT INTO block_stated (identifier, unit, from_day, "
                  "recorded) VALUES (1, 1, 45000, 1);");
    county_script(&in, contact);
    assert_int_equal(notices(s, &in, true).sent, 0);
    county_script(&in, listing);
    assert_int_equal(notices(s, &in, true).sent, 1);
    stands_beside(s, "SELECT kind, noticed IS NULL FROM message WHERE identifier = 1 ORDER BY kind",
                  "0 0;7 1");
    assert_int_equal(notices(s, &in, true).sent, 0);
    county_script(&in, "UPDATE block_stated SET superseded = 2;");
    assert_int_equal(notices(s, &in, true).sent, 1);
    assert_int_equal(notices(s, &in, true).sent, 0);
    instance_close(&in);
}

static void what_fails_is_tried_again_later(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    county_open(s, &in);
    county_script(&in, "UPDATE person_stated SET email = 'p1@example.se' WHERE identifier = 1;");
    happens(&in);
    assert_int_equal(notices(s, &in, false).failed, 1);
    assert_int_equal(notices(s, &in, true).sent, 0); /* not yet */
    assert_int_equal(number_beside(s, "SELECT attempts FROM notice_failure WHERE identifier = 1"),
                     1);
    for (int64_t n = 2; n <= 12; n++) {
        county_script(&in, "UPDATE notice_failure SET again_at = 0;");
        assert_int_equal(notices(s, &in, false).failed, 1);
        assert_int_equal(number_beside(s, "SELECT attempts FROM notice_failure"), n);
    }
    int64_t away = number_beside(s, "SELECT again_at FROM notice_failure") - clock_now().us;
    assert_true(away > INT64_C(86000) * 1000000 && away <= INT64_C(86400) * 1000000);
    county_script(&in, "UPDATE notice_failure SET again_at = 0;");
    assert_int_equal(notices(s, &in, true).sent, 1);
    assert_int_equal(number_beside(s, "SELECT count(*) FROM notice_failure"), 0);
    county_script(&in, "UPDATE person_stated SET email = 'a' || char(10) || 'Bcc: b@c' WHERE "
                       "identifier = 1;");
    happens(&in);
    assert_int_equal(notices(s, &in, true).failed, 1);
    instance_close(&in);
}

static void an_address_is_one(void **state)
{
    (void)state;
    assert_true(notice_is_address(STR("a.b+c@example.se")));
    static const char *const none[] = {"",      "a",       "a@",     "@b",         "a@b@c",
                                       "a b@c", "a@b\n",   "<a@b>",  "a@b,c@d",    "-a@b",
                                       "a@b;c", "\"a\"@b", "a\tb@c", "a\xc3\xa5@b"};
    for (size_t i = 0; i < ARRAY_LEN(none); i++)
        assert_false(notice_is_address(str_of(none[i])));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(places_go_on_where_they_were),
        CASE(a_relay_that_fails_leaves_no_place),
        CASE(protected_persons_are_in_no_feed_without_the_right),
        CASE(the_feed_is_read_by_administrators),
        CASE(a_protected_resident_is_named_in_no_event_of_others),
        CASE(protected_staff_are_named_to_who_has_the_right),
        CASE(a_feed_that_fails_shows_nothing),
        CASE(a_notice_says_only_that_there_is_a_message),
        CASE(of_a_child_the_guardians_are_told),
        CASE(of_what_a_child_has_blocked_nobody_is_told),
        CASE(what_fails_is_tried_again_later),
        CASE(an_address_is_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
