#include "service/act_about.h"

#include "domain/listing_choice.h"
#include "service/access/access_log.h"
#include "service/access/lookups.h"
#include "service/figures/persons.h"
#include "store/doctor_store.h"

bool act_admit(const struct instance *in, struct actor *actor, bool has_reason, struct str reason,
               struct err *err)
{
    if (!access_may_act(actor))
        return access_log_refuse(in, actor, STR(ACT_AS), "actor.role", err);
    if (!has_reason)
        return true;
    switch (access_state_reason(actor, reason)) {
    case PROTECTED_STATED:
        return true;
    case PROTECTED_NO_RIGHT:
        return access_log_refuse(in, actor, STR(ACT_AS), "actor.protected", err);
    case PROTECTED_NO_REASON:
        break;
    }
    return FAIL(err, ERR_INVALID, "actor.protected_reason", "%s", "");
}

/* Nobody is written so: that somebody looked is in the log, and the reason stays. */
static bool log_miss(const struct instance *in, const struct actor *actor, struct str what,
                     const struct err *why, struct err *err)
{
    struct access_entry e = {.actor = *actor, .act = what, .outcome = ACCESS_NO_HIT, .count = -1};
    if (why->kind != ERR_MISSING || access_log_write(in, &e, 1, err))
        *err = *why;
    return false;
}

bool act_find_self(const struct instance *in, const struct actor *actor, struct str written,
                   int64_t *out, struct err *err)
{
    struct err why = {0};
    return persons_key(in, written, out, &why) || log_miss(in, actor, STR(ACT_AS), &why, err);
}

