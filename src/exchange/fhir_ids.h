/* exchange/fhir_ids.h - what the id of a FHIR resource stands for: references go
 * by it, rows by identifiers. Exact, so that no two ids are ever taken for each
 * other. Costs 24 bytes, the id, and 8 to 16 bytes of slots a resource. */
#ifndef EXCHANGE_FHIR_IDS_H
#define EXCHANGE_FHIR_IDS_H
#include "engine/bag.h"

enum { FHIR_ID_MOST = 64 }; /* bytes, by the specification */

struct fhir_ids {
    struct arena *arena;
    struct bag entry;
    uint32_t *slot; /* open addressing: index + 1, 0 is free */
    size_t slots;   /* a power of two */
};
struct fhir_ids fhir_ids_open(struct arena *a);
/* A later value of an id replaces the earlier. Empty ids and those that are too long are not kept:
 * nothing can refer to them. */
void fhir_ids_put(struct fhir_ids *ids, struct str id, uint64_t value);
MUST_USE bool fhir_ids_find(const struct fhir_ids *ids, struct str id, uint64_t *value);
#endif
