/* migrations/: what the tables refuse. Each case is one statement that breaks one rule of an
 * otherwise good registry; beside it stands the control, one that does not. */
#include "store/migrate.h"

#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const char GOOD[] =
    "INSERT INTO change VALUES (1, 1000, 'test', 'os:x'), (2, 2000, 'test', 'os:x');"
    "INSERT INTO load VALUES (1, 1, 0, 0);"
    "INSERT INTO unit VALUES (1, 'SE0000000000-U1'), (2, 'SE0000000000-U2');"
    "INSERT INTO unit_list VALUES (1, 1), (2, 2);"
    "INSERT INTO staff VALUES (1, 'SE0000000000-D1');"
    "INSERT INTO identifier VALUES (1, 101, 1, 1), (2, 102, 2, 1);"
    "INSERT INTO person VALUES (1, 1), (2, 2);"
    "INSERT INTO unit_stated (unit, name, operator, county, queue, recorded) "
    "VALUES (1, 'One', 0, '23', 2, 1);"
    "INSERT INTO staff_stated (staff, profession, district_nurse, protected_staff, recorded) "
    "VALUES (1, 0, 0, 0, 1);"
    "INSERT INTO area_stated (area, unit, from_day, recorded) VALUES ('X', 1, 10, 1);"
    "INSERT INTO position_stated (staff, unit, from_day, employment, training, panel_open, "
    "recorded) VALUES (1, 1, 10, 0, 0, 0, 1);"
    "INSERT INTO person_stated (identifier, sex, protection, paper, deregistration_reason, "
    "recorded) VALUES (1, 0, 0, 0, 0, 1);"
    "INSERT INTO listing_stated (id, identifier, list, from_day, basis, recorded) "
    "VALUES (1, 1, 1, 10, 0, 1);"
    "INSERT INTO listing_effect VALUES (1, 10, NULL, 1, 1);"
    "INSERT INTO named_contact_stated (id, identifier, kind, staff, unit, from_day, recorded) "
    "VALUES (1, 1, 2, 1, 1, 10, 1);"
    "INSERT INTO named_contact_effect (person, kind, from_day, stated) VALUES (1, 2, 10, 1);"
    "INSERT INTO residence_stated (identifier, kind, municipality, from_day, reported_on, recorded)"
    " VALUES (1, 0, '2380', 10, 10, 1);"
    "INSERT INTO reference_stated (measure, level, period, value, source, recorded) "
    "VALUES ('listed', '23', '2023', '1', 'x', 1);"
    "INSERT INTO load_segment VALUES (1, '1/contacts', 7, 0, NULL, NULL, 'contacts');"
    "INSERT INTO request VALUES (1, 1, 2, NULL, 0, 1), (2, 1, 1, NULL, 0, 1);"
    "INSERT INTO request_step VALUES (1, 0, 1, NULL, NULL);"
    "INSERT INTO request_open VALUES (1, 2, 1);"
    "INSERT INTO panel_move VALUES (1, 1, 1, 4, 10, 10, NULL, 1, NULL);"
    "INSERT INTO coming_stated VALUES (1, 1, 1, 10, NULL, 1, 1, NULL);";

