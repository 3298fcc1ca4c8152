/* service/contact/contact_acts.h - what is done about the named contacts that one person has:
 * one ends, the person has been told, the person wants no named doctor or one again.
 *
 *     struct contact_acting asked = {.person = person, .kind = KIND_DOCTOR, .reason = why, …};
 *     if (!contact_acts_end(a, in, &asked, &done, err)) …
 *
 * Errors: those of service/act.h and service/act_about.h; ERR_DENIED "assign.right" (not of the
 * unit where the contact works or, where there is none, the person is listed); ERR_CONFLICT
 * "assign.none_such" (the person has no such contact on the day or later), "assign.which" (has
 * several: say which); ERR_INVALID "assign.reason" (no line of 1 to 200 characters),
 * "assign.day_far"; of opting out as opt_code() and gone_code() have it. */
#ifndef SERVICE_CONTACT_CONTACT_ACTS_H
#define SERVICE_CONTACT_CONTACT_ACTS_H
#include "domain/access.h"
#include "domain/request.h"
#include "service/instance.h"

struct contact_acting {
    struct str person; /* as written */
    enum contact_kind kind;
    struct str staff;  /* of several of the kind: whom; empty: there is one */
    struct day from;   /* the first day without; DAY_NONE: today */
    struct str reason; /* of ending; the person is told it */
    struct actor actor;
    struct str key;
    bool dry_run;
};
struct contact_acted {
    bool is_already;          /* so it was: nothing was changed */
    bool is_repeat;           /* was answered before with the key */
    struct hsaid staff, unit; /* the contact; of opting out who would be next; text[0] == 0: none */
    struct day from;          /* the first day of what was done, or is so already */
    bool is_again;            /* of one that is taken back: the former named doctor stands again */
    struct hsaid again, again_at; /* who that is, where; text[0] == 0: the actor may not know */
};
/* It is so already of one whose last day is the one before `from`. */
MUST_USE bool contact_acts_end(struct arena *a, struct instance *in,
                               const struct contact_acting *asked, struct contact_acted *out,
                               struct err *err);
/* That somebody has told the person who their contact is. */
MUST_USE bool contact_acts_inform(struct arena *a, struct instance *in,
                                  const struct contact_acting *asked, struct contact_acted *out,
                                  struct err *err);
/* From the day on. Out: what named doctors the person has then or is to have ends. */
MUST_USE bool contact_acts_opt_out(struct arena *a, struct instance *in,
                                   const struct contact_acting *asked, struct contact_acted *out,
                                   struct err *err);
MUST_USE bool contact_acts_opt_in(struct arena *a, struct instance *in,
                                  const struct contact_acting *asked, struct contact_acted *out,
                                  struct err *err);
#endif
