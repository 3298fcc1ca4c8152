/* store/query_text.h - the table that tools/queries makes of store/query/ (one `.sql` file a
 * thing): by enum query, for the drivers. */
#ifndef STORE_QUERY_TEXT_H
#define STORE_QUERY_TEXT_H
#include "store/queries.h" /* made by the build: enum query */

struct query_text {
    const char *name; /* `unit.insert`, for errors */
    const char *sql;
};
extern const struct query_text QUERY_TEXTS[];
#endif
