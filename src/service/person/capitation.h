/* service/person/capitation.h - the basis of payment: who is listed at each unit at a month-end,
 * by age and sex, frozen once, with what is known now beside it.
 *
 * Errors: those of service/act.h and service/act_about.h; ERR_DENIED "actor.role" (not an
 * administrator); ERR_INVALID "capitation.month_open" (the month is not over),
 * "capitation.month_early" (to be frozen, and nobody was listed yet by its end). */
#ifndef SERVICE_PERSON_CAPITATION_H
#define SERVICE_PERSON_CAPITATION_H
#include "domain/access.h"
#include "domain/capitation.h"
#include "domain/hsaid.h"
#include "service/instance.h"

struct capitation_request {
    bool has_month;
    struct month month; /* without it the last that is over */
    bool freezes;
    struct moment known_at; /* of what is shown; us INT64_MAX: now */
    struct actor actor;     /* with a unit: that one is shown; what is frozen is all */
    struct str key;
    bool dry_run;
};
struct capitation_line {
    struct hsaid unit;
    enum age_group age;
    enum sex sex;
    int64_t frozen, now; /* persons; frozen 0 where the month is not frozen too */
};
struct capitation_answer {
    struct month month;
    bool is_frozen, is_already; /* already: it was frozen before, and stays so */
    struct moment frozen_at;
    const struct capitation_line *line; /* by unit, age, sex; where either is more than 0 */
    size_t count;
    int64_t frozen, now; /* sums */
};
/* Whether the last month that is over is still to be frozen: it is not, and by its end somebody was
 * listed, and the registry knew of anybody's listing. Earlier ones are not, nor one of before it
 * was filled: what is known of them now is not what was known then. */
MUST_USE bool capitation_due(struct instance *in, bool *is_due, struct month *out, struct err *err);
MUST_USE bool capitation(struct arena *a, struct instance *in,
                         const struct capitation_request *request, struct capitation_answer *out,
                         struct err *err);
#endif
