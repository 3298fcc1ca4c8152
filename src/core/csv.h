/* core/csv.h - reads CSV (RFC 4180, UTF-8) at the speed of memory: fields are
 * views into the reader's buffer, copied only where a doubled quote must go.
 *
 * A byte-order mark is skipped; the separator, `,` or `;`, is found from the
 * header row; rows end in LF or CRLF. What the whole file must be refused for
 * fails with ERR_INVALID and names file, line and byte: "csv.encoding" (not
 * UTF-8), "csv.nul", "csv.row_size" (over 64 KiB), "csv.quote" (open or
 * misplaced), "csv.header" (empty file), "csv.mark_twice" (two byte-order marks),
 * "csv.line_ends" (the header ends in CR alone). A row with a wrong number of fields is
 * returned as it is: the caller compares row.count with the header's (at most
 * CSV_FIELDS_MOST; of a longer row only so many fields are kept, all are counted).
 * A blank line is a row of one empty field.
 *
 *     struct csv_row row;
 *     while (csv_next(csv, &row, &err) == CSV_ROW)
 *         take(row.line, row.field[0]);
 *     if (err.kind != ERR_NONE) ... */
#ifndef CORE_CSV_H
#define CORE_CSV_H
#include "core/base.h"

enum { CSV_ROW_MOST = 64 * 1024, CSV_FIELDS_MOST = 256 };

/* Where the bytes come from: a file, a decompressor, a test's string. 0 bytes got: the end. */
struct byte_source {
    void *state;
    const char *name; /* for errors: the file's name */
    bool (*read)(void *state, char *to, size_t room, size_t *got, struct err *err);
};
struct csv_row {
    uint64_t line; /* of its first character, from 1 */
    unsigned count;
    const struct str *field; /* valid until the next csv_next() */
};
enum csv_result { CSV_ROW, CSV_END, CSV_FAILED };

struct csv;
/* Reads the header; the reader lives in the arena and owns nothing else. */
MUST_USE bool csv_open(struct arena *a, struct byte_source source, struct csv **out,
                       struct err *err);
const struct csv_row *csv_header(const struct csv *c);
enum csv_result csv_next(struct csv *c, struct csv_row *out, struct err *err);
uint64_t csv_bytes(const struct csv *c); /* consumed so far */
/* Whether the file's last row, once it was read, had no line end: it is taken, and may be cut off
 * within its last field. */
bool csv_ends_open(const struct csv *c);
/* For who has the whole text and shows it: where the `field`th (from 0) of a row begins that begins
 * on that line. Columns are characters, from 1; a row with fewer fields: its end. */
struct csv_place {
    uint64_t line;
    unsigned column;
};
struct csv_place csv_place(const struct csv *c, struct str text, uint64_t line, unsigned field);

struct sb;
/* Writes one field, quoted where it must be. */
void csv_put(struct sb *out, struct str field, char separator);
#endif
