/* Recursive descent as in expr_parse.c, whose tokens and errors it shares. What a row is asked and
 * what a place is asked are two grammars: nothing of one can stand in the other. */
#include "engine/table_expr.h"

#include "engine/expr_parser.h"
#include "engine/snapshot_tables.h"

#include <assert.h>

enum { ROWS_BITS = 24, WHOLE_BITS = 40, NANO_BITS = 30, NANO_PLACES = 9, COUNT_BITS = 27 };
static_assert(SNAPSHOT_TABLE_ROWS_MOST == 1 << ROWS_BITS, "a sum has at most so many rows");

struct table_parser {
    struct parser p;
    const struct table_each *each;
    enum table_id table; /* of the rows that are read */
    bool in_nation;
};
typedef const struct table_expr *(*level_function)(struct table_parser *t);

/* ---- tables and columns ---- */

bool table_is_monthly(enum table_id table)
{
    return TABLES[table].column[1].type == COLUMN_MONTH;
}

bool table_expr_table(struct str name, enum table_id *out)
{
    return table_find(name, out) && snapshot_has_table(*out);
}

bool table_column_is_word(const struct table_column *c)
{
    return c->type == COLUMN_VOCAB || c->type == COLUMN_WORD;
}

static bool is_number(const struct table_column *c)
{
    return c->type == COLUMN_DECIMAL || (c->type == COLUMN_COUNT && !c->key);
}

static const struct str WORDS[] = {
    STR_INIT("sum"),    STR_INIT("monthly_mean"), STR_INIT("nation"), STR_INIT("each"),
    STR_INIT("of"),     STR_INIT("where"),        STR_INIT("within"), STR_INIT("in"),
    STR_INIT("the"),    STR_INIT("to"),           STR_INIT("T"),      STR_INIT("is"),
    STR_INIT("known"),  STR_INIT("and"),          STR_INIT("or"),     STR_INIT("not"),
    STR_INIT("months"), STR_INIT("month"),        STR_INIT("years"),  STR_INIT("year")};

bool table_expr_is_reserved(struct str name)
{
    enum table_id table;
    bool found = table_expr_table(name, &table);
    for (size_t i = 0; i < ARRAY_LEN(WORDS); i++)
        found = found || str_eq(WORDS[i], name);
    for (unsigned i = 0; i < SNAPSHOT_TABLES; i++)
        found = found || table_column(&TABLES[TABLE_CALLS + i], name);
    return found;
}

/* For advice: the language's own words; within rows the columns of the table and their words. */
static void each_word(const struct parser *p, void *state,
                      void (*take)(void *state, struct str word))
{
    const struct table_parser *t = (const struct table_parser *)p;
    for (size_t i = 0; i < ARRAY_LEN(WORDS); i++)
        take(state, WORDS[i]);
    for (unsigned i = TABLE_CALLS; !p->in_rows && i <= TABLE_SURVEY; i++)
        take(state, str_of(TABLES[i].name));
    for (unsigned i = 2; p->in_rows && i < TABLES[t->table].columns; i++) {
        const struct table_column *c = &TABLES[t->table].column[i];
        take(state, str_of(c->name));
        for (unsigned k = 0; c->vocab && k < c->vocab->count; k++)
            take(state, vocab_word(c->vocab, k));
    }
}

/* ---- nodes ---- */

static const struct table_expr *fail_at(struct table_parser *t, const char *code, size_t offset,
                                        const char *why)
{
    return parser_fail_at(&t->p, code, offset, why);
}

static const struct table_expr *fail_here(struct table_parser *t, const char *code, const char *why)
{
    return parser_fail_here(&t->p, code, why);
}

static const struct table_expr *new_node(struct table_parser *t, struct table_expr e)
{
    if (++t->p.nodes > EXPR_NODES_MOST)
        return fail_at(t, "expression.limit", t->p.token.offset, "more than 256 parts");
    if (e.bits > TABLE_BITS_MOST || e.places > TABLE_PLACES_MOST)
        return fail_at(t, "expression.limit", t->p.token.offset, "the number could be too large");
    struct table_expr *made = ARENA_NEW(t->p.arena, struct table_expr, 1);
    *made = e;
    return made;
}

/* How many bits a number can get from being multiplied with 10^n. */
static unsigned ten_bits(unsigned n)
{
    return n == 0 ? 0 : n * 10 / 3 + 1;
}

