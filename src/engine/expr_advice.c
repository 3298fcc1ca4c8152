/* What may have been meant by what the language does not have there: a word that is near, or what
 * other languages write. */
#include "engine/expr_parser.h"

#include "core/sb.h"
#include "engine/expr_words.h"
#include "engine/nearest.h"

#include <stdio.h>
#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_only_digits(struct str s)
{
    size_t i = 0;
    while (i < s.len && is_digit(s.at[i]))
        i++;
    return s.len > 0 && i == s.len;
}

/* The byte before the token, or behind it; a blank: there is none. */
static char before(const struct parser *p)
{
    return p->token.offset > 0 ? p->text.at[p->token.offset - 1] : ' ';
}

static char behind(const struct parser *p)
{
    size_t end = p->token.offset + p->token.text.len;
    return end < p->text.len ? p->text.at[end] : ' ';
}

/* ==, <>, =<, and the signs of mathematics. */
static bool is_odd_comparison(const struct parser *p)
{
    static const char *const signs[] = {"\xe2\x89\xa5", "\xe2\x89\xa4", "\xe2\x89\xa0", "!"};
    for (size_t i = 0; p->token.kind == TOKEN_BAD && i < ARRAY_LEN(signs); i++)
        if (str_eq(p->token.text, str_of(signs[i])))
            return true;
    return p->token.kind == TOKEN_SIGN && strchr("=<>", p->token.text.at[0]) &&
           strchr("=<>", before(p));
}

const char *parser_habit(const struct parser *p, const char *why)
{
    if (parser_sees(p, ",") && is_digit(before(p)) && is_digit(behind(p)))
        return "a decimal has a point, not a comma";
    if (is_odd_comparison(p))
        return "a comparison is written =, !=, <, <=, > or >=";
    if (parser_sees(p, "/") && !p->each_word)
        return "no / is in the language: multiply the other side, or make a ratio of numerator and "
               "denominator";
    if (parser_sees(p, "(") && strcmp(why, "expected a word") == 0)
        return "a list of words stands behind in: form in (visit, video)";
    return NULL;
}

bool parser_is_too_large(const struct parser *p)
{
    return p->token.kind == TOKEN_BAD && is_only_digits(p->token.text);
}

/* 2023-01-31 */
bool parser_sees_date(const struct parser *p)
{
    static const char form[] = "dddd-dd-dd";
    struct str rest = {p->text.at + p->token.offset, p->text.len - p->token.offset};
    size_t i = 0;
    while (i < rest.len && i < sizeof form - 1 &&
           (form[i] == 'd' ? is_digit(rest.at[i]) : rest.at[i] == form[i]))
        i++;
    return i == sizeof form - 1;
}

static void put_table(struct sb *out, unsigned table)
{
    sb_fmt(out, "%s %.*s", out->len > 0 ? "," : "",
           STR_FMT(expr_table_name((enum expr_table)table)));
}

/* The tables whose rows have the name, of a comma and a blank between; empty: none has it. */
static struct str tables_with(const struct parser *p, struct str name)
{
    struct sb out = sb_open(p->arena, 160);
    for (unsigned table = 0; table < EXPR_TABLES; table++)
        if (expr_row_has((enum expr_table)table, name))
            put_table(&out, table);
    return sb_str(&out);
}

const char *parser_misplaced(const struct parser *p)
{
    struct str name = p->token.text;
    const char *why = NULL;
    if (p->in_rows && expr_row_has(p->rows, name))
        why = "stands to the left, what it is compared with to the right";
    enum expr_field field;
    bool of_person = expr_is_of_person(name) || expr_field_find(FIELD_OF_PERSON, name, &field);
    for (unsigned i = 0; i < p->source->parts; i++)
        of_person |= str_eq(p->source->part[i].name, name);
    if (!why && p->in_rows && of_person)
        why = "is of the person or the day T and cannot stand within where, which is about a row";
    if (why)
        return str_fmt(p->arena, "%.*s: %s", (int)(name.len < 40 ? name.len : 40), name.at, why).at;
    struct str tables = tables_with(p, name);
    if (tables.len == 0)
        return NULL;
    return str_fmt(p->arena, "%.*s: only rows of these tables have it, within where:%.*s",
                   STR_FMT(name), STR_FMT(tables))
        .at;
}

/* What is `and` elsewhere. */
static struct str translated(struct str seen)
{
    static const struct str words[][2] = {
        {STR_INIT("och"), STR_INIT("and")},  {STR_INIT("eller"), STR_INIT("or")},
        {STR_INIT("inte"), STR_INIT("not")}, {STR_INIT("AND"), STR_INIT("and")},
        {STR_INIT("OR"), STR_INIT("or")},    {STR_INIT("NOT"), STR_INIT("not")},
        {STR_INIT("&"), STR_INIT("and")},    {STR_INIT("|"), STR_INIT("or")},
        {STR_INIT("if"), STR_INIT("when")},  {STR_INIT("om"), STR_INIT("when")}};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_eq(seen, words[i][0]))
            return words[i][1];
    return STR("");
}

const char *parser_advice(const struct parser *p, struct str seen, char out[static ADVICE_TEXT])
{
    const struct expr_source *s = p->source;
    struct nearest n = nearest_to(seen);
    struct str meant = translated(seen);
    out[0] = '\0';
    bool is_bad = p->token.kind == TOKEN_BAD && !is_digit(seen.at[0]);
    if (p->token.kind != TOKEN_NAME && !is_bad)
        return out;
    if (p->each_word)
        p->each_word(p, &n, nearest_look);
    else
        expr_each_word(p->in_rows ? (unsigned)p->rows : FIELD_OF_PERSON, &n, nearest_look);
    for (unsigned i = 0; i < s->parameters; i++)
        nearest_look(&n, s->parameter[i].name);
    for (unsigned i = 0; i < s->parts; i++)
        nearest_look(&n, s->part[i].name);
    for (unsigned i = 0; i < s->sets; i++)
        nearest_look(&n, s->set[i]->name);
    if (meant.len == 0 && nearest_found(&n))
        meant = n.best;
    if (meant.len > 0)
        (void)snprintf(out, ADVICE_TEXT, "; did you mean \"%.*s\"?", STR_FMT(meant));
    return out;
}
