#include "service/block_facts.h"

#include "core/utf8.h"

bool block_of_known(struct arena *a, const struct as_of_person *known, struct block **out)
{
    *out = ARENA_NEW(a, struct block, known->blocks + 1);
    for (size_t i = 0; i < known->blocks; i++)
        (*out)[i] = (struct block){known->block[i].unit, known->block[i].from, known->block[i].to};
    return true;
}

bool block_check_opening(const struct block_opening *opening, const struct actor *actor,
                         struct err *err)
{
    enum { REASON_MOST = 200 };
    if (opening->how == BLOCK_CLOSED)
        return true;
    return (utf8_is_line(opening->reason, REASON_MOST) && block_may_open(actor)) ||
           FAIL(err, ERR_INVALID, "block.opening", "%s", "");
}

void block_put_opening(struct sb *about, const struct block_opening *opening)
{
    if (opening->how != BLOCK_CLOSED)
        sb_fmt(about, " blocked=%.*s reason=%.*s",
               STR_FMT(vocab_word(&VOCAB_BLOCK_OPEN, opening->how)), STR_FMT(opening->reason));
}
