/* kontinua log: what was found of an entry is kept and shown, who may have whose extract, and what
 * is only looked at in advance. */
#define HOME_OPTIONS "--today 2024-01-15 --lang en"
#include "at_home.h"
#include "beside.h"

static void says(struct scratch *s, const char *line, const char *wanted)
{
    struct said said = run_at(s, line);
    if (said.exit != 0 || !strstr(said.out, wanted))
        fail_msg("%s: exit %d\n%s\n%s", line, said.exit, said.out, said.note);
    said_free(&said);
}

static void says_not(struct scratch *s, const char *line, const char *unwanted)
{
    struct said said = run_at(s, line);
    if (said.exit != 0 || strstr(said.out, unwanted))
        fail_msg("%s: exit %d\n%s\n%s", line, said.exit, said.out, said.note);
    said_free(&said);
}

#define REVIEWS "SELECT count(*) FROM access_log WHERE act = 'log review' AND outcome = 0"

static void what_was_found_is_kept(void **state)
{
    struct scratch *s = *state;
    says(s, "log reviews --format table", "No entry was reviewed.");
    says(s, "explain listed key:1", "");
    says(s, "log review 2 --finding justified --dry-run",
         "Entry 2 would be noted as reviewed. Finding: justified. Nothing was changed.");
    assert_int_equal(number_beside(s, REVIEWS), 0);
    says(s, "log review 2 --finding justified", "Entry 2 is reviewed. Finding: justified\n");
    says(s, "log review 2 --finding justified",
         "You have noted that of entry 2 already. Finding: justified\n");
    assert_int_equal(number_beside(s, REVIEWS), 1);
    /* What another found, and something else, are entries too; so is less of the same words. */
    says(s, "log review 2 --finding justified --as SE0000000000-A1", "is reviewed");
    says(s, "log review 2 --finding justified --as SE0000000000-A1", "already");
    says(s, "log review 2 --finding just", "is reviewed");
    says(s, "log review 1 --finding justified", "is reviewed");
    stands_beside(s,
                  "SELECT kind, purpose, person, substr(about, 1, 24) FROM access_log WHERE act = "
                  "'log review' ORDER BY sequence",
                  "1 3 - entry=2 finding=justifie;1 3 - entry=2 finding=justifie;"
                  "1 3 - entry=2 finding=just;1 3 - entry=1 finding=justifie");
    says(s, "log reviews", ",log review,write,done,,entry=2 finding=justified,,,\n");
    says(s, "log reviews",
         ",SE0000000000-A1,administrator,,log_review,log review,write,done,,"
         "entry=2 finding=justified login=os:");
    says(s, "log reviews --format json", "\"about\":\"entry=1 finding=justified\"");
    says_not(s, "log reviews --to 2020-01-01", "finding");
    says(s, "log sample --share 100", ",entry=1 finding=justified,");
    says(s, "log verify", "sound,");
    stands_beside(s,
                  "SELECT DISTINCT count, purpose FROM access_log WHERE act = 'log reviews' AND "
                  "sequence > 2 AND count > 0",
                  "4 3");
}

static void what_is_no_finding_is_refused(void **state)
{
    struct scratch *s = *state;
    says(s, "explain listed key:1", "");
    refuses(s, "log review 1", 2, "[log.finding]");
    refuses(s, "log review 1 --finding 180001010107", 2, "[log.identifier]");
    refuses(s, "log review x --finding justified", 2, "ENTRY");
    refuses(s, "log review 9 --finding justified", 3, "[log.entry]");
    refuses(s, "log review 9 --finding justified --dry-run", 3, "[log.entry]");
    refuses(s, "log review --finding justified", 2, "[options.arguments]");
    refuses(s, "log review 1 --finding justified --key a", 2, "[options.form]");
    refuses(s, "log reviews --finding justified", 2, "[options.form]");
    assert_int_equal(number_beside(s, "SELECT count(*) FROM access_log"), 1);
    refuses_bare(s, "log review 1 --finding x --role staff --unit SE0000000000-U1", 4,
                 "[log.right]");
    refuses_bare(s, "log reviews --role resident --as key:1", 4, "[log.right]");
    stands_beside(s, "SELECT act, role, outcome FROM access_log WHERE sequence > 1",
                  "log review 3 2;log reviews 1 2");
    says(s, "log erase 1 --decision A1", "is erased");
    refuses(s, "log review 1 --finding justified", 3, "[log.entry]");
}

