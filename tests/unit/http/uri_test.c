/* http/uri.h: one spelling of an address. */
#include "http/uri.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void is_read(const char *target, unsigned segments, bool slash, const char *last)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct err err = {0};
    struct uri u;
    if (!uri_parse(a, str_of(target), &u, &err))
        fail_msg("%s: %s", target, err.detail);
    assert_int_equal(u.segments, segments);
    assert_int_equal(u.ends_with_slash, slash);
    if (segments > 0)
        assert_true(str_eq(u.segment[segments - 1], str_of(last)));
    arena_close(a);
}

static void is_refused(struct str target)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct err err = {0};
    struct uri u = {.segments = 77};
    if (uri_parse(a, target, &u, &err))
        fail_msg("accepted: %.*s", STR_FMT(target));
    assert_string_equal(err.code, "http.target");
    assert_int_equal(u.segments, 77);
    arena_close(a);
}

static void paths(void **state)
{
    (void)state;
    is_read("/", 0, true, "");
    is_read("/sv/", 1, true, "sv");
    is_read("/sv", 1, false, "sv");
    is_read("/sv/measures/Ko05L", 3, false, "Ko05L");
    is_read("/a/%C3%A5", 2, false, "å");
    is_read("/a/%7e~", 2, false, "~~");
    is_read("/a+b", 1, false, "a+b");
    is_read("/...", 1, false, "...");
    is_read("/a?", 1, false, "a");
    is_read("/1/2/3/4/5/6/7/8", 8, false, "8");
}

static void queries(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct err err = {0};
    struct uri u;
    assert_true(uri_parse(a, STR("/x?by=unit&q=a+b%26c%2Fd&empty&none="), &u, &err));
    assert_int_equal(u.fields, 4);
    assert_true(str_eq(uri_query(&u, STR("by")), STR("unit")));
    assert_true(str_eq(uri_query(&u, STR("q")), STR("a b&c/d")));
    assert_int_equal(uri_query(&u, STR("empty")).len, 0);
    assert_int_equal(uri_query(&u, STR("other")).len, 0);
    assert_true(str_eq(u.raw_path, STR("/x")));
    arena_close(a);
}

static void what_is_odd_is_refused(void **state)
{
    (void)state;
    static const char *const odd[] = {"",
                                      "x",
                                      "*",
                                      "http://a/",
                                      "//",
                                      "/a//b",
                                      "/./a",
                                      "/a/..",
                                      "/%2e%2e",
                                      "/%2e",
                                      "/a%2fb",
                                      "/a%5Cb",
                                      "/%",
                                      "/%4",
                                      "/%4g",
                                      "/%00",
                                      "/%0a",
                                      "/%7F",
                                      "/%C3",
                                      "/%C0%80",
                                      "/a b",
                                      "/a\"b",
                                      "/<",
                                      "/a\\b",
                                      "/a#b",
                                      "/\xC3\xA5",
                                      "/x?%",
                                      "/x?a=%ff",
                                      "/x?a=1&a=2",
                                      "/x?=1",
                                      "/x?a=1&&b=2",
                                      "/x?&",
                                      "/1/2/3/4/5/6/7/8/9",
                                      "/x?a&b&c&d&e&f&g&h&i&j&k&l&m&n&o&p&q"};
    for (size_t i = 0; i < ARRAY_LEN(odd); i++)
        is_refused(str_of(odd[i]));
    is_refused((struct str){"/a\0b", 4});
    static char long_one[HTTP_TARGET_MOST + 2];
    memset(long_one, 'a', sizeof long_one - 1);
    long_one[0] = '/';
    is_refused(str_of(long_one));
    long_one[HTTP_TARGET_MOST] = '\0';
    is_read(long_one, 1, false, long_one + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths),
        cmocka_unit_test(queries),
        cmocka_unit_test(what_is_odd_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
