/* exchange/cell.h - one field of an import file becomes one member of a row. */
#ifndef EXCHANGE_CELL_H
#define EXCHANGE_CELL_H
#include "domain/tables.h"

/* What the fields of one file share, and the last day that was read: extracts are sorted by it. */
struct cells {
    struct day today; /* the instance's, for identifiers without a century */
    char day_text[10];
    struct day day;
};

/* Writes the member that an empty field stands for. */
void cell_clear(const struct table_column *c, void *row);

/* Reads `text` into the member of `row`; views point to where `text` points.
 * Fails with ERR_INVALID, and leaves the member as it is: the errors of domain/person_id.h,
 * domain/hsaid.h and core/day.h, and
 * "value.missing" (empty and required), "value.choice" (the detail lists the words),
 * "value.number", "value.decimal_comma", "value.whole" (not a whole number), "value.range" (least
 * and most), "value.length" (most bytes), "value.county", "value.municipality", "value.region",
 * "value.period", "value.white" (white space in a word), and "month.format" and "moment.format" of
 * core/day.h. No detail tells anything that stands in the file. */
MUST_USE bool cell_read(struct cells *cells, const struct table_column *c, struct str text,
                        void *row, struct err *err);
#endif
