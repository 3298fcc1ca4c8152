/* service/message/notice.h - e-mails that say only that there is a message: to persons who
 * have an address and messages that they have neither read nor been told of.
 * One for all of them. Nobody with a protected identity gets one: an address in
 * the log of a mail server would tell that the person is here.
 *
 * What could not be sent is tried again, later each time: after 10 minutes, 20,
 * 40 …, at most a day. A notice is sent and then noted; a crash between sends it
 * twice rather than never.
 *
 * Errors: those of service/work.h and service/access/access_log.h. That a notice could not be sent
 * is none: `unsent` says of the last one why the program did not take it.
 *
 *     struct notice_ask ask = {.word = word, .from = STR("no-reply@example.se"), .seconds = 30};
 *     if (!notice_run(a, in, &ask, &done, err)) … */
#ifndef SERVICE_MESSAGE_NOTICE_H
#define SERVICE_MESSAGE_NOTICE_H
#include "domain/access.h"
#include "service/instance.h"
#include "store/notice_store.h"

struct notice_ask {
    char *const *word; /* the program that sends what it reads: sendmail -t */
    struct str from;   /* the sender's address */
    int seconds;       /* that it may take */
    bool dry_run;
};
struct notice_done {
    uint64_t sent, failed; /* with dry_run: to be sent */
    struct err unsent;     /* of core/child.h; ERR_NONE: none, or its address is no address */
};
MUST_USE bool notice_run(struct arena *a, struct instance *in, const struct notice_ask *ask,
                         struct notice_done *out, struct err *err);

/* Whom it failed with: a list of persons, which stands in the log before it is shown. Errors:
 * ERR_DENIED "actor.role" (the administrator's), which is logged too. */
struct notice_failures {
    struct notice_failure *at;
    size_t count;
    bool leaves_out; /* protected persons, if there are any */
};
MUST_USE bool notice_failures(struct arena *a, struct instance *in, const struct actor *actor,
                              struct notice_failures *out, struct err *err);

/* One address as it may stand in a mail: no blank, no sign that ends a header. */
bool notice_is_address(struct str text);
/* The whole mail. In the arena. */
struct str notice_mail(struct arena *a, const struct region *region, struct str from,
                       struct str to);
#endif
