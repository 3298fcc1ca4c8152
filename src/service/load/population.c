#include "service/load/population.h"

#include "domain/passive.h"
#include "domain/span.h"
#include "service/contact/contact_end.h"
#include "service/listing/listing_closing.h"
#include "service/listing/listing_write.h"
#include "service/listing/passive_write.h"
#include "service/message/message.h"
#include "store/listing_store.h"
#include "store/named_contact_store.h"
#include "store/population_store.h"
#include "store/unit_store.h"

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
    p->states = true;
    return passive_write(&act, map, person, &choice, err);
}

/* ---- who has moved within the region ---- */

struct moving {
    struct population *p;
    const struct passive_map *map;
    int64_t person;
    struct arena *one;
    struct passive_choice choice; /* where they live now */
    struct listing_person facts;
    const struct listing_past *now; /* of today; NULL: none that follows them */
    bool is_kept;                   /* they have chosen for a day to come */
    bool is_planned, is_forced; /* they have not, but something is to come; as their unit closes */
    bool goes;                  /* with an area, that may be the former one */
};

static void look(struct moving *m)
{
    struct day today = instance_today(m->p->in);
    for (size_t i = 0; i < m->facts.past_count; i++) {
        const struct listing_past *row = &m->facts.past[i];
        bool is_plan = row->from.n > today.n;
        if (span_covers(row->from, row->to, today) &&
            passive_moves(&m->p->in->region.rules, row->basis))
            m->now = row;
        m->is_kept |= is_plan && !passive_gives_way(row->basis);
        m->is_planned |= is_plan;
        m->is_forced |= is_plan && row->basis == BASIS_ADMINISTRATIVE;
        m->goes |= is_plan && row->basis == BASIS_AREA;
    }
}

static struct act act_of(const struct population *p)
{
    return (struct act){.arena = p->arena, /* the load is the act */
                        .in = p->in,
                        .work = p->work,
                        .notes = BAG_OPEN(p->arena, struct access_entry)};
}

/* What they have takes no room from themselves. */
static void count(const struct moving *m, int32_t persons)
{
    for (size_t i = 0; i < m->facts.past_count; i++)
        passive_map_count(m->map, &m->facts.past[i], instance_today(m->p->in), persons);
}

static bool move(struct moving *m, struct err *err)
{
    struct listing_decision *d = &m->choice.decision.listing;
    struct act act = act_of(m->p);
    d->withdraws = m->is_planned;
    m->p->moved++;
    m->p->states = true;
    return passive_write(&act, m->map, m->person, &m->choice, err);
}

/* Is all that is planned, but for closings, what the area's units are to be? */
static bool is_of_area(const struct moving *m)
{
    struct day today = instance_today(m->p->in);
    for (size_t i = 0; i < m->facts.past_count; i++) {
        const struct listing_past *row = &m->facts.past[i];
        const struct passive_place *place = passive_map_area(m->map, m->choice.area, row->from);
        if (row->from.n > today.n && row->basis == BASIS_AREA &&
            (!place || place->facts.unit != listing_place(row)))
            return false;
    }
    return m->goes;
}

/* ---- they stay where they are ---- */

static bool is_of_former(const struct moving *m, const struct listing_past *row)
{
    return row->from.n > instance_today(m->p->in).n && row->basis == BASIS_AREA;
}

/* What was planned for them with the former area holds no more, nor what a closing there was to do
 * with them. */
static bool leave_area(struct moving *m, struct act *act, struct err *err)
{
    struct contact_listed_anew l = {
        .person = m->person, .from = DAY_NONE, .change = act->work.position, .is_plan = true};
    bool any = false;
    if (!act_touch(act, m->person, err))
        return false;
    for (size_t i = 0; i < m->facts.past_count; i++) {
        const struct listing_past *row = &m->facts.past[i];
        struct message told = {
            .person = m->person, .kind = MESSAGE_LISTING_WITHDRAWN, .from = row->from};
        struct str id, name;
        if (!is_of_former(m, row))
            continue;
        if (!unit_called(act->work.db, m->one, listing_place(row), &id, &name, err) ||
            !hsaid_parse(id, &told.unit, err) ||
            !listing_withdraw_day(act->work.db, m->person, row->from, act->work.position, err) ||
            !message_add(act, &told, err))
            return false;
        if (day_is_none(l.from))
            l.from = row->from;
    }
    return day_is_none(l.from) || (listing_closings_anew(act, m->person, l.from, &any, err) &&
                                   contact_ends_anew(act, &l, err));
}

