#include "cli/warehouse_show.h"

#include "cli/print.h"
#include "cli/progress.h"
#include "service/figures/warehouse.h"
#include "service/figures/warehouse_tables.h"
#include "store/load_store.h"

enum { C_ITEM, C_VALUE, COLUMNS };
static const struct print_column COLUMN[COLUMNS] = {
    [C_ITEM] = {.name = "item", .title = TEXT_TABLE_ITEM},
    [C_VALUE] = {.name = "value", .title = TEXT_TABLE_VALUE, .number = true},
};
enum { T_TABLE, T_SEGMENTS, T_ROWS, T_COUNTED, T_FIRST, T_LAST, T_MEGABYTES, T_COLUMNS };
static const struct print_column T_COLUMN[T_COLUMNS] = {
    [T_TABLE] = {.name = "table", .title = TEXT_IMPORT_COLUMN_TABLE, .shrinks = true},
    [T_SEGMENTS] = {.name = "segments", .title = TEXT_WAREHOUSE_COLUMN_SEGMENTS, .number = true},
    [T_ROWS] = {.name = "rows", .title = TEXT_IMPORT_COLUMN_ROWS, .number = true},
    [T_COUNTED] = {.name = "counted", .title = TEXT_WAREHOUSE_COLUMN_COUNTED, .number = true},
    [T_FIRST] = {.name = "first", .title = TEXT_WAREHOUSE_COLUMN_FIRST},
    [T_LAST] = {.name = "last", .title = TEXT_WAREHOUSE_COLUMN_LAST},
    [T_MEGABYTES] = {.name = "megabytes", .title = TEXT_WAREHOUSE_COLUMN_MEGABYTES, .number = true},
};

struct item {
    const char *name; /* in files */
    enum text title;
    struct str value;
};
struct showing {
    struct cli *cli;
    const struct snapshot *snapshot;
    struct str name; /* of its file */
    int64_t position, merged;
    struct warehouse_table table[TABLE_COUNT];
    const struct warehouse_held *held;
    size_t helds;
};

static struct str number(struct cli *cli, uint64_t n)
{
    return cli->format == FORMAT_TABLE ? progress_grouped(cli->arena, cli->lang, n)
                                       : str_fmt(cli->arena, "%llu", (unsigned long long)n);
}

static struct str day_of(struct cli *cli, struct day day)
{
    char text[DAY_TEXT];
    return str_copy(cli->arena, day_format(day, text));
}

/* ---- the snapshot ---- */

static bool print_items(struct showing *w, struct print *p, struct err *err)
{
    struct cli *cli = w->cli;
    const struct snapshot *s = w->snapshot;
    const struct snapshot_events *e = s->events;
    bool in_step = s->origin.position >= w->position, table = cli->format == FORMAT_TABLE;
    struct str checksum = str_fmt(cli->arena, "%016llx", (unsigned long long)s->file.checksum);
    struct item item[] = {
        {"snapshot", TEXT_WAREHOUSE_SNAPSHOT, w->name},
        {"in_step", TEXT_WAREHOUSE_IN_STEP,
         table ? text_get(cli->lang, in_step ? TEXT_TABLE_YES : TEXT_TABLE_NO)
               : str_of(in_step ? "yes" : "no")},
        {"position", TEXT_WAREHOUSE_POSITION, number(cli, (uint64_t)s->origin.position)},
        {"registry_position", TEXT_WAREHOUSE_REGISTRY_POSITION, number(cli, (uint64_t)w->position)},
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
        {"diagnoses", TEXT_WAREHOUSE_DIAGNOSES, number(cli, e[EVENTS_DIAGNOSES].count)},
        {"procedures", TEXT_WAREHOUSE_PROCEDURES, number(cli, e[EVENTS_PROCEDURES].count)},
        {"measurements", TEXT_WAREHOUSE_MEASUREMENTS, number(cli, e[EVENTS_MEASUREMENTS].count)},
        {"prescriptions", TEXT_WAREHOUSE_PRESCRIPTIONS, number(cli, e[EVENTS_PRESCRIPTIONS].count)},
        {"invitations", TEXT_WAREHOUSE_INVITATIONS, number(cli, e[EVENTS_INVITATIONS].count)},
        {"performed_invitations", TEXT_WAREHOUSE_PERFORMED, number(cli, e[EVENTS_PERFORMED].count)},
        {"referrals", TEXT_WAREHOUSE_REFERRALS, number(cli, e[EVENTS_REFERRALS].count)},
        {"terms", TEXT_WAREHOUSE_TERMS, number(cli, s->terms)},
        {"bytes", TEXT_WAREHOUSE_BYTES, number(cli, s->file.map.size)},
        {"checksum", TEXT_WAREHOUSE_CHECKSUM, checksum},
        {"merged_loads", TEXT_WAREHOUSE_MERGED_LOADS, number(cli, (uint64_t)w->merged)},
    };
    for (size_t i = 0; i < ARRAY_LEN(item); i++) {
        struct str name = table ? text_get(cli->lang, item[i].title) : str_of(item[i].name);
        if (!print_row(p, (struct str[]){name, item[i].value}, err))
            return false;
    }
    for (size_t i = 0; i < w->helds; i++) {
        struct str name = table ? text_get(cli->lang, TEXT_WAREHOUSE_HELD) : STR("held");
        for (struct str rest = w->held[i].why; rest.len > 0;) { /* a line for each reason */
            struct str why = str_cut(&rest, '\n');
            why = str_fmt(cli->arena, "%.*s: %.*s", STR_FMT(w->held[i].name), STR_FMT(why));
            if (!print_row(p, (struct str[]){name, why}, err))
                return false;
        }
    }
    return true;
}

