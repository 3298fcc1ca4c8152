#include "exchange/fhir_ahead.h"

#include "core/ahead.h"

/* A batch ends when its rows or its text do; a resource of many rows has room behind. */
enum { BATCHES = 3, BATCH_ROWS = 256, BATCH_TEXT = 256 * 1024 };

struct filling {
    struct row_batch batch;
    struct arena *arena; /* of its lines and what was made of them; reset for each batch */
    size_t text;         /* bytes of lines */
};
struct fhir_ahead {
    struct lines *lines;
    struct fhir_reader *reader;
    struct filling filling[BATCHES];
    struct ahead *work;
    bool holds; /* the caller has a batch */
};

static void take_line(struct fhir_ahead *f, struct filling *to, const struct line *line)
{
    struct fhir_row row[FHIR_ROWS_MOST];
    struct str *text = ARENA_NEW(to->arena, struct str, 1);
    *text = str_copy(to->arena, line->text);
    unsigned rows = fhir_read(f->reader, *text, to->arena, row);
    for (unsigned i = 0; i < rows; i++)
        to->batch.row[to->batch.count++] =
            (struct row_ahead){{line->number, 1, text}, row[i].row, row[i].reject};
    to->text += text->len;
}

static bool fill(void *state, unsigned slot)
{
    struct fhir_ahead *f = state;
    struct filling *to = &f->filling[slot];
    struct row_batch *b = &to->batch;
    struct line line;
    arena_reset(to->arena);
    to->text = b->count = 0;
    b->result = CSV_ROW;
    while (b->count < BATCH_ROWS && to->text < BATCH_TEXT &&
           (b->result = lines_next(f->lines, &line, &b->why)) == CSV_ROW)
        take_line(f, to, &line);
    b->bytes = lines_bytes(f->lines);
    return b->result == CSV_ROW;
}

struct fhir_ahead *fhir_ahead_open(struct arena *a, struct lines *lines, struct fhir_reader *reader)
{
    struct fhir_ahead *f = ARENA_NEW(a, struct fhir_ahead, 1);
    *f = (struct fhir_ahead){.lines = lines, .reader = reader};
    for (unsigned i = 0; i < BATCHES; i++) {
        f->filling[i].batch.row = ARENA_NEW(a, struct row_ahead, BATCH_ROWS + FHIR_ROWS_MOST);
        f->filling[i].arena = arena_open(ARENA_BLOCK);
    }
    f->work = ahead_open(a, BATCHES, fill, f);
    return f;
}

const struct row_batch *fhir_ahead_next(struct fhir_ahead *f)
{
    if (f->holds)
        ahead_give(f->work);
    f->holds = true;
    return &f->filling[ahead_take(f->work)].batch;
}

void fhir_ahead_close(struct fhir_ahead *f)
{
    if (!f)
        return;
    ahead_close(f->work);
    for (unsigned i = 0; i < BATCHES; i++)
        arena_close(f->filling[i].arena);
}
