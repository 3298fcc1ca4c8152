/* service/figures/withheld.h - what of the persons behind figures is withheld from who asks: the
 * persons and the staff whose identities are protected (rule 22), and what rests on care at a unit
 * that the person has blocked (rule 24). Whoever hands out rows of persons asks here. Lives in
 * the arena, and points to snapshot and actor.
 *
 *     struct withheld w;
 *     if (!withheld_open(a, in, s, &actor, &w, err)) …
 *     if (withheld_person(&w, person) || withheld_row(&w, person, &line)) …count it, and no more
 *
 * Errors: those of store/db.h. */
#ifndef SERVICE_FIGURES_WITHHELD_H
#define SERVICE_FIGURES_WITHHELD_H
#include "domain/access.h"
#include "engine/explain.h"
#include "service/contact/block_facts.h"

/* Who asks about one person only may fill it in, with blocks_closed_of(). */
struct withheld {
    const struct snapshot *s;
    const struct actor *actor;
    struct blocks_closed blocks;
};
/* As the registry has it now, whatever day is asked about. */
MUST_USE bool withheld_open(struct arena *a, const struct instance *in, const struct snapshot *s,
                            const struct actor *actor, struct withheld *out, struct err *err);
/* The person, for their protected identity. */
bool withheld_person(const struct withheld *w, uint32_t person);
/* The row, for it is of care at a unit that the person has blocked. */
bool withheld_row(const struct withheld *w, uint32_t person, const struct explain_line *line);
/* What is found by other rows, for one of those is of such care. */
bool withheld_rest(const struct withheld *w, uint32_t person, const struct explain_rest *rest,
                   size_t rests);
/* The explanation, for it rests on such a row, told or not: what it came to, too. */
bool withheld_explanation(const struct withheld *w, uint32_t person, const struct explanation *why);
/* The figure of the person that is asked about, for its explanation would be. */
bool withheld_figure(const struct withheld *w, const struct explain_request *ask);
/* A row is shown without the member of staff whom not everybody may know. */
void withheld_hide_staff(const struct withheld *w, struct explain_line *line);
#endif
