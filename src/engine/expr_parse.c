/* Recursive descent. Every node is checked when it is made, so a tree that exists is right; inside,
 * NULL means that err is filled. */
#include "engine/expr_lex.h"
#include "engine/expr_words.h"

#include <stdio.h>

struct parser {
    struct arena *arena;
    const struct expr_source *source;
    struct str text;
    struct token token; /* the next one */
    struct err *err;
    bool in_rows;         /* within a selection's where */
    enum expr_table rows; /* of which table, then */
    bool is_of_index;     /* `count` stands for the rows of the index before `when` */
    unsigned depth, nodes, selections;
};
typedef const struct expr *(*parse_function)(struct parser *p);

static const struct expr *parse_or(struct parser *p);

static void *fail_at(struct parser *p, const char *code, size_t offset, const char *why)
{
    if (p->err->kind == ERR_NONE) {
        struct expr_place at = expr_place(p->source, p->text, offset);
        (void)FAIL(p->err, ERR_INVALID, code, "%.60s:%u:%u: %.110s", p->source->name, at.line,
                   at.column, why);
    }
    return NULL;
}

/* At the next token, which is shown. */
static void *fail_here(struct parser *p, const char *code, const char *why)
{
    struct str seen = p->token.text;
    char text[110];
    (void)snprintf(text, sizeof text, "%.60s, not \"%.*s\"", why,
                   seen.len < 30 ? (int)seen.len : 30, seen.at);
    return fail_at(p, code, p->token.offset, p->token.kind == TOKEN_END ? why : text);
}

static void *fail_syntax(struct parser *p, const char *wanted)
{
    return fail_here(p, "expression.syntax", wanted);
}

static void step(struct parser *p)
{
    p->token = token_at(p->text, p->token.offset + p->token.text.len);
}

static bool sees(const struct parser *p, const char *word)
{
    return (p->token.kind == TOKEN_NAME || p->token.kind == TOKEN_SIGN) &&
           str_eq(p->token.text, str_of(word));
}

static bool accept(struct parser *p, const char *word)
{
    bool seen = sees(p, word);
    if (seen)
        step(p);
    return seen;
}

static bool expect(struct parser *p, const char *word)
{
    if (accept(p, word))
        return true;
    char wanted[40];
    (void)snprintf(wanted, sizeof wanted, "expected \"%.20s\"", word);
    (void)fail_syntax(p, wanted);
    return false;
}

static const struct expr *new_node(struct parser *p, struct expr e)
{
    if (++p->nodes > EXPR_NODES_MOST)
        return fail_at(p, "expression.limit", p->token.offset, "more than 256 parts");
    struct expr *made = ARENA_NEW(p->arena, struct expr, 1);
    *made = e;
    return made;
}

static bool has_type(struct parser *p, const struct expr *e, enum expr_type type, size_t offset)
{
    static const char *const wanted[] = {[TYPE_CONDITION] = "expected a condition",
                                         [TYPE_NUMBER] = "expected a number",
                                         [TYPE_INDEX] = "expected an index"};
    if (!e)
        return false;
    if (e->type != type)
        (void)fail_at(p, "expression.type", offset, wanted[type]);
    return e->type == type;
}

/* ---- numbers, words, names ---- */

static const struct expr_parameter *parameter(const struct parser *p)
{
    for (unsigned i = 0; p->token.kind == TOKEN_NAME && i < p->source->parameters; i++)
        if (str_eq(p->source->parameter[i].name, p->token.text))
            return &p->source->parameter[i];
    return NULL;
}

/* A written number, or a parameter that is one. */
static bool whole_number(struct parser *p, int64_t *out)
{
    const struct expr_parameter *named = parameter(p);
    struct decimal number;
    if (p->token.kind == TOKEN_NUMBER)
        number = p->token.number;
    else if (named && !named->is_list)
        number = named->number;
    else
        return fail_syntax(p, "expected a number") != NULL;
    if (number.places > 0)
        return fail_here(p, "expression.type", "expected a whole number") != NULL;
    *out = number.units;
    step(p);
    return true;
}

static bool add_word(struct parser *p, enum expr_field field, struct str word, uint32_t *words)
{
    uint32_t bit;
    if (!expr_word_find(field, word, &bit))
        return fail_here(p, "expression.name", "expected a word that the field takes") != NULL;
    *words |= bit;
    return true;
}

