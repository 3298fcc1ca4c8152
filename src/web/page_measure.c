#include "web/measure_parts.h"

#include "templates.h"
#include "web/group.h"
#include "web/number.h"
#include "web/page.h"
#include "web/target.h"

#include <math.h>

enum { YEAR = 12, LONG_VALUE = 12 /* bytes: "925,0 veckor" */ };

static void fill_key(const struct measure_choice *c, struct measure_view *v)
{
    const struct page *p = c->p;
    const struct model *m = p->model;
    const struct published_cell *cell = model_cell(m, c->measure, MODEL_COUNTY, 0, c->month);
    figure_fill(p->a, p->lang, c->style, cell, &v->figure);
    v->is_long = v->figure.has_value && v->figure.shown.len > LONG_VALUE;
    v->has_of_whom =
        v->figure.has_value && (c->style.kind == CELL_RATIO || c->style.kind == CELL_MEAN);
    if (v->has_of_whom && c->style.kind == CELL_RATIO) {
        struct str parts[] = {v->figure.numerator, v->figure.denominator};
        v->of_whom = text_words(p->a, p->lang, TEXT_WEB_OF_COUNTED, parts, 2);
    } else if (v->has_of_whom) {
        v->of_whom = text_words(p->a, p->lang, TEXT_WEB_OF_PERSONS, &v->figure.denominator, 1);
    }
    if (c->month >= YEAR && !c->style.is_signed) {
        const struct published_cell *both[] = {
            model_cell(m, c->measure, MODEL_COUNTY, 0, c->month - YEAR), cell};
        v->has_change = figure_change(p->a, p->lang, c->style, both, &v->change);
    }
    target_fill(p, c->measure, MODEL_COUNTY, 0, c->month, &v->target);
}

static void fill_definition(const struct measure_choice *c, struct measure_view *v)
{
    const struct definition *d = c->definition;
    enum lang lang = c->p->lang;
    struct str *gap = ARENA_NEW(c->p->a, struct str, d->gaps + 1);
    for (unsigned i = 0; i < d->gaps; i++)
        gap[i] = d->gap[i].text[lang];
    v->about = d->text[lang];
    v->has_direction = d->direction != DIRECTION_NONE;
    v->direction = text_get(lang, d->direction == DIRECTION_UP ? TEXT_WEB_DIRECTION_UP
                                                               : TEXT_WEB_DIRECTION_DOWN);
    v->source = d->source;
    v->certainty = measure_certainty(lang, d->certainty);
    v->owner = d->owner;
    v->has_owner = d->owner.len > 0;
    v->reviewed = d->reviewed;
    v->has_reviewed = !day_is_none(d->reviewed);
    v->id = d->id;
    v->has_gaps = d->gaps > 0;
    v->gaps.at = gap;
    v->gaps.count = d->gaps;
}

/* "december 2023", or a year as it is. */
static struct str period_words(const struct measure_choice *c, struct str period)
{
    struct month month;
    struct err unused = {0};
    return month_parse(period, &month, &unused) ? month_words(c->p->a, c->p->lang, month) : period;
}

static void fill_printed(const struct measure_choice *c, struct measure_view *v)
{
    const struct model *m = c->p->model;
    struct arena *a = c->p->a;
    struct measure_printed *printed = ARENA_NEW(a, struct measure_printed, m->references + 1);
    size_t n = 0;
    for (unsigned i = 0; i < m->references; i++) {
        const struct model_reference *r = &m->reference[i];
        if (str_eq(r->measure, c->definition->id) &&
            str_eq(r->level, m->place[m->first[MODEL_COUNTY]].id))
            printed[n++] = (struct measure_printed){
                .period = period_words(c, r->period),
                .value = figure_reference(a, c->p->lang, c->style, r->value),
                .source = r->source};
    }
    v->has_printed = n > 0;
    v->printed.at = printed;
    v->printed.count = n;
}

static struct url group_url(const struct page *p, enum model_group group)
{
    struct url_builder b = url_open(p->a, p->lang);
    url_segment(&b, STR(""));
    url_fragment(&b, group_id(group));
    return url_end(&b);
}

static struct url file_of(const struct measure_choice *c, const char *suffix)
{
    struct url_builder b = url_open_root(c->p->a);
    url_segment(&b, STR("data"));
    url_segment(&b, str_fmt(c->p->a, "%.*s.%s", STR_FMT(c->definition->id), suffix));
    return url_end(&b);
}

static bool draw(const struct page *p, struct response *rs, struct err *err)
{
    struct measure_choice c;
    if (!measure_choose(p, &c, err))
        return false;
    struct str name = c.definition->name[p->lang];
    struct measure_view v = {.shell = page_shell(p, name, MENU_FRONT),
                             .name = name,
                             .code = c.definition->code,
                             .has_code = figure_has_code(c.definition),
                             .county = p->model->place[p->model->first[MODEL_COUNTY]].name[p->lang],
                             .period = measure_period(&c, c.month),
                             .group = group_name(p->lang, c.measure->group),
                             .group_href = group_url(p, c.measure->group),
                             .csv = file_of(&c, "csv"),
                             .json = file_of(&c, "json")};
    fill_key(&c, &v);
    measure_fill_controls(&c, &v);
    measure_fill_table(&c, &v);
    measure_fill_spread(&c, &v);
    measure_fill_trend(&c, &v);
    fill_definition(&c, &v);
    measure_fill_rule(&c, &v);
    measure_fill_bands(&c, &v);
    measure_fill_kin(&c, &v);
    measure_fill_quality(&c, &v);
    fill_printed(&c, &v);
    struct sb out = sb_open(p->a, 128 * 1024);
    template_measure(&out, p->lang, &v);
    page_answer(rs, &out);
    return true;
}

bool measure_page(const void *site, const struct request *rq, struct response *rs, struct err *err)
{
    return page_run(site, rq, rs, draw, err);
}
