/* core/text.h, core/err_text.h and core/embedded.h: what the generators made. */
#include "core/embedded.h"
#include "core/err_table.h"
#include "core/err_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static void texts_have_two_languages(void **state)
{
    (void)state;
    assert_true(str_eq(text_get(LANG_SV, TEXT_LANG_NAME), STR("Svenska")));
    assert_true(str_eq(text_get(LANG_EN, TEXT_LANG_NAME), STR("English")));
    enum text found = TEXT_COUNT;
    assert_true(text_find(STR("lang.name"), &found));
    assert_int_equal(found, TEXT_LANG_NAME);
    assert_false(text_find(STR("lang.nam"), &found));
    assert_false(text_find(STR(""), &found));
    assert_false(text_find(STR("zzz"), &found));
}

static void languages(void **state)
{
    (void)state;
    enum lang lang = LANG_EN;
    assert_true(lang_parse(STR("sv"), &lang));
    assert_int_equal(lang, LANG_SV);
    assert_true(lang_parse(STR("en"), &lang));
    assert_int_equal(lang, LANG_EN);
    assert_false(lang_parse(STR("SV"), &lang));
    assert_false(lang_parse(STR(""), &lang));
    assert_int_equal(lang_of_locale(STR("sv_SE.UTF-8")), LANG_SV);
    assert_int_equal(lang_of_locale(STR("sv")), LANG_SV);
    assert_int_equal(lang_of_locale(STR("svx")), LANG_EN);
    assert_int_equal(lang_of_locale(STR("C")), LANG_EN);
    assert_int_equal(lang_of_locale(STR("")), LANG_EN);
    assert_true(str_eq(lang_word(LANG_SV), STR("sv")));
    assert_true(str_eq(lang_word(LANG_EN), STR("en")));
}

static void errors_say_what_is_wrong_and_where(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct err err = {.kind = ERR_INVALID, .code = "day.format", .detail = "2023-1-1"};
    struct str said = err_message(a, LANG_EN, &err);
    assert_true(str_starts(said, STR("A date is written YYYY-MM-DD, as 2023-01-31: 2023-1-1")));
    said = err_message(a, LANG_SV, &err);
    assert_true(str_starts(said, STR("Datum skrivs")));
    err.detail[0] = '\0';
    said = err_message(a, LANG_EN, &err);
    assert_int_not_equal(said.at[said.len - 1], ' ');
    err = (struct err){.kind = ERR_IO, .code = "no.such_code", .detail = "x"};
    assert_true(str_eq(err_message(a, LANG_SV, &err), STR("no.such_code: x")));
    arena_close(a);
}

static void every_error_has_its_sentences(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    assert_true(ERR_TEXT_COUNT > 10);
    for (unsigned i = 0; i < ERR_TEXT_COUNT; i++) {
        enum err_kind kind = ERR_NONE;
        assert_true(err_kind_of(ERR_TEXTS[i].code, &kind));
        assert_int_equal(kind, ERR_TEXTS[i].kind);
        struct err err = {.kind = kind, .code = str_cstr(a, ERR_TEXTS[i].code), .detail = "DET"};
        for (int lang = LANG_SV; lang <= LANG_EN; lang++) {
            struct str said = str_copy(a, err_message(a, (enum lang)lang, &err));
            assert_true(said.len > 8);
            assert_non_null(strstr(said.at, "DET"));
            assert_null(strstr(said.at, "{}"));
        }
    }
    enum err_kind kind = ERR_NONE;
    assert_false(err_kind_of(STR("no.such_code"), &kind));
    arena_close(a);
}

static void kinds_decide_exit_and_status(void **state)
{
    (void)state;
    static const struct {
        enum err_kind kind;
        int exit, status;
    } cases[] = {
        {ERR_NONE, 0, 200},   {ERR_IO, 1, 500},       {ERR_INVALID, 2, 422}, {ERR_MISSING, 3, 404},
        {ERR_DENIED, 4, 403}, {ERR_CONFLICT, 5, 409}, {ERR_BUSY, 6, 503},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        assert_int_equal(err_exit_code(cases[i].kind), cases[i].exit);
        assert_int_equal(err_http_status(cases[i].kind), cases[i].status);
    }
}

static void embedded_files_are_found(void **state)
{
    (void)state;
    static const struct embedded file[] = {{STR_INIT("a.css"), STR_INIT("one")},
                                           {STR_INIT("b.css"), STR_INIT("")},
                                           {STR_INIT("b.js"), STR_INIT("three")}};
    struct embedded_files all = {file, 3}, none = {file, 0};
    for (size_t i = 0; i < ARRAY_LEN(file); i++)
        assert_ptr_equal(embedded_find(&all, file[i].name), &file[i]);
    assert_null(embedded_find(&all, STR("b")));
    assert_null(embedded_find(&all, STR("z")));
    assert_null(embedded_find(&none, STR("a.css")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_have_two_languages),
        cmocka_unit_test(languages),
        cmocka_unit_test(errors_say_what_is_wrong_and_where),
        cmocka_unit_test(every_error_has_its_sentences),
        cmocka_unit_test(kinds_decide_exit_and_status),
        cmocka_unit_test(embedded_files_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
