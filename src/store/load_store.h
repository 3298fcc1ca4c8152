/* store/load_store.h - the loads that were committed, their files and segments.
 * Reading as in store/unit_store.h. A segment that stands here exists; no other does. */
#ifndef STORE_LOAD_STORE_H
#define STORE_LOAD_STORE_H
#include "core/sha256.h"
#include "store/db.h"

struct load_now {
    int64_t id, position;
    struct moment recorded_at;
    uint64_t rows, rejects;
};
struct load_reader {
    void *state;
    bool (*take)(void *state, const struct load_now *load, struct err *err);
};
MUST_USE bool load_each(struct db *db, struct load_reader reader, struct err *err); /* by id */
MUST_USE bool load_last(struct db *db, int64_t *out, struct err *err);              /* 0: none */

/* By load: the order in which a snapshot takes them. */
struct load_segment {
    int64_t load;
    struct str path; /* under warehouse/segments/ */
    uint64_t checksum, rows;
    struct day first, last; /* of its contacts */
};
struct load_segment_reader {
    void *state;
    bool (*take)(void *state, const struct load_segment *segment, struct err *err);
};
MUST_USE bool load_each_segment(struct db *db, struct load_segment_reader reader, struct err *err);

struct load_file {
    struct str table, name;
    struct sha256_sum sum; /* of its uncompressed bytes */
    uint64_t bytes, rows, rejects;
};
/* The newest load that holds the same bytes for the same table; 0: none does. */
MUST_USE bool load_holding(struct db *db, struct sha256_sum sum, struct str table, int64_t *out,
                           struct err *err);
/* Does some load hold a file of so many bytes for the table? Spares reading it twice. */
MUST_USE bool load_may_hold(struct db *db, uint64_t bytes, struct str table, bool *out,
                            struct err *err);

/* Writing, inside a transaction. */
MUST_USE bool load_insert(struct db *db, const struct load_now *load, struct err *err);
MUST_USE bool load_insert_file(struct db *db, int64_t load, unsigned place,
                               const struct load_file *file, struct err *err);
MUST_USE bool load_insert_segment(struct db *db, const struct load_segment *segment,
                                  struct err *err);
#endif
