#include "cli/list_show.h"

#include "cli/print.h"

enum {
    C_UNIT,
    C_FROM,
    C_FORMER,
    C_COUNTED,
    C_LEFT,
    C_ALREADY,
    C_OUTCOME,
    C_EXEMPT,
    C_GUARDIANS,
    C_DOCTOR,
    C_NUMBER,
    C_WAIT,
    C_UNTIL,
    C_REQUEST,
    C_NAMED,
    COLUMNS
};
static const struct print_column COLUMN[COLUMNS] = {
    [C_UNIT] = {.name = "unit"},
    [C_FROM] = {.name = "from"},
    [C_FORMER] = {.name = "former"},
    [C_COUNTED] = {.name = "counted"},
    [C_LEFT] = {.name = "left", .number = true},
    [C_ALREADY] = {.name = "already"},
    [C_OUTCOME] = {.name = "outcome"},
    [C_EXEMPT] = {.name = "exempt"},
    [C_GUARDIANS] = {.name = "guardians", .number = true},
    [C_DOCTOR] = {.name = "doctor"},
    [C_NUMBER] = {.name = "number", .number = true},
    [C_WAIT] = {.name = "wait", .number = true},
    [C_UNTIL] = {.name = "until"},
    [C_REQUEST] = {.name = "request", .number = true},
    [C_NAMED] = {.name = "named"},
};

static struct str day_text(struct cli *cli, struct day day)
{
    char text[DAY_TEXT];
    return day_is_none(day) ? STR("") : str_copy(cli->arena, day_format(day, text));
}

static struct str number(struct cli *cli, int64_t n)
{
    return str_fmt(cli->arena, "%lld", (long long)n);
}

static bool is_already(const struct listing_answer *a)
{
    return a->verdict == LISTING_ALREADY || a->verdict == LISTING_ALREADY_QUEUED ||
           a->verdict == LISTING_ALREADY_WAITS;
}

static bool is_queued(const struct listing_answer *a)
{
    return a->verdict == LISTING_QUEUED || a->verdict == LISTING_ALREADY_QUEUED;
}

static bool put_record(struct cli *cli, const struct listing_answer *a, struct err *err)
{
    struct print *p = print_open(cli, COLUMN, COLUMNS);
    bool waits = is_queued(a) && a->wait >= 0;
    struct str field[COLUMNS] = {[C_UNIT] = a->unit,
                                 [C_FROM] = day_text(cli, a->from),
                                 [C_FORMER] = a->former,
                                 [C_COUNTED] = print_yes(a->is_counted),
                                 [C_LEFT] = number(cli, a->left),
                                 [C_ALREADY] = print_yes(is_already(a)),
                                 [C_OUTCOME] = vocab_word(&VOCAB_LISTING_VERDICT, a->verdict),
                                 [C_EXEMPT] = print_yes(a->is_exempt),
                                 [C_GUARDIANS] = number(cli, a->guardians),
                                 [C_DOCTOR] = a->doctor,
                                 [C_NUMBER] = is_queued(a) ? number(cli, a->number) : STR(""),
                                 [C_WAIT] = waits ? number(cli, a->wait) : STR(""),
                                 [C_UNTIL] = day_text(cli, a->until),
                                 [C_REQUEST] = a->request ? number(cli, a->request) : STR(""),
                                 [C_NAMED] = a->named};
    return print_row(p, field, err) && print_end(p, err);
}

/* ---- to people ---- */

enum { DONE, PREVIEW, REPEAT, FORMS };
static const enum text SENTENCE[LISTING_DEAD][FORMS] = {
    [LISTING_DONE] = {TEXT_LIST_DONE, TEXT_LIST_PREVIEW, TEXT_LIST_REPEAT},
    [LISTING_ALREADY] = {TEXT_LIST_ALREADY, TEXT_LIST_ALREADY, TEXT_LIST_ALREADY},
    [LISTING_QUEUED] = {TEXT_LIST_QUEUED, TEXT_LIST_QUEUED_PREVIEW, TEXT_LIST_QUEUED_REPEAT},
    [LISTING_ALREADY_QUEUED] = {TEXT_LIST_QUEUED_ALREADY, TEXT_LIST_QUEUED_ALREADY,
                                TEXT_LIST_QUEUED_ALREADY},
    [LISTING_WAITS] = {TEXT_LIST_WAITS, TEXT_LIST_WAITS_PREVIEW, TEXT_LIST_WAITS_REPEAT},
    [LISTING_ALREADY_WAITS] = {TEXT_LIST_WAITS_ALREADY, TEXT_LIST_WAITS_ALREADY,
                               TEXT_LIST_WAITS_ALREADY},
};

