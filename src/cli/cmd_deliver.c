/* kontinua deliver: does what a day that has come brings about, gives events their places, removes
 * old ones, sends notices; once, or as a worker. */
#include "cli/actor.h"
#include "cli/commands.h"
#include "cli/instance.h"
#include "cli/print.h"
#include "cli/progress.h"
#include "cli/verb_form.h"
#include "core/err_text.h"
#include "service/listing/time_passes.h"
#include "service/message/notice.h"
#include "service/message/relay.h"

#include <signal.h>
#include <time.h>

enum {
    WATCH,
    EVERY,
    FAILED,
    EVENT_DAYS,
    COMMAND,
    FROM,
    SECONDS,
    ACTOR,
    DRY_RUN = ACTOR + ACTOR_DRY_RUN,
    OPTIONS = ACTOR + ACTOR_OPTIONS
};
static const struct option OPTION[OPTIONS] = {
    [WATCH] = {.name = "watch", .type = OPTION_FLAG, .help = TEXT_OPTION_DELIVER_WATCH},
    [EVERY] = {.name = "every",
               .type = OPTION_INT,
               .value_name = "SECONDS",
               .help = TEXT_OPTION_DELIVER_EVERY,
               .preset = "5",
               .least = 1,
               .most = 3600},
    [FAILED] = {.name = "failed", .type = OPTION_FLAG, .help = TEXT_OPTION_DELIVER_FAILED},
    [EVENT_DAYS] = {.name = "event-days",
                    .type = OPTION_INT,
                    .value_name = "DAYS",
                    .help = TEXT_OPTION_DELIVER_EVENT_DAYS,
                    .setting = true,
                    .preset = "30",
                    .least = RELAY_KEEP_DAYS,
                    .most = 3650},
    [COMMAND] = {.name = "notice-command",
                 .type = OPTION_TEXT,
                 .value_name = "PROGRAM",
                 .help = TEXT_OPTION_DELIVER_COMMAND,
                 .setting = true},
    [FROM] = {.name = "notice-from",
              .type = OPTION_TEXT,
              .value_name = "ADDRESS",
              .help = TEXT_OPTION_DELIVER_FROM,
              .setting = true},
    [SECONDS] = {.name = "notice-seconds",
                 .type = OPTION_INT,
                 .value_name = "SECONDS",
                 .help = TEXT_OPTION_DELIVER_SECONDS,
                 .setting = true,
                 .preset = "30",
                 .least = 1,
                 .most = 600},
    ACTOR_OPTION(ACTOR),
};
/* Whoever delivers is the machine; who looks whom it failed with is somebody. */
static const struct verb_form FORM[] = {
    {"--failed", OPTION_BIT(FAILED) | ACTOR_WHO(ACTOR)},
    {"--watch", OPTION_BIT(WATCH) | OPTION_BIT(EVERY)},
    {NULL, OPTION_BIT(DRY_RUN)},
};

/* Words between blanks: no shell reads them. */
static char **words_of(struct arena *a, struct str text)
{
    char **word = ARENA_NEW(a, char *, text.len + 2), *at = ARENA_NEW(a, char, text.len + 1);
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        at[i] = text.at[i] == ' ' ? '\0' : text.at[i];
        if (at[i] != '\0' && (i == 0 || at[i - 1] == '\0'))
            word[count++] = &at[i];
    }
    at[text.len] = '\0';
    word[count] = NULL;
    return word;
}

struct delivered {
    struct time_passed passed;
    struct relay_done relay;
    struct notice_done notice;
};

/* A program that does not work sends nobody anything until somebody looks at it; nor is a month
 * frozen that cannot be. */
static void warn(struct cli *cli, enum text text, const struct err *why)
{
    if (why->kind == ERR_NONE)
        return;
    struct progress progress = progress_open(cli);
    struct str value[] = {err_message(cli->arena, cli->lang, why), str_of(why->code)};
    struct sb line = sb_open(cli->arena, 256);
    text_fill(&line, cli->lang, text, value, ARRAY_LEN(value));
    progress_warn(&progress, sb_str(&line));
    progress_end(&progress);
}

