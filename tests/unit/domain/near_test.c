#include "domain/near.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void distance_counts_and_a_degree_of_longitude_is_short_up_north(void **state)
{
    (void)state;
    struct near_place from = {63.0, 14.0, STR("83136")};
    struct near_place place[] = {
        {63.6, 14.0, STR("83136")}, /* 67 km */
        {63.0, 15.0, STR("")},      /* 51 km: one degree, and nearer than 0.6 of latitude */
        {63.1, 14.1, STR("98199")},
    };
    size_t order[3];
    near_order(place, 3, &from, order);
    assert_int_equal(order[0], 2);
    assert_int_equal(order[1], 1);
    assert_int_equal(order[2], 0);
}

static void without_coordinates_postal_codes_count(void **state)
{
    (void)state;
    struct near_place from = {NAN, NAN, STR("831 36")};
    struct near_place place[] = {{63.0, 14.0, STR("")},
                                 {63.0, 14.0, STR("83251")},
                                 {NAN, NAN, STR("831 40")},
                                 {NAN, NAN, STR("")}};
    size_t order[4];
    near_order(place, 4, &from, order);
    assert_int_equal(order[0], 2);
    assert_int_equal(order[1], 1);
    assert_int_equal(order[2], 0); /* of what is not known the earlier */
    assert_int_equal(order[3], 3);
}

static void what_has_no_coordinates_comes_after_what_has(void **state)
{
    (void)state;
    struct near_place from = {63.0, 14.0, STR("83136")};
    struct near_place place[] = {{NAN, NAN, STR("83136")}, {60.0, 14.0, STR("83136")}};
    size_t order[2];
    near_order(place, 2, &from, order);
    assert_int_equal(order[0], 1);
    near_order(place, 0, &from, order);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(distance_counts_and_a_degree_of_longitude_is_short_up_north),
        cmocka_unit_test(without_coordinates_postal_codes_count),
        cmocka_unit_test(what_has_no_coordinates_comes_after_what_has),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
