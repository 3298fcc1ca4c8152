#include "domain/access.h"

#include "core/utf8.h"
#include "domain/person_id.h"

static const char *const ROLE[] = {"administrator", "resident",  "guardian", "staff",
                                   "unit_head",     "municipal", "officer",  "analyst"};
static const char *const PURPOSE[] = {"care", "administration", "follow_up", "log_review", "own"};
static const char *const KIND[] = {"read", "write", "erase"};
static const char *const OUTCOME[] = {"done", "no_hit", "denied"};

_Static_assert(ARRAY_LEN(ROLE) == ROLE_ANALYST + 1, "a word for each");
_Static_assert(ARRAY_LEN(PURPOSE) == PURPOSE_OWN + 1, "a word for each");
_Static_assert(ARRAY_LEN(KIND) == ACCESS_ERASE + 1, "a word for each");
_Static_assert(ARRAY_LEN(OUTCOME) == ACCESS_DENIED + 1, "a word for each");

const struct vocab VOCAB_ROLE = {"role", ROLE, ARRAY_LEN(ROLE)};
const struct vocab VOCAB_PURPOSE = {"purpose", PURPOSE, ARRAY_LEN(PURPOSE)};
const struct vocab VOCAB_ACCESS_KIND = {"kind", KIND, ARRAY_LEN(KIND)};
const struct vocab VOCAB_ACCESS_OUTCOME = {"outcome", OUTCOME, ARRAY_LEN(OUTCOME)};

/* Residents and guardians have what is theirs without it; who follows up sees figures. */
enum protected_right access_protected_right(enum role role)
{
    static const enum protected_right RIGHT[] = {
        [ROLE_ADMINISTRATOR] = PROTECTED_ALWAYS, [ROLE_STAFF] = PROTECTED_ALWAYS,
        [ROLE_UNIT_HEAD] = PROTECTED_ALWAYS,     [ROLE_MUNICIPAL] = PROTECTED_RESIDENCE,
        [ROLE_RESIDENT] = PROTECTED_NEVER,       [ROLE_GUARDIAN] = PROTECTED_NEVER,
        [ROLE_OFFICER] = PROTECTED_NEVER,        [ROLE_ANALYST] = PROTECTED_NEVER,
    };
    return RIGHT[role];
}

bool access_is_protected_reason(struct str reason)
{
    enum { REASON_MOST = 200 };
    return utf8_is_line(reason, REASON_MOST) && reason.at[0] != '-' && !person_id_may_be(reason);
}