/* What was found of an entry about somebody with a protected identity is about them. */
static void of_a_protected_identity_it_is_not_shown(void **state)
{
    struct scratch *s = *state;
    says(s, "explain listed key:2 --protected threat", "");
    says(s, "log review 1 --finding Tuvgatan", "is reviewed");
    says(s, "log reviews", ",entry=1,");
    says_not(s, "log reviews", "Tuvgatan");
    says_not(s, "log sample --share 100", "Tuvgatan");
    says(s, "log reviews --protected threat", ",entry=1 finding=Tuvgatan,");
    says(s, "log sample --share 100 --protected threat", ",entry=1 finding=Tuvgatan,");
    /* A review of it tells as much. */
    says(s, "log review 2 --finding Odengatan", "is reviewed");
    says_not(s, "log reviews", "Odengatan");
    says(s, "log reviews --protected threat", ",entry=2 finding=Odengatan,");
    /* Of an entry that is gone nobody knows whom it was about. */
    says(s, "log erase 1 --decision A1", "is erased");
    says_not(s, "log reviews", "Tuvgatan");
}

static void erasing_can_be_looked_at_first(void **state)
{
    struct scratch *s = *state;
    says(s, "explain listed key:1", "");
    says(s, "log erase 1 --decision A1 --dry-run",
         "Entry 1 would be erased by decision A1; its place in the chain would be left.");
    assert_int_equal(number_beside(s, "SELECT count(*) FROM access_log WHERE actor IS NOT NULL"),
                     1);
    refuses(s, "log erase 9 --decision A1 --dry-run", 3, "[log.entry]");
    refuses(s, "log erase 1 --dry-run", 2, "[log.decision]");
    refuses(s, "log erase 1 --decision A1 --dry-run --role staff --unit SE0000000000-U1", 4,
            "[log.right]");
    refuses(s, "log keep --dry-run --role staff --unit SE0000000000-U1", 4, "[log.right]");
    says(s, "log verify", "sound,3,0,0,");
    says(s, "log erase 1 --decision A1", "is erased");
    says(s, "log verify", "sound,4,0,1,");
}

/* As of all that is theirs: until the child chooses alone the guardian has it, then the child. */
static void families_have_their_extracts(void **state)
{
    struct scratch *s = *state;
    const char *guards = "log extract key:5 --role guardian --as key:1 --on-behalf key:5";
    const char *own = "log extract key:5 --role resident --as key:5";
    county_change(
        s, "INSERT INTO identifier VALUES (5, 1005, 5, 1); INSERT INTO person (key, newest) "
           "VALUES (5, 5); INSERT INTO person_stated (identifier, birth_date, sex, protection, "
           "paper, deregistration_reason, guardian1, recorded) VALUES (5, 42000, 1, 0, 0, 0, "
           "1001, 1);");
    says(s, "who key:5 --as SE0000000000-A1", "");
    says(s, guards, ",administrator,Administration,fråga om läkarkontakt,read,done,");
    says(s, guards, ",guardian,Administration,utdrag ur loggen,read,done,");
    says_not(s, guards, "SE0000000000-A1");
    refuses_bare(s, own, 4, "[act.too_young]");
    refuses_bare(s, "log extract key:2 --role guardian --as key:1 --on-behalf key:2", 4,
                 "[log.right]");
    refuses_bare(s, "log extract key:1 --role guardian --as key:1 --on-behalf key:5", 4,
                 "[log.right]");
    refuses_bare(s, "log extract key:5 --role guardian --as key:2 --on-behalf key:5", 4,
                 "[log.right]");
    stands_beside(s,
                  "SELECT role, on_behalf, person, outcome, kind FROM access_log WHERE act = "
                  "'log extract' ORDER BY sequence",
                  "2 5 5 0 0;2 5 5 0 0;2 5 5 0 0;1 - 5 2 0;2 2 2 2 0;2 5 1 2 0;2 5 5 2 0");
    county_change(s, "UPDATE person_stated SET protection = 1 WHERE identifier = 5;");
    refuses_bare(s, guards, 4, "[log.right]");
    county_change(
        s, "UPDATE person_stated SET protection = 0, birth_date = 37000 WHERE identifier = 5;");
    refuses_bare(s, guards, 4, "[log.right]");
    says(s, own, ",guardian,Administration,utdrag ur loggen,read,denied,");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, county_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_was_found_is_kept),         TEST(what_is_no_finding_is_refused),
        TEST(erasing_can_be_looked_at_first), TEST(of_a_protected_identity_it_is_not_shown),
        TEST(families_have_their_extracts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
