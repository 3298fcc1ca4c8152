/* kontinua warehouse show|verify|rebuild|compact|hold|release: what figures are computed from. */
#include "cli/commands.h"
#include "cli/instance.h"
#include "cli/print.h"
#include "cli/verb_form.h"
#include "cli/warehouse_show.h"
#include "core/err_text.h"
#include "service/figures/compact.h"
#include "service/figures/verify.h"

enum { KEEP, RETAIN_MONTHS, DRY_RUN, THREADS, OPTIONS };
static const struct option OPTION[OPTIONS] = {
    [KEEP] = {.name = "keep",
              .type = OPTION_INT,
              .value_name = "N",
              .help = TEXT_OPTION_WAREHOUSE_KEEP,
              .preset = "30",
              .least = 0,
              .most = COMPACT_KEEP_MOST},
    [RETAIN_MONTHS] = {.name = "retain-months",
                       .type = OPTION_INT,
                       .value_name = "N",
                       .help = TEXT_OPTION_WAREHOUSE_RETAIN_MONTHS,
                       .setting = true,
                       .least = 1,
                       .most = COMPACT_RETAIN_MOST},
    [DRY_RUN] = {.name = "dry-run", .type = OPTION_FLAG, .help = TEXT_OPTION_WAREHOUSE_DRY_RUN},
    [THREADS] = CLI_THREADS_OPTION,
};

static void note(struct progress *p, enum text text, const struct str *value, unsigned count)
{
    struct sb line = sb_open(p->cli->arena, 256);
    text_fill(&line, p->cli->lang, text, value, count);
    progress_note(p, sb_str(&line));
}

static bool show(struct cli *cli, const struct call *call, struct instance *in, struct err *err)
{
    (void)call;
    return warehouse_show(cli, in, err);
}

/* ---- verify ---- */

enum { C_FILE, C_LOAD, C_PROBLEM, COLUMNS };
static const struct print_column COLUMN[COLUMNS] = {
    [C_FILE] = {.name = "file", .title = TEXT_IMPORT_COLUMN_FILE},
    [C_LOAD] = {.name = "load", .title = TEXT_IMPORT_COLUMN_LOAD, .number = true},
    [C_PROBLEM] = {.name = "problem", .title = TEXT_WAREHOUSE_COLUMN_PROBLEM},
};
static const struct {
    const char *word;
    enum text text;
} PROBLEM[] = {
    [VERIFY_REGISTRY] = {"registry", TEXT_WAREHOUSE_PROBLEM_REGISTRY},
    [VERIFY_MISSING] = {"missing", TEXT_WAREHOUSE_PROBLEM_MISSING},
    [VERIFY_DAMAGED] = {"damaged", TEXT_WAREHOUSE_PROBLEM_DAMAGED},
    [VERIFY_SNAPSHOT] = {"snapshot", TEXT_WAREHOUSE_PROBLEM_SNAPSHOT},
    [VERIFY_STRAY] = {"stray", TEXT_WAREHOUSE_PROBLEM_STRAY},
};
struct verifying {
    struct cli *cli;
    struct progress progress;
    struct print *print;
};

static bool take_finding(void *state, const struct verify_finding *f, struct err *err)
{
    struct verifying *v = state;
    bool table = v->cli->format == FORMAT_TABLE;
    if (!v->print)
        v->print = print_open(v->cli, COLUMN, COLUMNS);
    if (f->problem != VERIFY_STRAY)
        progress_note(&v->progress, err_message(v->cli->arena, v->cli->lang, &f->why));
    struct str field[COLUMNS] = {
        [C_FILE] = f->file,
        [C_LOAD] = f->load ? str_fmt(v->cli->arena, "%lld", (long long)f->load) : STR(""),
        [C_PROBLEM] = table ? text_get(v->cli->lang, PROBLEM[f->problem].text)
                            : str_of(PROBLEM[f->problem].word)};
    return print_row(v->print, field, err);
}

