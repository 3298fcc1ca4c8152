/* exchange/rows_ahead.h: the rows that come are those that one thread would have read. */
#include "exchange/rows_ahead.h"

#include "core/sb.h"
#include "domain/rows.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

struct text {
    struct str rest;
    bool broken; /* fails at its end */
};

static bool text_read(void *state, char *to, size_t room, size_t *got, struct err *err)
{
    struct text *t = state;
    size_t n = t->rest.len < room ? t->rest.len : room;
    if (n == 0 && t->broken)
        return FAIL(err, ERR_IO, "file.read", "text");
    if (n > 0)
        memcpy(to, t->rest.at, n);
    t->rest = (struct str){t->rest.at + n, t->rest.len - n};
    *got = n;
    return true;
}

struct opened {
    struct text text;
    struct csv *csv;
    struct row_reader reader;
};

static void open_text(struct arena *a, struct str text, bool broken, struct opened *out)
{
    struct err err = {0};
    struct row_reader_options options = {.today = {45305}};
    out->text = (struct text){text, broken};
    assert_true(
        csv_open(a, (struct byte_source){&out->text, "areas.csv", text_read}, &out->csv, &err));
    assert_true(row_reader_open(&out->reader, &TABLES[TABLE_AREAS], "areas.csv",
                                csv_header(out->csv), &options, &err));
}

/* Every eleventh row is refused, some are far too wide, some hold much text in quotes: batches end
 * for each of their reasons. */
static struct str make_rows(struct arena *a, unsigned rows)
{
    enum { WIDE = 300, LONG = 6000 };
    struct sb out = sb_open(a, 1024);
    sb_put(&out, STR("area,unit,from,to\n"));
    for (unsigned i = 0; i < rows; i++) {
        if (i % 7 == 3)
            for (unsigned k = 0; k < WIDE; k++)
                sb_char(&out, ',');
        if (i % 5 == 2) {
            sb_put(&out, STR("\"a \"\"b\"\" "));
            for (unsigned k = 0; k < (i % 3 ? 10 : LONG); k++)
                sb_char(&out, 'x');
            sb_char(&out, '"');
        } else {
            sb_put(&out, str_fmt(a, "area %u", i));
        }
        sb_put(&out, i % 11 ? STR(",SE0000000000-E1,2020-01-01,\r\n") : STR(",x,2020-01-01,\n"));
    }
    return sb_str(&out);
}

static void same_row(const struct row_ahead *ahead, struct opened *alone)
{
    struct csv_row fields;
    struct err err = {0};
    struct reject reject = {0};
    struct area_row row;
    assert_int_equal(csv_next(alone->csv, &fields, &err), CSV_ROW);
    assert_int_equal(ahead->fields.line, fields.line);
    assert_int_equal(ahead->fields.count, fields.count);
    for (unsigned i = 0; i < fields.count && i < CSV_FIELDS_MOST; i++)
        assert_true(str_eq(ahead->fields.field[i], fields.field[i]));
    if (!row_read(&alone->reader, &fields, &row, &reject)) {
        assert_null(ahead->row);
        assert_string_equal(ahead->reject.why.code, reject.why.code);
        assert_ptr_equal(ahead->reject.column, reject.column);
        return;
    }
    const struct area_row *got = ahead->row;
    assert_true(str_eq(got->area, row.area) && hsaid_eq(&got->unit, &row.unit));
    assert_int_equal(got->from.n, row.from.n);
    assert_int_equal(got->to.n, row.to.n);
}

/* What all rows say, and what ends them: the same, row by row. */
static void read_both(struct str text, bool broken, unsigned rows, enum csv_result end)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct opened thread, alone;
    const struct row_batch *batch;
    unsigned seen = 0;
    open_text(a, text, broken, &thread);
    open_text(a, text, false, &alone);
    struct rows_ahead *ahead = rows_ahead_open(a, thread.csv, &thread.reader);
    do {
        batch = rows_ahead_next(ahead);
        for (unsigned i = 0; i < batch->count; i++)
            same_row(&batch->row[i], &alone);
        seen += batch->count;
    } while (batch->result == CSV_ROW);
    assert_int_equal(batch->result, end);
    assert_true(seen == rows || end == CSV_FAILED);
    if (broken)
        assert_string_equal(batch->why.code, "file.read");
    else if (end == CSV_FAILED)
        assert_string_equal(batch->why.code, "csv.quote");
    rows_ahead_close(ahead);
    arena_close(a);
}

static void rows_are_those_of_one_thread(void **state)
{
    static const unsigned many[] = {0, 1, 255, 256, 257, 4000};
    struct arena *a = arena_open(ARENA_BLOCK);
    for (size_t i = 0; i < ARRAY_LEN(many); i++)
        read_both(make_rows(a, many[i]), false, many[i], CSV_END);
    arena_close(a);
}

/* The rows before what is wrong come first. */
static void a_fault_of_the_file_comes_behind_its_rows(void **state)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct str good = make_rows(a, 3000);
    read_both(str_fmt(a, "%.*sa,\"open", STR_FMT(good)), false, 3000, CSV_FAILED);
    read_both(good, true, 3000, CSV_FAILED);
    arena_close(a);
}

static void it_ends_in_the_middle(void **state)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct opened o;
    open_text(a, make_rows(a, 4000), false, &o);
    struct rows_ahead *ahead = rows_ahead_open(a, o.csv, &o.reader);
    assert_int_equal(rows_ahead_next(ahead)->result, CSV_ROW);
    rows_ahead_close(ahead);
    rows_ahead_close(NULL);
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_those_of_one_thread),
        cmocka_unit_test(a_fault_of_the_file_comes_behind_its_rows),
        cmocka_unit_test(it_ends_in_the_middle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
