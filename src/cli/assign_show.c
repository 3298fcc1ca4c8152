#include "cli/assign_show.h"

#include "cli/print.h"
#include "cli/progress.h"
#include "core/err_text.h"

enum { C_PERSON, C_ANSWER, C_FORMER, C_STAFF, C_UNIT, C_KIND, C_FROM, COLUMNS };
static const struct print_column COLUMN[COLUMNS] = {
    [C_PERSON] = {.name = "person", .title = TEXT_ASSIGN_COLUMN_PERSON},
    [C_ANSWER] = {.name = "answer", .title = TEXT_ASSIGN_COLUMN_ANSWER, .wraps = true},
    [C_FORMER] = {.name = "former"},
    [C_STAFF] = {.name = "staff"},
    [C_UNIT] = {.name = "unit"},
    [C_KIND] = {.name = "kind"},
    [C_FROM] = {.name = "from"},
};

/* Twelve characters; of one who was joined with another since, the key. */
static struct str person_of(struct cli *cli, const struct assigned_person *row)
{
    char text[PERSON_ID_TEXT];
    if (row->number.packed == 0)
        return str_fmt(cli->arena, "key:%lld", (long long)row->person);
    return str_copy(cli->arena, person_id_format(row->number, text));
}

static struct str number(struct cli *cli, size_t n)
{
    return progress_grouped(cli->arena, cli->lang, n);
}

/* ---- for programs ---- */

static bool put_records(struct cli *cli, const struct assigned *done, const struct assigning *asked,
                        struct err *err)
{
    char day[DAY_TEXT];
    struct print *p = print_open(cli, COLUMN, COLUMNS);
    struct str from = day_format(done->from, day);
    for (size_t i = 0; i < done->rows; i++) {
        const struct assigned_person *row = &done->row[i];
        struct str field[COLUMNS] = {[C_PERSON] = person_of(cli, row),
                                     [C_ANSWER] = vocab_word(&VOCAB_ASSIGN_VERDICT, row->verdict),
                                     [C_FORMER] = hsaid_str(&row->former),
                                     [C_STAFF] = hsaid_str(&done->staff),
                                     [C_UNIT] = hsaid_str(&done->unit),
                                     [C_KIND] = str_fmt(cli->arena, "%d", (int)asked->kind),
                                     [C_FROM] = from};
        if (!print_row(p, field, err))
            return false;
    }
    return print_end(p, err);
}

/* ---- for people ---- */

static struct str named(struct cli *cli, struct str name, const struct hsaid *id)
{
    return name.len > 0 ? str_fmt(cli->arena, "%.*s (%.*s)", STR_FMT(name), STR_FMT(hsaid_str(id)))
                        : str_copy(cli->arena, hsaid_str(id));
}

/* As many values as the text has places for. */
static void say(struct cli *cli, struct sb *out, enum text text, const struct str *values)
{
    struct str sentence = text_get(cli->lang, text);
    unsigned places = 0;
    for (size_t i = 0; i < sentence.len; i++)
        places += sentence.at[i] == '{';
    if (out->len > 0)
        sb_char(out, ' ');
    text_fill(out, cli->lang, text, values, places);
}

static enum text headline(const struct assigned *done, const struct assigning *asked, bool one)
{
    bool nothing = done->preview.of[ASSIGN_MAY] == 0;
    if (nothing && done->preview.of[ASSIGN_ALREADY] > 0)
        return one ? TEXT_ASSIGN_ALREADY : TEXT_ASSIGN_ALREADY_MANY;
    if (nothing)
        return asked->dry_run ? TEXT_ASSIGN_NOBODY_PREVIEW : TEXT_ASSIGN_NOBODY;
    if (done->is_repeat)
        return one ? TEXT_ASSIGN_REPEAT : TEXT_ASSIGN_REPEAT_MANY;
    if (asked->dry_run)
        return one ? TEXT_ASSIGN_PREVIEW : TEXT_ASSIGN_PREVIEW_MANY;
    return one ? TEXT_ASSIGN_DONE : TEXT_ASSIGN_DONE_MANY;
}