static unsigned greater(unsigned x, unsigned y)
{
    return x > y ? x : y;
}

static const struct table_expr *binary(struct table_parser *t, enum table_op op, size_t offset,
                                       const struct table_expr *a, const struct table_expr *b)
{
    if (!a || !b)
        return NULL;
    struct table_expr e = {.op = op, .a = a, .b = b, .is_plain = a->is_plain && b->is_plain};
    if (op == TABLE_OP_MULTIPLY || op == TABLE_OP_DIVIDE) {
        if (!e.is_plain)
            return fail_at(t, "expression.type", offset,
                           "a mean or a quotient can only be added and subtracted");
        e.places = a->places + b->places;
        e.bits = a->bits + b->bits;
        if (op == TABLE_OP_DIVIDE) {
            e.is_plain = false;
            e.places = 0;
            e.bits = greater(a->bits + ten_bits(b->places), b->bits + ten_bits(a->places));
        }
        return new_node(t, e);
    }
    e.bits = 1 + greater(a->bits, b->bits); /* fractions stay as they are */
    if (e.is_plain) {
        e.places = greater(a->places, b->places);
        e.bits = 1 + greater(a->bits + ten_bits(e.places - a->places),
                             b->bits + ten_bits(e.places - b->places));
    }
    return new_node(t, e);
}

static const struct table_expr *number(struct table_parser *t)
{
    struct table_expr e = {.op = TABLE_OP_NUMBER, .is_plain = true};
    if (!parser_decimal(&t->p, &e.number))
        return NULL;
    e.places = e.number.places;
    for (int64_t n = e.number.units; n > 0; n /= 2)
        e.bits++;
    return new_node(t, e);
}

/* ---- one level of grammar under another ---- */

static bool deeper(struct table_parser *t)
{
    return ++t->p.depth <= EXPR_DEPTH_MOST ||
           fail_at(t, "expression.limit", t->p.token.offset, "more than 32 levels") != NULL;
}

static const struct table_expr *in_brackets(struct table_parser *t, level_function inner)
{
    if (!deeper(t))
        return NULL;
    const struct table_expr *e = inner(t);
    t->p.depth--;
    return e && parser_expect(&t->p, ")") ? e : NULL;
}

static const struct table_expr *added(struct table_parser *t, level_function term)
{
    const struct table_expr *e = term(t);
    while (e && (parser_sees(&t->p, "+") || parser_sees(&t->p, "-"))) {
        enum table_op op = parser_sees(&t->p, "+") ? TABLE_OP_ADD : TABLE_OP_SUBTRACT;
        size_t offset = t->p.token.offset;
        parser_step(&t->p);
        e = binary(t, op, offset, e, term(t));
    }
    return e;
}

/* ---- what a row is asked ---- */

static const struct table_expr *row_number(struct table_parser *t);
static const struct table_expr *row_or(struct table_parser *t);

/* The column that the next token names; an error where there is none. */
static bool column(struct table_parser *t, unsigned *out)
{
    const struct table *table = &TABLES[t->table];
    for (unsigned i = 2; t->p.token.kind == TOKEN_NAME && i < table->columns; i++)
        if (str_eq(t->p.token.text, str_of(table->column[i].name))) {
            *out = i;
            return true;
        }
    return fail_here(t, "expression.name", "expected a column of the table") != NULL;
}

static const struct table_expr *row_primary(struct table_parser *t)
{
    if (parser_accept(&t->p, "("))
        return in_brackets(t, row_number);
    if (t->p.token.kind == TOKEN_NUMBER || parser_parameter(&t->p))
        return number(t);
    if (t->p.token.kind != TOKEN_NAME)
        return fail_here(t, "expression.syntax", "expected a number or a column");
    struct table_expr e = {.op = TABLE_OP_COLUMN, .is_plain = true};
    size_t offset = t->p.token.offset;
    if (!column(t, &e.column))
        return NULL;
    const struct table_column *c = &TABLES[t->table].column[e.column];
    if (!is_number(c))
        return fail_at(t, "expression.type", offset, "expected a column of numbers");
    parser_step(&t->p);
    bool is_decimal = c->type == COLUMN_DECIMAL;
    e.places = is_decimal ? NANO_PLACES : 0;
    e.bits = is_decimal ? WHOLE_BITS + NANO_BITS : COUNT_BITS;
    return new_node(t, e);
}

