/* Kills a process that does acts of each kind with keys, and loads, deliveries and letters between
 * them, at random moments (SIGKILL): afterwards nothing that it was told to be done is lost, each
 * act is there whole or not at all (domain, events, log: whole.h), and the one whose end nobody
 * heard is asked again with its key and is done once. The home goes on from kill to kill. Two that
 * are planted must be found: a process that says that it is done before it is, and an act without
 * its event.
 *
 *     killed_acts [COUNT]     10 where nothing is said; from 20 on, more until acts of each kind
 *                             have changed something */
#include "attempt.h"

#include "core/clock.h"
#include "killed_doing.h"
#include "store/act_store.h"
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

enum { LONGEST_US = 250000, TIMES_MOST = 10, ENOUGH = 20, ACTS = 200000 };
enum { A_LOAD = 8, A_DELIVERY = 7, A_LETTER = 23 }; /* acts between two of them */
enum heard { NOT_BEGUN, BEGUN, KEPT, NOTHING };     /* NOTHING: it was so, or was refused */

struct told {
    unsigned begun;             /* the last act, by its number */
    unsigned loads;             /* that were told to have landed */
    unsigned kept[DOING_KINDS]; /* acts that changed something */
    unsigned char heard[ACTS];  /* enum heard, by their numbers */
    char why[512];              /* it ended by itself */
};
struct trial {
    struct arena *arena;
    const char *folder, *home, *in;
    struct told *told;
    bool lies; /* planted: it is said to be done before it is */
};

static bool load(const struct trial *t, unsigned number, struct err *err)
{
    doing_put_files(t->in, number);
    return story_import(t->home, t->in, &FILES_POSIX, err);
}

static bool open_home(struct arena *a, const struct trial *t, struct instance *in, struct err *err)
{
    struct clock clock = {{DOING_TODAY}};
    return instance_open(a, &(struct instance_options){.home = t->home, .clock = &clock}, in, err);
}

static bool is_kept(struct instance *in, unsigned number, bool *out, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct act_kept kept;
    bool read = act_by_key(in->db, a, str_fmt(a, "act-%u", number), out, &kept, err);
    arena_close(a);
    return read;
}

/* ---- who is killed ---- */

static bool do_one(const struct trial *t, struct instance *in, struct err *err)
{
    unsigned number = t->told->begun + 1;
    bool repeated = false, kept = false;
    t->told->heard[number] = (unsigned char)(t->lies ? KEPT : BEGUN);
    t->told->begun = number;
    enum doing_did did = doing_act(in, number, &repeated, err);
    if (did == DID_FAIL)
        return false;
    *err = (struct err){0};
    if (!is_kept(in, number, &kept, err))
        return false;
    t->told->heard[number] = (unsigned char)(kept ? KEPT : NOTHING);
    t->told->kept[number % DOING_KINDS] += kept;
    return true;
}

/* What failed of it; NULL: there are no more acts. */
static const char *work(const struct trial *t, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct instance in;
    if (!open_home(a, t, &in, err))
        return "opening";
    for (unsigned done = 1; t->told->begun + 1 < ACTS; done++) {
        if (!do_one(t, &in, err))
            return doing_name(t->told->begun);
        if (done % A_DELIVERY == 0 && !doing_deliver(&in, err))
            return "deliver";
        if (done % A_LETTER == 0 && !doing_letters(&in, err))
            return "letters";
        if (done % A_LOAD == 0) {
            if (!load(t, t->told->begun, err))
                return "load";
            t->told->loads++;
        }
    }
    return NULL;
}

