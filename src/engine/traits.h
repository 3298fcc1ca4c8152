/* engine/traits.h - what may be said of a contact when continuity has changed: by
 * whom it was, and when. What the authors of annual reports write about by hand. */
#ifndef ENGINE_TRAITS_H
#define ENGINE_TRAITS_H
#include "engine/snapshot.h"

/* In the order in which they are taken out of the visits (measures.md). */
enum contact_trait {
    TRAIT_HIRED,        /* its staff was hired at the unit on the day */
    TRAIT_DROP_IN,      /* not booked */
    TRAIT_DEPARTED,     /* its staff had a position at the unit, and has none on T */
    TRAIT_OUT_OF_HOURS, /* Saturday, Sunday; or begun before 8 or from 17 on */
    CONTACT_TRAITS
};
#define TRAIT_BIT(trait) (1U << (trait))
struct trait_contact {
    uint32_t staff, unit; /* of the snapshot; staff UINT32_MAX: not known */
    int32_t day, minute;  /* minute -1: not known */
    enum booking booking;
};
/* The bits of those that it has, among the bits of `asked`. */
unsigned contact_traits(const struct snapshot *s, const struct trait_contact *c, int32_t T,
                        unsigned asked);
#endif