struct rule {
    const char *breaks, *keeps;
};
static const struct rule RULES[] = {
    /* At most one active listing, and one active named doctor, of a person. */
    {"INSERT INTO listing_effect VALUES (1, 20, NULL, 1, 1)",
     "INSERT INTO listing_effect VALUES (1, 20, 30, 1, 1)"},
    {"INSERT INTO named_contact_effect (person, kind, from_day, stated) VALUES (1, 2, 20, 1)",
     "INSERT INTO named_contact_effect (person, kind, from_day, stated) VALUES (1, 1, 20, 1)"},
    {"INSERT INTO listing_effect VALUES (2, 20, 19, 1, 1)",
     "INSERT INTO listing_effect VALUES (2, 20, 20, 1, 1)"},
    {"INSERT INTO named_contact_effect (person, kind, from_day, stated, to_day) "
     "VALUES (2, 1, 20, 1, 19)",
     "INSERT INTO named_contact_effect (person, kind, from_day, stated, to_day) "
     "VALUES (2, 1, 20, 1, 20)"},
    {"INSERT INTO listing_effect VALUES (2, 20, NULL, 9, 1)",
     "INSERT INTO listing_effect VALUES (2, 20, NULL, 1, 1)"},
    {"INSERT INTO named_contact_effect (person, kind, from_day, stated) VALUES (2, 2, 20, 9)",
     "INSERT INTO named_contact_effect (person, kind, from_day, stated) VALUES (2, 2, 20, 1)"},
    /* One row of a key holds at a time; what it replaced may stand beside it. */
    {"INSERT INTO unit_stated (unit, name, operator, county, queue, recorded) "
     "VALUES (1, 'A', 0, '23', 2, 2)",
     "INSERT INTO unit_stated (unit, name, operator, county, queue, recorded, superseded) "
     "VALUES (1, 'A', 0, '23', 2, 1, 2)"},
    {"INSERT INTO staff_stated (staff, profession, district_nurse, protected_staff, recorded) "
     "VALUES (1, 1, 0, 0, 2)",
     "UPDATE staff_stated SET superseded = 2"},
    {"INSERT INTO area_stated (area, unit, from_day, recorded) VALUES ('X', 2, 10, 2)",
     "INSERT INTO area_stated (area, unit, from_day, recorded) VALUES ('X', 2, 11, 2)"},
    {"INSERT INTO position_stated (staff, unit, from_day, employment, training, panel_open, "
     "recorded) VALUES (1, 1, 10, 1, 0, 0, 2)",
     "INSERT INTO position_stated (staff, unit, from_day, employment, training, panel_open, "
     "recorded) VALUES (1, 2, 10, 1, 0, 0, 2)"},
    {"INSERT INTO person_stated (identifier, sex, protection, paper, deregistration_reason, "
     "recorded) VALUES (1, 0, 0, 0, 0, 2)",
     "INSERT INTO person_stated (identifier, sex, protection, paper, deregistration_reason, "
     "recorded) VALUES (2, 0, 0, 0, 0, 2)"},
    {"INSERT INTO listing_stated (identifier, list, from_day, basis, recorded) "
     "VALUES (1, 2, 10, 0, 2)",
     "INSERT INTO listing_stated (identifier, list, from_day, basis, recorded) "
     "VALUES (2, 2, 10, 0, 2)"},
    {"INSERT INTO named_contact_stated (identifier, kind, staff, unit, from_day, recorded) "
     "VALUES (1, 2, 1, 2, 10, 2)",
     "INSERT INTO named_contact_stated (identifier, kind, staff, unit, from_day, recorded) "
     "VALUES (1, 3, 1, 2, 10, 2)"},
    {"INSERT INTO residence_stated (identifier, kind, municipality, from_day, reported_on, "
     "recorded) VALUES (1, 0, '2380', 10, 11, 2)",
     "INSERT INTO residence_stated (identifier, kind, municipality, from_day, reported_on, "
     "recorded) VALUES (1, 1, '2380', 10, 11, 2)"},
    {"INSERT INTO reference_stated (measure, level, period, value, source, recorded) "
     "VALUES ('listed', '23', '2023', '2', 'y', 2)",
     "INSERT INTO reference_stated (measure, level, period, value, source, recorded) "
     "VALUES ('listed', '23', '2022', '2', 'y', 2)"},
    /* Time goes forward, and positions exist. */
    {"UPDATE listing_stated SET superseded = 1", "UPDATE listing_stated SET superseded = 2"},
    {"UPDATE listing_stated SET superseded = 9", "UPDATE listing_stated SET superseded = NULL"},
    {"INSERT INTO identifier_was VALUES (1, 2, 2, 2)",
     "INSERT INTO identifier_was VALUES (1, 2, 2, 1)"},
    /* What is referred to exists. */
    {"INSERT INTO listing_stated (identifier, list, from_day, basis, recorded) "
     "VALUES (9, 1, 30, 0, 2)",
     "INSERT INTO listing_stated (identifier, list, from_day, basis, recorded) "
     "VALUES (1, 1, 30, 0, 2)"},
    {"INSERT INTO listing_stated (identifier, list, from_day, basis, recorded) "
     "VALUES (1, 9, 30, 0, 2)",
     "INSERT INTO listing_stated (identifier, list, from_day, basis, recorded) "
     "VALUES (1, 2, 30, 0, 2)"},
    {"INSERT INTO identifier VALUES (3, 103, 9, 2)",
     "INSERT INTO identifier VALUES (3, 103, 2, 2)"},
    {"INSERT INTO person VALUES (3, 9)", "INSERT INTO person VALUES (3, NULL)"},
    {"INSERT INTO load VALUES (2, 9, 0, 0)", "INSERT INTO load VALUES (2, 2, 0, 0)"},
    {"INSERT INTO load VALUES (2, 1, 0, 0)", "INSERT INTO load VALUES (3, 2, 0, 0)"},
    {"DELETE FROM unit WHERE id = 2", "DELETE FROM unit_list WHERE id = 2"},
    /* Keys are given once. */
    {"INSERT INTO unit VALUES (3, 'SE0000000000-U1')", "INSERT INTO unit VALUES (3, 'SE0-U3')"},
    {"INSERT INTO unit_list VALUES (3, 1)", "UPDATE unit_list SET id = 4 WHERE id = 2"},
    {"INSERT INTO staff VALUES (2, 'SE0000000000-D1')", "INSERT INTO staff VALUES (2, 'SE0-D2')"},
    {"INSERT INTO identifier VALUES (3, 101, 1, 2)",
     "INSERT INTO identifier VALUES (3, 104, 1, 2)"},
    {"INSERT INTO load_segment VALUES (1, '1/contacts', 8, 0, NULL, NULL, 'contacts')",
     "INSERT INTO load_segment VALUES (1, '1/others', 8, 0, NULL, NULL, 'others')"},
    /* One open request of a kind, each state once, one place from a day; a row of a move says what
     * it did. */
    {"INSERT INTO request_open VALUES (1, 2, 2)", "INSERT INTO request_open VALUES (1, 1, 2)"},
    {"INSERT INTO request_step VALUES (1, 0, 2, NULL, NULL)",
     "INSERT INTO request_step VALUES (1, 2, 2, NULL, NULL)"},
    {"INSERT INTO request VALUES (3, 1, 3, NULL, 0, 1)",
     "INSERT INTO request VALUES (3, 1, 4, NULL, 0, 1)"},
    {"INSERT INTO coming_stated VALUES (2, 1, 2, 10, NULL, 1, 1, NULL)",
     "INSERT INTO coming_stated VALUES (2, 1, 2, 11, NULL, 1, 1, NULL)"},
    {"UPDATE panel_move SET undone = 1", "UPDATE panel_move SET undone = 2"},
    {"INSERT INTO panel_move_row VALUES (1, 1, 1, NULL, NULL, NULL, NULL, NULL)",
     "INSERT INTO panel_move_row VALUES (1, 1, 1, NULL, NULL, NULL, NULL, 1)"},
    /* Values are of their kind. */
    {"UPDATE named_contact_stated SET kind = 5", "UPDATE named_contact_stated SET kind = 4"},
    {"UPDATE unit_stated SET cap = -1", "UPDATE unit_stated SET cap = 0"},
    {"UPDATE position_stated SET fte = 1.1", "UPDATE position_stated SET fte = 1"},
    {"UPDATE position_stated SET panel_cap = -1", "UPDATE position_stated SET panel_cap = NULL"},
    {"UPDATE listing_stated SET from_day = 'monday'", "UPDATE listing_stated SET from_day = 11"},
    {"UPDATE listing_stated SET from_day = NULL", "UPDATE listing_stated SET to_day = NULL"},
    {"INSERT INTO load_file VALUES (1, 0, 'units', 'units.csv', 'abc', 1, 1, 0)",
     "INSERT INTO load_file VALUES (1, 0, 'units', 'units.csv', "
     "'0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef', 1, 1, 0)"},
};

