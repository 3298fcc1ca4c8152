/* kontinua request: a named contact is asked for, the request is taken on, one is shown with its
 * steps, open ones are listed. */
#include "cli/actor.h"
#include "cli/code_name.h"
#include "cli/commands.h"
#include "cli/instance.h"
#include "cli/print.h"
#include "cli/progress.h"
#include "cli/time_given.h"
#include "core/clock.h"
#include "service/contact/request_show.h"
#include "service/contact/requests.h"
#include "web/figure.h"

#include <string.h>

enum {
    KIND,
    DOCTOR,
    NEED,
    WANTED,
    WAIT,
    DECLINE,
    INFORM,
    SEEN,
    WITHDRAW,
    CONSENT,
    EMERGENCY,
    TIME,
    ACTOR = TIME + TIME_OPTIONS,
    OPTIONS = ACTOR + ACTOR_OPTIONS
};
static const struct option OPTION[OPTIONS] = {
    [KIND] = {.name = "kind",
              .type = OPTION_INT,
              .value_name = "KIND",
              .help = TEXT_OPTION_REQUEST_KIND,
              .preset = "2",
              .least = KIND_CARE_CONTACT,
              .most = KIND_COORDINATING},
    [DOCTOR] = {.name = "doctor",
                .type = OPTION_TEXT,
                .value_name = "STAFF",
                .help = TEXT_OPTION_REQUEST_DOCTOR},
    [NEED] = {.name = "need",
              .type = OPTION_LIST,
              .value_name = "NEED,...",
              .help = TEXT_OPTION_REQUEST_NEED,
              .choice = NEED_WORD},
    [WANTED] = {.name = "wanted", .type = OPTION_FLAG, .help = TEXT_OPTION_REQUEST_WANTED},
    [WAIT] = {.name = "wait", .type = OPTION_FLAG, .help = TEXT_OPTION_REQUEST_WAIT},
    [DECLINE] = {.name = "decline",
                 .type = OPTION_TEXT,
                 .value_name = "TEXT",
                 .help = TEXT_OPTION_REQUEST_DECLINE},
    [INFORM] = {.name = "inform", .type = OPTION_FLAG, .help = TEXT_OPTION_REQUEST_INFORM},
    [SEEN] = {.name = "seen", .type = OPTION_FLAG, .help = TEXT_OPTION_REQUEST_SEEN},
    [WITHDRAW] = {.name = "withdraw", .type = OPTION_FLAG, .help = TEXT_OPTION_REQUEST_WITHDRAW},
    ACTOR_OPENS_BLOCKED(CONSENT, EMERGENCY),
    TIME_OPTION(TIME),
    ACTOR_OPTION(ACTOR),
};
static const struct {
    int option;
    enum request_state to;
} STEP[] = {{WAIT, REQUEST_WAITING},
            {DECLINE, REQUEST_DECLINED},
            {INFORM, REQUEST_INFORMED},
            {SEEN, REQUEST_SEEN},
            {WITHDRAW, REQUEST_WITHDRAWN}};

static enum text state_text(enum request_state state)
{
    static const enum text of[REQUEST_STATES] = {
        [REQUEST_REQUESTED] = TEXT_REQUEST_STATE_REQUESTED,
        [REQUEST_ASSIGNED] = TEXT_REQUEST_STATE_ASSIGNED,
        [REQUEST_WAITING] = TEXT_REQUEST_STATE_WAITING,
        [REQUEST_DECLINED] = TEXT_REQUEST_STATE_DECLINED,
        [REQUEST_INFORMED] = TEXT_REQUEST_STATE_INFORMED,
        [REQUEST_SEEN] = TEXT_REQUEST_STATE_SEEN,
        [REQUEST_WITHDRAWN] = TEXT_REQUEST_STATE_WITHDRAWN,
    };
    return of[state];
}

static struct str number(struct cli *cli, int64_t n)
{
    return str_fmt(cli->arena, "%lld", (long long)n);
}

/* ---- what became of one ---- */

enum { C_REQUEST, C_KIND, C_STATE, C_ALREADY, COLUMNS };
static const struct print_column COLUMN[COLUMNS] = {
    [C_REQUEST] = {.name = "request", .number = true},
    [C_KIND] = {.name = "kind", .number = true},
    [C_STATE] = {.name = "state"},
    [C_ALREADY] = {.name = "already"},
};

