/* service/contact/contact_facts.h - what the rules of named contacts ask (domain/assign.h,
 * doctor.h, request.h, who.h, panel_move.h), read from the registry inside the
 * transaction that decides: of doctors, of panels, of one person or thousands, whose
 * facts are a few readings however many they are. In the arena.
 *
 *     struct contact_facts f = {a, in, on};
 *     if (!contact_facts_staff(&f, &staff, &unit.facts, &unit.id, &assign, err) ||
 *         !contact_facts_persons(&f, keys, count, &persons, err)) …
 *
 * Errors: ERR_MISSING "staff.unknown", "person.unknown" (of a key that is nobody's or was joined
 * with another); those of store/db.h. */
#ifndef SERVICE_CONTACT_CONTACT_FACTS_H
#define SERVICE_CONTACT_CONTACT_FACTS_H
#include "domain/assign.h"
#include "domain/person_id.h"
#include "domain/who.h"
#include "service/instance.h"
#include "store/asked_store.h"

struct contact_facts {
    struct arena *arena;
    const struct instance *in;
    struct day on; /* the day that is asked of */
};

struct contact_doctor {
    int64_t id; /* the registry's */
    struct doctor_facts facts;
};
MUST_USE bool contact_facts_doctor(const struct contact_facts *f, const struct hsaid *staff,
                                   struct contact_doctor *out, struct err *err);
/* How many persons have the doctor at the unit on the day; by the registry's ids. */
MUST_USE bool contact_facts_panel(const struct contact_facts *f, int64_t staff, int64_t unit,
                                  int64_t *out, struct err *err);
/* The unit's care need as panel_of() takes it; 0 where the region's rules do not ask. */
MUST_USE bool contact_facts_need(const struct contact_facts *f, int64_t unit, int64_t *cni_e4,
                                 struct err *err);
/* Into out->panel_count and out->step: of a panel from its day on, without a person. */
MUST_USE bool contact_facts_panel_without(const struct contact_facts *f,
                                          const struct asked_panel *panel, struct assign_staff *out,
                                          struct err *err);
/* All that a decision asks of a member of staff at a unit (by the registry's id). */
MUST_USE bool contact_facts_staff(const struct contact_facts *f, const struct hsaid *staff,
                                  int64_t unit, struct assign_staff *out, int64_t *id,
                                  struct err *err);

/* A doctor with the days that they are away, and who answers for them on whichever days. */
struct contact_who {
    struct who_doctor doctor;
    const struct substitute *substitute;
    size_t substitutes;
};
MUST_USE bool contact_facts_who(const struct contact_facts *f, const struct hsaid *staff,
                                struct contact_who *out, struct err *err);

/* Persons as they are on the day, by key, each once. */
struct contact_about {
    int64_t identifier;      /* the newest: what is stated is stated of it */
    struct person_id number; /* the same, as it is printed */
    enum protection protection;
    bool in_home_care;
};
struct contact_persons {
    struct assign_person *person;
    struct contact_about *about; /* of person[i] */
    size_t count;
};
MUST_USE bool contact_facts_persons(const struct contact_facts *f, const int64_t *key, size_t count,
                                    struct contact_persons *out, struct err *err);
/* Of those whom store/asked_store.h has: somebody else put them there. */
MUST_USE bool contact_facts_asked(const struct contact_facts *f, struct contact_persons *out,
                                  struct err *err);
/* Of one, with *about. */
MUST_USE bool contact_facts_person(const struct contact_facts *f, int64_t key,
                                   struct assign_person *out, struct contact_about *about,
                                   struct err *err);
#endif
