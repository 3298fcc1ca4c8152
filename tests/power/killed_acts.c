/* Kills a process that does acts with keys, and loads between them, at random moments (SIGKILL):
 * afterwards nothing that it was told to be done is lost, each act is there whole or not at all
 * (domain, events, log: whole.h), and the one whose end nobody heard is asked again with its key
 * and is done once. The home goes on from kill to kill. Two that are planted must be found: a
 * process that says that it is done before it is, and an act without its event.
 *
 *     killed_acts [COUNT]     10 where nothing is said */
#include "attempt.h"

#include "core/clock.h"
#include "domain/person_id.h"
#include "exchange/import.h"
#include "service/listing/listing.h"
#include "whole.h"

#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TODAY = 45305 /* 2024-01-15 */, PERSONS = 12, UNITS = 3, ACTS_A_LOAD = 8 };
enum { LONGEST_US = 250000, TRIES_MOST = 10 };

struct told {
    unsigned begun, done; /* acts, by their numbers */
    unsigned loads;       /* that were told to have landed */
};
struct trial {
    struct arena *arena;
    const char *folder, *home, *in;
    struct told *told;
    bool lies; /* planted: it is said to be done before it is */
};

/* ---- the files ---- */

static FILE *open_file(const struct trial *t, const char *name)
{
    char path[512];
    (void)snprintf(path, sizeof path, "%s/%s.csv", t->in, name);
    FILE *f = fopen(path, "w");
    if (!f)
        abort();
    return f;
}

static void close_file(FILE *f)
{
    if (fclose(f) != 0)
        abort();
}

static const char *person(unsigned n, char out[static PERSON_ID_TEXT])
{
    struct person_id id = {0};
    struct civil born = {1801, (uint8_t)(1 + n), 1};
    if (!person_id_make(born, 10 + n, &id))
        abort();
    out[person_id_format(id, out).len] = '\0';
    return out;
}

/* Another area of everybody each time: a load that changes rows. */
static void put_files(const struct trial *t, unsigned number)
{
    char id[PERSON_ID_TEXT];
    FILE *f = open_file(t, "units");
    (void)fprintf(f, "unit,name,operator,county\n");
    for (unsigned u = 0; u < UNITS; u++)
        (void)fprintf(f, "SE0000000000-U%u,Unit %u,region,23\n", u, number);
    close_file(f);
    f = open_file(t, "people");
    (void)fprintf(f, "person,birth_date,sex,county,area\n");
    for (unsigned p = 0; p < PERSONS; p++)
        (void)fprintf(f, "%s,1950-01-01,F,23,%u\n", person(p, id), number);
    close_file(f);
    f = open_file(t, "listings");
    (void)fprintf(f, "person,unit,from,to,basis\n");
    for (unsigned p = 0; p < PERSONS; p++)
        (void)fprintf(f, "%s,SE0000000000-U%u,2020-01-%02u,,area\n", person(p, id), p % UNITS,
                      1 + number % 28);
    close_file(f);
}

static bool load(const struct trial *t, unsigned number, struct err *err)
{
    put_files(t, number);
    return story_import(t->home, t->in, &FILES_POSIX, err);
}

/* ---- the acts ---- */

/* Each changes something: the next time round the person goes to the next unit. */
static bool act(struct instance *in, unsigned number, bool *repeated, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct listing_answer answer = {.is_repeat = false};
    unsigned p = number % PERSONS, u = (number / PERSONS + p + 1) % UNITS;
    struct listing_request request = {.person = str_fmt(a, "key:%u", p + 1),
                                      .unit = str_fmt(a, "SE0000000000-U%u", u),
                                      .from = DAY_NONE,
                                      .special = STR("test"),
                                      .actor = {.id = STR("os:test"),
                                                .role = ROLE_ADMINISTRATOR,
                                                .purpose = PURPOSE_ADMINISTRATION},
                                      .key = str_fmt(a, "act-%u", number)};
    bool done = listing_list(a, in, &request, &answer, err);
    *repeated = answer.is_repeat;
    arena_close(a);
    return done;
}

