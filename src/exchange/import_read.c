/* Rows of files, as load_add() takes them, or rejects. */
#include "core/csv.h"
#include "core/sb.h"
#include "exchange/fhir_ahead.h"
#include "exchange/import_parts.h"
#include "exchange/rows_ahead.h"
#include "exchange/unpack.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    STEP_ROWS = 4096,   /* rows between two reports of progress */
    EXPECTED_ROWS = 16, /* so many rows before it is added the load is told of a row */
    LINE_BITS = 40      /* of a row's place: its line; above them the file */
};

struct batch {
    struct import *import;
    struct reading *reading;
    struct csv *csv; /* its rows come from this */
    struct row_reader reader;
    struct rows_ahead *rows;
    struct lines *lines; /* or, of FHIR, from this */
    struct fhir_ahead *resources;
    struct str text;             /* of the last line */
    struct arena *line;          /* for the text of rejected rows; reset for each */
    unsigned number;             /* of the file */
    struct load_refusal refusal; /* of the last row that was refused */
};

/* A resource as it stood, up to its first 64 KiB: it is for finding it again. */
static struct str resource_text(struct str line)
{
    if (line.len <= CSV_ROW_MOST)
        return line;
    line.len = CSV_ROW_MOST;
    while (line.len > 0 && ((unsigned char)line.at[line.len] & 0xC0) == 0x80)
        line.len--; /* no half character */
    return line;
}

static bool reject_row(struct batch *b, const struct csv_row *row, const struct reject *reject,
                       struct err *err)
{
    arena_reset(b->line);
    struct sb text = sb_open(b->line, 1024);
    if (import_is_fhir(b->reading->found))
        sb_put(&text, resource_text(row->field[0]));
    else
        rejects_put_row(&text, row);
    b->reading->file->rejects++;
    return rejects_add(b->reading->rejects, row->line, reject, sb_str(&text), err);
}

/* The column that a load names, as the file calls it. */
static struct reject refused(const struct reading *r, const struct load_refusal *refusal)
{
    return (struct reject){import_is_fhir(r->found) ? fhir_path(r->found->resource, refusal->column)
                                                    : refusal->column,
                           refusal->why};
}

/* Contacts as FHIR has them do not tell the profession, so it is that of the member of staff. */
static void know_staff(struct import *im, const struct reading *r, const struct row_ahead *row)
{
    const struct staff_row *staff = row->row;
    if (im->fhir && r->found->table == TABLE_STAFF && !import_is_fhir(r->found))
        fhir_know_staff(im->fhir, &staff->staff, staff->profession);
}

static struct load_row load_row(const struct batch *b, const struct row_ahead *row)
{
    return (struct load_row){b->reading->found->table, row->row,
                             (uint64_t)b->number << LINE_BITS | row->fields.line};
}

static bool take_row(struct batch *b, const struct row_ahead *row, struct err *err)
{
    if (!row->row)
        return reject_row(b, &row->fields, &row->reject, err);
    struct load_row in = load_row(b, row);
    b->refusal.why.kind = ERR_NONE;
    switch (load_add(b->import->load, &in, &b->refusal, err)) {
    case LOAD_TAKEN:
        b->reading->file->rows++;
        know_staff(b->import, b->reading, row);
        return true;
    case LOAD_REFUSED: {
        struct reject reject = refused(b->reading, &b->refusal);
        return reject_row(b, &row->fields, &reject, err);
    }
    case LOAD_FAILED:
        break;
    }
    return false;
}

static bool take_batch(struct batch *b, const struct row_batch *rows, struct err *err)
{
    for (unsigned i = 0; i < rows->count; i++) {
        if (i + EXPECTED_ROWS < rows->count && rows->row[i + EXPECTED_ROWS].row) {
            struct load_row soon = load_row(b, &rows->row[i + EXPECTED_ROWS]);
            load_expect(b->import->load, &soon);
        }
        if (!take_row(b, &rows->row[i], err))
            return false;
    }
    return true;
}

