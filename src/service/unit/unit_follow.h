/* service/unit/unit_follow.h - an area is another unit's from a day on: who is listed by
 * area, and lives there, is moved to it where the region's rule says so (`passive.new_unit`). The
 * closing of a unit that is to come is not asked: it may be taken back. Who is listed elsewhere by
 * it until the day is moved all the same.
 *
 * Errors are those of store/db.h. */
#ifndef SERVICE_UNIT_UNIT_FOLLOW_H
#define SERVICE_UNIT_UNIT_FOLLOW_H
#include "service/act_about.h"
#include "service/listing/passive_map.h"

struct unit_follow {
    const struct act_unit *unit;
    struct day from;
    struct str about;       /* of the log, which has an entry about each who is moved */
    struct passive_map map; /* who has got a room there; read with the first area */
    bool is_read;
    int64_t moved, stayed; /* counted: moved; cannot be listed there */
};
MUST_USE bool unit_follow_area(struct act *act, struct unit_follow *follow, struct str area,
                               struct err *err);
#endif
