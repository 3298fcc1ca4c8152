/* service/load/load_undo.h - takes a load back whole, as if it had never been: what it
 * added ends, what it corrected holds again, its contacts and events and the days
 * that it replaced do not count, its rejects are deleted. Nothing else is erased:
 * the registry's history says what held between the two.
 *
 * That can be said only of what nobody has touched since. ERR_CONFLICT, the
 * detail names all loads that stand in the way, and in the way of those, newest
 * first: taken back in that order they leave it free:
 *     "load.touched"   a later one has rows of the same keys, or with what would hold again
 *                      identifiers replace each other, or units are branches of each other, in a
 *                      circle
 *     "load.needed"    a later one speaks of a person, unit or member of staff
 *                      that only this load brought
 *     "load.acted"     an act changed a row of it since, or stated something of whom only
 *                      it brought: the detail says which, "14 list
 *                      2026-11-26T10:22:00Z"; it stands in the way for good
 *     "load.compacted" its rows, or those of one that speaks of whom it brought,
 *                      were merged with others' (service/figures/compact.h); the one that was
 * ERR_MISSING "load.missing": there is no such load. ERR_BUSY "load.running":
 * one load at a time. Those of store/db.h, engine/segment.h, core/files.h. */
#ifndef SERVICE_LOAD_LOAD_UNDO_H
#define SERVICE_LOAD_LOAD_UNDO_H
#include "domain/access.h"
#include "service/instance.h"

/* By who runs the program, or by an actor who is known. With `load_undo_try` all of it is done and
 * taken back: nothing is changed, nor logged. */
struct load_undone {
    bool already;       /* it was taken back before, and nothing was done */
    int64_t from_queue; /* who waited where that made room, and was listed */
};
MUST_USE bool load_undo(struct instance *in, int64_t load, struct load_undone *out,
                        struct err *err);
MUST_USE bool load_undo_by(struct instance *in, int64_t load, const struct actor *actor,
                           struct load_undone *out, struct err *err);
MUST_USE bool load_undo_try(struct instance *in, int64_t load, struct load_undone *out,
                            struct err *err);
#endif
