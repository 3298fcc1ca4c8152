/* How long a whole panel's move takes, from the asking to the commit: facts, plan, rows, effects,
 * events, messages, access log; and its preview, and its taking back.
 *
 *     move_speed HOME [PERSONS]       an instance that may be written to; 1 500 if nothing is said
 *
 * Two doctors are made up at the unit with the most listed, and so many of those who have none get
 * the first. Rounds of preview, move and undoing; prints the least seconds of each, on the clock.
 */
#include "core/clock.h"
#include "service/contact/panel_moves.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 5 };

static void must(bool done, const char *what, const char *why)
{
    if (done)
        return;
    (void)fprintf(stderr, "move_speed: %s %s\n", what, why);
    exit(1);
}

static double processor(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* What a year of assigning would have left; once, a home keeps it. */
static const char PANEL[] =
    "BEGIN;"
    "INSERT INTO change SELECT max(position) + 1, max(recorded_at), 'bench', 'os:bench' FROM "
    "change;"
    "CREATE TEMP TABLE b AS SELECT (SELECT max(position) FROM change) AS p, (SELECT max(id) + 1 "
    "FROM "
    "staff) AS d, l.unit AS u FROM listing_effect AS e JOIN listing_stated AS n ON n.id = e.stated "
    "JOIN unit_list AS l ON l.id = n.list WHERE e.to_day IS NULL GROUP BY l.unit ORDER BY count(*) "
    "DESC LIMIT 1;"
    "INSERT INTO staff SELECT d, 'SE0000000000-BENCH1' FROM b UNION ALL SELECT d + 1, "
    "'SE0000000000-BENCH2' FROM b;"
    "INSERT INTO staff_stated (staff, title_code, profession, district_nurse, protected_staff, "
    "recorded) SELECT d, '201011', 0, 0, 0, p FROM b UNION ALL SELECT d + 1, '201011', 0, 0, 0, p "
    "FROM b;"
    "INSERT INTO position_stated (staff, unit, from_day, employment, training, panel_open, "
    "recorded) "
    "SELECT d, u, 40000, 0, 0, 1, p FROM b UNION ALL SELECT d + 1, u, 40000, 0, 0, 1, p FROM b;"
    "CREATE TEMP TABLE w AS SELECT k.key, k.newest, max(e.from_day, 44000) AS f FROM b JOIN "
    "unit_list "
    "AS l ON l.unit = b.u JOIN listing_stated AS n ON n.list = l.id JOIN listing_effect AS e ON "
    "e.stated = n.id AND e.to_day IS NULL JOIN person AS k ON k.key = e.person WHERE NOT EXISTS "
    "(SELECT 1 FROM identifier AS i JOIN named_contact_stated AS c ON c.identifier = i.id WHERE "
    "i.person = k.key AND c.kind = 2 AND c.superseded IS NULL) LIMIT %u;"
    "INSERT INTO named_contact_stated (identifier, kind, staff, unit, from_day, recorded) SELECT "
    "newest, 2, d, u, f, p FROM w, b;"
    "INSERT INTO named_contact_effect (person, kind, from_day, stated) SELECT w.key, 2, w.f, c.id "
    "FROM "
    "w, b JOIN named_contact_stated AS c ON c.identifier = w.newest AND c.staff = b.d;"
    "COMMIT";

static void make_panel(struct arena *a, const char *home, unsigned persons)
{
    sqlite3 *db = NULL;
    sqlite3_stmt *q = NULL;
    must(sqlite3_open(str_fmt(a, "%s/registry.db", home).at, &db) == SQLITE_OK, home,
         "cannot be opened");
    must(sqlite3_prepare_v2(db, "SELECT 1 FROM staff WHERE hsaid = 'SE0000000000-BENCH1'", -1, &q,
                            NULL) == SQLITE_OK,
         "prepare", sqlite3_errmsg(db));
    bool is_there = sqlite3_step(q) == SQLITE_ROW;
    (void)sqlite3_finalize(q);
    char sql[4096];
    (void)snprintf(sql, sizeof sql, PANEL, persons);
    must(is_there || sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, "panel",
         sqlite3_errmsg(db));
    (void)sqlite3_close(db);
}

struct times {
    double preview, move, move_work, undo;
};

static double seconds_since(int64_t begin)
{
    return (double)(clock_monotonic_us() - begin) / 1e6;
}

static void least(double *of, double now)
{
    *of = now < *of ? now : *of;
}

static size_t run(struct instance *in, struct times *t)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct str to[] = {STR("SE0000000000-BENCH2")};
    struct move_asking asking = {
        .staff = STR("SE0000000000-BENCH1"),
        .to = to,
        .count = 1,
        .on = DAY_NONE,
        .actor = {.id = STR("os:bench"), .purpose = PURPOSE_ADMINISTRATION},
        .dry_run = true};
    struct move_answer answer;
    struct move_undone undone;
    struct err err = {0};
    int64_t begin = clock_monotonic_us();
    bool done = moves_plan(a, in, &asking, &answer, &err);
    must(done, err.code, err.detail);
    least(&t->preview, seconds_since(begin));
    asking.dry_run = false;
    begin = clock_monotonic_us();
    double work = processor();
    done = moves_plan(a, in, &asking, &answer, &err);
    must(done, err.code, err.detail);
    least(&t->move_work, processor() - work);
    least(&t->move, seconds_since(begin));
    struct move_undoing undoing = {.id = answer.id, .actor = asking.actor};
    begin = clock_monotonic_us();
    done = moves_undo(a, in, &undoing, &undone, &err);
    must(done, err.code, err.detail);
    least(&t->undo, seconds_since(begin));
    arena_close(a);
    return answer.placed;
}

int main(int argc, char **argv)
{
    must(argc >= 2, "HOME", "is missing");
    unsigned persons = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 1500;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct instance in;
    struct times t = {1e9, 1e9, 1e9, 1e9};
    struct err err = {0};
    size_t placed = 0;
    make_panel(a, argv[1], persons);
    bool done = instance_open(a, &(struct instance_options){.home = argv[1]}, &in, &err);
    must(done, err.code, err.detail);
    for (unsigned round = 0; round < ROUNDS; round++)
        placed = run(&in, &t);
    (void)printf("persons %zu\n"
                 "preview: %.3f s\n"
                 "move:    %.3f s, %.3f s of processor time\n"
                 "undo:    %.3f s\n",
                 placed, t.preview, t.move, t.move_work, t.undo);
    instance_close(&in);
    arena_close(a);
    return 0;
}
