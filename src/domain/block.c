#include "domain/block.h"

#include "core/utf8.h"
#include "domain/span.h"

static const char *const OPEN[] = {"", "consent", "emergency"};
const struct vocab VOCAB_BLOCK_OPEN = {"opening", OPEN, ARRAY_LEN(OPEN)};

static bool is_closed_to(const struct block *b, const struct actor *actor, struct day today)
{
    return span_covers(b->from, b->to, today) && !str_eq(actor->unit, hsaid_str(&b->unit)) &&
           actor->role != ROLE_RESIDENT;
}

bool block_hides(const struct block *blocks, size_t count, const struct hsaid *unit,
                 const struct actor *actor, struct day today)
{
    for (size_t i = 0; i < count; i++)
        if (hsaid_eq(&blocks[i].unit, unit) && is_closed_to(&blocks[i], actor, today))
            return true;
    return false;
}

bool block_hides_any(const struct block *blocks, size_t count, const struct actor *actor,
                     struct day today)
{
    for (size_t i = 0; i < count; i++)
        if (is_closed_to(&blocks[i], actor, today))
            return true;
    return false;
}

bool block_may_open(const struct block_opening *opening, const struct actor *actor)
{
    enum { REASON_MOST = 200 };
    return utf8_is_line(opening->reason, REASON_MOST) &&
           (actor->role == ROLE_ADMINISTRATOR || actor->role == ROLE_STAFF ||
            actor->role == ROLE_UNIT_HEAD);
}
