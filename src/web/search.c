#include "web/search.h"

#include "web/group.h"

enum { FIRST_OF_LATIN = 0xC3 }; /* the byte before é, å, ä, ö and the like */

/* A byte with its letter small: of two-byte letters the second, where small ones are 0x20 more. */
static unsigned char small(unsigned char before, unsigned char c)
{
    bool is_capital = before == FIRST_OF_LATIN ? c >= 0x80 && c <= 0x9E : c >= 'A' && c <= 'Z';
    return (unsigned char)(is_capital ? c + 0x20 : c);
}

static unsigned char small_at(struct str s, size_t i)
{
    return small(i > 0 ? (unsigned char)s.at[i - 1] : 0, (unsigned char)s.at[i]);
}

static bool has(struct str text, struct str word)
{
    for (size_t from = 0; from + word.len <= text.len; from++) {
        size_t i = 0;
        while (i < word.len && small_at(text, from + i) == small_at(word, i))
            i++;
        if (i == word.len)
            return true;
    }
    return false;
}

static bool is_about(const struct model_measure *measure, struct str word)
{
    const struct definition *d = measure->definition;
    for (unsigned lang = LANG_SV; lang <= LANG_EN; lang++) {
        struct str group = group_name((enum lang)lang, measure->group);
        if (has(d->name[lang], word) || has(d->text[lang], word) ||
            (group.len == word.len && has(group, word)))
            return true;
    }
    return has(d->id, word) || has(d->code, word);
}

bool search_finds(const struct model_measure *measure, struct str words)
{
    while (words.len > 0) {
        struct str word = str_cut(&words, ' ');
        if (word.len > 0 && !is_about(measure, word))
            return false;
    }
    return true;
}