/* Until it is killed. */
static void work_on(const struct trial *t)
{
    struct err err = {0};
    const char *what = work(t, &err);
    (void)snprintf(t->told->why, sizeof t->told->why, "%s: %s %s", what ? what : "no more acts",
                   err.code ? err.code : "", err.detail);
    _exit(1);
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

static unsigned kept_of(const struct trial *t)
{
    unsigned kept = 0;
    for (unsigned n = 1; n <= t->told->begun; n++)
        kept += t->told->heard[n] == KEPT;
    return kept;
}

/* Each act that was told to be done is there under its key, with a change of its own; of others at
 * most the one whose end nobody heard. */
static bool none_is_lost(const struct trial *t, char why[static 256])
{
    int64_t kept = number_of(t, "SELECT count(*) FROM act");
    int64_t changes = number_of(t, "SELECT count(DISTINCT c.position) FROM act AS a JOIN change AS "
                                   "c ON c.position = a.position");
    int64_t others = number_of(t, "SELECT count(*) FROM change WHERE position NOT IN (SELECT "
                                  "position FROM act) AND what NOT IN "
                                  "('init', 'load', 'deliver', 'letters')");
    int64_t loads = number_of(t, "SELECT count(*) FROM load");
    int64_t told = kept_of(t);
    bool in_doubt = t->told->begun > 0 && t->told->heard[t->told->begun] == BEGUN;
    (void)snprintf(why, 256,
                   "%lld acts, %lld changes, %lld others, %lld loads are there; %lld and %d, %u "
                   "were done",
                   (long long)kept, (long long)changes, (long long)others, (long long)loads,
                   (long long)told, (int)in_doubt, t->told->loads);
    return kept == changes && others == 0 && kept >= told && kept <= told + in_doubt &&
           loads >= t->told->loads && loads <= (int64_t)t->told->loads + 1;
}

/* Places in the feed go up to the last that was given, without a gap; and no message is written on
 * paper by a run that is not there. */
static bool is_delivered(const struct trial *t, char why[static 256])
{
    int64_t gap =
        number_of(t, "SELECT (SELECT count(place) FROM outbox) - (SELECT "
                     "coalesce(max(place), 0) - coalesce(min(place), 1) + 1 FROM outbox)");
    int64_t last = number_of(t, "SELECT (SELECT coalesce(max(place), 0) FROM outbox) - (SELECT "
                                "coalesce(max(place), 0) FROM outbox_last)");
    int64_t letters = number_of(t, "SELECT count(*) FROM message WHERE letter IS NOT NULL AND "
                                   "letter NOT IN (SELECT id FROM letter_run)");
    (void)snprintf(why, 256, "%lld places are missing, the last is %lld off, %lld lost letters",
                   (long long)gap, (long long)last, (long long)letters);
    return gap == 0 && last == 0 && letters == 0;
}

/* The one in doubt, asked again with its key, is as it was if it was there; and asked once more it
 * is not done again. */
static bool asks_again(const struct trial *t, struct instance *in, char why[static 256])
{
    unsigned number = t->told->begun;
    bool was_there = false, repeated = false, is_there = false;
    struct err err = {0};
    if (number == 0)
        return true;
    if (!is_kept(in, number, &was_there, &err) ||
        doing_act(in, number, &repeated, &err) == DID_FAIL || repeated != was_there) {
        (void)snprintf(why, 256, "act %u (%s) asked again: %s", number, doing_name(number),
                       err.code);
        return false;
    }
    err = (struct err){0};
    bool good = is_kept(in, number, &is_there, &err) &&
                doing_act(in, number, &repeated, &err) != DID_FAIL && repeated == is_there;
    (void)snprintf(why, 256, "act %u (%s) asked for the third time: %s", number, doing_name(number),
                   good ? "" : err.code);
    if (t->told->heard[number] != KEPT)
        t->told->kept[number % DOING_KINDS] += is_there;
    t->told->heard[number] = (unsigned char)(is_there ? KEPT : NOTHING);
    return good;
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
        good = whole_look(&in, true, why) == NULL && is_delivered(t, why) &&
               asks_again(t, &in, why) && whole_look(&in, false, why) == NULL;
        instance_close(&in);
    }
    arena_close(a);
    t->told->loads = (unsigned)number_of(t, "SELECT count(*) FROM load");
    return good;
}

/* ---- kills ---- */