static const struct table_expr *row_product(struct table_parser *t)
{
    const struct table_expr *e = row_primary(t);
    for (size_t offset; e && parser_sees(&t->p, "*");) {
        offset = t->p.token.offset;
        parser_step(&t->p);
        e = binary(t, TABLE_OP_MULTIPLY, offset, e, row_primary(t));
    }
    return e;
}

static const struct table_expr *row_number(struct table_parser *t)
{
    return added(t, row_product);
}

static bool is_word_of(struct table_parser *t, const struct table_column *c, struct str word)
{
    unsigned n;
    return c->type == COLUMN_WORD || (word.len > 0 && vocab_find(c->vocab, word, &n)) ||
           fail_here(t, "expression.name", "expected a word that the column takes") != NULL;
}

static bool one_word(struct table_parser *t, struct table_expr *e)
{
    const struct table_column *c = &TABLES[t->table].column[e->column];
    if (t->p.token.kind != TOKEN_NAME)
        return fail_here(t, "expression.syntax", "expected a word") != NULL;
    if (!is_word_of(t, c, t->p.token.text))
        return false;
    struct str *word = ARENA_NEW(t->p.arena, struct str, e->words + 1);
    for (unsigned i = 0; i < e->words; i++)
        word[i] = e->word[i];
    word[e->words++] = str_copy(t->p.arena, t->p.token.text);
    e->word = word;
    parser_step(&t->p);
    return true;
}

static bool word_list(struct table_parser *t, struct table_expr *e)
{
    const struct expr_parameter *named = parser_parameter(&t->p);
    if (named && named->is_list) {
        for (unsigned i = 0; i < named->words; i++)
            if (!is_word_of(t, &TABLES[t->table].column[e->column], named->word[i]))
                return false;
        e->word = named->word;
        e->words = named->words;
        parser_step(&t->p);
        return true;
    }
    if (!parser_expect(&t->p, "("))
        return false;
    do {
        if (!one_word(t, e))
            return false;
    } while (parser_accept(&t->p, ","));
    return parser_expect(&t->p, ")");
}

static const struct table_expr *negated(struct table_parser *t, const struct table_expr *e,
                                        bool is_not)
{
    return e && is_not ? new_node(t, (struct table_expr){.op = TABLE_OP_NOT, .a = e}) : e;
}

static const struct table_expr *each_test(struct table_parser *t, struct table_expr e, bool is_not)
{
    if (!t->each || t->each->table != t->table || t->each->column != e.column)
        return fail_at(t, "expression.place", t->p.token.offset,
                       "each is of the table and column that the key `each` names");
    parser_step(&t->p);
    e.op = TABLE_OP_EACH;
    return negated(t, new_node(t, e), is_not);
}

/* Behind a column of words. */
static const struct table_expr *word_test(struct table_parser *t, struct table_expr e)
{
    bool is_not = parser_sees(&t->p, "!=");
    if (is_not || parser_sees(&t->p, "=")) {
        parser_step(&t->p);
        if (parser_sees(&t->p, "each"))
            return each_test(t, e, is_not);
        return one_word(t, &e) ? negated(t, new_node(t, e), is_not) : NULL;
    }
    is_not = parser_accept(&t->p, "not");
    if (!parser_expect(&t->p, "in"))
        return NULL;
    return word_list(t, &e) ? negated(t, new_node(t, e), is_not) : NULL;
}

static const struct table_expr *row_test(struct table_parser *t)
{
    if (parser_accept(&t->p, "("))
        return in_brackets(t, row_or);
    struct table_expr e = {.op = TABLE_OP_WORDS};
    size_t offset = t->p.token.offset;
    if (t->p.token.kind != TOKEN_NAME)
        return fail_here(t, "expression.syntax", "expected a column");
    if (!column(t, &e.column))
        return NULL;
    parser_step(&t->p);
    if (parser_accept(&t->p, "is")) {
        bool is_not = parser_accept(&t->p, "not");
        e.op = TABLE_OP_KNOWN;
        return parser_expect(&t->p, "known") ? negated(t, new_node(t, e), is_not) : NULL;
    }
    if (!table_column_is_word(&TABLES[t->table].column[e.column]))
        return fail_at(t, "expression.type", offset, "expected a column of words");
    return word_test(t, e);
}

