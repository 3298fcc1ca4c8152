#include "templates.h"
#include "web/front_view.h"
#include "web/group.h"
#include "web/number.h"
#include "web/page.h"
#include "web/search.h"
#include "web/spark.h"
#include "web/target.h"
#include "web/url.h"

#include <math.h>

enum { LEADS_MOST = 3, YEAR = 12, JUMPS_FROM = 3 };

/* The measures that stand above the list, where the instance has them. */
static const struct str LEADS[LEADS_MOST] = {STR_INIT("Ko05L"), STR_INIT("named_doctor"),
                                             STR_INIT("own_doctor_visits")};

/* "−0,02", "+2,5 %-enh.": the words "in a year" are the template's. */
static struct str change_words(const struct page *p, struct figure_style style, double change)
{
    bool is_whole = style.is_sum && change == nearbyint(change);
    struct str number = number_change(p->a, p->lang, change, is_whole ? 0 : style.places);
    if (!style.is_share)
        return number;
    return text_words(p->a, p->lang, TEXT_WEB_POINTS_SHORT, &number, 1);
}

static void fill_range(const struct page *p, const struct model_measure *measure,
                       struct figure_style style, struct front_measure *out)
{
    const struct model *m = p->model;
    double low = INFINITY, high = -INFINITY;
    unsigned units = 0;
    for (unsigned i = 0; i < m->count[MODEL_UNIT]; i++) {
        double v = figure_value(style, model_cell(m, measure, MODEL_UNIT, i, m->months - 1));
        low = isnan(v) ? low : fmin(low, v);
        high = isnan(v) ? high : fmax(high, v);
        units += isnan(v) ? 0 : 1;
    }
    out->has_range = units > 1;
    if (!out->has_range)
        return;
    out->range = figure_range(p->a, p->lang, style, low, high);
}

static void fill_printed(const struct page *p, const struct model_measure *measure,
                         struct figure_style style, struct front_measure *out)
{
    char period[MONTH_TEXT];
    const struct model_reference *r = model_reference(
        p->model, measure->definition->id, p->model->place[p->model->first[MODEL_COUNTY]].id,
        month_format(p->model->last, period));
    if (!r)
        return;
    out->has_printed = true;
    out->printed = figure_reference(p->a, p->lang, style, r->value);
    out->printed_source = r->source;
}

/* The county's months; of what has a value a year the last of each year. */
static struct html_safe spark_of(const struct page *p, struct figure_style style,
                                 const double *series)
{
    const struct model *m = p->model;
    if (!style.is_yearly)
        return spark(p->a, series, m->months);
    double *year = ARENA_NEW(p->a, double, m->months);
    size_t years = 0;
    for (unsigned i = 0; i < m->months; i++)
        if (i + 1 == m->months || day_civil(month_first(model_month(m, i))).month == YEAR)
            year[years++] = series[i];
    return spark(p->a, year, years);
}

static struct front_measure row_of(const struct page *p, const struct model_measure *measure)
{
    const struct model *m = p->model;
    const struct definition *d = measure->definition;
    struct figure_style style = figure_style_of(d);
    double *series = ARENA_NEW(p->a, double, m->months);
    bool has_past = false;
    for (unsigned i = 0; i < m->months; i++) {
        series[i] = figure_value(style, model_cell(m, measure, MODEL_COUNTY, 0, i));
        has_past = has_past || !isnan(series[i]);
    }
    struct url_builder href = url_open(p->a, p->lang);
    url_segment(&href, STR("measures"));
    url_segment(&href, d->id);
    struct front_measure row = {.href = url_end(&href),
                                .name = d->name[p->lang],
                                .code = d->code,
                                .has_code = figure_has_code(d),
                                .is_variant = measure->main != NULL,
                                .has_past = has_past,
                                .spark = spark_of(p, style, series)};
    figure_fill(p->a, p->lang, style, model_cell(m, measure, MODEL_COUNTY, 0, m->months - 1),
                &row.figure);
    if (m->months > YEAR && !style.is_signed) {
        double change = series[m->months - 1] - series[m->months - 1 - YEAR];
        row.has_change = !isnan(change);
        row.change = row.has_change ? change_words(p, style, change) : STR("");
    }
    fill_range(p, measure, style, &row);
    fill_printed(p, measure, style, &row);
    target_fill(p, measure, MODEL_COUNTY, 0, m->months - 1, &row.target);
    return row;
}

struct found { /* the measures of a group in the order of the page */
    const struct model_measure **at;
    unsigned count;
};

static void add_found(const struct model_measure *measure, struct str words, struct found *to)
{
    if (search_finds(measure, words))
        to->at[to->count++] = measure;
}

/* By rank, each followed by its variants. */
static struct found find_measures(const struct page *p, enum model_group group, struct str words)
{
    const struct model *m = p->model;
    struct found found = {.at = ARENA_NEW(p->a, const struct model_measure *, m->measures + 1)};
    unsigned most = 0;
    for (unsigned i = 0; i < m->measures; i++)
        most = m->measure[i].rank > most ? m->measure[i].rank : most;
    for (unsigned rank = 0; rank <= most; rank++)
        for (unsigned i = 0; i < m->measures; i++) {
            const struct model_measure *one = &m->measure[i];
            if (one->group != group || one->rank != rank || one->main)
                continue;
            add_found(one, words, &found);
            for (unsigned k = 0; k < m->measures; k++)
                if (m->measure[k].main == one)
                    add_found(&m->measure[k], words, &found);
        }
    return found;
}

