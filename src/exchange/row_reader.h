/* exchange/row_reader.h - the rows of one import file as structs of domain/rows.h:
 * binds the columns that the file has, in whatever order, to the table's. */
#ifndef EXCHANGE_ROW_READER_H
#define EXCHANGE_ROW_READER_H
#include "core/csv.h"
#include "exchange/cell.h"

/* Why one row cannot be taken. */
struct reject {
    const char *column; /* its name, or of a FHIR resource the path; NULL: the row as a whole */
    struct err why;
};

struct row_reader {
    const struct table *table;
    struct cells cells;
    unsigned fields;                                   /* of a row */
    const struct table_column *bound[CSV_FIELDS_MOST]; /* of each field; NULL: passed over */
    _Alignas(max_align_t) char blank[ROW_SIZE_MOST];   /* a row of which every field is empty */
};

struct row_reader_options {
    struct day today;
    bool ignore_unknown;
};
/* Checks the header. ERR_INVALID "import.column_unknown", "import.column_missing",
 * "import.column_twice"; the detail is the file and the column: its name, or its number where no
 * field is a column of the table, for a file without a header has persons there. */
MUST_USE bool row_reader_open(struct row_reader *r, const struct table *t, const char *file,
                              const struct csv_row *header,
                              const struct row_reader_options *options, struct err *err);

/* The columns that the table has not, as somebody may be shown them; separated by commas. */
struct str row_reader_passed_over(const struct row_reader *r, struct arena *a,
                                  const struct csv_row *header);

/* Reads one row into `row`, table->row_size bytes aligned as max_align_t; strings point to where
 * the fields do. Of several faults the first is told. False: *reject says why ("row.empty";
 * "row.fields": more or fewer fields than the header has; else the errors of exchange/cell.h). */
MUST_USE bool row_read(struct row_reader *r, const struct csv_row *fields, void *row,
                       struct reject *reject);
#endif
