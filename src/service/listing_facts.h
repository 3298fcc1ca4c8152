/* service/listing_facts.h - what domain/listing_choice.h asks of a person and a unit,
 * read from the registry inside the transaction that decides. In the arena. */
#ifndef SERVICE_LISTING_FACTS_H
#define SERVICE_LISTING_FACTS_H
#include "domain/listing_choice.h"
#include "service/instance.h"
#include "store/person_store.h"
#include "store/unit_store.h"

MUST_USE bool listing_facts_person(struct arena *a, const struct instance *in, int64_t person,
                                   struct day on, struct person_facts *stated,
                                   struct listing_person *out, struct err *err);
/* `without`: the person who asks, who takes no room from themselves. */
MUST_USE bool listing_facts_unit(struct arena *a, const struct instance *in,
                                 const struct unit_facts *stated, int64_t without, struct day on,
                                 struct listing_unit *out, struct err *err);
#endif
