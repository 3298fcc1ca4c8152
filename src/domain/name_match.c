#include "domain/name_match.h"

/* The letter at `*at`, small; moves `*at` behind it. Of the letters U+00C0 to U+00DE the small ones
 * lie 32 behind the great ones, in the second of two bytes. */
static unsigned next_letter(struct str s, size_t *at)
{
    unsigned char c = (unsigned char)s.at[(*at)++];
    if (c >= 'A' && c <= 'Z')
        return (unsigned)c - 'A' + 'a';
    if (c != 0xC3 || *at == s.len)
        return c;
    unsigned char second = (unsigned char)s.at[(*at)++];
    return 0xC300U | second | (second < 0x9F ? 0x20U : 0);
}

static bool begins(struct str name, size_t at, struct str word)
{
    size_t i = 0;
    while (i < word.len && at < name.len)
        if (next_letter(word, &i) != next_letter(name, &at))
            return false;
    return i == word.len;
}

static bool has_word(struct str name, struct str word)
{
    for (size_t i = 0; i < name.len; i++)
        if ((i == 0 || name.at[i - 1] == ' ' || name.at[i - 1] == '-') && begins(name, i, word))
            return true;
    return false;
}

bool name_matches(struct str given_name, struct str surname, struct str wanted)
{
    bool any = false;
    while (wanted.len > 0) {
        struct str word = str_cut(&wanted, ' ');
        if (word.len == 0)
            continue;
        if (!has_word(given_name, word) && !has_word(surname, word))
            return false;
        any = true;
    }
    return any;
}
