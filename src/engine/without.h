/* engine/without.h - what persons' parts of a figure become when contacts are taken
 * out trait after trait (engine/traits.h), as if they had not been. Each step asks
 * persons_of() again, of those alone who lose a contact that may count, in a snapshot
 * that has what is left of their contacts and is the same in all else.
 *
 *     struct without w = without_open(arena, snapshot, &ask, persons_of(arena, snapshot, &ask));
 *     for (unsigned trait = 0; trait < CONTACT_TRAITS; trait++)
 *         struct persons left = without_next(&w, snapshot, trait); */
#ifndef ENGINE_WITHOUT_H
#define ENGINE_WITHOUT_H
#include "engine/persons.h"
#include "engine/traits.h"

/* A person's contacts that may count: of `row` and `step` [first[i], first[i + 1]). */
struct without {
    struct persons_request ask;
    struct person_part *part; /* as it is now */
    size_t parts;
    const uint32_t *first; /* by part */
    const uint32_t *row;   /* of the snapshot's contacts */
    const uint8_t *step;   /* the first trait that the row has; CONTACT_TRAITS: none */
};
/* `of` has all persons in whose part anything may change: who has no part must not get one when
 * contacts go. */
struct without without_open(struct arena *a, const struct snapshot *s,
                            const struct persons_request *ask, struct persons of);
/* Without contacts that have the trait or one before it; called with each in its order. Who has no
 * value any more stays, and counts nothing. Good until the next call. */
struct persons without_next(struct without *w, const struct snapshot *s, enum contact_trait trait);
#endif
