/* engine/colcheck.h - what the readers of column files share: finding a column
 * and proving that its numbers point inside what they point into. */
#ifndef ENGINE_COLCHECK_H
#define ENGINE_COLCHECK_H
#include "domain/hsaid.h"
#include "engine/colfile.h"

struct colcheck {
    const struct colfile *file;
    const char *code; /* of the error, "segment.damaged" */
    uint32_t part;
    uint64_t count; /* items that the columns must have */
    bool is_proven; /* the file's bytes are those that were proven before: no number is looked at */
};

/* Fails with `code` and the section's name. */
bool colcheck_damaged(const struct colcheck *c, const char *name, struct err *err);
MUST_USE bool colcheck_find(const struct colcheck *c, const char *name, enum col_type type,
                            struct column *out, struct err *err);
/* A column of c->count numbers without sign, none over `most`. */
MUST_USE bool colcheck_column(const struct colcheck *c, const char *name, enum col_type type,
                              uint64_t most, struct column *out, struct err *err);
/* The same, all under `limit`: where there is nothing to point into, there is no item. */
MUST_USE bool colcheck_index(const struct colcheck *c, const char *name, enum col_type type,
                             uint64_t limit, struct column *out, struct err *err);
/* A dictionary of HSA-ids, each valid. */
MUST_USE bool colcheck_hsaids(const struct colcheck *c, const char *name, const struct hsaid **out,
                              uint32_t *count, struct err *err);
#endif
