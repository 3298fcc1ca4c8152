#include "cli/place.h"

#include "core/utf8.h"

enum { WIDTH = 80, MARGIN = 5, FRAME = MARGIN + 3, SHOWN = WIDTH - FRAME, AHEAD = 24 };

static unsigned number(struct str *rest)
{
    unsigned n = 0;
    while (rest->len > 0 && *rest->at >= '0' && *rest->at <= '9' && n < 100000000) {
        n = 10 * n + (unsigned)(*rest->at - '0');
        *rest = (struct str){rest->at + 1, rest->len - 1};
    }
    return n;
}

struct place place_of(const struct err *err)
{
    struct place p = {.line = 0};
    struct str rest = str_of(err->detail);
    p.file = str_cut(&rest, ':');
    p.line = number(&rest);
    if (p.line > 0 && str_starts(rest, STR(":"))) {
        rest = (struct str){rest.at + 1, rest.len - 1};
        p.column = number(&rest);
    }
    if (p.column > 0 && str_starts(rest, STR(":")))
        rest = (struct str){rest.at + 1, rest.len - 1};
    p.why = str_trim(rest);
    return p;
}

bool place_is_shown(const struct err *err)
{
    static const char *const things[] = {"check.",   "codeset.", "csv.", "expression.",
                                         "measure.", "rule.",    "yaml."};
    for (size_t i = 0; i < ARRAY_LEN(things); i++)
        if (str_starts(str_of(err->code), str_of(things[i])))
            return true;
    return false;
}

static bool find_line(struct str text, unsigned line, struct str *out)
{
    if (line == 0)
        return false;
    while (--line > 0 && text.at)
        (void)str_cut(&text, '\n');
    bool found = text.at != NULL;
    if (found)
        *out = str_cut(&text, '\n');
    if (found && out->len > 0 && out->at[out->len - 1] == '\r')
        out->len--;
    return found;
}

/* The length of the character at the begin; a byte that is none stands for itself. */
static size_t character(struct str rest, bool *good)
{
    size_t len = 1;
    while (len < rest.len && len < 4 && ((unsigned char)rest.at[len] & 0xC0) == 0x80)
        len++;
    *good = utf8_valid((struct str){rest.at, len}) && utf8_control(rest, 0) == 0;
    return utf8_valid((struct str){rest.at, len}) ? len : 1;
}

/* The characters from the `first`th on, at most `most`; what a terminal must not get as a blank. */
static void put_characters(struct sb *out, struct str line, size_t first, size_t most)
{
    size_t at = 0;
    for (size_t n = 0; at < line.len && n < first + most; n++) {
        bool good;
        struct str rest = {line.at + at, line.len - at};
        size_t len = character(rest, &good);
        if (n >= first && good)
            sb_put(out, (struct str){rest.at, len});
        else if (n >= first)
            sb_char(out, ' ');
        at += len;
    }
}

static size_t count_characters(struct str line)
{
    size_t count = 0;
    bool good;
    for (size_t at = 0; at < line.len; count++)
        at += character((struct str){line.at + at, line.len - at}, &good);
    return count;
}

void place_put(struct sb *out, struct str text, const struct place *p)
{
    struct str line;
    if (!find_line(text, p->line, &line))
        return;
    size_t width = count_characters(line), column = p->column > 0 ? p->column : 1;
    /* The window on a long line, whose cut ends are dots. */
    size_t first = width > SHOWN && column > SHOWN - AHEAD ? column - (SHOWN - AHEAD) : 0;
    size_t dots = first > 0 ? 1 : 0, is_cut = width - first > SHOWN ? 1 : 0;
    sb_fmt(out, "%*u | %s", MARGIN, p->line, dots ? "…" : "");
    put_characters(out, line, first + dots, SHOWN - dots - is_cut);
    sb_fmt(out, "%s\n", is_cut ? "…" : "");
    if (p->column > 0)
        sb_fmt(out, "%*s | %*s^\n", MARGIN, "", (int)(column - first - 1), "");
}
