/* service/message/message.h - what residents are told of what was decided about them: a row
 * in the registry, written with the act, and read in the e-service or on paper.
 * Whose messages they are, a guardian, and the region's administrators read them.
 *
 * Errors: those of service/act_about.h; ERR_MISSING "message.unknown" (there is none, or not to
 * the one who asks, or it is hidden from them); ERR_DENIED "message.party" (the actor is neither of
 * these).
 *
 *     struct message m = {.person = person, .kind = MESSAGE_LISTED, .unit = unit, .from = from};
 *     if (!message_add(&act, &m, err)) … */
#ifndef SERVICE_MESSAGE_MESSAGE_H
#define SERVICE_MESSAGE_MESSAGE_H
#include "domain/message.h"
#include "engine/bag.h"
#include "service/act_about.h"
#include "store/message_store.h"

/* In the act's transaction; the same of one act is told once, however often it is added. */
MUST_USE bool message_add(struct act *act, const struct message *message, struct err *err);
/* Of a named doctor, unless it is what they were told last of that one. */
MUST_USE bool message_add_unsaid(struct act *act, const struct message *message, struct err *err);

/* The resident has been told, today: has read it, or has it on paper. The named contact that they
 * were told of is informed by that, and the request that it answers; read, the request is seen. */
struct message_telling {
    int64_t message;
    enum party reader; /* PARTY_NONE: it is on paper */
};
MUST_USE bool message_told(struct act *act, const struct message *message,
                           const struct message_telling *how, struct err *err);

struct message_ask {
    struct str person; /* as it is written */
    struct actor actor;
    struct str key; /* of message_seen(), as all acts have it */
    bool dry_run;
};
struct messages_shown {
    struct bag rows; /* struct message_row, whose texts are in the arena, the newest first; a member
                      * of staff whose identity is protected is not in it */
    bool is_blocked; /* something of the person is blocked to the actor: what speaks of named
                      * contacts at that unit is left out */
};
/* The messages of a person, with when the actor read each; for an administrator when the first did.
 * That somebody looked is in the access log. */
MUST_USE bool message_list(struct arena *a, struct instance *in, const struct message_ask *ask,
                           struct messages_shown *out, struct err *err);

struct message_seen {
    bool is_already; /* the actor had seen it before: nothing was changed */
    bool is_repeat;  /* it was noted with the key before */
};
/* The one whose it is, or a guardian, has read it; the other guardian has not by that. */
MUST_USE bool message_seen(struct arena *a, struct instance *in, int64_t id,
                           const struct message_ask *ask, struct message_seen *out,
                           struct err *err);

/* A copy whose texts are in the arena. */
struct message_row message_copy(struct arena *a, const struct message_row *row);
#endif
