#include "http/uri.h"

#include "core/utf8.h"

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* What RFC 3986 lets stand in a path or a query as it is. */
static bool is_plain(char c)
{
    static const char others[] = "-._~!$&'()*+,;=:@/?";
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'))
        return true;
    for (const char *o = others; *o; o++)
        if (*o == c)
            return true;
    return false;
}

static bool is_control(unsigned char c)
{
    return c < 0x20 || c == 0x7F;
}

/* The errors name no part of the address: a query may hold what a person typed. */
static bool refuse(struct err *err, const char *why)
{
    return FAIL(err, ERR_INVALID, "http.target", "%s", why);
}

static bool decode(struct arena *a, struct str raw, bool is_query, struct str *out, struct err *err)
{
    char *to = ARENA_NEW(a, char, raw.len + 1);
    size_t n = 0;
    for (size_t i = 0; i < raw.len; i++) {
        char c = raw.at[i];
        if (c == '%') {
            int high = i + 2 < raw.len ? hex(raw.at[i + 1]) : -1;
            int low = i + 2 < raw.len ? hex(raw.at[i + 2]) : -1;
            if (high < 0 || low < 0)
                return refuse(err, "a % without two hexadecimal digits");
            c = (char)(high * 16 + low);
            i += 2;
            if (is_control((unsigned char)c))
                return refuse(err, "a control character");
            if (!is_query && (c == '/' || c == '\\'))
                return refuse(err, "an encoded slash");
        } else if (!is_plain(c)) {
            return refuse(err, "a character that must be percent-encoded");
        } else if (is_query && c == '+') {
            c = ' ';
        }
        to[n++] = c;
    }
    struct str decoded = {to, n};
    if (!utf8_valid(decoded))
        return refuse(err, "not UTF-8");
    *out = decoded;
    return true;
}

static bool take_path(struct arena *a, struct str path, struct uri *u, struct err *err)
{
    u->raw_path = path;
    struct str rest = {path.at + 1, path.len - 1};
    while (rest.at) {
        struct str raw = str_cut(&rest, '/');
        if (raw.len == 0 && !rest.at) {
            u->ends_with_slash = true;
            return true;
        }
        if (raw.len == 0)
            return refuse(err, "an empty segment");
        if (u->segments == HTTP_SEGMENTS_MOST)
            return refuse(err, "too many segments");
        struct str *segment = &u->segment[u->segments++];
        if (!decode(a, raw, false, segment, err))
            return false;
        if (str_eq(*segment, STR(".")) || str_eq(*segment, STR("..")))
            return refuse(err, "a dot segment");
    }
    return true;
}

static bool take_query(struct arena *a, struct str query, struct uri *u, struct err *err)
{
    for (struct str rest = query; rest.at && query.len > 0;) {
        struct str value = str_cut(&rest, '&'), name = str_cut(&value, '=');
        struct uri_field field;
        if (name.len == 0)
            return refuse(err, "a field without a name");
        if (!decode(a, name, true, &field.name, err) || !decode(a, value, true, &field.value, err))
            return false;
        for (unsigned i = 0; i < u->fields; i++)
            if (str_eq(u->field[i].name, field.name))
                return refuse(err, "a field twice");
        if (u->fields == HTTP_QUERY_MOST)
            return refuse(err, "too many fields");
        u->field[u->fields++] = field;
    }
    return true;
}

bool uri_parse(struct arena *a, struct str target, struct uri *out, struct err *err)
{
    struct uri u = {0};
    if (target.len == 0 || target.at[0] != '/')
        return refuse(err, "it does not begin with a slash");
    if (target.len > HTTP_TARGET_MOST)
        return refuse(err, "too long");
    struct str query = target, path = str_cut(&query, '?');
    if (!take_path(a, path, &u, err) || (query.at && !take_query(a, query, &u, err)))
        return false;
    *out = u;
    return true;
}

struct str uri_query(const struct uri *u, struct str name)
{
    for (unsigned i = 0; i < u->fields; i++)
        if (str_eq(u->field[i].name, name))
            return u->field[i].value;
    return STR("");
}
