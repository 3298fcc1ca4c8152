/* Cuts the power at a random operation of a story, thousands of times: whatever the program was
 * told to be done is there afterwards, and what it was at is there whole or not at all. One time in
 * eight work goes on from there, and is cut again. Controls without one of the syncs, or with a
 * weaker setting of SQLite, must lose something, each of them.
 *
 *     power [FIRST [COUNT]]     seeds; 0 and 2000 where nothing is said; controls from 2000 on
 *
 * A seed that fails is named, with the command that repeats it. */
#include "after.h"
#include "power_sqlite.h"

#include <malloc.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    SEEDS_A_STORY = 250,
    GOES_ON = 8,            /* one seed in so many, for it takes eight times as long */
    TOLD_TWICE = 10,        /* one story in so many */
    CONTROLLED_STORIES = 8, /* of the stories that are told, the first ones */
    CONTROLS_A_STORY = 25,  /* cuts, of each control */
    WORKERS_MOST = 64,
    TOLD_MOST = 8 /* failures that are told */
};

/* What is not done, and must be missed. */
static const struct control {
    const char *name;
    struct cheat cheat;
    const char *synchronous; /* of power_sqlite_install(): a story of its own */
} CONTROLS[] = {
    {"the sync of the settings", {"home/kontinua.yaml.new-*", false}, NULL},
    {"the sync of a new registry", {"home/registry.new", false}, NULL},
    {"the sync of the registry's log", {"home/registry.db-wal", false}, NULL},
    {"the sync of the registry when its log is moved into it", {"home/registry.db", false}, NULL},
    {"the sync of the home", {"home", true}, NULL},
    {"the sync of a segment", {"home/warehouse/segments/*/*", false}, NULL},
    {"the sync of a load's folder", {"home/warehouse/segments/*", true}, NULL},
    {"the sync of the segments' folder", {"home/warehouse/segments", true}, NULL},
    {"the sync of a snapshot", {"home/warehouse/snapshots/*", false}, NULL},
    {"the sync of the snapshots' folder", {"home/warehouse/snapshots", true}, NULL},
    {"the sync of CURRENT", {"home/warehouse/CURRENT.new-*", false}, NULL},
    {"the sync of the warehouse's folder", {"home/warehouse", true}, NULL},
    {"the sync of kept sums", {"home/results/*/*", false}, NULL},
    {"the sync of the folder of kept sums", {"home/results/*", true}, NULL},
    {"the sync of the results' folder", {"home/results", true}, NULL},
    {"the sync of why a snapshot is held", {"home/warehouse/snapshots/*.held.*", false}, NULL},
    {"synchronous=FULL (but NORMAL)", {NULL, false}, "1"},
    {"synchronous=FULL (but OFF)", {NULL, false}, "0"},
};

/* With few seeds a control may be lucky. */
static bool are_controlled(unsigned seeds)
{
    return seeds >= CONTROLLED_STORIES * SEEDS_A_STORY;
}

/* What the workers tell, in memory that they share. */
struct tally {
    atomic_uint next; /* story */
    atomic_uint cuts, second_cuts, failed;
    atomic_uint refused; /* damaged results, of a disk that cheats: told of, and counted again */
    char failure[TOLD_MOST][512];
    struct {
        atomic_uint tried, lost;
    } control[ARRAY_LEN(CONTROLS)];
    atomic_uint at[WORKERS_MOST]; /* the seed that a worker is at */
};

struct worker {
    struct tally *tally;
    unsigned number;
    unsigned first, end; /* seeds */
    struct arena *arena; /* reset for each cut */
    struct story_place told, next;
};

static void fail(struct worker *w, const char *name, const char *where, const char *why)
{
    unsigned n = atomic_fetch_add(&w->tally->failed, 1);
    if (n < TOLD_MOST)
        (void)snprintf(w->tally->failure[n], sizeof w->tally->failure[n], "%s: %s: %s", name, where,
                       why);
}

/* A control is not meant to be lucky. */
static struct cut cut_of(const struct disk *d, struct random *r, const struct control *control)
{
    static const unsigned luck[] = {0, 64, 128, 192, 255};
    size_t choices = control ? 3 : ARRAY_LEN(luck);
    return (struct cut){.operation = random_below(r, disk_operations(d)),
                        .luck = luck[random_below(r, (uint32_t)choices)],
                        .random = r,
                        .cheat = control ? control->cheat : (struct cheat){0}};
}

