#include "web/routes.h"

#include "web/url.h"

/* The address without a language leads to the reader's. */
static bool to_language(const void *site, const struct request *rq, struct response *rs,
                        struct err *err)
{
    (void)site;
    (void)err;
    rs->depends_on_language = true;
    response_redirect(rs, 303, url_front(rq->arena, accept_language(rq->accept_language)).text);
    return true;
}

/* "/sv" is the front page without its slash. */
static bool to_front(const void *site, const struct request *rq, struct response *rs,
                     struct err *err)
{
    (void)site;
    enum lang lang;
    if (!lang_parse(rq->param[0], &lang))
        return FAIL(err, ERR_MISSING, "http.not_found", "%s", "");
    response_redirect(rs, 308, url_front(rq->arena, lang).text);
    return true;
}

static bool asset(const void *site, const struct request *rq, struct response *rs, struct err *err)
{
    const struct site *s = site;
    return asset_answer(&s->assets, rq->param[0], rs) ||
           FAIL(err, ERR_MISSING, "http.not_found", "%s", "");
}

static const struct route ROUTES[] = {
    ROUTE(GET, "/", PUBLIC, to_language),
    ROUTE(GET, "/assets/{}", PUBLIC, asset),
    ROUTE(GET, "/data/{}", PUBLIC, data_file),
    ROUTE(GET, "/data/saebo-2021-w48/{}", PUBLIC, saebo_file),
    ROUTE(GET, "/{}", PUBLIC, to_front),
    ROUTE(GET, "/{}/", PUBLIC, front_page),
    ROUTE(GET, "/{}/measures/{}", PUBLIC, measure_page),
    ROUTE(GET, "/{}/saebo", PUBLIC, saebo_page),
    ROUTE(GET, "/{}/data", PUBLIC, data_page),
    ROUTE(GET, "/{}/about", PUBLIC, about_page),
    ROUTE(GET, "/{}/accessibility", PUBLIC, accessibility_page),
};

struct http_site site_http(const struct site *site)
{
    return (struct http_site){
        .state = site, .route = ROUTES, .routes = ARRAY_LEN(ROUTES), .fail = page_of_error};
}
