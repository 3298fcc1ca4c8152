#include "cli/cli.h"

#include "cli/instance.h"
#include "cli/place.h"
#include "cli/settings.h"
#include "cli/verb_form.h"
#include "cli/why.h"
#include "cli/wrap.h"
#include "core/err_text.h"
#include "core/utf8.h"
#include "service/instance.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static const char *const LANGS[] = {"sv", "en", NULL};
static const char *const FORMATS[] = {"table", "csv", "json", NULL}; /* as enum format */

const struct option SHARED_OPTIONS[SHARED_COUNT] = {
    [SHARED_HOME] = {.name = "home",
                     .type = OPTION_TEXT,
                     .value_name = "DIR",
                     .help = TEXT_OPTION_HOME,
                     .env = "KONTINUA_HOME",
                     .preset = "./kontinua-home"},
    [SHARED_LANG] = {.name = "lang",
                     .type = OPTION_CHOICE,
                     .value_name = "LANG",
                     .help = TEXT_OPTION_LANG,
                     .env = "KONTINUA_LANG",
                     .setting = true,
                     .choice = LANGS},
    [SHARED_TODAY] = {.name = "today",
                      .type = OPTION_DAY,
                      .value_name = "DATE",
                      .help = TEXT_OPTION_TODAY,
                      .env = "KONTINUA_TODAY",
                      .setting = true},
    [SHARED_FORMAT] = {.name = "format",
                       .type = OPTION_CHOICE,
                       .value_name = "FORMAT",
                       .help = TEXT_OPTION_FORMAT,
                       .choice = FORMATS},
    [SHARED_QUIET] = {.name = "quiet", .type = OPTION_FLAG, .help = TEXT_OPTION_QUIET},
    [SHARED_HELP] = {.name = "help", .type = OPTION_FLAG, .help = TEXT_OPTION_HELP},
    [SHARED_VERSION] = {.name = "version", .type = OPTION_FLAG, .help = TEXT_OPTION_VERSION},
};

const struct command *command_find(struct str name)
{
    for (const struct command *const *c = COMMANDS; *c; c++)
        if (str_eq(name, str_of((*c)->verb.name)))
            return *c;
    return NULL;
}

bool cli_write(FILE *to, struct str text, struct err *err)
{
    if (fwrite(text.at, 1, text.len, to) == text.len && fflush(to) == 0)
        return true;
    return FAIL(err, ERR_IO, "cli.output", "%s", errno == EPIPE ? "EPIPE" : "");
}

void cli_put_help(struct sb *out, enum lang lang, const struct options *shared)
{
    enum { SUMMARY = 14 };
    sb_put(out, STR(CLI_PROGRAM ": "));
    options_wrap(out, text_get(lang, TEXT_CLI_SUMMARY), 10, 0);
    sb_char(out, '\n');
    options_wrap(out, text_get(lang, TEXT_CLI_ABOUT), 0, 0);
    sb_char(out, '\n');
    sb_put(out, text_get(lang, TEXT_HELP_VERBS));
    sb_char(out, '\n');
    for (const struct command *const *c = COMMANDS; *c; c++) {
        sb_fmt(out, "  %-*s", SUMMARY - 2, (*c)->verb.name);
        options_wrap(out, text_get(lang, (*c)->verb.summary), SUMMARY, SUMMARY);
    }
    options_help_shared(out, lang, shared);
}

/* What --lang says somewhere in the words; also before they are taken, and where that fails. */
static struct str lang_in_words(const struct command_line *line)
{
    struct str found = STR("");
    for (unsigned i = 0; i < line->count && strcmp(line->word[i], "--") != 0; i++) {
        struct str word = str_of(line->word[i]);
        if (str_starts(word, STR("--lang=")))
            found = str_of(line->word[i] + strlen("--lang="));
        else if (str_eq(word, STR("--lang")) && i + 1 < line->count)
            found = str_of(line->word[i + 1]);
    }
    return found;
}

/* The language before options are taken: help and errors of the command line are told in it too.
 * What it says wrongly is refused where options are read. */
