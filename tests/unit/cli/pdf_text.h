/* tests/unit/cli/pdf_text.h - a PDF read as others read it: a tag of the text that is drawn says
 * little of what is read. */
#ifndef TESTS_PDF_TEXT_H
#define TESTS_PDF_TEXT_H
#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static inline char *text_of(struct scratch *s, const char *pdf, char *text, size_t room)
{
    const char *line =
        str_fmt(s->arena, "pdftotext -layout %s %s", pdf, scratch_path(s, "text")).at;
    /* NOLINTNEXTLINE(cert-env33-c): a line of this test, of a folder of its own */
    assert_int_equal(system(line), 0);
    FILE *f = fopen(scratch_path(s, "text"), "r");
    assert_non_null(f);
    size_t n = fread(text, 1, room - 1, f);
    text[n] = '\0';
    (void)fclose(f);
    return text;
}
#endif
