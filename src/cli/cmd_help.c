/* kontinua help, version and man: what the program says of itself. */
#include "cli/commands.h"

enum { MAN_OUT, MAN_OPTIONS };
static const struct option MAN_OPTION[MAN_OPTIONS] = {
    [MAN_OUT] = {.name = "out",
                 .type = OPTION_TEXT,
                 .value_name = "DIR",
                 .help = TEXT_OPTION_MAN_OUT},
};

static bool find(struct cli *cli, const struct call *call, const struct command **out,
                 struct err *err)
{
    struct str name = call->argument[0];
    *out = command_find(name);
    return *out || command_unknown(cli->arena, name, err);
}

static bool help(struct cli *cli, const struct call *call, struct err *err)
{
    struct sb text = sb_open(cli->arena, 8192);
    const struct command *command = NULL;
    if (call->arguments == 0)
        cli_put_help(&text, cli->lang, &cli->shared);
    else if (find(cli, call, &command, err))
        options_help(&text, cli->lang, CLI_PROGRAM, &command->verb, &cli->shared);
    else
        return false;
    return cli_write(cli->out, sb_str(&text), err);
}

static bool version(struct cli *cli, const struct call *call, struct err *err)
{
    return cli_write(cli->out, STR(CLI_VERSION), err);
}

/* The page of a verb; of the program itself for NULL. */
static struct str page(struct cli *cli, const struct command *command)
{
    struct sb text = sb_open(cli->arena, 8192);
    if (command) {
        options_man(&text, cli->lang, CLI_PROGRAM, &command->verb, &cli->shared);
        return sb_str(&text);
    }
    unsigned n = 0;
    while (COMMANDS[n])
        n++;
    const struct verb **verb = ARENA_NEW(cli->arena, const struct verb *, n + 1);
    for (unsigned i = 0; i < n; i++)
        verb[i] = &COMMANDS[i]->verb;
    struct program program = {CLI_PROGRAM, TEXT_CLI_SUMMARY, TEXT_CLI_ABOUT, verb, n};
    options_man_program(&text, cli->lang, &program, &cli->shared);
    return sb_str(&text);
}

static bool write_page(struct cli *cli, const char *folder, const struct command *command,
                       struct err *err)
{
    const char *dash = command ? "-" : "", *name = command ? command->verb.name : "";
    const char *path = str_fmt(cli->arena, "%s/" CLI_PROGRAM "%s%s.1", folder, dash, name).at;
    return file_replace(&FILES_POSIX, path, page(cli, command), err);
}

static bool man(struct cli *cli, const struct call *call, struct err *err)
{
    const struct command *command = NULL;
    if (call->arguments > 0 && !find(cli, call, &command, err))
        return false;
    if (!call->value[MAN_OUT].given)
        return cli_write(cli->out, page(cli, command), err);
    const char *folder = str_cstr(cli->arena, call->value[MAN_OUT].text);
    if (!folder_make(&FILES_POSIX, folder, err) || !write_page(cli, folder, NULL, err))
        return false;
    for (const struct command *const *c = COMMANDS; *c; c++)
        if (!write_page(cli, folder, *c, err))
            return false;
    return true;
}

const struct command COMMAND_HELP = {
    .verb = {.name = "help",
             .arguments = "[VERB]",
             .most_arguments = 1,
             .summary = TEXT_VERB_HELP_SUMMARY,
             .about = TEXT_VERB_HELP_ABOUT},
    .run = help,
    .alone = true,
};

const struct command COMMAND_VERSION = {
    .verb = {.name = "version",
             .arguments = "",
             .summary = TEXT_VERB_VERSION_SUMMARY,
             .about = TEXT_VERB_VERSION_ABOUT},
    .run = version,
    .alone = true,
};

const struct command COMMAND_MAN = {
    .verb = {.name = "man",
             .arguments = "[VERB]",
             .most_arguments = 1,
             .summary = TEXT_VERB_MAN_SUMMARY,
             .about = TEXT_VERB_MAN_ABOUT,
             .option = MAN_OPTION,
             .options = MAN_OPTIONS},
    .run = man,
    .alone = true,
};
