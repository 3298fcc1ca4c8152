#include "web/measure_parts.h"
#include "web/number.h"
#include "web/target.h"

#include <math.h>

enum { LINES_MOST = 2 }; /* the county, the target */

struct chart_frame measure_frame(const struct measure_choice *c, const char *id, struct str title,
                                 struct str desc, unsigned width)
{
    bool is_share = c->style.is_share;
    return (struct chart_frame){
        .id = str_fmt(c->p->a, "%s-%u", id, width),
        .title = title,
        .desc = desc,
        .unit = is_share ? STR("%") : STR(""),
        .width = width,
        .decimal_mark = decimal_mark(c->p->lang),
        .floor = c->style.is_signed || c->style.unit == IN_THOUSAND_KRONOR ? NAN : 0,
        .finest = c->style.finest,
        .ceiling = is_share                     ? 100
                   : c->style.kind == CELL_MEAN ? 1
                                                : NAN};
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
    if (!c->style.is_sum && !isnan(county.value))
        line[lines++] = county;
    /* Of a change each place has a line of its own, so there is none across them. */
    if (!c->definition->target.is_change)
        lines += target_line_of(c->p, c->measure, MODEL_COUNTY, 0, &line[lines]);
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
    struct month first;
    unsigned points; /* months, or years of what has a value a year */
    double *value;
    struct str *shown, *note;
    uint8_t *mark;
    struct xmr limits;
    bool has_limits;
    unsigned marked;
};

/* A value over twelve months moves slowly, and most of its months are then outside: marks on all
 * of them would tell nothing. */
static bool is_drift(const struct trend *t)
{
    return t->marked * 2 > t->points;
}

static struct html_safe trend_of(const struct measure_choice *c, const struct measure_view *v,
                                 const struct trend *t, unsigned width)
{
    enum lang lang = c->p->lang;
    struct chart_line target = {0};
    bool has_target = target_line_of(c->p, c->measure, MODEL_COUNTY, 0, &target);
    struct chart_trend chart = {
        .frame = measure_frame(c, "trend", v->name, text_get(lang, TEXT_WEB_TREND_ABOUT), width),
        .first = t->first,
        .is_yearly = c->style.is_yearly,
        .value = t->value,
        .shown = t->shown,
        .note = t->note,
        .mark = is_drift(t) ? NULL : t->mark,
        .months = t->points,
        .limits = t->has_limits ? &t->limits : NULL,
        .mean_name = text_get(lang, TEXT_WEB_TREND_MEAN),
        .limit_name = text_get(lang, TEXT_WEB_TREND_LIMIT),
        .line = &target,
        .lines = has_target};
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
    if (c->style.is_yearly || c->style.is_of_year)
        return text_get(lang, c->style.is_yearly ? TEXT_WEB_TREND_WORDS_YEARLY
                                                 : TEXT_WEB_TREND_WORDS_OF_YEAR);
    if (!t->has_limits)
        return text_get(lang, TEXT_WEB_TREND_WORDS_SHORT);
    if (t->limits.is_trial)
        return text_get(lang, TEXT_WEB_TREND_WORDS_TRIAL);
    if (t->marked == 0)
        return text_get(lang, TEXT_WEB_TREND_WORDS_STABLE);
    struct str parts[] = {number_count(c->p->a, lang, t->marked),
                          number_count(c->p->a, lang, (int64_t)t->limits.points)};
    return text_words(c->p->a, lang,
                      is_drift(t) ? TEXT_WEB_TREND_WORDS_DRIFT : TEXT_WEB_TREND_WORDS_MARKED, parts,
                      2);
}

/* The county's figures of the months, or of what has a value a year the last of each year. */
static struct measure_month *fill_series(const struct measure_choice *c, struct trend *t)
{
    const struct model *m = c->p->model;
    struct measure_month *point = ARENA_NEW(c->p->a, struct measure_month, m->months);
    struct figure_style bare = c->style;
    bare.is_bare = true;
    for (unsigned i = 0; i < m->months; i++) {
        if (!measure_is_period(c, i))
            continue;
        const struct published_cell *cell = model_cell(m, c->measure, MODEL_COUNTY, 0, i);
        struct measure_month *at = &point[t->points];
        struct figure_view words;
        figure_fill(c->p->a, c->p->lang, bare, cell, &at->figure);
        figure_fill(c->p->a, c->p->lang, c->style, cell, &words);
        at->name = measure_period(c, i);
        t->first = t->points == 0 ? model_month(m, i) : t->first;
        t->value[t->points] = figure_value(c->style, cell);
        t->shown[t->points++] = words.shown;
    }
    return point;
}

void measure_fill_trend(const struct measure_choice *c, struct measure_view *v)
{
    unsigned months = c->p->model->months, with_value = 0;
    struct arena *a = c->p->a;
    struct trend t = {.value = ARENA_NEW(a, double, months),
                      .shown = ARENA_NEW(a, struct str, months),
                      .note = ARENA_NEW(a, struct str, months),
                      .mark = ARENA_NEW(a, uint8_t, months)};
    struct measure_month *point = fill_series(c, &t);
    for (unsigned i = 0; i < t.points; i++)
        with_value += isnan(t.value[i]) ? 0 : 1;
    v->has_trend = with_value > 1;
    if (!v->has_trend)
        return;
    t.has_limits =
        !c->style.is_yearly && !c->style.is_of_year && xmr_of(t.value, t.points, &t.limits, t.mark);
    for (unsigned i = 0; i < t.points; i++) {
        t.marked += t.has_limits && t.mark[i] ? 1 : 0;
        point[i].note = t.note[i] = t.has_limits ? mark_words(c->p->lang, t.mark[i]) : STR("");
        v->has_notes = v->has_notes || point[i].note.len > 0;
    }
    v->series.at = point;
    v->series.count = t.points;
    struct str count = number_count(a, c->p->lang, t.points);
    v->trend_title = text_words(
        a, c->p->lang, c->style.is_yearly ? TEXT_WEB_TREND_TITLE_YEARS : TEXT_WEB_TREND_TITLE,
        &count, 1);
    v->trend_words = trend_words(c, &t);
    v->trend_narrow = trend_of(c, v, &t, CHART_NARROW);
    v->trend_wide = trend_of(c, v, &t, CHART_WIDE);
}
