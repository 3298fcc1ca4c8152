#include "web/measure_parts.h"
#include "web/number.h"

#include <math.h>

enum { LINES_MOST = 2 }; /* the county, the target */

struct chart_frame measure_frame(const struct measure_choice *c, const char *id, struct str title,
                                 struct str desc, unsigned width)
{
    bool is_share = c->style.is_share;
    return (struct chart_frame){.id = str_fmt(c->p->a, "%s-%u", id, width),
                                .title = title,
                                .desc = desc,
                                .unit = is_share ? STR("%") : STR(""),
                                .width = width,
                                .decimal_mark = decimal_mark(c->p->lang),
                                .floor = c->style.is_change ? NAN : 0,
                                .ceiling = is_share                     ? 100
                                           : c->style.kind == CELL_MEAN ? 1
                                                                        : NAN};
}

static bool has_target(const struct measure_choice *c)
{
    return figure_has_target(c->style, &c->definition->target);
}

static struct html_safe spread_of(const struct measure_choice *c, const struct measure_view *v,
                                  unsigned width)
{
    const struct model *m = c->p->model;
    enum lang lang = c->p->lang;
    unsigned count = m->count[c->level];
    struct chart_point *point = ARENA_NEW(c->p->a, struct chart_point, count + 1);
    for (unsigned i = 0; i < count; i++)
        point[i] =
            figure_point(c->p->a, lang, c->style, m->place[m->first[c->level] + i].name[lang],
                         model_cell(m, c->measure, c->level, i, c->month));
    struct chart_line line[LINES_MOST];
    size_t lines = 0;
    struct chart_line county = {
        .name = text_get(lang, TEXT_WEB_COUNTY_LINE),
        .shown = v->figure.shown,
        .value = figure_value(c->style, model_cell(m, c->measure, MODEL_COUNTY, 0, c->month)),
        .kind = CHART_LINE_LEVEL};
    if (c->style.kind != CELL_COUNT && !isnan(county.value))
        line[lines++] = county;
    if (has_target(c))
        line[lines++] = figure_target_line(c->p->a, lang, c->style, &c->definition->target);
    struct str title = text_words(c->p->a, lang, TEXT_WEB_SPREAD_TITLE, &v->name, 1);
    struct chart_spread chart = {
        .frame = measure_frame(c, "spread", title, text_get(lang, TEXT_WEB_SPREAD_DESC), width),
        .point = point,
        .points = count,
        .line = line,
        .lines = lines};
    struct sb out = sb_open(c->p->a, 16 * 1024);
    chart_spread(&out, &chart);
    return (struct html_safe){sb_str(&out)};
}

void measure_fill_spread(const struct measure_choice *c, struct measure_view *v)
{
    unsigned with_value = 0;
    for (unsigned i = 0; i < c->p->model->count[c->level]; i++) {
        const struct published_cell *cell =
            model_cell(c->p->model, c->measure, c->level, i, c->month);
        if (!isnan(figure_value(c->style, cell)))
            with_value++;
    }
    v->has_spread = with_value > 1;
    if (!v->has_spread)
        return;
    v->spread_narrow = spread_of(c, v, CHART_NARROW);
    v->spread_wide = spread_of(c, v, CHART_WIDE);
}

/* What is said of a month that departs from ordinary variation. */
static struct str mark_words(enum lang lang, uint8_t mark)
{
    if (mark & XMR_OUTSIDE)
        return text_get(lang, TEXT_WEB_TREND_OUTSIDE);
    if (mark & XMR_RUN)
        return text_get(lang, TEXT_WEB_TREND_RUN);
    return mark & XMR_TREND ? text_get(lang, TEXT_WEB_TREND_RISING) : STR("");
}

struct trend {
    double *value;
    struct str *shown, *note;
    uint8_t *mark;
    struct xmr limits;
    bool has_limits;
};

