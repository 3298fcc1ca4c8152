#include "web/page.h"

#include "core/err_text.h"
#include "templates.h"
#include "web/url.h"

bool page_run(const void *site, const struct request *rq, struct response *rs, page_draw *draw,
              struct err *err)
{
    const struct site *s = site;
    struct page p = {.site = s, .rq = rq, .a = rq->arena};
    if (!lang_parse(rq->param[0], &p.lang))
        return FAIL(err, ERR_MISSING, "http.not_found", "%s", "");
    if (!s->source.take(s->source.state, &p.model, err))
        return false;
    bool ok = draw(&p, rs, err);
    s->source.give_back(s->source.state, p.model);
    return ok;
}

/* The address that was asked for, in the other language. */
static struct url elsewhere(const struct page *p, enum lang lang)
{
    const struct uri *u = &p->rq->uri;
    if (u->segments < 2)
        return url_front(p->a, lang);
    struct url_builder b = url_open(p->a, lang);
    for (unsigned i = 1; i < u->segments; i++)
        url_segment(&b, u->segment[i]);
    for (unsigned i = 0; i < u->fields; i++)
        url_field(&b, u->field[i].name, u->field[i].value);
    return url_end(&b);
}

struct shell_view page_shell(const struct page *p, struct str title, enum menu_entry at)
{
    enum lang other = p->lang == LANG_SV ? LANG_EN : LANG_SV;
    struct str region = p->model ? p->model->region : p->site->region;
    return (struct shell_view){.title = title,
                               .region = region,
                               .has_region = region.len > 0,
                               .stylesheet = p->site->assets.stylesheet_url,
                               .elsewhere = elsewhere(p, other),
                               .elsewhere_lang = lang_word(other),
                               .elsewhere_name = text_get(p->lang, TEXT_LANG_SWITCH),
                               .today = p->model ? p->model->today : DAY_NONE,
                               .version = p->site->version,
                               .is_demo = p->model && p->model->is_demo,
                               .at_front = at == MENU_FRONT,
                               .at_saebo = at == MENU_SAEBO,
                               .at_data = at == MENU_DATA,
                               .at_about = at == MENU_ABOUT};
}

void page_answer(struct response *rs, struct sb *out)
{
    rs->type = TYPE_HTML;
    rs->body = sb_str(out);
}

static enum text heading(unsigned status)
{
    switch (status) {
    case 400:
    case 422:
        return TEXT_WEB_ERROR_400;
    case 403:
        return TEXT_WEB_ERROR_403;
    case 404:
        return TEXT_WEB_ERROR_404;
    case 405:
        return TEXT_WEB_ERROR_405;
    case 413:
        return TEXT_WEB_ERROR_413;
    case 503:
        return TEXT_WEB_ERROR_503;
    default:
        return TEXT_WEB_ERROR_500;
    }
}

/* What went wrong on the machine is for its log: the reader hears that it did. */
static struct str words(const struct page *p, unsigned status, const struct err *err)
{
    if (status == 500)
        return text_get(p->lang, TEXT_WEB_ERROR_500_WORDS);
    struct str said = err_message(p->a, p->lang, err);
    return str_fmt(p->a, "%.*s.", STR_FMT(said));
}

void page_of_error(const void *site, const struct request *rq, unsigned status,
                   const struct err *err, struct response *rs)
{
    struct page p = {.site = site, .rq = rq, .a = rq->arena};
    if (rq->uri.segments == 0 || !lang_parse(rq->uri.segment[0], &p.lang)) {
        p.lang = accept_language(rq->accept_language);
        rs->depends_on_language = true;
    }
    if (status >= 500)
        log_err(p.site->log, "http.error", err);
    /* Whose page it is and that it is a demonstration is said here too, if it can be known. */
    struct err unknown = {0};
    bool is_taken = status < 500 && p.site->source.take(p.site->source.state, &p.model, &unknown);
    struct str title = text_get(p.lang, heading(status));
    struct error_view v = {.shell = page_shell(&p, title, MENU_NONE),
                           .status = status,
                           .heading = title,
                           .words = words(&p, status, err)};
    struct sb out = sb_open(p.a, 8192);
    template_error(&out, p.lang, &v);
    page_answer(rs, &out);
    if (is_taken)
        p.site->source.give_back(p.site->source.state, p.model);
}
