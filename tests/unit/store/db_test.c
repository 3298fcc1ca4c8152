/* store/db.h and store/migrate.h: the driver, its errors, the steps of the schema. */
#include "store/instance_store.h"
#include "store/migrate.h"

#include "scratch.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct db *make(struct scratch *s)
{
    struct db *db = NULL;
    struct err err = {0};
    unsigned run = 0;
    assert_true(db_open(scratch_path(s, "r.db"), DB_MAKE, &db, &err));
    assert_true(migrate(db, &MIGRATIONS, &run, &err));
    assert_true(run > 0);
    return db;
}

static void opens_and_refuses(void **state)
{
    struct scratch *s = *state;
    struct db *db = NULL;
    struct err err = {0};
    FAILS(db_open(scratch_path(s, "r.db"), DB_OPEN, &db, &err), "store.missing", &err);
    db_close(make(s));
    FAILS(db_open(scratch_path(s, "r.db"), DB_MAKE, &db, &err), "store.exists", &err);
    assert_true(db_open(scratch_path(s, "r.db"), DB_OPEN, &db, &err));
    db_close(db);
    const char *path = scratch_write(s, "text.db",
                                     STR("This is no database, though it is long "
                                         "enough to be taken for one at first."));
    FAILS(db_open(path, DB_OPEN, &db, &err), "store.damaged", &err);
    FAILS(db_open(scratch_path(s, "none/r.db"), DB_MAKE, &db, &err), "store.open", &err);
}

static void keeps_positions(void **state)
{
    struct db *db = make(*state);
    struct err err = {0};
    int64_t position = 7;
    assert_true(position_now(db, &position, &err));
    assert_int_equal(position, 0);
    assert_true(db_begin(db, DB_WRITE, &err));
    assert_true(position_make(db, (struct moment){500}, STR("a"), STR("os:x"), &position, &err));
    assert_int_equal(position, 1);
    assert_true(position_make(db, (struct moment){400}, STR("b"), STR("os:x"), &position, &err));
    assert_int_equal(position, 2); /* the clock went backwards */
    assert_true(position_make(db, (struct moment){600}, STR("c"), STR("os:x"), &position, &err));
    assert_true(db_commit(db, &err));
    static const struct {
        int64_t at, position;
    } known[] = {{499, 0}, {500, 2}, {599, 2}, {600, 3}, {INT64_MAX, 3}};
    for (size_t i = 0; i < ARRAY_LEN(known); i++) {
        assert_true(position_at(db, (struct moment){known[i].at}, &position, &err));
        assert_int_equal(position, known[i].position);
    }
    db_close(db);
}

/* Of the moment, in 1970, or that of an instance with a day of its own; what follows is of it too.
 */
static void keeps_days(void **state)
{
    struct db *db = make(*state);
    struct err err = {0};
    int64_t position = 7;
    assert_true(db_begin(db, DB_WRITE, &err));
    assert_true(position_make(db, (struct moment){500}, STR("a"), STR("os:x"), &position, &err) &&
                position_make(db, (struct moment){600}, STR("b"), STR("os:x"), &position, &err) &&
                position_keep_day(db, position, (struct day){40000}, &err) &&
                position_follow(db, position, &position, &err) && db_commit(db, &err));
    static const struct {
        int32_t day;
        int64_t position;
    } said[] = {{25566, 0}, {25567, 1}, {39999, 1}, {40000, 3}, {50000, 3}};
    for (size_t i = 0; i < ARRAY_LEN(said); i++) {
        assert_true(position_on(db, (struct day){said[i].day}, &position, &err));
        assert_int_equal(position, said[i].position);
    }
    db_close(db);
}

static void rolls_back(void **state)
{
    struct db *db = make(*state);
    struct err err = {0};
    bool found = true;
    assert_true(db_begin(db, DB_WRITE, &err));
    assert_true(instance_fact_set(db, STR("demo"), STR("yes"), &err));
    db_rollback(db);
    assert_true(instance_fact_get(db, STR("demo"), &found, &err));
    assert_false(found);
    db_rollback(db); /* nothing to do */
    assert_true(instance_fact_set(db, STR("demo"), STR("yes"), &err));
    assert_true(instance_fact_get(db, STR("demo"), &found, &err));
    assert_true(found);
    db_close(db);
}

