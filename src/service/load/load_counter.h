/* service/load/load_counter.h - counts the rows of a load by table as they are taken
 * (domain/load_tally.h). Tables come one after the other, so that the memory is
 * that of one: a bit for each identifier, 0.6 MB for days, 60 bytes for each unit. */
#ifndef SERVICE_LOAD_LOAD_COUNTER_H
#define SERVICE_LOAD_LOAD_COUNTER_H
#include "domain/load_tally.h"
#include "engine/hsaid_dict.h"
#include "service/key_set.h"

struct unit_count {
    uint64_t rows, workday_rows;
    struct day first, last;
};
struct load_counter {
    struct arena *arena;
    struct day today;
    enum table_id table; /* that is being counted; TABLE_COUNT: none yet */
    /* Where in its rows stand what is counted; NULL: nowhere. */
    const struct table_column *unit_column, *system_column, *end_column;
    struct hsaid_dict unit;   /* of all tables */
    struct unit_count *count; /* by its numbers, of this table */
    uint32_t counts, last_unit;
    struct key_set seen;   /* identifiers */
    bool *workday;         /* by day from 1900-01-01 */
    uint64_t *rows_of_day; /* the same; NULL: no table had days yet */
    struct system_tally *system;
    uint64_t rows;
    struct table_tally tally[TABLE_COUNT];
};
struct load_counter load_counter_open(struct arena *a, struct day today);
/* `row` is the struct of domain/rows.h; `identifier` whom it names first, from 1, 0: nobody. */
void load_counter_add(struct load_counter *c, enum table_id table, const void *row,
                      uint32_t identifier);
/* The last table is counted: all of `tally` holds. */
void load_counter_end(struct load_counter *c);
#endif
