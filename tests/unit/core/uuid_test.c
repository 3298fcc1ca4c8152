/* core/uuid.h: version 7 as RFC 9562 has it, in the order of the clock, and none twice. */
#include "core/uuid.h"

#include "core/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static int64_t microseconds(const struct uuid *id)
{
    int64_t ms = 0, part = (id->byte[6] & 0x0f) << 8 | id->byte[7];
    for (int i = 0; i < 6; i++)
        ms = ms << 8 | id->byte[i];
    return ms * 1000 + (part * 1000 + 4095) / 4096;
}

static void it_says_when_it_was_made(void **state)
{
    (void)state;
    int64_t before = clock_now().us;
    struct uuid id = uuid_make();
    int64_t after = clock_now().us;
    assert_in_range(microseconds(&id), before, after);
    assert_int_equal(id.byte[6] >> 4, 7);
    assert_int_equal(id.byte[8] >> 6, 2);
}

static int order(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct uuid));
}

static void a_later_one_is_greater_and_none_comes_twice(void **state)
{
    enum { MADE = 20000 };
    static struct uuid id[MADE];
    int later = 0;
    (void)state;
    for (int i = 0; i < MADE; i++) {
        int64_t now = clock_now().us;
        while (i % 100 == 0 && clock_now().us == now)
            ;
        id[i] = uuid_make();
        if (i == 0 || microseconds(&id[i]) == microseconds(&id[i - 1]))
            continue;
        assert_true(order(&id[i - 1], &id[i]) < 0);
        later++;
    }
    assert_true(later >= MADE / 100 - 1);
    qsort(id, MADE, sizeof *id, order);
    for (int i = 1; i < MADE; i++)
        assert_int_not_equal(order(&id[i - 1], &id[i]), 0);
}

static void it_is_written_in_five_groups(void **state)
{
    char text[UUID_TEXT];
    (void)state;
    struct uuid id = {{0x01, 0x9a, 0xc0, 0x1d, 0xfe, 0x00, 0x7f, 0x02, 0x80, 0, 0, 0, 0, 0, 0, 1}};
    assert_string_equal(uuid_format(id, text).at, "019ac01d-fe00-7f02-8000-000000000001");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_says_when_it_was_made),
        cmocka_unit_test(a_later_one_is_greater_and_none_comes_twice),
        cmocka_unit_test(it_is_written_in_five_groups),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
