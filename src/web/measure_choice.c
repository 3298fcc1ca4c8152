#include "engine/eval.h"
#include "web/measure_parts.h"

static const struct str SORT_WORD[MEASURE_SORTS] = {STR_INIT("name"), STR_INIT("operator"),
                                                    STR_INIT("value"), STR_INIT("numerator"),
                                                    STR_INIT("denominator")};

static bool sort_parse(struct str word, enum measure_sort *out)
{
    for (unsigned i = 0; i < MEASURE_SORTS; i++) {
        if (str_eq(word, SORT_WORD[i])) {
            *out = (enum measure_sort)i;
            return true;
        }
    }
    return false;
}

static bool take_month(const struct model *m, struct str text, unsigned *out)
{
    struct month month;
    struct err unused = {0};
    if (!month_parse(text, &month, &unused) || month.n > m->last.n ||
        month.n <= m->last.n - (int32_t)m->months)
        return false;
    *out = (unsigned)(month.n - model_month(m, 0).n);
    return true;
}

static bool take_level(const struct definition *d, struct str word, enum model_level *out)
{
    return model_level_parse(word, out) && measure_has_level(d, *out);
}

static bool take_order(struct str word, bool *descending)
{
    *descending = str_eq(word, STR("desc"));
    return *descending || str_eq(word, STR("asc"));
}

struct str measure_period(const struct measure_choice *c, unsigned month)
{
    struct month at = model_month(c->p->model, month);
    return c->style.is_yearly ? str_fmt(c->p->a, "%d", (int)day_civil(month_first(at)).year)
                              : month_words(c->p->a, c->p->lang, at);
}

static int32_t year_of(const struct model *m, unsigned month)
{
    return day_civil(month_first(model_month(m, month))).year;
}

bool measure_is_period(const struct measure_choice *c, unsigned month)
{
    const struct model *m = c->p->model;
    return !c->style.is_yearly || month + 1 == m->months ||
           year_of(m, month) != year_of(m, month + 1);
}

bool measure_has_level(const struct definition *d, enum model_level level)
{
    static const enum eval_level levels[MODEL_LEVELS] = {LEVEL_UNIT, LEVEL_OPERATOR,
                                                         LEVEL_MUNICIPALITY, LEVEL_COUNTY};
    return definition_has_level(d, levels[level]);
}

enum model_level measure_first_level(const struct definition *d)
{
    unsigned level = MODEL_UNIT;
    while (level < MODEL_COUNTY && !measure_has_level(d, (enum model_level)level))
        level++;
    return (enum model_level)level;
}

bool measure_choose(const struct page *p, struct measure_choice *out, struct err *err)
{
    const struct uri *u = &p->rq->uri;
    struct measure_choice c = {.p = p, .sort = SORT_VALUE, .descending = true};
    c.measure = p->model ? model_measure(p->model, p->rq->param[1]) : NULL;
    if (!c.measure)
        return FAIL(err, ERR_MISSING, "http.not_found", "%s", "");
    c.definition = c.measure->definition;
    c.style = figure_style_of(c.definition);
    c.level = measure_first_level(c.definition);
    c.month = p->model->months - 1;
    for (unsigned i = 0; i < u->fields; i++) {
        struct str name = u->field[i].name, value = u->field[i].value;
        bool ok = str_eq(name, STR("level"))   ? take_level(c.definition, value, &c.level)
                  : str_eq(name, STR("month")) ? take_month(p->model, value, &c.month)
                  : str_eq(name, STR("sort"))  ? sort_parse(value, &c.sort)
                  : str_eq(name, STR("order")) ? take_order(value, &c.descending)
                                               : false;
        if (!ok)
            return FAIL(err, ERR_MISSING, "web.choice", "%s", "");
    }
    while (!measure_is_period(&c, c.month))
        c.month++;
    *out = c;
    return true;
}

static struct str month_word(const struct measure_choice *c, unsigned month)
{
    char text[MONTH_TEXT];
    return str_copy(c->p->a, month_format(model_month(c->p->model, month), text));
}

struct url measure_url(const struct measure_choice *c)
{
    struct url_builder b = url_open(c->p->a, c->p->lang);
    url_segment(&b, STR("measures"));
    url_segment(&b, c->definition->id);
    if (c->level != measure_first_level(c->definition))
        url_field(&b, STR("level"), model_level_word(c->level));
    if (c->month != c->p->model->months - 1)
        url_field(&b, STR("month"), month_word(c, c->month));
    if (c->sort != SORT_VALUE || !c->descending) {
        url_field(&b, STR("sort"), SORT_WORD[c->sort]);
        url_field(&b, STR("order"), c->descending ? STR("desc") : STR("asc"));
    }
    url_fragment(&b, STR("table"));
    return url_end(&b);
}

static void fill_levels(const struct measure_choice *c, struct measure_view *v)
{
    static const enum text names[MODEL_LEVELS] = {TEXT_WEB_LEVEL_UNIT, TEXT_WEB_LEVEL_OPERATOR,
                                                  TEXT_WEB_LEVEL_MUNICIPALITY,
                                                  TEXT_WEB_LEVEL_COUNTY};
    struct choice_view *level = ARENA_NEW(c->p->a, struct choice_view, MODEL_LEVELS);
    for (unsigned i = 0; i < MODEL_LEVELS; i++) {
        struct measure_choice other = *c;
        other.level = (enum model_level)i;
        if (measure_has_level(c->definition, other.level))
            level[v->levels.count++] = (struct choice_view){.name = text_get(c->p->lang, names[i]),
                                                            .href = measure_url(&other),
                                                            .is_chosen = other.level == c->level};
    }
    v->levels.at = level;
}

void measure_fill_controls(const struct measure_choice *c, struct measure_view *v)
{
    const struct model *m = c->p->model;
    fill_levels(c, v);
    struct choice_view *month = ARENA_NEW(c->p->a, struct choice_view, m->months);
    for (unsigned i = 0; i < m->months; i++) { /* the newest first */
        unsigned n = m->months - 1 - i;
        if (measure_is_period(c, n))
            month[v->months.count++] = (struct choice_view){.name = measure_period(c, n),
                                                            .value = month_word(c, n),
                                                            .is_chosen = n == c->month};
    }
    v->months.at = month;
    v->month_label = text_get(c->p->lang, c->style.is_yearly ? TEXT_WEB_YEAR : TEXT_WEB_MONTH);
    struct url_builder form = url_open(c->p->a, c->p->lang);
    url_segment(&form, STR("measures"));
    url_segment(&form, c->definition->id);
    v->form = url_end(&form);
    v->level = model_level_word(c->level);
    v->sort = SORT_WORD[c->sort];
    v->order = c->descending ? STR("desc") : STR("asc");
}