static enum lang find_lang(const struct options *shared, const struct command_line *line,
                           char *(*lookup)(const char *name))
{
    static const char *const names[] = {"KONTINUA_LANG", "LC_ALL", "LC_MESSAGES", "LANG"};
    const struct option_value *given = &shared->value[SHARED_LANG];
    if (given->given)
        return given->choice == 0 ? LANG_SV : LANG_EN;
    struct str word = lang_in_words(line);
    if (str_eq(word, STR("sv")) || str_eq(word, STR("en")))
        return str_eq(word, STR("sv")) ? LANG_SV : LANG_EN;
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        const char *locale = lookup(names[i]);
        if (locale && *locale)
            return lang_of_locale(str_of(locale));
    }
    return LANG_EN;
}

bool command_unknown(struct arena *a, struct str name, struct err *err)
{
    unsigned n = 0;
    while (COMMANDS[n])
        n++;
    const char **names = ARENA_NEW(a, const char *, n + 1);
    for (unsigned i = 0; i < n; i++)
        names[i] = COMMANDS[i]->verb.name;
    const char *near = options_nearest(name, names, n);
    int len = (int)(name.len < 60 ? name.len : 60);
    if (near)
        return FAIL(err, ERR_INVALID, "options.verb", "%.*s (%s?)", len, name.at, near);
    return FAIL(err, ERR_INVALID, "options.verb", "%.*s", len, name.at);
}

/* What the shared options say, in the shape that verbs use. */
static void fill(struct cli *cli)
{
    const struct option_value *v = cli->shared.value;
    cli->home = str_cstr(cli->arena, v[SHARED_HOME].text);
    cli->quiet = v[SHARED_QUIET].yes;
    cli->clock.today = v[SHARED_TODAY].day;
    cli->format = v[SHARED_FORMAT].given          ? (enum format)v[SHARED_FORMAT].choice
                  : isatty(fileno(cli->out)) == 1 ? FORMAT_TABLE
                                                  : FORMAT_CSV;
}

/* The words behind the verb, then the environment, then the settings of the home; for the verb's
 * own options and the shared ones. */
static bool read_call(struct cli *cli, const struct command *command, struct command_line *line,
                      char *(*lookup)(const char *name), struct options *own, struct err *err)
{
    struct arena *a = cli->arena;
    *own = options_open(a, command->verb.option, command->verb.options);
    line->first_only = false;
    line->argument = NULL;
    line->arguments = 0;
    bool read = options_take(a, line, (struct options *[]){own, &cli->shared}, 2, err);
    cli->lang = find_lang(&cli->shared, line, lookup);
    if (!read)
        return false;
    if (cli->shared.value[SHARED_HELP].yes)
        return true;
    if (!options_take_env(a, own, lookup, err) || !options_take_env(a, &cli->shared, lookup, err))
        return false;
    fill(cli);
    if (!command->alone && !settings_read(cli, own, err))
        return false;
    fill(cli);
    cli->lang = find_lang(&cli->shared, line, lookup);
    return options_check(own, &command->verb, line, err);
}

static bool do_verb(struct cli *cli, const struct command *command, const struct call *call,
                    struct err *err)
{
    struct instance in;
    if (!command->run_in)
        return command->run(cli, call, err);
    if (!cli_instance(cli, &in, err))
        return false;
    bool done = command->run_in(cli, &in, call, err);
    instance_close(&in);
    return done;
}

static bool run(struct cli *cli, struct command_line *line, char *(*lookup)(const char *name),
                const struct command **command, struct err *err)
{
    struct arena *a = cli->arena;
    bool read = options_take(a, line, (struct options *[]){&cli->shared}, 1, err);
    cli->lang = find_lang(&cli->shared, line, lookup);
    if (!read)
        return false;
    struct sb text = sb_open(a, 8192);
    if (cli->shared.value[SHARED_VERSION].yes)
        return cli_write(cli->out, STR(CLI_VERSION), err);
    if (line->arguments == 0) {
        cli_put_help(&text, cli->lang, &cli->shared);
        if (cli->shared.value[SHARED_HELP].yes)
            return cli_write(cli->out, sb_str(&text), err);
        (void)fprintf(cli->note, "%.*s\n", STR_FMT(sb_str(&text)));
        return FAIL(err, ERR_INVALID, "options.verb_missing", CLI_PROGRAM " VERB");
    }
    *command = command_find(line->argument[0]);
    if (!*command)
        return command_unknown(a, line->argument[0], err);
    struct options own;
    if (!read_call(cli, *command, line, lookup, &own, err))
        return false;
    if (cli->shared.value[SHARED_HELP].yes) {
        options_help(&text, cli->lang, CLI_PROGRAM, &(*command)->verb, &cli->shared);
        return cli_write(cli->out, sb_str(&text), err);
    }
    struct call call = {own.value, line->argument, line->arguments};
    return verb_form_check(*command, &call, err) && do_verb(cli, *command, &call, err);
}

