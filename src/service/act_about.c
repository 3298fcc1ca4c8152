#include "service/act_about.h"

#include "domain/listing_choice.h"
#include "service/access_log.h"
#include "service/persons.h"
#include "store/doctor_store.h"

bool act_find_person(struct instance *in, struct str what, const struct actor *actor,
                     struct str written, int64_t *out, struct err *err)
{
    struct err why = {0};
    if (persons_key(in, written, out, &why))
        return true;
    struct arena *a = arena_open(256);
    struct access_entry e = {.actor = *actor,
                             .act = what,
                             .about = access_log_about(a, actor, STR("")),
                             .outcome = ACCESS_NO_HIT,
                             .count = -1};
    if (why.kind != ERR_MISSING || access_log_write(in, &e, 1, err))
        *err = why;
    arena_close(a);
    return false;
}

bool act_find_unit(struct arena *a, struct instance *in, struct str written, struct act_unit *out,
                   struct err *err)
{
    struct act_unit unit;
    if (!hsaid_parse(written, &unit.id, err) || !unit_facts(in->db, a, &unit.id, &unit.facts, err))
        return false;
    *out = unit;
    return true;
}

bool act_check_actor(struct arena *a, struct instance *in, const struct actor *actor,
                     struct err *err)
{
    struct act_unit unit;
    return actor->unit.len == 0 || act_find_unit(a, in, actor->unit, &unit, err);
}

bool act_may_see(const struct actor *actor, enum protection protection)
{
    return protection == PROTECTION_NONE || actor->opens_protected;
}

bool act_may_see_staff(const struct actor *actor, enum answer is_protected)
{
    return is_protected != ANSWER_YES || actor->opens_protected;
}

bool act_hide_staff(struct arena *a, struct instance *in, const struct actor *actor,
                    struct hsaid *staff, struct err *err)
{
    struct staff_row row;
    struct err why = {0};
    int64_t id = 0;
    if (!staff->text[0] || actor->opens_protected)
        return true;
    if (doctor_staff(in->db, a, staff, &id, &row, &why)) {
        if (!act_may_see_staff(actor, row.protected_staff))
            *staff = (struct hsaid){{0}};
        return true;
    }
    if (why.kind != ERR_MISSING)
        *err = why;
    return why.kind == ERR_MISSING;
}

bool act_open_person(struct act *act, int64_t person, struct str about, struct person_facts *out,
                     struct err *err)
{
    const struct actor *actor = &act->options.actor;
    struct person_facts facts;
    if (!person_facts(act->in->db, act->arena, person, &facts, err)) {
        act_abandon(act);
        return false;
    }
    act_note(act, person, about);
    /* Who opens themselves is shown nothing that others may not see. */
    if (actor->person != person && !act_may_see(actor, facts.protection)) {
        act->outcome = ACCESS_DENIED;
        (void)FAIL(err, ERR_DENIED, "act.protected_person", "%s", "");
        return act_refuse(act, err);
    }
    *out = facts;
    return true;
}

/* ---- what the actor is ---- */

/* A guardian who is named in the person's row, under whichever of their identifiers. */
static bool is_guardian(struct act *act, const struct person_facts *of, bool *out, struct err *err)
{
    struct person_id id[] = {of->guardian1, of->guardian2};
    *out = false;
    for (size_t i = 0; i < sizeof id / sizeof *id; i++) {
        int64_t key = 0;
        if (id[i].packed != 0 && !identifier_person(act->in->db, id[i], &key, err))
            return false;
        *out = *out || (key != 0 && key == act->options.actor.person);
    }
    return true;
}

/* Of a resident or a guardian, by the person's age. */
static bool family(struct act *act, int64_t person, enum party *out, struct err *err)
{
    const struct actor *actor = &act->options.actor;
    struct person_facts facts;
    bool guards = false;
    if (person == 0)
        return true;
    if (!person_facts(act->in->db, act->arena, person, &facts, err))
        return false;
    struct day own = listing_own_choice(&act->in->region.rules, facts.birth_date);
    bool chooses = day_is_none(facts.birth_date) || own.n <= instance_today(act->in).n;
    if (actor->role == ROLE_RESIDENT) {
        *out = chooses && actor->person == person ? PARTY_PERSON : PARTY_NONE;
        return true;
    }
    if (actor->on_behalf != person || chooses)
        return true;
    if (!is_guardian(act, &facts, &guards, err))
        return false;
    *out = guards ? PARTY_GUARDIAN : PARTY_NONE;
    return true;
}

/* The municipality's staff, by the municipality in which their unit lies. */
static bool municipal(struct act *act, int64_t person, enum party *out, struct err *err)
{
    struct act_unit unit;
    struct person_facts facts;
    if (person == 0)
        return true;
    if (!act_find_unit(act->arena, act->in, act->options.actor.unit, &unit, err) ||
        !person_facts(act->in->db, act->arena, person, &facts, err))
        return false;
    if (facts.municipality.len > 0 && str_eq(facts.municipality, unit.facts.municipality))
        *out = PARTY_MUNICIPAL;
    return true;
}

bool act_party(struct act *act, int64_t person, const struct hsaid *unit, enum party *out,
               struct err *err)
{
    const struct actor *actor = &act->options.actor;
    bool works_there = unit && str_eq(actor->unit, hsaid_str(unit));
    *out = PARTY_NONE;
    switch (actor->role) {
    case ROLE_ADMINISTRATOR:
        *out = PARTY_ADMINISTRATOR;
        return true;
    case ROLE_STAFF:
        *out = works_there ? PARTY_STAFF : PARTY_NONE;
        return true;
    case ROLE_UNIT_HEAD:
        *out = works_there ? PARTY_UNIT_HEAD : PARTY_NONE;
        return true;
    case ROLE_RESIDENT:
    case ROLE_GUARDIAN:
        return family(act, person, out, err);
    case ROLE_MUNICIPAL:
        return municipal(act, person, out, err);
    case ROLE_OFFICER:
    case ROLE_ANALYST:
        break;
    }
    return true;
}
