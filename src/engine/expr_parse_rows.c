/* Selections: a table, a condition on its rows, a window of days, and which of those rows count. */
#include "engine/expr_parser.h"

#include "core/sb.h"
#include "engine/expr_words.h"

#include <stdio.h>

static void *fail_syntax(struct parser *p, const char *wanted)
{
    return parser_fail_here(p, "expression.syntax", wanted);
}

/* ---- words ---- */

enum { CHOICES_MOST = 140 };

static void put_choice(struct sb *list, struct str word)
{
    if (list->len + word.len <= CHOICES_MOST)
        sb_fmt(list, "%s %.*s", list->len > 0 ? "," : "", STR_FMT(word));
}

/* None of those that there are, which are told. */
static bool refuse_choice(struct parser *p, const char *why, struct sb *list)
{
    struct str said = str_fmt(p->arena, "%s%.*s", why, STR_FMT(sb_str(list)));
    return parser_fail_here(p, "expression.name", said.at) != NULL;
}

static bool add_word(struct parser *p, enum expr_field field, struct str word, uint32_t *words)
{
    uint32_t bit;
    if (!expr_word_find(field, word, &bit)) {
        struct sb list = sb_open(p->arena, 160);
        for (unsigned n = 0; n < 32; n++)
            if (expr_words_all(field) >> n & 1)
                put_choice(&list, expr_word(field, n));
        return refuse_choice(p, "expected a word that the field takes:", &list);
    }
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
    parser_step(p);
    return true;
}

static bool word_list(struct parser *p, enum expr_field field, uint32_t *words)
{
    const struct expr_parameter *named = parser_parameter(p);
    if (named && named->is_list) {
        for (unsigned i = 0; i < named->words; i++)
            if (!add_word(p, field, named->word[i], words))
                return false;
        parser_step(p);
        return true;
    }
    if (!parser_expect(p, "("))
        return false;
    do {
        if (!one_word(p, field, words))
            return false;
    } while (parser_accept(p, ","));
    return parser_expect(p, ")");
}

/* ---- tests of a field: after its name ---- */

static const struct expr *simple(struct parser *p, enum expr_op op)
{
    return parser_node(p, (struct expr){.op = op, .type = TYPE_CONDITION});
}

/* `known`, `not known`; *is_not is turned where it is the latter. */
static bool is_known(struct parser *p, bool *is_not)
{
    *is_not = parser_accept(p, "not");
    return parser_expect(p, "known");
}

static const struct expr *field_test(struct parser *p, enum expr_field field)
{
    struct expr e = {.op = EXPR_WORDS, .type = TYPE_CONDITION, .field = field};
    bool is_not = false;
    if (parser_accept(p, "is")) {
        if (!is_known(p, &is_not))
            return NULL;
        e.words = expr_words_all(field) & ~expr_words_none(field);
    } else if (parser_sees(p, "=") || parser_sees(p, "!=")) {
        is_not = parser_sees(p, "!=");
        parser_step(p);
        if (!one_word(p, field, &e.words))
            return NULL;
    } else {
        is_not = parser_accept(p, "not");
        if (!parser_accept(p, "in"))
            return fail_syntax(p, "expected =, !=, in or is known");
        if (!word_list(p, field, &e.words))
            return NULL;
    }
    return parser_negated(p, parser_node(p, e), is_not);
}

static const struct expr *unit_test(struct parser *p)
{
    bool is_not = parser_sees(p, "!=");
    if (parser_accept(p, "=") || parser_accept(p, "!=")) {
        size_t offset = p->token.offset;
        if (!parser_expect(p, "own_unit"))
            return NULL;
        if (!p->source->own_unit)
            return parser_fail_at(
                p, "expression.place", offset,
                "own_unit needs the population listed; here stands for a place's units");
        return parser_negated(p, simple(p, EXPR_AT_OWN_UNIT), is_not);
    }
    is_not = parser_accept(p, "not");
    if (!parser_expect(p, "in"))
        return NULL;
    size_t offset = p->token.offset;
    if (!parser_expect(p, "here"))
        return NULL;
    if (!p->source->here)
        return parser_fail_at(p, "expression.place", offset,
                              "here needs the population everyone; own_unit is the person's");
    return parser_negated(p, simple(p, EXPR_HERE), is_not);
}

