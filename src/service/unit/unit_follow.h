/* service/unit/unit_follow.h - an area is another unit's from a day on: who is listed by
 * area, and lives there, is moved to it where the region's rule says so (`passive.new_unit`).
 *
 * Errors are those of store/db.h. */
#ifndef SERVICE_UNIT_UNIT_FOLLOW_H
#define SERVICE_UNIT_UNIT_FOLLOW_H
#include "service/act_about.h"

struct unit_follow {
    const struct act_unit *unit;
    struct day from;
    struct str about;      /* of the log, which has an entry about each who is moved */
    int64_t moved, stayed; /* counted: moved; cannot be listed there */
};
MUST_USE bool unit_follow_area(struct act *act, struct unit_follow *follow, struct str area,
                               struct err *err);
#endif
