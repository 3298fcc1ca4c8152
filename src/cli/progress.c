#include "cli/progress.h"

#include "cli/print.h"
#include "cli/wrap.h"
#include "core/utf8.h"
#include "web/number.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static const int64_t SECOND_US = 1000000;

struct progress progress_open(struct cli *cli)
{
    return (struct progress){.cli = cli, .terminal = isatty(fileno(cli->note)) == 1};
}

struct str progress_grouped(struct arena *a, enum lang lang, uint64_t n)
{
    return number_count(a, lang, (int64_t)n);
}

/* Columns of the terminal, one left free: a line that fills it goes on below. */
static size_t room_on(FILE *terminal)
{
    enum { LEAST = 40 };
    struct winsize size;
    bool known = ioctl(fileno(terminal), TIOCGWINSZ, &size) == 0 && size.ws_col >= LEAST;
    return (known ? size.ws_col : PRINT_WIDTH) - 1U;
}

/* So many characters of the text at its begin, or its end. */
static struct str part_of(struct str text, size_t characters, bool end)
{
    size_t all = utf8_count(text), skip = end && all > characters ? all - characters : 0, at = 0;
    for (size_t n = 0; n < skip; n++)
        do
            at++;
        while (at < text.len && ((unsigned char)text.at[at] & 0xC0) == 0x80);
    size_t to = at;
    for (size_t n = 0; n < characters && to < text.len; n++)
        do
            to++;
        while (to < text.len && ((unsigned char)text.at[to] & 0xC0) == 0x80);
    return (struct str){text.at + at, to - at};
}

/* The middle of a long name gives way: its begin says the table, its end which one. */
static void put_shortened(struct sb *line, struct str what, size_t room)
{
    if (utf8_count(what) <= room) {
        sb_put(line, what);
        return;
    }
    size_t end = (room - 1) / 2;
    sb_put(line, part_of(what, room - 1 - end, false));
    sb_put(line, STR("…"));
    sb_put(line, part_of(what, end, true));
}

/* What stands behind the name of the step. */
static void put_figures(struct progress *p, struct sb *line, uint64_t done, uint64_t total,
                        uint64_t rows)
{
    int64_t elapsed = p->shown - p->began;
    if (total > 0) {
        uint64_t percent = done >= total ? 100 : done * 100 / total;
        struct str share = str_fmt(line->arena, "  %3llu", (unsigned long long)percent);
        text_fill(line, p->cli->lang, TEXT_WEB_PERCENT, &share, 1);
    }
    if (elapsed < SECOND_US / 2 || rows == 0)
        return;
    uint64_t rate = (uint64_t)((double)rows * (double)SECOND_US / (double)elapsed);
    struct str value = progress_grouped(line->arena, p->cli->lang, rate);
    sb_put(line, STR("  "));
    text_fill(line, p->cli->lang, TEXT_CLI_RATE, &value, 1);
    if (total == 0 || done == 0 || done >= total)
        return;
    double left_us = (double)elapsed * (double)(total - done) / (double)done;
    unsigned left = (unsigned)(left_us / (double)SECOND_US);
    value = str_fmt(line->arena, "%u:%02u", left / 60, left % 60);
    sb_put(line, STR("  "));
    text_fill(line, p->cli->lang, TEXT_CLI_TIME_LEFT, &value, 1);
}

static void put_line(struct progress *p, struct sb *line, struct str figures)
{
    enum { NAME_LEAST = 8 };
    struct str what = utf8_shown(line->arena, str_of(p->what)); /* a file may have any name */
    size_t behind = utf8_count(figures), room = p->terminal ? room_on(p->cli->note) : SIZE_MAX;
    put_shortened(line, what, room > behind + NAME_LEAST ? room - behind : NAME_LEAST);
    sb_put(line, figures);
}

void progress_show(struct progress *p, const char *what, uint64_t done, uint64_t total,
                   uint64_t rows)
{
    if (p->cli->quiet)
        return;
    int64_t now = clock_monotonic_us();
    if (strncmp(p->what, what, sizeof p->what - 1) != 0) {
        (void)snprintf(p->what, sizeof p->what, "%s", what);
        p->began = now;
        p->shown = p->terminal ? 0 : now;
    }
    if (now - p->shown < (p->terminal ? SECOND_US / 10 : 5 * SECOND_US))
        return;
    p->shown = now;
    struct arena *a = arena_open(512);
    struct sb line = sb_open(a, 128), figures = sb_open(a, 64);
    put_figures(p, &figures, done, total, rows);
    put_line(p, &line, sb_str(&figures));
    struct str s = sb_str(&line);
    (void)fprintf(p->cli->note, p->terminal ? "\r\033[K%.*s" : "%.*s\n", STR_FMT(s));
    (void)fflush(p->cli->note);
    p->line_open = p->terminal;
    arena_close(a);
}

void progress_end(struct progress *p)
{
    if (p->line_open)
        (void)fputs("\r\033[K", p->cli->note);
    (void)fflush(p->cli->note);
    p->line_open = false;
}

void progress_note(struct progress *p, struct str line)
{
    if (!p->cli->quiet)
        progress_warn(p, line);
}

void progress_warn(struct progress *p, struct str line)
{
    progress_end(p);
    wrap_to(p->cli->note, p->cli->arena, line);
}
