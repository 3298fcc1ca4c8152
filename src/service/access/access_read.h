/* service/access/access_read.h - what is shown of the access log, and to whom: the extract about a
 * person, a sample, alarms and reviews. Each look is an entry of its own, which stands in the log
 * before anything is shown; and what is given has nothing that the one who asks may not see.
 *
 *     struct access_ask ask = {.actor = actor, .period = {from, to}};
 *     if (!access_read_alarms(a, in, &ask, (struct access_viewer){&print, take}, err)) …
 *
 * Errors: ERR_DENIED "log.right" (of samples, alarms and reviews only the administrator has any; of
 * an extract also the person and who is their guardian), "act.too_young", "act.protected_person";
 * those of service/act_about.h, service/access/access_log.h and of the viewer. */
#ifndef SERVICE_ACCESS_ACCESS_READ_H
#define SERVICE_ACCESS_ACCESS_READ_H
#include "service/access/access_verify.h"
#include "service/instance.h"

struct access_ask {
    struct actor actor;
    struct access_period period;
};
struct access_shown {
    struct access_row row; /* what may not be shown is empty */
    bool by_another;       /* a resident, but not the person whom the entry is about */
    bool by_hidden; /* of a sample, an alarm, a review: who acted is protected, and not shown */
};
struct access_viewer {
    void *state;
    bool (*take)(void *state, const struct access_shown *shown, struct err *err);
};

/* About the person who is written so: what a patient has the right to know. Who it was is told to
 * the administrator alone, staff with a protected identity not without the right. A row has no
 * more than that: not on whose behalf, nor what more was to say. */
MUST_USE bool access_read_extract(struct arena *a, struct instance *in,
                                  const struct access_ask *ask, struct str written,
                                  struct access_viewer viewer, struct err *err);

struct access_draw {
    struct access_ask ask;
    int64_t count, share; /* one of the two: so many, or so many of a hundred; 0: the other */
    int64_t before;       /* only entries before this one; 0: all that there are */
    uint64_t seed;
};
/* All that an entry says; but without the right, of one about a person with a protected identity
 * neither the unit nor what it was about, of one that names such staff not what it was about, of
 * one by either (for somebody else) not who it was nor their unit; and of none of these by which
 * change. *drawn: how to draw the same again. */
MUST_USE bool access_read_sample(struct arena *a, struct instance *in,
                                 const struct access_draw *draw, struct access_sample *drawn,
                                 struct access_viewer viewer, struct err *err);
/* The same of alarms (service/access/lookups.h), and of reviews, where what was found of an entry
 * about such a person is left out. */
MUST_USE bool access_read_alarms(struct arena *a, struct instance *in, const struct access_ask *ask,
                                 struct access_viewer viewer, struct err *err);
MUST_USE bool access_read_reviews(struct arena *a, struct instance *in,
                                  const struct access_ask *ask, struct access_viewer viewer,
                                  struct err *err);
#endif
