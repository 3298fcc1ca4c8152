/* service/figures/snapshot_feed.h - from the registry at one position, and the segments of
 * its committed loads, to a snapshot's file: what the parts of service/warehouse
 * share. */
#ifndef SERVICE_FIGURES_SNAPSHOT_FEED_H
#define SERVICE_FIGURES_SNAPSHOT_FEED_H
#include "service/figures/warehouse.h"

/* Reads in one transaction, so all rows are of one position, which the snapshot's origin names;
 * what is committed meanwhile is in the next one. The file is there, synced, after true. */
/* Of a registry as it was known (service/known.h): units, persons, named contacts and where persons
 * live alone, of which a row says when it was known; the rest is left out. */
MUST_USE bool snapshot_feed_known(struct instance *known, const struct warehouse_use *use,
                                  const char *path, struct err *err);
MUST_USE bool snapshot_feed(struct instance *in, const struct warehouse_use *use, const char *path,
                            uint64_t *checksum, struct err *err);
#endif
