/* core/err_text.h - what an err is for the world outside: a sentence, an exit
 * code, an HTTP status. The sentences stand in web/text/errors.csv, one a code. */
#ifndef CORE_ERR_TEXT_H
#define CORE_ERR_TEXT_H
#include "core/text.h"

/* The sentence in the arena: the detail stands where the text has `{}`, else behind a colon. A
 * code without a text (a mistake that a test finds) is shown itself. */
struct str err_message(struct arena *a, enum lang lang, const struct err *err);
int err_exit_code(enum err_kind kind);   /* 0 for ERR_NONE, else 1 to 6 as the manual says */
int err_http_status(enum err_kind kind); /* 200 for ERR_NONE, else 403, 404, 409, 422, 500, 503 */
/* The kind that the table gives a code; false: it has none. */
MUST_USE bool err_kind_of(struct str code, enum err_kind *out);
#endif
