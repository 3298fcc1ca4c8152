/* service/access/access_checkpoint.h - how far the access log had come, signed: a file of
 * one line at a place outside the home that the setting `checkpoint` names. Who
 * cuts entries off at the end, or puts an older copy of the registry back, is
 * found out by it.
 *
 *     kontinua-access-log 1 <sequence> <chain> <moment> <public key> <signature>
 *
 * with numbers in decimal, moments as 2026-11-26T08:00:00Z and the rest in hexadecimal.
 * Errors: ERR_INVALID "log.checkpoint_form" (no checkpoint), "log.checkpoint_signature"
 * (of another instance, or changed), "log.checkpoint_path" (not an absolute path, or
 * one into the home); ERR_MISSING "log.checkpoint_place" (its folder is not there, or
 * cannot be written to); those of core/files.h. */
#ifndef SERVICE_ACCESS_ACCESS_CHECKPOINT_H
#define SERVICE_ACCESS_ACCESS_CHECKPOINT_H
#include "domain/access_chain.h"
#include "service/access/access_key.h"

struct access_checkpoint {
    struct access_link link;
    struct moment at; /* to the second */
};
/* Whether one can be kept there, written or not yet: a place outside the home. */
MUST_USE bool access_checkpoint_place(const char *path, const char *home, struct err *err);
MUST_USE bool access_checkpoint_write(const struct files *fs, const char *path,
                                      const struct access_key *key,
                                      const struct access_checkpoint *checkpoint, struct err *err);
/* It is signed by that key. */
MUST_USE bool access_checkpoint_read(const struct files *fs, const char *path,
                                     const struct access_key *key, struct access_checkpoint *out,
                                     struct err *err);
#endif
