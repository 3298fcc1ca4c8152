/* domain/contact_end.h - what ends a named doctor next, of all that has been said of the person: a
 * listing at another unit or in another county, a day from which they want none, another doctor
 * who begins. Whoever plans one of these, or takes it back, asks this of each doctor anew, and so
 * two plans that meet end a doctor as one after the other would. Pure.
 *
 * Sources: as of domain/assign.h and domain/named_contact.h. */
#ifndef DOMAIN_CONTACT_END_H
#define DOMAIN_CONTACT_END_H
#include "domain/assign.h"

/* A listing as stated; it holds until the next one begins. */
struct contact_listed {
    struct day from, to; /* to DAY_NONE: open */
    struct hsaid unit;   /* text[0] == 0: in another county */
};
struct contact_plan {
    const struct contact_listed *listed; /* by `from`; of one day the last holds */
    size_t listings;
    const struct contact_now *doctor; /* who are said to begin, in any order */
    size_t doctors;
    const struct contact_now *coming; /* with whom the person lists: all others give way on the day,
                                         and who begins later never does; NULL: with nobody */
    struct day opted_out; /* the first day, of those that the contact would have, without a named
                             doctor; DAY_NONE: none */
};
/* Of one that is said to begin on contact->from, in days from `from` on; row 0: nothing ends it.
 * Who comes back to the unit on `from` does not bring along whom the listing elsewhere had ended.
 * Where two end it on one day it is the change of unit, then that they want none. */
struct contact_ending contact_end_next(const struct contact_now *contact,
                                       const struct contact_plan *plan, struct day from);
#endif