/* What follows in a transaction that SQLite rolled back is refused, and does not stand alone. */
static void writes_nothing_after_a_rollback_of_its_own(void **state)
{
    struct db *db = make(*state);
    struct err err = {0};
    bool found = true;
    const struct str twice =
        STR("INSERT OR ROLLBACK INTO instance_fact (name, value) VALUES ('a', 'b'), ('a', 'c')");
    assert_true(db_begin(db, DB_WRITE, &err));
    FAILS(db_script(db, "twice", twice, &err), "store.constraint", &err);
    FAILS(instance_fact_set(db, STR("demo"), STR("yes"), &err), "store.failed", &err);
    FAILS(db_script(db, "alone", STR("DELETE FROM instance_fact"), &err), "store.failed", &err);
    FAILS(db_commit(db, &err), "store.failed", &err);
    assert_true(instance_fact_get(db, STR("demo"), &found, &err));
    assert_false(found);
    db_close(db);
}

static bool begin_part(struct db *db, const char *fact, struct err *err)
{
    return db_begin(db, DB_WRITE, err) && instance_fact_set(db, str_of(fact), STR("yes"), err);
}

static bool has(struct db *db, const char *fact)
{
    bool found = false;
    struct err err = {0};
    assert_true(instance_fact_get(db, str_of(fact), &found, &err));
    return found;
}

static void parts_of_a_group_are_committed_together(void **state)
{
    struct scratch *s = *state;
    struct db *db = make(s), *other = NULL;
    struct err err = {0};
    assert_true(db_open(scratch_path(s, "r.db"), DB_OPEN, &other, &err));
    assert_false(db_is_grouped(db));
    assert_true(db_group_begin(db, &err));
    FAILS(db_begin(db, DB_FILL, &err), "store.failed", &err);
    assert_true(begin_part(db, "first", &err) && db_commit(db, &err));
    assert_true(begin_part(db, "second", &err) && has(db, "first"));
    db_rollback(db);
    assert_true(begin_part(db, "third", &err) && db_commit(db, &err));
    assert_true(db_is_grouped(db));
    db_wait(other, 0);
    FAILS(db_begin(other, DB_WRITE, &err), "store.busy", &err);
    assert_false(has(other, "first"));
    assert_true(db_group_commit(db, &err));
    assert_false(db_is_grouped(db));
    assert_true(has(other, "first") && !has(other, "second") && has(other, "third"));
    db_close(other);
    db_close(db);
}

/* Of 400 pages: what is kept of them to be taken back stays in memory, however much it is. */
static void a_large_part_is_taken_back(void **state)
{
    struct db *db = make(*state);
    struct err err = {0};
    assert_true(db_script(
        db, "filled",
        STR("CREATE TABLE filled (id INTEGER PRIMARY KEY, what TEXT); WITH RECURSIVE n(i) AS "
            "(VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 400) INSERT INTO filled SELECT i, "
            "hex(zeroblob(1900)) FROM n"),
        &err));
    assert_true(db_group_begin(db, &err) && db_begin(db, DB_WRITE, &err));
    assert_true(db_script(db, "all", STR("UPDATE filled SET what = hex(zeroblob(1901))"), &err));
    db_rollback(db);
    assert_true(db_script(db, "as it was", /* else the key is there already */
                          STR("INSERT INTO filled SELECT 1, '' WHERE EXISTS (SELECT 1 FROM filled "
                              "WHERE length(what) <> 3800)"),
                          &err));
    assert_true(db_group_commit(db, &err));
    db_close(db);
}

/* SQLite takes all of it back where memory or the disk fails: what comes after must not stand
 * alone.
 */
static void a_group_that_is_gone_takes_nothing_more(void **state)
{
    struct db *db = make(*state);
    struct err err = {0};
    assert_true(db_group_begin(db, &err));
    assert_true(begin_part(db, "first", &err) && db_commit(db, &err));
    assert_false(db_group_is_lost(db));
    assert_true(db_script(db, "as SQLite does", STR("ROLLBACK"), &err));
    assert_true(db_group_is_lost(db));
    FAILS(instance_fact_set(db, STR("second"), STR("yes"), &err), "store.failed", &err);
    FAILS(db_begin(db, DB_WRITE, &err), "store.failed", &err);
    FAILS(db_group_commit(db, &err), "store.failed", &err);
    assert_false(has(db, "first") || has(db, "second"));
    assert_true(begin_part(db, "third", &err) && db_commit(db, &err));
    db_close(db);
}

