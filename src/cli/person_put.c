#include "cli/person_put.h"

#include "cli/code_name.h"
#include "cli/print.h"
#include "cli/progress.h"
#include "core/clock.h"
#include "core/collate.h"

#include <stdlib.h>
#include <string.h>

static const enum text SECTION[] = {
    [PERSON_KEY] = TEXT_PERSON_KEY,
    [PERSON_PROTECTION] = TEXT_PERSON_PROTECTION,
    [PERSON_NAME] = TEXT_PERSON_NAME,
    [PERSON_IDENTIFIER] = TEXT_PERSON_IDENTIFIER,
    [PERSON_BIRTH] = TEXT_PERSON_BIRTH,
    [PERSON_SEX] = TEXT_PERSON_SEX,
    [PERSON_REGISTRATION] = TEXT_PERSON_REGISTRATION,
    [PERSON_GUARDIAN] = TEXT_PERSON_GUARDIAN,
    [PERSON_LISTING] = TEXT_PERSON_LISTING,
    [PERSON_CONTACT] = TEXT_PERSON_CONTACT,
    [PERSON_RESIDENCE] = TEXT_PERSON_RESIDENCE,
    [PERSON_PENDING] = TEXT_PERSON_PENDING,
    [PERSON_BLOCK] = TEXT_PERSON_BLOCK,
    [PERSON_BLOCKED] = TEXT_PERSON_BLOCKED,
};
static const enum text WHEN[] = {
    [WHEN_ALWAYS] = TEXT_PERSON_WHEN_ALWAYS,       [WHEN_NOW] = TEXT_PERSON_WHEN_NOW,
    [WHEN_BEFORE] = TEXT_PERSON_WHEN_BEFORE,       [WHEN_PLANNED] = TEXT_PERSON_WHEN_PLANNED,
    [WHEN_OVERRULED] = TEXT_PERSON_WHEN_OVERRULED,
};

enum {
    C_WHAT,
    C_WHEN,
    C_CODE,
    C_VALUE,
    C_UNIT,
    C_FROM,
    C_TO,
    C_RECORDED,
    C_REASON,
    C_OVERRIDE,
    C_KIND,
    C_WAIT,
    COLUMNS
};
static const struct print_column RECORD[COLUMNS] = {
    [C_WHAT] = {.name = "what"},     [C_WHEN] = {.name = "when"},
    [C_CODE] = {.name = "code"},     [C_VALUE] = {.name = "value"},
    [C_UNIT] = {.name = "unit"},     [C_FROM] = {.name = "from"},
    [C_TO] = {.name = "to"},         [C_RECORDED] = {.name = "recorded_at"},
    [C_REASON] = {.name = "reason"}, [C_OVERRIDE] = {.name = "override"},
    [C_KIND] = {.name = "kind"},     [C_WAIT] = {.name = "wait"},
};

static bool put_record(struct print *p, const struct person_line *l, struct err *err)
{
    char from[DAY_TEXT], to[DAY_TEXT], at[MOMENT_TEXT];
    struct str field[COLUMNS] = {[C_WHAT] = vocab_word(&VOCAB_PERSON_SECTION, l->section),
                                 [C_WHEN] = vocab_word(&VOCAB_PERSON_WHEN, l->when),
                                 [C_CODE] = l->code,
                                 [C_VALUE] = l->value,
                                 [C_UNIT] = l->unit,
                                 [C_FROM] = day_format(l->from, from),
                                 [C_TO] = day_format(l->to, to),
                                 [C_RECORDED] =
                                     l->recorded.us != 0 ? moment_format(l->recorded, at) : STR(""),
                                 [C_REASON] = l->reason,
                                 [C_OVERRIDE] = l->override,
                                 [C_KIND] = l->kind,
                                 [C_WAIT] = l->wait};
    return print_row(p, field, err);
}

/* ---- for people ---- */

enum { T_WHAT, T_WHEN, T_VALUE, T_FROM, T_TO, T_COLUMNS };
static const struct print_column TABLE[T_COLUMNS] = {
    [T_WHAT] = {.name = "what", .title = TEXT_TABLE_ITEM, .wraps = true},
    [T_WHEN] = {.name = "when", .title = TEXT_TABLE_WHEN},
    [T_VALUE] = {.name = "value", .title = TEXT_TABLE_VALUE, .wraps = true},
    [T_FROM] = {.name = "from", .title = TEXT_TABLE_FROM},
    [T_TO] = {.name = "to", .title = TEXT_TABLE_TO},
};

