/* Random histories of a small county, on SQLite and through the services: what residents, staff and
 * the region's files do, in random order, with days passing. After every step what must hold is
 * looked at (whole.h), and caps and quotas; at the end what was in effect after each step is made
 * again from what the registry knew then. A history that fails is made as short as it can be and
 * printed as a line that KEPT can take.
 *
 *     histories [COUNT [FIRST]]     100 where nothing is said
 *     histories of HISTORY          that one, whose home stays and is said
 *
 * Programs that are wrong (histories_wrong.c) must each be found. */
#include "histories_world.h"
#include "random.h"
#include "whole.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { STEPS = 25, ENOUGH = 100, BUSY = 3, WRONG_SEEDS = 400, WRONG_STEPS = 8 };

static const char *const WORD[WHATS] = {
    "choose",    "special", "again", "preview", "by_area", "ask",       "answer",
    "extract",   "changed", "dies",  "cap",     "capped",  "elsewhere", "undo",
    "join",      "leave",   "next",  "sign",    "lapse",   "assign",    "move",
    "move_back", "close",   "ahead", "stay",    "plan",    "end",       "out",
    "in",        "give",    "opens", "read",    "follows", "wait"};
struct history {
    struct step step[STEPS];
    unsigned steps;
};
/* Histories that once failed, each with what was wrong, and one that finds what others do not. */
static const char *const KEPT[] = {
    /* the night's extract opened a named contact anew that changing unit had ended */
    "special 0 1 9; extract 0 0 0",
    /* taking back a load gave back a place in a queue to who had another since */
    "join 5 0 15; dies 3 0 8; join 5 1 28; undo 5 0 27",
    /* a plan was withdrawn where the person stays, and its doctor stayed planned */
    "capped 0 0 0; choose 2 0 35; plan 2 2 59; stay 2 2 21",
    "follows 0 0 1; capped 0 0 0; ahead 1 2 41; close 1 1 66; plan 1 2 5; close 0 2 67",
    /* who stood again with an end of their own was told of none */
    "capped 0 1 0; end 0 2 23; choose 0 1 13; stay 0 0 86",
    "end 0 0 60; move 1 0 81; move_back 1 1 67",
    "close 2 0 52; out 0 2 55; opens 2 1 6; in 0 0 42",
    /* a doctor who is said twice ended by one of the rows, or was told of by the wrong one */
    "plan 2 1 44; plan 2 1 26; end 2 2 41",
    "plan 2 1 44; plan 2 1 97; end 2 0 31",
    "stay 0 1 0; plan 0 1 91; plan 0 1 69; plan 0 0 80",
    "follows 0 0 1; capped 0 0 0; plan 0 1 45; plan 0 1 2; ahead 0 2 69; close 1 2 76",
    /* of two plans that end a doctor, withdrawn in one, the first's end stayed */
    "follows 0 0 1; capped 0 0 0; capped 0 1 0; ahead 2 0 3; give 0 1 14; ahead 2 2 76",
    "follows 0 0 1; capped 0 1 0; give 2 1 53; give 2 1 52; give 2 2 8",
    /* a place kept for a doctor to come outlived who was assigned from a day before it */
    "move 0 0 48; plan 0 1 38; wait 0 0 5; move 2 0 9",
    /* a planned doctor with a planned end was withdrawn without a word, or came back so */
    "choose 1 2 97; plan 1 1 85; elsewhere 1 0 20; stay 1 1 39",
    "capped 0 0 0; plan 1 2 55; end 2 2 19; ahead 1 0 21; stay 1 0 29",
    "capped 0 1 0; plan 0 1 79; ahead 0 1 54; plan 0 1 79; stay 0 1 7",
    /* an end whose reason alone was another was not told */
    "ahead 0 2 68; plan 0 2 63; opens 2 1 53; plan 0 1 73; choose 0 0 90",
    /* a closing that was taken back told again what had not been read, or took what held with it */
    "capped 0 1 0; ahead 2 1 10; close 1 2 76; opens 2 1 85",
    ("follows 0 0 1; capped 0 0 0; close 2 0 98; plan 0 2 72; end 0 0 96; ahead 0 2 98; "
     "opens 2 1 83; close 1 2 26"),
    /* who gets a doctor back with a move had ended by a day that is gone */
    "close 2 0 96; move 2 0 3; wait 2 0 10; opens 1 0 35; move_back 0 2 23",
    /* one who was opted out of meanwhile came back with a closing that was taken back */
    "plan 1 0 58; close 0 1 24; out 1 2 10; in 2 1 91; opens 1 1 27",
    /* who was to be moved by a closing did not go with the area from a day after it */
    "follows 0 0 1; capped 0 0 0; close 0 1 5; give 1 2 1; opens 0 0 0",
    "follows 0 0 1; close 2 1 5; give 1 2 1; opens 0 0 0",
    /* a place that was told of and taken back was not told to be gone */
    "move 2 1 4; move_back 2 2 49",
    /* one who was to begin while the person is elsewhere came back to no day at all */
    ("follows 0 0 1; capped 0 0 0; capped 0 1 0; give 0 0 30; opens 2 0 69; stay 2 0 15; "
     "plan 2 0 37; give 2 1 96; give 2 1 14"),
    /* never failed: the last change of unit that a year allows, to which few others come */
    "join 2 1 22; cap 1 1 7; elsewhere 0 2 83; choose 2 0 36; lapse 2 1 40; elsewhere 2 0 98",
};

