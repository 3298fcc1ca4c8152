/* kontinua block PERSON UNIT: a patient blocks the data of a unit, or lifts the block. */
#include "cli/actor.h"
#include "cli/commands.h"
#include "cli/instance.h"
#include "cli/print.h"
#include "service/contact/block.h"

enum { FROM, TO, LIFT, ACTOR, OPTIONS = ACTOR + ACTOR_OPTIONS };
static const struct option OPTION[OPTIONS] = {
    [FROM] = {.name = "from",
              .type = OPTION_DAY,
              .value_name = "YYYY-MM-DD",
              .help = TEXT_OPTION_BLOCK_FROM},
    [TO] = {.name = "to",
            .type = OPTION_DAY,
            .value_name = "YYYY-MM-DD",
            .help = TEXT_OPTION_BLOCK_TO},
    [LIFT] = {.name = "lift", .type = OPTION_FLAG, .help = TEXT_OPTION_BLOCK_LIFT},
    ACTOR_OPTION(ACTOR),
};

enum { C_UNIT, C_STATE, C_FROM, C_TO, C_ALREADY, COLUMNS };
static const struct print_column COLUMN[COLUMNS] = {
    [C_UNIT] = {.name = "unit"}, [C_STATE] = {.name = "state"},     [C_FROM] = {.name = "from"},
    [C_TO] = {.name = "to"},     [C_ALREADY] = {.name = "already"},
};

static bool put_record(struct cli *cli, const struct block_answer *a, struct err *err)
{
    char from[DAY_TEXT], to[DAY_TEXT];
    struct print *p = print_open(cli, COLUMN, COLUMNS);
    struct str field[COLUMNS] = {[C_UNIT] = a->unit,
                                 [C_STATE] = a->lifts ? STR("open") : STR("blocked"),
                                 [C_FROM] = day_format(a->from, from),
                                 [C_TO] = day_format(a->to, to),
                                 [C_ALREADY] = a->is_already ? STR("yes") : STR("no")};
    return print_row(p, field, err) && print_end(p, err);
}

static enum text sentence(const struct block_answer *a, bool dry_run)
{
    if (a->is_already)
        return a->lifts ? TEXT_BLOCK_OPEN_ALREADY : TEXT_BLOCK_ALREADY;
    if (a->is_repeat)
        return TEXT_BLOCK_REPEAT;
    if (dry_run)
        return a->lifts ? TEXT_BLOCK_PREVIEW_LIFT : TEXT_BLOCK_PREVIEW;
    return a->lifts ? TEXT_BLOCK_LIFTED : TEXT_BLOCK_DONE;
}

static bool put(struct cli *cli, const struct block_answer *a, bool dry_run, struct err *err)
{
    char day[DAY_TEXT];
    if (cli->format != FORMAT_TABLE)
        return put_record(cli, a, err);
    struct sb out = sb_open(cli->arena, 256), lines = sb_open(cli->arena, 256);
    struct str place = str_fmt(cli->arena, "%.*s (%.*s)", STR_FMT(a->name), STR_FMT(a->unit));
    text_fill(&out, cli->lang, sentence(a, dry_run),
              (struct str[]){place, day_format(a->from, day)}, 2);
    options_wrap(&lines, sb_str(&out), 0, 0);
    return cli_write(cli->out, sb_str(&lines), err);
}

static bool block(struct cli *cli, const struct call *call, struct err *err)
{
    struct instance in;
    struct actor_asked asked = {0};
    struct block_answer answer;
    struct str person = call->argument[0];
    if (call->value[LIFT].yes && (call->value[FROM].given || call->value[TO].given))
        return FAIL(err, ERR_INVALID, "block.lift", "%s", "--from, --to");
    if ((str_eq(person, STR("-")) && !cli_person(cli, &person, err)) ||
        !cli_instance(cli, &in, err))
        return false;
    bool done = actor_given(cli, &in, &call->value[ACTOR], &asked, err);
    struct block_request request = {.person = person,
                                    .unit = call->argument[1],
                                    .from = call->value[FROM].day,
                                    .to = call->value[TO].day,
                                    .lifts = call->value[LIFT].yes,
                                    .actor = asked.actor,
                                    .key = asked.key,
                                    .dry_run = asked.dry_run};
    done = done && block_unit(cli->arena, &in, &request, &answer, err) &&
           put(cli, &answer, asked.dry_run, err);
    instance_close(&in);
    return done;
}

const struct command COMMAND_BLOCK = {
    .verb = {.name = "block",
             .arguments = "PERSON UNIT",
             .least_arguments = 2,
             .most_arguments = 2,
             .summary = TEXT_VERB_BLOCK_SUMMARY,
             .about = TEXT_VERB_BLOCK_ABOUT,
             .option = OPTION,
             .options = OPTIONS},
    .run = block,
};