/* Until the process says that it is at its next act, or has ended. */
static void wait_for_an_act(const struct trial *t, unsigned before, pid_t child)
{
    siginfo_t ended = {0};
    while (t->told->begun == before && ended.si_pid == 0 &&
           waitid(P_PID, (id_t)child, &ended, WEXITED | WNOHANG | WNOWAIT) == 0)
        (void)usleep(1000);
}

/* So many microseconds from its beginning, or, where `at_work`, from that of its next act. False:
 * it could not be killed, or ended by itself. */
static bool kill_after(const struct trial *t, bool at_work, int64_t after)
{
    int status = 0;
    unsigned before = t->told->begun;
    pid_t child = fork();
    if (child == 0)
        work_on(t);
    if (child < 0)
        return false;
    if (at_work)
        wait_for_an_act(t, before, child);
    (void)usleep((useconds_t)after);
    (void)kill(child, SIGKILL);
    bool killed =
        waitpid(child, &status, 0) == child && WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
    if (!killed)
        printf("# it ended by itself (%d), act %u, %s\n", status, t->told->begun, t->told->why);
    return killed;
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
    t->told->loads = 1;
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
        found = kill_after(&t, true, random_below(r, 20000)) && !none_is_lost(&t, why);
    close_trial(&t);
    return found;
}

/* ---- planted: an event that is not there ---- */

enum { MAY_BE_GONE = 3 }; /* types of which in the end there may be none to take away */

static const char *const EVENTS[] = {
    "listing.created",    "listing.ended",          "listing.queued",      "listing.unqueued",
    "request.changed",    "named_contact.assigned", "named_contact.ended", "named_contact.informed",
    "substitute.started", "substitute.ended",       "residence.reported"};

/* The last of the type is taken away, and the numbers behind it are closed up, so that it is missed
 * by what it says alone. Not one that was said of the same once more, nor an end after which it
 * began again, nor what a load brought, nor that one was told of a contact that is not there now.
 */
static const char TAKE[] =
    "CREATE TEMP TABLE kept AS SELECT * FROM outbox;"
    "CREATE TEMP TABLE kept_seq AS SELECT * FROM outbox_seq;"
    "CREATE TEMP TABLE gone AS SELECT id, person, seq FROM outbox AS o WHERE type = %u AND "
    "coalesce(json_extract(data, '$.from'), '2024') > '2021' AND NOT EXISTS ("
    "SELECT 1 FROM outbox AS x WHERE x.person = o.person AND x.id <> o.id AND "
    "json_extract(x.data, '$.unit', '$.county', '$.kind', '$.staff', '$.from', '$.state') = "
    "json_extract(o.data, '$.unit', '$.county', '$.kind', '$.staff', '$.from', '$.state') AND "
    "(x.type = o.type OR (o.type IN (1, 6) AND x.type IN (0, 5) AND x.id > o.id))) "
    "AND (type <> 7 OR EXISTS (SELECT 1 FROM named_contact_effect AS e "
    "JOIN named_contact_stated AS n ON n.id = e.stated JOIN staff AS s ON s.id = n.staff "
    "JOIN unit AS u ON u.id = n.unit WHERE e.person = o.person AND n.informed_on IS NOT NULL "
    "AND s.hsaid = o.data ->> 'staff' AND u.hsaid = o.data ->> 'unit' "
    "AND date(2415020.5 + e.from_day) = o.data ->> 'from')) "
    "ORDER BY id DESC LIMIT 1;"
    "DELETE FROM outbox WHERE id = (SELECT id FROM gone);"
    "UPDATE outbox SET seq = seq + 1000000 WHERE person = (SELECT person FROM gone) "
    "AND seq > (SELECT seq FROM gone);"
    "UPDATE outbox SET seq = seq - 1000001 WHERE seq > 1000000;"
    "UPDATE outbox_seq SET seq = seq - 1 WHERE person = (SELECT person FROM gone);";
static const char GIVE_BACK[] = "DELETE FROM outbox; INSERT INTO outbox SELECT * FROM kept;"
                                "DELETE FROM outbox_seq; INSERT INTO outbox_seq SELECT * FROM "
                                "kept_seq; DROP TABLE kept; DROP TABLE kept_seq; DROP TABLE gone;";

