#include "domain/assign.h"

#include "domain/span.h"

#include <stdlib.h>

static unsigned may_assign(enum contact_kind kind)
{
    return kind == KIND_MUNICIPAL
               ? PARTIES(PARTY_MUNICIPAL)
               : PARTIES(PARTY_STAFF) | PARTIES(PARTY_UNIT_HEAD) | PARTIES(PARTY_ADMINISTRATOR);
}

bool assign_may_say(enum contact_kind kind, enum party by)
{
    return party_in(by, may_assign(kind));
}

const struct contact_now *contact_doctor(const struct contact_now *contact, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (contact[i].kind == KIND_DOCTOR)
            return &contact[i];
    return NULL;
}

/* It ends the day before `on`. */
static struct contact_ending ending(const struct contact_now *contact, struct day on,
                                    enum contact_end why)
{
    return (struct contact_ending){contact->row, {on.n - 1}, why};
}

static const char *const CONTACT_END[] = {"",          "replaced",     "moved",
                                          "opted_out", "changed_unit", "other"};
_Static_assert(ARRAY_LEN(CONTACT_END) == END_OTHER + 1, "a word for each");
const struct vocab VOCAB_CONTACT_END = {"reason", CONTACT_END, ARRAY_LEN(CONTACT_END)};

enum contact_end contact_end_of(struct str reason)
{
    unsigned why = END_NONE;
    if (reason.len == 0)
        return END_NONE;
    return vocab_find(&VOCAB_CONTACT_END, reason, &why) ? (enum contact_end)why : END_OTHER;
}

struct contact_ending contact_ends_at_change(const struct contact_now *contact, size_t count,
                                             const struct hsaid *unit, struct day on)
{
    const struct contact_now *doctor = contact_doctor(contact, count);
    if (!doctor || hsaid_eq(&doctor->unit, unit))
        return (struct contact_ending){0};
    return ending(doctor, on, END_CHANGED_UNIT);
}

static bool is_already(const struct assign_person *person, const struct assign_ask *ask,
                       const struct hsaid *staff)
{
    for (size_t i = 0; i < person->contacts; i++) {
        const struct contact_now *c = &person->contact[i];
        if (c->kind == ask->kind && hsaid_eq(&c->staff, staff) && hsaid_eq(&c->unit, &ask->unit))
            return true;
    }
    return false;
}

/* Whether the person can have one of this kind there. */
static enum assign_verdict of_person(const struct assign_person *person,
                                     const struct assign_ask *ask)
{
    if (!day_is_none(person->end) && person->end.n < ask->on.n)
        return ASSIGN_ENDED;
    if (ask->kind != KIND_DOCTOR)
        return ASSIGN_MAY;
    if (!person->unit.text[0])
        return ASSIGN_NOT_LISTED;
    if (!hsaid_eq(&person->unit, &ask->unit))
        return ASSIGN_OTHER_UNIT;
    return person->has_opted_out ? ASSIGN_OPTED_OUT : ASSIGN_MAY;
}

static enum assign_verdict of_staff(const struct rules *rules, const struct assign_staff *staff,
                                    const struct assign_person *person,
                                    const struct assign_ask *ask)
{
    if (ask->kind != KIND_DOCTOR)
        return doctor_position(&staff->doctor, &ask->unit, ask->on) ? ASSIGN_MAY
                                                                    : ASSIGN_NO_POSITION;
    struct doctor_of of = {person->birth_date, person->in_saebo};
    switch (doctor_may(rules, &staff->doctor, &ask->unit, &of, ask->on)) {
    case DOCTOR_MAY:
        break;
    case DOCTOR_NOT_PHYSICIAN:
        return ASSIGN_NOT_PHYSICIAN;
    case DOCTOR_NO_POSITION:
        return ASSIGN_NO_POSITION;
    case DOCTOR_TITLE:
        return ASSIGN_TITLE;
    case DOCTOR_SPECIALITY:
        return ASSIGN_SPECIALITY;
    case DOCTOR_LIMIT:
        return ASSIGN_LIMIT;
    }
    return ASSIGN_MAY;
}

/* As of_staff() has found a position. */
static struct panel panel_now(const struct rules *rules, const struct assign_staff *staff,
                              const struct assign_ask *ask)
{
    const struct position_row *position = doctor_position(&staff->doctor, &ask->unit, ask->on);
    struct panel panel = panel_of(rules, position, staff->cni_e4, staff->panel_count);
    if (ask->by_listing)
        panel.cap = panel_list_cap(rules, position);
    return panel;
}

/* The most that the panel will be on one day until the person has another doctor. */
static int64_t most_with(const struct assign_staff *staff, const struct assign_person *person,
                         struct day on)
{
    struct day next = person->next_doctor;
    int64_t count = staff->panel_count, most = count;
    for (size_t i = 0; i < staff->steps; i++) {
        if (next.n > on.n && staff->step[i].on.n >= next.n)
            break;
        count += staff->step[i].by;
        most = count > most ? count : most;
    }
    return most;
}

