#include "exchange/lines.h"

#include "core/utf8.h"

#include <string.h>

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"
enum { ROOM = 64 * 1024 }; /* at first: most lines are a few KiB */

struct lines {
    struct arena *arena;
    struct byte_source source;
    char *buffer;
    size_t room;       /* bytes of it */
    size_t from, size; /* where the next line begins, and how many bytes there are */
    uint64_t base;     /* of the file: where the buffer begins */
    uint64_t number;   /* lines taken */
    bool at_end;
};

struct lines *lines_open(struct arena *a, struct byte_source source)
{
    struct lines *l = ARENA_NEW(a, struct lines, 1);
    *l = (struct lines){
        .arena = a, .source = source, .buffer = ARENA_NEW(a, char, ROOM), .room = ROOM};
    return l;
}

static bool refuse(const struct lines *l, const char *code, size_t at, struct err *err)
{
    return FAIL(err, ERR_INVALID, code, "%.120s:%llu (byte %llu)", l->source.name,
                (unsigned long long)l->number, (unsigned long long)(l->base + at + 1));
}

/* Drops what was taken and reads once, into a larger buffer where a line fills this one. */
static bool refill(struct lines *l, struct err *err)
{
    size_t got = 0, rest = l->size - l->from;
    const char *from = l->buffer + l->from;
    if (rest == l->room) {
        l->room *= 2;
        l->buffer = ARENA_NEW(l->arena, char, l->room);
    }
    memmove(l->buffer, from, rest);
    l->base += l->from;
    l->size = rest;
    l->from = 0;
    if (!l->source.read(l->source.state, l->buffer + rest, l->room - rest, &got, err))
        return false;
    l->size += got;
    l->at_end = got == 0;
    return true;
}

/* Where the first resource ends in CR alone, and the next follows; NULL: nowhere. */
static const char *bare_return(struct str text)
{
    for (const char *at = text.at; (at = memchr(at, '\r', (size_t)(text.at + text.len - at))); at++)
        if (at + 1 < text.at + text.len && at[1] == '{')
            return at;
    return NULL;
}

/* *len: of the line at l->from, without its line feed; *feed: it has one. */
static bool find_end(struct lines *l, size_t *len, bool *feed, struct err *err)
{
    size_t looked = 0;
    for (;;) {
        const char *at = l->buffer + l->from;
        const char *end = memchr(at + looked, '\n', l->size - l->from - looked);
        looked = end ? (size_t)(end - at) : l->size - l->from;
        if (looked > LINE_MOST) {
            const char *bare = bare_return((struct str){at, looked});
            l->number++;
            return bare && l->number == 1
                       ? refuse(l, "csv.line_ends", (size_t)(bare - l->buffer), err)
                       : refuse(l, "lines.size", l->from, err);
        }
        if (end || l->at_end) {
            *feed = end;
            *len = looked;
            return true;
        }
        if (!refill(l, err))
            return false;
    }
}

static bool check(const struct lines *l, struct str text, struct err *err)
{
    size_t at = (size_t)(text.at - l->buffer);
    const char *nul = memchr(text.at, '\0', text.len);
    struct utf8 u = {0};
    if (nul)
        return refuse(l, "csv.nul", (size_t)(nul - l->buffer), err);
    size_t good = utf8_take(&u, text);
    return (good == text.len && u.more == 0) || refuse(l, "csv.encoding", at + good, err);
}

static bool check_first(const struct lines *l, struct str text, struct err *err)
{
    size_t at = (size_t)(text.at - l->buffer);
    const char *bare = bare_return(text);
    if (str_starts(text, STR(BYTE_ORDER_MARK)))
        return refuse(l, "csv.mark_twice", at, err);
    return !bare || refuse(l, "csv.line_ends", (size_t)(bare - l->buffer), err);
}

static bool is_blank(struct str s)
{
    return str_trim(s).len == 0;
}

enum csv_result lines_next(struct lines *l, struct line *out, struct err *err)
{
    static const struct str mark = STR_INIT(BYTE_ORDER_MARK);
    for (;;) {
        size_t len = 0;
        bool feed = false;
        if (!find_end(l, &len, &feed, err))
            return CSV_FAILED;
        if (len == 0 && !feed)
            return CSV_END;
        struct str text = {l->buffer + l->from, len};
        l->number++;
        if (!check(l, text, err))
            return CSV_FAILED;
        l->from += len + feed;
        if (l->number == 1 && str_starts(text, mark))
            text = (struct str){text.at + mark.len, text.len - mark.len};
        if (l->number == 1 && !check_first(l, text, err))
            return CSV_FAILED;
        if (text.len > 0 && text.at[text.len - 1] == '\r')
            text.len--;
        if (is_blank(text))
            continue;
        *out = (struct line){l->number, text};
        return CSV_ROW;
    }
}

uint64_t lines_bytes(const struct lines *l)
{
    return l->base + l->from;
}
