#include "cli/unit_list_put.h"

#include "cli/print.h"
#include "cli/progress.h"

enum {
    U_UNIT,
    U_NAME,
    U_LISTED,
    U_CAP,
    U_QUEUE,
    U_DOCTORS,
    U_OPERATOR,
    U_COUNTY,
    U_MUNICIPALITY,
    U_PARENT,
    U_OPENS,
    U_CLOSES,
    COLUMNS,
    TABLE_COLUMNS = U_OPERATOR
};
static const struct print_column COLUMN[COLUMNS] = {
    [U_UNIT] = {.name = "unit", .title = TEXT_UNIT_COLUMN_UNIT},
    [U_NAME] = {.name = "name", .title = TEXT_UNIT_COLUMN_NAME, .wraps = true},
    [U_LISTED] = {.name = "listed", .title = TEXT_UNIT_LIST_LISTED, .number = true},
    [U_CAP] = {.name = "cap", .title = TEXT_UNIT_LIST_CAP, .number = true},
    [U_QUEUE] = {.name = "queue", .title = TEXT_UNIT_COLUMN_QUEUE},
    [U_DOCTORS] = {.name = "doctors", .title = TEXT_UNIT_COLUMN_DOCTORS, .number = true},
    [U_OPERATOR] = {.name = "operator"},
    [U_COUNTY] = {.name = "county"},
    [U_MUNICIPALITY] = {.name = "municipality"},
    [U_PARENT] = {.name = "parent"},
    [U_OPENS] = {.name = "opens_on"},
    [U_CLOSES] = {.name = "closes_on"},
};

static struct str number(struct cli *cli, int64_t n)
{
    return n < 0                         ? STR("")
           : cli->format == FORMAT_TABLE ? progress_grouped(cli->arena, cli->lang, (uint64_t)n)
                                         : str_fmt(cli->arena, "%lld", (long long)n);
}

static bool put_unit(struct cli *cli, struct print *p, const struct unit_shown *u, struct err *err)
{
    char opens[DAY_TEXT], closes[DAY_TEXT];
    struct str queue = print_yes(u->has_queue);
    if (cli->format == FORMAT_TABLE)
        queue = text_get(cli->lang, u->has_queue ? TEXT_UNIT_YES : TEXT_UNIT_NO);
    struct str field[COLUMNS] = {[U_UNIT] = u->id,
                                 [U_NAME] = u->name,
                                 [U_LISTED] = number(cli, u->listed),
                                 [U_CAP] = number(cli, u->cap),
                                 [U_QUEUE] = queue,
                                 [U_DOCTORS] = number(cli, u->doctors),
                                 [U_OPERATOR] = vocab_word(&VOCAB_OPERATOR, u->operator_kind),
                                 [U_COUNTY] = u->county,
                                 [U_MUNICIPALITY] = u->municipality,
                                 [U_PARENT] = u->parent,
                                 [U_OPENS] = day_format(u->opens, opens),
                                 [U_CLOSES] = day_format(u->closes, closes)};
    return print_row(p, field, err);
}

bool unit_list_put(struct cli *cli, const struct unit_list *list, struct err *err)
{
    struct print *p =
        print_open(cli, COLUMN, cli->format == FORMAT_TABLE ? TABLE_COLUMNS : COLUMNS);
    print_nothing(p, TEXT_UNIT_LIST_NONE);
    for (size_t i = 0; i < list->count; i++)
        if (!put_unit(cli, p, &list->row[i], err))
            return false;
    return print_end(p, err);
}
