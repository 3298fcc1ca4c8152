/* kontinua message list PERSON, message seen ID: what a resident has been told. */
#include "cli/actor.h"
#include "cli/commands.h"
#include "cli/instance.h"
#include "cli/print.h"
#include "cli/progress.h"
#include "service/message/message.h"
#include "service/message/message_text.h"

enum { ACTOR, OPTIONS = ACTOR + ACTOR_OPTIONS };
static const struct option OPTION[OPTIONS] = {ACTOR_OPTION(ACTOR)};
static const struct verb_form FORM[] = {{"list", ACTOR_WHO(ACTOR)}, {"seen", ACTOR_ALL(ACTOR)}};

enum {
    C_ID,
    C_MADE,
    C_SEEN,
    C_TEXT,
    C_KIND,
    C_UNIT,
    C_STAFF,
    C_FROM,
    C_LETTER,
    C_NOTICED,
    COLUMNS
};
static const struct print_column COLUMN[COLUMNS] = {
    [C_ID] = {.name = "id", .title = TEXT_MESSAGE_COLUMN_ID, .number = true},
    [C_MADE] = {.name = "made_at", .title = TEXT_MESSAGE_COLUMN_MADE},
    [C_SEEN] = {.name = "seen_at", .title = TEXT_MESSAGE_COLUMN_SEEN},
    [C_TEXT] = {.name = "text", .title = TEXT_MESSAGE_COLUMN_TEXT, .wraps = true},
    [C_KIND] = {.name = "kind"},
    [C_UNIT] = {.name = "unit"},
    [C_STAFF] = {.name = "staff"},
    [C_FROM] = {.name = "from"},
    [C_LETTER] = {.name = "letter", .number = true},
    [C_NOTICED] = {.name = "noticed_at"},
};

/* People are told the day in Sweden, programs the moment. */
static struct str time_of(struct cli *cli, struct moment at)
{
    char day[DAY_TEXT], moment[MOMENT_TEXT];
    if (at.us == 0)
        return STR("");
    return str_copy(cli->arena, cli->format == FORMAT_TABLE ? day_format(stockholm_day(at), day)
                                                            : moment_format(at, moment));
}

static bool put_row(struct cli *cli, struct print *p, const struct message_row *row,
                    struct err *err)
{
    char day[DAY_TEXT];
    const struct message *m = &row->message;
    struct str letter =
        row->letter == 0 ? STR("") : str_fmt(cli->arena, "%lld", (long long)row->letter);
    struct str field[COLUMNS] = {
        [C_ID] = str_fmt(cli->arena, "%lld", (long long)row->id),
        [C_MADE] = time_of(cli, row->made_at),
        [C_SEEN] = time_of(cli, row->seen_at),
        [C_TEXT] = message_text(cli->arena, cli->lang, row),
        [C_KIND] = vocab_word(&VOCAB_MESSAGE, m->kind),
        [C_UNIT] = hsaid_str(&m->unit),
        [C_STAFF] = hsaid_str(&m->staff),
        [C_FROM] = day_format(m->from, day),
        [C_LETTER] = letter,
        [C_NOTICED] = time_of(cli, row->noticed_at),
    };
    return print_row(p, field, err);
}

static bool put_rows(struct cli *cli, const struct bag *rows, struct err *err)
{
    if (rows->count == 0 && cli->format == FORMAT_TABLE)
        return cli_write(cli->out, text_get(cli->lang, TEXT_MESSAGE_NONE), err) &&
               cli_write(cli->out, STR("\n"), err);
    struct print *p =
        print_open(cli, COLUMN, cli->format == FORMAT_TABLE ? C_KIND : (unsigned)COLUMNS);
    for (size_t i = 0; i < rows->count; i++)
        if (!put_row(cli, p, bag_at(rows, i), err))
            return false;
    return print_end(p, err);
}

static bool list(struct cli *cli, struct instance *in, const struct call *call,
                 const struct message_ask *ask, struct err *err)
{
    struct messages_shown shown;
    struct message_ask asked = *ask;
    asked.person = call->argument[1];
    if ((str_eq(asked.person, STR("-")) && !cli_person(cli, &asked.person, err)) ||
        !message_list(cli->arena, in, &asked, &shown, err) || !put_rows(cli, &shown.rows, err))
        return false;
    struct progress progress = progress_open(cli);
    if (shown.is_blocked)
        progress_note(&progress, text_get(cli->lang, TEXT_WHO_BLOCKED));
    progress_end(&progress);
    return true;
}

enum { S_ID, S_ALREADY, S_COLUMNS };
static const struct print_column SEEN[S_COLUMNS] = {
    [S_ID] = {.name = "id", .number = true},
    [S_ALREADY] = {.name = "already"},
};

static bool seen(struct cli *cli, struct instance *in, const struct call *call,
                 const struct message_ask *ask, struct err *err)
{
    int64_t id = 0;
    struct message_seen answer;
    if (!cli_number(call->argument[1], "ID", &id, err) ||
        !message_seen(cli->arena, in, id, ask, &answer, err))
        return false;
    if (cli->format == FORMAT_TABLE) {
        enum text said = answer.is_already  ? TEXT_MESSAGE_SEEN_ALREADY
                         : answer.is_repeat ? TEXT_UNIT_REPEAT
                         : ask->dry_run     ? TEXT_MESSAGE_SEEN_PREVIEW
                                            : TEXT_MESSAGE_SEEN;
        return cli_write(cli->out, text_get(cli->lang, said), err) &&
               cli_write(cli->out, STR("\n"), err);
    }
    struct print *p = print_open(cli, SEEN, S_COLUMNS);
    struct str field[S_COLUMNS] = {
        [S_ID] = call->argument[1], [S_ALREADY] = answer.is_already ? STR("yes") : STR("no")};
    return print_row(p, field, err) && print_end(p, err);
}

#define VERBS "list PERSON|seen ID"
static bool run_message(struct cli *cli, const struct call *call, struct err *err)
{
    struct instance in;
    struct actor_asked asked = {0};
    bool lists = str_eq(call->argument[0], STR("list"));
    if (!lists && !str_eq(call->argument[0], STR("seen")))
        return FAIL(err, ERR_INVALID, "options.arguments", "message " VERBS);
    if (!cli_instance(cli, &in, err))
        return false;
    bool done = actor_given(cli, &in, &call->value[ACTOR], &asked, err);
    const struct message_ask ask = {
        .actor = asked.actor, .key = asked.key, .dry_run = asked.dry_run};
    done = done && (lists ? list : seen)(cli, &in, call, &ask, err);
    instance_close(&in);
    return done;
}

const struct command COMMAND_MESSAGE = {
    .verb = {.name = "message",
             .arguments = VERBS,
             .least_arguments = 2,
             .most_arguments = 2,
             .summary = TEXT_VERB_MESSAGE_SUMMARY,
             .about = TEXT_VERB_MESSAGE_ABOUT,
             .option = OPTION,
             .options = OPTIONS},
    .run = run_message,
    .form = FORM,
    .forms = ARRAY_LEN(FORM),
};
