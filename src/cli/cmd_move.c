/* kontinua move: a panel is moved by a plan, which is previewed, done, and can be taken back. */
#include "cli/actor.h"
#include "cli/commands.h"
#include "cli/instance.h"
#include "cli/print.h"
#include "cli/progress.h"
#include "core/err_text.h"
#include "service/contact/panel_moves.h"

enum { TO, BY, ON, OVERRIDE, UNDO, ACTOR, OPTIONS = ACTOR + ACTOR_OPTIONS };
static const char *const BY_WORD[] = {
    [MOVE_BY_ROOM] = "capacity", [MOVE_BY_HOME] = "home", [MOVE_BY_HOUSEHOLD] = "family", NULL};
static const struct option OPTION[OPTIONS] = {
    [TO] = {.name = "to",
            .type = OPTION_LIST,
            .value_name = "STAFF,...",
            .help = TEXT_OPTION_MOVE_TO},
    [BY] = {.name = "by",
            .type = OPTION_CHOICE,
            .value_name = "HOW",
            .help = TEXT_OPTION_MOVE_BY,
            .preset = "capacity",
            .choice = BY_WORD},
    [ON] = {.name = "on",
            .type = OPTION_DAY,
            .value_name = "YYYY-MM-DD",
            .help = TEXT_OPTION_MOVE_ON},
    [OVERRIDE] = {.name = "override",
                  .type = OPTION_TEXT,
                  .value_name = "TEXT",
                  .help = TEXT_OPTION_MOVE_OVERRIDE},
    [UNDO] = {.name = "undo",
              .type = OPTION_INT,
              .value_name = "ID",
              .help = TEXT_OPTION_MOVE_UNDO,
              .least = 1,
              .most = INT64_MAX},
    ACTOR_OPTION(ACTOR),
};

static struct str number(struct cli *cli, int64_t n)
{
    return str_fmt(cli->arena, "%lld", (long long)n);
}

/* A sentence of its own lines. */
static bool say(struct cli *cli, enum text text, const struct str *value, unsigned count,
                struct err *err)
{
    struct sb out = sb_open(cli->arena, 128), lines = sb_open(cli->arena, 128);
    text_fill(&out, cli->lang, text, value, count);
    options_wrap(&lines, sb_str(&out), 0, 0);
    return cli_write(cli->out, sb_str(&lines), err);
}

/* ---- records for programs ---- */

enum {
    C_MOVE,
    C_UNIT,
    C_ON,
    C_DOCTOR,
    C_PERSONS,
    C_BEFORE,
    C_AFTER,
    C_TARGET,
    C_CAP,
    C_PERSON,
    C_REFUSED,
    COLUMNS
};
static const struct print_column COLUMN[COLUMNS] = {
    [C_MOVE] = {.name = "move", .number = true},
    [C_UNIT] = {.name = "unit"},
    [C_ON] = {.name = "on"},
    [C_DOCTOR] = {.name = "doctor"},
    [C_PERSONS] = {.name = "persons", .number = true},
    [C_BEFORE] = {.name = "before", .number = true},
    [C_AFTER] = {.name = "after", .number = true},
    [C_TARGET] = {.name = "target", .number = true},
    [C_CAP] = {.name = "cap", .number = true},
    [C_PERSON] = {.name = "person"},
    [C_REFUSED] = {.name = "refused"},
};

struct records {
    struct cli *cli;
    struct print *print;
    struct str move, unit, on;
};

static bool put_record(struct records *r, struct str field[static COLUMNS], struct err *err)
{
    field[C_MOVE] = r->move;
    field[C_UNIT] = r->unit;
    field[C_ON] = r->on;
    return print_row(r->print, field, err);
}

static bool put_targets(struct records *r, const struct move_answer *a, struct err *err)
{
    struct cli *cli = r->cli;
    for (size_t i = 0; i < a->targets; i++) {
        const struct move_target_shown *t = &a->target[i];
        struct str field[COLUMNS] = {[C_DOCTOR] = hsaid_str(&t->staff),
                                     [C_PERSONS] = number(cli, t->after.count - t->before.count),
                                     [C_BEFORE] = number(cli, t->before.count),
                                     [C_AFTER] = number(cli, t->after.count),
                                     [C_TARGET] = number(cli, t->after.target),
                                     [C_CAP] =
                                         t->after.cap < 0 ? STR("") : number(cli, t->after.cap)};
        if (!put_record(r, field, err))
            return false;
    }
    struct str coming[COLUMNS] = {
        [C_DOCTOR] = STR(MOVE_COMING_WORD), [C_PERSONS] = number(cli, (int64_t)a->coming)};
    return a->coming == 0 || put_record(r, coming, err);
}

