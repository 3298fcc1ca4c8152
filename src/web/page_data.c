#include "publish/dataset.h"
#include "templates.h"
#include "web/data_view.h"
#include "web/figure.h"
#include "web/group.h"
#include "web/page.h"
#include "web/url.h"

static const struct str SAEBO_FILE[MODEL_SAEBO] = {STR_INIT("named_doctor"),
                                                   STR_INIT("named_care_contact")};

static struct url file_url(struct arena *a, struct str id, const char *suffix)
{
    struct url_builder b = url_open_root(a);
    url_segment(&b, STR("data"));
    url_segment(&b, str_fmt(a, "%.*s.%s", STR_FMT(id), suffix));
    return url_end(&b);
}

static struct data_file file_of(const struct page *p, const struct model_measure *measure)
{
    struct url_builder page = url_open(p->a, p->lang);
    url_segment(&page, STR("measures"));
    url_segment(&page, measure->definition->id);
    char first[MONTH_TEXT], last[MONTH_TEXT];
    struct str ends[] = {month_format(model_month(p->model, 0), first),
                         month_format(p->model->last, last)};
    return (struct data_file){.name = measure->definition->name[p->lang],
                              .period = text_words(p->a, p->lang, TEXT_WEB_UNTIL_SPACED, ends, 2),
                              .page = url_end(&page),
                              .csv = file_url(p->a, measure->definition->id, "csv"),
                              .json = file_url(p->a, measure->definition->id, "json")};
}

static struct url saebo_url(struct arena *a, struct str id, const char *suffix)
{
    struct url_builder b = url_open_root(a);
    url_segment(&b, STR("data"));
    url_segment(&b, STR("saebo-2021-w48"));
    url_segment(&b, str_fmt(a, "%.*s.%s", STR_FMT(id), suffix));
    return url_end(&b);
}

static struct data_file saebo_file_of(const struct page *p, enum model_saebo kind)
{
    static const enum text names[MODEL_SAEBO] = {TEXT_WEB_DATA_SAEBO_DOCTOR,
                                                 TEXT_WEB_DATA_SAEBO_CARE};
    struct str id = SAEBO_FILE[kind];
    return (struct data_file){.name = text_get(p->lang, names[kind]),
                              .period = STR("2021-W48"),
                              .page = url_page(p->a, p->lang, STR("saebo")),
                              .csv = saebo_url(p->a, id, "csv"),
                              .json = saebo_url(p->a, id, "json")};
}

static struct data_group group_files(const struct page *p, enum model_group group)
{
    const struct model *m = p->model;
    size_t count = 0;
    struct data_file *file = ARENA_NEW(p->a, struct data_file, m->measures + 1);
    for (unsigned i = 0; i < m->measures; i++)
        if (m->measure[i].group == group)
            file[count++] = file_of(p, &m->measure[i]);
    return (struct data_group){.name = group_name(p->lang, group), .files = {file, count}};
}

static struct data_group saebo_files(const struct page *p)
{
    struct data_file *file = ARENA_NEW(p->a, struct data_file, MODEL_SAEBO);
    for (unsigned k = 0; k < MODEL_SAEBO; k++)
        file[k] = saebo_file_of(p, (enum model_saebo)k);
    return (struct data_group){.name = text_get(p->lang, TEXT_WEB_MENU_SAEBO),
                               .files = {file, MODEL_SAEBO}};
}

static bool draw(const struct page *p, struct response *rs, struct err *err)
{
    (void)err;
    const struct model *m = p->model;
    size_t count = 0;
    struct data_group *group = ARENA_NEW(p->a, struct data_group, MODEL_GROUPS + 1);
    for (unsigned g = 0; m && g < MODEL_GROUPS; g++) {
        group[count] = group_files(p, (enum model_group)g);
        count += group[count].files.count > 0;
    }
    if (m && m->saebo_counties > 0)
        group[count++] = saebo_files(p);
    struct data_view v = {.shell = page_shell(p, text_get(p->lang, TEXT_WEB_DATA_TITLE), MENU_DATA),
                          .groups = {group, count},
                          .has_figures = m != NULL};
    if (m) {
        v.denominator = m->suppression.denominator;
        v.numerator = m->suppression.numerator;
        v.complement = m->suppression.complement;
    }
    struct sb out = sb_open(p->a, 32 * 1024);
    template_data(&out, p->lang, &v);
    page_answer(rs, &out);
    return true;
}

bool data_page(const void *site, const struct request *rq, struct response *rs, struct err *err)
{
    return page_run(site, rq, rs, draw, err);
}

/* "Ko05L.csv" into what stands before the point and which of the two it is. */
static bool split_name(struct str name, struct str *id, bool *is_json)
{
    struct str suffix = name;
    *id = str_cut(&suffix, '.');
    *is_json = str_eq(suffix, STR("json"));
    return *is_json || str_eq(suffix, STR("csv"));
}

static void answer_table(struct arena *a, struct str name, bool is_json,
                         const struct published_table *table, struct response *rs)
{
    struct sb out = sb_open(a, 256 * 1024);
    if (is_json)
        dataset_json(&out, table);
    else
        dataset_csv(&out, table);
    rs->type = is_json ? TYPE_JSON : TYPE_CSV;
    rs->body = sb_str(&out);
    rs->filename = name;
}

/* Which table a file holds; NULL: there is no such file. */
typedef const struct published_table *choose_table(const struct model *m, struct str id);

static bool answer_file(const struct site *s, const struct request *rq, choose_table *choose,
                        struct response *rs, struct err *err)
{
    const struct model *model = NULL;
    struct str id;
    bool is_json = false;
    if (!s->source.take(s->source.state, &model, err))
        return false;
    const struct published_table *table = NULL;
    if (model && split_name(rq->param[0], &id, &is_json))
        table = choose(model, id);
    if (table)
        answer_table(rq->arena, rq->param[0], is_json, table, rs);
    s->source.give_back(s->source.state, model);
    return table || FAIL(err, ERR_MISSING, "http.not_found", "%s", "");
}

static const struct published_table *of_measure(const struct model *m, struct str id)
{
    const struct model_measure *measure = model_measure(m, id);
    return measure ? measure->table : NULL;
}

bool data_file(const void *site, const struct request *rq, struct response *rs, struct err *err)
{
    return answer_file(site, rq, of_measure, rs, err);
}

static const struct published_table *of_saebo(const struct model *m, struct str id)
{
    for (unsigned k = 0; k < MODEL_SAEBO; k++)
        if (str_eq(id, SAEBO_FILE[k]))
            return m->saebo_table[k];
    return NULL;
}

bool saebo_file(const void *site, const struct request *rq, struct response *rs, struct err *err)
{
    return answer_file(site, rq, of_saebo, rs, err);
}
