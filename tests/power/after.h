/* tests/power/after.h - when the power is back: what is found, and that work goes on from there. */
#ifndef TESTS_POWER_AFTER_H
#define TESTS_POWER_AFTER_H
#include "keep.h"

struct after {
    bool is_made;   /* else `init` had not ended, and there is no instance */
    unsigned state; /* of the story's: after so many changes */
    uint64_t published;
    struct keep_found kept;
};
/* Looks at that home after a cut at an operation of the story: what the program was told to be done
 * is there; what it was at is there whole, or not at all. */
bool after_look(const struct story *s, const char *home, unsigned operation, struct after *out,
                char why[static 256]);

/* Goes on in another place, on whose disk what was found stands: makes the instance where there was
 * none yet, opens a snapshot, loads once more. It is a story too, which can be cut. */
bool after_go_on(const struct story *s, const struct after *found, struct story_place *p,
                 struct story *out, char why[static 256]);
#endif
