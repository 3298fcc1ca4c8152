/* kontinua queue UNIT: who waits for a unit; --next: who is next, listed if there is room. */
#include "cli/actor.h"
#include "cli/commands.h"
#include "cli/instance.h"
#include "cli/print.h"
#include "cli/progress.h"
#include "cli/time_given.h"
#include "service/listing/queue.h"

enum { NEXT, TIME, ACTOR = TIME + TIME_OPTIONS, OPTIONS = ACTOR + ACTOR_OPTIONS };
static const struct option OPTION[OPTIONS] = {
    [NEXT] = {.name = "next", .type = OPTION_FLAG, .help = TEXT_OPTION_QUEUE_NEXT},
    TIME_OPTION(TIME),
    ACTOR_OPTION(ACTOR),
};
/* Why a time of another form is refused is said by known_not_given(). */
static const struct verb_form FORM[] = {
    {"--next", OPTION_BIT(NEXT) | TIME_BITS(TIME) | ACTOR_ALL(ACTOR)},
    {NULL, TIME_BITS(TIME) | ACTOR_WHO(ACTOR)},
};

enum { C_NUMBER, C_PERSON, C_SINCE, C_WAIT, COLUMNS };
static const struct print_column COLUMN[COLUMNS] = {
    [C_NUMBER] = {.name = "number", .title = TEXT_QUEUE_COLUMN_NUMBER, .number = true},
    [C_PERSON] = {.name = "person", .title = TEXT_QUEUE_COLUMN_PERSON},
    [C_SINCE] = {.name = "since", .title = TEXT_QUEUE_COLUMN_SINCE},
    [C_WAIT] = {.name = "wait", .title = TEXT_QUEUE_COLUMN_WAIT, .number = true},
};

/* A person without an identifier of their own any more is shown by the registry's key. */
static struct str person_text(struct cli *cli, struct person_id id, int64_t person)
{
    char text[PERSON_ID_TEXT];
    return id.packed != 0 ? str_copy(cli->arena, person_id_format(id, text))
                          : str_fmt(cli->arena, "key:%lld", (long long)person);
}

/* Who may not see all has a table without empty columns. */
static bool put_people(struct cli *cli, const struct queue_list *list, struct err *err)
{
    struct print *p = print_open(cli, COLUMN + C_PERSON, C_WAIT - C_PERSON);
    for (size_t i = 0; i < list->count; i++) {
        char day[DAY_TEXT];
        const struct queue_row *row = &list->row[i];
        struct str field[] = {person_text(cli, row->id, row->person), day_format(row->since, day)};
        if (!print_row(p, field, err))
            return false;
    }
    return print_end(p, err);
}

static bool put_rows(struct cli *cli, const struct queue_list *list, struct err *err)
{
    if (list->leaves_out && cli->format == FORMAT_TABLE)
        return put_people(cli, list, err);
    struct print *p = print_open(cli, COLUMN, COLUMNS);
    for (size_t i = 0; i < list->count; i++) {
        char day[DAY_TEXT];
        const struct queue_row *row = &list->row[i];
        struct str field[COLUMNS] = {
            [C_NUMBER] = row->number > 0 ? str_fmt(cli->arena, "%u", row->number) : STR(""),
            [C_PERSON] = person_text(cli, row->id, row->person),
            [C_SINCE] = str_copy(cli->arena, day_format(row->since, day)),
            [C_WAIT] = row->wait >= 0 ? str_fmt(cli->arena, "%d", (int)row->wait) : STR("")};
        if (!print_row(p, field, err))
            return false;
    }
    return print_end(p, err);
}

static void note(struct cli *cli, enum text text, struct str value)
{
    struct progress progress = progress_open(cli);
    struct sb line = sb_open(cli->arena, 128);
    text_fill(&line, cli->lang, text, &value, value.len > 0);
    progress_note(&progress, sb_str(&line));
    progress_end(&progress);
}

