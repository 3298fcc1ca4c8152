#include "web/model_checks.h"

#include <string.h>

struct maker {
    struct arena *a;
    const struct model *m;
    const struct model_checks_facts *facts;
    struct str period;
    struct unit_place *place; /* of the county's units, and of what is at none of them */
    uint32_t *unit;           /* their numbers in the snapshot */
    size_t places;
};

static bool is_of_county(const struct maker *k, uint32_t unit)
{
    const struct snapshot *s = k->facts->snapshot;
    uint16_t county = s->unit_county[unit];
    return county != SNAPSHOT_NONE16 && str_eq(s->place[county], k->facts->county);
}

static void fill_places(struct maker *k)
{
    const struct snapshot *s = k->facts->snapshot;
    k->place = ARENA_NEW(k->a, struct unit_place, s->known_units + 1);
    k->unit = ARENA_NEW(k->a, uint32_t, s->known_units + 1);
    for (uint32_t u = 0; u < s->known_units; u++)
        if (is_of_county(k, u)) {
            k->unit[k->places] = u;
            k->place[k->places++] = (struct unit_place){
                .unit = str_copy(k->a, hsaid_str(&s->unit_id[u])), .county = k->facts->county};
        }
    k->place[k->places] = (struct unit_place){.county = k->facts->county};
}

static struct unpublished_cell cell_of(const struct maker *k, struct str level, struct str id,
                                       struct check_count count, enum cell_kind kind)
{
    bool is_share = kind == CELL_RATIO;
    return (struct unpublished_cell){
        .level = level,
        .id = id,
        .period = k->period,
        .absence = is_share && count.among == 0 && count.found == 0 ? ABSENCE_INV : ABSENCE_NONE,
        .numerator = (int64_t)count.found,
        .denominator = is_share ? (int64_t)count.among : 1,
        .value = is_share && count.among > 0 ? (double)count.found / (double)count.among
                                             : (double)count.found};
}

/* The county's, which has all that is found, its units', and what is left for other places: who
 * takes the units away from the whole must not come to few there either. */
static const struct published_table *publish(const struct maker *k, const struct check *check,
                                             const struct check_result *r)
{
    enum cell_kind kind = r->all.among > 0 ? CELL_RATIO : CELL_COUNT;
    struct check_count rest = r->all;
    struct unpublished_cell *cell = ARENA_NEW(k->a, struct unpublished_cell, k->places + 2);
    size_t n = 0;
    cell[n++] = cell_of(k, model_level_word(MODEL_COUNTY), k->facts->county, r->all, kind);
    for (size_t i = 0; r->unit && i < k->places; i++) {
        struct check_count count = r->unit[k->unit[i]];
        rest.found -= count.found;
        rest.among -= count.among;
        cell[n++] = cell_of(k, model_level_word(MODEL_UNIT), k->place[i].unit, count, kind);
    }
    if (r->unit && (rest.found > 0 || rest.among > 0))
        cell[n++] = cell_of(k, model_level_word(MODEL_UNIT), STR(""), rest, kind);
    const struct unpublished_table all = {.measure = check->of.id,
                                          .kind = kind,
                                          .cell = cell,
                                          .count = n,
                                          .place = k->place,
                                          .places = k->places + 1};
    return suppress(k->a, &k->m->suppression, &all);
}

/* What is published of a measure must not be published once more by other sums: what one table
 * hides would stand in the other. NULL: the check is none of those measures. */
static const struct published_table *published_already(const struct maker *k,
                                                       const struct check *check)
{
    for (unsigned i = 0; check->measure && i < k->m->measures; i++)
        if (str_eq(k->m->measure[i].definition->id, check->measure->id))
            return k->m->measure[i].table;
    return NULL;
}

/* NULL: of figures, which are of each measure. */
static const struct published_table *table_of(const struct maker *k, const struct check *check,
                                              struct check_result r)
{
    const struct published_table *already = published_already(k, check);
    if (already || check->kind == CHECK_FIGURES)
        return already;
    if (check->kind != CHECK_ROWS && check->kind != CHECK_REGISTRY)
        r.unit = NULL; /* units are found; or persons, as a measure may find the same */
    return publish(k, check, &r);
}

/* Of figures it is units that are found: no more is said of them. */
static struct check_result of_figures(const struct maker *k, const struct check *check,
                                      const struct definition *d)
{
    for (size_t i = 0; i < k->facts->tables; i++)
        if (str_eq(k->facts->table[i].definition->id, d->id))
            return (struct check_result){.all = check_figures_in(check, &k->facts->table[i])};
    return (struct check_result){0};
}

static struct model_checks checks_of(const struct maker *k, const struct model_check *all,
                                     const struct definition *d)
{
    const struct checks *checks = k->facts->checks;
    struct model_check *at = ARENA_NEW(k->a, struct model_check, checks->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < checks->count; i++) {
        if (!check_concerns(checks->at[i], d))
            continue;
        at[count] = all[i];
        if (checks->at[i]->kind == CHECK_FIGURES) {
            struct check_result own = of_figures(k, checks->at[i], d);
            at[count].table = publish(k, checks->at[i], &own);
        }
        count++;
    }
    return (struct model_checks){at, count};
}

const struct model *model_with_checks(struct arena *a, const struct model *m,
                                      const struct model_checks_facts *facts)
{
    char period[MONTH_TEXT];
    struct maker k = {
        .a = a, .m = m, .facts = facts, .period = str_copy(a, month_format(m->last, period))};
    const struct checks *checks = facts->checks;
    struct model_check *all = ARENA_NEW(a, struct model_check, checks->count + 1);
    struct model_checks *of = ARENA_NEW(a, struct model_checks, m->measures + 1);
    struct model *out = ARENA_NEW(a, struct model, 1);
    fill_places(&k);
    for (size_t i = 0; i < checks->count; i++)
        all[i] = (struct model_check){.is = checks->at[i],
                                      .table = table_of(&k, checks->at[i], facts->found[i])};
    for (unsigned i = 0; i < m->measures; i++)
        of[i] = checks_of(&k, all, m->measure[i].definition);
    *out = *m;
    out->checks = of;
    return out;
}