static const struct expr *staff_test(struct parser *p)
{
    bool is_not = false;
    if (parser_accept(p, "is"))
        return is_known(p, &is_not) ? parser_negated(p, simple(p, EXPR_STAFF_KNOWN), is_not) : NULL;
    is_not = parser_sees(p, "!=");
    if (!parser_accept(p, "=") && !parser_accept(p, "!="))
        return fail_syntax(p, "expected =, != or is known");
    if (!parser_expect(p, "named_doctor"))
        return NULL;
    return parser_negated(p, simple(p, EXPR_BY_OWN_DOCTOR), is_not);
}

/* `named_doctor is known`, `informed is known`. */
static const struct expr *known_test(struct parser *p, enum expr_op op)
{
    bool is_not;
    if (!parser_expect(p, "is") || !is_known(p, &is_not))
        return NULL;
    return parser_negated(p, simple(p, op), is_not);
}

static const char BY_SET[] = "a code is asked for by the name of a code set, code in NAME; its "
                             "codes are in codesets/NAME.csv";

/* E11, "E11", 'E11' */
static bool looks_like_code(struct str seen)
{
    bool has_capital = seen.len > 0 && seen.at[0] >= 'A' && seen.at[0] <= 'Z';
    bool has_digit = seen.len > 1 && seen.at[1] >= '0' && seen.at[1] <= '9';
    return (has_capital && has_digit) || str_eq(seen, STR("\"")) || str_eq(seen, STR("'"));
}

static bool refuse_part(struct parser *p, const struct codeset *s)
{
    struct sb list = sb_open(p->arena, 160);
    for (size_t i = 0; i < s->rows; i++) {
        struct str part = s->row[i].part;
        bool is_new = part.len > 0 && codeset_has_part(s, part);
        for (size_t k = 0; k < i && is_new; k++)
            is_new = !str_eq(s->row[k].part, part);
        if (is_new)
            put_choice(&list, part);
    }
    if (list.len == 0)
        return parser_fail_at(p, "expression.name", p->token.offset, "the code set has no parts") !=
               NULL;
    return refuse_choice(p, "expected a part of the code set:", &list);
}

static bool code_set(struct parser *p, struct expr *e)
{
    size_t offset = p->token.offset;
    for (unsigned i = 0; p->token.kind == TOKEN_NAME && i < p->source->sets; i++)
        if (str_eq(p->source->set[i]->name, p->token.text)) {
            e->set = p->source->set[i];
            if (p->source->used_sets)
                *p->source->used_sets |= UINT32_C(1) << i;
        }
    if (!e->set && looks_like_code(p->token.text))
        return parser_fail_at(p, "expression.name", offset, BY_SET) != NULL;
    if (!e->set)
        return parser_fail_here(p, "expression.name", "expected a code set of `codesets`") != NULL;
    parser_step(p);
    if (parser_accept(p, ":")) {
        if (p->token.kind != TOKEN_NAME || !codeset_has_part(e->set, p->token.text))
            return refuse_part(p, e->set);
        e->part = p->token.text;
        parser_step(p);
    }
    if (!e->set->converts && e->set->substances == 0)
        return true;
    if (p->by && p->by != e->set)
        return parser_fail_at(p, "expression.type", offset,
                              "a selection takes conversions or substances from one set only") !=
               NULL;
    p->by = e->set;
    return true;
}

/* `all`: the codes listed before `one`, or NULL. */
static bool in_one_unit(const struct expr *all, const struct expr *one)
{
    if (!all)
        return codeset_in_one_unit(one->set, one->part, one->part);
    if (all->op == EXPR_OR)
        return in_one_unit(all->a, one) && in_one_unit(all->b, one);
    return all->set != one->set || codeset_in_one_unit(all->set, all->part, one->part);
}

