/* engine/again.h - what a new segment says again of those before it: counted, so
 * that who hands over a corrected file is told what it corrects, or counts twice.
 *
 * Contacts have a key: a key of the new segment is new, or stood before and says
 * something else, or the same. Events have none: alike are two rows of one
 * identifier, day, and minute where the table has one, that name the same thing
 * (the columns `what` of domain/tables.h: code and code system, programme). Rows
 * without a day are like none.
 *
 * Memory does not grow with the segments: `table_rows` keys of the new one at a
 * time, 0: AGAIN_TABLE_ROWS, at most 150 MB; the others are read once for each. */
#ifndef ENGINE_AGAIN_H
#define ENGINE_AGAIN_H
#include "engine/counted.h"
#include "engine/events.h"

enum { AGAIN_TABLE_ROWS = 8 * 1024 * 1024 };

/* Different keys: not there before, said otherwise, said the same. */
struct contacts_again {
    uint64_t added, corrected, again;
};
/* `before`: in the order of their loads, for the last row of a key is the one that counts. */
struct contacts_again contacts_count_again(const struct segment *now,
                                           const struct contacts_segments *before);

struct events_before {
    const struct events *events; /* of the same table */
    const struct days_out *out;  /* days of which its rows do not count */
};
struct events_segments {
    const struct events_before *at;
    size_t count;
    uint32_t table_rows;
};
/* Rows that are alike to some that counts. */
uint64_t events_count_alike(const struct events *now, const struct events_segments *before);
#endif
