/* engine/expr_lex.h - an expression's text as tokens, and where each stands in
 * the file. For expr_parse.c. */
#ifndef ENGINE_EXPR_LEX_H
#define ENGINE_EXPR_LEX_H
#include "engine/expr.h"

enum token_kind { TOKEN_NAME, TOKEN_NUMBER, TOKEN_SIGN, TOKEN_UNIT, TOKEN_END, TOKEN_BAD };
struct token {
    enum token_kind kind;
    struct str text;
    struct decimal number; /* at most EXPR_NUMBER_MOST */
    size_t offset;         /* in the expression */
};
/* The token that begins at or after `offset`. */
struct token token_at(struct str text, size_t offset);
/* The unit that is stated at or after `offset`, where a limit has been read: all up to a blank, a
 * bracket ( ) or a comma. TOKEN_END: what stands there is no unit but goes on. */
struct token token_of_unit(struct str text, size_t offset);
struct expr_place {
    unsigned line, column;
};
/* Where the byte at `offset` of the expression's text stands in the file. */
struct expr_place expr_place(const struct expr_source *source, struct str text, size_t offset);
#endif
