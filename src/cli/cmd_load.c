/* kontinua load list, show ID, undo ID: the loads that have landed, oldest first; one whole; one
 * taken back. */
#include "cli/actor.h"
#include "cli/commands.h"
#include "cli/findings.h"
#include "cli/instance.h"
#include "cli/load_show.h"
#include "cli/print.h"
#include "cli/progress.h"
#include "cli/verb_form.h"
#include "service/load/load_undo.h"
#include "store/load_store.h"

enum { ODDITIES, FILES, DRY_RUN, ACTOR, OPTIONS = ACTOR + ACTOR_ASKS_OPTIONS };
static const struct option OPTION[OPTIONS] = {
    [ODDITIES] = {.name = "oddities", .type = OPTION_FLAG, .help = TEXT_OPTION_LOAD_ODDITIES},
    [FILES] = {.name = "files", .type = OPTION_FLAG, .help = TEXT_OPTION_LOAD_FILES},
    [DRY_RUN] = {.name = "dry-run", .type = OPTION_FLAG, .help = TEXT_OPTION_LOAD_DRY_RUN},
    ACTOR_ASKS_OPTION(ACTOR),
};

/* What programs have beside a table's columns comes last. */
enum {
    C_LOAD,
    C_AT,
    C_FILES,
    C_ROWS,
    C_REJECTS,
    C_STATE,
    C_POSITION,
    C_UNDONE,
    C_UNDONE_BY,
    C_BY,
    COLUMNS,
    TABLE_COLUMNS = C_POSITION
};
static const struct print_column COLUMN[COLUMNS] = {
    [C_LOAD] = {.name = "load", .title = TEXT_IMPORT_COLUMN_LOAD, .number = true},
    [C_AT] = {.name = "recorded_at", .title = TEXT_LOAD_COLUMN_AT},
    [C_FILES] = {.name = "files", .title = TEXT_LOAD_COLUMN_FILES, .number = true},
    [C_ROWS] = {.name = "rows", .title = TEXT_IMPORT_COLUMN_ROWS, .number = true},
    [C_REJECTS] = {.name = "rejects", .title = TEXT_IMPORT_COLUMN_REJECTS, .number = true},
    [C_STATE] = {.name = "state", .title = TEXT_LOAD_COLUMN_STATE},
    [C_POSITION] = {.name = "position", .number = true},
    [C_UNDONE] = {.name = "undone_at"},
    [C_UNDONE_BY] = {.name = "undone_by"},
    [C_BY] = {.name = "recorded_by"},
};
static const struct {
    const char *word;
    enum text text;
} STATE[] = {
    [LOAD_HOLDS] = {"holds", TEXT_LOAD_STATE_HOLDS},
    [LOAD_PUT_BACK] = {"put_back", TEXT_LOAD_STATE_PUT_BACK},
    [LOAD_MERGED] = {"merged", TEXT_LOAD_STATE_MERGED},
    [LOAD_UNDONE] = {"undone", TEXT_LOAD_STATE_UNDONE},
};

struct listing {
    struct cli *cli;
    struct print *print;
};

static struct str number(struct cli *cli, uint64_t n)
{
    return cli->format == FORMAT_TABLE ? progress_grouped(cli->arena, cli->lang, n)
                                       : str_fmt(cli->arena, "%llu", (unsigned long long)n);
}

static bool print_load(void *state, const struct load_now *load, struct err *err)
{
    struct listing *l = state;
    bool table = l->cli->format == FORMAT_TABLE;
    char at[STOCKHOLM_TEXT], undone[MOMENT_TEXT];
    struct str field[COLUMNS] = {
        [C_LOAD] = str_fmt(l->cli->arena, "%lld", (long long)load->id),
        [C_AT] = table ? stockholm_format(load->landed.at, at) : moment_format(load->landed.at, at),
        [C_FILES] = number(l->cli, load->files),
        [C_ROWS] = number(l->cli, load->rows),
        [C_REJECTS] = number(l->cli, load->rejects),
        [C_STATE] = table ? text_get(l->cli->lang, STATE[load->state].text)
                          : str_of(STATE[load->state].word),
        [C_POSITION] = str_fmt(l->cli->arena, "%lld", (long long)load->position),
        [C_UNDONE] = load->undone.position == 0 ? STR("") : moment_format(load->undone.at, undone),
        [C_UNDONE_BY] = load->undone.actor,
        [C_BY] = load->landed.actor,
    };
    return print_row(l->print, field, err);
}

static bool list(struct cli *cli, struct instance *in, struct err *err)
{
    bool table = cli->format == FORMAT_TABLE;
    struct listing l = {cli, print_open(cli, COLUMN, table ? TABLE_COLUMNS : COLUMNS)};
    return load_each(in->db, (struct load_reader){&l, print_load}, err) && print_end(l.print, err);
}