static void say_panel(struct cli *cli, struct sb *out, const struct assigned *done)
{
    const struct panel *before = &done->preview.before, *after = &done->preview.after;
    if (before->target == 0 && before->count == 0 && after->count == 0)
        return;
    struct str value[] = {number(cli, (size_t)before->count), number(cli, (size_t)after->count),
                          number(cli, (size_t)after->target),
                          after->cap >= 0 ? number(cli, (size_t)after->cap) : STR("")};
    say(cli, out, after->cap >= 0 ? TEXT_ASSIGN_PANEL_CAP : TEXT_ASSIGN_PANEL, value);
    if (after->count > after->target)
        say(cli, out, TEXT_ASSIGN_OVER_TARGET, NULL);
}

static struct str former(struct cli *cli, const struct hsaid *staff)
{
    return staff->text[0] ? hsaid_str(staff) : text_get(cli->lang, TEXT_WHO_HIDDEN);
}

static void say_counts(struct cli *cli, struct sb *out, const struct assigned *done, bool one)
{
    const struct assign_preview *p = &done->preview;
    size_t may = p->of[ASSIGN_MAY], already = p->of[ASSIGN_ALREADY];
    if (one && done->row[0].is_blocked)
        say(cli, out, TEXT_LIST_DOCTOR_BLOCKED, NULL);
    else if (one && p->replaced > 0)
        say(cli, out, TEXT_ASSIGN_FORMER, (struct str[]){former(cli, &done->row[0].former)});
    else if (p->replaced > 0)
        say(cli, out, TEXT_ASSIGN_REPLACED, (struct str[]){number(cli, p->replaced)});
    if (p->overridden > 0)
        say(cli, out, TEXT_ASSIGN_OVERRIDDEN, (struct str[]){number(cli, p->overridden)});
    if (!one && may > 0 && already > 0)
        say(cli, out, TEXT_ASSIGN_SOME_ALREADY, (struct str[]){number(cli, already)});
    if (p->asked > may + already)
        say(cli, out, TEXT_ASSIGN_REFUSED, (struct str[]){number(cli, p->asked - may - already)});
    if (done->hidden > 0)
        say(cli, out, TEXT_ASSIGN_HIDDEN, (struct str[]){number(cli, done->hidden)});
    if (done->leaves_out)
        say(cli, out, TEXT_PROTECTED_NOT_SHOWN, NULL);
    if (done->leaves_blocked)
        say(cli, out, TEXT_ASSIGN_LEFT_BLOCKED, NULL);
}

static bool put_refused(struct cli *cli, const struct assigned *done, struct err *err)
{
    struct print *p = print_open(cli, COLUMN, C_ANSWER + 1);
    for (size_t i = 0; i < done->rows; i++) {
        const struct assigned_person *row = &done->row[i];
        if (row->verdict <= ASSIGN_ALREADY)
            continue;
        struct err why = {.kind = ERR_CONFLICT, .code = assign_code(row->verdict)};
        struct str field[] = {person_of(cli, row), err_message(cli->arena, cli->lang, &why)};
        if (!print_row(p, field, err))
            return false;
    }
    return print_end(p, err);
}

static bool put_people(struct cli *cli, const struct assigned *done, const struct assigning *asked,
                       struct err *err)
{
    char day[DAY_TEXT];
    bool one = done->rows == 1 && asked->persons == 1;
    size_t settled = done->preview.of[ASSIGN_MAY] + done->preview.of[ASSIGN_ALREADY];
    struct sb out = sb_open(cli->arena, 512), lines = sb_open(cli->arena, 512);
    size_t said = done->preview.of[ASSIGN_MAY] > 0 ? done->preview.of[ASSIGN_MAY] : settled;
    struct str value[] = {named(cli, done->staff_name, &done->staff),
                          named(cli, done->unit_name, &done->unit), day_format(done->from, day),
                          number(cli, said)};
    say(cli, &out, headline(done, asked, one), value);
    say_counts(cli, &out, done, one);
    if (done->preview.of[ASSIGN_MAY] > 0)
        say_panel(cli, &out, done);
    options_wrap(&lines, sb_str(&out), 0, 0);
    return cli_write(cli->out, sb_str(&lines), err) &&
           (done->preview.asked == settled || put_refused(cli, done, err));
}

