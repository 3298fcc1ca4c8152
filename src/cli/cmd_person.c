/* kontinua person show PERSON, person find: what the registry says of a person on a day, as it was
 * known at a moment, and who answers to a name, a day of birth, a unit. */
#include "cli/actor.h"
#include "cli/commands.h"
#include "cli/instance.h"
#include "cli/person_put.h"
#include "cli/time_given.h"

enum {
    NAME,
    BORN,
    LISTED_AT,
    CONSENT,
    EMERGENCY,
    TIME,
    ACTOR = TIME + TIME_OPTIONS,
    OPTIONS = ACTOR + ACTOR_WHO_OPTIONS
};
static const struct option OPTION[OPTIONS] = {
    [NAME] = {.name = "name",
              .type = OPTION_TEXT,
              .value_name = "TEXT",
              .help = TEXT_OPTION_PERSON_NAME},
    [BORN] = {.name = "born",
              .type = OPTION_DAY,
              .value_name = "YYYY-MM-DD",
              .help = TEXT_OPTION_PERSON_BORN},
    [LISTED_AT] = {.name = "listed-at",
                   .type = OPTION_TEXT,
                   .value_name = "UNIT",
                   .help = TEXT_OPTION_PERSON_LISTED_AT},
    ACTOR_OPENS_BLOCKED(CONSENT, EMERGENCY),
    TIME_OPTION(TIME),
    ACTOR_WHO_OPTION(ACTOR),
};

static bool show(struct cli *cli, struct instance *in, const struct call *call,
                 const struct actor *actor, struct err *err)
{
    struct person_show_request r = {.person = call->argument[1], .actor = *actor};
    struct person_shown shown;
    return (!str_eq(r.person, STR("-")) || cli_person(cli, &r.person, err)) &&
           opening_given(&call->value[CONSENT], &call->value[EMERGENCY], &r.opening, err) &&
           known_given(&call->value[TIME], &r.time, err) &&
           person_show(cli->arena, in, &r, &shown, err) && person_put(cli, &shown, err);
}

static bool find(struct cli *cli, struct instance *in, const struct call *call,
                 const struct actor *actor, struct err *err)
{
    struct person_find_request r = {.name = call->value[NAME].text,
                                    .unit = call->value[LISTED_AT].text,
                                    .born = call->value[BORN].day,
                                    .actor = *actor};
    struct person_finding found;
    return known_given(&call->value[TIME], &r.time, err) &&
           person_find(cli->arena, in, &r, &found, err) && person_put_found(cli, &found, err);
}

static bool run_person(struct cli *cli, const struct call *call, struct err *err)
{
    struct instance in;
    struct actor actor = {0};
    bool shows = str_eq(call->argument[0], STR("show"));
    if ((!shows && !str_eq(call->argument[0], STR("find"))) || call->arguments != (shows ? 2U : 1U))
        return FAIL(err, ERR_INVALID, "options.arguments", "%s", "person show PERSON|find");
    if (!cli_instance(cli, &in, err))
        return false;
    bool done = actor_asks(cli, &in, &call->value[ACTOR], &actor, err) &&
                (shows ? show : find)(cli, &in, call, &actor, err);
    instance_close(&in);
    return done;
}

#define ASKS (TIME_BITS(TIME) | ACTOR_WHO(ACTOR))
static const struct verb_form FORM[] = {
    {"show", OPTION_BIT(CONSENT) | OPTION_BIT(EMERGENCY) | ASKS},
    {"find", OPTION_BIT(NAME) | OPTION_BIT(BORN) | OPTION_BIT(LISTED_AT) | ASKS},
};

const struct command COMMAND_PERSON = {
    .verb = {.name = "person",
             .arguments = "show PERSON|find",
             .least_arguments = 1,
             .most_arguments = 2,
             .summary = TEXT_VERB_PERSON_SUMMARY,
             .about = TEXT_VERB_PERSON_ABOUT,
             .option = OPTION,
             .options = OPTIONS},
    .run = run_person,
    .form = FORM,
    .forms = ARRAY_LEN(FORM),
};
