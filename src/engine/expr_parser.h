/* engine/expr_parser.h - what the files that read an expression share:
 * expr_parse.c reads what is about a person, expr_parse_rows.c selections and
 * what is about a row. Recursive descent; every node is checked when it is made,
 * so a tree that exists is right. NULL (or false) means that err is filled. */
#ifndef ENGINE_EXPR_PARSER_H
#define ENGINE_EXPR_PARSER_H
#include "engine/expr_lex.h"

struct parser {
    struct arena *arena;
    const struct expr_source *source;
    struct str text;
    struct token token; /* the next one */
    struct err *err;
    bool in_rows;             /* within a selection's where */
    enum expr_table rows;     /* of which table, then */
    const struct codeset *by; /* the set there that converts or has substances; NULL: none yet */
    bool takes_values, mixes_units; /* there: `value`; codes whose values are in two units */
    size_t mixed_at;
    struct stated_limit *stated; /* there: limits with a unit, which the set is yet to convert */
    bool is_of_index;            /* `count` stands for the rows of the index before `when` */
    unsigned depth, nodes, selections;
    /* The words of another language than that of persons, for advice; NULL: it is that. */
    void (*each_word)(const struct parser *p, void *state,
                      void (*take)(void *state, struct str word));
};

void *parser_fail_at(struct parser *p, const char *code, size_t offset, const char *why);
/* At the next token, which is shown, with what may have been meant. */
void *parser_fail_here(struct parser *p, const char *code, const char *why);
void parser_step(struct parser *p);
bool parser_sees(const struct parser *p, const char *word);
bool parser_accept(struct parser *p, const char *word);
bool parser_expect(struct parser *p, const char *word);
struct expr *parser_node(struct parser *p, struct expr e);
bool parser_has_type(struct parser *p, const struct expr *e, enum expr_type type, size_t offset);
/* The parameter that the next token names, which is used by that; NULL: it names none. */
const struct expr_parameter *parser_parameter(const struct parser *p);
/* A number as it is written, or a parameter that is one; whole where it must be. */
bool parser_decimal(struct parser *p, struct decimal *out);
bool parser_whole(struct parser *p, int64_t *out);
const struct expr *parser_negated(struct parser *p, const struct expr *e, bool is_not);
/* The sign of a comparison, if it is the next token; it is stepped over. */
bool parser_comparison(struct parser *p, enum expr_op *op);

/* expr_limit.c: what a measured value is compared with, a number that may be negative, with the
 * unit that may stand behind it; into e->decimal. In rows the unit is settled when all of their
 * condition is read, else by parser_settle(). */
struct expr *parser_limit(struct parser *p, struct expr e);
/* Converts the limits that were stated, for values that rows of `where` have by the set `by`. */
bool parser_settle(struct parser *p, const struct expr *where, const struct codeset *by);

/* expr_parse.c */
const struct expr *parser_or(struct parser *p);
const struct expr *parser_day(struct parser *p); /* what must be a day */
/* expr_parse_rows.c: after the name of what is made of rows, `(rows)` with what belongs to it. */
const struct expr *parser_rows(struct parser *p, struct expr e);
/* What stands in the brackets of count, alone. */
const struct expr *parser_bare_rows(struct parser *p);
/* A test that begins with the name of a field of the row or the person; *none: the next token is
 * no such name. */
const struct expr *parser_named_test(struct parser *p, bool *none);
/* expr_advice.c: what may have been meant by the word, as `; did you mean "x"?`, or nothing. */
enum { ADVICE_TEXT = 64 };
/* What is wrong there by what other languages write, as a sentence; NULL: nothing of that kind. */
const char *parser_habit(const struct parser *p, const char *why);
/* A number of which no more can be: it is more than EXPR_NUMBER_MOST. A date, which the language
 * does not have. */
bool parser_is_too_large(const struct parser *p);
bool parser_sees_date(const struct parser *p);
/* What is wrong with a name that means something, but not here; NULL: it means nothing anywhere. */
const char *parser_misplaced(const struct parser *p);
const char *parser_advice(const struct parser *p, struct str seen, char out[static ADVICE_TEXT]);
#endif