/* Rows with a figure to see; of those without only where to read of them. */
static struct front_group group_view(const struct page *p, enum model_group group, struct str words)
{
    struct found found = find_measures(p, group, words);
    struct front_measure *row = ARENA_NEW(p->a, struct front_measure, found.count + 1);
    struct front_measure *empty = ARENA_NEW(p->a, struct front_measure, found.count + 1);
    struct front_group g = {.id = group_id(group), .name = group_name(p->lang, group)};
    for (unsigned i = 0; i < found.count; i++) {
        struct front_measure one = row_of(p, found.at[i]);
        g.has_interval = g.has_interval || one.figure.has_interval;
        g.has_change = g.has_change || one.has_change;
        g.has_range = g.has_range || one.has_range;
        g.has_printed = g.has_printed || one.has_printed;
        if (one.figure.has_value || one.has_range || one.has_past)
            row[g.measures.count++] = one;
        else
            empty[g.empty.count++] = one;
    }
    g.measures.at = row;
    g.empty.at = empty;
    g.has_measures = g.measures.count > 0;
    g.has_empty = g.empty.count > 0;
    return g;
}

static void fill_groups(const struct page *p, struct front_view *v)
{
    struct front_group *group = ARENA_NEW(p->a, struct front_group, MODEL_GROUPS);
    size_t measures = 0;
    for (unsigned g = 0; g < MODEL_GROUPS; g++) {
        struct front_group one = group_view(p, (enum model_group)g, v->words);
        measures += one.measures.count + one.empty.count;
        if (one.has_measures || one.has_empty)
            group[v->groups.count++] = one;
    }
    v->groups.at = group;
    v->has_jumps = v->groups.count > JUMPS_FROM && !v->is_search;
    v->has_found = measures > 0;
    struct str parts[] = {number_count(p->a, p->lang, (int64_t)measures),
                          number_count(p->a, p->lang, p->model->measures), v->words};
    v->found = measures > 0 ? text_words(p->a, p->lang, TEXT_WEB_SEARCH_FOUND, parts, 3)
                            : text_words(p->a, p->lang, TEXT_WEB_SEARCH_NONE, &v->words, 1);
}

static void fill_leads(const struct page *p, struct front_view *v)
{
    struct front_measure *lead = ARENA_NEW(p->a, struct front_measure, LEADS_MOST);
    for (unsigned i = 0; i < LEADS_MOST; i++) {
        const struct model_measure *measure = model_measure(p->model, LEADS[i]);
        if (measure)
            lead[v->leads.count++] = row_of(p, measure);
    }
    v->leads.at = lead;
}

static void fill_opening(const struct page *p, struct front_view *v)
{
    const struct model *m = p->model;
    const struct model_measure *listed = model_measure(m, STR("listed"));
    v->county = m->place[m->first[MODEL_COUNTY]].name[p->lang];
    v->period = month_words(p->a, p->lang, m->last);
    v->months = m->months;
    v->units = number_count(p->a, p->lang, m->count[MODEL_UNIT]);
    if (!listed)
        return;
    struct figure_view figure;
    figure_fill(p->a, p->lang, figure_style_of(listed->definition),
                model_cell(m, listed, MODEL_COUNTY, 0, m->months - 1), &figure);
    v->has_lead = figure.has_value;
    v->listed = figure.shown;
}

static bool draw_empty(const struct page *p, struct response *rs)
{
    struct empty_view v = {.shell =
                               page_shell(p, text_get(p->lang, TEXT_WEB_EMPTY_TITLE), MENU_FRONT)};
    struct sb out = sb_open(p->a, 8192);
    template_empty(&out, p->lang, &v);
    page_answer(rs, &out);
    return true;
}

static bool draw(const struct page *p, struct response *rs, struct err *err)
{
    (void)err;
    if (!p->model)
        return draw_empty(p, rs);
    struct front_view v = {.words = str_trim(uri_query(&p->rq->uri, STR("q"))),
                           .all = url_front(p->a, p->lang)};
    v.is_search = v.words.len > 0;
    fill_opening(p, &v);
    v.title = v.is_search ? text_words(p->a, p->lang, TEXT_WEB_SEARCH_TITLE, &v.words, 1)
                          : text_words(p->a, p->lang, TEXT_WEB_FRONT_TITLE, &v.county, 1);
    v.shell = page_shell(p, v.title, MENU_FRONT);
    if (!v.is_search)
        fill_leads(p, &v);
    fill_groups(p, &v);
    v.has_saebo = p->model->saebo_counties > 0 && !v.is_search;
    struct sb out = sb_open(p->a, 64 * 1024);
    template_front(&out, p->lang, &v);
    page_answer(rs, &out);
    return true;
}

bool front_page(const void *site, const struct request *rq, struct response *rs, struct err *err)
{
    return page_run(site, rq, rs, draw, err);
}