static bool put_record(struct cli *cli, const struct request_answer *a, struct err *err)
{
    struct print *p = print_open(cli, COLUMN, COLUMNS);
    struct str field[COLUMNS] = {[C_REQUEST] = number(cli, a->id),
                                 [C_KIND] = number(cli, (int64_t)a->kind),
                                 [C_STATE] = vocab_word(&VOCAB_REQUEST_STATE, a->state),
                                 [C_ALREADY] = a->is_already ? STR("yes") : STR("no")};
    return print_row(p, field, err) && print_end(p, err);
}

static bool put(struct cli *cli, const struct request_answer *a, bool dry_run, struct err *err)
{
    enum text sentence = a->is_already  ? TEXT_REQUEST_ALREADY
                         : a->is_repeat ? TEXT_REQUEST_REPEAT
                         : dry_run      ? TEXT_REQUEST_PREVIEW
                                        : TEXT_REQUEST_DONE;
    if (cli->format != FORMAT_TABLE)
        return put_record(cli, a, err);
    struct sb out = sb_open(cli->arena, 128), lines = sb_open(cli->arena, 128);
    text_fill(&out, cli->lang, sentence,
              (struct str[]){number(cli, a->id), text_get(cli->lang, state_text(a->state))}, 2);
    options_wrap(&lines, sb_str(&out), 0, 0);
    return cli_write(cli->out, sb_str(&lines), err);
}

/* ---- the open ones ---- */

enum {
    L_REQUEST,
    L_PERSON,
    L_KIND,
    L_STATE,
    L_UNIT,
    L_DOCTOR,
    L_AGE,
    L_NEED,
    L_WANTED,
    L_ASKED,
    L_BLOCKED,
    LIST_COLUMNS,
    TABLE_COLUMNS = L_NEED
};
static const struct print_column LIST_COLUMN[LIST_COLUMNS] = {
    [L_REQUEST] = {.name = "request", .title = TEXT_REQUEST_COLUMN_REQUEST, .number = true},
    [L_PERSON] = {.name = "person", .title = TEXT_REQUEST_COLUMN_PERSON},
    [L_KIND] = {.name = "kind", .title = TEXT_REQUEST_COLUMN_KIND, .wraps = true},
    [L_STATE] = {.name = "state", .title = TEXT_REQUEST_COLUMN_STATE},
    [L_UNIT] = {.name = "unit", .title = TEXT_REQUEST_COLUMN_UNIT, .wraps = true},
    [L_DOCTOR] = {.name = "doctor", .title = TEXT_REQUEST_COLUMN_DOCTOR, .wraps = true},
    [L_AGE] = {.name = "age_days", .title = TEXT_REQUEST_COLUMN_AGE, .number = true},
    [L_NEED] = {.name = "need"},
    [L_WANTED] = {.name = "wanted"},
    [L_ASKED] = {.name = "asked_at"},
    [L_BLOCKED] = {.name = "blocked"},
};

static struct str need_words(struct cli *cli, unsigned need)
{
    struct sb out = sb_open(cli->arena, 64);
    for (unsigned i = 0; i < VOCAB_NEED.count; i++)
        if (need & 1u << i) {
            if (sb_str(&out).len > 0)
                sb_char(&out, ' ');
            sb_put(&out, vocab_word(&VOCAB_NEED, i));
        }
    return sb_str(&out);
}

static bool put_waiting(struct cli *cli, struct print *p, const struct request_list *list, size_t i,
                        struct err *err)
{
    const struct request_waiting *row = &list->row[i];
    char person[PERSON_ID_TEXT], at[MOMENT_TEXT];
    bool table = cli->format == FORMAT_TABLE;
    struct str field[LIST_COLUMNS] = {
        [L_REQUEST] = number(cli, row->id),
        [L_PERSON] = person_id_format(row->number, person),
        [L_KIND] = table ? code_name_kind(cli, number(cli, (int64_t)row->kind))
                         : number(cli, (int64_t)row->kind),
        [L_STATE] = table ? text_get(cli->lang, state_text(row->state))
                          : vocab_word(&VOCAB_REQUEST_STATE, row->state),
        [L_UNIT] = hsaid_str(&row->unit),
        [L_DOCTOR] = hsaid_str(&row->wish),
        [L_AGE] = number(cli, (int64_t)list->on.n - row->asked_on.n),
        [L_NEED] = need_words(cli, row->need),
        [L_WANTED] = row->is_wanted ? STR("yes") : STR("no"),
        [L_ASKED] = moment_format(row->asked_at, at),
        [L_BLOCKED] = print_yes(list->is_blocked[i]),
    };
    return print_row(p, field, err);
}

