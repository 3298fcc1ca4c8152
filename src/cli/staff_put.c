#include "cli/staff_put.h"

#include "cli/code_name.h"
#include "cli/print.h"
#include "cli/progress.h"

#include <math.h>

/* ---- what was done ---- */

enum { D_STAFF, D_UNIT, D_FROM, D_TO, D_ALREADY, D_COLUMNS };
static const struct print_column DONE[D_COLUMNS] = {
    [D_STAFF] = {.name = "staff"}, [D_UNIT] = {.name = "unit"},       [D_FROM] = {.name = "from"},
    [D_TO] = {.name = "to"},       [D_ALREADY] = {.name = "already"},
};

static struct str day_of(struct cli *cli, struct day day)
{
    char text[DAY_TEXT];
    return str_copy(cli->arena, day_format(day, text));
}

/* How many are left without the doctor: their panel is moved by whoever plans that. */
static struct str left_by(struct cli *cli, const struct staff_acted *done)
{
    struct sb out = sb_open(cli->arena, 256);
    struct str count = str_fmt(cli->arena, "%lld", (long long)done->persons_after);
    text_fill(&out, cli->lang, TEXT_STAFF_PANEL_STAYS, &count, 1);
    return sb_str(&out);
}

/* Beside the record, which has no place for it. */
static void note_left(struct cli *cli, const struct staff_acted *done)
{
    if (done->persons_after == 0)
        return;
    struct progress progress = progress_open(cli);
    progress_note(&progress, left_by(cli, done));
    progress_end(&progress);
}

bool staff_put_done(struct cli *cli, const struct staff_acted *done, enum text text, bool dry_run,
                    struct err *err)
{
    struct str from = day_of(cli, done->from), to = day_of(cli, done->to);
    if (cli->format != FORMAT_TABLE) {
        struct print *p = print_open(cli, DONE, D_COLUMNS);
        struct str field[D_COLUMNS] = {[D_STAFF] = hsaid_str(&done->staff),
                                       [D_UNIT] = hsaid_str(&done->unit),
                                       [D_FROM] = from,
                                       [D_TO] = to,
                                       [D_ALREADY] = done->is_already ? STR("yes") : STR("no")};
        if (!print_row(p, field, err) || !print_end(p, err))
            return false;
        note_left(cli, done);
        return true;
    }
    struct sb out = sb_open(cli->arena, 256), lines = sb_open(cli->arena, 256);
    struct str value[] = {hsaid_str(&done->staff), hsaid_str(&done->unit), from,
                          to.len > 0 ? to : text_get(cli->lang, TEXT_STAFF_OPEN_END)};
    if (done->is_already || done->is_repeat || dry_run) {
        enum text how = done->is_already  ? TEXT_STAFF_ALREADY
                        : done->is_repeat ? TEXT_ASSIGN_BEFORE
                                          : TEXT_ASSIGN_WOULD;
        sb_put(&out, text_get(cli->lang, how));
        sb_char(&out, ' ');
    }
    /* What does not hold from a day on may never have held: it has no last day. */
    bool has_last = text != TEXT_STAFF_AWAY_ENDED && text != TEXT_STAFF_DISPENSE_ENDED;
    text_fill(&out, cli->lang, text, value, has_last ? ARRAY_LEN(value) : ARRAY_LEN(value) - 1);
    if (done->substitute_stands) {
        sb_char(&out, ' ');
        sb_put(&out, text_get(cli->lang, TEXT_STAFF_SUBSTITUTE_STANDS));
    }
    if (done->persons_after > 0) {
        sb_char(&out, ' ');
        sb_put(&out, left_by(cli, done));
    }
    options_wrap(&lines, sb_str(&out), 0, 0);
    return cli_write(cli->out, sb_str(&lines), err);
}

/* ---- what is known ---- */