/* In a transaction that is rolled back; a deferred rule is broken at its end. */
static bool holds(struct db *db, const char *sql, struct err *err)
{
    assert_true(db_begin(db, DB_WRITE, err));
    bool good = db_script(db, "rule", str_of(sql), err) &&
                db_script(db, "rule", STR("PRAGMA foreign_key_check"), err);
    if (good)
        good = db_commit(db, err);
    else
        db_rollback(db);
    return good;
}

static struct db *make(struct scratch *s, const char *name)
{
    struct db *db = NULL;
    struct err err = {0};
    unsigned run = 0;
    assert_true(db_open(scratch_path(s, name), DB_MAKE, &db, &err));
    assert_true(migrate(db, &MIGRATIONS, &run, &err));
    if (!holds(db, GOOD, &err))
        fail_msg("%s", err.detail);
    return db;
}

static void every_rule_holds(void **state)
{
    struct scratch *s = *state;
    for (size_t i = 0; i < ARRAY_LEN(RULES); i++) {
        struct err err = {0};
        struct db *db = make(s, "r.db");
        if (holds(db, RULES[i].breaks, &err) || strcmp(err.code, "store.constraint") != 0)
            fail_msg("not refused: %s (%s)", RULES[i].breaks, err.code ? err.code : "");
        err = (struct err){0};
        if (!holds(db, RULES[i].keeps, &err))
            fail_msg("refused: %s (%s)", RULES[i].keeps, err.detail);
        db_close(db);
        assert_int_equal(unlink(scratch_path(s, "r.db")), 0);
    }
}

