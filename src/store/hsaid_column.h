/* store/hsaid_column.h - HSA-ids as columns, for the stores. */
#ifndef STORE_HSAID_COLUMN_H
#define STORE_HSAID_COLUMN_H
#include "store/unit_store.h"

#include <string.h>

/* As hsaid_parse() made it; NULL: none. */
static inline struct hsaid hsaid_column(const struct cursor *c, unsigned column)
{
    struct hsaid id = {{0}};
    struct str text = db_get_text(c, column);
    if (text.len < HSAID_TEXT)
        memcpy(id.text, text.at, text.len);
    return id;
}
/* Rows of a query for an id and an HSA-id. */
MUST_USE bool hsaid_each(struct db *db, enum query query, struct hsaid_reader reader,
                         struct err *err);
#endif
