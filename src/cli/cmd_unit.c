/* kontinua unit show, cap, queue, open, area, close: units and how they change. */
#include "cli/actor.h"
#include "cli/commands.h"
#include "cli/instance.h"
#include "cli/past_note.h"
#include "cli/print.h"
#include "cli/progress.h"
#include "cli/time_given.h"
#include "cli/unit_close_put.h"
#include "cli/unit_list_put.h"
#include "cli/unit_show.h"
#include "service/unit/unit.h"

enum {
    FROM,
    REASON,
    LAST,
    TO,
    PLAN,
    BY_AREA,
    UNDO,
    TIME,
    ACTOR = TIME + TIME_OPTIONS,
    OPTIONS = ACTOR + ACTOR_OPTIONS
};
static const struct option OPTION[OPTIONS] = {
    [FROM] = {.name = "from",
              .type = OPTION_DAY,
              .value_name = "YYYY-MM-DD",
              .help = TEXT_OPTION_UNIT_FROM},
    [REASON] = {.name = "reason",
                .type = OPTION_TEXT,
                .value_name = "TEXT",
                .help = TEXT_OPTION_UNIT_REASON},
    [LAST] = {.name = "last",
              .type = OPTION_DAY,
              .value_name = "YYYY-MM-DD",
              .help = TEXT_OPTION_UNIT_LAST},
    [TO] = {.name = "to", .type = OPTION_TEXT, .value_name = "UNIT", .help = TEXT_OPTION_UNIT_TO},
    [PLAN] = {.name = "plan",
              .type = OPTION_TEXT,
              .value_name = "FILE",
              .help = TEXT_OPTION_UNIT_PLAN},
    [BY_AREA] = {.name = "by-area", .type = OPTION_FLAG, .help = TEXT_OPTION_UNIT_BY_AREA},
    [UNDO] = {.name = "undo", .type = OPTION_FLAG, .help = TEXT_OPTION_UNIT_UNDO},
    TIME_OPTION(TIME),
    ACTOR_OPTION(ACTOR),
};

enum {
    C_UNIT,
    C_FROM,
    C_LISTED,
    C_MOVED,
    C_STAYED,
    C_ALREADY,
    C_WAITING,
    C_TAKEN,
    C_LATER,
    COLUMNS
};
static const struct print_column COLUMN[COLUMNS] = {
    [C_UNIT] = {.name = "unit"},
    [C_FROM] = {.name = "from"},
    [C_LISTED] = {.name = "listed", .number = true},
    [C_MOVED] = {.name = "moved", .number = true},
    [C_STAYED] = {.name = "stayed", .number = true},
    [C_ALREADY] = {.name = "already"},
    [C_WAITING] = {.name = "waiting", .number = true},
    [C_TAKEN] = {.name = "from_queue", .number = true},
    [C_LATER] = {.name = "later", .number = true},
};

static struct str number(struct cli *cli, int64_t n)
{
    return cli->format == FORMAT_TABLE ? progress_grouped(cli->arena, cli->lang, (uint64_t)n)
                                       : str_fmt(cli->arena, "%lld", (long long)n);
}

static bool put_record(struct cli *cli, const struct unit_change *c, const struct unit_changed *a,
                       struct err *err)
{
    char day[DAY_TEXT];
    bool of_cap = c->what == UNIT_CAP, of_areas = c->what == UNIT_AREAS;
    struct print *p = print_open(cli, COLUMN, COLUMNS);
    struct str field[COLUMNS] = {[C_UNIT] = a->unit,
                                 [C_FROM] = day_format(a->from, day),
                                 [C_LISTED] = of_cap ? number(cli, a->listed) : STR(""),
                                 [C_MOVED] = of_areas ? number(cli, a->moved) : STR(""),
                                 [C_STAYED] = of_areas ? number(cli, a->stayed) : STR(""),
                                 [C_ALREADY] = a->is_already ? STR("yes") : STR("no"),
                                 [C_WAITING] =
                                     c->what == UNIT_QUEUE ? number(cli, a->waiting) : STR(""),
                                 [C_TAKEN] = of_cap ? number(cli, a->taken) : STR(""),
                                 [C_LATER] = of_areas ? number(cli, a->later) : STR("")};
    return print_row(p, field, err) && print_end(p, err);
}

