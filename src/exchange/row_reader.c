#include "exchange/row_reader.h"

#include "core/sb.h"
#include "domain/person_id.h"

#include <string.h>

enum { NAME_MOST = 40, NAMES_MOST = 20 };

/* Of a file without a header what stands there is of a person, unless it looks as columns are
 * called. */
static bool looks_like_name(struct str s)
{
    bool good = s.len > 0 && s.len <= NAME_MOST && s.at[0] >= 'a' && s.at[0] <= 'z';
    for (size_t i = 0; good && i < s.len; i++) {
        char c = s.at[i];
        good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    }
    return good;
}

/* Some field is a column of the table: then all are names. */
static bool is_header(const struct table *t, const struct csv_row *row)
{
    for (unsigned i = 0; i < row->count; i++)
        if (table_column(t, str_trim(row->field[i])))
            return true;
    return false;
}

static bool may_be_shown(struct str name)
{
    for (size_t i = 0; i < name.len; i++)
        if ((unsigned char)name.at[i] < ' ' || name.at[i] == 0x7F)
            return false;
    return name.len > 0 && name.len <= NAME_MOST && !person_id_may_be(name);
}

struct naming {
    const char *code, *file;
    bool is_header;
};
static bool refuse(const struct naming *n, struct str name, unsigned place, struct err *err)
{
    if (n->is_header ? may_be_shown(name) : looks_like_name(name))
        return FAIL(err, ERR_INVALID, n->code, "%.120s:1: %.*s", n->file, STR_FMT(name));
    return FAIL(err, ERR_INVALID, n->code, "%.120s:1: %u", n->file, place + 1);
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
    struct naming n = {"import.column_twice", file, is_header(r->table, header)};
    r->fields = header->count;
    for (unsigned i = 0; i < header->count; i++) {
        struct str name = str_trim(header->field[i]);
        r->bound[i] = table_column(r->table, name);
        if (name.len > 0 && stands_before(header, i))
            return refuse(&n, name, i, err);
        n.code = r->bound[i] || ignore_unknown ? n.code : "import.column_unknown";
        if (!r->bound[i] && !ignore_unknown)
            return refuse(&n, name, i, err);
    }
    for (unsigned i = 0; i < r->table->columns; i++) {
        const struct table_column *c = &r->table->column[i];
        if (c->stands && !stands(r, c))
            return FAIL(err, ERR_INVALID, "import.column_missing", "%.120s:1: %s", file, c->name);
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

struct str row_reader_passed_over(const struct row_reader *r, struct arena *a,
                                  const struct csv_row *header)
{
    struct sb out = sb_open(a, 64);
    unsigned named = 0, more = 0;
    for (unsigned i = 0; i < header->count && i < r->fields; i++) {
        struct str name = str_trim(header->field[i]);
        if (r->bound[i])
            continue;
        if (named == NAMES_MOST) {
            more++;
            continue;
        }
        sb_put(&out, named++ > 0 ? STR(", ") : STR(""));
        if (is_header(r->table, header) && may_be_shown(name))
            sb_put(&out, name);
        else
            sb_fmt(&out, "%u", i + 1);
    }
    if (more > 0)
        sb_fmt(&out, " + %u", more);
    return sb_str(&out);
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