enum {
    T_TABLE,
    T_ROWS,
    T_REJECTS,
    T_ADDED,
    T_CORRECTED,
    T_AGAIN,
    T_PERSONS,
    T_UNITS,
    T_FIRST,
    T_LAST,
    T_REPLACE_FROM,
    T_REPLACE_TO,
    T_COLUMNS
};
static const struct print_column TABLE_COLUMN[T_COLUMNS] = {
    [T_TABLE] = {.name = "table", .title = TEXT_IMPORT_COLUMN_TABLE},
    [T_ROWS] = {.name = "rows", .title = TEXT_IMPORT_COLUMN_ROWS, .number = true},
    [T_REJECTS] = {.name = "rejects", .title = TEXT_IMPORT_COLUMN_REJECTS, .number = true},
    [T_ADDED] = {.name = "new", .title = TEXT_LOAD_COLUMN_ADDED, .number = true},
    [T_CORRECTED] = {.name = "corrected", .title = TEXT_LOAD_COLUMN_CORRECTED, .number = true},
    [T_AGAIN] = {.name = "same", .title = TEXT_LOAD_COLUMN_AGAIN, .number = true},
    [T_PERSONS] = {.name = "persons", .title = TEXT_LOAD_COLUMN_PERSONS, .number = true},
    [T_UNITS] = {.name = "units", .title = TEXT_LOAD_COLUMN_UNITS, .number = true},
    [T_FIRST] = {.name = "first_day", .title = TEXT_LOAD_COLUMN_FIRST},
    [T_LAST] = {.name = "last_day", .title = TEXT_LOAD_COLUMN_LAST},
    [T_REPLACE_FROM] = {.name = "replace_from"}, /* people are told in a sentence */
    [T_REPLACE_TO] = {.name = "replace_to"},
};

/* Days that a load replaces, of each table. */
struct replaced_days {
    int64_t load;
    struct day from[TABLE_COUNT], to[TABLE_COUNT];
};

static bool take_replaced(void *state, const struct load_replaced *r, struct err *err)
{
    struct replaced_days *days = state;
    (void)err;
    if (r->load == days->load) {
        days->from[r->table] = r->from;
        days->to[r->table] = r->to;
    }
    return true;
}

static bool print_table(struct cli *cli, struct print *p, const struct table_tally *t,
                        const struct replaced_days *replaced, struct err *err)
{
    char first[DAY_TEXT], last[DAY_TEXT], from[DAY_TEXT], to[DAY_TEXT];
    struct str field[T_COLUMNS] = {
        [T_TABLE] = str_of(TABLES[t->table].name),
        [T_ROWS] = number(cli, t->rows),
        [T_REJECTS] = number(cli, t->rejects),
        [T_ADDED] = number(cli, t->added),
        [T_CORRECTED] = number(cli, t->corrected),
        [T_AGAIN] = number(cli, t->again),
        [T_PERSONS] = number(cli, t->persons),
        [T_UNITS] = number(cli, t->units),
        [T_FIRST] = day_format(t->first, first),
        [T_LAST] = day_format(t->last, last),
        [T_REPLACE_FROM] = day_format(replaced->from[t->table], from),
        [T_REPLACE_TO] = day_format(replaced->to[t->table], to),
    };
    return print_row(p, field, err);
}

static bool print_tables(struct cli *cli, struct instance *in, int64_t load,
                         const struct tallies *tables, struct err *err)
{
    struct print *p = print_open(cli, TABLE_COLUMN, T_COLUMNS);
    struct replaced_days *replaced = ARENA_NEW(cli->arena, struct replaced_days, 1);
    replaced->load = load;
    for (unsigned i = 0; i < TABLE_COUNT; i++)
        replaced->from[i] = replaced->to[i] = DAY_NONE;
    if (!load_each_replaced(in->db, (struct load_replaced_reader){replaced, take_replaced}, err))
        return false;
    for (unsigned i = 0; i < tables->count; i++)
        if (!print_table(cli, p, &tables->at[i], replaced, err))
            return false;
    return print_end(p, err);
}

enum { O_KIND, O_TABLE, O_SUBJECT, O_ROWS, O_EXPECTED, O_COLUMNS };
static const struct print_column ODDITY_COLUMN[O_COLUMNS] = {
    [O_KIND] = {.name = "kind", .title = TEXT_LOAD_COLUMN_KIND},
    [O_TABLE] = {.name = "table", .title = TEXT_IMPORT_COLUMN_TABLE},
    [O_SUBJECT] = {.name = "subject", .title = TEXT_LOAD_COLUMN_SUBJECT},
    [O_ROWS] = {.name = "rows", .title = TEXT_IMPORT_COLUMN_ROWS, .number = true},
    [O_EXPECTED] = {.name = "expected", .title = TEXT_LOAD_COLUMN_EXPECTED, .number = true},
};

static bool print_oddities(struct cli *cli, const struct oddities *odd, struct err *err)
{
    struct print *p = print_open(cli, ODDITY_COLUMN, O_COLUMNS);
    for (unsigned i = 0; i < odd->count; i++) {
        const struct oddity *o = &odd->at[i];
        struct str field[O_COLUMNS] = {
            [O_KIND] = str_of(ODDITY_NAME[o->kind]),
            [O_TABLE] = str_of(TABLES[o->table].name),
            [O_SUBJECT] = o->subject,
            [O_ROWS] = number(cli, o->rows),
            [O_EXPECTED] = number(cli, o->expected),
        };
        if (!print_row(p, field, err))
            return false;
    }
    return print_end(p, err);
}

