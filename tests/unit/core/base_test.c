/* core/base.h and core/sb.h: the arena, views, numbers, errors and the builder. */
#include "core/base.h"
#include "core/sb.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void the_arena_gives_zeroed_aligned_storage(void **state)
{
    (void)state;
    struct arena *a = arena_open(256);
    for (unsigned round = 0; round < 2; round++) {
        for (size_t n = 1; n < 2000; n += 7) {
            char *bytes = ARENA_NEW(a, char, n);
            for (size_t i = 0; i < n; i++)
                assert_int_equal(bytes[i], 0);
            memset(bytes, 0xFF, n);
            int64_t *numbers = ARENA_NEW(a, int64_t, 3);
            assert_int_equal((uintptr_t)numbers % _Alignof(int64_t), 0);
            assert_int_equal(numbers[2], 0);
            numbers[2] = -1;
        }
        arena_reset(a);
    }
    arena_close(a);
    arena_close(NULL);
}

static void views_are_compared_by_bytes(void **state)
{
    (void)state;
    assert_true(str_eq(STR(""), (struct str){NULL, 0}));
    assert_true(str_eq(STR("a\0b"), STR("a\0b")));
    assert_false(str_eq(STR("a\0b"), STR("a\0c")));
    assert_false(str_eq(STR("a"), STR("ab")));
    assert_true(str_compare(STR("a"), STR("ab")) < 0);
    assert_true(str_compare(STR("b"), STR("ab")) > 0);
    assert_true(str_compare(STR("Z"), STR("Å")) < 0);
    assert_int_equal(str_compare(STR("x"), STR("x")), 0);
    assert_int_equal(str_compare(STR(""), (struct str){NULL, 0}), 0);
    assert_true(str_starts(STR("abc"), STR("ab")));
    assert_true(str_starts(STR("abc"), STR("")));
    assert_false(str_starts(STR("a"), STR("ab")));
    assert_true(str_eq(str_trim(STR(" \ta b\t ")), STR("a b")));
    assert_int_equal(str_trim(STR(" \t ")).len, 0);
    assert_int_equal(str_of(NULL).len, 0);
}

static void a_view_is_cut_at_separators(void **state)
{
    (void)state;
    struct str rest = STR("a,,b");
    assert_true(str_eq(str_cut(&rest, ','), STR("a")));
    assert_true(str_eq(str_cut(&rest, ','), STR("")));
    assert_non_null(rest.at);
    assert_true(str_eq(str_cut(&rest, ','), STR("b")));
    assert_null(rest.at);
    rest = STR("a,");
    assert_true(str_eq(str_cut(&rest, ','), STR("a")));
    assert_non_null(rest.at); /* an empty word is still to come */
    assert_true(str_eq(str_cut(&rest, ','), STR("")));
    assert_null(rest.at);
}

static void copies_end_in_nul(void **state)
{
    (void)state;
    struct arena *a = arena_open(64);
    struct str part = {"abcdef", 3};
    assert_string_equal(str_cstr(a, part), "abc");
    assert_int_equal(str_copy(a, (struct str){NULL, 0}).at[0], '\0');
    assert_string_equal(str_fmt(a, "%s-%d-%.*s", "x", 7, STR_FMT(part)).at, "x-7-abc");
    assert_int_equal(str_fmt(a, "%0200d", 1).len, 200);
    arena_close(a);
}

static void numbers_are_digits_in_range(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t value;
    } good[] = {{"0", 0},
                {"-0", 0},
                {"+7", 7},
                {"007", 7},
                {"9223372036854775807", INT64_MAX},
                {"-9223372036854775808", INT64_MIN}};
    static const char *const bad[] = {"",
                                      "-",
                                      "+",
                                      "1 ",
                                      " 1",
                                      "1a",
                                      "--1",
                                      "1.0",
                                      "٣",
                                      "9223372036854775808",
                                      "-9223372036854775809",
                                      "99999999999999999999"};
    int64_t n = 42;
    for (size_t i = 0; i < ARRAY_LEN(good); i++) {
        assert_true(str_to_i64(str_of(good[i].text), &n));
        assert_true(n == good[i].value);
    }
    n = 42;
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_false(str_to_i64(str_of(bad[i]), &n));
    assert_int_equal(n, 42);
}

static bool fails(struct err *err)
{
    return FAIL(err, ERR_CONFLICT, "thing.reason", "%s:%d", "file", 7);
}

static void an_err_is_filled_and_false(void **state)
{
    (void)state;
    struct err err = {0};
    assert_false(fails(&err));
    assert_int_equal(err.kind, ERR_CONFLICT);
    assert_string_equal(err.code, "thing.reason");
    assert_string_equal(err.detail, "file:7");
    assert_non_null(strstr(err.where, "base_test.c"));
    char text[400];
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    err = (struct err){0};
    (void)FAIL(&err, ERR_IO, "thing.reason", "%s", text);
    assert_int_equal(strlen(err.detail), sizeof err.detail - 1);
}

static void a_builder_grows(void **state)
{
    (void)state;
    struct arena *a = arena_open(64);
    struct sb b = sb_open(a, 0);
    for (int i = 0; i < 1000; i++) {
        sb_put(&b, STR("ab"));
        sb_char(&b, 'c');
        sb_fmt(&b, "%03d", i);
    }
    assert_int_equal(sb_str(&b).len, 6000);
    assert_true(str_eq((struct str){b.at + 5994, 6}, STR("abc999")));
    sb_put(&b, (struct str){NULL, 0});
    sb_fmt(&b, "%0500d", 1);
    assert_int_equal(sb_str(&b).len, 6500);
    b = sb_open(a, 1);
    sb_i64(&b, INT64_MIN);
    sb_char(&b, ' ');
    sb_i64(&b, 0);
    sb_char(&b, ' ');
    sb_i64(&b, INT64_MAX);
    assert_true(str_eq(sb_str(&b), STR("-9223372036854775808 0 9223372036854775807")));
    arena_close(a);
}

static void a_coordinate_is_rounded_to_a_tenth(void **state)
{
    (void)state;
    static const struct {
        double value;
        const char *text;
    } all[] = {{0, "0"},      {-0.04, "0"},    {0.05, "0.1"},  {-0.05, "-0.1"},
               {3.25, "3.3"}, {-3.25, "-3.3"}, {9.95, "10"},   {119.949, "119.9"},
               {-0.96, "-1"}, {4, "4"},        {28.999, "29"}, {999999999999.0, "999999999999"}};
    struct arena *a = arena_open(64);
    for (size_t i = 0; i < ARRAY_LEN(all); i++) {
        struct sb b = sb_open(a, 1);
        sb_tenths(&b, all[i].value);
        assert_true(str_eq(sb_str(&b), str_of(all[i].text)));
    }
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_arena_gives_zeroed_aligned_storage),
        cmocka_unit_test(views_are_compared_by_bytes),
        cmocka_unit_test(a_view_is_cut_at_separators),
        cmocka_unit_test(copies_end_in_nul),
        cmocka_unit_test(numbers_are_digits_in_range),
        cmocka_unit_test(an_err_is_filled_and_false),
        cmocka_unit_test(a_builder_grows),
        cmocka_unit_test(a_coordinate_is_rounded_to_a_tenth),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
