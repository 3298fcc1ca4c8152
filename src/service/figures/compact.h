/* service/figures/compact.h - `kontinua warehouse compact`: the segments of all loads but
 * the newest become one a table, without the rows that do not count any more, and
 * without those that are older than what is kept. To every reader the same as
 * before, but for what grew too old: rows keep their order, and the merged
 * segments are those of the newest load among the merged, so that what a still
 * newer one replaces, or says again, is what it was before. A row counts as
 * replaced only by a load that is merged too, for one that is not can still be
 * taken back.
 *
 * It happens as a load does: the new segments are written and synced in a folder
 * of their own, warehouse/segments/merged-<n>, then one transaction names them in
 * place of the old; the old files are removed after it. A failure leaves the old
 * or the new state, and a folder that the next load removes.
 *
 * A load whose segments were merged cannot be taken back ("load.compacted").
 *
 * Memory: one bit for each row of contacts and at most 256 MiB (engine/counted.h);
 * rows go from file to file. Disk: the merged segments beside the old ones.
 *
 * Errors: ERR_BUSY "load.running"; ERR_INVALID "warehouse.retain" (a definition
 * looks back further than what would be kept: the id of the one that looks back
 * furthest, and the months; of a table that a measure asks all of no row is too old),
 * "warehouse.retain_nothing" (every row would be too old: the day); those of
 * service/figures/segments.h, engine/segment.h, store/db.h and core/files.h. */
#ifndef SERVICE_FIGURES_COMPACT_H
#define SERVICE_FIGURES_COMPACT_H
#include "service/instance.h"

/* COMPACT_ADVISED: more loads with segments of their own than that are worth a word. */
enum { COMPACT_ADVISED = 100, COMPACT_KEEP_MOST = 100000, COMPACT_RETAIN_MOST = 1200 };
struct compact_options {
    unsigned keep;          /* the newest loads that stay as they are */
    unsigned retain_months; /* rows dated before the month that many months ago go; 0: none do */
    bool dry_run;           /* reads everything and changes nothing */
    void *state;            /* told of rows read, of so many; NULL: nobody asks */
    void (*show)(void *state, uint64_t done, uint64_t total);
};
struct compact_report {
    bool nothing;               /* there was nothing to merge and nothing to drop */
    int64_t last;               /* the merged segments are this load's from now on */
    uint64_t segments, made;    /* merged; and into how many */
    uint64_t rows;              /* of the merged segments; of those */
    uint64_t replaced, too_old; /* that are not in the new ones */
    uint64_t bytes;             /* of the merged segments' files */
    uint64_t rejects;           /* loads whose rejects went, merged or not (load_rejects.h) */
    struct day kept_from;       /* DAY_NONE: nothing is too old */
};
MUST_USE bool warehouse_compact(struct instance *in, const struct compact_options *options,
                                struct compact_report *out, struct err *err);
#endif
