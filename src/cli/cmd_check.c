/* kontinua check: how good the instance's data are; of files whether measures, code sets and checks
 * are right, before anything is computed. */
#include "cli/actor.h"
#include "cli/commands.h"
#include "cli/definition_files.h"
#include "cli/instance.h"
#include "cli/print.h"
#include "cli/quality.h"

enum {
    AS_OF,
    BY,
    MEASURE,
    ROWS,
    UNIT,
    PROTECTED,
    THREADS,
    ACTOR,
    OPTIONS = ACTOR + ACTOR_ASKS_OPTIONS
};
static const char *const BY_WORD[] = {"county", "unit", NULL};
static const struct option OPTION[OPTIONS] = {
    [AS_OF] = {.name = "as-of",
               .type = OPTION_DAY,
               .value_name = "YYYY-MM-DD",
               .help = TEXT_OPTION_CHECK_AS_OF},
    [BY] = {.name = "by",
            .type = OPTION_CHOICE,
            .value_name = "LEVEL",
            .help = TEXT_OPTION_CHECK_BY,
            .preset = "county",
            .choice = BY_WORD},
    [MEASURE] = {.name = "measure",
                 .type = OPTION_TEXT,
                 .value_name = "ID",
                 .help = TEXT_OPTION_CHECK_MEASURE},
    [ROWS] = {.name = "rows",
              .type = OPTION_TEXT,
              .value_name = "CHECK",
              .help = TEXT_OPTION_CHECK_ROWS},
    [UNIT] = {.name = "unit",
              .type = OPTION_TEXT,
              .value_name = "UNIT",
              .help = TEXT_OPTION_CHECK_UNIT},
    [PROTECTED] = {.name = "protected",
                   .type = OPTION_TEXT,
                   .value_name = "REASON",
                   .help = TEXT_OPTION_CHECK_PROTECTED},
    [THREADS] = CLI_THREADS_OPTION,
    ACTOR_ASKS_OPTION(ACTOR),
};

enum { C_FILE, C_LINE, C_COLUMN, C_SEVERITY, C_CODE, C_DETAIL, COLUMNS };
static const struct print_column COLUMN[COLUMNS] = {
    [C_FILE] = {.name = "file"},
    [C_LINE] = {.name = "line", .number = true},
    [C_COLUMN] = {.name = "column", .number = true},
    [C_SEVERITY] = {.name = "severity"},
    [C_CODE] = {.name = "code"},
    [C_DETAIL] = {.name = "detail"},
};

struct checking {
    struct cli *cli;
    struct print *print; /* NULL: for people */
};

static bool put_record(struct checking *c, const struct definition_file *file, const char *severity,
                       struct err *err)
{
    struct str field[COLUMNS] = {[C_FILE] = str_of(file->path)};
    struct place p = definition_file_place(file);
    if (p.line > 0)
        field[C_LINE] = str_fmt(c->cli->arena, "%u", p.line);
    if (p.column > 0)
        field[C_COLUMN] = str_fmt(c->cli->arena, "%u", p.column);
    if (file->err.kind != ERR_NONE) {
        field[C_SEVERITY] = str_of(severity);
        field[C_CODE] = str_of(file->err.code);
        field[C_DETAIL] = p.why;
    }
    return print_row(c->print, field, err);
}

static void say_right(struct checking *c, const struct definition_file *file, struct sb *out)
{
    struct str path = str_of(file->path);
    if (c->cli->quiet)
        return;
    text_fill(out, c->cli->lang, TEXT_CHECK_RIGHT, &path, 1);
    sb_char(out, '\n');
}

/* A file with warnings is right: they are told behind that, each as an error would be. */
static bool take(void *state, const struct definition_file *file, struct err *err)
{
    struct checking *c = state;
    struct sb out = sb_open(c->cli->arena, 512);
    struct definition_warnings warnings = {0};
    bool is_right = file->err.kind == ERR_NONE;
    if (is_right)
        warnings = definition_warnings(c->cli->arena, file);
    if (!c->print && is_right)
        say_right(c, file, &out);
    else if (!c->print)
        definition_file_tell(c->cli, &out, file);
    else if (warnings.count == 0 && !put_record(c, file, "error", err))
        return false;
    for (size_t i = 0; i < warnings.count; i++) {
        struct definition_file warned = *file;
        warned.err = warnings.at[i];
        if (!c->print)
            definition_file_tell(c->cli, &out, &warned);
        else if (!put_record(c, &warned, "warning", err))
            return false;
    }
    return c->print || cli_write(c->cli->out, sb_str(&out), err);
}

/* Who asks for no format reads it, or reads it in a log: sentences, not records. */
static bool check_files(struct cli *cli, const struct call *call, struct err *err)
{
    struct definition_counts counts = {0};
    bool asked = cli->shared.value[SHARED_FORMAT].given && cli->format != FORMAT_TABLE;
    struct checking c = {cli, asked ? print_open(cli, COLUMN, COLUMNS) : NULL};
    if (!definition_files(cli, call, take, &c, &counts, err) ||
        (c.print && !print_end(c.print, err)))
        return false;
    return definition_files_right(&counts, err);
}

/* Without a file it is the data that are looked at; what is asked of them has no meaning for files.
 */
static bool check(struct cli *cli, const struct call *call, struct err *err)
{
    const struct option_value *v = call->value;
    struct quality_call ask = {.as_of = v[AS_OF].given ? v[AS_OF].day : DAY_NONE,
                               .by_unit = v[BY].choice == 1,
                               .rows = v[ROWS].text,
                               .measure = v[MEASURE].text,
                               .unit = v[UNIT].text,
                               .threads = cli_threads(&v[THREADS])};
    if (call->arguments == 0 && (v[UNIT].given || v[PROTECTED].given) && !v[ROWS].given)
        return FAIL(err, ERR_INVALID, "check.options", v[UNIT].given ? "--unit" : "--protected");
    if (call->arguments == 0 && v[ROWS].given && (v[MEASURE].given || v[BY].given))
        return FAIL(err, ERR_INVALID, "check.options", "--rows, %s",
                    v[BY].given ? "--by" : "--measure");
    if (call->arguments == 0 && !actor_of_region(cli, &v[ACTOR], &v[PROTECTED], &ask.actor, err))
        return false;
    if (call->arguments == 0)
        return quality_verb(cli, &ask, err);
    for (unsigned i = 0; i < OPTIONS; i++)
        if (v[i].given && !OPTION[i].env && !OPTION[i].setting)
            return FAIL(err, ERR_INVALID, "check.options", "--%s", OPTION[i].name);
    return check_files(cli, call, err);
}

const struct command COMMAND_CHECK = {
    .verb = {.name = "check",
             .arguments = "[FILE...|DIR]",
             .most_arguments = 10000,
             .summary = TEXT_VERB_CHECK_SUMMARY,
             .about = TEXT_VERB_CHECK_ABOUT,
             .option = OPTION,
             .options = OPTIONS},
    .run = check,
};
