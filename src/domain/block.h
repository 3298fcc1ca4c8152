/* domain/block.h - whether the data of a unit are closed to who asks (rule 24; Patient Data
 * Act, SFS 2008:355, chapter 4 section 4): a patient may block them, and others than that
 * unit then see that there is blocked information and nothing of it, except by the patient's
 * consent or in an emergency (section 5). Pure. */
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

/* Who asks for a block, and that it be lifted: the person, and for them who has their form. No
 * guardian does of a child's data. */
enum {
    BLOCK_PARTIES = PARTIES(PARTY_PERSON) | PARTIES(PARTY_STAFF) | PARTIES(PARTY_UNIT_HEAD) |
                    PARTIES(PARTY_ADMINISTRATOR)
};

/* Whether the unit's data are hidden on the day `today` from the actor. The person sees their own.
 * A block that begins later, or was lifted, hides nothing. */
bool block_hides(const struct block *blocks, size_t count, const struct hsaid *unit,
                 const struct actor *actor, struct day today);
/* The same of any unit: whether blocked information may be there. */
bool block_hides_any(const struct block *blocks, size_t count, const struct actor *actor,
                     struct day today);
/* Who may open, and with a reason in a line: who works with it. Whether it is good reason is in the
 * log, whose review judges it. */
bool block_may_open(const struct block_opening *opening, const struct actor *actor);
#endif
