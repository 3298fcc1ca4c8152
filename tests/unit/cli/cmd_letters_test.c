/* kontinua letters: each message on paper once, one letter a person; who waits; and nothing told of
 * what was not written. */
#include "at_home.h"
#include "beside.h"
#include "county.h"
#include "fonts_kept.h"
#include "pdf_text.h"

#include <sys/stat.h>

static const char TOLD[] =
    "UPDATE person_stated SET given_name = 'Anna', surname = 'Öhman', street = 'Storgatan 1', "
    "postal_code = '83131', city = 'Östersund', paper = 1 WHERE identifier = 1;"
    "UPDATE person_stated SET given_name = 'Bo', surname = 'Hemlig', paper = 1, street = 'Gömd 1', "
    "city = 'Dold' WHERE identifier = 2;"
    "UPDATE unit_stated SET phone = '063-10 00 00' WHERE unit = 1;"
    "INSERT INTO message (identifier, kind, unit, staff, from_day, position) SELECT 1, 0, "
    "'SE0000000000-U1', '', 45300, max(position) FROM change;"
    "INSERT INTO message (identifier, kind, unit, staff, from_day, position) SELECT 1, 7, "
    "'SE0000000000-U1', 'SE0000000000-D1', 45300, max(position) FROM change;"
    "INSERT INTO message (identifier, kind, unit, staff, from_day, position) SELECT 2, 0, "
    "'SE0000000000-U2', '', 45300, max(position) FROM change;"
    /* who has died is not written to */
    "UPDATE person_stated SET paper = 1 WHERE identifier = 3;"
    "INSERT INTO message (identifier, kind, unit, staff, from_day, position) SELECT 3, 0, "
    "'SE0000000000-U2', '', 45300, max(position) FROM change;";

static void open_home(struct scratch *s)
{
    struct instance in;
    county_open(s, &in);
    county_script(&in, TOLD);
    instance_close(&in);
}

static const char *line(struct scratch *s, const char *options, const char *file)
{
    return str_fmt(s->arena, "letters --pdf %s %s", scratch_path(s, file), options).at;
}

static void each_message_is_written_once(void **state)
{
    struct scratch *s = *state;
    char text[8192];
    open_home(s);
    prints(s, "letters --dry-run --format csv",
           "run,letters,messages,withheld,without_address\n,1,2,1,0\n");
    prints(s, line(s, "--format table --lang en", "a.pdf"),
           "Run 1. Letters: 1. Messages: 2. Waiting: with a protected identity (--protected)\n"
           "1, without an address 0.\n");
    (void)text_of(s, scratch_path(s, "a.pdf"), text, sizeof text);
    assert_non_null(strstr(text, "Anna Öhman"));
    assert_non_null(strstr(text, "831 31 Östersund"));
    assert_non_null(strstr(text, "Du är listad på Norra från och med 2024-01-11."));
    assert_non_null(strstr(strstr(text, "Du är listad på Norra"), "Fast kontakt")); /* told later */
    assert_non_null(strstr(text, "063-10 00 00"));
    assert_non_null(strstr(text, "Brev 1-1, sida 1"));
    assert_null(strstr(text, "Hemlig"));
    prints(s, line(s, "--format csv", "b.pdf"),
           "run,letters,messages,withheld,without_address\n,0,0,1,0\n");
    assert_false(file_exists(scratch_path(s, "b.pdf")));
    assert_int_equal(number_beside(s, "SELECT count(*) FROM message WHERE letter = 1"), 2);
    /* Their named contact is one that they have been informed of. */
    assert_int_equal(
        number_beside(s, "SELECT informed_on FROM named_contact_stated WHERE superseded IS NULL "
                         "AND identifier = 1"),
        45304);
    refuses(s, line(s, "--lang en", "a.pdf"), 5, "[letters.exists]");
    refuses(s, line(s, "--again 2 --lang en", "c.pdf"), 3, "[letters.run]");
    prints(s, line(s, "--again 1 --format csv", "c.pdf"),
           "run,letters,messages,withheld,without_address\n1,1,2,0,0\n");
    assert_int_equal(number_beside(s, "SELECT count(*) FROM letter_run"), 1);
    struct said said = run_at(s, "letters --list --format csv");
    assert_non_null(strstr(said.out, "run,at,letters,sha256\n1,"));
    said_free(&said);
    refuses(s, line(s, "--role staff --unit SE0000000000-U1 --lang en", "d.pdf"), 4,
            "[actor.role]");
    refuses(s, "letters --lang en", 2, "[options.required]");
    assert_int_equal(
        number_beside(s, "SELECT count(*) FROM access_log WHERE act = 'letters' AND person IS "
                         "NULL AND count = 1"),
        4);
}

