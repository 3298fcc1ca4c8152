/* web/keeper.h - keeps the newest model for all threads: made when it is first
 * asked for, and again when what it was made from has changed. Only where there are
 * no figures yet does the one who asks wait: else a new model is made behind by a
 * thread of its own, and the old one is given out until it is there, and ends when
 * its last reader has given it back. What takes too long for that is added by another
 * thread: until then the model is given out without. */
#ifndef WEB_KEEPER_H
#define WEB_KEEPER_H
#include "web/page.h"

#include <stdatomic.h>

struct keeper_add {
    const struct model *model;
    const atomic_bool *stop;
};
/* How a model is made. No function is called by two threads at once. */
struct keeper_maker {
    void *state;
    /* A number that changes whenever a model made now would be another. Cheap. */
    bool (*version)(void *state, int64_t *out, struct err *err);
    /* *out NULL: there are no figures yet. */
    bool (*make)(void *state, struct arena *a, const struct model **out, struct err *err);
    /* The model with more to it, which may point to `model`; *out as it was, NULL: with no more.
     * Beside the other two, in keeper_work()'s thread. `stop` true: nobody waits for it any longer.
     * Where it fails the model has `has_refused_checks`, why is told once, and it is asked again
     * after the next question for the version. NULL: there is never more. */
    bool (*add)(void *state, const struct keeper_add *to, struct arena *a, const struct model **out,
                struct err *err);
};
struct keeper;
/* `pause_us`: how long after a question for the version (or what it led to) the next is asked.
 * `log` is told of a model that could not be made while an older one could be given. */
struct keeper *keeper_open(struct keeper_maker maker, int64_t pause_us, const struct log *log);
/* After the last model has been given back. NULL is allowed. */
void keeper_close(struct keeper *k);
/* Adds to each newest model what is added behind; until keeper_stop(). For a thread of its own. */
void keeper_work(struct keeper *k);
/* Makes each model that takes the place of another, likewise: without it the first one stays. */
void keeper_renew(struct keeper *k);
void keeper_stop(struct keeper *k);
/* For pages. take() fails with what `make` fails with where there is no older model. */
struct model_source keeper_source(struct keeper *k);
#endif
