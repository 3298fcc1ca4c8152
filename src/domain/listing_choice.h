/* domain/listing_choice.h - one asked change of a person's listing: what is so
 * in the registry and what is asked go in, what becomes of it comes out. Pure:
 * nothing is written here, and `today` is given.
 *
 * The law: who is resident chooses a unit among all of the region's (HSL 2017:30
 * 7 kap 3 §); the choice is made by listing, at one unit at a time (3 a §); a
 * unit may ask for a cap (3 c §); a change may be made twice in a year, or for
 * special reasons (3 b §, domain/quota.h); a child's
 * guardians decide together (Föräldrabalken 6 kap 11, 13 §§), as far as it does
 * not choose by itself (Patientlagen 4 kap 3 §, the region's `own_choice_age`).
 *
 * What is looked at, in this order: the person (dead, emigrated), who signed,
 * whether special reasons are approved, the day, the unit (no branch, and open), whether it is so
 * already, the quota, the cap and the queue; and last whether a guardian's consent is missing, so
 * that nobody is
 * asked to consent to what is refused anyway. A consent given later is decided
 * anew, by what is so then. */
#ifndef DOMAIN_LISTING_CHOICE_H
#define DOMAIN_LISTING_CHOICE_H
#include "domain/party.h"
#include "domain/queue.h"
#include "domain/quota.h"

/* Whose doing the listing is. The first three are the person's own. */
enum listing_by {
    BY_CHOICE,       /* the person's or the guardians' */
    BY_QUEUE,        /* the choice made when joining the queue, as its place says; there is room */
    BY_OTHER_REGION, /* another region lists the person: unit UNIT_ELSEWHERE */
    BY_AREA,         /* has not chosen (domain/passive.h) */
    BY_BIRTH,
    BY_FORCE /* the unit closes, a panel moves */
};
/* Who has agreed: bits. A form may hold all signatures; in the e-service each signs alone. */
enum { SIGNED_PERSON = 1, SIGNED_GUARDIAN1 = 2, SIGNED_GUARDIAN2 = 4 };
enum { GUARDIANS = 2 };

struct listing_guardian {
    int64_t unit; /* where the guardian is listed on the first day: listing_first(); UNIT_NONE */
    enum protection protection;
    int64_t person; /* their key: the caller's */
};
/* Why a change that waited ended. Stored: add at the end, never reorder. */
enum consent_end {
    CONSENT_END_GIVEN,    /* and the change was carried out */
    CONSENT_END_REPLACED, /* by another change, or by a form with all signatures */
    CONSENT_END_LAPSED,
    CONSENT_END_GONE /* the child died, emigrated */
};
/* A change that waits for the other guardian. */
struct listing_consent {
    int64_t unit; /* UNIT_NONE: none waits */
    unsigned signed_by;
    bool is_special;
    struct day from;  /* the day that was asked for; DAY_NONE: the first possible */
    struct day until; /* the last day on which consent can be given: then it lapses */
    bool queue;       /* joins the queue if the unit is full */
};
struct listing_person {
    struct day birth; /* DAY_NONE: not known, then of age */
    struct day gone;  /* last day here: death, emigration; DAY_NONE: neither */
    bool is_dead;
    bool from_here; /* registered in the region; others have basis out_of_county */
    bool in_saebo;  /* on the first day of the listing: listing_first() */
    enum protection protection;
    unsigned guardians; /* alive and in force; 0 to 2 */
    struct listing_guardian guardian[GUARDIANS];
    const struct listing_past *past; /* in effect and out of county, planned ones among them */
    size_t past_count;
    const struct queue_place *place; /* the person's own */
    size_t places;
    const struct place_left *left; /* that they have left, where the region counts it */
    size_t lefts;
    struct listing_consent consent;
};
struct listing_unit {
    int64_t unit, at;         /* as of a struct listing_past: with a doctor their list */
    struct day opens, closes; /* first and last day; DAY_NONE: not decided */
    int64_t cap;              /* -1: none */
    struct day room_from;     /* queue_room_from() of the others, without the person who asks, from
                                 today on, or from the asked day if that is sooner */
    bool is_branch;           /* of another unit, at which one lists */
    bool has_queue;       /* that takes new persons: who stands in it stays, though it does not */
    unsigned waiting;     /* persons in its queue */
    unsigned over;        /* listed there over the cap: so many leave before there is room */
    unsigned room_lately; /* places made in the QUEUE_LOOKS_BACK days before today */
};
struct listing_ask {
    enum listing_by by;
    unsigned signed_by;   /* of BY_CHOICE */
    bool is_special;      /* of the person's own: special reasons were approved */
    bool is_undecided;    /* of a choice: they are said, and nobody has approved them */
    bool is_electronic;   /* of a choice: in the e-service, else on a form */
    bool queue;           /* join the queue if the unit is full */
    bool swaps;           /* of BY_QUEUE: takes the place of who leaves the unit on the same day, so
                             that as many are listed there as before, full or not */
    bool hides_protected; /* who asks may not see where a protected guardian is listed */
    struct day from;      /* DAY_NONE: the first possible */
    struct day today;
};

