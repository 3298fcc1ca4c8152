/* service/act_about.h - whom and what an act is about, as it is written by who asks:
 * persons, units; and what the actor is to them. Every act that is about a person
 * opens them here, so that none forgets a protected identity or the access log.
 *
 *     struct act_right right = {.parties = PARTIES(PARTY_PERSON) | PARTIES(PARTY_ADMINISTRATOR),
 *                               .code = "message.party"};
 *     if (!act_begin(a, in, &options, &act, err) ||
 *         !act_allow(&act, person, &right, &party, &stated, err))
 *         return false;
 *
 * Errors: those of service/figures/persons.h, service/access/lookups.h and hsaid_parse();
 * ERR_MISSING "unit.unknown"; ERR_DENIED "act.protected_person" (whose identity is protected is
 * opened by who has the right and says so), "act.too_young" (who acts for themselves below the age
 * of own choice; "act.too_young_alone" where a guardian may not do it either; its detail the day
 * from which they may).
 */
#ifndef SERVICE_ACT_ABOUT_H
#define SERVICE_ACT_ABOUT_H
#include "domain/party.h"
#include "service/act.h"
#include "store/person_store.h"
#include "store/unit_store.h"

struct act_unit {
    struct hsaid id;
    struct unit_facts facts; /* as they were when it was found */
};
/* Who acts, before it is known what they do: a role or a purpose that may not (access_may_act()),
 * and a reason for opening protected persons whose role has not the right, are refused, and in the
 * log as ACT_AS. ERR_DENIED "actor.role", "actor.protected"; ERR_INVALID "actor.protected_reason".
 * The reason is empty where none is given. */
#define ACT_AS "act as"
MUST_USE bool act_admit(const struct instance *in, struct actor *actor, bool has_reason,
                        struct str reason, struct err *err);
/* The resident or guardian who acts, as written; somebody whom there is not is in the log. */
MUST_USE bool act_find_self(const struct instance *in, const struct actor *actor,
                            struct str written, int64_t *out, struct err *err);

/* The person who is written so. Who looks for somebody that there is not is in the log, as `what`.
 * A resident or a guardian is not told that there is nobody: *out is 0, of whom act_allow() refuses
 * them as it does of anybody else's. */
MUST_USE bool act_find_person(struct instance *in, struct str what, const struct actor *actor,
                              struct str written, int64_t *out, struct err *err);
MUST_USE bool act_find_unit(struct arena *a, struct instance *in, struct str written,
                            struct act_unit *out, struct err *err);
/* The unit in which the actor works is there, if one is said. */
MUST_USE bool act_check_actor(struct arena *a, struct instance *in, const struct actor *actor,
                              struct err *err);

/* Opens a person in an act: notes what it is about, and reads what is stated. Where it is refused
 * the act is over, and logged as denied. */
MUST_USE bool act_open_person(struct act *act, int64_t person, struct str about,
                              struct person_facts *out, struct err *err);
/* Who may, and how others are refused. */
struct act_right {
    unsigned parties;
    const char *code;         /* ERR_DENIED */
    struct str about;         /* of the log */
    const struct hsaid *unit; /* what the actor is to it; NULL: to none */
    bool in_own_unit;         /* or to the one in which they work, whichever that is */
};
/* First asks what the actor is, then opens the person: who may not is refused in one way, whether
 * or not the identity is protected, or there is anybody. The act is over then, and logged as
 * denied. */
MUST_USE bool act_allow(struct act *act, int64_t person, const struct act_right *right,
                        enum party *by, struct person_facts *out, struct err *err);
/* The same where the rules decide later what is allowed to others in their unit: a resident or a
 * guardian must be the person, or the child's. */
MUST_USE bool act_allow_own(struct act *act, int64_t person, const char *code, struct str about,
                            struct person_facts *out, struct err *err);
/* Whoever works with persons in a unit, the region, and those whom the person is theirs: they may
 * be shown what is known. */
MUST_USE bool act_may_show(struct act *act, int64_t person, enum party *by, bool *may,
                           struct err *err);
/* Of what is to be shown: the HSA-id is made empty where they may not. One of whom nothing is said
 * is nobody's secret. */
MUST_USE bool act_hide_staff(struct arena *a, struct instance *in, const struct actor *actor,
                             struct hsaid *staff, struct err *err);
/* Who has an act of a member of staff must see them: else it is refused with ERR_DENIED
 * "staff.protected", and logged. An empty HSA-id is nobody. */
MUST_USE bool act_open_staff(struct act *act, const struct hsaid *staff, struct err *err);

/* What the actor is to the person and to the unit (NULL: to none). A resident is who they are; a
 * guardian is one of a person below the age of own choice, where the identity of neither is
 * protected (else nothing is done electronically); who works in a unit is staff or head of
 * that one only; the municipality's staff work where the person lives. Person 0: nobody alone. */
MUST_USE bool act_party(struct act *act, int64_t person, const struct hsaid *unit, enum party *out,
                        struct err *err);
/* Of who was refused: whether they act for themselves below the age of own choice; *err then says
 * from which day they may. To others than themselves it is not told. */
MUST_USE bool act_own_is_young(struct act *act, int64_t person, bool *out, struct err *err);
/* The actor is a guardian of the child for whom they act, protected or not: for who has more to
 * say of that than no. */
MUST_USE bool act_is_guardian(struct act *act, int64_t person, bool *out, struct err *err);
#endif
