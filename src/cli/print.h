/* cli/print.h - records on standard output: a table for people, CSV and JSON for
 * programs. CSV and JSON have the same columns and codes in every language; a table has the
 * language's headings and decimal sign, its numbers to the right, and no more
 * columns of letters than the terminal, where long texts end in an ellipsis or go
 * on in the next line, as their column says. Where it is too wide although only
 * whole words go on below, columns that no record has anything in are left out,
 * and if that is not enough each record is a few lines, a field a line: a date or
 * an HSA-id is never broken.
 *
 *     struct print *p = print_open(cli, COLUMNS, 2);
 *     if (!print_row(p, (struct str[]){name, number}, err) || !print_end(p, err)) … */
#ifndef CLI_PRINT_H
#define CLI_PRINT_H
#include "cli/cli.h"

struct print_column {
    const char *name; /* in CSV and JSON */
    enum text title;  /* in a table */
    bool number;
    /* Where a table is too wide: may be cut; goes on below, at blanks where that is enough. */
    bool shrinks, wraps;
};
enum { PRINT_WIDTH = 80, PRINT_COLUMNS_MOST = 32 };

struct print;
/* Lives in the arena of `cli`; rows of a table wait there until the end. */
struct print *print_open(struct cli *cli, const struct print_column *column, unsigned count);
/* What a table without rows says in place of its titles. */
void print_nothing(struct print *p, enum text sentence);
/* One record, a field a column; an empty number is null in JSON. */
MUST_USE bool print_row(struct print *p, const struct str *field, struct err *err);
MUST_USE bool print_end(struct print *p, struct err *err);
/* A field that is so or not: "yes" or "no", in every language. */
struct str print_yes(bool yes);
#endif
