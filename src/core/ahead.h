/* core/ahead.h - one stage of work ahead of another: a thread fills slots of a
 * ring, the caller takes them in the same order, so that the result is the one
 * that a single thread would have made. A slot belongs to one of the two at a
 * time; all else that fill() touches belongs to the thread until ahead_close().
 *
 *     struct ahead *work = ahead_open(a, slots, fill, state);
 *     do {
 *         use(&slot[ahead_take(work)]);
 *         ahead_give(work);
 *     } while (there is more);
 *     ahead_close(work); */
#ifndef CORE_AHEAD_H
#define CORE_AHEAD_H
#include "core/base.h"

struct ahead; /* lives in the arena, which the thread does not touch */

/* Calls fill(state, slot) for slot 0, 1, … slots - 1, 0, … until it says that it was the last.
 * Where the system has no thread to give, ahead_take() calls it. */
struct ahead *ahead_open(struct arena *a, unsigned slots, bool (*fill)(void *state, unsigned slot),
                         void *state);
/* The next filled slot; waits for it. Not after the last. */
unsigned ahead_take(struct ahead *w);
void ahead_give(struct ahead *w); /* the slot that was taken may be filled again */
/* The thread has ended when it returns; at any time. NULL is allowed. */
void ahead_close(struct ahead *w);
#endif
