/* migrations/: what a registry of an earlier step holds is there after the steps that followed.
 * Each case stops before a step that moves rows, writes some, runs the rest, and asks for them. */
#include "store/migrate.h"

#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* Two persons of one identifier each; the second has been joined with the first. */
#define JOINED                                                                                     \
    "INSERT INTO change VALUES (1, 1000, 'load', 'os:x'), (2, 2000, 'load', 'os:x'),"              \
    " (3, 3000, 'act', 'os:x');"                                                                   \
    "INSERT INTO identifier VALUES (1, 101, 1, 1), (2, 102, 1, 2);"                                \
    "INSERT INTO person VALUES (1, 1), (2, NULL);"                                                 \
    "INSERT INTO identifier_was (identifier, superseded, person, recorded) VALUES (2, 2, 2, 1);"

struct upgrade {
    unsigned before;   /* the step that moves the rows */
    const char *there; /* what stood there */
    const char *kept;  /* what is true of it afterwards */
};
static const struct upgrade UPGRADES[] = {
    {3, JOINED, "(SELECT count(*) FROM identifier_was WHERE identifier = 2 AND person = 2) = 1"},
    {10,
     JOINED
     "INSERT INTO unit VALUES (1, 'SE0000000000-U1');"
     "INSERT INTO unit_list VALUES (7, 1);"
     "INSERT INTO listing_stated (id, identifier, list, from_day, basis, recorded) "
     "VALUES (5, 1, 7, 10, 0, 1);"
     "INSERT INTO listing_effect (person, from_day, to_day, stated) VALUES (1, 10, NULL, 5);",
     "(SELECT list FROM listing_effect WHERE person = 1) = 7"},
    {15,
     JOINED
     "INSERT INTO outbox (uuid, type, person, seq, valid_from, position, data, place) VALUES "
     "('00000000-0000-4000-8000-000000000001', 0, 1, 1, 10, 1, '{}', 41),"
     "('00000000-0000-4000-8000-000000000002', 0, 1, 2, 10, 1, '{}', NULL);",
     "(SELECT place FROM outbox_last) = 41"},
    /* Of the one who was joined a message is that of the identifier that was theirs. */
    {16,
     JOINED "INSERT INTO message (id, person, kind, unit, staff, from_day, position, seen) "
            "VALUES (1, 1, 0, '', '', 10, 1, 3), (2, 2, 0, '', '', 10, 1, NULL);",
     "(SELECT group_concat(id || ':' || identifier || ':' || coalesce(seen, '-')) FROM "
     "(SELECT * FROM message ORDER BY id)) = '1:1:3,2:2:-'"},
    {16, JOINED "INSERT INTO notice_failure VALUES (1, 3, 99);",
     "(SELECT count(*) FROM notice_failure) = 0"},
    /* What was said is kept of who was replaced, and replaced sooner, or left by two plans. */
    {26,
     JOINED
     "INSERT INTO change VALUES (4, 4000, 'assign', 'os:x'), (5, 5000, 'list', 'os:x');"
     "INSERT INTO unit VALUES (1, 'SE0000000000-U1');"
     "INSERT INTO staff VALUES (1, 'SE0000000000-D1'), (2, 'SE0000000000-D2');"
     "INSERT INTO named_contact_stated (id, identifier, kind, staff, unit, from_day, to_day, "
     "reason, recorded, superseded) VALUES (1, 1, 2, 1, 1, 10, NULL, NULL, 1, 4),"
     " (2, 1, 2, 1, 1, 10, 100, 'replaced', 4, 5), (3, 1, 2, 1, 1, 10, 50, 'replaced', 5, "
     "NULL), (4, 1, 2, 2, 1, 10, NULL, NULL, 1, 4), (5, 1, 2, 2, 1, 10, 90, "
     "'changed_unit', 4, 5), (6, 1, 2, 2, 1, 10, 40, 'changed_unit', 5, NULL);"
     "INSERT INTO contact_ending VALUES (5, 4), (6, 5);",
     "(SELECT group_concat(stated || ':' || was) FROM (SELECT * FROM contact_ending ORDER BY 1)) = "
     "'3:1,5:4,6:4'"},
};

static void keeps_what_was_there(void **state)
{
    struct scratch *s = *state;
    for (size_t i = 0; i < ARRAY_LEN(UPGRADES); i++) {
        const struct upgrade *u = &UPGRADES[i];
        struct embedded_files earlier = *MIGRATIONS.files;
        struct arena *a = arena_open(ARENA_BLOCK);
        struct err err = {0};
        struct db *db = NULL;
        unsigned run = 0;
        earlier.count = u->before - 1;
        const char *ask = str_fmt(a,
                                  "CREATE TEMP TABLE kept (holds INTEGER NOT NULL CHECK (holds));"
                                  "INSERT INTO kept SELECT %s",
                                  u->kept)
                              .at;
        if (!db_open(scratch_path(s, "r.db"), DB_MAKE, &db, &err) ||
            !migrate(db, &(struct migrations){&earlier}, &run, &err) ||
            !db_begin(db, DB_WRITE, &err) || !db_script(db, "there", str_of(u->there), &err) ||
            !db_commit(db, &err) || !migrate(db, &MIGRATIONS, &run, &err) ||
            !db_script(db, u->kept, str_of(ask), &err))
            fail_msg("before step %u: %s %s", u->before, err.code, err.detail);
        assert_int_equal(run, MIGRATIONS.files->count - earlier.count);
        db_close(db);
        arena_close(a);
        assert_int_equal(unlink(scratch_path(s, "r.db")), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(keeps_what_was_there, scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
