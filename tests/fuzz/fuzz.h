/* tests/fuzz/fuzz.h - what the targets share: a fault ends the program, an input is read as a file
 * is, and every refusal has a code with a sentence. */
#ifndef TESTS_FUZZ_H
#define TESTS_FUZZ_H
#include "core/err_text.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline void must(bool holds)
{
    if (!holds)
        abort();
}

/* struct byte_source: what is left of a struct str. */
static inline bool text_read(void *state, char *to, size_t room, size_t *got, struct err *err)
{
    (void)err;
    struct str *rest = state;
    *got = rest->len < room ? rest->len : room;
    if (*got > 0)
        memcpy(to, rest->at, *got);
    *rest = (struct str){rest->at + *got, rest->len - *got};
    return true;
}

static inline void check_code(const struct err *err)
{
    enum err_kind kind;
    must(err->kind == ERR_INVALID && err_kind_of(str_of(err->code), &kind) && kind == err->kind);
}
#endif
