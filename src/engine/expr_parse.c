/* What is about a person: from the whole expression down to its names. */
#include "engine/expr_parser.h"
#include "engine/expr_words.h"

#include <stdio.h>

typedef const struct expr *(*parse_function)(struct parser *p);

/* ---- tokens and errors ---- */

enum { SEEN_MOST = 30, WHY_TEXT = 320 };

void *parser_fail_at(struct parser *p, const char *code, size_t offset, const char *why)
{
    if (p->err->kind == ERR_NONE) {
        struct expr_place at = expr_place(p->source, p->text, offset);
        (void)FAIL(p->err, ERR_INVALID, code, "%.60s:%u:%u: %.300s", p->source->name, at.line,
                   at.column, why);
    }
    return NULL;
}

void *parser_fail_here(struct parser *p, const char *code, const char *why)
{
    struct str seen = p->token.text;
    char text[WHY_TEXT], advice[ADVICE_TEXT];
    if (parser_is_too_large(p))
        return parser_fail_at(p, "expression.number", p->token.offset,
                              "a number is at most 1000000");
    const char *habit = parser_habit(p, why);
    if (habit)
        return parser_fail_at(p, code, p->token.offset, habit);
    size_t shown = seen.len < SEEN_MOST ? seen.len : SEEN_MOST;
    while (shown < seen.len && ((unsigned char)seen.at[shown] & 0xC0) == 0x80)
        shown--; /* whole characters */
    (void)snprintf(text, sizeof text, "%.190s, not \"%.*s\"%s", why, (int)shown, seen.at,
                   parser_advice(p, seen, advice));
    return parser_fail_at(p, code, p->token.offset, p->token.kind == TOKEN_END ? why : text);
}

static void *fail_syntax(struct parser *p, const char *wanted)
{
    return parser_fail_here(p, "expression.syntax", wanted);
}

void parser_step(struct parser *p)
{
    p->token = token_at(p->text, p->token.offset + p->token.text.len);
}

bool parser_sees(const struct parser *p, const char *word)
{
    return (p->token.kind == TOKEN_NAME || p->token.kind == TOKEN_SIGN) &&
           str_eq(p->token.text, str_of(word));
}

bool parser_accept(struct parser *p, const char *word)
{
    bool seen = parser_sees(p, word);
    if (seen)
        parser_step(p);
    return seen;
}

bool parser_expect(struct parser *p, const char *word)
{
    if (parser_accept(p, word))
        return true;
    char wanted[40];
    (void)snprintf(wanted, sizeof wanted, "expected \"%.20s\"", word);
    (void)fail_syntax(p, wanted);
    return false;
}

/* The parts that a named part is made of count wherever it stands. */
static bool count_nodes(struct parser *p, unsigned nodes)
{
    p->nodes += nodes;
    return p->nodes <= EXPR_NODES_MOST ||
           parser_fail_at(p, "expression.limit", p->token.offset, "more than 256 parts") != NULL;
}

struct expr *parser_node(struct parser *p, struct expr e)
{
    if (!count_nodes(p, 1))
        return NULL;
    struct expr *made = ARENA_NEW(p->arena, struct expr, 1);
    *made = e;
    return made;
}

bool parser_has_type(struct parser *p, const struct expr *e, enum expr_type type, size_t offset)
{
    static const char *const wanted[] = {[TYPE_CONDITION] = "expected a condition",
                                         [TYPE_NUMBER] = "expected a number",
                                         [TYPE_INDEX] = "expected an index",
                                         [TYPE_DAY] = "expected a day",
                                         [TYPE_QUANTITY] = "expected a measured value"};
    if (!e)
        return false;
    if (e->type != type)
        (void)parser_fail_at(p, "expression.type", offset, wanted[type]);
    return e->type == type;
}

/* ---- numbers and names ---- */

const struct expr_parameter *parser_parameter(const struct parser *p)
{
    for (unsigned i = 0; p->token.kind == TOKEN_NAME && i < p->source->parameters; i++)
        if (str_eq(p->source->parameter[i].name, p->token.text)) {
            if (p->source->used_parameters)
                *p->source->used_parameters |= UINT32_C(1) << i;
            return &p->source->parameter[i];
        }
    return NULL;
}

