/* kontinua check: whether measures and code sets are right, before anything is computed. */
#include "cli/commands.h"
#include "cli/definition_files.h"
#include "cli/place.h"
#include "cli/print.h"

enum { C_FILE, C_LINE, C_COLUMN, C_CODE, C_DETAIL, COLUMNS };
static const struct print_column COLUMN[COLUMNS] = {
    [C_FILE] = {.name = "file"},
    [C_LINE] = {.name = "line", .number = true},
    [C_COLUMN] = {.name = "column", .number = true},
    [C_CODE] = {.name = "code"},
    [C_DETAIL] = {.name = "detail"},
};

struct checking {
    struct cli *cli;
    struct print *print; /* NULL: for people */
};

static bool put_record(struct checking *c, const struct definition_file *file, struct err *err)
{
    struct str field[COLUMNS] = {[C_FILE] = str_of(file->path)};
    struct place p = place_of(&file->err);
    if (p.line > 0)
        field[C_LINE] = str_fmt(c->cli->arena, "%u", p.line);
    if (p.column > 0)
        field[C_COLUMN] = str_fmt(c->cli->arena, "%u", p.column);
    if (file->err.kind != ERR_NONE) {
        field[C_CODE] = str_of(file->err.code);
        field[C_DETAIL] = p.why;
    }
    return print_row(c->print, field, err);
}

static bool take(void *state, const struct definition_file *file, struct err *err)
{
    struct checking *c = state;
    struct sb out = sb_open(c->cli->arena, 512);
    struct str path = str_of(file->path);
    if (c->print)
        return put_record(c, file, err);
    if (file->err.kind != ERR_NONE) {
        definition_file_tell(c->cli, &out, file);
    } else if (!c->cli->quiet) {
        text_fill(&out, c->cli->lang, TEXT_CHECK_RIGHT, &path, 1);
        sb_char(&out, '\n');
    }
    return cli_write(c->cli->out, sb_str(&out), err);
}

/* Who asks for no format reads it, or reads it in a log: sentences, not records. */
static bool check(struct cli *cli, const struct call *call, struct err *err)
{
    struct definition_counts counts = {0};
    bool asked = cli->shared.value[SHARED_FORMAT].given && cli->format != FORMAT_TABLE;
    struct checking c = {cli, asked ? print_open(cli, COLUMN, COLUMNS) : NULL};
    if (!definition_files(cli, call, take, &c, &counts, err) ||
        (c.print && !print_end(c.print, err)))
        return false;
    return counts.wrong == 0 || FAIL(err, ERR_INVALID, "files.wrong", "%u/%u", counts.wrong,
                                     counts.wrong + counts.right);
}

const struct command COMMAND_CHECK = {
    .verb = {.name = "check",
             .arguments = "FILE...|DIR",
             .least_arguments = 1,
             .most_arguments = 10000,
             .summary = TEXT_VERB_CHECK_SUMMARY,
             .about = TEXT_VERB_CHECK_ABOUT},
    .run = check,
    .alone = true,
};
