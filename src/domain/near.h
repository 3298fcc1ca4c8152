/* domain/near.h - which units lie near a place, nearest first. Pure.
 *
 * By the distance between coordinates where both have them; what has none comes
 * after, by its postal code: the more of it is the same, the nearer. Swedish
 * postal codes are given out by district, so their numbers lie as the places do.
 *
 *     size_t *order = ARENA_NEW(a, size_t, count);
 *     near_order(place, count, &from, order); */
#ifndef DOMAIN_NEAR_H
#define DOMAIN_NEAR_H
#include "core/base.h"

struct near_place {
    double latitude, longitude; /* degrees; NAN: not known */
    struct str postal_code;     /* empty: not known */
};
/* order[0..count-1]: indices of the places. Of equally near ones the earlier comes first. */
void near_order(const struct near_place *place, size_t count, const struct near_place *from,
                size_t *order);
#endif
