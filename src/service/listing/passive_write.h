/* service/listing/passive_write.h - what domain/passive.h decided of one person is stated, and
 * the person told; a newborn comes to the mother's doctor where
 * listings are on doctors and that one has room. Errors are those of store/db.h. */
#ifndef SERVICE_LISTING_PASSIVE_WRITE_H
#define SERVICE_LISTING_PASSIVE_WRITE_H
#include "service/act.h"
#include "service/listing/passive_choose.h"

/* PASSIVE_LISTED. Touches the person. */
MUST_USE bool passive_write(struct act *act, int64_t person, const struct passive_choice *choice,
                            struct err *err);
#endif
