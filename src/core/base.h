/* core/base.h - the three ideas every other file relies on: who owns memory
 * (an arena), what a string is (a view), and how a call fails (an err).
 *
 * Memory: every function that returns storage takes the arena it is taken from.
 *   There is no free(); the owner of the lifetime (request, command, batch)
 *   resets the arena. Out of memory ends the process, so callers never test for
 *   it; inputs are bounded at the edge instead.
 * Failure: a fallible function returns bool, false after filling *err exactly
 *   once. Out parameters are written only on true. Broken contracts assert().
 *
 *     struct arena *a = arena_open(ARENA_BLOCK);
 *     struct err err = {0};
 *     struct day day;
 *     if (!day_parse(STR("2023-12-31"), &day, &err))
 *         return err_report(&err);
 *     arena_close(a); */
#ifndef CORE_BASE_H
#define CORE_BASE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena; /* opaque, see core/base.c */
struct str {
    const char *at;
    size_t len;
}; /* bytes, UTF-8, not terminated, not owned */

/* What went wrong in kind; decides the exit code and the HTTP status (core/err_text.h). */
enum err_kind { ERR_NONE, ERR_INVALID, ERR_DENIED, ERR_MISSING, ERR_CONFLICT, ERR_BUSY, ERR_IO };
struct err {
    enum err_kind kind;
    const char *code;  /* stable, `<thing>.<reason>`; its texts stand in web/text/errors.csv */
    const char *where; /* source file, for the log */
    char detail[400];  /* file, line, column, value: no language, and never personal data */
};

#define MUST_USE          __attribute__((warn_unused_result))
#define PRINTF_LIKE(f, a) __attribute__((format(printf, f, a)))
#define STR_INIT(lit)                                                                              \
    {                                                                                              \
        "" lit, sizeof(lit) - 1                                                                    \
    } /* in static tables: ISO C has no constant compound literals */
#define STR(lit)              ((struct str)STR_INIT(lit)) /* everywhere else */
#define STR_FMT(s)            (int)(s).len, (s).at        /* for "%.*s" */
#define ARRAY_LEN(a)          (sizeof(a) / sizeof *(a))
#define ARENA_NEW(a, type, n) ((type *)arena_take((a), sizeof(type), _Alignof(type), (n)))
/* Always false, where compilers and analysers can see it. */
#define FAIL(e, kind, code, ...) (err_set((e), (kind), (code), __FILE__, __VA_ARGS__), false)

enum { ARENA_BLOCK = 64 * 1024 }; /* bytes; a fitting block for a command or a request */

struct arena *arena_open(size_t block_size);
void arena_reset(struct arena *a); /* gives back all that was taken; the arena stays */
void arena_close(struct arena *a); /* NULL is allowed */
/* Zeroed storage for `count` objects of `size` bytes. */
void *arena_take(struct arena *a, size_t size, size_t align, size_t count)
    __attribute__((returns_nonnull, malloc, alloc_size(2, 4)));

struct str str_of(const char *terminated); /* NULL is the empty string */
struct str str_fmt(struct arena *a, const char *fmt, ...) PRINTF_LIKE(2, 3);
struct str str_copy(struct arena *a, struct str s); /* the copy has a NUL behind its last byte */
const char *str_cstr(struct arena *a, struct str s);
bool str_eq(struct str a, struct str b);
int str_compare(struct str a, struct str b); /* by bytes: <0, 0, >0 */
bool str_starts(struct str s, struct str prefix);
struct str str_trim(struct str s); /* without blanks and tabs at either end */
/* Cuts `*rest` at the first `separator`: returns what stood before it and leaves what stood
 * behind; without one the whole is returned and `*rest` becomes empty with at == NULL. */
struct str str_cut(struct str *rest, char separator);
/* Decimal digits with an optional sign, nothing else, in range; else false. */
MUST_USE bool str_to_i64(struct str s, int64_t *out);

/* Fills *e and always returns false. */
bool err_set(struct err *e, enum err_kind kind, const char *code, const char *where,
             const char *fmt, ...) PRINTF_LIKE(5, 6);
#endif
