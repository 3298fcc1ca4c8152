/* service/listing/passive_write.h - what domain/passive.h decided of one person is stated, and
 * the person told; a newborn comes to the mother's doctor where
 * listings are on doctors and that one has room. Errors are those of store/db.h. */
#ifndef SERVICE_LISTING_PASSIVE_WRITE_H
#define SERVICE_LISTING_PASSIVE_WRITE_H
#include "service/act.h"
#include "service/listing/passive_choose.h"

/* PASSIVE_LISTED. Touches the person, and counts them in the map; then passive_follow(). */
MUST_USE bool passive_write(struct act *act, const struct passive_map *map, int64_t person,
                            const struct passive_choice *choice, struct err *err);
/* The area is another unit's from a later day on: who is listed by area is moved to it on that day,
 * as those who lived there when it was said (service/unit/unit_follow.h). `first` says since when
 * and where they are listed, whose identifier it is and the area; what is planned for later has
 * been withdrawn, but by a closing: what is of the same day gives way. */
MUST_USE bool passive_follow(struct act *act, const struct passive_map *map, int64_t person,
                             const struct passive_choice *first, struct err *err);
#endif
