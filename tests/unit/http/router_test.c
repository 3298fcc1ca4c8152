/* http/router.h, http/request.h and http/response.h: from a request to an answer, without sockets.
 */
#include "http/router.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static bool say_params(const void *site, const struct request *rq, struct response *rs,
                       struct err *err)
{
    (void)site;
    (void)err;
    rs->type = TYPE_TEXT;
    rs->body = str_fmt(rq->arena, "%.*s|%.*s", STR_FMT(rq->param[0]), STR_FMT(rq->param[1]));
    return true;
}

static bool say_fixed(const void *site, const struct request *rq, struct response *rs,
                      struct err *err)
{
    (void)rq;
    (void)err;
    *rs = (struct response){.status = 200, .type = TYPE_TEXT, .body = str_of(site)};
    return true;
}

static bool fail_missing(const void *site, const struct request *rq, struct response *rs,
                         struct err *err)
{
    (void)site;
    (void)rq;
    rs->body = STR("half a page");
    return FAIL(err, ERR_MISSING, "http.not_found", "%s", "");
}

static bool take_body(const void *site, const struct request *rq, struct response *rs,
                      struct err *err)
{
    (void)site;
    (void)err;
    rs->body = rq->body;
    return true;
}

static void error_page(const void *site, const struct request *rq, unsigned status,
                       const struct err *err, struct response *rs)
{
    (void)site;
    rs->body = str_fmt(rq->arena, "%u %s", status, err->code);
}

static const struct route ROUTES[] = {
    ROUTE(GET, "/", PUBLIC, say_fixed),
    ROUTE(GET, "/{}/", PUBLIC, say_params),
    ROUTE(GET, "/{}/fixed", PUBLIC, say_fixed),
    ROUTE(GET, "/{}/{}", PUBLIC, say_params),
    ROUTE(POST, "/{}/{}", PUBLIC, take_body),
    ROUTE(GET, "/a/b/missing", PUBLIC, fail_missing),
    {.method = HTTP_GET, .pattern = "/a/b/closed", .handle = say_fixed},
};
static const struct http_site SITE = {"fixed", ROUTES, ARRAY_LEN(ROUTES), error_page};

static struct response ask(struct arena *a, const char *method, const char *target,
                           const char **route)
{
    const char *unused;
    struct http_input in = {
        .method = str_of(method), .target = str_of(target), .body = STR("body")};
    struct response rs;
    http_answer(&SITE, a, &in, &rs, route ? route : &unused);
    return rs;
}

static void answers(const char *method, const char *target, unsigned status, const char *body,
                    const char *route)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    const char *found;
    struct response rs = ask(a, method, target, &found);
    if (rs.status != status || !str_eq(rs.body, str_of(body)) || strcmp(found, route) != 0)
        fail_msg("%s %s: %u %.*s by %s", method, target, rs.status, STR_FMT(rs.body), found);
    arena_close(a);
}

static void routes_are_found(void **state)
{
    (void)state;
    answers("GET", "/", 200, "fixed", "/");
    answers("GET", "/sv/", 200, "sv|", "/{}/");
    answers("GET", "/sv/x", 200, "sv|x", "/{}/{}");
    answers("GET", "/sv/fixed", 200, "fixed", "/{}/fixed");
    answers("HEAD", "/sv/x", 200, "sv|x", "/{}/{}");
    answers("POST", "/sv/x", 200, "body", "/{}/{}");
    answers("GET", "/%61/x?y=1", 200, "a|x", "/{}/{}");
}

static void errors_have_pages(void **state)
{
    (void)state;
    answers("GET", "/sv", 404, "404 http.not_found", "-");
    answers("GET", "/a/b/c", 404, "404 http.not_found", "-");
    answers("GET", "/a/b/missing", 404, "404 http.not_found", "/a/b/missing");
    answers("GET", "/a/b/closed", 403, "403 http.access", "/a/b/closed");
    answers("GET", "/a/../b", 400, "400 http.target", "-");
    answers("DELETE", "/sv/x", 405, "405 http.method", "/{}/{}");
    answers("BREW", "/", 405, "405 http.method", "/");
}

static void a_wrong_method_hears_the_right_ones(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct response rs = ask(a, "PUT", "/sv/x", NULL);
    assert_true(str_eq(rs.allow, STR("GET, HEAD, POST")));
    arena_close(a);
}

static void a_body_that_is_too_large_is_refused(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct http_input in = {.method = STR("POST"), .target = STR("/a/b"), .is_too_large = true};
    struct response rs;
    const char *route;
    http_answer(&SITE, a, &in, &rs, &route);
    assert_int_equal(rs.status, 413);
    assert_true(str_eq(rs.body, STR("413 http.body_size")));
    arena_close(a);
}

static struct str header(const struct response_header *all, unsigned count, const char *name)
{
    for (unsigned i = 0; i < count; i++)
        if (strcmp(all[i].name, name) == 0)
            return all[i].value;
    return STR("");
}