enum {
    S_WHAT,
    S_UNIT,
    S_FROM,
    S_TO,
    S_STAFF,
    S_FTE,
    S_COUNT,
    S_TARGET,
    S_CAP,
    S_OPEN,
    S_REASON,
    S_COLUMNS
};
static const struct print_column SHOWN[S_COLUMNS] = {
    [S_WHAT] = {.name = "what", .title = TEXT_STAFF_COLUMN_WHAT},
    [S_UNIT] = {.name = "unit", .title = TEXT_STAFF_COLUMN_UNIT, .wraps = true},
    [S_FROM] = {.name = "from", .title = TEXT_STAFF_COLUMN_FROM},
    [S_TO] = {.name = "to", .title = TEXT_STAFF_COLUMN_TO},
    [S_STAFF] = {.name = "staff", .title = TEXT_STAFF_COLUMN_STAFF, .wraps = true},
    [S_FTE] = {.name = "fte", .title = TEXT_STAFF_COLUMN_FTE, .number = true},
    [S_COUNT] = {.name = "count", .title = TEXT_STAFF_COLUMN_COUNT, .number = true},
    [S_TARGET] = {.name = "target", .title = TEXT_STAFF_COLUMN_TARGET, .number = true},
    [S_CAP] = {.name = "cap", .title = TEXT_STAFF_COLUMN_CAP, .number = true},
    [S_OPEN] = {.name = "open", .title = TEXT_STAFF_COLUMN_OPEN},
    [S_REASON] = {.name = "reason", .title = TEXT_STAFF_COLUMN_REASON, .wraps = true},
};

static struct str what(struct cli *cli, enum text text, const char *word)
{
    return cli->format == FORMAT_TABLE ? text_get(cli->lang, text) : str_of(word);
}

enum row { POSITION, DISPENSATION, ABSENCE, SUBSTITUTE };
static const struct {
    const char *word; /* with planned_ before it while it is not there yet */
    enum text text, planned;
} ROW[] = {
    [POSITION] = {"position", TEXT_STAFF_WHAT_POSITION, TEXT_STAFF_WHAT_PLANNED_POSITION},
    [DISPENSATION] = {"dispensation", TEXT_STAFF_WHAT_DISPENSATION,
                      TEXT_STAFF_WHAT_PLANNED_DISPENSATION},
    [ABSENCE] = {"absence", TEXT_STAFF_WHAT_ABSENCE, TEXT_STAFF_WHAT_PLANNED_ABSENCE},
    [SUBSTITUTE] = {"substitute", TEXT_STAFF_WHAT_SUBSTITUTE, TEXT_STAFF_WHAT_PLANNED_SUBSTITUTE},
};

/* What a row that begins `from` is on the day that is asked of. */
static struct str what_of(struct cli *cli, enum row row, struct day from,
                          const struct staff_shown *s)
{
    bool is_planned = from.n > s->on.n;
    const char *word = str_fmt(cli->arena, "%s%s", is_planned ? "planned_" : "", ROW[row].word).at;
    return what(cli, is_planned ? ROW[row].planned : ROW[row].text, word);
}

static struct str number(struct cli *cli, int64_t n)
{
    if (cli->format == FORMAT_TABLE && n >= 0)
        return progress_grouped(cli->arena, cli->lang, (uint64_t)n);
    return n < 0 ? STR("") : str_fmt(cli->arena, "%lld", (long long)n);
}

