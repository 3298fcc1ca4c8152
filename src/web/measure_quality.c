/* What the checks of the data find beside the measure: the county's share, why it matters, what to
 * do, and the units that have most of it. */
#include "engine/check.h"
#include "web/measure_parts.h"

#include <math.h>
#include <stdlib.h>

enum { UNITS_SHOWN = 3 };

static struct figure_style style_of(const struct published_table *table)
{
    bool is_share = published_kind(table) == CELL_RATIO;
    return (struct figure_style){.kind = published_kind(table),
                                 .scale = is_share ? 100 : 1,
                                 .is_share = is_share,
                                 .unit = is_share ? IN_PERCENT : IN_CONTACTS,
                                 .places = is_share ? 1 : 0};
}

/* In the last month. */
static bool is_of(const struct model *m, const struct published_cell *cell, enum model_level level)
{
    char month[MONTH_TEXT];
    return str_eq(published_level(cell), model_level_word(level)) &&
           str_eq(published_period(cell), month_format(m->last, month));
}

/* The highest share first, then by name. */
struct at_unit {
    double value;
    const struct model_place *place;
    const struct published_cell *cell;
};

static int by_value(const void *x, const void *y)
{
    const struct at_unit *a = x, *b = y;
    if (a->value != b->value)
        return (a->value < b->value) - (a->value > b->value);
    return str_compare(a->place->id, b->place->id);
}

/* NULL: it is no unit that pages show. */
static const struct model_place *unit_of(const struct model *m, const struct published_cell *cell)
{
    for (unsigned i = 0; i < m->count[MODEL_UNIT]; i++) {
        const struct model_place *place = &m->place[m->first[MODEL_UNIT] + i];
        if (str_eq(place->id, published_id(cell)))
            return place;
    }
    return NULL;
}

static struct measure_check_units units_of(const struct page *p, const struct published_table *t)
{
    struct figure_style style = style_of(t);
    struct at_unit *all = ARENA_NEW(p->a, struct at_unit, published_count(t) + 1);
    struct measure_check_unit *unit = ARENA_NEW(p->a, struct measure_check_unit, UNITS_SHOWN);
    size_t count = 0;
    for (size_t i = 0; i < published_count(t); i++) {
        const struct published_cell *cell = published_at(t, i);
        const struct model_place *place =
            is_of(p->model, cell, MODEL_UNIT) ? unit_of(p->model, cell) : NULL;
        if (place && published_absence(cell) == ABSENCE_NONE)
            all[count++] = (struct at_unit){figure_value(style, cell), place, cell};
    }
    qsort(all, count, sizeof *all, by_value);
    count = count < UNITS_SHOWN ? count : UNITS_SHOWN;
    for (size_t i = 0; i < count; i++) {
        unit[i].name = all[i].place->name[p->lang];
        figure_fill(p->a, p->lang, style, all[i].cell, &unit[i].figure);
    }
    return (struct measure_check_units){unit, count};
}

static const struct published_cell *county_of(const struct model *m,
                                              const struct published_table *t)
{
    for (size_t i = 0; i < published_count(t); i++)
        if (is_of(m, published_at(t, i), MODEL_COUNTY))
            return published_at(t, i);
    return NULL;
}

/* As `kontinua measure` orders them: a count among nothing first, then the greatest share. */
static double weight(const struct page *p, const struct model_check *check)
{
    struct figure_style style = style_of(check->table);
    double value = figure_value(style, county_of(p->model, check->table));
    if (isnan(value))
        return -1; /* it is not shown */
    return style.is_share ? value : INFINITY;
}

static const struct model_check *ordered(const struct page *p, const struct model_checks *of)
{
    struct model_check *out = ARENA_NEW(p->a, struct model_check, of->count + 1);
    for (size_t i = 0; i < of->count; i++) {
        size_t at = i;
        for (; at > 0 && weight(p, &out[at - 1]) < weight(p, &of->at[i]); at--)
            out[at] = out[at - 1];
        out[at] = of->at[i];
    }
    return out;
}

/* False: it has no number to show. */
static bool fill_check(const struct page *p, const struct model_check *check,
                       struct measure_check *out)
{
    const struct check *is = check->is;
    struct figure_view f;
    figure_fill(p->a, p->lang, style_of(check->table), county_of(p->model, check->table), &f);
    if (!f.has_value)
        return false;
    bool is_share = published_kind(check->table) == CELL_RATIO;
    *out = (struct measure_check){
        .name = is->of.name[p->lang],
        .figure = f,
        .has_of = is_share,
        .of = is_share ? text_words(p->a, p->lang, TEXT_WEB_OF_COUNTED,
                                    (struct str[]){f.numerator, f.denominator}, 2)
                       : STR(""),
        .why = is->of.text[p->lang],
        .mend = is->mend[p->lang],
        .id = is->of.id,
        .units = units_of(p, check->table)};
    out->has_units = out->units.count > 0;
    return true;
}

void measure_fill_quality(const struct measure_choice *c, struct measure_view *v)
{
    const struct page *p = c->p;
    const struct model *m = p->model;
    v->is_counted = m->checks != NULL;
    v->is_refused = m->has_refused_checks;
    v->quality_period = month_words(p->a, p->lang, m->last);
    if (!m->checks)
        return;
    const struct model_checks *of = &m->checks[c->measure - m->measure];
    struct measure_check *found = ARENA_NEW(p->a, struct measure_check, of->count + 1);
    const struct model_check *check = ordered(p, of);
    struct sb quiet = sb_open(p->a, 256);
    size_t count = 0;
    for (size_t i = 0; i < of->count; i++) {
        if (fill_check(p, &check[i], &found[count]))
            count++;
        else
            sb_fmt(&quiet, "%s%.*s", quiet.len > 0 ? "; " : "",
                   STR_FMT(check[i].is->of.name[p->lang]));
    }
    v->has_checks = of->count > 0;
    v->has_found = count > 0;
    v->found.at = found;
    v->found.count = count;
    v->quiet = sb_str(&quiet);
    v->has_quiet = quiet.len > 0;
    v->checks =
        text_words(p->a, p->lang, TEXT_WEB_OF_COUNTED,
                   (struct str[]){str_fmt(p->a, "%zu", count), str_fmt(p->a, "%zu", of->count)}, 2);
}
