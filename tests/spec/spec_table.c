#include "spec_table.h"

#include "core/csv.h"
#include "core/files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ROWS_MOST = 256 };
struct spec_table {
    struct arena *arena;
    const char *path;
    unsigned columns;
    struct str *cell; /* the header's first */
    size_t rows;
};

static bool read_text(void *state, char *to, size_t room, size_t *got, struct err *err)
{
    (void)err;
    struct str *rest = state;
    *got = rest->len < room ? rest->len : room;
    memcpy(to, rest->at, *got);
    *rest = (struct str){rest->at + *got, rest->len - *got};
    return true;
}

static void keep(struct spec_table *t, struct str *to, const struct csv_row *row)
{
    if (row->count != t->columns)
        fail_msg("%s:%u: %u fields", t->path, (unsigned)row->line, row->count);
    for (unsigned i = 0; i < t->columns; i++)
        to[i] = str_copy(t->arena, row->field[i]);
}

struct spec_table *spec_open(struct arena *a, const char *path)
{
    struct spec_table *t = ARENA_NEW(a, struct spec_table, 1);
    struct err err = {0};
    struct str text;
    const char *whole = str_cstr(a, str_fmt(a, "%s/%s", SOURCE_ROOT, path));
    struct csv *csv = NULL;
    if (!file_read_all(&FILES_POSIX, a, whole, 1024 * 1024, &text, &err) ||
        !csv_open(a, (struct byte_source){&text, path, read_text}, &csv, &err))
        fail_msg("%s %s", err.code, err.detail);
    t->arena = a;
    t->path = path;
    t->columns = csv_header(csv)->count;
    t->cell = ARENA_NEW(a, struct str, (size_t)t->columns * (ROWS_MOST + 1));
    keep(t, t->cell, csv_header(csv));
    struct csv_row row;
    while (csv_next(csv, &row, &err) == CSV_ROW) {
        assert_true(t->rows < ROWS_MOST);
        keep(t, t->cell + ++t->rows * t->columns, &row);
    }
    if (err.kind != ERR_NONE)
        fail_msg("%s %s", err.code, err.detail);
    assert_true(t->rows > 0);
    return t;
}

size_t spec_rows(const struct spec_table *t)
{
    return t->rows;
}

struct str spec_text(const struct spec_table *t, size_t row, const char *column)
{
    assert_true(row < t->rows);
    for (unsigned i = 0; i < t->columns; i++)
        if (str_eq(t->cell[i], str_of(column)))
            return t->cell[(row + 1) * t->columns + i];
    fail_msg("%s has no column %s", t->path, column);
    abort();
}

const char *spec_cstr(const struct spec_table *t, size_t row, const char *column)
{
    return str_cstr(t->arena, spec_text(t, row, column));
}

int64_t spec_i64(const struct spec_table *t, size_t row, const char *column)
{
    int64_t value = 0;
    if (!str_to_i64(spec_text(t, row, column), &value))
        fail_msg("%s, row %u: %s is no whole number", t->path, (unsigned)row + 1, column);
    return value;
}

double spec_double(const struct spec_table *t, size_t row, const char *column)
{
    char *end;
    const char *text = spec_cstr(t, row, column);
    double value = strtod(text, &end);
    if (end == text || *end)
        fail_msg("%s, row %u: %s is no number", t->path, (unsigned)row + 1, column);
    return value;
}

struct spec_fraction spec_fraction(struct str text)
{
    struct spec_fraction f = {0, 1};
    struct str p = str_cut(&text, '/');
    assert_true(str_to_i64(p, &f.p));
    if (text.at)
        assert_true(str_to_i64(text, &f.q) && f.q > 0);
    return f;
}
