/* http/uri.h - the target of a request, "/sv/measures/Ko05L?by=unit", read
 * strictly: there is one spelling of an address, and what is odd is refused
 * before it can mean two things to two readers.
 *
 * Fails with ERR_INVALID "http.target": too long, too many parts, a character
 * that must be percent-encoded, a damaged %XX, bytes that are not UTF-8, a
 * control character, an encoded slash or backslash, a segment that is empty,
 * "." or "..", a field of the query that is given twice. */
#ifndef HTTP_URI_H
#define HTTP_URI_H
#include "core/base.h"
#include "http/limits.h"

struct uri_field {
    struct str name, value; /* decoded */
};
struct uri {
    struct str raw_path;                    /* as sent, without the query */
    struct str segment[HTTP_SEGMENTS_MOST]; /* decoded */
    unsigned segments;
    bool ends_with_slash; /* "/sv/"; of "/" it is true with no segments */
    struct uri_field field[HTTP_QUERY_MOST];
    unsigned fields;
};

/* Decoded parts are taken from the arena; the others are views into `target`. */
MUST_USE bool uri_parse(struct arena *a, struct str target, struct uri *out, struct err *err);
/* The value of a field; empty where there is none. */
struct str uri_query(const struct uri *u, struct str name);
#endif
