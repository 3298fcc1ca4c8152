#include "core/csv.h"

#include "core/csv_scan.h"
#include "core/sb.h"
#include "core/utf8.h"

#include <assert.h>
#include <string.h>

/* The buffer holds the row that is being read and what came after it. It begins at a multiple of
 * CSV_BLOCK of the file, so that the same file gives the same blocks, and the same first error,
 * however the bytes arrive. Places are offsets into it; fields are views, moved when it moves. It
 * is small enough for the second-level cache: a megabyte was measured and is no faster. */
enum { CHUNK = 128 * 1024, ROOM = CHUNK + CSV_ROW_MOST + CSV_BLOCK };

struct csv {
    struct byte_source source;
    char *buffer;  /* ROOM bytes and CSV_BLOCK more for the padding at the end */
    size_t size;   /* bytes that came, a line feed added to an unfinished last row too */
    uint64_t base; /* of the file: where the buffer begins */
    uint64_t end;  /* of the file: how many bytes came */
    bool at_end, failed;
    bool ends_open; /* the last row had no line end */
    char separator;
    struct utf8 utf8;
    size_t block;         /* the block that `marks` are of */
    uint64_t marks;       /* what of its structure is not yet taken */
    size_t next;          /* the block to scan next */
    size_t row;           /* where the current row begins */
    uint64_t line;        /* its line */
    uint64_t inner_lines; /* line feeds in its quoted fields so far */
    unsigned count;       /* its fields so far */
    struct str field[CSV_FIELDS_MOST];
    struct csv_row header;
};

static bool refuse(struct csv *c, const char *code, size_t at, struct err *err)
{
    uint64_t line = c->line;
    for (size_t i = c->row; i < at && i < c->size; i++)
        line += c->buffer[i] == '\n';
    return FAIL(err, ERR_INVALID, code, "%.120s:%llu (byte %llu)", c->source.name,
                (unsigned long long)line, (unsigned long long)(c->base + at + 1));
}

/* Makes room by dropping the rows that were returned, and fills the buffer. */
static bool refill(struct csv *c, struct err *err)
{
    size_t drop = c->row - c->row % CSV_BLOCK;
    memmove(c->buffer, c->buffer + drop, c->size - drop);
    for (unsigned i = 0; i < c->count && i < CSV_FIELDS_MOST; i++)
        c->field[i].at -= drop;
    c->base += drop;
    c->size -= drop;
    c->row -= drop;
    c->block -= drop;
    c->next -= drop;
    while (!c->at_end && c->size < ROOM) {
        size_t got = 0;
        if (!c->source.read(c->source.state, c->buffer + c->size, ROOM - c->size, &got, err))
            return false;
        c->size += got;
        c->end += got;
        c->at_end = got == 0;
    }
    if (c->at_end && c->size > 0 && c->buffer[c->size - 1] != '\n') {
        c->ends_open = true;
        c->buffer[c->size++] = '\n';
    }
    if (c->at_end) /* a partial last block is read whole: let the rest be harmless */
        memset(c->buffer + c->size, ' ', CSV_BLOCK - c->size % CSV_BLOCK);
    return true;
}

/* NUL and UTF-8 of the block at c->block; only looked at when the scan saw something. */
static bool check_bytes(struct csv *c, struct csv_marks m, struct err *err)
{
    const char *at = c->buffer + c->block;
    if (m.nul) {
        const char *nul = memchr(at, '\0', CSV_BLOCK);
        return refuse(c, "csv.nul", c->block + (size_t)(nul - at), err);
    }
    size_t good = utf8_take(&c->utf8, (struct str){at, CSV_BLOCK});
    return good == CSV_BLOCK || refuse(c, "csv.encoding", c->block + good, err);
}

/* The next block that has any structure. *more is false where the file ends. */
static bool next_block(struct csv *c, bool *more, struct err *err)
{
    do {
        if (c->next > c->row + CSV_ROW_MOST + CSV_BLOCK)
            return refuse(c, "csv.row_size", c->row, err);
        if (c->next + CSV_BLOCK > c->size && !c->at_end && !refill(c, err))
            return false;
        if (c->next >= c->size) {
            *more = false;
            return true;
        }
        c->block = c->next;
        c->next += CSV_BLOCK;
        struct csv_marks m = csv_scan(c->buffer + c->block, c->separator);
        if ((m.nul || m.not_ascii || c->utf8.more > 0) && !check_bytes(c, m, err))
            return false;
        c->marks = m.structure;
    } while (c->marks == 0);
    *more = true;
    return true;
}