bool parser_decimal(struct parser *p, struct decimal *out)
{
    const struct expr_parameter *named = parser_parameter(p);
    if (parser_sees_date(p))
        return parser_fail_at(
                   p, "expression.syntax", p->token.offset,
                   "a date cannot be written: days are counted from T, as T - 30 days") != NULL;
    if (p->token.kind == TOKEN_NUMBER)
        *out = p->token.number;
    else if (named && !named->is_list)
        *out = named->number;
    else
        return fail_syntax(p, "expected a number") != NULL;
    parser_step(p);
    return true;
}

bool parser_whole(struct parser *p, int64_t *out)
{
    size_t offset = p->token.offset;
    struct decimal number = {0, 0};
    if (!parser_decimal(p, &number))
        return false;
    *out = number.units;
    return number.places == 0 || parser_fail_at(p, "expression.type", offset,
                                                "expected a whole number; only measured values "
                                                "are compared with others") != NULL;
}

static const struct expr *whole_node(struct parser *p, enum expr_op op, enum expr_type type)
{
    struct expr e = {.op = op, .type = type};
    return parser_whole(p, &e.number) ? parser_node(p, e) : NULL;
}

const struct expr *parser_negated(struct parser *p, const struct expr *e, bool is_not)
{
    if (!e || !is_not)
        return e;
    return parser_node(p, (struct expr){.op = EXPR_NOT, .type = TYPE_CONDITION, .a = e});
}

bool parser_comparison(struct parser *p, enum expr_op *op)
{
    static const struct {
        const char *sign;
        enum expr_op op;
    } signs[] = {{"=", EXPR_EQUAL},       {"!=", EXPR_UNEQUAL}, {"<", EXPR_LESS},
                 {"<=", EXPR_LESS_EQUAL}, {">", EXPR_GREATER},  {">=", EXPR_GREATER_EQUAL}};
    for (size_t i = 0; i < ARRAY_LEN(signs); i++)
        if (parser_accept(p, signs[i].sign)) {
            *op = signs[i].op;
            return true;
        }
    return false;
}

/* ---- days and ages ---- */

/* `T`, `T - N days`, `T - N months`, `T - N years`; T has been read. */
static const struct expr *parse_T(struct parser *p)
{
    struct expr e = {.op = EXPR_T, .type = TYPE_DAY};
    if (!parser_accept(p, "-"))
        return parser_node(p, e);
    size_t offset = p->token.offset;
    if (!parser_whole(p, &e.number))
        return NULL;
    e.in_days = parser_accept(p, "day") || parser_accept(p, "days");
    if (parser_accept(p, "year") || parser_accept(p, "years"))
        e.number *= 12;
    else if (!e.in_days && !parser_accept(p, "month") && !parser_accept(p, "months"))
        return fail_syntax(p, "expected days, months or years");
    if (e.number > (e.in_days ? EXPR_DAYS_MOST : EXPR_MONTHS_MOST))
        return parser_fail_at(p, "expression.number", offset, "more than 100 years");
    return parser_node(p, e);
}

/* `birthday(N)`; the name has been read. */
static const struct expr *parse_birthday(struct parser *p)
{
    if (!parser_expect(p, "("))
        return NULL;
    size_t offset = p->token.offset;
    const struct expr *e = whole_node(p, EXPR_BIRTHDAY, TYPE_DAY);
    if (e && e->number > EXPR_BIRTHDAY_MOST)
        return parser_fail_at(p, "expression.number", offset, "expected at most 150");
    return e && parser_expect(p, ")") ? e : NULL;
}

static const struct expr *parse_age(struct parser *p)
{
    struct expr e = {.op = EXPR_AGE, .type = TYPE_NUMBER};
    if (parser_accept(p, "on") && !(e.a = parser_day(p)))
        return NULL;
    return parser_node(p, e);
}

/* ---- names ---- */

/* A name that stands for an expression; *none: the next token is none. */
static const struct expr *parse_part(struct parser *p, bool *none)
{
    const struct expr_part *part = NULL;
    for (unsigned i = 0; i < p->source->parts; i++)
        if (str_eq(p->source->part[i].name, p->token.text))
            part = &p->source->part[i];
    *none = !part;
    if (!part)
        return NULL;
    p->selections += part->selections;
    if (p->selections > EXPR_SELECTIONS_MOST)
        return parser_fail_at(p, "expression.limit", p->token.offset, "more than 16 selections");
    if (p->source->used_parts)
        *p->source->used_parts |= UINT32_C(1) << (part - p->source->part);
    if (!count_nodes(p, part->nodes))
        return NULL;
    parser_step(p);
    return part->is;
}

