#include "exchange/row_reader.h"

#include <string.h>

enum { NAME_MOST = 40 };

/* As a column is called; a family name, a number or a date is not. */
static bool looks_like_name(struct str s)
{
    bool good = s.len > 0 && s.len <= NAME_MOST && s.at[0] >= 'a' && s.at[0] <= 'z';
    for (size_t i = 0; good && i < s.len; i++) {
        char c = s.at[i];
        good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    }
    return good;
}

static bool refuse(const char *code, const char *file, struct str name, unsigned place,
                   struct err *err)
{
    if (looks_like_name(name))
        return FAIL(err, ERR_INVALID, code, "%.120s:1: %.*s", file, STR_FMT(name));
    return FAIL(err, ERR_INVALID, code, "%.120s:1: %u", file, place + 1);
}

static bool stands(const struct row_reader *r, const struct table_column *c)
{
    for (unsigned i = 0; i < r->fields; i++)
        if (r->bound[i] == c)
            return true;
    return false;
}

static bool stands_before(const struct csv_row *header, unsigned place)
{
    for (unsigned i = 0; i < place; i++)
        if (str_eq(str_trim(header->field[i]), str_trim(header->field[place])))
            return true;
    return false;
}

static bool bind(struct row_reader *r, const char *file, const struct csv_row *header,
                 bool ignore_unknown, struct err *err)
{
    r->fields = header->count;
    for (unsigned i = 0; i < header->count; i++) {
        struct str name = str_trim(header->field[i]);
        r->bound[i] = table_column(r->table, name);
        if (name.len > 0 && stands_before(header, i))
            return refuse("import.column_twice", file, name, i, err);
        if (!r->bound[i] && !ignore_unknown)
            return refuse("import.column_unknown", file, name, i, err);
    }
    for (unsigned i = 0; i < r->table->columns; i++) {
        const struct table_column *c = &r->table->column[i];
        if (c->stands && !stands(r, c))
            return refuse("import.column_missing", file, str_of(c->name), 0, err);
    }
    return true;
}

bool row_reader_open(struct row_reader *r, const struct table *t, const char *file,
                     const struct csv_row *header, const struct row_reader_options *options,
                     struct err *err)
{
    *r = (struct row_reader){.table = t, .cells = {.today = options->today}};
    for (unsigned i = 0; i < t->columns; i++)
        cell_clear(&t->column[i], r->blank);
    return bind(r, file, header, options->ignore_unknown, err);
}

/* As a spreadsheet ends a table: nothing, or separators alone. */
static bool is_empty(const struct csv_row *fields)
{
    unsigned kept = fields->count < CSV_FIELDS_MOST ? fields->count : CSV_FIELDS_MOST;
    for (unsigned i = 0; i < kept; i++)
        if (fields->field[i].len > 0)
            return false;
    return true;
}

bool row_read(struct row_reader *r, const struct csv_row *fields, void *row, struct reject *reject)
{
    reject->column = NULL;
    if (is_empty(fields))
        return FAIL(&reject->why, ERR_INVALID, "row.empty", "%s", "");
    if (fields->count != r->fields)
        return FAIL(&reject->why, ERR_INVALID, "row.fields", "%u / %u", fields->count, r->fields);
    memcpy(row, r->blank, r->table->row_size);
    for (unsigned i = 0; i < fields->count; i++) {
        const struct table_column *c = r->bound[i];
        if (c && !cell_read(&r->cells, c, fields->field[i], row, &reject->why)) {
            reject->column = c->name;
            return false;
        }
    }
    return true;
}
