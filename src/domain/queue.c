#include "domain/queue.h"

static const char *const QUEUE_END[] = {"listed", "left",    "listed_elsewhere", "refused",
                                        "gone",   "swapped", "persons_joined"};
_Static_assert(ARRAY_LEN(QUEUE_END) == QUEUE_END_PERSONS_JOINED + 1, "a word for each");
const struct vocab VOCAB_QUEUE_END = {"why", QUEUE_END, ARRAY_LEN(QUEUE_END)};

const struct queue_place *queue_first(const struct queue_place *places, size_t count, int64_t unit)
{
    const struct queue_place *first = NULL;
    for (size_t i = 0; i < count; i++)
        if (places[i].unit == unit && (!first || places[i].joined < first->joined))
            first = &places[i];
    return first;
}

unsigned queue_number(const struct queue_place *places, size_t count, int64_t unit, int64_t person)
{
    const struct queue_place *own = NULL;
    for (size_t i = 0; i < count && !own; i++)
        if (places[i].unit == unit && places[i].person == person)
            own = &places[i];
    unsigned number = own ? 1 : 0;
    for (size_t i = 0; own && i < count; i++)
        number += places[i].unit == unit && places[i].joined < own->joined;
    return number;
}

enum queue_join queue_join(const struct rules *rules, const struct queue_place *own, size_t count,
                           int64_t unit)
{
    for (size_t i = 0; i < count; i++)
        if (own[i].unit == unit)
            return QUEUE_STANDS_THERE;
    return count < rules->queue.max ? QUEUE_MAY_JOIN : QUEUE_STANDS_ELSEWHERE;
}

static bool is_first_there(const struct queue_place *own, size_t i)
{
    for (size_t k = 0; k < i; k++)
        if (own[k].unit == own[i].unit)
            return false;
    return true;
}

bool queue_keeps(const struct rules *rules, const struct queue_place *own, size_t i)
{
    size_t units = 0;
    for (size_t k = 0; k < i; k++)
        units += is_first_there(own, k);
    return is_first_there(own, i) && (units == 0 || units < rules->queue.max);
}

int32_t queue_wait(unsigned number, unsigned room, int32_t days)
{
    if (room == 0 || days <= 0)
        return -1;
    int64_t wait = ((int64_t)number * days + room - 1) / room;
    return wait < INT32_MAX ? (int32_t)wait : INT32_MAX;
}

struct day queue_room_from(int64_t cap, int64_t listed, struct day from,
                           const struct room_step *steps, size_t count)
{
    struct day room = listed < cap ? from : DAY_NONE;
    for (size_t i = 0; i < count; i++) {
        listed += steps[i].by;
        if (i + 1 < count && steps[i + 1].on.n == steps[i].on.n)
            continue; /* the day is not over */
        if (listed >= cap)
            room = DAY_NONE;
        else if (day_is_none(room))
            room = steps[i].on;
    }
    return room;
}

const struct queue_place *queue_swap(const struct rules *rules, const struct queue_place *places,
                                     const int64_t *listed, size_t count, int64_t at,
                                     const struct queue_place *wanted)
{
    const struct queue_place *found = NULL;
    for (size_t i = 0; rules->queue.auto_swap && i < count; i++)
        if (places[i].unit == at && listed[i] == wanted->unit &&
            (!found || places[i].joined < found->joined))
            found = &places[i];
    return found;
}
