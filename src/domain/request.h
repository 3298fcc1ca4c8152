/* domain/request.h - a request for a named contact, from the asking until the
 * resident has seen the answer; and opting out. Pure: the moment is given.
 *
 * Sources: 6 kap. 2 § patientlagen (2014:821): a care contact person is named
 * if the patient asks for it, or if it is necessary for safety, continuity,
 * coordination and security; 6 kap. 3 §: a patient gets the possibility to
 * choose, and access to, a named doctor. That a request waits, is declined only
 * with a reason and is answered to the one who asked is good administration
 * (and, of what is seen, the region's practice): the law has no form for it. */
#ifndef DOMAIN_REQUEST_H
#define DOMAIN_REQUEST_H
#include "core/day.h"
#include "domain/doctor.h"

/* requested → assigned | waiting | declined; waiting → assigned | declined;
 * assigned | declined → informed → seen; requested | waiting → withdrawn. */
enum request_state { /* stored: add at the end, never reorder */
                     REQUEST_REQUESTED,
                     REQUEST_ASSIGNED,
                     REQUEST_WAITING, /* for a doctor with room */
                     REQUEST_DECLINED,
                     REQUEST_INFORMED, /* of what became of it */
                     REQUEST_SEEN,
                     REQUEST_WITHDRAWN,
                     REQUEST_STATES
};
#define MOMENT_NONE ((struct moment){INT64_MIN})
struct request {
    int64_t person;
    enum contact_kind kind;
    enum request_state state;
    struct moment at[REQUEST_STATES]; /* when each state was reached; MOMENT_NONE: not */
};

/* Why staff ask for a care contact person: a set of bits. */
enum need { NEED_SAFETY = 1, NEED_CONTINUITY = 2, NEED_COORDINATION = 4, NEED_SECURITY = 8 };
/* The words of the bits of need in their order, ended by NULL: what an option's choice is. */
extern const char *const NEED_WORD[];
/* The words of the states, and of need. */
extern const struct vocab VOCAB_REQUEST_STATE, VOCAB_NEED;

struct request_facts {
    struct hsaid unit;  /* where the person is listed; text[0] == 0: nowhere */
    bool has_ended;     /* died or emigrated */
    bool has_opted_out; /* of named doctors */
    bool has_wish;      /* the wished doctor is theirs there */
    bool has_open;      /* a request of this kind is requested or waiting, */
    bool is_asked_so;   /* which the same one asked for, in the same way */
};
struct request_ask {
    int64_t person;
    enum contact_kind kind;
    enum party by;                   /* to the unit where the person is listed */
    bool is_wanted;                  /* the person, or a guardian, wants it: always so of theirs */
    unsigned need;                   /* bits of enum need; 0: none said */
    const struct doctor_facts *wish; /* the wished doctor, kind 2; NULL: any */
    struct doctor_of of;             /* of the person, for the wish */
    struct day on;
};
enum request_verdict {
    REQUEST_MAY,
    REQUEST_KIND,       /* only kinds 1, 2 and 4 are asked for; kind 3 is the municipality's */
    REQUEST_RIGHT,      /* not by this party */
    REQUEST_NEED,       /* staff must say that it is wanted, or, of kinds 1 and 4, the need */
    REQUEST_ENDED,      /* the person died or emigrated */
    REQUEST_NOT_LISTED, /* kind 2: the doctor is chosen where one is listed */
    REQUEST_OPTED_OUT,  /* kind 2: opt in first */
    REQUEST_OPEN,       /* there is another one */
    REQUEST_ALREADY,    /* so it is: that one is open */
    REQUEST_HAS,        /* the wished doctor is the person's there already */
    REQUEST_WISH,       /* the wished doctor may not be this person's there */
    REQUEST_EDGE,       /* no such step from the state that it is in */
    REQUEST_REASON,     /* declining needs one */
    REQUEST_TIME,       /* before the state that it is in */
    REQUEST_VERDICTS
};
/* May it be opened? A panel that is full or closed does not hinder: then it waits. On REQUEST_MAY
 * *out is the request as it is at `now`. */
enum request_verdict request_open(const struct rules *rules, const struct request_facts *facts,
                                  const struct request_ask *ask, struct moment now,
                                  struct request *out);

struct request_step {
    enum request_state to;
    enum party by;
    struct str reason; /* looked at when declining */
    struct moment now;
    bool has_ended;     /* looked at when letting wait: the person died or emigrated, */
    bool has_opted_out; /* or does without a named doctor */
};
/* Takes it one step on, *request unchanged on a refusal. Who may: the unit's staff, its head and
 * an administrator assign, let wait, decline and inform; the person or a guardian sees; whoever
 * may ask withdraws. Whoever may not ask for it any more does not wait for it, either. */
enum request_verdict request_step(struct request *request, const struct request_step *step);
/* The parties that may take that step; 0: there is no such edge. */
unsigned request_may_step(enum request_state from, enum request_state to);

bool request_is_open(enum request_state state); /* requested or waiting */

/* ---- to do without a named doctor ---- */

enum opt_verdict {
    OPT_MAY,
    OPT_ALREADY,    /* so it is: nothing to do */
    OPT_RIGHT,      /* the person, a guardian, or staff for them */
    OPT_NOT_OFFERED /* the region's rules have no opting out; in one may always opt */
};
/* Opting out ends an active named doctor (END_OPTED_OUT) and withdraws an open request for one;
 * opting in brings neither back. */
enum opt_verdict opt_decide(const struct rules *rules, bool is_out, bool wants_out, enum party by);

/* An error's code: "request.right"; NULL for what may be. */
const char *request_code(enum request_verdict verdict);
const char *opt_code(enum opt_verdict verdict);
#endif
