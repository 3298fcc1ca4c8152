/* domain/quota.h - how often a resident may change unit: HSL 2017:30 7 kap 3 b §
 * as of SFS 2022:273 (prop. 2021/22:72), "får göras högst två gånger under en
 * period om ett år. Om det finns särskilda skäl får regionen dock medge fler
 * byten". The number and the window are the region's (`changes`). Pure.
 *
 * A change is a listing that begins at another unit than the one at which the
 * person was listed on the day before; who was listed nowhere then has changed
 * nothing. Whose change it was follows from the basis: what the person chose is
 * counted, what was done with them (area, birth, closed unit) or for special
 * reasons is not, as far as the region says so (`changes.free`). Listing in another
 * county is the person's choice, too, and counted but for special reasons; the return is not, nor,
 * where listings are on doctors, another doctor of the unit; and whoever had no doctor at the unit,
 * or has none any more, has changed none. What counts is what came to hold on a day: two choices of
 * one day are one change, a planned one that was withdrawn is none.
 *
 * Where the region counts it, a queue that the person left is a change of the day on which it was
 * left; one with another change of that day, and none where the place was taken on that day, too.
 * Nobody is kept in a queue: leaving counts, and is never refused.
 *
 * A change counts from its day up to and with the day before the corresponding
 * day a year later, on which the next is possible; the month's last day where
 * there is no corresponding one (lag 1930:173 om beräkning av lagstadgad tid):
 * made on 29 February, it counts until 27 February. */
#ifndef DOMAIN_QUOTA_H
#define DOMAIN_QUOTA_H
#include "core/day.h"
#include "domain/rules.h"
#include "domain/vocab.h"

enum { UNIT_NONE = 0, UNIT_ELSEWHERE = -1 }; /* beside the keys of units: out of county */

/* A listing in effect (domain/listing.h), or a time out of county: by `from`, on no day two. */
struct listing_past {
    int64_t unit; /* its key, UNIT_ELSEWHERE; where listings are on doctors the key of the list */
    struct day from, to;
    enum basis basis; /* of UNIT_ELSEWHERE BASIS_SPECIAL_REASON, or it says nothing */
    int64_t at;       /* where listings are on doctors: the unit of the list; else 0 */
};

/* The unit, where listings are on doctors too. */
static inline int64_t listing_place(const struct listing_past *p)
{
    return p->at != 0 ? p->at : p->unit;
}

/* A place in a queue that the person left, and not one that was lost or led to a listing. */
struct place_left {
    struct day since, on;
};
/* Does the region count leaving a queue? Otherwise no places left need be known. */
bool quota_counts_leaving(const struct rules *rules);
/* Does it count this one? */
bool quota_counts_left(const struct rules *rules, const struct place_left *left);

/* What a person has changed. */
struct quota_past {
    const struct listing_past *listing; /* by `from` */
    size_t count;
    const struct place_left *left; /* by `on` */
    size_t lefts;
};

/* Would a listing at `unit` from that day, on that basis, be a change that counts? `past` as far
 * as it begins before the day. */
bool quota_counts(const struct rules *rules, const struct listing_past *past, size_t count,
                  const struct listing_past *next);

struct quota {
    unsigned used;   /* counted changes in the window of the day */
    bool allowed;    /* one more is possible on the day */
    struct day next; /* the first day, not before the one asked, on which it is; DAY_NONE: never */
    bool has_left;   /* a queue was left on the day, and counts: alone, or as one with its change */
};
/* One more counted change on the day: listings that begin on it or later are not looked at, for
 * a new one takes their place; a queue left later stands. */
struct quota quota_on(const struct rules *rules, const struct quota_past *past, struct day on);
#endif
