/* report/pdf_cairo.h: texts in boxes, the same bytes for the same pages; and what cairo refuses. */
#define _GNU_SOURCE /* memmem */
#include "report/pdf_cairo.h"

#include "fonts_kept.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static bool draw(struct arena *a, struct str title, struct str *out, struct err *err)
{
    struct pdf *pdf = pdf_open(a, &(struct pdf_about){.title = title, .made_on = {45300}});
    struct pdf_box wide = {25, 30, 160, PDF_PLAIN}, narrow = {25, 60, 20, PDF_PLAIN};
    const struct str text =
        STR("En rad som får plats där det är brett och bryts där det är smalt.");
    pdf_page(pdf);
    double one = pdf_height(pdf, &wide, text);
    assert_true(one > 3 && one < 8); /* millimetres */
    assert_true(pdf_height(pdf, &narrow, text) > 3 * one);
    assert_true(pdf_text(pdf, &wide, text) == one);
    pdf_page(pdf);
    (void)pdf_text(pdf, &narrow, text);
    return pdf_end(pdf, out, err);
}

static void the_same_pages_are_the_same_bytes(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct str first, second;
    struct err err = {0};
    assert_true(draw(a, STR("Brev"), &first, &err));
    assert_true(draw(a, STR("Brev"), &second, &err));
    assert_true(str_starts(first, STR("%PDF-")));
    assert_true(str_eq(first, second));
    assert_non_null(memmem(first.at, first.len, "/StructTreeRoot", 15));
    arena_close(a);
}

static void what_cairo_refuses_is_told_at_the_end(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct str bytes;
    struct err err = {0};
    assert_false(draw(a, STR("\xff"), &bytes, &err));
    assert_string_equal(err.code, "pdf.failed");
    assert_true(err.kind == ERR_IO);
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_pages_are_the_same_bytes),
        cmocka_unit_test(what_cairo_refuses_is_told_at_the_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
