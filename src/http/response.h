/* http/response.h - what a handler answers, and the headers that go with every
 * answer: the content security policy and its like are not a handler's choice. */
#ifndef HTTP_RESPONSE_H
#define HTTP_RESPONSE_H
#include "http/request.h"

enum response_cache {
    CACHE_NEVER,  /* no-store */
    CACHE_CHECK,  /* kept, but asked for anew each time, by ETag */
    CACHE_FOREVER /* the address changes with the content */
};
struct response {
    unsigned status; /* 200, 404 … */
    struct str type; /* of the body: "text/html; charset=utf-8" */
    struct str body; /* lives as long as the request, or longer */
    enum response_cache cache;
    struct str location;      /* of a redirect */
    struct str filename;      /* to save it under; empty: it is shown */
    struct str allow;         /* methods, of status 405 */
    bool depends_on_language; /* on Accept-Language */
};
struct response_header {
    const char *name;
    struct str value;
};
enum { RESPONSE_HEADERS_MOST = 16 };

#define TYPE_HTML STR("text/html; charset=utf-8")
#define TYPE_CSS  STR("text/css; charset=utf-8")
#define TYPE_JS   STR("text/javascript; charset=utf-8")
#define TYPE_CSV  STR("text/csv; charset=utf-8")
#define TYPE_JSON STR("application/json")
#define TYPE_SVG  STR("image/svg+xml")
#define TYPE_TEXT STR("text/plain; charset=utf-8")

/* Sent to another address on this site: 303 after a change, 308 for good. */
void response_redirect(struct response *rs, unsigned status, struct str location);
/* The last touch: adds the ETag's comparison (304 without a body where the client has it), and
 * fills in the headers, at most RESPONSE_HEADERS_MOST. Returns how many. */
unsigned response_finish(const struct request *rq, struct response *rs,
                         struct response_header header[static RESPONSE_HEADERS_MOST]);
#endif
