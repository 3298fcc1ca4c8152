/* engine/follow.h - the sums of a snapshot from those of the one before it: less
 * what the touched persons came to there, more what they come to now. Exactly what
 * counting everyone anew would give. */
#ifndef ENGINE_FOLLOW_H
#define ENGINE_FOLLOW_H
#include "engine/touched.h"

/* `was` has what is known of `before`, for the same request as `sums`; what of it is wanted there
 * becomes known. Nothing, where too many persons were touched for that to be less work, and of a
 * measure whose places are gone. */
struct following {
    const struct snapshot *before, *now;
    const struct touched *touched;
    const struct eval_sums *was;
};
/* How many sums became known. */
size_t follow_sums(struct arena *a, const struct following *f, const struct eval_sums *sums);
#endif
