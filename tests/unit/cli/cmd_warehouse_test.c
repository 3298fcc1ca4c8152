/* warehouse show, hold, release and verify: what they print, and what of a damaged home. */
#define HOME_OPTIONS "--today 2024-01-15 --lang en"
#include "at_home.h"
#include "county.h"

#include "store/db.h"

#include <sys/stat.h>

static void the_warehouse_is_shown(void **state)
{
    struct scratch *s = *state;
    struct said built = run_at(s, "saebo --week 2021-W48");
    said_free(&built);
    struct said said = run_at(s, "warehouse show");
    assert_int_equal(said.exit, 0);
    assert_non_null(strstr(said.out, "item,value\nsnapshot,000000001\nin_step,yes\nposition,2\n"
                                     "registry_position,2\nlast_load,1\nlast_contact,2023-12-29\n"
                                     "units,3\nother_units,1\nstaff,2\npersons,3\n"));
    assert_non_null(strstr(said.out, "\ncontacts,4\ndiagnoses,0\nprocedures,0\nmeasurements,0\n"
                                     "prescriptions,0\ninvitations,0\nperformed_invitations,0\n"
                                     "referrals,0\nterms,0\nbytes,"));
    said_free(&said);
    said = run_at(s, "warehouse show --format json");
    assert_non_null(strstr(said.out, "{\"item\":\"persons\",\"value\":\"3\"}"));
    said_free(&said);
    said = run_at(s, "warehouse show --format table");
    assert_non_null(strstr(said.out, "Latest contact"));
    assert_non_null(
        strstr(said.out, "\ncontacts         1     4      4  2023-12-29  2023-12-29   1\n"));
    said_free(&said);
    said = run_at(s, "warehouse show --format csv");
    assert_non_null(strstr(said.out, "\ncontacts.rows,4\ncontacts.counted,4\n"
                                     "contacts.first,2023-12-29\n"));
    said_free(&said);
}

/* Whoever held it first has not released it: both reasons are kept, each once. */
static void hold(struct scratch *s, const char *why, int exit)
{
    const char *const words[] = {
        "warehouse", "hold", why, "--lang", "en", "--home", scratch_path(s, "home")};
    struct said said = run_words(words, ARRAY_LEN(words), no_environment);
    if (said.exit != exit || !strstr(said.note, exit == 0 ? "000000001" : "[warehouse.why]"))
        fail_msg("%.40s: exit %d\n%s", why, said.exit, said.note);
    said_free(&said);
}

static void a_snapshot_is_held_for_reasons(void **state)
{
    enum { CHARACTERS = 200 };
    struct scratch *s = *state;
    char longest[CHARACTERS + 2] = {0};
    prints(s, "warehouse rebuild", "");
    static const char *const bad[] = {"", " ", "two\nlines", "a\tb"};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        hold(s, bad[i], 2);
    memset(longest, 'x', CHARACTERS + 1);
    hold(s, longest, 2);
    static const char *const good[] = {"the report of 2023", "an article", "an article",
                                       "the report of 2023"};
    for (size_t i = 0; i < ARRAY_LEN(good); i++)
        hold(s, good[i], 0);
    struct said said = run_at(s, "warehouse show");
    const char *held = strstr(said.out, "\nheld,");
    assert_non_null(held);
    assert_true(str_starts(str_of(held), STR("\nheld,000000001: the report of 2023\n"
                                             "held,000000001: an article\n")));
    assert_null(strstr(held + 40, "report"));
    said_free(&said);
    for (unsigned i = 0; i < 19; i++) { /* until the file is full */
        longest[CHARACTERS] = '\0';
        longest[0] = (char)('a' + i);
        hold(s, longest, 0);
    }
    longest[0] = 'z';
    hold(s, longest, 0);
    longest[0] = 'y';
    hold(s, longest, 2);
    prints(s, "warehouse release 000000001", "");
    hold(s, longest, 0);
}

static void a_snapshot_is_held(void **state)
{
    struct scratch *s = *state;
    prints(s, "warehouse rebuild", "");
    prints(s, "warehouse hold report", "");
    for (unsigned i = 0; i < 4; i++)
        prints(s, "warehouse rebuild", "");
    struct said said = run_at(s, "warehouse show");
    assert_non_null(strstr(said.out, "\nheld,000000001: report\n"));
    said_free(&said);
    said = run_at(s, "measure --snapshot 000000001 --measure listed --by county --quiet");
    assert_non_null(strstr(said.out, "\nlisted,county,23,2023-12,"));
    said_free(&said);
    prints(s, "warehouse verify", "file,load,problem\n");
    prints(s, "warehouse release 000000001", "");
    prints(s, "warehouse rebuild", "");
    refuses_bare(s, "measure --snapshot 000000001", 3, "[warehouse.no_snapshot]");
}

