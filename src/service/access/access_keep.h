/* service/access/access_keep.h - how long the access log is kept: what is older than the region's
 * rule log.keep_years says is removed from its beginning, and the log says how many entries.
 *
 * Errors: those of service/act_answer.h; ERR_DENIED "log.right". */
#ifndef SERVICE_ACCESS_ACCESS_KEEP_H
#define SERVICE_ACCESS_ACCESS_KEEP_H
#include "service/act.h"

struct access_keeping {
    struct actor actor;
    struct str
        key;      /* asked again with it, nothing more is removed, and the first answer is given */
    bool dry_run; /* only says how many */
};
struct access_kept {
    int64_t removed;
    struct day from; /* what is left begins that day */
    bool is_repeat;
};
MUST_USE bool access_keep(struct arena *a, struct instance *in, const struct access_keeping *ask,
                          struct access_kept *out, struct err *err);
/* The same of all that is older than the moment, whatever the rule says. */
MUST_USE bool access_keep_since(struct arena *a, struct instance *in, struct moment since,
                                const struct access_keeping *ask, struct access_kept *out,
                                struct err *err);
#endif
