/* The engine against the oracle on random worlds, measures, months and threads: every place, every
 * month, every cell the same. And a control: an oracle that is told a slightly other measure must
 * be found out, or this test finds nothing. */
#include "engine/eval.h"
#include "engine/expr.h"
#include "engine/oracle.h"
#include "random_world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SEEDS = 1000, MEASURES = 4 };

static uint64_t seeds(void)
{
    const char *scale = getenv("KONTINUA_CHECK_SCALE");
    return SEEDS * (scale ? strtoull(scale, NULL, 10) : 1);
}

static bool same_sum(const struct exact_sum *x, const struct exact_sum *y)
{
    if (x->terms != y->terms)
        return false;
    for (unsigned i = 0; i < x->terms; i++)
        if (x->term[i].q != y->term[i].q || x->term[i].persons != y->term[i].persons ||
            x->term[i].sum != y->term[i].sum || x->term[i].squares != y->term[i].squares)
            return false;
    return true;
}

static bool same_cell(const struct cell *x, const struct cell *y)
{
    return x->missing == y->missing && x->denominator == y->denominator &&
           x->numerator == y->numerator && same_sum(&x->sum, &y->sum);
}

/* Where the table differs from what the oracle says of `d`; NULL: nowhere. */
static const char *difference(struct arena *a, const struct snapshot *s, const struct eval_table *t,
                              const struct definition *d, const struct eval_request *ask)
{
    size_t at = 0;
    uint32_t most = s->units + s->staff_count + s->places + 2;
    for (uint32_t number = 0; number < most; number++) {
        struct oracle_place place = {t->level, number};
        bool exists = t->level != LEVEL_DOCTOR || number < s->staff_count;
        bool listed = exists && oracle_lists(s, place, ask);
        size_t i = 0;
        while (i < t->places && t->place[i].number != number)
            i++;
        if (listed != (i < t->places))
            return "a place too many or too few";
        if (!listed)
            continue;
        at++;
        for (unsigned m = 0; m < t->months; m++) {
            struct cell cell = oracle_cell(a, s, d, place, (struct month){t->first.n + (int32_t)m});
            if (!same_cell(cell_at(t, i, m), &cell))
                return "a cell";
        }
    }
    if (at != t->places)
        return "a place twice";
    for (size_t i = 1; i < t->places; i++)
        if (str_compare(t->place[i - 1].id, t->place[i].id) >= 0)
            return "the order of places";
    return NULL;
}

static struct eval_request some_request(struct random *r, const struct definition *const *d)
{
    return (struct eval_request){
        .definition = d,
        .definitions = 1 + random_below(r, MEASURES),
        .last = month_from(2018 + (int32_t)random_below(r, 7), 1 + (int32_t)random_below(r, 12)),
        .months = 1 + random_below(r, random_below(r, 2) ? 40 : 3),
        .levels = random_below(r, LEVEL_BIT(LEVELS)),
        .threads = 1 + random_below(r, 4),
        .protected_rows = random_below(r, 2)};
}

static size_t tables_expected(const struct eval_request *ask)
{
    size_t count = 0;
    for (size_t i = 0; i < ask->definitions; i++)
        for (unsigned level = 0; level < LEVELS; level++)
            count += ask->levels & LEVEL_BIT(level) &&
                     definition_has_level(ask->definition[i], (enum eval_level)level);
    return count;
}

static void engine_and_oracle_agree(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= seeds(); seed++) {
        struct random r = {seed};
        struct world w = random_world(&r);
        world_end(&w, 1);
        const struct definition *d[MEASURES];
        struct str text[MEASURES];
        for (unsigned i = 0; i < MEASURES; i++)
            d[i] = random_measure(w.arena, &r, &text[i]);
        struct eval_request ask = some_request(&r, d);
        const struct eval_table *table;
        size_t tables;
        struct err err = {0};
        assert_true(eval(w.arena, &w.snapshot, &ask, &table, &tables, &err));
        assert_int_equal(tables, tables_expected(&ask));
        for (size_t i = 0; i < tables; i++) {
            const struct definition *of = table[i].definition;
            const char *why = difference(w.arena, &w.snapshot, &table[i], of, &ask);
            for (unsigned k = 0; why && k < MEASURES; k++)
                if (d[k] == of)
                    fail_msg("seed %u, %.*s, %s: %.*s", (unsigned)seed,
                             STR_FMT(level_word(table[i].level)), why, STR_FMT(text[k]));
        }
        world_close(&w);
    }
}