static bool show(struct cli *cli, struct instance *in, const struct call *call,
                 const struct actor_asked *asked, struct err *err)
{
    struct queue_list list;
    struct queue_asking asking = {.unit = call->argument[0], .actor = asked->actor};
    if (!known_given(&call->value[TIME], &asking.time, err) ||
        !queue_show(cli->arena, in, &asking, &list, err))
        return false;
    if (list.count > 0 || cli->format != FORMAT_TABLE) {
        if (!put_rows(cli, &list, err))
            return false;
    } else {
        note(cli, list.leaves_out ? TEXT_QUEUE_NOBODY_SHOWN : TEXT_QUEUE_NOBODY, list.name);
    }
    if (list.leaves_out)
        note(cli, TEXT_QUEUE_LEAVES_OUT, STR(""));
    return true;
}

/* ---- who is next ---- */

enum { N_PERSON, N_SINCE, N_LISTED, N_FROM, N_COLUMNS };
static const struct print_column NEXT_COLUMN[N_COLUMNS] = {
    [N_PERSON] = {.name = "person"},
    [N_SINCE] = {.name = "since"},
    [N_LISTED] = {.name = "listed"},
    [N_FROM] = {.name = "from"},
};

static struct str day_text(struct cli *cli, struct day day)
{
    char text[DAY_TEXT];
    return day_is_none(day) ? STR("") : str_copy(cli->arena, day_format(day, text));
}

static bool put_next(struct cli *cli, const struct queue_next *n, bool dry_run, struct err *err)
{
    bool any = n->person != 0 || n->is_hidden, table = cli->format == FORMAT_TABLE;
    struct str key = !n->is_hidden ? person_text(cli, n->id, n->person)
                     : table       ? text_get(cli->lang, TEXT_QUEUE_SOMEBODY)
                                   : STR("");
    struct str place = str_fmt(cli->arena, "%.*s (%.*s)", STR_FMT(n->name), STR_FMT(n->unit));
    struct sb out = sb_open(cli->arena, 128), lines = sb_open(cli->arena, 128);
    if (!table) {
        struct print *p = print_open(cli, NEXT_COLUMN, N_COLUMNS);
        struct str field[N_COLUMNS] = {[N_PERSON] = key,
                                       [N_SINCE] = day_text(cli, n->since),
                                       [N_LISTED] = n->is_listed ? STR("yes") : STR("no"),
                                       [N_FROM] = day_text(cli, n->from)};
        return (!any || print_row(p, field, err)) && print_end(p, err);
    }
    enum text text = !any            ? TEXT_QUEUE_NOBODY
                     : n->has_lost   ? TEXT_QUEUE_NEXT_LOST
                     : !n->is_listed ? TEXT_QUEUE_NEXT
                     : dry_run       ? TEXT_QUEUE_NEXT_PREVIEW
                     : n->is_repeat  ? TEXT_QUEUE_NEXT_REPEAT
                                     : TEXT_QUEUE_NEXT_LISTED;
    struct str day = day_text(cli, n->is_listed ? n->from : n->since);
    text_fill(&out, cli->lang, text, (struct str[]){place, key, day}, any ? 3 : 1);
    options_wrap(&lines, sb_str(&out), 0, 0);
    return cli_write(cli->out, sb_str(&lines), err);
}

static bool next(struct cli *cli, struct instance *in, const struct call *call,
                 const struct actor_asked *asked, struct err *err)
{
    struct queue_next n;
    struct queue_asked ask = {call->argument[0], asked->actor, asked->key, asked->dry_run};
    return known_not_given(&call->value[TIME], err) &&
           queue_call_next(cli->arena, in, &ask, &n, err) && put_next(cli, &n, ask.dry_run, err);
}

static bool run_queue(struct cli *cli, struct instance *in, const struct call *call,
                      struct err *err)
{
    struct actor_asked asked = {0};
    return actor_given(cli, in, &call->value[ACTOR], &asked, err) &&
           (call->value[NEXT].yes ? next : show)(cli, in, call, &asked, err);
}

const struct command COMMAND_QUEUE = {
    .verb = {.name = "queue",
             .arguments = "UNIT",
             .least_arguments = 1,
             .most_arguments = 1,
             .summary = TEXT_VERB_QUEUE_SUMMARY,
             .about = TEXT_VERB_QUEUE_ABOUT,
             .option = OPTION,
             .options = OPTIONS},
    .run_in = run_queue,
    .form = FORM,
    .forms = ARRAY_LEN(FORM),
};
