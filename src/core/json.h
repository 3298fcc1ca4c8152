/* core/json.h - writes JSON (RFC 8259) into a string builder. Commas and
 * nesting are the writer's work; a call out of place (a value where a key is
 * due, an end that fits no beginning) is a broken contract and asserts.
 *
 * Exact numbers (fractions, sums beyond 2^53) go out as strings, json_str();
 * json_i64() is for counts. Bytes that are not UTF-8 become U+FFFD.
 *
 *     struct json j = json_open(&out);
 *     json_array(&j);
 *     json_object(&j);
 *     json_key(&j, STR("unit"));
 *     json_str(&j, unit);
 *     json_object_end(&j);
 *     json_array_end(&j); */
#ifndef CORE_JSON_H
#define CORE_JSON_H
#include "core/day.h"
#include "core/sb.h"

enum { JSON_DEPTH_MOST = 32 };

struct json {
    struct sb *out;
    unsigned depth;
    uint32_t in_object;  /* bit d: level d is an object */
    uint32_t has_before; /* bit d: level d has an entry already */
    bool key_stands;     /* the next thing must be a value */
};

struct json json_open(struct sb *out);
void json_object(struct json *j);
void json_object_end(struct json *j);
void json_array(struct json *j);
void json_array_end(struct json *j);
void json_key(struct json *j, struct str key);
void json_str(struct json *j, struct str value);
void json_i64(struct json *j, int64_t value);
void json_bool(struct json *j, bool value);
void json_null(struct json *j);
void json_raw(struct json *j, struct str value); /* a value that is JSON already */
/* A key and its value at once. DAY_NONE is null. */
void json_key_str(struct json *j, const char *key, struct str value);
void json_key_str_or_null(struct json *j, const char *key, struct str value); /* empty: null */
void json_key_i64(struct json *j, const char *key, int64_t value);
void json_key_bool(struct json *j, const char *key, bool value);
void json_key_day(struct json *j, const char *key, struct day value);
#endif
