/* kontinua init and migrate: the instance's folder, and its registry's schema. */
#include "cli/commands.h"

#include "cli/progress.h"
#include "service/instance.h"

enum { REGION, INIT_OPTIONS };
static const struct option INIT_OPTION[INIT_OPTIONS] = {
    [REGION] = {.name = "region",
                .type = OPTION_TEXT,
                .value_name = "NAME",
                .help = TEXT_OPTION_INIT_REGION,
                .preset = "jamtland",
                .setting = true},
};

static void say(struct cli *cli, enum text text, const struct str *value, unsigned count)
{
    struct progress p = progress_open(cli);
    struct sb line = sb_open(cli->arena, 256);
    text_fill(&line, cli->lang, text, value, count);
    progress_note(&p, sb_str(&line));
}

static bool init(struct cli *cli, const struct call *call, struct err *err)
{
    struct instance_options options = {.home = cli->home};
    struct instance in;
    if (!instance_make(cli->arena, &options, call->value[REGION].text, err) ||
        !instance_open(cli->arena, &options, &in, err))
        return false;
    struct str value[] = {str_of(cli->home), in.region.name};
    instance_close(&in);
    say(cli, TEXT_INIT_MADE, value, ARRAY_LEN(value));
    return true;
}

static bool migrate_registry(struct cli *cli, const struct call *call, struct err *err)
{
    unsigned run = 0;
    struct instance_options options = {.home = cli->home};
    if (!instance_migrate(cli->arena, &options, &run, err))
        return false;
    struct str count = str_fmt(cli->arena, "%u", run);
    say(cli, run == 0 ? TEXT_MIGRATE_NOTHING : TEXT_MIGRATE_DONE, &count, run == 0 ? 0 : 1);
    return true;
}

const struct command COMMAND_INIT = {
    .verb = {.name = "init",
             .arguments = "",
             .summary = TEXT_VERB_INIT_SUMMARY,
             .about = TEXT_VERB_INIT_ABOUT,
             .option = INIT_OPTION,
             .options = INIT_OPTIONS},
    .run = init,
    .alone = true,
};

const struct command COMMAND_MIGRATE = {
    .verb = {.name = "migrate",
             .arguments = "",
             .summary = TEXT_VERB_MIGRATE_SUMMARY,
             .about = TEXT_VERB_MIGRATE_ABOUT},
    .run = migrate_registry,
};