/* Asked again with its key, whatever the file is called, the first run is told, and none written.
 */
static void the_same_key_is_answered(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    static const char RUN[] = "run,letters,messages,withheld,without_address\n1,1,2,1,0\n";
    prints(s, line(s, "--key k --format csv", "a.pdf"), RUN);
    prints(s, line(s, "--key k --format csv", "a.pdf"), RUN);
    prints(s, line(s, "--key k --format csv", "b.pdf"), RUN);
    prints(s, line(s, "--key k --format table --lang en", "b.pdf"),
           "Run 1. Letters: 1. Messages: 2. Waiting: with a protected identity (--protected)\n"
           "1, without an address 0. Was done before with this key.\n");
    assert_false(file_exists(scratch_path(s, "b.pdf")));
    refuses(s, line(s, "--key k --again 1 --lang en", "b.pdf"), 5, "[act.key_reused]");
    refuses(s, line(s, "--key other --protected threat --lang en", "a.pdf"), 5, "[letters.exists]");
    /* to write to those with a protected identity, too, is something else to ask */
    refuses(s, line(s, "--key k --protected threat --lang en", "b.pdf"), 5, "[act.key_reused]");
    assert_false(file_exists(scratch_path(s, "b.pdf")));
    assert_int_equal(number_beside(s, "SELECT count(*) FROM letter_run"), 1);
    for (unsigned i = 0; i < 2; i++)
        prints(s, line(s, "--key other --protected threat --format csv", "b.pdf"),
               "run,letters,messages,withheld,without_address\n2,1,1,0,0\n");
}

static void who_is_protected_is_written_to_without_name_and_address(void **state)
{
    struct scratch *s = *state;
    char text[8192];
    open_home(s);
    prints(s, line(s, "--protected threat --format csv", "a.pdf"),
           "run,letters,messages,withheld,without_address\n1,2,3,0,0\n");
    (void)text_of(s, scratch_path(s, "a.pdf"), text, sizeof text);
    assert_non_null(strstr(text, "Skatteverket"));
    assert_non_null(strstr(text, "Förmedlingsuppdrag"));
    assert_non_null(strstr(text, "403 20 GÖTEBORG"));
    assert_non_null(strstr(text, "Du är listad på Södra"));
    static const char *const secret[] = {"Hemlig", "Bo ", "Gömd", "Dold"};
    for (size_t i = 0; i < ARRAY_LEN(secret); i++)
        assert_null(strstr(text, secret[i]));
    assert_int_equal(
        number_beside(s, "SELECT count(*) FROM access_log WHERE act = 'letters' AND person = 2"),
        1);
}

/* The runs too are the administrator's, and who looks at them is in the log. */
static void the_runs_are_shown_to_the_administrator(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    refuses(s, "letters --list --role staff --unit SE0000000000-U1", 4, "[actor.role]");
    refuses(s, "letters --list --role resident --as key:1", 4, "[actor.role]");
    refuses(s, "letters --list --pdf a.pdf", 2, "letters --list --pdf");
    refuses(s, "letters --list --again 1", 2, "[options.form]");
    refuses(s, "letters --list --dry-run", 2, "[options.form]");
    refuses(s, "letters --list --key k", 2, "[options.form]");
    assert_int_equal(number_beside(s, "SELECT count(*) FROM access_log WHERE act = 'letters' AND "
                                      "outcome = 2"),
                     2);
    prints(s, "letters --list --format csv", "run,at,letters,sha256\n");
    assert_int_equal(number_beside(s, "SELECT count(*) FROM access_log WHERE act = 'letters' AND "
                                      "outcome = 0 AND count = 0 AND about LIKE 'list%'"),
                     1);
}

/* The pages' own number of sheets: two for who is protected. */
static void a_child_is_written_to_by_the_guardians(void **state)
{
    struct scratch *s = *state;
    char text[8192];
    open_home(s);
    county_change(s, "UPDATE person_stated SET birth_date = 44000 WHERE identifier = 1;");
    struct said said = run_at(s, line(s, "--letter-lang en", "a.pdf"));
    assert_int_equal(said.exit, 0);
    said_free(&said);
    (void)text_of(s, scratch_path(s, "a.pdf"), text, sizeof text);
    assert_non_null(strstr(text, "Vårdnadshavare för Anna Öhman"));
    assert_non_null(strstr(text, "This letter is about Anna Öhman"));
    assert_non_null(strstr(text, "You are listed at Norra from 2024-01-11."));
}