/* `in SET`, `in SET:part`, `in (SET, …)`. */
static const struct expr *code_test(struct parser *p)
{
    bool is_not = parser_accept(p, "not");
    if (parser_sees(p, "=") || parser_sees(p, "!="))
        return parser_fail_at(p, "expression.syntax", p->token.offset, BY_SET);
    if (!parser_accept(p, "in"))
        return fail_syntax(p, "expected in");
    bool many = parser_accept(p, "(");
    const struct expr *all = NULL;
    do {
        struct expr e = {.op = EXPR_CODE, .type = TYPE_CONDITION};
        size_t offset = p->token.offset;
        const struct expr *one = code_set(p, &e) ? parser_node(p, e) : NULL;
        if (one && !is_not && !(in_one_unit(NULL, one) && (!all || in_one_unit(all, one)))) {
            p->mixes_units = true;
            p->mixed_at = offset;
        }
        if (one && all)
            one = parser_node(
                p, (struct expr){.op = EXPR_OR, .type = TYPE_CONDITION, .a = all, .b = one});
        all = one;
    } while (all && many && parser_accept(p, ","));
    if (all && many && !parser_expect(p, ")"))
        return NULL;
    return parser_negated(p, all, is_not);
}

static const struct expr *value_test(struct parser *p)
{
    struct expr e = {.op = EXPR_VALUE, .type = TYPE_CONDITION};
    if (!parser_comparison(p, &e.compare))
        return fail_syntax(p, "expected =, !=, <, <=, > or >=");
    p->takes_values = true;
    return parser_limit(p, e);
}

/* `sought_on within N days` */
static const struct expr *sought_test(struct parser *p)
{
    struct expr e = {.op = EXPR_SOUGHT, .type = TYPE_CONDITION};
    if (!parser_expect(p, "within"))
        return NULL;
    size_t offset = p->token.offset;
    if (!parser_whole(p, &e.number))
        return NULL;
    if (e.number > EXPR_DAYS_MOST)
        return parser_fail_at(p, "expression.number", offset, "more than 100 years");
    if (!parser_accept(p, "day") && !parser_expect(p, "days"))
        return NULL;
    return parser_node(p, e);
}

/* A test of a row that is no words of a field. */
static const struct expr *row_test(struct parser *p, bool *none)
{
    *none = false;
    if (expr_table_has_unit(p->rows) && parser_accept(p, "unit"))
        return unit_test(p);
    if (expr_table_has_code(p->rows) && parser_accept(p, "code"))
        return code_test(p);
    if (p->rows == EXPR_MEASUREMENTS && parser_accept(p, "value"))
        return value_test(p);
    if (p->rows == EXPR_NAMED_CONTACTS && parser_accept(p, "informed"))
        return known_test(p, EXPR_INFORMED);
    *none = p->rows != EXPR_CONTACTS;
    if (*none)
        return NULL;
    if (parser_accept(p, "staff"))
        return staff_test(p);
    if (parser_accept(p, "named_doctor"))
        return known_test(p, EXPR_HAS_OWN_DOCTOR);
    if (parser_accept(p, "sought_on"))
        return sought_test(p);
    *none = true;
    return NULL;
}

/* ---- what only checks of data ask ---- */

struct looking {
    const char *word;
    enum expr_look look;
    bool (*has)(enum expr_table table);
};

static bool is_contacts(enum expr_table table)
{
    return table == EXPR_CONTACTS;
}

static bool is_measurements(enum expr_table table)
{
    return table == EXPR_MEASUREMENTS;
}

static bool has_position(enum expr_table table)
{
    return table == EXPR_CONTACTS || table == EXPR_NAMED_CONTACTS;
}

