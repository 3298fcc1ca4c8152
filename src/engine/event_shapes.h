/* engine/event_shapes.h - what rows of events have in common (code, system, value,
 * words), numbered from 0 in the order in which it is first seen: one number a row
 * instead of its texts. For who builds a snapshot; one for each table of the
 * import. Lives in the arena. */
#ifndef ENGINE_EVENT_SHAPES_H
#define ENGINE_EVENT_SHAPES_H
#include "engine/bag.h"
#include "engine/counted.h"
#include "engine/events.h"
#include "engine/text_dict.h"

/* Texts are numbers of the dictionary, of which 0 is the empty one. */
struct event_look {
    uint32_t code, system, value, value_unit;
    uint8_t word, channel;
    uint16_t unused; /* 0: looks are hashed as bytes */
};
struct event_shapes {
    struct arena *arena;
    struct text_dict text;
    struct bag look; /* struct event_look, by number */
    uint32_t *slot;  /* open addressing: number + 1, 0 is free */
    uint32_t slots;
};
static const uint32_t EVENT_OUT = UINT32_MAX; /* instead of a number: the row does not count */

struct event_shapes event_shapes_open(struct arena *a);
/* The number of each row of the file, EVENT_OUT on days that are out (NULL: none is). `shape` has
 * room for them all. ERR_INVALID "snapshot.full": more texts than a dictionary holds. */
MUST_USE bool event_shapes_take(struct event_shapes *s, const struct events *e,
                                const struct days_out *out, uint32_t *shape, struct err *err);

/* The same in an order that does not depend on that of the rows: texts by bytes, looks by their
 * members. In `a`. */
struct event_looks {
    const struct str *text;
    const struct event_look *look; /* whose texts are numbers of `text` */
    const uint32_t *place;         /* by number of the shapes: where its look stands */
    uint32_t texts, looks;
};
struct event_looks event_shapes_sorted(const struct event_shapes *s, struct arena *a);
#endif
