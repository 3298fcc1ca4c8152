#include "cli/unit_show.h"

#include "cli/code_name.h"
#include "cli/print.h"
#include "cli/progress.h"
#include "service/unit/unit.h"

enum {
    U_UNIT,
    U_NAME,
    U_OPERATOR,
    U_PARENT,
    U_COUNTY,
    U_MUNICIPALITY,
    U_CAP,
    U_QUEUE,
    U_LISTED,
    U_DOCTORS,
    U_AREAS,
    U_OPENS,
    U_CLOSES,
    COLUMNS
};
static const struct print_column COLUMN[COLUMNS] = {
    [U_UNIT] = {.name = "unit", .title = TEXT_UNIT_COLUMN_UNIT},
    [U_NAME] = {.name = "name", .title = TEXT_UNIT_COLUMN_NAME},
    [U_OPERATOR] = {.name = "operator", .title = TEXT_UNIT_COLUMN_OPERATOR},
    [U_PARENT] = {.name = "parent", .title = TEXT_UNIT_COLUMN_PARENT},
    [U_COUNTY] = {.name = "county", .title = TEXT_UNIT_COLUMN_COUNTY},
    [U_MUNICIPALITY] = {.name = "municipality", .title = TEXT_UNIT_COLUMN_MUNICIPALITY},
    [U_CAP] = {.name = "cap", .title = TEXT_UNIT_COLUMN_CAP, .number = true},
    [U_QUEUE] = {.name = "queue", .title = TEXT_UNIT_COLUMN_QUEUE},
    [U_LISTED] = {.name = "listed", .title = TEXT_UNIT_COLUMN_LISTED, .number = true},
    [U_DOCTORS] = {.name = "doctors", .title = TEXT_UNIT_COLUMN_DOCTORS, .number = true},
    [U_AREAS] = {.name = "areas", .title = TEXT_UNIT_COLUMN_AREAS},
    [U_OPENS] = {.name = "opens_on", .title = TEXT_UNIT_COLUMN_OPENS},
    [U_CLOSES] = {.name = "closes_on", .title = TEXT_UNIT_COLUMN_CLOSES},
};
enum { F_WHAT, F_VALUE, FIELDS };
static const struct print_column FIELD[FIELDS] = {
    [F_WHAT] = {.name = "what", .title = TEXT_UNIT_COLUMN_WHAT},
    [F_VALUE] = {.name = "value", .title = TEXT_UNIT_COLUMN_VALUE, .wraps = true},
};

static struct str number(struct cli *cli, int64_t n)
{
    return cli->format == FORMAT_TABLE ? progress_grouped(cli->arena, cli->lang, (uint64_t)n)
                                       : str_fmt(cli->arena, "%lld", (long long)n);
}

/* A word of the files, or for people. */
static struct str word(struct cli *cli, struct str code, enum text text)
{
    return cli->format == FORMAT_TABLE ? text_get(cli->lang, text) : code;
}

static bool put_lines(struct cli *cli, const struct str *value, struct err *err)
{
    struct print *p = print_open(cli, FIELD, FIELDS);
    for (unsigned i = 0; i < COLUMNS; i++) {
        struct str field[FIELDS] = {text_get(cli->lang, COLUMN[i].title), value[i]};
        if (value[i].len > 0 && !print_row(p, field, err))
            return false;
    }
    return print_end(p, err);
}

bool unit_show_put(struct cli *cli, struct instance *in, struct str unit,
                   const struct known_time *time, struct err *err)
{
    char opens[DAY_TEXT], closes[DAY_TEXT];
    struct unit_shown u;
    if (!unit_show(cli->arena, in, unit, time, &u, err))
        return false;
    bool table = cli->format == FORMAT_TABLE, is_region = u.operator_kind == OPERATOR_REGION;
    struct str value[COLUMNS] = {
        [U_UNIT] = u.id,
        [U_NAME] = u.name,
        [U_OPERATOR] = word(cli, vocab_word(&VOCAB_OPERATOR, u.operator_kind),
                            is_region ? TEXT_WEB_OPERATOR_REGION : TEXT_WEB_OPERATOR_EXTERNAL),
        [U_PARENT] = u.parent,
        [U_COUNTY] = table ? code_name_county(cli, u.county) : u.county,
        [U_MUNICIPALITY] = table ? code_name_municipality(cli, u.municipality) : u.municipality,
        [U_CAP] = u.cap < 0 ? STR("") : number(cli, u.cap),
        [U_QUEUE] = word(cli, u.has_queue ? STR("yes") : STR("no"),
                         u.has_queue ? TEXT_UNIT_YES : TEXT_UNIT_NO),
        [U_LISTED] = number(cli, u.listed),
        [U_DOCTORS] = number(cli, u.doctors),
        [U_AREAS] = u.areas,
        [U_OPENS] = day_format(u.opens, opens),
        [U_CLOSES] = day_format(u.closes, closes)};
    if (table)
        return put_lines(cli, value, err);
    struct print *p = print_open(cli, COLUMN, COLUMNS);
    return print_row(p, value, err) && print_end(p, err);
}
