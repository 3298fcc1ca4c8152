/* web/page.h - what every page starts from: the request's language, the model as
 * it is now, and the frame around the content. A page is a function that fills a
 * view and gives it to its template; page_run() does the rest.
 *
 *     static bool draw(const struct page *p, struct response *rs, struct err *err);
 *     bool about_page(const void *site, const struct request *rq, struct response *rs,
 *                     struct err *err)
 *     {
 *         return page_run(site, rq, rs, draw, err);
 *     } */
#ifndef WEB_PAGE_H
#define WEB_PAGE_H
#include "core/log.h"
#include "http/router.h"
#include "web/asset.h"
#include "web/model.h"
#include "web/shell_view.h"

/* Where the model comes from: the instance, or a test. */
struct model_source {
    void *state;
    /* The model as it is now; *out NULL where the instance has no figures yet. Every model that
     * was taken is given back. Called by many threads at once. */
    bool (*take)(void *state, const struct model **out, struct err *err);
    void (*give_back)(void *state, const struct model *model);
};
/* What all requests share. */
struct site {
    struct model_source source;
    struct assets assets;
    struct str region; /* shown while there is no model */
    struct str version;
    const struct log *log;
};
struct page {
    const struct site *site;
    const struct request *rq;
    struct arena *a; /* the request's */
    enum lang lang;
    const struct model *model; /* NULL: there are no figures yet */
};
enum menu_entry { MENU_NONE, MENU_FRONT, MENU_SAEBO, MENU_DATA, MENU_ABOUT };

typedef bool page_draw(const struct page *p, struct response *rs, struct err *err);
/* The first parameter of the route is the language; another word than sv or en is no page. */
MUST_USE bool page_run(const void *site, const struct request *rq, struct response *rs,
                       page_draw *draw, struct err *err);
struct shell_view page_shell(const struct page *p, struct str title, enum menu_entry at);
/* A template's output as the answer. */
void page_answer(struct response *rs, struct sb *out);
/* The page of an error, for struct http_site. */
void page_of_error(const void *site, const struct request *rq, unsigned status,
                   const struct err *err, struct response *rs);

bool front_page(const void *site, const struct request *rq, struct response *rs, struct err *err);
bool measure_page(const void *site, const struct request *rq, struct response *rs, struct err *err);
bool saebo_page(const void *site, const struct request *rq, struct response *rs, struct err *err);
bool data_page(const void *site, const struct request *rq, struct response *rs, struct err *err);
bool data_file(const void *site, const struct request *rq, struct response *rs, struct err *err);
bool saebo_file(const void *site, const struct request *rq, struct response *rs, struct err *err);
bool about_page(const void *site, const struct request *rq, struct response *rs, struct err *err);
bool accessibility_page(const void *site, const struct request *rq, struct response *rs,
                        struct err *err);
#endif