/* A word; or of a list in brackets, or a parameter that is a list, all of them. */
static bool one_word(struct parser *p, enum expr_field field, uint32_t *words)
{
    if (p->token.kind != TOKEN_NAME)
        return fail_syntax(p, "expected a word") != NULL;
    if (!add_word(p, field, p->token.text, words))
        return false;
    step(p);
    return true;
}

static bool word_list(struct parser *p, enum expr_field field, uint32_t *words)
{
    const struct expr_parameter *named = parameter(p);
    if (named && named->is_list) {
        for (unsigned i = 0; i < named->words; i++)
            if (!add_word(p, field, named->word[i], words))
                return false;
        step(p);
        return true;
    }
    if (!expect(p, "("))
        return false;
    do {
        if (!one_word(p, field, words))
            return false;
    } while (accept(p, ","));
    return expect(p, ")");
}

/* ---- tests of a field: after its name ---- */

static const struct expr *negated(struct parser *p, const struct expr *e, bool is_not)
{
    if (!e || !is_not)
        return e;
    return new_node(p, (struct expr){.op = EXPR_NOT, .type = TYPE_CONDITION, .a = e});
}

static const struct expr *simple(struct parser *p, enum expr_op op)
{
    return new_node(p, (struct expr){.op = op, .type = TYPE_CONDITION});
}

/* `is known`, `is not known`; *is_not is turned where it is the latter. */
static bool is_known(struct parser *p, bool *is_not)
{
    *is_not = accept(p, "not");
    return expect(p, "known");
}

static const struct expr *field_test(struct parser *p, enum expr_field field)
{
    struct expr e = {.op = EXPR_WORDS, .type = TYPE_CONDITION, .field = field};
    bool is_not = false;
    if (accept(p, "is")) {
        if (!is_known(p, &is_not))
            return NULL;
        e.words = expr_words_all(field) & ~expr_words_none(field);
    } else if (sees(p, "=") || sees(p, "!=")) {
        is_not = sees(p, "!=");
        step(p);
        if (!one_word(p, field, &e.words))
            return NULL;
    } else {
        is_not = accept(p, "not");
        if (!accept(p, "in"))
            return fail_syntax(p, "expected =, !=, in or is known");
        if (!word_list(p, field, &e.words))
            return NULL;
    }
    return negated(p, new_node(p, e), is_not);
}

static const struct expr *unit_test(struct parser *p)
{
    bool is_not = sees(p, "!=");
    if (accept(p, "=") || accept(p, "!=")) {
        size_t offset = p->token.offset;
        if (!expect(p, "own_unit"))
            return NULL;
        if (!p->source->own_unit)
            return fail_at(p, "expression.place", offset,
                           "own_unit needs the population listed; here stands for a place's units");
        return negated(p, simple(p, EXPR_AT_OWN_UNIT), is_not);
    }
    is_not = accept(p, "not");
    if (!expect(p, "in"))
        return NULL;
    size_t offset = p->token.offset;
    if (!expect(p, "here"))
        return NULL;
    if (p->source->own_unit)
        return fail_at(p, "expression.place", offset,
                       "here needs the population everyone; own_unit is the person's");
    return negated(p, simple(p, EXPR_HERE), is_not);
}

static const struct expr *staff_test(struct parser *p)
{
    bool is_not = false;
    if (accept(p, "is"))
        return is_known(p, &is_not) ? negated(p, simple(p, EXPR_STAFF_KNOWN), is_not) : NULL;
    is_not = sees(p, "!=");
    if (!accept(p, "=") && !accept(p, "!="))
        return fail_syntax(p, "expected =, != or is known");
    if (!expect(p, "named_doctor"))
        return NULL;
    return negated(p, simple(p, EXPR_BY_OWN_DOCTOR), is_not);
}

static const struct expr *doctor_test(struct parser *p)
{
    bool is_not;
    if (!expect(p, "is") || !is_known(p, &is_not))
        return NULL;
    return negated(p, simple(p, EXPR_HAS_OWN_DOCTOR), is_not);
}

