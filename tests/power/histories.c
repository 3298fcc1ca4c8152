/* Random histories of a small county, on SQLite and through the services: what residents, staff and
 * the region's files do, in random order, with days passing. After every step what must hold is
 * looked at (whole.h), and caps and quotas; at the end what was in effect after each step is made
 * again from what the registry knew then. A history that fails is made as short as it can be and
 * printed as a line that KEPT can take.
 *
 *     histories [COUNT [FIRST]]     100 where nothing is said
 *
 * Four faults are planted by hand (see plant()), and each must be found. */
#include "histories_world.h"
#include "random.h"
#include "whole.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STEPS = 25 };

static const char *const WORD[WHATS] = {
    "choose",  "special", "again", "preview", "by_area",   "ask",       "answer", "extract",
    "changed", "dies",    "cap",   "capped",  "elsewhere", "undo",      "join",   "leave",
    "next",    "sign",    "lapse", "assign",  "move",      "move_back", "close",  "wait"};
struct history {
    struct step step[STEPS];
    unsigned steps;
};
enum planted { NOTHING, LOSES_EVENT, LOSES_END, KEEPS_NO_HISTORY, WAITS_TWICE, PLANTED };

/* Histories that once failed, each with what was wrong. */
static const char *const KEPT[] = {
    /* the night's extract opened a named contact anew that changing unit had ended */
    "special 0 1 9; extract 0 0 0",
};

/* ---- a history ---- */

/* What a program that is wrong would leave. */
static void plant(struct world *w, enum planted planted)
{
    static const char *const SQL[PLANTED] = {
        "", "DELETE FROM outbox WHERE id = (SELECT max(id) FROM outbox WHERE person > 0)",
        "UPDATE listing_effect SET to_day = to_day - 1 WHERE person = 1",
        ("UPDATE listing_stated SET superseded = NULL, "
         "recorded = (SELECT max(position) FROM change) "
         "WHERE id = (SELECT min(id) FROM listing_stated)"),
        ("INSERT INTO queue_place (identifier, unit, since, electronic, recorded) "
         "SELECT 1, id, 45305, 0, (SELECT max(position) FROM change) FROM unit LIMIT 2")};
    char path[512];
    sqlite3 *db = NULL;
    (void)snprintf(path, sizeof path, "%s/" INSTANCE_REGISTRY, w->home);
    if (planted != NOTHING && sqlite3_open(path, &db) == SQLITE_OK)
        (void)sqlite3_exec(db, SQL[planted], NULL, NULL, NULL);
    (void)sqlite3_close(db);
}

static bool begin(struct world *w)
{
    struct err err = {0};
    image_write(&w->image, w->home);
    w->clock = (struct clock){{TODAY}};
    w->acts = 0;
    w->has_queued = w->load_may_fill = false;
    w->why[0] = '\0';
    w->known = (struct bag)BAG_OPEN(w->arena, struct known);
    return instance_open(w->arena, &(struct instance_options){.home = w->home, .clock = &w->clock},
                         &w->instance, &err) ||
           world_wrong(w, "opening", err.code);
}

static bool live(struct world *w, const struct history *h, enum planted planted)
{
    arena_reset(w->arena);
    if (!begin(w))
        return false;
    bool good = true;
    for (unsigned i = 0; good && i < h->steps; i++) {
        good = world_step(w, &h->step[i]);
        if (i + 1 == h->steps)
            plant(w, planted);
        good = good && !whole_look(&w->instance, false, w->why) && world_keeps(w, &h->step[i]) &&
               world_remember(w);
    }
    good = good && world_replay(w) && world_as_of(w);
    instance_close(&w->instance);
    return good;
}

/* Leaves out whatever can be left out while it fails. */
static void shorten(struct world *w, struct history *h)
{
    for (unsigned i = h->steps; i-- > 0;) {
        struct history less = *h;
        memmove(&less.step[i], &less.step[i + 1], (less.steps - i - 1) * sizeof *less.step);
        less.steps--;
        if (!live(w, &less, NOTHING))
            *h = less;
    }
    (void)live(w, h, NOTHING); /* says why once more */
}

/* Queues need some who wait, and some who go: both come more often than the rest. */
static enum what random_what(struct random *r)
{
    static const enum what OFTEN[] = {JOIN, JOIN, JOIN, CHOOSE, CHOOSE, SPECIAL, CAPPED, ASSIGN};
    uint32_t n = random_below(r, WHATS + ARRAY_LEN(OFTEN));
    return n < WHATS ? (enum what)n : OFTEN[n - WHATS];
}

