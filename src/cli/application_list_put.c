#include "cli/application_list_put.h"

#include "cli/print.h"
#include "cli/progress.h"

enum { C_APPLICATION, C_PERSON, C_UNIT, C_ASKED, C_REASON, COLUMNS };
static const struct print_column COLUMN[COLUMNS] = {
    [C_APPLICATION] = {.name = "application",
                       .title = TEXT_APPLICATION_LIST_NUMBER,
                       .number = true},
    [C_PERSON] = {.name = "person", .title = TEXT_QUEUE_COLUMN_PERSON},
    [C_UNIT] = {.name = "unit", .title = TEXT_UNIT_COLUMN_UNIT},
    [C_ASKED] = {.name = "asked_on", .title = TEXT_APPLICATION_LIST_ASKED},
    [C_REASON] = {.name = "reason", .title = TEXT_UNIT_COLUMN_WHY, .wraps = true},
};

/* A person without an identifier of their own any more is shown by the registry's key. */
static struct str person_text(struct cli *cli, const struct application_waiting *row)
{
    char id[PERSON_ID_TEXT];
    return row->number.packed != 0 ? str_copy(cli->arena, person_id_format(row->number, id))
                                   : str_fmt(cli->arena, "key:%lld", (long long)row->person);
}

bool application_list_put(struct cli *cli, const struct application_list *list, struct err *err)
{
    struct print *p = print_open(cli, COLUMN, COLUMNS);
    struct progress progress = progress_open(cli);
    print_nothing(p, TEXT_APPLICATION_LIST_NONE);
    for (size_t i = 0; i < list->count; i++) {
        char day[DAY_TEXT];
        const struct application_waiting *row = &list->row[i];
        struct str field[COLUMNS] = {[C_APPLICATION] =
                                         str_fmt(cli->arena, "%lld", (long long)row->id),
                                     [C_PERSON] = person_text(cli, row),
                                     [C_UNIT] = hsaid_str(&row->unit),
                                     [C_ASKED] = day_format(row->asked_on, day),
                                     [C_REASON] = row->reason};
        if (!print_row(p, field, err))
            return false;
    }
    if (!print_end(p, err))
        return false;
    if (list->leaves_out)
        progress_note(&progress, text_get(cli->lang, TEXT_PROTECTED_NOT_SHOWN));
    progress_end(&progress);
    return true;
}
