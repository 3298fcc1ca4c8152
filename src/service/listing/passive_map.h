/* service/listing/passive_map.h - where those who have not chosen may be listed: the region's
 * units with their room, and which of them answers for which area. Read once in the
 * transaction that decides, for one person as for everybody.
 *
 *     if (!passive_map_read(a, in, &map, err)) …
 *     size_t units = passive_map_units(&map, &about, unit); // best first, for passive_decide()
 *     passive_map_listed(&map, unit, from);                 // one place less there
 *
 * Branches and other counties' units are none of them. Errors are those of store/db.h. */
#ifndef SERVICE_LISTING_PASSIVE_MAP_H
#define SERVICE_LISTING_PASSIVE_MAP_H
#include "domain/hsaid.h"
#include "domain/near.h"
#include "domain/passive.h"
#include "service/instance.h"

struct passive_place {
    struct hsaid id;
    struct str name;
    struct listing_unit facts;
    struct near_place at;
    const size_t *near; /* the others, nearest first; NULL: not asked for yet */
    int32_t *listed;    /* of one with a cap: on each day of the time that is looked at */
    struct day given;   /* the first day of its first area; DAY_NONE: it never had one */
};
struct passive_area {
    struct str area;
    int64_t unit;
    struct day from, to;
};
struct passive_map {
    struct arena *arena;
    struct day first; /* of the time that is looked at: a year before today and one after */
    struct passive_place *place;
    size_t places;
    const struct passive_area *area;
    size_t areas;
    struct day given;     /* the first day of the region's first area; DAY_NONE: there are none */
    bool is_choice_only;  /* who is new gets nobody who has not chosen: as the region's rule says */
    bool hides_protected; /* who asks may not learn where a protected mother or guardian is listed:
                             false, until the reader says so */
};
MUST_USE bool passive_map_read(struct arena *a, const struct instance *in, struct passive_map *out,
                               struct err *err);
/* The place of a unit; NULL: people are not listed there by area. */
struct passive_place *passive_map_place(const struct passive_map *map, int64_t unit);
/* The unit that answers for the area on the day; NULL: none. */
struct passive_place *passive_map_area(const struct passive_map *map, struct str area,
                                       struct day on);

/* Its next row after the one that holds on the day; NULL: none. */
const struct passive_area *passive_map_next(const struct passive_map *map, struct str area,
                                            struct day on);

/* The most that passive_map_units() gives. */
static inline size_t passive_map_most(const struct passive_map *map)
{
    return map->places + 2;
}
struct passive_about {
    struct str area;
    struct day from;
    int64_t mother; /* the unit at which the mother is listed; UNIT_NONE */
};
/* The mother's unit, the area's, and, if there is one of these, those that are near it. With
 * `passive.new_unit: choice_only` none of these is new: had no area by that day, while the region
 * had any. */
size_t passive_map_units(const struct passive_map *map, const struct passive_about *about,
                         struct passive_unit *unit);
void passive_map_listed(const struct passive_map *map, int64_t unit, struct day from);
/* So many more are listed there as the row says, from the day on; -1: one who is not any more. */
void passive_map_count(const struct passive_map *map, const struct listing_past *row,
                       struct day from, int32_t persons);
#endif
