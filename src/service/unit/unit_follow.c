#include "service/unit/unit_follow.h"

#include "domain/passive.h"
#include "domain/span.h"
#include "service/listing/listing_facts.h"
#include "service/listing/listing_write.h"
#include "service/message/message.h"
#include "store/listing_store.h"

/* The listing by area with another unit on the day; NULL: there is none. */
static const struct listing_past *follows(const struct rules *rules, const struct listing_person *p,
                                          int64_t unit, struct day on)
{
    for (size_t i = 0; i < p->past_count; i++) {
        const struct listing_past *row = &p->past[i];
        if (span_covers(row->from, row->to, on))
            return listing_place(row) != unit && passive_follows_area(rules, row->basis) ? row
                                                                                         : NULL;
    }
    return NULL;
}

static bool move(struct act *act, struct unit_follow *follow, int64_t person,
                 const struct listing_writing *w, struct err *err)
{
    struct message told = {.person = person,
                           .kind = MESSAGE_LISTED,
                           .unit = follow->unit->id,
                           .from = w->decision->listing.from};
    follow->moved++;
    act_note(act, person, follow->about);
    return listing_write(act, w, err) && message_add(act, &told, err);
}

static bool follow_one(struct act *act, struct unit_follow *follow, int64_t person, struct err *err)
{
    const struct rules *rules = &act->in->region.rules;
    struct listing_facts reading = {act->arena, act->in, follow->from};
    struct listing_ask ask = {
        .by = BY_AREA, .from = follow->from, .today = instance_today(act->in)};
    struct person_facts said;
    struct listing_person facts;
    struct unit_facts there = follow->unit->facts;
    struct listing_unit unit;
    struct listing_decision d;
    if (!listing_facts_person(&reading, person, &said, &facts, err))
        return false;
    const struct listing_past *row = follows(rules, &facts, there.unit, follow->from);
    if (!row)
        return true;
    if (there.cap >= 0) /* who was moved before is not in effect yet, and has a place */
        there.cap = there.cap > follow->moved ? there.cap - follow->moved : 0;
    if (!listing_facts_unit(&reading, &there, person, &unit, err))
        return false;
    listing_decide(rules, &facts, &unit, &ask, &d);
    follow->stayed += d.verdict != LISTING_DONE;
    /* What began on that day with a unit that does not get the area holds no more: who is listed
     * with this one before it stays. */
    struct listing_writing w = {.person = person,
                                .identifier = said.identifier,
                                .unit = follow->unit->id,
                                .withdrawn = row->from.n == follow->from.n,
                                .decision = &d};
    return d.verdict != LISTING_DONE ||
           ((!w.withdrawn ||
             listing_withdraw_day(act->work.db, person, follow->from, act->work.position, err)) &&
            move(act, follow, person, &w, err));
}

bool unit_follow_area(struct act *act, struct unit_follow *follow, struct str area, struct err *err)
{
    struct bag person = BAG_OPEN(act->arena, int64_t);
    if (act->in->region.rules.passive.new_unit != NEW_UNIT_AREA)
        return true;
    if (!person_each_of_area(act->work.db, area, (struct key_reader){&person, bag_take_key}, err))
        return false;
    for (size_t i = 0; i < person.count; i++)
        if (!follow_one(act, follow, *(int64_t *)bag_at(&person, i), err))
            return false;
    return true;
}
