/* service/access/access_log.h - writing the access log. An act adds its entries in its
 * own transaction, as the last thing before it commits, each with its seal
 * (store/access_log_store.h); who only shows something writes them before
 * anything is shown. After the commit a signed checkpoint goes to the place that
 * the setting `checkpoint` names.
 *
 * What cannot be logged is not done and not shown. Errors: those of
 * service/access/access_key.h, service/access/access_checkpoint.h, store/db.h; ERR_MISSING
 * "log.entry" (there is no such entry); ERR_INVALID "log.decision", "log.finding" (there is none,
 * or it is no line), "log.identifier"; ERR_DENIED "log.right"; ERR_IO "log.checkpoint_unmet"
 * (entries were cut off, or an older copy of the registry went on), "log.unsealed" (entries without
 * seal stand in it).
 *
 *     if (!access_log_act(in, db, &entry, err)) …roll back
 *     if (!db_commit(db, err) || !access_log_checkpoint(in, err)) … */
#ifndef SERVICE_ACCESS_ACCESS_LOG_H
#define SERVICE_ACCESS_ACCESS_LOG_H
#include "service/access/access_key.h"
#include "service/instance.h"
#include "store/access_log_store.h"

/* Who runs the program, where nothing else is said: os:<login>, administrator, administration. */
struct actor actor_of_process(struct arena *a);

/* A reason as somebody wrote it may stand in an entry: ERR_INVALID "log.identifier" where it has a
 * person's identifier. */
MUST_USE bool access_log_takes(struct str written, struct err *err);

/* Adds entries with their seals, inside a writing transaction (one at a time: so in the order of
 * commits). One without a moment is of now; without an actor it is of actor_of_process(). To what
 * an entry is about comes the login, where the actor is another, and last why who has a protected
 * identity may be opened, where the actor says it: `unit=SE… login=os:eva protected="moves here"`.
 * The first makes the key; a key that is lost where something is sealed is not made anew. Refused
 * where any stands in it without seal: it was put in by hand, and nobody can answer for it. With
 * the setting `checkpoint`: refused where the log does not have what the checkpoint says, or none
 * can be kept there. */
MUST_USE bool access_log_acts(const struct instance *in, struct db *db,
                              const struct access_entry *entry, size_t count, struct err *err);
/* The same for an act with one. */
MUST_USE bool access_log_act(const struct instance *in, struct db *db,
                             const struct access_entry *entry, struct err *err);
/* After a commit: says how far the log has come. Without the setting it does nothing, nor in a
 * group (store/db.h), which is witnessed once, by who commits it: where that fails the next act is
 * refused, not this one. A failure undoes nothing of what was committed. */
MUST_USE bool access_log_checkpoint(const struct instance *in, struct err *err);
/* For who changes nothing else: entries, as above, in a transaction of their own, sealed, with
 * checkpoint. */
MUST_USE bool access_log_write(const struct instance *in, const struct access_entry *entry,
                               size_t count, struct err *err);

/* Something that is about nobody alone is refused to the actor: ERR_DENIED, which stands in the
 * log. Returns false. */
bool access_log_refuse(const struct instance *in, const struct actor *actor, struct str act,
                       const char *code, struct err *err);
/* The log is the administrator's, to look into and to tend: others are refused so, "log.right". */
MUST_USE bool access_log_may(const struct instance *in, const struct actor *actor, struct str act,
                             struct err *err);

/* What who reviews the log found of an entry, for the record: an entry itself. Said again by the
 * same it is so already; something else is another entry. */
struct access_finding {
    int64_t sequence; /* of the entry that was looked at */
    struct str text;
    struct actor actor;
    bool dry_run; /* only looks whether it can be */
};
MUST_USE bool access_log_review(const struct instance *in, const struct access_finding *finding,
                                bool *is_already, struct err *err);

/* Removes what an entry says, on the decision of an authority, and logs that. The entry stays in
 * the chain. */
struct access_erasure {
    int64_t sequence;
    struct str decision; /* how the authority calls it */
    struct actor actor;
    bool dry_run; /* only looks whether it can be */
};
MUST_USE bool access_log_erase_entry(const struct instance *in, const struct access_erasure *what,
                                     struct err *err);
/* Removes entries that are older than the moment, in the caller's transaction, which says in the
 * log how many (service/access/access_keep.h). */
MUST_USE bool access_log_forget_older(const struct instance *in, struct db *db, struct moment than,
                                      int64_t *removed, struct err *err);

/* How `about` of an erasure and of a review begins; then the number. */
#define ACCESS_ERASE_ABOUT "entry="
#define ACCESS_REVIEW      "log review" /* the act */
#endif
