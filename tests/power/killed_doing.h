/* tests/power/killed_doing.h - what the process does that killed_acts.c kills: acts of each kind
 * with a key, which are the same act whenever they are asked by the same number; and what is done
 * without one: loads, places in the feed, letters. */
#ifndef TESTS_POWER_KILLED_DOING_H
#define TESTS_POWER_KILLED_DOING_H
#include "service/instance.h"

enum { DOING_TODAY = 45305 /* 2024-01-15 */, DOING_PERSONS = 12, DOING_UNITS = 3 };

/* What a load brings; `number` tells one from the next: `in` is a folder. */
void doing_put_files(const char *in, unsigned number);

enum doing_did { DID_FAIL, DID_DO, DID_REFUSE }; /* fail: err says how; refuse: by the rules */
enum doing_did doing_act(struct instance *in, unsigned number, bool *repeated, struct err *err);
const char *doing_name(unsigned number); /* of what kind it is */
enum { DOING_KINDS = 20 };

MUST_USE bool doing_deliver(struct instance *in, struct err *err);
MUST_USE bool doing_letters(struct instance *in, struct err *err);
#endif