/* The place of the next separator, quote or line feed. */
static inline bool next_mark(struct csv *c, size_t *at, bool *more, struct err *err)
{
    if (c->marks == 0) {
        if (!next_block(c, more, err))
            return false;
        if (!*more)
            return true;
    }
    *at = c->block + (unsigned)__builtin_ctzll(c->marks);
    c->marks &= c->marks - 1;
    return true;
}

static inline void put_field(struct csv *c, size_t from, size_t to)
{
    if (c->count < CSV_FIELDS_MOST)
        c->field[c->count] = (struct str){c->buffer + from, to - from};
    c->count++;
}

/* Where a row's text ends: before CR LF or LF. */
static inline size_t text_end(const struct csv *c, size_t from, size_t feed)
{
    return feed > from && c->buffer[feed - 1] == '\r' ? feed - 1 : feed;
}

/* Takes one quote of each doubled pair out, in place: the bytes are the reader's own. */
static size_t undouble(char *at, size_t len)
{
    size_t to = 0;
    for (size_t i = 0; i < len; i++) {
        at[to++] = at[i];
        i += at[i] == '"';
    }
    return to;
}

/* A field that opened with the quote at row + open. Returns with the mark that ended it at
 * row + *end. Places are relative to the row, for the buffer may move. */
static bool quoted_field(struct csv *c, size_t open, size_t *end, struct err *err)
{
    size_t from = open + 1, close = 0;
    bool closed = false, doubled = false, more = true;
    for (;;) {
        size_t at = 0;
        if (!next_mark(c, &at, &more, err))
            return false;
        if (!more)
            return refuse(c, "csv.quote", c->row + open, err);
        at -= c->row;
        const char *row = c->buffer + c->row;
        if (!closed) {
            closed = row[at] == '"';
            close = at;
            c->inner_lines += row[at] == '\n';
        } else if (row[at] == '"' && at == close + 1) {
            closed = false;
            doubled = true;
        } else if (row[at] != '"' && (at == close + 1 || (row[at] == '\n' && at == close + 2 &&
                                                          row[close + 1] == '\r'))) {
            *end = at;
            break;
        } else {
            return refuse(c, "csv.quote", c->row + close, err);
        }
    }
    size_t len = close - from;
    if (doubled)
        len = undouble(c->buffer + c->row + from, len);
    put_field(c, c->row + from, c->row + from + len);
    return true;
}

/* Reads the row at c->row; *more is false where there is none. */
static bool read_row(struct csv *c, size_t *row_end, bool *more, struct err *err)
{
    size_t from = 0; /* of the current field, relative to the row */
    c->count = 0;
    c->inner_lines = 0;
    for (;;) {
        size_t at = 0;
        if (!next_mark(c, &at, more, err))
            return false;
        if (!*more)
            return true;
        char mark = c->buffer[at];
        if (mark == '"') {
            if (at != c->row + from)
                return refuse(c, "csv.quote", at, err);
            if (!quoted_field(c, from, &at, err))
                return false;
            at += c->row;
            mark = c->buffer[at];
        } else {
            put_field(c, c->row + from, mark == '\n' ? text_end(c, c->row + from, at) : at);
        }
        from = at + 1 - c->row;
        if (mark == '\n') {
            *row_end = at;
            break;
        }
    }
    if (*row_end - c->row > CSV_ROW_MOST)
        return refuse(c, "csv.row_size", c->row, err);
    return true;
}

static enum csv_result fail(struct csv *c)
{
    c->failed = true;
    return CSV_FAILED;
}

enum csv_result csv_next(struct csv *c, struct csv_row *out, struct err *err)
{
    assert(!c->failed);
    size_t row_end = 0;
    bool more = true;
    if (!read_row(c, &row_end, &more, err))
        return fail(c);
    if (!more)
        return CSV_END;
    *out = (struct csv_row){.line = c->line, .count = c->count, .field = c->field};
    c->line += 1 + c->inner_lines;
    c->row = row_end + 1;
    c->count = 0; /* the views are the caller's now: a refill need not move them */
    return CSV_ROW;
}

