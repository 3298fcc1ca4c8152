/* A measure of a family: the family's, with a word in its texts. */
#include "core/sb.h"
#include "engine/definition.h"

#include <string.h>

/* The text with `word` wherever it says "{column}". */
static struct str filled(struct arena *a, struct str text, const char *column, struct str word)
{
    struct str mark = str_fmt(a, "{%s}", column);
    struct sb out = sb_open(a, text.len + word.len + 1);
    for (size_t i = 0; i < text.len;) {
        struct str rest = {text.at + i, text.len - i};
        bool is_mark = str_starts(rest, mark);
        sb_put(&out, is_mark ? word : (struct str){rest.at, 1});
        i += is_mark ? mark.len : 1;
    }
    return str_copy(a, sb_str(&out));
}

const struct definition *family_member(struct arena *a, const struct definition *family,
                                       struct str word)
{
    const struct measure_family *f = family->family;
    const char *column = TABLES[f->table].column[f->column].name;
    struct definition *d = ARENA_NEW(a, struct definition, 1);
    struct str text[2] = {word, word};
    for (unsigned i = 0; i < f->words; i++)
        if (str_eq(f->word[i].word, word))
            memcpy(text, f->word[i].text, sizeof text);
    *d = *family;
    d->each = str_copy(a, word);
    d->id = filled(a, f->id, column, word);
    d->code = filled(a, family->code, column, word);
    for (unsigned lang = 0; lang < ARRAY_LEN(text); lang++) {
        d->name[lang] = filled(a, family->name[lang], column, text[lang]);
        d->text[lang] = filled(a, family->text[lang], column, text[lang]);
    }
    return d;
}
