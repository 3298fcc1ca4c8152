/* tests/unit/engine/person_shown.h - a person of a snapshot with all rows, as
 * messages of a test that failed. */
#ifndef TESTS_UNIT_ENGINE_PERSON_SHOWN_H
#define TESTS_UNIT_ENGINE_PERSON_SHOWN_H
#include "engine/snapshot.h"

void person_show(const struct snapshot *s, uint32_t p);
#endif