/* Looks at what is left, beside the disk. */
static bool look(struct worker *w, const struct story *s, const struct cut *cut,
                 const struct image *image, struct after *found, char why[static 256])
{
    image_write(image, w->next.beside);
    return after_look(s, str_fmt(w->arena, "%s/home", w->next.beside).at, cut->operation, found,
                      why);
}

static const char *where_of(struct worker *w, const char *when, const struct story *s,
                            const struct cut *cut)
{
    return str_fmt(w->arena, "%s at operation %u of %u (%s), luck %u", when, cut->operation,
                   disk_operations(s->disk), disk_describe(s->disk, cut->operation, w->arena),
                   cut->luck)
        .at;
}

static void try_seed(struct worker *w, const struct story *s, unsigned seed)
{
    struct random r = {seed};
    struct after found;
    struct story next;
    char why[256];
    const char *name = str_fmt(w->arena, "seed %u", seed).at;
    struct cut cut = cut_of(s->disk, &r, NULL);
    struct image image = disk_cut(s->disk, &cut, w->arena);
    const char *where = where_of(w, "cut", s, &cut);
    (void)atomic_fetch_add(&w->tally->cuts, 1);
    if (!look(w, s, &cut, &image, &found, why)) {
        fail(w, name, where, why);
        return;
    }
    if (seed % GOES_ON != 0)
        return;
    power_sqlite_install(w->next.disk, NULL);
    disk_begin(w->next.disk, &image);
    if (!after_go_on(s, &found, &w->next, &next, why)) {
        fail(w, name, where, why);
        return;
    }
    cut = cut_of(next.disk, &r, NULL);
    image = disk_cut(next.disk, &cut, w->arena);
    where = where_of(w, str_fmt(w->arena, "%s, then", where).at, &next, &cut);
    (void)atomic_fetch_add(&w->tally->second_cuts, 1);
    if (!look(w, &next, &cut, &image, &found, why))
        fail(w, name, where, why);
}

static void try_control(struct worker *w, const struct story *s, unsigned control)
{
    for (unsigned i = 0; i < CONTROLS_A_STORY; i++) {
        struct random r = {i};
        struct after found;
        char why[256];
        arena_reset(w->arena);
        struct cut cut = cut_of(s->disk, &r, &CONTROLS[control]);
        struct image image = disk_cut(s->disk, &cut, w->arena);
        (void)atomic_fetch_add(&w->tally->control[control].tried, 1);
        if (!look(w, s, &cut, &image, &found, why))
            (void)atomic_fetch_add(&w->tally->control[control].lost, 1);
        (void)atomic_fetch_add(&w->tally->refused, found.kept.refused);
        if (found.kept.wrong) /* whatever is lost */
            fail(w, CONTROLS[control].name, where_of(w, "without it", s, &cut), why);
    }
}

/* Stories are numbered, so that a seed belongs to the same one whatever else is asked for. */
static bool tell(struct worker *w, struct story *s, unsigned number, const char *synchronous)
{
    char why[256];
    power_sqlite_install(w->told.disk, synchronous);
    if (story_tell(s, &w->told, number + 1, why))
        return true;
    fail(w, str_fmt(w->arena, "story %u", number).at, "while the power is on", why);
    return false;
}

/* A seed can be repeated because a story is the same each time. */
static bool tell_twice(struct worker *w, struct story *s, unsigned number)
{
    if (!tell(w, s, number, NULL))
        return false;
    uint64_t shape = disk_shape(s->disk);
    if (!tell(w, s, number, NULL))
        return false;
    if (disk_shape(s->disk) == shape)
        return true;
    fail(w, str_fmt(w->arena, "story %u", number).at, "told twice", "other operations");
    return false;
}

static void try_story(struct worker *w, unsigned number)
{
    struct story s;
    unsigned first = number * SEEDS_A_STORY, end = first + SEEDS_A_STORY;
    arena_reset(w->arena);
    if (number % TOLD_TWICE == 0 ? !tell_twice(w, &s, number) : !tell(w, &s, number, NULL))
        return;
    for (unsigned seed = first; seed < end; seed++) {
        if (seed < w->first || seed >= w->end)
            continue;
        arena_reset(w->arena);
        w->tally->at[w->number] = seed;
        try_seed(w, &s, seed);
    }
    if (number - w->first / SEEDS_A_STORY >= CONTROLLED_STORIES ||
        !are_controlled(w->end - w->first))
        return;
    for (unsigned i = 0; i < ARRAY_LEN(CONTROLS); i++)
        if (!CONTROLS[i].synchronous || tell(w, &s, number, CONTROLS[i].synchronous))
            try_control(w, &s, i);
}