static const struct table_expr *row_not(struct table_parser *t)
{
    if (!parser_accept(&t->p, "not"))
        return row_test(t);
    if (!deeper(t))
        return NULL;
    const struct table_expr *e = row_not(t);
    t->p.depth--;
    return negated(t, e, true);
}

static const struct table_expr *joined(struct table_parser *t, const char *word, enum table_op op,
                                       level_function term)
{
    const struct table_expr *e = term(t);
    while (e && parser_accept(&t->p, word)) {
        const struct table_expr *b = term(t);
        e = b ? new_node(t, (struct table_expr){.op = op, .a = e, .b = b}) : NULL;
    }
    return e;
}

static const struct table_expr *row_and(struct table_parser *t)
{
    return joined(t, "and", TABLE_OP_AND, row_not);
}

static const struct table_expr *row_or(struct table_parser *t)
{
    return joined(t, "or", TABLE_OP_OR, row_and);
}

/* ---- rows ---- */

static bool whole_months(struct table_parser *t, int32_t *months)
{
    size_t offset = t->p.token.offset;
    int64_t n;
    if (!parser_whole(&t->p, &n))
        return false;
    bool is_years = parser_accept(&t->p, "year") || parser_accept(&t->p, "years");
    if (!is_years && !parser_accept(&t->p, "month") && !parser_expect(&t->p, "months"))
        return false;
    n *= is_years ? 12 : 1;
    *months = n > EXPR_MONTHS_MOST ? 0 : (int32_t)n;
    return n <= EXPR_MONTHS_MOST ||
           fail_at(t, "expression.number", offset, "more than 1200 months") != NULL;
}

static bool window(struct table_parser *t, struct table_rows *rows)
{
    if (!table_is_monthly(t->table))
        return parser_expect(&t->p, "in") && parser_expect(&t->p, "the") &&
               parser_expect(&t->p, "year");
    if (!parser_expect(&t->p, "within"))
        return false;
    size_t offset = t->p.token.offset;
    if (!whole_months(t, &rows->months))
        return false;
    if (rows->months == 0)
        return fail_at(t, "expression.number", offset, "expected at least one month") != NULL;
    if (!parser_accept(&t->p, "to"))
        return true;
    return parser_expect(&t->p, "T") &&
           (!parser_accept(&t->p, "-") || whole_months(t, &rows->shift));
}

/* The name of the table stands behind what is summed: it is looked for first. */
static bool table_ahead(struct table_parser *t)
{
    struct token token = t->p.token;
    unsigned depth = 0;
    for (; token.kind != TOKEN_END; token = token_at(t->p.text, token.offset + token.text.len)) {
        bool is_sign = token.kind == TOKEN_SIGN;
        depth += is_sign && str_eq(token.text, STR("("));
        if (is_sign && str_eq(token.text, STR(")")) && depth-- == 0)
            break;
        if (token.kind == TOKEN_NAME && str_eq(token.text, STR("of"))) {
            struct table_parser ahead = *t;
            ahead.p.token = token_at(t->p.text, token.offset + token.text.len);
            return table_expr_table(ahead.p.token.text, &t->table) ||
                   fail_here(&ahead, "expression.name",
                             "expected a table of units by month or year") != NULL;
        }
    }
    return fail_at(t, "expression.syntax", token.offset, "expected \"of\" and a table") != NULL;
}

static bool may_be_here(struct table_parser *t, size_t offset, enum table_op op)
{
    if (t->in_nation && TABLES[t->table].column[0].type != COLUMN_UNIT_OR_NATION)
        return fail_at(t, "expression.place", offset, "the table has no row of the nation") != NULL;
    return op != TABLE_OP_MEAN || table_is_monthly(t->table) ||
           fail_at(t, "expression.type", offset, "the table is not by month") != NULL;
}

