/* tests/unit/engine/choices.h - what a random test chooses, written down, so that
 * a case that fails can be made smaller: the same choices but for some. Whoever
 * chooses sees to it that 0 is the simplest, and says which choices belong
 * together; it need not know more.
 *
 *     struct choices c = choices_of_seed(7);
 *     while (more(&c, 5)) {            a list of some five, each of which can be left out
 *         row.unit = choose(&c, 4);
 *         enough(&c);
 *     }
 *     size_t node = node_begin(&c);    instead of which a 0 can stand, or a node within
 *     …
 *     node_end(&c, node);
 *     choices_close(&c); */
#ifndef TESTS_UNIT_ENGINE_CHOICES_H
#define TESTS_UNIT_ENGINE_CHOICES_H
#include "../domain/random.h"

#include <stdbool.h>
#include <stddef.h>

struct choice_span { /* choices [from, to) belong together */
    size_t from, to;
    bool is_node;
};
struct choices {
    struct random random;
    bool are_given;
    uint32_t *at;
    size_t count, next, room;
    struct choice_span *span;
    size_t spans, spans_room;
    size_t open[64]; /* spans that have not ended */
    unsigned opens;
};
struct choices choices_of_seed(uint64_t seed);
struct choices choices_given(const uint32_t *at, size_t count); /* copied; beyond them all are 0 */
void choices_close(struct choices *c);

uint32_t choose(struct choices *c, uint32_t below); /* 0 .. below-1 */
bool once_in(struct choices *c, uint32_t times);    /* a 0 is no */
bool more(struct choices *c, uint32_t average);     /* a 0 is no; yes begins an item */
void enough(struct choices *c);                     /* ends it */
size_t node_begin(struct choices *c);
void node_end(struct choices *c, size_t node);

/* Fewer and smaller choices for which `fails` still holds; *tries: how often it may be asked. */
struct choices choices_shrunk(const struct choices *failing, bool (*fails)(struct choices *c),
                              unsigned *tries);
#endif