static bool put_list(struct cli *cli, const struct request_list *list, struct err *err)
{
    struct progress progress = progress_open(cli);
    bool is_blocked = false;
    struct print *p =
        print_open(cli, LIST_COLUMN, cli->format == FORMAT_TABLE ? TABLE_COLUMNS : LIST_COLUMNS);
    for (size_t i = 0; i < list->count; i++) {
        is_blocked = is_blocked || list->is_blocked[i];
        if (!put_waiting(cli, p, list, i, err))
            return false;
    }
    print_nothing(p, TEXT_REQUEST_NOBODY);
    if (!print_end(p, err))
        return false;
    if (list->leaves_out)
        progress_note(&progress, text_get(cli->lang, TEXT_PROTECTED_NOT_SHOWN));
    if (is_blocked)
        progress_note(&progress, text_get(cli->lang, TEXT_WHO_BLOCKED));
    progress_end(&progress);
    return true;
}

/* ---- one, with its steps ---- */

enum {
    S_REQUEST,
    S_PERSON,
    S_KIND,
    S_STATE,
    S_AT,
    S_BY,
    S_ACTOR,
    S_STAFF,
    S_REASON,
    S_NEED,
    S_WANTED,
    S_BLOCKED,
    STEP_COLUMNS
};
static const struct print_column STEP_RECORD[STEP_COLUMNS] = {
    [S_REQUEST] = {.name = "request", .number = true},
    [S_PERSON] = {.name = "person"},
    [S_KIND] = {.name = "kind", .number = true},
    [S_STATE] = {.name = "state"},
    [S_AT] = {.name = "at"},
    [S_BY] = {.name = "by"},
    [S_ACTOR] = {.name = "actor"},
    [S_STAFF] = {.name = "staff"},
    [S_REASON] = {.name = "reason"},
    [S_NEED] = {.name = "need"},
    [S_WANTED] = {.name = "wanted"},
    [S_BLOCKED] = {.name = "blocked"},
};

static bool put_step_records(struct cli *cli, const struct request_shown *r, struct err *err)
{
    char person[PERSON_ID_TEXT], at[MOMENT_TEXT];
    struct print *p = print_open(cli, STEP_RECORD, STEP_COLUMNS);
    for (size_t i = 0; i < r->steps; i++) {
        const struct request_step_shown *s = &r->step[i];
        struct str field[STEP_COLUMNS] = {[S_REQUEST] = number(cli, r->id),
                                          [S_PERSON] = person_id_format(r->number, person),
                                          [S_KIND] = number(cli, (int64_t)r->kind),
                                          [S_STATE] = vocab_word(&VOCAB_REQUEST_STATE, s->state),
                                          [S_AT] = moment_format(s->at, at),
                                          [S_BY] = s->by_resident ? STR("resident") : STR("staff"),
                                          [S_ACTOR] = s->actor,
                                          [S_STAFF] = hsaid_str(&s->staff),
                                          [S_REASON] = s->reason,
                                          [S_NEED] = need_words(cli, r->need),
                                          [S_WANTED] = print_yes(r->is_wanted),
                                          [S_BLOCKED] = print_yes(r->is_blocked)};
        if (!print_row(p, field, err))
            return false;
    }
    return print_end(p, err);
}

/* People are told the minute. */
enum { TO_MINUTE = sizeof "2026-01-01 12:00" - 1 };
enum { T_STATE, T_AT, T_BY, T_STAFF, T_REASON, T_COLUMNS };
static const struct print_column STEP_TABLE[T_COLUMNS] = {
    [T_STATE] = {.name = "state", .title = TEXT_REQUEST_COLUMN_STATE},
    [T_AT] = {.name = "at", .title = TEXT_REQUEST_COLUMN_AT},
    [T_BY] = {.name = "by", .title = TEXT_REQUEST_COLUMN_BY, .wraps = true},
    [T_STAFF] = {.name = "staff", .title = TEXT_REQUEST_COLUMN_STAFF, .wraps = true},
    [T_REASON] = {.name = "reason", .title = TEXT_REQUEST_COLUMN_REASON, .wraps = true},
};

