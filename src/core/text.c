#include "core/text.h"

#include "core/text_table.h"

#include <assert.h>

struct str text_get(enum lang lang, enum text text)
{
    assert(text < TEXT_COUNT);
    return lang == LANG_SV ? TEXTS_SV[text] : TEXTS_EN[text];
}

void text_fill(struct sb *out, enum lang lang, enum text text, const struct str *values,
               unsigned count)
{
    struct str s = text_get(lang, text);
    unsigned filled = 0;
    size_t start = 0;
    for (size_t i = 0; i + 1 < s.len; i++) {
        if (s.at[i] != '{' || s.at[i + 1] != '}')
            continue;
        assert(filled < count);
        sb_put(out, (struct str){s.at + start, i - start});
        sb_put(out, values[filled++]);
        start = i + 2;
    }
    assert(filled == count);
    sb_put(out, (struct str){s.at + start, s.len - start});
}

bool text_find(struct str key, enum text *out)
{
    unsigned low = 0, high = TEXT_COUNT;
    while (low < high) {
        unsigned middle = low + (high - low) / 2;
        int order = str_compare(key, TEXT_KEYS[middle]);
        if (order == 0) {
            *out = (enum text)middle;
            return true;
        }
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}

bool lang_parse(struct str word, enum lang *out)
{
    if (!str_eq(word, STR("sv")) && !str_eq(word, STR("en")))
        return false;
    *out = str_eq(word, STR("sv")) ? LANG_SV : LANG_EN;
    return true;
}

enum lang lang_of_locale(struct str locale)
{
    bool swedish = str_starts(locale, STR("sv")) &&
                   (locale.len == 2 || locale.at[2] == '_' || locale.at[2] == '.');
    return swedish ? LANG_SV : LANG_EN;
}

struct str lang_word(enum lang lang)
{
    return lang == LANG_SV ? STR("sv") : STR("en");
}
