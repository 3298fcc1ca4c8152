/* domain/care_need.h: the index by hand, and its weights one by one. */
#include "domain/care_need.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const struct cni_row NATION = {.population = 1000,
                                      .under5 = 100,
                                      .foreign_born = 100,
                                      .over65_alone = 100,
                                      .single_parent = 100,
                                      .moved = 100,
                                      .unemployed = 100,
                                      .low_education = 100};

static void each_group_has_its_weight(void **state)
{
    (void)state;
    struct cni_row unit[] = {
        {.population = 1000, .over65_alone = 1000}, {.population = 1000, .foreign_born = 1000},
        {.population = 1000, .unemployed = 1000},   {.population = 1000, .single_parent = 1000},
        {.population = 1000, .moved = 1000},        {.population = 1000, .low_education = 1000},
        {.population = 1000, .under5 = 1000}};
    /* The weight over a tenth of their sum, 32.58. */
    int64_t wanted[] = {18877, 17557, 15746, 12861, 12861, 12185, 9914};
    for (size_t i = 0; i < ARRAY_LEN(unit); i++)
        assert_int_equal(care_need_e4(&unit[i], &NATION), wanted[i]);
}

static void it_is_a_share_of_the_population(void **state)
{
    (void)state;
    struct cni_row half = NATION, nobody = {0};
    assert_int_equal(care_need_e4(&NATION, &NATION), 10000);
    half.population = 2000;
    assert_int_equal(care_need_e4(&half, &NATION), 5000);
    assert_int_equal(care_need_e4(&nobody, &NATION), 0);
    assert_int_equal(care_need_e4(&NATION, &nobody), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_group_has_its_weight),
        cmocka_unit_test(it_is_a_share_of_the_population),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
