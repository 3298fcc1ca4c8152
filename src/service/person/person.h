/* service/person/person.h - what the registry says of one person, and who answers to a name, a
 * day of birth or a unit: what held on a day, as it was known at a moment. Only shown:
 * the access log is written before anything is returned.
 *
 * A protected identity (rule 22) is shown as a mark to who has not said that they have the
 * right; in a list it is counted beside. It counts whether the identity was protected then or
 * is now. A named contact at a unit that the person has blocked (rule 24, domain/block.h) is
 * shown to that unit, to the person, and by consent or in emergency.
 *
 * Errors: those of service/act_about.h and service/person/as_of.h; ERR_DENIED "actor.role" (not
 * theirs to see); ERR_INVALID "person.filter" (nothing is looked for), "person.day" (the day is
 * more than a year ahead), "block.opening" (consent and emergency at once, no line of 1 to 200
 * characters, or by who may not). */
#ifndef SERVICE_PERSON_PERSON_H
#define SERVICE_PERSON_PERSON_H
#include "domain/access.h"
#include "domain/block.h"
#include "service/known.h"
#include "service/person/as_of.h"

enum person_section {
    PERSON_KEY,
    PERSON_PROTECTION,
    PERSON_NAME,
    PERSON_IDENTIFIER,
    PERSON_BIRTH,
    PERSON_SEX,
    PERSON_REGISTRATION,
    PERSON_GUARDIAN,
    PERSON_LISTING,
    PERSON_CONTACT,
    PERSON_RESIDENCE,
    PERSON_PENDING, /* of today as it is known now; of another time none is given */
    PERSON_BLOCK,
    PERSON_BLOCKED /* something is, that is not shown */
};
extern const struct vocab VOCAB_PERSON_SECTION;
/* Where a line stands to the day that is asked for. */
enum person_when { WHEN_ALWAYS, WHEN_NOW, WHEN_BEFORE, WHEN_PLANNED, WHEN_OVERRULED };
extern const struct vocab VOCAB_PERSON_WHEN; /* "", now, before, planned, overruled */

struct person_line {
    enum person_section section;
    enum person_when when;
    struct str code;  /* a word of a vocabulary, or empty: basis, kind, sex, reason */
    struct str value; /* what it is: an identifier, a name, an HSA-id of staff, a municipality or a
                         county, the number of an application or a request, a place in a queue */
    struct str unit;  /* HSA-id; empty: none */
    struct day from, to;
    struct moment recorded; /* us 0: not said */
    /* Of a named contact: why it ended, a word of VOCAB_CONTACT_END or somebody's own; and why it
     * was assigned although the panel was full. Empty: neither. */
    struct str reason, override;
    struct str kind; /* of a request: the kind of named contact, a word of VOCAB_CONTACT_KIND */
    struct str wait; /* of a place in a queue: the estimated days; empty: not known */
};
struct person_show_request {
    struct str person; /* as written */
    struct known_time time;
    struct actor actor;
    struct block_opening opening;
};
struct person_shown {
    int64_t person;
    struct day on;
    bool is_marked; /* protected, and only that is shown */
    const struct person_line *line;
    size_t count;
};
MUST_USE bool person_show(struct arena *a, struct instance *in,
                          const struct person_show_request *request, struct person_shown *out,
                          struct err *err);

enum { PERSON_FIND_MOST = 500 };
struct person_find_request {
    struct str name, unit; /* as written; empty: any */
    struct day born;       /* DAY_NONE: any */
    struct known_time time;
    struct actor actor;
};
struct person_found {
    int64_t person;
    struct person_id number;
    struct str given_name, surname;
    struct day birth_date;
    struct str unit; /* where they were listed on the day; empty: nowhere */
};
struct person_finding {
    const struct person_found *row; /* by key */
    size_t count;
    size_t more;     /* beyond PERSON_FIND_MOST */
    bool leaves_out; /* whose identity is protected: how many would say who */
};
MUST_USE bool person_find(struct arena *a, struct instance *in,
                          const struct person_find_request *request, struct person_finding *out,
                          struct err *err);
#endif
