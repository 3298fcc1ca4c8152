#include "exchange/import.h"

#include "core/csv.h"
#include "core/sb.h"
#include "exchange/fhir_ahead.h"
#include "exchange/fhir_files.h"
#include "exchange/import_files.h"
#include "exchange/import_log.h"
#include "exchange/rejects.h"
#include "exchange/rows_ahead.h"
#include "exchange/source.h"
#include "exchange/unpack.h"
#include "service/load.h"
#include "service/segments.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum {
    STEP_ROWS = 4096,   /* rows between two reports of progress */
    EXPECTED_ROWS = 16, /* so many rows before it is added the load is told of a row */
    LINE_BITS = 40      /* of a row's place: its line; above them the file */
};

/* A row that was refused only when its table had been read: its file is read once more for it. */
struct late {
    uint64_t line;
    struct reject reject;
};
struct reading {
    struct import_file *file; /* of the report */
    const struct found_file *found;
    struct rejects *rejects;
    struct source_identity identity;
    bool identified; /* `identity` is known, before it is read */
    struct late *late;
    size_t lates, late_room;
};
struct import {
    struct arena *arena;
    const struct import_request *request;
    const struct import_watch *watch;
    const struct files *fs;
    struct instance in;
    struct load *load;
    const char *rejects_folder;
    const struct found_file *found; /* `files` of them, as in the report */
    struct fhir *fhir;              /* what is known of FHIR resources; NULL: none are read */
    struct reading *reading;
    unsigned files, read; /* of the report; of them those that are read come first */
};

static void show(const struct import *im, enum import_phase phase, const struct import_file *file,
                 uint64_t done, uint64_t total)
{
    struct import_step step = {.phase = phase, .done = done, .total = total};
    if (file) {
        step.file = file->name;
        step.rows = file->rows;
        step.rejects = file->rejects;
    }
    if (im->watch && im->watch->show)
        im->watch->show(im->watch->state, &step);
}

/* How many bytes there are to read; 0: unknown, for they are packed. */
static uint64_t total_of(const struct reading *r)
{
    return r->found->packed ? 0 : r->found->size;
}

/* ---- which files ---- */

/* Its identity, by reading all of it. */
static bool identify(struct import *im, struct reading *r, struct err *err)
{
    struct source *s = NULL;
    if (r->identified)
        return true;
    if (!source_open(im->fs, r->found->path, r->found->name, &s, err))
        return false;
    struct byte_source bytes = source_bytes(s);
    static const size_t room = 256 * 1024;
    char *to = ARENA_NEW(im->arena, char, room);
    size_t got = 0;
    uint64_t done = 0;
    bool good = true;
    do {
        good = bytes.read(bytes.state, to, room, &got, err);
        done += got;
        show(im, IMPORT_LOOKING, r->file, done, total_of(r));
    } while (good && got > 0);
    if (good)
        r->identity = source_identity(s);
    r->identified = good;
    source_close(s);
    return good;
}

static void hold(struct reading *r, struct str by)
{
    r->file->fate = IMPORT_HELD;
    r->file->held_by = by;
    r->file->bytes = r->identity.bytes;
}

/* An event that comes twice is two events, so the same bytes in two files of one load are found
 * before they are read; *is_copy: this one's stand before. */
static bool look_for_copy(struct import *im, struct reading *r, bool *is_copy, struct err *err)
{
    *is_copy = false;
    for (struct reading *other = im->reading; other < r && !*is_copy; other++) {
        if (other->found->table != r->found->table ||
            (!other->found->packed && !r->found->packed && other->found->size != r->found->size))
            continue;
        if (!identify(im, other, err) || !identify(im, r, err))
            return false;
        *is_copy = memcmp(&other->identity.sum, &r->identity.sum, sizeof r->identity.sum) == 0;
    }
    return true;
}

/* Files of which no load holds one of that size need not be read for it; of what is packed in one
 * the size is not known. Where days are replaced, what was loaded before is replaced by what is in
 * the files, and so all of them are read. */
static bool look_whether_held(struct import *im, struct reading *r, struct err *err)
{
    bool may = r->found->packed, is_copy = false;
    int64_t load = 0;
    enum table_id table = r->found->table;
    bool is_event = TABLES[table].home == HOME_EVENTS;
    show(im, IMPORT_LOOKING, r->file, 0, total_of(r));
    if (im->request->again)
        return true;
    if (is_event && !look_for_copy(im, r, &is_copy, err))
        return false;
    if (is_copy) {
        hold(r, STR(""));
        return true;
    }
    if (is_event && im->request->replaces)
        return true;
    if (!may && !load_may_be_held(&im->in, r->found->size, table, &may, err))
        return false;
    if (!may)
        return true;
    if (!identify(im, r, err) || !load_that_holds(&im->in, r->identity.sum, table, &load, err))
        return false;
    if (load != 0)
        hold(r, str_fmt(im->arena, "%lld", (long long)load));
    return true;
}

