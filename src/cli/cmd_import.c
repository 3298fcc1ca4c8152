/* kontinua import: takes the files that a region hands over. */
#include "cli/actor.h"
#include "cli/commands.h"
#include "cli/findings.h"
#include "cli/print.h"
#include "cli/watch.h"
#include "core/err_text.h"
#include "core/utf8.h"
#include "service/figures/compact.h"

enum {
    DRY_RUN,
    ACCEPT_REJECTS,
    MAX_REJECTS,
    REPLACE,
    AGAIN,
    IGNORE_UNKNOWN,
    ACTOR,
    OPTIONS = ACTOR + ACTOR_ASKS_OPTIONS
};
static const struct option OPTION[OPTIONS] = {
    [DRY_RUN] = {.name = "dry-run", .type = OPTION_FLAG, .help = TEXT_OPTION_IMPORT_DRY_RUN},
    [ACCEPT_REJECTS] = {.name = "accept-rejects",
                        .type = OPTION_FLAG,
                        .help = TEXT_OPTION_IMPORT_ACCEPT_REJECTS},
    [MAX_REJECTS] = {.name = "max-rejects",
                     .type = OPTION_INT,
                     .value_name = "N",
                     .help = TEXT_OPTION_IMPORT_MAX_REJECTS,
                     .preset = "0",
                     .least = 0,
                     .most = 1000000000},
    [REPLACE] = {.name = "replace",
                 .type = OPTION_TEXT,
                 .value_name = "FROM..TO",
                 .help = TEXT_OPTION_IMPORT_REPLACE},
    [AGAIN] = {.name = "again", .type = OPTION_FLAG, .help = TEXT_OPTION_IMPORT_AGAIN},
    [IGNORE_UNKNOWN] = {.name = "ignore-unknown",
                        .type = OPTION_FLAG,
                        .help = TEXT_OPTION_IMPORT_IGNORE_UNKNOWN},
    ACTOR_ASKS_OPTION(ACTOR),
};

enum { C_FILE, C_TABLE, C_FATE, C_LOAD, C_ROWS, C_REJECTS, C_LEFT, C_REASONS, COLUMNS };
static const struct print_column COLUMN[COLUMNS] = {
    [C_FILE] = {.name = "file", .title = TEXT_IMPORT_COLUMN_FILE, .shrinks = true},
    [C_TABLE] = {.name = "table", .title = TEXT_IMPORT_COLUMN_TABLE},
    [C_FATE] = {.name = "fate", .title = TEXT_IMPORT_COLUMN_FATE},
    [C_LOAD] = {.name = "load", .title = TEXT_IMPORT_COLUMN_LOAD, .number = true},
    [C_ROWS] = {.name = "rows", .title = TEXT_IMPORT_COLUMN_ROWS, .number = true},
    [C_REJECTS] = {.name = "rejects", .title = TEXT_IMPORT_COLUMN_REJECTS, .number = true},
    [C_LEFT] = {.name = "left_out", .title = TEXT_IMPORT_COLUMN_LEFT, .number = true},
    [C_REASONS] = {.name = "reasons", .title = TEXT_IMPORT_COLUMN_REASONS, .shrinks = true},
};

static struct str number(struct cli *cli, uint64_t n)
{
    return cli->format == FORMAT_TABLE ? progress_grouped(cli->arena, cli->lang, n)
                                       : str_fmt(cli->arena, "%llu", (unsigned long long)n);
}

/* Why resources were left out: "status=cancelled 3, class.code=IMP 12". */
static struct str reasons(struct cli *cli, const struct import_file *f)
{
    struct sb out = sb_open(cli->arena, 64);
    for (unsigned i = 0; i < f->lefts; i++)
        sb_fmt(&out, "%s%.*s %.*s", i > 0 ? ", " : "", STR_FMT(f->left[i].reason),
               STR_FMT(number(cli, f->left[i].count)));
    return sb_str(&out);
}

