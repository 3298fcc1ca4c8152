#include "cli/staff_list_put.h"

#include "cli/print.h"
#include "cli/progress.h"

enum {
    C_STAFF,
    C_NAME,
    C_UNIT,
    C_FROM,
    C_TO,
    C_PROFESSION,
    C_TITLE,
    COLUMNS,
    TABLE_COLUMNS = C_PROFESSION
};
static const struct print_column COLUMN[COLUMNS] = {
    [C_STAFF] = {.name = "staff", .title = TEXT_STAFF_COLUMN_STAFF},
    [C_NAME] = {.name = "name", .title = TEXT_UNIT_COLUMN_NAME, .wraps = true},
    [C_UNIT] = {.name = "unit", .title = TEXT_STAFF_COLUMN_UNIT},
    [C_FROM] = {.name = "from", .title = TEXT_STAFF_COLUMN_FROM},
    [C_TO] = {.name = "to", .title = TEXT_STAFF_COLUMN_TO},
    [C_PROFESSION] = {.name = "profession"},
    [C_TITLE] = {.name = "title_code"},
};

static bool put_one(struct cli *cli, struct print *p, const struct staff_working *row,
                    struct err *err)
{
    char from[DAY_TEXT], to[DAY_TEXT];
    const struct staff_row *s = &row->staff;
    struct str name =
        str_trim(str_fmt(cli->arena, "%.*s %.*s", STR_FMT(s->given_name), STR_FMT(s->surname)));
    struct str field[COLUMNS] = {[C_STAFF] = hsaid_str(&s->staff),
                                 [C_NAME] = name,
                                 [C_UNIT] = hsaid_str(&row->unit),
                                 [C_FROM] = day_format(row->from, from),
                                 [C_TO] = day_format(row->to, to),
                                 [C_PROFESSION] = vocab_word(&VOCAB_PROFESSION, s->profession),
                                 [C_TITLE] = s->title_code};
    return print_row(p, field, err);
}

bool staff_list_put(struct cli *cli, const struct staff_list *list, struct err *err)
{
    struct print *p =
        print_open(cli, COLUMN, cli->format == FORMAT_TABLE ? TABLE_COLUMNS : COLUMNS);
    struct progress progress = progress_open(cli);
    print_nothing(p, TEXT_STAFF_LIST_NONE);
    for (size_t i = 0; i < list->count; i++)
        if (!put_one(cli, p, &list->row[i], err))
            return false;
    if (!print_end(p, err))
        return false;
    if (list->leaves_out)
        progress_note(&progress, text_get(cli->lang, TEXT_STAFF_LIST_PROTECTED));
    progress_end(&progress);
    return true;
}
