/* What is right as a file and yet hardly what was meant. */
#include "cli/definition_files.h"
#include "engine/bag.h"
#include "engine/expr.h"
#include "exchange/fhir.h"

#include <string.h>

struct warning {
    struct bag found; /* struct err */
    const struct definition_file *file;
};

static struct err *add(struct warning *w)
{
    struct err *e = bag_add(&w->found);
    *e = (struct err){0};
    return e;
}

static const char *name_of(const struct definition_file *file)
{
    const char *slash = strrchr(file->path, '/');
    return slash ? slash + 1 : file->path;
}

/* ---- code sets ---- */

static bool is_first_of_system(const struct codeset *s, size_t row)
{
    for (size_t i = 0; i < row; i++)
        if (codeset_same_system(s->row[i].system, s->row[row].system))
            return false;
    return true;
}

static bool is_address(struct str system)
{
    return str_starts(system, STR("http:")) || str_starts(system, STR("https:")) ||
           str_starts(system, STR("urn:"));
}

static bool has_system(const struct codeset *s, struct str system)
{
    for (size_t i = 0; i < s->rows; i++)
        if (codeset_same_system(s->row[i].system, system))
            return true;
    return false;
}

/* ICD-10 is a system of its own, which only rows of FHIR files state: who asks for it alone has
 * hardly meant that. */
static bool is_hardly_meant(const struct codeset *s, struct str name)
{
    return codeset_same_system(name, STR("ICD-10")) && !has_system(s, STR("ICD-10-SE"));
}

static void look_at_system(struct warning *w, const struct codeset *s,
                           const struct codeset_row *row)
{
    struct str name = fhir_system_name(row->system);
    if (is_hardly_meant(s, name))
        (void)FAIL(add(w), ERR_INVALID, "codeset.icd", "%.60s:%u: %.60s", name_of(w->file),
                   row->line, name.at);
    if (!str_eq(name, row->system))
        (void)FAIL(add(w), ERR_INVALID, "codeset.uri", "%.60s:%u: expected %.40s", name_of(w->file),
                   row->line, name.at);
    else if (!is_address(name) && !codeset_own_system(name) &&
             !fhir_system_named(name, codeset_same_system))
        (void)FAIL(add(w), ERR_INVALID, "codeset.system", "%.60s:%u: %.60s", name_of(w->file),
                   row->line, name.at);
}

static bool converts(const struct codeset_row *row)
{
    return row->offset.over.units != 0 || decimal_compare(row->factor.over, row->factor.under) != 0;
}

static void look_at_set(struct warning *w, const struct codeset *s)
{
    bool has_told = false;
    if (s->rows == 0)
        (void)FAIL(add(w), ERR_INVALID, "codeset.empty", "%.60s", name_of(w->file));
    for (size_t i = 0; i < s->rows; i++) {
        const struct codeset_row *row = &s->row[i];
        if (is_first_of_system(s, i))
            look_at_system(w, s, row);
        if (has_told || row->unit.len > 0 || !converts(row))
            continue;
        (void)FAIL(add(w), ERR_INVALID, "codeset.unit", "%.60s:%u: %.60s", name_of(w->file),
                   row->line, row->code.at);
        has_told = true;
    }
}

/* ---- measures ---- */

/* The line of a key that begins it; 0: none does. */
static unsigned line_of(struct str text, struct str key)
{
    for (unsigned line = 1; text.at; line++)
        if (str_starts(str_cut(&text, '\n'), key))
            return line;
    return 0;
}

static bool asks_for_here(const struct definition *d)
{
    const struct expr *const of[] = {d->numerator, d->denominator, d->value, d->exclude};
    bool asks = false;
    for (size_t i = 0; i < ARRAY_LEN(of); i++)
        asks |= expr_has(of[i], EXPR_HERE);
    return asks;
}

static bool has_unit(const struct selection *s)
{
    return s->by && s->by->converts;
}

/* Whether a value is compared with a limit whose unit nobody says. */
static bool has_bare_limit(const struct expr *e)
{
    if (!e)
        return false;
    const struct selection *s = e->selection;
    bool compares = e->op >= EXPR_EQUAL && e->op <= EXPR_GREATER_EQUAL;
    if (compares && e->a->op == EXPR_LATEST && !has_unit(e->a->selection))
        return true;
    if (s && !has_unit(s) &&
        (expr_has(s->where, EXPR_VALUE) || expr_has(s->paired, EXPR_VALUE) ||
         expr_has(s->without, EXPR_VALUE)))
        return true;
    return has_bare_limit(e->a) || has_bare_limit(e->b) || (s && has_bare_limit(s->anchor));
}

static void look_at_limits(struct warning *w, const struct definition *d)
{
    const struct {
        const char *key;
        const struct expr *is;
    } of[] = {{"exclude:", d->exclude},
              {"numerator:", d->numerator},
              {"denominator:", d->denominator},
              {"value:", d->value},
              {"missing:", d->missing}};
    for (size_t i = 0; i < ARRAY_LEN(of); i++)
        if (has_bare_limit(of[i].is))
            (void)FAIL(add(w), ERR_INVALID, "measure.limit", "%.60s:%u", name_of(w->file),
                       line_of(w->file->text, str_of(of[i].key)));
}

static void look_at_measure(struct warning *w, const struct definition *d)
{
    look_at_limits(w, d);
    if (d->kind == MEASURE_TABLE || d->population != POPULATION_EVERYONE || asks_for_here(d))
        return;
    (void)FAIL(add(w), ERR_INVALID, "measure.everywhere", "%.60s:%u", name_of(w->file),
               line_of(w->file->text, STR("population:")));
}

struct definition_warnings definition_warnings(struct arena *a, const struct definition_file *file)
{
    struct warning w = {BAG_OPEN(a, struct err), file};
    if (file->set)
        look_at_set(&w, file->set);
    if (file->definition)
        look_at_measure(&w, file->definition);
    struct err *at = ARENA_NEW(a, struct err, w.found.count + 1);
    for (size_t i = 0; i < w.found.count; i++)
        at[i] = *(const struct err *)bag_at(&w.found, i);
    return (struct definition_warnings){at, w.found.count};
}