/* The file of a measure, a check or a code set of the home that has the place; false: none has. */
static bool find_in_home(struct cli *cli, const struct err *err, struct str *path, struct str *text)
{
    static const char *const folders[] = {INSTANCE_MEASURES, INSTANCE_MEASURES "/checks",
                                          INSTANCE_MEASURES "/codesets"};
    struct place p = place_of(err);
    if (!place_is_shown(err) || !cli->home || p.line == 0)
        return false;
    for (size_t i = 0; i < ARRAY_LEN(folders); i++) {
        struct err unread = {0};
        *path = str_fmt(cli->arena, "%s/%s/%.*s", cli->home, folders[i], STR_FMT(p.file));
        if (file_read_all(&FILES_POSIX, cli->arena, str_cstr(cli->arena, *path), 4 * YAML_SIZE_MOST,
                          text, &unread))
            return true;
    }
    return false;
}

/* The sentence, with what is known of the place: the advice in the language, the file's folder. */
static struct str sentence(struct cli *cli, const struct err *err, struct str path)
{
    struct arena *a = cli->arena;
    struct err bare = *err;
    if (!place_is_shown(err) || err->detail[0] == '\0')
        return err_message(a, cli->lang, err);
    struct place p = place_of(err);
    struct str where = {err->detail, strlen(err->detail) - p.why.len};
    if (path.len > 0)
        where = str_fmt(a, "%.*s%.*s", STR_FMT(path), (int)(where.len - p.file.len),
                        where.at + p.file.len);
    bare.detail[0] = '\0';
    return str_fmt(a, "%.*s: %.*s%.*s", STR_FMT(err_message(a, cli->lang, &bare)), STR_FMT(where),
                   STR_FMT(why_of(a, cli->lang, err, p.why)));
}

/* The sentence, the place, and for a wrong command line where to read on. */
static void tell(struct cli *cli, const struct command *command, const struct err *err)
{
    struct arena *a = cli->arena;
    struct str path = STR(""), text;
    bool is_in_home = find_in_home(cli, err, &path, &text);
    struct str said = utf8_shown(a, sentence(cli, err, is_in_home ? path : STR("")));
    const char *verb = command ? command->verb.name : "", *blank = command ? " " : "";
    wrap_to(cli->note, a,
            str_fmt(a, CLI_PROGRAM "%s%s: %.*s [%s]", blank, verb, STR_FMT(said), err->code));
    if (is_in_home) {
        struct place p = place_of(err);
        struct sb out = sb_open(a, 256);
        place_put(&out, text, &p);
        (void)fprintf(cli->note, "%.*s", STR_FMT(sb_str(&out)));
    }
    if (!str_starts(str_of(err->code), STR("options.")))
        return;
    struct sb hint = sb_open(a, 128);
    struct str how = str_fmt(a, CLI_PROGRAM "%s%s --help", blank, verb);
    text_fill(&hint, cli->lang, TEXT_CLI_SEE_HELP, &how, 1);
    (void)fprintf(cli->note, "%.*s\n", STR_FMT(sb_str(&hint)));
}

int cli_run(const char *const *words, unsigned count, char *(*lookup)(const char *name), FILE *out,
            FILE *note)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct cli cli = {.arena = a,
                      .out = out,
                      .note = note,
                      .shared = options_open(a, SHARED_OPTIONS, SHARED_COUNT)};
    struct command_line line = {.word = words, .count = count, .first_only = true};
    const struct command *command = NULL;
    struct err err = {0};
    bool done = run(&cli, &line, lookup, &command, &err);
    if (done && fflush(out) != 0)
        done = FAIL(&err, ERR_IO, "cli.output", "%s", errno == EPIPE ? "EPIPE" : "");
    /* Who reads the results has seen enough and went away: no failure of ours. */
    bool enough = !done && strcmp(err.code, "cli.output") == 0 && strcmp(err.detail, "EPIPE") == 0;
    if (!done && !enough)
        tell(&cli, command, &err);
    arena_close(a);
    return done || enough ? 0 : err_exit_code(err.kind);
}
