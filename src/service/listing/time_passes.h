/* service/listing/time_passes.h - what a day that has come brings about by itself, and nobody else
 * does: changes that waited for a guardian lapse; places in queues end of who is gone by now, and
 * whom there is room for is listed; requests are withdrawn of who is gone, or does without a named
 * doctor from today; the basis of payment of the last month-end is frozen
 * (service/person/capitation.h). All that is planned for a day (listings, closings, substitutes,
 * ends of contacts) was written and told when it was planned, and needs nothing on it.
 *
 *     if (!time_passes(a, in, false, &passed, err)) …
 *
 * Each is a transaction of its own. Where there is nothing to be done nothing is recorded. That a
 * month could not be frozen is no error, for the rest is done: `unfrozen` says why. Errors: those
 * of service/act.h. */
#ifndef SERVICE_LISTING_TIME_PASSES_H
#define SERVICE_LISTING_TIME_PASSES_H
#include "service/instance.h"

struct time_passed {
    uint64_t lapsed; /* with dry_run: would lapse */
    bool has_frozen; /* with dry_run: would freeze */
    struct month month;
    struct err unfrozen; /* ERR_NONE: none, or it was frozen before */
};
MUST_USE bool time_passes(struct arena *a, struct instance *in, bool dry_run,
                          struct time_passed *out, struct err *err);
#endif
