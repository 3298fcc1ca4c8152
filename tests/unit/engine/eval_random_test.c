/* The engine against the oracle on random worlds, measures, months, threads, instruction sets and
 * divisions of the persons: every place, every month, every cell the same. That this finds what is
 * wrong: eval_random_found_test.c. */
#include "engine/simd.h"
#include "how_many.h"
#include "person_shown.h"
#include "random_case.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static bool fails_as_it_is(struct choices *c)
{
    return case_fails(c, NULL);
}

/* ---- what a case is, for people ---- */

static void tell(struct choices *c)
{
    struct random_case r;
    char text[MONTH_TEXT];
    case_make(&r, c, 0);
    struct case_finding f = case_look(&r, NULL);
    print_message("%s differs by %.*s: %.*s\n", f.why ? f.why : "nothing",
                  STR_FMT(level_word(f.level)), STR_FMT(f.text));
    print_message("%u months to %.*s, %zu measures\n", r.ask.months,
                  STR_FMT(month_format(r.ask.last, text)), r.ask.definitions);
    for (uint32_t p = 0; p < r.world.snapshot.persons; p++)
        person_show(&r.world.snapshot, p);
    world_close(&r.world);
}

/* ---- engine and oracle ---- */

static void try_seed(uint64_t seed)
{
    unsigned tries = 4000;
    struct choices c = choices_of_seed(seed);
    bool found = fails_as_it_is(&c);
    if (!found) {
        choices_close(&c);
        return;
    }
    struct choices small = choices_shrunk(&c, fails_as_it_is, &tries);
    struct choices again = choices_given(small.at, small.count);
    tell(&again);
    choices_close(&again);
    choices_close(&small);
    choices_close(&c);
    fail_msg("seed %llu: when it is mended, keep what it shrank to in tests/spec/edges.csv",
             (unsigned long long)seed);
}

/* What has failed once stands as rows in tests/spec/edges.csv (edges_test.c): a seed makes another
 * case as soon as more can be drawn. */
static void engine_and_oracle_agree(void **state)
{
    (void)state;
    const char *from = getenv("KONTINUA_SEED");
    uint64_t first = from ? strtoull(from, NULL, 10) : 1;
    for (uint64_t seed = first; seed < first + how_many(CASES); seed++)
        try_seed(seed);
}

/* ---- threads ---- */

/* So many persons that threads have pieces to take. */
static void threads_make_no_difference(void **state)
{
    static const unsigned threads[] = {1, 2, 7};
    (void)state;
    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct choices c = choices_of_seed(seed);
        struct random_case r;
        case_make(&r, &c, 11000);
        r.ask.levels = LEVEL_BIT(LEVELS) - 1;
        const struct eval_table *one = NULL, *many;
        size_t tables = 0, again;
        for (size_t i = 0; i < 2 * ARRAY_LEN(threads); i++) {
            r.ask.threads = threads[i / 2];
            r.ask.simd = i % 2 == 0 ? simd_at(0) : simd_best();
            case_eval(&r, &many, &again);
            if (!one) {
                one = many;
                tables = again;
            }
            assert_int_equal(again, tables);
            for (size_t k = 0; k < tables; k++)
                assert_true(case_same_table(&one[k], &many[k]));
        }
        assert_true(case_same_by_parts(&r, one, tables));
        world_close(&r.world);
        choices_close(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(engine_and_oracle_agree),
        cmocka_unit_test(threads_make_no_difference),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
