#include "core/yaml.h"
#include "engine/definition.h"
#include "engine/shelf.h"
#include "measures.h"

#include <stdlib.h>

/* The order that figures are printed in. Measures of one's own come after these, by id. */
static const char *const ORDER[] = {"listed",
                                    "listed_change",
                                    "active_choice",
                                    "cni",
                                    "production",
                                    "patients",
                                    "home_visits",
                                    "home_visit_patients",
                                    "ed_visits",
                                    "ed_referrals",
                                    "coverage",
                                    "Ko05L",
                                    "Ko05L_upc",
                                    "Ko05L_k",
                                    "Ko05L_secon",
                                    "Ko05L_mmci",
                                    "Ko05S",
                                    "Ko05S_upc",
                                    "Ko05S_k",
                                    "Ko05S_secon",
                                    "Ko05S_mmci",
                                    "own_doctor_visits",
                                    "slicc_month",
                                    "specialist_share",
                                    "district_nurse_share",
                                    "access0",
                                    "access0_month",
                                    "access3",
                                    "access3_month",
                                    "named_doctor",
                                    "named_doctor_informed",
                                    "named_doctor_population",
                                    "named_care_contact",
                                    "saebo_named_doctor",
                                    "saebo_named_care_contact",
                                    "Di01",
                                    "Di03L1",
                                    "Di03_missing",
                                    "Di03_middle",
                                    "Di03_high",
                                    "Di02_70",
                                    "Di02_missing",
                                    "Di02_under52",
                                    "Di02_52_70",
                                    "Dep04",
                                    "An04",
                                    "KOL02A",
                                    "Ald02",
                                    "med_review_basic",
                                    "med_review_full",
                                    "health_talk_invited",
                                    "health_talk_done",
                                    "hired_weeks",
                                    "economy", /* families by their table */
                                    "survey"};

struct collection {
    struct arena *arena;
    const struct definition **at;
    size_t count;
};

static size_t place_of(struct str id)
{
    size_t i = 0;
    while (i < ARRAY_LEN(ORDER) && !str_eq(id, str_of(ORDER[i])))
        i++;
    return i;
}

/* Of families the members with one word together, in the order of the vocabulary. */
static unsigned word_of(const struct definition *d)
{
    unsigned word = 0;
    const struct measure_family *f = d->family;
    const struct vocab *v = f ? TABLES[f->table].column[f->column].vocab : NULL;
    return v && vocab_find(v, d->each, &word) ? word : 0;
}

static struct str name_of(const struct definition *d)
{
    return d->family ? str_of(TABLES[d->family->table].name) : d->id;
}

static int in_order(const void *a, const void *b)
{
    const struct definition *x = *(const struct definition *const *)a;
    const struct definition *y = *(const struct definition *const *)b;
    size_t i = place_of(name_of(x)), j = place_of(name_of(y));
    if (i == j) {
        i = word_of(x);
        j = word_of(y);
    }
    return i < j ? -1 : i > j ? 1 : str_compare(x->id, y->id);
}

/* Files as they are read. */
struct reading {
    struct arena *arena;
    const struct codesets *sets;
    struct shelf shelf; /* const struct definition * */
};

static bool take(void *state, const char *name, struct str text, struct err *err)
{
    struct reading *r = state;
    const struct definition *d;
    return definition_parse(r->arena, name, text, r->sets, &d, err) &&
           (shelf_put(&r->shelf, d->id, d) ||
            FAIL(err, ERR_INVALID, "measure.many", "%.180s", name));
}

/* Bands are the same for each of them, in one order. */
static bool same_bands(const struct definition *x, const struct definition *y)
{
    bool same = x->bands == y->bands;
    for (unsigned i = 0; same && i < x->bands; i++)
        same = str_eq(x->band[i], y->band[i]);
    return same;
}

static bool check_bands(const struct definitions *all, struct err *err)
{
    for (size_t i = 0; i < all->count; i++)
        for (unsigned b = 0; b < all->at[i]->bands; b++) {
            const struct definition *d = all->at[i], *other = definitions_find(all, d->band[b]);
            if (!other || !same_bands(d, other))
                return FAIL(err, ERR_INVALID, "measure.band", "%.40s.yaml: %.40s", d->id.at,
                            d->band[b].at);
        }
    return true;
}

