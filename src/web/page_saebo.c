#include "templates.h"
#include "web/number.h"
#include "web/page.h"
#include "web/saebo_parts.h"
#include "web/target.h"
#include "web/url.h"

#include <math.h>

enum { SHARE_PLACES = 1, PRINTED_PLACES = 0 };

static const struct figure_style SHARE = {
    .kind = CELL_RATIO, .scale = 100, .is_share = true, .unit = IN_PERCENT, .places = SHARE_PLACES};
static const struct figure_style PRINTED = {.kind = CELL_RATIO,
                                            .scale = 100,
                                            .is_share = true,
                                            .unit = IN_PERCENT,
                                            .places = PRINTED_PLACES};

struct saebo {
    const struct page *p;
    const struct model *m;
    enum model_saebo kind;                /* what the charts show */
    const struct published_cell **county; /* of that kind, in the model's order */
    struct published_figure total[MODEL_SAEBO];
    struct measure_target target; /* for named doctors, as their measure has it */
};

/* Sums of what is published: the nation is the counties together. */
static void sum_up(struct saebo *s)
{
    for (unsigned k = 0; k < MODEL_SAEBO; k++) {
        for (unsigned i = 0; i < s->m->saebo_counties; i++) {
            const struct published_cell *cell = saebo_cell(s->m, (enum model_saebo)k, i);
            struct published_figure f;
            if (!cell || !published_figure(cell, &f))
                continue;
            s->total[k].numerator += f.numerator;
            s->total[k].denominator += f.denominator;
        }
    }
}

static bool target_met(const struct saebo *s, const struct published_figure *f)
{
    return s->target.is_set && target_is_met(s->target.op, f->numerator, f->denominator,
                                             s->target.scale, s->target.value);
}

static void fill_share(const struct saebo *s, const struct published_figure *f, unsigned places,
                       struct figure_view *out)
{
    struct arena *a = s->p->a;
    enum lang lang = s->p->lang;
    struct interval range = interval_wilson(f->numerator, f->denominator);
    struct str share = number_ratio(a, lang, f->numerator, f->denominator, 100, places);
    struct str ends[] = {number_double(a, lang, range.low * 100, SHARE_PLACES),
                         number_double(a, lang, range.high * 100, SHARE_PLACES)};
    *out = (struct figure_view){.has_value = true,
                                .has_interval = true,
                                .shown = text_words(a, lang, TEXT_WEB_PERCENT, &share, 1),
                                .interval = text_words(a, lang, TEXT_WEB_UNTIL, ends, 2),
                                .numerator = number_count(a, lang, f->numerator),
                                .denominator = number_count(a, lang, f->denominator)};
}

static struct saebo_row row_of(const struct saebo *s, unsigned county)
{
    const struct model *m = s->m;
    const struct published_cell *doctor = saebo_cell(s->m, SAEBO_DOCTOR, county);
    struct published_figure f;
    struct saebo_row row = {.name = m->saebo[county].name[s->p->lang],
                            .is_own =
                                str_eq(m->saebo[county].id, m->place[m->first[MODEL_COUNTY]].id)};
    figure_fill(s->p->a, s->p->lang, PRINTED, doctor, &row.doctor);
    figure_fill(s->p->a, s->p->lang, PRINTED, saebo_cell(s->m, SAEBO_CARE_CONTACT, county),
                &row.care);
    /* Shares as they were printed, in whole per cent; the interval has a decimal more. */
    if (doctor && published_figure(doctor, &f) && f.denominator > 0) {
        fill_share(s, &f, PRINTED_PLACES, &row.doctor);
        row.places = row.doctor.denominator;
        row.target_is_met = target_met(s, &f);
    }
    const struct published_cell *care = saebo_cell(s->m, SAEBO_CARE_CONTACT, county);
    if (care && published_figure(care, &f) && f.denominator > 0)
        fill_share(s, &f, PRINTED_PLACES, &row.care);
    return row;
}