/* A guardian of a child with a protected identity is not let into the e-service. */
static void where_it_cannot_be_read_no_eservice_is_named(void **state)
{
    struct scratch *s = *state;
    char text[8192];
    open_home(s);
    county_change(s, "UPDATE person_stated SET birth_date = 44000, protection = 1 WHERE "
                     "identifier = 1; UPDATE person_stated SET paper = 0 WHERE identifier = 2;");
    prints(s, line(s, "--protected threat --format csv", "a.pdf"),
           "run,letters,messages,withheld,without_address\n1,1,2,0,0\n");
    (void)text_of(s, scratch_path(s, "a.pdf"), text, sizeof text);
    assert_non_null(strstr(text, "Du får det här brevet"));
    assert_null(strstr(text, "Samma"));
}

struct counted {
    const char *sql, *wanted; /* what is changed, and what there is to write then */
};

/* Two guardians are known, 5 and 6, of whom the second wants paper or not; each change in turn. */
static void count_with_guardians(struct scratch *s, int second_wants, const struct counted *is,
                                 size_t count)
{
    open_home(s);
    county_change(s, str_fmt(s->arena,
                             "INSERT INTO identifier VALUES (5, 1005, 5, 1), (6, 1006, 6, 1);"
                             "INSERT INTO person (key, newest) VALUES (5, 5), (6, 6);"
                             "INSERT INTO person_stated (identifier, birth_date, sex, "
                             "protection, paper, deregistration_reason, recorded) VALUES "
                             "(5, 30000, 1, 0, 0, 0, 1), (6, 30000, 1, 0, %d, 0, 1);"
                             "UPDATE person_stated SET birth_date = 44000, guardian1 = 1005, "
                             "guardian2 = 1006 WHERE identifier = 1;",
                             second_wants)
                         .at);
    for (size_t i = 0; i < count; i++) {
        county_change(s, is[i].sql);
        prints(s, "letters --dry-run --format csv",
               str_fmt(s->arena, "run,letters,messages,withheld,without_address\n%s", is[i].wanted)
                   .at);
    }
}

/* Of a child the guardians decide, whatever its own wish says; and of who has none that is known,
 * its own. */
static void of_a_child_the_guardians_decide(void **state)
{
    static const struct counted is[] = {
        {"", ",0,0,1,0\n"}, /* neither wants it */
        {"UPDATE person_stated SET paper = 1 WHERE identifier = 6", ",1,2,1,0\n"}, /* one does */
        {"UPDATE person_stated SET paper = 0 WHERE identifier = 1", ",1,2,1,0\n"},
        {"UPDATE person_stated SET deregistration_reason = 1 WHERE identifier = 6", ",0,0,1,0\n"},
        {"UPDATE person_stated SET deregistration_reason = 1 WHERE identifier = 5", ",0,0,1,0\n"},
        {"UPDATE person_stated SET paper = 1 WHERE identifier = 1", ",1,2,1,0\n"}, /* nobody's */
        {"UPDATE person_stated SET deregistration_reason = 0 WHERE identifier IN (5, 6)",
         ",1,2,1,0\n"},
        {"UPDATE person_stated SET paper = 0, birth_date = 20000 WHERE identifier = 1",
         ",0,0,1,0\n"}, /* of age */
    };
    count_with_guardians(*state, 0, is, ARRAY_LEN(is));
}

/* A guardian who wants paper gets what they have not read, whatever the other has. */
static void a_guardian_is_written_to_of_what_they_have_not_read(void **state)
{
    struct scratch *s = *state;
    static const struct counted is[] = {
        {"INSERT INTO message_seen SELECT id, 5, position FROM message WHERE identifier = 1",
         ",1,2,1,0\n"}, /* read by the one who wants none */
        {"INSERT INTO message_seen SELECT min(id), 6, position FROM message WHERE identifier = 1",
         ",1,1,1,0\n"},
        {"UPDATE person_stated SET paper = 1 WHERE identifier = 5", ",1,1,1,0\n"},
        {"DELETE FROM message_seen WHERE reader = 5", ",1,2,1,0\n"}, /* one of the two has not */
        {"UPDATE person_stated SET paper = 0 WHERE identifier = 5", ",1,1,1,0\n"},
    };
    count_with_guardians(s, 1, is, ARRAY_LEN(is));
    prints(s, line(s, "--format csv", "a.pdf"),
           "run,letters,messages,withheld,without_address\n1,1,1,1,0\n");
    assert_int_equal(number_beside(s, "SELECT max(id) FROM message WHERE letter = 1"), 2);
    assert_int_equal(number_beside(s, "SELECT count(*) FROM message WHERE letter = 1"), 1);
}

