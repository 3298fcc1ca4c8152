/* How long it takes to say who is a person's doctor now, in process, beside a bare look into the
 * same file by primary key, in the same run.
 *
 *     who_speed HOME [PERSONS]       20 000 if nothing is said
 *
 * Persons of the instance in a scattered order, each asked in a transaction of its own with the
 * answer's memory given back. Rounds of both in turns; prints the least microseconds of a round. */
#include "core/clock.h"
#include "service/contact/doctor_now.h"
#include "store/person_store.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROUNDS = 7 };

static void must(bool done, const char *what, const char *why)
{
    if (done)
        return;
    (void)fprintf(stderr, "who_speed: %s %s\n", what, why);
    exit(1);
}

/* A step that has no factor in common with the keys' number goes through all of them. */
static int64_t key_of(unsigned i, int64_t last)
{
    return 1 + (int64_t)i * 7919 % last;
}

static double ask(struct instance *in, unsigned persons, int64_t last, unsigned *found)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct day today = instance_today(in);
    struct err err = {0};
    int64_t begin = clock_monotonic_us();
    for (unsigned i = 0; i < persons; i++) {
        struct who_read read;
        arena_reset(a);
        bool done = db_begin(in->db, DB_READ, &err) &&
                    who_read(a, in->db, key_of(i, last), today, &read, &err);
        must(done, err.code, err.detail);
        db_rollback(in->db);
        found[read.answer.who]++;
    }
    int64_t end = clock_monotonic_us();
    arena_close(a);
    return (double)(end - begin) / persons;
}

static double look(sqlite3 *db, unsigned persons, int64_t last)
{
    sqlite3_stmt *q = NULL;
    int64_t sum = 0;
    must(sqlite3_prepare_v2(db, "SELECT newest FROM person WHERE key = ?", -1, &q, NULL) ==
             SQLITE_OK,
         "prepare", sqlite3_errmsg(db));
    int64_t begin = clock_monotonic_us();
    for (unsigned i = 0; i < persons; i++) {
        (void)sqlite3_bind_int64(q, 1, key_of(i, last));
        if (sqlite3_step(q) == SQLITE_ROW)
            sum += sqlite3_column_int64(q, 0);
        (void)sqlite3_reset(q);
    }
    int64_t end = clock_monotonic_us();
    (void)sqlite3_finalize(q);
    must(sum > 0, "nobody", "was found");
    return (double)(end - begin) / persons;
}

int main(int argc, char **argv)
{
    must(argc >= 2, "HOME", "is missing");
    unsigned persons = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 20000, found[4] = {0};
    struct arena *a = arena_open(ARENA_BLOCK);
    struct instance in;
    sqlite3 *bare = NULL;
    struct err err = {0};
    int64_t last = 0;
    bool done = instance_open(a, &(struct instance_options){.home = argv[1]}, &in, &err);
    must(done, err.code, err.detail);
    must(person_last_key(in.db, &last, &err) && last > 0, "nobody", "is there");
    must(sqlite3_open_v2(str_fmt(a, "%s/registry.db", argv[1]).at, &bare, SQLITE_OPEN_READONLY,
                         NULL) == SQLITE_OK,
         "registry.db", "cannot be opened");
    double least[2] = {1e9, 1e9};
    for (unsigned round = 0; round < ROUNDS; round++) {
        double asked = ask(&in, persons, last, found), looked = look(bare, persons, last);
        least[0] = asked < least[0] ? asked : least[0];
        least[1] = looked < least[1] ? looked : least[1];
    }
    (void)printf("persons %u of %lld: named %u, substitute %u, unit %u, none %u\n"
                 "who:  %.2f us\n"
                 "look: %.2f us\n"
                 "who / look: %.1f\n",
                 persons, (long long)last, found[WHO_NAMED] / ROUNDS,
                 found[WHO_SUBSTITUTE] / ROUNDS, found[WHO_UNIT] / ROUNDS, found[WHO_NONE] / ROUNDS,
                 least[0], least[1], least[0] / least[1]);
    (void)sqlite3_close(bare);
    instance_close(&in);
    arena_close(a);
    return 0;
}