enum listing_verdict {
    LISTING_DONE,           /* listed from a day */
    LISTING_ALREADY,        /* is listed there, or will be as soon as there is room */
    LISTING_QUEUED,         /* number and wait */
    LISTING_ALREADY_QUEUED, /* stands in the unit's queue and may not overtake */
    LISTING_WAITS,          /* for the other guardian, until a day */
    LISTING_ALREADY_WAITS,  /* this guardian has signed before */
    /* refused: */
    LISTING_DEAD,
    LISTING_EMIGRATED,
    LISTING_UNDER_AGE,          /* the guardians choose; from `next` the person does */
    LISTING_NOT_GUARDIAN,       /* who signed does not choose for the person */
    LISTING_NO_GUARDIAN,        /* under age, and no guardian is known */
    LISTING_PROTECTED_RELATION, /* not electronically: one of the two has protected identity */
    LISTING_DAY_PAST,           /* the e-service lists from today at the earliest */
    LISTING_LATER_STANDS,       /* a past day, and a listing has begun since: from `next` it can */
    LISTING_BRANCH,             /* nobody is listed at a branch, but at its unit */
    LISTING_NOT_OPEN,           /* the unit opens on `next` */
    LISTING_CLOSED,             /* or its closing is decided */
    LISTING_QUOTA,              /* possible from `next`; DAY_NONE: never, but for special reasons */
    LISTING_FULL,               /* and the unit has no queue */
    LISTING_FULL_HAS_QUEUE,     /* and joining it was not asked for */
    LISTING_IN_OTHER_QUEUE,     /* which must be left first */
    LISTING_UNDECIDED           /* the special reasons that are said must be applied for */
};
extern const struct vocab VOCAB_LISTING_VERDICT; /* "done", … of what is not refused */
enum listing_places {
    PLACES_KEPT,
    PLACE_TAKEN, /* the place in the unit's own queue ends, others stay */
    PLACES_LOST  /* every place ends: the person has listed elsewhere, or there */
};

struct listing_decision {
    enum listing_verdict verdict;
    struct listing_past listing; /* DONE: the row to state, open at its end */
    bool is_counted;             /* DONE: a change that counts */
    bool is_exempt;              /* DONE: over the cap, by exemption */
    bool withdraws;    /* DONE: stated rows that begin later than it are superseded, they were
                          plans; one that begins on the same day always is */
    bool ends_consent; /* the change that waited is carried out, or another takes its place */
    enum listing_places places;     /* what becomes of the person's places in queues */
    struct listing_consent consent; /* WAITS: what waits */
    unsigned number;                /* QUEUED: from 1 */
    bool is_special;                /* QUEUED: as the place was asked for, by all who signed */
    int32_t wait;                   /* QUEUED: days, estimated (queue_wait()); -1: not known */
    struct day next;                /* a refusal's day; DAY_NONE: it has none */
};

static inline bool listing_is_refused(enum listing_verdict v)
{
    return v >= LISTING_DEAD;
}
/* Is that a listing at the unit, and with the doctor if one is asked for? */
bool listing_is_there(const struct listing_past *past, const struct listing_unit *unit);
/* The day from which the asked listing would hold: today or the day asked for, or by the region's
 * rule (`listing.effective`) the first of the month after. */
struct day listing_from(const struct rules *rules, const struct listing_ask *ask);
/* The same of this person and unit, where a change that waits for consent may have said the day: on
 * it the person's home and the guardians' units are asked of, for on it the cap is. */
struct day listing_first(const struct rules *rules, const struct listing_person *person,
                         const struct listing_unit *unit, const struct listing_ask *ask);
/* May the person change once more on the day? */
struct quota listing_quota(const struct rules *rules, const struct listing_person *person,
                           struct day on);
/* The first day on which the person chooses without guardians. */
struct day listing_own_choice(const struct rules *rules, struct day birth);
/* Whether it has come on the day; who was born nobody knows when chooses. */
bool listing_chooses(const struct rules *rules, struct day birth, struct day on);
/* Are special reasons approved that are said by who is that to the unit? The region decides, not
 * the unit that gains by it: an administrator says what is decided, others what was granted on an
 * application. */
bool listing_special_holds(enum party by, bool is_granted);
/* Would it take from what the person may change, or is that used up? Then an application that was
 * granted is used: it is decided anew with special reasons. */
bool listing_needs_reason(const struct listing_decision *d);
/* How long the one with that number waits, in days (queue_wait()): the same to who joins, asks
 * again, or looks at the queue. */
int32_t listing_wait(const struct listing_unit *unit, unsigned number, struct day today);
/* May the person be listed there over the cap (`cap.exempt`)? A guardian with protected identity
 * counts only among `shown` (bits as of who has signed): in a choice those who have signed, and
 * none where who asks may not see them; else it could be learnt by trying where that guardian is
 * listed. */
bool listing_is_exempt(const struct rules *rules, const struct listing_person *person, int64_t unit,
                       enum listing_by by, unsigned shown, struct day on);

void listing_decide(const struct rules *rules, const struct listing_person *person,
                    const struct listing_unit *unit, const struct listing_ask *ask,
                    struct listing_decision *out);
#endif
