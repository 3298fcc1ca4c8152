#include "core/json.h"

#include "core/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void nested_values(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct sb out = sb_open(a, 16);
    struct json j = json_open(&out);
    json_array(&j);
    json_object(&j);
    json_key(&j, STR("unit"));
    json_str(&j, STR("SE0000000000-E1"));
    json_key(&j, STR("n"));
    json_i64(&j, INT64_MIN);
    json_key(&j, STR("list"));
    json_array(&j);
    json_bool(&j, true);
    json_bool(&j, false);
    json_null(&j);
    json_array(&j);
    json_array_end(&j);
    json_object(&j);
    json_object_end(&j);
    json_array_end(&j);
    json_key(&j, STR("exact"));
    json_str(&j, STR("34/75"));
    json_object_end(&j);
    json_object(&j);
    json_object_end(&j);
    json_array_end(&j);
    sb_char(&out, '\0');
    assert_string_equal(sb_str(&out).at,
                        "[{\"unit\":\"SE0000000000-E1\",\"n\":-9223372036854775808,\"list\":[true,"
                        "false,null,[],{}],\"exact\":\"34/75\"},{}]");
    assert_int_equal(j.depth, 0);
    arena_close(a);
}

static void strings(void **state)
{
    (void)state;
    static const struct {
        const char *text, *json;
    } cases[] = {
        {"", "\"\""},
        {"a\"b\\c\n\r\t\x01\x7F/", "\"a\\\"b\\\\c\\n\\r\\t\\u0001\\u007f/\""},
        {"Åre \xF0\x9F\x98\x80", "\"Åre \xF0\x9F\x98\x80\""},
        {"a\xFFz", "\"a\xEF\xBF\xBDz\""},
        {"a\xC3", "\"a\xEF\xBF\xBD\""},
        {"a\xE2\x82z", "\"a\xEF\xBF\xBDz\""},
        {"\xED\xA0\x80z\x80", "\"\xEF\xBF\xBDz\xEF\xBF\xBD\""},
    };
    struct arena *a = arena_open(ARENA_BLOCK);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct sb out = sb_open(a, 16);
        struct json j = json_open(&out);
        json_str(&j, str_of(cases[i].text));
        assert_true(utf8_valid(sb_str(&out)));
        sb_char(&out, '\0');
        assert_string_equal(sb_str(&out).at, cases[i].json);
    }
    struct sb out = sb_open(a, 16);
    struct json j = json_open(&out);
    json_str(&j, STR("a\0b"));
    assert_true(str_eq(sb_str(&out), STR("\"a\\u0000b\"")));
    arena_close(a);
}

static struct str json_of(struct arena *a, struct str text)
{
    struct sb out = sb_open(a, 64);
    struct json j = json_open(&out);
    json_str(&j, text);
    return sb_str(&out);
}

/* Eight bytes are looked at together; one alone is as the table above has it. */
static void a_byte_is_the_same_wherever_it_stands(void **state)
{
    (void)state;
    enum { LENGTH = 19 };
    for (unsigned byte = 0; byte <= UINT8_MAX; byte++) {
        struct arena *a = arena_open(ARENA_BLOCK);
        char c = (char)byte, text[LENGTH];
        struct str alone = json_of(a, (struct str){&c, 1});
        for (size_t at = 0; at < LENGTH; at++) {
            memset(text, 'x', sizeof text);
            text[at] = c;
            struct sb wanted = sb_open(a, 64);
            sb_fmt(&wanted, "\"%.*s", (int)at, "xxxxxxxxxxxxxxxxxxx");
            sb_put(&wanted, (struct str){alone.at + 1, alone.len - 2});
            sb_fmt(&wanted, "%.*s\"", (int)(LENGTH - 1 - at), "xxxxxxxxxxxxxxxxxxx");
            assert_true(str_eq(json_of(a, (struct str){text, LENGTH}), sb_str(&wanted)));
        }
        arena_close(a);
    }
}

static void utf8(void **state)
{
    (void)state;
    assert_true(utf8_valid(STR("")));
    assert_true(utf8_valid(STR("\xF4\x8F\xBF\xBF")));
    static const char *const bad[] = {"\x80",         "\xC1\xBF",     "\xE0\x9F\x80",
                                      "\xED\xA0\x80", "\xF0\x8F\x80", "\xF4\x90\x80\x80",
                                      "\xF5\x80",     "abcdefgh\xC3", "\xC3("};
    for (size_t i = 0; i < ARRAY_LEN(bad); i++)
        assert_false(utf8_valid(str_of(bad[i])));
    assert_int_equal(utf8_count(STR("Åä€\xF0\x9F\x98\x80x")), 5);
    /* One text in two pieces, cut anywhere, is as good as whole. */
    struct str text = STR("abcdefghijkl å € \xF0\x9F\x98\x80 end");
    for (size_t cut = 0; cut <= text.len; cut++) {
        struct utf8 u = {0};
        assert_int_equal(utf8_take(&u, (struct str){text.at, cut}), cut);
        struct str rest = {text.at + cut, text.len - cut};
        assert_int_equal(utf8_take(&u, rest), rest.len);
        assert_int_equal(u.more, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nested_values),
        cmocka_unit_test(strings),
        cmocka_unit_test(a_byte_is_the_same_wherever_it_stands),
        cmocka_unit_test(utf8),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
