/* kontinua warehouse show: what figures are computed from. */
#include "cli/commands.h"
#include "cli/instance.h"
#include "cli/print.h"

enum { C_ITEM, C_VALUE, COLUMNS };
static const struct print_column COLUMN[COLUMNS] = {
    [C_ITEM] = {.name = "item", .title = TEXT_TABLE_ITEM},
    [C_VALUE] = {.name = "value", .title = TEXT_TABLE_VALUE, .number = true},
};

struct item {
    const char *name; /* in files */
    enum text title;
    struct str value;
};

static struct str number(struct cli *cli, uint64_t n)
{
    return cli->format == FORMAT_TABLE ? progress_grouped(cli->arena, n)
                                       : str_fmt(cli->arena, "%llu", (unsigned long long)n);
}

static struct str day_of(struct cli *cli, struct day day)
{
    char text[DAY_TEXT];
    return str_copy(cli->arena, day_format(day, text));
}

static bool show_now(struct cli *cli, const struct warehouse_now *now, int64_t position,
                     struct err *err)
{
    const struct snapshot *s = &now->snapshot;
    bool in_step = s->origin.position >= position;
    struct str checksum = str_fmt(cli->arena, "%016llx", (unsigned long long)s->file.checksum);
    struct item item[] = {
        {"snapshot", TEXT_WAREHOUSE_SNAPSHOT, now->name},
        {"in_step", TEXT_WAREHOUSE_IN_STEP,
         cli->format == FORMAT_TABLE ? text_get(cli->lang, in_step ? TEXT_TABLE_YES : TEXT_TABLE_NO)
                                     : str_of(in_step ? "yes" : "no")},
        {"position", TEXT_WAREHOUSE_POSITION, number(cli, (uint64_t)s->origin.position)},
        {"registry_position", TEXT_WAREHOUSE_REGISTRY_POSITION, number(cli, (uint64_t)position)},
        {"last_load", TEXT_WAREHOUSE_LAST_LOAD, number(cli, (uint64_t)s->origin.last_load)},
        {"last_contact", TEXT_WAREHOUSE_LAST_CONTACT, day_of(cli, s->last_contact)},
        {"units", TEXT_WAREHOUSE_UNITS, number(cli, s->known_units)},
        {"other_units", TEXT_WAREHOUSE_OTHER_UNITS, number(cli, s->units - s->known_units)},
        {"staff", TEXT_WAREHOUSE_STAFF, number(cli, s->staff_count)},
        {"persons", TEXT_WAREHOUSE_PERSONS, number(cli, s->persons)},
        {"listings", TEXT_WAREHOUSE_LISTINGS, number(cli, s->listings.count)},
        {"named_contacts", TEXT_WAREHOUSE_NAMED_CONTACTS, number(cli, s->named_contacts.count)},
        {"residences", TEXT_WAREHOUSE_RESIDENCES, number(cli, s->residences.count)},
        {"contacts", TEXT_WAREHOUSE_CONTACTS, number(cli, s->contacts.count)},
        {"bytes", TEXT_WAREHOUSE_BYTES, number(cli, s->file.map.size)},
        {"checksum", TEXT_WAREHOUSE_CHECKSUM, checksum},
    };
    struct print *p = print_open(cli, COLUMN, COLUMNS);
    for (size_t i = 0; i < ARRAY_LEN(item); i++) {
        struct str name =
            cli->format == FORMAT_TABLE ? text_get(cli->lang, item[i].title) : str_of(item[i].name);
        if (!print_row(p, (struct str[]){name, item[i].value}, err))
            return false;
    }
    return print_end(p, err);
}

static bool warehouse(struct cli *cli, const struct call *call, struct err *err)
{
    struct instance in;
    struct str what = call->argument[0];
    if (!str_eq(what, STR("show")))
        return FAIL(err, ERR_INVALID, "options.arguments", "warehouse show");
    if (!cli_instance(cli, &in, err))
        return false;
    int64_t position = 0;
    struct warehouse_now now;
    bool done =
        warehouse_position(&in, &position, err) && warehouse_look(cli->arena, &in, &now, err);
    if (done) {
        done = show_now(cli, &now, position, err);
        snapshot_close(&now.snapshot);
    }
    instance_close(&in);
    return done;
}

const struct command COMMAND_WAREHOUSE = {
    .verb = {.name = "warehouse",
             .arguments = "show",
             .least_arguments = 1,
             .most_arguments = 1,
             .summary = TEXT_VERB_WAREHOUSE_SUMMARY,
             .about = TEXT_VERB_WAREHOUSE_ABOUT},
    .run = warehouse,
};
