#include "web/measure_parts.h"

#include <math.h>

enum { YEAR = 12, BARS_MOST = 2 };

static struct measure_kin kin_of(const struct measure_choice *c,
                                 const struct model_measure *measure)
{
    struct measure_choice other = *c;
    other.measure = measure;
    other.definition = measure->definition;
    if (!measure_has_level(other.definition, other.level))
        other.level = measure_first_level(other.definition);
    struct measure_kin kin = {.name = measure->definition->name[c->p->lang],
                              .href = measure_url(&other),
                              .is_this = measure == c->measure};
    figure_fill(c->p->a, c->p->lang, figure_style_of(measure->definition),
                model_cell(c->p->model, measure, MODEL_COUNTY, 0, c->month), &kin.figure);
    return kin;
}

/* The shares of the bands in a month; false: some band has no figure. */
static bool bar_of(const struct measure_choice *c, unsigned month, double *share, struct str *shown)
{
    const struct definition *d = c->definition;
    for (unsigned i = 0; i < d->bands; i++) {
        const struct model_measure *band = model_measure(c->p->model, d->band[i]);
        if (!band)
            return false;
        struct figure_style style = figure_style_of(band->definition);
        const struct published_cell *cell = model_cell(c->p->model, band, MODEL_COUNTY, 0, month);
        struct figure_view figure;
        figure_fill(c->p->a, c->p->lang, style, cell, &figure);
        share[i] = figure_value(style, cell) / (double)style.scale;
        shown[i] = figure.shown;
        if (isnan(share[i]))
            return false;
    }
    return true;
}

static struct html_safe bars_of(const struct measure_choice *c, unsigned width)
{
    const struct definition *d = c->definition;
    struct arena *a = c->p->a;
    struct str *band = ARENA_NEW(a, struct str, d->bands), row[BARS_MOST],
               *shown = ARENA_NEW(a, struct str, (size_t)d->bands * BARS_MOST);
    double *share = ARENA_NEW(a, double, (size_t)d->bands *BARS_MOST);
    size_t rows = 0;
    for (unsigned i = 0; i < d->bands; i++) {
        const struct model_measure *measure = model_measure(c->p->model, d->band[i]);
        band[i] = measure ? measure->definition->name[c->p->lang] : d->band[i];
    }
    for (unsigned back = 0; back < BARS_MOST; back++) {
        size_t at = rows * d->bands;
        if (c->month < back * YEAR || !bar_of(c, c->month - back * YEAR, share + at, shown + at))
            continue;
        row[rows++] = measure_period(c, c->month - back * YEAR);
    }
    struct str desc = text_get(c->p->lang, TEXT_WEB_BANDS_DESC);
    struct chart_bands chart = {
        .frame = measure_frame(c, "bands", text_get(c->p->lang, TEXT_WEB_BANDS_TITLE), desc, width),
        .band = band,
        .bands = d->bands,
        .row = row,
        .rows = rows,
        .share = share,
        .shown = shown,
        .is_named_elsewhere = true};
    struct sb out = sb_open(a, 4096);
    if (rows > 0)
        chart_bands(&out, &chart);
    return (struct html_safe){sb_str(&out)};
}

void measure_fill_bands(const struct measure_choice *c, struct measure_view *v)
{
    const struct definition *d = c->definition;
    struct measure_kin *band = ARENA_NEW(c->p->a, struct measure_kin, d->bands + 1);
    for (unsigned i = 0; i < d->bands; i++) {
        const struct model_measure *measure = model_measure(c->p->model, d->band[i]);
        if (!measure)
            continue;
        band[v->bands.count] = kin_of(c, measure);
        band[v->bands.count++].number = i + 1;
    }
    v->bands.at = band;
    v->has_bands = v->bands.count > 1;
    if (!v->has_bands || d->bands > CHART_BANDS_MOST)
        return;
    v->bands_narrow = bars_of(c, CHART_NARROW);
    v->bands_wide = bars_of(c, CHART_WIDE);
    v->has_bars = v->bands_wide.markup.len > 0;
}

static bool is_band(const struct definition *d, struct str id)
{
    for (unsigned i = 0; i < d->bands; i++)
        if (str_eq(d->band[i], id))
            return true;
    return false;
}

void measure_fill_kin(const struct measure_choice *c, struct measure_view *v)
{
    const struct model *m = c->p->model;
    const struct model_measure *head = c->measure->main ? c->measure->main : c->measure;
    struct measure_kin *kin = ARENA_NEW(c->p->a, struct measure_kin, m->measures + 1);
    for (unsigned i = 0; i < m->measures; i++) {
        const struct model_measure *one = &m->measure[i];
        if (one != c->measure && (one == head || one->main == head) &&
            !is_band(c->definition, one->definition->id))
            kin[v->kin.count++] = kin_of(c, one);
    }
    v->kin.at = kin;
    v->has_kin = v->kin.count > 0;
}
