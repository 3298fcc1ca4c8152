#include "cli/instance.h"

#include "core/err_text.h"

#include <string.h>
#include <unistd.h>

unsigned cli_threads(const struct option_value *given)
{
    if (given && given->given)
        return (unsigned)given->number;
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n < 1 ? 1 : n > CLI_THREADS_MOST ? CLI_THREADS_MOST : (unsigned)n;
}

bool cli_person(struct cli *cli, struct str *out, struct err *err)
{
    char line[64];
    struct str text = fgets(line, sizeof line, stdin) ? str_of(line) : STR("");
    while (text.len > 0 && (text.at[text.len - 1] == '\n' || text.at[text.len - 1] == '\r'))
        text.len--;
    text = str_trim(text);
    if (text.len == 0)
        return FAIL(err, ERR_INVALID, "person.input", "%s", "");
    *out = str_copy(cli->arena, text);
    return true;
}

bool cli_number(struct str text, const char *name, int64_t *out, struct err *err)
{
    enum { DIGITS_MOST = 18 };
    int64_t n = 0;
    bool good = text.len > 0 && text.len <= DIGITS_MOST;
    for (size_t i = 0; good && i < text.len; i++) {
        good = text.at[i] >= '0' && text.at[i] <= '9';
        n = n * 10 + (text.at[i] - '0');
    }
    *out = n;
    return good || FAIL(err, ERR_INVALID, "options.number", "%s", name);
}

bool cli_instance(struct cli *cli, struct instance *out, struct err *err)
{
    struct instance_options options = {.home = cli->home, .clock = &cli->clock};
    return instance_open(cli->arena, &options, out, err);
}

static void show(void *state, enum warehouse_step step, uint64_t done, uint64_t total)
{
    static const enum text words[] = {[WAREHOUSE_REGISTRY] = TEXT_WAREHOUSE_REGISTRY,
                                      [WAREHOUSE_SEGMENTS] = TEXT_WAREHOUSE_SEGMENTS,
                                      [WAREHOUSE_SORTING] = TEXT_WAREHOUSE_SORTING};
    struct progress *p = state;
    progress_show(p, text_get(p->cli->lang, words[step]).at, done, total, 0);
}

struct warehouse_use cli_warehouse(struct progress *progress, unsigned threads)
{
    return (struct warehouse_use){.threads = threads, .state = progress, .show = show};
}

static void note(struct progress *progress, enum text text, struct str value)
{
    struct sb line = sb_open(progress->cli->arena, 256);
    text_fill(&line, progress->cli->lang, text, &value, 1);
    progress_note(progress, sb_str(&line));
}

void cli_tell_warehouse(struct progress *progress, const struct warehouse_now *now)
{
    struct cli *cli = progress->cli;
    progress_end(progress);
    if (now->why != WAREHOUSE_DAMAGED)
        return;
    note(progress, TEXT_WAREHOUSE_REBUILT, err_message(cli->arena, cli->lang, &now->refused));
}

/* The file; what of it was wrong is for the log of a service. */
static struct str refused_file(const struct err *why)
{
    struct str rest = str_of(why->detail);
    const char *end = strstr(why->detail, ": ");
    return end ? (struct str){rest.at, (size_t)(end - rest.at)} : rest;
}

void cli_tell_kept(struct progress *progress, const struct err *refused,
                   const struct err *unwritten)
{
    const struct cli *cli = progress->cli;
    if (refused->kind != ERR_NONE)
        note(progress, TEXT_KEPT_REFUSED, refused_file(refused));
    if (unwritten->kind != ERR_NONE)
        note(progress, TEXT_KEPT_UNWRITTEN, err_message(cli->arena, cli->lang, unwritten));
}

void cli_tell_late(struct progress *progress, const struct snapshot *s, struct month month,
                   struct day today)
{
    struct day end = month_last(month), last = s->last_contact;
    char asked[DAY_TEXT], loaded[DAY_TEXT];
    if (day_is_none(last) || last.n >= end.n ||
        (month.n <= month_of(last).n && end.n < today.n)) /* a month that ends with a holiday */
        return;
    struct str value[] = {day_format(last, loaded), day_format(end, asked)};
    struct sb line = sb_open(progress->cli->arena, 256);
    text_fill(&line, progress->cli->lang, TEXT_FIGURES_LATE, value, ARRAY_LEN(value));
    progress_note(progress, sb_str(&line));
}

bool cli_has_any(const struct cli *cli, const struct snapshot *s, struct err *err)
{
    return s->persons > 0 || s->known_units > 0 ||
           FAIL(err, ERR_MISSING, "warehouse.nothing", "%.190s", cli->home);
}

bool cli_snapshot(struct cli *cli, struct instance *in, struct day as_of, unsigned threads,
                  struct figures *out, struct err *err)
{
    struct figures_request none = {
        .as_of = as_of, .today = instance_today(in), .months = 1, .threads = threads};
    struct progress progress = progress_open(cli);
    struct warehouse_use use = cli_warehouse(&progress, threads);
    bool opened = figures_open(cli->arena, in, &none, &use, out, err);
    progress_end(&progress);
    if (!opened)
        return false;
    cli_tell_warehouse(&progress, &out->from);
    cli_tell_late(&progress, &out->from.snapshot, out->last, none.today);
    if (cli_has_any(cli, &out->from.snapshot, err))
        return true;
    figures_close(out);
    return false;
}