static bool is_fhir(const struct found_file *found)
{
    return found->resource != FHIR_RESOURCES;
}

static void note_left(struct import_file *file, const struct import_left *left, unsigned lefts)
{
    file->left = left;
    file->lefts = lefts;
    for (unsigned i = 0; i < lefts; i++)
        file->left_out += left[i].count;
}

/* Resources of a type that is not read are counted and named all the same. */
static bool count_left(struct import *im, const struct found_file *found, struct import_file *file,
                       struct err *err)
{
    struct import_left *left = ARENA_NEW(im->arena, struct import_left, 1);
    show(im, IMPORT_LOOKING, file, 0, 0);
    left->reason = str_fmt(im->arena, "resourceType=%.*s", STR_FMT(found->fhir));
    if (!fhir_file_count(im->fs, found, &left->count, err))
        return false;
    note_left(file, left, 1);
    return true;
}

/* Those to be read first, then those that are held, then those left alone. */
static bool find_files(struct import *im, struct import_report *report, struct err *err)
{
    const struct found_file *found = NULL;
    unsigned count = 0;
    if (!import_find_files(im->arena, im->request, &found, &count, err))
        return false;
    struct import_file *file = ARENA_NEW(im->arena, struct import_file, count);
    im->reading = ARENA_NEW(im->arena, struct reading, count);
    im->found = found;
    for (unsigned i = 0; i < count; i++) {
        bool is_table = found[i].table != TABLE_COUNT;
        file[i] = (struct import_file){.path = str_of(found[i].path),
                                       .name = str_of(found[i].name),
                                       .table = is_table ? TABLES[found[i].table].name : NULL,
                                       .fate = is_table ? IMPORT_READ : IMPORT_LEFT_ALONE,
                                       .bytes = found[i].size};
        struct reading *r = &im->reading[im->read];
        *r = (struct reading){.file = &file[i], .found = &found[i]};
        if (is_table && !look_whether_held(im, r, err))
            return false;
        if (!is_table && found[i].fhir.len > 0 && !count_left(im, &found[i], &file[i], err))
            return false;
        im->read += file[i].fate == IMPORT_READ;
    }
    report->file = file;
    report->files = im->files = count;
    return true;
}

static bool know_stored_staff(void *state, int64_t staff, const struct staff_row *row,
                              struct err *err)
{
    fhir_know_staff(state, &row->staff, row->profession);
    return true;
}

/* What FHIR resources refer to, before the first that refers. Encounters that are read are learnt
 * when they are; a file that is held makes no rows, but what is new may refer to what it has. */
static bool learn(struct import *im, const struct import_report *report, struct err *err)
{
    bool any = false;
    for (unsigned i = 0; i < im->read; i++)
        any |= is_fhir(im->reading[i].found);
    if (!any)
        return true;
    im->fhir = fhir_open(im->request->today);
    if (!load_each_staff(&im->in, (struct staff_reader){im->fhir, know_stored_staff}, err))
        return false;
    for (unsigned i = 0; i < im->files; i++) {
        const struct found_file *found = &im->found[i];
        const struct import_file *file = &report->file[i];
        if (found->resource >= FHIR_LEARNT ||
            (found->resource == FHIR_ENCOUNTER && file->fate == IMPORT_READ))
            continue;
        show(im, IMPORT_LOOKING, file, 0, 0);
        if (!fhir_file_learn(im->fs, found, im->fhir, err))
            return false;
    }
    return true;
}

/* ---- reading ---- */

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
    if (is_fhir(b->reading->found))
        sb_put(&text, resource_text(row->field[0]));
    else
        rejects_put_row(&text, row);
    b->reading->file->rejects++;
    return rejects_add(b->reading->rejects, row->line, reject, sb_str(&text), err);
}

/* The column that a load names, as the file calls it. */
static struct reject refused(const struct reading *r, const struct load_refusal *refusal)
{
    return (struct reject){is_fhir(r->found) ? fhir_path(r->found->resource, refusal->column)
                                             : refusal->column,
                           refusal->why};
}

