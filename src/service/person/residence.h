/* service/person/residence.h - the municipality reports that a person has a place in a home
 * (SÄBO) or home care, or that it has ended: facts of the municipality, with source
 * and date of report (rule 19). By its staff, of those who live there, or by the
 * region's administrator.
 *
 * Of two reports of a kind the later one holds on the days that both cover
 * (domain/residence.h): nobody is in two homes on one day. The answer shows them.
 *
 * A report that was a mistake is withdrawn: it holds on no day any more, as if it had never come,
 * and what was known when it stood is still known so (rows are superseded, none is deleted).
 *
 * Errors: those of service/act.h and service/act_about.h; ERR_DENIED "actor.role" (neither),
 * "residence.elsewhere" (another municipality than that of the actor's unit); ERR_INVALID
 * "residence.municipality" (there is none), "residence.unsaid" (no municipality, and the actor's
 * unit has none), "residence.text" (home or source is no line of 1 to 200 characters),
 * "residence.days" (the end before the beginning, which is more than a year ahead or ten back),
 * "residence.before_birth", "residence.kind" (ending: both kinds go on, say which); ERR_CONFLICT
 * "gone.dead", "gone.emigrated" (it begins after that); ERR_MISSING "residence.none" (ending:
 * nothing goes on), "residence.not_reported" (withdrawing: no such report stands); ERR_INVALID
 * "residence.which" (withdrawing: more than one does). */
#ifndef SERVICE_PERSON_RESIDENCE_H
#define SERVICE_PERSON_RESIDENCE_H
#include "domain/access.h"
#include "domain/residence_event.h"
#include "service/instance.h"

struct residence_request {
    struct str person; /* as written */
    bool has_kind;     /* without it, ending: the one that goes on; withdrawing: of either */
    enum residence_kind kind;
    struct str municipality, home,
        source;          /* empty: the actor's unit's; not said; the actor's unit */
    struct day from, to; /* DAY_NONE: today; open. Of an end `to` is the last day; of a withdrawal
                            `from` is the first day of the report, DAY_NONE: whichever it is */
    struct actor actor;
    struct str key;
    bool dry_run;
};
/* A report, or days on which it and another one overlap. */
struct residence_line {
    enum residence_role {
        RESIDENCE_SAID,
        RESIDENCE_ENDED,
        RESIDENCE_WITHDRAWN,
        RESIDENCE_LOSES,
        RESIDENCE_WINS
    } role;
    enum residence_kind kind;
    struct str municipality, home;
    struct day from, to;
};
struct residence_answer {
    bool is_already;                   /* it was said so: nothing was changed */
    bool is_repeat;                    /* was answered before with the key */
    const struct residence_line *line; /* what was said, ended or withdrawn; then overlaps */
    size_t count;
};
extern const struct vocab VOCAB_RESIDENCE_ROLE; /* "reported", "ended", "withdrawn", … */

MUST_USE bool residence_report(struct arena *a, struct instance *in,
                               const struct residence_request *request,
                               struct residence_answer *out, struct err *err);
/* All reports of the kind that cover the day and go on end with it. */
MUST_USE bool residence_end(struct arena *a, struct instance *in,
                            const struct residence_request *request, struct residence_answer *out,
                            struct err *err);
/* The one report of the kind and the first day. The municipality's staff withdraw those of their
 * own. */
MUST_USE bool residence_withdraw(struct arena *a, struct instance *in,
                                 const struct residence_request *request,
                                 struct residence_answer *out, struct err *err);
#endif
