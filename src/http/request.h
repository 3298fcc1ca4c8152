/* http/request.h - a request as handlers see it: parsed, bounded, and living as
 * long as its arena, which ends when the response has been sent. */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H
#include "core/text.h"
#include "http/uri.h"

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST, HTTP_PUT, HTTP_DELETE, HTTP_OTHER };
enum { ROUTE_PARAMS_MOST = 4 };

struct request {
    struct arena *arena;
    enum http_method method;
    struct uri uri;
    struct str param[ROUTE_PARAMS_MOST]; /* what the route's {} stand for, in order */
    struct str accept_language, if_none_match;
    struct str body;
};

enum http_method http_method_of(struct str word);
struct str http_method_word(enum http_method method);
/* The language that an Accept-Language header (RFC 9110 12.5.4) prefers: Swedish where it asks for
 * nothing or for both alike, English where it asks for neither. */
enum lang accept_language(struct str header);
/* Does a Host header name this machine? A page of another site can make its own name lead here
 * (DNS rebinding) and would then read the answers; its name still stands in the header. Without a
 * header it is no browser, and is served. */
bool host_is_own(struct str header);
#endif
