/* domain/event.h - what others are told of the registry: the types of events, and
 * what happened between two states of a person's rows in effect. Pure.
 *
 * Whoever changes what is in effect, be it a resident, a nurse, a load or the
 * population register, tells the same: events come from comparing the rows in
 * effect before and after, so that no use case can forget to. */
#ifndef DOMAIN_EVENT_H
#define DOMAIN_EVENT_H
#include "core/day.h"
#include "domain/assign.h"
#include "domain/hsaid.h"
#include "domain/place.h"
#include "domain/vocab.h"

enum event_type { /* stored: add at the end, never reorder */
                  EVENT_LISTING_CREATED,
                  EVENT_LISTING_ENDED,
                  EVENT_LISTING_QUEUED,
                  EVENT_LISTING_UNQUEUED,
                  EVENT_REQUEST_CHANGED,
                  EVENT_NAMED_CONTACT_ASSIGNED,
                  EVENT_NAMED_CONTACT_ENDED,
                  EVENT_NAMED_CONTACT_INFORMED,
                  EVENT_SUBSTITUTE_STARTED,
                  EVENT_SUBSTITUTE_ENDED,
                  EVENT_RESIDENCE_REPORTED,
                  EVENT_RESIDENCE_ENDED,
                  EVENT_PERSON_CHANGED,
                  EVENT_PERSON_IDENTIFIER_CHANGED,
                  EVENT_UNIT_CHANGED
};
extern const struct vocab VOCAB_EVENT; /* "listing.created", … */

/* A row in effect: a listing at one of our units or in another county, or a named contact with its
 * kind and its member of staff. */
struct effect_row {
    enum effect_of { EFFECT_LISTING, EFFECT_NAMED_CONTACT } of;
    struct hsaid unit, staff;
    char county[PLACE_COUNTY_TEXT]; /* the code of the one that lists; empty: `unit` does */
    struct day from, to;            /* both inside; to DAY_NONE: open */
    enum basis basis;               /* of a listing at a unit */
    enum contact_kind kind;
    struct day informed_on; /* of a named contact; DAY_NONE: not yet */
    enum contact_end ends;  /* why, of one that was stated to end on `to`; else END_NONE */
};
struct effect_event {
    enum event_type type;
    struct day valid_from; /* created, assigned: the first day; ended: the first day without it;
                            * informed: the day of it, or the first day if that is later */
    const struct effect_row *row; /* as it is now; of one that is withdrawn as it was */
    bool withdrawn;               /* ended: it holds on no day any more, as if never stated */
};
/* What happened from `before` to `after`, in the order of valid_from, what ends before what begins.
 * A row is the same one where of, unit, county, staff, kind and `from` are. One that is there with
 * its end from the beginning is told as created and as ended; one whose end or basis is another is
 * told again. Their number is returned; *out is in the arena and points into the arrays. */
size_t effect_events(struct arena *a, const struct effect_row *before, size_t before_count,
                     const struct effect_row *after, size_t after_count, struct effect_event **out);
#endif