/* What was done, without who. */
static void say_change(struct cli *cli, struct sb *out, const struct unit_change *c,
                       const struct unit_changed *a)
{
    char day[DAY_TEXT];
    struct str place = str_fmt(cli->arena, "%.*s (%.*s)", STR_FMT(a->name), STR_FMT(a->unit));
    switch (c->what) {
    case UNIT_CAP:
        if (c->cap < 0)
            text_fill(out, cli->lang, TEXT_UNIT_NO_CAP,
                      (struct str[]){place, number(cli, a->listed), number(cli, a->taken)}, 3);
        else
            text_fill(out, cli->lang, TEXT_UNIT_CAP,
                      (struct str[]){place, number(cli, c->cap), number(cli, a->listed),
                                     number(cli, a->taken)},
                      4);
        return;
    case UNIT_OPENS:
        text_fill(out, cli->lang, TEXT_UNIT_OPENS, (struct str[]){place, day_format(a->from, day)},
                  2);
        return;
    case UNIT_QUEUE:
        text_fill(out, cli->lang, c->queue ? TEXT_UNIT_QUEUE_ON : TEXT_UNIT_QUEUE_OFF,
                  (struct str[]){place, number(cli, a->waiting)}, 2);
        return;
    case UNIT_AREAS:
        break;
    }
    text_fill(out, cli->lang, TEXT_UNIT_AREAS,
              (struct str[]){place, day_format(a->from, day), number(cli, a->moved),
                             number(cli, a->stayed)},
              4);
    if (a->later > 0) {
        sb_char(out, ' ');
        text_fill(out, cli->lang, TEXT_UNIT_AREAS_LATER, (struct str[]){number(cli, a->later)}, 1);
    }
}

static bool put(struct cli *cli, const struct unit_change *c, const struct unit_changed *a,
                struct err *err)
{
    if (cli->format != FORMAT_TABLE)
        return put_record(cli, c, a, err);
    struct sb out = sb_open(cli->arena, 256), lines = sb_open(cli->arena, 256);
    say_change(cli, &out, c, a);
    if (a->is_already || a->is_repeat || c->dry_run) {
        sb_char(&out, ' ');
        sb_put(&out, text_get(cli->lang, a->is_already  ? TEXT_UNIT_ALREADY
                                         : a->is_repeat ? TEXT_UNIT_REPEAT
                                                        : TEXT_UNIT_PREVIEW));
    }
    options_wrap(&lines, sb_str(&out), 0, 0);
    return cli_write(cli->out, sb_str(&lines), err);
}

/* How each form is written. */
static const struct usage {
    const char *word, *usage;
} USAGE[] = {
    {"list", ""},
    {"show", " UNIT"},
    {"cap", " UNIT N|none"},
    {"queue", " UNIT on|off"},
    {"open", " UNIT --from YYYY-MM-DD"},
    {"area", " UNIT AREA..."},
    {"close", " UNIT --last YYYY-MM-DD --to UNIT | --plan FILE | --by-area | --undo"},
};

static const struct usage *usage_of(struct str word)
{
    for (size_t i = 0; i < ARRAY_LEN(USAGE); i++)
        if (str_eq(word, str_of(USAGE[i].word)))
            return &USAGE[i];
    return NULL;
}

static bool wrong(struct str word, struct err *err)
{
    const struct usage *form = usage_of(word);
    return FAIL(err, ERR_INVALID, "options.arguments", "unit %s%s", form->word, form->usage);
}

static bool read_cap(struct str text, int64_t *cap, struct err *err)
{
    if (str_eq(text, STR("none")))
        return true;
    if (!str_to_i64(text, cap))
        return wrong(STR("cap"), err);
    return (*cap >= 0 && *cap <= INT32_MAX) ||
           FAIL(err, ERR_INVALID, "options.range", "%lld (0-%d)", (long long)*cap, INT32_MAX);
}

/* The change that the words ask for. */
static bool read_change(const struct call *call, struct unit_change *out, struct err *err)
{
    struct str what = call->argument[0];
    struct unit_change c = {.unit = call->argument[1],
                            .cap = -1,
                            .from = call->value[FROM].day,
                            .area = call->argument + 2,
                            .areas = call->arguments - 2,
                            .reason = call->value[REASON].text};
    if (str_eq(what, STR("cap"))) {
        c.what = UNIT_CAP;
        if (call->arguments != 3)
            return wrong(what, err);
        c.areas = 0;
        if (!read_cap(call->argument[2], &c.cap, err))
            return false;
    } else if (str_eq(what, STR("queue"))) {
        c.what = UNIT_QUEUE;
        c.areas = 0;
        c.queue = call->arguments == 3 && str_eq(call->argument[2], STR("on"));
        if (call->arguments != 3 || (!c.queue && !str_eq(call->argument[2], STR("off"))))
            return wrong(what, err);
    } else if (str_eq(what, STR("open"))) {
        c.what = UNIT_OPENS;
        if (call->arguments != 2 || !call->value[FROM].given)
            return wrong(what, err);
    } else {
        c.what = UNIT_AREAS;
        if (call->arguments < 3)
            return wrong(what, err);
    }
    *out = c;
    return true;
}

