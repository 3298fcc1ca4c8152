/* Reading checks: a key says what is found, the others are those of a measure. */
#include "engine/check.h"

#include "checks.h"
#include "engine/definition_reader.h"
#include "engine/expr_words.h"
#include "engine/shelf.h"

#include <stdlib.h>
#include <string.h>

const char *const CHECK_KEYS[] = {
    "id",     "name",    "text", "mend",    "concerns", "codesets", "parameters", "parts", "rows",
    "except", "persons", "of",   "measure", "figures",  "series",   "registry",   NULL};
static const char *const FIGURES[] = {[FIGURES_WHOLE] = "whole", [FIGURES_REPEATED] = "repeated"};
static const char *const REGISTRY[] = {[REGISTRY_OVERLAPPING_LISTINGS] = "overlapping_listings"};
static const char CONCERNS_WHAT[] = "expected a list of tables, code sets, measures or staff";
/* What is found, by kind; of persons it may be a measure's. */
static const struct {
    const char *key;
    enum check_kind kind;
} FOUND[] = {{"rows", CHECK_ROWS},       {"persons", CHECK_PERSONS}, {"measure", CHECK_PERSONS},
             {"figures", CHECK_FIGURES}, {"series", CHECK_SERIES},   {"registry", CHECK_REGISTRY}};

static bool read_texts(struct reader *r, const struct yaml *root, struct check *c)
{
    const struct yaml *name, *text, *mend;
    return reader_id(r, root, &c->of.id) && reader_needed(r, root, "name", &name) &&
           reader_both(r, name, NAME_MOST, c->of.name) && reader_needed(r, root, "text", &text) &&
           reader_both(r, text, TEXT_MOST, c->of.text) && reader_needed(r, root, "mend", &mend) &&
           reader_both(r, mend, TEXT_MOST, c->mend);
}

/* What figures concern, they say themselves. */
static bool read_concerns(struct reader *r, const struct yaml *root, const struct check_sources *of,
                          struct check *c)
{
    const struct yaml *n = yaml_get(root, STR("concerns"));
    if (!n)
        return true;
    if (c->kind == CHECK_FIGURES)
        return FAIL(r->err, ERR_INVALID, "measure.key", YAML_AT "concerns", YAML_PLACE(n));
    if (n->kind != YAML_LIST || n->count == 0)
        return reader_refuse(r, n, CONCERNS_WHAT);
    struct str *word = ARENA_NEW(r->arena, struct str, n->count);
    for (size_t i = 0; i < n->count; i++) {
        const struct yaml *item = &n->item[i];
        if (item->kind != YAML_SCALAR || !check_concern_is_known(of, item->text))
            return reader_refuse(r, item, CONCERNS_WHAT);
        word[i] = item->text;
    }
    c->concern = word;
    c->concerns = (unsigned)n->count;
    return true;
}

/* The one key that says what is found. */
static bool read_kind(struct reader *r, const struct yaml *root, struct check *c,
                      const struct yaml **value)
{
    const struct yaml *found = NULL;
    for (size_t i = 0; i < ARRAY_LEN(FOUND); i++) {
        const struct yaml *n = yaml_get(root, str_of(FOUND[i].key));
        if (n && found)
            return FAIL(r->err, ERR_INVALID, "check.kind", YAML_AT "%s", YAML_PLACE(n),
                        FOUND[i].key);
        if (n) {
            found = n;
            c->kind = FOUND[i].kind;
        }
    }
    *value = found;
    return found ||
           FAIL(r->err, ERR_INVALID, "check.kind", YAML_AT "rows, persons", YAML_PLACE(root));
}

/* A key that only another kind has. */
static bool refuse_others(struct reader *r, const struct yaml *root, const struct check *c)
{
    const struct yaml *except = yaml_get(root, STR("except")), *of = yaml_get(root, STR("of"));
    if (except && c->kind != CHECK_ROWS)
        return FAIL(r->err, ERR_INVALID, "measure.key", YAML_AT "except", YAML_PLACE(except));
    if (of &&
        ((c->kind != CHECK_ROWS && c->kind != CHECK_PERSONS) || yaml_get(root, STR("measure"))))
        return FAIL(r->err, ERR_INVALID, "measure.key", YAML_AT "of", YAML_PLACE(of));
    return true;
}

