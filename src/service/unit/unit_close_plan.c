#include "service/unit/unit_close_plan.h"

#include "core/sorted.h"
#include "service/access/lookups.h"
#include "service/figures/persons.h"
#include "service/listing/listing_facts.h"
#include "service/listing/passive_map.h"
#include "store/listing_store.h"

#include <stdlib.h>

struct reading {
    struct act *act;
    const struct unit_close *ask;
    int64_t unit;
    struct closing_person *person;
    struct closing_said *said;
    struct str *area;
    size_t persons;
    struct bag unit_to, name_to, listed; /* struct listing_unit, closing_to, closing_listed */
};

/* ---- who ---- */

BAG_TAKE(take_row, struct listing_now)

static bool read_persons(struct reading *r, struct err *err)
{
    struct arena *a = r->act->arena;
    struct bag rows = BAG_OPEN(a, struct listing_now);
    struct day first = {r->ask->last.n + 1}, today = instance_today(r->act->in);
    /* Of a unit that has closed: who has left it since is not moved. */
    struct day beyond = {today.n > r->ask->last.n ? today.n - 1 : r->ask->last.n};
    if (!listing_each_beyond(r->act->work.db, r->unit, beyond,
                             (struct listing_reader){&rows, take_row}, err))
        return false;
    r->persons = rows.count;
    r->person = ARENA_NEW(a, struct closing_person, rows.count);
    r->said = ARENA_NEW(a, struct closing_said, rows.count);
    r->area = ARENA_NEW(a, struct str, rows.count);
    for (size_t i = 0; i < rows.count; i++) {
        const struct listing_now *row = bag_at(&rows, i);
        struct closing_person *p = &r->person[i];
        struct person_facts said;
        *p = (struct closing_person){.person = row->person,
                                     .to = UNIT_NONE,
                                     .from = row->from.n > first.n ? row->from : first};
        struct listing_facts reading = {a, r->act->in, p->from};
        if (!listing_facts_person(&reading, p->person, &said, &p->facts, err))
            return false;
        r->said[i] = (struct closing_said){said.identifier, said.protection};
        r->area[i] = said.area;
    }
    return true;
}

/* ---- where ---- */

static bool take_step(void *state, const struct listing_step *step, struct err *err)
{
    (void)err;
    *(struct room_step *)bag_add(state) = (struct room_step){step->on, step->more};
    return true;
}

/* The unit is one of those that the plan names, once. */
static bool add_unit(struct reading *r, const struct hsaid *id, const struct unit_facts *facts,
                     struct err *err)
{
    struct listing_room room = {.unit = facts->unit, .on = {r->ask->last.n + 1}};
    struct bag steps = BAG_OPEN(r->act->arena, struct room_step);
    for (size_t i = 0; i < r->unit_to.count; i++)
        if (((struct listing_unit *)bag_at(&r->unit_to, i))->unit == facts->unit)
            return true;
    if (!listing_each_step(r->act->work.db, &room, (struct listing_step_reader){&steps, take_step},
                           err))
        return false;
    *(struct listing_unit *)bag_add(&r->unit_to) =
        (struct listing_unit){.unit = facts->unit,
                              .opens = facts->opens_on,
                              .closes = facts->closes_on,
                              .cap = facts->cap,
                              .is_branch = facts->parent.len > 0,
                              .room_from = DAY_NONE};
    *(struct closing_to *)bag_add(&r->name_to) = (struct closing_to){*id, facts->name};
    *(struct closing_listed *)bag_add(&r->listed) =
        (struct closing_listed){0, bag_array(r->act->arena, &steps), steps.count};
    return true;
}

static bool all_to(struct reading *r, struct err *err)
{
    struct act_unit to;
    if (!act_find_unit(r->act->arena, r->act->in, r->ask->to, &to, err))
        return false;
    if (to.facts.unit == r->unit)
        return FAIL(err, ERR_INVALID, "unit.itself", "%s", "");
    if (to.facts.parent.len > 0)
        return FAIL(err, ERR_INVALID, "unit.branch", "%.*s", STR_FMT(to.facts.parent));
    if (!add_unit(r, &to.id, &to.facts, err))
        return false;
    for (size_t i = 0; i < r->persons; i++)
        r->person[i].to = to.facts.unit;
    return true;
}

static bool wrong_row(const struct unit_plan *row, const char *code, struct err *err)
{
    return FAIL(err, ERR_INVALID, code, "%llu", (unsigned long long)row->line);
}

/* Rows of one person stand together, by key. Without the right nobody is told whether somebody
 * with a protected identity is listed there: they are answered as who is not. */
static bool give(struct reading *r, const struct unit_plan *row, int64_t person, int64_t unit,
                 struct err *err)
{
    struct sorted all = SORTED(r->person, r->persons, struct closing_person, person);
    size_t low = sorted_first(&all, person);
    if (low == r->persons || !access_may_see(&r->ask->actor, r->said[low].protection)) {
        act_note(r->act, person, STR("plan"));
        return wrong_row(row, "unit.plan_person", err);
    }
    if (r->person[low].to != UNIT_NONE)
        return wrong_row(row, "unit.plan_twice", err);
    for (; low < r->persons && r->person[low].person == person; low++)
        r->person[low].to = unit;
    return true;
}