/* What a day brings about is looked for once of each: *looked is the last. */
static bool deliver(struct cli *cli, struct instance *in, const struct call *call,
                    struct day *looked, struct delivered *out, struct err *err)
{
    const struct option_value *v = call->value;
    struct relay_ask relay = {v[EVENT_DAYS].number, v[DRY_RUN].yes};
    struct delivered done = {.relay = {0, 0}};
    /* First: what it tells of gets its place at once. */
    struct day today = instance_today(in);
    if (looked->n != today.n && !time_passes(cli->arena, in, v[DRY_RUN].yes, &done.passed, err))
        return false;
    warn(cli, TEXT_DELIVER_UNFROZEN, &done.passed.unfrozen);
    *looked = today;
    if (!relay_run(in, &relay, &done.relay, err))
        return false;
    struct notice_ask notice = {.word = words_of(cli->arena, v[COMMAND].text),
                                .from = v[FROM].text,
                                .seconds = (int)v[SECONDS].number,
                                .dry_run = v[DRY_RUN].yes};
    if (v[COMMAND].given && !notice_run(cli->arena, in, &notice, &done.notice, err))
        return false;
    warn(cli, TEXT_DELIVER_UNSENT, &done.notice.unsent);
    *out = done;
    return true;
}

enum { C_PLACED, C_REMOVED, C_NOTICES, C_FAILED, C_LAPSED, C_FROZEN, COLUMNS };
static const struct print_column COLUMN[COLUMNS] = {
    [C_PLACED] = {.name = "placed", .number = true},
    [C_REMOVED] = {.name = "removed", .number = true},
    [C_NOTICES] = {.name = "notices", .number = true},
    [C_FAILED] = {.name = "failed", .number = true},
    [C_LAPSED] = {.name = "lapsed", .number = true},
    [C_FROZEN] = {.name = "frozen"},
};

static struct str number(struct cli *cli, uint64_t n)
{
    return cli->format == FORMAT_TABLE ? progress_grouped(cli->arena, cli->lang, n)
                                       : str_fmt(cli->arena, "%llu", (unsigned long long)n);
}

static bool put(struct cli *cli, const struct delivered *d, bool dry_run, struct err *err)
{
    char month[MONTH_TEXT];
    struct str frozen = d->passed.has_frozen ? month_format(d->passed.month, month) : STR("");
    struct str field[COLUMNS] = {
        [C_PLACED] = number(cli, d->relay.placed),  [C_REMOVED] = number(cli, d->relay.removed),
        [C_NOTICES] = number(cli, d->notice.sent),  [C_FAILED] = number(cli, d->notice.failed),
        [C_LAPSED] = number(cli, d->passed.lapsed), [C_FROZEN] = frozen};
    if (cli->format != FORMAT_TABLE) {
        struct print *p = print_open(cli, COLUMN, COLUMNS);
        return print_row(p, field, err) && print_end(p, err);
    }
    struct sb out = sb_open(cli->arena, 256), lines = sb_open(cli->arena, 256);
    if (d->passed.has_frozen) {
        text_fill(&out, cli->lang, dry_run ? TEXT_DELIVER_WOULD_FREEZE : TEXT_DELIVER_FROZEN,
                  &frozen, 1);
        sb_char(&out, ' ');
    }
    text_fill(&out, cli->lang, dry_run ? TEXT_DELIVER_PREVIEW : TEXT_DELIVER_DONE, field, C_FROZEN);
    options_wrap(&lines, sb_str(&out), 0, 0);
    return cli_write(cli->out, sb_str(&lines), err);
}

enum { F_PERSON, F_ATTEMPTS, F_AGAIN, F_COLUMNS };
static const struct print_column FAILURE[F_COLUMNS] = {
    [F_PERSON] = {.name = "person", .title = TEXT_LOG_COLUMN_PERSON},
    [F_ATTEMPTS] = {.name = "attempts", .title = TEXT_DELIVER_COLUMN_ATTEMPTS, .number = true},
    [F_AGAIN] = {.name = "again_at", .title = TEXT_DELIVER_COLUMN_AGAIN},
};