static bool open_home(struct arena *a, const struct trial *t, struct instance *in, struct err *err)
{
    struct clock clock = {{TODAY}};
    return instance_open(a, &(struct instance_options){.home = t->home, .clock = &clock}, in, err);
}

/* Until it is killed. */
static int work(const struct trial *t)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct instance in;
    struct err err = {0};
    bool repeated = false;
    if (!open_home(a, t, &in, &err))
        return 1;
    for (;;) {
        unsigned number = t->told->done + 1;
        t->told->begun = number;
        if (t->lies)
            t->told->done = number;
        if (!act(&in, number, &repeated, &err))
            return 2;
        t->told->done = number;
        if (number % ACTS_A_LOAD == 0) {
            if (!load(t, number, &err))
                return 3;
            t->told->loads++;
        }
    }
}

/* ---- afterwards ---- */

static int64_t number_of(const struct trial *t, const char *sql)
{
    char path[512];
    sqlite3 *db = NULL;
    sqlite3_stmt *s = NULL;
    int64_t out = -1;
    (void)snprintf(path, sizeof path, "%s/" INSTANCE_REGISTRY, t->home);
    if (sqlite3_open(path, &db) == SQLITE_OK &&
        sqlite3_prepare_v2(db, sql, -1, &s, NULL) == SQLITE_OK && sqlite3_step(s) == SQLITE_ROW)
        out = sqlite3_column_int64(s, 0);
    (void)sqlite3_finalize(s);
    (void)sqlite3_close(db);
    return out;
}

/* Acts have the numbers 1 to n, each under its key. */
static bool none_is_lost(const struct trial *t, char why[static 256])
{
    int64_t kept = number_of(t, "SELECT count(*) FROM act");
    int64_t changes = number_of(t, "SELECT count(*) FROM change WHERE what = 'list'");
    int64_t loads = number_of(t, "SELECT count(*) FROM load");
    (void)snprintf(why, 256,
                   "%lld acts, %lld changes, %lld loads are there; %u of %u, %u were done",
                   (long long)kept, (long long)changes, (long long)loads, t->told->done,
                   t->told->begun, t->told->loads);
    return kept == changes && kept >= t->told->done && kept <= t->told->begun &&
           loads >= t->told->loads && loads <= (int64_t)t->told->loads + 1;
}

/* The one in doubt, asked again with its key, is done; and asked once more it is not done again. */
static bool asks_again(const struct trial *t, struct instance *in, char why[static 256])
{
    bool was_there = number_of(t, "SELECT count(*) FROM act") == t->told->begun, repeated = false;
    struct err err = {0};
    if (t->told->begun == 0)
        return true;
    if (!act(in, t->told->begun, &repeated, &err) || repeated != was_there) {
        (void)snprintf(why, 256, "act %u asked again: %s", t->told->begun, err.code);
        return false;
    }
    (void)snprintf(why, 256, "act %u asked for the third time", t->told->begun);
    return act(in, t->told->begun, &repeated, &err) && repeated;
}

static bool check(const struct trial *t, char why[static 256])
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct instance in;
    struct err err = {0};
    bool good = none_is_lost(t, why);
    if (good && !open_home(a, t, &in, &err)) {
        (void)snprintf(why, 256, "opening: %s", err.code);
        good = false;
    } else if (good) {
        good = whole_look(&in, true, why) == NULL && asks_again(t, &in, why) &&
               whole_look(&in, false, why) == NULL;
        instance_close(&in);
    }
    arena_close(a);
    t->told->done = t->told->begun;
    t->told->loads = (unsigned)number_of(t, "SELECT count(*) FROM load");
    return good;
}

/* ---- kills ---- */