static void show_verifying(void *state, uint64_t done, uint64_t total)
{
    struct verifying *v = state;
    progress_show(&v->progress, text_get(v->cli->lang, TEXT_WAREHOUSE_VERIFYING).at, done, total,
                  0);
}

static bool verify(struct cli *cli, const struct call *call, struct instance *in, struct err *err)
{
    (void)call;
    struct verifying v = {.cli = cli, .progress = progress_open(cli)};
    struct verify_report r;
    if (cli->format != FORMAT_TABLE) /* a file without records has its names */
        v.print = print_open(cli, COLUMN, COLUMNS);
    bool done =
        warehouse_verify(in, (struct verify_reader){&v, take_finding, show_verifying}, &r, err);
    progress_end(&v.progress);
    if (!done || (v.print && !print_end(v.print, err)))
        return false;
    struct str value[] = {progress_grouped(cli->arena, cli->lang, r.segments),
                          progress_grouped(cli->arena, cli->lang, r.rows),
                          progress_grouped(cli->arena, cli->lang, r.snapshots)};
    note(&v.progress, TEXT_WAREHOUSE_VERIFIED, value, ARRAY_LEN(value));
    return r.damaged == 0 ||
           FAIL(err, ERR_IO, "warehouse.damaged", "%llu", (unsigned long long)r.damaged);
}

/* ---- rebuild ---- */

static bool rebuild(struct cli *cli, const struct call *call, struct instance *in, struct err *err)
{
    struct progress progress = progress_open(cli);
    struct warehouse_use use = cli_warehouse(&progress, cli_threads(&call->value[THREADS]));
    struct warehouse_now now;
    bool done = warehouse_rebuild(cli->arena, in, &use, &now, err);
    progress_end(&progress);
    if (!done)
        return false;
    note(&progress, TEXT_WAREHOUSE_BUILT, &now.name, 1);
    snapshot_close(&now.snapshot);
    return true;
}

/* ---- compact ---- */

static void show_compacting(void *state, uint64_t done, uint64_t total)
{
    struct progress *p = state;
    progress_show(p, text_get(p->cli->lang, TEXT_WAREHOUSE_COMPACTING).at, done, total, done);
}

enum { MEGABYTE = 1000000 };

/* What is freed is said by the rows that go: how long each is nobody knows before it is written. */
static void tell_merged(struct progress *p, const struct compact_report *r, bool dry_run)
{
    struct arena *a = p->cli->arena;
    uint64_t gone = r->replaced + r->too_old;
    double share = r->rows > 0 ? (double)gone / (double)r->rows : 0;
    uint64_t freed = (uint64_t)(share * (double)r->bytes);
    if (r->nothing) {
        note(p, TEXT_WAREHOUSE_COMPACT_NOTHING, NULL, 0);
        return;
    }
    struct str value[] = {
        progress_grouped(a, p->cli->lang, r->segments),
        progress_grouped(a, p->cli->lang, r->made),
        progress_grouped(a, p->cli->lang, (r->bytes + MEGABYTE - 1) / MEGABYTE),
        progress_grouped(a, p->cli->lang, (freed + MEGABYTE / 2) / MEGABYTE),
        progress_grouped(a, p->cli->lang, r->rows),
        progress_grouped(a, p->cli->lang, r->replaced),
        progress_grouped(a, p->cli->lang, r->too_old),
        str_fmt(a, "%lld", (long long)r->last),
    };
    note(p, dry_run ? TEXT_WAREHOUSE_COMPACT_DRY : TEXT_WAREHOUSE_COMPACTED, value,
         ARRAY_LEN(value));
}

