#include "cli/progress.h"

#include "cli/wrap.h"
#include "core/utf8.h"

#include <string.h>
#include <unistd.h>

static const int64_t SECOND_US = 1000000;

struct progress progress_open(struct cli *cli)
{
    return (struct progress){.cli = cli, .terminal = isatty(fileno(cli->note)) == 1};
}

struct str progress_grouped(struct arena *a, uint64_t n)
{
    struct str digits = str_fmt(a, "%llu", (unsigned long long)n);
    struct sb out = sb_open(a, digits.len * 2);
    for (size_t i = 0; i < digits.len; i++) {
        if (i > 0 && (digits.len - i) % 3 == 0)
            sb_char(&out, ' ');
        sb_char(&out, digits.at[i]);
    }
    return sb_str(&out);
}

static void put_line(struct progress *p, struct sb *line, uint64_t done, uint64_t total,
                     uint64_t rows)
{
    int64_t elapsed = p->shown - p->began;
    sb_put(line, str_of(p->what));
    if (total > 0)
        sb_fmt(line, "  %3llu %%", (unsigned long long)(done >= total ? 100 : done * 100 / total));
    if (elapsed < SECOND_US / 2 || rows == 0)
        return;
    uint64_t rate = (uint64_t)((double)rows * (double)SECOND_US / (double)elapsed);
    struct str value = progress_grouped(line->arena, rate);
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
    struct sb line = sb_open(a, 128);
    put_line(p, &line, done, total, rows);
    struct str s = utf8_shown(a, sb_str(&line)); /* a file may have any name */
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
