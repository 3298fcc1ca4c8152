#include "synth/calendar.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void holidays_are_known(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct calendar c = calendar_make(a, date(2023, 1, 1), date(2024, 12, 31));
    /* Good Friday, Easter Monday, Ascension, Midsummer's Eve, Christmas Day, a Saturday */
    assert_true(calendar_closed(&c, date(2023, 4, 7)));
    assert_true(calendar_closed(&c, date(2023, 4, 10)));
    assert_true(calendar_closed(&c, date(2024, 5, 9)));
    assert_true(calendar_closed(&c, date(2023, 6, 23)));
    assert_true(calendar_closed(&c, date(2023, 12, 25)));
    assert_true(calendar_closed(&c, date(2023, 9, 16)));
    assert_false(calendar_closed(&c, date(2023, 4, 6)));
    assert_false(calendar_closed(&c, date(2023, 9, 15)));
    arena_close(a);
}

static void a_year_is_about_one(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct calendar c = calendar_make(a, date(2023, 1, 1), date(2023, 12, 31));
    double all = calendar_part(&c, date(2023, 1, 1), date(2023, 12, 31));
    double july = calendar_part(&c, date(2023, 7, 1), date(2023, 7, 31));
    assert_true(fabs(all - 1) < 0.05);
    assert_true(july < calendar_part(&c, date(2023, 10, 1), date(2023, 10, 31)));
    assert_true(calendar_part(&c, date(2023, 7, 2), date(2023, 7, 1)) == 0);
    arena_close(a);
}

static void days_are_drawn_inside(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct calendar c = calendar_make(a, date(2023, 1, 1), date(2023, 12, 31));
    struct rnd r = rnd_of(1, STREAM_CONTACTS, 0);
    int32_t from = date(2023, 3, 6), to = date(2023, 3, 12);
    unsigned weekend = 0;
    for (unsigned i = 0; i < 1000; i++) {
        int32_t day = calendar_day(&c, from, to, &r);
        assert_in_range(day, from, to);
        weekend += calendar_closed(&c, day);
    }
    assert_in_range(weekend, 1, 40);
    assert_int_equal(calendar_day(&c, from, from, &r), from);
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holidays_are_known),
        cmocka_unit_test(a_year_is_about_one),
        cmocka_unit_test(days_are_drawn_inside),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
