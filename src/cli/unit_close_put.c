#include "cli/unit_close_put.h"

#include "cli/print.h"
#include "cli/progress.h"
#include "core/csv.h"
#include "core/err_text.h"
#include "engine/bag.h"
#include "service/unit/unit_close.h"

#include <string.h>

/* ---- the plan ---- */

static bool read_text(void *state, char *to, size_t room, size_t *got, struct err *err)
{
    (void)err;
    struct str *rest = state;
    *got = rest->len < room ? rest->len : room;
    memcpy(to, rest->at, *got);
    *rest = (struct str){rest->at + *got, rest->len - *got};
    return true;
}

static bool read_rows(struct cli *cli, struct csv *csv, struct bag *out, struct err *err)
{
    struct csv_row row;
    enum csv_result got;
    const struct csv_row *header = csv_header(csv);
    if (header->count != 2 || !str_eq(header->field[0], STR("person")) ||
        !str_eq(header->field[1], STR("unit")))
        return FAIL(err, ERR_INVALID, "unit.plan", "1");
    while ((got = csv_next(csv, &row, err)) == CSV_ROW) {
        if (row.count != 2)
            return FAIL(err, ERR_INVALID, "unit.plan", "%llu", (unsigned long long)row.line);
        *(struct unit_plan *)bag_add(out) = (struct unit_plan){
            str_copy(cli->arena, row.field[0]), str_copy(cli->arena, row.field[1]), row.line};
    }
    return got == CSV_END;
}

static bool read_plan(struct cli *cli, struct str path, struct unit_close *out, struct err *err)
{
    enum { PLAN_MOST = 64 * 1024 * 1024 };
    struct str text;
    struct csv *csv = NULL;
    struct bag rows = BAG_OPEN(cli->arena, struct unit_plan);
    const char *name = str_cstr(cli->arena, path);
    if (!file_read_all(&FILES_POSIX, cli->arena, name, PLAN_MOST, &text, err) ||
        !csv_open(cli->arena, (struct byte_source){&text, name, read_text}, &csv, err) ||
        !read_rows(cli, csv, &rows, err))
        return false;
    out->plan = bag_array(cli->arena, &rows);
    out->plans = rows.count;
    return true;
}

/* ---- what is printed ---- */

enum { T_UNIT, T_NAME, T_PERSONS, T_AFTER, T_CAP, T_COLUMNS };
static const struct print_column T_COLUMN[T_COLUMNS] = {
    [T_UNIT] = {.name = "unit", .title = TEXT_UNIT_COLUMN_UNIT},
    [T_NAME] = {.name = "name", .title = TEXT_UNIT_COLUMN_NAME, .wraps = true},
    [T_PERSONS] = {.name = "persons", .title = TEXT_LIST_COLUMN_PERSONS, .number = true},
    [T_AFTER] = {.name = "after", .title = TEXT_UNIT_COLUMN_AFTER, .number = true},
    [T_CAP] = {.name = "cap", .title = TEXT_UNIT_COLUMN_CAP, .number = true},
};
enum { L_PERSON, L_WHY, L_COLUMNS };
static const struct print_column L_COLUMN[L_COLUMNS] = {
    [L_PERSON] = {.name = "person", .title = TEXT_UNIT_COLUMN_PERSON},
    [L_WHY] = {.name = "why", .title = TEXT_UNIT_COLUMN_WHY, .wraps = true},
};

static struct str number(struct cli *cli, int64_t n)
{
    return cli->format == FORMAT_TABLE ? progress_grouped(cli->arena, cli->lang, (uint64_t)n)
                                       : str_fmt(cli->arena, "%lld", (long long)n);
}

static bool put_units(struct cli *cli, const struct unit_close_answer *a, struct err *err)
{
    struct print *p = print_open(cli, T_COLUMN, T_COLUMNS);
    for (size_t i = 0; i < a->tos; i++) {
        const struct unit_close_to *t = &a->to[i];
        struct str field[T_COLUMNS] = {t->id, t->name, number(cli, t->persons),
                                       number(cli, t->after),
                                       t->cap < 0 ? STR("") : number(cli, t->cap)};
        if (!print_row(p, field, err))
            return false;
    }
    return print_end(p, err);
}

static bool put_left(struct cli *cli, const struct unit_close_answer *a, struct err *err)
{
    struct print *p = print_open(cli, L_COLUMN, L_COLUMNS);
    for (size_t i = 0; i < a->lefts; i++) {
        struct err why = {.kind = ERR_CONFLICT, .code = a->left[i].code};
        struct str field[L_COLUMNS] = {
            str_fmt(cli->arena, "key:%lld", (long long)a->left[i].person),
            cli->format == FORMAT_TABLE ? err_message(cli->arena, cli->lang, &why)
                                        : str_of(a->left[i].code)};
        if (!print_row(p, field, err))
            return false;
    }
    return print_end(p, err);
}

