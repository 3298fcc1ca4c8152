/* What is asked of one list of contacts at one month-end is counted in a way of its own (engine/
 * kernel_plain.c); as the newest of two month-ends it is not. Both must say the same, of persons
 * with no visit and with many, several on a day, elsewhere and to nobody known. */
#include "choices.h"
#include "engine/eval.h"
#include "engine/expr.h"
#include "engine/simd.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { PERSONS = 5000, SEEDS = 2, STAFF = 12 };

static void add_visits(struct world *w, struct choices *c, uint32_t person)
{
    static const char *const units[] = {"A", "A", "A", "B", "STRANGER"};
    uint32_t most = once_in(c, 20) ? 90 : 14, visits = choose(c, most),
             staff = 1 + choose(c, STAFF);
    struct day first = world_day("2022-05-20"), day = first;
    for (uint32_t i = 0; i < visits; i++) {
        char name[16];
        (void)snprintf(name, sizeof name, "D%u", (unsigned)choose(c, staff));
        struct contact_row row = world_visit("2022-01-01", units[choose(c, ARRAY_LEN(units))],
                                             once_in(c, 9) ? "" : name);
        row.date = day;
        row.form = once_in(c, 7) ? FORM_PHONE : FORM_VISIT;
        row.profession = once_in(c, 7) ? PROF_NURSE : PROF_PHYSICIAN;
        world_contact(w, person, &row);
        day.n += once_in(c, 3) ? 0 : (int32_t)choose(c, most > 20 ? 12 : 90);
        if (day.n > first.n + 630)
            day = first;
    }
}

static struct world made_world(struct choices *c)
{
    struct world w = world_begin();
    uint32_t unit[] = {world_unit(&w, "A", "2380", OPERATOR_REGION),
                       world_unit(&w, "B", "2303", OPERATOR_EXTERNAL)};
    for (uint32_t i = 0; i < PERSONS; i++) {
        uint32_t person = world_person(&w, "1960-05-17"), at = unit[once_in(c, 5)];
        if (once_in(c, 6)) {
            world_list(&w, person, at, "2020-01-01", "2023-04-15");
            world_list(&w, person, unit[choose(c, 2)], "2023-04-16",
                       once_in(c, 3) ? "2023-11-02" : "");
        } else if (!once_in(c, 15)) {
            world_list(&w, person, at, "2020-01-01", "");
        }
        add_visits(&w, c, person);
    }
    world_end(&w, 1);
    return w;
}

#define ROWS "(contacts where unit = own_unit and "
static const char *const VALUES[] = {
    "coc" ROWS
    "profession = physician and form = visit and staff is known within 18 months by staff, "
    "once a day) when count >= 3",
    "upc" ROWS "staff is known within 18 months by staff, once a day) when count >= 2",
    "k_index" ROWS "form = visit within 12 months by staff, once a day) when count >= 3",
    "secon" ROWS "staff is known within 18 months by staff)",
    "mmci" ROWS "profession = physician or form = visit within 18 months by staff) when count < 9",
    "coc(contacts within 24 months by staff) when count >= 4",
    "coc(contacts where form = visit ever by staff, once a day)",
    "coc(contacts where staff is known within 100 days by staff)",
};

static struct definition measure_of(struct arena *a, const char *value)
{
    const struct expr_source source = {.name = "alike", .line = 1, .column = 1, .own_unit = true};
    struct definition d = {
        .id = STR("alike"), .population = POPULATION_LISTED, .kind = MEASURE_MEAN};
    struct expr_part made;
    struct err err = {0};
    if (!expr_parse(a, &source, str_of(value), WANT_VALUE, &made, &err))
        fail_msg("%s %s: %s", err.code, err.detail, value);
    d.value = made.is;
    return d;
}

static void assert_same_sum(const struct exact_sum *x, const struct exact_sum *y)
{
    assert_int_equal(x->terms, y->terms);
    for (unsigned i = 0; i < x->terms; i++)
        assert_true(x->term[i].q == y->term[i].q && x->term[i].persons == y->term[i].persons &&
                    x->term[i].sum == y->term[i].sum && x->term[i].squares == y->term[i].squares);
}

static const struct eval_table *evaluated(const struct world *w, const struct eval_request *ask)
{
    const struct eval_table *table;
    size_t tables;
    struct err err = {0};
    assert_true(eval(w->arena, &w->snapshot, ask, &table, &tables, &err));
    assert_int_equal(tables, 3);
    return table;
}

/* Of the request's only month-end; how many persons count. */
static int64_t compare(const struct world *w, const struct eval_request *ask)
{
    struct eval_request two = *ask;
    two.months = 2;
    const struct eval_table *x = evaluated(w, ask), *y = evaluated(w, &two);
    for (unsigned level = 0; level < 3; level++)
        for (size_t place = 0; place < x[level].places; place++) {
            const struct cell *one = cell_at(&x[level], place, 0),
                              *newest = cell_at(&y[level], place, 1);
            assert_int_equal(one->missing, newest->missing);
            assert_int_equal(one->denominator, newest->denominator);
            assert_same_sum(&one->sum, &newest->sum);
        }
    return cell_at(&x[2], 0, 0)->denominator;
}

static void one_month_end_is_the_newest_of_two(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct choices c = choices_of_seed(seed);
        struct world w = made_world(&c);
        for (size_t i = 0; i < ARRAY_LEN(VALUES); i++) {
            struct definition d = measure_of(w.arena, VALUES[i]);
            const struct definition *one = &d;
            struct eval_request ask = {
                .definition = &one,
                .definitions = 1,
                .months = 1,
                .levels =
                    LEVEL_BIT(LEVEL_UNIT) | LEVEL_BIT(LEVEL_OPERATOR) | LEVEL_BIT(LEVEL_COUNTY),
            };
            for (unsigned k = 0; (ask.simd = simd_at(k)) != NULL; k++)
                for (ask.threads = 1; ask.threads <= 3; ask.threads += 2) {
                    ask.last = month_from(2023, 6 + (int32_t)(i + k) % 7);
                    assert_true(compare(&w, &ask) > PERSONS / 100);
                }
        }
        world_close(&w);
        choices_close(&c);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(one_month_end_is_the_newest_of_two)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
