/* engine/parallel.h - the same work on many pieces, on several threads. What a
 * piece computes may depend on the piece only, never on the thread or the order,
 * so that results are the same on any number of threads. */
#ifndef ENGINE_PARALLEL_H
#define ENGINE_PARALLEL_H
#include "core/base.h"

enum { PARALLEL_MOST = 256 };

/* Calls task(state, thread, piece) once for each piece from 0, on at most `threads` threads with
 * the caller's among them, and returns when all are done. `thread` is under `threads` and belongs
 * to one thread, for storage of its own. Where the system has no thread to give, fewer work. */
void parallel_run(unsigned threads, unsigned pieces,
                  void (*task)(void *state, unsigned thread, unsigned piece), void *state);
#endif
