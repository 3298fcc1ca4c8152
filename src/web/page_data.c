#include "publish/dataset.h"
#include "templates.h"
#include "web/data_view.h"
#include "web/figure.h"
#include "web/page.h"
#include "web/url.h"

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
    struct str ends[] = {month_words(p->a, p->lang, model_month(p->model, 0)),
                         month_words(p->a, p->lang, p->model->last)};
    return (struct data_file){.name = measure->definition->name[p->lang],
                              .period = text_words(p->a, p->lang, TEXT_WEB_UNTIL_SPACED, ends, 2),
                              .page = url_end(&page),
                              .csv = file_url(p->a, measure->definition->id, "csv"),
                              .json = file_url(p->a, measure->definition->id, "json")};
}

static bool draw(const struct page *p, struct response *rs, struct err *err)
{
    (void)err;
    unsigned count = p->model ? p->model->measures : 0;
    struct data_file *file = ARENA_NEW(p->a, struct data_file, count + 1);
    for (unsigned i = 0; i < count; i++)
        file[i] = file_of(p, &p->model->measure[i]);
    struct data_view v = {.shell = page_shell(p, text_get(p->lang, TEXT_WEB_DATA_TITLE), MENU_DATA),
                          .files = {file, count}};
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
    if (str_eq(id, STR("named_doctor")))
        return m->saebo_table[SAEBO_DOCTOR];
    return str_eq(id, STR("named_care_contact")) ? m->saebo_table[SAEBO_CARE_CONTACT] : NULL;
}

bool saebo_file(const void *site, const struct request *rq, struct response *rs, struct err *err)
{
    return answer_file(site, rq, of_saebo, rs, err);
}