/* ---- a history ---- */

static bool open_asking(struct world *w)
{
    char path[512];
    (void)snprintf(path, sizeof path, "%s/" INSTANCE_REGISTRY, w->home);
    if (sqlite3_open(path, &w->db) == SQLITE_OK)
        return true;
    (void)sqlite3_close(w->db);
    return world_wrong(w, "asking", "");
}

static bool begin(struct world *w)
{
    struct err err = {0};
    image_write(&w->image, w->home);
    w->clock = (struct clock){{TODAY}};
    w->acts = 0;
    for (unsigned u = 0; u < UNITS; u++)
        w->cap[u] = -1;
    w->follows = INT64_MAX;
    w->why[0] = '\0';
    w->known = (struct bag)BAG_OPEN(w->arena, struct known);
    if (!world_go_wrong(w))
        return false;
    if (!instance_open(w->arena, &(struct instance_options){.home = w->home, .clock = &w->clock},
                       &w->instance, &err))
        return world_wrong(w, "opening", err.code);
    if (!open_asking(w)) {
        instance_close(&w->instance);
        return false;
    }
    w->rules = w->instance.region.rules;
    world_go_wrong_rules(w);
    return true;
}

static bool live(struct world *w, const struct history *h)
{
    arena_reset(w->arena);
    if (!begin(w))
        return false;
    bool good = true;
    for (unsigned i = 0; good && i < h->steps; i++)
        good = world_step(w, &h->step[i]) && world_leave_wrong(w) &&
               !whole_look(&w->instance, false, w->why) && world_keeps(w, &h->step[i]) &&
               world_remember(w) && world_undone(w) && world_told(w);
    good = good && world_replay(w) && world_as_of(w);
    (void)sqlite3_close(w->db);
    instance_close(&w->instance);
    return good;
}

/* Leaves out whatever can be left out while it fails of the same. */
static void shorten(struct world *w, struct history *h)
{
    char why[sizeof w->why];
    memcpy(why, w->why, sizeof why);
    size_t what = strcspn(why, ":");
    for (unsigned i = h->steps; i-- > 0;) {
        struct history less = *h;
        memmove(&less.step[i], &less.step[i + 1], (less.steps - i - 1) * sizeof *less.step);
        less.steps--;
        if (!live(w, &less) && strncmp(w->why, why, what) == 0)
            *h = less;
    }
    (void)live(w, h); /* says why once more */
}

/* Queues need some who wait, and some who go: both come more often than the rest. And who changes
 * unit too often is one of few. */
static enum what random_what(struct random *r)
{
    static const enum what OFTEN[] = {JOIN,   JOIN,   JOIN,  CHOOSE, CHOOSE, CHOOSE, SPECIAL,
                                      CAPPED, ASSIGN, ASK,   ANSWER, ANSWER, SIGN,   SIGN,
                                      LAPSE,  LAPSE,  LEAVE, NEXT,   WAIT};
    uint32_t n = random_below(r, WHATS + ARRAY_LEN(OFTEN));
    return n < WHATS ? (enum what)n : OFTEN[n - WHATS];
}

/* Half of them are of plans, of few persons and days, and of units that have room for all: the
 * first steps say so. */
static enum what random_plan(struct random *r)
{
    static const enum what PLANS[] = {
        AHEAD, AHEAD, AHEAD, CHOOSE, STAY,  STAY, PLAN,      PLAN, PLAN, END, END,    OUT,
        IN,    GIVE,  GIVE,  CLOSE,  OPENS, MOVE, MOVE_BACK, READ, WAIT, ASK, ANSWER, ELSEWHERE};
    return PLANS[random_below(r, ARRAY_LEN(PLANS))];
}

static void begin_plans(struct history *h)
{
    h->step[0] = (struct step){.what = FOLLOWS, .number = 1};
    h->step[1] = (struct step){.what = CAPPED, .unit = 0};
    h->step[2] = (struct step){.what = CAPPED, .unit = 1};
}

