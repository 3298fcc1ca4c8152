#include "core/log.h"

#include "core/sb.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void lines_are_fields(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct sb out = sb_open(a, 256);
    const struct log_field fields[] = {
        LOG_NUMBER("load", -7),
        LOG_TEXT("file", STR("a b.csv")),
        LOG_TEXT("plain", STR("å/1:2")),
        LOG_TEXT("none", STR("")),
        LOG_TEXT("trick", STR("x\" level=error\n")),
        LOG_TEXT("back", STR("\\")),
        LOG_TEXT("bytes", STR("\xFF")),
    };
    log_put(&out, 0, LOG_INFO, "load.done", fields, ARRAY_LEN(fields));
    sb_char(&out, '\0');
    assert_string_equal(out.at, "1970-01-01T00:00:00Z info load.done load=-7 file=\"a b.csv\" "
                                "plain=å/1:2 none=\"\" trick=\"x\\\" level=error\\x0a\" "
                                "back=\"\\\\\" bytes=\"\\xff\"");
    arena_close(a);
}

static void a_level_can_be_left_out(void **state)
{
    (void)state;
    char *text = NULL;
    size_t size = 0;
    FILE *to = open_memstream(&text, &size);
    assert_non_null(to);
    struct log log = {to, LOG_WARNING}, nowhere = {NULL, LOG_DEBUG};
    struct err err = {.kind = ERR_IO, .code = "file.read", .where = "core/x.c", .detail = "a"};
    LOG(&log, LOG_INFO, "no", LOG_NUMBER("n", 1));
    LOG(&log, LOG_WARNING, "yes", LOG_NUMBER("n", 2));
    LOG(&nowhere, LOG_ERROR, "no", LOG_NUMBER("n", 3));
    log_err(&log, "failed", &err);
    fclose(to);
    assert_null(strstr(text, " no "));
    assert_non_null(strstr(text, " warning yes n=2\n"));
    assert_non_null(strstr(text, " error failed code=file.read detail=a where=core/x.c\n"));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_fields),
        cmocka_unit_test(a_level_can_be_left_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