static void one_writer_at_a_time(void **state)
{
    struct scratch *s = *state;
    struct db *one = make(s), *two = NULL;
    struct err err = {0};
    int64_t position = 0;
    assert_true(db_open(scratch_path(s, "r.db"), DB_OPEN, &two, &err));
    db_wait(two, 50);
    assert_true(db_begin(one, DB_WRITE, &err));
    assert_true(position_make(one, (struct moment){1}, STR("a"), STR("os:x"), &position, &err));
    FAILS(db_begin(two, DB_WRITE, &err), "store.busy", &err);
    assert_true(db_begin(two, DB_READ, &err)); /* a reader is not hindered, and sees what stands */
    assert_true(position_now(two, &position, &err));
    assert_int_equal(position, 0);
    assert_true(db_commit(one, &err));
    assert_true(position_now(two, &position, &err));
    assert_int_equal(position, 0); /* still the moment at which it began */
    assert_true(db_commit(two, &err));
    assert_true(position_now(two, &position, &err));
    assert_int_equal(position, 1);
    db_close(one);
    db_close(two);
}

static void values_come_back(void **state)
{
    struct db *db = make(*state);
    struct err err = {0};
    char text[DAY_TEXT];
    assert_int_equal(db_day(DAY_NONE).type, DB_NULL);
    assert_int_equal(db_day((struct day){-3}).i64, -3);
    assert_int_equal(db_real_or_null((double)NAN).type, DB_NULL);
    assert_int_equal(db_text_or_null(STR("")).type, DB_NULL);
    assert_int_equal(db_text(STR("")).type, DB_TEXT);
    assert_int_equal(db_i64_unless(-1, -1).type, DB_NULL);
    struct db_value row[] = {db_text(STR("k")), db_text((struct str){NULL, 0})};
    assert_true(db_run(db, QUERY_FACT_SET, row, 2, &err));
    assert_int_equal(db_changed(db), 1);
    struct cursor c;
    assert_true(db_query(db, QUERY_FACT_GET, row, 1, &c, &err));
    assert_int_equal(db_next(&c, &err), DB_ROW);
    assert_int_equal(db_get_text(&c, 0).len, 0);
    assert_false(db_is_null(&c, 0));
    assert_int_equal(db_next(&c, &err), DB_END);
    int64_t n = 0;
    struct db_ask ask = {QUERY_POSITION_NOW, NULL, 0, -9};
    assert_true(db_number(db, &ask, &n, &err));
    assert_int_equal(n, -9);
    assert_true(db_query(db, QUERY_POSITION_NOW, NULL, 0, &c, &err));
    assert_int_equal(db_next(&c, &err), DB_ROW);
    assert_true(db_is_null(&c, 0));
    assert_true(day_is_none(db_get_day(&c, 0)));
    assert_true(isnan(db_get_real(&c, 0)));
    assert_int_equal(day_format(db_get_day(&c, 0), text).len, 0);
    db_end(&c);
    db_close(db);
}

/* ---- rows that wait ---- */

static void add_identifier(struct db *db, int64_t id, int64_t person)
{
    struct err err = {0};
    struct db_value row[] = {db_i64(id), db_i64(id + 1000000), db_i64(person), db_i64(1)};
    assert_true(db_add(db, QUERY_IDENTIFIER_INSERT, row, ARRAY_LEN(row), &err));
}

static void add_person(struct db *db, int64_t key, int64_t newest)
{
    struct err err = {0};
    struct db_value row[] = {db_i64(key), db_i64(newest)};
    assert_true(db_add(db, QUERY_PERSON_INSERT, row, ARRAY_LEN(row), &err));
}

static int64_t identifiers(struct db *db)
{
    struct err err = {0};
    int64_t n = -1;
    assert_true(db_number(db, &(struct db_ask){.query = QUERY_IDENTIFIER_COUNT}, &n, &err));
    return n;
}

static void begin_change(struct db *db)
{
    struct err err = {0};
    int64_t position = 0;
    assert_true(db_begin(db, DB_WRITE, &err));
    assert_true(position_make(db, (struct moment){1}, STR("a"), STR("os:x"), &position, &err));
}

/* More of them than wait at once, of two queries that refer to each other. */
static void rows_that_wait_are_seen(void **state)
{
    enum { MANY = 2500 };
    struct db *db = make(*state);
    struct err err = {0};
    begin_change(db);
    for (int64_t i = 1; i <= MANY; i++) {
        add_identifier(db, i, i);
        add_person(db, i, i);
    }
    assert_int_equal(identifiers(db), MANY);
    add_identifier(db, MANY + 1, 1);
    assert_true(db_commit(db, &err));
    assert_int_equal(identifiers(db), MANY + 1);
    begin_change(db);
    add_identifier(db, MANY + 2, 1);
    db_rollback(db);
    assert_int_equal(identifiers(db), MANY + 1);
    db_close(db);
}

