#include "service/listing/listing_parts.h"

static bool refuse(struct act *act, const struct listing_asked *q, struct err *err)
{
    act_note(act, q->person, str_fmt(q->arena, "unit=%.*s", STR_FMT(hsaid_str(&q->unit.id))));
    return ACT_REFUSE(act, "listing.party", err);
}

/* Who is nothing to the person is told nothing of them, not even that they have died. A child that
 * asks for itself is told from when it may. */
bool listing_sign(struct act *act, struct listing_asked *q, struct err *err)
{
    enum party party = PARTY_NONE;
    const struct actor *actor = &q->request->actor;
    bool is_self = actor->role == ROLE_RESIDENT && actor->person == q->person;
    bool guards = false;
    if (!act_party(act, q->person, &q->unit.id, &party, err) ||
        !act_is_guardian(act, q->person, &guards, err))
        return act_abandon(act);
    if (guards) /* the rules say why they may not, where an identity is protected */
        party = PARTY_GUARDIAN;
    q->by = party;
    switch (party) {
    case PARTY_STAFF:
    case PARTY_UNIT_HEAD:
    case PARTY_ADMINISTRATOR:
        return true;
    case PARTY_GUARDIAN:
        q->guardian = actor->person;
        q->is_electronic = true;
        return true;
    case PARTY_PERSON:
    case PARTY_NONE:
    case PARTY_MUNICIPAL:
        break;
    }
    q->is_electronic = true;
    return is_self || refuse(act, q, err);
}

unsigned listing_signatures(const struct listing_asked *q)
{
    const struct rules *rules = &q->in->region.rules;
    const struct listing_person *p = &q->facts;
    if (q->guardian != 0)
        return listing_signed_by(p, q->guardian);
    if (q->is_electronic || listing_chooses(rules, p->birth, instance_today(q->in)))
        return SIGNED_PERSON;
    return (p->guardians > 0 ? SIGNED_GUARDIAN1 : 0) | (p->guardians > 1 ? SIGNED_GUARDIAN2 : 0);
}
