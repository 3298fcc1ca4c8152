#include "domain/listing_refusal.h"

static const char *const CODE[] = {
    [LISTING_DEAD] = "listing.dead",
    [LISTING_EMIGRATED] = "listing.emigrated",
    [LISTING_UNDER_AGE] = "listing.under_age",
    [LISTING_NOT_GUARDIAN] = "listing.not_guardian",
    [LISTING_NO_GUARDIAN] = "listing.no_guardian",
    [LISTING_PROTECTED_RELATION] = "listing.protected_relation",
    [LISTING_DAY_PAST] = "listing.day_past",
    [LISTING_LATER_STANDS] = "listing.later_stands",
    [LISTING_BRANCH] = "unit.branch",
    [LISTING_NOT_OPEN] = "listing.not_open",
    [LISTING_CLOSED] = "listing.closed",
    [LISTING_QUOTA] = "listing.quota",
    [LISTING_FULL] = "listing.full",
    [LISTING_FULL_HAS_QUEUE] = "listing.full_has_queue",
    [LISTING_IN_OTHER_QUEUE] = "listing.in_other_queue",
    [LISTING_UNDECIDED] = "listing.undecided",
};

const char *listing_code(enum listing_verdict verdict)
{
    return CODE[verdict];
}

enum err_kind listing_kind(enum listing_verdict verdict)
{
    if (verdict == LISTING_UNDECIDED)
        return ERR_DENIED;
    return verdict == LISTING_UNDER_AGE || verdict == LISTING_NOT_GUARDIAN ||
                   verdict == LISTING_NO_GUARDIAN || verdict == LISTING_DAY_PAST ||
                   verdict == LISTING_BRANCH
               ? ERR_INVALID
               : ERR_CONFLICT;
}
