#include "cli/print.h"

#include "core/csv.h"
#include "core/json.h"
#include "core/utf8.h"

#include <assert.h>
#include <string.h>

enum { FLUSH_AT = 64 * 1024, GAP = 2 };

struct print {
    struct cli *cli;
    const struct print_column *column;
    unsigned count;
    struct sb text; /* waits to be written */
    struct json json;
    struct str *cell; /* a table's, row by row, the titles first */
    unsigned rows, room;
};

static bool flush(struct print *p, bool all, struct err *err)
{
    if (!all && p->text.len < FLUSH_AT)
        return true;
    if (!cli_write(p->cli->out, sb_str(&p->text), err))
        return false;
    p->text.len = 0;
    return true;
}

static void add_cells(struct print *p, const struct str *field)
{
    if (p->rows == p->room) {
        unsigned room = p->room > 0 ? p->room * 2 : 64;
        struct str *grown = ARENA_NEW(p->cli->arena, struct str, room * p->count);
        if (p->rows > 0)
            memcpy(grown, p->cell, p->rows * p->count * sizeof *grown);
        p->cell = grown;
        p->room = room;
    }
    for (unsigned i = 0; i < p->count; i++)
        p->cell[p->rows * p->count + i] =
            str_copy(p->cli->arena, utf8_shown(p->cli->arena, field[i]));
    p->rows++;
}

static void put_csv_names(struct print *p)
{
    for (unsigned i = 0; i < p->count; i++) {
        sb_put(&p->text, i > 0 ? STR(",") : STR(""));
        csv_put(&p->text, str_of(p->column[i].name), ',');
    }
    sb_char(&p->text, '\n');
}

struct print *print_open(struct cli *cli, const struct print_column *column, unsigned count)
{
    assert(count > 0 && count <= PRINT_COLUMNS_MOST);
    struct print *p = ARENA_NEW(cli->arena, struct print, 1);
    *p = (struct print){.cli = cli, .column = column, .count = count};
    p->text = sb_open(cli->arena, 2 * FLUSH_AT);
    if (cli->format == FORMAT_CSV)
        put_csv_names(p);
    if (cli->format == FORMAT_TABLE) {
        struct str title[PRINT_COLUMNS_MOST];
        for (unsigned i = 0; i < count; i++)
            title[i] = text_get(cli->lang, column[i].title);
        add_cells(p, title);
    }
    return p;
}

static void put_csv(struct print *p, const struct str *field)
{
    for (unsigned i = 0; i < p->count; i++) {
        if (i > 0)
            sb_char(&p->text, ',');
        csv_put(&p->text, field[i], ',');
    }
    sb_char(&p->text, '\n');
}

/* One object a line: an array that line-based tools can read too. */
static void put_json(struct print *p, const struct str *field)
{
    sb_put(&p->text, p->rows++ == 0 ? STR("[\n") : STR(",\n"));
    p->json = json_open(&p->text);
    json_object(&p->json);
    for (unsigned i = 0; i < p->count; i++) {
        json_key(&p->json, str_of(p->column[i].name));
        if (p->column[i].number && field[i].len == 0)
            json_null(&p->json);
        else
            json_str(&p->json, field[i]);
    }
    json_object_end(&p->json);
}

bool print_row(struct print *p, const struct str *field, struct err *err)
{
    switch (p->cli->format) {
    case FORMAT_TABLE:
        add_cells(p, field);
        return true;
    case FORMAT_CSV:
        put_csv(p, field);
        break;
    case FORMAT_JSON:
        put_json(p, field);
        break;
    }
    return flush(p, false, err);
}

/* The width of each column; the widest of those that may shrink give way until all fit. */
static void find_widths(const struct print *p, unsigned *width)
{
    unsigned total = (p->count - 1) * GAP;
    for (unsigned i = 0; i < p->count; i++) {
        width[i] = 1;
        for (unsigned r = 0; r < p->rows; r++) {
            unsigned w = (unsigned)utf8_count(p->cell[r * p->count + i]);
            width[i] = w > width[i] ? w : width[i];
        }
        total += width[i];
    }
    enum { SHORTEST = 8 };
    for (; total > PRINT_WIDTH; total--) {
        unsigned widest = p->count;
        for (unsigned i = 0; i < p->count; i++)
            if (p->column[i].shrinks && width[i] > SHORTEST &&
                (widest == p->count || width[i] > width[widest]))
                widest = i;
        if (widest == p->count)
            return;
        width[widest]--;
    }
}

static void put_blanks(struct sb *out, unsigned n)
{
    while (n-- > 0)
        sb_char(out, ' ');
}

/* The first `width` characters; the last of them an ellipsis where there are more. */
static void put_cut(struct sb *out, struct str s, unsigned width)
{
    if (utf8_count(s) <= width) {
        sb_put(out, s);
        return;
    }
    size_t end = 0;
    for (unsigned n = 0; n < width - 1; n++)
        do
            end++;
        while (end < s.len && ((unsigned char)s.at[end] & 0xC0) == 0x80);
    sb_put(out, (struct str){s.at, end});
    sb_put(out, STR("…"));
}

/* The point of a number, as 0.5, and not of a word behind it. */
static bool is_point(struct str cell, size_t at)
{
    return cell.at[at] == '.' && at + 1 < cell.len && cell.at[at + 1] >= '0' &&
           cell.at[at + 1] <= '9';
}

static void put_cell(struct print *p, const struct print_column *column, struct str cell,
                     unsigned width, bool last)
{
    unsigned w = (unsigned)utf8_count(cell), blanks = width > w ? width - w : 0;
    if (column->number)
        put_blanks(&p->text, blanks);
    if (column->number && p->cli->lang == LANG_SV) {
        for (size_t i = 0; i < cell.len; i++)
            sb_char(&p->text, is_point(cell, i) ? ',' : cell.at[i]);
    } else {
        put_cut(&p->text, cell, width);
    }
    if (!column->number && !last)
        put_blanks(&p->text, blanks);
}

static bool put_table(struct print *p, struct err *err)
{
    unsigned width[PRINT_COLUMNS_MOST] = {0};
    find_widths(p, width);
    for (unsigned r = 0; r < p->rows; r++) {
        for (unsigned i = 0; i < p->count; i++) {
            put_blanks(&p->text, i > 0 ? GAP : 0);
            put_cell(p, &p->column[i], p->cell[r * p->count + i], width[i], i + 1 == p->count);
        }
        sb_char(&p->text, '\n');
        if (!flush(p, false, err))
            return false;
    }
    return true;
}

bool print_end(struct print *p, struct err *err)
{
    if (p->cli->format == FORMAT_JSON)
        sb_put(&p->text, p->rows == 0 ? STR("[]\n") : STR("\n]\n"));
    if (p->cli->format == FORMAT_TABLE && !put_table(p, err))
        return false;
    return flush(p, true, err);
}
