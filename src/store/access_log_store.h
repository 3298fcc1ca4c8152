/* store/access_log_store.h - the rows of the access log. A row is added in the
 * transaction of the act that it tells of, with the seal of the one who holds
 * the key (service/access/access_log.h). Reading as in store/unit_store.h. */
#ifndef STORE_ACCESS_LOG_STORE_H
#define STORE_ACCESS_LOG_STORE_H
#include "domain/access_chain.h"
#include "store/db.h"

struct access_row {
    int64_t id;
    bool erased; /* nothing but the seal is left */
    struct access_entry entry;
    struct access_seal seal; /* sequence 0: it has none */
    /* Of access_log_of_person() only: of the actor's unit, of who is a member of staff, and whether
     * who acted has a protected identity, of staff or not. */
    struct str unit_name, given_name, surname, title_code;
    enum answer protected_actor;
};
struct access_reader {
    void *state;
    bool (*take)(void *state, const struct access_row *row, struct err *err);
};

/* Inside a transaction. It may wait to be written, as db_add() says. */
MUST_USE bool access_log_add(struct db *db, const struct access_entry *entry,
                             const struct access_seal *seal, struct err *err);

/* The oldest rows without a seal, at most a thousand, in the order of their writing: they were put
 * in by hand. */
MUST_USE bool access_log_waiting(struct db *db, struct access_reader reader, struct err *err);
MUST_USE bool access_log_waits(struct db *db, int64_t *out, struct err *err); /* how many */

/* All that are sealed, in their order. */
MUST_USE bool access_log_each(struct db *db, struct access_reader reader, struct err *err);
/* The last of them; all zero: there is none. */
MUST_USE bool access_log_last(struct db *db, struct access_link *out, struct err *err);
/* That of the entry; all zero: there is none. */
MUST_USE bool access_log_link(struct db *db, int64_t sequence, struct access_link *out,
                              struct err *err);

/* Moments from `from` to before `to`. */
struct access_period {
    struct moment from, to;
};
/* About the person, by time, sealed or not: also what was about a person with whom they were joined
 * meanwhile. */
MUST_USE bool access_log_of_person(struct db *db, int64_t person,
                                   const struct access_period *period, struct access_reader reader,
                                   struct err *err);
MUST_USE bool access_log_between(struct db *db, const struct access_period *period, int64_t *out,
                                 struct err *err); /* how many that are sealed */
/* The same of those before the entry of that number. */
MUST_USE bool access_log_between_before(struct db *db, const struct access_period *period,
                                        int64_t entry, int64_t *out, struct err *err);

/* Of one actor since then, for service/access/lookups.h: acts that were about a person, or in vain;
 * entries about a person, `most` of them where there are more; persons opened one by one, with the
 * one who is about to be; alarms. */
MUST_USE bool access_log_acts_since(struct db *db, struct str actor, struct moment since,
                                    int64_t *out, struct err *err);
MUST_USE bool access_log_entries_since(struct db *db, struct str actor, struct moment since,
                                       int64_t most, int64_t *out, struct err *err);
MUST_USE bool access_log_persons_since(struct db *db, struct str actor, struct moment since,
                                       int64_t person, int64_t *out, struct err *err);
MUST_USE bool access_log_alarms_since(struct db *db, struct str actor, struct moment since,
                                      int64_t *out, struct err *err);
/* All alarms of the period, by time. */
MUST_USE bool access_log_alarms(struct db *db, const struct access_period *period,
                                struct access_reader reader, struct err *err);

/* All reviews of the period, in their order. */
MUST_USE bool access_log_reviews(struct db *db, const struct access_period *period,
                                 struct access_reader reader, struct err *err);
/* The actor has made one that says so. */
MUST_USE bool access_log_is_said(struct db *db, struct str actor, struct str about, bool *out,
                                 struct err *err);
/* Whom the entry is about; 0: nobody alone, -1: another entry. *found: it is there, and not erased.
 */
MUST_USE bool access_log_about_whom(struct db *db, int64_t sequence, int64_t *person, bool *found,
                                    struct err *err);

/* What the entry says goes; *found: it was there, and not erased before. */
MUST_USE bool access_log_erase(struct db *db, int64_t sequence, bool *found, struct err *err);

/* Where the chain begins, with the keyed sum of that place; sequence 0: at the first entry. */
MUST_USE bool access_log_start(struct db *db, struct access_seal *out, struct err *err);
/* The last entry of those that are all older than the moment; sequence 0: there is none. */
MUST_USE bool access_log_older(struct db *db, struct moment than, struct access_link *out,
                               struct err *err);
/* The chain begins behind this one from now on, and what stands before it is removed. */
MUST_USE bool access_log_forget(struct db *db, const struct access_seal *start, int64_t *removed,
                                struct err *err);
#endif
