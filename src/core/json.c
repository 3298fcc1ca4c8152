#include "core/json.h"

#include "core/utf8.h"

#include <assert.h>
#include <string.h>

struct json json_open(struct sb *out)
{
    return (struct json){.out = out};
}

static uint32_t level(const struct json *j)
{
    return UINT32_C(1) << (j->depth - 1);
}

/* Before a value: the comma of a list; in an object the key has put it. */
static void value_begins(struct json *j)
{
    if (j->depth == 0)
        return;
    if (j->in_object & level(j)) {
        assert(j->key_stands);
        j->key_stands = false;
        return;
    }
    if (j->has_before & level(j))
        sb_char(j->out, ',');
    j->has_before |= level(j);
}

static void down(struct json *j, bool object)
{
    value_begins(j);
    assert(j->depth < JSON_DEPTH_MOST);
    j->depth++;
    j->has_before &= ~level(j);
    j->in_object = object ? j->in_object | level(j) : j->in_object & ~level(j);
    sb_char(j->out, object ? '{' : '[');
}

static void up(struct json *j, bool object)
{
    assert(j->depth > 0 && !j->key_stands && !!(j->in_object & level(j)) == object);
    sb_char(j->out, object ? '}' : ']');
    j->depth--;
}

void json_object(struct json *j)
{
    down(j, true);
}

void json_object_end(struct json *j)
{
    up(j, true);
}

void json_array(struct json *j)
{
    down(j, false);
}

void json_array_end(struct json *j)
{
    up(j, false);
}

static void escape(struct sb *out, unsigned char c)
{
    switch (c) {
    case '"':
        sb_put(out, STR("\\\""));
        break;
    case '\\':
        sb_put(out, STR("\\\\"));
        break;
    case '\n':
        sb_put(out, STR("\\n"));
        break;
    case '\r':
        sb_put(out, STR("\\r"));
        break;
    case '\t':
        sb_put(out, STR("\\t"));
        break;
    default:
        sb_fmt(out, "\\u%04x", c);
    }
}

static bool is_plain(unsigned char c)
{
    return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

/* Eight bytes at once; a sum or a difference has a byte's highest bit where the byte is not plain.
 * What one byte carries into the next may make that one look so too, which costs time alone. */
static bool eight_are_plain(const char *at)
{
    const uint64_t each = UINT64_MAX / 0xFF;
    uint64_t eight;
    memcpy(&eight, at, sizeof eight);
    uint64_t odd = eight | (eight + each) | (eight - each * 0x20) | ((eight ^ each * '"') - each) |
                   ((eight ^ each * '\\') - each);
    return (odd & each * 0x80) == 0;
}

/* How many bytes at the beginning stand for themselves. */
static size_t plain_run(struct str s)
{
    size_t n = 0;
    while (s.len - n >= sizeof(uint64_t) && eight_are_plain(s.at + n))
        n += sizeof(uint64_t);
    while (n < s.len && is_plain((unsigned char)s.at[n]))
        n++;
    return n;
}

/* Valid UTF-8; goes out in runs between what must be escaped. */
static void put_escaped(struct sb *out, struct str s)
{
    size_t start = 0;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (is_plain(c) || c >= 0x80)
            continue;
        sb_put(out, (struct str){s.at + start, i - start});
        escape(out, c);
        start = i + 1;
    }
    sb_put(out, (struct str){s.at + start, s.len - start});
}

/* Whatever it is; what is no UTF-8 becomes a sign that says so. */
static void put_any(struct sb *out, struct str s)
{
    while (s.len > 0) {
        struct utf8 u = {0};
        size_t good = utf8_take(&u, s);
        if (good == s.len && u.more == 0) {
            put_escaped(out, s);
            break;
        }
        /* Back to the start of the character that is broken; it and what follows is skipped up to
         * the next byte that can begin one. */
        while (good > 0 && !utf8_valid((struct str){s.at, good}))
            good--;
        put_escaped(out, (struct str){s.at, good});
        sb_put(out, STR("\xEF\xBF\xBD"));
        do
            good++;
        while (good < s.len && ((unsigned char)s.at[good] & 0xC0) == 0x80);
        s = (struct str){s.at + good, s.len - good};
    }
}

static void put_string(struct sb *out, struct str s)
{
    size_t plain = plain_run(s);
    sb_char(out, '"');
    sb_put(out, (struct str){s.at, plain});
    if (plain < s.len)
        put_any(out, (struct str){s.at + plain, s.len - plain});
    sb_char(out, '"');
}

void json_key(struct json *j, struct str key)
{
    assert(j->depth > 0 && (j->in_object & level(j)) && !j->key_stands);
    if (j->has_before & level(j))
        sb_char(j->out, ',');
    j->has_before |= level(j);
    j->key_stands = true;
    put_string(j->out, key);
    sb_char(j->out, ':');
}

void json_str(struct json *j, struct str value)
{
    value_begins(j);
    put_string(j->out, value);
}

void json_i64(struct json *j, int64_t value)
{
    value_begins(j);
    sb_i64(j->out, value);
}

void json_bool(struct json *j, bool value)
{
    value_begins(j);
    sb_put(j->out, value ? STR("true") : STR("false"));
}

void json_raw(struct json *j, struct str value)
{
    value_begins(j);
    sb_put(j->out, value);
}

void json_null(struct json *j)
{
    value_begins(j);
    sb_put(j->out, STR("null"));
}

void json_key_str(struct json *j, const char *key, struct str value)
{
    json_key(j, str_of(key));
    json_str(j, value);
}

void json_key_str_or_null(struct json *j, const char *key, struct str value)
{
    json_key(j, str_of(key));
    if (value.len > 0)
        json_str(j, value);
    else
        json_null(j);
}

void json_key_i64(struct json *j, const char *key, int64_t value)
{
    json_key(j, str_of(key));
    json_i64(j, value);
}

void json_key_bool(struct json *j, const char *key, bool value)
{
    json_key(j, str_of(key));
    json_bool(j, value);
}

void json_key_day(struct json *j, const char *key, struct day value)
{
    char text[DAY_TEXT];
    json_key(j, str_of(key));
    if (day_is_none(value))
        json_null(j);
    else
        json_str(j, day_format(value, text));
}
