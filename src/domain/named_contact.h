/* domain/named_contact.h - from the named contacts of a person as they were
 * stated, and the listings in effect, to the named contacts in effect. Pure.
 *
 * The rule: kind 2, the named doctor, is active on a day inside its validity on
 * which the person is listed at its unit. It ends at the latest on the day
 * before the person's next kind 2 begins, at whatever unit; of several with one
 * `from` the greatest staff id stays, then the greatest unit id, then the one
 * recorded last. So a doctor is inactive while the person is listed elsewhere
 * and active again after, and one row can be in effect in several intervals.
 * The other kinds are active inside their validity, side by side. The day of
 * death or emigration is the last day of all of them. */
#ifndef DOMAIN_NAMED_CONTACT_H
#define DOMAIN_NAMED_CONTACT_H
#include "domain/listing.h"
#include "domain/vocab.h"

struct named_contact_stated {
    struct hsaid staff, unit;
    struct day from, to; /* both inside; to DAY_NONE: open */
    int64_t recorded;    /* the order of recording: greater is later */
    enum contact_kind kind;
};
struct named_contact_effect {
    size_t stated;       /* index of the row that it comes from */
    struct day from, to; /* to DAY_NONE: open */
};
/* What has been said of one person. */
struct named_contact_facts {
    const struct named_contact_stated *stated;
    size_t count;
    const struct listing_stated *listing_stated; /* as given to listing_effects() */
    const struct listing_effect *listing;        /* as got from it */
    size_t listing_count;
    struct day end; /* of death or emigration; DAY_NONE if neither */
};

/* The named contacts in effect, by `from`, then as stated; of one row, intervals that touch are
 * one. Their number is returned and *out is in the arena. */
size_t named_contact_effects(struct arena *a, const struct named_contact_facts *facts,
                             struct named_contact_effect **out);
#endif
