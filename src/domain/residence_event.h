/* domain/residence_event.h - what others are told of reports of residence: the
 * difference between what the municipality had said of a person and what it says
 * now. Pure. Which of several reports holds on a day is domain/residence.h's. */
#ifndef DOMAIN_RESIDENCE_EVENT_H
#define DOMAIN_RESIDENCE_EVENT_H
#include "domain/event.h"

/* A report; it is the same one where identifier, kind and `from` are. */
struct residence_report {
    int64_t identifier;
    enum residence_kind kind;
    struct str home, municipality, source; /* home, source: empty: not said */
    struct day from, to, reported_on;      /* both inside; to DAY_NONE: open */
};
struct residence_event {
    enum event_type type;
    struct day valid_from; /* reported: the first day; ended: the day after the last */
    const struct residence_report *report; /* as it is now; of one withdrawn as it was */
    bool withdrawn;                        /* ended: it holds on no day, as if never reported */
};
/* What happened from `before` to `after`, in the order of valid_from, what ends before what begins.
 * A report that is new, or says something else than its end, is told as reported; its end as ended.
 * Their number is returned; *out is in the arena and points into the arrays. */
size_t residence_events(struct arena *a, const struct residence_report *before, size_t before_count,
                        const struct residence_report *after, size_t after_count,
                        struct residence_event **out);
#endif
