/* tests/unit/engine/random_world.h - worlds and measures that look random and
 * come again with their seed: small ones, full of what goes wrong. */
#ifndef TESTS_UNIT_ENGINE_RANDOM_WORLD_H
#define TESTS_UNIT_ENGINE_RANDOM_WORLD_H
#include "../domain/random.h"
#include "engine/definition.h"
#include "world.h"

/* Persons of all ages and none, listings that follow each other or leave gaps, visits on the same
 * day, at units that units.csv does not have, by nobody; much happens on the edges of months. */
struct world random_world(struct random *r);
struct world random_world_of(struct random *r, uint32_t persons);
/* A measure that the language allows; its text in *text, for who looks into a failure. */
const struct definition *random_measure(struct arena *a, struct random *r, struct str *text);
#endif
