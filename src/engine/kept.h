/* engine/kept.h - sums that are kept: those of one level of one snapshot, of any
 * measures and month-ends, in a column file. Each stands under the meaning of its
 * measure (engine/meaning.h); whose file it is, the name of its folder says.
 *
 * Errors of reading: those of engine/colfile.h, and ERR_IO "kept.damaged" (what stands
 * there makes no sense, or is of other places). Nobody need fail by them: sums can be
 * counted again. Of writing: those of core/files.h. */
#ifndef ENGINE_KEPT_H
#define ENGINE_KEPT_H
#include "core/day.h"
#include "core/sha256.h"
#include "engine/colfile.h"
#include "engine/sums.h"

extern const struct colfile_kind KEPT_KIND;

struct kept_record {
    struct sha256_sum meaning;
    struct month month;
    struct str sums; /* as sums_encode() makes them */
};
int kept_compare(const void *x, const void *y); /* of two records: by meaning, then month */
struct kept {
    struct colfile file;
    const struct kept_record *record; /* by kept_compare(), all different */
    size_t records;
    uint32_t places; /* that the level has; numbers in the sums are under it */
};
/* Records point into the file, until kept_close(). */
MUST_USE bool kept_open(struct arena *a, const char *path, uint32_t places, struct kept *out,
                        struct err *err);
void kept_close(struct kept *k); /* one that was never opened, all 0: nothing */
/* NULL: it is not there. */
const struct kept_record *kept_find(const struct kept *k, const struct kept_record *key);
/* The records by kept_compare(). */
MUST_USE bool kept_write(const struct files *fs, const char *path, const struct kept *k,
                         struct err *err);
#endif