/* An empty value: the sentence has none. */
static void add(struct cli *cli, struct sb *out, enum text text, struct str value)
{
    if (out->len > 0)
        sb_char(out, ' ');
    text_fill(out, cli->lang, text, &value, value.len > 0);
}

static bool put_lines(struct cli *cli, const struct sb *sentences, struct err *err)
{
    struct sb lines = sb_open(cli->arena, 256);
    options_wrap(&lines, sb_str(sentences), 0, 0);
    return cli_write(cli->out, sb_str(&lines), err);
}

static struct sb first_sentence(struct cli *cli, const struct listing_answer *a, bool dry_run)
{
    struct sb out = sb_open(cli->arena, 256);
    struct str place = str_fmt(cli->arena, "%.*s (%.*s)", STR_FMT(a->name), STR_FMT(a->unit));
    bool waits = a->verdict == LISTING_WAITS || a->verdict == LISTING_ALREADY_WAITS;
    struct str second = is_queued(a) ? number(cli, a->number)
                        : waits      ? day_text(cli, a->until)
                                     : day_text(cli, a->from);
    bool is_to_come = a->verdict == LISTING_ALREADY && a->from.n > clock_today(&cli->clock).n;
    text_fill(&out, cli->lang,
              is_to_come ? TEXT_LIST_ALREADY_PLANNED
                         : SENTENCE[a->verdict][a->is_repeat ? REPEAT : dry_run],
              (struct str[]){place, second}, 2);
    return out;
}

bool list_show(struct cli *cli, const struct listing_answer *a, bool dry_run, struct err *err)
{
    if (cli->format != FORMAT_TABLE)
        return put_record(cli, a, err);
    struct sb out = first_sentence(cli, a, dry_run);
    if (is_queued(a) && a->wait >= 0)
        add(cli, &out, TEXT_LIST_WAIT, number(cli, a->wait));
    if (is_queued(a) && a->wait < 0)
        add(cli, &out, TEXT_LIST_WAIT_UNKNOWN, STR(""));
    if (a->is_exempt)
        add(cli, &out, TEXT_LIST_EXEMPT, STR(""));
    if (a->guardians > 0)
        add(cli, &out, TEXT_LIST_GUARDIANS, number(cli, a->guardians));
    if (str_eq(a->doctor, STR("blocked")))
        add(cli, &out, TEXT_LIST_DOCTOR_BLOCKED, STR(""));
    else if (a->doctor.len > 0)
        add(cli, &out, TEXT_LIST_DOCTOR,
            str_eq(a->doctor, STR("protected")) ? text_get(cli->lang, TEXT_WHO_HIDDEN) : a->doctor);
    if (a->named.len > 0)
        add(cli, &out, TEXT_LIST_NAMED,
            str_eq(a->named, STR("protected")) ? text_get(cli->lang, TEXT_WHO_HIDDEN) : a->named);
    if (a->request != 0)
        add(cli, &out, TEXT_LIST_REQUEST, number(cli, a->request));
    if (a->is_counted)
        add(cli, &out, TEXT_LIST_LEFT, number(cli, a->left));
    return put_lines(cli, &out, err);
}

bool list_show_left(struct cli *cli, const struct queue_left *left, bool dry_run, struct err *err)
{
    static const struct print_column LEFT[] = {{.name = "queues", .number = true},
                                               {.name = "already"},
                                               {.name = "counted"},
                                               {.name = "left", .number = true}};
    if (cli->format != FORMAT_TABLE) {
        struct print *p = print_open(cli, LEFT, ARRAY_LEN(LEFT));
        struct str field[] = {number(cli, left->queues), print_yes(left->is_already),
                              print_yes(left->is_counted), number(cli, left->left)};
        return print_row(p, field, err) && print_end(p, err);
    }
    struct sb out = sb_open(cli->arena, 256);
    add(cli, &out,
        left->is_already  ? TEXT_LIST_LEFT_QUEUE_ALREADY
        : left->is_repeat ? TEXT_LIST_LEFT_QUEUE_REPEAT
        : dry_run         ? TEXT_LIST_LEFT_QUEUE_PREVIEW
                          : TEXT_LIST_LEFT_QUEUE,
        STR(""));
    if (left->is_counted) {
        add(cli, &out, TEXT_LIST_COUNTED, STR(""));
        add(cli, &out, TEXT_LIST_LEFT, number(cli, left->left));
    }
    return put_lines(cli, &out, err);
}