static void tell_compacted(struct progress *p, const struct compact_report *r, bool dry_run)
{
    char first[DAY_TEXT];
    struct str kept = day_format(r->kept_from, first);
    struct str rejects = progress_grouped(p->cli->arena, p->cli->lang, r->rejects);
    if (dry_run && !(r->nothing && r->rejects == 0))
        note(p, TEXT_WAREHOUSE_UNCHANGED, NULL, 0);
    tell_merged(p, r, dry_run);
    if (!day_is_none(r->kept_from))
        note(p, TEXT_WAREHOUSE_KEPT_FROM, &kept, 1);
    if (r->rejects > 0)
        note(p, TEXT_WAREHOUSE_REJECTS, &rejects, 1);
}

static bool compact(struct cli *cli, const struct call *call, struct instance *in, struct err *err)
{
    struct progress progress = progress_open(cli);
    struct compact_options options = {
        .keep = (unsigned)call->value[KEEP].number,
        .retain_months =
            call->value[RETAIN_MONTHS].given ? (unsigned)call->value[RETAIN_MONTHS].number : 0,
        .dry_run = call->value[DRY_RUN].yes,
        .state = &progress,
        .show = show_compacting};
    struct compact_report r;
    bool done = warehouse_compact(in, &options, &r, err);
    progress_end(&progress);
    if (done)
        tell_compacted(&progress, &r, options.dry_run);
    return done;
}

/* ---- hold, release ---- */

static bool hold(struct cli *cli, const struct call *call, struct instance *in, struct err *err)
{
    struct progress progress = progress_open(cli);
    struct str name = STR("");
    bool is_behind = false;
    if (!warehouse_hold(cli->arena, in, call->argument[1], &name, &is_behind, err))
        return false;
    const struct str value[] = {name, name};
    note(&progress, TEXT_WAREHOUSE_HOLDS, value, 2);
    if (is_behind)
        note(&progress, TEXT_WAREHOUSE_HOLDS_BEHIND, value, 1);
    return true;
}

static bool release(struct cli *cli, const struct call *call, struct instance *in, struct err *err)
{
    struct progress progress = progress_open(cli);
    if (!warehouse_release(cli->arena, in, call->argument[1], err))
        return false;
    note(&progress, TEXT_WAREHOUSE_RELEASED, &call->argument[1], 1);
    return true;
}

/* ---- the verb ---- */

static bool warehouse(struct cli *cli, const struct call *call, struct err *err)
{
    static const struct {
        const char *word;
        bool (*run)(struct cli *cli, const struct call *call, struct instance *in, struct err *err);
        unsigned arguments; /* with the word */
    } does[] = {{"show", show, 1},       {"verify", verify, 1}, {"rebuild", rebuild, 1},
                {"compact", compact, 1}, {"hold", hold, 2},     {"release", release, 2}};
    struct instance in;
    for (size_t i = 0; i < ARRAY_LEN(does); i++) {
        if (!str_eq(call->argument[0], str_of(does[i].word)) ||
            call->arguments != does[i].arguments)
            continue;
        if (!cli_instance(cli, &in, err))
            return false;
        bool done = does[i].run(cli, call, &in, err);
        instance_close(&in);
        return done;
    }
    return FAIL(err, ERR_INVALID, "options.arguments",
                "warehouse show|verify|rebuild|compact|hold WHY|release NAME");
}

static const struct verb_form FORM[] = {
    {"compact", OPTION_BIT(KEEP) | OPTION_BIT(DRY_RUN)},
    {"show", 0}, /* the settings of the home belong to all */
    {"verify", 0},
    {"rebuild", 0},
    {"hold", 0},
    {"release", 0},
};

const struct command COMMAND_WAREHOUSE = {
    .verb = {.name = "warehouse",
             .arguments = "show|verify|rebuild|compact|hold WHY|release NAME",
             .least_arguments = 1,
             .most_arguments = 2,
             .summary = TEXT_VERB_WAREHOUSE_SUMMARY,
             .about = TEXT_VERB_WAREHOUSE_ABOUT,
             .option = OPTION,
             .options = OPTIONS},
    .run = warehouse,
    .form = FORM,
    .forms = ARRAY_LEN(FORM),
};
