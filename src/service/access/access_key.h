/* service/access/access_key.h - the secret of an instance's access log: a file in its
 * home, mode 0600, made with the first entry. Without it nobody can seal, and
 * nobody can verify; who has it can make a log of their own, so the copy that is
 * kept for verifying lies elsewhere (docs/operator/access-log.md).
 *
 * Errors: ERR_MISSING "log.key_missing"; ERR_IO "log.key_damaged" (it is there and
 * is no key); those of core/files.h. No detail has anything of the key. */
#ifndef SERVICE_ACCESS_ACCESS_KEY_H
#define SERVICE_ACCESS_ACCESS_KEY_H
#include "core/files.h"
#include "core/keyed.h"

struct access_key {
    struct secret entries;     /* of the sums of entries and links */
    struct secret checkpoints; /* of their signatures */
};
MUST_USE bool access_key_read(const struct files *fs, const char *path, struct access_key *out,
                              struct err *err);
/* A new one. What was there is replaced: only for who knows that nothing is sealed. */
MUST_USE bool access_key_make(const struct files *fs, const char *path, struct access_key *out,
                              struct err *err);
#endif
