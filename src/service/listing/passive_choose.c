#include "service/listing/passive_choose.h"

#include "domain/span.h"
#include "store/listing_store.h"

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

/* Where the mother is listed on the day of birth, or when the child comes to be. */
static bool find_mother(const struct instance *in, struct person_id id, struct day on, int64_t *out,
                        struct err *err)
{
    int64_t mother = 0;
    struct looking l = {on, UNIT_NONE};
    if (id.packed != 0 && !identifier_person(in->db, id, &mother, err))
        return false;
    if (mother != 0 &&
        !listing_each_of(in->db, mother, (struct listing_reader){&l, take_unit}, err))
        return false;
    *out = l.unit;
    return true;
}

bool passive_choose(struct arena *a, const struct instance *in, const struct passive_map *map,
                    int64_t person, struct passive_choice *out, struct err *err)
{
    struct day today = instance_today(in);
    struct person_facts said;
    struct listing_person facts;
    struct passive_about about = {.mother = UNIT_NONE};
    struct passive_choice c = {.place = NULL};
    if (!person_facts(in->db, a, person, &said, err))
        return false;
    c.is_newborn = passive_is_newborn(said.birth_date, said.registered_from, today);
    about.from = passive_from(c.is_newborn ? said.birth_date : said.registered_from, today);
    about.area = said.area;
    struct listing_facts reading = {a, in, about.from};
    if (!listing_facts_person(&reading, person, &said, &facts, err) ||
        (c.is_newborn && !find_mother(in, said.mother, about.from, &about.mother, err)))
        return false;
    facts.from_here = (facts.from_here || said.county.len == 0) && /* as far as is known */
                      said.reason != DEREG_MOVED_COUNTY;
    struct passive_unit *unit = ARENA_NEW(a, struct passive_unit, passive_map_most(map));
    struct passive_ask ask = {.registered_from = about.from,
                              .today = today,
                              .is_newborn = c.is_newborn,
                              .unit = unit,
                              .units = passive_map_units(map, &about, unit)};
    passive_decide(&in->region.rules, &facts, &ask, &c.decision);
    if (c.decision.verdict == PASSIVE_LISTED) {
        c.place = passive_map_place(map, c.decision.listing.listing.unit);
        c.is_near = unit[c.decision.chosen].by == PASSIVE_NONE;
    }
    c.identifier = said.identifier;
    c.reason = said.reason;
    c.past = facts.past;
    c.past_count = facts.past_count;
    *out = c;
    return true;
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
