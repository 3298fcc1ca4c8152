/* service/unit/unit.h - units: what holds of one, and changing it. A unit that is said
 * otherwise is stated anew, as a load states it, and others are told (unit.changed).
 *
 * A cap is there at the unit's own request (HSL 7 kap 3 c §), and so is a queue: its head
 * sets it, or an administrator, who says what was requested. All else is the administrator's. A
 * queue that is turned off takes nobody new; who stands in it stays, and is listed when there is
 * room.
 *
 * Errors: those of service/act.h and service/act_about.h; ERR_DENIED "unit.party" (who
 * acts may not); ERR_INVALID "unit.reason" (an administrator gives the unit's request,
 * a line of 1 to 200 characters), "unit.branch" (nobody is listed at a branch),
 * "unit.no_queues" (the region has none), "listing.day_far"; ERR_CONFLICT "unit.closes" (and is
 * open until then), "unit.listed_before" (somebody is listed there before it opens),
 * "listing.closed" (an area for a unit that closes); ERR_MISSING "area.unknown". */
#ifndef SERVICE_UNIT_UNIT_H
#define SERVICE_UNIT_UNIT_H
#include "domain/access.h"
#include "domain/rows.h"
#include "service/known.h"

struct unit_shown {
    struct str id, name, county, municipality, parent, areas; /* areas with blanks between */
    enum operator_kind operator_kind;
    int64_t cap; /* -1: none */
    bool has_queue;
    int64_t listed, doctors; /* on the day */
    struct day opens, closes;
};
/* Of a row as stated: areas are empty, and nobody is counted. In the arena. */
struct unit_row;
struct unit_shown unit_shown_of(struct arena *a, const struct unit_row *row);
/* Texts are in the arena. No person is shown. */
MUST_USE bool unit_show(struct arena *a, struct instance *in, struct str unit,
                        const struct known_time *time, struct unit_shown *out, struct err *err);

enum unit_what { UNIT_CAP, UNIT_OPENS, UNIT_AREAS, UNIT_QUEUE };
struct unit_change {
    struct str unit; /* as written */
    enum unit_what what;
    int64_t cap;            /* of UNIT_CAP; -1: none */
    bool queue;             /* of UNIT_QUEUE: it takes who asks for a place */
    struct day from;        /* of the others; DAY_NONE: today */
    const struct str *area; /* of UNIT_AREAS */
    unsigned areas;
    struct str reason; /* of UNIT_CAP and UNIT_QUEUE: the unit's request */
    struct actor actor;
    struct str key;
    bool dry_run;
};
struct unit_changed {
    bool is_already; /* was so: nothing was changed */
    bool is_repeat;
    struct str unit, name;
    struct day from;
    int64_t listed;  /* of UNIT_CAP: how many are listed there today, after it */
    int64_t taken;   /* of UNIT_CAP: how many of its queue it listed, from today or later */
    int64_t waiting; /* of UNIT_QUEUE: how many stand in it, on or off */
    int64_t moved;   /* of UNIT_AREAS: persons who followed their area */
    int64_t stayed;  /* and who would have, but the unit cannot have them */
    int64_t later;   /* of UNIT_AREAS: areas that are another unit's from a later day, as planned */
};
MUST_USE bool unit_change(struct arena *a, struct instance *in, const struct unit_change *change,
                          struct unit_changed *out, struct err *err);
#endif
