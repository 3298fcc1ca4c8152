#include "engine/expr_lex.h"

#include <string.h>

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* A letter with a mark: what UTF-8 has behind C3, but for the signs of times and of division. The
 * language has none, but who writes one is shown the whole word. */
static bool is_marked_letter(struct str rest, size_t at)
{
    return at + 1 < rest.len && (unsigned char)rest.at[at] == 0xC3 &&
           (unsigned char)rest.at[at + 1] != 0x97 && (unsigned char)rest.at[at + 1] != 0xB7;
}

static bool is_continuation(char c)
{
    return ((unsigned char)c & 0xC0) == 0x80;
}

static size_t sign_length(struct str rest)
{
    static const struct str signs[] = {
        STR_INIT("!="), STR_INIT("<="), STR_INIT(">="), STR_INIT("="), STR_INIT("<"),
        STR_INIT(">"),  STR_INIT("+"),  STR_INIT("-"),  STR_INIT("*"), STR_INIT("("),
        STR_INIT(")"),  STR_INIT(","),  STR_INIT(":"),  STR_INIT("/")};
    for (size_t i = 0; i < ARRAY_LEN(signs); i++)
        if (str_starts(rest, signs[i]))
            return signs[i].len;
    return 0;
}

/* A point belongs to a number when a digit follows; letters behind it make it no number. */
static size_t number_length(struct str rest)
{
    size_t length = 0;
    while (length < rest.len &&
           (is_digit(rest.at[length]) || is_letter(rest.at[length]) ||
            (rest.at[length] == '.' && length + 1 < rest.len && is_digit(rest.at[length + 1]))))
        length++;
    return length;
}

static bool is_number(struct str text, struct decimal *out)
{
    return decimal_parse(text, out) && decimal_compare_ratio(EXPR_NUMBER_MOST, 1, 1, *out) >= 0;
}

/* A point belongs to a name when a letter follows: listing.basis. */
static size_t name_length(struct str rest, bool *is_marked)
{
    size_t length = 0;
    *is_marked = false;
    for (;;) {
        bool marked = is_marked_letter(rest, length);
        bool more =
            length < rest.len &&
            (is_letter(rest.at[length]) || is_digit(rest.at[length]) ||
             (rest.at[length] == '.' && length + 1 < rest.len && is_letter(rest.at[length + 1])));
        if (!marked && !more)
            return length;
        *is_marked = *is_marked || marked;
        length += marked ? 2 : 1;
    }
}

struct token token_at(struct str text, size_t offset)
{
    while (offset < text.len && is_blank(text.at[offset]))
        offset++;
    struct token t = {TOKEN_END, {text.at + offset, 0}, {0, 0}, offset};
    struct str rest = {text.at + offset, text.len - offset};
    if (rest.len == 0)
        return t;
    size_t length = 0;
    if (is_letter(rest.at[0]) || is_marked_letter(rest, 0)) {
        bool is_marked;
        length = name_length(rest, &is_marked);
        t.kind = is_marked ? TOKEN_BAD : TOKEN_NAME;
    } else if (is_digit(rest.at[0])) {
        length = number_length(rest);
        t.kind = is_number((struct str){rest.at, length}, &t.number) ? TOKEN_NUMBER : TOKEN_BAD;
    } else {
        length = sign_length(rest);
        t.kind = length > 0 ? TOKEN_SIGN : TOKEN_BAD;
        if (length == 0) /* the whole character, for errors */
            for (length = 1; length < rest.len && is_continuation(rest.at[length]);)
                length++;
    }
    t.text = (struct str){rest.at, length};
    return t;
}

/* What may stand behind a limit that has no unit. */
static bool goes_on(struct str word)
{
    static const struct str words[] = {STR_INIT("and"),  STR_INIT("or"),     STR_INIT("when"),
                                       STR_INIT("ever"), STR_INIT("within"), STR_INIT("in"),
                                       STR_INIT("on"),   STR_INIT("by")};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_eq(word, words[i]))
            return true;
    return false;
}

struct token token_of_unit(struct str text, size_t offset)
{
    struct token t = token_at(text, offset), none = {TOKEN_END, {t.text.at, 0}, {0, 0}, t.offset};
    if (t.kind == TOKEN_END || t.kind == TOKEN_SIGN || goes_on(t.text))
        return none;
    size_t end = t.offset;
    while (end < text.len && !is_blank(text.at[end]) && !memchr("(),", text.at[end], 3))
        end++;
    return (struct token){TOKEN_UNIT, {t.text.at, end - t.offset}, {0, 0}, t.offset};
}

/* Walks over the file from where the scalar begins, past its mark (a quote, | or >), in step with
 * the expression: a folded scalar differs from the file in its blanks only, so what is counted is
 * what is not blank. The end is the place behind the last of it. */
struct expr_place expr_place(const struct expr_source *source, struct str text, size_t offset)
{
    size_t dark = 0; /* bytes before the place that are not blank */
    bool is_end = true;
    for (size_t i = 0; i < text.len; i++) {
        dark += i < offset && !is_blank(text.at[i]);
        is_end = is_end && (i < offset || is_blank(text.at[i]));
    }
    struct str file = source->file.len > 0 ? source->file : text;
    struct expr_place at = {1, 1}, begin = {source->line, source->column};
    if (source->file.len == 0)
        begin = at;
    if (is_end && dark == 0)
        return begin;
    bool in_mark_line = false;
    for (size_t i = 0; i < file.len; i++) {
        char c = file.at[i];
        bool inside = at.line > begin.line || (at.line == begin.line && at.column >= begin.column);
        bool is_first = source->file.len > 0 && at.line == begin.line && at.column == begin.column;
        if (is_first && (c == '|' || c == '>'))
            in_mark_line = true;
        bool is_mark = in_mark_line || (is_first && (c == '"' || c == '\''));
        bool is_counted = inside && !is_mark && !is_blank(c);
        if (is_counted && dark == 0)
            return at;
        dark -= is_counted;
        if (c == '\n') {
            at = (struct expr_place){at.line + 1, 1};
            in_mark_line = false;
        } else if (!is_continuation(c)) {
            at.column++; /* of code points */
        }
        if (is_end && is_counted && dark == 0)
            return at;
    }
    return at;
}
