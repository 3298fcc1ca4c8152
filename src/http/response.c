#include "http/response.h"

#include "core/checksum.h"

/* The same on every answer. The policy lets a page load from this site alone and run nothing that
 * stands in it; a page is in no other site's frame, and tells other sites nothing of its address.
 */
static const struct {
    const char *name, *value;
} ALWAYS[] = {
    {"Content-Security-Policy", "default-src 'self'; object-src 'none'; base-uri 'none'; "
                                "frame-ancestors 'none'; form-action 'self'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "camera=(), geolocation=(), microphone=()"},
};

void response_redirect(struct response *rs, unsigned status, struct str location)
{
    *rs = (struct response){.status = status,
                            .location = location,
                            .type = TYPE_TEXT,
                            .cache = CACHE_NEVER,
                            .depends_on_language = rs->depends_on_language};
}

/* Is `tag` among those of an If-None-Match header (RFC 9110 13.1.2, weak comparison)? */
static bool is_known(struct str header, struct str tag)
{
    for (struct str rest = header; rest.at;) {
        struct str one = str_trim(str_cut(&rest, ','));
        if (str_starts(one, STR("W/")))
            one = (struct str){one.at + 2, one.len - 2};
        if (str_eq(one, STR("*")) || str_eq(one, tag))
            return true;
    }
    return false;
}

static struct str etag_of(struct arena *a, struct str body)
{
    return str_fmt(a, "\"%016llx\"", (unsigned long long)checksum_of(body.at, body.len));
}

static struct str cache_words(enum response_cache cache)
{
    switch (cache) {
    case CACHE_FOREVER:
        return STR("public, max-age=31536000, immutable");
    case CACHE_CHECK:
        return STR("no-cache");
    case CACHE_NEVER:
        break;
    }
    return STR("no-store");
}

unsigned response_finish(const struct request *rq, struct response *rs,
                         struct response_header header[static RESPONSE_HEADERS_MOST])
{
    unsigned n = 0;
    for (unsigned i = 0; i < ARRAY_LEN(ALWAYS); i++)
        header[n++] = (struct response_header){ALWAYS[i].name, str_of(ALWAYS[i].value)};
    header[n++] = (struct response_header){"Cache-Control", cache_words(rs->cache)};
    if (rs->depends_on_language)
        header[n++] = (struct response_header){"Vary", STR("Accept-Language")};
    if (rs->status == 200 && rs->cache == CACHE_CHECK) {
        struct str tag = etag_of(rq->arena, rs->body);
        header[n++] = (struct response_header){"ETag", tag};
        if (rq->if_none_match.len > 0 && is_known(rq->if_none_match, tag)) {
            rs->status = 304;
            rs->body = STR("");
            return n;
        }
    }
    header[n++] = (struct response_header){"Content-Type", rs->type};
    if (rs->location.len > 0)
        header[n++] = (struct response_header){"Location", rs->location};
    if (rs->allow.len > 0)
        header[n++] = (struct response_header){"Allow", rs->allow};
    if (rs->filename.len > 0)
        header[n++] = (struct response_header){
            "Content-Disposition",
            str_fmt(rq->arena, "attachment; filename=\"%.*s\"", STR_FMT(rs->filename))};
    return n;
}
