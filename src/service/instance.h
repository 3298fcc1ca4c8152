/* service/instance.h - one instance: a home folder, mode 0700, with its registry
 * and its warehouse.
 *
 *     kontinua.yaml                          settings: long options, under their names
 *     registry.db                            the registry; it is there: the instance is
 *     warehouse/{segments,snapshots,CURRENT} what care did, and what figures are computed from
 *     results/<data>/                        figures counted once (service/figures/kept.h)
 *     loads/<id>/                            what a load left behind: its log, its rejects
 *     measures/<id>.yaml                     measures of one's own, if somebody made the folder
 *     access-log.key                         the log's secret (service/access/access_key.h)
 *     rules/<region>.yaml                    rules of one's own (service/region.h)
 *
 * Errors: ERR_CONFLICT "instance.exists", "instance.occupied" (the folder holds
 * something else); ERR_MISSING "instance.missing" (no
 * instance in that folder: `kontinua init` makes one), and those of
 * service/region.h, store/db.h, store/migrate.h, core/files.h, core/yaml.h.
 *
 *     struct instance in;
 *     if (!instance_open(a, &(struct instance_options){.home = home, .clock = &clock}, &in, err))
 *         return false;
 *     … in.db …
 *     instance_close(&in); */
#ifndef SERVICE_INSTANCE_H
#define SERVICE_INSTANCE_H
#include "core/clock.h"
#include "core/files.h"
#include "service/region.h"
#include "store/db.h"

#define INSTANCE_SETTINGS  "kontinua.yaml"
#define INSTANCE_REGISTRY  "registry.db"
#define INSTANCE_SEGMENTS  "warehouse/segments"
#define INSTANCE_SNAPSHOTS "warehouse/snapshots"
#define INSTANCE_CURRENT   "warehouse/CURRENT"
#define INSTANCE_RESULTS   "results"
#define INSTANCE_LOADS     "loads"
#define INSTANCE_MEASURES  "measures"
#define INSTANCE_LOG_KEY   "access-log.key"
#define INSTANCE_RULES     "rules"

struct instance_options {
    const char *home;
    const struct clock *clock; /* NULL: the calendar's day is today */
    const struct files *files; /* NULL: FILES_POSIX */
};
struct instance {
    struct arena *arena; /* the one it was opened with; must outlive it */
    const char *home;
    const struct files *files;
    struct clock clock;
    struct region region;  /* .county: "23" */
    bool is_demo;          /* the persons are made up */
    struct str checkpoint; /* of the access log: where, outside the home; empty: nowhere */
    struct db *db;         /* for one thread; another opens its own by instance_db() */
};

/* `kontinua init`: a new instance for a region, by its name or county code. A failure leaves none,
 * and can be repeated. */
MUST_USE bool instance_make(struct arena *a, const struct instance_options *options,
                            struct str region, struct err *err);
/* Makes folders that are missing, as in a home that was restored from a backup. */
MUST_USE bool instance_open(struct arena *a, const struct instance_options *options,
                            struct instance *out, struct err *err);
void instance_close(struct instance *in);
MUST_USE bool instance_db(const struct instance *in, struct db **out, struct err *err);

struct day instance_today(const struct instance *in);
/* A path in the home: instance_path(in, a, INSTANCE_SEGMENTS "/%s", name). */
const char *instance_path(const struct instance *in, struct arena *a, const char *fmt, ...)
    PRINTF_LIKE(3, 4);

/* The persons of the instance are made up, and its day is `today` from now on. */
MUST_USE bool instance_make_demo(struct instance *in, struct day today, struct err *err);

/* `kontinua migrate`: brings the registry to this program's schema; *run: steps that it took. */
MUST_USE bool instance_migrate(struct arena *a, const struct instance_options *options,
                               unsigned *run, struct err *err);
#endif