/* What is made of rows, by its name. */
static const struct expr *parse_of_rows(struct parser *p, bool *none)
{
    static const struct {
        const char *name;
        enum expr_op op;
        enum expr_type type;
    } functions[] = {{"any", EXPR_ANY, TYPE_CONDITION},
                     {"distinct", EXPR_DISTINCT, TYPE_NUMBER},
                     {"first", EXPR_FIRST, TYPE_DAY},
                     {"last", EXPR_LAST, TYPE_DAY},
                     {"latest", EXPR_LATEST, TYPE_QUANTITY}};
    *none = false;
    for (size_t i = 0; i < ARRAY_LEN(functions); i++)
        if (parser_accept(p, functions[i].name))
            return parser_rows(p, (struct expr){.op = functions[i].op, .type = functions[i].type});
    if (parser_accept(p, "none"))
        return parser_negated(
            p, parser_rows(p, (struct expr){.op = EXPR_ANY, .type = TYPE_CONDITION}), true);
    struct expr index = {.op = EXPR_INDEX, .type = TYPE_INDEX};
    *none = !expr_index_find(p->token.text, &index.index);
    if (*none)
        return NULL;
    parser_step(p);
    return parser_rows(p, index);
}

static const struct expr *parse_count(struct parser *p, size_t offset)
{
    if (parser_sees(p, "("))
        return parser_rows(p, (struct expr){.op = EXPR_COUNT, .type = TYPE_NUMBER});
    if (!p->is_of_index || p->in_rows)
        return parser_fail_at(p, "expression.place", offset,
                              "count without a selection stands only behind an index's when");
    return parser_node(p, (struct expr){.op = EXPR_INDEX_COUNT, .type = TYPE_NUMBER});
}

/* What is of the person and T: it has no meaning within where. */
static const struct expr *parse_of_person(struct parser *p, bool *none)
{
    *none = false;
    if (parser_accept(p, "age"))
        return parse_age(p);
    if (parser_accept(p, "year"))
        return parser_node(p, (struct expr){.op = EXPR_YEAR, .type = TYPE_NUMBER});
    if (parser_accept(p, "birth_year"))
        return parser_node(p, (struct expr){.op = EXPR_BIRTH_YEAR, .type = TYPE_NUMBER});
    if (parser_accept(p, "T"))
        return parse_T(p);
    if (parser_accept(p, "birthday"))
        return parse_birthday(p);
    return parse_part(p, none);
}

static const struct expr *parse_name(struct parser *p)
{
    size_t offset = p->token.offset;
    bool none;
    if (parser_accept(p, "count"))
        return parse_count(p, offset);
    const struct expr *e = parse_of_rows(p, &none);
    if (!none)
        return e;
    if (!p->in_rows) {
        e = parse_of_person(p, &none);
        if (!none)
            return e;
    }
    const struct expr_parameter *named = parser_parameter(p);
    if (named && !named->is_list)
        return whole_node(p, EXPR_NUMBER, TYPE_NUMBER);
    const char *misplaced = named ? NULL : parser_misplaced(p);
    if (misplaced)
        return parser_fail_at(p, "expression.place", offset, misplaced);
    return parser_fail_here(p, "expression.name",
                            named ? "expected a number; the parameter is a list"
                                  : "expected a field, a function or a parameter");
}

/* ---- expressions, from the inside out ---- */

/* A step down: into brackets, or to a day that another stands on. */
static bool is_deeper(struct parser *p)
{
    return ++p->depth <= EXPR_DEPTH_MOST ||
           parser_fail_at(p, "expression.limit", p->token.offset, "more than 32 levels") != NULL;
}

static const struct expr *parse_primary(struct parser *p)
{
    if (p->token.kind == TOKEN_NUMBER)
        return whole_node(p, EXPR_NUMBER, TYPE_NUMBER);
    if (p->token.kind == TOKEN_NAME)
        return parse_name(p);
    if (!parser_sees(p, "("))
        return fail_syntax(p, "expected a number, a condition or (");
    if (!is_deeper(p))
        return NULL;
    parser_step(p);
    const struct expr *inner = parser_or(p);
    p->depth--;
    return inner && parser_expect(p, ")") ? inner : NULL;
}

const struct expr *parser_day(struct parser *p)
{
    size_t offset = p->token.offset;
    if (!is_deeper(p))
        return NULL;
    const struct expr *day = parse_primary(p);
    p->depth--;
    return parser_has_type(p, day, TYPE_DAY, offset) ? day : NULL;
}

