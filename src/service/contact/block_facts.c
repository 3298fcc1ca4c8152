#include "service/contact/block_facts.h"

#include "core/utf8.h"
#include "engine/bag.h"
#include "service/access/access_log.h"
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

bool block_check_opening(const struct block_opening *opening, const struct actor *actor,
                         struct err *err)
{
    enum { REASON_MOST = 200 };
    if (opening->how == BLOCK_CLOSED)
        return true;
    if (!utf8_is_line(opening->reason, REASON_MOST) || !block_may_open(actor))
        return FAIL(err, ERR_INVALID, "block.opening", "%s", "");
    return access_log_takes(opening->reason, err);
}

void block_put_opening(struct sb *about, const struct block_opening *opening)
{
    if (opening->how != BLOCK_CLOSED)
        sb_fmt(about, " blocked=%.*s reason=%.*s",
               STR_FMT(vocab_word(&VOCAB_BLOCK_OPEN, opening->how)), STR_FMT(opening->reason));
}