/* Drawn one after the other, for the order within an initializer is the compiler's. */
static struct history random_history(uint64_t seed)
{
    enum { SOON = 15 };
    struct random r = {seed};
    struct history h = {.steps = STEPS};
    bool plans = seed % 2 == 0;
    for (unsigned i = 0; i < STEPS; i++) {
        struct step *s = &h.step[i];
        s->what = plans ? random_plan(&r) : random_what(&r);
        s->person = random_below(&r, !plans && random_below(&r, 2) ? PERSONS : BUSY);
        s->unit = random_below(&r, UNITS);
        s->number = random_below(&r, plans && s->what == WAIT ? SOON : 100);
    }
    if (plans)
        begin_plans(&h);
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

static bool keeps_kept(struct world *w)
{
    bool good = true;
    for (size_t i = 0; i < ARRAY_LEN(KEPT); i++) {
        struct history h = parse(KEPT[i]);
        if (!live(w, &h)) {
            printf("# kept %zu: %s\n", i, w->why);
            good = false;
        }
    }
    return good;
}

static unsigned failed_of(struct world *w, uint64_t first, unsigned count)
{
    unsigned failed = 0;
    for (uint64_t seed = first; seed < first + count; seed++) {
        struct history h = random_history(seed);
        if (live(w, &h))
            continue;
        shorten(w, &h);
        printf("# seed %llu: %s: ", (unsigned long long)seed, w->why);
        print(&h);
        failed++;
    }
    return failed;
}

static const char *const SEEN_WORD[SEEN] = {
    "queued",   "left",       "next",       "let in", "waits",    "signed", "lapsed",
    "assigned", "moved",      "moved back", "closed", "ahead",    "stayed", "planned",
    "ended",    "taken back", "out",        "in",     "followed", "opened", "read"};

/* What never comes to anything is tried for nothing. */
static bool says_what_came(const struct world *w)
{
    bool good = true;
    printf("# done, and refused:");
    for (unsigned i = 0; i < WHATS; i++) {
        printf(" %s %u %u,", WORD[i], w->done[i], w->refused[i]);
        good &= w->done[i] > 0;
    }
    printf("\n# of them:");
    for (unsigned i = 0; i < SEEN; i++) {
        printf(" %s %u,", SEEN_WORD[i], w->seen[i]);
        good &= w->seen[i] > 0 || i == SEEN_CALLED_IN; /* who has room does not wait */
    }
    printf("\n");
    return good;
}

/* What the right program fails of too shows nothing. */
static bool is_wrong_alone(struct world *w, unsigned wrong, const struct history *h)
{
    w->wrong = wrong;
    if (live(w, h))
        return false;
    w->wrong = 0;
    bool right = live(w, h);
    w->wrong = wrong;
    return right && !live(w, h); /* again, for `why` */
}

/* Each wrong program by one of those that are kept or of so many histories, and by a short one. */
static bool finds_wrong(struct world *w, unsigned wrong)
{
    struct history h = {.steps = 0};
    bool found = false;
    for (size_t i = 0; !found && i < ARRAY_LEN(KEPT) + WRONG_SEEDS; i++) {
        h = i < ARRAY_LEN(KEPT) ? parse(KEPT[i]) : random_history(1 + i - ARRAY_LEN(KEPT));
        found = is_wrong_alone(w, wrong, &h);
    }
    if (found)
        shorten(w, &h);
    printf("# %s: %s", world_wrong_name(wrong), found ? w->why : "not found\n");
    if (found) {
        printf(", by ");
        print(&h);
    }
    w->wrong = 0;
    /* What the registry refuses to run shows nothing. */
    return found && h.steps <= WRONG_STEPS && strncmp(w->why, "store.failed", 12) != 0;
}

static int tell_of(struct world *w, const char *text)
{
    struct history h = parse(text);
    bool good = live(w, &h);
    printf("# %s: %s\n%s 1 - that history\n1..1\n", w->home, w->why, good ? "ok" : "not ok");
    return good ? 0 : 1;
}

int main(int argc, char **argv)
{
    unsigned count = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 100, found = 0;
    uint64_t first = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
    struct world w;
    if (!open_world(&w)) {
        printf("not ok 1 - a home: %s\n1..1\n", w.why);
        return 2;
    }
    if (argc > 2 && strcmp(argv[1], "of") == 0)
        return tell_of(&w, argv[2]);
    bool kept = keeps_kept(&w), good = failed_of(&w, first, count) == 0 && kept;
    bool came = says_what_came(&w) || count < ENOUGH;
    printf("%s 1 - %u random histories, and %zu kept\n", good ? "ok" : "not ok", count,
           ARRAY_LEN(KEPT));
    printf("%s 2 - each step came to something\n", came ? "ok" : "not ok");
    unsigned wrongs = count < ENOUGH ? 0 : world_wrongs(); /* that takes a minute */
    for (unsigned wrong = 1; wrong <= wrongs; wrong++)
        found += finds_wrong(&w, wrong);
    printf("%s 3 - %u of %u wrong programs are found\n1..3\n", found == wrongs ? "ok" : "not ok",
           found, wrongs);
    image_write(&(struct image){0}, w.folder);
    (void)rmdir(w.folder);
    arena_close(w.arena);
    arena_close(w.lasting);
    return good && came && found == wrongs ? 0 : 1;
}
