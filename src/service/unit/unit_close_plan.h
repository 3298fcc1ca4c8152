/* service/unit/unit_close_plan.h - what domain/unit_closing.h asks: who is listed at the unit
 * beyond its last day, and where the plan lets them go. In the arena. */
#ifndef SERVICE_UNIT_UNIT_CLOSE_PLAN_H
#define SERVICE_UNIT_UNIT_CLOSE_PLAN_H
#include "service/act_about.h"
#include "service/unit/unit_close.h"

struct closing_to {
    struct hsaid id;
    struct str name;
};
struct closing_said { /* of each person of the plan */
    int64_t identifier;
    enum protection protection;
};
struct closing_read {
    struct closing_plan plan;
    const struct closing_said *said; /* of plan.person[i] */
    const struct closing_to *to;     /* of plan.to[i] */
};
/* Before the act: a plan says of persons whether there are such, and where, as assign's file does.
 */
MUST_USE bool unit_close_lookups(const struct instance *in, const struct unit_close *ask,
                                 struct err *err);
MUST_USE bool unit_close_read(struct act *act, const struct unit_close *ask, int64_t unit,
                              struct closing_read *out, struct err *err);
#endif
