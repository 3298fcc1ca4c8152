/* tests/unit/engine/random_world.h - worlds and measures that look random and
 * come again with their choices: small ones, full of what goes wrong. */
#ifndef TESTS_UNIT_ENGINE_RANDOM_WORLD_H
#define TESTS_UNIT_ENGINE_RANDOM_WORLD_H
#include "choices.h"
#include "engine/definition.h"
#include "world.h"

/* Persons of all ages and none, listings that follow each other or leave gaps, visits on the same
 * day, at units that units.csv does not have, by nobody, events with local codes, halves of pairs
 * and odd numbers; much happens on the edges of months and of windows. */
struct world chosen_world(struct choices *c, uint32_t persons_at_least);
struct world random_world(struct random *r);
/* A measure that the language allows; its text in *text, for who looks into a failure. */
const struct definition *chosen_measure(struct arena *a, struct choices *c, struct str *text);
/* The code sets of such measures. */
enum { RANDOM_SETS = 5 };
void random_sets(struct arena *a, const struct codeset *out[static RANDOM_SETS]);
#endif