/* `X is known` of a word that no other test begins with, or that goes on so; *none: it does not. */
static const struct expr *look_test(struct parser *p, bool *none)
{
    static const struct looking looks[] = {{"unit", LOOK_UNIT, expr_table_has_unit},
                                           {"listing", LOOK_LISTING, expr_table_is_dated},
                                           {"deregistered", LOOK_END, expr_table_is_dated},
                                           {"diagnosis", LOOK_DIAGNOSIS, is_contacts},
                                           {"position", LOOK_POSITION, has_position},
                                           {"sought_on", LOOK_SOUGHT, is_contacts},
                                           {"value", LOOK_VALUE, is_measurements}};
    struct token behind = token_at(p->text, p->token.offset + p->token.text.len);
    *none = true;
    if (!p->source->of_check || !str_eq(behind.text, STR("is")))
        return NULL;
    for (size_t i = 0; i < ARRAY_LEN(looks); i++) {
        if (!looks[i].has(p->rows) || !parser_accept(p, looks[i].word))
            continue;
        *none = false;
        bool is_not;
        struct expr e = {.op = EXPR_LOOK, .type = TYPE_CONDITION, .look = looks[i].look};
        parser_step(p);
        if (!is_known(p, &is_not))
            return NULL;
        return parser_negated(p, parser_node(p, e), is_not);
    }
    return NULL;
}

const struct expr *parser_named_test(struct parser *p, bool *none)
{
    enum expr_field field;
    size_t offset = p->token.offset;
    *none = p->token.kind != TOKEN_NAME;
    if (*none)
        return NULL;
    if (p->in_rows) {
        const struct expr *test = look_test(p, none);
        if (*none)
            test = row_test(p, none);
        if (!*none)
            return test;
    }
    *none = !expr_field_find(p->in_rows ? p->rows : FIELD_OF_PERSON, p->token.text, &field);
    if (*none)
        return NULL;
    if (field == FIELD_LISTING_BASIS && !p->source->own_unit)
        return parser_fail_at(p, "expression.place", offset,
                              "listing.basis needs the population listed");
    parser_step(p);
    return field_test(p, field);
}

/* ---- conditions of rows ---- */

/* One limit, or one latest value, is of one unit. */
static bool check_units(struct parser *p)
{
    return !p->mixes_units ||
           parser_fail_at(p, "expression.type", p->mixed_at,
                          "the codes' values are in different units: name a part, or give factors "
                          "in the code set") != NULL;
}

static const struct expr *row_condition(struct parser *p, enum expr_table table)
{
    p->in_rows = true;
    p->rows = table;
    p->by = NULL;
    p->takes_values = p->mixes_units = false;
    p->stated = NULL;
    size_t offset = p->token.offset;
    const struct expr *e = parser_or(p);
    p->in_rows = false;
    if (!parser_has_type(p, e, TYPE_CONDITION, offset) || (p->takes_values && !check_units(p)))
        return NULL;
    return parser_settle(p, e, p->by) ? e : NULL;
}

/* ---- windows ---- */

static bool sees_number(const struct parser *p)
{
    const struct expr_parameter *named = parser_parameter(p);
    return p->token.kind == TOKEN_NUMBER || (named && !named->is_list);
}

/* In days or months; years are months. */
static bool parse_span(struct parser *p, int64_t *length, bool *in_months)
{
    size_t offset = p->token.offset;
    if (!parser_whole(p, length))
        return false;
    *in_months = true;
    if (parser_accept(p, "year") || parser_accept(p, "years")) {
        *length *= 12;
    } else if (!parser_accept(p, "month") && !parser_accept(p, "months")) {
        *in_months = false;
        if (!parser_accept(p, "day") && !parser_accept(p, "days"))
            return fail_syntax(p, "expected days, months or years") != NULL;
    }
    if (*in_months ? *length < 1 || *length > EXPR_MONTHS_MOST
                   : *length < 0 || *length > EXPR_DAYS_MOST)
        return parser_fail_at(p, "expression.number", offset,
                              *in_months ? "expected 1 to 1200 months"
                                         : "expected 0 to 36525 days") != NULL;
    return true;
}

/* `to T`, `to T - N months` behind months; `to` has been read. */
static bool parse_shift(struct parser *p, struct selection *s)
{
    size_t offset = p->token.offset;
    const struct expr *end = parser_day(p);
    if (!end)
        return false;
    if (end->op != EXPR_T || end->in_days)
        return parser_fail_at(p, "expression.type", offset,
                              "months of the calendar end with T or T - N months") != NULL;
    s->shift = (int32_t)end->number;
    return true;
}

