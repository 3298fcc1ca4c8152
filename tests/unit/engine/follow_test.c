/* engine/follow.h, engine/touched.h: a snapshot and the one after it, that differ by a few random
 * choices; the sums that follow from the first must be those that counting gives. With a control:
 * a person who is forgotten must be found out. */
#include "engine/follow.h"
#include "engine/meaning.h"
#include "how_many.h"
#include "random_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SEEDS = 120, PERSONS = 12, MEASURES = 4 };

/* Two worlds and what is asked of both. */
struct nights {
    struct world before, now;
    const struct definition *definition[MEASURES];
    struct eval_request ask;
};

static struct world world_of(const struct choices *c)
{
    struct choices given = choices_given(c->at, c->count);
    struct world w = chosen_world(&given, PERSONS);
    world_end(&w, 1);
    choices_close(&given);
    return w;
}

/* Some items are taken out, and some choices become others, mostly late ones: what comes after
 * them may be another world. */
static struct choices changed(const struct choices *c, struct random *r)
{
    struct choices out = choices_given(c->at, c->count);
    for (uint32_t times = random_below(r, 3); times > 0 && c->spans > 0; times--) {
        const struct choice_span *s = &c->span[random_below(r, (uint32_t)c->spans)];
        if (s->is_node || s->to > out.count || s->to <= s->from)
            continue;
        memmove(out.at + s->from, out.at + s->to, (out.count - s->to) * sizeof *out.at);
        out.count -= s->to - s->from;
    }
    for (uint32_t times = random_below(r, 3); times > 0 && out.count > 0; times--) {
        uint32_t back = random_below(r, 1 + random_below(r, (uint32_t)out.count));
        out.at[out.count - 1 - back] = random_below(r, 1000);
    }
    return out;
}

static void make(struct nights *n, uint64_t seed)
{
    struct choices first = choices_of_seed(seed);
    struct world w = chosen_world(&first, PERSONS); /* for its choices */
    world_end(&w, 1);
    world_close(&w);
    struct random r = {seed + 1000000};
    struct choices second = changed(&first, &r), measures = choices_of_seed(seed + 2000000);
    bool forth = random_below(&r, 2) == 0;
    *n = (struct nights){.before = world_of(forth ? &first : &second),
                         .now = world_of(forth ? &second : &first)};
    n->ask.last = month_from(2021 + (int32_t)random_below(&r, 4), 12);
    n->ask.months = 1 + random_below(&r, 30);
    n->ask.levels = LEVEL_BIT(LEVELS) - 1;
    n->ask.threads = 1 + random_below(&r, 3);
    n->ask.definition = n->definition;
    for (struct str text; n->ask.definitions < MEASURES; n->ask.definitions++)
        n->definition[n->ask.definitions] = chosen_measure(n->now.arena, &measures, &text);
    choices_close(&first);
    choices_close(&second);
    choices_close(&measures);
}

static void unmake(struct nights *n)
{
    world_close(&n->before);
    world_close(&n->now);
}

static bool same(struct sums x, struct sums y)
{
    if (x.items != y.items)
        return false;
    for (size_t i = 0; i < x.items; i++)
        if (x.item[i].place != y.item[i].place || x.item[i].rows != y.item[i].rows ||
            x.item[i].denominator != y.item[i].denominator ||
            x.item[i].numerator != y.item[i].numerator || x.item[i].squares != y.item[i].squares)
            return false;
    return true;
}

static struct eval_sums counted(struct world *w, const struct eval_request *ask)
{
    struct eval_sums sums = eval_sums_open(w->arena, ask);
    eval_sums_count(w->arena, &w->snapshot, &sums, NULL);
    return sums;
}

/* How many sums followed; *wrong: how many of them are not those of counting. */
static size_t follow(struct nights *n, const struct touched *t, size_t *wrong)
{
    struct eval_sums was = counted(&n->before, &n->ask), is = counted(&n->now, &n->ask);
    struct eval_sums sums = eval_sums_open(n->now.arena, &n->ask);
    struct following f = {&n->before.snapshot, &n->now.snapshot, t, &was};
    size_t followed = follow_sums(n->now.arena, &f, &sums), known = 0;
    *wrong = 0;
    for (size_t i = 0; i < eval_sums_size(&sums); i++) {
        known += sums.at[i].state == SUM_KNOWN;
        *wrong += sums.at[i].state == SUM_KNOWN && !same(sums.at[i].is, is.at[i].is);
    }
    assert_int_equal(known, followed);
    return followed;
}

static void what_follows_is_what_counting_gives(void **state)
{
    (void)state;
    size_t followed = 0, tried = 0, wrong, unlike = 0;
    for (uint64_t seed = 1; seed <= how_many(SEEDS); seed++) {
        struct nights n;
        struct touched t;
        make(&n, seed);
        unlike += memcmp(snapshot_meaning(&n.before.snapshot.file).byte,
                         snapshot_meaning(&n.now.snapshot.file).byte, SHA256_SIZE) != 0;
        if (touched_find(n.now.arena, &n.before.snapshot, &n.now.snapshot, n.ask.threads, &t)) {
            followed += follow(&n, &t, &wrong) > 0;
            if (wrong > 0)
                fail_msg("seed %llu: %zu sums are wrong", (unsigned long long)seed, wrong);
            tried++;
        }
        unmake(&n);
    }
    /* Else this has looked at nothing. */
    assert_true(tried > how_many(SEEDS) / 2 && followed > how_many(SEEDS) / 3 &&
                unlike > how_many(SEEDS) / 3);
}

