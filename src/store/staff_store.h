/* store/staff_store.h - members of staff, what is stated of them, and their positions. Reading as
 * in store/unit_store.h. */
#ifndef STORE_STAFF_STORE_H
#define STORE_STAFF_STORE_H
#include "store/unit_store.h"

/* What holds now of each member of staff, by id. Ids are 1, 2, 3 … in the order of recording. */
struct staff_reader {
    void *state;
    bool (*take)(void *state, int64_t staff, const struct staff_row *row, struct err *err);
};
MUST_USE bool staff_each(struct db *db, struct staff_reader reader, struct err *err);
MUST_USE bool staff_each_id(struct db *db, struct hsaid_reader reader, struct err *err);

/* Who holds a position at the unit (0: at any) on the day, by name; texts are valid during the
 * call. */
struct staff_working {
    struct staff_row staff; /* without speciality and district_nurse */
    struct hsaid unit;
    struct day from, to;
};
struct staff_working_reader {
    void *state;
    bool (*take)(void *state, const struct staff_working *row, struct err *err);
};
MUST_USE bool staff_each_working(struct db *db, int64_t unit, struct day on,
                                 struct staff_working_reader reader, struct err *err);

/* Positions as stated; by staff and from. */
struct position_now {
    int64_t staff, unit;
    struct day from, to;
    enum employment employment;
};
struct position_reader {
    void *state;
    bool (*take)(void *state, const struct position_now *row, struct err *err);
};
MUST_USE bool position_each(struct db *db, struct position_reader reader, struct err *err);

/* Members whose identity is protected, and of whom the staged rows (store/stage.h) say that it is
 * not. */
MUST_USE bool staff_count_unprotected(struct db *db, uint64_t *out, struct err *err);
MUST_USE bool staff_insert(struct db *db, int64_t id, const struct hsaid *hsaid, struct err *err);
#endif
