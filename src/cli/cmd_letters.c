/* kontinua letters --pdf FILE: what was told, on paper, to those who want paper. */
#include "cli/actor.h"
#include "cli/commands.h"
#include "cli/instance.h"
#include "cli/print.h"
#include "report/letter_pdf.h"
#include "service/message/letters.h"

enum { PDF, AGAIN, LIST, LANGUAGE, ACTOR, OPTIONS = ACTOR + ACTOR_OPTIONS };
static const char *const LANGUAGES[] = {"sv", "en", NULL};
static const struct option OPTION[OPTIONS] = {
    [PDF] = {.name = "pdf",
             .type = OPTION_TEXT,
             .value_name = "FILE",
             .help = TEXT_OPTION_LETTERS_PDF},
    [AGAIN] = {.name = "again",
               .type = OPTION_INT,
               .value_name = "RUN",
               .help = TEXT_OPTION_LETTERS_AGAIN,
               .least = 1,
               .most = INT64_MAX},
    [LIST] = {.name = "list", .type = OPTION_FLAG, .help = TEXT_OPTION_LETTERS_LIST},
    [LANGUAGE] = {.name = "letter-lang",
                  .type = OPTION_CHOICE,
                  .value_name = "LANG",
                  .help = TEXT_OPTION_LETTERS_LANG,
                  .choice = LANGUAGES,
                  .preset = "sv",
                  .setting = true},
    ACTOR_OPTION(ACTOR),
};

static const struct verb_form FORM[] = {
    {"--list", OPTION_BIT(LIST) | ACTOR_WHO(ACTOR)},
    {NULL, OPTION_BIT(PDF) | OPTION_BIT(AGAIN) | OPTION_BIT(LANGUAGE) | ACTOR_ALL(ACTOR)},
};

struct writing {
    struct cli *cli;
    const struct instance *in;
    const char *path;
    enum lang lang;
    bool written;
};

/* What is there may be the letters of another run. */
static bool is_new(const char *path, struct err *err)
{
    return !file_exists(path) || FAIL(err, ERR_CONFLICT, "letters.exists", "%s", path);
}

static bool write_pdf(void *state, const struct letters *letters, char sum[static SHA256_TEXT],
                      struct err *err)
{
    struct writing *w = state;
    struct letter_pdf what = {letters, w->in->region.name, instance_today(w->in), w->lang};
    struct str bytes;
    bool drawn = is_new(w->path, err) && letter_pdf(w->cli->arena, &what, &bytes, err);
    if (!drawn || !file_replace(w->in->files, w->path, bytes, err))
        return false;
    w->written = true;
    (void)sha256_hex(sha256_of(bytes), sum);
    return true;
}

enum { C_RUN, C_LETTERS, C_MESSAGES, C_WITHHELD, C_WITHOUT, COLUMNS };
static const struct print_column COLUMN[COLUMNS] = {
    [C_RUN] = {.name = "run", .number = true},
    [C_LETTERS] = {.name = "letters", .number = true},
    [C_MESSAGES] = {.name = "messages", .number = true},
    [C_WITHHELD] = {.name = "withheld", .number = true},
    [C_WITHOUT] = {.name = "without_address", .number = true},
};

static struct str number(struct cli *cli, uint64_t n)
{
    return cli->format == FORMAT_TABLE ? progress_grouped(cli->arena, cli->lang, n)
                                       : str_fmt(cli->arena, "%llu", (unsigned long long)n);
}

static bool put(struct cli *cli, const struct letters_done *d, bool dry_run, struct err *err)
{
    struct str field[COLUMNS] = {
        [C_RUN] = d->run == 0 || dry_run ? STR("") : str_fmt(cli->arena, "%lld", (long long)d->run),
        [C_LETTERS] = number(cli, d->letters),
        [C_MESSAGES] = number(cli, d->messages),
        [C_WITHHELD] = number(cli, d->withheld),
        [C_WITHOUT] = number(cli, d->without_address)};
    if (cli->format != FORMAT_TABLE) {
        struct print *p = print_open(cli, COLUMN, COLUMNS);
        return print_row(p, field, err) && print_end(p, err);
    }
    struct sb out = sb_open(cli->arena, 256), lines = sb_open(cli->arena, 256);
    if (d->letters == 0)
        sb_put(&out, text_get(cli->lang, TEXT_LETTERS_NONE));
    else if (dry_run)
        text_fill(&out, cli->lang, TEXT_LETTERS_PREVIEW, &field[C_LETTERS], 2);
    else
        text_fill(&out, cli->lang, TEXT_LETTERS_DONE, field, 3);
    if (d->withheld + d->without_address > 0) {
        sb_char(&out, ' ');
        text_fill(&out, cli->lang, TEXT_LETTERS_WAIT, &field[C_WITHHELD], 2);
    }
    if (d->is_repeat) {
        sb_char(&out, ' ');
        sb_put(&out, text_get(cli->lang, TEXT_UNIT_REPEAT));
    }
    options_wrap(&lines, sb_str(&out), 0, 0);
    return cli_write(cli->out, sb_str(&lines), err);
}