/* Until their unit closes; the closing may be taken back, and decides of nothing else. */
static bool stay_until(struct moving *m, struct err *err)
{
    struct listing_past *now = &m->choice.decision.listing.listing;
    struct act act = act_of(m->p);
    struct day today = instance_today(m->p->in);
    for (size_t i = 0; i < m->facts.past_count; i++)
        if (!is_of_former(m, &m->facts.past[i]))
            passive_map_count(m->map, &m->facts.past[i], today, 1);
    *now = *m->now;
    now->from = today;
    m->choice.is_beside_closing = true;
    m->p->states |= m->goes || passive_map_next(m->map, m->choice.area, today);
    return leave_area(m, &act, err) && passive_follow(&act, m->map, m->person, &m->choice, err);
}

/* At their unit, but not to follow the former area later; the new one, where it is to be another
 * unit's. As their unit closes they go on all the same. */
static bool stay(struct moving *m, struct err *err)
{
    struct listing_decision *d = &m->choice.decision.listing;
    struct act act = act_of(m->p);
    struct listing_writing w = {
        .person = m->person, .identifier = m->choice.identifier, .decision = d};
    struct str id, name;
    if (!passive_follows_area(&m->p->in->region.rules, m->now->basis) || is_of_area(m)) {
        count(m, 1);
        return true;
    }
    if (m->is_forced)
        return stay_until(m, err);
    *d = (struct listing_decision){
        .verdict = LISTING_DONE, .listing = *m->now, .withdraws = true, .places = PLACES_KEPT};
    d->listing.unit = listing_place(m->now);
    d->listing.from = instance_today(m->p->in);
    d->listing.to = DAY_NONE;
    m->p->states |= m->is_planned || passive_map_next(m->map, m->choice.area, d->listing.from);
    passive_map_listed(m->map, d->listing.unit, d->listing.from);
    return unit_called(act.work.db, m->one, d->listing.unit, &id, &name, err) &&
           hsaid_parse(id, &w.unit, err) && (!m->is_planned || listing_write(&act, &w, err)) &&
           passive_follow(&act, m->map, m->person, &m->choice, err);
}

/* Where the new area's unit cannot have the person, they stay where they are. */
static bool move_one(struct population *p, struct arena *one, struct passive_map *map,
                     int64_t person, struct err *err)
{
    struct day today = instance_today(p->in);
    struct listing_facts reading = {one, p->in, today};
    struct person_facts said;
    struct moving m = {.p = p, .map = map, .person = person, .one = one};
    struct listing_ask ask = {.by = BY_AREA, .from = today, .today = today};
    arena_reset(one);
    if (!listing_facts_person(&reading, person, &said, &m.facts, err))
        return false;
    m.choice.identifier = said.identifier;
    m.choice.area = said.area;
    m.choice.place = passive_map_area(map, said.area, today);
    look(&m);
    if (!m.choice.place || !m.now || m.is_kept)
        return true;
    count(&m, -1);
    listing_decide(&p->in->region.rules, &m.facts, &m.choice.place->facts, &ask,
                   &m.choice.decision.listing);
    bool moves = m.choice.decision.listing.verdict == LISTING_DONE &&
                 listing_place(m.now) != m.choice.place->facts.unit;
    return moves ? move(&m, err) : stay(&m, err);
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
                              (struct key_reader){&person, bag_take_key}, err) ||
        !population_each_moved(p->work.db, p->work.position, today,
                               (struct key_reader){&moved, bag_take_key}, err))
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