static bool change(struct cli *cli, const struct call *call, struct instance *in, struct err *err)
{
    struct unit_change c;
    struct unit_changed answer;
    struct actor_asked asked = {0};
    if (!read_change(call, &c, err) || !actor_given(cli, in, &call->value[ACTOR], &asked, err))
        return false;
    c.actor = asked.actor;
    c.key = asked.key;
    c.dry_run = asked.dry_run;
    if (!unit_change(cli->arena, in, &c, &answer, err) || !put(cli, &c, &answer, err))
        return false;
    bool of_day = c.what == UNIT_OPENS || c.what == UNIT_AREAS;
    if (of_day && !answer.is_already && !answer.is_repeat)
        past_note(cli, answer.from);
    return true;
}

/* Of the ways to close, of which one is given: the first two that are given both. */
static bool is_one_way(const struct option_value *v, struct err *err)
{
    static const unsigned WAY[] = {UNDO, LAST, TO, PLAN, BY_AREA};
    const char *first = NULL;
    for (size_t i = 0; i < ARRAY_LEN(WAY); i++) {
        const struct option_value *way = &v[WAY[i]];
        /* The last day goes with each but the undoing. */
        if (!(OPTION[WAY[i]].type == OPTION_FLAG ? way->yes : way->given) ||
            (WAY[i] == LAST && !first))
            continue;
        if (first)
            return FAIL(err, ERR_INVALID, "options.together", "--%s --%s", first,
                        OPTION[WAY[i]].name);
        first = OPTION[WAY[i]].name;
    }
    return true;
}

static bool close_unit(struct cli *cli, const struct call *call, struct instance *in,
                       struct err *err)
{
    const struct option_value *v = call->value;
    struct unit_close_asked asked = {
        .unit = call->argument[1], .to = v[TO].text, .plan = v[PLAN].text, .last = v[LAST].day};
    int ways = v[TO].given + v[PLAN].given + v[BY_AREA].yes;
    if (call->arguments != 2)
        return wrong(STR("close"), err);
    if (!is_one_way(v, err))
        return false;
    if (v[UNDO].yes)
        return actor_given(cli, in, &v[ACTOR], &asked.who, err) &&
               unit_close_undo_put(cli, in, &asked, err);
    if (!v[LAST].given || ways != 1)
        return wrong(STR("close"), err);
    return actor_given(cli, in, &v[ACTOR], &asked.who, err) && unit_close_put(cli, in, &asked, err);
}

static bool list(struct cli *cli, struct instance *in, const struct known_time *time,
                 struct err *err)
{
    struct unit_list list;
    return unit_list(cli->arena, in, time, &list, err) && unit_list_put(cli, &list, err);
}

static bool unit(struct cli *cli, const struct call *call, struct err *err)
{
    struct instance in;
    bool shows = str_eq(call->argument[0], STR("show"));
    bool closes = str_eq(call->argument[0], STR("close"));
    bool lists = str_eq(call->argument[0], STR("list"));
    if (!usage_of(call->argument[0]))
        return FAIL(err, ERR_INVALID, "unit.verb", "%.40s",
                    str_cstr(cli->arena, call->argument[0]));
    if (lists && call->arguments > 1)
        return FAIL(err, ERR_INVALID, "unit.list", "%s", "");
    if (!lists && (call->arguments < 2 || (shows && call->arguments != 2)))
        return wrong(call->argument[0], err);
    struct known_time time;
    if (!shows && !lists && !known_not_given(&call->value[TIME], err))
        return false;
    if (!known_given(&call->value[TIME], &time, err) || !cli_instance(cli, &in, err))
        return false;
    bool done = lists    ? list(cli, &in, &time, err)
                : shows  ? unit_show_put(cli, &in, call->argument[1], &time, err)
                : closes ? close_unit(cli, call, &in, err)
                         : change(cli, call, &in, err);
    instance_close(&in);
    return done;
}

/* A time is refused of who writes with a sentence of its own. */
#define ASKS   (TIME_BITS(TIME) | ACTOR_WHO(ACTOR))
#define WRITES (TIME_BITS(TIME) | ACTOR_ALL(ACTOR))
static const struct verb_form FORM[] = {
    {"list", ASKS},
    {"show", ASKS},
    {"cap", OPTION_BIT(REASON) | WRITES},
    {"queue", OPTION_BIT(REASON) | WRITES},
    {"open", OPTION_BIT(FROM) | WRITES},
    {"area", OPTION_BIT(FROM) | WRITES},
    {"close", OPTION_BIT(LAST) | OPTION_BIT(TO) | OPTION_BIT(PLAN) | OPTION_BIT(BY_AREA) |
                  OPTION_BIT(UNDO) | WRITES},
};

const struct command COMMAND_UNIT = {
    .verb = {.name = "unit",
             .arguments = "list|show|cap|queue|open|area|close [UNIT ...]",
             .least_arguments = 1,
             .most_arguments = 100,
             .summary = TEXT_VERB_UNIT_SUMMARY,
             .about = TEXT_VERB_UNIT_ABOUT,
             .option = OPTION,
             .options = OPTIONS},
    .run = unit,
    .form = FORM,
    .forms = ARRAY_LEN(FORM),
};
