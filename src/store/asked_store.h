/* store/asked_store.h - facts of many persons at once, for decisions about named
 * contacts: who is asked for is put down first, then each question is one reading,
 * by person. Reading as in store/unit_store.h; inside one transaction.
 *
 *     if (!asked_open(db, err) || !asked_add(db, person, err) || …
 *         !asked_each_person(db, on, reader, err)) … */
#ifndef STORE_ASKED_STORE_H
#define STORE_ASKED_STORE_H
#include "domain/assign.h"
#include "domain/person_id.h"
#include "domain/residence.h"
#include "store/db.h"

MUST_USE bool asked_open(struct db *db, struct err *err);                /* nobody is asked for */
MUST_USE bool asked_add(struct db *db, int64_t person, struct err *err); /* twice is once */
/* Those listed at a unit (by the registry's id) on the day; of an area, unless it is empty. */
MUST_USE bool asked_add_listed(struct db *db, int64_t unit, struct str area, struct day on,
                               struct err *err);

/* A person who is asked for, as they are on the day. Persons that were joined have no row. */
struct asked_person {
    int64_t person, identifier; /* the newest */
    struct person_id number;    /* the same, as it is printed */
    struct day birth_date, end; /* end: of death or emigration; DAY_NONE: neither */
    struct hsaid unit;          /* where listed; text[0] == 0: nowhere */
    bool has_opted_out;         /* of named doctors */
    enum protection protection;
    struct day next_doctor; /* as in domain/assign.h */
};
struct asked_person_reader {
    void *state;
    bool (*take)(void *state, const struct asked_person *row, struct err *err);
};
MUST_USE bool asked_each_person(struct db *db, struct day on, struct asked_person_reader reader,
                                struct err *err);

/* Their named contacts that are active on the day. */
struct asked_contact_reader {
    void *state;
    bool (*take)(void *state, int64_t person, const struct contact_now *row, struct err *err);
};
MUST_USE bool asked_each_contact(struct db *db, struct day on, struct asked_contact_reader reader,
                                 struct err *err);

/* All reports of where they live. */
struct asked_residence_reader {
    void *state;
    bool (*take)(void *state, int64_t person, const struct residence_stated *row, struct err *err);
};
MUST_USE bool asked_each_residence(struct db *db, struct asked_residence_reader reader,
                                   struct err *err);

/* How many persons have that doctor at that unit on the day; by the registry's ids. */
MUST_USE bool asked_panel_count(struct db *db, int64_t staff, int64_t unit, struct day on,
                                int64_t *out, struct err *err);
/* The same on the day and on each later one on which it changes, ascending: first how many on the
 * day itself (no step: nobody), then by how many more or fewer. */
struct asked_panel {
    int64_t staff, unit;
    int64_t without; /* a person who is not counted; 0: all are */
    struct day on;
};
struct asked_step_reader {
    void *state;
    bool (*take)(void *state, const struct room_step *step, struct err *err);
};
MUST_USE bool asked_each_panel_step(struct db *db, const struct asked_panel *panel,
                                    struct asked_step_reader reader, struct err *err);
#endif
