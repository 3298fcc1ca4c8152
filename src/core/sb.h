/* core/sb.h - a string that grows: pages, JSON, CSV and messages are written
 * into one. Its storage belongs to the arena; growing leaves the old storage
 * there, so a builder that will be large is opened with a fitting first size.
 *
 *     struct sb out = sb_open(arena, 4096);
 *     sb_put(&out, STR("unit,"));
 *     sb_fmt(&out, "%d\n", 7);
 *     write_all(sb_str(&out)); */
#ifndef CORE_SB_H
#define CORE_SB_H
#include "core/base.h"

struct sb {
    struct arena *arena;
    char *at;
    size_t len, room;
};

struct sb sb_open(struct arena *a, size_t first_size);
void sb_put(struct sb *b, struct str s);
void sb_char(struct sb *b, char c);
void sb_fmt(struct sb *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
void sb_i64(struct sb *b, int64_t value);
/* Rounded to a tenth, half away from 0, without a last ".0": for coordinates, of which a page has
 * thousands and printf would take most of its time. Below 1e12 in size. */
void sb_tenths(struct sb *b, double value);
struct str sb_str(const struct sb *b); /* what was written so far; valid until the next write */
#endif
