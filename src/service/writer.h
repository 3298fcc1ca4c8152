/* service/writer.h - who writes the registry for many: one thread with a queue. SQLite has one
 * writer at a time anyway, and the commit is half of a small act: those that wait while others are
 * written are committed together. Each is whole or not at all by itself all the same, sees those
 * before it, and is answered when it is durable.
 *
 *     struct choice q = {.request = &request, .answer = &answer, .arena = a};
 *     if (!writer_do(w, (struct writer_act){&q, carry_out}, err))
 *         return false;
 *
 * For acts of service/act.h, which do nothing outside the registry. Not for loads, letters, notices
 * and deliveries, whose files and mails follow a commit, nor for what shows while it reads, nor
 * questions of then (service/known.h), which are asked beside the group.
 *
 * Errors: the act's own. Where the commit fails that error for all of the group, also for who was
 * refused, for a refusal whose entry of the access log is gone is none. As after an act alone: who
 * asks again with the same key is answered, whichever it was. */
#ifndef SERVICE_WRITER_H
#define SERVICE_WRITER_H
#include "service/instance.h"

struct writer;
struct writer_act {
    void *state;
    /* Whether it was done, else why not; by the writer's thread, with its instance. What it gives
     * to know is its asker's when writer_do() returns, true or not. It may be called once more,
     * from the beginning: where one of its group took all of them with it nothing of the first time
     * is there. */
    bool (*does)(void *state, struct instance *in, struct err *err);
};
/* Opens the instance for itself. What the options point to outlives the writer. */
MUST_USE bool writer_open(const struct instance_options *options, struct writer **out,
                          struct err *err);
/* Waits until it is done. Of any thread but the writer's; in the order in which they come. */
MUST_USE bool writer_do(struct writer *w, struct writer_act act, struct err *err);
/* How many wait to be begun. */
unsigned writer_waiting(struct writer *w);
/* Nobody begins to ask any more; who waits is written and answered first. NULL is allowed. */
void writer_close(struct writer *w);
#endif