static struct str code_text(struct cli *cli, const struct person_line *l)
{
    enum text text;
    if (l->section == PERSON_CONTACT)
        return code_name_kind(cli, l->code);
    struct str word = l->code;
    if (l->section == PERSON_LISTING && l->unit.len == 0 && str_eq(word, STR("out_of_county")))
        return text_get(cli->lang, TEXT_PERSON_ELSEWHERE);
    if (l->section == PERSON_SEX)
        word = str_eq(word, STR("F")) ? STR("female") : STR("male");
    if (!text_find(str_fmt(cli->arena, "code.%.*s", STR_FMT(word)), &text))
        return l->code;
    return text_get(cli->lang, text);
}

/* The place of who is registered or lives there, where no municipality is known the county; the
 * county of who is listed in it; a home's name stands behind its municipality. */
static struct str value_text(struct cli *cli, const struct person_line *l)
{
    struct str home = l->value, place = str_cut(&home, ' ');
    if (l->section == PERSON_LISTING || (l->section == PERSON_REGISTRATION && l->value.len == 2))
        return code_name_county(cli, l->value);
    if (l->section == PERSON_REGISTRATION)
        return code_name_municipality(cli, l->value);
    if (l->section != PERSON_RESIDENCE)
        return str_eq(l->value, STR("protected")) ? text_get(cli->lang, TEXT_CODE_PROTECTED)
                                                  : l->value;
    place = code_name_municipality(cli, place);
    return home.len == 0 ? place : str_fmt(cli->arena, "%.*s, %.*s", STR_FMT(place), STR_FMT(home));
}

/* Empty where there is no reason. */
static struct str reason_text(struct cli *cli, enum text text, struct str reason)
{
    enum text word;
    struct sb out = sb_open(cli->arena, 64);
    if (reason.len == 0)
        return STR("");
    if (text == TEXT_PERSON_REASON &&
        text_find(str_fmt(cli->arena, "person.end.%.*s", STR_FMT(reason)), &word))
        reason = text_get(cli->lang, word);
    text_fill(&out, cli->lang, text, &reason, 1);
    return sb_str(&out);
}

/* "i kö, SE…, nummer 3, cirka 40 dagar" */
static void put_stand(struct cli *cli, const struct person_line *l, struct sb *out)
{
    struct str value[] = {l->value, l->wait};
    enum text text = l->wait.len > 0 ? TEXT_PERSON_STAND : TEXT_PERSON_STAND_UNKNOWN;
    sb_put(out, STR(", "));
    text_fill(out, cli->lang, text, value, l->wait.len > 0 ? 2 : 1);
}

/* "begäran 3, läkarkontakt"; "i kö, SE…" */
static struct str pending_text(struct cli *cli, const struct person_line *l)
{
    enum text text;
    struct sb out = sb_open(cli->arena, 96);
    if (!text_find(str_fmt(cli->arena, "person.pending.%.*s", STR_FMT(l->code)), &text))
        return l->code;
    bool is_queue = str_eq(l->code, STR("queue"));
    sb_put(&out, text_get(cli->lang, text));
    if (l->value.len > 0 && !is_queue)
        sb_fmt(&out, " %.*s", STR_FMT(l->value));
    if (l->kind.len > 0)
        sb_fmt(&out, ", %.*s", STR_FMT(code_name_kind(cli, l->kind)));
    if (l->unit.len > 0)
        sb_fmt(&out, ", %.*s", STR_FMT(l->unit));
    if (l->value.len > 0 && is_queue)
        put_stand(cli, l, &out);
    return sb_str(&out);
}

/* What it is, and more of it: "SE… läkarkontakt". */
static struct str describe(struct cli *cli, const struct person_line *l)
{
    struct str part[] = {value_text(cli, l), l->unit, code_text(cli, l),
                         reason_text(cli, TEXT_PERSON_REASON, l->reason),
                         reason_text(cli, TEXT_PERSON_OVERRIDE, l->override)};
    struct sb out = sb_open(cli->arena, 96);
    for (size_t i = 0; i < ARRAY_LEN(part); i++)
        if (part[i].len > 0)
            sb_fmt(&out, "%s%.*s", sb_str(&out).len > 0 ? ", " : "", STR_FMT(part[i]));
    return sb_str(&out);
}

