/* service/figures/segments.h - the segments of the committed loads as the registry has
 * them: which there are, in the order of their loads; which of their rows count;
 * and the opening of one, which must be there, whole, and the same that was
 * committed.
 *
 * Segments stand in folders under warehouse/segments/, one for each load and one
 * for each merging of loads (service/figures/compact.h). A folder that no committed load
 * names does not exist.
 *
 * Errors: ERR_IO "warehouse.segment_missing", "warehouse.segment_damaged" (the
 * detail names the file, and the load that holds it), those of store/db.h. */
#ifndef SERVICE_FIGURES_SEGMENTS_H
#define SERVICE_FIGURES_SEGMENTS_H
#include "engine/counted.h"
#include "engine/events.h"
#include "service/instance.h"
#include "store/load_store.h"

struct segments {
    const struct load_segment *at; /* by load, then path */
    size_t count;
    const struct load_replaced *replaced; /* by load */
    size_t replacings;
};
/* Those of loads up to `last`, 0: of all; in the arena. */
MUST_USE bool segments_read(const struct instance *in, struct arena *a, int64_t last,
                            struct segments *out, struct err *err);
/* Days that a load after the segment's own replaced; false: none that it has rows on. */
bool segments_days_out(const struct segments *s, const struct load_segment *of,
                       struct days_out *out);

/* Rows of the table, dated on these days, both inside, that count now. Of segments that cannot be
 * read nothing is said. */
MUST_USE bool segments_count_days(const struct instance *in, enum table_id table, struct day from,
                                  struct day to, uint64_t *rows, struct err *err);

const char *segments_path(const struct instance *in, struct arena *a,
                          const struct load_segment *named);
MUST_USE bool segments_open_contacts(const struct instance *in, struct arena *a,
                                     const struct load_segment *named, struct segment *out,
                                     struct err *err);
MUST_USE bool segments_open_events(const struct instance *in, struct arena *a,
                                   const struct load_segment *named, struct events *out,
                                   struct err *err);

/* Whether it is there, whole, and the same that was committed. Reads all of it. */
bool segments_is_whole(const struct instance *in, struct arena *a,
                       const struct load_segment *named);

/* The segment that a committed load names, of the same table and bytes as the one that was made,
 * where it is lost or damaged; NULL: there is none. */
const struct load_segment *segments_lost(const struct instance *in, struct arena *a,
                                         const struct segments *all, enum table_id table,
                                         const struct segment_made *made);
/* What was made at `path` takes its place. */
MUST_USE bool segments_put_back(const struct instance *in, struct arena *a,
                                const struct load_segment *lost, const char *path, struct err *err);

/* Folders under warehouse/segments/ that no committed load names; their names. */
MUST_USE bool segments_strays(const struct instance *in, struct arena *a, const char *const **name,
                              size_t *count, struct err *err);
/* Removes them. For who holds the lock of loading only (load_lock()). While a snapshot is being
 * built they stay, for its builder may have seen them named: the next load tries again. */
MUST_USE bool segments_sweep(const struct instance *in, struct arena *a, struct err *err);
/* Who builds a snapshot holds this lock. */
#define INSTANCE_BUILD_LOCK "warehouse/lock"
#endif
