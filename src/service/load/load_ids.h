/* service/load/load_ids.h - who is known in a load: the identifiers, units and staff of
 * the registry and those that the load brings, so that a row can be checked when
 * it comes. 32 bytes an identifier, and two to four slots of 16. */
#ifndef SERVICE_LOAD_LOAD_IDS_H
#define SERVICE_LOAD_LOAD_IDS_H
#include "domain/hsaid.h"
#include "domain/person_id.h"
#include "engine/bag.h"
#include "engine/hsaid_dict.h"

/* HSA-ids by the registry's id. */
struct known_hsaids {
    struct hsaid_dict dict;
    struct bag entry; /* struct known_hsaid, by number of the dictionary */
    int64_t last;     /* the greatest id so far */
};
struct known_hsaid {
    int64_t id;
    bool stored;     /* the registry has it */
    bool stated;     /* and says something of it */
    bool known;      /* the registry or the load says something of it */
    uint32_t staged; /* rows of the load that say something of it */
};
struct known_hsaids known_hsaids_open(struct arena *a);
/* `known`: something is stated of it. */
void known_hsaids_add_stored(struct known_hsaids *k, int64_t id, const struct hsaid *hsaid,
                             bool known);
/* The id of one that the load brings, new or not. */
int64_t known_hsaids_add(struct known_hsaids *k, const struct hsaid *hsaid);
/* NULL: not known. */
struct known_hsaid *known_hsaids_find(const struct known_hsaids *k, const struct hsaid *hsaid);

struct known_identifier {
    uint64_t packed;
    uint32_t person;          /* in the registry; 0: it has none yet */
    uint32_t replaced_by;     /* index of an identifier, IDENTITY_NONE: by none; with this load */
    uint32_t was_replaced_by; /* in the registry */
    uint32_t staged;          /* rows of the load that say something of it */
    bool stated;              /* the registry says something of it */
    bool is_protected;        /* it says a protected identity */
    bool known;               /* it or the load does; false also of one that was refused */
};
/* With the number in it: contacts come in no order of persons, and so most of them wait for memory
 * once, not twice. */
struct identifier_slot {
    uint64_t packed;
    uint32_t entry; /* index + 1; 0: free */
};
/* The identifier with index i has the id i + 1. */
struct known_identifiers {
    struct arena *arena;
    struct bag entry;             /* struct known_identifier, by index */
    uint32_t stored;              /* so many of the first the registry has */
    struct identifier_slot *slot; /* open addressing */
    uint32_t slots;               /* a power of two */
    bool any_unknown;             /* some were refused */
};
struct known_identifiers known_identifiers_open(struct arena *a, uint32_t expected);
static inline struct known_identifier *known_identifier(const struct known_identifiers *k,
                                                        uint32_t index)
{
    return bag_at(&k->entry, index);
}
/* The index of the identifier, which is known now, added if it is new; false: there is no room for
 * another. */
MUST_USE bool known_identifiers_add(struct known_identifiers *k, struct person_id id,
                                    uint32_t *index);
MUST_USE bool known_identifiers_find(const struct known_identifiers *k, struct person_id id,
                                     uint32_t *index);
/* The number will be looked for soon. */
void known_identifiers_expect(const struct known_identifiers *k, struct person_id id);
/* Nobody is known by it, until it is added again. */
void known_identifiers_forget(struct known_identifiers *k, uint32_t index);
/* An index that no identifier has: the registry's ids have gaps. */
void known_identifiers_skip(struct known_identifiers *k);
#endif
