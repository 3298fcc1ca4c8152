/* kontinua measure: figures of the instance, exact, unsuppressed. */
#include "cli/actor.h"
#include "cli/commands.h"
#include "cli/instance.h"
#include "cli/measure_find.h"
#include "cli/measure_quality.h"
#include "cli/measure_row.h"
#include "cli/measure_table.h"
#include "engine/unit_gaps.h"
#include "service/figures/figures.h"
#include "service/figures/persons.h"
#include "web/figure.h"

enum {
    AS_OF,
    MONTHS,
    MEASURE,
    BY,
    THREADS,
    PROTECTED,
    SNAPSHOT,
    FRESH,
    ACTOR,
    OPTIONS = ACTOR + ACTOR_ASKS_OPTIONS
};
/* In the order of enum eval_level. */
static const char *const LEVEL_WORD[] = {"person",       "doctor", "unit", "operator",
                                         "municipality", "county", NULL};
static const struct option OPTION[OPTIONS] = {
    [AS_OF] = {.name = "as-of",
               .type = OPTION_DAY,
               .value_name = "YYYY-MM-DD",
               .help = TEXT_OPTION_MEASURE_AS_OF},
    [MONTHS] = {.name = "months",
                .type = OPTION_INT,
                .value_name = "N",
                .help = TEXT_OPTION_MEASURE_MONTHS,
                .preset = "1",
                .least = 1,
                .most = EVAL_MONTHS_MOST},
    [MEASURE] = {.name = "measure",
                 .type = OPTION_LIST,
                 .value_name = "ID,...",
                 .help = TEXT_OPTION_MEASURE_MEASURE},
    [BY] = {.name = "by",
            .type = OPTION_CHOICE,
            .value_name = "LEVEL",
            .help = TEXT_OPTION_MEASURE_BY,
            .preset = "unit",
            .choice = LEVEL_WORD},
    [THREADS] = CLI_THREADS_OPTION,
    [PROTECTED] = {.name = "protected",
                   .type = OPTION_TEXT,
                   .value_name = "REASON",
                   .help = TEXT_OPTION_MEASURE_PROTECTED},
    [SNAPSHOT] = {.name = "snapshot",
                  .type = OPTION_TEXT,
                  .value_name = "NAME",
                  .help = TEXT_OPTION_MEASURE_SNAPSHOT},
    [FRESH] = {.name = "fresh", .type = OPTION_FLAG, .help = TEXT_OPTION_MEASURE_FRESH},
    ACTOR_ASKS_OPTION(ACTOR),
};

static bool is_named(const struct option_value *list, struct str id)
{
    for (unsigned i = 0; i < list->count; i++)
        if (str_eq(list->item[i], id))
            return true;
    return false;
}

/* Those that were named, or all, that have figures at the level; in the order of printing. */
static bool choose(struct cli *cli, const struct call *call, const struct instance *in,
                   enum eval_level level, struct definitions *out, struct err *err)
{
    const struct option_value *named = &call->value[MEASURE];
    struct definitions all;
    if (!figures_definitions(cli->arena, in, &all, err))
        return false;
    const struct definition *found;
    for (unsigned i = 0; i < named->count; i++)
        if (!measure_find(cli->arena, &all, named->item[i], &found, err))
            return false;
    const struct definition **chosen = ARENA_NEW(cli->arena, const struct definition *, all.count);
    size_t count = 0;
    for (size_t i = 0; i < all.count; i++) {
        const struct definition *d = all.at[i];
        if (named->count > 0 && !is_named(named, d->id))
            continue;
        if (definition_has_level(d, level))
            chosen[count++] = d;
        else if (named->count > 0)
            return FAIL(err, ERR_INVALID, "measure.level", "%.*s, --by %.*s", STR_FMT(d->id),
                        STR_FMT(level_word(level)));
    }
    *out = (struct definitions){.at = chosen, .count = count};
    return true;
}

/* A table's rows by period, then id. */
static bool put_rows(struct print *p, const struct eval_table *t, struct err *err)
{
    struct arena *a = arena_open(ARENA_BLOCK); /* a row's texts; there may be millions */
    bool good = true;
    for (unsigned month = 0; good && month < t->months; month++)
        for (size_t place = 0; good && place < t->places; place++, arena_reset(a)) {
            struct str field[MEASURE_COLUMNS];
            if (cell_at(t, place, month)->missing == CELL_NO_ROW)
                continue;
            measure_row(a, t, place, month, field);
            good = print_row(p, field, err);
        }
    arena_close(a);
    return good;
}

