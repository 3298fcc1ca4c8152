#include "domain/access.h"

#include "core/utf8.h"
#include "domain/person_id.h"

#include <stdio.h>

const char *const ROLE_WORD[] = {"administrator", "resident", "guardian", "staff", "unit_head",
                                 "municipal",     "officer",  "analyst",  NULL};
const char *const PURPOSE_WORD[] = {"care", "administration", "follow_up", "log_review", "own",
                                    NULL};
static const char *const KIND[] = {"read", "write", "erase"};
static const char *const OUTCOME[] = {"done", "no_hit", "denied"};

_Static_assert(ARRAY_LEN(ROLE_WORD) == ROLE_ANALYST + 2, "a word for each");
_Static_assert(ARRAY_LEN(PURPOSE_WORD) == PURPOSE_OWN + 2, "a word for each");
_Static_assert(ARRAY_LEN(KIND) == ACCESS_ERASE + 1, "a word for each");
_Static_assert(ARRAY_LEN(OUTCOME) == ACCESS_DENIED + 1, "a word for each");

const struct vocab VOCAB_ROLE = {"role", ROLE_WORD, ROLE_ANALYST + 1};
const struct vocab VOCAB_PURPOSE = {"purpose", PURPOSE_WORD, PURPOSE_OWN + 1};
const struct vocab VOCAB_ACCESS_KIND = {"kind", KIND, ARRAY_LEN(KIND)};
const struct vocab VOCAB_ACCESS_OUTCOME = {"outcome", OUTCOME, ARRAY_LEN(OUTCOME)};

bool access_may_act(const struct actor *actor)
{
    switch (actor->role) {
    case ROLE_RESIDENT:
    case ROLE_GUARDIAN:
        return actor->purpose == PURPOSE_OWN;
    case ROLE_ADMINISTRATOR:
    case ROLE_STAFF:
    case ROLE_UNIT_HEAD:
    case ROLE_MUNICIPAL:
        return actor->purpose != PURPOSE_OWN;
    case ROLE_OFFICER:
    case ROLE_ANALYST:
        break;
    }
    return false;
}

/* ---- protected identities ---- */

enum protected_right {
    PROTECTED_NEVER,
    PROTECTED_RESIDENCE, /* to report where the person lives */
    PROTECTED_ALWAYS     /* whomever the role may open */
};

/* Residents and guardians have what is theirs without it; who follows up sees figures. */
static enum protected_right right_of(enum role role)
{
    static const enum protected_right RIGHT[] = {
        [ROLE_ADMINISTRATOR] = PROTECTED_ALWAYS, [ROLE_STAFF] = PROTECTED_ALWAYS,
        [ROLE_UNIT_HEAD] = PROTECTED_ALWAYS,     [ROLE_MUNICIPAL] = PROTECTED_RESIDENCE,
        [ROLE_RESIDENT] = PROTECTED_NEVER,       [ROLE_GUARDIAN] = PROTECTED_NEVER,
        [ROLE_OFFICER] = PROTECTED_NEVER,        [ROLE_ANALYST] = PROTECTED_NEVER,
    };
    return RIGHT[role];
}

static bool is_reason(struct str reason)
{
    enum { REASON_MOST = 200 };
    return utf8_is_line(reason, REASON_MOST) && reason.at[0] != '-' && !person_id_may_be(reason) &&
           !person_id_stands_in(reason);
}

enum protected_stated access_state_reason(struct actor *actor, struct str reason)
{
    enum protected_right right = right_of(actor->role);
    if (right == PROTECTED_NEVER)
        return PROTECTED_NO_RIGHT;
    if (!is_reason(reason))
        return PROTECTED_NO_REASON;
    actor->opens_protected = right == PROTECTED_ALWAYS;
    actor->protected_reason = reason;
    return PROTECTED_STATED;
}

bool access_opens_residence(const struct actor *actor)
{
    return actor->opens_protected ||
           (actor->protected_reason.len > 0 && right_of(actor->role) == PROTECTED_RESIDENCE);
}

bool access_may_see(const struct actor *actor, enum protection protection)
{
    return protection == PROTECTION_NONE || actor->opens_protected;
}

bool access_may_open(const struct actor *actor, int64_t person, enum protection protection)
{
    return actor->person == person || access_may_see(actor, protection);
}

bool access_may_see_staff(const struct actor *actor, enum answer is_protected)
{
    return is_protected != ANSWER_YES || actor->opens_protected;
}

/* ---- the log ---- */

bool access_names_actor(const struct actor *viewer, enum answer is_protected)
{
    return viewer->person == 0 && access_may_see_staff(viewer, is_protected);
}

bool access_is_anothers(const struct access_entry *entry)
{
    char own[32];
    (void)snprintf(own, sizeof own, "key:%lld", (long long)entry->person);
    return entry->actor.role == ROLE_RESIDENT && entry->person != 0 &&
           !str_eq(entry->actor.id, str_of(own));
}

bool access_tends_log(enum role role)
{
    return role == ROLE_ADMINISTRATOR;
}

bool access_lookup_waits(const struct actor *actor, struct str written)
{
    return !str_starts(written, STR("key:")) && !str_starts(actor->id, STR("os:"));
}

struct day access_kept_from(struct day today, unsigned years)
{
    enum { MONTHS = 12 };
    return day_add_months(today, -(int32_t)(years * MONTHS));
}