#define BLOCKS                                                                                     \
    "INSERT INTO block_stated (identifier, unit, from_day, recorded) VALUES (1, 1, 45000, 1)"
#define LIFTS                                                                                      \
    "UPDATE block_stated SET superseded = (SELECT max(position) FROM change) WHERE superseded IS " \
    "NULL"
#define OF_AGE "UPDATE person_stated SET birth_date = 20000 WHERE identifier = 1"

/* Of what tells of a contact at a unit that the child has blocked its own wish decides, and of the
 * rest the guardians'. */
static void of_what_a_child_has_blocked_its_own_wish_decides(void **state)
{
    static const struct counted is[] = {
        {"UPDATE person_stated SET paper = 0 WHERE identifier = 1", ",1,2,1,0\n"},
        {BLOCKS, ",1,1,1,0\n"}, /* the listing, to the guardians */
        {"UPDATE person_stated SET paper = 1 WHERE identifier = 1", ",2,2,1,0\n"},
        {"UPDATE person_stated SET paper = 0 WHERE identifier = 6",
         ",1,1,1,0\n"}, /* to the child */
        {"UPDATE block_stated SET unit = 2", ",0,0,1,0\n"},
        {"UPDATE message SET kind = 14 WHERE kind = 7", ",1,1,1,0\n"}, /* staff of any unit */
        {"UPDATE block_stated SET from_day = 45305", ",0,0,1,0\n"},    /* it does not stand yet */
        {OF_AGE, ",1,2,1,0\n"},
    };
    count_with_guardians(*state, 1, is, ARRAY_LEN(is));
}

/* The first page is the guardians', the second the child's. */
static void are_divided(struct scratch *s, const char *file)
{
    char text[8192];
    char *second = strchr(text_of(s, scratch_path(s, file), text, sizeof text), '\f');
    assert_non_null(second);
    *second++ = '\0';
    assert_non_null(strstr(text, "Vårdnadshavare för Anna Öhman"));
    assert_non_null(strstr(text, "Du är listad på Norra"));
    assert_null(strstr(text, "Fast kontakt"));
    assert_non_null(strstr(text, "Samma"));
    assert_null(strstr(second, "Samma")); /* a child that may not read it there yet */
    assert_non_null(strstr(second, "Du får det här brevet"));
    assert_null(strstr(second, "årdnadshavare"));
    assert_non_null(strstr(second, "Anna Öhman"));
    assert_non_null(strstr(second, "Fast kontakt"));
    assert_null(strstr(second, "Du är listad på Norra"));
    assert_non_null(strstr(second, "Brev 1-2, sida 1"));
}

/* Written again it is told to whom it was told then, whatever is blocked today. */
static void what_a_child_has_blocked_is_written_to_the_child(void **state)
{
    struct scratch *s = *state;
    static const struct counted is[] = {{BLOCKS, ",2,2,1,0\n"}};
    count_with_guardians(s, 1, is, 1);
    prints(s, line(s, "--format csv", "a.pdf"),
           "run,letters,messages,withheld,without_address\n1,2,2,1,0\n");
    are_divided(s, "a.pdf");
    assert_int_equal(number_beside(s, "SELECT letters FROM letter_run"), 2);
    county_change(s, LIFTS);
    prints(s, line(s, "--again 1 --format csv", "b.pdf"),
           "run,letters,messages,withheld,without_address\n1,2,2,0,0\n");
    are_divided(s, "b.pdf");
}

/* And what is blocked only after it was told to the guardians was theirs. */
static void what_was_told_to_the_guardians_is_theirs_again(void **state)
{
    struct scratch *s = *state;
    char text[8192];
    count_with_guardians(s, 1, NULL, 0);
    prints(s, line(s, "--format csv", "a.pdf"),
           "run,letters,messages,withheld,without_address\n1,1,2,1,0\n");
    county_change(
        s, "INSERT INTO block_stated (identifier, unit, from_day, recorded) SELECT 1, 1, 45000, "
           "max(position) FROM change");
    prints(s, line(s, "--again 1 --format csv", "b.pdf"),
           "run,letters,messages,withheld,without_address\n1,1,2,0,0\n");
    (void)text_of(s, scratch_path(s, "b.pdf"), text, sizeof text);
    assert_non_null(strstr(text, "Vårdnadshavare för Anna Öhman"));
    assert_non_null(strstr(text, "Fast kontakt"));
}

