/* service/contact/contact_write.h - what domain/assign.h decided of a named contact is stated,
 * with what follows: the former doctor ends, the new one where a change of unit is planned or the
 * person is to do without one, the resident is told, an open request is fulfilled. Whoever assigns
 * a named contact or ends one, for whatever reason, writes it here. Each touches the person.
 *
 * Errors are those of store/db.h. */
#ifndef SERVICE_CONTACT_CONTACT_WRITE_H
#define SERVICE_CONTACT_CONTACT_WRITE_H
#include "service/act.h"
#include "service/contact/contact_facts.h"
#include "store/named_contact_store.h"

/* Who becomes a contact; of the registry's ids, and as they are told. */
struct contact_new {
    enum contact_kind kind;
    int64_t staff_id, unit_id;
    struct hsaid staff, unit;
    struct day from;
    struct str reason; /* of an override; empty: none was asked for */
    enum party by;
    const enum basis *chosen; /* as of a struct named_contact_said */
};
/* `decision` is ASSIGN_MAY of that person. */
MUST_USE bool contact_assign(struct act *act, const struct assign_person *person,
                             const struct contact_about *about, const struct contact_new *contact,
                             const struct assign_decision *decision, struct err *err);

/* A contact ends, its last day being given (before its first: it is taken back), in somebody's own
 * words, which are told. */
struct contact_closing {
    int64_t person;
    const struct contact_now *contact;
    struct day last;
    struct str reason;
};
MUST_USE bool contact_close(struct act *act, const struct contact_closing *c, struct err *err);

/* The resident has been told, on the day: in the e-service, on paper or by somebody. Of their
 * contacts with that member of staff at that unit, on the day or later, those that they have not
 * been told of, and the requests that led to them. *informed: how many those were; none is no
 * fault. */
struct contact_informing {
    int64_t person;
    struct hsaid staff, unit;
    struct day on;
    enum party reader; /* who has read it; PARTY_NONE: they were told otherwise */
};
MUST_USE bool contact_inform(struct act *act, const struct contact_informing *i, unsigned *informed,
                             struct err *err);
#endif
