/* kontinua load list: the loads that have landed, oldest first. */
#include "cli/commands.h"
#include "cli/instance.h"
#include "cli/print.h"
#include "cli/progress.h"
#include "store/load_store.h"

enum { C_LOAD, C_AT, C_ROWS, C_REJECTS, C_POSITION, COLUMNS };
static const struct print_column COLUMN[COLUMNS] = {
    [C_LOAD] = {.name = "load", .title = TEXT_IMPORT_COLUMN_LOAD, .number = true},
    [C_AT] = {.name = "recorded_at", .title = TEXT_LOAD_COLUMN_AT},
    [C_ROWS] = {.name = "rows", .title = TEXT_IMPORT_COLUMN_ROWS, .number = true},
    [C_REJECTS] = {.name = "rejects", .title = TEXT_IMPORT_COLUMN_REJECTS, .number = true},
    [C_POSITION] = {.name = "position", .title = TEXT_LOAD_COLUMN_POSITION, .number = true},
};

struct listing {
    struct cli *cli;
    struct print *print;
};

static struct str number(struct cli *cli, uint64_t n)
{
    return cli->format == FORMAT_TABLE ? progress_grouped(cli->arena, n)
                                       : str_fmt(cli->arena, "%llu", (unsigned long long)n);
}

static bool print_load(void *state, const struct load_now *load, struct err *err)
{
    struct listing *l = state;
    char at[MOMENT_TEXT];
    struct str field[COLUMNS] = {
        [C_LOAD] = str_fmt(l->cli->arena, "%lld", (long long)load->id),
        [C_AT] = moment_format(load->recorded_at, at),
        [C_ROWS] = number(l->cli, load->rows),
        [C_REJECTS] = number(l->cli, load->rejects),
        [C_POSITION] = str_fmt(l->cli->arena, "%lld", (long long)load->position),
    };
    return print_row(l->print, field, err);
}

static bool load(struct cli *cli, const struct call *call, struct err *err)
{
    struct instance in;
    if (!str_eq(call->argument[0], STR("list")))
        return FAIL(err, ERR_INVALID, "options.arguments", "load list");
    if (!cli_instance(cli, &in, err))
        return false;
    struct listing l = {cli, print_open(cli, COLUMN, COLUMNS)};
    bool done =
        load_each(in.db, (struct load_reader){&l, print_load}, err) && print_end(l.print, err);
    instance_close(&in);
    return done;
}

const struct command COMMAND_LOAD = {
    .verb = {.name = "load",
             .arguments = "list",
             .least_arguments = 1,
             .most_arguments = 1,
             .summary = TEXT_VERB_LOAD_SUMMARY,
             .about = TEXT_VERB_LOAD_ABOUT},
    .run = load,
};