static void fill_rows(const struct saebo *s, struct saebo_view *v)
{
    unsigned count = s->m->saebo_counties, met = 0;
    struct saebo_row *row = ARENA_NEW(s->p->a, struct saebo_row, count);
    for (unsigned i = 0; i < count; i++) {
        row[i] = row_of(s, i);
        met += row[i].target_is_met;
    }
    v->rows.at = row;
    v->rows.count = count;
    v->counties_met = number_count(s->p->a, s->p->lang, met);
    v->counties = number_count(s->p->a, s->p->lang, count);
    fill_share(s, &s->total[SAEBO_DOCTOR], PRINTED_PLACES, &v->total.doctor);
    fill_share(s, &s->total[SAEBO_CARE_CONTACT], PRINTED_PLACES, &v->total.care);
    v->total.places = v->total.doctor.denominator;
    v->total.target_is_met = target_met(s, &s->total[SAEBO_DOCTOR]);
}

static struct chart_frame frame_of(const struct saebo *s, const char *id, enum text title,
                                   enum text desc, unsigned width)
{
    return (struct chart_frame){.id = str_fmt(s->p->a, "%s-%u", id, width),
                                .title = text_get(s->p->lang, title),
                                .desc = text_get(s->p->lang, desc),
                                .unit = STR("%"),
                                .width = width,
                                .decimal_mark = decimal_mark(s->p->lang),
                                .floor = 0,
                                .ceiling = 100};
}

static struct chart_point *points_of(const struct saebo *s)
{
    const struct model *m = s->m;
    struct chart_point *point = ARENA_NEW(s->p->a, struct chart_point, m->saebo_counties);
    for (unsigned i = 0; i < m->saebo_counties; i++) {
        point[i] =
            figure_point(s->p->a, s->p->lang, SHARE, m->saebo[i].name[s->p->lang], s->county[i]);
        point[i].is_own = str_eq(m->saebo[i].id, m->place[m->first[MODEL_COUNTY]].id);
    }
    return point;
}

/* The lines of the target, where there is one, and of the nation. */
static size_t lines_of(const struct saebo *s, const struct saebo_view *v,
                       struct chart_line line[static 2])
{
    const struct published_figure *total = &s->total[s->kind];
    size_t n = 0;
    line[n++] =
        (struct chart_line){.name = text_get(s->p->lang, TEXT_WEB_SAEBO_NATION_LINE),
                            .shown = v->nation.shown,
                            .value = (double)total->numerator * 100 / (double)total->denominator,
                            .kind = CHART_LINE_NATION};
    if (v->has_target)
        line[n++] = target_line(s->p->a, s->p->lang, SHARE, &s->target);
    return n;
}

static struct html_safe intervals_of(const struct saebo *s, const struct saebo_view *v,
                                     unsigned width)
{
    struct chart_line line[2];
    size_t lines = lines_of(s, v, line);
    struct chart_intervals chart = {.frame =
                                        frame_of(s, "chart-intervals", TEXT_WEB_SAEBO_INTERVALS,
                                                 TEXT_WEB_SAEBO_INTERVALS_DESC, width),
                                    .point = points_of(s),
                                    .points = s->m->saebo_counties,
                                    .line = line,
                                    .lines = lines};
    struct sb out = sb_open(s->p->a, 32 * 1024);
    chart_intervals(&out, &chart);
    return (struct html_safe){sb_str(&out)};
}

static struct html_safe spread_of(const struct saebo *s, const struct saebo_view *v, unsigned width)
{
    struct chart_line line[2];
    size_t lines = lines_of(s, v, line);
    struct chart_spread chart = {.frame = frame_of(s, "chart-spread", TEXT_WEB_SAEBO_SPREAD,
                                                   TEXT_WEB_SAEBO_SPREAD_DESC, width),
                                 .point = points_of(s),
                                 .points = s->m->saebo_counties,
                                 .line = line,
                                 .lines = lines};
    struct sb out = sb_open(s->p->a, 16 * 1024);
    chart_spread(&out, &chart);
    return (struct html_safe){sb_str(&out)};
}