static bool put_line(struct cli *cli, struct print *p, const struct person_line *l, struct err *err)
{
    char from[DAY_TEXT], to[DAY_TEXT];
    struct str field[T_COLUMNS] = {[T_WHAT] = text_get(cli->lang, SECTION[l->section]),
                                   [T_WHEN] = text_get(cli->lang, WHEN[l->when]),
                                   [T_VALUE] = l->section == PERSON_PENDING ? pending_text(cli, l)
                                                                            : describe(cli, l),
                                   [T_FROM] = day_format(l->from, from),
                                   [T_TO] = day_format(l->to, to)};
    return print_row(p, field, err);
}

bool person_put(struct cli *cli, const struct person_shown *shown, struct err *err)
{
    bool table = cli->format == FORMAT_TABLE;
    struct print *p = table ? print_open(cli, TABLE, T_COLUMNS) : print_open(cli, RECORD, COLUMNS);
    for (size_t i = 0; i < shown->count; i++)
        if (!(table ? put_line(cli, p, &shown->line[i], err) : put_record(p, &shown->line[i], err)))
            return false;
    return print_end(p, err);
}

/* ---- who was found ---- */

enum { F_KEY, F_PERSON, F_GIVEN, F_SURNAME, F_BORN, F_UNIT, F_COLUMNS };
static const struct print_column FOUND[F_COLUMNS] = {
    [F_KEY] = {.name = "key", .title = TEXT_PERSON_KEY, .number = true},
    [F_PERSON] = {.name = "person", .title = TEXT_PERSON_IDENTIFIER},
    [F_GIVEN] = {.name = "given_name", .title = TEXT_TABLE_GIVEN_NAME, .shrinks = true},
    [F_SURNAME] = {.name = "surname", .title = TEXT_TABLE_SURNAME, .shrinks = true},
    [F_BORN] = {.name = "birth_date", .title = TEXT_PERSON_BIRTH},
    [F_UNIT] = {.name = "unit", .title = TEXT_PERSON_LISTING, .shrinks = true},
};

static int by_name(const void *x, const void *y)
{
    const struct person_found *a = x, *b = y;
    int order = swedish_compare(a->surname, b->surname);
    if (order == 0)
        order = swedish_compare(a->given_name, b->given_name);
    return order != 0 ? order : (a->person > b->person) - (a->person < b->person);
}

static bool tell(struct cli *cli, struct str line)
{
    struct progress progress = progress_open(cli);
    progress_note(&progress, line);
    progress_end(&progress);
    return true;
}

static bool tell_more(struct cli *cli, enum text text, size_t count)
{
    struct sb line = sb_open(cli->arena, 128);
    if (count == 0)
        return true;
    text_fill(&line, cli->lang, text,
              (struct str[]){progress_grouped(cli->arena, cli->lang, count)}, 1);
    return tell(cli, sb_str(&line));
}

bool person_put_found(struct cli *cli, const struct person_finding *found, struct err *err)
{
    struct print *p = print_open(cli, FOUND, F_COLUMNS);
    struct person_found *row = ARENA_NEW(cli->arena, struct person_found, found->count + 1);
    for (size_t i = 0; i < found->count; i++)
        row[i] = found->row[i];
    if (found->count > 0)
        qsort(row, found->count, sizeof *row, by_name);
    for (size_t i = 0; i < found->count; i++) {
        char number[PERSON_ID_TEXT], born[DAY_TEXT];
        struct str field[F_COLUMNS] = {[F_KEY] =
                                           str_fmt(cli->arena, "%lld", (long long)row[i].person),
                                       [F_PERSON] = person_id_format(row[i].number, number),
                                       [F_GIVEN] = row[i].given_name,
                                       [F_SURNAME] = row[i].surname,
                                       [F_BORN] = day_format(row[i].birth_date, born),
                                       [F_UNIT] = row[i].unit};
        if (!print_row(p, field, err))
            return false;
    }
    print_nothing(p, TEXT_PERSON_NONE);
    return print_end(p, err) && tell_more(cli, TEXT_PERSON_MORE, found->more) &&
           (!found->leaves_out || tell(cli, text_get(cli->lang, TEXT_PROTECTED_NOT_SHOWN)));
}
