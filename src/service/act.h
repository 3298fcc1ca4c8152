/* service/act.h - what somebody does in the registry: one transaction, in which what
 * is stated changes, what is in effect of each person touched is made anew, and what
 * others must know is written to the outbox, and the access log says who did it.
 * So no use case can do the one and forget the other.
 *
 *     struct act_options options = ACT_OPTIONS(STR("list"), request, text_of(&q));
 *     struct act act;
 *     if (!act_begin(a, in, &options, &act, err))
 *         return false;
 *     act_note(&act, person, about);
 *     if (act.is_repeat)
 *         return act_look(&act, err) && answer(act.answer); // service/act_answer.h
 *     if (!decide(&act, …)) // refused by the rules: that is logged all the same
 *         return act_refuse(&act, err);
 *     if (!change(&act, err) || !act_touch(&act, person, err))
 *         return act_abandon(&act);
 *     return act_end(&act, answer, err);
 *
 * Errors: ERR_CONFLICT "act.key_reused" (something else was asked with the key before); those of
 * service/work.h and service/access/access_log.h: what cannot be logged is not done. After a failed
 * act_end() nothing is left of it but where its COMMIT was in doubt: who asks again with the same
 * key is answered, whichever it was. */
#ifndef SERVICE_ACT_H
#define SERVICE_ACT_H
#include "core/sha256.h"
#include "domain/access.h"
#include "engine/bag.h"
#include "service/instance.h"
#include "service/work.h"
#include "store/outbox_store.h"

struct act_options {
    struct str what; /* the use case: "list" */
    struct actor actor;
    struct str key;   /* of the asker's: asked again with it, it is not done twice; empty: none */
    struct str asked; /* what is asked, whole, in one form: what else may not have the same key */
    bool dry_run;     /* all of it is done, and taken back */
    bool only_looks;  /* nothing is to be changed: refused, it stands in the log as a read */
};
/* Of a request, which says .actor, .key and .dry_run, as each does. */
#define ACT_OPTIONS(WHAT, REQUEST, ASKED)                                                          \
    ((struct act_options){.what = (WHAT),                                                          \
                          .actor = (REQUEST)->actor,                                               \
                          .key = (REQUEST)->key,                                                   \
                          .asked = (ASKED),                                                        \
                          .dry_run = (REQUEST)->dry_run})
struct act {
    struct arena *arena;
    struct instance *in;
    struct act_options options;
    struct work work;  /* .db, .position: for what is written */
    bool is_repeat;    /* it was asked before with the key: nothing is to be done, but act_look() */
    struct str answer; /* which was given then */
    char asked[SHA256_TEXT];
    enum access_outcome outcome; /* what the log says of it; ACCESS_DONE if nothing else is said */
    struct bag notes;            /* struct access_entry, of what it was about */
    bool is_settled;             /* what is in effect has been made */
    bool is_within;              /* another's transaction: its events say whose doing they are */
};
/* The arena must outlive the act. */
MUST_USE bool act_begin(struct arena *a, struct instance *in, const struct act_options *options,
                        struct act *out, struct err *err);
/* Something is stated of the person. */
MUST_USE bool act_touch(struct act *act, int64_t person, struct err *err);
/* An event that does not follow from what is in effect. */
MUST_USE bool act_tell(struct act *act, const struct outbox_event *event, struct err *err);
/* It is about the person (0: about nobody alone), and what more is to say, "unit=SE…", which stays
 * until the act ends. */
void act_note(struct act *act, int64_t person, struct str about);
/* The same of each of many, whose rows stand together: once, however many rows are theirs. */
void act_note_each(struct act *act, int64_t person, struct str about);
/* Makes effects and events, and lists whom there is room for now (service/listing/queue_fill.h):
 * for who must know before the end what came of it. Once, and nothing is touched after it. */
MUST_USE bool act_settle(struct act *act, struct err *err);
/* Settles, if that is not done, and commits; with dry_run takes everything back. `answer` is JSON,
 * kept with the key. */
MUST_USE bool act_end(struct act *act, struct str answer, struct err *err);
/* Takes everything back, where it fails. Returns false. */
static inline bool act_abandon(struct act *act)
{
    work_abandon(&act->work);
    return false;
}
/* Nothing is to be done: takes everything back, and logs whom it was about as looked at. */
MUST_USE bool act_look(struct act *act, struct err *err);
/* One of the two: whether it is so already. With a key its answer is kept, too. */
MUST_USE bool act_close(struct act *act, bool is_already, struct str answer, struct err *err);
/* It is refused, and logged so, as what it would have been: a read where the act only looks.
 * Returns false, for the refusal stands in the caller's err; a log that cannot be written takes its
 * place. */
bool act_refuse(struct act *act, struct err *err);
/* With the code, of the kind that web/text/errors.csv gives it, and no detail. That it is false is
 * seen by who reads the caller alone, a linter too. */
#define ACT_REFUSE(ACT, CODE, ERR) (act_refuse_at((ACT), (CODE), __FILE__, (ERR)), false)
void act_refuse_at(struct act *act, const char *code, const char *where, struct err *err);
/* What was to be done said why not in err: it is refused, or else abandoned. Returns false. */
bool act_fail(struct act *act, struct err *err);
#endif
