/* engine/contact_names.h - the diagnoses and procedures that name a contact by its
 * key, spread over buckets by the key's hash as the contacts' rows are
 * (snapshot_contacts.c), so that each bucket is joined by itself, in the cache.
 *
 * Of many rows only some buckets' are spread at a time: a pass, of NAMES_MOST rows
 * or little more; keys are read once for counting and once for each pass.
 *
 *     struct contact_names n = contact_names_open(b, a, buckets, &forms);
 *     contact_names_count(&n, threads);
 *     while (contact_names_next(&n, threads))
 *         for (bucket = n.first; bucket < n.end; bucket++) …
 *     contact_names_close(&n); */
#ifndef ENGINE_CONTACT_NAMES_H
#define ENGINE_CONTACT_NAMES_H
#include "engine/snapshot_builder.h"

enum { NAMES_MOST = 16 * 1024 * 1024 };

struct naming_part {
    const struct events_part *columns;
    const uint32_t *shape, *contact; /* by row; contact: number of the part's text */
    uint8_t *form;                   /* by row: where the answer goes */
    uint64_t *at; /* by bucket: how many rows, in its pass where the next one goes */
};
struct contact_name {
    uint64_t hash;
    uint32_t part, row;
};
struct contact_names {
    struct arena *own, *pass;
    struct naming_part *part;
    uint32_t parts, buckets;
    uint32_t first, end; /* the buckets of the pass */
    uint64_t *first_of;  /* by bucket of the pass, and one more: its names in `name` */
    struct contact_name *name;
    uint64_t most; /* names of a pass: it ends with the bucket that reaches them */
};

/* Of two hashes of one key the bucket is the same, whoever asks. */
static inline uint32_t contact_bucket(uint64_t hash, uint32_t buckets)
{
    return (uint32_t)(hash >> 48) & (buckets - 1);
}
static inline struct str contact_name_key(const struct contact_names *n,
                                          const struct contact_name *name)
{
    const struct naming_part *p = &n->part[name->part];
    return events_text(p->columns, p->contact[name->row]);
}

/* *forms: of no row yet, in `a`. Owns its memory: close it. `buckets` is a power of two. */
struct contact_names contact_names_open(const struct snapshot_builder *b, struct arena *a,
                                        uint32_t buckets, struct named_forms *forms);
/* Counts: before the first pass. */
void contact_names_count(struct contact_names *n, unsigned threads);
/* The next pass, which begins where the one before ended; false: all buckets were had. */
bool contact_names_next(struct contact_names *n, unsigned threads);
void contact_names_close(struct contact_names *n);
#endif
