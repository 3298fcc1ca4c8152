/* service/contact/request_show.h - one request with its steps, open or closed: when each state was
 * reached, and by whom. Only shown: the access log is written before anything is returned.
 *
 *     struct request_shown shown;
 *     struct request_looking looking = {.id = id, .actor = actor};
 *     if (!request_show(a, in, &looking, &shown, err)) …
 *
 * To a resident it is not told who of the staff took a step. A member of staff with a protected
 * identity is shown to who has the right. Where anything of the person is blocked to the actor, and
 * not opened, no member of staff is shown, nor why it was declined.
 *
 * Errors: those of service/act.h and service/act_about.h; ERR_MISSING "request.unknown" (no request
 * has the number, or none that this one may know of), ERR_INVALID "block.opening". */
#ifndef SERVICE_CONTACT_REQUEST_SHOW_H
#define SERVICE_CONTACT_REQUEST_SHOW_H
#include "domain/block.h"
#include "service/instance.h"
#include "store/request_store.h"

struct request_step_shown {
    enum request_state state;
    struct moment at;
    bool by_resident;   /* the person or a guardian; else staff */
    struct str actor;   /* as in the access log; empty: not shown */
    struct hsaid staff; /* who was wished, or assigned; text[0] == 0: nobody, or not shown */
    struct str reason;  /* of declining; empty: none, or not shown */
};
struct request_shown {
    int64_t id;
    struct person_id number; /* the person's newest */
    enum contact_kind kind;
    unsigned need; /* bits of enum need */
    bool is_wanted;
    bool is_blocked;                 /* there is blocked information, which is not shown */
    struct request_step_shown *step; /* in the order of time */
    size_t steps;
};
struct request_looking {
    int64_t id;
    struct block_opening opening; /* of blocked information; BLOCK_CLOSED: it is not opened */
    struct actor actor;
};
MUST_USE bool request_show(struct arena *a, struct instance *in,
                           const struct request_looking *looking, struct request_shown *out,
                           struct err *err);
#endif
