#include "core/utf8.h"

#include "core/sb.h"

#include <string.h>

/* What a leading byte demands; false: it leads nothing. The first continuation byte is narrower
 * where a wider one would be overlong, a surrogate or beyond U+10FFFF. */
static bool lead(struct utf8 *u, unsigned char c)
{
    *u = (struct utf8){.low = 0x80, .high = 0xBF};
    if (c >= 0xC2 && c <= 0xDF) {
        u->more = 1;
    } else if (c >= 0xE0 && c <= 0xEF) {
        u->more = 2;
        if (c == 0xE0)
            u->low = 0xA0;
        if (c == 0xED)
            u->high = 0x9F;
    } else if (c >= 0xF0 && c <= 0xF4) {
        u->more = 3;
        if (c == 0xF0)
            u->low = 0x90;
        if (c == 0xF4)
            u->high = 0x8F;
    }
    return u->more > 0;
}

/* How many bytes from `at` on are ASCII, in steps of eight: a lower bound that is cheap. */
static size_t ascii_run(const char *at, size_t len)
{
    size_t n = 0;
    for (uint64_t word; n + sizeof word <= len; n += sizeof word) {
        memcpy(&word, at + n, sizeof word);
        if (word & UINT64_C(0x8080808080808080))
            break;
    }
    return n;
}

size_t utf8_take(struct utf8 *u, struct str s)
{
    size_t i = 0;
    while (i < s.len) {
        unsigned char c = (unsigned char)s.at[i];
        if (u->more > 0) {
            if (c < u->low || c > u->high)
                return i;
            *u = (struct utf8){.more = (uint8_t)(u->more - 1), .low = 0x80, .high = 0xBF};
            i++;
        } else if (c < 0x80) {
            size_t run = ascii_run(s.at + i, s.len - i);
            i += run > 0 ? run : 1;
        } else if (lead(u, c)) {
            i++;
        } else {
            return i;
        }
    }
    return s.len;
}

bool utf8_valid(struct str s)
{
    struct utf8 u = {0};
    return utf8_take(&u, s) == s.len && u.more == 0;
}

size_t utf8_count(struct str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += ((unsigned char)s.at[i] & 0xC0) != 0x80;
    return n;
}

size_t utf8_control(struct str s, size_t at)
{
    unsigned char c = (unsigned char)s.at[at];
    if (c < 0x20 || c == 0x7F)
        return 1;
    return c == 0xC2 && at + 1 < s.len && (unsigned char)s.at[at + 1] < 0xA0 ? 2 : 0;
}

struct str utf8_shown(struct arena *a, struct str s)
{
    size_t from = 0;
    struct sb out = {0};
    for (size_t i = 0; i < s.len; i++) {
        size_t bytes = utf8_control(s, i);
        if (bytes == 0)
            continue;
        if (!out.arena)
            out = sb_open(a, s.len + 16);
        sb_put(&out, (struct str){s.at + from, i - from});
        sb_put(&out, STR("\xEF\xBF\xBD"));
        from = i + bytes;
        i = from - 1;
    }
    if (!out.arena)
        return s;
    sb_put(&out, (struct str){s.at + from, s.len - from});
    return sb_str(&out);
}

bool utf8_is_line(struct str s, size_t most)
{
    for (size_t i = 0; i < s.len; i++)
        if (utf8_control(s, i) > 0)
            return false;
    return str_trim(s).len > 0 && utf8_count(s) <= most;
}