static void rows_that_wait_keep_their_texts(void **state)
{
    struct db *db = make(*state);
    struct err err = {0};
    char text[] = "K1";
    assert_true(db_run(db, QUERY_REFERENCE_STAGE_MAKE, NULL, 0, &err));
    for (int level = 1; level <= 3; level++) {
        text[1] = level == 3 ? '3' : '1'; /* the second replaces the first */
        struct db_value row[] = {db_text(str_of(text)),
                                 db_text((struct str){NULL, 0}),
                                 db_real_or_null(0.5),
                                 db_null(),
                                 db_i64(level),
                                 db_null(),
                                 db_null()};
        assert_true(db_add(db, QUERY_REFERENCE_STAGE, row, ARRAY_LEN(row), &err));
    }
    memset(text, 'x', sizeof text - 1);
    int64_t staged = 0;
    assert_true(db_number(db, &(struct db_ask){.query = QUERY_REFERENCE_STAGED}, &staged, &err));
    assert_int_equal(staged, 2);
    db_close(db);
}

/* What is wrong with a row is told when it is written, and nothing of the transaction stays. */
static void rows_that_wait_can_be_refused(void **state)
{
    struct db *db = make(*state);
    struct err err = {0};
    int64_t n = 0;
    begin_change(db);
    add_identifier(db, 1, 1);
    add_identifier(db, 1, 1);
    FAILS(db_number(db, &(struct db_ask){.query = QUERY_IDENTIFIER_COUNT}, &n, &err),
          "store.constraint", &err);
    db_rollback(db);
    begin_change(db);
    add_identifier(db, 1, 1);
    add_identifier(db, 1, 1);
    FAILS(db_commit(db, &err), "store.constraint", &err);
    assert_int_equal(identifiers(db), 0);
    begin_change(db);
    add_identifier(db, 1, 1); /* there is no such person */
    FAILS(db_commit(db, &err), "store.constraint", &err);
    assert_int_equal(identifiers(db), 0);
    db_close(db);
}

/* A filling transaction asks at its end, and the next one by row again. */
static void a_filled_registry_is_whole(void **state)
{
    struct db *db = make(*state);
    struct err err = {0};
    int64_t position = 0;
    struct db_value past[] = {db_i64(7), db_i64(1)};
    assert_true(db_begin(db, DB_FILL, &err));
    assert_true(position_make(db, (struct moment){1}, STR("a"), STR("os:x"), &position, &err));
    add_person(db, 1, 1);
    add_person(db, 2, 5); /* there is no such identifier */
    add_identifier(db, 1, 1);
    assert_int_equal(identifiers(db), 1);
    FAILS(db_commit(db, &err), "store.constraint", &err);
    assert_non_null(strstr(err.detail, "person"));
    assert_int_equal(identifiers(db), 0);

    err = (struct err){0};
    assert_true(db_begin(db, DB_FILL, &err));
    assert_true(position_make(db, (struct moment){1}, STR("a"), STR("os:x"), &position, &err));
    add_person(db, 1, 1); /* before its identifier: nobody asks yet */
    add_identifier(db, 1, 1);
    assert_true(db_commit(db, &err));
    assert_int_equal(identifiers(db), 1);
    begin_change(db);
    FAILS(db_run(db, QUERY_PERSON_SET_NEWEST, past, 2, &err), "store.constraint", &err);
    db_rollback(db);
    db_close(db);
}

/* What was asked before the end is asked again at the end, but of the tables of persons. */
static void a_filled_registry_is_asked_early(void **state)
{
    struct db *db = make(*state);
    struct err err = {0};
    int64_t position = 0;
    for (unsigned late = 0; late < 3; late++) {
        err = (struct err){0};
        assert_true(db_begin(db, DB_FILL, &err));
        assert_true(position_make(db, (struct moment){1}, STR("a"), STR("os:x"), &position, &err));
        add_person(db, 1, 1);
        if (late > 0)
            add_identifier(db, 1, 1);
        if (late == 0) {
            FAILS(db_check(db, &err), "store.constraint", &err);
            db_rollback(db);
            continue;
        }
        assert_true(db_check(db, &err));
        if (late == 1) {
            assert_true(db_script(db, "t", STR("INSERT INTO load VALUES (1, 77, 0, 0)"), &err));
            FAILS(db_commit(db, &err), "store.constraint", &err);
            assert_int_equal(identifiers(db), 0);
            continue;
        }
        assert_true(db_commit(db, &err));
        assert_int_equal(identifiers(db), 1);
    }
    db_close(db);
}