static bool put_step_table(struct cli *cli, const struct request_shown *r, struct err *err)
{
    char at[STOCKHOLM_TEXT];
    struct print *p = print_open(cli, STEP_TABLE, T_COLUMNS);
    for (size_t i = 0; i < r->steps; i++) {
        const struct request_step_shown *s = &r->step[i];
        struct str by =
            text_get(cli->lang, s->by_resident ? TEXT_REQUEST_BY_RESIDENT : TEXT_REQUEST_BY_STAFF);
        if (s->actor.len > 0)
            by = str_fmt(cli->arena, "%.*s, %.*s", STR_FMT(by), STR_FMT(s->actor));
        struct str field[T_COLUMNS] = {[T_STATE] = text_get(cli->lang, state_text(s->state)),
                                       [T_AT] = {stockholm_format(s->at, at).at, TO_MINUTE},
                                       [T_BY] = by,
                                       [T_STAFF] = hsaid_str(&s->staff),
                                       [T_REASON] = s->reason};
        if (!print_row(p, field, err))
            return false;
    }
    return print_end(p, err);
}

/* In the words of who reads it; empty: none is said. */
static struct str need_text(struct cli *cli, unsigned need)
{
    static const enum text NEED_TEXT[] = {TEXT_NEED_SAFETY, TEXT_NEED_CONTINUITY,
                                          TEXT_NEED_COORDINATION, TEXT_NEED_SECURITY};
    struct sb out = sb_open(cli->arena, 64);
    for (unsigned i = 0; i < ARRAY_LEN(NEED_TEXT); i++)
        if (need & 1u << i)
            sb_fmt(&out, "%s%.*s", sb_str(&out).len > 0 ? ", " : "",
                   STR_FMT(text_get(cli->lang, NEED_TEXT[i])));
    return sb_str(&out);
}

/* Whose it is, of what and why, and its steps. */
static bool put_shown(struct cli *cli, const struct request_shown *r, struct err *err)
{
    char person[PERSON_ID_TEXT];
    struct sb out = sb_open(cli->arena, 128), lines = sb_open(cli->arena, 128);
    if (cli->format != FORMAT_TABLE)
        return put_step_records(cli, r, err);
    text_fill(&out, cli->lang, TEXT_REQUEST_SHOWN,
              (struct str[]){number(cli, r->id), code_name_kind(cli, number(cli, (int64_t)r->kind)),
                             person_id_format(r->number, person)},
              3);
    struct str need = need_text(cli, r->need);
    if (need.len > 0) {
        sb_char(&out, ' ');
        text_fill(&out, cli->lang, TEXT_REQUEST_NEED, &need, 1);
    }
    if (r->is_blocked)
        sb_fmt(&out, " %.*s", STR_FMT(text_get(cli->lang, TEXT_WHO_BLOCKED)));
    options_wrap(&lines, sb_str(&out), 0, 0);
    return cli_write(cli->out, sb_str(&lines), err) && put_step_table(cli, r, err);
}

/* ---- the verb ---- */

/* The step that is asked for; NULL: none, and of two the second is refused. */
static bool find_step(const struct call *call, int *step, struct err *err)
{
    *step = -1;
    for (int i = 0; i < (int)ARRAY_LEN(STEP); i++) {
        if (!call->value[STEP[i].option].given)
            continue;
        if (*step >= 0)
            return FAIL(err, ERR_INVALID, "request.steps", "--%s", OPTION[STEP[i].option].name);
        *step = i;
    }
    return true;
}

static bool ask(struct cli *cli, struct instance *in, const struct call *call,
                const struct actor_asked *by, struct err *err)
{
    struct request_answer answer;
    struct request_asking asking = {.person = call->argument[0],
                                    .kind = (enum contact_kind)call->value[KIND].number,
                                    .wish = call->value[DOCTOR].text,
                                    .need = call->value[NEED].choices,
                                    .is_wanted = call->value[WANTED].yes,
                                    .actor = by->actor,
                                    .key = by->key,
                                    .dry_run = by->dry_run};
    if (str_eq(asking.person, STR("-")) && !cli_person(cli, &asking.person, err))
        return false;
    int64_t id;
    if (asking.person.len < PERSON_ID_TEXT - 1 && str_to_i64(asking.person, &id))
        return FAIL(err, ERR_INVALID, "request.steps", "%s", ""); /* a request's number */
    return requests_open(cli->arena, in, &asking, &answer, err) &&
           put(cli, &answer, by->dry_run, err);
}

/* The state that hinders the step, in the words of who reads it. Always false. */
static bool name_state(struct cli *cli, struct err *err)
{
    unsigned state;
    if (strcmp(err->code, "request.edge") != 0 ||
        !vocab_find(&VOCAB_REQUEST_STATE, str_of(err->detail), &state))
        return false;
    struct str word = text_get(cli->lang, state_text((enum request_state)state));
    *err = (struct err){0};
    return FAIL(err, ERR_CONFLICT, "request.edge", "%.*s", STR_FMT(word));
}

/* What was written in its place; but of a person's number, which is kept out of what is told, that
 * it is one. */
