/* domain/party.h - what the one who acts is to the person, or to the unit, that
 * an act is about. It is made of a role and of facts (a nurse is staff of her
 * own unit and nobody at another), so a rule asks for this and not for a role. */
#ifndef DOMAIN_PARTY_H
#define DOMAIN_PARTY_H
#include "domain/vocab.h"

enum party {
    PARTY_NONE,         /* neither: another resident, staff of another unit */
    PARTY_PERSON,       /* the person, of an age to choose */
    PARTY_GUARDIAN,     /* of a person below it */
    PARTY_STAFF,        /* of the unit */
    PARTY_UNIT_HEAD,    /* of the unit */
    PARTY_MUNICIPAL,    /* staff of the municipality where the person lives */
    PARTY_ADMINISTRATOR /* of the region */
};
/* A set of parties: PARTIES(PARTY_STAFF) | PARTIES(PARTY_UNIT_HEAD). */
#define PARTIES(party) (1u << (party))

/* A guardian relation in which either has a protected identity is not used electronically: who sees
 * the one would learn of the other. */
static inline bool party_guards_electronically(enum protection child, enum protection guardian)
{
    return child == PROTECTION_NONE && guardian == PROTECTION_NONE;
}

static inline bool party_in(enum party party, unsigned parties)
{
    return (parties & PARTIES(party)) != 0;
}
#endif
