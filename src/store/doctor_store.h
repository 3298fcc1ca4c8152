/* store/doctor_store.h - what is stated of one member of staff: who they are, where
 * they work, what they are exempt from, when they are away and who answers for
 * them. Reading as in store/unit_store.h; texts are valid during the call. */
#ifndef STORE_DOCTOR_STORE_H
#define STORE_DOCTOR_STORE_H
#include "domain/care_need.h"
#include "domain/who.h"
#include "store/db.h"

/* The member with the HSA-id, texts in the arena. ERR_MISSING "staff.unknown". */
MUST_USE bool doctor_staff(struct db *db, struct arena *a, const struct hsaid *hsaid, int64_t *id,
                           struct staff_row *out, struct err *err);

struct doctor_reader {
    void *state;
    /* Those that are read are given, the others may be NULL. */
    bool (*position)(void *state, const struct position_row *row, struct err *err);
    /* Its reason lives until it returns. */
    bool (*dispensation)(void *state, const struct dispensation *row, struct err *err);
    bool (*absence)(void *state, const struct absence *row, struct err *err);
    bool (*substitute)(void *state, const struct substitute *row, struct err *err);
};
/* By the member's id; by `from`, then as they are called. */
MUST_USE bool doctor_each_position(struct db *db, int64_t staff, struct doctor_reader reader,
                                   struct err *err);
MUST_USE bool doctor_each_dispensation(struct db *db, int64_t staff, struct doctor_reader reader,
                                       struct err *err);
MUST_USE bool doctor_each_absence(struct db *db, int64_t staff, struct doctor_reader reader,
                                  struct err *err);
/* Those who answer for the member. */
MUST_USE bool doctor_each_substitute(struct db *db, int64_t staff, struct doctor_reader reader,
                                     struct err *err);

/* The care need of a unit, against the nation's, as last known in the year; 0: not known. */
MUST_USE bool doctor_care_need(struct db *db, int64_t unit, int32_t year, int64_t *cni_e4,
                               struct err *err);
#endif
