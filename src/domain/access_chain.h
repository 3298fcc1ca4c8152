/* domain/access_chain.h - the entries of the access log as a chain. An entry gets
 * a number, a keyed sum of that number and all that it says, and a keyed sum of
 * that sum and the link before it. The links need the sums only: an entry that
 * an authority has had erased leaves the chain whole. Who does not have the key
 * can change, remove, swap or put in nothing between the first link and the last;
 * that nothing is cut off at the end is what checkpoints are for
 * (service/access/access_checkpoint.h).
 *
 *     struct access_chain c = access_chain_open(a, key, &start);
 *     struct access_seal s = access_chain_seal(&c, &entry);      who writes
 *     fault = access_chain_follow(&c, &entry, &s);               who reads */
#ifndef DOMAIN_ACCESS_CHAIN_H
#define DOMAIN_ACCESS_CHAIN_H
#include "core/keyed.h"
#include "core/sb.h"
#include "domain/access.h"

/* A place in the chain: behind the entry `sequence`. All zero: before the first. */
struct access_link {
    int64_t sequence;
    struct sha256_sum chain;
};
struct access_seal {
    struct access_link link;
    struct sha256_sum sum; /* of what the entry says */
};

struct access_chain {
    struct keyed *key; /* the caller's; must outlive it */
    struct access_link last;
    struct sb bytes;
};
struct access_chain access_chain_open(struct arena *a, struct keyed *key,
                                      const struct access_link *start);

/* The seal of the next entry. */
struct access_seal access_chain_seal(struct access_chain *c, const struct access_entry *entry);

/* The sum that goes with a place where a chain begins anew, because what stood before it is kept
 * no longer. */
struct sha256_sum access_start_sum(struct access_chain *c, const struct access_link *start);

/* What is wrong with a sealed entry, as the first of these that holds. */
enum access_fault {
    ACCESS_SOUND,
    ACCESS_MISSING,  /* its number is not the next: entries are gone, or put in */
    ACCESS_CHANGED,  /* it says something else than what was sealed */
    ACCESS_UNLINKED, /* it is no continuation of the entry before it */
    ACCESS_ERASED,   /* what it said is gone, and no later entry says on whose decision */
    ACCESS_START,    /* the chain begins where nobody with the key let it begin */
    ACCESS_CUT_OFF,  /* the log ends before the entry of the checkpoint */
    ACCESS_FORKED,   /* the entry of the checkpoint was another */
    ACCESS_UNSEALED  /* beside those that are sealed stand entries that nobody sealed */
};
extern const struct vocab VOCAB_ACCESS_FAULT;

/* Whether it is the next, entry NULL: what it said is erased. The chain goes on where it is. */
enum access_fault access_chain_follow(struct access_chain *c, const struct access_entry *entry,
                                      const struct access_seal *seal);
#endif
