/* domain/gone.h - what nobody may do any more for who has died or emigrated. Pure.
 *
 * Listing and named contacts have this in their own rules. A patient asks for a block
 * (PDL 4 kap. 4 §), so nobody does for who has died, and what was blocked stays so; who
 * has emigrated still has a record here, and may. To a change of unit and a named doctor who is
 * not here has no right; nobody is told of an application that they can no longer use, but it may
 * be refused, so that it does not lie open. A stay at home with care or in SÄBO begins on no day
 * after the last one here. */
#ifndef DOMAIN_GONE_H
#define DOMAIN_GONE_H
#include "core/day.h"
#include "domain/vocab.h"

enum gone_about {
    GONE_APPLYING, /* for special reasons, that a change be not counted */
    GONE_GRANTING, /* it */
    GONE_BLOCKING, /* a unit's data, or lifting that */
    GONE_OPTING,   /* out of a named doctor, or in again */
    GONE_RESIDING  /* from a day on */
};
/* The refusal's code: "gone.dead", "gone.emigrated"; NULL: it may be. `last` is the last day here;
 * `on` is today, or the day from which it would hold. */
const char *gone_code(enum gone_about what, enum deregistration reason, struct day last,
                      struct day on);
#endif