/* ---- threads ---- */

static bool same_table(const struct eval_table *x, const struct eval_table *y)
{
    if (x->places != y->places || x->definition != y->definition || x->level != y->level)
        return false;
    for (size_t i = 0; i < x->places * x->months; i++)
        if (!same_cell(&x->cell[i], &y->cell[i]))
            return false;
    return true;
}

/* So many persons that threads have pieces to take. */
static void threads_make_no_difference(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct random r = {seed};
        struct world w = random_world_of(&r, 6000);
        world_end(&w, 3);
        const struct definition *d[MEASURES];
        struct str text;
        for (unsigned i = 0; i < MEASURES; i++)
            d[i] = random_measure(w.arena, &r, &text);
        struct eval_request ask = some_request(&r, d);
        ask.levels = LEVEL_BIT(LEVELS) - 1;
        const struct eval_table *one = NULL, *many;
        size_t tables = 0, again;
        struct err err = {0};
        for (ask.threads = 1; ask.threads <= 4; ask.threads++) {
            assert_true(eval(w.arena, &w.snapshot, &ask, &many, &again, &err));
            if (!one) {
                one = many;
                tables = again;
            }
            assert_int_equal(again, tables);
            for (size_t i = 0; i < tables; i++)
                assert_true(same_table(&one[i], &many[i]));
        }
        world_close(&w);
    }
}

/* ---- the control ---- */

/* The same measure with one thing changed that a wrong kernel might get wrong; NULL: it has no
 * such thing. */
static const struct definition *planted(struct arena *a, const struct definition *d, unsigned bug)
{
    struct definition *made = ARENA_NEW(a, struct definition, 1);
    struct expr *value = ARENA_NEW(a, struct expr, 1), *index = ARENA_NEW(a, struct expr, 1);
    struct selection *s = ARENA_NEW(a, struct selection, 1);
    if (d->kind != MEASURE_MEAN || d->value->type != TYPE_INDEX)
        return NULL;
    *made = *d;
    *value = *d->value;
    *index = value->op == EXPR_WHEN ? *value->a : *value;
    *s = *index->selection;
    index->selection = s;
    if (value->op == EXPR_WHEN)
        value->a = index;
    else
        value = index;
    made->value = value;
    switch (bug) {
    case 0:
        s->once_a_day = !s->once_a_day;
        break;
    case 1:
        s->shift++;
        break;
    case 2:
        s->months += s->months > 0;
        break;
    default:
        s->where = NULL;
        break;
    }
    return made;
}

static void a_planted_bug_is_found(void **state)
{
    (void)state;
    for (unsigned bug = 0; bug < 4; bug++) {
        unsigned found = 0;
        for (uint64_t seed = 1; seed <= SEEDS && found == 0; seed++) {
            struct random r = {seed};
            struct world w = random_world(&r);
            world_end(&w, 1);
            const struct definition *d[MEASURES];
            struct str text;
            for (unsigned i = 0; i < MEASURES; i++)
                d[i] = random_measure(w.arena, &r, &text);
            struct eval_request ask = some_request(&r, d);
            const struct eval_table *table;
            size_t tables;
            struct err err = {0};
            assert_true(eval(w.arena, &w.snapshot, &ask, &table, &tables, &err));
            for (size_t i = 0; i < tables; i++) {
                const struct definition *other = planted(w.arena, table[i].definition, bug);
                found += other && difference(w.arena, &w.snapshot, &table[i], other, &ask);
            }
            world_close(&w);
        }
        assert_true(found > 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(engine_and_oracle_agree),
        cmocka_unit_test(threads_make_no_difference),
        cmocka_unit_test(a_planted_bug_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
