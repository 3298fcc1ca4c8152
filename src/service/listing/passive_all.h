/* service/listing/passive_all.h - everybody who has not chosen and is listed nowhere is listed by
 * area, newborn ones with the mother's unit: one act, previewed with dry_run. It shows
 * nobody, so who has protected identity is listed as all others, and counted; the access
 * log gets one entry with the number.
 *
 * Errors: those of service/act.h; ERR_DENIED "passive.party" (administrators only). */
#ifndef SERVICE_LISTING_PASSIVE_ALL_H
#define SERVICE_LISTING_PASSIVE_ALL_H
#include "domain/access.h"
#include "domain/hsaid.h"
#include "domain/passive.h"
#include "service/instance.h"

struct passive_all_request {
    struct actor actor;
    struct str key;
    bool dry_run;
    void *state; /* show(state, …), NULL: nobody is shown how far it is */
    void (*show)(void *state, uint64_t done, uint64_t total);
};
struct passive_all_unit {
    struct str unit, name;
    int64_t persons, near; /* near: of them in place of a unit that has no room */
};
struct passive_all_answer {
    bool is_repeat;
    int64_t looked;                       /* persons who are listed nowhere */
    int64_t verdict[PASSIVE_NOWHERE + 1]; /* of them, by what was decided */
    const struct passive_all_unit *unit;  /* those that get somebody; of a repeat none */
    size_t units;
};
/* In the arena. */
MUST_USE bool passive_all(struct arena *a, struct instance *in,
                          const struct passive_all_request *request, struct passive_all_answer *out,
                          struct err *err);
#endif
