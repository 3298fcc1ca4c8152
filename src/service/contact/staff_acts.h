/* service/contact/staff_acts.h - what a unit or the region says of a member of staff: their
 * position and panel, when they are away, who stands in for them, a dispensation. One act
 * each; of a substitute others are told (docs/developer/events.md).
 *
 *     struct staff_acting asked = {.staff = id, .unit = unit, .from = from, .to = to, …};
 *     if (!staff_acts_away(a, in, &asked, &done, err)) …
 *
 * Errors: those of service/act.h and service/act_about.h; ERR_MISSING "staff.unknown"; refusals as
 * substitute_code() and dispensation_code() have them; ERR_DENIED "staff.right" (the unit's head or
 * an administrator says it), "staff.protected" (their identity is: who has the right says so);
 * ERR_INVALID "staff.dates" (the last day before the first), "staff.day_far" (of others than
 * positions: more than a year to the first day, or ten to the last), "staff.reason" (no line of 1
 * to 200 characters); ERR_CONFLICT "staff.no_substitute",
 * "staff.no_absence", "staff.no_dispensation" (there is none to end),
 * "staff.next_position" (another position at the unit begins before the last day that is said). */
#ifndef SERVICE_CONTACT_STAFF_ACTS_H
#define SERVICE_CONTACT_STAFF_ACTS_H
#include "domain/access.h"
#include "domain/who.h"
#include "service/instance.h"

enum panel_said { PANEL_AS_REGION = -2, PANEL_AS_IT_WAS = -1 }; /* none of its own */
struct staff_acting {
    struct str staff, unit; /* as written */
    struct str doctor;      /* of a substitute: whose panel it is */
    struct day from, to;    /* from DAY_NONE: today; to DAY_NONE: open */
    struct str reason;      /* of a dispensation */
    /* Of a substitute: it ends the day before `from`. Of an absence or a dispensation: the one in
     * which `from` lies does; one that begins on it is taken back, and others stand. */
    bool ends;
    double fte;          /* of a position; NAN: as it was */
    int64_t target, cap; /* likewise; or an enum panel_said */
    enum answer open;    /* likewise; ANSWER_NONE: as it was */
    struct actor actor;
    struct str key;
    bool dry_run;
};
struct staff_acted {
    bool is_already, is_repeat;
    struct hsaid staff, unit;
    struct day from,
        to; /* to DAY_NONE: open; of what ends: the first day without, the day before */
    bool substitute_stands; /* at the end of an absence: somebody answers for the panel still */
    /* Of a position with a last day: how many have the doctor at the unit after it, on the panel
     * that stays until it is moved, or planned; not who has them first in a position that begins
     * later. */
    int64_t persons_after;
};
MUST_USE bool staff_acts_position(struct arena *a, struct instance *in,
                                  const struct staff_acting *asked, struct staff_acted *out,
                                  struct err *err);
MUST_USE bool staff_acts_away(struct arena *a, struct instance *in,
                              const struct staff_acting *asked, struct staff_acted *out,
                              struct err *err);
MUST_USE bool staff_acts_substitute(struct arena *a, struct instance *in,
                                    const struct staff_acting *asked, struct staff_acted *out,
                                    struct err *err);
MUST_USE bool staff_acts_dispense(struct arena *a, struct instance *in,
                                  const struct staff_acting *asked, struct staff_acted *out,
                                  struct err *err);
#endif