static void a_full_disk_is_told(void **state)
{
    struct db *db = make(*state, "r.db");
    struct err err = {0};
    assert_true(db_script(db, "t", STR("PRAGMA max_page_count = 1"), &err)); /* as many as it has */
    FAILS(db_script(db, "t",
                    STR("WITH RECURSIVE n(i) AS (SELECT 10 UNION ALL SELECT i + 1 FROM n WHERE i < "
                        "99999) INSERT INTO change SELECT i, i, 'x', 'y' FROM n"),
                    &err),
          "store.full", &err);
    db_close(db);
}

/* What was read before each reader was kept was read for the person, and for both guardians. */
static void what_was_read_stays_read_for_all(void **state)
{
    enum { BEFORE = 16 };
    struct scratch *s = *state;
    struct embedded_files files = {MIGRATIONS.files->file, BEFORE};
    struct db *db = NULL;
    struct err err = {0};
    unsigned run = 0;
    assert_true(db_open(scratch_path(s, "m.db"), DB_MAKE, &db, &err));
    assert_true(migrate(db, &(struct migrations){&files}, &run, &err));
    static const char READ[] =
        "INSERT INTO change VALUES (1, 1, 'a', 'b'), (2, 2, 'a', 'b');"
        "INSERT INTO identifier VALUES (1, 101, 1, 1), (2, 102, 2, 1), (3, 103, 3, 1);"
        "INSERT INTO person VALUES (1, 1), (2, 2), (3, 3);"
        "INSERT INTO person_stated (identifier, sex, protection, paper, deregistration_reason, "
        "guardian1, guardian2, recorded) VALUES (1, 0, 0, 0, 0, 102, 103, 1);"
        "INSERT INTO message (identifier, kind, unit, staff, from_day, position, seen) VALUES "
        "(1, 0, '', '', 1, 1, 2), (1, 1, '', '', 1, 1, NULL), (2, 0, '', '', 1, 1, 2);";
    if (!holds(db, READ, &err))
        fail_msg("%s", err.detail);
    assert_true(migrate(db, &MIGRATIONS, &run, &err));
    static const char NOW[] =
        "CREATE TABLE t (good INTEGER CHECK (good)) STRICT; INSERT INTO t SELECT "
        "group_concat(message || reader || position, ' ') = '112 122 132 322' FROM (SELECT * FROM "
        "message_seen ORDER BY message, reader);";
    if (!holds(db, NOW, &err))
        fail_msg("%s", err.detail);
    db_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_rule_holds, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(a_full_disk_is_told, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(what_was_read_stays_read_for_all, scratch_setup,
                                        scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