/* `after DAY`, `before DAY` behind a span; `is_range`: a first number was written. */
static bool parse_around(struct parser *p, struct selection *s, int64_t from, int64_t length,
                         bool in_months)
{
    bool after = parser_accept(p, "after");
    if (!after && !parser_expect(p, "before"))
        return false;
    s->window = after ? WINDOW_AFTER : WINDOW_BEFORE;
    s->months = in_months ? (int32_t)length : 0;
    s->from = in_months ? 0 : (int32_t)from;
    s->to = in_months ? 0 : (int32_t)length;
    return (s->anchor = parser_day(p)) != NULL;
}

/* `within A to B days after DAY`: the first number and `to` have been read. */
static bool parse_range(struct parser *p, struct selection *s, int64_t from, size_t offset)
{
    int64_t length;
    bool in_months;
    if (!parse_span(p, &length, &in_months))
        return false;
    if (in_months || from > length)
        return parser_fail_at(p, "expression.type", offset,
                              "a range is of days, the smaller number first") != NULL;
    return parse_around(p, s, from, length, false);
}

/* Behind `within`. */
static bool parse_within(struct parser *p, struct selection *s)
{
    int64_t length;
    bool in_months;
    size_t offset = p->token.offset;
    if (sees_number(p)) { /* is it A of `A to B days`? */
        const struct token before = p->token;
        int64_t from;
        if (!parser_whole(p, &from))
            return false;
        if (parser_accept(p, "to"))
            return parse_range(p, s, from, offset);
        p->token = before;
    }
    if (!parse_span(p, &length, &in_months))
        return false;
    if (parser_sees(p, "after") || parser_sees(p, "before"))
        return parse_around(p, s, 1, length, in_months);
    if (!in_months && length == 0)
        return parser_fail_at(p, "expression.number", offset, "expected 1 to 36525 days") != NULL;
    s->window = in_months ? WINDOW_MONTHS : WINDOW_DAYS;
    s->months = in_months ? (int32_t)length : 0;
    s->from = in_months ? 0 : (int32_t)length;
    return !in_months || !parser_accept(p, "to") || parse_shift(p, s);
}

static bool parse_window(struct parser *p, struct selection *s)
{
    if (!expr_table_is_dated(s->table)) { /* intervals */
        if (!parser_expect(p, "on") || !(s->anchor = parser_day(p)))
            return false;
        s->window = WINDOW_ON;
        if (s->anchor->op != EXPR_T || s->anchor->in_days)
            return true;
        s->window = WINDOW_EVER;
        s->shift = (int32_t)s->anchor->number;
        s->anchor = NULL;
        return true;
    }
    s->window = WINDOW_EVER;
    if (parser_accept(p, "ever"))
        return true;
    if (parser_accept(p, "in")) {
        s->window = WINDOW_YEAR;
        return parser_expect(p, "the") && parser_expect(p, "year");
    }
    if (!parser_accept(p, "within"))
        return fail_syntax(p, "expected a window: ever, within or in the year") != NULL;
    return parse_within(p, s);
}

/* ---- selections ---- */

static bool parse_selection(struct parser *p, struct selection *s)
{
    if (p->in_rows)
        return parser_fail_at(p, "expression.place", p->token.offset,
                              "no selection within where") != NULL;
    if (++p->selections > EXPR_SELECTIONS_MOST)
        return parser_fail_at(p, "expression.limit", p->token.offset, "more than 16 selections") !=
               NULL;
    if (p->token.kind != TOKEN_NAME || !expr_table_find(p->token.text, &s->table))
        return parser_fail_here(p, "expression.name", "expected a table") != NULL;
    parser_step(p);
    if (parser_accept(p, "where")) {
        if (!(s->where = row_condition(p, s->table)))
            return false;
        s->by = p->by;
    }
    return parse_window(p, s);
}

/* `new after N days without COND`; `new` has been read. */
static bool parse_new(struct parser *p, struct selection *s)
{
    int64_t length;
    size_t offset = p->token.offset;
    if (!parser_expect(p, "after") || !parse_span(p, &length, &s->washout_in_months))
        return false;
    if (length == 0)
        return parser_fail_at(p, "expression.number", offset, "expected at least a day") != NULL;
    s->washout = (int32_t)length;
    return parser_expect(p, "without") && (s->without = row_condition(p, s->table));
}