/* Who has died since is written to no more; the others are. */
static void a_run_written_again_leaves_out_who_has_died(void **state)
{
    struct scratch *s = *state;
    char text[8192];
    open_home(s);
    prints(s, line(s, "--format csv --protected moves", "a.pdf"),
           "run,letters,messages,withheld,without_address\n1,2,3,0,0\n");
    county_change(s, "UPDATE person_stated SET deregistration_reason = 1 WHERE identifier = 1");
    prints(s, line(s, "--again 1 --format csv --protected moves", "b.pdf"),
           "run,letters,messages,withheld,without_address\n1,1,1,0,0\n");
    assert_null(strstr(text_of(s, scratch_path(s, "b.pdf"), text, sizeof text), "Anna"));
    county_change(s, "UPDATE person_stated SET deregistration_reason = 1 WHERE identifier = 2");
    prints(s, line(s, "--again 1 --format csv --protected moves", "c.pdf"),
           "run,letters,messages,withheld,without_address\n,0,0,0,0\n");
    assert_false(file_exists(scratch_path(s, "c.pdf")));
}

/* What all had read to whom it was is told: who becomes a guardian then may read it, and gets no
 * letter of it. Of what one of them had not read they get one. */
static void who_becomes_a_guardian_gets_what_is_not_told(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    county_change(s, "INSERT INTO identifier VALUES (5, 1005, 5, 1), (6, 1006, 6, 1);"
                     "INSERT INTO person (key, newest) VALUES (5, 5), (6, 6);"
                     "INSERT INTO person_stated (identifier, birth_date, sex, protection, paper, "
                     "deregistration_reason, recorded) VALUES (5, 30000, 1, 0, 0, 0, 1), "
                     "(6, 30000, 1, 0, 1, 0, 1);"
                     "UPDATE person_stated SET birth_date = 44000, guardian1 = 1005 WHERE "
                     "identifier = 1;");
    prints(s, "message seen 1 --role guardian --as key:5 --on-behalf key:1 --format csv",
           "id,already\n1,no\n");
    county_change(s, "UPDATE person_stated SET guardian1 = 1006 WHERE identifier = 1");
    prints(s, "letters --dry-run --format csv",
           "run,letters,messages,withheld,without_address\n,1,1,1,0\n");
    struct said said = run_at(s, "message list key:1 --role guardian --as key:6 --on-behalf key:1 "
                                 "--format json");
    assert_int_equal(said.exit, 0);
    assert_null(strstr(said.out, "\"seen_at\":\"2"));
    said_free(&said);
}

static void what_cannot_be_written_is_not_told(void **state)
{
    struct scratch *s = *state;
    open_home(s);
    refuses(s, line(s, "--lang en", "no/such/a.pdf"), 3, "[file.missing]");
    assert_int_equal(number_beside(s, "SELECT count(*) FROM message WHERE letter IS NOT NULL"), 0);
    assert_int_equal(number_beside(s, "SELECT count(*) FROM letter_run"), 0);
    prints(s, line(s, "--format csv", "a.pdf"),
           "run,letters,messages,withheld,without_address\n1,1,2,1,0\n");
}

/* Many messages go over several pages. */
static void a_long_letter_has_more_pages(void **state)
{
    struct scratch *s = *state;
    char text[32768];
    open_home(s);
    county_change(s, "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
                     "30) INSERT INTO message (identifier, kind, unit, staff, from_day, position) "
                     "SELECT 1, 8, 'SE0000000000-U1', 'SE0000000000-D1', 45300 + i, (SELECT "
                     "max(position) FROM change) FROM n;");
    prints(s, line(s, "--format csv", "a.pdf"),
           "run,letters,messages,withheld,without_address\n1,1,32,1,0\n");
    (void)text_of(s, scratch_path(s, "a.pdf"), text, sizeof text);
    assert_non_null(strstr(text, "Brev 1-1, sida 3"));
    assert_null(strstr(text, "Brev 1-1, sida 5"));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(each_message_is_written_once),
        CASE(the_same_key_is_answered),
        CASE(who_is_protected_is_written_to_without_name_and_address),
        CASE(the_runs_are_shown_to_the_administrator),
        CASE(a_child_is_written_to_by_the_guardians),
        CASE(where_it_cannot_be_read_no_eservice_is_named),
        CASE(of_a_child_the_guardians_decide),
        CASE(a_guardian_is_written_to_of_what_they_have_not_read),
        CASE(of_what_a_child_has_blocked_its_own_wish_decides),
        CASE(what_a_child_has_blocked_is_written_to_the_child),
        CASE(what_was_told_to_the_guardians_is_theirs_again),
        CASE(a_run_written_again_leaves_out_who_has_died),
        CASE(who_becomes_a_guardian_gets_what_is_not_told),
        CASE(what_cannot_be_written_is_not_told),
        CASE(a_long_letter_has_more_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