/* Two who are listed at A; where there is a third, they live in a municipality that nobody did. */
static struct world of_two(bool third)
{
    struct world w = world_begin();
    uint32_t a = world_unit(&w, "A", "2380", OPERATOR_REGION);
    world_list(&w, world_person(&w, "1960-05-17"), a, "2020-01-01", "");
    world_list(&w, world_person(&w, "1970-01-01"), a, "2020-01-01", "");
    if (third)
        (void)world_add(&w, &(struct snapshot_person){.key = 2,
                                                      .birth = world_day("1980-01-01"),
                                                      .end = DAY_NONE,
                                                      .municipality = STR("2321"),
                                                      .registered_from = world_day("2023-01-01"),
                                                      .registered_to = world_day("2030-01-01")});
    world_end(&w, 1);
    return w;
}

/* A measure of everyone may count a person where none of their rows is: at a place that is new it
 * counts persons of whom nothing has changed. */
static void a_place_is_new(void **state)
{
    (void)state;
    static const char text[] =
        "id: t\ncode: t\nname: {sv: a, en: b}\ntext: {sv: a, en: b}\nsource: s\ncertainty: B\n"
        "owner: o\nreviewed: 2026-11-26\nkind: count\nunit: persons\npopulation: everyone\n"
        "value: none(contacts where unit in here ever)\n";
    struct nights n = {.before = of_two(false), .now = of_two(true)};
    struct codesets none = {0};
    struct err err = {0};
    struct touched t;
    size_t wrong;
    assert_true(
        definition_parse(n.now.arena, "t.yaml", str_of(text), &none, &n.definition[0], &err));
    n.ask = (struct eval_request){.definition = n.definition,
                                  .definitions = 1,
                                  .last = month_from(2023, 12),
                                  .months = 12,
                                  .levels = LEVEL_BIT(LEVELS) - 1,
                                  .threads = 1};
    assert_true(touched_find(n.now.arena, &n.before.snapshot, &n.now.snapshot, 1, &t));
    (void)follow(&n, &t, &wrong);
    assert_int_equal(wrong, 0);
    unmake(&n);
}

static void a_forgotten_person_is_found_out(void **state)
{
    (void)state;
    size_t found = 0, wrong;
    for (uint64_t seed = 1; seed <= SEEDS && found < 20; seed++) {
        struct nights n;
        struct touched t;
        make(&n, seed);
        if (touched_find(n.now.arena, &n.before.snapshot, &n.now.snapshot, 1, &t) &&
            t.now.count > 0) {
            t.now.count--;
            (void)follow(&n, &t, &wrong);
            found += wrong > 0;
        }
        unmake(&n);
    }
    assert_int_equal(found, 20);
}

/* ---- who is touched ---- */

struct telling {
    const char *visit, *doctor; /* of the second person */
    const char *unit, *municipality;
    bool third;
    const char *term;
};

static struct world told(const struct telling *t)
{
    struct world w = world_begin();
    uint32_t a = world_unit(&w, "A", t->municipality, OPERATOR_REGION);
    if (t->third) /* numbers of others move */
        (void)world_staff(&w, "C1", false);
    uint32_t anna = world_person(&w, "1960-05-17"), bo = world_person(&w, "1970-01-01");
    world_list(&w, anna, a, "2020-01-01", "");
    world_list(&w, bo, a, "2020-01-01", "");
    struct contact_row row = world_visit("2023-03-01", "A", "D1");
    world_contact(&w, anna, &row);
    row = world_visit(t->visit, t->unit, t->doctor);
    world_contact(&w, bo, &row);
    if (t->third)
        world_list(&w, world_person(&w, "1980-01-01"), a, "2021-01-01", "");
    if (t->term)
        world_term(&w, "L", SYSTEM_NPU, t->term, "");
    world_end(&w, 1);
    return w;
}

/* Who of "3ba" is touched; "all": everyone must be counted. */
static void check_touched(const struct telling *then, const char *expected)
{
    const struct telling first = {"2023-04-01", "D2", "A", "2380", false, NULL};
    struct world before = told(&first), now = told(then);
    struct touched t;
    char who[8] = "all";
    if (touched_find(now.arena, &before.snapshot, &now.snapshot, 1, &t)) {
        unsigned count = 0;
        for (uint32_t i = 0; i < t.now.count; i++)
            who[count++] = "ab3"[1000 - now.snapshot.person_key[t.now.person[i]]];
        who[count] = 0;
        assert_int_equal(t.before.count, count - (strchr(who, '3') != NULL));
    }
    assert_string_equal(who, expected);
    world_close(&before);
    world_close(&now);
}

static void who_is_touched(void **state)
{
    (void)state;
    check_touched(&(struct telling){"2023-04-01", "D2", "A", "2380", false, NULL}, "");
    check_touched(&(struct telling){"2023-04-02", "D2", "A", "2380", false, NULL}, "b");
    check_touched(&(struct telling){"2023-04-01", "D3", "A", "2380", false, NULL}, "b");
    check_touched(&(struct telling){"2023-04-01", "D2", "X", "2380", false, NULL}, "b");
    check_touched(&(struct telling){"2023-04-01", "D2", "A", "2380", true, NULL}, "3");
    check_touched(&(struct telling){"2023-04-01", "D1", "A", "2380", true, NULL}, "3b");
    check_touched(&(struct telling){"2023-04-01", "D2", "A", "2321", false, NULL}, "all");
    check_touched(&(struct telling){"2023-04-01", "D2", "A", "2380", false, "NPU1"}, "all");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_follows_is_what_counting_gives),
        cmocka_unit_test(a_place_is_new),
        cmocka_unit_test(a_forgotten_person_is_found_out),
        cmocka_unit_test(who_is_touched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
