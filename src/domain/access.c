#include "domain/access.h"

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