static enum assign_verdict of_panel(const struct panel *panel, int64_t most,
                                    const struct assign_ask *ask, struct assign_decision *out)
{
    struct panel at_most = *panel;
    at_most.count = most;
    switch (panel_takes(&at_most, ask->override, ask->by)) {
    case PANEL_TAKES:
        break;
    case PANEL_OVERRIDDEN:
        out->overridden = true;
        break;
    case PANEL_CLOSED:
        return ASSIGN_CLOSED;
    case PANEL_FULL:
        return ASSIGN_FULL;
    case PANEL_RIGHT:
        return ASSIGN_OVERRIDE_RIGHT;
    }
    out->over_target = panel->count >= panel->target;
    return ASSIGN_MAY;
}

struct assign_decision assign_decide(const struct rules *rules, const struct assign_staff *staff,
                                     const struct assign_person *person,
                                     const struct assign_ask *ask)
{
    struct assign_decision d = {.verdict = ASSIGN_MAY};
    /* The right comes first: who may not assign learns by trying who the contact is. */
    if (!ask->by_listing && !assign_may_say(ask->kind, ask->by))
        d.verdict = ASSIGN_RIGHT;
    else if (is_already(person, ask, &staff->doctor.staff.staff))
        d.verdict = ASSIGN_ALREADY;
    if (d.verdict == ASSIGN_MAY)
        d.verdict = of_person(person, ask);
    if (d.verdict == ASSIGN_MAY)
        d.verdict = of_staff(rules, staff, person, ask);
    if (d.verdict != ASSIGN_MAY || ask->kind != KIND_DOCTOR)
        return d;
    struct panel panel = panel_now(rules, staff, ask);
    d.verdict = of_panel(&panel, most_with(staff, person, ask->on), ask, &d);
    const struct contact_now *earlier = contact_doctor(person->contact, person->contacts);
    if (d.verdict == ASSIGN_MAY && earlier)
        d.ends = ending(earlier, ask->on, END_REPLACED);
    return d;
}

/* ---- many ---- */

static int by_key(const void *x, const void *y)
{
    const struct assign_person *a = *(const struct assign_person *const *)x;
    const struct assign_person *b = *(const struct assign_person *const *)y;
    return a->person != b->person ? (a->person < b->person ? -1 : 1) : (a > b) - (a < b);
}

static const struct assign_person **in_order(struct arena *a, const struct assign_many *many)
{
    const struct assign_person **at = ARENA_NEW(a, const struct assign_person *, many->count);
    for (size_t i = 0; i < many->count; i++)
        at[i] = &many->person[i];
    if (many->count > 0)
        qsort(at, many->count, sizeof *at, by_key);
    return at;
}

struct assign_preview assign_bulk(struct arena *a, const struct rules *rules,
                                  const struct assign_staff *staff, const struct assign_many *many,
                                  const struct assign_ask *ask)
{
    struct assign_preview preview = {.asked = many->count, .before.cap = -1};
    const struct assign_person **at = in_order(a, many);
    struct assign_staff so_far = *staff;
    for (size_t i = 0; i < many->count; i++) {
        struct assign_ask of_one = *ask;
        if (many->by)
            of_one.by = many->by[at[i] - many->person];
        struct assign_decision d = assign_decide(rules, &so_far, at[i], &of_one);
        bool is_twice = i > 0 && at[i]->person == at[i - 1]->person;
        if (is_twice && many->out[at[i - 1] - many->person].verdict <= ASSIGN_ALREADY)
            d = (struct assign_decision){.verdict = ASSIGN_ALREADY};
        so_far.panel_count += d.verdict == ASSIGN_MAY && ask->kind == KIND_DOCTOR;
        preview.of[d.verdict]++;
        preview.overridden += d.overridden;
        preview.replaced += d.ends.row != 0;
        many->out[at[i] - many->person] = d;
    }
    if (ask->kind == KIND_DOCTOR && doctor_position(&staff->doctor, &ask->unit, ask->on))
        preview.before = panel_now(rules, staff, ask);
    preview.after = preview.before;
    preview.after.count += so_far.panel_count - staff->panel_count;
    return preview;
}

static const char *const VERDICT[ASSIGN_VERDICTS] = {
    [ASSIGN_MAY] = "assigned",
    [ASSIGN_ALREADY] = "assign.already",
    [ASSIGN_RIGHT] = "assign.right",
    [ASSIGN_ENDED] = "assign.ended",
    [ASSIGN_NOT_LISTED] = "assign.not_listed",
    [ASSIGN_OTHER_UNIT] = "assign.other_unit",
    [ASSIGN_OPTED_OUT] = "assign.opted_out",
    [ASSIGN_NOT_PHYSICIAN] = "assign.not_physician",
    [ASSIGN_NO_POSITION] = "assign.no_position",
    [ASSIGN_TITLE] = "assign.title",
    [ASSIGN_SPECIALITY] = "assign.speciality",
    [ASSIGN_LIMIT] = "assign.limit",
    [ASSIGN_CLOSED] = "assign.closed",
    [ASSIGN_FULL] = "assign.full",
    [ASSIGN_OVERRIDE_RIGHT] = "assign.override_right",
};
const struct vocab VOCAB_ASSIGN_VERDICT = {"answer", VERDICT, ASSIGN_VERDICTS};

const char *assign_code(enum assign_verdict verdict)
{
    return verdict == ASSIGN_MAY ? NULL : VERDICT[verdict];
}
