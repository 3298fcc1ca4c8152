#include "service/listing/passive_map.h"

#include "domain/span.h"
#include "engine/bag.h"
#include "store/listing_store.h"
#include "store/unit_store.h"

#include <stdlib.h>

enum { YEAR = 367, WINDOW = 2 * YEAR + 1 }; /* as far as somebody may be listed from */

struct reading {
    struct arena *arena;
    struct bag rows;
};

static bool take_unit(void *state, int64_t unit, const struct unit_row *row, struct err *err)
{
    (void)err;
    struct reading *r = state;
    *(struct passive_place *)bag_add(&r->rows) = (struct passive_place){
        .id = row->unit,
        .name = str_copy(r->arena, row->name),
        .facts = {.unit = unit,
                  .opens = row->opens_on,
                  .closes = row->closes_on,
                  .cap = row->cap,
                  .room_from = DAY_NONE,
                  .has_queue = row->queue == ANSWER_YES},
        .at = {row->latitude, row->longitude, str_copy(r->arena, row->postal_code)}};
    return true;
}

static bool take_area(void *state, const struct area_now *row, struct err *err)
{
    (void)err;
    struct reading *r = state;
    *(struct passive_area *)bag_add(&r->rows) =
        (struct passive_area){str_copy(r->arena, row->area), row->unit, row->from, row->to};
    return true;
}

static int by_unit(const void *x, const void *y)
{
    const struct passive_place *a = x, *b = y;
    return (a->facts.unit > b->facts.unit) - (a->facts.unit < b->facts.unit);
}

struct passive_place *passive_map_place(const struct passive_map *map, int64_t unit)
{
    struct passive_place key = {.facts.unit = unit};
    return map->places == 0 ? NULL
                            : bsearch(&key, map->place, map->places, sizeof *map->place, by_unit);
}

/* ---- room ---- */

/* The first day that is looked at from which on there is always room. */
static void find_room(const struct passive_map *map, struct passive_place *p)
{
    int32_t day = WINDOW;
    while (day > 0 && p->listed[day - 1] < p->facts.cap)
        day--;
    p->facts.room_from = DAY_NONE;
    if (day < WINDOW)
        p->facts.room_from = (struct day){map->first.n + day};
}

static void count(const struct passive_map *map, const struct passive_place *p, struct day from,
                  struct day to, int32_t persons)
{
    int32_t last = WINDOW - 1;
    if (!day_is_none(to) && to.n - map->first.n < last)
        last = to.n - map->first.n;
    for (int32_t i = from.n > map->first.n ? from.n - map->first.n : 0; i <= last; i++)
        p->listed[i] += persons;
}

static bool take_span(void *state, const struct listing_span *row, struct err *err)
{
    (void)err;
    const struct passive_map *map = state;
    const struct passive_place *p = passive_map_place(map, row->unit);
    if (p && p->listed)
        count(map, p, row->from, row->to, (int32_t)row->persons);
    return true;
}

/* Units without a cap have room, and nobody is counted. */
static bool read_room(const struct instance *in, struct passive_map *map, struct err *err)
{
    bool any = false;
    for (size_t i = 0; i < map->places; i++) {
        struct passive_place *p = &map->place[i];
        p->facts.room_from = map->first;
        if (p->facts.cap >= 0)
            p->listed = ARENA_NEW(map->arena, int32_t, WINDOW);
        any |= p->listed != NULL;
    }
    if (any && !listing_each_span_at_caps(in->db, map->first,
                                          (struct listing_span_reader){map, take_span}, err))
        return false;
    for (size_t i = 0; i < map->places; i++)
        if (map->place[i].listed)
            find_room(map, &map->place[i]);
    return true;
}

void passive_map_count(const struct passive_map *map, const struct listing_past *row,
                       struct day from, int32_t persons)
{
    struct passive_place *p = passive_map_place(map, listing_place(row));
    if (!p || !p->listed || (!day_is_none(row->to) && row->to.n < from.n))
        return;
    count(map, p, row->from.n > from.n ? row->from : from, row->to, persons);
    find_room(map, p);
}

void passive_map_listed(const struct passive_map *map, int64_t unit, struct day from)
{
    struct listing_past row = {.unit = unit, .from = from, .to = DAY_NONE};
    passive_map_count(map, &row, from, 1);
}

/* ---- which are new ---- */

static struct day sooner(struct day known, struct day from)
{
    return day_is_none(known) || from.n < known.n ? from : known;
}