static bool read_selection(struct reader *r, const struct yaml *root, const char *key,
                           const struct check *c, const struct selection **out)
{
    const struct yaml *n = yaml_get(root, str_of(key));
    struct expr_part read;
    if (!n)
        return true;
    if (!reader_expression(r, n, &c->of, WANT_ROWS, &read))
        return false;
    *out = read.is->selection;
    return true;
}

static bool read_rows(struct reader *r, const struct yaml *root, struct check *c)
{
    const struct yaml *except = yaml_get(root, STR("except"));
    if (!read_selection(r, root, "rows", c, &c->rows) ||
        !read_selection(r, root, "except", c, &c->except) ||
        !read_selection(r, root, "of", c, &c->among))
        return false;
    return !c->except || c->except->table == c->rows->table ||
           reader_refuse(r, except, "expected rows of the same table");
}

static bool read_condition(struct reader *r, const struct yaml *root, const char *key,
                           const struct definition *d, const struct expr **out)
{
    const struct yaml *n = yaml_get(root, str_of(key));
    struct expr_part read = {0};
    if (n && !reader_expression(r, n, d, WANT_CONDITION, &read))
        return false;
    *out = read.is;
    return true;
}

static bool read_measure(struct reader *r, const struct yaml *n, const struct definitions *measures,
                         struct check *c)
{
    const struct definition *d =
        n->kind == YAML_SCALAR ? definitions_find(measures, n->text) : NULL;
    if (!d || d->kind != MEASURE_RATIO || d->population != POPULATION_LISTED)
        return reader_refuse(r, n, "expected the id of a ratio of the listed");
    struct definition own = c->of;
    c->measure = d;
    c->of = *d;
    c->of.id = own.id;
    memcpy(c->of.name, own.name, sizeof own.name);
    memcpy(c->of.text, own.text, sizeof own.text);
    return true;
}

/* A number that the kind takes from the parameters, by its name. */
struct wanted {
    const char *name;
    int64_t least, most;
};

static bool take_number(struct reader *r, const struct yaml *value, const struct check *c,
                        struct wanted wanted, int64_t *out)
{
    for (unsigned i = 0; i < c->of.parameters; i++) {
        const struct expr_parameter *p = &c->of.parameter[i];
        if (!str_eq(p->name, str_of(wanted.name)))
            continue;
        r->used_parameters |= UINT32_C(1) << i;
        *out = p->number.units;
        return (!p->is_list && p->number.places == 0 && *out >= wanted.least &&
                *out <= wanted.most) ||
               reader_refuse(r, value,
                             str_fmt(r->arena, "expected a whole parameter: %s, %lld to %lld",
                                     wanted.name, (long long)wanted.least, (long long)wanted.most)
                                 .at);
    }
    return reader_refuse(r, value, str_fmt(r->arena, "expected a parameter: %s", wanted.name).at);
}

static bool read_series(struct reader *r, const struct yaml *n, struct check *c)
{
    struct expr_part read;
    int64_t months = 0;
    c->of.kind = MEASURE_COUNT;
    c->of.unit = IN_CONTACTS;
    if (!reader_expression(r, n, &c->of, WANT_COUNTED, &read) ||
        !take_number(r, n, c, (struct wanted){"least", 0, EXPR_NUMBER_MOST}, &c->least) ||
        !take_number(r, n, c, (struct wanted){"percent", 1, 100}, &c->percent) ||
        !take_number(r, n, c, (struct wanted){"history", 3, CHECK_MONTHS_MOST}, &months))
        return false;
    c->of.value = read.is;
    c->months = (unsigned)months;
    return true;
}