struct funnel_data {
    struct chart_point *point;
    double *size;
    struct funnel_unit *unit;
    struct funnel fit;
};

static bool fit_funnel(const struct saebo *s, struct funnel_data *out)
{
    unsigned count = s->m->saebo_counties;
    const struct published_figure *total = &s->total[s->kind];
    *out = (struct funnel_data){.point = points_of(s),
                                .size = ARENA_NEW(s->p->a, double, count),
                                .unit = ARENA_NEW(s->p->a, struct funnel_unit, count)};
    for (unsigned i = 0; i < count; i++) {
        struct published_figure f;
        if (!s->county[i] || !published_figure(s->county[i], &f) || f.denominator <= 0)
            return false;
        out->size[i] = (double)f.denominator;
        out->unit[i] =
            (struct funnel_unit){(double)f.numerator / (double)f.denominator, out->size[i]};
        /* The funnel has its own scale, 0 to 1. */
        out->point[i].value = out->unit[i].value;
        out->point[i].low = out->point[i].high = NAN;
    }
    double centre = (double)total->numerator / (double)total->denominator;
    return funnel_fit(s->p->a, out->unit, count, centre, centre * (1 - centre), &out->fit);
}

static struct html_safe funnel_of(const struct saebo *s, const struct funnel_data *f,
                                  unsigned width)
{
    struct chart_funnel chart = {.frame = frame_of(s, "chart-funnel", TEXT_WEB_SAEBO_FUNNEL,
                                                   TEXT_WEB_SAEBO_FUNNEL_DESC, width),
                                 .point = f->point,
                                 .size = f->size,
                                 .points = s->m->saebo_counties,
                                 .funnel = &f->fit,
                                 .adjust = FUNNEL_ADJUSTED,
                                 .scale = 100,
                                 .size_name = text_get(s->p->lang, TEXT_WEB_SAEBO_PLACES),
                                 .limit_95 = text_get(s->p->lang, TEXT_WEB_LIMIT_95),
                                 .limit_998 = text_get(s->p->lang, TEXT_WEB_LIMIT_998)};
    struct sb out = sb_open(s->p->a, 32 * 1024);
    chart_funnel(&out, &chart);
    return (struct html_safe){sb_str(&out)};
}

static void fill_funnel(const struct saebo *s, struct saebo_view *v)
{
    struct funnel_data f;
    v->has_funnel = fit_funnel(s, &f);
    if (!v->has_funnel)
        return;
    unsigned raw = 0, adjusted = 0;
    for (unsigned i = 0; i < s->m->saebo_counties; i++) {
        raw += funnel_is_outside(&f.fit, f.unit[i], FUNNEL_998, FUNNEL_RAW);
        adjusted += funnel_is_outside(&f.fit, f.unit[i], FUNNEL_998, FUNNEL_ADJUSTED);
    }
    struct str parts[] = {number_count(s->p->a, s->p->lang, raw), v->counties,
                          number_count(s->p->a, s->p->lang, adjusted)};
    v->funnel_words = text_words(s->p->a, s->p->lang, TEXT_WEB_SAEBO_FUNNEL_WORDS, parts, 3);
    v->funnel_narrow = funnel_of(s, &f, CHART_NARROW);
    v->funnel_wide = funnel_of(s, &f, CHART_WIDE);
}

