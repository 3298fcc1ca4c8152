#include "service/unit/unit_follow.h"

#include "domain/passive.h"
#include "domain/span.h"
#include "service/listing/listing_closing.h"
#include "service/listing/listing_facts.h"
#include "service/listing/listing_write.h"
#include "service/listing/passive_write.h"
#include "service/message/message.h"
#include "store/listing_store.h"

struct moving {
    int64_t person;
    struct person_facts said;
    struct listing_person is, facts; /* as they are listed; without the closings to come */
};

static const struct listing_past *row_on(const struct listing_person *p, struct day on)
{
    for (size_t i = 0; i < p->past_count; i++)
        if (span_covers(p->past[i].from, p->past[i].to, on))
            return &p->past[i];
    return NULL;
}

static bool follows(const struct rules *rules, const struct listing_past *row, int64_t unit)
{
    return row && listing_place(row) != unit && passive_follows_area(rules, row->basis);
}

/* What they have takes no room from themselves. */
static void count(const struct unit_follow *follow, const struct listing_person *p, int32_t persons)
{
    for (size_t i = 0; i < p->past_count; i++)
        passive_map_count(&follow->map, &p->past[i], follow->from, persons);
}

/* There for good, as far as others are concerned, and where they are to be later. */
static void take_places(const struct unit_follow *follow, const struct moving *m)
{
    int64_t unit = follow->unit->facts.unit;
    passive_map_listed(&follow->map, unit, follow->from);
    for (size_t i = 0; i < m->facts.past_count; i++) {
        const struct listing_past *row = &m->facts.past[i];
        if (row->from.n > follow->from.n && listing_place(row) != unit)
            passive_map_count(&follow->map, row, follow->from, 1);
    }
}

/* Until the area is to be another unit's: who is to be there, for they were listed there without
 * that, comes back to it. */
static bool go_on(struct act *act, const struct unit_follow *follow, const struct moving *m,
                  const struct listing_decision *d, struct err *err)
{
    struct passive_choice first = {
        .decision.listing = *d, .identifier = m->said.identifier, .area = m->said.area};
    for (size_t i = 0; i < m->facts.past_count; i++)
        if (m->facts.past[i].from.n > follow->from.n)
            return true;
    return passive_follow(act, &follow->map, m->person, &first, err);
}

/* What began on that day with a unit that does not get the area holds no more: who is listed with
 * this one before it stays, but where only a closing lists them so. */
static bool move(struct act *act, struct unit_follow *follow, const struct moving *m,
                 const struct listing_decision *d, struct err *err)
{
    struct day from = follow->from, before = {from.n - 1};
    const struct listing_past *now = row_on(&m->is, from), *was = row_on(&m->facts, before);
    struct listing_writing w = {.person = m->person,
                                .identifier = m->said.identifier,
                                .unit = follow->unit->id,
                                .withdrawn = now && now->from.n == from.n,
                                .is_beside_closing =
                                    !was || listing_place(was) != follow->unit->facts.unit,
                                .decision = d};
    struct message told = {
        .person = m->person, .kind = MESSAGE_LISTED, .unit = w.unit, .from = from};
    follow->moved++;
    take_places(follow, m);
    act_note(act, m->person, follow->about);
    return (!w.withdrawn ||
            listing_withdraw_day(act->work.db, m->person, from, act->work.position, err)) &&
           listing_write(act, &w, err) && message_add(act, &told, err) &&
           go_on(act, follow, m, d, err);
}

static bool follow_one(struct act *act, struct unit_follow *follow,
                       const struct passive_place *place, int64_t person, struct err *err)
{
    const struct rules *rules = &act->in->region.rules;
    struct listing_facts reading = {act->arena, act->in, follow->from};
    struct listing_ask ask = {
        .by = BY_AREA, .from = follow->from, .today = instance_today(act->in)};
    struct moving m = {.person = person};
    struct listing_decision d;
    if (!listing_facts_person(&reading, person, &m.said, &m.is, err))
        return false;
    m.facts = m.is;
    if (!listing_without_closings(act, person, &m.facts, err))
        return false;
    if (!follows(rules, row_on(&m.facts, follow->from), place->facts.unit))
        return true;
    count(follow, &m.is, -1);
    listing_decide(rules, &m.facts, &place->facts, &ask, &d);
    if (d.verdict == LISTING_DONE)
        return move(act, follow, &m, &d, err);
    follow->stayed++;
    count(follow, &m.is, 1);
    return true;
}

/* Nobody is moved to a unit at which nobody is listed by area. */
bool unit_follow_area(struct act *act, struct unit_follow *follow, struct str area, struct err *err)
{
    struct bag person = BAG_OPEN(act->arena, int64_t);
    if (act->in->region.rules.passive.new_unit != NEW_UNIT_AREA)
        return true;
    if (!follow->is_read && !passive_map_read(act->arena, act->in, &follow->map, err))
        return false;
    follow->is_read = true;
    const struct passive_place *place = passive_map_place(&follow->map, follow->unit->facts.unit);
    if (place &&
        !person_each_of_area(act->work.db, area, (struct key_reader){&person, bag_take_key}, err))
        return false;
    for (size_t i = 0; i < person.count; i++)
        if (!follow_one(act, follow, place, *(int64_t *)bag_at(&person, i), err))
            return false;
    return true;
}
