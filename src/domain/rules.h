/* domain/rules.h - what a region decides about listing and named contacts: its
 * rule file, read and checked (service/region.h reads it). The rules of domain/
 * take it as an argument, so that one program runs any region's; nothing of it
 * is a constant in code. What each key means: docs/operator/rules.md. */
#ifndef DOMAIN_RULES_H
#define DOMAIN_RULES_H
#include "core/base.h"

/* What a listing points to: the unit's list, or one for each doctor. */
enum listing_on { LISTING_ON_UNIT, LISTING_ON_DOCTOR };
enum listing_effective { EFFECTIVE_AT_ONCE, EFFECTIVE_NEXT_MONTH };
enum change_window { WINDOW_ROLLING_12_MONTHS, WINDOW_CALENDAR_YEAR };
/* Why a change of unit is not counted against the quota. */
enum free_change {
    FREE_SPECIAL_REASON,
    FREE_AREA,
    FREE_NEWBORN,
    FREE_FORCED, /* unit closed, panel moved */
    FREE_DOCTOR_CHOICE,
    FREE_QUEUE_LEAVE,
    FREE_RETURN, /* from out of county */
    FREE_COUNT
};
/* Who is listed though the unit's cap is reached. */
enum cap_exempt { EXEMPT_NEWBORN, EXEMPT_SAEBO, EXEMPT_CHILD_OF_LISTED, EXEMPT_COUNT };
enum doctor_cap { DOCTOR_CAP_NONE, DOCTOR_CAP_REGION, DOCTOR_CAP_UNIT_HEAD };
/* Where somebody is listed who has not chosen. */
enum passive_listing { PASSIVE_NONE, PASSIVE_AREA, PASSIVE_MOTHER };
/* Whether a new unit gets those of its area, or who chooses it only. */
enum new_unit { NEW_UNIT_CHOICE_ONLY, NEW_UNIT_AREA };

/* A title code that may be named doctor; with a speciality, only with that one. */
struct doctor_title {
    struct str code, speciality; /* speciality empty: any */
};
/* A doctor of this speciality may be named doctor only of those persons. */
struct doctor_limit {
    struct str speciality;
    unsigned age_from, age_to; /* years inside; 0 and 999: every age */
    bool or_saebo;             /* and of who lives in SÄBO, of whatever age */
};

struct rules {
    enum listing_on listing_on;
    enum listing_effective effective;
    struct {
        unsigned max; /* in the window */
        enum change_window window;
        unsigned free; /* a bit (1u << n) for each free_change */
    } changes;
    struct {
        unsigned exempt; /* a bit for each cap_exempt */
        enum doctor_cap of_doctor;
    } cap;
    struct {
        unsigned max;   /* queues that a person may stand in */
        bool auto_swap; /* who is listed at the other's wished unit changes with them */
    } queue;
    struct {
        unsigned own_choice_age; /* years */
        bool both;               /* of two guardians both must consent */
        unsigned lapse_days;     /* of a change that waits for consent */
    } guardian;
    struct {
        enum passive_listing moved_in;
        enum passive_listing newborn[2]; /* in this order */
        enum new_unit new_unit;
    } passive;
    struct {
        const struct doctor_title *title;
        unsigned titles;
        const struct doctor_limit *limit;
        unsigned limits;
        bool opt_out, coming_doctor;
    } named_doctor;
    struct {
        int64_t target_specialist, target_training; /* persons, of a full-time doctor */
        bool per_fte, by_cni;
        int64_t cap; /* of a full-time doctor; -1: none */
        unsigned undo_days;
    } panel;
    struct {
        unsigned keep_years, lookups_a_minute, persons_an_hour;
    } log;
    struct {
        int64_t denominator, numerator, complement, small_area, round_to;
    } suppression;
};
#endif
