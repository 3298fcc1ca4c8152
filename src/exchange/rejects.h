/* exchange/rejects.h - the rows of one file that could not be taken: written for
 * whoever corrects them, and counted by fault for the report.
 *
 * The file has the columns line, column, code, reason, reason_sv and row: the
 * line in the file that was read, the column (empty: the row as a whole), the
 * error's code, its sentence in English and in Swedish (CSV does not change with
 * the language), and the row as it stood. It is made with the first reject, for
 * its owner only (mode 0600), since it holds what the rows hold: persons. */
#ifndef EXCHANGE_REJECTS_H
#define EXCHANGE_REJECTS_H
#include "core/files.h"
#include "exchange/import.h"
#include "exchange/row_reader.h"

struct rejects;
/* `folder` is made when it is needed; the file's name is `name`, and `name` is shown in the rejects
 * of one file only. Lives in the arena until committed or discarded. */
struct rejects *rejects_open(struct arena *a, const struct files *fs, const char *folder,
                             const char *name);
/* `row` is what stood in the file: its fields, separated by commas. Fails as core/files.h does. */
MUST_USE bool rejects_add(struct rejects *r, uint64_t line, const struct reject *reject,
                          struct str row, struct err *err);
/* The faults so far, in the order of their first line; valid until the next rejects_add(). */
const struct import_fault *rejects_faults(const struct rejects *r, unsigned *count);
/* Makes the file seen; without rejects nothing is made, and *path is empty. */
MUST_USE bool rejects_commit(struct rejects *r, struct str *path, struct err *err);
void rejects_discard(struct rejects *r); /* after a commit or NULL: nothing */

/* A row's fields as one line of text. */
void rejects_put_row(struct sb *out, const struct csv_row *row);
#endif