/* What is said of the home without the event; false: there was none, or it is not missed. */
static bool is_missed(const struct trial *t, sqlite3 *db, unsigned type, bool *was_there,
                      char why[static 256])
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct instance in;
    struct err err = {0};
    bool found = false;
    int64_t before = number_of(t, "SELECT count(*) FROM outbox");
    bool taken = sqlite3_exec(db, str_fmt(a, TAKE, type).at, NULL, NULL, NULL) == SQLITE_OK;
    (void)snprintf(why, 256, "taken away: %s", sqlite3_errmsg(db));
    *was_there = taken && number_of(t, "SELECT count(*) FROM outbox") == before - 1;
    if (*was_there && open_home(a, t, &in, &err)) {
        found = whole_look(&in, false, why) != NULL && strstr(why, "told");
        instance_close(&in);
    }
    arena_close(a);
    return sqlite3_exec(db, GIVE_BACK, NULL, NULL, NULL) == SQLITE_OK && taken && found;
}

/* An act without its event is found, of whatever kind it is; and with it nothing is. */
static bool finds_a_part(const struct trial *t, bool all, char why[static 256])
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct instance in;
    struct err err = {0};
    char path[512];
    sqlite3 *db = NULL;
    unsigned found = 0;
    (void)snprintf(path, sizeof path, "%s/" INSTANCE_REGISTRY, t->home);
    bool good = sqlite3_open(path, &db) == SQLITE_OK;
    for (unsigned type = 0; good && type < ARRAY_LEN(EVENTS); type++) {
        bool was_there = false, missed = is_missed(t, db, type, &was_there, why);
        found += missed;
        if (!missed && was_there) {
            printf("# %s is not missed: %s\n", EVENTS[type], why);
            good = false;
        }
    }
    (void)sqlite3_close(db);
    if (good && open_home(a, t, &in, &err)) {
        good = whole_look(&in, false, why) == NULL;
        instance_close(&in);
    }
    printf("# %u kinds of events are missed\n", found);
    arena_close(a);
    return good && (found + MAY_BE_GONE >= ARRAY_LEN(EVENTS) || !all);
}

/* Whether acts of each kind changed something. */
static bool has_each_kind(const struct trial *t)
{
    for (unsigned i = 0; i < DOING_KINDS; i++)
        if (t->told->kept[i] == 0)
            return false;
    return true;
}

int main(int argc, char **argv)
{
    unsigned count = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 10, failed = 0, killed = 0;
    bool each = count >= ENOUGH;
    struct trial t;
    struct random r = {1};
    char why[256] = "";
    if (!open_trial(&t))
        return 2;
    /* A slow machine does fewer acts between two kills, and is killed more often. */
    for (; killed < count || (each && !has_each_kind(&t) && killed < count * TIMES_MOST);
         killed++) {
        int64_t after = random_below(&r, LONGEST_US);
        if (!kill_after(&t, false, after)) {
            failed++;
        } else if (!check(&t, why)) {
            printf("# killed after %lld microseconds: %s\n", (long long)after, why);
            failed++;
        }
    }
    printf("# %u acts and %u loads, %u kills; changed something:", t.told->begun, t.told->loads,
           killed);
    for (unsigned i = 0; i < DOING_KINDS; i++)
        printf(" %s %u", doing_name(i), t.told->kept[i]);
    bool worked = has_each_kind(&t) || !each;
    printf("\n");
    printf("%s 1 - killed %u times: what was done is there, whole, and once\n",
           failed ? "not ok" : "ok", killed);
    printf("%s 2 - there was something of each kind to kill\n", worked ? "ok" : "not ok");
    bool part = finds_a_part(&t, each, why);
    printf("%s 3 - an act without its event is found\n", part ? "ok" : "not ok");
    close_trial(&t);
    bool lie = finds_a_lie(&r, why);
    printf("%s 4 - a process that says too early that it is done is found\n1..4\n",
           lie ? "ok" : "not ok");
    return failed == 0 && worked && part && lie ? 0 : 1;
}
