/* engine/saebo_week.h - the point measurement of a week: how many live in SÄBO,
 * and how many of them have a named doctor, a named care contact; by
 * municipality of the home, and by county.
 *
 * Who is counted is domain/residence.h's rule: persons alive with a `saebo` row
 * on any day of the week, listed or not, protected too, each once, in the
 * municipality of the row in force on their last such day, and with the contacts
 * that are active on that day. Of two reports of one day the row with the later
 * `from` is in force. That is the definition; its version is SAEBO_WEEK_VERSION. */
#ifndef ENGINE_SAEBO_WEEK_H
#define ENGINE_SAEBO_WEEK_H
#include "engine/snapshot.h"

/* Raised with every change of who is counted, where, and what counts as having a contact; CHANGELOG
 * says what it was. Nowhere else does it stand: whoever prints figures prints it with them. */
enum { SAEBO_WEEK_VERSION = 1 };

struct saebo_count {
    struct str id; /* of the municipality (4 digits) or the county (its first two) */
    uint64_t places, named_doctor, named_care_contact;
};
struct saebo_week {
    const struct saebo_count *municipality, *county; /* each by id; those with a place at all */
    size_t municipalities, counties;
};
/* In the arena; ids point into the snapshot. */
struct saebo_week saebo_week(struct arena *a, const struct snapshot *s, struct iso_week week);
#endif
