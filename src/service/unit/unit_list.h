/* service/unit/unit_list.h - the units that are known, by name: what holds of each on a day, as it
 * was known at a moment. No person is shown, so nothing is logged.
 *
 * Errors: those of store/db.h. */
#ifndef SERVICE_UNIT_UNIT_LIST_H
#define SERVICE_UNIT_UNIT_LIST_H
#include "service/unit/unit.h"

struct unit_list {
    struct unit_shown *row; /* without .areas; in the arena */
    size_t count;
};
MUST_USE bool unit_list(struct arena *a, struct instance *in, const struct known_time *time,
                        struct unit_list *out, struct err *err);
#endif
