/* kontinua init: a new instance. */
#include "cli/commands.h"

#include "service/instance.h"

enum { REGION, OPTIONS };
static const struct option OPTION[OPTIONS] = {
    [REGION] = {.name = "region",
                .type = OPTION_TEXT,
                .value_name = "NAME",
                .help = TEXT_OPTION_INIT_REGION,
                .preset = "jamtland",
                .setting = true}, /* it stands in the home's settings from now on */
};

static bool init(struct cli *cli, const struct call *call, struct err *err)
{
    struct instance_options options = {.home = cli->home};
    if (!instance_make(cli->arena, &options, call->value[REGION].text, err))
        return false;
    if (cli->quiet)
        return true;
    struct sb line = sb_open(cli->arena, 256);
    struct str home = str_of(cli->home);
    text_fill(&line, cli->lang, TEXT_INIT_DONE, &home, 1);
    (void)fprintf(cli->note, "%.*s\n", STR_FMT(sb_str(&line)));
    return true;
}

const struct command COMMAND_INIT = {
    .verb = {.name = "init",
             .arguments = "",
             .summary = TEXT_VERB_INIT_SUMMARY,
             .about = TEXT_VERB_INIT_ABOUT,
             .option = OPTION,
             .options = OPTIONS},
    .run = init,
};