/* How large a number can become; for those that have been let through it fits. */
static int64_t largest(const struct expr *e)
{
    if (e->op == EXPR_NUMBER)
        return e->number;
    if (e->op == EXPR_AGE)
        return EXPR_AGE_MOST;
    if (e->op == EXPR_YEAR || e->op == EXPR_BIRTH_YEAR)
        return EXPR_YEAR_MOST;
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
        return parser_fail_at(p, "expression.limit", offset, "the product can become too large");
    return parser_node(p, e);
}

/* One operator on the right of `a`, whose right side `next` reads; both sides of one type. */
static const struct expr *right_side(struct parser *p, enum expr_op op, const struct expr *a,
                                     size_t a_offset, parse_function next)
{
    enum expr_type type = op == EXPR_AND || op == EXPR_OR ? TYPE_CONDITION : TYPE_NUMBER;
    if (!parser_has_type(p, a, type, a_offset))
        return NULL;
    parser_step(p);
    size_t offset = p->token.offset;
    const struct expr *b = next(p);
    return parser_has_type(p, b, type, offset) ? binary(p, op, a, b, a_offset) : NULL;
}

static const struct expr *parse_product(struct parser *p)
{
    size_t offset = p->token.offset;
    const struct expr *a = parse_primary(p);
    while (a && parser_sees(p, "*"))
        a = right_side(p, EXPR_MULTIPLY, a, offset, parse_primary);
    return a;
}

static const struct expr *parse_sum(struct parser *p)
{
    size_t offset = p->token.offset;
    const struct expr *a = parse_product(p);
    while (a && (parser_sees(p, "+") || parser_sees(p, "-")))
        a = right_side(p, parser_sees(p, "+") ? EXPR_ADD : EXPR_SUBTRACT, a, offset, parse_product);
    return a;
}

/* What a measured value is compared with, in its unit. */
static const struct expr *parse_limit(struct parser *p, const struct expr *value)
{
    const struct selection *s = value->selection;
    const struct expr *limit =
        parser_limit(p, (struct expr){.op = EXPR_DECIMAL, .type = TYPE_QUANTITY});
    return limit && parser_settle(p, s->where, s->by) ? limit : NULL;
}

/* `is known`, `is not known` behind what may be unknown; `is` has been read. */
static const struct expr *parse_known(struct parser *p, const struct expr *a, size_t offset)
{
    bool is_not = parser_accept(p, "not");
    if (!parser_expect(p, "known"))
        return NULL;
    if (a->type != TYPE_DAY && a->type != TYPE_QUANTITY)
        return parser_fail_at(p, "expression.type", offset, "expected a day or a measured value");
    return parser_negated(
        p, parser_node(p, (struct expr){.op = EXPR_KNOWN, .type = TYPE_CONDITION, .a = a}), is_not);
}

/* `65 <= age < 80` is two of them. */
static const struct expr *not_chained(struct parser *p, const struct expr *e)
{
    enum expr_op op;
    size_t offset = p->token.offset;
    if (!e || !parser_comparison(p, &op))
        return e;
    return parser_fail_at(p, "expression.syntax", offset,
                          "a comparison has one sign: join two of them with and");
}

static const char TURN[] = "turn the comparison: the measured value stands to the left";

/* What only measured values are compared with (a decimal, a negative number, one with a unit) and
 * the sign of a comparison, which are stepped over. */
static bool steps_over_limit(struct parser *p)
{
    enum expr_op op;
    struct decimal number;
    bool is_limit = parser_accept(p, "-");
    const struct expr_parameter *named = parser_parameter(p);
    if (named && !named->is_list)
        number = named->number;
    else if (p->token.kind == TOKEN_NUMBER)
        number = p->token.number;
    else
        return false;
    parser_step(p);
    struct token unit = token_of_unit(p->text, p->token.offset);
    is_limit = is_limit || number.places > 0 || unit.kind == TOKEN_UNIT;
    if (unit.kind == TOKEN_UNIT)
        p->token = token_at(p->text, unit.offset + unit.text.len);
    return is_limit && parser_comparison(p, &op);
}

/* `7.5 < value`: err is filled as for `7 < value`. Where no measured value stands behind the sign,
 * the limit is no number of the language, and is told as such. */
static bool is_turned(struct parser *p)
{
    struct parser ahead = *p;
    if (!steps_over_limit(&ahead))
        return false;
    size_t offset = ahead.token.offset;
    const struct expr *b = parse_sum(&ahead);
    if (b && b->type == TYPE_QUANTITY)
        (void)parser_fail_at(p, "expression.type", offset, TURN);
    return p->err->kind != ERR_NONE;
}

