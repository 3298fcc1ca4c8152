#include "engine/expr_layout.h"

#include "engine/bag.h"
#include "engine/expr_lex.h"
#include "engine/expr_words.h"

#include <string.h>

struct layout {
    struct sb *out;
    const struct token *token;
    const size_t *close;  /* of an opening bracket: where it closes */
    size_t column, lines; /* begun */
};

/* ---- tokens ---- */

static bool is_name_of_function(struct str name)
{
    static const char *const functions[] = {"any",    "birthday", "count",       "distinct",
                                            "first",  "last",     "latest",      "none",
                                            "nation", "sum",      "monthly_mean"};
    enum expr_index index;
    for (size_t i = 0; i < ARRAY_LEN(functions); i++)
        if (str_eq(name, str_of(functions[i])))
            return true;
    return expr_index_find(name, &index);
}

static bool is(const struct layout *l, size_t i, const char *word)
{
    return str_eq(l->token[i].text, str_of(word));
}

static bool is_comparison(const struct layout *l, size_t i)
{
    return is(l, i, "=") || is(l, i, "!=") || is(l, i, "<") || is(l, i, "<=") || is(l, i, ">") ||
           is(l, i, ">=");
}

/* Before a number that is less than 0. */
static bool is_sign(const struct layout *l, size_t i)
{
    return is(l, i, "-") && i > 0 && is_comparison(l, i - 1);
}

/* Whether a blank belongs before the token. */
static bool has_blank(const struct layout *l, size_t i)
{
    if (i == 0 || is(l, i - 1, "(") || is(l, i - 1, ":") || is_sign(l, i - 1))
        return false;
    if (is(l, i, ")") || is(l, i, ",") || is(l, i, ":"))
        return false;
    return !is(l, i, "(") || !is_name_of_function(l->token[i - 1].text);
}

/* In one line, without the blank before the first. */
static size_t width(const struct layout *l, size_t from, size_t to)
{
    size_t n = 0;
    for (size_t i = from; i < to; i++)
        n += l->token[i].text.len + (i > from && has_blank(l, i));
    return n;
}

static void put(struct layout *l, struct str text)
{
    sb_put(l->out, text);
    l->column += text.len;
}

static void put_flat(struct layout *l, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        if (i > from && has_blank(l, i))
            put(l, STR(" "));
        put(l, l->token[i].text);
    }
}

static void line_feed(struct layout *l, size_t indent)
{
    sb_fmt(l->out, "\n%*s", (int)indent, "");
    l->column = indent;
    l->lines++;
}

/* ---- where lines break ---- */

/* `tail`: how much stands behind it in the same line. */
static void lay(struct layout *l, size_t from, size_t to, size_t indent, size_t tail);

static bool breaks(const struct layout *l, size_t i, const char *word)
{
    /* T - 3 months stays together, and so does a number with its sign. */
    bool apart = !is(l, i, "-") || (!is_sign(l, i) && !is(l, i - 1, "T"));
    return is(l, i, word) && apart;
}

/* Outside brackets the next one of the words behind `from`; `to`: there is none. */
static size_t next_break(const struct layout *l, size_t from, size_t to, const char *const word[2])
{
    for (size_t i = from; i < to; i++) {
        if (i > from && (breaks(l, i, word[0]) || breaks(l, i, word[1])))
            return i;
        if (is(l, i, "("))
            i = l->close[i];
    }
    return to;
}

/* A line for each piece between the words; each but the first begins with its word. */
static bool lay_pieces(struct layout *l, size_t from, size_t to, size_t indent, size_t tail,
                       const char *const word[2])
{
    size_t end = next_break(l, from, to, word);
    if (end == to)
        return false;
    lay(l, from, end, indent, 0);
    while (end < to) {
        size_t begin = end, word_width = l->token[begin].text.len + 1;
        end = next_break(l, begin, to, word);
        line_feed(l, indent);
        put(l, l->token[begin].text);
        put(l, STR(" "));
        lay(l, begin + 1, end, indent + word_width, end == to ? tail : 0);
    }
    return true;
}

/* Where the parts of a selection begin: its condition, its window, what is behind commas. */
static bool begins_part(const struct layout *l, size_t i)
{
    return is(l, i, "where") || is(l, i, "ever") || is(l, i, "on") || is(l, i - 1, ",") ||
           (is(l, i, "within") && !is(l, i - 1, "sought_on")) ||
           (is(l, i, "in") && is(l, i + 1, "the"));
}

