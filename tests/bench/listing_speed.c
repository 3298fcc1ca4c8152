/* How many durable listings a second, each an act of its own with effects, events and log, beside a
 * bare loop that inserts one row and commits, on the same disk and as durable.
 *
 *     listing_speed HOME [LISTINGS]       an instance that may be written to; 200 if nothing is
 * said
 *
 * The bare loop is in a file whose write-ahead log has grown to its size, as the registry's soon
 * has, and besides in one that is new in each round: what is written over syncs in half the time,
 * for nothing is to be said of the file itself. Beside them stands the floor of what is not done in
 * groups: a loop that adds a row to each of as many tables as an act of these changes pages, and
 * commits, with statements prepared once.
 *
 * The same listings are besides asked for by 16 threads of one writer (service/writer.h), as people
 * do of a program that serves many: each is a transaction's part of its own, and durable when it is
 * answered; who waits while others are written shares their commit.
 *
 * Persons 1, 2, 3 … are listed, for special reasons, at the units in turn, in each round by another
 * actor: nobody lists a thousand in an hour. Rounds of all in turns; prints the least seconds of a
 * round of each, on the clock, for syncing is what most of it waits for, and their ratios; and the
 * processor time of a listing. */
#include "core/clock.h"
#include "core/heap.h"
#include "service/access/access_log.h"
#include "service/listing/listing.h"
#include "service/writer.h"
#include "store/unit_store.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 5, UNITS_MOST = 64, PAGES = 30, SQL_MOST = 160, ASKERS = 16 };
enum { LOG_PAGES = 1000 }; /* at which SQLite begins its log anew */
enum kind { LISTING, TOGETHER, BARE_NEW, BARE, FLOOR, KINDS };

struct units {
    unsigned count;
    struct hsaid id[UNITS_MOST];
};

static void must(bool done, const char *what, const char *why)
{
    if (done)
        return;
    (void)fprintf(stderr, "listing_speed: %s %s\n", what ? what : "?", why);
    exit(1);
}

