/* exchange/lines.h - a file a line at a time, for ndjson: each line is a value of
 * its own. Lines end in LF or CRLF, blank ones are passed over, a byte-order mark
 * is skipped.
 *
 * What the whole file must be refused for fails with ERR_INVALID and names file,
 * line and byte: "csv.encoding" (not UTF-8), "csv.nul", "csv.mark_twice",
 * "csv.line_ends" (the first ends in CR alone), "lines.size" (a line over 1 MiB). Memory is bounded
 * by that: the buffer grows to twice the longest line. */
#ifndef EXCHANGE_LINES_H
#define EXCHANGE_LINES_H
#include "core/csv.h"

enum { LINE_MOST = 1024 * 1024 };

struct line {
    uint64_t number;
    struct str text; /* valid until the next lines_next() */
};
struct lines; /* lives in the arena and owns nothing else */
struct lines *lines_open(struct arena *a, struct byte_source source);
/* CSV_ROW: a line; CSV_END; CSV_FAILED: *err says why. */
enum csv_result lines_next(struct lines *l, struct line *out, struct err *err);
uint64_t lines_bytes(const struct lines *l); /* taken so far */
#endif