static bool put_failure(struct cli *cli, struct print *p, const struct notice_failure *row,
                        struct err *err)
{
    char table[STOCKHOLM_TEXT], record[MOMENT_TEXT];
    struct str again = cli->format == FORMAT_TABLE ? stockholm_format(row->again_at, table)
                                                   : moment_format(row->again_at, record);
    struct str field[F_COLUMNS] = {
        [F_PERSON] = str_fmt(cli->arena, "key:%lld", (long long)row->person),
        [F_ATTEMPTS] = str_fmt(cli->arena, "%lld", (long long)row->attempts),
        [F_AGAIN] = str_copy(cli->arena, again)};
    return print_row(p, field, err);
}

static bool list_failed(struct cli *cli, struct instance *in, const struct call *call,
                        struct err *err)
{
    struct actor_asked by;
    struct notice_failures failed;
    if (!actor_given(cli, in, &call->value[ACTOR], &by, err) ||
        !notice_failures(cli->arena, in, &by.actor, &failed, err))
        return false;
    struct progress progress = progress_open(cli);
    struct print *p = print_open(cli, FAILURE, F_COLUMNS);
    print_nothing(p, TEXT_DELIVER_NO_FAILURES);
    for (size_t i = 0; i < failed.count; i++)
        if (!put_failure(cli, p, &failed.at[i], err))
            return false;
    if (!print_end(p, err))
        return false;
    if (failed.leaves_out)
        progress_note(&progress, text_get(cli->lang, TEXT_PROTECTED_NOT_SHOWN));
    progress_end(&progress);
    return true;
}

/* ---- as a worker ---- */

static sigset_t ending_signals(void)
{
    sigset_t set;
    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGTERM);
    (void)sigaddset(&set, SIGINT);
    return set;
}

/* Until it is told to end. One that finds the registry busy tries again next time. */
static bool watch(struct cli *cli, struct instance *in, const struct call *call, struct err *err)
{
    sigset_t set = ending_signals(), before;
    struct timespec pause = {.tv_sec = (time_t)call->value[EVERY].number};
    struct arena *whole = cli->arena;
    struct day looked = DAY_NONE;
    bool done = true;
    (void)sigprocmask(SIG_BLOCK, &set, &before);
    do {
        struct delivered d;
        struct err why = {0};
        cli->arena = arena_open(ARENA_BLOCK);
        done = deliver(cli, in, call, &looked, &d, &why) || why.kind == ERR_BUSY;
        if (!done)
            *err = why;
        arena_close(cli->arena);
        cli->arena = whole;
    } while (done && sigtimedwait(&set, NULL, &pause) < 0);
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
    return done;
}

static bool check(const struct call *call, struct err *err)
{
    const struct option_value *v = call->value;
    struct str from = v[FROM].text;
    if (v[COMMAND].given && !notice_is_address(from))
        return FAIL(err, ERR_INVALID, "notice.from", "%.*s", from.len > 40 ? 40 : (int)from.len,
                    from.len > 0 ? from.at : "");
    return true;
}

static bool run_deliver(struct cli *cli, const struct call *call, struct err *err)
{
    struct instance in;
    struct delivered d;
    struct day looked = DAY_NONE;
    const struct option_value *v = call->value;
    if (!check(call, err) || !cli_instance(cli, &in, err))
        return false;
    bool done = v[FAILED].yes  ? list_failed(cli, &in, call, err)
                : v[WATCH].yes ? watch(cli, &in, call, err)
                               : deliver(cli, &in, call, &looked, &d, err) &&
                                     put(cli, &d, v[DRY_RUN].yes, err);
    instance_close(&in);
    return done;
}

const struct command COMMAND_DELIVER = {
    .verb = {.name = "deliver",
             .arguments = "",
             .summary = TEXT_VERB_DELIVER_SUMMARY,
             .about = TEXT_VERB_DELIVER_ABOUT,
             .option = OPTION,
             .options = OPTIONS},
    .run = run_deliver,
    .form = FORM,
    .forms = ARRAY_LEN(FORM),
};
