/* service/person/as_of.h - what held of one person on a day, as it was known at a position:
 * the two questions of time that the registry answers exactly (docs/developer/registry.md,
 * "Time"). Effects have no history of their own: they are made by the same pure rules of
 * the rows as they were at the position.
 *
 *     int64_t position;
 *     if (!as_of_position(in, moment, &position, err) ||
 *         !as_of_person(a, in, &(struct as_of_key){person, position}, &known, err)) …
 *     const struct as_of_listed *l = as_of_listed_on(&known, day);
 *
 * Errors: those of store/db.h; ERR_MISSING "person.unknown" (nothing was known of such a person
 * then). */
#ifndef SERVICE_PERSON_AS_OF_H
#define SERVICE_PERSON_AS_OF_H
#include "service/instance.h"
#include "store/as_of_store.h"

struct as_of_listed { /* a listing in effect */
    struct hsaid unit;
    struct day from, to; /* both inside; to DAY_NONE: open */
    enum basis basis;
    int64_t recorded;  /* the position that stated it */
    struct str county; /* where in another county: its code, and no unit; else empty */
};
struct as_of_named { /* a named contact in effect */
    enum contact_kind kind;
    struct hsaid staff, unit;
    struct day from, to, informed_on;
    int64_t recorded;
    bool is_protected;           /* the member of staff */
    struct str reason, override; /* as of the row; reason: only where the end is the row's */
};
struct as_of_person {
    struct as_of_key key;
    struct as_of_stated stated;                /* of the identifier that was the newest */
    struct person_id newest;                   /* that identifier */
    struct day end;                            /* of death or emigration; DAY_NONE: neither */
    const struct as_of_identifier *identifier; /* by id */
    const struct as_of_listed *listing;        /* by `from`, on no day two */
    const struct as_of_named *contact;         /* by `from` */
    const struct as_of_residence *residence;   /* in the order of recording; they may overlap */
    const struct as_of_block *block;           /* by `from` */
    size_t identifiers, listings, contacts, residences, blocks;
};
/* All in the arena, read inside one transaction if the caller has one. */
MUST_USE bool as_of_person(struct arena *a, struct instance *in, const struct as_of_key *key,
                           struct as_of_person *out, struct err *err);

/* The last position that was recorded at the moment or before; INT64_MAX us: the last. */
MUST_USE bool as_of_position(struct instance *in, struct moment at, int64_t *out, struct err *err);

/* NULL: none. */
const struct as_of_listed *as_of_listed_on(const struct as_of_person *p, struct day on);
/* The report of the kind that holds on the day (domain/residence.h). */
const struct as_of_residence *as_of_residence_on(struct arena *a, const struct as_of_person *p,
                                                 enum residence_kind kind, struct day on);
bool as_of_covers(struct day from, struct day to, struct day on);
#endif
