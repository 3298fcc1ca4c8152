/* service/figures/warehouse.h - the warehouse of an instance: the snapshot that all
 * figures are computed from, kept in step with the registry.
 *
 *     <home>/warehouse/CURRENT             the snapshot's file, its checksum; which engine proved
 * it <home>/warehouse/snapshots/000000007 a column file (engine/snapshot.h)
 *     <home>/warehouse/snapshots/000000007.held   why that one stays
 *     <home>/warehouse/lock                held by who builds
 *
 * A snapshot joins the committed loads with one position of the registry. It is
 * built beside the others and published by the rename of CURRENT, so CURRENT
 * names the old one or the new one, whatever fails. Who has an older one open
 * keeps it: a file that is mapped stays, even when it is removed. Three are kept, and those that
 * are held: what was published of them can be asked for again.
 *
 * Errors: ERR_MISSING "warehouse.empty" (nothing was loaded yet), "warehouse.no_snapshot" (none of
 * that name); ERR_IO
 * "warehouse.segment_missing", "warehouse.segment_damaged" (the detail names the
 * file, and the load that holds it); those of service/instance.h,
 * engine/snapshot.h and core/files.h. */
#ifndef SERVICE_FIGURES_WAREHOUSE_H
#define SERVICE_FIGURES_WAREHOUSE_H
#include "core/files.h"
#include "engine/snapshot.h"
#include "service/instance.h"

/* What building has come to. */
enum warehouse_step { WAREHOUSE_REGISTRY, WAREHOUSE_SEGMENTS, WAREHOUSE_SORTING };
struct warehouse_use {
    const struct files *files; /* NULL: FILES_POSIX */
    unsigned threads;          /* for building; 0: one */
    /* Told of each step where one has to be built; NULL: nobody asks. `total` 0: unknown. */
    void *state;
    void (*show)(void *state, enum warehouse_step step, uint64_t done, uint64_t total);
};
enum warehouse_why {
    WAREHOUSE_AS_IT_WAS, /* CURRENT's, which is in step */
    WAREHOUSE_FIRST,     /* built: there was none */
    WAREHOUSE_BEHIND,    /* built: the registry had gone on */
    WAREHOUSE_VERSION,   /* built: another version of the program had made CURRENT's */
    WAREHOUSE_DAMAGED,   /* built: CURRENT's could not be used */
    WAREHOUSE_ASKED      /* built: warehouse_rebuild() */
};
struct warehouse_now {
    struct snapshot snapshot; /* open: snapshot_close() */
    struct str name;          /* of its file */
    enum warehouse_why why;
    struct err refused; /* WAREHOUSE_DAMAGED: what was wrong with the former one */
};
/* The snapshot of the registry as it is now; built first where CURRENT's is behind or damaged.
 * Another program that builds is waited for, and what it built is used. */
MUST_USE bool warehouse_open(struct arena *a, struct instance *in, const struct warehouse_use *use,
                             struct warehouse_now *out, struct err *err);

/* Of a registry as it was known (service/known.h) units, persons, named contacts and where persons
 * live; published to nobody, and gone when it is closed. */
MUST_USE bool warehouse_known(struct arena *a, struct instance *known,
                              const struct warehouse_use *use, struct snapshot *out,
                              struct err *err);

/* A new snapshot from the loads, whatever CURRENT says. */
MUST_USE bool warehouse_rebuild(struct arena *a, struct instance *in,
                                const struct warehouse_use *use, struct warehouse_now *out,
                                struct err *err);

/* The registry's last change, 0 without any: figures change when it does. Cheap. */
MUST_USE bool warehouse_position(struct instance *in, int64_t *out, struct err *err);

/* CURRENT's snapshot as it is, in step or not. ERR_MISSING "warehouse.none": there is none. */
MUST_USE bool warehouse_look(struct arena *a, const struct instance *in, struct warehouse_now *out,
                             struct err *err);
/* Whether a file of warehouse/snapshots/ is one, by its name; or says why one stays. */
bool warehouse_is_snapshot(struct str name);
bool warehouse_is_hold(struct str name);

/* The snapshot of that name, whatever CURRENT says. */
MUST_USE bool warehouse_open_named(struct arena *a, const struct instance *in, struct str name,
                                   struct warehouse_now *out, struct err *err);
/* CURRENT's snapshot stays until it is released; `why` is for people: at most 200 characters of one
 * line, else ERR_INVALID "warehouse.why". *name: of its file; *is_behind: registry or loads have
 * changed since it was built. Held again for something else: both are kept, until there is no room
 * for more ("warehouse.why" too). One that is damaged is refused as by warehouse_look(). */
MUST_USE bool warehouse_hold(struct arena *a, const struct instance *in, struct str why,
                             struct str *name, bool *is_behind, struct err *err);
/* It goes when three newer ones are there. ERR_MISSING "warehouse.not_held". */
MUST_USE bool warehouse_release(struct arena *a, const struct instance *in, struct str name,
                                struct err *err);
struct warehouse_held {
    struct str name, why;
};
/* By name. */
MUST_USE bool warehouse_list_held(struct arena *a, const struct instance *in,
                                  const struct warehouse_held **out, size_t *count,
                                  struct err *err);
#endif
