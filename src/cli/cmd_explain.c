/* kontinua explain: why a person is in a figure or not, and who is behind a figure. */
#include "cli/actor.h"
#include "cli/commands.h"
#include "cli/explain_list.h"
#include "cli/explain_show.h"
#include "cli/instance.h"
#include "cli/measure_find.h"
#include "cli/print.h"
#include "cli/time_given.h"
#include "engine/expr_words.h"
#include "service/figures/figures.h"

enum {
    AS_OF,
    UNIT,
    DOCTOR,
    LIST,
    THREADS,
    PROTECTED,
    CONSENT,
    EMERGENCY,
    ACTOR,
    OPTIONS = ACTOR + ACTOR_ASKS_OPTIONS
};
static const struct option OPTION[OPTIONS] = {
    [AS_OF] = {.name = "as-of",
               .type = OPTION_DAY,
               .value_name = "YYYY-MM-DD",
               .help = TEXT_OPTION_EXPLAIN_AS_OF},
    [UNIT] = {.name = "unit",
              .type = OPTION_TEXT,
              .value_name = "UNIT",
              .help = TEXT_OPTION_EXPLAIN_UNIT},
    [DOCTOR] = {.name = "doctor",
                .type = OPTION_TEXT,
                .value_name = "STAFF",
                .help = TEXT_OPTION_EXPLAIN_DOCTOR},
    [LIST] = {.name = "list",
              .type = OPTION_CHOICE,
              .value_name = "LIST",
              .help = TEXT_OPTION_EXPLAIN_LIST,
              .choice = STANDING_WORD},
    [THREADS] = CLI_THREADS_OPTION,
    [PROTECTED] = {.name = "protected",
                   .type = OPTION_TEXT,
                   .value_name = "REASON",
                   .help = TEXT_OPTION_EXPLAIN_PROTECTED},
    ACTOR_OPENS_BLOCKED(CONSENT, EMERGENCY),
    ACTOR_ASKS_OPTION(ACTOR),
};

enum { C_ROLE, C_TABLE, C_DATE, C_UNIT, C_CODE, C_VALUE, C_WHY, COLUMNS };
static const struct print_column COLUMN[COLUMNS] = {
    [C_ROLE] = {.name = "role"}, [C_TABLE] = {.name = "table"}, [C_DATE] = {.name = "date"},
    [C_UNIT] = {.name = "unit"}, [C_CODE] = {.name = "code"},   [C_VALUE] = {.name = "value"},
    [C_WHY] = {.name = "why"},
};

/* A day, with the time where the row has one, as import files write it. */
static struct str moment(struct arena *a, const struct explain_line *line)
{
    char day[DAY_TEXT];
    struct str date = day_format(line->day, day);
    if (line->minute < 0)
        return str_copy(a, date);
    return str_fmt(a, "%.*sT%02d:%02d", STR_FMT(date), line->minute / 60, line->minute % 60);
}

static bool put_records(struct cli *cli, const struct snapshot *s, const struct explanation *why,
                        struct err *err)
{
    struct print *p = print_open(cli, COLUMN, COLUMNS);
    for (size_t i = 0; i < why->lines; i++) {
        const struct explain_line *line = &why->line[i];
        struct str field[COLUMNS] = {[C_ROLE] = explain_role_word(line->role),
                                     [C_CODE] = line->code,
                                     [C_VALUE] = line->value,
                                     [C_WHY] = explain_why_text(cli->arena, LANG_EN, line)};
        if (line->is_row) {
            field[C_TABLE] = expr_table_name(line->table);
            field[C_DATE] = moment(cli->arena, line);
        }
        if (line->unit != EXPLAIN_NONE)
            field[C_UNIT] = hsaid_str(&s->unit_id[line->unit]);
        if (!print_row(p, field, err))
            return false;
    }
    return print_end(p, err);
}

static bool put_blocked(struct cli *cli, struct err *err)
{
    struct sb out = sb_open(cli->arena, 128);
    if (cli->format != FORMAT_TABLE) {
        struct print *p = print_open(cli, COLUMN, COLUMNS);
        struct str field[COLUMNS] = {
            [C_ROLE] = STR("blocked"), [C_WHY] = text_get(LANG_EN, TEXT_EXPLAIN_BLOCKED)};
        return print_row(p, field, err) && print_end(p, err);
    }
    options_wrap(&out, text_get(cli->lang, TEXT_EXPLAIN_BLOCKED), 0, 0);
    return cli_write(cli->out, sb_str(&out), err);
}

