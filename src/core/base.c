#include "core/base.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct block {
    struct block *prev;
    size_t size, used;
    _Alignas(max_align_t) unsigned char mem[];
};
struct arena {
    struct block *top;
    size_t block_size;
};

static _Noreturn void out_of_memory(void)
{
    fputs("kontinua: out of memory\n", stderr);
    abort();
}

struct arena *arena_open(size_t block_size)
{
    struct arena *a = malloc(sizeof *a);
    if (!a)
        out_of_memory();
    *a = (struct arena){.block_size = block_size};
    return a;
}

void arena_reset(struct arena *a)
{
    while (a->top) {
        struct block *b = a->top;
        a->top = b->prev;
        free(b);
    }
}

void arena_close(struct arena *a)
{
    if (!a)
        return;
    arena_reset(a);
    free(a);
}

static struct block *block_open(struct arena *a, size_t room)
{
    struct block *b = malloc(sizeof *b + room);
    if (!b)
        out_of_memory();
    *b = (struct block){.prev = a->top, .size = room};
    a->top = b;
    return b;
}

void *arena_take(struct arena *a, size_t size, size_t align, size_t count)
{
    assert(size > 0 && align > 0);
    if (count > (SIZE_MAX / 2) / size)
        out_of_memory();
    size_t want = size * count;
    struct block *b = a->top;
    size_t at = b ? (b->used + align - 1) & ~(align - 1) : 0;
    if (!b || at > b->size || want > b->size - at) {
        b = block_open(a, want > a->block_size ? want : a->block_size);
        at = 0;
    }
    b->used = at + want;
    return memset(b->mem + at, 0, want);
}

struct str str_of(const char *terminated)
{
    return terminated ? (struct str){terminated, strlen(terminated)} : STR("");
}

struct str str_fmt(struct arena *a, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    va_list again;
    va_copy(again, ap);
    int n = vsnprintf(NULL, 0, fmt, ap);
    va_end(ap);
    assert(n >= 0);
    char *buf = ARENA_NEW(a, char, (size_t)n + 1);
    (void)vsnprintf(buf, (size_t)n + 1, fmt, again);
    va_end(again);
    return (struct str){buf, (size_t)n};
}

struct str str_copy(struct arena *a, struct str s)
{
    char *buf = ARENA_NEW(a, char, s.len + 1);
    if (s.len > 0)
        memcpy(buf, s.at, s.len);
    return (struct str){buf, s.len};
}

const char *str_cstr(struct arena *a, struct str s)
{
    return str_copy(a, s).at;
}

bool str_eq(struct str a, struct str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

int str_compare(struct str a, struct str b)
{
    size_t shared = a.len < b.len ? a.len : b.len;
    int order = shared > 0 ? memcmp(a.at, b.at, shared) : 0;
    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

bool str_starts(struct str s, struct str prefix)
{
    return s.len >= prefix.len && str_eq((struct str){s.at, prefix.len}, prefix);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

struct str str_trim(struct str s)
{
    while (s.len > 0 && is_blank(s.at[0]))
        s = (struct str){s.at + 1, s.len - 1};
    while (s.len > 0 && is_blank(s.at[s.len - 1]))
        s.len--;
    return s;
}

struct str str_cut(struct str *rest, char separator)
{
    const char *hit = rest->len > 0 ? memchr(rest->at, separator, rest->len) : NULL;
    struct str head = *rest;
    if (!hit) {
        *rest = (struct str){NULL, 0};
        return head;
    }
    head.len = (size_t)(hit - rest->at);
    *rest = (struct str){hit + 1, rest->len - head.len - 1};
    return head;
}

bool str_to_i64(struct str s, int64_t *out)
{
    bool negative = s.len > 0 && s.at[0] == '-';
    size_t i = negative || (s.len > 0 && s.at[0] == '+') ? 1 : 0;
    if (i == s.len)
        return false;
    int64_t value = 0;
    for (; i < s.len; i++) {
        if (s.at[i] < '0' || s.at[i] > '9')
            return false;
        int digit = s.at[i] - '0';
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, digit,
                                   &value)) /* downwards: INT64_MIN has no positive twin */
            return false;
    }
    if (!negative && value == INT64_MIN)
        return false;
    *out = negative ? value : -value;
    return true;
}

bool err_set(struct err *e, enum err_kind kind, const char *code, const char *where,
             const char *fmt, ...)
{
    assert(kind != ERR_NONE && e->kind == ERR_NONE);
    e->kind = kind;
    e->code = code;
    e->where = where;
    va_list ap;
    va_start(ap, fmt);
    (void)vsnprintf(e->detail, sizeof e->detail, fmt, ap);
    va_end(ap);
    return false;
}
