/* engine/counted.h - which rows of the loads' segments count; the only place that
 * says so.
 *
 * Contacts have a key: of the rows of one key, over all segments in the order of
 * their loads, the last counts. Events have none: those of a load do not count on
 * the days that a later load replaces. Who builds a snapshot (snapshot_contacts.c)
 * finds the last of a key in its own way, for it has the memory and the threads;
 * a test holds the two to the same answer.
 *
 *     struct days_out out = {{0}};
 *     days_out_add(&out, from, to);
 *     if (!days_out_has(&out, events_part_date(table, part, i))) … */
#ifndef ENGINE_COUNTED_H
#define ENGINE_COUNTED_H
#include "engine/segment.h"

/* Days of which a segment's rows do not count. No day is never out. */
struct days_out {
    uint64_t bit[(SEGMENT_DAY_NONE + 1) / 64];
};
void days_out_add(struct days_out *out, struct day from, struct day to); /* both inside */
static inline bool days_out_has(const struct days_out *out, struct day day)
{
    return !day_is_none(day) && (out->bit[day.n / 64] >> day.n % 64 & 1);
}

/* Of contacts' rows, numbered over the segments' parts in their order: a bit for each that a later
 * one replaces. */
struct contacts_replaced {
    const uint64_t *bit;
    uint64_t rows, replaced;
};
static inline bool contacts_replaced_has(const struct contacts_replaced *r, uint64_t row)
{
    return r->bit[row / 64] >> row % 64 & 1;
}
/* Keys are compared byte by byte. Needs one bit a row and a table of `table_rows` keys at a time,
 * 16 to 32 bytes each; the keys are read once for each filling of it. 0: COUNTED_TABLE_ROWS, at
 * most 256 MiB. ERR_INVALID "snapshot.full": more rows than a snapshot has room for. */
enum { COUNTED_TABLE_ROWS = 16 * 1024 * 1024 };
struct contacts_segments {
    const struct segment *const *segment;
    size_t count;
    uint32_t table_rows;
};
MUST_USE bool contacts_find_replaced(struct arena *a, const struct contacts_segments *of,
                                     struct contacts_replaced *out, struct err *err);
#endif
