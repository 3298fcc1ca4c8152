/* domain/who.h - who is this person's doctor now? Pure, of a handful of facts:
 * it is asked for every person on a page. Total: every fact has one answer, and
 * the same facts have the same.
 *
 * The order is the region's practice and holds for everyone: the active named
 * doctor if present; else their substitute, if exactly one; else the unit's
 * contact point; else none. Two substitutes are no answer to *who*, so the unit
 * says it. A substitute stands in for a doctor, not for the lack of one. */
#ifndef DOMAIN_WHO_H
#define DOMAIN_WHO_H
#include "domain/doctor.h"

/* Days on which somebody is away from a unit, and days on which another answers for them. */
struct absence {
    struct hsaid staff, unit;
    struct day from, to; /* both inside; to DAY_NONE: until further notice */
};
struct substitute {
    struct hsaid of, staff, unit;
    struct day from, to; /* both inside */
};
/* A doctor, and the days that they are away. */
struct who_doctor {
    struct doctor_facts doctor;
    const struct absence *absence; /* also of other units and others: they are looked through */
    size_t absences;
};
struct who_facts {
    struct hsaid unit;              /* where listed on the day; text[0] == 0: nowhere */
    bool has_contact_point;         /* the unit has a way to reach it, and is open */
    const struct who_doctor *named; /* the active named doctor at the unit; NULL: none */
    bool is_coming;                 /* the named doctor is one to come: a place kept, nobody */
    const struct substitute *substitute;
    size_t substitutes;
    const struct who_doctor *staff; /* all that stand among the substitutes */
    size_t staff_count;
};
enum who { WHO_NONE, WHO_NAMED, WHO_SUBSTITUTE, WHO_UNIT };
/* Why it is not the named doctor. */
enum who_why {
    WHO_WHY_NOT, /* it is */
    WHO_NO_NAMED,
    WHO_COMING,
    WHO_AWAY, /* absent, or without a position at the unit on the day */
};
/* Their words; of WHO_WHY_NOT an empty one. */
extern const struct vocab VOCAB_WHO, VOCAB_WHO_WHY;
struct who_answer {
    enum who who;
    enum who_why why;
    struct hsaid staff;   /* of WHO_NAMED and WHO_SUBSTITUTE */
    unsigned substitutes; /* present on the day */
};

/* Is the doctor at work there: a position, and not away? */
bool who_is_present(const struct who_doctor *doctor, const struct hsaid *unit, struct day on);
struct who_answer who_now(const struct who_facts *facts, struct day on);

enum substitute_verdict {
    SUBSTITUTE_MAY,
    SUBSTITUTE_RIGHT, /* the unit's head or an administrator says who */
    SUBSTITUTE_DATES, /* it has a first and a last day, in that order */
    SUBSTITUTE_SELF,  /* nobody stands in for themselves */
    SUBSTITUTE_NOT_PHYSICIAN,
    SUBSTITUTE_NO_POSITION, /* at the unit on the first day or on the last */
    SUBSTITUTE_NOT_THEIRS,  /* the doctor whom it is for has never had a position at the unit */
    SUBSTITUTE_VERDICTS
};
/* May this be said? The rules of titles are not asked: a substitute is nobody's named doctor. Two
 * for the same days may stand: who_now() then says the unit. */
enum substitute_verdict substitute_decide(const struct substitute *asked,
                                          const struct doctor_facts *of,
                                          const struct doctor_facts *staff, enum party by);
/* Who says when somebody is away, and how their position and panel are: the unit's head or an
 * administrator, as with substitutes. */
bool staff_may_say(enum party by);
const char *substitute_code(enum substitute_verdict verdict); /* NULL for SUBSTITUTE_MAY */
#endif
