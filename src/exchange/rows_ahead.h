/* exchange/rows_ahead.h - the rows of an import file, taken apart by a thread of
 * its own: that costs as much as checking and keeping them. In the order of the
 * file, a batch at a time, copied, so that a batch holds until the next. */
#ifndef EXCHANGE_ROWS_AHEAD_H
#define EXCHANGE_ROWS_AHEAD_H
#include "exchange/row_reader.h"

struct row_ahead {
    struct csv_row fields;
    void *row; /* the struct of the table; NULL: it cannot be taken, `reject` says why */
    struct reject reject;
};
struct row_batch {
    struct row_ahead *row;
    unsigned count;
    uint64_t bytes;         /* of the file, up to its end */
    enum csv_result result; /* what comes behind its rows: CSV_ROW: more of them */
    struct err why;         /* CSV_FAILED */
};

struct rows_ahead;
/* `csv` and `reader` are the thread's until rows_ahead_close(). */
struct rows_ahead *rows_ahead_open(struct arena *a, struct csv *csv, struct row_reader *reader);
/* The next batch; the one before is gone. Not after one whose result is not CSV_ROW. */
const struct row_batch *rows_ahead_next(struct rows_ahead *r);
void rows_ahead_close(struct rows_ahead *r); /* in the middle, too; NULL is allowed */
#endif