static bool answer_person(struct cli *cli, const struct call *call, struct instance *in,
                          const struct figures *f, const struct definition *d, struct err *err)
{
    const struct snapshot *s = &f->from.snapshot;
    struct explained_ask ask = {.definition = d,
                                .month = f->last,
                                .person = call->argument[1],
                                .unit = call->value[UNIT].text};
    struct explained e;
    if (d->population == POPULATION_LISTED && call->value[UNIT].given)
        return FAIL(err, ERR_INVALID, "explain.where_listed", "%s", "--unit");
    if (!actor_of_region(cli, &call->value[ACTOR], &call->value[PROTECTED], &ask.actor, err) ||
        !opening_given(&call->value[CONSENT], &call->value[EMERGENCY], &ask.opening, err) ||
        (str_eq(ask.person, STR("-")) && !cli_person(cli, &ask.person, err)) ||
        !explained_person(cli->arena, in, s, &ask, &e, err))
        return false;
    if (e.is_blocked)
        return put_blocked(cli, err);
    if (cli->format != FORMAT_TABLE)
        return put_records(cli, s, &e.why, err);
    struct sb out = sb_open(cli->arena, 4096);
    explain_show(&out, cli, s, &e.ask, &e.why);
    return cli_write(cli->out, sb_str(&out), err);
}

static bool answer_list(struct cli *cli, const struct call *call, struct instance *in,
                        const struct figures *f, const struct definition *d, struct err *err)
{
    const struct option_value *list = &call->value[LIST];
    const struct snapshot *s = &f->from.snapshot;
    struct explained_lists_ask ask = {.definition = d,
                                      .month = f->last,
                                      .unit = call->value[UNIT].text,
                                      .doctor = call->value[DOCTOR].text,
                                      .threads = cli_threads(&call->value[THREADS])};
    struct explained_lists of;
    return actor_of_region(cli, &call->value[ACTOR], &call->value[PROTECTED], &ask.actor, err) &&
           explained_lists(cli->arena, in, s, &ask, &of, err) &&
           explain_list(cli, s, &of, list->given ? (enum standing)list->choice : STANDINGS, err);
}

/* A person, or a place; and what belongs to lists only with them, as what opens what one person has
 * blocked belongs to that person. */
static bool check_question(const struct call *call, struct err *err)
{
    static const int of_lists[] = {DOCTOR, LIST}, of_person[] = {CONSENT, EMERGENCY};
    if (call->arguments == 1 && call->value[UNIT].given == call->value[DOCTOR].given)
        return FAIL(err, ERR_INVALID, "explain.whom", "%s", "");
    for (size_t i = 0; call->arguments > 1 && i < ARRAY_LEN(of_lists); i++)
        if (call->value[of_lists[i]].given)
            return FAIL(err, ERR_INVALID, "explain.of_lists", "--%s", OPTION[of_lists[i]].name);
    for (size_t i = 0; call->arguments == 1 && i < ARRAY_LEN(of_person); i++)
        if (call->value[of_person[i]].given)
            return FAIL(err, ERR_INVALID, "options.form", "explain MEASURE --%s",
                        OPTION[of_person[i]].name);
    return true;
}

static bool answer(struct cli *cli, struct instance *in, const struct call *call, struct err *err)
{
    struct figures f;
    struct definitions all;
    const struct definition *d;
    if (!check_question(call, err) || !figures_definitions(cli->arena, in, &all, err) ||
        !measure_find(cli->arena, &all, call->argument[0], &d, err))
        return false;
    if (d->kind == MEASURE_TABLE)
        return FAIL(err, ERR_INVALID, "explain.table", "%.*s", STR_FMT(d->id));
    if (!cli_snapshot(cli, in, call->value[AS_OF].day, cli_threads(&call->value[THREADS]), &f, err))
        return false;
    bool done = call->arguments > 1 ? answer_person(cli, call, in, &f, d, err)
                                    : answer_list(cli, call, in, &f, d, err);
    figures_close(&f);
    return done;
}

const struct command COMMAND_EXPLAIN = {
    .verb = {.name = "explain",
             .arguments = "MEASURE [PERSON]",
             .least_arguments = 1,
             .most_arguments = 2,
             .summary = TEXT_VERB_EXPLAIN_SUMMARY,
             .about = TEXT_VERB_EXPLAIN_ABOUT,
             .option = OPTION,
             .options = OPTIONS},
    .run_in = answer,
};
