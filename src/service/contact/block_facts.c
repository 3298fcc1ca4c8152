#include "service/contact/block_facts.h"

#include "core/sorted.h"
#include "engine/bag.h"
#include "service/access/access_log.h"
#include "store/block_store.h"
#include "store/instance_store.h"

bool block_of_known(struct arena *a, const struct as_of_person *known, struct block **out)
{
    *out = ARENA_NEW(a, struct block, known->blocks + 1);
    for (size_t i = 0; i < known->blocks; i++)
        (*out)[i] = (struct block){known->block[i].unit, known->block[i].from, known->block[i].to};
    return true;
}

bool block_read(struct arena *a, struct db *db, const struct as_of_key *key,
                const struct as_of_block **out, size_t *count, struct err *err)
{
    struct bag rows = BAG_OPEN(a, struct as_of_block);
    struct cursor c;
    enum db_next found;
    if (!as_of_query(db, AS_OF_BLOCKS, key, &c, err))
        return false;
    while ((found = db_next(&c, err)) == DB_ROW)
        *(struct as_of_block *)bag_add(&rows) = as_of_block_row(&c);
    if (found == DB_FAILED)
        return false;
    *out = bag_array(a, &rows);
    *count = rows.count;
    return true;
}

bool block_now(struct arena *a, struct instance *in, int64_t person, struct block_list *out,
               struct err *err)
{
    struct as_of_key key = {.person = person};
    struct as_of_person known = {.blocks = 0};
    struct block *at = NULL;
    if (!position_now(in->db, &key.position, err) ||
        !block_read(a, in->db, &key, &known.block, &known.blocks, err) ||
        !block_of_known(a, &known, &at))
        return false;
    *out = (struct block_list){at, known.blocks};
    return true;
}

/* ---- those that hide ---- */

struct closing {
    const struct actor *actor;
    struct day today;
    struct bag blocks; /* struct block_of */
};

static bool take_closed(void *state, int64_t person, const struct block *block, struct err *err)
{
    (void)err;
    struct closing *c = state;
    if (block_hides(block, 1, &block->unit, c->actor, c->today))
        *(struct block_of *)bag_add(&c->blocks) = (struct block_of){person, *block};
    return true;
}

bool blocks_closed(struct arena *a, const struct instance *in, const struct actor *actor,
                   struct blocks_closed *out, struct err *err)
{
    struct closing c = {actor, instance_today(in), BAG_OPEN(a, struct block_of)};
    if (!block_each_standing(in->db, c.today, (struct block_reader){&c, take_closed}, err))
        return false;
    *out = (struct blocks_closed){bag_array(a, &c.blocks), c.blocks.count};
    return true;
}

bool blocks_closed_of(struct arena *a, struct instance *in, const struct actor *actor,
                      int64_t person, struct blocks_closed *out, struct err *err)
{
    struct closing c = {actor, instance_today(in), BAG_OPEN(a, struct block_of)};
    struct block_list theirs;
    if (!block_now(a, in, person, &theirs, err))
        return false;
    for (size_t i = 0; i < theirs.count; i++)
        (void)take_closed(&c, person, &theirs.at[i], err); /* never fails */
    *out = (struct blocks_closed){bag_array(a, &c.blocks), c.blocks.count};
    return true;
}

size_t blocks_closed_first(const struct blocks_closed *b, int64_t person)
{
    struct sorted all = SORTED(b->at, b->count, struct block_of, person);
    return sorted_first(&all, person);
}

/* ---- opening them ---- */

bool block_check_opening(const struct block_opening *opening, const struct actor *actor,
                         struct err *err)
{
    if (opening->how == BLOCK_CLOSED)
        return true;
    if (!block_may_open(opening, actor))
        return FAIL(err, ERR_INVALID, "block.opening", "%s", "");
    return access_log_takes(opening->reason, err);
}

void block_put_opening(struct sb *about, const struct block_opening *opening)
{
    if (opening->how != BLOCK_CLOSED)
        sb_fmt(about, " blocked=%.*s reason=%.*s",
               STR_FMT(vocab_word(&VOCAB_BLOCK_OPEN, opening->how)), STR_FMT(opening->reason));
}