static void every_answer_has_the_security_headers(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    static const unsigned statuses[] = {200, 303, 404, 500};
    for (size_t i = 0; i < ARRAY_LEN(statuses); i++) {
        struct request rq = {.arena = a};
        struct response rs = {.status = statuses[i], .type = TYPE_HTML, .body = STR("x")};
        struct response_header all[RESPONSE_HEADERS_MOST];
        unsigned n = response_finish(&rq, &rs, all);
        assert_true(str_eq(header(all, n, "Content-Security-Policy"),
                           STR("default-src 'self'; object-src 'none'; base-uri 'none'; "
                               "frame-ancestors 'none'; form-action 'self'")));
        assert_true(str_eq(header(all, n, "X-Content-Type-Options"), STR("nosniff")));
        assert_true(header(all, n, "Referrer-Policy").len > 0);
        assert_true(str_eq(header(all, n, "Cache-Control"), STR("no-store")));
    }
    arena_close(a);
}

static void what_the_client_has_is_not_sent_again(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct request rq = {.arena = a};
    struct response rs = {
        .status = 200, .type = TYPE_HTML, .body = STR("page"), .cache = CACHE_CHECK};
    struct response again = rs, other = rs;
    struct response_header all[RESPONSE_HEADERS_MOST];
    unsigned n = response_finish(&rq, &rs, all);
    struct str tag = header(all, n, "ETag");
    assert_int_equal(rs.status, 200);
    assert_int_equal(tag.len, 18);

    rq.if_none_match = str_fmt(a, "\"x\", W/%.*s", STR_FMT(tag));
    n = response_finish(&rq, &again, all);
    assert_int_equal(again.status, 304);
    assert_int_equal(again.body.len, 0);
    assert_true(str_eq(header(all, n, "ETag"), tag));

    other.body = STR("another page");
    (void)response_finish(&rq, &other, all);
    assert_int_equal(other.status, 200);
    arena_close(a);
}

static void redirects_and_downloads(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct request rq = {.arena = a};
    struct response rs = {.depends_on_language = true};
    struct response_header all[RESPONSE_HEADERS_MOST];
    response_redirect(&rs, 303, STR("/sv/"));
    unsigned n = response_finish(&rq, &rs, all);
    assert_true(str_eq(header(all, n, "Location"), STR("/sv/")));
    assert_true(str_eq(header(all, n, "Vary"), STR("Accept-Language")));
    rs = (struct response){
        .status = 200, .type = TYPE_CSV, .filename = STR("a.csv"), .cache = CACHE_FOREVER};
    n = response_finish(&rq, &rs, all);
    assert_true(
        str_eq(header(all, n, "Content-Disposition"), STR("attachment; filename=\"a.csv\"")));
    assert_true(
        str_eq(header(all, n, "Cache-Control"), STR("public, max-age=31536000, immutable")));
    arena_close(a);
}

static void languages(void **state)
{
    (void)state;
    static const struct {
        const char *header;
        enum lang lang;
    } cases[] = {
        {"", LANG_SV},
        {"sv", LANG_SV},
        {"sv-SE,sv;q=0.9,en;q=0.8", LANG_SV},
        {"en-GB,en;q=0.9,sv;q=0.8", LANG_EN},
        {"en;q=0.5, sv;q=0.6", LANG_SV},
        {"en, sv", LANG_SV},
        {"de", LANG_EN},
        {"de, *;q=0.1", LANG_SV},
        {"sv;q=0, *", LANG_EN},
        {"svx", LANG_EN},
        {"SV-se", LANG_SV},
        {"en;q=1.000, sv;q=0.999", LANG_EN},
        {"sv;q=2, en;q=0.1", LANG_EN},
        {"sv;q=abc, en;q=0.001", LANG_EN},
        {",,;q=,", LANG_EN},
    };
    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        if (accept_language(str_of(cases[i].header)) != cases[i].lang)
            fail_msg("%s", cases[i].header);
}

static void another_site_that_leads_here_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *host;
        unsigned status;
    } cases[] = {{"", 200},
                 {"localhost", 200},
                 {"LocalHost:8080", 200},
                 {"127.0.0.1:1", 200},
                 {"[::1]:8080", 200},
                 {"evil.example", 421},
                 {"localhost.evil.example", 421},
                 {"127.0.0.1.evil.example:8080", 421},
                 {"local", 421},
                 {"[::1", 421}};
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct arena *a = arena_open(ARENA_BLOCK);
        const char *route = NULL;
        struct http_input in = {
            .method = STR("GET"), .target = STR("/"), .host = str_of(cases[i].host)};
        struct response rs;
        http_answer(&SITE, a, &in, &rs, &route);
        assert_int_equal(rs.status, cases[i].status);
        assert_true(rs.status == 200 || str_eq(rs.body, STR("421 http.host")));
        arena_close(a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(another_site_that_leads_here_is_refused),
        cmocka_unit_test(routes_are_found),
        cmocka_unit_test(errors_have_pages),
        cmocka_unit_test(a_wrong_method_hears_the_right_ones),
        cmocka_unit_test(a_body_that_is_too_large_is_refused),
        cmocka_unit_test(every_answer_has_the_security_headers),
        cmocka_unit_test(what_the_client_has_is_not_sent_again),
        cmocka_unit_test(redirects_and_downloads),
        cmocka_unit_test(languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