/* Contacts as FHIR has them do not tell the profession, so it is that of the member of staff. */
static void know_staff(struct import *im, const struct reading *r, const struct row_ahead *row)
{
    const struct staff_row *staff = row->row;
    if (im->fhir && r->found->table == TABLE_STAFF && !is_fhir(r->found))
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
            show(b->import, IMPORT_READING, b->reading->file, rows->bytes, total_of(b->reading));
        }
    }
}

static bool read_csv(struct batch *b, struct arena *a, struct source *s, struct err *err)
{
    const struct import_request *request = b->import->request;
    const struct found_file *found = b->reading->found;
    struct row_reader_options options = {request->today, request->ignore_unknown};
    if (!csv_open(a, source_bytes(s), &b->csv, err) ||
        !row_reader_open(&b->reader, &TABLES[found->table], found->name, csv_header(b->csv),
                         &options, err))
        return false;
    b->rows = rows_ahead_open(a, b->csv, &b->reader);
    bool good = read_rows(b, err);
    rows_ahead_close(b->rows);
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
    note_left(b->reading->file, left, reader->lefts);
    return good;
}

static bool read_source(struct import *im, unsigned number, struct source *s, struct err *err)
{
    struct reading *r = &im->reading[number];
    struct batch b = {.import = im, .reading = r, .number = number};
    struct arena *a = arena_open(ARENA_BLOCK);
    b.line = arena_open(ARENA_BLOCK);
    bool good = is_fhir(r->found) ? read_resources(&b, a, s, err) : read_csv(&b, a, s, err);
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
    return str_fmt(im->arena, "%.*s%s", STR_FMT(plain), is_fhir(r->found) ? ".csv" : "").at;
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
    show(im, IMPORT_READING, r->file, 0, total_of(r));
    if (!source_open(im->fs, r->found->path, r->found->name, &s, err))
        return false;
    bool good = read_source(im, number, s, err);
    source_close(s);
    show(im, IMPORT_READING, r->file, total_of(r), total_of(r));
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
    return i == r->lates || FAIL(err, ERR_INVALID, "import.changed", "%.190s", r->found->name);
}