/* A test that begins with the name of a field; *none: the next token is no such name. */
static const struct expr *named_test(struct parser *p, bool *none)
{
    enum expr_field field;
    size_t offset = p->token.offset;
    *none = p->token.kind != TOKEN_NAME;
    if (*none)
        return NULL;
    if (p->in_rows && expr_table_has_unit(p->rows) && accept(p, "unit"))
        return unit_test(p);
    if (p->in_rows && p->rows == EXPR_CONTACTS && accept(p, "staff"))
        return staff_test(p);
    if (p->in_rows && p->rows == EXPR_CONTACTS && accept(p, "named_doctor"))
        return doctor_test(p);
    *none = !expr_field_find(p->in_rows ? p->rows : FIELD_OF_PERSON, p->token.text, &field);
    if (*none)
        return NULL;
    if (field == FIELD_LISTING_BASIS && !p->source->own_unit)
        return fail_at(p, "expression.place", offset, "listing.basis needs the population listed");
    step(p);
    return field_test(p, field);
}

/* ---- selections ---- */

/* `T` or `T - N months`. */
static bool parse_end(struct parser *p, struct selection *s)
{
    int64_t months = 0;
    if (!expect(p, "T"))
        return false;
    if (accept(p, "-")) {
        size_t offset = p->token.offset;
        if (!whole_number(p, &months) || (!accept(p, "month") && !expect(p, "months")))
            return false;
        if (months > EXPR_MONTHS_MOST)
            return fail_at(p, "expression.limit", offset, "more than 1200 months") != NULL;
    }
    s->shift = (int32_t)months;
    return true;
}

/* `within N months [to T - N months]` or `ever`. */
static bool parse_window(struct parser *p, struct selection *s)
{
    int64_t months;
    if (accept(p, "ever"))
        return true;
    if (!expect(p, "within"))
        return false;
    size_t offset = p->token.offset;
    if (!whole_number(p, &months))
        return false;
    if (accept(p, "year") || accept(p, "years"))
        months *= 12;
    else if (!accept(p, "month") && !expect(p, "months"))
        return false;
    if (months < 1 || months > EXPR_MONTHS_MOST)
        return fail_at(p, "expression.limit", offset, "expected 1 to 1200 months") != NULL;
    s->months = (int32_t)months;
    return !accept(p, "to") || parse_end(p, s);
}

static bool parse_where(struct parser *p, struct selection *s)
{
    p->in_rows = true;
    p->rows = s->table;
    size_t offset = p->token.offset;
    s->where = parse_or(p);
    p->in_rows = false;
    return has_type(p, s->where, TYPE_CONDITION, offset);
}

static const struct selection *parse_selection(struct parser *p)
{
    if (p->in_rows)
        return fail_at(p, "expression.place", p->token.offset, "no selection within where");
    if (++p->selections > EXPR_SELECTIONS_MOST)
        return fail_at(p, "expression.limit", p->token.offset, "more than 16 selections");
    struct selection *s = ARENA_NEW(p->arena, struct selection, 1);
    if (p->token.kind != TOKEN_NAME || !expr_table_find(p->token.text, &s->table))
        return fail_here(p, "expression.name", "expected a table");
    step(p);
    if (accept(p, "where") && !parse_where(p, s))
        return NULL;
    if (s->table != EXPR_CONTACTS)
        return expect(p, "on") && parse_end(p, s) ? s : NULL;
    if (!parse_window(p, s))
        return NULL;
    return s;
}

/* `, once a day` behind a selection. */
static bool parse_once(struct parser *p, struct selection *s)
{
    if (!accept(p, ","))
        return true;
    size_t offset = p->token.offset;
    if (!expect(p, "once") || !expect(p, "a") || !expect(p, "day"))
        return false;
    if (s->table != EXPR_CONTACTS)
        return fail_at(p, "expression.type", offset, "only contacts have a day") != NULL;
    s->once_a_day = true;
    return true;
}

/* After the name of what is made of rows: `(selection)`, with what belongs to it. */
static const struct expr *parse_rows(struct parser *p, struct expr e)
{
    if (!expect(p, "("))
        return NULL;
    bool of_staff = e.op == EXPR_DISTINCT;
    if (of_staff && (!expect(p, "staff") || !expect(p, "of")))
        return NULL;
    size_t offset = p->token.offset;
    const struct selection *made = parse_selection(p);
    if (!made)
        return NULL;
    struct selection *s = ARENA_NEW(p->arena, struct selection, 1);
    *s = *made;
    if (of_staff && !expr_table_has_staff(s->table))
        return fail_at(p, "expression.type", offset, "the table has no staff");
    if (e.op == EXPR_INDEX && s->table != EXPR_CONTACTS)
        return fail_at(p, "expression.type", offset, "an index is of contacts");
    if (e.op == EXPR_INDEX && (!expect(p, "by") || !expect(p, "staff")))
        return NULL;
    if (!parse_once(p, s) || !expect(p, ")"))
        return NULL;
    e.selection = s;
    return new_node(p, e);
}

