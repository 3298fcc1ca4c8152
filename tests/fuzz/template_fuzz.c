/* Any bytes as a template (and, after a NUL, as a second one): C, or a refusal with a place that is
 * in the file. What is accepted holds no style, no comment and no script. */
#define _GNU_SOURCE /* memmem */
#include "template.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct template_key KEYS[] = {{STR_INIT("a.plain"), 0}, {STR_INIT("a.two"), 2}};

static unsigned lines(struct str text)
{
    unsigned n = 1;
    for (size_t i = 0; i < text.len; i++)
        n += text.at[i] == '\n';
    return n;
}

static void check_fault(const struct template_set *set, const struct template_fault *fault)
{
    if (fault->message[0] == '\0' || fault->at.line == 0 || fault->at.column == 0)
        abort();
    for (unsigned i = 0; i < set->count; i++)
        if (fault->path == set->source[i].path && fault->at.line > lines(set->source[i].text))
            abort();
}

static bool is_of_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
}

/* Of that name whole: <stylex> is another element. */
static bool has_tag(struct str code, const char *tag)
{
    size_t length = strlen(tag);
    const char *at = code.at, *end = code.at + code.len;
    while ((at = memmem(at, (size_t)(end - at), tag, length))) {
        at += length;
        if (at == end || !is_of_name(*at))
            return true;
    }
    return false;
}

/* A < begins a tag in whatever is accepted, so these are not there, not even in a value. */
static void check_output(struct str code)
{
    static const char *const forbidden[] = {"<!--", "<script>x"};
    if (has_tag(code, "<style") || has_tag(code, "<STYLE"))
        abort();
    for (size_t i = 0; i < ARRAY_LEN(forbidden); i++)
        if (memmem(code.at, code.len, forbidden[i], strlen(forbidden[i])))
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct str second = {(const char *)data, size}, first = str_cut(&second, '\0');
    struct template_source source[] = {{STR_INIT("x"), "x.html", first},
                                       {STR_INIT("y"), "y.html", second}};
    struct template_set set = {source, second.at ? 2 : 1, KEYS, ARRAY_LEN(KEYS)};
    struct template_output out;
    struct template_fault fault;
    if (template_compile(a, &set, &out, &fault))
        check_output(out.code);
    else
        check_fault(&set, &fault);
    arena_close(a);
    return 0;
}
