/* store/residence_store.h - where persons in municipal care live, as reported. Reading as in
 * store/unit_store.h. */
#ifndef STORE_RESIDENCE_STORE_H
#define STORE_RESIDENCE_STORE_H
#include "domain/residence_event.h"
#include "domain/rows.h"
#include "store/db.h"

/* The reports that were not corrected, by person, in the order of recording: they may overlap,
 * which of them holds on a day is said by domain/residence.h. */
struct residence_now {
    int64_t person, recorded; /* of two rows the greater `recorded` is later */
    struct str municipality;  /* of the home */
    struct day from, to, reported_on;
    struct day died; /* the person; DAY_NONE: alive */
    enum residence_kind kind;
};
struct residence_reader {
    void *state;
    bool (*take)(void *state, const struct residence_now *row, struct err *err);
};
MUST_USE bool residence_each(struct db *db, struct residence_reader reader, struct err *err);
/* Of one person; without the day of death. */
MUST_USE bool residence_each_of(struct db *db, int64_t person, struct residence_reader reader,
                                struct err *err);

/* The same with all that is said, in the order of recording. */
struct residence_held {
    int64_t recorded; /* greater is later */
    struct residence_report report;
};
struct residence_held_reader {
    void *state;
    bool (*take)(void *state, const struct residence_held *row, struct err *err);
};
MUST_USE bool residence_each_held(struct db *db, int64_t person,
                                  struct residence_held_reader reader, struct err *err);
/* The same of those that were withdrawn: under their key nothing stands. */
MUST_USE bool residence_each_withdrawn(struct db *db, int64_t person,
                                       struct residence_held_reader reader, struct err *err);
/* Says one report, at the position: it holds in place of what stood under its key. The person must
 * be touched. */
MUST_USE bool residence_state(struct db *db, const struct residence_report *report,
                              int64_t position, struct err *err);
/* What stands under its key holds no more from the position on. The person must be touched. */
MUST_USE bool residence_unstate(struct db *db, const struct residence_report *report,
                                int64_t position, struct err *err);
#endif
