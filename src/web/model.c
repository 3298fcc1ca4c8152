#include "web/model.h"

#include "engine/expr.h"

static const struct str LEVEL_WORD[MODEL_LEVELS] = {STR_INIT("unit"), STR_INIT("operator"),
                                                    STR_INIT("municipality"), STR_INIT("county")};

struct str model_level_word(enum model_level level)
{
    return LEVEL_WORD[level];
}

bool model_level_parse(struct str word, enum model_level *out)
{
    for (unsigned i = 0; i < MODEL_LEVELS; i++) {
        if (str_eq(word, LEVEL_WORD[i])) {
            *out = (enum model_level)i;
            return true;
        }
    }
    return false;
}

/* The number of a place among all; false where the model does not show it. */
static bool find_place(const struct model *m, enum model_level level, struct str id, unsigned *out)
{
    for (unsigned i = 0; i < m->count[level]; i++) {
        if (str_eq(m->place[m->first[level] + i].id, id)) {
            *out = m->first[level] + i;
            return true;
        }
    }
    return false;
}

static unsigned place_count(const struct model *m)
{
    unsigned n = 0;
    for (unsigned i = 0; i < MODEL_LEVELS; i++)
        n += m->count[i];
    return n;
}

const struct published_cell *const *model_cells(struct arena *a, const struct model *m,
                                                const struct published_table *table)
{
    size_t count = (size_t)place_count(m) * m->months;
    const struct published_cell **cell =
        ARENA_NEW(a, const struct published_cell *, count > 0 ? count : 1);
    struct month first = model_month(m, 0);
    for (size_t i = 0; i < published_count(table); i++) {
        const struct published_cell *c = published_at(table, i);
        enum model_level level;
        unsigned place = 0;
        struct month month;
        struct err unused = {0};
        if (!model_level_parse(published_level(c), &level) ||
            !find_place(m, level, published_id(c), &place) ||
            !month_parse(published_period(c), &month, &unused))
            continue; /* another level, or a place that is not the county's: in the files only */
        if (month.n >= first.n && month.n <= m->last.n)
            cell[(size_t)place * m->months + (size_t)(month.n - first.n)] = c;
    }
    return cell;
}

const struct published_cell *model_cell(const struct model *m, const struct model_measure *measure,
                                        enum model_level level, unsigned place, unsigned month)
{
    return measure->cell[(size_t)(m->first[level] + place) * m->months + month];
}

const struct published_cell *model_base(const struct model *m, const struct model_measure *measure,
                                        enum model_level level, unsigned place)
{
    struct month since = measure->definition->target.since, first = model_month(m, 0);
    char period[MONTH_TEXT];
    int32_t reach = expr_reach_of(measure->definition, EXPR_CONTACTS);
    bool is_whole = reach == EXPR_EVER || reach == 0 || since.n - reach + 1 >= m->begins.n;
    if (since.n > m->last.n || !is_whole)
        return NULL;
    if (since.n >= first.n)
        return model_cell(m, measure, level, place, (unsigned)(since.n - first.n));
    return measure->base
               ? published_find(measure->base, LEVEL_WORD[level],
                                m->place[m->first[level] + place].id, month_format(since, period))
               : NULL;
}

const struct model_measure *model_measure(const struct model *m, struct str id)
{
    for (unsigned i = 0; i < m->measures; i++)
        if (str_eq(m->measure[i].definition->id, id))
            return &m->measure[i];
    return NULL;
}

const struct model_reference *model_reference(const struct model *m, struct str measure,
                                              struct str level, struct str period)
{
    for (unsigned i = 0; i < m->references; i++) {
        const struct model_reference *r = &m->reference[i];
        if (str_eq(r->measure, measure) && str_eq(r->level, level) && str_eq(r->period, period))
            return r;
    }
    return NULL;
}

struct month model_month(const struct model *m, unsigned month)
{
    return (struct month){m->last.n - (int32_t)m->months + 1 + (int32_t)month};
}
