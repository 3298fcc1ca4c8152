/* service/figures/explained.h - why a person is in a figure or not, and who is behind the figure of
 * a unit or a doctor: what of it may be shown to who asks, once it is in the access log. What is
 * withheld (service/figures/withheld.h) is not in what is handed out.
 *
 *     struct explained why;
 *     if (!explained_person(a, in, s, &(struct explained_ask){.definition = d, .month = month,
 *                           .person = STR("key:1"), .actor = actor}, &why, err)) …
 *     if (why.is_blocked) …say so; else …why.why.line[i]…
 *
 * Errors: those of service/figures/persons.h, service/access/lookups.h and
 * service/access/access_log.h; ERR_INVALID "block.opening"; ERR_INVALID "measure.level" (of lists:
 * the measure has no figures there), ERR_DENIED "explain.protected_person", "explain.protected" (a
 * doctor), ERR_MISSING "explain.nobody" (on no list, for who sees everybody). */
#ifndef SERVICE_FIGURES_EXPLAINED_H
#define SERVICE_FIGURES_EXPLAINED_H
#include "domain/block.h"
#include "service/figures/persons.h"

struct explained_ask {
    const struct definition *definition;
    struct month month; /* its last day is T */
    struct str person;  /* as written: an identifier, or key:N */
    struct str unit;    /* whose figure, of everyone and of those registered; empty: the county's */
    struct actor actor; /* who asks */
    struct block_opening opening;
};
struct explained {
    struct explain_request ask;
    bool is_blocked;        /* it rests on blocked information: then nothing of it is below */
    struct explanation why; /* in the arena; points into snapshot and definition */
};
MUST_USE bool explained_person(struct arena *a, struct instance *in, const struct snapshot *s,
                               const struct explained_ask *ask, struct explained *out,
                               struct err *err);

struct explained_lists_ask {
    const struct definition *definition;
    struct month month;
    struct str unit, doctor; /* HSA-ids as written: of a doctor where one is given */
    struct actor actor;
    unsigned threads;
};
struct explained_lists {
    struct persons_request ask;
    struct persons_lists lists;
    bool leaves_out; /* protected persons, if there are any: how many would tell of them */
};
MUST_USE bool explained_lists(struct arena *a, struct instance *in, const struct snapshot *s,
                              const struct explained_lists_ask *ask, struct explained_lists *out,
                              struct err *err);
#endif
