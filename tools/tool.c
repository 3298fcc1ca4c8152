#include "tool.h"

#include "core/files.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MOST = 64 * 1024 * 1024 };

void tool_fail(const char *path, uint64_t line, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fprintf(stderr, "%s:%llu: ", path, (unsigned long long)line);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
    va_end(ap);
    exit(EXIT_FAILURE);
}

struct str tool_read(struct arena *a, const char *path)
{
    struct str text;
    struct err err = {0};
    if (!file_read_all(&FILES_POSIX, a, path, FILE_MOST, &text, &err))
        tool_fail(path, 1, "%s %s", err.code, err.detail);
    return text;
}

void tool_write(const char *path, struct str content)
{
    struct err err = {0};
    if (!file_replace(&FILES_POSIX, path, content, &err))
        tool_fail(path, 1, "%s %s", err.code, err.detail);
}

static bool read_text(void *state, char *to, size_t room, size_t *got, struct err *err)
{
    (void)err;
    struct str *rest = state;
    *got = rest->len < room ? rest->len : room;
    if (*got > 0)
        memcpy(to, rest->at, *got);
    *rest = (struct str){rest->at + *got, rest->len - *got};
    return true;
}

static unsigned check_header(const char *path, const struct csv_row *header, const char *columns)
{
    unsigned n = 0;
    for (struct str rest = str_of(columns); rest.at; n++) {
        struct str name = str_cut(&rest, ',');
        if (n >= header->count || !str_eq(header->field[n], name))
            tool_fail(path, 1, "the header must be %s", columns);
    }
    if (n != header->count)
        tool_fail(path, 1, "the header must be %s", columns);
    return n;
}

static void add_row(struct arena *a, struct tool_table *t, unsigned *room,
                    const struct csv_row *from)
{
    if (t->count == *room) {
        struct tool_row *grown = ARENA_NEW(a, struct tool_row, *room * 2);
        memcpy(grown, t->row, t->count * sizeof *grown);
        t->row = grown;
        *room *= 2;
    }
    struct tool_row *row = &t->row[t->count++];
    row->line = from->line;
    row->field = ARENA_NEW(a, struct str, t->columns);
    for (unsigned i = 0; i < t->columns; i++)
        row->field[i] = str_copy(a, from->field[i]);
}

struct tool_table tool_read_table(struct arena *a, const char *path, const char *columns)
{
    struct str text = tool_read(a, path);
    struct byte_source source = {.state = &text, .name = path, .read = read_text};
    struct err err = {0};
    struct csv *csv = NULL;
    if (!csv_open(a, source, &csv, &err))
        tool_fail(path, 1, "%s %s", err.code, err.detail);
    unsigned room = 64;
    struct tool_table t = {.path = path,
                           .columns = check_header(path, csv_header(csv), columns),
                           .row = ARENA_NEW(a, struct tool_row, room)};
    struct csv_row row;
    while (csv_next(csv, &row, &err) == CSV_ROW) {
        if (row.count != t.columns)
            tool_fail(path, row.line, "%u fields, %u columns", row.count, t.columns);
        add_row(a, &t, &room, &row);
    }
    if (err.kind != ERR_NONE)
        tool_fail(path, 1, "%s %s", err.code, err.detail);
    return t;
}

void tool_put_literal(struct sb *out, struct str s)
{
    sb_char(out, '"');
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.at[i];
        if (c < 0x20 || c >= 0x7F || c == '"' || c == '\\' || c == '?')
            sb_fmt(out, "\\%03o", c); /* three digits always: no digit that follows joins in */
        else
            sb_char(out, (char)c);
    }
    sb_char(out, '"');
}
