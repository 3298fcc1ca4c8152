#include "core/collate.h"

/* The place of the letter at `*at` among letters; moves `*at` behind it. */
static unsigned next_letter(struct str s, size_t *at)
{
    unsigned char c = (unsigned char)s.at[(*at)++];
    if (c >= 'A' && c <= 'Z')
        return (unsigned)c - 'A' + 'a';
    if (c != 0xC3 || *at == s.len)
        return c;
    switch ((unsigned char)s.at[(*at)++] | 0x20U) { /* small letters have this bit too */
    case 0xA5:
        return 'z' + 1; /* å */
    case 0xA4:
        return 'z' + 2; /* ä */
    case 0xB6:
        return 'z' + 3; /* ö */
    case 0xA9:
        return 'e'; /* é */
    default:
        return 'z' + 4;
    }
}

int swedish_compare(struct str a, struct str b)
{
    size_t i = 0, j = 0;
    while (i < a.len && j < b.len) {
        unsigned x = next_letter(a, &i), y = next_letter(b, &j);
        if (x != y)
            return x < y ? -1 : 1;
    }
    if (i < a.len || j < b.len)
        return i < a.len ? 1 : -1;
    return str_compare(a, b);
}
