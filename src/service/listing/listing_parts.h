/* service/listing/listing_parts.h - what the files of a listing share: listing.c asks and carries
 * out, listing_signing.c says who has signed, listing_doctor.c with which doctor, listing_answer.c
 * what is answered. */
#ifndef SERVICE_LISTING_LISTING_PARTS_H
#define SERVICE_LISTING_LISTING_PARTS_H
#include "service/act_about.h"
#include "service/listing/listing.h"
#include "service/listing/listing_facts.h"
#include "service/listing/listing_named.h"
#include "store/application_store.h"
#include "store/consent_store.h"

/* What is asked, read and known. */
struct listing_asked {
    struct arena *arena;
    struct instance *in;
    const struct listing_request *request;
    int64_t person;
    struct act_unit unit;
    struct hsaid doctor; /* who is wished, or with whom it is; empty: nobody */
    int64_t guardian;    /* the one who signs; 0: the person, or all */
    bool is_electronic;  /* not on a form */
    enum party by;       /* what the actor is to the person and the unit */
    struct person_facts stated;
    struct listing_person facts;
    struct listing_ask ask;
    struct consent_now waits;       /* .id 0: no change waits */
    struct application_now granted; /* .id 0: none was, or it is used */
    struct listing_unit at;         /* the unit, as it was decided upon */
    struct listing_decision decision;
    struct str special;         /* of what is decided; empty: none */
    int64_t doctor_id;          /* where listings are on doctors, of `doctor`; else 0 */
    struct listing_named named; /* and what was decided of them */
    int64_t request_id;         /* that was opened for the wished doctor; 0: none */
};

/* What the actor is to the person and the unit, and so who signs. Where it is refused the act is
 * over, and logged as denied. */
MUST_USE bool listing_sign(struct act *act, struct listing_asked *q, struct err *err);
/* The bits of who has signed, by what is known of the person now. */
unsigned listing_signatures(const struct listing_asked *q);

/* Where listings are on doctors: whose list it is, before it is decided. Who consents to a change
 * without naming a doctor consents to the one whom it has. */
MUST_USE bool listing_doctor_find(struct listing_asked *q, struct err *err);
/* After it was decided. Where listings are on units, opens a request for the wished doctor; where
 * they are on doctors, decides whether that one may have the person. Where that is refused by the
 * rules, *is_refused, and *err says why. */
MUST_USE bool listing_doctor_decide(struct act *act, struct listing_asked *q, bool *is_refused,
                                    struct err *err);
/* Does only the doctor change, the unit's listing stands? */
bool listing_doctor_only(const struct listing_asked *q);

/* Since when the person is listed there, or will be; DAY_NONE: neither. */
struct day listing_answer_since(const struct listing_asked *q);
/* After it was carried out. */
MUST_USE bool listing_answer_fill(const struct listing_asked *q, struct listing_answer *out,
                                  struct err *err);
/* As it is kept with the key; what the actor may not see is then taken out of it. */
MUST_USE bool listing_answer_keep(const struct listing_asked *q, struct listing_answer *answer,
                                  struct str *out, struct err *err);
/* Into q->unit: the unit of the answer. */
MUST_USE bool listing_answer_unit(struct listing_asked *q, struct str text, struct err *err);
MUST_USE bool listing_answer_read(const struct listing_asked *q, struct str text,
                                  struct listing_answer *out, struct err *err);
#endif