/* ---- migrations ---- */

enum { STEPS = 2 };
static const struct embedded GOOD[STEPS] = {
    {STR_INIT("0001_a.sql"), STR_INIT("CREATE TABLE a (n INTEGER) STRICT;")},
    {STR_INIT("0002_b.sql"),
     STR_INIT("CREATE TABLE b (n INTEGER) STRICT; INSERT INTO b VALUES (1);")},
};

static void steps_run_once(void **state)
{
    struct scratch *s = *state;
    struct embedded_files first = {GOOD, 1}, both = {GOOD, STEPS};
    struct migrations one = {&first}, two = {&both};
    struct db *db = NULL;
    struct err err = {0};
    unsigned run = 9;
    assert_true(db_open(scratch_path(s, "m.db"), DB_MAKE, &db, &err));
    FAILS(migrate_check(db, &one, &err), "migrate.pending", &err);
    assert_true(migrate(db, &one, &run, &err));
    assert_int_equal(run, 1);
    assert_true(migrate_check(db, &one, &err));
    FAILS(migrate_check(db, &two, &err), "migrate.pending", &err);
    assert_true(migrate(db, &two, &run, &err));
    assert_int_equal(run, 1);
    assert_true(migrate(db, &two, &run, &err));
    assert_int_equal(run, 0);
    FAILS(migrate(db, &one, &run, &err), "migrate.newer", &err); /* an older program */
    FAILS(migrate_check(db, &one, &err), "migrate.newer", &err);
    db_close(db);
}

static void a_changed_step_is_refused(void **state)
{
    struct scratch *s = *state;
    struct embedded changed[STEPS] = {GOOD[0], GOOD[1]};
    changed[0].bytes = STR("CREATE TABLE a (n TEXT) STRICT;");
    struct embedded_files good = {GOOD, STEPS}, other = {changed, STEPS};
    struct db *db = NULL;
    struct err err = {0};
    unsigned run = 0;
    assert_true(db_open(scratch_path(s, "m.db"), DB_MAKE, &db, &err));
    assert_true(migrate(db, &(struct migrations){&good}, &run, &err));
    FAILS(migrate(db, &(struct migrations){&other}, &run, &err), "migrate.changed", &err);
    FAILS(migrate_check(db, &(struct migrations){&other}, &err), "migrate.changed", &err);
    assert_true(migrate_check(db, &(struct migrations){&good}, &err));
    db_close(db);
}

static void a_failing_step_leaves_nothing(void **state)
{
    struct scratch *s = *state;
    struct embedded broken[STEPS] = {GOOD[0], GOOD[1]};
    broken[1].bytes = STR("CREATE TABLE b (n INTEGER) STRICT; INSERT INTO none VALUES (1);");
    struct embedded_files files = {broken, STEPS}, good = {GOOD, STEPS};
    struct db *db = NULL;
    struct err err = {0};
    unsigned run = 7;
    assert_true(db_open(scratch_path(s, "m.db"), DB_MAKE, &db, &err));
    FAILS(migrate(db, &(struct migrations){&files}, &run, &err), "store.failed", &err);
    assert_int_equal(run, 7);
    assert_true(migrate(db, &(struct migrations){&good}, &run, &err));
    assert_int_equal(run, STEPS);
    db_close(db);
}

int main(void)
{
    db_keep_parts_in_memory(); /* as the program does */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(opens_and_refuses, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(keeps_positions, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(keeps_days, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(rolls_back, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(writes_nothing_after_a_rollback_of_its_own, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(parts_of_a_group_are_committed_together, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(a_large_part_is_taken_back, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(a_group_that_is_gone_takes_nothing_more, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(one_writer_at_a_time, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(values_come_back, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(rows_that_wait_are_seen, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(rows_that_wait_keep_their_texts, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(rows_that_wait_can_be_refused, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(a_filled_registry_is_whole, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(a_filled_registry_is_asked_early, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(steps_run_once, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(a_changed_step_is_refused, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(a_failing_step_leaves_nothing, scratch_setup,
                                        scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
