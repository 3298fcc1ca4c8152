/* kontinua decide ID --grant|--refuse TEXT: the region decides an application. */
#include "cli/actor.h"
#include "cli/commands.h"
#include "cli/instance.h"
#include "cli/print.h"
#include "service/listing/application.h"

enum { GRANT, REFUSE, ACTOR, OPTIONS = ACTOR + ACTOR_OPTIONS };
static const struct option OPTION[OPTIONS] = {
    [GRANT] = {.name = "grant", .type = OPTION_FLAG, .help = TEXT_OPTION_DECIDE_GRANT},
    [REFUSE] = {.name = "refuse",
                .type = OPTION_TEXT,
                .value_name = "TEXT",
                .help = TEXT_OPTION_DECIDE_REFUSE},
    ACTOR_OPTION(ACTOR),
};

static const struct print_column COLUMN[] = {
    {.name = "application", .number = true}, {.name = "granted"}, {.name = "already"}};

static bool put(struct cli *cli, const struct application_answer *a,
                const struct application_asked *ask, struct err *err)
{
    struct str id = str_fmt(cli->arena, "%lld", (long long)a->id);
    if (cli->format != FORMAT_TABLE) {
        struct print *p = print_open(cli, COLUMN, ARRAY_LEN(COLUMN));
        struct str field[] = {id, ask->granted ? STR("yes") : STR("no"),
                              a->is_already ? STR("yes") : STR("no")};
        return print_row(p, field, err) && print_end(p, err);
    }
    struct sb out = sb_open(cli->arena, 128), lines = sb_open(cli->arena, 128);
    text_fill(&out, cli->lang,
              a->is_already  ? TEXT_DECIDE_ALREADY
              : a->is_repeat ? TEXT_DECIDE_REPEAT
              : ask->dry_run ? TEXT_DECIDE_PREVIEW
              : ask->granted ? TEXT_DECIDE_GRANTED
                             : TEXT_DECIDE_REFUSED,
              &id, 1);
    options_wrap(&lines, sb_str(&out), 0, 0);
    return cli_write(cli->out, sb_str(&lines), err);
}

static bool run_decide(struct cli *cli, const struct call *call, struct err *err)
{
    struct instance in;
    struct actor_asked asked = {0};
    struct application_answer answer;
    const struct option_value *v = call->value;
    int64_t id = 0;
    if (v[GRANT].yes == v[REFUSE].given || !str_to_i64(call->argument[0], &id))
        return FAIL(err, ERR_INVALID, "options.arguments", "decide ID --grant|--refuse TEXT");
    if (!cli_instance(cli, &in, err))
        return false;
    bool done = actor_given(cli, &in, &v[ACTOR], &asked, err);
    struct application_asked ask = {.id = id,
                                    .granted = v[GRANT].yes,
                                    .decision = v[REFUSE].text,
                                    .actor = asked.actor,
                                    .key = asked.key,
                                    .dry_run = asked.dry_run};
    done = done && application_settle(cli->arena, &in, &ask, &answer, err) &&
           put(cli, &answer, &ask, err);
    instance_close(&in);
    return done;
}

const struct command COMMAND_DECIDE = {
    .verb = {.name = "decide",
             .arguments = "ID",
             .least_arguments = 1,
             .most_arguments = 1,
             .summary = TEXT_VERB_DECIDE_SUMMARY,
             .about = TEXT_VERB_DECIDE_ABOUT,
             .option = OPTION,
             .options = OPTIONS},
    .run = run_decide,
};