static const struct expr *parse_comparison(struct parser *p)
{
    bool none;
    size_t offset = p->token.offset;
    const struct expr *test = parser_named_test(p, &none);
    if (!none)
        return not_chained(p, test);
    if (is_turned(p))
        return NULL;
    const struct expr *a = parse_sum(p), *b;
    enum expr_op op;
    if (!a)
        return NULL;
    if (parser_accept(p, "is"))
        return parse_known(p, a, offset);
    if (!parser_comparison(p, &op)) /* `age / 2 > 1` is told before that age is no condition */
        return parser_habit(p, "") ? fail_syntax(p, "expected the end") : a;
    if (a->type != TYPE_DAY && a->type != TYPE_QUANTITY &&
        !parser_has_type(p, a, TYPE_NUMBER, offset))
        return NULL;
    size_t b_offset = p->token.offset;
    b = a->type == TYPE_QUANTITY ? parse_limit(p, a) : parse_sum(p);
    if (b && a->type == TYPE_NUMBER && b->type == TYPE_QUANTITY)
        return parser_fail_at(p, "expression.type", b_offset, TURN);
    return parser_has_type(p, b, a->type, b_offset) ? not_chained(p, binary(p, op, a, b, offset))
                                                    : NULL;
}

static const struct expr *parse_not(struct parser *p)
{
    bool is_not = false;
    while (parser_accept(p, "not"))
        is_not = !is_not;
    size_t offset = p->token.offset;
    const struct expr *e = parse_comparison(p);
    if (!is_not)
        return e;
    return parser_has_type(p, e, TYPE_CONDITION, offset) ? parser_negated(p, e, true) : NULL;
}

static const struct expr *parse_and(struct parser *p)
{
    size_t offset = p->token.offset;
    const struct expr *a = parse_not(p);
    while (a && parser_sees(p, "and"))
        a = right_side(p, EXPR_AND, a, offset, parse_not);
    return a;
}

const struct expr *parser_or(struct parser *p)
{
    size_t offset = p->token.offset;
    const struct expr *a = parse_and(p);
    while (a && parser_sees(p, "or"))
        a = right_side(p, EXPR_OR, a, offset, parse_and);
    return a;
}

static const struct expr *parse_when(struct parser *p, const struct expr *a)
{
    p->is_of_index = a->type == TYPE_INDEX;
    size_t offset = p->token.offset;
    const struct expr *b = parser_or(p);
    if (!parser_has_type(p, b, TYPE_CONDITION, offset))
        return NULL;
    return parser_node(p, (struct expr){.op = EXPR_WHEN, .type = a->type, .a = a, .b = b});
}

/* What stands there is of the type that its key wants. */
static bool is_wanted(struct parser *p, const struct expr *e, enum expr_wanted wanted)
{
    switch (wanted) {
    case WANT_CONDITION:
        return parser_has_type(p, e, TYPE_CONDITION, 0);
    case WANT_NUMBER:
        return parser_has_type(p, e, TYPE_NUMBER, 0);
    case WANT_COUNTED:
        return e->type == TYPE_CONDITION || parser_has_type(p, e, TYPE_NUMBER, 0);
    case WANT_VALUE:
        return e->type == TYPE_INDEX || parser_has_type(p, e, TYPE_NUMBER, 0);
    case WANT_PART:
        return e->type != TYPE_INDEX ||
               parser_fail_at(p, "expression.type", 0, "an index has no name") != NULL;
    case WANT_ROWS:
        return true;
    }
    return false;
}

bool expr_parse(struct arena *a, const struct expr_source *source, struct str text,
                enum expr_wanted wanted, struct expr_part *out, struct err *err)
{
    struct parser p = {
        .arena = a, .source = source, .text = text, .token = token_at(text, 0), .err = err};
    const struct expr *e = wanted == WANT_ROWS ? parser_bare_rows(&p) : parser_or(&p);
    if (!e || !is_wanted(&p, e, wanted))
        return false;
    if (wanted == WANT_VALUE && parser_accept(&p, "when") && !(e = parse_when(&p, e)))
        return false;
    if (p.token.kind != TOKEN_END)
        return fail_syntax(&p, e->type == TYPE_CONDITION ? "expected and, or or the end"
                               : wanted == WANT_VALUE && e->op != EXPR_WHEN
                                   ? "expected when or the end"
                                   : "expected the end") != NULL;
    out->is = e;
    out->nodes = p.nodes;
    out->selections = p.selections;
    return true;
}
