/* Any bytes as an import file: the first says which table, the rest is the file. Whatever a row
 * reader accepts fits the schema; whatever it refuses has a code that has a sentence, and no more
 * of the row than a date. */
#include "fuzz.h"

#include "domain/rows.h"
#include "exchange/row_reader.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(TABLE_COUNT == 25,
               "the corpus has a file of each table by its number: number it anew");

static void check_number(const struct table_column *c, double value, bool absent)
{
    must(absent || (value >= c->least && value <= c->most));
}

static void check_text(const struct table_column *c, struct str text)
{
    switch ((int)c->type) {
    case COLUMN_TEXT:
    case COLUMN_WORD:
        must(text.len <= (size_t)c->most);
        break;
    case COLUMN_COUNTY:
        must(text.len == 0 || text.len == 2);
        break;
    case COLUMN_MUNICIPALITY:
        must(text.len == 0 || text.len == 4);
        break;
    default:
        must(text.len <= 24);
    }
    must(!c->required || text.len > 0);
}

static void check_member(const struct table_column *c, const char *row)
{
    const void *at = row + c->at;
    switch (c->type) {
    case COLUMN_PERSON:
        must(!c->required || ((const struct person_id *)at)->packed != 0);
        break;
    case COLUMN_HSAID:
        must(!c->required || ((const struct hsaid *)at)->text[0] != 0);
        break;
    case COLUMN_UNIT_OR_NATION:
        break;
    case COLUMN_DAY_OR_TIME:
    case COLUMN_TIME:
        must(*(const int16_t *)(const void *)(row + c->minute) < 24 * 60);
        must(!c->required || !day_is_none(*(const struct day *)at));
        break;
    case COLUMN_DAY:
        must(!c->required || !day_is_none(*(const struct day *)at));
        break;
    case COLUMN_MONTH:
        must(((const struct month *)at)->n >= -300 * 12);
        break;
    case COLUMN_MOMENT:
        break;
    case COLUMN_VOCAB:
        must(*(const unsigned *)at < c->vocab->count);
        break;
    case COLUMN_COUNT:
        check_number(c, (double)*(const int64_t *)at, *(const int64_t *)at == -1);
        break;
    case COLUMN_NUMBER:
        check_number(c, *(const double *)at, isnan(*(const double *)at));
        break;
    case COLUMN_TEXT:
    case COLUMN_WORD:
    case COLUMN_DECIMAL:
    case COLUMN_MEASURED:
    case COLUMN_COUNTY:
    case COLUMN_MUNICIPALITY:
    case COLUMN_REGION:
    case COLUMN_PERIOD:
        check_text(c, *(const struct str *)at);
        break;
    }
}

static void read_file(struct arena *a, const struct table *t, struct str text, bool ignore_unknown)
{
    _Alignas(max_align_t) char row[ROW_SIZE_MOST];
    struct row_reader_options options = {.today = {45305}, .ignore_unknown = ignore_unknown};
    struct row_reader *reader = ARENA_NEW(a, struct row_reader, 1);
    struct csv *csv = NULL;
    struct csv_row fields;
    struct err err = {0};
    if (!csv_open(a, (struct byte_source){&text, "fuzz", text_read}, &csv, &err) ||
        !row_reader_open(reader, t, "fuzz", csv_header(csv), &options, &err)) {
        check_code(&err);
        return;
    }
    enum csv_result result;
    while ((result = csv_next(csv, &fields, &err)) == CSV_ROW) {
        struct reject reject = {0};
        if (!row_read(reader, &fields, row, &reject))
            check_code(&reject.why);
        else
            for (unsigned i = 0; i < t->columns; i++)
                check_member(&t->column[i], row);
    }
    if (result == CSV_FAILED)
        check_code(&err);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    struct arena *a = arena_open(ARENA_BLOCK);
    const struct table *t = &TABLES[data[0] % TABLE_COUNT];
    struct str text = {(const char *)data + 1, size - 1};
    read_file(a, t, text, data[0] >= 128);
    arena_close(a);
    return 0;
}
