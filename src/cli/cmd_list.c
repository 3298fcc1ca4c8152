/* kontinua list PERSON UNIT: a person is listed at a unit, on a form that was received. */
#include "cli/actor.h"
#include "cli/cmd_list_passive.h"
#include "cli/commands.h"
#include "cli/instance.h"
#include "cli/print.h"
#include "cli/progress.h"
#include "service/listing.h"

enum { FROM, SPECIAL, PASSIVE, ACTOR = PASSIVE + PASSIVE_OPTIONS, OPTIONS = ACTOR + ACTOR_OPTIONS };
static const struct option OPTION[OPTIONS] = {
    [FROM] = {.name = "from",
              .type = OPTION_DAY,
              .value_name = "YYYY-MM-DD",
              .help = TEXT_OPTION_LIST_FROM},
    [SPECIAL] = {.name = "special-reason",
                 .type = OPTION_TEXT,
                 .value_name = "TEXT",
                 .help = TEXT_OPTION_LIST_SPECIAL},
    PASSIVE_OPTION(PASSIVE),
    ACTOR_OPTION(ACTOR),
};

enum { C_UNIT, C_FROM, C_FORMER, C_COUNTED, C_LEFT, C_ALREADY, COLUMNS };
static const struct print_column COLUMN[COLUMNS] = {
    [C_UNIT] = {.name = "unit"},
    [C_FROM] = {.name = "from"},
    [C_FORMER] = {.name = "former"},
    [C_COUNTED] = {.name = "counted"},
    [C_LEFT] = {.name = "left", .number = true},
    [C_ALREADY] = {.name = "already"},
};

static struct str yes_no(bool yes)
{
    return yes ? STR("yes") : STR("no");
}

static bool put_record(struct cli *cli, const struct listing_answer *a, struct err *err)
{
    char day[DAY_TEXT];
    struct print *p = print_open(cli, COLUMN, COLUMNS);
    struct str field[COLUMNS] = {[C_UNIT] = a->unit,
                                 [C_FROM] = day_format(a->from, day),
                                 [C_FORMER] = a->former,
                                 [C_COUNTED] = yes_no(a->is_counted),
                                 [C_LEFT] = str_fmt(cli->arena, "%u", a->left),
                                 [C_ALREADY] = yes_no(a->is_already)};
    return print_row(p, field, err) && print_end(p, err);
}

static enum text sentence(const struct listing_answer *a, bool dry_run)
{
    if (a->is_already)
        return TEXT_LIST_ALREADY;
    if (a->is_repeat)
        return TEXT_LIST_REPEAT;
    return dry_run ? TEXT_LIST_PREVIEW : TEXT_LIST_DONE;
}

static bool put(struct cli *cli, const struct listing_answer *a, bool dry_run, struct err *err)
{
    char day[DAY_TEXT];
    if (cli->format != FORMAT_TABLE)
        return put_record(cli, a, err);
    struct sb out = sb_open(cli->arena, 256);
    struct str place = str_fmt(cli->arena, "%.*s (%.*s)", STR_FMT(a->name), STR_FMT(a->unit));
    text_fill(&out, cli->lang, sentence(a, dry_run),
              (struct str[]){place, day_format(a->from, day)}, 2);
    if (a->is_counted) {
        sb_char(&out, ' ');
        text_fill(&out, cli->lang, TEXT_LIST_LEFT,
                  (struct str[]){str_fmt(cli->arena, "%u", a->left)}, 1);
    }
    struct sb lines = sb_open(cli->arena, 256);
    options_wrap(&lines, sb_str(&out), 0, 0);
    return cli_write(cli->out, sb_str(&lines), err);
}

static bool list(struct cli *cli, const struct call *call, struct err *err)
{
    struct instance in;
    struct actor_asked asked = {0};
    struct str person = call->arguments > 0 ? call->argument[0] : STR("");
    struct listing_answer answer;
    if (passive_is_asked(&call->value[PASSIVE]))
        return list_passive(cli, call,
                            &(struct list_passive){&call->value[PASSIVE], &call->value[ACTOR],
                                                   &call->value[FROM], &call->value[SPECIAL]},
                            err);
    if (call->arguments < 2)
        return FAIL(err, ERR_INVALID, "options.arguments", "%s %s", "list", "PERSON UNIT");
    if ((str_eq(person, STR("-")) && !cli_person(cli, &person, err)) ||
        !cli_instance(cli, &in, err))
        return false;
    bool done = actor_given(cli, &in, &call->value[ACTOR], &asked, err);
    struct listing_request request = {.person = person,
                                      .unit = call->argument[1],
                                      .from = call->value[FROM].day,
                                      .special = call->value[SPECIAL].text,
                                      .actor = asked.actor,
                                      .key = asked.key,
                                      .dry_run = asked.dry_run};
    done = done && listing_list(cli->arena, &in, &request, &answer, err) &&
           put(cli, &answer, asked.dry_run, err);
    instance_close(&in);
    return done;
}

const struct command COMMAND_LIST = {
    .verb = {.name = "list",
             .arguments = "[PERSON [UNIT]]",
             .least_arguments = 0,
             .most_arguments = 2,
             .summary = TEXT_VERB_LIST_SUMMARY,
             .about = TEXT_VERB_LIST_ABOUT,
             .option = OPTION,
             .options = OPTIONS},
    .run = list,
};
