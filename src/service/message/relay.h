/* service/message/relay.h - the feed of events: the relay that gives committed events their
 * places and removes those that have been kept long enough, and reading the feed,
 * of which persons with a protected identity are a part, and staff are named, only for who has
 * the right.
 *
 * Errors: those of service/work.h and service/access/access_log.h; ERR_MISSING "events.place" (a
 * place after the last that was given: who keeps it would pass by what comes), ERR_DENIED
 * "actor.role" (the feed is read by administrators).
 *
 *     struct relay_done done;
 *     if (!relay_run(in, &(struct relay_ask){.keep_days = 30}, &done, err)) … */
#ifndef SERVICE_MESSAGE_RELAY_H
#define SERVICE_MESSAGE_RELAY_H
#include "core/sb.h"
#include "domain/access.h"
#include "service/instance.h"
#include "store/outbox_store.h"

enum { RELAY_KEEP_DAYS = 30 }; /* who was away so long can still replay */

struct relay_ask {
    int64_t keep_days;
    bool dry_run;
};
struct relay_done {
    uint64_t placed, removed; /* with dry_run what would have been */
};
/* One transaction; without anything to do nothing is written. */
MUST_USE bool relay_run(struct instance *in, const struct relay_ask *ask, struct relay_done *out,
                        struct err *err);

struct feed_ask {
    struct actor actor;
    int64_t after; /* a place */
    uint32_t most; /* events that are looked at */
};
struct feed_page {
    int64_t last; /* read on from here; `after` where there was nothing more */
    uint32_t shown;
    uint32_t withheld; /* of protected persons, from who may not see them */
};
/* Logs who reads, and then reads. An event of a protected person is withheld whole from who does
 * not open protected persons: neither key nor unit is told, only how many. Of staff whose identity
 * is protected they are not told the HSA-id: `staff` and `of` are null in the data, `by` is empty.
 */
MUST_USE bool feed_read(struct arena *a, struct instance *in, const struct feed_ask *ask,
                        struct outbox_reader reader, struct feed_page *out, struct err *err);

/* The envelope, as docs/developer/events.md says: one JSON object. */
void feed_envelope(struct sb *out, const struct outbox_row *row);
#endif