static bool write_late(struct import *im, struct reading *r, struct err *err)
{
    struct source *s = NULL;
    if (!source_open(im->fs, r->found->path, r->found->name, &s, err))
        return false;
    struct batch b = {.import = im, .reading = r, .line = arena_open(ARENA_BLOCK)};
    struct arena *a = arena_open(ARENA_BLOCK);
    qsort(r->late, r->lates, sizeof *r->late, by_line);
    if (is_fhir(r->found))
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

static bool read_tables(struct import *im, struct err *err)
{
    unsigned next = 0;
    for (unsigned t = 0; t < TABLE_COUNT; t++) {
        for (; next < im->read && im->reading[next].found->table == (enum table_id)t; next++)
            if (!read_file(im, next, err))
                return false;
        if (!settle(im, (enum table_id)t, err))
            return false;
    }
    return true;
}

/* ---- the end ---- */

static bool end_rejects(struct import *im, struct import_report *report, struct err *err)
{
    for (unsigned i = 0; i < im->read; i++) {
        struct reading *r = &im->reading[i];
        if (!rejects_commit(r->rejects, &r->file->rejects_path, err))
            return false;
        r->file->fault = rejects_faults(r->rejects, &r->file->faults);
        r->file->bytes = r->identity.bytes;
        char hex[SHA256_TEXT];
        r->file->sha256 = str_copy(im->arena, sha256_hex(r->identity.sum, hex));
        report->rows += r->file->rows;
        report->rejects += r->file->rejects;
    }
    return true;
}

static bool accepts(const struct import_request *request, uint64_t rejects)
{
    return rejects == 0 || request->accept_rejects || rejects <= request->max_rejects;
}

static void show_work(void *state, unsigned done, unsigned total)
{
    const struct import *im = state;
    bool writing = total > (unsigned)TABLE_COUNT; /* comparing has fewer steps */
    show(im, writing ? IMPORT_WRITING : IMPORT_COMPARING, NULL, done, total);
}

static struct load_said said_of(struct import *im, const struct import_report *report)
{
    struct load_file *file = ARENA_NEW(im->arena, struct load_file, im->read);
    struct load_said said = {file, im->read, report->rows, report->rejects, {false}};
    for (unsigned i = 0; i < im->read; i++) {
        const struct reading *r = &im->reading[i];
        file[i] = (struct load_file){.table = r->found->table,
                                     .name = r->file->name,
                                     .sum = r->identity.sum,
                                     .bytes = r->identity.bytes,
                                     .rows = r->file->rows,
                                     .rejects = r->file->rejects};
    }
    for (unsigned i = 0; i < report->files; i++) {
        enum table_id table;
        if (report->file[i].fate == IMPORT_HELD &&
            table_find(str_of(report->file[i].table), &table))
            said.held[table] = true;
    }
    return said;
}

/* What the days to replace take away, of each table that there is a file of. */
static bool count_replaced(struct import *im, struct import_report *report, struct err *err)
{
    bool has[TABLE_COUNT] = {false};
    for (unsigned i = 0; i < im->read; i++)
        has[im->reading[i].found->table] = true;
    for (unsigned t = 0; t < TABLE_COUNT && im->request->replaces; t++) {
        uint64_t rows = 0;
        if (!has[t] || TABLES[t].home != HOME_EVENTS)
            continue;
        if (!segments_count_days(&im->in, (enum table_id)t, im->request->replace_from,
                                 im->request->replace_to, &rows, err))
            return false;
        report->replaced += rows;
    }
    return true;
}

static bool end(struct import *im, struct import_report *report, struct err *err)
{
    uint64_t changed = 0;
    if (!end_rejects(im, report, err))
        return false;
    if (!accepts(im->request, report->rejects)) {
        report->outcome = IMPORT_REJECTED;
        return true;
    }
    report->outcome = im->request->dry_run ? IMPORT_DRY : IMPORT_LANDED;
    if (!load_compare(im->load, &changed, err) || !count_replaced(im, report, err))
        return false;
    report->changed = changed;
    struct load_said said = said_of(im, report);
    return load_find(im->load, &said, im->arena, &report->found, err) &&
           (im->request->dry_run || load_commit(im->load, &said, err));
}

static void discard_rejects(struct import *im)
{
    for (unsigned i = 0; i < im->read; i++)
        rejects_discard(im->reading[i].rejects);
}

static bool run_load(struct import *im, struct import_report *report, struct err *err)
{
    struct load_options options = {.dry_run = im->request->dry_run,
                                   .again = im->request->again,
                                   .replaces = im->request->replaces,
                                   .replace_from = im->request->replace_from,
                                   .replace_to = im->request->replace_to,
                                   .state = im,
                                   .show = show_work};
    if (!load_open(&im->in, &options, &im->load, err))
        return false;
    report->load = str_fmt(im->arena, "%lld", (long long)load_id(im->load));
    im->rejects_folder =
        instance_path(&im->in, im->arena, INSTANCE_LOADS "/%.*s/rejects", STR_FMT(report->load));
    bool good = read_tables(im, err) && end(im, report, err) &&
                load_unmerged(&im->in, &report->unmerged, err);
    report->put_back = load_puts_back(im->load);
    discard_rejects(im);
    /* What happened has happened, whether it could be written down or not. */
    struct err log = {0};
    if (!im->request->dry_run)
        (void)!import_log_write(&im->in, report, good ? NULL : err, &log);
    load_close(im->load);
    return good;
}

/* What has a key is corrected by its key. */
static bool can_replace(const struct import *im, struct err *err)
{
    bool any = !im->request->replaces || im->read == 0;
    for (unsigned i = 0; i < im->read; i++)
        any |= TABLES[im->reading[i].found->table].home == HOME_EVENTS;
    return any || FAIL(err, ERR_INVALID, "import.replace", "%.190s", im->request->path[0]);
}

bool import_run(struct arena *a, const struct import_request *request,
                const struct import_watch *watch, struct import_report *report, struct err *err)
{
    struct import im = {.arena = a,
                        .request = request,
                        .watch = watch,
                        .fs = request->files ? request->files : &FILES_POSIX};
    struct import_report made = {.outcome = IMPORT_NOTHING};
    struct clock clock = {request->today};
    struct instance_options options = {request->home, &clock, im.fs};
    if (!instance_open(a, &options, &im.in, err))
        return false;
    bool good = find_files(&im, &made, err) && can_replace(&im, err) && learn(&im, &made, err) &&
                (im.read == 0 || run_load(&im, &made, err));
    fhir_close(im.fhir);
    instance_close(&im.in);
    if (good)
        *report = made;
    return good;
}

bool import_landed(const struct import_report *report, struct err *err)
{
    if (report->outcome != IMPORT_REJECTED)
        return true;
    struct str folder = STR("");
    for (unsigned i = 0; i < report->files && folder.len == 0; i++)
        folder = report->file[i].rejects_path;
    while (folder.len > 0 && folder.at[folder.len - 1] != '/')
        folder.len--;
    if (folder.len > 150)
        folder.len = 150;
    return FAIL(err, ERR_INVALID, "import.rejects", "%llu, %.*s",
                (unsigned long long)report->rejects, STR_FMT(folder));
}
