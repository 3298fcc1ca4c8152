/* core/json_in.h - reads one JSON value (RFC 8259) as a read-only tree in the
 * arena: maps, lists, texts, numbers as they were written.
 *
 * A number keeps its text, because what comes as JSON are measurements whose
 * digits say how exact they are; what it means is its reader's business. The
 * text that is read must be UTF-8 (core/utf8.h) and is not needed afterwards.
 * Errors, ERR_INVALID: "json.syntax" (the detail is the byte, from 1; also a
 * control character in a text, \u0000, and anything behind the value) and
 * "json.depth" (more than JSON_DEPTH_MOST levels, of core/json.h).
 *
 *     const struct json_in *root, *id;
 *     if (!json_in_parse(a, line, &root, err))
 *         return false;
 *     id = json_in_get(root, "id"); */
#ifndef CORE_JSON_IN_H
#define CORE_JSON_IN_H
#include "core/json.h"

enum json_in_kind {
    JSON_IN_NULL,
    JSON_IN_FALSE,
    JSON_IN_TRUE,
    JSON_IN_NUMBER,
    JSON_IN_TEXT,
    JSON_IN_LIST,
    JSON_IN_MAP
};
struct json_in {
    enum json_in_kind kind;
    struct str name;             /* in a map: its key */
    struct str text;             /* of a text, unescaped; of a number, as written */
    const struct json_in *first; /* of a list or a map; NULL: it is empty */
    const struct json_in *next;  /* in the list or the map that it is in */
};

MUST_USE bool json_in_parse(struct arena *a, struct str text, const struct json_in **out,
                            struct err *err);
/* The value of a key, of several alike the first; NULL where the value is no map or has no such
 * key, and for NULL. */
const struct json_in *json_in_get(const struct json_in *map, const char *key);
/* The text of a text or a number; empty for what is neither, and for NULL. */
struct str json_in_text(const struct json_in *value);
#endif
