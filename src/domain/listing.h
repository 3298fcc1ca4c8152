/* domain/listing.h - from the listings of a person as they were stated to the
 * listings in effect. Pure: the same rows give the same intervals, in whatever
 * order they come, so the registry recomputes a person after every change.
 *
 * The rule: on a day the person is listed by the row with the greatest `from`
 * up to that day, if its `to` is empty or not before the day, else nowhere. So a
 * listing ends at the latest on the day before the next begins and does not come
 * back when that one ends, not even when the next ended before it began. Of
 * several rows with one `from` the one recorded last holds. The day of death or
 * emigration is the last day. */
#ifndef DOMAIN_LISTING_H
#define DOMAIN_LISTING_H
#include "core/day.h"
#include "domain/hsaid.h"

/* A row as a file or a verb said it, not superseded. The rows of all identifiers of the person. */
struct listing_stated {
    struct hsaid unit;
    struct day from, to; /* both inside; to DAY_NONE: open */
    int64_t recorded;    /* the order of recording: greater is later; a row's id will do */
};
struct listing_effect {
    size_t stated;       /* the row that it comes from: an index of the array that was given */
    struct day from, to; /* to DAY_NONE: open; only the last one can be */
};

/* The listings in effect, by `from`, on no day two; their number is returned and *out is in the
 * arena. `end`: the day of death or emigration, DAY_NONE if neither. No row may lack `from`. */
size_t listing_effects(struct arena *a, const struct listing_stated *stated, size_t count,
                       struct day end, struct listing_effect **out);
#endif
