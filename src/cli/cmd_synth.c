/* kontinua synth: the synthetic county as the files that a region hands over. */
#include "cli/commands.h"

#include "cli/watch.h"

enum { OUT, PERSONS, SEED, OPTIONS };
static const struct option OPTION[OPTIONS] = {
    [OUT] = {.name = "out",
             .type = OPTION_TEXT,
             .value_name = "DIR",
             .help = TEXT_OPTION_SYNTH_OUT,
             .required = true},
    [PERSONS] = {.name = "persons",
                 .type = OPTION_INT,
                 .value_name = "N",
                 .help = TEXT_OPTION_SYNTH_PERSONS,
                 .preset = "133599",
                 .least = SYNTH_LEAST,
                 .most = SYNTH_MOST},
    [SEED] = {.name = "seed",
              .type = OPTION_INT,
              .value_name = "S",
              .help = TEXT_OPTION_SYNTH_SEED,
              .preset = "1",
              .least = 0,
              .most = INT64_MAX},
};

static bool synth(struct cli *cli, const struct call *call, struct err *err)
{
    struct progress progress = progress_open(cli);
    struct synth_options options = {.persons = (uint64_t)call->value[PERSONS].number,
                                    .seed = (uint64_t)call->value[SEED].number};
    const char *folder = str_cstr(cli->arena, call->value[OUT].text);
    bool done = synth_write(&FILES_POSIX, folder, &options, watch_synth(&progress), err);
    progress_end(&progress);
    return done;
}

const struct command COMMAND_SYNTH = {
    .verb = {.name = "synth",
             .arguments = "",
             .summary = TEXT_VERB_SYNTH_SUMMARY,
             .about = TEXT_VERB_SYNTH_ABOUT,
             .option = OPTION,
             .options = OPTIONS},
    .run = synth,
    .alone = true,
};
