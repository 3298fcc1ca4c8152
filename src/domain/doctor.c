#include "domain/doctor.h"

#include "domain/span.h"

#include <math.h>

enum { PARTS = 10000 }; /* of extents and care need: four decimals */

const struct position_row *doctor_position(const struct doctor_facts *doctor,
                                           const struct hsaid *unit, struct day on)
{
    const struct position_row *found = NULL;
    for (size_t i = 0; i < doctor->positions; i++) {
        const struct position_row *p = &doctor->position[i];
        if (hsaid_eq(&p->unit, unit) && span_covers(p->from, p->to, on) &&
            (!found || found->from.n < p->from.n))
            found = p;
    }
    return found;
}

static bool is_dispensed(const struct doctor_facts *doctor, const struct hsaid *unit, struct day on)
{
    for (size_t i = 0; i < doctor->dispensations; i++) {
        const struct dispensation *d = &doctor->dispensation[i];
        if (hsaid_eq(&d->staff, &doctor->staff.staff) && hsaid_eq(&d->unit, unit) &&
            !day_is_none(d->to) && span_covers(d->from, d->to, on))
            return true;
    }
    return false;
}

/* By title code and speciality alone. */
static enum doctor_verdict by_title(const struct rules *rules, const struct staff_row *staff)
{
    enum doctor_verdict verdict = DOCTOR_TITLE;
    for (unsigned i = 0; i < rules->named_doctor.titles; i++) {
        const struct doctor_title *t = &rules->named_doctor.title[i];
        if (!str_eq(t->code, staff->title_code))
            continue;
        if (t->speciality.len == 0 || str_eq(t->speciality, staff->speciality))
            return DOCTOR_MAY;
        verdict = DOCTOR_SPECIALITY;
    }
    return verdict;
}

static bool within(const struct doctor_limit *limit, const struct doctor_of *of, struct day on)
{
    if (limit->or_saebo && of->in_saebo)
        return true;
    if (limit->age_from == 0 && limit->age_to >= 999)
        return true;
    if (day_is_none(of->birth_date))
        return false;
    int32_t age = age_on(of->birth_date, on);
    return age >= (int32_t)limit->age_from && age <= (int32_t)limit->age_to;
}

static bool is_within_limits(const struct rules *rules, struct str speciality,
                             const struct doctor_of *of, struct day on)
{
    bool is_limited = false;
    for (unsigned i = 0; i < rules->named_doctor.limits; i++) {
        const struct doctor_limit *limit = &rules->named_doctor.limit[i];
        if (!str_eq(limit->speciality, speciality))
            continue;
        if (within(limit, of, on))
            return true;
        is_limited = true;
    }
    return !is_limited;
}

enum doctor_verdict doctor_may_at(const struct rules *rules, const struct doctor_facts *doctor,
                                  const struct hsaid *unit, struct day on)
{
    if (doctor->staff.profession != PROF_PHYSICIAN)
        return DOCTOR_NOT_PHYSICIAN;
    if (!doctor_position(doctor, unit, on))
        return DOCTOR_NO_POSITION;
    return is_dispensed(doctor, unit, on) ? DOCTOR_MAY : by_title(rules, &doctor->staff);
}

enum doctor_verdict doctor_may(const struct rules *rules, const struct doctor_facts *doctor,
                               const struct hsaid *unit, const struct doctor_of *of, struct day on)
{
    enum doctor_verdict verdict = doctor_may_at(rules, doctor, unit, on);
    if (verdict == DOCTOR_MAY && !is_dispensed(doctor, unit, on) &&
        !is_within_limits(rules, doctor->staff.speciality, of, on))
        return DOCTOR_LIMIT;
    return verdict;
}

bool dispensation_may_say(enum party by)
{
    return by == PARTY_ADMINISTRATOR;
}

enum dispensation_verdict dispensation_decide(const struct dispensation *asked,
                                              const struct doctor_facts *doctor, enum party by)
{
    if (!dispensation_may_say(by))
        return DISPENSATION_RIGHT;
    if (day_is_none(asked->to))
        return DISPENSATION_NO_END;
    if (span_is_empty(asked->from, asked->to))
        return DISPENSATION_ORDER;
    if (str_trim(asked->reason).len == 0)
        return DISPENSATION_REASON;
    return doctor->staff.profession != PROF_PHYSICIAN ? DISPENSATION_NOT_PHYSICIAN
                                                      : DISPENSATION_MAY;
}

const char *dispensation_code(enum dispensation_verdict verdict)
{
    static const char *const code[DISPENSATION_VERDICTS] = {
        [DISPENSATION_RIGHT] = "dispensation.right",
        [DISPENSATION_NO_END] = "dispensation.no_end",
        [DISPENSATION_ORDER] = "dispensation.order",
        [DISPENSATION_REASON] = "dispensation.reason",
        [DISPENSATION_NOT_PHYSICIAN] = "dispensation.not_physician",
    };
    return code[verdict];
}

/* `full_time` persons for the extent of a position and the need of its unit, 0: as the nation. */
static int64_t measured(const struct rules *rules, int64_t full_time,
                        const struct position_row *position, int64_t cni_e4)
{
    int64_t over = 2 * full_time, under = 2;
    if (rules->panel.per_fte && !isnan(position->fte)) {
        over *= (int64_t)(position->fte * PARTS + 0.5);
        under *= PARTS;
    }
    if (rules->panel.by_cni && cni_e4 > 0) {
        over *= PARTS;
        under *= cni_e4;
    }
    return (over + under / 2) / under;
}

static int64_t cap_of_region(const struct rules *rules, const struct position_row *position)
{
    return rules->panel.cap < 0 ? -1 : measured(rules, rules->panel.cap, position, 0);
}

static int64_t cap_of(const struct rules *rules, const struct position_row *position)
{
    return position->panel_cap >= 0 ? position->panel_cap : cap_of_region(rules, position);
}

int64_t panel_list_cap(const struct rules *rules, const struct position_row *position)
{
    switch (rules->cap.of_doctor) {
    case DOCTOR_CAP_REGION:
        return cap_of_region(rules, position);
    case DOCTOR_CAP_UNIT_HEAD:
        return position->panel_cap >= 0 ? position->panel_cap : -1;
    case DOCTOR_CAP_NONE:
        break;
    }
    return -1;
}

struct panel panel_of(const struct rules *rules, const struct position_row *position,
                      int64_t cni_e4, int64_t count)
{
    int64_t full_time = position->training == TRAINING_NONE ? rules->panel.target_specialist
                                                            : rules->panel.target_training;
    return (struct panel){.count = count,
                          .target = position->panel_target >= 0
                                        ? position->panel_target
                                        : measured(rules, full_time, position, cni_e4),
                          .cap = cap_of(rules, position),
                          .is_open = position->panel_open != ANSWER_NO};
}

enum panel_verdict panel_takes(const struct panel *panel, struct str reason, enum party by)
{
    bool is_full = panel->cap >= 0 && panel->count >= panel->cap;
    if (panel->is_open && !is_full)
        return PANEL_TAKES;
    if (str_trim(reason).len > 0)
        return by == PARTY_UNIT_HEAD ? PANEL_OVERRIDDEN : PANEL_RIGHT;
    return panel->is_open ? PANEL_FULL : PANEL_CLOSED;
}
