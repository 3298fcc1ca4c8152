/* The indices of continuity against the worked examples: visits by provider to exact fractions. */
#include "engine/exact.h"
#include "engine/expr.h"

#include "spec_table.h"

#include "../core/arena_fixture.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* "2+1": two visits to one provider, one to another. */
static struct index_counts counts_of(struct str visits)
{
    struct index_counts c = {0};
    while (visits.at) {
        int64_t n = 0;
        assert_true(str_to_i64(str_trim(str_cut(&visits, '+')), &n) && n > 0);
        c.rows += (uint64_t)n;
        c.squares += (uint64_t)(n * n);
        c.most = (uint64_t)n > c.most ? (uint64_t)n : c.most;
        c.providers++;
    }
    return c;
}

/* "ABAB": who was seen, in order; pairs of neighbours that are the same. */
static uint64_t pairs_of(struct str order)
{
    uint64_t pairs = 0;
    for (size_t i = 1; i < order.len; i++)
        pairs += order.at[i] == order.at[i - 1];
    return pairs;
}

static void is_index(enum expr_index index, const struct index_counts *c, struct str expected)
{
    uint64_t p = 0, q = 0;
    assert_true(index_fraction(index, c, &p, &q));
    struct exact_term term = {q, 1, (int64_t)p, 0};
    struct str text = exact_fraction(arena, (struct exact_sum){&term, 1});
    assert_string_equal(str_cstr(arena, text), str_cstr(arena, expected));
}

static void every_index_of_every_example(void **state)
{
    (void)state;
    const struct spec_table *t = spec_open(arena, "tests/spec/continuity.csv");
    for (size_t i = 0; i < spec_rows(t); i++) {
        struct index_counts c = counts_of(spec_text(t, i, "visits"));
        struct str order = spec_text(t, i, "order");
        assert_int_equal(c.rows, spec_i64(t, i, "rows"));
        c.pairs = pairs_of(order);
        is_index(INDEX_COC, &c, spec_text(t, i, "coc"));
        is_index(INDEX_UPC, &c, spec_text(t, i, "upc"));
        is_index(INDEX_K, &c, spec_text(t, i, "k"));
        if (order.len > 0) {
            assert_int_equal(order.len, c.rows);
            is_index(INDEX_SECON, &c, spec_text(t, i, "secon"));
        }
    }
}

/* (1 - k / (N + 0.1)) / (1 - 1 / (N + 0.1)) */
static void mmci_in_whole_numbers(void **state)
{
    (void)state;
    struct index_counts c = counts_of(STR("2+1"));
    is_index(INDEX_MMCI, &c, STR("11/21"));
    c = counts_of(STR("3"));
    is_index(INDEX_MMCI, &c, STR("1"));
}

static void one_visit_has_no_index(void **state)
{
    (void)state;
    struct index_counts c = counts_of(STR("1"));
    uint64_t p, q;
    for (int index = INDEX_COC; index <= INDEX_MMCI; index++)
        assert_false(index_fraction((enum expr_index)index, &c, &p, &q));
}

enum { PERSONS_MOST = 16 };
/* The mean is over persons; all their pairs together would be another number. */
static void the_mean_is_of_persons_and_not_pooled(void **state)
{
    (void)state;
    const struct spec_table *t = spec_open(arena, "tests/spec/continuity_mean.csv");
    for (size_t i = 0; i < spec_rows(t); i++) {
        struct exact_term each[PERSONS_MOST];
        unsigned persons = 0;
        uint64_t p_sum = 0, q_sum = 0;
        for (struct str rest = spec_text(t, i, "persons"); rest.at; persons++) {
            struct index_counts c = counts_of(str_cut(&rest, ';'));
            uint64_t p = 0, q = 0;
            assert_true(persons < PERSONS_MOST && index_fraction(INDEX_COC, &c, &p, &q));
            /* a denominator occurs once in a sum, so each person's is made another */
            each[persons] = (struct exact_term){q * persons + q, 1, (int64_t)p * (persons + 1), 0};
            p_sum += p;
            q_sum += q;
        }
        struct exact_sum sum = {each, persons};
        struct spec_fraction mean = spec_fraction(spec_text(t, i, "mean"));
        assert_string_equal(str_cstr(arena, exact_mean(arena, sum, persons)),
                            str_cstr(arena, exact_ratio(arena, mean.p, mean.q, 1)));
        struct spec_fraction pooled = spec_fraction(spec_text(t, i, "pooled"));
        assert_int_equal((int64_t)p_sum * pooled.q, (int64_t)q_sum * pooled.p);
        assert_int_not_equal(mean.p * pooled.q, pooled.p * mean.q);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_index_of_every_example),
        cmocka_unit_test(mmci_in_whole_numbers),
        cmocka_unit_test(one_visit_has_no_index),
        cmocka_unit_test(the_mean_is_of_persons_and_not_pooled),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