static bool read_rows(struct batch *b, struct err *err)
{
    uint64_t count = 0, shown = 0;
    for (;;) {
        const struct row_batch *rows =
            b->resources ? fhir_ahead_next(b->resources) : rows_ahead_next(b->rows);
        if (!take_batch(b, rows, err))
            return false;
        if (rows->result == CSV_FAILED)
            *err = rows->why;
        if (rows->result != CSV_ROW)
            return rows->result == CSV_END;
        count += rows->count;
        if (count / STEP_ROWS > shown) {
            shown = count / STEP_ROWS;
            import_show(b->import, IMPORT_READING, b->reading->file, rows->bytes,
                        import_total(b->reading));
        }
    }
}

static bool read_csv(struct batch *b, struct arena *a, struct source *s, struct err *err)
{
    const struct import_request *request = b->import->request;
    const struct found_file *found = b->reading->found;
    struct row_reader_options options = {request->today, request->ignore_unknown};
    if (!csv_open(a, source_bytes(s), &b->csv, err) ||
        !row_reader_open(&b->reader, &TABLES[found->table], found->shown, csv_header(b->csv),
                         &options, err))
        return false;
    b->reading->file->passed_over =
        row_reader_passed_over(&b->reader, b->import->arena, csv_header(b->csv));
    b->rows = rows_ahead_open(a, b->csv, &b->reader);
    bool good = read_rows(b, err);
    rows_ahead_close(b->rows);
    b->reading->file->ends_open = csv_ends_open(b->csv);
    return good;
}

static bool read_resources(struct batch *b, struct arena *a, struct source *s, struct err *err)
{
    struct import *im = b->import;
    const struct found_file *found = b->reading->found;
    struct fhir_reader *reader = ARENA_NEW(a, struct fhir_reader, 1);
    *reader = fhir_reader_open(im->fhir, found->resource, &TABLES[found->table]);
    b->lines = lines_open(a, source_bytes(s));
    b->resources = fhir_ahead_open(a, b->lines, reader);
    bool good = read_rows(b, err);
    fhir_ahead_close(b->resources);
    struct import_left *left = ARENA_NEW(im->arena, struct import_left, reader->lefts + 1);
    for (unsigned i = 0; i < reader->lefts; i++)
        left[i] = (struct import_left){str_copy(im->arena, reader->left[i].reason),
                                       reader->left[i].count};
    import_note_left(b->reading->file, left, reader->lefts);
    return good;
}

static bool read_source(struct import *im, unsigned number, struct source *s, struct err *err)
{
    struct reading *r = &im->reading[number];
    struct batch b = {.import = im, .reading = r, .number = number};
    struct arena *a = arena_open(ARENA_BLOCK);
    b.line = arena_open(ARENA_BLOCK);
    bool good = import_is_fhir(r->found) ? read_resources(&b, a, s, err) : read_csv(&b, a, s, err);
    arena_close(b.line);
    arena_close(a);
    if (good)
        r->identity = source_identity(s);
    return good;
}

/* What is rejected of a file is not packed, and CSV. */
static const char *rejects_name(struct import *im, const struct reading *r)
{
    struct str plain;
    (void)packing_of(str_of(r->found->name), &plain);
    return str_fmt(im->arena, "%.*s%s", STR_FMT(plain), import_is_fhir(r->found) ? ".csv" : "").at;
}

static bool read_file(struct import *im, unsigned number, struct err *err)
{
    struct reading *r = &im->reading[number];
    struct source *s = NULL;
    const char *name = rejects_name(im, r);
    for (unsigned i = 0; i < number; i++) /* of two folders, or packed beside unpacked */
        if (strcmp(rejects_name(im, &im->reading[i]), name) == 0) {
            name = str_fmt(im->arena, "%u-%s", number + 1, name).at;
            break;
        }
    r->rejects = rejects_open(im->arena, im->fs, im->rejects_folder, name);
    import_show(im, IMPORT_READING, r->file, 0, import_total(r));
    if (!source_open(im->fs, r->found->path, r->found->shown, &s, err))
        return false;
    bool good = read_source(im, number, s, err);
    source_close(s);
    import_show(im, IMPORT_READING, r->file, import_total(r), import_total(r));
    return good;
}

