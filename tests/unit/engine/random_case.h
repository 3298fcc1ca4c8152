/* tests/unit/engine/random_case.h - a random world, measures and what is asked of them, from
 * choices; and whether the engine says of it what the oracle says. */
#ifndef TESTS_UNIT_ENGINE_RANDOM_CASE_H
#define TESTS_UNIT_ENGINE_RANDOM_CASE_H
#include "engine/eval.h"
#include "random_world.h"

enum { CASES = 1000 /* by seeds from 1: so many are tried */, CASE_MEASURES = 4 };

struct random_case {
    struct world world;
    const struct definition *definition[CASE_MEASURES];
    struct str text[CASE_MEASURES];
    struct eval_request ask;
};
/* Of so many persons at least; its world is the caller's to close. */
void case_make(struct random_case *out, struct choices *c, uint32_t persons);
void case_eval(const struct random_case *r, const struct eval_table **table, size_t *tables);

/* Places and cells. */
bool case_same_table(const struct eval_table *x, const struct eval_table *y);
/* The persons are divided at random; each part is counted by itself, and their sums added up. */
bool case_same_by_parts(const struct random_case *r, const struct eval_table *one, size_t tables);

/* Where a table differs from what the oracle says of `asked`, and where the lists of its first and
 * its last place do; NULL: nowhere. */
const char *case_difference(struct arena *a, const struct snapshot *s, const struct eval_table *t,
                            const struct definition *asked, const struct eval_request *ask);
const char *case_difference_of_places(struct arena *a, const struct snapshot *s,
                                      const struct eval_table *t, const struct definition *asked,
                                      const struct eval_request *ask);

/* What a wrong engine would be held for right: the oracle is asked of another measure. NULL: of the
 * same. */
typedef const struct definition *(*case_changing)(struct arena *a, const struct definition *d);
struct case_finding {
    const char *why; /* NULL: engine and oracle agree */
    struct str text;
    enum eval_level level;
};
/* Every place, month and cell, by every instruction set, in parts, by person and on lists. */
struct case_finding case_look(const struct random_case *r, case_changing change);
/* Whether they differ in the case that is made of the choices. */
bool case_fails(struct choices *c, case_changing change);
#endif
