/* docs/operator/fhir.md names, under each resource, every column and element of its mapping, and
 * all that is left out.
 *
 *     fhir_manual_test MANUAL */
#include "core/files.h"
#include "exchange/fhir_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MANUAL_MOST = 1024 * 1024 };

static bool has(struct str text, struct str word)
{
    for (size_t i = 0; i + word.len <= text.len; i++)
        if (memcmp(text.at + i, word.at, word.len) == 0)
            return true;
    return false;
}

/* 1: it is not there. */
static unsigned want(struct str text, struct str word, const char *type)
{
    if (has(text, word))
        return 0;
    printf("# %s: nothing says %.*s\n", type, STR_FMT(word));
    return 1;
}

/* From the resource's own line of the mapping to the next one's. */
static struct str section(struct arena *a, struct str manual, const char *type)
{
    const char *begin = strstr(manual.at, str_fmt(a, "| **%s** |", type).at);
    if (!begin)
        return STR("");
    const char *next = strstr(begin + 3, "\n| **"), *end = strstr(begin, "\n\n");
    if (next && next < end)
        end = next;
    return (struct str){begin, (size_t)(end - begin)};
}

static unsigned check(struct arena *a, struct str manual, const struct fhir_mapping *m)
{
    struct str text = section(a, manual, m->type);
    unsigned faults = want(text, str_fmt(a, "`%s`", m->table), m->type);
    for (unsigned i = 0; i < m->rules; i++) {
        faults += want(text, str_fmt(a, "`%s`", m->rule[i].column), m->type);
        for (struct str paths = str_of(m->rule[i].path); paths.at;)
            faults += want(text, str_cut(&paths, '|'), m->type);
    }
    for (unsigned i = 0; i < m->stops; i++)
        faults += want(manual, str_of(m->stop[i].value), m->type);
    return faults;
}

int main(int argc, char **argv)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct str manual;
    struct err err = {0};
    if (argc != 2 || !file_read_all(&FILES_POSIX, a, argv[1], MANUAL_MOST, &manual, &err))
        return EXIT_FAILURE;
    unsigned faults = 0;
    for (unsigned i = 0; i < FHIR_RESOURCES; i++)
        faults += check(a, manual, &FHIR_MAPPING[i]);
    printf("1..1\n%sok 1 - the manual names the whole mapping\n", faults > 0 ? "not " : "");
    arena_close(a);
    return faults > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