/* ---- rows refused when their table was settled ---- */

static bool note_late(void *state, uint64_t place, const struct load_refusal *refusal,
                      struct err *err)
{
    struct import *im = state;
    struct reading *r = &im->reading[place >> LINE_BITS];
    if (r->lates == r->late_room) {
        struct late *grown = ARENA_NEW(im->arena, struct late, r->late_room * 2 + 16);
        if (r->lates > 0)
            memcpy(grown, r->late, r->lates * sizeof *grown);
        r->late = grown;
        r->late_room = r->late_room * 2 + 16;
    }
    r->late[r->lates++] = (struct late){
        place & ((UINT64_C(1) << LINE_BITS) - 1),
        refused(r, refusal),
    };
    r->file->rows--;
    return true;
}

static int by_line(const void *a, const void *b)
{
    uint64_t x = ((const struct late *)a)->line, y = ((const struct late *)b)->line;
    return (x > y) - (x < y);
}

/* The next row as it stood, whatever it holds. */
static enum csv_result next_fields(struct batch *b, struct csv_row *out, struct err *err)
{
    struct line line;
    if (!b->lines)
        return csv_next(b->csv, out, err);
    enum csv_result result = lines_next(b->lines, &line, err);
    if (result == CSV_ROW) {
        b->text = line.text;
        *out = (struct csv_row){line.number, 1, &b->text};
    }
    return result;
}

/* Their text stands in the file, unless another file stands there now: then what was refused could
 * not be counted. */
static bool find_late(struct reading *r, struct batch *b, struct err *err)
{
    struct csv_row fields;
    enum csv_result result = CSV_ROW;
    size_t i = 0;
    while (i < r->lates && (result = next_fields(b, &fields, err)) == CSV_ROW)
        if (fields.line == r->late[i].line && !reject_row(b, &fields, &r->late[i++].reject, err))
            return false;
    if (result == CSV_FAILED)
        return false;
    return i == r->lates || FAIL(err, ERR_INVALID, "import.changed", "%.190s", r->found->shown);
}

static bool write_late(struct import *im, struct reading *r, struct err *err)
{
    struct source *s = NULL;
    if (!source_open(im->fs, r->found->path, r->found->shown, &s, err))
        return false;
    struct batch b = {.import = im, .reading = r, .line = arena_open(ARENA_BLOCK)};
    struct arena *a = arena_open(ARENA_BLOCK);
    qsort(r->late, r->lates, sizeof *r->late, by_line);
    if (import_is_fhir(r->found))
        b.lines = lines_open(a, source_bytes(s));
    bool good = (b.lines || csv_open(a, source_bytes(s), &b.csv, err)) && find_late(r, &b, err);
    arena_close(a);
    arena_close(b.line);
    source_close(s);
    return good;
}

static bool settle(struct import *im, enum table_id table, struct err *err)
{
    struct load_refusals refusals = {im, note_late};
    if (!load_settle(im->load, table, refusals, err))
        return false;
    for (unsigned i = 0; i < im->read; i++) {
        struct reading *r = &im->reading[i];
        if (r->lates > 0 && !write_late(im, r, err))
            return false;
        r->lates = 0;
    }
    return true;
}

/* Files that stood in different loads before do not share a segment. */
static bool begins_segment(const struct import *im, unsigned number)
{
    const struct reading *r = &im->reading[number];
    return number > 0 && r[-1].found->table == r->found->table && r[-1].lost_of != r->lost_of;
}

bool import_read_tables(struct import *im, struct err *err)
{
    unsigned next = 0;
    for (unsigned t = 0; t < TABLE_COUNT; t++) {
        for (; next < im->read && im->reading[next].found->table == (enum table_id)t; next++)
            if ((begins_segment(im, next) && !load_cut(im->load, (enum table_id)t, err)) ||
                !read_file(im, next, err))
                return false;
        if (!settle(im, (enum table_id)t, err))
            return false;
    }
    return true;
}
