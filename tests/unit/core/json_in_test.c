/* core/json_in.h: what is read, as it was written; what is not JSON. */
#include "core/json_in.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const struct json_in *read_json(struct arena *a, const char *text)
{
    const struct json_in *root = NULL;
    struct err err = {0};
    if (!json_in_parse(a, str_of(text), &root, &err))
        fail_msg("%s: %s %s", text, err.code, err.detail);
    return root;
}

static void is(const struct json_in *v, const char *text)
{
    assert_true(str_eq(json_in_text(v), str_of(text)));
}

static void values_are_read(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    const struct json_in *root =
        read_json(a, " {\"a\": [1, -2.50, 6.02E+23, 0], \"b\": {\"c\": \"\\u00e5\\n\\\"\xC3\xB6\"},"
                     " \"t\": true, \"f\": false, \"n\": null, \"a\": 2, \"e\": [], \"m\": {}}\n");
    const struct json_in *list = json_in_get(root, "a");
    assert_int_equal(root->kind, JSON_IN_MAP);
    assert_int_equal(list->kind, JSON_IN_LIST);
    is(list->first, "1");
    is(list->first->next, "-2.50");
    is(list->first->next->next, "6.02E+23");
    is(list->first->next->next->next, "0");
    assert_null(list->first->next->next->next->next);
    is(json_in_get(json_in_get(root, "b"), "c"), "\xC3\xA5\n\"\xC3\xB6");
    assert_int_equal(json_in_get(root, "t")->kind, JSON_IN_TRUE);
    assert_int_equal(json_in_get(root, "f")->kind, JSON_IN_FALSE);
    assert_int_equal(json_in_get(root, "n")->kind, JSON_IN_NULL);
    assert_null(json_in_get(root, "e")->first);
    assert_null(json_in_get(root, "m")->first);
    assert_null(json_in_get(root, "A"));
    assert_null(json_in_get(list, "a"));
    assert_null(json_in_get(NULL, "a"));
    is(json_in_get(root, "t"), "");
    is(NULL, "");
    arena_close(a);
}

static void what_is_not_json_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *code;
    } faults[] = {
        {"", "json.syntax"},
        {" ", "json.syntax"},
        {"{", "json.syntax"},
        {"[1,]", "json.syntax"},
        {"{\"a\"}", "json.syntax"},
        {"[01]", "json.syntax"},
        {"[1.]", "json.syntax"},
        {"[.5]", "json.syntax"},
        {"[+1]", "json.syntax"},
        {"[1e]", "json.syntax"},
        {"[-]", "json.syntax"},
        {"[1-2]", "json.syntax"},
        {"[1.5.2]", "json.syntax"},
        {"\"a", "json.syntax"},
        {"\"a\\\"", "json.syntax"},
        {"\"a\nb\"", "json.syntax"},
        {"\"\\x\"", "json.syntax"},
        {"\"\\u0000\"", "json.syntax"},
        {"\"\\ud800\"", "json.syntax"},
        {"{} {}", "json.syntax"},
        {"nul", "json.syntax"},
        {"[\x01]", "json.syntax"},
        {"{'a':1}", "json.syntax"},
        {"[1 2]", "json.syntax"},
        {"[1234567890123456789012345678901234567890123456789012345678901234567890]", "json.syntax"},
    };
    struct arena *a = arena_open(ARENA_BLOCK);
    for (size_t i = 0; i < ARRAY_LEN(faults); i++) {
        const struct json_in *root = NULL;
        struct err err = {0};
        if (json_in_parse(a, str_of(faults[i].text), &root, &err) ||
            strcmp(err.code, faults[i].code) != 0)
            fail_msg("%s: %s", faults[i].text, err.code ? err.code : "read");
    }
    arena_close(a);
}

static void depth_is_bounded(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    const struct json_in *root = NULL;
    struct err err = {0};
    char text[2 * JSON_DEPTH_MOST + 4];
    for (int extra = 0; extra < 2; extra++) {
        size_t deep = JSON_DEPTH_MOST + (size_t)extra;
        memset(text, '[', deep);
        memset(text + deep, ']', deep);
        bool done = json_in_parse(a, (struct str){text, 2 * deep}, &root, &err);
        assert_int_equal(done, extra == 0);
    }
    assert_string_equal(err.code, "json.depth");
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_read),
        cmocka_unit_test(what_is_not_json_is_refused),
        cmocka_unit_test(depth_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
