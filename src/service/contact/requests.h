/* service/contact/requests.h - requests for named contacts: somebody asks, the unit assigns,
 * lets wait or declines, the one who asked is told and has seen it. What is so is
 * read, domain/request.h decides, and one act carries it out.
 *
 *     struct request_asking asking = {.person = person, .kind = KIND_DOCTOR, .actor = actor};
 *     if (!requests_open(a, in, &asking, &answer, err)) …
 *     struct request_moving moving = {.id = answer.id, .to = REQUEST_WAITING, .actor = actor};
 *     if (!requests_step(a, in, &moving, &answer, err)) …
 *
 * Who asks again for what they have asked for, and is open, is answered that it is so already.
 *
 * Who declines tells the resident so, and why; who informs tells of what was assigned.
 *
 * Errors: those of service/act.h and service/act_about.h; a refusal by the rules,
 * as domain/request.h names it; ERR_MISSING "request.unknown" (no request has the
 * number, or none that this one may know of), "staff.unknown"; ERR_INVALID
 * "request.reason_long" (no line of 1 to 200 characters). */
#ifndef SERVICE_CONTACT_REQUESTS_H
#define SERVICE_CONTACT_REQUESTS_H
#include "domain/request.h"
#include "service/act.h"
#include "service/known.h"
#include "store/request_store.h"

struct request_asking {
    struct str person; /* as written */
    enum contact_kind kind;
    struct str wish; /* a doctor's HSA-id; empty: any */
    unsigned need;   /* bits of enum need */
    bool is_wanted;  /* of staff who ask for somebody */
    struct actor actor;
    struct str key;
    bool dry_run;
};
struct request_moving {
    int64_t id;
    enum request_state to; /* waiting, declined, informed, seen or withdrawn */
    struct str reason;     /* of declining */
    struct actor actor;
    struct str key;
    bool dry_run;
};
struct request_answer {
    int64_t id;
    enum contact_kind kind;
    enum request_state state;
    bool is_already; /* it was in that state; of who asks, the request is there, in that state */
    bool is_repeat;  /* was answered before with the key */
};
MUST_USE bool requests_open(struct arena *a, struct instance *in,
                            const struct request_asking *asking, struct request_answer *out,
                            struct err *err);
MUST_USE bool requests_step(struct arena *a, struct instance *in,
                            const struct request_moving *moving, struct request_answer *out,
                            struct err *err);

/* The open ones that the actor may see, oldest first, logged as one list that was shown. A resident
 * or guardian sees none: ERR_DENIED "actor.role". */
struct request_list {
    struct request_waiting *row;
    bool *is_blocked; /* of each: something of the person is blocked, and no wish is shown */
    size_t count;
    bool leaves_out; /* of persons whose identity is protected: how many would say who */
    struct day on;   /* to which their ages are counted */
};
MUST_USE bool requests_list(struct arena *a, struct instance *in, const struct actor *actor,
                            const struct known_time *time, struct request_list *out,
                            struct err *err);

/* ---- for other acts, inside theirs ---- */

/* Opens the person whose request it is, with `about` in the log, and what the actor is to them: to
 * whom they are nothing, resident or staff of another unit, there is none of that number. */
MUST_USE bool request_theirs(struct act *act, const struct request_kept *kept, struct str about,
                             enum party *by, struct err *err);
/* What the access log says of it: "request=17". */
struct str request_about(struct arena *a, int64_t id);

/* A contact was assigned: an open request of the person for that kind is fulfilled by it. Where it
 * was there before no message has told of it: then one tells that it is the answer. */
struct request_fulfilling {
    int64_t person;
    enum contact_kind kind;
    enum party by; /* to the unit; it may assign */
    struct hsaid unit, staff;
    bool was_there; /* the contact was theirs before this act */
};
MUST_USE bool request_fulfil(struct act *act, const struct request_fulfilling *by, struct err *err);
/* Whoever comes to be listed at the unit on the day, or is, wishes for a doctor there: a request is
 * opened as requests_open() does. A refusal by the rules is *refusal, and nothing is written; else
 * *id is its number, and stays as it was where they have asked for the same already. */
struct request_wishing {
    int64_t person, identifier; /* the newest */
    struct hsaid unit, doctor;
    struct day on;
};
MUST_USE bool request_wish(struct act *act, const struct request_wishing *w, int64_t *id,
                           enum request_verdict *refusal, struct err *err);
/* The same refusal as an error; returns false. */
bool request_refusal(enum request_verdict verdict, struct err *err);
/* The person has been told what a request has led to, of a contact or by a message: what was
 * assigned or declined is informed; where a resident has read it themselves, also seen, for there
 * is no step to seen but from informed. *steps: how many that were; none is no fault. */
struct request_telling {
    int64_t person;
    enum contact_kind kind;
    struct hsaid staff; /* the contact; text[0] == 0: none */
    int64_t message;    /* 0: none */
    enum party reader;  /* who has read it; PARTY_NONE: they were told otherwise */
};
MUST_USE bool request_told(struct act *act, const struct request_telling *t, unsigned *steps,
                           struct err *err);
/* The person does without a named doctor: an open request for one is withdrawn. */
MUST_USE bool request_withdraw_of(struct act *act, int64_t person, enum party by, struct err *err);
/* Who has died or emigrated waits for nobody, nor for a named doctor who does without one by today:
 * their open requests are withdrawn. So is, of who was two persons when they asked for the same,
 * what was asked later. */
MUST_USE bool request_sweep(struct act *act, struct err *err);
/* The person chooses the unit from the day on: an open request for a named doctor who does not work
 * there then is withdrawn. */
MUST_USE bool request_withdraw_elsewhere(struct act *act, int64_t person, const struct hsaid *unit,
                                         struct day on, struct err *err);
/* What did so is taken back: they are open again, but for those who have asked anew. */
MUST_USE bool request_take_back(struct act *act, int64_t undone, struct err *err);
#endif