static bool put_records(struct cli *cli, const struct move_answer *a, struct err *err)
{
    char day[DAY_TEXT];
    struct records r = {cli, print_open(cli, COLUMN, COLUMNS),
                        a->id == 0 ? STR("") : number(cli, a->id), hsaid_str(&a->unit),
                        day_format(a->on, day)};
    if (!put_targets(&r, a, err))
        return false;
    for (size_t i = 0; i < a->refused_count; i++) {
        const struct move_refused *f = &a->refused[i];
        struct str field[COLUMNS] = {[C_PERSON] =
                                         str_fmt(cli->arena, "key:%lld", (long long)f->person),
                                     [C_REFUSED] = str_of(assign_code(f->verdict))};
        if (!put_record(&r, field, err))
            return false;
    }
    return print_end(r.print, err);
}

/* ---- for people ---- */

enum { T_DOCTOR, T_BEFORE, T_AFTER, T_TARGET, T_CAP, T_COLUMNS };
static const struct print_column T_COLUMN[T_COLUMNS] = {
    [T_DOCTOR] = {.name = "doctor", .title = TEXT_MOVE_COLUMN_DOCTOR},
    [T_BEFORE] = {.name = "before", .title = TEXT_MOVE_COLUMN_BEFORE, .number = true},
    [T_AFTER] = {.name = "after", .title = TEXT_MOVE_COLUMN_AFTER, .number = true},
    [T_TARGET] = {.name = "target", .title = TEXT_MOVE_COLUMN_TARGET, .number = true},
    [T_CAP] = {.name = "cap", .title = TEXT_MOVE_COLUMN_CAP, .number = true},
};

static struct str shown(struct cli *cli, int64_t n)
{
    return progress_grouped(cli->arena, cli->lang, (uint64_t)n);
}

static bool put_panels(struct cli *cli, const struct move_answer *a, struct err *err)
{
    if (a->targets == 0)
        return true;
    struct print *p = print_open(cli, T_COLUMN, T_COLUMNS);
    for (size_t i = 0; i < a->targets; i++) {
        const struct move_target_shown *t = &a->target[i];
        struct str field[T_COLUMNS] = {[T_DOCTOR] = hsaid_str(&t->staff),
                                       [T_BEFORE] = shown(cli, t->before.count),
                                       [T_AFTER] = shown(cli, t->after.count),
                                       [T_TARGET] = shown(cli, t->after.target),
                                       [T_CAP] =
                                           t->after.cap < 0 ? STR("") : shown(cli, t->after.cap)};
        if (!print_row(p, field, err))
            return false;
    }
    return print_end(p, err);
}

/* Who is refused so, as a PERSON can be written. */
static bool put_who(struct cli *cli, const struct move_answer *a, enum assign_verdict why,
                    struct err *err)
{
    struct sb keys = sb_open(cli->arena, 256), out = sb_open(cli->arena, 256);
    for (size_t i = 0; i < a->refused_count; i++)
        if (a->refused[i].verdict == why)
            sb_fmt(&keys, "%skey:%lld", keys.len > 0 ? ", " : "", (long long)a->refused[i].person);
    sb_put(&out, STR("  "));
    options_wrap(&out, sb_str(&keys), 2, 2);
    return cli_write(cli->out, sb_str(&out), err);
}

/* The refused: each reason with how many, and whom it is about. */
static bool put_refused(struct cli *cli, const struct move_answer *a, struct err *err)
{
    size_t count[ASSIGN_VERDICTS] = {0};
    for (size_t i = 0; i < a->refused_count; i++)
        count[a->refused[i].verdict]++;
    for (unsigned v = 0; v < ASSIGN_VERDICTS; v++) {
        if (count[v] == 0)
            continue;
        struct err why = {.kind = ERR_CONFLICT, .code = assign_code(v)};
        struct str value[] = {shown(cli, (int64_t)count[v]),
                              err_message(cli->arena, cli->lang, &why)};
        if (!say(cli, TEXT_MOVE_REFUSED, value, ARRAY_LEN(value), err) ||
            !put_who(cli, a, (enum assign_verdict)v, err))
            return false;
    }
    return true;
}

static bool put_text(struct cli *cli, const struct move_answer *a, bool dry_run, struct err *err)
{
    char day[DAY_TEXT];
    struct str value[] = {number(cli, (int64_t)a->placed), number(cli, (int64_t)a->coming),
                          day_format(a->on, day), number(cli, a->id)};
    struct str divided = number(cli, (int64_t)a->divided);
    enum text sentence = a->is_repeat ? TEXT_MOVE_REPEAT : TEXT_MOVE_DONE;
    unsigned count = ARRAY_LEN(value);
    if (a->verdict != MOVE_MAY) {
        sentence = TEXT_MOVE_NOT_WHOLE;
        count = 2;
    } else if (dry_run && !a->is_repeat) {
        sentence = TEXT_MOVE_PREVIEW;
        count = 3;
    }
    return put_panels(cli, a, err) && put_refused(cli, a, err) &&
           (a->divided == 0 || say(cli, TEXT_MOVE_DIVIDED, &divided, 1, err)) &&
           say(cli, sentence, value, count, err);
}

/* ---- the verb ---- */

