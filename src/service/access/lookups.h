/* service/access/lookups.h - how many persons somebody looks up: snooping is the likely attack on a
 * registry. Whoever has looked up too many in a minute has to wait before they may by an
 * identifier; whoever opened too many in an hour is told of by an entry of its own, an alarm, for
 * who reviews the log. How many: the rule file, log.lookups_a_minute and log.persons_an_hour.
 *
 * An act is counted once, whomever it was about: lists, and what is done to persons by a filter, a
 * file or a selection, are one. A login of the machine (os:) never has to wait, for the region's
 * own scripts run under it; it is told of all the same.
 *
 * Errors: ERR_BUSY "log.lookups" (the limit; it is in the log as denied), those of
 * service/access/access_log.h.
 *
 *     if (!lookups_may(in, &actor, STR("who"), written, err) || !persons_key(in, written, &key,
 * err) || !lookups_opened(in, &actor, key, err)) … */
#ifndef SERVICE_ACCESS_LOOKUPS_H
#define SERVICE_ACCESS_LOOKUPS_H
#include "domain/access.h"
#include "service/instance.h"

#define LOOKUPS_ALARM "log alarm" /* the act of such an entry */

/* Before anybody is looked for, as they are written (access_lookup_waits()). */
MUST_USE bool lookups_may(const struct instance *in, const struct actor *actor, struct str what,
                          struct str written, struct err *err);
/* The person is about to be opened: sees to the alarm, at most one of an actor and an hour. */
MUST_USE bool lookups_opened(const struct instance *in, const struct actor *actor, int64_t person,
                             struct err *err);
#endif
