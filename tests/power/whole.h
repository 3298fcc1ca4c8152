/* tests/power/whole.h - what must hold of a registry whatever was done to it, looked at by
 * other means than the program's where that is possible: what is in effect is what the rules make
 * of what is stated, and stands in no two places; each change has its entry in the log, which is
 * sound, and what holds is what has been told since the first load, event by event without a gap;
 * pages and references are whole. */
#ifndef TESTS_POWER_WHOLE_H
#define TESTS_POWER_WHOLE_H
#include "service/instance.h"

/* NULL: it is whole; else what is wrong. Outside a transaction. `pages`: reads every page, too. */
const char *whole_look(struct instance *in, bool pages, char why[static 256]);
#endif
