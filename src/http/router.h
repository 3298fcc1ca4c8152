/* http/router.h - from a request to its handler, by one table of the whole site:
 * method, path, who may, handler. A site's table is the list of all that can be
 * reached from outside; ROUTE() does not compile without an access rule, and a
 * handler is called only after its rule.
 *
 *     static const struct route ROUTES[] = {
 *         ROUTE(GET, "/{}/measures/{}", PUBLIC, measure_page),
 *     };
 *
 * A {} stands for one segment, whatever it is; a literal segment wins over it by
 * standing earlier in the table. GET answers HEAD too. */
#ifndef HTTP_ROUTER_H
#define HTTP_ROUTER_H
#include "http/response.h"

enum access_rule {
    ACCESS_NONE, /* what a row without a rule would have: refused */
    ACCESS_PUBLIC
};
struct route {
    enum http_method method;
    const char *pattern;
    enum access_rule access;
    /* Fills *rs; after false the site's `fail` makes the page of the error. */
    bool (*handle)(const void *site, const struct request *rq, struct response *rs,
                   struct err *err);
};
#define ROUTE(method, pattern, access, handle)                                                     \
    {                                                                                              \
        HTTP_##method, "" pattern, ACCESS_##access, handle                                         \
    }

struct http_site {
    const void *state; /* handed to every handler; shared by threads */
    const struct route *route;
    unsigned routes;
    /* The page of an error: status 400 and above, whatever the handler had begun. */
    void (*fail)(const void *site, const struct request *rq, unsigned status, const struct err *err,
                 struct response *rs);
};
/* A request as it comes from the wire. */
struct http_input {
    struct str method, target, host, accept_language, if_none_match, body;
    bool is_too_large; /* the body was over HTTP_BODY_MOST and is not kept */
};

/* Answers one request. Never fails: an error becomes its page. `route` is the pattern that was
 * found, for the log: "-" where none was. */
void http_answer(const struct http_site *site, struct arena *a, const struct http_input *in,
                 struct response *rs, const char **route);
/* The first route of the table whose pattern the path has, with any method; NULL: there is none. */
const struct route *route_find(const struct http_site *site, struct request *rq,
                               bool *wrong_method);
#endif
