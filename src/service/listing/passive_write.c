#include "service/listing/passive_write.h"

#include "engine/bag.h"
#include "service/listing/listing_named.h"
#include "service/listing/listing_write.h"
#include "service/message/message.h"
#include "store/listing_store.h"

/* Where that doctor has no room, or may not have a child, it is listed without one. */
static bool name_doctor(struct act *act, int64_t person, const struct passive_choice *choice,
                        struct err *err)
{
    struct listing_named n = {.person = person,
                              .unit = choice->place->id,
                              .unit_id = choice->place->facts.unit,
                              .doctor = choice->doctor,
                              .from = choice->decision.listing.listing.from};
    if (!choice->doctor.text[0])
        return true;
    return listing_named_decide(act->arena, act->in, &n, err) &&
           (!listing_named_may(&n) || listing_named_write(act, &n, err));
}

static bool write_one(struct act *act, int64_t person, const struct passive_choice *choice,
                      struct err *err)
{
    struct listing_writing w = {.person = person,
                                .identifier = choice->identifier,
                                .unit = choice->place->id,
                                .withdrawn = choice->is_beside_closing,
                                .is_beside_closing = choice->is_beside_closing,
                                .decision = &choice->decision.listing};
    struct day from = w.decision->listing.from;
    struct message told = {.person = person, .kind = MESSAGE_LISTED, .unit = w.unit, .from = from};
    return (!w.withdrawn ||
            listing_withdraw_day(act->work.db, person, from, act->work.position, err)) &&
           listing_write(act, &w, err) && message_add(act, &told, err) &&
           name_doctor(act, person, choice, err);
}

/* ---- who follows the area later ---- */

struct following {
    struct act *act;
    const struct passive_map *map;
    int64_t person;
    struct passive_choice choice; /* the next one */
    struct arena *arena;
    struct bag listed; /* struct listing_past: what is stated now, and not in effect yet */
};

/* What was in effect before gives way to what is stated now. */
static void add_listed(const struct following *f, struct listing_person *p)
{
    const struct listing_past *first = bag_at(&f->listed, 0);
    struct listing_past *past =
        ARENA_NEW(f->arena, struct listing_past, p->past_count + f->listed.count);
    size_t count = 0;
    for (size_t i = 0; i < p->past_count; i++) {
        struct listing_past row = p->past[i];
        if (row.from.n >= first->from.n)
            continue;
        if (day_is_none(row.to) || row.to.n >= first->from.n)
            row.to = (struct day){first->from.n - 1};
        past[count++] = row;
    }
    for (size_t i = 0; i < f->listed.count; i++)
        past[count++] = *(const struct listing_past *)bag_at(&f->listed, i);
    p->past = past;
    p->past_count = count;
}

/* Who finds no room stays. */
static bool follow_to(struct following *f, const struct passive_place *place, struct day from,
                      struct err *err)
{
    struct act *act = f->act;
    struct passive_choice *c = &f->choice;
    struct listing_past *last = bag_at(&f->listed, f->listed.count - 1);
    struct listing_facts reading = {f->arena, act->in, from};
    struct listing_ask ask = {.by = BY_AREA, .from = from, .today = instance_today(act->in)};
    struct person_facts said;
    struct listing_person facts;
    if (!listing_facts_person(&reading, f->person, &said, &facts, err))
        return false;
    add_listed(f, &facts);
    listing_decide(&act->in->region.rules, &facts, &place->facts, &ask, &c->decision.listing);
    if (c->decision.listing.verdict != LISTING_DONE)
        return true;
    c->place = place;
    passive_map_count(f->map, last, from, -1);
    passive_map_listed(f->map, place->facts.unit, from);
    last->to = (struct day){from.n - 1};
    *(struct listing_past *)bag_add(&f->listed) = c->decision.listing.listing;
    return write_one(act, f->person, c, err);
}

bool passive_follow(struct act *act, const struct passive_map *map, int64_t person,
                    const struct passive_choice *first, struct err *err)
{
    const struct listing_past *listed = &first->decision.listing.listing;
    const struct passive_area *row = passive_map_next(map, first->area, listed->from);
    if (!row || !passive_follows_area(&act->in->region.rules, listed->basis))
        return true;
    struct arena *one = arena_open(ARENA_BLOCK);
    struct following f = {.act = act,
                          .map = map,
                          .person = person,
                          .choice = {.identifier = first->identifier,
                                     .area = first->area,
                                     .is_beside_closing = first->is_beside_closing},
                          .arena = one,
                          .listed = BAG_OPEN(one, struct listing_past)};
    *(struct listing_past *)bag_add(&f.listed) = *listed;
    bool done = true;
    for (; done && row; row = passive_map_next(map, first->area, row->from)) {
        const struct passive_place *place = passive_map_place(map, row->unit);
        const struct listing_past *last = bag_at(&f.listed, f.listed.count - 1);
        if (place && listing_place(last) != place->facts.unit)
            done = follow_to(&f, place, row->from, err);
    }
    arena_close(one);
    return done;
}

bool passive_write(struct act *act, const struct passive_map *map, int64_t person,
                   const struct passive_choice *choice, struct err *err)
{
    passive_map_listed(map, choice->place->facts.unit, choice->decision.listing.listing.from);
    return write_one(act, person, choice, err) && passive_follow(act, map, person, choice, err);
}