static bool print_files(struct cli *cli, const struct import_report *report, struct err *err)
{
    static const struct {
        const char *word;
        enum text text;
    } fates[] = {[IMPORT_READ] = {"read", TEXT_IMPORT_FATE_READ},
                 [IMPORT_HELD] = {"held", TEXT_IMPORT_FATE_HELD},
                 [IMPORT_LEFT_ALONE] = {"left_alone", TEXT_IMPORT_FATE_LEFT_ALONE}};
    bool table = cli->format == FORMAT_TABLE;
    /* A line of its own tells people of what was left out. */
    struct print *p = print_open(cli, COLUMN, table ? C_LEFT : COLUMNS);
    for (unsigned i = 0; i < report->files; i++) {
        const struct import_file *f = &report->file[i];
        bool is_read = f->fate == IMPORT_READ;
        struct str none = STR("");
        struct str load = is_read && report->outcome != IMPORT_LANDED ? none : report->load;
        struct str field[COLUMNS] = {
            [C_FILE] = f->shown,
            [C_TABLE] = str_of(f->table),
            [C_FATE] =
                table ? text_get(cli->lang, fates[f->fate].text) : str_of(fates[f->fate].word),
            [C_LOAD] = f->fate == IMPORT_HELD ? f->held_by
                       : is_read              ? load
                                              : none,
            [C_ROWS] = is_read ? number(cli, f->rows) : none,
            [C_REJECTS] = is_read ? number(cli, f->rejects) : none,
            [C_LEFT] = f->lefts > 0 ? number(cli, f->left_out) : none,
            [C_REASONS] = reasons(cli, f),
        };
        if (!print_row(p, field, err))
            return false;
    }
    return print_end(p, err);
}

/* What was wrong, a line a fault: where, how often, why. */
static void tell_faults(struct cli *cli, struct progress *p, const struct import_report *report)
{
    for (unsigned i = 0; i < report->files; i++) {
        const struct import_file *f = &report->file[i];
        for (unsigned k = 0; k < f->faults; k++) {
            const struct import_fault *fault = &f->fault[k];
            struct err err = {.code = fault->code};
            (void)snprintf(err.detail, sizeof err.detail, "%s", fault->detail);
            struct str value[] = {
                utf8_shown(cli->arena, f->shown),
                fault->column.len > 0 ? fault->column : text_get(cli->lang, TEXT_IMPORT_ROW),
                progress_grouped(cli->arena, cli->lang, fault->rows),
                number(cli, fault->first_line), err_message(cli->arena, cli->lang, &err)};
            struct sb line = sb_open(cli->arena, 256);
            text_fill(&line, cli->lang, TEXT_IMPORT_FAULT, value, ARRAY_LEN(value));
            progress_note(p, sb_str(&line));
        }
    }
}

static void tell_columns(struct cli *cli, struct progress *p, const struct import_report *report)
{
    for (unsigned i = 0; i < report->files; i++) {
        const struct import_file *f = &report->file[i];
        struct str value[] = {utf8_shown(cli->arena, f->shown), f->passed_over};
        struct sb line = sb_open(cli->arena, 256);
        text_fill(&line, cli->lang, TEXT_IMPORT_PASSED_OVER, value, ARRAY_LEN(value));
        if (f->passed_over.len > 0)
            progress_warn(p, sb_str(&line));
    }
}

/* Rows that were rejected before are not tried again with the file. */
static void tell_held(struct cli *cli, struct progress *p, const struct import_report *report)
{
    for (unsigned i = 0; i < report->files; i++) {
        const struct import_file *f = &report->file[i];
        struct str value[] = {utf8_shown(cli->arena, f->shown), f->held_by,
                              progress_grouped(cli->arena, cli->lang, f->held_rejects), f->held_by};
        struct sb line = sb_open(cli->arena, 256);
        text_fill(&line, cli->lang, TEXT_IMPORT_HELD_REJECTS, value, ARRAY_LEN(value));
        if (f->held_rejects > 0)
            progress_note(p, sb_str(&line));
    }
}

