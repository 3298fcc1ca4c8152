/* Of a load that the population register brings, and of taking it back: whichever statement fails,
 * the whole registry is as it was; and then it is done. */
#include "county.h"
#include "failing_steps.h"
#include "how_many.h"
#include "registry_whole.h"
#include "service/load/load_undo.h"

#define PEOPLE                                                                                     \
    "person,birth_date,sex,county,area,registered_from,deregistered_on,deregistration_reason,"     \
    "mother\n"

static const char *rows(struct scratch *s, const char *sql)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *q = NULL;
    struct sb out = sb_open(s->arena, 256);
    assert_int_equal(sqlite3_open(scratch_path(s, "home/registry.db"), &db), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &q, NULL), SQLITE_OK);
    while (sqlite3_step(q) == SQLITE_ROW)
        sb_fmt(&out, "%s;", (const char *)sqlite3_column_text(q, 0));
    (void)sqlite3_finalize(q);
    (void)sqlite3_close(db);
    sb_char(&out, '\0');
    return sb_str(&out).at;
}

static void script(struct scratch *s, const char *sql)
{
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(scratch_path(s, "home/registry.db"), &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    (void)sqlite3_close(db);
}

/* 1 is alone at the first unit, which is full, and 4 waits for that; 2 has not chosen. */
static void open_county(struct scratch *s)
{
    county_put(s, "units.csv",
               "unit,name,operator,county,cap,queue\n@U1,One,region,23,1,yes\n"
               "@U2,Two,external,23,,\n@U3,Three,region,23,,\n");
    county_put(s, "staff.csv", "staff,profession\n@D1,physician\n@D2,physician\n");
    county_put(s, "areas.csv", "area,unit,from\nA1,@U2,2010-01-01\nA2,@U3,2010-01-01\n");
    county_put(s, "people.csv",
               PEOPLE "@P1,1930-01-01,F,23,A1,1990-01-01,,,\n@P2,1980-01-01,M,23,A1,1990-01-01,,,\n"
                      "@P3,1990-01-01,F,23,A1,1990-01-01,,,\n"
                      "@P4,1985-01-01,M,23,A1,1990-01-01,,,\n");
    county_put(s, "listings.csv",
               "person,unit,from,to,basis\n@P1,@U1,2020-01-01,,choice_form\n"
               "@P2,@U2,2020-01-01,,area\n@P3,@U2,2020-01-01,,area\n"
               "@P4,@U3,2020-01-01,,choice_form\n");
    county_put(s, "named_contacts.csv",
               "person,kind,staff,unit,from,to\n@P1,2,@D1,@U1,2020-01-01,\n"
               "@P4,2,@D2,@U3,2020-01-01,\n");
    (void)county_import(s);
    script(s, "INSERT INTO queue_place (identifier, unit, since, electronic, recorded) SELECT "
              "p.newest, u.id, 45200, 0, 1 FROM person AS p, unit AS u WHERE p.key = 4 AND u.hsaid "
              "LIKE '%U1'");
}

/* 1 dies, so that 4 has the place; 2 moves within the region, 5 is born, 6 moves in. */
static void put_news(struct scratch *s)
{
    county_put(s, "people.csv",
               PEOPLE "@P1,1930-01-01,F,23,A1,1990-01-01,2024-01-10,died,\n"
                      "@P2,1980-01-01,M,23,A2,1990-01-01,,,\n"
                      "@P5,2024-01-11,F,23,A1,2024-01-11,,,@P3\n"
                      "@P6,1970-01-01,M,23,A1,2024-01-08,,,\n");
}

static bool loads(struct scratch *s, int64_t last, struct err *err)
{
    struct import_request request = county_request(s);
    struct import_report report;
    return import_run(s->arena, &request, NULL, &report, err) && import_landed(&report, err);
}

static bool undoes(struct scratch *s, int64_t last, struct err *err)
{
    struct instance_options options = {.home = scratch_path(s, "home"), .files = county_files(s)};
    struct instance in;
    struct load_undone answer = {.already = false};
    if (!instance_open(s->arena, &options, &in, err))
        return false;
    in.clock.today.n = county_request(s).today.n;
    bool done = load_undo(&in, last, &answer, err);
    instance_close(&in);
    return done && !answer.already;
}

/* How many rows each table has. */
static struct str sizes(struct scratch *s)
{
    static const char COUNTS[] =
        "SELECT group_concat('SELECT ' || quote(name) || ', count(*) FROM ' "
        "|| name, ' UNION ALL ') FROM sqlite_master WHERE type = 'table'";
    struct str sql = str_of(rows(s, COUNTS));
    return str_of(rows(s, str_fmt(s->arena,
                                  "SELECT group_concat(n || ' ' || c) FROM (SELECT 0 AS "
                                  "n, 0 AS c UNION ALL %.*s)",
                                  (int)sql.len - 1, sql.at)
                              .at));
}

/* One that failed as it was committed may have kept its number. */
static int64_t last_load(struct scratch *s)
{
    return strtoll(rows(s, "SELECT max(id) FROM load"), NULL, 10);
}

/* How many statements it has until it is over. Where one of those that come then fails, which only
 * count what there is to tell, it is done whole, as in `twin`, where nothing failed, and says so.
 */
static unsigned fails_at_each(struct scratch *s, struct scratch *twin,
                              bool (*act)(struct scratch *, int64_t, struct err *))
{
    struct str before = all_beside(s, true);
    int64_t last = last_load(s);
    struct err none = {0};
    unsigned statement = 0; /* which fails */
    if (!act(twin, last_load(twin), &none))
        fail_msg("%s %s", none.code, none.detail);
    for (bool done = false; !done;) {
        struct err err = {0};
        struct scratch one = *s;
        one.arena = arena_open(ARENA_BLOCK);
        statement = next_failure(statement);
        failing_steps = (struct failing_steps){.fail_at = statement};
        done = act(&one, last, &err);
        bool was_reached = failing_steps.calls >= failing_steps.fail_at;
        failing_steps.fail_at = 0;
        if (!done && !was_reached)
            fail_msg("%s %s", err.code ? err.code : "not done", err.detail);
        if (!done && str_eq(sizes(&one), sizes(twin)))
            fail_msg("statement %u: it is done, and says that it failed", statement);
        if (!done)
            nothing_is_left(&one, before, statement);
        arena_close(one.arena);
    }
    assert_string_equal(sizes(s).at, sizes(twin).at);
    return statement;
}

/* That the doctor ends; who has read it is told that the doctor stays. */
static const char READ[] =
    "INSERT INTO message_seen SELECT id, identifier, position FROM message WHERE kind = 8";

static void whichever_statement_fails_leaves_nothing(void **state)
{
    static const char WAITS[] = "SELECT count(*) FROM queue_place WHERE superseded IS NULL",
                      TOLD[] = "SELECT count(*) FROM message WHERE seen IS NULL";
    static const char *const LISTED[] = {
        "listed @P4 @U1 2024-01-16 -", "listed @P5 @U2 2024-01-11 -", "listed @P6 @U2 2024-01-08 -",
        "listed @P2 @U3 2024-01-16 -"};
    struct scratch *s = *state;
    void *other = NULL;
    if (county_setup(&other) != 0 || !other)
        abort();
    open_county(s);
    open_county(other);
    const char *first = county_now(s);
    put_news(s);
    put_news(other);
    assert_true(fails_at_each(s, other, loads) > 100);
    const char *second = county_now(s);
    for (size_t i = 0; i < ARRAY_LEN(LISTED); i++)
        if (!strstr(second, LISTED[i]))
            fail_msg("not so: %s\n%s", LISTED[i], second);
    assert_string_equal(rows(s, WAITS), "0;");
    assert_string_not_equal(rows(s, TOLD), "0;");
    script(s, READ);
    script(other, READ);
    assert_true(fails_at_each(s, other, undoes) > 100);
    assert_string_equal(county_now(s), first);
    assert_string_equal(rows(s, WAITS), "1;");
    /* The one that was read, that the doctor stays, and that the place is back. */
    assert_string_equal(rows(s, "SELECT kind FROM message ORDER BY kind"), "1;7;8;");
    assert_int_equal(scratch_teardown(&other), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test_setup_teardown(
        whichever_statement_fails_leaves_nothing, county_setup, scratch_teardown)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