/* An area that was given away later has been given. */
static void find_given(struct passive_map *map)
{
    for (size_t i = 0; i < map->places; i++)
        map->place[i].given = DAY_NONE;
    map->given = DAY_NONE;
    for (size_t i = 0; i < map->areas; i++) {
        struct passive_place *p = passive_map_place(map, map->area[i].unit);
        map->given = sooner(map->given, map->area[i].from);
        if (p)
            p->given = sooner(p->given, map->area[i].from);
    }
}

static bool has_begun(struct day given, struct day on)
{
    return !day_is_none(given) && given.n <= on.n;
}

/* Where no area is given yet, none tells the new units from the others. */
static bool is_new(const struct passive_map *map, const struct passive_place *p, struct day on)
{
    return map->is_choice_only && has_begun(map->given, on) && !has_begun(p->given, on);
}

bool passive_map_read(struct arena *a, const struct instance *in, struct passive_map *out,
                      struct err *err)
{
    struct reading units = {a, BAG_OPEN(a, struct passive_place)},
                   areas = {a, BAG_OPEN(a, struct passive_area)};
    if (!unit_each_of_county(in->db, in->region.county, (struct unit_reader){&units, take_unit},
                             err) ||
        !area_each(in->db, (struct area_reader){&areas, take_area}, err))
        return false;
    struct passive_map map = {.arena = a,
                              .first = {instance_today(in).n - YEAR},
                              .place = bag_array(a, &units.rows),
                              .places = units.rows.count,
                              .area = bag_array(a, &areas.rows),
                              .areas = areas.rows.count,
                              .is_choice_only =
                                  in->region.rules.passive.new_unit == NEW_UNIT_CHOICE_ONLY};
    find_given(&map);
    if (!read_room(in, &map, err))
        return false;
    *out = map;
    return true;
}

/* ---- whom it is about ---- */

/* The first row after those of the area that begin on the day or before it. */
static size_t after_area(const struct passive_map *map, struct str area, struct day on)
{
    size_t low = 0, high = map->areas;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const struct passive_area *row = &map->area[middle];
        int order = str_compare(row->area, area);
        if (order < 0 || (order == 0 && row->from.n <= on.n))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static const struct passive_area *find_area(const struct passive_map *map, struct str area,
                                            struct day on)
{
    size_t after = after_area(map, area, on);
    const struct passive_area *row = after > 0 ? &map->area[after - 1] : NULL;
    return row && str_eq(row->area, area) && span_covers(row->from, row->to, on) ? row : NULL;
}

const struct passive_area *passive_map_next(const struct passive_map *map, struct str area,
                                            struct day on)
{
    size_t next = after_area(map, area, on);
    const struct passive_area *row = next < map->areas ? &map->area[next] : NULL;
    return row && area.len > 0 && str_eq(row->area, area) ? row : NULL;
}

struct passive_place *passive_map_area(const struct passive_map *map, struct str area,
                                       struct day on)
{
    const struct passive_area *row = area.len > 0 ? find_area(map, area, on) : NULL;
    return row ? passive_map_place(map, row->unit) : NULL;
}

static const size_t *near_of(const struct passive_map *map, struct passive_place *p)
{
    if (p->near)
        return p->near;
    struct near_place *at = ARENA_NEW(map->arena, struct near_place, map->places);
    size_t *order = ARENA_NEW(map->arena, size_t, map->places);
    for (size_t i = 0; i < map->places; i++)
        at[i] = map->place[i].at;
    near_order(at, map->places, &p->at, order);
    p->near = order;
    return order;
}

size_t passive_map_units(const struct passive_map *map, const struct passive_about *about,
                         struct passive_unit *unit)
{
    struct passive_place *mother = passive_map_place(map, about->mother),
                         *area = passive_map_area(map, about->area, about->from),
                         *from = area ? area : mother;
    size_t count = 0;
    if (mother)
        unit[count++] = (struct passive_unit){PASSIVE_MOTHER, &mother->facts};
    if (area)
        unit[count++] = (struct passive_unit){PASSIVE_AREA, &area->facts};
    if (!from)
        return 0;
    const size_t *near = near_of(map, from);
    for (size_t i = 0; i < map->places; i++) {
        const struct passive_place *p = &map->place[near[i]];
        if (p != mother && p != area && !is_new(map, p, about->from))
            unit[count++] = (struct passive_unit){PASSIVE_NONE, &p->facts};
    }
    return count;
}
