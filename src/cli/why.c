#include "cli/why.h"

enum { KEY = 48 };

/* Where `part` begins in the text; its length: nowhere. */
static size_t find(struct str text, struct str part)
{
    for (size_t i = 0; i < text.len; i++)
        if (str_starts((struct str){text.at + i, text.len - i}, part))
            return i;
    return text.len;
}

/* Its key: small letters and digits, all else as one _, at most KEY of them. */
static bool find_text(struct str english, enum text *out)
{
    char key[4 + KEY + 1] = "why.";
    size_t len = 4;
    for (size_t i = 0; i < english.len && len < 4 + KEY; i++) {
        char c = english.at[i];
        c = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
        bool is_kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (is_kept || (len > 4 && key[len - 1] != '_'))
            key[len++] = is_kept ? c : '_';
    }
    while (len > 4 && key[len - 1] == '_')
        len--;
    return text_find((struct str){key, len}, out) && str_eq(text_get(LANG_EN, *out), english);
}

static struct str filled(struct arena *a, enum lang lang, enum text text, struct str first,
                         struct str second)
{
    struct sb out = sb_open(a, 128);
    bool both = text == TEXT_WHY_NOT || text == TEXT_WHY_MEANT;
    text_fill(&out, lang, text, (struct str[]){first, second}, both ? 2 : 1);
    return sb_str(&out);
}

/* One part of a sentence, without what was seen there. */
static struct str reason(struct arena *a, enum lang lang, struct str why)
{
    static const struct str expected = STR_INIT("expected ");
    enum text text;
    if (find_text(why, &text))
        return text_get(lang, text);
    if (str_starts(why, expected)) {
        struct str what = {why.at + expected.len, why.len - expected.len};
        bool quoted = what.len > 2 && what.at[0] == '"' && what.at[what.len - 1] == '"';
        if (quoted)
            return filled(a, lang, TEXT_WHY_QUOTED, (struct str){what.at + 1, what.len - 2}, what);
        return filled(a, lang, TEXT_WHY_ONE_OF, what, what);
    }
    return why;
}

/* Behind a colon stands what a text has {} for, or before it the name that a sentence is about. */
static struct str parted(struct arena *a, enum lang lang, struct str why)
{
    enum text text;
    size_t colon = find(why, STR(": "));
    if (colon == why.len || find_text(why, &text))
        return reason(a, lang, why);
    struct str before = {why.at, colon}, behind = {why.at + colon + 2, why.len - colon - 2};
    if (find_text(str_fmt(a, "%.*s: {}", STR_FMT(before)), &text))
        return filled(a, lang, text, behind, behind);
    return str_fmt(a, "%.*s: %.*s", STR_FMT(before), STR_FMT(parted(a, lang, behind)));
}

/* What stands in quotes between the two ends, where it ends the text. */
static bool cut_quoted(struct str *text, struct str begin, struct str end, struct str *out)
{
    size_t at = find(*text, begin), from = at + begin.len;
    if (from + end.len > text->len ||
        !str_eq((struct str){text->at + text->len - end.len, end.len}, end))
        return false;
    *out = (struct str){text->at + from, text->len - from - end.len};
    text->len = at;
    return true;
}

struct str why_in(struct arena *a, enum lang lang, struct str why)
{
    struct str meant, seen;
    if (lang == LANG_EN)
        return why;
    bool has_meant = cut_quoted(&why, STR("; did you mean \""), STR("\"?"), &meant);
    bool has_seen = cut_quoted(&why, STR(", not \""), STR("\""), &seen);
    struct str said = parted(a, lang, why);
    if (has_seen)
        said = filled(a, lang, TEXT_WHY_NOT, said, seen);
    return has_meant ? filled(a, lang, TEXT_WHY_MEANT, said, meant) : said;
}

struct str why_of(struct arena *a, enum lang lang, const struct err *err, struct str why)
{
    struct str said = why_in(a, lang, why);
    bool is_own = lang != LANG_EN && said.len > 0 && str_eq(said, why) &&
                  str_eq(str_of(err->code), STR("yaml.syntax"));
    return is_own ? filled(a, lang, TEXT_WHY_OF_YAML, said, said) : said;
}