/* Behind `sum` or `monthly_mean`. */
static const struct table_expr *of_rows(struct table_parser *t, enum table_op op, size_t offset)
{
    struct table_rows *rows = ARENA_NEW(t->p.arena, struct table_rows, 1);
    if (++t->p.selections > EXPR_SELECTIONS_MOST)
        return fail_at(t, "expression.limit", offset, "more than 16 sums");
    if (!parser_expect(&t->p, "(") || !table_ahead(t) || !may_be_here(t, offset, op))
        return NULL;
    t->p.in_rows = true;
    rows->table = t->table;
    rows->value = row_number(t);
    if (!rows->value || !parser_expect(&t->p, "of"))
        return NULL;
    parser_step(&t->p);
    if (parser_accept(&t->p, "where") && !(rows->where = row_or(t)))
        return NULL;
    if (!window(t, rows) || !parser_expect(&t->p, ")"))
        return NULL;
    t->p.in_rows = false;
    return new_node(t, (struct table_expr){.op = op,
                                           .rows = rows,
                                           .is_plain = op == TABLE_OP_SUM,
                                           .places = rows->value->places,
                                           .bits = rows->value->bits + ROWS_BITS});
}

/* ---- what a place is asked ---- */

static const struct table_expr *place_number(struct table_parser *t);

static const struct table_expr *nation(struct table_parser *t, size_t offset)
{
    if (t->in_nation)
        return fail_at(t, "expression.place", offset, "the nation within the nation");
    t->in_nation = true;
    const struct table_expr *a = parser_expect(&t->p, "(") ? in_brackets(t, place_number) : NULL;
    t->in_nation = false;
    return a ? new_node(t, (struct table_expr){.op = TABLE_OP_NATION,
                                               .a = a,
                                               .is_plain = a->is_plain,
                                               .places = a->places,
                                               .bits = a->bits})
             : NULL;
}

static const struct table_expr *place_primary(struct table_parser *t)
{
    size_t offset = t->p.token.offset;
    if (parser_accept(&t->p, "("))
        return in_brackets(t, place_number);
    if (parser_accept(&t->p, "sum"))
        return of_rows(t, TABLE_OP_SUM, offset);
    if (parser_accept(&t->p, "monthly_mean"))
        return of_rows(t, TABLE_OP_MEAN, offset);
    if (parser_accept(&t->p, "nation"))
        return nation(t, offset);
    if (t->p.token.kind == TOKEN_NUMBER || parser_parameter(&t->p))
        return number(t);
    if (t->p.token.kind == TOKEN_NAME)
        return fail_here(t, "expression.name", "expected sum, monthly_mean, nation or a parameter");
    return fail_here(t, "expression.syntax", "expected a number, a sum or (");
}

static const struct table_expr *place_product(struct table_parser *t)
{
    const struct table_expr *e = place_primary(t);
    while (e && (parser_sees(&t->p, "*") || parser_sees(&t->p, "/"))) {
        enum table_op op = parser_sees(&t->p, "*") ? TABLE_OP_MULTIPLY : TABLE_OP_DIVIDE;
        size_t offset = t->p.token.offset;
        parser_step(&t->p);
        e = binary(t, op, offset, e, place_primary(t));
    }
    return e;
}

static const struct table_expr *place_number(struct table_parser *t)
{
    return added(t, place_product);
}

bool table_expr_has(const struct table_expr *e, enum table_op op)
{
    return e && (e->op == op || table_expr_has(e->a, op) || table_expr_has(e->b, op) ||
                 (e->rows &&
                  (table_expr_has(e->rows->value, op) || table_expr_has(e->rows->where, op))));
}

bool table_expr_is_yearly(const struct table_expr *e)
{
    return !e || ((!e->rows || e->rows->months == 0) && table_expr_is_yearly(e->a) &&
                  table_expr_is_yearly(e->b));
}

bool table_expr_parse(struct arena *a, const struct expr_source *source, struct str text,
                      const struct table_each *each, const struct table_expr **out, struct err *err)
{
    struct table_parser t = {.p = {.arena = a, .source = source, .text = text, .err = err},
                             .each = each};
    t.p.each_word = each_word;
    t.p.token = token_at(text, 0);
    const struct table_expr *e = place_number(&t);
    if (e && t.p.token.kind != TOKEN_END)
        e = fail_here(&t, "expression.syntax", "expected the end");
    if (e && !table_expr_has(e, TABLE_OP_SUM) && !table_expr_has(e, TABLE_OP_MEAN))
        e = fail_at(&t, "expression.type", 0, "expected a sum of rows");
    if (e)
        *out = e;
    return e != NULL;
}