/* The first of , and ; outside quotes in the first row. */
static char find_separator(const char *at, size_t size)
{
    bool quoted = false;
    for (size_t i = 0; i < size && (quoted || at[i] != '\n'); i++) {
        if (at[i] == '"')
            quoted = !quoted;
        else if (!quoted && (at[i] == ',' || at[i] == ';'))
            return at[i];
    }
    return ',';
}

/* Where lines end in CR alone the first one never ends: at, the first of them; false: none. */
static bool find_bare_return(const struct csv *c, size_t *at)
{
    bool quoted = false;
    for (size_t i = c->row; i + 1 < c->size && c->buffer[i] != '\n'; i++) {
        if (c->buffer[i] == '"')
            quoted = !quoted;
        if (!quoted && c->buffer[i] == '\r' && c->buffer[i + 1] != '\n') {
            *at = i;
            return true;
        }
    }
    return false;
}

static bool read_header(struct arena *a, struct csv *c, struct err *err)
{
    struct csv_row row = {0};
    enum csv_result got = csv_next(c, &row, err);
    if (got == CSV_FAILED)
        return false;
    bool blank = got == CSV_END || (row.count == 1 && str_trim(row.field[0]).len == 0);
    if (blank || row.count > CSV_FIELDS_MOST)
        return FAIL(err, ERR_INVALID, "csv.header", "%.120s", c->source.name);
    struct str *names = ARENA_NEW(a, struct str, row.count);
    for (unsigned i = 0; i < row.count; i++)
        names[i] = str_copy(a, row.field[i]);
    c->header = (struct csv_row){.line = row.line, .count = row.count, .field = names};
    return true;
}

bool csv_open(struct arena *a, struct byte_source source, struct csv **out, struct err *err)
{
    struct csv *c = ARENA_NEW(a, struct csv, 1);
    c->source = source;
    c->line = 1;
    c->separator = ',';
    c->buffer = ARENA_NEW(a, char, ROOM + 2 * CSV_BLOCK);
    if (!refill(c, err))
        return false;
    if (c->size >= 2 &&
        (memcmp(c->buffer, "\xFF\xFE", 2) == 0 || memcmp(c->buffer, "\xFE\xFF", 2) == 0))
        return refuse(c, "csv.encoding", 0, err); /* UTF-16: the bytes would only say NUL */
    size_t mark = c->size >= 3 && memcmp(c->buffer, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    c->row = mark;
    size_t at = mark;
    if (mark > 0 && c->size >= 2 * mark && memcmp(c->buffer + mark, c->buffer, mark) == 0)
        return refuse(c, "csv.mark_twice", mark, err);
    if (find_bare_return(c, &at))
        return refuse(c, "csv.line_ends", at, err);
    c->separator = find_separator(c->buffer + mark, c->size - mark);
    if (!read_header(a, c, err))
        return false;
    *out = c;
    return true;
}

const struct csv_row *csv_header(const struct csv *c)
{
    return &c->header;
}

uint64_t csv_bytes(const struct csv *c)
{
    uint64_t taken = c->base + c->row;
    return taken < c->end ? taken : c->end;
}

bool csv_ends_open(const struct csv *c)
{
    return c->ends_open;
}

struct csv_place csv_place(const struct csv *c, struct str text, uint64_t line, unsigned field)
{
    struct csv_place p = {1, 1};
    bool quoted = false;
    size_t at = str_starts(text, STR("\xEF\xBB\xBF")) ? 3 : 0;
    for (; at < text.len && p.line < line; at++)
        p.line += text.at[at] == '\n';
    for (; at < text.len && field > 0 && (quoted || text.at[at] != '\n'); at++) {
        quoted ^= text.at[at] == '"';
        field -= !quoted && text.at[at] == c->separator;
        p.column += ((unsigned char)text.at[at] & 0xC0) != 0x80; /* a character's first byte */
        if (text.at[at] == '\n')
            p = (struct csv_place){p.line + 1, 1};
    }
    return p;
}

void csv_put(struct sb *out, struct str field, char separator)
{
    bool quote = false;
    for (size_t i = 0; i < field.len && !quote; i++) {
        char c = field.at[i];
        quote = c == separator || c == '"' || c == '\n' || c == '\r';
    }
    if (!quote) {
        sb_put(out, field);
        return;
    }
    sb_char(out, '"');
    for (struct str rest = field; rest.at;) {
        sb_put(out, str_cut(&rest, '"'));
        if (rest.at)
            sb_put(out, STR("\"\""));
    }
    sb_char(out, '"');
}
