#include "domain/who.h"

#include "domain/span.h"

static const char *const WHO[] = {"none", "named", "substitute", "unit"};
static const char *const WHY[] = {"", "no_named", "coming", "away"};

const struct vocab VOCAB_WHO = {"who", WHO, ARRAY_LEN(WHO)};
const struct vocab VOCAB_WHO_WHY = {"why", WHY, ARRAY_LEN(WHY)};

bool who_is_present(const struct who_doctor *doctor, const struct hsaid *unit, struct day on)
{
    if (!doctor_position(&doctor->doctor, unit, on))
        return false;
    for (size_t i = 0; i < doctor->absences; i++) {
        const struct absence *a = &doctor->absence[i];
        if (hsaid_eq(&a->staff, &doctor->doctor.staff.staff) && hsaid_eq(&a->unit, unit) &&
            span_covers(a->from, a->to, on))
            return false;
    }
    return true;
}

static bool stands_in(const struct who_facts *f, const struct substitute *s, struct day on)
{
    if (!hsaid_eq(&s->of, &f->named->doctor.staff.staff) || !hsaid_eq(&s->unit, &f->unit) ||
        !span_covers(s->from, s->to, on))
        return false;
    for (size_t i = 0; i < f->staff_count; i++)
        if (hsaid_eq(&f->staff[i].doctor.staff.staff, &s->staff))
            return who_is_present(&f->staff[i], &f->unit, on);
    return false;
}

/* How many doctors stand in, of whom one that is said twice is one. */
static unsigned substitutes_on(const struct who_facts *f, struct day on, struct hsaid *last)
{
    unsigned count = 0;
    for (size_t i = 0; i < f->substitutes; i++) {
        const struct substitute *s = &f->substitute[i];
        bool is_said = false;
        for (size_t k = 0; k < i && !is_said; k++)
            is_said =
                hsaid_eq(&f->substitute[k].staff, &s->staff) && stands_in(f, &f->substitute[k], on);
        if (is_said || !stands_in(f, s, on))
            continue;
        *last = s->staff;
        count++;
    }
    return count;
}

struct who_answer who_now(const struct who_facts *facts, struct day on)
{
    struct who_answer answer = {.why = WHO_NO_NAMED};
    if (!facts->unit.text[0])
        return answer;
    answer.who = facts->has_contact_point ? WHO_UNIT : WHO_NONE;
    if (facts->is_coming) {
        answer.why = WHO_COMING;
    } else if (facts->named && who_is_present(facts->named, &facts->unit, on)) {
        answer = (struct who_answer){WHO_NAMED, WHO_WHY_NOT, facts->named->doctor.staff.staff, 0};
    } else if (facts->named) {
        struct hsaid staff = {{0}};
        answer.why = WHO_AWAY;
        answer.substitutes = substitutes_on(facts, on, &staff);
        if (answer.substitutes == 1) {
            answer.who = WHO_SUBSTITUTE;
            answer.staff = staff;
        }
    }
    return answer;
}

static bool has_worked_at(const struct doctor_facts *doctor, const struct hsaid *unit)
{
    for (size_t i = 0; i < doctor->positions; i++)
        if (hsaid_eq(&doctor->position[i].unit, unit))
            return true;
    return false;
}

bool staff_may_say(enum party by)
{
    return party_in(by, PARTIES(PARTY_UNIT_HEAD) | PARTIES(PARTY_ADMINISTRATOR));
}

enum substitute_verdict substitute_decide(const struct substitute *asked,
                                          const struct doctor_facts *of,
                                          const struct doctor_facts *staff, enum party by)
{
    if (!staff_may_say(by))
        return SUBSTITUTE_RIGHT;
    if (day_is_none(asked->from) || day_is_none(asked->to) || span_is_empty(asked->from, asked->to))
        return SUBSTITUTE_DATES;
    if (hsaid_eq(&asked->of, &asked->staff))
        return SUBSTITUTE_SELF;
    if (staff->staff.profession != PROF_PHYSICIAN)
        return SUBSTITUTE_NOT_PHYSICIAN;
    if (!doctor_position(staff, &asked->unit, asked->from) ||
        !doctor_position(staff, &asked->unit, asked->to))
        return SUBSTITUTE_NO_POSITION;
    return has_worked_at(of, &asked->unit) ? SUBSTITUTE_MAY : SUBSTITUTE_NOT_THEIRS;
}

const char *substitute_code(enum substitute_verdict verdict)
{
    static const char *const code[SUBSTITUTE_VERDICTS] = {
        [SUBSTITUTE_RIGHT] = "substitute.right",
        [SUBSTITUTE_DATES] = "substitute.dates",
        [SUBSTITUTE_SELF] = "substitute.self",
        [SUBSTITUTE_NOT_PHYSICIAN] = "substitute.not_physician",
        [SUBSTITUTE_NO_POSITION] = "substitute.no_position",
        [SUBSTITUTE_NOT_THEIRS] = "substitute.not_theirs",
    };
    return code[verdict];
}
