/* service/contact/assign_filter.h - whom a filter finds: field=value,… all of which hold of the
 * listed of a unit on a day.
 *
 *     unit=SE…        listed there (else at the unit that the caller names)
 *     area=…          live in the area
 *     doctor=SE…|none have that named doctor, have none
 *     kind1, saebo, home_care, request = yes|no
 *                     have a care contact person, live in SÄBO, have home care, have an open
 *                     request for a contact of the kind that is assigned
 *     age_from, age_to
 *                     years on the day, both inside
 *
 * A contact at a unit that the person has blocked to who asks is none.
 *
 * Errors: ERR_INVALID "assign.filter" (no such field), "assign.filter_value",
 * "assign.filter_twice", their detail the field; errors of hsaid_parse(), "unit.unknown".
 */
#ifndef SERVICE_CONTACT_ASSIGN_FILTER_H
#define SERVICE_CONTACT_ASSIGN_FILTER_H
#include "service/contact/block_facts.h"
#include "service/contact/contact_facts.h"

struct assign_filter {
    struct str unit;                              /* as written; empty: none said */
    struct str area;                              /* empty: any */
    bool by_doctor;                               /* `doctor` is said */
    struct hsaid doctor;                          /* text[0] == 0: none */
    enum answer kind1, saebo, home_care, request; /* ANSWER_NONE: not said */
    int64_t age_from, age_to;                     /* -1: not said */
    struct blocks_closed closed;                  /* to who asks; the caller's */
};
MUST_USE bool assign_filter_parse(struct str written, struct assign_filter *out, struct err *err);
/* Those of the unit (the registry's id) who are found, as contact_facts_persons() has them. */
MUST_USE bool assign_filter_find(const struct contact_facts *f, const struct assign_filter *filter,
                                 int64_t unit, enum contact_kind kind, struct contact_persons *out,
                                 struct err *err);
#endif