bool act_find_person(struct instance *in, struct str what, const struct actor *actor,
                     struct str written, int64_t *out, struct err *err)
{
    struct err why = {0};
    if (!lookups_may(in, actor, what, written, err))
        return false;
    if (persons_key(in, written, out, &why))
        return lookups_opened(in, actor, *out, err);
    if (why.kind == ERR_MISSING && actor->person != 0) {
        *out = 0;
        return true;
    }
    return log_miss(in, actor, what, &why, err);
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

bool act_hide_staff(struct arena *a, struct instance *in, const struct actor *actor,
                    struct hsaid *staff, struct err *err)
{
    struct staff_row row;
    struct err why = {0};
    int64_t id = 0;
    if (!staff->text[0] || actor->opens_protected)
        return true;
    if (doctor_staff(in->db, a, staff, &id, &row, &why)) {
        if (!access_may_see_staff(actor, row.protected_staff))
            *staff = (struct hsaid){{0}};
        return true;
    }
    if (why.kind != ERR_MISSING)
        *err = why;
    return why.kind == ERR_MISSING;
}

bool act_open_staff(struct act *act, const struct hsaid *staff, struct err *err)
{
    struct hsaid shown = *staff;
    if (!act_hide_staff(act->arena, act->in, &act->options.actor, &shown, err))
        return act_abandon(act);
    if (hsaid_eq(staff, &shown))
        return true;
    return ACT_REFUSE(act, "staff.protected", err);
}

bool act_open_person(struct act *act, int64_t person, struct str about, struct person_facts *out,
                     struct err *err)
{
    const struct actor *actor = &act->options.actor;
    struct person_facts facts;
    if (!person_facts(act->in->db, act->arena, person, &facts, err))
        return act_abandon(act);
    act_note(act, person, about);
    if (!access_may_open(actor, person, facts.protection))
        return ACT_REFUSE(act, "act.protected_person", err);
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

static bool chooses(const struct act *act, const struct person_facts *facts)
{
    return listing_chooses(&act->in->region.rules, facts->birth_date, instance_today(act->in));
}

static bool guardian(struct act *act, const struct person_facts *child, enum party *out,
                     struct err *err)
{
    struct person_facts own;
    bool guards = false;
    if (!is_guardian(act, child, &guards, err))
        return false;
    if (!guards)
        return true;
    if (!person_facts(act->in->db, act->arena, act->options.actor.person, &own, err))
        return false;
    if (party_guards_electronically(child->protection, own.protection) && own.reason != DEREG_DIED)
        *out = PARTY_GUARDIAN;
    return true;
}

bool act_is_guardian(struct act *act, int64_t person, bool *out, struct err *err)
{
    const struct actor *actor = &act->options.actor;
    struct person_facts facts;
    *out = false;
    if (person == 0 || actor->role != ROLE_GUARDIAN || actor->on_behalf != person)
        return true;
    if (!person_facts(act->in->db, act->arena, person, &facts, err))
        return false;
    return chooses(act, &facts) || is_guardian(act, &facts, out, err);
}

/* Of a resident or a guardian, by the person's age. */
static bool family(struct act *act, int64_t person, enum party *out, struct err *err)
{
    const struct actor *actor = &act->options.actor;
    struct person_facts facts;
    if (person == 0)
        return true;
    if (!person_facts(act->in->db, act->arena, person, &facts, err))
        return false;
    if (actor->role == ROLE_RESIDENT) {
        bool is_self = actor->person == person && facts.reason != DEREG_DIED;
        *out = chooses(act, &facts) && is_self ? PARTY_PERSON : PARTY_NONE;
        return true;
    }
    return actor->on_behalf != person || chooses(act, &facts) || guardian(act, &facts, out, err);
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
    bool works_there = unit && actor->unit.len > 0 && str_eq(actor->unit, hsaid_str(unit));
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

/* ---- who may ---- */

bool act_own_is_young(struct act *act, int64_t person, bool *out, struct err *err)
{
    const struct actor *actor = &act->options.actor;
    struct person_facts facts;
    char day[DAY_TEXT];
    *out = false;
    if (actor->role != ROLE_RESIDENT || person == 0 || actor->person != person)
        return true;
    if (!person_facts(act->in->db, act->arena, person, &facts, err))
        return false;
    *out = facts.reason != DEREG_DIED && !chooses(act, &facts);
    if (*out) {
        struct day from = listing_own_choice(&act->in->region.rules, facts.birth_date);
        (void)FAIL(err, ERR_DENIED, "act.too_young", "%.*s", STR_FMT(day_format(from, day)));
    }
    return true;
}

bool act_allow(struct act *act, int64_t person, const struct act_right *right, enum party *by,
               struct person_facts *out, struct err *err)
{
    struct hsaid works;
    const struct hsaid *unit = right->unit;
    struct str own = act->options.actor.unit;
    bool in_own = right->in_own_unit && own.len > 0, is_young = false;
    if ((in_own && !hsaid_parse(own, &works, err)) ||
        !act_party(act, person, in_own ? &works : unit, by, err))
        return act_abandon(act);
    if (party_in(*by, right->parties))
        return act_open_person(act, person, right->about, out, err);
    act_note(act, person, right->about);
    if (!act_own_is_young(act, person, &is_young, err))
        return act_abandon(act);
    if (!is_young)
        return ACT_REFUSE(act, right->code, err);
    if (!(right->parties & PARTIES(PARTY_GUARDIAN)))
        err->code = "act.too_young_alone"; /* nobody's guardian may, either */
    return act_refuse(act, err);
}

bool act_allow_own(struct act *act, int64_t person, const char *code, struct str about,
                   struct person_facts *out, struct err *err)
{
    enum party by;
    struct act_right right = {
        .parties = PARTIES(PARTY_PERSON) | PARTIES(PARTY_GUARDIAN), .code = code, .about = about};
    return act->options.actor.person != 0 ? act_allow(act, person, &right, &by, out, err)
                                          : act_open_person(act, person, about, out, err);
}

bool act_may_show(struct act *act, int64_t person, enum party *by, bool *may, struct err *err)
{
    const struct actor *actor = &act->options.actor;
    bool works = actor->role == ROLE_STAFF || actor->role == ROLE_UNIT_HEAD;
    if (!act_party(act, person, NULL, by, err))
        return false;
    *may = *by != PARTY_NONE || (works && actor->unit.len > 0);
    return true;
}