/* Resources that are no rows, a line a reason. */
static void tell_left_out(struct cli *cli, struct progress *p, const struct import_report *report)
{
    for (unsigned i = 0; i < report->files; i++) {
        const struct import_file *f = &report->file[i];
        for (unsigned k = 0; k < f->lefts; k++) {
            struct str value[] = {utf8_shown(cli->arena, f->shown),
                                  progress_grouped(cli->arena, cli->lang, f->left[k].count),
                                  f->left[k].reason};
            struct sb line = sb_open(cli->arena, 256);
            text_fill(&line, cli->lang, TEXT_IMPORT_LEFT_OUT, value, ARRAY_LEN(value));
            progress_note(p, sb_str(&line));
        }
    }
}

/* The files are beside each other, so one of them says where all are. */
static void tell_where(struct cli *cli, struct progress *p, const struct import_report *report)
{
    struct str path = {0};
    for (unsigned i = 0; i < report->files; i++)
        if (report->file[i].rejects_path.len > 0)
            path = report->file[i].rejects_path;
    while (path.len > 0 && path.at[path.len - 1] != '/')
        path.len--;
    if (path.len == 0)
        return;
    struct sb line = sb_open(cli->arena, 256);
    text_fill(&line, cli->lang, TEXT_IMPORT_REJECTS_IN, &path, 1);
    progress_note(p, sb_str(&line));
}

static void tell_outcome(struct cli *cli, struct progress *p, const struct import_report *report)
{
    struct sb line = sb_open(cli->arena, 256);
    struct str value[] = {report->load, progress_grouped(cli->arena, cli->lang, report->rows),
                          progress_grouped(cli->arena, cli->lang, report->rejects),
                          progress_grouped(cli->arena, cli->lang, report->changed)};
    switch (report->outcome) {
    case IMPORT_LANDED:
        text_fill(&line, cli->lang,
                  report->put_back_only ? TEXT_IMPORT_LANDED_BACK : TEXT_IMPORT_LANDED, value,
                  report->put_back_only ? 3 : ARRAY_LEN(value));
        break;
    case IMPORT_DRY:
        text_fill(&line, cli->lang, TEXT_IMPORT_DRY, value + 1, ARRAY_LEN(value) - 1);
        break;
    case IMPORT_NOTHING:
        text_fill(&line, cli->lang, TEXT_IMPORT_NOTHING, NULL, 0);
        break;
    case IMPORT_REJECTED: /* the error says it, and where */
        return;
    }
    tell_where(cli, p, report);
    progress_note(p, sb_str(&line));
    if (report->replaced > 0) {
        struct str replaced = progress_grouped(cli->arena, cli->lang, report->replaced);
        struct sb more = sb_open(cli->arena, 128);
        text_fill(&more, cli->lang, TEXT_IMPORT_REPLACED, &replaced, 1);
        progress_note(p, sb_str(&more));
    }
    findings_tell(p, &report->found, report->outcome == IMPORT_LANDED ? report->load : STR(""));
}

/* What followed from it, and what concerns the warehouse as a whole. */
static void tell_warehouse(struct cli *cli, struct progress *p, const struct import_report *report)
{
    const struct {
        enum text text;
        uint64_t number;
        bool said;
    } say[] = {
        {TEXT_IMPORT_LISTED, report->listed, report->listed > 0},
        {TEXT_IMPORT_MOVED, report->moved, report->moved > 0},
        {TEXT_IMPORT_FROM_QUEUE, report->from_queue, report->from_queue > 0},
        {TEXT_IMPORT_NOWHERE, report->nowhere, report->nowhere > 0},
        {TEXT_IMPORT_CLOSINGS, report->closings, report->closings > 0},
        {TEXT_IMPORT_PUT_BACK, report->put_back, report->put_back > 0},
        {TEXT_IMPORT_COMPACT, report->unmerged, report->unmerged > COMPACT_ADVISED},
    };
    for (size_t i = 0; i < ARRAY_LEN(say); i++) {
        /* Of a dry run this alone is known before the load happens. */
        if (report->outcome != IMPORT_LANDED &&
            (report->outcome != IMPORT_DRY || say[i].text != TEXT_IMPORT_CLOSINGS))
            continue;
        struct sb line = sb_open(cli->arena, 256);
        struct str number = progress_grouped(cli->arena, cli->lang, say[i].number);
        text_fill(&line, cli->lang, say[i].text, &number, 1);
        if (say[i].said)
            progress_note(p, sb_str(&line));
    }
}

