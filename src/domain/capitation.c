#include "domain/capitation.h"

static const char *const GROUP[] = {"0-6",   "7-17",  "18-44", "45-64",
                                    "65-74", "75-84", "85-",   "unknown"};
_Static_assert(ARRAY_LEN(GROUP) == AGE_GROUPS, "a word for each");
const struct vocab VOCAB_AGE_GROUP = {"age_group", GROUP, ARRAY_LEN(GROUP)};

enum age_group age_group_on(struct day birth, struct day on)
{
    static const int32_t FIRST[] = {0, 7, 18, 45, 65, 75, 85}; /* years, of each group */
    if (day_is_none(birth) || birth.n > on.n)
        return AGE_UNKNOWN;
    int32_t age = age_on(birth, on);
    unsigned group = 0;
    while (group + 1 < ARRAY_LEN(FIRST) && age >= FIRST[group + 1])
        group++;
    return (enum age_group)group;
}