/* ---- the segments ---- */

static bool print_table(struct showing *w, struct err *err)
{
    enum { MEGABYTE = 1000000 };
    struct print *p = print_open(w->cli, T_COLUMN, T_COLUMNS);
    if (!cli_write(w->cli->out, STR("\n"), err))
        return false;
    for (unsigned i = 0; i < TABLE_COUNT; i++) {
        const struct warehouse_table *t = &w->table[i];
        struct str field[T_COLUMNS] = {
            [T_TABLE] = str_of(TABLES[i].name),
            [T_SEGMENTS] = number(w->cli, t->segments),
            [T_ROWS] = number(w->cli, t->rows),
            [T_COUNTED] = number(w->cli, t->counted),
            [T_FIRST] = day_of(w->cli, t->first),
            [T_LAST] = day_of(w->cli, t->last),
            [T_MEGABYTES] = number(w->cli, (t->bytes + MEGABYTE - 1) / MEGABYTE),
        };
        if (t->segments > 0 && !print_row(p, field, err))
            return false;
    }
    return print_end(p, err);
}

static bool print_table_items(struct showing *w, struct print *p, struct err *err)
{
    for (unsigned i = 0; i < TABLE_COUNT; i++) {
        const struct warehouse_table *t = &w->table[i];
        const struct {
            const char *name;
            struct str value;
        } item[] = {
            {"segments", number(w->cli, t->segments)}, {"rows", number(w->cli, t->rows)},
            {"counted", number(w->cli, t->counted)},   {"first", day_of(w->cli, t->first)},
            {"last", day_of(w->cli, t->last)},         {"bytes", number(w->cli, t->bytes)},
        };
        for (size_t k = 0; t->segments > 0 && k < ARRAY_LEN(item); k++) {
            struct str name = str_fmt(w->cli->arena, "%s.%s", TABLES[i].name, item[k].name);
            if (!print_row(p, (struct str[]){name, item[k].value}, err))
                return false;
        }
    }
    return true;
}

static bool print_all(struct showing *w, struct err *err)
{
    bool table = w->cli->format == FORMAT_TABLE;
    struct print *p = print_open(w->cli, COLUMN, COLUMNS);
    return print_items(w, p, err) && (table || print_table_items(w, p, err)) && print_end(p, err) &&
           (!table || print_table(w, err));
}

bool warehouse_show(struct cli *cli, struct instance *in, struct err *err)
{
    struct showing w = {.cli = cli};
    struct warehouse_now now;
    if (!warehouse_position(in, &w.position, err) || !load_count_merged(in->db, &w.merged, err) ||
        !warehouse_list_held(cli->arena, in, &w.held, &w.helds, err) ||
        !warehouse_look(cli->arena, in, &now, err))
        return false;
    w.snapshot = &now.snapshot;
    w.name = now.name;
    bool done = warehouse_tables(in, &now.snapshot, w.table, err) && print_all(&w, err);
    snapshot_close(&now.snapshot);
    return done;
}