/* Whose result a program reads is told on standard error. */
static void note(struct cli *cli, const struct unit_close_answer *a, bool dry_run)
{
    char day[DAY_TEXT];
    struct progress progress = progress_open(cli);
    struct sb out = sb_open(cli->arena, 256);
    struct str place = str_fmt(cli->arena, "%.*s (%.*s)", STR_FMT(a->name), STR_FMT(a->unit));
    /* Beside the rows of those without a place the number would say who is not shown. */
    bool is_counted = a->unplaced == 0 || !a->leaves_out;
    text_fill(&out, cli->lang, is_counted ? TEXT_UNIT_CLOSES : TEXT_UNIT_CLOSES_UNSHOWN,
              (struct str[]){place, day_format(a->last, day),
                             progress_grouped(cli->arena, cli->lang, (uint64_t)a->persons)},
              is_counted ? 3 : 2);
    if (a->unplaced > 0) {
        sb_char(&out, ' ');
        if (a->leaves_out)
            sb_put(&out, text_get(cli->lang, TEXT_UNIT_UNPLACED_SHOWN));
        else
            text_fill(
                &out, cli->lang, TEXT_UNIT_UNPLACED,
                (struct str[]){progress_grouped(cli->arena, cli->lang, (uint64_t)a->unplaced)}, 1);
    }
    if (a->is_already || a->is_repeat || dry_run) {
        sb_char(&out, ' ');
        sb_put(&out, text_get(cli->lang, a->is_already  ? TEXT_UNIT_ALREADY
                                         : a->is_repeat ? TEXT_UNIT_REPEAT
                                                        : TEXT_UNIT_PREVIEW));
    }
    progress_note(&progress, sb_str(&out));
}

bool unit_close_put(struct cli *cli, struct instance *in, const struct unit_close_asked *asked,
                    struct err *err)
{
    struct unit_close_answer answer;
    struct unit_close close = {.unit = asked->unit,
                               .last = asked->last,
                               .by = asked->to.len > 0     ? CLOSE_TO
                                     : asked->plan.len > 0 ? CLOSE_BY_PLAN
                                                           : CLOSE_BY_AREA,
                               .to = asked->to,
                               .actor = asked->who.actor,
                               .key = asked->who.key,
                               .dry_run = asked->who.dry_run};
    if ((close.by == CLOSE_BY_PLAN && !read_plan(cli, asked->plan, &close, err)) ||
        !unit_close(cli->arena, in, &close, &answer, err))
        return false;
    note(cli, &answer, close.dry_run);
    /* What is to be said has been said: titles above no rows say nothing to people. */
    bool leaves = answer.unplaced > 0;
    bool has_rows = cli->format != FORMAT_TABLE || (leaves ? answer.lefts : answer.tos) > 0;
    if (has_rows && !(leaves ? put_left(cli, &answer, err) : put_units(cli, &answer, err)))
        return false;
    /* A preview of what would be refused whole ends as the refusal does, as that of `move`. */
    return !leaves || FAIL(err, ERR_CONFLICT,
                           close.dry_run ? "unit.unplaced_preview" : "unit.unplaced", "%s", "");
}

/* ---- taken back ---- */

enum { U_UNIT, U_LAST, U_STAY, U_CHOSEN, U_ALREADY, U_FROM_QUEUE, U_COLUMNS };
static const struct print_column U_COLUMN[U_COLUMNS] = {
    [U_UNIT] = {.name = "unit"},
    [U_LAST] = {.name = "last"},
    [U_STAY] = {.name = "stay", .number = true},
    [U_CHOSEN] = {.name = "chosen", .number = true},
    [U_ALREADY] = {.name = "already"},
    [U_FROM_QUEUE] = {.name = "from_queue", .number = true},
};

bool unit_close_undo_put(struct cli *cli, struct instance *in, const struct unit_close_asked *asked,
                         struct err *err)
{
    char day[DAY_TEXT];
    struct unit_close_undone a;
    struct unit_close_undo undo = {asked->unit, asked->who.actor, asked->who.key,
                                   asked->who.dry_run};
    if (!unit_close_undo(cli->arena, in, &undo, &a, err))
        return false;
    if (cli->format != FORMAT_TABLE) {
        struct print *p = print_open(cli, U_COLUMN, U_COLUMNS);
        struct str field[U_COLUMNS] = {[U_UNIT] = a.unit,
                                       [U_LAST] = day_format(a.last, day),
                                       [U_STAY] = number(cli, a.stay),
                                       [U_CHOSEN] = number(cli, a.chosen),
                                       [U_ALREADY] = a.is_already ? STR("yes") : STR("no"),
                                       [U_FROM_QUEUE] = number(cli, a.from_queue)};
        return print_row(p, field, err) && print_end(p, err);
    }
    struct sb out = sb_open(cli->arena, 256), lines = sb_open(cli->arena, 256);
    struct str place = str_fmt(cli->arena, "%.*s (%.*s)", STR_FMT(a.name), STR_FMT(a.unit));
    if (a.is_already)
        text_fill(&out, cli->lang, TEXT_UNIT_STAYS_OPEN, &place, 1);
    else
        text_fill(&out, cli->lang, TEXT_UNIT_CLOSE_UNDONE,
                  (struct str[]){place, day_format(a.last, day), number(cli, a.stay),
                                 number(cli, a.chosen), number(cli, a.from_queue)},
                  5);
    if (a.is_repeat || (undo.dry_run && !a.is_already)) {
        sb_char(&out, ' ');
        sb_put(&out, text_get(cli->lang, a.is_repeat ? TEXT_UNIT_REPEAT : TEXT_UNIT_PREVIEW));
    }
    options_wrap(&lines, sb_str(&out), 0, 0);
    return cli_write(cli->out, sb_str(&lines), err);
}