static bool put_positions(struct cli *cli, struct print *p, const struct staff_shown *s,
                          struct err *err)
{
    const struct doctor_facts *d = &s->who.doctor.doctor;
    for (size_t i = 0; i < d->positions; i++) {
        const struct position_row *row = &d->position[i];
        const struct panel *panel = &s->panel[i];
        struct str open = panel->is_open ? STR("yes") : STR("no");
        struct str field[S_COLUMNS] = {
            [S_WHAT] = what_of(cli, POSITION, row->from, s),
            [S_UNIT] = hsaid_str(&row->unit),
            [S_FROM] = day_of(cli, row->from),
            [S_TO] = day_of(cli, row->to),
            [S_FTE] = isnan(row->fte) ? STR("") : str_fmt(cli->arena, "%.2f", row->fte),
            [S_COUNT] = number(cli, panel->count),
            [S_TARGET] = number(cli, panel->target),
            [S_CAP] = number(cli, panel->cap),
            [S_OPEN] = cli->format != FORMAT_TABLE ? open
                       : panel->is_open            ? text_get(cli->lang, TEXT_STAFF_YES)
                                                   : text_get(cli->lang, TEXT_STAFF_NO)};
        if (!print_row(p, field, err))
            return false;
    }
    return true;
}

static bool put_days(struct cli *cli, struct print *p, const struct staff_shown *s, struct err *err)
{
    const struct doctor_facts *d = &s->who.doctor.doctor;
    for (size_t i = 0; i < d->dispensations; i++) {
        const struct dispensation *row = &d->dispensation[i];
        struct str field[S_COLUMNS] = {[S_WHAT] = what_of(cli, DISPENSATION, row->from, s),
                                       [S_UNIT] = hsaid_str(&row->unit),
                                       [S_FROM] = day_of(cli, row->from),
                                       [S_TO] = day_of(cli, row->to),
                                       [S_REASON] = row->reason};
        if (!print_row(p, field, err))
            return false;
    }
    for (size_t i = 0; i < s->who.doctor.absences; i++) {
        const struct absence *row = &s->who.doctor.absence[i];
        struct str field[S_COLUMNS] = {[S_WHAT] = what_of(cli, ABSENCE, row->from, s),
                                       [S_UNIT] = hsaid_str(&row->unit),
                                       [S_FROM] = day_of(cli, row->from),
                                       [S_TO] = day_of(cli, row->to)};
        if (!print_row(p, field, err))
            return false;
    }
    return true;
}

static bool put_substitutes(struct cli *cli, struct print *p, const struct staff_shown *s,
                            struct err *err)
{
    struct str hidden = what(cli, TEXT_CODE_PROTECTED, "protected");
    for (size_t i = 0; i < s->who.substitutes; i++) {
        const struct substitute *row = &s->who.substitute[i];
        struct str field[S_COLUMNS] = {[S_WHAT] = what_of(cli, SUBSTITUTE, row->from, s),
                                       [S_UNIT] = hsaid_str(&row->unit),
                                       [S_FROM] = day_of(cli, row->from),
                                       [S_TO] = day_of(cli, row->to),
                                       [S_STAFF] =
                                           row->staff.text[0] ? hsaid_str(&row->staff) : hidden};
        if (!print_row(p, field, err))
            return false;
    }
    return true;
}

static bool put_name(struct cli *cli, const struct staff_row *s, struct err *err)
{
    struct sb out = sb_open(cli->arena, 256), lines = sb_open(cli->arena, 256);
    sb_fmt(&out, "%.*s %.*s (%.*s)", STR_FMT(s->given_name), STR_FMT(s->surname),
           STR_FMT(hsaid_str(&s->staff)));
    if (s->title_code.len > 0)
        sb_fmt(&out, ", %.*s", STR_FMT(code_name_title(cli, s->title_code)));
    if (s->speciality.len > 0)
        sb_fmt(&out, ", %.*s", STR_FMT(s->speciality));
    options_wrap(&lines, str_trim(sb_str(&out)), 0, 0);
    return cli_write(cli->out, sb_str(&lines), err);
}

bool staff_put_shown(struct cli *cli, const struct staff_shown *s, struct err *err)
{
    if (cli->format == FORMAT_TABLE && !put_name(cli, &s->who.doctor.doctor.staff, err))
        return false;
    struct print *p = print_open(cli, SHOWN, S_COLUMNS);
    return put_positions(cli, p, s, err) && put_days(cli, p, s, err) &&
           put_substitutes(cli, p, s, err) && print_end(p, err);
}