/* False: it could not be killed, or ended by itself. */
static bool kill_after(const struct trial *t, int64_t after)
{
    int status = 0;
    pid_t child = fork();
    if (child == 0)
        _exit(work(t));
    if (child < 0)
        return false;
    (void)usleep((useconds_t)after);
    (void)kill(child, SIGKILL);
    return waitpid(child, &status, 0) == child && WIFSIGNALED(status) &&
           WTERMSIG(status) == SIGKILL;
}

static bool open_trial(struct trial *t)
{
    char folder[] = "/tmp/kontinua-killed-XXXXXX";
    struct err err = {0};
    *t = (struct trial){.arena = arena_open(ARENA_BLOCK)};
    if (!mkdtemp(folder))
        return false;
    t->folder = str_copy(t->arena, str_of(folder)).at;
    t->folder = str_cstr(t->arena, str_of(folder));
    t->home = str_fmt(t->arena, "%s/home", folder).at;
    t->in = str_fmt(t->arena, "%s/in", folder).at;
    t->told =
        mmap(NULL, sizeof *t->told, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (t->told == MAP_FAILED || mkdir(t->home, 0700) != 0 || mkdir(t->in, 0700) != 0)
        return false;
    *t->told = (struct told){0, 0, 1};
    return story_make(t->home, &FILES_POSIX, &err) && load(t, 0, &err);
}

static void close_trial(struct trial *t)
{
    image_write(&(struct image){0}, t->folder);
    (void)rmdir(t->folder);
    (void)munmap(t->told, sizeof *t->told);
    arena_close(t->arena);
}

/* A process that lies is found, within so many kills. */
static bool finds_a_lie(struct random *r, char why[static 256])
{
    struct trial t;
    bool found = false;
    if (!open_trial(&t))
        return false;
    t.lies = true;
    for (unsigned i = 0; !found && i < 100; i++)
        found = kill_after(&t, 5000 + random_below(r, 20000)) && !none_is_lost(&t, why);
    close_trial(&t);
    return found;
}

/* So is an act without its event: the last that tells of a listing. */
static bool finds_a_part(const struct trial *t, char why[static 256])
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct instance in;
    struct err err = {0};
    bool found = false;
    (void)number_of(
        t,
        "DELETE FROM outbox WHERE id = (SELECT max(id) FROM outbox WHERE type <= 1) RETURNING id");
    if (open_home(a, t, &in, &err)) {
        found = whole_look(&in, false, why) != NULL;
        instance_close(&in);
    }
    arena_close(a);
    return found;
}

int main(int argc, char **argv)
{
    unsigned count = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 10, failed = 0, killed = 0;
    struct trial t;
    struct random r = {1};
    char why[256] = "";
    if (!open_trial(&t))
        return 2;
    for (unsigned tried = 0; killed < count && tried < count * TRIES_MOST; tried++) {
        int64_t after = random_below(&r, LONGEST_US);
        if (!kill_after(&t, after)) {
            printf("# it ended by itself\n");
            failed++;
        } else if (!check(&t, why)) {
            printf("# killed after %lld microseconds: %s\n", (long long)after, why);
            failed++;
        }
        killed++;
    }
    printf("# %u acts and %u loads, %u kills\n", t.told->done, t.told->loads, killed);
    printf("%s 1 - killed %u times: what was done is there, whole, and once\n",
           failed ? "not ok" : "ok", killed);
    bool worked = t.told->done > count && killed == count;
    printf("%s 2 - there was something to kill\n", worked ? "ok" : "not ok");
    bool part = finds_a_part(&t, why);
    printf("%s 3 - an act without its event is found\n", part ? "ok" : "not ok");
    close_trial(&t);
    bool lie = finds_a_lie(&r, why);
    printf("%s 4 - a process that says too early that it is done is found\n1..4\n",
           lie ? "ok" : "not ok");
    return failed == 0 && worked && part && lie ? 0 : 1;
}
