/* domain/passive.h - where somebody is listed who has not chosen, and what death,
 * emigration, moving and coming back do to a listing. Pure.
 *
 * The law gives everybody the right to choose (HSL 7 kap 3 §) and makes the
 * region answer for those who have not; how is its own rule (`passive`). Who
 * moves in is listed with the unit of the area where they live, from the
 * registration date; a newborn with the mother's unit, else by area, from its
 * birth. Where that unit is full, closed or not there, the nearest one with room
 * takes its place; an exemption from the cap holds here as for choices. A unit
 * that is new is chosen only, until an area is given to it.
 *
 * The day of death or emigration is the last day of the listing; that follows
 * from the person's row (domain/listing.h) and is not written. Moving to another
 * county ends nothing: the listing stands until the person lists elsewhere. */
#ifndef DOMAIN_PASSIVE_H
#define DOMAIN_PASSIVE_H
#include "domain/listing_choice.h"

/* A unit with which the person might be listed, best first: of the mother, of the area, and then
 * the others by nearness. */
struct passive_unit {
    enum passive_listing by; /* PASSIVE_NONE: only near */
    const struct listing_unit *unit;
};
struct passive_ask {
    struct day registered_from; /* in the region, a newborn's birth: passive_from() */
    struct day today;
    bool is_newborn;
    bool hides_protected;            /* as of a struct listing_ask */
    const struct passive_unit *unit; /* at most one of each kind but PASSIVE_NONE */
    size_t units;
};
enum passive_verdict {
    PASSIVE_LISTED,   /* the decision says where */
    PASSIVE_STANDS,   /* is listed, here or elsewhere, or has chosen for a day to come */
    PASSIVE_DEAD,     /* or emigrated */
    PASSIVE_NOT_HERE, /* registered in another county, which answers for it */
    PASSIVE_NOT_SO,   /* the region lists nobody who has not chosen */
    PASSIVE_NOWHERE   /* no unit that may be: somebody must decide */
};
struct passive_decision {
    enum passive_verdict verdict;
    size_t chosen; /* LISTED: index of the unit */
    struct listing_decision listing;
};
/* The first day to be listed on: of registration, or of a newborn's birth. Where that is not known,
 * or more than a year ago, nobody is listed for what has long been counted, but from today. */
struct day passive_from(struct day registered_from, struct day today);
/* Is it a newborn who is to be listed, or an infant who has moved in? */
bool passive_is_newborn(struct day birth, struct day registered_from, struct day today);

void passive_decide(const struct rules *rules, const struct listing_person *person,
                    const struct passive_ask *ask, struct passive_decision *out);

/* The area is given to another unit: is who is listed on that basis moved to it? Never who has
 * chosen. */
bool passive_follows_area(const struct rules *rules, enum basis basis);

/* The person has moved within the region: is who is listed on that basis moved to the unit of the
 * new area? Who has not chosen is listed where they live, where the region lists who moves in so;
 * who has chosen stays, and a child with the mother's unit. */
bool passive_moves(const struct rules *rules, enum basis basis);

/* Does a listing of a day to come, on that basis, give way to the unit of the new area? It does
 * where nobody chose it: as a unit closes, or an area is another unit's. */
bool passive_gives_way(enum basis planned);

enum leaving { LEAVING_DEATH, LEAVING_EMIGRATION, LEAVING_COUNTY };
struct leaving_decision {
    bool ends_listing; /* and every named contact, on the day */
    bool ends_places;  /* in queues */
    bool ends_consent; /* of a change that waits */
};
struct leaving_decision passive_leaving(enum leaving how);

/* Who emigrated and is registered again: what was listed does not come back by itself. The day on
 * which it must be stated to end, and what was planned beyond it be superseded; DAY_NONE: the
 * emigration was a mistake, for no day lies between. */
struct day passive_coming_back(struct day emigrated_on, struct day registered_from);
#endif