static bool show(struct cli *cli, struct instance *in, int64_t load, const struct call *call,
                 struct err *err)
{
    struct load_findings found;
    bool odd = call->value[ODDITIES].yes, files = call->value[FILES].yes;
    bool table = cli->format == FORMAT_TABLE;
    if (!load_findings_of(in, cli->arena, load, &found, err))
        return false;
    if (files)
        return load_show_files(cli, in, load, err);
    if (table)
        return (odd || load_show(cli, in, load, err)) &&
               findings_print(cli, &found, load, !odd, err);
    return odd ? print_oddities(cli, &found.odd, err)
               : print_tables(cli, in, load, &found.tables, err);
}

struct wanted {
    int64_t id;
    uint64_t files, rows;
};

static bool take_wanted(void *state, const struct load_now *load, struct err *err)
{
    struct wanted *w = state;
    (void)err;
    if (load->id == w->id)
        *w = (struct wanted){w->id, load->files, load->rows};
    return true;
}

static bool undo(struct cli *cli, struct instance *in, int64_t load, const struct call *call,
                 struct err *err)
{
    struct actor actor;
    struct load_undone undone;
    bool dry_run = call->value[DRY_RUN].yes;
    struct wanted w = {.id = load};
    if (!actor_of_region(cli, &call->value[ACTOR], NULL, &actor, err))
        return false;
    if (dry_run ? !load_undo_try(in, load, &undone, err) ||
                      !load_each(in->db, (struct load_reader){&w, take_wanted}, err)
                : !load_undo_by(in, load, &actor, &undone, err))
        return false;
    struct progress progress = progress_open(cli);
    struct sb line = sb_open(cli->arena, 128);
    bool would = dry_run && !undone.already;
    struct str value[] = {str_fmt(cli->arena, "%lld", (long long)load),
                          progress_grouped(cli->arena, cli->lang, w.files),
                          progress_grouped(cli->arena, cli->lang, w.rows)};
    text_fill(&line, cli->lang,
              would            ? TEXT_LOAD_WOULD_UNDO
              : undone.already ? TEXT_LOAD_UNDONE_BEFORE
                               : TEXT_LOAD_UNDONE,
              value, would ? ARRAY_LEN(value) : 1);
    progress_note(&progress, sb_str(&line));
    if (undone.from_queue > 0) {
        struct sb more = sb_open(cli->arena, 128);
        struct str taken = progress_grouped(cli->arena, cli->lang, (uint64_t)undone.from_queue);
        text_fill(&more, cli->lang,
                  would ? TEXT_LOAD_WOULD_FROM_QUEUE : TEXT_LOAD_UNDONE_FROM_QUEUE, &taken, 1);
        progress_note(&progress, sb_str(&more));
    }
    progress_end(&progress);
    return true;
}

#define VERBS "list|show ID|undo ID"

static bool load(struct cli *cli, const struct call *call, struct err *err)
{
    struct instance in;
    struct str what = call->argument[0];
    int64_t id = 0;
    bool named = call->arguments == 2 && str_to_i64(call->argument[1], &id) && id > 0;
    bool lists = call->arguments == 1 && str_eq(what, STR("list"));
    bool shows = named && str_eq(what, STR("show"));
    bool undoes = named && str_eq(what, STR("undo"));
    if (call->arguments == 2 && !named && (str_eq(what, STR("show")) || str_eq(what, STR("undo"))))
        return FAIL(err, ERR_INVALID, "load.number", "%.60s",
                    str_cstr(cli->arena, call->argument[1]));
    if ((!lists && !shows && !undoes) || (call->value[ODDITIES].yes && call->value[FILES].yes))
        return FAIL(err, ERR_INVALID, "options.arguments", "load " VERBS);
    if (!cli_instance(cli, &in, err))
        return false;
    bool done = lists   ? list(cli, &in, err)
                : shows ? show(cli, &in, id, call, err)
                        : undo(cli, &in, id, call, err);
    instance_close(&in);
    return done;
}

static const struct verb_form FORM[] = {
    {"list", 0},
    {"show", OPTION_BIT(ODDITIES) | OPTION_BIT(FILES)},
    {"undo", OPTION_BIT(DRY_RUN) | OPTION_BIT(ACTOR + ACTOR_ASKS_AS) |
                 OPTION_BIT(ACTOR + ACTOR_ASKS_PURPOSE)},
};

const struct command COMMAND_LOAD = {
    .verb = {.name = "load",
             .arguments = VERBS,
             .least_arguments = 1,
             .most_arguments = 2,
             .summary = TEXT_VERB_LOAD_SUMMARY,
             .about = TEXT_VERB_LOAD_ABOUT,
             .option = OPTION,
             .options = OPTIONS},
    .run = load,
    .form = FORM,
    .forms = ARRAY_LEN(FORM),
};