/* ---- the runs ---- */

enum { R_RUN, R_AT, R_LETTERS, R_SUM, R_COLUMNS };
static const struct print_column RUN[R_COLUMNS] = {
    [R_RUN] = {.name = "run", .title = TEXT_LETTERS_COLUMN_RUN, .number = true},
    [R_AT] = {.name = "at", .title = TEXT_LOG_COLUMN_AT},
    [R_LETTERS] = {.name = "letters", .title = TEXT_LETTERS_COLUMN_LETTERS, .number = true},
    [R_SUM] = {.name = "sha256"},
};

static bool put_run(struct cli *cli, struct print *p, const struct letter_run *row, struct err *err)
{
    char table[STOCKHOLM_TEXT], record[MOMENT_TEXT];
    struct str field[R_COLUMNS] = {
        [R_RUN] = str_fmt(cli->arena, "%lld", (long long)row->run),
        [R_AT] = str_copy(cli->arena, cli->format == FORMAT_TABLE ? stockholm_format(row->at, table)
                                                                  : moment_format(row->at, record)),
        [R_LETTERS] = number(cli, (uint64_t)row->letters),
        [R_SUM] = str_copy(cli->arena, row->sha256)};
    return print_row(p, field, err);
}

static bool list(struct cli *cli, struct instance *in, const struct actor *actor, struct err *err)
{
    struct letters_runs runs;
    if (!letters_list(cli->arena, in, actor, &runs, err))
        return false;
    struct print *p =
        print_open(cli, RUN, cli->format == FORMAT_TABLE ? R_SUM : (unsigned)R_COLUMNS);
    print_nothing(p, TEXT_LETTERS_NO_RUNS);
    for (size_t i = 0; i < runs.count; i++)
        if (!put_run(cli, p, &runs.at[i], err))
            return false;
    return print_end(p, err);
}

/* ---- the verb ---- */

static bool write_letters(struct cli *cli, struct instance *in, const struct call *call,
                          const struct actor_asked *asked, struct err *err)
{
    const struct option_value *v = call->value;
    struct letters_done done;
    struct writing w = {cli, in, str_cstr(cli->arena, v[PDF].text),
                        v[LANGUAGE].choice == 0 ? LANG_SV : LANG_EN, false};
    if (!asked->dry_run && !v[PDF].given)
        return FAIL(err, ERR_INVALID, "options.required", "--pdf");
    if (!asked->dry_run && asked->key.len == 0 && !is_new(w.path, err))
        return false; /* before anybody is opened; with a key it may have been written with it */
    struct letters_ask ask = {.actor = asked->actor,
                              .again = v[AGAIN].given ? v[AGAIN].number : 0,
                              .key = asked->key,
                              .dry_run = asked->dry_run,
                              .sink = {&w, write_pdf}};
    if (letters_run(cli->arena, in, &ask, &done, err))
        return put(cli, &done, asked->dry_run, err);
    /* The file tells what the registry does not know of. Where the COMMIT was in doubt, the run is
     * in the list and can be written again. */
    if (w.written)
        (void)in->files->unlink(in->files->state, w.path);
    return false;
}

static bool run_letters(struct cli *cli, struct instance *in, const struct call *call,
                        struct err *err)
{
    struct actor_asked asked = {0};
    return actor_given(cli, in, &call->value[ACTOR], &asked, err) &&
           (call->value[LIST].yes ? list(cli, in, &asked.actor, err)
                                  : write_letters(cli, in, call, &asked, err));
}

const struct command COMMAND_LETTERS = {
    .verb = {.name = "letters",
             .arguments = "",
             .summary = TEXT_VERB_LETTERS_SUMMARY,
             .about = TEXT_VERB_LETTERS_ABOUT,
             .option = OPTION,
             .options = OPTIONS},
    .run_in = run_letters,
    .form = FORM,
    .forms = ARRAY_LEN(FORM),
};
