/* tests/power/keep.h - figures that are kept, and snapshots that are held, in a story: after a cut
 * what the program was told to have kept is there, what it was at is there whole or not at all, and
 * no figure is another than counting gives. */
#ifndef TESTS_POWER_KEEP_H
#define TESTS_POWER_KEEP_H
#include "service/instance.h"
#include "story.h"

/* The measures of all stories. */
void keep_measures(struct arena *a, const struct definition *out[static STORY_MEASURES]);

/* Steps of the story. Figures of the newest snapshot, where there is one, are asked for; false
 * without that a call failed: they are not those that counting gives ("keep.wrong"). */
bool keep_ask(struct story *s, struct err *err);
/* Figures of some months and levels, and now and then a snapshot is held or released. */
bool keep_some(struct story *s, struct err *err);

struct keep_found {
    struct story_kept is;
    unsigned refused; /* results that were damaged, and told of */
    bool wrong;       /* a figure is not what counting gives */
};
/* The files of kept sums are those after the last step that was done, or the one that had begun;
 * snapshots that are held are there; figures of them and of CURRENT's snapshot, with what is kept
 * and without, are the same. */
bool keep_look(const struct story *s, struct arena *a, const struct instance *in,
               unsigned operation, struct keep_found *out, char why[static 256]);
/* How many snapshots are held. */
unsigned keep_held(const struct story_kept *kept);
#endif