static void the_warehouse_is_verified(void **state)
{
    struct scratch *s = *state;
    prints(s, "warehouse rebuild", "");
    prints(s, "warehouse rebuild", "");
    prints(s, "warehouse verify", "file,load,problem\n");
    prints(s, "warehouse compact", "");
    (void)scratch_write(s, "home/warehouse/snapshots/000000001", STR("no snapshot"));
    (void)scratch_write(s, "home/warehouse/snapshots/000000003.new-00000001", STR("half"));
    (void)scratch_write(s, "home/warehouse/segments/7", STR("nobody's"));
    (void)scratch_write(s, "home/warehouse/CURRENT", STR("nonsense"));
    struct said said = run_at(s, "warehouse verify");
    assert_int_equal(said.exit, 1);
    assert_string_equal(said.out, "file,load,problem\nsegments/7,,stray\nCURRENT,,snapshot\n"
                                  "snapshots/000000001,,snapshot\n"
                                  "snapshots/000000003.new-00000001,,stray\n");
    assert_non_null(strstr(said.note, "2 [warehouse.damaged]"));
    said_free(&said);
    refuses_bare(s, "warehouse show", 1, "[warehouse.current]"); /* the machine's, not the user's */
    prints(s, "warehouse rebuild", "");                          /* and the damaged one is gone */
    said = run_at(s, "warehouse verify");
    assert_int_equal(said.exit, 0);
    assert_null(strstr(said.out, "snapshots/"));
    said_free(&said);
    (void)scratch_write(s, "home/warehouse/segments/1.segment", STR("no segment"));
    said = run_at(s, "warehouse verify --format table");
    assert_int_equal(said.exit, 1);
    assert_non_null(strstr(said.out, "\nsegments/1.segment     1  damaged\n"));
    assert_non_null(strstr(said.note, "1.segment (1)"));
    said_free(&said);
    refuses_bare(s, "warehouse rebuild", 1, "[warehouse.segment_damaged]");
    refuses_bare(s, "warehouse compact --retain-months 1", 2, "[warehouse.retain]");
    refuses_bare(s, "warehouse verify --dry-run", 2, "[options.form]");
    refuses_bare(s, "warehouse rebuild --keep 3", 2, "(warehouse rebuild --keep)");
    (void)remove(scratch_path(s, "home/warehouse/segments/1.segment"));
    said = run_at(s, "warehouse verify");
    assert_non_null(strstr(said.out, "segments/1.segment,1,missing\n"));
    said_free(&said);
    refuses_bare(s, "warehouse rebuild", 1, "[warehouse.segment_missing]");
}

/* What docs/operator/running.md says to copy is a home that every verb works in. */
static void a_restored_home_works(void **state)
{
    struct scratch *s = *state;
    struct said before = run_at(s, "measure --measure listed");
    scratch_remove(scratch_path(s, "home/loads"));
    scratch_remove(scratch_path(s, "home/warehouse/snapshots"));
    assert_int_equal(remove(scratch_path(s, "home/warehouse/CURRENT")), 0);
    assert_int_equal(remove(scratch_path(s, "home/warehouse/lock")), 0);
    prints(s, "warehouse verify", "file,load,problem\n");
    scratch_remove(scratch_path(s, "home/warehouse/snapshots"));
    prints(s, "measure --measure listed", before.out);
    prints(s, "warehouse compact --keep 0", "");
    said_free(&before);
    scratch_remove(scratch_path(s, "home/loads"));
    scratch_remove(scratch_path(s, "home/warehouse"));
    struct said said = run_at(s, "warehouse verify"); /* the file is missed, not the folder */
    assert_int_equal(said.exit, 1);
    assert_string_equal(said.out, "file,load,problem\nsegments/1.segment,1,missing\n");
    said_free(&said);
    prints(s, "load undo 1", "");
}

/* Once a reference without its row, once an index that has other rows than its table. */
static void the_registry_is_verified(void **state)
{
    static const struct {
        const char *damage, *found;
    } cases[] = {
        {"PRAGMA foreign_keys=OFF; DELETE FROM staff", "registry.db: staff_stated -> staff\n"},
        {"PRAGMA writable_schema=ON; UPDATE sqlite_schema SET sql = replace(sql, 'superseded IS "
         "NULL', 'superseded IS NOT NULL') WHERE name = 'unit_stated_now'",
         "registry.db: wrong # of entries in index unit_stated_now"},
    };
    struct scratch *s = *state;
    prints(s, "warehouse verify", "file,load,problem\n");
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct db *db = NULL;
        struct err err = {0};
        assert_true(db_open(scratch_path(s, "home/registry.db"), DB_OPEN, &db, &err));
        assert_true(db_script(db, "damage", str_of(cases[i].damage), &err));
        db_close(db);
        struct said said = run_at(s, "warehouse verify");
        if (said.exit != 1 || !strstr(said.out, "\nregistry.db,,registry\n") ||
            !strstr(said.note, cases[i].found) || !strstr(said.note, "[warehouse.damaged]"))
            fail_msg("%zu: exit %d\n%s\n%s", i, said.exit, said.out, said.note);
        said_free(&said);
    }
}

static void a_damaged_snapshot_is_told(void **state)
{
    struct scratch *s = *state;
    struct said said = run_at(s, "measure --measure listed");
    said_free(&said);
    (void)scratch_write(s, "home/warehouse/snapshots/000000001", STR("no snapshot"));
    said = run_at(s, "measure --measure listed");
    assert_int_equal(said.exit, 0);
    assert_non_null(strstr(said.note, "000000001"));
    assert_non_null(strstr(said.out, "U1,2023-12,1,1,1,\n"));
    said_free(&said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_warehouse_is_shown, county_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(a_snapshot_is_held_for_reasons, county_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(a_snapshot_is_held, county_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(the_warehouse_is_verified, county_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(a_restored_home_works, county_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(the_registry_is_verified, county_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(a_damaged_snapshot_is_told, county_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
