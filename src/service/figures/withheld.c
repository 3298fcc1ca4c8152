#include "service/figures/withheld.h"

#include "engine/bag.h"
#include "engine/expr_words.h"
#include "store/block_store.h"

struct withheld_block {
    int64_t person;
    struct block block;
};

struct reading {
    const struct withheld *w;
    struct bag block;
};

static bool take_block(void *state, int64_t person, const struct block *block, struct err *err)
{
    (void)err;
    struct reading *r = state;
    if (block_hides(block, 1, &block->unit, r->w->actor, r->w->today))
        *(struct withheld_block *)bag_add(&r->block) = (struct withheld_block){person, *block};
    return true;
}

bool withheld_open(struct arena *a, const struct instance *in, const struct snapshot *s,
                   const struct actor *actor, struct withheld *out, struct err *err)
{
    struct withheld w = {.s = s, .actor = actor, .today = instance_today(in)};
    struct reading r = {&w, BAG_OPEN(a, struct withheld_block)};
    if (!block_each_standing(in->db, w.today, (struct block_reader){&r, take_block}, err))
        return false;
    w.block = bag_array(a, &r.block);
    w.blocks = r.block.count;
    *out = w;
    return true;
}

bool withheld_person(const struct withheld *w, uint32_t person)
{
    return person != EXPLAIN_NONE && w->s->protection[person] != PROTECTION_NONE &&
           !w->actor->opens_protected;
}

/* The first of the person's blocks; w->blocks: they have none. */
static size_t first_of(const struct withheld *w, uint32_t person)
{
    int64_t key = person == EXPLAIN_NONE ? 0 : w->s->person_key[person];
    size_t low = 0, high = w->blocks;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (w->block[middle].person < key)
            low = middle + 1;
        else
            high = middle;
    }
    return low < w->blocks && w->block[low].person == key ? low : w->blocks;
}

/* Documents care: a listing is the region's own. */
static bool is_care(const struct withheld *w, const struct explain_line *line)
{
    return line->is_row && line->unit < w->s->units &&
           !str_eq(expr_table_name(line->table), STR("listings"));
}

bool withheld_row(const struct withheld *w, uint32_t person, const struct explain_line *line)
{
    size_t i = first_of(w, person);
    for (; is_care(w, line) && i < w->blocks && w->block[i].person == w->s->person_key[person]; i++)
        if (hsaid_eq(&w->block[i].block.unit, &w->s->unit_id[line->unit]))
            return true;
    return false;
}

bool withheld_explanation(const struct withheld *w, uint32_t person, const struct explanation *why)
{
    for (size_t i = 0; i < why->lines; i++)
        if (withheld_row(w, person, &why->line[i]))
            return true;
    return false;
}

bool withheld_figure(const struct withheld *w, const struct explain_request *ask)
{
    if (first_of(w, ask->person) == w->blocks) /* nearly everybody */
        return false;
    struct arena *work = arena_open(ARENA_BLOCK);
    struct explanation why = explain(work, w->s, ask);
    bool is_withheld = withheld_explanation(w, ask->person, &why);
    arena_close(work);
    return is_withheld;
}

void withheld_hide_staff(const struct withheld *w, struct explain_line *line)
{
    if (!w->actor->opens_protected && explain_is_protected(w->s, line))
        line->value = STR("");
}
