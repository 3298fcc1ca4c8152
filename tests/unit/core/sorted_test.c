/* core/sorted.h: where the rows of one number begin. */
#include "core/base.h"
#include "core/sorted.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

struct row {
    char before;
    int64_t number;
};

static void the_first_of_each_is_found_and_nobody_else(void **state)
{
    (void)state;
    static const struct row rows[] = {{0, -5}, {0, 2}, {0, 2}, {0, 2}, {0, 7}, {0, INT64_MAX}};
    static const struct {
        int64_t number;
        size_t first;
    } wanted[] = {{-5, 0}, {2, 1}, {7, 4}, {INT64_MAX, 5}, {-6, 6}, {0, 6}, {8, 6}, {INT64_MIN, 6}};
    struct sorted s = SORTED(rows, ARRAY_LEN(rows), struct row, number);
    for (size_t i = 0; i < ARRAY_LEN(wanted); i++)
        assert_int_equal(sorted_first(&s, wanted[i].number), wanted[i].first);
    for (s.count = 0; s.count < ARRAY_LEN(rows); s.count++) /* of however many there are */
        assert_int_equal(sorted_first(&s, 2), s.count > 1 ? 1 : s.count);
    struct sorted none = SORTED(NULL, 0, struct row, number);
    assert_int_equal(sorted_first(&none, 2), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_of_each_is_found_and_nobody_else)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
