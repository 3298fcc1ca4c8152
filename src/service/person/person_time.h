/* service/person/person_time.h - what service/person/person.c and person_find.c share.
 *
 * Errors: ERR_INVALID "person.day"; those of store/db.h. */
#ifndef SERVICE_PERSON_PERSON_TIME_H
#define SERVICE_PERSON_PERSON_TIME_H
#include "service/person/as_of.h"

/* The day that is asked for; DAY_NONE: today. */
MUST_USE bool person_day(const struct instance *in, struct day asked, struct day *out,
                         struct err *err);
/* The protection of who the person is now, whatever was known then: the later word is the one that
 * protects. */
MUST_USE bool person_protection_now(struct arena *a, struct instance *in,
                                    const struct as_of_person *known, enum protection *out,
                                    struct err *err);
#endif
