#include "service/load/population.h"

#include "domain/passive.h"
#include "domain/span.h"
#include "service/listing/passive_write.h"
#include "store/listing_store.h"
#include "store/named_contact_store.h"
#include "store/population_store.h"

/* ---- who comes back ---- */

BAG_TAKE(take_emigrated, struct population_row)

bool population_note(struct population *p, struct err *err)
{
    int64_t any = 0;
    if (!population_is_listed(p->work.db, &any, err))
        return false;
    p->lists = any != 0;
    return population_each_back(p->work.db,
                                (struct population_reader){&p->emigrated, take_emigrated}, err);
}

BAG_TAKE(take_standing, struct population_standing)

/* What reaches beyond the day ends on it, and what was planned for later is withdrawn; but what
 * this load itself says stands. */
static bool end_all(struct population *p, const struct population_row *who, struct day last,
                    struct err *err)
{
    struct bag rows = BAG_OPEN(p->arena, struct population_standing);
    struct work own;
    if (!work_follow(p->following, &own, err))
        return false;
    struct population_beyond beyond = {who->identifier, last, p->work.position, own.position};
    if (!population_each_standing(p->work.db, &beyond,
                                  (struct population_standing_reader){&rows, take_standing}, err))
        return false;
    for (size_t i = 0; i < rows.count; i++)
        if (!population_end(p->work.db, bag_at(&rows, i), &beyond, err))
            return false;
    return true;
}

bool population_come_back(struct population *p, struct err *err)
{
    for (size_t i = 0; i < p->emigrated.count; i++) {
        const struct population_row *row = bag_at(&p->emigrated, i);
        struct day last = passive_coming_back(row->emigrated_on, row->registered_from);
        if (!day_is_none(last) && !end_all(p, row, last, err))
            return false;
    }
    return true;
}

/* ---- who is listed ---- */

static bool take_key(void *state, int64_t person, struct err *err)
{
    (void)err;
    *(int64_t *)bag_add(state) = person;
    return true;
}

static bool list_one(struct population *p, struct arena *one, struct passive_map *map,
                     int64_t person, struct err *err)
{
    struct passive_choice choice;
    struct act act = {.arena = p->arena, /* the load is the act */
                      .in = p->in,
                      .notes = BAG_OPEN(p->arena, struct access_entry)};
    arena_reset(one);
    if (!passive_choose(one, p->in, map, person, &choice, err))
        return false;
    p->nowhere += choice.decision.verdict == PASSIVE_NOWHERE;
    if (choice.decision.verdict != PASSIVE_LISTED)
        return true;
    if (!work_follow(p->following, &act.work, err))
        return false;
    p->listed++;
    passive_map_listed(map, choice.place->facts.unit, choice.decision.listing.listing.from);
    return passive_write(&act, person, &choice, err);
}

/* ---- who has moved within the region ---- */

/* Is the person listed on a basis that follows them, and has nothing else planned? */
static bool moves(const struct population *p, const struct listing_person *facts, int64_t to)
{
    struct day today = instance_today(p->in);
    bool found = false;
    for (size_t i = 0; i < facts->past_count; i++) {
        const struct listing_past *row = &facts->past[i];
        if (row->from.n > today.n)
            return false;
        if (span_covers(row->from, row->to, today))
            found = listing_place(row) != to && passive_moves(&p->in->region.rules, row->basis);
    }
    return found;
}

/* Where the new area's unit cannot have the person, they stay where they are. */
static bool move_one(struct population *p, struct arena *one, struct passive_map *map,
                     int64_t person, struct err *err)
{
    struct day today = instance_today(p->in);
    struct listing_facts reading = {one, p->in, today};
    struct person_facts said;
    struct listing_person facts;
    struct passive_choice choice = {.place = NULL};
    struct act act = {.arena = p->arena, /* the load is the act */
                      .in = p->in,
                      .work = p->work,
                      .notes = BAG_OPEN(p->arena, struct access_entry)};
    struct listing_ask ask = {.by = BY_AREA, .from = today, .today = today};
    arena_reset(one);
    if (!listing_facts_person(&reading, person, &said, &facts, err))
        return false;
    choice.place = passive_map_area(map, said.area, today);
    if (!choice.place || !moves(p, &facts, choice.place->facts.unit))
        return true;
    choice.identifier = said.identifier;
    listing_decide(&p->in->region.rules, &facts, &choice.place->facts, &ask,
                   &choice.decision.listing);
    if (choice.decision.listing.verdict != LISTING_DONE)
        return true;
    p->moved++;
    passive_map_listed(map, choice.place->facts.unit, today);
    return passive_write(&act, person, &choice, err);
}

/* ---- all ---- */

bool population_list(struct population *p, struct err *err)
{
    enum { YEAR = 366 };
    struct bag person = BAG_OPEN(p->arena, int64_t), moved = BAG_OPEN(p->arena, int64_t);
    struct passive_map map;
    struct day today = instance_today(p->in);
    if (!p->lists)
        return true;
    if (!population_each_come(p->work.db, (struct day){today.n - YEAR}, today,
                              (struct key_reader){&person, take_key}, err) ||
        !population_each_moved(p->work.db, p->work.position, today,
                               (struct key_reader){&moved, take_key}, err))
        return false;
    if (person.count == 0 && moved.count == 0)
        return true;
    struct arena *one = arena_open(ARENA_BLOCK);
    bool done = passive_map_read(p->arena, p->in, &map, err);
    for (size_t i = 0; done && i < person.count; i++)
        done = list_one(p, one, &map, *(int64_t *)bag_at(&person, i), err);
    for (size_t i = 0; done && i < moved.count; i++)
        done = move_one(p, one, &map, *(int64_t *)bag_at(&moved, i), err);
    arena_close(one);
    return done;
}
