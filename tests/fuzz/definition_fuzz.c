/* Any bytes as the file of a measure: a whole definition, or a refusal with a place. */
#include "engine/definition_format.h"

#include "known_leaks.h"

#include "core/utf8.h"
#include "engine/definition.h"
#include "engine/expr.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct definition *d)
{
    bool is_ratio = d->kind == MEASURE_RATIO, is_table = d->kind == MEASURE_TABLE;
    if (is_ratio != (d->numerator != NULL) || (is_ratio || is_table) != (d->value == NULL))
        abort();
    if ((d->denominator && !is_ratio) || is_table != (d->of_tables.numerator != NULL))
        abort();
    for (int lang = LANG_SV; lang <= LANG_EN; lang++)
        if (d->name[lang].len == 0 || d->text[lang].len == 0 || !utf8_valid(d->text[lang]))
            abort();
    for (unsigned i = 0; i < d->gaps; i++)
        if (d->gap[i].text[LANG_SV].len == 0 || d->gap[i].text[LANG_EN].len == 0)
            abort();
    if (!str_eq(d->id, STR("fuzz")) || day_is_none(d->reviewed) || d->certainty < 'A' ||
        d->certainty > 'D')
        abort();
}

/* What is right has the one form, or is refused; what has it is right, and stays as it is. */
static void form(struct arena *a, struct str text, const struct codesets *sets)
{
    struct err err = {0};
    struct str once, twice;
    const struct definition *d;
    if (!definition_format(a, "fuzz.yaml", text, &once, &err)) {
        if (strcmp(err.code, "measure.layout") != 0)
            abort();
        return;
    }
    if (!definition_parse(a, "fuzz.yaml", once, sets, &d, &err) ||
        !definition_format(a, "fuzz.yaml", once, &twice, &err) || !str_eq(once, twice))
        abort();
    check(d);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = {(const char *)data, size};
    struct arena *a = arena_open(ARENA_BLOCK);
    struct err err = {0};
    const struct definition *d = NULL;
    const struct codeset *kol = NULL;
    if (!codeset_parse(
            a, "kol.csv",
            STR("system,code,match,display,certainty,source\nICD-10-SE,J44,prefix,x,B,y\n"), &kol,
            &err))
        abort();
    const struct codesets sets = {&kol, 1};
    if (definition_parse(a, "fuzz.yaml", text, &sets, &d, &err)) {
        check(d);
        form(a, text, &sets);
    } else if (err.kind != ERR_INVALID || strncmp(err.detail, "fuzz.yaml:", 10) != 0)
        abort();
    arena_close(a);
    return 0;
}
