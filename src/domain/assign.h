/* domain/assign.h - a named contact is assigned: one decision, and the preview
 * of many, which is the same decision one person after the other. Pure.
 *
 * Sources: the national code system 1.2.752.129.5.1.69 (kinds 1 to 4); the
 * national listing contract's first rule (one active kind 2 a person); 7 kap.
 * 3 and 3 a §§ hälso- och sjukvårdslagen (2017:30): the named doctor is chosen
 * at the unit where the person is listed; 6 kap. 2 and 3 §§ patientlagen
 * (2014:821). A resident may do without a named doctor (opt out), which says
 * nothing about the other kinds: those follow from need. */
#ifndef DOMAIN_ASSIGN_H
#define DOMAIN_ASSIGN_H
#include "domain/doctor.h"
#include "domain/queue.h"

/* A named contact of the person that is active on the day. */
struct contact_now {
    int64_t row; /* of the stated row; never 0 */
    enum contact_kind kind;
    struct hsaid staff, unit;
    struct day from;
};
struct assign_person {
    int64_t person;        /* the opaque key */
    struct day birth_date; /* DAY_NONE: unknown */
    struct day end;        /* of death or emigration; DAY_NONE: neither */
    struct hsaid unit;     /* where listed on the day; text[0] == 0: nowhere */
    bool in_saebo, has_opted_out;
    struct day next_doctor; /* on which another kind 2, or the same anew, is to begin, later than on
                               the day: one that begins before ends then; DAY_NONE: none is */
    const struct contact_now *contact;
    size_t contacts;
};
/* Who is assigned, and how full the panel is. For kinds 1, 3 and 4 only the positions of `doctor`
 * and its id are looked at. */
struct assign_staff {
    struct doctor_facts doctor;
    int64_t panel_count;          /* persons who have the doctor at the unit on the day */
    int64_t cni_e4;               /* of the unit, as panel_of() takes it */
    const struct room_step *step; /* by how many the panel grows or shrinks on later days */
    size_t steps;
};
struct assign_ask {
    enum contact_kind kind;
    struct hsaid unit; /* where the contact works; the staff's id is in assign_staff */
    struct day on;
    enum party by;       /* to that unit */
    struct str override; /* the reason why a cap or a closed panel does not hold; empty: it does */
    bool by_listing; /* whoever lists the person lists with this doctor (`listing.on: doctor`): no
                        right is asked for, and `cap.of_doctor` says what is full */
};
enum assign_verdict {
    ASSIGN_MAY,
    ASSIGN_ALREADY,    /* this kind, this member of staff and unit: nothing to do, no refusal */
    ASSIGN_RIGHT,      /* not by this party */
    ASSIGN_ENDED,      /* died or emigrated before the day */
    ASSIGN_NOT_LISTED, /* kind 2: listed nowhere */
    ASSIGN_OTHER_UNIT, /* kind 2: listed at another unit */
    ASSIGN_OPTED_OUT,  /* kind 2: wants none */
    ASSIGN_NOT_PHYSICIAN,
    ASSIGN_NO_POSITION, /* at the unit on the day */
    ASSIGN_TITLE,
    ASSIGN_SPECIALITY,
    ASSIGN_LIMIT,
    ASSIGN_CLOSED,
    ASSIGN_FULL,
    ASSIGN_OVERRIDE_RIGHT, /* an override by another than the unit's head */
    ASSIGN_VERDICTS
};
/* Why a named contact ends. */
enum contact_end {
    END_NONE,
    END_REPLACED,
    END_MOVED,
    END_OPTED_OUT,
    END_CHANGED_UNIT,
    END_OTHER /* in somebody's own words, which the row has in place of this one */
};
extern const struct vocab VOCAB_CONTACT_END;        /* the `reason` of the row: "replaced", … */
enum contact_end contact_end_of(struct str reason); /* of what the row has; empty: none */

struct contact_ending {
    int64_t row;   /* a stated row; 0: none ends */
    struct day on; /* its last day; before its first one: the row is taken back */
    enum contact_end why;
};
struct assign_decision {
    enum assign_verdict verdict;
    /* With ASSIGN_MAY a row from the day of the ask on, open; and of an earlier kind 2 its end. */
    struct contact_ending ends;
    bool over_target; /* the panel is above its target after it: a warning */
    bool overridden;  /* the override was needed: log it with its reason */
};
/* Kinds 1 and 4 are assigned by the unit's staff, its head or an administrator, kind 2 likewise,
 * kind 3 by the municipality. The first fault in the order of the enum is said. Whoever has a
 * contact of kind 1, 3 or 4 may get another; a new kind 2 ends the one before. A panel is full by
 * the most that it will be on one day while the person is on it, be it by those who are planned. */
struct assign_decision assign_decide(const struct rules *rules, const struct assign_staff *staff,
                                     const struct assign_person *person,
                                     const struct assign_ask *ask);

/* What would become of many. */
struct assign_preview {
    size_t asked;
    size_t of[ASSIGN_VERDICTS]; /* by verdict; their sum is `asked` */
    size_t overridden;          /* of ASSIGN_MAY: a full or closed panel was overridden */
    size_t replaced;            /* of ASSIGN_MAY: leave another doctor's panel */
    struct panel before, after; /* kind 2; count 0 and cap -1 for other kinds */
};
/* The same decision for each, in the order of their keys and not of the array, so that a full
 * panel refuses the same persons however a filter found them; out[i] is of person[i]. Who stands
 * there twice is ASSIGN_ALREADY the second time. */
struct assign_many {
    const struct assign_person *person;
    size_t count;
    const enum party *by;        /* to each of them; NULL: as the ask says, to all */
    struct assign_decision *out; /* `count` of them */
};
struct assign_preview assign_bulk(struct arena *a, const struct rules *rules,
                                  const struct assign_staff *staff, const struct assign_many *many,
                                  const struct assign_ask *ask);

/* The active kind 2 of a person; NULL: none. */
const struct contact_now *contact_doctor(const struct contact_now *contact, size_t count);
/* What a listing at another unit from `on` ends of a person's contacts: their named doctor, if at
 * another unit than the new one. It does not come back when the person does. */
struct contact_ending contact_ends_at_change(const struct contact_now *contact, size_t count,
                                             const struct hsaid *unit, struct day on);

/* May this party say who is a contact of the kind, and that somebody is one no more? */
bool assign_may_say(enum contact_kind kind, enum party by);

/* The word of a verdict, as an error's reason: "assign.not_listed". NULL for ASSIGN_MAY. */
const char *assign_code(enum assign_verdict verdict);
extern const struct vocab VOCAB_ASSIGN_VERDICT; /* the same; "assigned" of ASSIGN_MAY */
#endif
