/* service/listing/listing_facts.h - what domain/listing_choice.h asks of a person and a unit,
 * read from the registry inside the transaction that decides. In the arena. */
#ifndef SERVICE_LISTING_LISTING_FACTS_H
#define SERVICE_LISTING_LISTING_FACTS_H
#include "domain/listing_choice.h"
#include "service/instance.h"
#include "store/person_store.h"
#include "store/unit_store.h"

struct listing_facts {
    struct arena *arena;
    const struct instance *in;
    struct day on; /* what is asked is of this day and later */
};
/* Where listings are on doctors (domain/doctor_list.h) they are lists, but guardians are at units.
 */
MUST_USE bool listing_facts_person(const struct listing_facts *f, int64_t person,
                                   struct person_facts *stated, struct listing_person *out,
                                   struct err *err);
/* The bit of a guardian who has signed; 0: the person is none. */
unsigned listing_signed_by(const struct listing_person *p, int64_t guardian);

/* Where listings are on doctors, of the unit's own list.
 * `without`: the person who asks, who takes no room from themselves. */
MUST_USE bool listing_facts_unit(const struct listing_facts *f, const struct unit_facts *stated,
                                 int64_t without, struct listing_unit *out, struct err *err);
/* The same for who waits already, without those persons, and without asking who else waits. */
struct listing_without {
    int64_t person[2];
};
MUST_USE bool listing_facts_room(const struct listing_facts *f, const struct unit_facts *stated,
                                 const struct listing_without *without, struct listing_unit *out,
                                 struct err *err);
#endif
