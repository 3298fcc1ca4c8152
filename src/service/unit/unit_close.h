/* service/unit/unit_close.h - a unit closes by a plan that gives every person of it another
 * unit, in one act, or not at all (domain/unit_closing.h). The persons are told, and so
 * are others.
 *
 * The plan: one unit for all, or one for each person, or by area, each with the unit of
 * their area or the nearest that has room.
 *
 * Errors: those of service/act.h and service/act_about.h; ERR_DENIED "unit.party"
 * (administrators only), ERR_INVALID "unit.branch", "unit.last" (a day that has passed, or
 * is more than a year away), "unit.itself" (to the one that closes); of the plan, the detail being
 * the line: "unit.plan_person" (who is not listed there or, without the right, has a protected
 * identity), "unit.plan_row" (a person that is not there), "unit.plan_unit", "unit.plan_twice";
 * ERR_CONFLICT "unit.closing" (on another day), "unit.undo_late" (has closed), "unit.unplaced"
 * (persons without a place, and how many: a preview shows them); ERR_BUSY "log.lookups", of a plan
 * by identifiers. */
#ifndef SERVICE_UNIT_UNIT_CLOSE_H
#define SERVICE_UNIT_UNIT_CLOSE_H
#include "domain/access.h"
#include "domain/unit_closing.h"
#include "service/instance.h"

struct unit_plan {
    struct str person, unit; /* as written */
    uint64_t line;
};
struct unit_close {
    struct str unit;
    struct day last;
    enum unit_close_by { CLOSE_TO, CLOSE_BY_PLAN, CLOSE_BY_AREA } by;
    struct str to; /* CLOSE_TO: as written */
    const struct unit_plan *plan;
    size_t plans;
    struct actor actor;
    struct str key;
    bool dry_run;
};
struct unit_close_to {
    struct str id, name;
    int64_t persons, after, cap; /* that come; the most listed on a day then; -1: no cap */
};
struct unit_close_left { /* who has no place */
    int64_t person;
    const char *code; /* as a refusal, or unit.no_plan (no unit is given), unit.no_area_unit,
                         unit.plan_full */
};
struct unit_close_answer {
    bool is_already, is_repeat;
    struct str unit, name;
    struct day last;
    int64_t persons, unplaced;
    const struct unit_close_to *to;
    size_t tos;
    const struct unit_close_left *left; /* of a preview; who may be seen */
    size_t lefts;
    bool leaves_out; /* protected persons, if any have no place: then `unplaced` is not told */
};
MUST_USE bool unit_close(struct arena *a, struct instance *in, const struct unit_close *ask,
                         struct unit_close_answer *out, struct err *err);

/* A closing is taken back, until its day: who was to be moved stays, with the named doctor, a plan
 * to be listed there, and the places in queues that ended with it. Who has chosen another unit
 * since keeps that. Who has heard of the closing is told, and others; of who has not the messages
 * of it go. ERR_CONFLICT "unit.undo_late" (the detail is the day), "unit.closed_by_file" (no act
 * decided it, and nobody was moved). */
struct unit_close_undo {
    struct str unit;
    struct actor actor;
    struct str key;
    bool dry_run;
};
struct unit_close_undone {
    bool is_already; /* it does not close: nothing was changed */
    bool is_repeat;
    struct str unit, name;
    struct day last;      /* on which it was to close */
    int64_t stay, chosen; /* persons: stay; have chosen another unit since */
    int64_t from_queue;   /* listed from queues, where who stays leaves room */
};
MUST_USE bool unit_close_undo(struct arena *a, struct instance *in,
                              const struct unit_close_undo *ask, struct unit_close_undone *out,
                              struct err *err);
#endif
