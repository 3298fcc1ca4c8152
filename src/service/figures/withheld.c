#include "service/figures/withheld.h"

bool withheld_open(struct arena *a, const struct instance *in, const struct snapshot *s,
                   const struct actor *actor, struct withheld *out, struct err *err)
{
    struct withheld w = {.s = s, .actor = actor};
    if (!blocks_closed(a, in, actor, &w.blocks, err))
        return false;
    *out = w;
    return true;
}

bool withheld_person(const struct withheld *w, uint32_t person)
{
    return person != EXPLAIN_NONE && w->s->protection[person] != PROTECTION_NONE &&
           !w->actor->opens_protected;
}

/* The first of the person's blocks; w->blocks.count: they have none. */
static size_t first_of(const struct withheld *w, uint32_t person)
{
    return person == EXPLAIN_NONE ? w->blocks.count
                                  : blocks_closed_first(&w->blocks, w->s->person_key[person]);
}

/* Rows of the table at the unit are of care there, which the person has blocked. A listing is the
 * region's own. */
static bool is_blocked(const struct withheld *w, uint32_t person, enum expr_table table,
                       uint32_t unit)
{
    if (unit >= w->s->units || table == EXPR_LISTINGS)
        return false;
    const struct blocks_closed *b = &w->blocks;
    for (size_t i = first_of(w, person);
         i < b->count && b->at[i].person == w->s->person_key[person]; i++)
        if (hsaid_eq(&b->at[i].block.unit, &w->s->unit_id[unit]))
            return true;
    return false;
}

bool withheld_row(const struct withheld *w, uint32_t person, const struct explain_line *line)
{
    return line->is_row && is_blocked(w, person, line->table, line->unit);
}

bool withheld_rest(const struct withheld *w, uint32_t person, const struct explain_rest *rest,
                   size_t rests)
{
    for (size_t i = 0; i < rests; i++)
        if (is_blocked(w, person, rest[i].table, rest[i].unit))
            return true;
    return false;
}

bool withheld_explanation(const struct withheld *w, uint32_t person, const struct explanation *why)
{
    for (size_t i = 0; i < why->lines; i++)
        if (withheld_row(w, person, &why->line[i]))
            return true;
    return withheld_rest(w, person, why->rest, why->rests);
}

bool withheld_figure(const struct withheld *w, const struct explain_request *ask)
{
    if (first_of(w, ask->person) == w->blocks.count) /* nearly everybody */
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