/* What stands behind commas. */
static bool parse_refinements(struct parser *p, struct selection *s)
{
    while (parser_accept(p, ",")) {
        size_t offset = p->token.offset;
        if (!expr_table_is_dated(s->table))
            return parser_fail_at(p, "expression.type", offset, "only dated rows have a day") !=
                   NULL;
        bool again = true;
        if (parser_accept(p, "once")) {
            again = s->once_a_day;
            s->once_a_day = true;
            if (!parser_expect(p, "a") || !parser_expect(p, "day"))
                return false;
        } else if (parser_accept(p, "paired")) {
            again = s->paired != NULL;
            if (!parser_expect(p, "with") || !(s->paired = row_condition(p, s->table)))
                return false;
        } else if (parser_accept(p, "new")) {
            again = s->without != NULL;
            if (!parse_new(p, s))
                return false;
        } else {
            return fail_syntax(p, "expected once a day, paired with or new after") != NULL;
        }
        if (again)
            return parser_fail_at(p, "expression.syntax", offset, "said before") != NULL;
    }
    return true;
}

/* `staff of`, `days of`, `substances of` */
static bool parse_distinct_of(struct parser *p, struct expr *e)
{
    static const struct {
        const char *word;
        enum expr_distinct of;
    } words[] = {
        {"staff", DISTINCT_STAFF}, {"days", DISTINCT_DAYS}, {"substances", DISTINCT_SUBSTANCES}};
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (parser_accept(p, words[i].word)) {
            e->of = words[i].of;
            return parser_expect(p, "of");
        }
    return fail_syntax(p, "expected staff, days or substances") != NULL;
}

/* What a function can be made of. */
static bool check_rows(struct parser *p, const struct expr *e, const struct selection *s,
                       size_t offset)
{
    const char *why = NULL;
    bool dated = expr_table_is_dated(s->table), substances = s->by && s->by->substances > 0;
    if (e->op == EXPR_DISTINCT && e->of == DISTINCT_STAFF && !expr_table_has_staff(s->table))
        why = "the table has no staff";
    else if (e->op == EXPR_DISTINCT && e->of == DISTINCT_SUBSTANCES && !substances)
        why = "no code set of the selection has substances";
    else if (e->op == EXPR_INDEX && s->table != EXPR_CONTACTS)
        why = "an index is of contacts";
    else if (e->op == EXPR_LATEST && s->table != EXPR_MEASUREMENTS)
        why = "only measurements have values";
    else if (!dated && (e->op == EXPR_FIRST || e->op == EXPR_LAST ||
                        (e->op == EXPR_DISTINCT && e->of == DISTINCT_DAYS)))
        why = "only dated rows have a day";
    if (why)
        return parser_fail_at(p, "expression.type", offset, why) != NULL;
    return e->op != EXPR_LATEST || !s->where || check_units(p);
}

const struct expr *parser_rows(struct parser *p, struct expr e)
{
    struct selection *s = ARENA_NEW(p->arena, struct selection, 1);
    if (!parser_expect(p, "(") || (e.op == EXPR_DISTINCT && !parse_distinct_of(p, &e)))
        return NULL;
    size_t offset = p->token.offset;
    if (!parse_selection(p, s) || !check_rows(p, &e, s, offset))
        return NULL;
    if (e.op == EXPR_INDEX && (!parser_expect(p, "by") || !parser_expect(p, "staff")))
        return NULL;
    if (!parse_refinements(p, s) || !parser_expect(p, ")"))
        return NULL;
    e.selection = s;
    return parser_node(p, e);
}

const struct expr *parser_bare_rows(struct parser *p)
{
    struct selection *s = ARENA_NEW(p->arena, struct selection, 1);
    if (!parse_selection(p, s) || !parse_refinements(p, s))
        return NULL;
    return parser_node(p, (struct expr){.op = EXPR_COUNT, .type = TYPE_NUMBER, .selection = s});
}
