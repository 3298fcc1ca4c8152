/* store/staff_state.h - what is stated of a member of staff by itself, beside loads:
 * positions, dispensations, absences, substitutes. What stood under the same key ends
 * at the position. Members and units by the registry's ids. */
#ifndef STORE_STAFF_STATE_H
#define STORE_STAFF_STATE_H
#include "domain/who.h"
#include "store/db.h"

struct staff_at {
    int64_t staff, unit;
    int64_t position; /* of the registry */
};
MUST_USE bool staff_state_position(struct db *db, const struct staff_at *at,
                                   const struct position_row *row, struct err *err);
/* An absence, dispensation or substitute that ends before it begins is taken back. */
MUST_USE bool staff_state_dispensation(struct db *db, const struct staff_at *at,
                                       const struct dispensation *row, struct err *err);
MUST_USE bool staff_state_absence(struct db *db, const struct staff_at *at,
                                  const struct absence *row, struct err *err);
/* Whether one that began on the day was stated once and holds no more, for who finds none that
 * does: it was taken back. */
MUST_USE bool staff_state_dispensation_was(struct db *db, const struct staff_at *at,
                                           struct day from, bool *out, struct err *err);
MUST_USE bool staff_state_absence_was(struct db *db, const struct staff_at *at, struct day from,
                                      bool *out, struct err *err);
/* `doctor`: whose panel it is. */
MUST_USE bool staff_state_substitute(struct db *db, const struct staff_at *at, int64_t doctor,
                                     const struct substitute *row, struct err *err);
#endif
