/* domain/block.h - whether the data of a unit are closed to who asks (rule 24; Patient Data
 * Act, SFS 2008:355, chapter 4 section 4): a patient may block them, and others than that
 * unit then see that there is blocked information and nothing of it. Pure. */
#ifndef DOMAIN_BLOCK_H
#define DOMAIN_BLOCK_H
#include "core/day.h"
#include "domain/access.h"
#include "domain/hsaid.h"

struct block {
    struct hsaid unit;
    struct day from, to; /* days on which it stands, both inside; to DAY_NONE: until it is lifted */
};
/* Why a block is passed: the patient consents, or it is an emergency and they cannot be asked. */
struct block_opening {
    enum block_open { BLOCK_CLOSED, BLOCK_CONSENT, BLOCK_EMERGENCY } how;
    struct str reason; /* of who opens, for the log */
};
extern const struct vocab VOCAB_BLOCK_OPEN; /* "", consent, emergency */

/* Whether the unit's data are hidden on the day `today` from the actor. The person sees their own.
 * A block that begins later, or was lifted, hides nothing. */
bool block_hides(const struct block *blocks, size_t count, const struct hsaid *unit,
                 const struct actor *actor, struct day today);
/* The same of any unit: whether blocked information may be there. */
bool block_hides_any(const struct block *blocks, size_t count, const struct actor *actor,
                     struct day today);
/* Who may open: who works with it; why is in the log, whose review judges it. */
bool block_may_open(const struct actor *actor);
#endif
