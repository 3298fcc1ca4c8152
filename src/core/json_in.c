#include "core/json_in.h"

#include <assert.h>
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

/* cJSON makes every number a double, cuts a text at \u0000, takes a depth that is its own and some
 * spellings that are not JSON's. So the text is looked through first; that pass also keeps the
 * numbers, which the tree then meets in the same order. */
enum { NUMBER_MOST = 60 }; /* bytes; cJSON reads so many */

struct scan {
    struct str text;
    size_t at;
    unsigned depth;
    struct str *number;
    size_t numbers, room;
    struct arena *arena;
};

static bool refuse(const struct scan *s, struct err *err)
{
    return FAIL(err, ERR_INVALID, "json.syntax", "%zu", s->at + 1);
}

static bool is_digit(const struct scan *s)
{
    return s->at < s->text.len && s->text.at[s->at] >= '0' && s->text.at[s->at] <= '9';
}

static bool stands(const struct scan *s, char c)
{
    return s->at < s->text.len && s->text.at[s->at] == c;
}

static bool take_digits(struct scan *s)
{
    bool any = is_digit(s);
    while (is_digit(s))
        s->at++;
    return any;
}

static bool take_number_text(struct scan *s)
{
    if (stands(s, '-'))
        s->at++;
    bool zero = stands(s, '0');
    size_t from = s->at;
    if (!take_digits(s) || (zero && s->at > from + 1))
        return false;
    if (stands(s, '.')) {
        s->at++;
        if (!take_digits(s))
            return false;
    }
    if (stands(s, 'e') || stands(s, 'E')) {
        s->at++;
        if (stands(s, '+') || stands(s, '-'))
            s->at++;
        if (!take_digits(s))
            return false;
    }
    return true;
}

static bool scan_number(struct scan *s, struct err *err)
{
    size_t from = s->at;
    if (!take_number_text(s) || s->at - from > NUMBER_MOST || stands(s, '-') || stands(s, '+'))
        return refuse(s, err);
    if (s->numbers == s->room) {
        struct str *grown = ARENA_NEW(s->arena, struct str, s->room * 2 + 16);
        if (s->numbers > 0)
            memcpy(grown, s->number, s->numbers * sizeof *grown);
        s->number = grown;
        s->room = s->room * 2 + 16;
    }
    s->number[s->numbers++] = str_copy(s->arena, (struct str){s->text.at + from, s->at - from});
    return true;
}

/* From its first quotation mark to behind its last; escapes are cJSON's but for \u0000. */
static bool scan_text(struct scan *s, struct err *err)
{
    static const char nul[] = "u0000";
    for (s->at++; !stands(s, '"'); s->at++) {
        if (s->at >= s->text.len || (unsigned char)s->text.at[s->at] < ' ')
            return refuse(s, err);
        if (s->text.at[s->at] != '\\')
            continue;
        s->at++;
        if (s->text.len - s->at >= sizeof nul - 1 &&
            memcmp(s->text.at + s->at, nul, sizeof nul - 1) == 0)
            return refuse(s, err);
    }
    s->at++;
    return true;
}

static bool scan_all(struct scan *s, struct err *err)
{
    while (s->at < s->text.len) {
        char c = s->text.at[s->at];
        if (c == '"') {
            if (!scan_text(s, err))
                return false;
        } else if (c == '-' || is_digit(s)) {
            if (!scan_number(s, err))
                return false;
        } else {
            if ((unsigned char)c < ' ' && c != '\t' && c != '\n' && c != '\r')
                return refuse(s, err);
            s->depth += c == '{' || c == '[';
            s->depth -= (c == '}' || c == ']') && s->depth > 0;
            if (s->depth > JSON_DEPTH_MOST)
                return FAIL(err, ERR_INVALID, "json.depth", "%d", JSON_DEPTH_MOST);
            s->at++;
        }
    }
    return true;
}

/* ---- the tree ---- */

static enum json_in_kind kind_of(const cJSON *from)
{
    if (cJSON_IsObject(from))
        return JSON_IN_MAP;
    if (cJSON_IsArray(from))
        return JSON_IN_LIST;
    if (cJSON_IsString(from))
        return JSON_IN_TEXT;
    if (cJSON_IsNumber(from))
        return JSON_IN_NUMBER;
    if (cJSON_IsNull(from))
        return JSON_IN_NULL;
    return cJSON_IsTrue(from) ? JSON_IN_TRUE : JSON_IN_FALSE;
}

/* As deep as the text is, which is bounded. */
static struct json_in *keep(struct arena *a, const cJSON *from, struct str **number)
{
    struct json_in *to = ARENA_NEW(a, struct json_in, 1);
    to->kind = kind_of(from);
    to->name = str_copy(a, str_of(from->string));
    if (to->kind == JSON_IN_TEXT) {
        to->text = str_copy(a, str_of(from->valuestring));
    } else if (to->kind == JSON_IN_NUMBER) {
        assert(*number); /* the scan saw every one of them */
        to->text = *(*number)++;
    }
    const struct json_in **end = &to->first;
    for (const cJSON *item = from->child; item; item = item->next) {
        struct json_in *kept = keep(a, item, number);
        *end = kept;
        end = &kept->next;
    }
    return to;
}

/* As everywhere: without memory the program ends, so that it is never taken for a fault of the
 * text. */
static void *take_memory(size_t size)
{
    void *p = malloc(size);
    if (!p)
        abort();
    return p;
}

static bool only_blanks(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r'))
        at++;
    return at == end;
}

bool json_in_parse(struct arena *a, struct str text, const struct json_in **out, struct err *err)
{
    struct scan s = {.text = text, .arena = a};
    if (!scan_all(&s, err))
        return false;
    cJSON_Hooks memory = {take_memory, free};
    cJSON_InitHooks(&memory); /* the same each time */
    const char *end = NULL;
    cJSON *tree = text.len > 0 ? cJSON_ParseWithLengthOpts(text.at, text.len, &end, 0) : NULL;
    if (!tree || !only_blanks(end, text.at + text.len)) {
        cJSON_Delete(tree);
        s.at = end ? (size_t)(end - text.at) : 0;
        return refuse(&s, err);
    }
    struct str *number = s.number;
    *out = keep(a, tree, &number);
    cJSON_Delete(tree);
    return true;
}

const struct json_in *json_in_get(const struct json_in *map, const char *key)
{
    if (!map || map->kind != JSON_IN_MAP)
        return NULL;
    struct str name = str_of(key);
    for (const struct json_in *v = map->first; v; v = v->next)
        if (str_eq(v->name, name))
            return v;
    return NULL;
}

struct str json_in_text(const struct json_in *value)
{
    bool has = value && (value->kind == JSON_IN_TEXT || value->kind == JSON_IN_NUMBER);
    return has ? value->text : STR("");
}