/* ---- expressions, from the inside out ---- */

static const struct expr *parse_name(struct parser *p)
{
    struct str name = p->token.text;
    size_t offset = p->token.offset;
    enum expr_index index;
    if (accept(p, "count")) {
        if (sees(p, "("))
            return parse_rows(p, (struct expr){.op = EXPR_COUNT, .type = TYPE_NUMBER});
        if (!p->is_of_index || p->in_rows)
            return fail_at(p, "expression.place", offset,
                           "count without a selection stands only behind an index's when");
        return new_node(p, (struct expr){.op = EXPR_INDEX_COUNT, .type = TYPE_NUMBER});
    }
    if (accept(p, "any"))
        return parse_rows(p, (struct expr){.op = EXPR_ANY, .type = TYPE_CONDITION});
    if (accept(p, "distinct"))
        return parse_rows(p, (struct expr){.op = EXPR_DISTINCT, .type = TYPE_NUMBER});
    if (expr_index_find(name, &index)) {
        step(p);
        return parse_rows(p, (struct expr){.op = EXPR_INDEX, .type = TYPE_INDEX, .index = index});
    }
    if (!p->in_rows && accept(p, "age"))
        return new_node(p, (struct expr){.op = EXPR_AGE, .type = TYPE_NUMBER});
    struct expr number = {.op = EXPR_NUMBER, .type = TYPE_NUMBER};
    if (parameter(p))
        return whole_number(p, &number.number) ? new_node(p, number) : NULL;
    return fail_here(p, "expression.name", "expected a field, a function or a parameter");
}

static const struct expr *parse_primary(struct parser *p)
{
    struct expr number = {.op = EXPR_NUMBER, .type = TYPE_NUMBER};
    if (p->token.kind == TOKEN_NUMBER)
        return whole_number(p, &number.number) ? new_node(p, number) : NULL;
    if (p->token.kind == TOKEN_NAME)
        return parse_name(p);
    if (!accept(p, "("))
        return fail_syntax(p, "expected a number, a condition or (");
    const struct expr *inner = parse_or(p);
    return inner && expect(p, ")") ? inner : NULL;
}

/* How large a number can become; for those that have been let through it fits. */
static int64_t largest(const struct expr *e)
{
    if (e->op == EXPR_NUMBER)
        return e->number;
    if (e->op == EXPR_AGE)
        return EXPR_AGE_MOST;
    if (e->op != EXPR_ADD && e->op != EXPR_SUBTRACT && e->op != EXPR_MULTIPLY)
        return EXPR_ROWS_MOST;
    int64_t a = largest(e->a), b = largest(e->b);
    return e->op == EXPR_MULTIPLY ? (a > 0 && b > EXPR_VALUE_MOST / a ? EXPR_VALUE_MOST + 1 : a * b)
                                  : a + b;
}

static const struct expr *binary(struct parser *p, enum expr_op op, const struct expr *a,
                                 const struct expr *b, size_t offset)
{
    enum expr_type type = op >= EXPR_ADD && op <= EXPR_MULTIPLY ? TYPE_NUMBER : TYPE_CONDITION;
    const struct expr e = {.op = op, .type = type, .a = a, .b = b};
    if (type == TYPE_NUMBER && largest(&e) > EXPR_VALUE_MOST)
        return fail_at(p, "expression.limit", offset, "the product can become too large");
    return new_node(p, e);
}

/* One operator on the right of `a`, whose right side `next` reads; both sides of one type. */
static const struct expr *right_side(struct parser *p, enum expr_op op, const struct expr *a,
                                     size_t a_offset, parse_function next)
{
    enum expr_type type = op == EXPR_AND || op == EXPR_OR ? TYPE_CONDITION : TYPE_NUMBER;
    if (!has_type(p, a, type, a_offset))
        return NULL;
    step(p);
    size_t offset = p->token.offset;
    const struct expr *b = next(p);
    return has_type(p, b, type, offset) ? binary(p, op, a, b, a_offset) : NULL;
}