/* The unit is read first: that it is wrong says nothing of whether there is such a person. */
static bool read_row(const struct reading *r, const struct unit_plan *row, int64_t *person,
                     struct act_unit *to, struct err *err)
{
    struct err why = {0};
    bool has_unit = act_find_unit(r->act->arena, r->act->in, row->unit, to, &why);
    if (has_unit && persons_key(r->act->in, row->person, person, &why))
        return true;
    if (why.kind == ERR_INVALID || why.kind == ERR_MISSING)
        return wrong_row(row, has_unit ? "unit.plan_row" : "unit.plan_unit", err);
    *err = why;
    return false;
}

static bool by_plan(struct reading *r, struct err *err)
{
    for (size_t i = 0; i < r->ask->plans; i++) {
        const struct unit_plan *row = &r->ask->plan[i];
        struct act_unit to;
        int64_t person = 0;
        if (!read_row(r, row, &person, &to, err) || !add_unit(r, &to.id, &to.facts, err) ||
            !give(r, row, person, to.facts.unit, err))
            return false;
    }
    return true;
}

/* The area's unit, or the nearest one, that is open and has room, or of whose cap the person is
 * exempt; not for where a protected guardian is listed, where nobody is to learn it. */
static const struct passive_place *place_of(struct reading *r, struct passive_map *map,
                                            struct passive_unit *unit, size_t i)
{
    struct day from = r->person[i].from;
    struct passive_about about = {.area = r->area[i], .from = from, .mother = UNIT_NONE};
    if (!passive_map_area(map, about.area, from))
        about.mother = r->unit; /* no area: those that are near the unit */
    unsigned shown = r->ask->actor.opens_protected ? SIGNED_GUARDIAN1 | SIGNED_GUARDIAN2 : 0;
    size_t count = passive_map_units(map, &about, unit);
    for (size_t k = 0; k < count; k++) {
        const struct listing_unit *u = unit[k].unit;
        bool is_open = day_is_none(u->closes) && (day_is_none(u->opens) || u->opens.n <= from.n);
        bool has_room = u->cap < 0 || (!day_is_none(u->room_from) && u->room_from.n <= from.n);
        bool is_exempt = listing_is_exempt(&r->act->in->region.rules, &r->person[i].facts, u->unit,
                                           BY_FORCE, shown, from);
        if (u->unit != r->unit && is_open && (has_room || is_exempt))
            return passive_map_place(map, u->unit);
    }
    return NULL;
}

static bool by_area(struct reading *r, struct err *err)
{
    struct passive_map map;
    if (!passive_map_read(r->act->arena, r->act->in, &map, err))
        return false;
    struct passive_unit *unit =
        ARENA_NEW(r->act->arena, struct passive_unit, passive_map_most(&map));
    for (size_t i = 0; i < r->persons; i++) {
        const struct passive_place *p = place_of(r, &map, unit, i);
        if (!p)
            continue;
        struct unit_facts facts = {.unit = p->facts.unit,
                                   .name = p->name,
                                   .opens_on = p->facts.opens,
                                   .closes_on = p->facts.closes,
                                   .cap = p->facts.cap};
        if (!add_unit(r, &p->id, &facts, err))
            return false;
        r->person[i].to = p->facts.unit;
        passive_map_listed(&map, p->facts.unit, r->person[i].from);
    }
    return true;
}

/* The first that waits, and the first who is there: a plan is one look-up. */
bool unit_close_lookups(const struct instance *in, const struct unit_close *ask, struct err *err)
{
    int64_t person = 0;
    size_t i = 0;
    if (ask->actor.role != ROLE_ADMINISTRATOR)
        return true; /* is refused, whatever the plan says */
    while (i < ask->plans && !access_lookup_waits(&ask->actor, ask->plan[i].person))
        i++;
    if (i < ask->plans && !lookups_may(in, &ask->actor, STR("unit"), ask->plan[i].person, err))
        return false;
    for (i = 0; i < ask->plans && person == 0; i++) {
        struct err why = {0};
        if (!persons_key(in, ask->plan[i].person, &person, &why) && why.kind != ERR_INVALID &&
            why.kind != ERR_MISSING) {
            *err = why;
            return false;
        }
    }
    return person == 0 || lookups_opened(in, &ask->actor, person, err);
}

bool unit_close_read(struct act *act, const struct unit_close *ask, int64_t unit,
                     struct closing_read *out, struct err *err)
{
    struct arena *a = act->arena;
    struct reading r = {.act = act,
                        .ask = ask,
                        .unit = unit,
                        .unit_to = BAG_OPEN(a, struct listing_unit),
                        .name_to = BAG_OPEN(a, struct closing_to),
                        .listed = BAG_OPEN(a, struct closing_listed)};
    if (!read_persons(&r, err) || !(ask->by == CLOSE_TO        ? all_to(&r, err)
                                    : ask->by == CLOSE_BY_PLAN ? by_plan(&r, err)
                                                               : by_area(&r, err)))
        return false;
    *out = (struct closing_read){.plan = {.unit = unit,
                                          .last = ask->last,
                                          .today = instance_today(act->in),
                                          .hides_protected = !ask->actor.opens_protected,
                                          .person = r.person,
                                          .persons = r.persons,
                                          .to = bag_array(a, &r.unit_to),
                                          .listed = bag_array(a, &r.listed),
                                          .tos = r.unit_to.count},
                                 .said = r.said,
                                 .to = bag_array(a, &r.name_to)};
    return true;
}
