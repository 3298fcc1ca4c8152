/* service/access/access_verify.h - reading the access log: is it whole, and a sample of
 * it for who reviews it. Needs the registry's file and the key, nothing else of
 * the instance. Errors: those of store/db.h. */
#ifndef SERVICE_ACCESS_ACCESS_VERIFY_H
#define SERVICE_ACCESS_ACCESS_VERIFY_H
#include "service/access/access_checkpoint.h"
#include "store/access_log_store.h"

struct access_verdict {
    enum access_fault fault; /* the first that there is */
    int64_t broken;          /* the number of the entry that it is about; 0: none */
    int64_t sealed;          /* so many entries are as they were written */
    int64_t unsealed;        /* and so many have no seal: of them nobody can say */
    int64_t erased;          /* of those that are sealed, on the decision of an authority */
};
/* Reads all of it. `checkpoint` NULL: that it was cut off at the end is not found. One that stands
 * before the beginning of the log says nothing about it. */
MUST_USE bool access_verify(struct db *db, const struct access_key *key,
                            const struct access_checkpoint *checkpoint, struct access_verdict *out,
                            struct err *err);

/* A systematic sample: `count` of the sealed entries of the period, at equal distances, the first
 * by the seed; each has the same chance. All of them where there are no more. */
struct access_sample {
    struct access_period period;
    int64_t count, of; /* of so many (access_log_between_before()) */
    int64_t before;    /* only entries before this number: drawing adds one; 0: all */
    uint64_t seed;
};
MUST_USE bool access_sample(struct db *db, const struct access_sample *sample,
                            struct access_reader reader, struct err *err);
/* The place of the n-th of the sample among all, both from 0. */
int64_t access_sample_place(const struct access_sample *sample, int64_t n);
#endif
