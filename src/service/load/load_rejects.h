/* service/load/load_rejects.h - how long rejects are kept. What stands in loads/<id>/rejects
 * are rows as they came, with persons in them, for who corrects them: they go when
 * their load is taken back, and when `warehouse compact` finds that they were
 * written before the first day of the month that was REJECTS_MONTHS months ago, or
 * fewer where fewer months of rows are kept. So do those of a load that did not
 * land, and of a dry run; the log of a load stays, it has no rows.
 *
 * For who holds the lock of loading (load_lock()). Errors: those of store/db.h and
 * core/folder.h. */
#ifndef SERVICE_LOAD_LOAD_REJECTS_H
#define SERVICE_LOAD_LOAD_REJECTS_H
#include "service/instance.h"

enum { REJECTS_MONTHS = 12 };
/* Those of one load; without any nothing happens. */
MUST_USE bool load_rejects_remove(const struct instance *in, int64_t load, struct err *err);

struct rejects_sweep {
    unsigned retain_months; /* 0: rows are kept for ever */
    bool dry_run;           /* they are counted only */
};
/* Those that are too old, and those of loads that were taken back; *loads: of how many. */
MUST_USE bool load_rejects_sweep(const struct instance *in, const struct rejects_sweep *sweep,
                                 uint64_t *loads, struct err *err);
#endif