static void fill_kinds(const struct saebo *s, struct saebo_view *v)
{
    static const enum text names[MODEL_SAEBO] = {TEXT_WEB_SAEBO_DOCTOR, TEXT_WEB_SAEBO_CARE};
    struct choice_view *kind = ARENA_NEW(s->p->a, struct choice_view, MODEL_SAEBO);
    for (unsigned k = 0; k < MODEL_SAEBO; k++) {
        struct url_builder b = url_open(s->p->a, s->p->lang);
        url_segment(&b, STR("saebo"));
        if (k == SAEBO_CARE_CONTACT)
            url_field(&b, STR("kind"), STR("named_care_contact"));
        kind[k] = (struct choice_view){.name = text_get(s->p->lang, names[k]),
                                       .href = url_end(&b),
                                       .is_chosen = k == (unsigned)s->kind};
    }
    v->kinds.at = kind;
    v->kinds.count = MODEL_SAEBO;
    v->kind_name = kind[s->kind].name;
    v->has_target = s->target.is_set && s->kind == SAEBO_DOCTOR;
}

static struct url file_of(const struct saebo *s, const char *suffix)
{
    struct url_builder b = url_open_root(s->p->a);
    url_segment(&b, STR("data"));
    url_segment(&b, STR("saebo-2021-w48"));
    url_segment(&b,
                str_fmt(s->p->a, "%s.%s",
                        s->kind == SAEBO_DOCTOR ? "named_doctor" : "named_care_contact", suffix));
    return url_end(&b);
}

static void fill(struct saebo *s, struct saebo_view *v)
{
    s->county = ARENA_NEW(s->p->a, const struct published_cell *, s->m->saebo_counties);
    for (unsigned i = 0; i < s->m->saebo_counties; i++)
        s->county[i] = saebo_cell(s->m, s->kind, i);
    const struct model_measure *measure = model_measure(s->m, STR("saebo_named_doctor"));
    /* These figures are of one week: there is nothing that they could be a change from. */
    if (measure && measure->definition->target.is_set && !measure->definition->target.is_change) {
        s->target = measure->definition->target;
        v->target = target_words(s->p->a, s->p->lang, SHARE, &s->target);
    }
    v->has_target_column = s->target.is_set;
    sum_up(s);
    v->has_figures =
        s->total[SAEBO_DOCTOR].denominator > 0 && s->total[SAEBO_CARE_CONTACT].denominator > 0;
    if (!v->has_figures)
        return;
    fill_share(s, &s->total[s->kind], SHARE_PLACES, &v->nation);
    fill_rows(s, v);
    fill_kinds(s, v);
    v->intervals_narrow = intervals_of(s, v, CHART_NARROW);
    v->intervals_wide = intervals_of(s, v, CHART_WIDE);
    v->spread_narrow = spread_of(s, v, CHART_NARROW);
    v->spread_wide = spread_of(s, v, CHART_WIDE);
    fill_funnel(s, v);
    saebo_fill_odd(s->p->a, s->p->lang, s->m, v);
    v->csv = file_of(s, "csv");
    v->json = file_of(s, "json");
}

static bool draw(const struct page *p, struct response *rs, struct err *err)
{
    struct saebo s = {.p = p, .m = p->model, .kind = SAEBO_DOCTOR};
    struct str kind = uri_query(&p->rq->uri, STR("kind"));
    if (str_eq(kind, STR("named_care_contact")))
        s.kind = SAEBO_CARE_CONTACT;
    else if (kind.len > 0 && !str_eq(kind, STR("named_doctor")))
        return FAIL(err, ERR_MISSING, "web.choice", "%s", "");
    struct saebo_view v = {.shell =
                               page_shell(p, text_get(p->lang, TEXT_WEB_SAEBO_TITLE), MENU_SAEBO)};
    if (s.m && s.m->saebo_counties > 0)
        fill(&s, &v);
    struct sb out = sb_open(p->a, 128 * 1024);
    template_saebo(&out, p->lang, &v);
    page_answer(rs, &out);
    return true;
}

bool saebo_page(const void *site, const struct request *rq, struct response *rs, struct err *err)
{
    return page_run(site, rq, rs, draw, err);
}