static bool not_a_number(struct cli *cli, struct str written, struct err *err)
{
    enum { OF_A_PERSON = 6 };
    unsigned digits = 0;
    for (size_t i = 0; i < written.len; i++)
        digits += written.at[i] >= '0' && written.at[i] <= '9';
    return FAIL(err, ERR_INVALID, "request.number", "%.40s",
                digits < OF_A_PERSON ? str_cstr(cli->arena, written) : "PERSON");
}

static bool step_on(struct cli *cli, struct instance *in, const struct call *call, int step,
                    const struct actor_asked *by, struct err *err)
{
    struct request_answer answer;
    struct request_moving moving = {.to = STEP[step].to,
                                    .reason = call->value[DECLINE].text,
                                    .actor = by->actor,
                                    .key = by->key,
                                    .dry_run = by->dry_run};
    if (!str_to_i64(call->argument[0], &moving.id))
        return not_a_number(cli, call->argument[0], err);
    return (requests_step(cli->arena, in, &moving, &answer, err) || name_state(cli, err)) &&
           put(cli, &answer, by->dry_run, err);
}

static bool show(struct cli *cli, struct instance *in, const struct call *call,
                 const struct actor_asked *by, struct err *err)
{
    struct request_shown shown;
    struct request_looking looking = {.actor = by->actor};
    if (!str_to_i64(call->argument[1], &looking.id))
        return not_a_number(cli, call->argument[1], err);
    return opening_given(&call->value[CONSENT], &call->value[EMERGENCY], &looking.opening, err) &&
           request_show(cli->arena, in, &looking, &shown, err) && put_shown(cli, &shown, err);
}

static bool list(struct cli *cli, struct instance *in, const struct call *call,
                 const struct actor_asked *by, struct err *err)
{
    struct request_list found;
    struct known_time time;
    return known_given(&call->value[TIME], &time, err) &&
           requests_list(cli->arena, in, &by->actor, &time, &found, err) &&
           put_list(cli, &found, err);
}

static bool request(struct cli *cli, const struct call *call, struct err *err)
{
    struct instance in;
    struct actor_asked by = {0};
    int step = -1;
    bool shows = str_eq(call->argument[0], STR("show"));
    if (call->arguments != (shows ? 2U : 1U))
        return FAIL(err, ERR_INVALID, "options.arguments", "%s", "request PERSON|ID|show ID|list");
    if (!find_step(call, &step, err) || !cli_instance(cli, &in, err))
        return false;
    bool done = actor_given(cli, &in, &call->value[ACTOR], &by, err);
    if (done && str_eq(call->argument[0], STR("list")))
        done = list(cli, &in, call, &by, err);
    else if (done && shows)
        done = show(cli, &in, call, &by, err);
    else if (done)
        done =
            known_not_given(&call->value[TIME], err) &&
            (step >= 0 ? step_on(cli, &in, call, step, &by, err) : ask(cli, &in, call, &by, err));
    instance_close(&in);
    return done;
}

/* A time is refused of who writes, and the second of two steps, with a sentence of its own. */
#define WRITES (TIME_BITS(TIME) | ACTOR_ALL(ACTOR))
#define STEPS                                                                                      \
    (OPTION_BIT(WAIT) | OPTION_BIT(DECLINE) | OPTION_BIT(INFORM) | OPTION_BIT(SEEN) |              \
     OPTION_BIT(WITHDRAW) | WRITES)
static const struct verb_form FORM[] = {
    {"list", TIME_BITS(TIME) | ACTOR_WHO(ACTOR)},
    {"show", OPTION_BIT(CONSENT) | OPTION_BIT(EMERGENCY) | ACTOR_WHO(ACTOR)},
    {"--wait", STEPS},
    {"--decline", STEPS},
    {"--inform", STEPS},
    {"--seen", STEPS},
    {"--withdraw", STEPS},
    {NULL, OPTION_BIT(KIND) | OPTION_BIT(DOCTOR) | OPTION_BIT(NEED) | OPTION_BIT(WANTED) | WRITES},
};

const struct command COMMAND_REQUEST = {
    .verb = {.name = "request",
             .arguments = "PERSON|ID|show ID|list",
             .least_arguments = 1,
             .most_arguments = 2,
             .summary = TEXT_VERB_REQUEST_SUMMARY,
             .about = TEXT_VERB_REQUEST_ABOUT,
             .option = OPTION,
             .options = OPTIONS},
    .run = request,
    .form = FORM,
    .forms = ARRAY_LEN(FORM),
};