static bool load_sets(struct arena *a, const char *folder, struct codesets *out, struct err *err)
{
    const char *sets = folder ? str_cstr(a, str_fmt(a, "%s/codesets", folder)) : NULL;
    return codesets_load(a, sets && file_exists(sets) ? sets : NULL, out, err);
}

static bool is_family(const struct definition *d)
{
    return d->family && d->each.len == 0;
}

/* A member, unless a file of its own stands in its place. */
static bool add_member(struct collection *c, const struct definition *family, struct str word,
                       struct err *err)
{
    const struct definition *d = family_member(c->arena, family, word);
    for (size_t i = 0; i < c->count; i++)
        if (str_eq(c->at[i]->id, d->id))
            return !c->at[i]->family || FAIL(err, ERR_INVALID, "measure.id", "%.40s.yaml: %.60s",
                                             str_cstr(c->arena, family->id), d->id.at);
    if (c->count == DEFINITIONS_MOST)
        return FAIL(err, ERR_INVALID, "measure.many", "%.60s", d->id.at);
    c->at[c->count++] = d;
    return true;
}

/* Families whose words are known become their members; the others wait for the data. */
static bool open_families(struct collection *c, struct definitions *out, struct err *err)
{
    const struct definition **family = ARENA_NEW(c->arena, const struct definition *, c->count + 1);
    size_t families = 0, left = 0, waiting = 0;
    for (size_t i = 0; i < c->count; i++)
        if (is_family(c->at[i]))
            family[families++] = c->at[i];
        else
            c->at[left++] = c->at[i];
    c->count = left;
    for (size_t i = 0; i < families; i++) {
        const struct measure_family *f = family[i]->family;
        for (unsigned k = 0; k < f->words && !f->is_open; k++)
            if (!add_member(c, family[i], f->word[k].word, err))
                return false;
        if (f->is_open)
            family[waiting++] = family[i];
    }
    *out = (struct definitions){.family = family, .families = waiting};
    return true;
}

bool definitions_open(struct arena *a, const struct definitions *all, const struct str *word,
                      size_t words, struct definitions *out, struct err *err)
{
    struct collection c = {.arena = a,
                           .at = ARENA_NEW(a, const struct definition *, DEFINITIONS_MOST)};
    for (; c.count < all->count; c.count++)
        c.at[c.count] = all->at[c.count];
    for (size_t i = 0; i < all->families; i++)
        for (size_t k = 0; k < words; k++)
            if (!add_member(&c, all->family[i], word[k], err))
                return false;
    qsort(c.at, c.count, sizeof *c.at, in_order);
    *out = (struct definitions){.at = c.at, .count = c.count};
    return true;
}

bool definitions_load(struct arena *a, const char *folder, struct definitions *out, struct err *err)
{
    struct codesets sets;
    if (!load_sets(a, folder, &sets, err))
        return false;
    struct reading r = {a, &sets, shelf_open(a, DEFINITIONS_MOST)};
    const struct shelf_files files = {&EMBEDDED_MEASURES, folder, ".yaml",
                                      YAML_SIZE_MOST,     take,   &r};
    if (!shelf_read(a, &files, err))
        return false;
    struct collection c = {.arena = a,
                           .at = ARENA_NEW(a, const struct definition *, DEFINITIONS_MOST)};
    for (; c.count < r.shelf.count; c.count++)
        c.at[c.count] = r.shelf.at[c.count];
    struct definitions made;
    if (!open_families(&c, &made, err))
        return false;
    qsort(c.at, c.count, sizeof *c.at, in_order);
    made.at = c.at;
    made.count = c.count;
    *out = made;
    return check_bands(out, err);
}

const struct definition *definitions_find(const struct definitions *all, struct str id)
{
    for (size_t i = 0; i < all->count; i++)
        if (str_eq(all->at[i]->id, id))
            return all->at[i];
    return NULL;
}
