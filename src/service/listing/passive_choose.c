#include "service/listing/passive_choose.h"

#include "domain/span.h"
#include "store/listing_store.h"
#include "store/named_contact_store.h"

struct looking {
    struct day on;
    int64_t unit;
};

static bool take_unit(void *state, const struct listing_now *row, struct err *err)
{
    (void)err;
    struct looking *l = state;
    if (span_covers(row->from, row->to, l->on))
        l->unit = row->unit;
    return true;
}

static bool asks_mother(const struct instance *in)
{
    const enum passive_listing *by = in->region.rules.passive.newborn;
    return by[0] == PASSIVE_MOTHER || by[1] == PASSIVE_MOTHER;
}

/* Where the mother is listed on the day of birth, or when the child comes to be. */
static bool find_mother(struct listing_facts *f, const struct passive_map *map, int64_t mother,
                        struct passive_choice *c, int64_t *out, struct err *err)
{
    struct person_facts said;
    struct looking l = {f->on, UNIT_NONE};
    if (mother == 0 || !asks_mother(f->in))
        return true;
    if (!person_facts(f->in->db, f->arena, mother, &said, err))
        return false;
    if (said.protection != PROTECTION_NONE)
        c->mother = mother;
    if (c->mother != 0 && map->hides_protected)
        return true;
    if (!listing_each_of(f->in->db, mother, (struct listing_reader){&l, take_unit}, err))
        return false;
    *out = l.unit;
    return true;
}

/* Does it come to her unit, whichever that is? */
static bool is_mothers_turn(const struct instance *in, const struct passive_decision *d,
                            const struct passive_unit *unit)
{
    enum passive_listing first = in->region.rules.passive.newborn[0];
    bool is_first =
        d->verdict == PASSIVE_LISTED && first != PASSIVE_MOTHER && unit[d->chosen].by == first;
    return !is_first && (d->verdict == PASSIVE_LISTED || d->verdict == PASSIVE_NOWHERE);
}

struct looking_for_doctor {
    struct day on;
    const struct hsaid *unit;
    struct hsaid staff;
};

static bool take_doctor(void *state, const struct contact_now *row, struct err *err)
{
    (void)err;
    struct looking_for_doctor *l = state;
    if (row->from.n <= l->on.n && hsaid_eq(&row->unit, l->unit))
        l->staff = row->staff;
    return true;
}

/* Where listings are on doctors, a newborn at the mother's unit is with her doctor there. */
static bool find_doctor(const struct instance *in, int64_t mother, struct passive_choice *c,
                        struct err *err)
{
    struct day from = c->decision.listing.listing.from;
    if (in->region.rules.listing_on != LISTING_ON_DOCTOR || mother == 0)
        return true;
    struct looking_for_doctor l = {from, &c->place->id, {{0}}};
    if (!named_contact_doctors_from(in->db, mother, from,
                                    (struct contact_now_reader){&l, take_doctor}, err))
        return false;
    c->doctor = l.staff;
    return true;
}

/* Without the listings in other counties from the day on. */
static void cut_elsewhere(struct arena *a, struct day from, struct listing_person *p)
{
    struct listing_past *past = ARENA_NEW(a, struct listing_past, p->past_count);
    size_t count = 0;
    for (size_t i = 0; i < p->past_count; i++) {
        struct listing_past row = p->past[i];
        if (row.unit == UNIT_ELSEWHERE && row.from.n >= from.n)
            continue;
        if (row.unit == UNIT_ELSEWHERE && (day_is_none(row.to) || row.to.n >= from.n))
            row.to = (struct day){from.n - 1};
        past[count++] = row;
    }
    p->past = past;
    p->past_count = count;
}

static bool choose_one(struct arena *a, const struct instance *in, const struct passive_map *map,
                       const struct passive_back *back, struct passive_choice *out, struct err *err)
{
    int64_t person = back->person;
    struct day today = instance_today(in);
    struct person_facts said;
    struct listing_person facts;
    struct passive_about about = {.mother = UNIT_NONE};
    struct passive_choice c = {.place = NULL};
    int64_t mother = 0;
    if (!person_facts(in->db, a, person, &said, err))
        return false;
    c.is_newborn = passive_is_newborn(said.birth_date, said.registered_from, today);
    if (c.is_newborn && said.mother.packed != 0 &&
        !identifier_person(in->db, said.mother, &mother, err))
        return false;
    about.from = passive_from(c.is_newborn ? said.birth_date : said.registered_from, today);
    if (!day_is_none(back->from))
        about.from = back->from;
    about.area = said.area;
    struct listing_facts reading = {a, in, about.from};
    if (!listing_facts_person(&reading, person, &said, &facts, err) ||
        !find_mother(&reading, map, mother, &c, &about.mother, err))
        return false;
    if (!day_is_none(back->from))
        cut_elsewhere(a, back->from, &facts);
    facts.from_here = (facts.from_here || said.county.len == 0) && /* as far as is known */
                      said.reason != DEREG_MOVED_COUNTY;
    struct passive_unit *unit = ARENA_NEW(a, struct passive_unit, passive_map_most(map));
    struct passive_ask ask = {.registered_from = about.from,
                              .today = today,
                              .is_newborn = c.is_newborn,
                              .hides_protected = map->hides_protected,
                              .unit = unit,
                              .units = passive_map_units(map, &about, unit)};
    passive_decide(&in->region.rules, &facts, &ask, &c.decision);
    if (c.decision.verdict == PASSIVE_LISTED) {
        c.place = passive_map_place(map, c.decision.listing.listing.unit);
        c.is_near = unit[c.decision.chosen].by == PASSIVE_NONE;
        bool is_hidden = c.mother != 0 && map->hides_protected;
        if (!find_doctor(in, is_hidden ? 0 : mother, &c, err))
            return false;
    }
    if (!is_mothers_turn(in, &c.decision, unit))
        c.mother = 0;
    c.identifier = said.identifier;
    c.area = said.area;
    c.reason = said.reason;
    c.past = facts.past;
    c.past_count = facts.past_count;
    *out = c;
    return true;
}

bool passive_choose(struct arena *a, const struct instance *in, const struct passive_map *map,
                    int64_t person, struct passive_choice *out, struct err *err)
{
    return choose_one(a, in, map, &(struct passive_back){person, DAY_NONE}, out, err);
}

bool passive_choose_back(struct arena *a, const struct instance *in, const struct passive_map *map,
                         const struct passive_back *back, struct passive_choice *out,
                         struct err *err)
{
    return choose_one(a, in, map, back, out, err);
}

const char *passive_code(const struct passive_choice *choice)
{
    switch (choice->decision.verdict) {
    case PASSIVE_DEAD:
        return choice->reason == DEREG_DIED ? "listing.dead" : "listing.emigrated";
    case PASSIVE_NOT_HERE:
        return "passive.not_here";
    case PASSIVE_NOT_SO:
        return "passive.not_so";
    case PASSIVE_NOWHERE:
        return "passive.nowhere";
    case PASSIVE_LISTED:
    case PASSIVE_STANDS:
        break;
    }
    return NULL;
}
