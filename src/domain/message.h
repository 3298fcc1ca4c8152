/* domain/message.h - what a resident is told: the kinds of messages, and how one
 * is told. Their sentences stand in web/text. */
#ifndef DOMAIN_MESSAGE_H
#define DOMAIN_MESSAGE_H
#include "core/day.h"
#include "domain/block.h"
#include "domain/hsaid.h"
#include "domain/vocab.h"

enum message_kind { /* stored: add at the end, never reorder */
                    MESSAGE_LISTED,
                    MESSAGE_QUEUED,
                    MESSAGE_UNQUEUED,
                    MESSAGE_CONSENT_ASKED,
                    MESSAGE_CONSENT_LAPSED,
                    MESSAGE_APPLICATION_DECIDED,
                    MESSAGE_UNIT_CLOSED,
                    MESSAGE_CONTACT_ASSIGNED,
                    MESSAGE_CONTACT_ENDED,
                    MESSAGE_CONTACT_MOVED,
                    MESSAGE_REQUEST_ANSWERED,
                    MESSAGE_APPLICATION_GRANTED,
                    MESSAGE_APPLICATION_REFUSED,
                    MESSAGE_REQUEST_ASSIGNED,
                    MESSAGE_REQUEST_DECLINED,
                    MESSAGE_LISTING_WITHDRAWN,
                    MESSAGE_UNIT_STAYS
};
extern const struct vocab VOCAB_MESSAGE; /* "listed", "queued", … */

/* Does it speak of a named contact, or of a request for one? */
bool message_of_contact(enum message_kind kind);

/* Is it told on paper? Who gets it decides: the person, or of a child its guardians where any is
 * known and alive; one who wants paper is enough. A child to whom alone it is told decides as who
 * is of age does: `is_child` is false of it. */
static inline bool message_on_paper(bool is_child, bool own, int64_t guardians, int64_t want)
{
    return is_child && guardians > 0 ? want > 0 : own;
}

/* Of a child it is told to the guardians, but for what is hidden from them. */
struct message {
    int64_t person;
    enum message_kind kind;
    struct hsaid unit, staff; /* of whom it speaks; empty: of none, or of a doctor who is to come */
    struct day from;          /* the day from which it holds */
    struct str reason;        /* in words, as who decided wrote it; of a unit that closes its name,
                                 for `unit` is the next one; empty: none */
};

/* Rule 24: whether it speaks of a contact at a unit that the person has blocked to who asks. One
 * that answers a request names the unit where the person is listed, and the staff of any; one of no
 * unit may be of any. What is hidden from a child's guardians is told to the child, as to one who
 * chooses alone. */
bool message_is_hidden(const struct message *message, const struct block *blocks, size_t count,
                       const struct actor *actor, struct day today);
#endif