static struct html_safe trend_of(const struct measure_choice *c, const struct measure_view *v,
                                 const struct trend *t, unsigned width)
{
    enum lang lang = c->p->lang;
    struct chart_line target = {0};
    if (has_target(c))
        target = figure_target_line(c->p->a, lang, c->style, &c->definition->target);
    struct chart_trend chart = {
        .frame = measure_frame(c, "trend", v->name, text_get(lang, TEXT_WEB_TREND_ABOUT), width),
        .first = model_month(c->p->model, 0),
        .value = t->value,
        .shown = t->shown,
        .note = t->note,
        .mark = t->mark,
        .months = c->p->model->months,
        .limits = t->has_limits ? &t->limits : NULL,
        .mean_name = text_get(lang, TEXT_WEB_TREND_MEAN),
        .limit_name = text_get(lang, TEXT_WEB_TREND_LIMIT),
        .line = &target,
        .lines = has_target(c)};
    /* A trend is read by its movement: the axis goes where the values are. */
    chart.frame.floor = NAN;
    chart.frame.ceiling = NAN;
    struct sb out = sb_open(c->p->a, 32 * 1024);
    chart_trend(&out, &chart);
    return (struct html_safe){sb_str(&out)};
}

static struct str trend_words(const struct measure_choice *c, const struct trend *t)
{
    enum lang lang = c->p->lang;
    unsigned marked = 0, months = c->p->model->months;
    if (c->style.is_yearly)
        return text_get(lang, TEXT_WEB_TREND_WORDS_YEARLY);
    if (!t->has_limits)
        return text_get(lang, TEXT_WEB_TREND_WORDS_SHORT);
    if (t->limits.is_trial)
        return text_get(lang, TEXT_WEB_TREND_WORDS_TRIAL);
    for (unsigned i = 0; i < months; i++)
        marked += t->mark[i] != 0;
    if (marked == 0)
        return text_get(lang, TEXT_WEB_TREND_WORDS_STABLE);
    struct str parts[] = {number_count(c->p->a, lang, marked),
                          number_count(c->p->a, lang, (int64_t)t->limits.points)};
    struct str words = text_words(c->p->a, lang, TEXT_WEB_TREND_WORDS_MARKED, parts, 2);
    /* A value over twelve months moves slowly, and most of its months are then outside. */
    return marked * 2 > months ? text_words(c->p->a, lang, TEXT_WEB_TREND_WORDS_DRIFT, &words, 1)
                               : words;
}

void measure_fill_trend(const struct measure_choice *c, struct measure_view *v)
{
    const struct model *m = c->p->model;
    struct arena *a = c->p->a;
    struct trend t = {.value = ARENA_NEW(a, double, m->months),
                      .shown = ARENA_NEW(a, struct str, m->months),
                      .note = ARENA_NEW(a, struct str, m->months),
                      .mark = ARENA_NEW(a, uint8_t, m->months)};
    struct measure_month *month = ARENA_NEW(a, struct measure_month, m->months);
    unsigned with_value = 0;
    for (unsigned i = 0; i < m->months; i++) {
        const struct published_cell *cell = model_cell(m, c->measure, MODEL_COUNTY, 0, i);
        figure_fill(a, c->p->lang, c->style, cell, &month[i].figure);
        month[i].name = measure_period(c, i);
        t.value[i] = figure_value(c->style, cell);
        t.shown[i] = month[i].figure.shown;
        if (!isnan(t.value[i]))
            with_value++;
    }
    v->has_trend = with_value > 1;
    if (!v->has_trend)
        return;
    t.has_limits = !c->style.is_yearly && xmr_of(t.value, m->months, &t.limits, t.mark);
    for (unsigned i = 0; i < m->months; i++)
        month[i].note = t.note[i] = mark_words(c->p->lang, t.mark[i]);
    size_t listed = 0;
    for (unsigned i = 0; i < m->months; i++)
        if (measure_is_period(c, i))
            month[listed++] = month[i];
    v->series.at = month;
    v->series.count = listed;
    v->month_count = m->months;
    v->trend_words = trend_words(c, &t);
    v->trend_narrow = trend_of(c, v, &t, CHART_NARROW);
    v->trend_wide = trend_of(c, v, &t, CHART_WIDE);
}