static void work(struct worker *w, const char *folder)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    unsigned stories = (w->end + SEEDS_A_STORY - 1) / SEEDS_A_STORY, story;
    w->arena = arena_open(4 * 1024 * 1024);
    /* Memory that is given back is wanted again at once. */
    (void)mallopt(M_MMAP_THRESHOLD, 256 * 1024 * 1024);
    (void)mallopt(M_TRIM_THRESHOLD, 256 * 1024 * 1024);
    story_place_open(&w->told, str_fmt(a, "%s/%u-told", folder, w->number).at, a);
    story_place_open(&w->next, str_fmt(a, "%s/%u-next", folder, w->number).at, a);
    while ((story = atomic_fetch_add(&w->tally->next, 1)) < stories)
        try_story(w, story);
    story_place_close(&w->told);
    story_place_close(&w->next);
    arena_close(w->arena);
    arena_close(a);
}

/* Each worker is a process, for SQLite has one file system for all of a process. */
static void work_all(struct tally *t, unsigned first, unsigned end, const char *folder)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    unsigned workers = processors < 1              ? 1
                       : processors > WORKERS_MOST ? WORKERS_MOST
                                                   : (unsigned)processors;
    pid_t pid[WORKERS_MOST];
    t->next = first / SEEDS_A_STORY;
    for (unsigned i = 0; i < workers; i++) {
        struct worker w = {.tally = t, .number = i, .first = first, .end = end};
        pid[i] = fork();
        if (pid[i] == 0) {
            work(&w, folder);
            _exit(0);
        }
    }
    for (unsigned i = 0; i < workers; i++) {
        int status = 0;
        struct worker w = {.tally = t, .number = i};
        char name[64];
        if (pid[i] > 0 && waitpid(pid[i], &status, 0) == pid[i] && status == 0)
            continue;
        (void)snprintf(name, sizeof name, "seed %u", (unsigned)t->at[i]);
        fail(&w, name, "the program", "did not end as it should");
    }
}

/* ---- what is said ---- */

static bool report(const struct tally *t, unsigned cuts, double seconds)
{
    unsigned number = 0, failed = t->failed;
    bool good = failed == 0 && t->cuts == cuts;
    printf("# %u cuts and %u of those who went on, %.1f s\n", t->cuts, t->second_cuts, seconds);
    if (are_controlled(cuts))
        printf("# %u kept results that were damaged by a disk that cheats, and no figure by them\n",
               t->refused);
    for (unsigned i = 0; i < failed && i < TOLD_MOST; i++)
        printf("# %s\n", t->failure[i]);
    if (failed > 0)
        printf("# a seed again: build/check/tests/power/power SEED 1\n");
    printf("%s %u - nothing that was done is lost, and nothing is there by half\n",
           good ? "ok" : "not ok", ++number);
    for (unsigned i = 0; are_controlled(cuts) && i < ARRAY_LEN(CONTROLS); i++) {
        bool lost = t->control[i].lost > 0;
        printf("%s %u - without %s, %u of %u cuts lose\n", lost ? "ok" : "not ok", ++number,
               CONTROLS[i].name, t->control[i].lost, t->control[i].tried);
        good = good && lost;
    }
    printf("1..%u\n", number);
    return good;
}

static double now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    unsigned first = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 0;
    unsigned count = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 2000;
    char folder[] = "/dev/shm/kontinua-power-XXXXXX", other[] = "/tmp/kontinua-power-XXXXXX";
    char *in = mkdtemp(folder);
    if (!in)
        in = mkdtemp(other);
    struct tally *t =
        mmap(NULL, sizeof *t, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (!in || t == MAP_FAILED || count == 0)
        return 2;
    double began = now();
    (void)fflush(stdout);
    work_all(t, first, first + count, in);
    bool good = report(t, count, now() - began);
    image_write(&(struct image){0}, in);
    (void)rmdir(in);
    return good ? 0 : 1;
}
