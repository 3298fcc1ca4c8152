#include "core/sb.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct sb sb_open(struct arena *a, size_t first_size)
{
    size_t room = first_size > 0 ? first_size : 64;
    return (struct sb){.arena = a, .at = ARENA_NEW(a, char, room), .room = room};
}

static void need(struct sb *b, size_t more)
{
    if (more <= b->room - b->len)
        return;
    size_t room = b->room * 2;
    if (room < b->len + more)
        room = b->len + more;
    char *grown = ARENA_NEW(b->arena, char, room);
    memcpy(grown, b->at, b->len);
    b->at = grown;
    b->room = room;
}

void sb_put(struct sb *b, struct str s)
{
    if (s.len == 0)
        return;
    need(b, s.len);
    memcpy(b->at + b->len, s.at, s.len);
    b->len += s.len;
}

void sb_char(struct sb *b, char c)
{
    need(b, 1);
    b->at[b->len++] = c;
}

void sb_fmt(struct sb *b, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(b->at + b->len, b->room - b->len, fmt, ap);
    va_end(ap);
    assert(n >= 0);
    size_t more = (size_t)n;
    if (more >= b->room - b->len) { /* vsnprintf wants room for the NUL too */
        need(b, more + 1);
        (void)vsnprintf(b->at + b->len, b->room - b->len, fmt, again);
    }
    va_end(again);
    b->len += more;
}

void sb_i64(struct sb *b, int64_t value)
{
    char digits[20];
    size_t n = sizeof digits;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        digits[--n] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (value < 0)
        sb_char(b, '-');
    sb_put(b, (struct str){digits + n, sizeof digits - n});
}

void sb_tenths(struct sb *b, double value)
{
    assert(value > -1e12 && value < 1e12);
    int64_t tenths = (int64_t)(value * 10 + (value < 0 ? -0.5 : 0.5));
    if (tenths < 0)
        sb_char(b, '-');
    tenths = tenths < 0 ? -tenths : tenths;
    sb_i64(b, tenths / 10);
    if (tenths % 10 == 0)
        return;
    sb_char(b, '.');
    sb_char(b, (char)('0' + tenths % 10));
}

struct str sb_str(const struct sb *b)
{
    return (struct str){b->at, b->len};
}
