#include "core/embedded.h"
#include "core/folder.h"
#include "core/yaml.h"
#include "engine/definition.h"
#include "measures.h"

#include <stdlib.h>
#include <string.h>

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
                                    "hired_weeks"};

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

static int in_order(const void *a, const void *b)
{
    const struct definition *x = *(const struct definition *const *)a;
    const struct definition *y = *(const struct definition *const *)b;
    size_t i = place_of(x->id), j = place_of(y->id);
    return i < j ? -1 : i > j ? 1 : str_compare(x->id, y->id);
}

/* In place of its namesake, or beside the others. */
static bool add(struct collection *c, const char *name, struct str text, struct err *err)
{
    const struct definition *d;
    if (!definition_parse(c->arena, name, text, &d, err))
        return false;
    size_t i = 0;
    while (i < c->count && !str_eq(c->at[i]->id, d->id))
        i++;
    if (i == DEFINITIONS_MOST)
        return FAIL(err, ERR_INVALID, "measure.many", "%.180s", name);
    c->at[i] = d;
    c->count += i == c->count;
    return true;
}

static bool is_definition(const char *name)
{
    size_t len = strlen(name);
    return len > 5 && name[0] != '.' && strcmp(name + len - 5, ".yaml") == 0;
}

/* In the order of the names, so that of two faults the same one is told everywhere. Faults in a
 * file name it without its folder, which could be too long for them. */
static bool add_folder(struct collection *c, const char *folder, struct err *err)
{
    const char *const *name;
    size_t count;
    if (!folder_list(c->arena, folder, &name, &count, err))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (!is_definition(name[i]))
            continue;
        const char *path = str_cstr(c->arena, str_fmt(c->arena, "%s/%s", folder, name[i]));
        struct str text;
        if (!file_read_all(&FILES_POSIX, c->arena, path, YAML_SIZE_MOST, &text, err) ||
            !add(c, name[i], text, err))
            return false;
    }
    return true;
}

bool definitions_load(struct arena *a, const char *folder, struct definitions *out, struct err *err)
{
    struct collection c = {a, ARENA_NEW(a, const struct definition *, DEFINITIONS_MOST), 0};
    for (unsigned i = 0; i < EMBEDDED_MEASURES.count; i++) {
        const struct embedded *file = &EMBEDDED_MEASURES.file[i];
        if (!add(&c, str_cstr(a, file->name), file->bytes, err))
            return false;
    }
    if (folder && !add_folder(&c, folder, err))
        return false;
    qsort(c.at, c.count, sizeof *c.at, in_order);
    *out = (struct definitions){c.at, c.count};
    return true;
}

const struct definition *definitions_find(const struct definitions *all, struct str id)
{
    for (size_t i = 0; i < all->count; i++)
        if (str_eq(all->at[i]->id, id))
            return all->at[i];
    return NULL;
}
