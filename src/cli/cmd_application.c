/* kontinua application PERSON TEXT: somebody applies for a change that is not counted; list: which
 * of them wait. */
#include "cli/actor.h"
#include "cli/application_list_put.h"
#include "cli/commands.h"
#include "cli/instance.h"
#include "cli/print.h"
#include "cli/time_given.h"
#include "service/listing/application.h"

enum { TIME, ACTOR = TIME + TIME_OPTIONS, OPTIONS = ACTOR + ACTOR_OPTIONS };
static const struct option OPTION[OPTIONS] = {TIME_OPTION(TIME), ACTOR_OPTION(ACTOR)};
/* Why a time of another form is refused is said by known_not_given(). */
static const struct verb_form FORM[] = {
    {"list", TIME_BITS(TIME) | ACTOR_WHO(ACTOR)},
    {NULL, TIME_BITS(TIME) | ACTOR_ALL(ACTOR)},
};

static const struct print_column COLUMN[] = {{.name = "application", .number = true},
                                             {.name = "already"}};

static bool put(struct cli *cli, const struct application_answer *a, bool dry_run, struct err *err)
{
    struct str id = str_fmt(cli->arena, "%lld", (long long)a->id);
    if (cli->format != FORMAT_TABLE) {
        struct print *p = print_open(cli, COLUMN, ARRAY_LEN(COLUMN));
        struct str field[] = {id, a->is_already ? STR("yes") : STR("no")};
        return print_row(p, field, err) && print_end(p, err);
    }
    struct sb out = sb_open(cli->arena, 128), lines = sb_open(cli->arena, 128);
    text_fill(&out, cli->lang,
              a->is_already  ? TEXT_APPLICATION_ALREADY
              : a->is_repeat ? TEXT_APPLICATION_REPEAT
              : dry_run      ? TEXT_APPLICATION_PREVIEW
                             : TEXT_APPLICATION_DONE,
              &id, 1);
    options_wrap(&lines, sb_str(&out), 0, 0);
    return cli_write(cli->out, sb_str(&lines), err);
}

static bool list(struct cli *cli, const struct call *call, struct err *err)
{
    struct instance in;
    struct actor_asked asked = {0};
    struct known_time time;
    struct application_list list;
    if (!known_given(&call->value[TIME], &time, err) || !cli_instance(cli, &in, err))
        return false;
    bool done = actor_given(cli, &in, &call->value[ACTOR], &asked, err) &&
                application_list(cli->arena, &in, &asked.actor, &time, &list, err) &&
                application_list_put(cli, &list, err);
    instance_close(&in);
    return done;
}

static bool run_application(struct cli *cli, const struct call *call, struct err *err)
{
    struct instance in;
    struct actor_asked asked = {0};
    struct application_answer answer;
    struct str person = call->argument[0];
    if (call->arguments == 1 && str_eq(person, STR("list")))
        return list(cli, call, err);
    if (call->arguments != 2 || str_eq(person, STR("list")))
        return FAIL(err, ERR_INVALID, "options.arguments", "%s", "application PERSON TEXT|list");
    if (!known_not_given(&call->value[TIME], err) ||
        (str_eq(person, STR("-")) && !cli_person(cli, &person, err)) ||
        !cli_instance(cli, &in, err))
        return false;
    bool done = actor_given(cli, &in, &call->value[ACTOR], &asked, err);
    struct application_asked ask = {.person = person,
                                    .reason = call->argument[1],
                                    .actor = asked.actor,
                                    .key = asked.key,
                                    .dry_run = asked.dry_run};
    done = done && application_apply(cli->arena, &in, &ask, &answer, err) &&
           put(cli, &answer, asked.dry_run, err);
    instance_close(&in);
    return done;
}

const struct command COMMAND_APPLICATION = {
    .verb = {.name = "application",
             .arguments = "PERSON TEXT|list",
             .least_arguments = 1,
             .most_arguments = 2,
             .summary = TEXT_VERB_APPLICATION_SUMMARY,
             .about = TEXT_VERB_APPLICATION_ABOUT,
             .option = OPTION,
             .options = OPTIONS},
    .run = run_application,
    .form = FORM,
    .forms = ARRAY_LEN(FORM),
};
