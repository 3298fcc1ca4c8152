/* store/notice_store.h - who is to be told by e-mail that there is a message, and whom
 * that failed with. Reading as in store/unit_store.h. */
#ifndef STORE_NOTICE_STORE_H
#define STORE_NOTICE_STORE_H
#include "store/db.h"

struct notice_due {
    int64_t person, last;   /* the last message that it is about */
    const int64_t *message; /* of these alone, in the arena; NULL: of all up to the last */
    size_t messages;
    struct day birth_date;
    /* As stated: any may be no address, or none; the guardians' is empty where their identity is
     * protected, or they are dead. */
    struct str email, guardian[2];
};
struct notice_reader {
    void *state;
    bool (*take)(void *state, const struct notice_due *row, struct err *err);
};
/* Without those who wait for another try. By person. */
MUST_USE bool notice_each_due(struct db *db, struct moment now, struct notice_reader reader,
                              struct err *err);
/* What it is about is told, at the position. */
MUST_USE bool notice_told(struct db *db, const struct notice_due *due, int64_t position,
                          struct err *err);

struct notice_failure {
    int64_t person, attempts;
    struct moment again_at;
};
MUST_USE bool notice_attempts(struct db *db, int64_t person, int64_t *out, struct err *err);
MUST_USE bool notice_fail(struct db *db, const struct notice_failure *failure, struct err *err);
struct notice_failure_reader {
    void *state;
    bool (*take)(void *state, const struct notice_failure *row, struct err *err);
};
MUST_USE bool notice_each_failure(struct db *db, struct notice_failure_reader reader,
                                  struct err *err);
#endif
