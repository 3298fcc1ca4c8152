/* Any bytes as CSV: the reader gives the same rows or the same refusal however the bytes arrive,
 * and what csv_put() writes of the rows reads back the same. */
#include "core/csv.h"
#include "core/sb.h"

#include <stdlib.h>
#include <string.h>

struct text {
    struct str rest;
    size_t piece;
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool text_read(void *state, char *to, size_t room, size_t *got, struct err *err)
{
    (void)err;
    struct text *t = state;
    size_t n = t->rest.len < t->piece ? t->rest.len : t->piece;
    *got = n < room ? n : room;
    if (*got > 0)
        memcpy(to, t->rest.at, *got);
    t->rest = (struct str){t->rest.at + *got, t->rest.len - *got};
    return true;
}

static void put_row(struct sb *out, const struct csv_row *row)
{
    unsigned kept = row->count < CSV_FIELDS_MOST ? row->count : CSV_FIELDS_MOST;
    for (unsigned i = 0; i < kept; i++) {
        if (i > 0)
            sb_char(out, ',');
        csv_put(out, row->field[i], ',');
    }
    sb_char(out, '\n');
}

/* All rows written anew, with commas; behind them the refusal, if any. */
static struct str rewritten(struct arena *a, struct str text, size_t piece, struct err *err)
{
    struct text t = {text, piece};
    struct sb out = sb_open(a, text.len + 64);
    struct csv *csv = NULL;
    if (!csv_open(a, (struct byte_source){&t, "fuzz", text_read}, &csv, err))
        return STR("");
    put_row(&out, csv_header(csv));
    struct csv_row row;
    uint64_t line = 1;
    while (csv_next(csv, &row, err) == CSV_ROW) {
        if (row.line <= line)
            abort();
        line = row.line;
        put_row(&out, &row);
    }
    return sb_str(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct str text = {(const char *)data, size};
    struct err whole_err = {0}, piece_err = {0}, again_err = {0};
    struct str whole = rewritten(a, text, size + 1, &whole_err);
    struct str pieces = rewritten(a, text, 1 + size % 7, &piece_err);
    if (!str_eq(whole, pieces) || whole_err.kind != piece_err.kind ||
        strcmp(whole_err.detail, piece_err.detail) != 0)
        abort();
    /* What looks like a mark or another separator at the start of a name is one when read again. */
    bool plain = !str_starts(whole, STR("\xEF\xBB\xBF")) && !memchr(whole.at, ';', whole.len);
    if (whole_err.kind == ERR_NONE && plain) {
        struct str again = rewritten(a, whole, size + 1, &again_err);
        if (again_err.kind != ERR_NONE || !str_eq(whole, again))
            abort();
    }
    arena_close(a);
    return 0;
}
