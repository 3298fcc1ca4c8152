/* The rules of named contacts on random histories: doctors are hired and leave, people change
 * unit, are assigned, ask, opt out, are moved and moved back, die, and time passes; after every
 * step all that contact_check.c says must hold, and in the end what the rows say of each step is
 * what a replay until there has. Each rule that is planted wrong must be found by
 * some history. A history that fails is shortened and printed as a row of `kept`. */
#include "contact_world.h"
#include "how_many.h"
#include "random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SEEDS = 1000, PLANT_SEEDS = 4000 };

struct history {
    unsigned rules;
    unsigned count;
    struct step step[STEPS];
};

static struct history history_of(uint64_t seed)
{
    /* How often each is chosen, of 64: what needs others before it more often. */
    static const unsigned char often[OPS] = {
        [OP_TIME] = 4, [OP_HIRE] = 4, [OP_LEAVE] = 3, [OP_LIST] = 5,      [OP_ASSIGN] = 6,
        [OP_BULK] = 6, [OP_ASK] = 5,  [OP_STEP] = 7,  [OP_OPT] = 3,       [OP_MOVE] = 7,
        [OP_UNDO] = 3, [OP_DIE] = 1,  [OP_AWAY] = 4,  [OP_SUBSTITUTE] = 6};
    struct random r = {seed};
    struct history h = {.rules = random_below(&r, 1000), .count = 10 + random_below(&r, STEPS - 9)};
    for (unsigned i = 0; i < h.count; i++) {
        unsigned op = 0, n = random_below(&r, 64);
        while (n >= often[op])
            n -= often[op++];
        h.step[i] = (struct step){op, random_below(&r, 10000), random_below(&r, 10000),
                                  random_below(&r, 10000), random_below(&r, 10000)};
    }
    return h;
}

/* The history happens once more, in a world that knows nothing of what is to come: after each step
 * its answers are what the whole history's rows say of then. */
static const char *as_of_wrong(const struct world *w, const struct history *h, enum plant plant)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct world *then = ARENA_NEW(a, struct world, 1);
    const char *wrong = NULL;
    world_open(then, a, h->rules, plant);
    for (unsigned i = 0; i < h->count && !wrong; i++) {
        world_step(then, &h->step[i]);
        wrong = world_as_of_wrong(w, then);
    }
    arena_close(a);
    return wrong;
}

/* NULL, or what was wrong first. */
static const char *run(const struct history *h, enum plant plant)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct world *w = ARENA_NEW(a, struct world, 1);
    const char *wrong = NULL;
    world_open(w, a, h->rules, plant);
    for (unsigned i = 0; i < h->count && !wrong; i++) {
        world_step(w, &h->step[i]);
        wrong = world_wrong(w);
    }
    if (!wrong)
        wrong = as_of_wrong(w, h, plant);
    arena_close(a);
    return wrong;
}

/* Steps are dropped while it still fails. */
static struct history shortened(struct history h, enum plant plant)
{
    for (unsigned size = h.count; size > 0; size /= 2)
        for (unsigned i = 0; i + size <= h.count;) {
            struct history less = h;
            memmove(less.step + i, less.step + i + size, (h.count - i - size) * sizeof *less.step);
            less.count -= size;
            if (run(&less, plant))
                h = less;
            else
                i++;
        }
    return h;
}

static void print_kept(const struct history *h)
{
    print_error("    {%u, %u, {", h->rules, h->count);
    for (unsigned i = 0; i < h->count; i++)
        print_error("{%u, %u, %u, %u, %u}, ", h->step[i].op, h->step[i].a, h->step[i].b,
                    h->step[i].c, h->step[i].d);
    print_error("}},\n");
}

static void histories_keep_the_rules(void **state)
{
    (void)state;
    for (uint64_t seed = 1, last = how_many(SEEDS); seed <= last; seed++) {
        struct history h = history_of(seed);
        const char *wrong = run(&h, PLANT_NOTHING);
        if (wrong) {
            struct history least = shortened(h, PLANT_NOTHING);
            print_kept(&least);
            fail_msg("seed %u: %s", (unsigned)seed, wrong);
        }
    }
}

/* Histories that once failed, shortened. */
static void kept_histories_keep_the_rules(void **state)
{
    (void)state;
    static const struct history kept[] = {
        /* A doctor to come was moved to a doctor to come. */
        {373,
         3,
         {{5, 7324, 9667, 1038, 2597}, {9, 3598, 2165, 2249, 4091}, {9, 4018, 6596, 7329, 6901}}},
    };
    for (size_t i = 0; i < ARRAY_LEN(kept); i++) {
        const char *wrong = run(&kept[i], PLANT_NOTHING);
        if (wrong)
            fail_msg("kept history %zu: %s", i, wrong);
    }
}

static void every_planted_rule_is_found(void **state)
{
    (void)state;
    for (enum plant plant = PLANT_NOTHING + 1; plant < PLANTS; plant++) {
        bool is_found = false;
        for (uint64_t seed = 1; seed <= PLANT_SEEDS && !is_found; seed++) {
            struct history h = history_of(seed);
            const char *wrong = run(&h, plant);
            is_found = wrong != NULL;
            if (is_found && getenv("KONTINUA_SHOW_PLANTS")) {
                struct history least = shortened(h, plant);
                print_error("plant %u, seed %u, %u steps: %s\n", plant, (unsigned)seed, least.count,
                            wrong);
            }
        }
        if (!is_found)
            fail_msg("planted rule %u is not found", plant);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(histories_keep_the_rules),
        cmocka_unit_test(kept_histories_keep_the_rules),
        cmocka_unit_test(every_planted_rule_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
