/* kontinua list PERSON UNIT: a person is listed at a unit, on a form that was received or in the
 * e-service, joins its queue, or leaves that. */
#include "cli/actor.h"
#include "cli/cmd_list_passive.h"
#include "cli/commands.h"
#include "cli/instance.h"
#include "cli/list_show.h"
#include "cli/past_note.h"
#include "service/listing/queue.h"

enum {
    FROM,
    SPECIAL,
    DOCTOR,
    QUEUE,
    CONSENT,
    LEAVE,
    PASSIVE,
    ACTOR = PASSIVE + PASSIVE_OPTIONS,
    OPTIONS = ACTOR + ACTOR_OPTIONS
};
static const struct option OPTION[OPTIONS] = {
    [FROM] = {.name = "from",
              .type = OPTION_DAY,
              .value_name = "YYYY-MM-DD",
              .help = TEXT_OPTION_LIST_FROM},
    [SPECIAL] = {.name = "special-reason",
                 .type = OPTION_TEXT,
                 .value_name = "TEXT",
                 .help = TEXT_OPTION_LIST_SPECIAL},
    [DOCTOR] = {.name = "doctor",
                .type = OPTION_TEXT,
                .value_name = "STAFF",
                .help = TEXT_OPTION_LIST_DOCTOR},
    [QUEUE] = {.name = "queue", .type = OPTION_FLAG, .help = TEXT_OPTION_LIST_QUEUE},
    [CONSENT] = {.name = "consent",
                 .type = OPTION_TEXT,
                 .value_name = "GUARDIAN",
                 .help = TEXT_OPTION_LIST_CONSENT},
    [LEAVE] = {.name = "leave-queue", .type = OPTION_FLAG, .help = TEXT_OPTION_LIST_LEAVE},
    PASSIVE_OPTION(PASSIVE),
    ACTOR_OPTION(ACTOR),
};

/* What one verb may not be asked at once. */
static bool fits(const struct call *call, struct err *err)
{
    const struct option_value *v = call->value;
    bool has_person = call->arguments > 0, has_unit = call->arguments > 1;
    bool lists = !v[LEAVE].yes;
    bool good = lists ? has_unit || v[CONSENT].given
                      : !v[QUEUE].yes && !v[FROM].given && !v[SPECIAL].given && !v[CONSENT].given &&
                            !v[DOCTOR].given;
    return (good && has_person) ||
           FAIL(err, ERR_INVALID, "options.arguments", "%s",
                "list PERSON UNIT [--doctor STAFF] [--queue]|PERSON [UNIT] --consent "
                "GUARDIAN|PERSON [UNIT] "
                "--leave-queue|PERSON --by-area|PERSON --newborn|PERSON --out-of-county CODE|none|"
                "--by-area --all");
}

static bool list(struct cli *cli, const struct call *call, struct instance *in,
                 struct listing_request *request, struct err *err)
{
    struct listing_answer answer;
    request->from = call->value[FROM].day;
    request->special = call->value[SPECIAL].text;
    request->consent = call->value[CONSENT].text;
    request->doctor = call->value[DOCTOR].text;
    request->queue = call->value[QUEUE].yes;
    if (!listing_list(cli->arena, in, request, &answer, err) ||
        !list_show(cli, &answer, request->dry_run, err))
        return false;
    if (answer.verdict == LISTING_DONE && !answer.is_repeat)
        past_note(cli, answer.from);
    return true;
}

static bool leave(struct cli *cli, struct instance *in, const struct listing_request *request,
                  struct err *err)
{
    struct queue_left left;
    struct queue_leaving leaving = {.person = request->person,
                                    .unit = request->unit,
                                    .actor = request->actor,
                                    .key = request->key,
                                    .dry_run = request->dry_run};
    return queue_leave(cli->arena, in, &leaving, &left, err) &&
           list_show_left(cli, &left, request->dry_run, err);
}

static bool run_list(struct cli *cli, const struct call *call, struct err *err)
{
    struct instance in;
    struct actor_asked asked = {0};
    struct str person = call->arguments > 0 ? call->argument[0] : STR("");
    if (passive_is_asked(&call->value[PASSIVE]))
        return list_passive(
            cli, call,
            &(struct list_passive){&call->value[PASSIVE], &call->value[ACTOR], &call->value[FROM]},
            err);
    if (!fits(call, err) || (str_eq(person, STR("-")) && !cli_person(cli, &person, err)) ||
        !cli_instance(cli, &in, err))
        return false;
    bool done = actor_given(cli, &in, &call->value[ACTOR], &asked, err);
    struct listing_request request = {.person = person,
                                      .unit = call->arguments > 1 ? call->argument[1] : STR(""),
                                      .actor = asked.actor,
                                      .key = asked.key,
                                      .dry_run = asked.dry_run};
    done = done && (call->value[LEAVE].yes ? leave(cli, &in, &request, err)
                                           : list(cli, call, &in, &request, err));
    instance_close(&in);
    return done;
}

/* What goes with what is said by fits(), and of those who are listed without a form by
 * list_passive(). */
#define UNASKED                                                                                    \
    (OPTION_BIT(PASSIVE + PASSIVE_BY_AREA) | OPTION_BIT(PASSIVE + PASSIVE_ALL) |                   \
     OPTION_BIT(PASSIVE + PASSIVE_NEWBORN) | OPTION_BIT(PASSIVE + PASSIVE_OUT_OF_COUNTY) |         \
     ACTOR_ALL(ACTOR))
static const struct verb_form FORM[] = {
    {"--by-area", UNASKED}, {"--all", UNASKED},
    {"--newborn", UNASKED}, {"--out-of-county", UNASKED | OPTION_BIT(FROM)},
    {NULL, UINT64_MAX},
};

const struct command COMMAND_LIST = {
    .verb = {.name = "list",
             .arguments = "[PERSON [UNIT]]",
             .least_arguments = 0,
             .most_arguments = 2,
             .summary = TEXT_VERB_LIST_SUMMARY,
             .about = TEXT_VERB_LIST_ABOUT,
             .option = OPTION,
             .options = OPTIONS},
    .run = run_list,
    .form = FORM,
    .forms = ARRAY_LEN(FORM),
};
