#include "domain/access.h"

#include "core/utf8.h"
#include "domain/person_id.h"

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
