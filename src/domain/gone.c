#include "domain/gone.h"

const char *gone_code(enum gone_about what, enum deregistration reason, struct day last,
                      struct day on)
{
    bool has_passed = day_is_none(last) || on.n > last.n;
    if (reason == DEREG_DIED && (what != GONE_RESIDING || has_passed))
        return "gone.dead";
    if (reason == DEREG_EMIGRATED && what != GONE_BLOCKING && has_passed)
        return "gone.emigrated";
    return NULL;
}
