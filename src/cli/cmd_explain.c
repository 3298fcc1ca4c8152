/* kontinua explain: why a person is in a figure or not. */
#include "cli/commands.h"
#include "cli/explain_show.h"
#include "cli/instance.h"
#include "cli/measure_find.h"
#include "cli/print.h"
#include "engine/expr_words.h"
#include "service/figures.h"
#include "service/persons.h"

enum { AS_OF, UNIT, OPTIONS };
static const struct option OPTION[OPTIONS] = {
    [AS_OF] = {.name = "as-of",
               .type = OPTION_DAY,
               .value_name = "YYYY-MM-DD",
               .help = TEXT_OPTION_EXPLAIN_AS_OF},
    [UNIT] = {.name = "unit",
              .type = OPTION_TEXT,
              .value_name = "UNIT",
              .help = TEXT_OPTION_EXPLAIN_UNIT},
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

static bool put(struct cli *cli, const struct snapshot *s, const struct explain_request *ask,
                struct err *err)
{
    struct explanation why = explain(cli->arena, s, ask);
    if (cli->format != FORMAT_TABLE)
        return put_records(cli, s, &why, err);
    struct sb out = sb_open(cli->arena, 4096);
    explain_show(&out, cli, s, ask, &why);
    return cli_write(cli->out, sb_str(&out), err);
}

/* Whose figure: the unit's that was named, else the county's. */
static bool choose_place(const struct snapshot *s, struct str unit, struct explain_request *ask,
                         struct err *err)
{
    ask->level = LEVEL_COUNTY;
    ask->place = s->own_county;
    if (unit.len == 0)
        return true;
    ask->level = LEVEL_UNIT;
    return persons_unit(s, unit, &ask->place, err);
}

static bool read_question(struct cli *cli, const struct call *call, struct instance *in,
                          const struct figures *f, struct explain_request *ask, struct err *err)
{
    struct definitions all;
    if (!figures_definitions(cli->arena, in, &all, err) ||
        !measure_find(cli->arena, &all, call->argument[0], &ask->definition, err))
        return false;
    if (ask->definition->kind == MEASURE_TABLE)
        return FAIL(err, ERR_INVALID, "explain.table", "%.*s", STR_FMT(ask->definition->id));
    ask->month = f->last;
    return persons_find(in, &f->from.snapshot, call->argument[1], &ask->person, err) &&
           choose_place(&f->from.snapshot, call->value[UNIT].text, ask, err);
}

static bool answer(struct cli *cli, const struct call *call, struct instance *in, struct err *err)
{
    struct figures f;
    struct explain_request ask = {0};
    if (!cli_snapshot(cli, in, call->value[AS_OF].day, cli_threads(NULL), &f, err))
        return false;
    bool done =
        read_question(cli, call, in, &f, &ask, err) && put(cli, &f.from.snapshot, &ask, err);
    figures_close(&f);
    return done;
}

static bool run_explain(struct cli *cli, const struct call *call, struct err *err)
{
    struct instance in;
    if (!cli_instance(cli, &in, err))
        return false;
    bool done = answer(cli, call, &in, err);
    instance_close(&in);
    return done;
}

const struct command COMMAND_EXPLAIN = {
    .verb = {.name = "explain",
             .arguments = "MEASURE PERSON",
             .least_arguments = 2,
             .most_arguments = 2,
             .summary = TEXT_VERB_EXPLAIN_SUMMARY,
             .about = TEXT_VERB_EXPLAIN_ABOUT,
             .option = OPTION,
             .options = OPTIONS},
    .run = run_explain,
};