static void tell_unread(struct cli *cli, struct progress *p, const struct import_report *report)
{
    struct str value[] = {report->load, err_message(cli->arena, cli->lang, &report->unread)};
    struct sb line = sb_open(cli->arena, 256);
    if (report->unread.kind == ERR_NONE)
        return;
    text_fill(&line, cli->lang, TEXT_IMPORT_UNREAD, value, ARRAY_LEN(value));
    progress_warn(p, sb_str(&line));
}

/* FROM..TO, two days, both inside. */
static bool read_replace(const struct option_value *given, struct import_request *request,
                         struct err *err)
{
    static const size_t day = DAY_TEXT - 1;
    struct str text = given->text;
    struct err why = {0};
    if (!given->given)
        return true;
    request->replaces = text.len == 2 * day + 2 && text.at[day] == '.' && text.at[day + 1] == '.' &&
                        day_parse((struct str){text.at, day}, &request->replace_from, &why) &&
                        day_parse((struct str){text.at + day + 2, day}, &request->replace_to, &why);
    if (!request->replaces)
        return FAIL(err, ERR_INVALID, "import.replace", "%.40s", text.len > 0 ? text.at : "");
    return request->replace_from.n <= request->replace_to.n ||
           FAIL(err, ERR_INVALID, "import.replace_order", "%.40s", text.at);
}

static bool import(struct cli *cli, const struct call *call, struct err *err)
{
    const char **path = ARENA_NEW(cli->arena, const char *, call->arguments);
    for (unsigned i = 0; i < call->arguments; i++)
        path[i] = str_cstr(cli->arena, call->argument[i]);
    struct import_request request = {
        .home = cli->home,
        .path = path,
        .paths = call->arguments,
        .today = clock_today(&cli->clock),
        .dry_run = call->value[DRY_RUN].yes,
        .accept_rejects = call->value[ACCEPT_REJECTS].yes,
        .max_rejects = (uint64_t)call->value[MAX_REJECTS].number,
        .again = call->value[AGAIN].yes,
        .ignore_unknown = call->value[IGNORE_UNKNOWN].yes,
    };
    if (!read_replace(&call->value[REPLACE], &request, err) ||
        !actor_of_region(cli, &call->value[ACTOR], NULL, &request.actor, err))
        return false;
    struct progress progress = progress_open(cli);
    struct import_watch watch = watch_import(&progress);
    struct import_report report;
    bool done = import_run(cli->arena, &request, &watch, &report, err);
    progress_end(&progress);
    if (!done || !print_files(cli, &report, err))
        return false;
    tell_held(cli, &progress, &report);
    tell_columns(cli, &progress, &report);
    tell_left_out(cli, &progress, &report);
    tell_faults(cli, &progress, &report);
    tell_outcome(cli, &progress, &report);
    tell_warehouse(cli, &progress, &report);
    tell_unread(cli, &progress, &report);
    return import_landed(&report, err);
}

const struct command COMMAND_IMPORT = {
    .verb = {.name = "import",
             .arguments = "DIR|FILE...",
             .least_arguments = 1,
             .most_arguments = 1000,
             .summary = TEXT_VERB_IMPORT_SUMMARY,
             .about = TEXT_VERB_IMPORT_ABOUT,
             .option = OPTION,
             .options = OPTIONS},
    .run = import,
};