static bool put_all(struct cli *cli, const struct figures *f, struct err *err)
{
    if (cli->format == FORMAT_TABLE)
        return measure_table(cli, f->table, f->tables, err);
    struct print *p = print_open(cli, MEASURE_COLUMN, MEASURE_COLUMNS);
    for (size_t i = 0; i < f->tables; i++)
        if (!put_rows(p, &f->table[i], err))
            return false;
    return print_end(p, err);
}

/* Of one measure, for people; not where results are to be left alone. */
static bool put_quality(struct progress *p, struct instance *in, const struct figures *f,
                        const struct figures_request *ask, struct err *err)
{
    struct cli *cli = p->cli;
    struct measure_quality q = {.in = in,
                                .figures = f,
                                .definition = ask->definition[0],
                                .snapshot = ask->snapshot,
                                .as_of = ask->as_of,
                                .threads = ask->threads,
                                .progress = p};
    if (cli->format != FORMAT_TABLE || ask->definitions != 1 || ask->fresh)
        return true;
    return measure_quality(cli, &q, err);
}

/* One table, which may have millions of rows, and is gone before the next. */
static bool put_table_of_persons(struct cli *cli, struct print *p, const struct eval_table *t,
                                 struct arena *a, struct err *err)
{
    if (p)
        return put_rows(p, t, err);
    struct arena *kept = cli->arena;
    cli->arena = a;
    bool good = measure_table(cli, t, 1, err);
    cli->arena = kept;
    return good;
}

/* Each once, in however many tables they would stand. */
static void tell_left_out(struct progress *p, const bool *left_out, uint32_t persons,
                          enum text sentence)
{
    struct cli *cli = p->cli;
    uint64_t count = 0;
    for (uint32_t i = 0; i < persons; i++)
        count += left_out[i];
    struct str text = progress_grouped(cli->arena, cli->lang, count);
    if (count > 0)
        progress_note(p, text_words(cli->arena, cli->lang, sentence, &text, 1));
}

static bool put_persons(struct progress *progress, struct instance *in, const struct figures *f,
                        const struct figures_request *ask, const struct actor *actor,
                        struct err *err)
{
    struct cli *cli = progress->cli;
    const struct snapshot *s = &f->from.snapshot;
    struct persons_left_out left_out = {ARENA_NEW(cli->arena, bool, (size_t)s->persons + 1),
                                        ARENA_NEW(cli->arena, bool, (size_t)s->persons + 1)};
    struct persons_named named;
    struct withheld withheld;
    if (!persons_name(cli->arena, in, s, &named, err) ||
        !withheld_open(cli->arena, in, s, actor, &withheld, err))
        return false;
    struct print *p =
        cli->format == FORMAT_TABLE ? NULL : print_open(cli, MEASURE_COLUMN, MEASURE_COLUMNS);
    struct arena *a = arena_open(ARENA_BLOCK);
    bool good = true;
    for (size_t i = 0; good && i < ask->definitions; i++)
        for (unsigned back = ask->months; good && back-- > 0; arena_reset(a)) {
            struct persons_request of = {.definition = ask->definition[i],
                                         .month = {f->last.n - (int32_t)back},
                                         .level = LEVEL_PERSON,
                                         .threads = ask->threads};
            struct eval_table t = persons_table(a, &named, &of, &withheld, &left_out);
            good = put_table_of_persons(cli, p, &t, a, err);
        }
    arena_close(a);
    if (!good || (p && !print_end(p, err)))
        return false;
    tell_left_out(progress, left_out.is_protected, s->persons, TEXT_MEASURE_PROTECTED);
    tell_left_out(progress, left_out.blocked, s->persons, TEXT_MEASURE_BLOCKED);
    return true;
}

/* Values that are lost to the figures: nobody would miss them. */
static void tell_unit_gaps(struct progress *p, const struct snapshot *s,
                           const struct definitions *chosen)
{
    struct cli *cli = p->cli;
    struct unit_gaps gaps = unit_gaps(cli->arena, s, chosen->at, chosen->count);
    for (size_t i = 0; i < gaps.count; i++) {
        const struct unit_gap *g = &gaps.at[i];
        struct sb line = sb_open(cli->arena, 128);
        text_fill(&line, cli->lang, TEXT_MEASURE_UNIT_GAP,
                  (struct str[]){progress_grouped(cli->arena, cli->lang, g->rows), g->code, g->set},
                  3);
        progress_warn(p, sb_str(&line));
    }
}