/* Beside the answer, for the records of programs have no place for it. */
static void note_later(struct cli *cli, const struct move_answer *a)
{
    char day[DAY_TEXT];
    struct progress progress = progress_open(cli);
    struct sb out = sb_open(cli->arena, 256);
    struct str value[] = {day_format(a->on, day), number(cli, a->later)};
    if (a->later > 0) {
        text_fill(&out, cli->lang, TEXT_MOVE_LATER, value, ARRAY_LEN(value));
        progress_note(&progress, sb_str(&out));
    }
    progress_end(&progress);
}

static bool plan(struct cli *cli, struct instance *in, const struct call *call,
                 const struct actor_asked *by, struct err *err)
{
    struct move_answer answer;
    struct move_asking asking = {.staff = call->argument[0],
                                 .unit = by->actor.unit,
                                 .to = call->value[TO].item,
                                 .count = call->value[TO].count,
                                 .by = (enum move_by)call->value[BY].choice,
                                 .on = call->value[ON].day,
                                 .override = call->value[OVERRIDE].text,
                                 .actor = by->actor,
                                 .key = by->key,
                                 .dry_run = by->dry_run};
    if (!moves_plan(cli->arena, in, &asking, &answer, err) ||
        !(cli->format == FORMAT_TABLE ? put_text(cli, &answer, by->dry_run, err)
                                      : put_records(cli, &answer, err)))
        return false;
    note_later(cli, &answer);
    if (answer.verdict == MOVE_NOT_WHOLE && !by->actor.opens_protected) {
        struct progress progress = progress_open(cli);
        progress_note(&progress, text_get(cli->lang, TEXT_PROTECTED_NOT_SHOWN));
        progress_end(&progress);
    }
    if (answer.is_blocked) {
        struct progress progress = progress_open(cli);
        progress_note(&progress, text_get(cli->lang, TEXT_WHO_BLOCKED));
        progress_end(&progress);
    }
    return answer.verdict == MOVE_MAY ||
           FAIL(err, ERR_CONFLICT, move_code(answer.verdict), "%zu", answer.refused_count);
}

static bool undo(struct cli *cli, struct instance *in, const struct call *call,
                 const struct actor_asked *by, struct err *err)
{
    static const struct print_column column[] = {{.name = "move", .number = true},
                                                 {.name = "persons", .number = true},
                                                 {.name = "already"},
                                                 {.name = "override"}};
    struct move_undone answer;
    struct move_undoing undoing = {call->value[UNDO].number, by->actor, by->key, by->dry_run};
    if (!moves_undo(cli->arena, in, &undoing, &answer, err))
        return false;
    struct str value[] = {number(cli, answer.id), number(cli, (int64_t)answer.persons),
                          answer.is_already ? STR("yes") : STR("no"), answer.override};
    if (cli->format != FORMAT_TABLE) {
        struct print *p = print_open(cli, column, ARRAY_LEN(column));
        return print_row(p, value, err) && print_end(p, err);
    }
    enum text sentence = answer.is_already  ? TEXT_MOVE_UNDO_ALREADY
                         : answer.is_repeat ? TEXT_MOVE_UNDO_REPEAT
                         : by->dry_run      ? TEXT_MOVE_UNDO_PREVIEW
                                            : TEXT_MOVE_UNDO_DONE;
    return say(cli, sentence, value, 2, err) &&
           (answer.override.len == 0 || say(cli, TEXT_MOVE_OVERRIDDEN, &answer.override, 1, err));
}

static bool move(struct cli *cli, const struct call *call, struct err *err)
{
    struct instance in;
    struct actor_asked by = {0};
    bool undoes = call->value[UNDO].given;
    if (undoes ? call->arguments > 0 || call->value[TO].given
               : call->arguments == 0 || !call->value[TO].given)
        return FAIL(err, ERR_INVALID, "panel_move.what", "%s", "");
    if (!cli_instance(cli, &in, err))
        return false;
    bool done = actor_given(cli, &in, &call->value[ACTOR], &by, err) &&
                (undoes ? undo(cli, &in, call, &by, err) : plan(cli, &in, call, &by, err));
    instance_close(&in);
    return done;
}

/* Doctors of an undoing are refused with a sentence of their own. */
static const struct verb_form FORM[] = {
    {"--undo", OPTION_BIT(UNDO) | OPTION_BIT(TO) | ACTOR_ALL(ACTOR)},
    {NULL,
     OPTION_BIT(TO) | OPTION_BIT(BY) | OPTION_BIT(ON) | OPTION_BIT(OVERRIDE) | ACTOR_ALL(ACTOR)},
};

const struct command COMMAND_MOVE = {
    .verb = {.name = "move",
             .arguments = "[STAFF|coming]",
             .least_arguments = 0,
             .most_arguments = 1,
             .summary = TEXT_VERB_MOVE_SUMMARY,
             .about = TEXT_VERB_MOVE_ABOUT,
             .option = OPTION,
             .options = OPTIONS},
    .run = move,
    .form = FORM,
    .forms = ARRAY_LEN(FORM),
};
