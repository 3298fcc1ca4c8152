/* Any bytes as a request: method, target, Accept-Language and If-None-Match, a line each. There is
 * an answer to everything, and an address that is accepted has one reading: written down again from
 * its parts and read, it has the same. */
#include "http/router.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool page(const void *site, const struct request *rq, struct response *rs, struct err *err)
{
    (void)site;
    (void)err;
    rs->type = TYPE_TEXT;
    rs->body = rq->param[0];
    return true;
}

static void fail(const void *site, const struct request *rq, unsigned status, const struct err *err,
                 struct response *rs)
{
    (void)site;
    (void)rq;
    if (status < 400 || err->kind == ERR_NONE)
        abort();
    rs->body = str_of(err->code);
}

static const struct route ROUTES[] = {
    ROUTE(GET, "/", PUBLIC, page),          ROUTE(GET, "/{}/", PUBLIC, page),
    ROUTE(GET, "/{}/fixed", PUBLIC, page),  ROUTE(GET, "/{}/{}", PUBLIC, page),
    ROUTE(POST, "/{}/{}/{}", PUBLIC, page),
};

static void put_encoded(struct sb *out, struct str s)
{
    for (size_t i = 0; i < s.len; i++)
        sb_fmt(out, "%%%02X", (unsigned)(unsigned char)s.at[i]);
}

static void check_uri(struct arena *a, struct str target)
{
    struct err err = {0};
    struct uri u, again;
    if (!uri_parse(a, target, &u, &err))
        return;
    struct sb out = sb_open(a, 256);
    for (unsigned i = 0; i < u.segments; i++) {
        sb_char(&out, '/');
        put_encoded(&out, u.segment[i]);
    }
    sb_put(&out, u.ends_with_slash ? STR("/") : STR(""));
    for (unsigned i = 0; i < u.fields; i++) {
        sb_char(&out, i == 0 ? '?' : '&');
        put_encoded(&out, u.field[i].name);
        sb_char(&out, '=');
        put_encoded(&out, u.field[i].value);
    }
    if (out.len > HTTP_TARGET_MOST)
        return;
    if (!uri_parse(a, sb_str(&out), &again, &err) || again.segments != u.segments ||
        again.fields != u.fields || again.ends_with_slash != u.ends_with_slash)
        abort();
    for (unsigned i = 0; i < u.segments; i++)
        if (!str_eq(u.segment[i], again.segment[i]))
            abort();
    for (unsigned i = 0; i < u.fields; i++)
        if (!str_eq(u.field[i].name, again.field[i].name) ||
            !str_eq(u.field[i].value, again.field[i].value))
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct http_site site = {NULL, ROUTES, ARRAY_LEN(ROUTES), fail};
    struct arena *a = arena_open(ARENA_BLOCK);
    struct str rest = {(const char *)data, size};
    struct http_input in = {0};
    in.method = str_cut(&rest, '\n');
    in.target = str_cut(&rest, '\n');
    in.accept_language = str_cut(&rest, '\n');
    in.if_none_match = str_cut(&rest, '\n');
    struct response rs;
    struct request rq = {.arena = a, .if_none_match = in.if_none_match};
    struct response_header header[RESPONSE_HEADERS_MOST];
    const char *route = NULL;
    http_answer(&site, a, &in, &rs, &route);
    if (!route || response_finish(&rq, &rs, header) > RESPONSE_HEADERS_MOST || rs.status < 200)
        abort();
    (void)accept_language(in.accept_language);
    check_uri(a, in.target);
    arena_close(a);
    return 0;
}