/* What was counted is told where somebody looks on; what went wrong, always. */
static void tell_use(struct progress *p, const struct kept_use *use)
{
    struct arena *a = p->cli->arena;
    struct sb line = sb_open(a, 256);
    cli_tell_kept(p, &use->refused, &use->unwritten);
    if (!p->terminal || use->followed + use->counted == 0)
        return;
    text_fill(&line, p->cli->lang, TEXT_MEASURE_KEPT,
              (struct str[]){progress_grouped(a, p->cli->lang, use->kept),
                             progress_grouped(a, p->cli->lang, use->followed),
                             progress_grouped(a, p->cli->lang, use->touched),
                             progress_grouped(a, p->cli->lang, use->counted)},
              4);
    progress_note(p, sb_str(&line));
}

/* As they were named; empty: all. */
static struct str names_of(struct arena *a, const struct option_value *named)
{
    struct sb out = sb_open(a, 256);
    for (unsigned i = 0; i < named->count; i++)
        sb_fmt(&out, "%s%.*s", i > 0 ? "," : "", STR_FMT(named->item[i]));
    return sb_str(&out);
}

static bool evaluate(struct cli *cli, const struct call *call, struct instance *in, struct err *err)
{
    enum eval_level level = (enum eval_level)call->value[BY].choice;
    struct definitions chosen = {0};
    struct figures_asked asked = {.named = names_of(cli->arena, &call->value[MEASURE])};
    if (!actor_of_region(cli, &call->value[ACTOR], &call->value[PROTECTED], &asked.actor, err) ||
        !choose(cli, call, in, level, &chosen, err))
        return false;
    const struct figures_request *ask = &asked.of;
    asked.of = (struct figures_request){
        .definition = chosen.at,
        .definitions = chosen.count,
        .as_of = call->value[AS_OF].day,
        .today = instance_today(in),
        .months = (unsigned)call->value[MONTHS].number,
        .levels = LEVEL_BIT(level),
        .threads = cli_threads(&call->value[THREADS]),
        .snapshot = call->value[SNAPSHOT].text,
        .fresh = call->value[FRESH].yes,
    };
    struct progress progress = progress_open(cli);
    struct warehouse_use use = cli_warehouse(&progress, ask->threads);
    struct figures f;
    if (!figures_show(cli->arena, in, &asked, &use, &f, err)) {
        progress_end(&progress);
        return false;
    }
    cli_tell_warehouse(&progress, &f.from);
    cli_tell_late(&progress, &f.from.snapshot, f.last, ask->today);
    tell_use(&progress, &f.use);
    tell_unit_gaps(&progress, &f.from.snapshot, &chosen);
    bool done =
        cli_has_any(cli, &f.from.snapshot, err) &&
        (level == LEVEL_PERSON ? put_persons(&progress, in, &f, ask, &asked.actor, err)
                               : put_all(cli, &f, err) && put_quality(&progress, in, &f, ask, err));
    figures_close(&f);
    return done;
}

/* Measures are an option's: who names them without it is told so. */
static bool check_arguments(const struct cli *cli, const struct call *call, struct err *err)
{
    struct sb ids = sb_open(cli->arena, 256);
    if (call->arguments == 0)
        return true;
    for (unsigned i = 0; i < call->arguments; i++)
        sb_fmt(&ids, "%s%.*s", i > 0 ? "," : "", STR_FMT(call->argument[i]));
    return FAIL(err, ERR_INVALID, "options.arguments", "measure --measure %.150s",
                str_cstr(cli->arena, sb_str(&ids)));
}

static bool measure(struct cli *cli, const struct call *call, struct err *err)
{
    struct instance in;
    if (!check_arguments(cli, call, err) || !cli_instance(cli, &in, err))
        return false;
    bool done = evaluate(cli, call, &in, err);
    instance_close(&in);
    return done;
}

const struct command COMMAND_MEASURE = {
    .verb = {.name = "measure",
             .arguments = "",
             .most_arguments = 1000,
             .summary = TEXT_VERB_MEASURE_SUMMARY,
             .about = TEXT_VERB_MEASURE_ABOUT,
             .option = OPTION,
             .options = OPTIONS},
    .run = measure,
};
