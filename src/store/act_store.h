/* store/act_store.h - what was asked with a key, so that it is done once. */
#ifndef STORE_ACT_STORE_H
#define STORE_ACT_STORE_H
#include "core/sha256.h"
#include "store/db.h"

struct act_kept {
    struct str asked;  /* SHA-256, as 64 characters */
    struct str answer; /* JSON */
};
/* In the arena; false in *found where nobody asked with the key. */
MUST_USE bool act_by_key(struct db *db, struct arena *a, struct str key, bool *found,
                         struct act_kept *out, struct err *err);
MUST_USE bool act_insert(struct db *db, struct str key, int64_t position,
                         const struct act_kept *act, struct err *err);
#endif
