/* core/err_table.h - the table that tools/texts makes of web/text/errors.csv, sorted by code; for
 * core/err_text.c and the test that goes through it. */
#ifndef CORE_ERR_TABLE_H
#define CORE_ERR_TABLE_H
#include "core/base.h"

struct err_text {
    struct str code;
    enum err_kind kind;
    struct str text[2]; /* by enum lang */
};
extern const struct err_text ERR_TEXTS[];
extern const unsigned ERR_TEXT_COUNT;
#endif
