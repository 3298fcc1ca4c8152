#include "http/router.h"

#include "core/err_text.h"

/* Compares segment by segment; `param` gets what the {} stand for. */
static bool matches(struct str pattern, const struct uri *u,
                    struct str param[static ROUTE_PARAMS_MOST])
{
    unsigned segments = 0, params = 0;
    bool ends_with_slash = false;
    struct str rest = {pattern.at + 1, pattern.len - 1};
    while (rest.at) {
        struct str part = str_cut(&rest, '/');
        if (part.len == 0) {
            ends_with_slash = true;
            break;
        }
        if (segments == u->segments)
            return false;
        struct str segment = u->segment[segments++];
        if (!str_eq(part, STR("{}"))) {
            if (!str_eq(part, segment))
                return false;
        } else if (params < ROUTE_PARAMS_MOST) {
            param[params++] = segment;
        }
    }
    return segments == u->segments && ends_with_slash == u->ends_with_slash;
}

static bool same_method(enum http_method of_route, enum http_method asked)
{
    return of_route == asked || (of_route == HTTP_GET && asked == HTTP_HEAD);
}

const struct route *route_find(const struct http_site *site, struct request *rq, bool *wrong_method)
{
    const struct route *with_path = NULL;
    for (unsigned i = 0; i < site->routes; i++) {
        const struct route *route = &site->route[i];
        struct str param[ROUTE_PARAMS_MOST] = {{0}};
        if (!matches(str_of(route->pattern), &rq->uri, param))
            continue;
        with_path = with_path ? with_path : route;
        if (!same_method(route->method, rq->method))
            continue;
        for (unsigned p = 0; p < ROUTE_PARAMS_MOST; p++)
            rq->param[p] = param[p];
        *wrong_method = false;
        return route;
    }
    *wrong_method = with_path != NULL;
    return with_path;
}

/* The methods that the path of a request has, as the header Allow lists them. */
static struct str methods_of(const struct http_site *site, const struct request *rq)
{
    struct sb out = sb_open(rq->arena, 64);
    for (unsigned i = 0; i < site->routes; i++) {
        struct str param[ROUTE_PARAMS_MOST] = {{0}};
        if (!matches(str_of(site->route[i].pattern), &rq->uri, param))
            continue;
        if (out.len > 0)
            sb_put(&out, STR(", "));
        sb_put(&out, http_method_word(site->route[i].method));
        if (site->route[i].method == HTTP_GET)
            sb_put(&out, STR(", HEAD"));
    }
    return sb_str(&out);
}

static void fail(const struct http_site *site, const struct request *rq, unsigned status,
                 const struct err *err, struct response *rs)
{
    *rs = (struct response){.status = status, .type = TYPE_TEXT, .allow = rs->allow};
    site->fail(site->state, rq, status, err, rs);
    rs->status = status;
    rs->cache = CACHE_NEVER;
}

static void call(const struct http_site *site, const struct route *route, struct request *rq,
                 struct response *rs)
{
    struct err err = {0};
    if (route->access != ACCESS_PUBLIC) {
        (void)FAIL(&err, ERR_DENIED, "http.access", "%s", route->pattern);
        fail(site, rq, 403, &err, rs);
        return;
    }
    if (!route->handle(site->state, rq, rs, &err))
        fail(site, rq, (unsigned)err_http_status(err.kind), &err, rs);
}

void http_answer(const struct http_site *site, struct arena *a, const struct http_input *in,
                 struct response *rs, const char **route)
{
    struct request *rq = ARENA_NEW(a, struct request, 1);
    *rq = (struct request){.arena = a,
                           .method = http_method_of(in->method),
                           .accept_language = in->accept_language,
                           .if_none_match = in->if_none_match,
                           .body = in->body};
    *rs = (struct response){.status = 200, .cache = CACHE_CHECK};
    *route = "-";
    struct err err = {0};
    bool wrong_method = false;
    if (!host_is_own(in->host)) {
        (void)FAIL(&err, ERR_DENIED, "http.host", "%s", "");
        fail(site, rq, 421, &err, rs);
        return;
    }
    if (!uri_parse(a, in->target, &rq->uri, &err)) {
        fail(site, rq, 400, &err, rs);
        return;
    }
    const struct route *found = route_find(site, rq, &wrong_method);
    if (!found) {
        (void)FAIL(&err, ERR_MISSING, "http.not_found", "%s", "");
        fail(site, rq, 404, &err, rs);
        return;
    }
    *route = found->pattern;
    if (wrong_method) {
        rs->allow = methods_of(site, rq);
        (void)FAIL(&err, ERR_INVALID, "http.method", "%.*s", STR_FMT(rs->allow));
        fail(site, rq, 405, &err, rs);
    } else if (in->is_too_large) {
        (void)FAIL(&err, ERR_INVALID, "http.body_size", "%d", HTTP_BODY_MOST);
        fail(site, rq, 413, &err, rs);
    } else {
        call(site, found, rq, rs);
    }
}
