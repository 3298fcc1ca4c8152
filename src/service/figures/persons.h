/* service/figures/persons.h - the persons behind figures, by the identifiers that are
 * printed: for who may see them.
 *
 *     struct persons_named named;
 *     if (!persons_name(a, instance, snapshot, &named, err))
 *         return false;
 *     struct eval_table t = persons_table(a, &named, &ask, &withheld, &left_out);
 *
 * Errors: ERR_MISSING "person.unknown", "unit.unknown", "staff.unknown"; ERR_INVALID "person.key"
 * and those of domain/person_id.h; those of store/person_store.h. No detail has an identifier. */
#ifndef SERVICE_FIGURES_PERSONS_H
#define SERVICE_FIGURES_PERSONS_H
#include "domain/person_id.h"
#include "engine/persons.h"
#include "service/figures/withheld.h"
#include "service/instance.h"

struct persons_named {
    const struct person_id *id; /* by person of the snapshot: the newest; packed 0: none any more */
    const uint32_t *by_id;      /* those that have one, in its order */
    size_t count;
};
/* In the arena. */
MUST_USE bool persons_name(struct arena *a, struct instance *in, const struct snapshot *s,
                           struct persons_named *out, struct err *err);
/* The registry's key of the person that is written so: an identifier, whichever of theirs, or
 * `key:` and that key. */
MUST_USE bool persons_key(const struct instance *in, struct str written, int64_t *key,
                          struct err *err);
/* Their place in the snapshot. */
MUST_USE bool persons_find(struct instance *in, const struct snapshot *s, struct str written,
                           uint32_t *person, struct err *err);
/* The unit of units.csv that has the HSA-id. ERR_MISSING "unit.unknown"; errors of hsaid_parse().
 */
MUST_USE bool persons_unit(const struct snapshot *s, struct str written, uint32_t *unit,
                           struct err *err);
/* The member of staff, of staff.csv or named by a contact. ERR_MISSING "staff.unknown"; errors of
 * hsaid_parse(). */
MUST_USE bool persons_staff(const struct snapshot *s, struct str written, uint32_t *staff,
                            struct err *err);
/* Whoever is left out becomes true, by person: for their protection, or for their figure would tell
 * what is blocked. */
struct persons_left_out {
    bool *is_protected, *blocked;
};
/* The measure's figures of each person in the denominator, of the one month, without what is
 * withheld: places are persons, by id. In the arena. */
struct eval_table persons_table(struct arena *a, const struct persons_named *named,
                                const struct persons_request *ask, const struct withheld *withheld,
                                struct persons_left_out *left_out);
/* Each list of a place, as persons_table(), without those whose figure is withheld. */
struct persons_lists {
    struct eval_table of[STANDINGS];
    size_t hidden[STANDINGS]; /* how many more are on it, but protected */
    size_t blocked;           /* and on any, for of which would tell what is blocked */
};
struct persons_lists persons_lists(struct arena *a, const struct snapshot *s,
                                   const struct persons_named *named,
                                   const struct persons_request *ask,
                                   const struct withheld *withheld);
#endif
