/* domain/queue.h - waiting for a unit that has reached its cap (HSL 7 kap 3 c §:
 * a cap is there at the unit's own request; who keeps a queue is its choice).
 * Pure.
 *
 * The order is that of joining, and nobody overtakes: while somebody waits, who
 * is not exempt from the cap waits too. A person stands in as many queues as
 * the region allows, by default one.
 *
 * When there is room the first is listed in the transaction that made it, be it
 * an ended listing, a raised cap or a withdrawn change; who is listed leaves room
 * behind, perhaps where others wait, and so on until nobody moves. The change was
 * found allowed when the place was taken, and as the place is lost when the person
 * lists elsewhere, it still is. Whose turn comes and who may not be listed there
 * any more (has emigrated) loses the place, with the verdict as the reason. */
#ifndef DOMAIN_QUEUE_H
#define DOMAIN_QUEUE_H
#include "core/day.h"
#include "domain/rules.h"
#include "domain/vocab.h"

/* Why a place ended. Stored: add at the end, never reorder. */
enum queue_end {
    QUEUE_END_LISTED,           /* at the unit */
    QUEUE_END_LEFT,             /* by the person */
    QUEUE_END_LISTED_ELSEWHERE, /* by choice */
    QUEUE_END_REFUSED,          /* the turn came, and the listing was not possible any more */
    QUEUE_END_GONE,             /* died, emigrated */
    QUEUE_END_SWAPPED,          /* listed at the unit, in the place of who wanted to leave it */
    QUEUE_END_PERSONS_JOINED /* of two persons that are one now, of whom an earlier place counts */
};
extern const struct vocab VOCAB_QUEUE_END; /* "listed", "left", … */

struct queue_place {
    int64_t person, unit;
    int64_t joined; /* the order of recording: greater is later */
    struct day since;
    bool is_special;    /* asked for on an application for special reasons that was approved */
    bool is_electronic; /* asked for in the e-service */
};

/* Of those who wait for the unit the one who is next; NULL: nobody waits. */
const struct queue_place *queue_first(const struct queue_place *places, size_t count, int64_t unit);
/* The person's number in the unit's queue, from 1; 0: not in it. */
unsigned queue_number(const struct queue_place *places, size_t count, int64_t unit, int64_t person);

enum queue_join { QUEUE_MAY_JOIN, QUEUE_STANDS_THERE, QUEUE_STANDS_ELSEWHERE };
/* May who stands in those queues join that of the unit? QUEUE_STANDS_ELSEWHERE: in as many as the
 * region allows; one must be left first, for a place is lost by nobody unawares. */
enum queue_join queue_join(const struct rules *rules, const struct queue_place *own, size_t count,
                           int64_t unit);

/* Whose identifiers were two persons' until these were joined may stand in more queues than the
 * region allows. Whether the place i of theirs, in the order of joining, stays: the first does; of
 * two at one unit the earlier, and of all as many as the region allows. */
bool queue_keeps(const struct rules *rules, const struct queue_place *own, size_t i);

enum { QUEUE_LOOKS_BACK = 365 }; /* days */
/* How long the one with that number (those over the cap stand before them) waits, in days: as if
 * room were made as evenly as in the `days` before today, in which the unit got `room` places for
 * those who wait (listings there that ended, less those that began over the cap by exemption). -1:
 * no room was made, nobody can say. */
int32_t queue_wait(unsigned number, unsigned room, int32_t days);

/* The first day, `from` or later, from which on fewer than `cap` are listed on every day; DAY_NONE:
 * there is none. `listed` are so on the day `from`; each step says by how many more or fewer from
 * its day on, ascending, all after `from`. */
struct room_step {
    struct day on;
    int64_t by;
};
struct day queue_room_from(int64_t cap, int64_t listed, struct day from,
                           const struct room_step *steps, size_t count);

/* Where the region lets two change places (`queue.auto_swap`): of those who wait for the unit `at`,
 * at which the person of `wanted` is listed, the first who is listed where that person wants to
 * be. listed[i] is the unit of places[i].person. NULL: nobody, or the region does not. The two are
 * then decided as when there is room, for no unit has more than before, though it be over its cap;
 * both are listed from one day, or neither. Nobody is overtaken: no room is taken that others wait
 * for. */
const struct queue_place *queue_swap(const struct rules *rules, const struct queue_place *places,
                                     const int64_t *listed, size_t count, int64_t at,
                                     const struct queue_place *wanted);
#endif
