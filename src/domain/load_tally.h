/* domain/load_tally.h - what a load has of one table, counted: what loads are
 * compared by (domain/oddities.h). Made by service/load/load_counter.h, kept with the
 * load by store/tally_store.h.
 *
 * `workdays` says how many working days the rows are of, each day weighed by its
 * rows: the square of their sum over the sum of the squares of the days' rows. A
 * night's extract has 1.0 and little more, though some of its rows came late; a
 * month's has about 20. */
#ifndef DOMAIN_LOAD_TALLY_H
#define DOMAIN_LOAD_TALLY_H
#include "domain/hsaid.h"
#include "domain/tables.h"

struct unit_tally {
    struct hsaid unit;
    uint64_t rows, workday_rows;
    struct day first, last; /* DAY_NONE: the table's rows have no day */
};
/* A code system of events; empty: the column's own. */
struct system_tally {
    struct str system;
    uint64_t rows;
};
/* The rows of each day of a load, from its first day to `until`. */
struct load_days {
    struct day first;
    uint32_t count;
    const uint64_t *rows;
    struct day replace_from, replace_to; /* days that it replaces; DAY_NONE: none */
};
enum { OPEN_ENDS_UNKNOWN = -1 };
#define TALLY_HIDDEN "(identifier)" /* what stands for a text that could be a person's */
enum { TALLY_SYSTEMS_MOST = 200 };  /* rows of any further system are counted in none */

struct table_tally {
    int64_t load;
    enum table_id table;
    uint64_t rows, rejects; /* of its files: taken, and not */
    /* Keys: not there before, said otherwise, said the same; of contacts that nothing came before
     * all rows are added. Events have none: `again` are rows
     * alike to some that count (engine/again.h), `added` the others. */
    uint64_t added, corrected, again;
    uint64_t persons, units; /* different identifiers and units that the rows name */
    /* Of contacts and events the days, of sums the first and last day of their months and years;
     * DAY_NONE: the table has none. */
    struct day first, last;
    struct day until;       /* the last day that is not after today */
    uint64_t workday_rows;  /* dated on working days (domain/workday.h) */
    double workdays;        /* 0: the table's rows have no day */
    uint64_t without_staff; /* contacts of primary care; elsewhere hardly any has one */
    uint64_t after_today;
    uint64_t strays; /* rows dated long before all others */
    struct day stray_last;
    /* Rows whose period ends before it begins, and that of the first of them. */
    uint64_t backwards;
    struct day backwards_from, backwards_to;
    /* Files whose last row has no line end, and the first of them; OPEN_ENDS_UNKNOWN: it was not
     * asked when the load was taken. */
    int64_t open_ends;
    struct str open_end;
    const struct unit_tally
        *unit; /* by hsaid_compare(); none of tables that are not watched by unit */
    uint32_t unit_count;
    const struct system_tally *system; /* by bytes */
    uint32_t system_count;
    struct load_days *days; /* of the load that is taken; NULL: read back, or without days */
};

/* Are rows of the table dated, counted by unit, by code system? */
bool tally_has_days(enum table_id table);
bool tally_has_units(enum table_id table);
bool tally_has_systems(enum table_id table);
#endif