/* Drawn one after the other, for the order within an initializer is the compiler's. */
static struct history random_history(uint64_t seed)
{
    struct random r = {seed};
    struct history h = {.steps = STEPS};
    for (unsigned i = 0; i < STEPS; i++) {
        h.step[i].what = random_what(&r);
        h.step[i].person = random_below(&r, PERSONS);
        h.step[i].unit = random_below(&r, UNITS);
        h.step[i].number = random_below(&r, 100);
    }
    return h;
}

static unsigned next_number(const char **text)
{
    char *end = NULL;
    unsigned long n = strtoul(*text, &end, 10);
    *text = end;
    return (unsigned)n;
}

/* As print() wrote it. */
static struct history parse(const char *text)
{
    struct history h = {.steps = 0};
    while (*text && h.steps < STEPS) {
        struct step *s = &h.step[h.steps++];
        size_t len = strcspn(text, " ");
        for (unsigned i = 0; i < WHATS; i++)
            if (strlen(WORD[i]) == len && strncmp(text, WORD[i], len) == 0)
                s->what = (enum what)i;
        text += len;
        s->person = next_number(&text);
        s->unit = next_number(&text);
        s->number = next_number(&text);
        text += strspn(text, "; ");
    }
    return h;
}

static void print(const struct history *h)
{
    for (unsigned i = 0; i < h->steps; i++)
        printf("%s%s %u %u %u", i > 0 ? "; " : "", WORD[h->step[i].what], h->step[i].person,
               h->step[i].unit, h->step[i].number);
    printf("\n");
}

static bool open_world(struct world *w)
{
    char folder[] = "/dev/shm/kontinua-histories-XXXXXX";
    struct arena *a = arena_open(ARENA_BLOCK);
    *w = (struct world){.lasting = a, .arena = arena_open(ARENA_BLOCK), .clock = {{TODAY}}};
    if (!mkdtemp(folder))
        return false;
    w->folder = str_fmt(a, "%s", folder).at;
    w->home = str_fmt(a, "%s/home", folder).at;
    w->in = str_fmt(a, "%s/in", folder).at;
    if (mkdir(w->home, 0700) != 0 || mkdir(w->in, 0700) != 0)
        return false;
    if (!world_make(w))
        return false;
    w->image = image_read(w->home, a);
    return true;
}

int main(int argc, char **argv)
{
    unsigned count = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 100, failed = 0, found = 0;
    uint64_t first = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    struct world w;
    if (!open_world(&w)) {
        printf("not ok 1 - a home: %s\n1..1\n", w.why);
        return 2;
    }
    for (size_t i = 0; i < ARRAY_LEN(KEPT); i++) {
        struct history h = parse(KEPT[i]);
        if (!live(&w, &h, NOTHING)) {
            printf("# kept %zu: %s\n", i, w.why);
            failed++;
        }
    }
    for (uint64_t seed = first; seed < first + count; seed++) {
        struct history h = random_history(seed);
        if (live(&w, &h, NOTHING))
            continue;
        shorten(&w, &h);
        printf("# seed %llu: %s: ", (unsigned long long)seed, w.why);
        print(&h);
        failed++;
    }
    printf(
        "# %u steps were done, %u refused; queued, left, waits, signed, lapsed, assigned, moved, "
        "moved back, closed:",
        w.done, w.refused);
    for (unsigned i = 0; i < SEEN; i++)
        printf(" %u", w.seen[i]);
    printf("\n");
    printf("%s 1 - %u random histories, and %zu kept\n", failed ? "not ok" : "ok", count,
           ARRAY_LEN(KEPT));
    for (unsigned planted = NOTHING + 1; planted < PLANTED; planted++) {
        struct history h = parse("special 1 2 9; special 0 1 9; changed 1 1 3");
        found += !live(&w, &h, (enum planted)planted);
    }
    printf("%s 2 - %u of %u that were planted are found\n1..2\n",
           found == PLANTED - 1 ? "ok" : "not ok", found, (unsigned)PLANTED - 1);
    image_write(&(struct image){0}, w.folder);
    (void)rmdir(w.folder);
    arena_close(w.arena);
    arena_close(w.lasting);
    return failed == 0 && found == PLANTED - 1 ? 0 : 1;
}
