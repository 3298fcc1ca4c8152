/* tests/power/attempt.h - an import and a snapshot that are ended in the middle, by a kill or by
 * something that fails, in an instance that has one load: afterwards it has the first load or both,
 * whole, and work goes on. Each attempt is a process of its own and begins with the same home. */
#ifndef TESTS_POWER_ATTEMPT_H
#define TESTS_POWER_ATTEMPT_H
#include "story.h"

#include <sys/types.h>

struct attempt {
    struct arena *arena;
    const char *folder, *home, *in, *next; /* `next`: the files of the load that comes after */
    struct image image;
    struct story_state old, new;
    unsigned next_contacts;
    struct attempt_told {
        bool landed, built; /* what the process was told to be done, in memory that is shared */
        unsigned calls;     /* for a census */
    } * told;
};
/* `contacts`: so many in the load that is tried. False: nothing to try with. */
bool attempt_open(struct attempt *t, unsigned contacts);
void attempt_close(struct attempt *t);
/* The home is as it was before the load. */
void attempt_begin(struct attempt *t);
/* The import and the snapshot, in the process that is to be ended. */
bool attempt_work(struct attempt *t, const struct files *files);
/* What is there now is the old state or the new one, and the new one where the process was told
 * so; the next load lands. False: `why` says what is wrong. */
bool attempt_check(struct attempt *t, char why[static 256]);
#endif