static double processor(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static bool take_unit(void *state, const struct hsaid_now *row, struct err *err)
{
    (void)err;
    struct units *u = state;
    if (row->stated && u->count < UNITS_MOST)
        u->id[u->count++] = row->hsaid;
    return true;
}

/* A round of them: in each by another actor. */
struct round {
    const struct units *units;
    unsigned number, listings;
    struct writer *writer;
    atomic_uint next, refused; /* the dead, children without guardians: that is logged, durably */
};
struct asked {
    struct round *round;
    unsigned i;
};

static bool list_one(void *state, struct instance *in, struct err *err)
{
    struct asked *q = state;
    const struct units *u = q->round->units;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct listing_answer answer;
    struct listing_request r = {.person = str_fmt(a, "key:%u", q->i + 1),
                                .unit = hsaid_str(&u->id[(q->i + q->round->number) % u->count]),
                                .from = DAY_NONE,
                                .special = STR("bench"),
                                .actor = {.id = str_fmt(a, "os:bench%u", q->round->number),
                                          .purpose = PURPOSE_ADMINISTRATION,
                                          .opens_protected = true}};
    bool done = listing_list(a, in, &r, &answer, err);
    arena_close(a);
    return done;
}

static void judge(struct round *round, bool done, const struct err *err)
{
    const char *code = done || !err->code ? "" : err->code;
    must(strncmp(code, "store.", 6) != 0, code, err->detail);
    round->refused += !done;
}

/* By the writer's thread, which keeps its pages, as one that asks alone: no group, nobody waits. */
static bool list_alone(void *state, struct instance *in, struct err *err)
{
    struct round *round = state;
    (void)err;
    for (struct asked q = {round, 0}; q.i < round->listings; q.i++) {
        struct err why = {0};
        judge(round, list_one(&q, in, &why), &why);
    }
    return true;
}

static void list(struct round *round)
{
    struct err err = {0};
    must(writer_do(round->writer, (struct writer_act){round, list_alone}, &err), err.code,
         err.detail);
}

static void *ask_on(void *state)
{
    struct asked q = {.round = state};
    while ((q.i = atomic_fetch_add(&q.round->next, 1)) < q.round->listings) {
        struct err err = {0};
        judge(q.round, writer_do(q.round->writer, (struct writer_act){&q, list_one}, &err), &err);
    }
    return NULL;
}

static void list_together(struct round *round)
{
    pthread_t thread[ASKERS];
    for (unsigned i = 0; i < ASKERS; i++)
        must(pthread_create(&thread[i], NULL, ask_on, round) == 0, "a thread", "cannot be had");
    for (unsigned i = 0; i < ASKERS; i++)
        (void)pthread_join(thread[i], NULL);
}

static void run(sqlite3 *db, const char *sql)
{
    must(sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK, sql, sqlite3_errmsg(db));
}

static void insert(sqlite3 *db, unsigned listings)
{
    for (unsigned i = 0; i < listings; i++)
        run(db, "INSERT INTO bare (person, unit, from_day) VALUES (1, 2, 3)");
}

struct floor {
    sqlite3 *db;
    sqlite3_stmt *insert[PAGES], *begin, *commit;
};

static void once(sqlite3_stmt *s)
{
    must(sqlite3_step(s) == SQLITE_DONE && sqlite3_reset(s) == SQLITE_OK, "floor", "a step");
}

static sqlite3_stmt *prepare(sqlite3 *db, const char *sql)
{
    sqlite3_stmt *s = NULL;
    must(sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK, sql, sqlite3_errmsg(db));
    return s;
}

static void open_floor(sqlite3 *db, struct floor *f)
{
    char sql[SQL_MOST];
    f->db = db;
    for (unsigned i = 0; i < PAGES; i++) {
        (void)snprintf(sql, sizeof sql, "CREATE TABLE t%u (id INTEGER PRIMARY KEY, a, b)", i);
        run(db, sql);
        (void)snprintf(sql, sizeof sql, "INSERT INTO t%u (a, b) VALUES (1, 2)", i);
        f->insert[i] = prepare(db, sql);
    }
    f->begin = prepare(db, "BEGIN IMMEDIATE");
    f->commit = prepare(db, "COMMIT");
}

static void write_floor(const struct floor *f, unsigned listings)
{
    for (unsigned i = 0; i < listings; i++) {
        once(f->begin);
        for (unsigned k = 0; k < PAGES; k++)
            once(f->insert[k]);
        once(f->commit);
    }
}

static void close_floor(struct floor *f)
{
    for (unsigned i = 0; i < PAGES; i++)
        (void)sqlite3_finalize(f->insert[i]);
    (void)sqlite3_finalize(f->begin);
    (void)sqlite3_finalize(f->commit);
    (void)sqlite3_close(f->db);
}

static sqlite3 *open_bare(const char *home, const char *name)
{
    char path[512];
    sqlite3 *db = NULL;
    (void)snprintf(path, sizeof path, "%s/%s.db", home, name);
    (void)remove(path);
    must(sqlite3_open(path, &db) == SQLITE_OK, path, "cannot be opened");
    run(db, "PRAGMA synchronous=EXTRA; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            "CREATE TABLE bare (id INTEGER PRIMARY KEY, person INTEGER, unit INTEGER, from_day "
            "INTEGER)");
    return db;
}

/* Seconds of the clock since then, where they are fewer than what was seen before. */
static void take(double *least, int64_t since)
{
    double took = (double)(clock_monotonic_us() - since) / 1e6;
    *least = took < *least ? took : *least;
}

static void insert_anew(const char *home, unsigned listings, double *least)
{
    sqlite3 *db = open_bare(home, "bare-new");
    int64_t begin = clock_monotonic_us();
    insert(db, listings);
    take(least, begin);
    (void)sqlite3_close(db);
}

static void print(unsigned listings, unsigned refused, const double *least, double worked)
{
    (void)printf("listings %u, refused in all rounds %u\n"
                 "listing:  %.0f a second, %.0f us of processor time each\n"
                 "together: %.0f a second, %d ask at a time\n"
                 "bare new: %.0f a second, in a file that grows\n"
                 "bare:     %.0f a second\n"
                 "floor:    %.0f a second, %d pages in one transaction\n"
                 "listing / bare new: %.2f, listing / bare: %.2f, floor / bare: %.2f\n"
                 "together / bare new: %.2f, together / bare: %.2f\n",
                 listings, refused, listings / least[LISTING], worked / listings * 1e6,
                 listings / least[TOGETHER], ASKERS, listings / least[BARE_NEW],
                 listings / least[BARE], listings / least[FLOOR], PAGES,
                 least[BARE_NEW] / least[LISTING], least[BARE] / least[LISTING],
                 least[BARE] / least[FLOOR], least[BARE_NEW] / least[TOGETHER],
                 least[BARE] / least[TOGETHER]);
}

int main(int argc, char **argv)
{
    heap_keep();
    db_keep_parts_in_memory();
    must(argc >= 2, "HOME", "is missing");
    unsigned listings = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 200, refused = 0;
    must(listings > 0 && listings < LOG_PAGES, "LISTINGS", "are 1 to 999");
    struct arena *a = arena_open(ARENA_BLOCK);
    struct instance in;
    struct units units = {0};
    struct err err = {0};
    must(instance_open(a, &(struct instance_options){.home = argv[1]}, &in, &err), err.code,
         err.detail);
    must(unit_each_id(in.db, (struct hsaid_reader){&units, take_unit}, &err), err.code, err.detail);
    sqlite3 *bare = open_bare(argv[1], "bare");
    struct floor lowest;
    open_floor(open_bare(argv[1], "floor"), &lowest);
    insert(bare, LOG_PAGES);
    write_floor(&lowest, LOG_PAGES / PAGES + 1);
    struct writer *writer = NULL;
    must(writer_open(&(struct instance_options){.home = argv[1]}, &writer, &err), err.code,
         err.detail);
    double least[KINDS] = {1e9, 1e9, 1e9, 1e9, 1e9}, worked = 1e9;
    for (unsigned round = 0; round < ROUNDS; round++) {
        int64_t begin = clock_monotonic_us();
        double cpu = processor();
        struct round alone = {
            .units = &units, .number = round * 2, .listings = listings, .writer = writer};
        list(&alone);
        cpu = processor() - cpu;
        take(&least[LISTING], begin);
        struct round together = {
            .units = &units, .number = round * 2 + 1, .listings = listings, .writer = writer};
        begin = clock_monotonic_us();
        list_together(&together);
        take(&least[TOGETHER], begin);
        refused += alone.refused + together.refused;
        worked = cpu < worked ? cpu : worked;
        insert_anew(argv[1], listings, &least[BARE_NEW]);
        begin = clock_monotonic_us();
        insert(bare, listings);
        take(&least[BARE], begin);
        begin = clock_monotonic_us();
        write_floor(&lowest, listings);
        take(&least[FLOOR], begin);
    }
    print(listings, refused, least, worked);
    writer_close(writer);
    close_floor(&lowest);
    (void)sqlite3_close(bare);
    instance_close(&in);
    arena_close(a);
    return 0;
}