/* To programs, whose records have no place for it: the panel, and who is not shown. */
static void note_beside(struct cli *cli, const struct assigned *done)
{
    struct progress progress = progress_open(cli);
    struct sb out = sb_open(cli->arena, 256);
    if (done->preview.of[ASSIGN_MAY] > 0)
        say_panel(cli, &out, done);
    if (done->hidden > 0)
        say(cli, &out, TEXT_ASSIGN_HIDDEN, (struct str[]){number(cli, done->hidden)});
    if (done->leaves_out)
        say(cli, &out, TEXT_PROTECTED_NOT_SHOWN, NULL);
    if (done->leaves_blocked)
        say(cli, &out, TEXT_ASSIGN_LEFT_BLOCKED, NULL);
    if (out.len > 0)
        progress_note(&progress, sb_str(&out));
    progress_end(&progress);
}

bool assign_show(struct cli *cli, const struct assigned *done, const struct assigning *asked,
                 struct err *err)
{
    const struct assign_preview *p = &done->preview;
    bool all_refused = p->asked > 0 && p->of[ASSIGN_MAY] + p->of[ASSIGN_ALREADY] == 0;
    if (!(cli->format == FORMAT_TABLE ? put_people(cli, done, asked, err)
                                      : put_records(cli, done, asked, err)))
        return false;
    if (cli->format != FORMAT_TABLE)
        note_beside(cli, done);
    return !all_refused || FAIL(err, ERR_CONFLICT, "assign.none", "%s", "");
}

/* ---- of one contact ---- */

enum { O_STAFF, O_UNIT, O_FROM, O_ALREADY, O_AGAIN, O_COLUMNS };
static const struct print_column ONE_COLUMN[O_COLUMNS] = {
    [O_STAFF] = {.name = "staff"},     [O_UNIT] = {.name = "unit"},   [O_FROM] = {.name = "from"},
    [O_ALREADY] = {.name = "already"}, [O_AGAIN] = {.name = "again"},
};

static struct str staff_shown(const struct cli *cli, const struct hsaid *staff)
{
    return staff->text[0] ? hsaid_str(staff) : text_get(cli->lang, TEXT_WHO_HIDDEN);
}

bool assign_show_one(struct cli *cli, const struct contact_acted *done,
                     struct assign_sentence sentence, bool dry_run, struct err *err)
{
    char day[DAY_TEXT];
    struct str from = day_format(done->from, day);
    if (cli->format != FORMAT_TABLE) {
        struct print *p = print_open(cli, ONE_COLUMN, O_COLUMNS);
        struct str field[O_COLUMNS] = {[O_STAFF] = hsaid_str(&done->staff),
                                       [O_UNIT] = hsaid_str(&done->unit),
                                       [O_FROM] = from,
                                       [O_ALREADY] = done->is_already ? STR("yes") : STR("no"),
                                       [O_AGAIN] = hsaid_str(&done->again)};
        return print_row(p, field, err) && print_end(p, err);
    }
    struct sb out = sb_open(cli->arena, 256), lines = sb_open(cli->arena, 256);
    if (done->is_repeat)
        say(cli, &out, TEXT_ASSIGN_BEFORE, NULL);
    else if (dry_run && !done->is_already)
        say(cli, &out, TEXT_ASSIGN_WOULD, NULL);
    struct str value[] = {staff_shown(cli, &done->staff), hsaid_str(&done->unit), from};
    say(cli, &out, sentence.text, sentence.of_day ? &value[2] : value);
    if (done->is_again)
        say(cli, &out, TEXT_ASSIGN_AGAIN, (struct str[]){staff_shown(cli, &done->again)});
    options_wrap(&lines, sb_str(&out), 0, 0);
    return cli_write(cli->out, sb_str(&lines), err);
}