/* As many parts in a line as there is room for; none behind one that was broken. */
static void lay_selection(struct layout *l, size_t from, size_t to, size_t indent, size_t tail)
{
    bool is_broken = false;
    for (size_t begin = from, end; begin < to; begin = end) {
        end = begin;
        do
            end = is(l, end, "(") ? l->close[end] + 1 : end + 1;
        while (end < to && !begins_part(l, end));
        size_t behind = end == to ? tail : 0;
        bool fits = l->column + 1 + width(l, begin, end) + behind <= LAYOUT_WIDTH;
        if (begin > from && fits && !is_broken)
            put(l, STR(" "));
        else if (begin > from)
            line_feed(l, indent);
        size_t lines = l->lines;
        lay(l, begin, end, indent + 2, behind);
        is_broken = l->lines > lines;
    }
}

/* Nothing to break at but within brackets. */
static void lay_brackets(struct layout *l, size_t from, size_t to, size_t tail)
{
    for (size_t i = from; i < to; i++) {
        if (i > from && has_blank(l, i))
            put(l, STR(" "));
        put(l, l->token[i].text);
        if (!is(l, i, "("))
            continue;
        size_t end = l->close[i], behind = width(l, end, to) + tail;
        if (i > 0 && is_name_of_function(l->token[i - 1].text))
            lay_selection(l, i + 1, end, l->column, behind);
        else
            lay(l, i + 1, end, l->column, behind);
        put(l, STR(")"));
        i = end;
    }
}

static void lay(struct layout *l, size_t from, size_t to, size_t indent, size_t tail)
{
    static const char *const levels[][2] = {
        {"when", "when"}, {"or", "or"}, {"and", "and"}, {"+", "-"}};
    if (l->column + width(l, from, to) + tail <= LAYOUT_WIDTH) {
        put_flat(l, from, to);
        return;
    }
    for (size_t i = 0; i < ARRAY_LEN(levels); i++)
        if (lay_pieces(l, from, to, indent, tail, levels[i]))
            return;
    lay_brackets(l, from, to, tail);
}

/* ---- from text ---- */

static bool is_comparing(const struct token *t)
{
    return t->kind == TOKEN_SIGN && memchr("=!<>", t->text.at[0], 4);
}

/* The token behind those that there are: behind a comparison's limit it may be a unit. */
static struct token token_behind(struct str text, const struct bag *tokens)
{
    const struct token *last = bag_at(tokens, tokens->count - 1);
    size_t offset = last->offset + last->text.len, sign = tokens->count - 1;
    bool is_value = last->kind == TOKEN_NUMBER || last->kind == TOKEN_NAME;
    if (is_value && sign > 1 &&
        str_eq(((const struct token *)bag_at(tokens, sign - 1))->text, STR("-")))
        sign--;
    if (is_value && sign > 0 && is_comparing(bag_at(tokens, sign - 1))) {
        struct token unit = token_of_unit(text, offset);
        if (unit.kind == TOKEN_UNIT)
            return unit;
    }
    return token_at(text, offset);
}

/* The tokens, with one behind them that ends them; a bracket that never closes does at the end. */
static struct layout read_tokens(struct sb *out, struct str text, size_t *count)
{
    struct bag tokens = BAG_OPEN(out->arena, struct token);
    for (struct token t = token_at(text, 0); t.kind != TOKEN_END; t = token_behind(text, &tokens))
        *(struct token *)bag_add(&tokens) = t;
    *count = tokens.count;
    struct token *token = ARENA_NEW(out->arena, struct token, *count + 1);
    size_t *close = ARENA_NEW(out->arena, size_t, *count + 1);
    size_t *open = ARENA_NEW(out->arena, size_t, *count + 1), opened = 0;
    struct layout l = {.out = out, .token = token, .close = close};
    for (size_t i = 0; i < *count; i++) {
        token[i] = *(struct token *)bag_at(&tokens, i);
        if (is(&l, i, "("))
            open[opened++] = i;
        if (is(&l, i, ")") && opened > 0)
            close[open[--opened]] = i;
    }
    while (opened > 0)
        close[open[--opened]] = *count;
    return l;
}

struct str expr_flat(struct arena *a, struct str text)
{
    size_t count;
    struct sb out = sb_open(a, text.len + 16);
    struct layout l = read_tokens(&out, text, &count);
    put_flat(&l, 0, count);
    return sb_str(&out);
}

void expr_lay(struct sb *out, struct str text, unsigned indent)
{
    size_t count;
    struct layout l = read_tokens(out, text, &count);
    sb_fmt(out, "%*s", (int)indent, "");
    l.column = indent;
    enum expr_table table;
    if (expr_table_find(l.token[0].text, &table)) /* rows alone, as checks of data have them */
        lay_selection(&l, 0, count, indent, 0);
    else
        lay(&l, 0, count, indent, 0);
    sb_char(out, '\n');
}
