/* store/capitation_store.h - who is listed on a day, and months that were frozen. Reading
 * as in store/unit_store.h. */
#ifndef STORE_CAPITATION_STORE_H
#define STORE_CAPITATION_STORE_H
#include "domain/capitation.h"
#include "store/db.h"

struct capitation_listed {
    int64_t unit;
    struct day birth;
    enum sex sex;
};
struct capitation_listed_reader {
    void *state;
    bool (*take)(void *state, const struct capitation_listed *row, struct err *err);
};
/* Everybody who is listed on the day, as it is known now, in no order. */
MUST_USE bool capitation_each_listed(struct db *db, struct day on,
                                     struct capitation_listed_reader reader, struct err *err);

struct capitation_row {
    int64_t unit;
    enum age_group age;
    enum sex sex;
    int64_t persons;
};
struct capitation_reader {
    void *state;
    bool (*take)(void *state, const struct capitation_row *row, struct err *err);
};
/* By unit, age, sex. */
MUST_USE bool capitation_each(struct db *db, struct month month, struct capitation_reader reader,
                              struct err *err);
/* The first day on which anybody is listed; INT32_MAX where nobody is. */
MUST_USE bool capitation_first(struct db *db, struct day *out, struct err *err);
/* Whether the registry knew at the end of a day that anybody is, was or will be listed: it had been
 * told, and it had not been taken back. */
MUST_USE bool capitation_known(struct db *db, struct day on, bool *out, struct err *err);
/* When the month was frozen; *found false: it was not. */
MUST_USE bool capitation_frozen(struct db *db, struct month month, bool *found, struct moment *at,
                                struct err *err);
MUST_USE bool capitation_freeze(struct db *db, struct month month, int64_t position,
                                struct err *err);
MUST_USE bool capitation_keep(struct db *db, struct month month, const struct capitation_row *row,
                              struct err *err);
#endif
