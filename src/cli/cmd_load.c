/* kontinua load list, load undo ID: the loads that have landed, oldest first; one taken back. */
#include "cli/commands.h"
#include "cli/instance.h"
#include "cli/print.h"
#include "cli/progress.h"
#include "service/load_undo.h"
#include "store/load_store.h"

enum { C_LOAD, C_AT, C_ROWS, C_REJECTS, C_POSITION, C_UNDONE, COLUMNS };
static const struct print_column COLUMN[COLUMNS] = {
    [C_LOAD] = {.name = "load", .title = TEXT_IMPORT_COLUMN_LOAD, .number = true},
    [C_AT] = {.name = "recorded_at", .title = TEXT_LOAD_COLUMN_AT},
    [C_ROWS] = {.name = "rows", .title = TEXT_IMPORT_COLUMN_ROWS, .number = true},
    [C_REJECTS] = {.name = "rejects", .title = TEXT_IMPORT_COLUMN_REJECTS, .number = true},
    [C_POSITION] = {.name = "position", .title = TEXT_LOAD_COLUMN_POSITION, .number = true},
    [C_UNDONE] = {.name = "undone_at", .title = TEXT_LOAD_COLUMN_UNDONE},
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
    char at[MOMENT_TEXT], undone[MOMENT_TEXT];
    struct str field[COLUMNS] = {
        [C_LOAD] = str_fmt(l->cli->arena, "%lld", (long long)load->id),
        [C_AT] = moment_format(load->recorded_at, at),
        [C_ROWS] = number(l->cli, load->rows),
        [C_REJECTS] = number(l->cli, load->rejects),
        [C_POSITION] = str_fmt(l->cli->arena, "%lld", (long long)load->position),
        [C_UNDONE] =
            load->undone_at.us == INT64_MIN ? STR("") : moment_format(load->undone_at, undone),
    };
    return print_row(l->print, field, err);
}

static bool list(struct cli *cli, struct instance *in, struct err *err)
{
    struct listing l = {cli, print_open(cli, COLUMN, COLUMNS)};
    return load_each(in->db, (struct load_reader){&l, print_load}, err) && print_end(l.print, err);
}

static bool undo(struct cli *cli, struct instance *in, struct str id, struct err *err)
{
    int64_t load = 0;
    bool already = false;
    if (!str_to_i64(id, &load) || load <= 0)
        return FAIL(err, ERR_INVALID, "options.arguments", "load undo ID");
    if (!load_undo(in, load, &already, err))
        return false;
    struct progress progress = progress_open(cli);
    struct sb line = sb_open(cli->arena, 128);
    text_fill(&line, cli->lang, already ? TEXT_LOAD_UNDONE_BEFORE : TEXT_LOAD_UNDONE, &id, 1);
    progress_note(&progress, sb_str(&line));
    progress_end(&progress);
    return true;
}

static bool load(struct cli *cli, const struct call *call, struct err *err)
{
    struct instance in;
    bool lists = call->arguments == 1 && str_eq(call->argument[0], STR("list"));
    bool undoes = call->arguments == 2 && str_eq(call->argument[0], STR("undo"));
    if (!lists && !undoes)
        return FAIL(err, ERR_INVALID, "options.arguments", "load list|undo ID");
    if (!cli_instance(cli, &in, err))
        return false;
    bool done = lists ? list(cli, &in, err) : undo(cli, &in, call->argument[1], err);
    instance_close(&in);
    return done;
}

const struct command COMMAND_LOAD = {
    .verb = {.name = "load",
             .arguments = "list|undo ID",
             .least_arguments = 1,
             .most_arguments = 2,
             .summary = TEXT_VERB_LOAD_SUMMARY,
             .about = TEXT_VERB_LOAD_ABOUT},
    .run = load,
};
