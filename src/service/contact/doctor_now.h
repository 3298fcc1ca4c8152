/* service/contact/doctor_now.h - who is this person's doctor now: a handful of facts is read,
 * domain/who.h answers.
 *
 *     struct who_read read;
 *     if (!who_read(a, in->db, person, today, &read, err)) …
 *
 * Errors: those of store/db.h; of who_show() those of service/act_about.h and
 * service/access/access_log.h, ERR_INVALID "block.opening", and ERR_DENIED "who.right" (a resident
 * asks for themselves, a guardian for the child). */
#ifndef SERVICE_CONTACT_DOCTOR_NOW_H
#define SERVICE_CONTACT_DOCTOR_NOW_H
#include "domain/block.h"
#include "service/known.h"
#include "store/who_store.h"

struct who_read {
    struct who_answer answer;
    struct who_listed unit; /* where the person is listed on the day; texts are in the arena */
    int64_t staff;          /* of the answer's doctor: the registry's id; 0: none */
    bool is_reachable;      /* the unit itself can be turned to */
};
/* For programs and pages: it logs nothing, and asks nobody what they may see. */
MUST_USE bool who_read(struct arena *a, struct db *db, int64_t person, struct day on,
                       struct who_read *out, struct err *err);

struct who_asking {
    struct str person; /* as written */
    struct known_time time;
    struct block_opening opening; /* of blocked information; BLOCK_CLOSED: it is not opened */
    struct actor actor;
};
struct who_shown {
    struct who_read read;
    struct day on;
    struct str doctor; /* given name and surname, as far as they are known */
    bool is_hidden;    /* there is a doctor, whose identity is protected: neither name nor id */
    bool is_blocked; /* something of the person is blocked, and not opened: no doctor is told where
                      * it is of this unit, nor why there is none, for that would say which unit it
                      * is of */
};
/* For who asks: the person is opened, which is logged before anything is shown. */
MUST_USE bool who_show(struct arena *a, struct instance *in, const struct who_asking *asking,
                       struct who_shown *out, struct err *err);
#endif