static const struct expr *parse_product(struct parser *p)
{
    size_t offset = p->token.offset;
    const struct expr *a = parse_primary(p);
    while (a && sees(p, "*"))
        a = right_side(p, EXPR_MULTIPLY, a, offset, parse_primary);
    return a;
}

static const struct expr *parse_sum(struct parser *p)
{
    size_t offset = p->token.offset;
    const struct expr *a = parse_product(p);
    while (a && (sees(p, "+") || sees(p, "-")))
        a = right_side(p, sees(p, "+") ? EXPR_ADD : EXPR_SUBTRACT, a, offset, parse_product);
    return a;
}

static const struct expr *parse_comparison(struct parser *p)
{
    static const struct {
        const char *sign;
        enum expr_op op;
    } signs[] = {{"=", EXPR_EQUAL},       {"!=", EXPR_UNEQUAL}, {"<", EXPR_LESS},
                 {"<=", EXPR_LESS_EQUAL}, {">", EXPR_GREATER},  {">=", EXPR_GREATER_EQUAL}};
    bool none;
    size_t offset = p->token.offset;
    const struct expr *test = named_test(p, &none);
    if (!none)
        return test;
    const struct expr *a = parse_sum(p);
    for (size_t i = 0; a && i < ARRAY_LEN(signs); i++)
        if (sees(p, signs[i].sign))
            return right_side(p, signs[i].op, a, offset, parse_sum);
    return a;
}

static const struct expr *parse_not(struct parser *p)
{
    bool is_not = false;
    while (accept(p, "not"))
        is_not = !is_not;
    size_t offset = p->token.offset;
    const struct expr *e = parse_comparison(p);
    if (!is_not)
        return e;
    return has_type(p, e, TYPE_CONDITION, offset) ? negated(p, e, true) : NULL;
}

static const struct expr *parse_and(struct parser *p)
{
    size_t offset = p->token.offset;
    const struct expr *a = parse_not(p);
    while (a && sees(p, "and"))
        a = right_side(p, EXPR_AND, a, offset, parse_not);
    return a;
}

static const struct expr *parse_or(struct parser *p)
{
    if (++p->depth > EXPR_DEPTH_MOST)
        return fail_at(p, "expression.limit", p->token.offset, "more than 32 levels");
    size_t offset = p->token.offset;
    const struct expr *a = parse_and(p);
    while (a && sees(p, "or"))
        a = right_side(p, EXPR_OR, a, offset, parse_and);
    p->depth--;
    return a;
}

static const struct expr *parse_when(struct parser *p, const struct expr *a)
{
    p->is_of_index = a->type == TYPE_INDEX;
    size_t offset = p->token.offset;
    const struct expr *b = parse_or(p);
    if (!has_type(p, b, TYPE_CONDITION, offset))
        return NULL;
    return new_node(p, (struct expr){.op = EXPR_WHEN, .type = a->type, .a = a, .b = b});
}

/* What stands there is of the type that its key wants. */
static bool is_wanted(struct parser *p, const struct expr *e, enum expr_wanted wanted)
{
    switch (wanted) {
    case WANT_CONDITION:
        return has_type(p, e, TYPE_CONDITION, 0);
    case WANT_NUMBER:
        return has_type(p, e, TYPE_NUMBER, 0);
    case WANT_COUNTED:
        return e->type == TYPE_CONDITION || has_type(p, e, TYPE_NUMBER, 0);
    case WANT_VALUE:
        return e->type == TYPE_INDEX || has_type(p, e, TYPE_NUMBER, 0);
    }
    return false;
}

bool expr_parse(struct arena *a, const struct expr_source *source, struct str text,
                enum expr_wanted wanted, const struct expr **out, struct err *err)
{
    struct parser p = {
        .arena = a, .source = source, .text = text, .token = token_at(text, 0), .err = err};
    const struct expr *e = parse_or(&p);
    if (!e || !is_wanted(&p, e, wanted))
        return false;
    if (wanted == WANT_VALUE && accept(&p, "when") && !(e = parse_when(&p, e)))
        return false;
    if (p.token.kind != TOKEN_END)
        return fail_syntax(&p, "expected the end") != NULL;
    *out = e;
    return true;
}
