/* domain/doctor.h - who may be a named doctor of whom, and how many persons a
 * panel is meant for. Pure: facts and the day are given.
 *
 * Sources: 7 kap. 3 § hälso- och sjukvårdslagen (2017:30) and 6 kap. 3 §
 * patientlagen (2014:821) give a resident the choice of, and access to, a named
 * doctor at the unit where they are listed; who may be one, the law leaves to
 * the region (`named_doctor.titles` and `.limits` of its rule file). 1 100 and
 * 550 persons are Socialstyrelsen's national guideline of 2022: neither floor
 * nor ceiling, so a target warns and only a cap refuses. */
#ifndef DOMAIN_DOCTOR_H
#define DOMAIN_DOCTOR_H
#include "core/day.h"
#include "domain/party.h"
#include "domain/rows.h"
#include "domain/rules.h"

/* A recorded exception: this doctor may be named doctor at this unit in spite of title,
 * speciality and limits, until a day. It gives no position. */
struct dispensation {
    struct hsaid staff, unit;
    struct day from, to; /* both inside */
    struct str reason;
};
/* What is known of one doctor: rows as they hold now, of whatever unit. */
struct doctor_facts {
    struct staff_row staff;
    const struct position_row *position;
    size_t positions;
    const struct dispensation *dispensation;
    size_t dispensations;
};
/* What of a person decides whose doctor somebody may be. */
struct doctor_of {
    struct day birth_date; /* DAY_NONE: unknown, which is no age of any limit */
    bool in_saebo;
};
enum doctor_verdict {
    DOCTOR_MAY,
    DOCTOR_NOT_PHYSICIAN,
    DOCTOR_NO_POSITION, /* at the unit on the day */
    DOCTOR_TITLE,       /* none that the region names */
    DOCTOR_SPECIALITY,  /* the title, but only with another speciality */
    DOCTOR_LIMIT        /* the speciality, but not of this person */
};

/* The position that somebody holds at the unit on the day; of several the one that began last,
 * as a new extent is often stated before the old one is ended. NULL: none. */
const struct position_row *doctor_position(const struct doctor_facts *doctor,
                                           const struct hsaid *unit, struct day on);
/* May this doctor be a named doctor at the unit at all? Never DOCTOR_LIMIT. */
enum doctor_verdict doctor_may_at(const struct rules *rules, const struct doctor_facts *doctor,
                                  const struct hsaid *unit, struct day on);
/* And of this person? A limit holds for doctors of its speciality; of several with one speciality
 * any will do. A dispensation lifts title, speciality and limits on its days. */
enum doctor_verdict doctor_may(const struct rules *rules, const struct doctor_facts *doctor,
                               const struct hsaid *unit, const struct doctor_of *of, struct day on);

enum dispensation_verdict {
    DISPENSATION_MAY,
    DISPENSATION_RIGHT,         /* only the region's administrator gives one */
    DISPENSATION_NO_END,        /* it must end */
    DISPENSATION_ORDER,         /* it ends before it begins */
    DISPENSATION_REASON,        /* it needs one */
    DISPENSATION_NOT_PHYSICIAN, /* which no dispensation lifts */
    DISPENSATION_VERDICTS
};
bool dispensation_may_say(enum party by); /* that there is one, or that it ends */
enum dispensation_verdict dispensation_decide(const struct dispensation *asked,
                                              const struct doctor_facts *doctor, enum party by);
const char *dispensation_code(enum dispensation_verdict verdict); /* NULL: it may */

/* A panel: how many persons have the doctor at the unit, and for how many it is meant. */
struct panel {
    int64_t count;
    int64_t target; /* warns */
    int64_t cap;    /* refuses; -1: none */
    bool is_open;
};
/* Target and cap by the rules, for `count` persons. What the position has of its own is taken as it
 * is stated; without it the rule file's holds, `panel.target_specialist` or (a position with
 * training) `panel.target_training`, and `panel.cap`, times the extent where `per_fte`. The target
 * is divided by the unit's care need where `by_cni`: a unit of twice the need gets half of it.
 * Whole persons, half a person up. A panel is open unless its position says no. `cni_e4`:
 * ten-thousandths, 10000 as the nation; 0: not known, which adjusts nothing. */
struct panel panel_of(const struct rules *rules, const struct position_row *position,
                      int64_t cni_e4, int64_t count);
/* The cap that stops a listing with the doctor, where listings are on doctors (`cap.of_doctor`):
 * none; the region's, `panel.cap` as panel_of() takes it, whatever the position says; or only the
 * one that the unit's head has set on the position. -1: there is none. */
int64_t panel_list_cap(const struct rules *rules, const struct position_row *position);

enum panel_verdict {
    PANEL_TAKES,
    PANEL_OVERRIDDEN, /* would refuse, and a unit head overrides with a reason */
    PANEL_CLOSED,
    PANEL_FULL,
    PANEL_RIGHT, /* an override by another than the unit's head */
};
/* May one more be added? `reason` is that of an override, empty: none is asked for. Where nothing
 * refuses it is not looked at. */
enum panel_verdict panel_takes(const struct panel *panel, struct str reason, enum party by);
#endif
