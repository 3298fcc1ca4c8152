#include "exchange/rows_ahead.h"

#include "core/ahead.h"

#include <string.h>

/* A batch of contacts is small enough for the second-level cache. */
enum {
    BATCHES = 3,
    BATCH_ROWS = 256,
    BATCH_FIELDS = BATCH_ROWS * COLUMNS_MOST,
    BATCH_TEXT = 2 * CSV_ROW_MOST
};

/* A batch and the room for its rows. It is full when one of these may not hold another row. */
struct filling {
    struct row_batch batch;
    char *row; /* the structs, one after another */
    struct str *field;
    char *text;
    size_t fields, text_len;
};
struct rows_ahead {
    struct csv *csv;
    struct row_reader *reader;
    struct filling filling[BATCHES];
    struct ahead *work;
    bool holds; /* the caller has a batch */
};

static bool is_full(const struct filling *f)
{
    return f->batch.count == BATCH_ROWS || f->fields > BATCH_FIELDS - CSV_FIELDS_MOST ||
           f->text_len > BATCH_TEXT - CSV_ROW_MOST;
}

/* The fields with their text: the reader's own are gone with its next row. They stand in its buffer
 * one behind the other. */
static struct csv_row keep(struct filling *f, const struct csv_row *row)
{
    unsigned kept = row->count < CSV_FIELDS_MOST ? row->count : CSV_FIELDS_MOST;
    const char *from = row->field[0].at;
    size_t len = (size_t)(row->field[kept - 1].at - from) + row->field[kept - 1].len;
    char *text = f->text + f->text_len;
    struct str *field = f->field + f->fields;
    memcpy(text, from, len);
    for (unsigned i = 0; i < kept; i++)
        field[i] = (struct str){text + (row->field[i].at - from), row->field[i].len};
    f->text_len += len;
    f->fields += kept;
    return (struct csv_row){row->line, row->count, field};
}

static bool fill(void *state, unsigned slot)
{
    struct rows_ahead *r = state;
    struct filling *f = &r->filling[slot];
    struct row_batch *b = &f->batch;
    struct csv_row row;
    f->fields = f->text_len = b->count = 0;
    b->result = CSV_ROW;
    while (!is_full(f) && (b->result = csv_next(r->csv, &row, &b->why)) == CSV_ROW) {
        struct row_ahead *to = &b->row[b->count];
        char *at = f->row + b->count * r->reader->table->row_size;
        to->fields = keep(f, &row);
        to->reject.why.kind = ERR_NONE; /* of an earlier batch */
        to->row = row_read(r->reader, &to->fields, at, &to->reject) ? at : NULL;
        b->count++;
    }
    b->bytes = csv_bytes(r->csv);
    return b->result == CSV_ROW;
}

struct rows_ahead *rows_ahead_open(struct arena *a, struct csv *csv, struct row_reader *reader)
{
    struct rows_ahead *r = ARENA_NEW(a, struct rows_ahead, 1);
    *r = (struct rows_ahead){.csv = csv, .reader = reader};
    for (unsigned i = 0; i < BATCHES; i++) {
        struct filling *f = &r->filling[i];
        f->batch.row = ARENA_NEW(a, struct row_ahead, BATCH_ROWS);
        f->row = arena_take(a, reader->table->row_size, _Alignof(max_align_t), BATCH_ROWS);
        f->field = ARENA_NEW(a, struct str, BATCH_FIELDS);
        f->text = ARENA_NEW(a, char, BATCH_TEXT);
    }
    r->work = ahead_open(a, BATCHES, fill, r);
    return r;
}

const struct row_batch *rows_ahead_next(struct rows_ahead *r)
{
    if (r->holds)
        ahead_give(r->work);
    r->holds = true;
    return &r->filling[ahead_take(r->work)].batch;
}

void rows_ahead_close(struct rows_ahead *r)
{
    if (r)
        ahead_close(r->work);
}
