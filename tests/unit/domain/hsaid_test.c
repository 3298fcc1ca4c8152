#include "domain/hsaid.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct hsaid parse(const char *text)
{
    struct hsaid id;
    struct err err = {0};
    assert_true(hsaid_parse(str_of(text), &id, &err));
    return id;
}

static void case_says_nothing(void **state)
{
    (void)state;
    struct hsaid a = parse("se0000000000-e10x"), b = parse("SE0000000000-E10X");
    assert_true(hsaid_eq(&a, &b));
    assert_true(str_eq(hsaid_str(&a), STR("SE0000000000-E10X")));
    struct hsaid other = parse("SE0000000000-E10Y");
    assert_false(hsaid_eq(&a, &other));
    assert_true(hsaid_compare(&a, &other) < 0);
}

static void the_longest_and_the_shortest(void **state)
{
    (void)state;
    struct hsaid longest = parse("SE0000000000-E00000000000000001");
    assert_int_equal(hsaid_str(&longest).len, 31);
    struct hsaid shortest = parse("A-1");
    assert_int_equal(hsaid_str(&shortest).len, 3);
    for (size_t i = 3; i < HSAID_TEXT; i++)
        assert_int_equal(shortest.text[i], 0);
}

static void what_is_wrong_is_named(void **state)
{
    (void)state;
    static const struct {
        struct str text;
        const char *code;
    } cases[] = {
        {STR_INIT(""), "hsaid.length"},
        {STR_INIT("SE0000000000-E000000000000000012"), "hsaid.length"},
        {STR_INIT("SE0000000000E1"), "hsaid.hyphen"},
        {STR_INIT("SE-000-1"), "hsaid.hyphen"},
        {STR_INIT("-SE0"), "hsaid.hyphen"},
        {STR_INIT("SE0-"), "hsaid.hyphen"},
        {STR_INIT("SE0000000000-E 1"), "hsaid.character"},
        {STR_INIT("SE0000000000_E1"), "hsaid.character"},
        {STR_INIT("SE0-\xc3\x85"), "hsaid.character"},
        {STR_INIT("SE0-1\0"), "hsaid.character"},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct hsaid id = {"untouched"};
        struct err err = {0};
        assert_false(hsaid_parse(cases[i].text, &id, &err));
        assert_int_equal(err.kind, ERR_INVALID);
        assert_string_equal(err.code, cases[i].code);
        assert_string_equal(id.text, "untouched");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(case_says_nothing),
        cmocka_unit_test(the_longest_and_the_shortest),
        cmocka_unit_test(what_is_wrong_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