static bool read_found(struct reader *r, const struct yaml *root, const struct yaml *value,
                       const struct definitions *measures, struct check *c)
{
    unsigned word = 0;
    switch (c->kind) {
    case CHECK_ROWS:
        return read_rows(r, root, c);
    case CHECK_PERSONS:
        if (yaml_get(root, STR("measure")))
            return read_measure(r, value, measures, c);
        return read_condition(r, root, "persons", &c->of, &c->of.numerator) &&
               read_condition(r, root, "of", &c->of, &c->of.denominator);
    case CHECK_FIGURES:
        if (!reader_word(r, value, FIGURES, ARRAY_LEN(FIGURES), &word) ||
            !take_number(r, value, c, (struct wanted){"least", 1, EXPR_NUMBER_MOST}, &c->least))
            return false;
        c->figures = (enum check_figures)word;
        return true;
    case CHECK_SERIES:
        return read_series(r, value, c);
    case CHECK_REGISTRY:
        if (!reader_word(r, value, REGISTRY, ARRAY_LEN(REGISTRY), &word))
            return false;
        c->registry = (enum check_registry)word;
        return true;
    }
    return false;
}

bool check_parse(struct arena *a, const char *name, struct str text, const struct check_sources *of,
                 const struct check **out, struct err *err)
{
    struct reader r = {.arena = a,
                       .name = name,
                       .file = text,
                       .sets = of->sets,
                       .is_reserved = expr_is_reserved,
                       .err = err};
    const struct yaml *root, *value;
    struct check *c = ARENA_NEW(a, struct check, 1);
    if (!yaml_parse(a, name, text, &root, err) ||
        !reader_map(&r, root, CHECK_KEYS, ARRAY_LEN(CHECK_KEYS) - 1) || !read_texts(&r, root, c) ||
        !read_kind(&r, root, c, &value) || !refuse_others(&r, root, c) ||
        !read_concerns(&r, root, of, c))
        return false;
    c->of.kind = MEASURE_RATIO;
    c->of.unit = IN_PERCENT;
    r.of_check = c->kind != CHECK_SERIES; /* which is evaluated as measures are */
    c->of.population = c->kind == CHECK_PERSONS ? POPULATION_LISTED : POPULATION_EVERYONE;
    if (!reader_parameters(&r, root, &c->of) || !reader_sets(&r, root, &c->of) ||
        !reader_parts(&r, root, &c->of) || !read_found(&r, root, value, of->measures, c))
        return false;
    *out = c;
    return yaml_get(root, STR("measure")) ? true : reader_check_used(&r, root, &c->of);
}

/* ---- all of them ---- */

struct reading {
    struct arena *arena;
    struct check_sources of;
    struct shelf shelf; /* const struct check * */
};

static bool take(void *state, const char *name, struct str text, struct err *err)
{
    struct reading *r = state;
    const struct check *c;
    return check_parse(r->arena, name, text, &r->of, &c, err) &&
           (shelf_put(&r->shelf, c->of.id, c) ||
            FAIL(err, ERR_INVALID, "check.many", "%.60s:1", name));
}

static int by_id(const void *a, const void *b)
{
    const struct check *x = *(const struct check *const *)a, *y = *(const struct check *const *)b;
    return str_compare(x->of.id, y->of.id);
}

/* The folder in the folder; NULL: there is none. */
static const char *inside(struct arena *a, const char *folder, const char *name)
{
    const char *path = folder ? str_cstr(a, str_fmt(a, "%s/%s", folder, name)) : NULL;
    return path && file_exists(path) ? path : NULL;
}

bool checks_load(struct arena *a, const char *folder, const struct definitions *measures,
                 struct checks *out, struct err *err)
{
    struct codesets sets;
    if (!codesets_load(a, inside(a, folder, "codesets"), &sets, err))
        return false;
    struct reading r = {a, {&sets, measures}, shelf_open(a, CHECKS_MOST)};
    const struct shelf_files files = {
        &EMBEDDED_CHECKS, inside(a, folder, "checks"), ".yaml", YAML_SIZE_MOST, take, &r};
    if (!shelf_read(a, &files, err))
        return false;
    const struct check **at = ARENA_NEW(a, const struct check *, r.shelf.count + 1);
    for (size_t i = 0; i < r.shelf.count; i++)
        at[i] = r.shelf.at[i];
    qsort(at, r.shelf.count, sizeof *at, by_id);
    *out = (struct checks){at, r.shelf.count};
    return true;
}

const struct check *checks_find(const struct checks *all, struct str id)
{
    for (size_t i = 0; i < all->count; i++)
        if (str_eq(all->at[i]->of.id, id))
            return all->at[i];
    return NULL;
}
