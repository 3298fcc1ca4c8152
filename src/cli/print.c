#include "cli/print.h"

#include "core/csv.h"
#include "core/json.h"
#include "core/utf8.h"
#include "domain/hsaid.h"

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
    enum text nothing;
    bool has_nothing;
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

void print_nothing(struct print *p, enum text sentence)
{
    p->nothing = sentence;
    p->has_nothing = true;
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

/* How wide the longest word is. */
static unsigned word_width(struct str cell)
{
    unsigned widest = 0;
    while (cell.len > 0) {
        unsigned w = (unsigned)utf8_count(str_cut(&cell, ' '));
        widest = w > widest ? w : widest;
    }
    return widest;
}

/* The widest of the columns that may be narrower gives way, until all fit or none is wider than
 * its least: whether they fit. */
static bool give_way(const struct print *p, const unsigned *least, unsigned *width)
{
    for (;;) {
        unsigned total = (p->count - 1) * GAP, widest = p->count;
        for (unsigned i = 0; i < p->count; i++) {
            bool gives = p->column[i].shrinks || p->column[i].wraps;
            total += width[i];
            if (gives && width[i] > least[i] && (widest == p->count || width[i] > width[widest]))
                widest = i;
        }
        if (total <= PRINT_WIDTH || widest == p->count)
            return total <= PRINT_WIDTH;
        width[widest]--;
    }
}

/* Whether whole words have room; only those that are longer than any identifier are broken. */
static bool find_widths(const struct print *p, unsigned *width)
{
    enum { SHORTEST = 8 };
    unsigned word[PRINT_COLUMNS_MOST], least[PRINT_COLUMNS_MOST];
    for (unsigned i = 0; i < p->count; i++) {
        width[i] = 1;
        word[i] = least[i] = SHORTEST;
        for (unsigned r = 0; r < p->rows; r++) {
            struct str cell = p->cell[r * p->count + i];
            unsigned w = (unsigned)utf8_count(cell);
            width[i] = w > width[i] ? w : width[i];
            w = p->column[i].wraps ? word_width(cell) : 0;
            word[i] = w > word[i] ? w : word[i];
            if (w < HSAID_TEXT)
                least[i] = w > least[i] ? w : least[i];
        }
    }
    return give_way(p, word, width) || give_way(p, least, width);
}

static void put_blanks(struct sb *out, unsigned n)
{
    while (n-- > 0)
        sb_char(out, ' ');
}

/* The bytes of its first characters; it has as many. */
static size_t bytes_of(struct str s, unsigned characters)
{
    size_t end = 0;
    while (characters-- > 0)
        do
            end++;
        while (end < s.len && ((unsigned char)s.at[end] & 0xC0) == 0x80);
    return end;
}

/* The first `width` characters; the last of them an ellipsis where there are more. */
static void put_cut(struct sb *out, struct str s, unsigned width)
{
    if (utf8_count(s) <= width) {
        sb_put(out, s);
        return;
    }
    sb_put(out, (struct str){s.at, bytes_of(s, width - 1)});
    sb_put(out, STR("…"));
}

/* What there is room for of a cell; the rest goes on below. */
static struct str take_line(struct str *rest, unsigned width)
{
    struct str line = *rest;
    if (utf8_count(line) > width) {
        size_t end = bytes_of(line, width), blank = end;
        while (blank > 0 && line.at[blank] != ' ')
            blank--;
        line.len = blank > 0 ? blank : end;
    }
    size_t taken = line.len;
    while (taken < rest->len && rest->at[taken] == ' ')
        taken++;
    *rest = (struct str){rest->at + taken, rest->len - taken};
    return line;
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

/* A line of a row: of the cells that do not wrap all, in the first. */
static void put_line(struct print *p, struct str *rest, const unsigned *width, unsigned columns)
{
    for (unsigned i = 0; i < columns; i++) {
        struct str cell = rest[i];
        if (p->column[i].wraps)
            cell = take_line(&rest[i], width[i]);
        else
            rest[i] = STR("");
        put_blanks(&p->text, i > 0 ? GAP : 0);
        put_cell(p, &p->column[i], cell, width[i], i + 1 == columns);
    }
    while (p->text.len > 0 && p->text.at[p->text.len - 1] == ' ')
        p->text.len--; /* nothing stands behind an empty cell */
    sb_char(&p->text, '\n');
}

/* A field of a record that stands alone: its title, and what there is, in as many lines as needed.
 */
static void put_field(struct print *p, unsigned column, struct str cell, unsigned indent)
{
    struct str title = p->cell[column];
    sb_put(&p->text, title);
    put_blanks(&p->text, indent - (unsigned)utf8_count(title));
    if (p->column[column].number) {
        put_cell(p, &p->column[column], cell, (unsigned)utf8_count(cell), true);
        sb_char(&p->text, '\n');
        return;
    }
    for (bool first = true; cell.len > 0; first = false) {
        put_blanks(&p->text, first ? 0 : indent);
        sb_put(&p->text, take_line(&cell, PRINT_WIDTH - indent));
        sb_char(&p->text, '\n');
    }
}

/* Records one below the other, with an empty line between; what is empty is left out. */
static bool put_stacked(struct print *p, struct err *err)
{
    unsigned indent = 0;
    for (unsigned i = 0; i < p->count; i++) {
        unsigned w = (unsigned)utf8_count(p->cell[i]) + GAP;
        indent = w > indent ? w : indent;
    }
    for (unsigned r = 1; r < p->rows; r++) {
        if (r > 1)
            sb_char(&p->text, '\n');
        for (unsigned i = 0; i < p->count; i++)
            if (p->cell[r * p->count + i].len > 0)
                put_field(p, i, p->cell[r * p->count + i], indent);
        if (!flush(p, false, err))
            return false;
    }
    return true;
}

/* Leaves out the columns that no record has anything in. */
static void drop_empty(struct print *p)
{
    unsigned kept = 0, from[PRINT_COLUMNS_MOST];
    struct print_column *column = ARENA_NEW(p->cli->arena, struct print_column, p->count);
    for (unsigned i = 0; i < p->count; i++) {
        bool any = false;
        for (unsigned r = 1; r < p->rows; r++)
            any = any || p->cell[r * p->count + i].len > 0;
        if (any) {
            column[kept] = p->column[i];
            from[kept++] = i;
        }
    }
    for (unsigned r = 0; r < p->rows; r++)
        for (unsigned i = 0; i < kept; i++)
            p->cell[r * kept + i] = p->cell[r * p->count + from[i]];
    p->column = column;
    p->count = kept;
}

static bool put_table(struct print *p, struct err *err)
{
    unsigned width[PRINT_COLUMNS_MOST] = {0};
    struct str rest[PRINT_COLUMNS_MOST];
    if (p->rows == 1 && p->has_nothing) {
        sb_put(&p->text, text_get(p->cli->lang, p->nothing));
        sb_char(&p->text, '\n');
        return true;
    }
    bool fits = find_widths(p, width);
    if (!fits && p->rows > 1) {
        drop_empty(p);
        fits = p->count > 0 && find_widths(p, width);
    }
    if (!fits && p->rows > 1)
        return put_stacked(p, err);
    for (unsigned r = 0; r < p->rows; r++) {
        memcpy(rest, p->cell + (size_t)r * p->count, p->count * sizeof *rest);
        for (unsigned columns = p->count; columns > 0;) {
            put_line(p, rest, width, columns);
            while (columns > 0 && rest[columns - 1].len == 0)
                columns--;
        }
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

struct str print_yes(bool yes)
{
    return yes ? STR("yes") : STR("no");
}
