#include "templates.h"
#include "web/page.h"

static bool draw_about(const struct page *p, struct response *rs, struct err *err)
{
    (void)err;
    struct str title = text_get(p->lang, TEXT_WEB_ABOUT_TITLE);
    struct text_view v = {.shell = page_shell(p, title, MENU_ABOUT)};
    struct sb out = sb_open(p->a, 16 * 1024);
    template_about(&out, p->lang, &v);
    page_answer(rs, &out);
    return true;
}

bool about_page(const void *site, const struct request *rq, struct response *rs, struct err *err)
{
    return page_run(site, rq, rs, draw_about, err);
}

static bool draw_accessibility(const struct page *p, struct response *rs, struct err *err)
{
    (void)err;
    struct str title = text_get(p->lang, TEXT_WEB_ACCESS_TITLE);
    struct text_view v = {.shell = page_shell(p, title, MENU_NONE)};
    struct sb out = sb_open(p->a, 16 * 1024);
    template_accessibility(&out, p->lang, &v);
    page_answer(rs, &out);
    return true;
}

bool accessibility_page(const void *site, const struct request *rq, struct response *rs,
                        struct err *err)
{
    return page_run(site, rq, rs, draw_accessibility, err);
}
