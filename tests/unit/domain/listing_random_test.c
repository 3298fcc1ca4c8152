/* Random histories of a small county on the rules of listing: after every step
 * what must hold is looked at (listing_world_check.c), time passes, and at the
 * end what was known after each step is asked again. A history that fails is
 * made as short as it can be and printed as a line that KEPT can take. */
#include "how_many.h"
#include "listing_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SEEDS = 1000, PLANTED_SEEDS = 600 };

struct history {
    uint64_t rules;
    struct step step[STEPS];
    unsigned steps;
};

/* Histories that once failed, each with what was wrong. */
static const char *const KEPT[] = {
    /* whom a closing moves to where they are to be listed later stands there over no cap */
    "rules 29343; choose 5 3 27; choose 2 2 80; choose 6 2 91; close 3 0 99",
    /* who asks for the unit that a closing's plan gives has chosen it from the plan's day */
    "rules 405; close 3 1 118; choose 2 1 77",
    /* room is left where a queue was looked at before */
    "rules 21; choose 5 2 63; choose 1 4 51; cap 4 5 21",
    /* who is to be listed there joins the queue all the same */
    "rules 31; choose 2 4 24; choose 0 3 84; choose 1 3 79; choose 0 3 31",
    /* who has emigrated joins a queue by a form of a day before */
    "rules 597; wait 16 5 19; leave 0 1 59; choose 0 3 99",
    /* a place asked for by special reasons has lost them when there is room */
    "rules 902; choose 6 2 1; wait 19 1 21; choose 6 3 5; choose 2 4 8",
    /* who is to be listed there later is taken for one who is, and is not moved */
    ("rules 974; leave 3 1 17; choose 2 4 61; choose 7 1 75; wait 41 3 20; choose 2 3 93; "
     "close 4 4 119"),
    /* or is moved sooner, when there is no room yet */
    "rules 5686; choose 0 2 49; choose 2 2 109; choose 5 1 79; close 3 0 57",
};

static struct history random_history(uint64_t seed)
{
    struct random r = {seed};
    struct history h = {.rules = seed, .steps = STEPS};
    for (unsigned i = 0; i < STEPS; i++)
        h.step[i] = world_random_step(&r);
    return h;
}

static bool holds(struct world *w, const struct history *h, enum wrong wrong, struct arena *a)
{
    world_start(w, h->rules, wrong, a);
    for (unsigned i = 0; i < h->steps; i++)
        world_step(w, h->step[i]);
    world_end(w);
    return w->fault[0] == '\0';
}

/* Takes steps out as long as what is left still has the fault. */
static void shrink(struct world *w, struct history *h, enum wrong wrong, struct arena *a)
{
    char fault[sizeof w->fault];
    size_t what = strcspn(w->fault, "("); /* without whom and when */
    memcpy(fault, w->fault, sizeof fault);
    for (unsigned before = STEPS + 1; h->steps < before;) {
        before = h->steps;
        for (unsigned i = h->steps; i-- > 0;) {
            struct history shorter = *h;
            shorter.steps--;
            memmove(&shorter.step[i], &shorter.step[i + 1],
                    (shorter.steps - i) * sizeof *shorter.step);
            if (!holds(w, &shorter, wrong, a) && strncmp(w->fault, fault, what) == 0)
                *h = shorter;
        }
    }
    assert_false(holds(w, h, wrong, a)); /* w is of the short one again */
}

static void print(const struct world *w, const struct history *h)
{
    char line[32 + STEPS * 32];
    int at = snprintf(line, sizeof line, "rules %llu", (unsigned long long)h->rules);
    for (unsigned i = 0; i < h->steps; i++)
        at += snprintf(line + at, sizeof line - (size_t)at, "; %s %u %u %u",
                       STEP_WORD[h->step[i].kind], h->step[i].a, h->step[i].b, h->step[i].c);
    print_message("# %s:\n#    \"%s\",\n", w->fault, line);
}

static unsigned number(struct str *words)
{
    int64_t n = 0;
    assert_true(str_to_i64(str_cut(words, ' '), &n) && n >= 0);
    return (unsigned)n;
}

static struct history parse(const char *text)
{
    struct history h = {0};
    struct str rest = str_of(text), words = str_cut(&rest, ';');
    assert_true(str_eq(str_cut(&words, ' '), STR("rules")));
    h.rules = number(&words);
    while (rest.len > 0) {
        words = str_trim(str_cut(&rest, ';'));
        struct str word = str_cut(&words, ' ');
        struct step *step = &h.step[h.steps++];
        assert_true(h.steps <= STEPS);
        while (!str_eq(str_of(STEP_WORD[step->kind]), word))
            assert_true(++step->kind < STEP_KINDS);
        step->a = (uint8_t)number(&words);
        step->b = (uint8_t)number(&words);
        step->c = (uint8_t)number(&words);
    }
    return h;
}

static void every_history_keeps_the_rules(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct world *w = calloc(1, sizeof *w);
    uint64_t served = 0, swapped = 0, met[ARRAY_LEN(w->met)] = {0};
    for (uint64_t seed = 1; seed <= how_many(SEEDS); seed++) {
        struct history h = random_history(seed);
        if (!holds(w, &h, WRONG_NOTHING, a)) {
            shrink(w, &h, WRONG_NOTHING, a);
            print(w, &h);
            fail_msg("seed %llu", (unsigned long long)seed);
        }
        served += w->served;
        swapped += w->swapped;
        for (size_t i = 0; i < ARRAY_LEN(met); i++)
            met[i] += w->met[i];
    }
    print_message("# listed %llu, of them %llu from a queue of %llu; %llu waited for consent; "
                  "%llu swaps\n",
                  (unsigned long long)met[LISTING_DONE], (unsigned long long)served,
                  (unsigned long long)met[LISTING_QUEUED], (unsigned long long)met[LISTING_WAITS],
                  (unsigned long long)swapped);
    bool all = how_many(SEEDS) >= SEEDS; /* of fewer, the rare may not be among them */
    assert_true(swapped > 0 || !all);
    for (size_t i = 0; i < ARRAY_LEN(met); i++)
        if (met[i] == 0 && all)
            fail_msg("nothing came to verdict %zu: the histories are too tame", i);
    free(w);
    arena_close(a);
}

static void kept_histories_keep_the_rules(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct world *w = calloc(1, sizeof *w);
    for (size_t i = 0; i < ARRAY_LEN(KEPT); i++) {
        struct history h = parse(KEPT[i]);
        if (!holds(w, &h, WRONG_NOTHING, a))
            fail_msg("%s: %s", KEPT[i], w->fault);
    }
    free(w);
    arena_close(a);
}

/* The control: a county whose rules are wrong is found out, and by a short history. */
static void every_planted_wrong_rule_is_found(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct world *w = calloc(1, sizeof *w);
    for (enum wrong wrong = WRONG_NOTHING + 1; wrong < WRONG_COUNT; wrong++) {
        uint64_t seed = 1;
        struct history h = random_history(seed);
        while (holds(w, &h, wrong, a)) {
            if (++seed > PLANTED_SEEDS)
                fail_msg("wrong rule %u was not found", (unsigned)wrong);
            h = random_history(seed);
        }
        shrink(w, &h, wrong, a);
        print_message("# wrong rule %u, history %llu, %u steps\n", (unsigned)wrong,
                      (unsigned long long)seed, h.steps);
        print(w, &h);
        assert_true(h.steps <= 15);
    }
    free(w);
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kept_histories_keep_the_rules),
        cmocka_unit_test(every_history_keeps_the_rules),
        cmocka_unit_test(every_planted_wrong_rule_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
