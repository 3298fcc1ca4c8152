/* store/listing_store.h - listings as stated and in effect. Reading as in store/unit_store.h. */
#ifndef STORE_LISTING_STORE_H
#define STORE_LISTING_STORE_H
#include "domain/contact_end.h"
#include "domain/listing.h"
#include "domain/rows.h"
#include "store/db.h"
#include "store/person_store.h"

/* The listings in effect now, by person, then by `from`; of one person on no day two. */
struct listing_now {
    int64_t person, unit;
    struct day from, to;
    enum basis basis;
};
struct listing_reader {
    void *state;
    bool (*take)(void *state, const struct listing_now *row, struct err *err);
};
MUST_USE bool listing_each(struct db *db, struct listing_reader reader, struct err *err);

/* Of one person, by `from`, those in other counties among them (UNIT_ELSEWHERE; with a basis only
 * where it is BASIS_SPECIAL_REASON). */
MUST_USE bool listing_each_of(struct db *db, int64_t person, struct listing_reader reader,
                              struct err *err);

/* How many are listed at a unit on a day, and then what each step from that day on adds, by day.
 * Two who ask are left out; of one who asks alone both are the same. */
struct listing_room {
    int64_t unit;
    struct day on;
    int64_t without[2];
};
struct listing_step {
    struct day on;
    int64_t more;
};
struct listing_step_reader {
    void *state;
    bool (*take)(void *state, const struct listing_step *step, struct err *err);
};
MUST_USE bool listing_each_step(struct db *db, const struct listing_room *room,
                                struct listing_step_reader reader, struct err *err);

/* Whose listing at the unit reaches beyond the day, by person. */
MUST_USE bool listing_each_beyond(struct db *db, int64_t unit, struct day last,
                                  struct listing_reader reader, struct err *err);
/* The keys of those who are registered in the county, or nobody knows where, and are listed nowhere
 * on the day or later. */
MUST_USE bool listing_each_nowhere(struct db *db, struct day on, struct str county,
                                   struct key_reader reader, struct err *err);

/* How many are listed at each unit with a cap, by their first and last day, as far as they reach
 * from the day on: `from` is not before it. */
struct listing_span {
    int64_t unit, persons;
    struct day from, to;
};
struct listing_span_reader {
    void *state;
    bool (*take)(void *state, const struct listing_span *row, struct err *err);
};
MUST_USE bool listing_each_span_at_caps(struct db *db, struct day from,
                                        struct listing_span_reader reader, struct err *err);

/* Those of them whose row says that they go on into the person's next listing. */
MUST_USE bool listing_each_overlapping(struct db *db, struct listing_reader reader,
                                       struct err *err);

/* Stated rows of the touched persons (store/stage.h), by person. */
struct listing_of_person {
    int64_t person, stated, unit;
    struct day from, to;
    int64_t place;        /* in the order of recording, though it was taken back and came back */
    struct hsaid unit_id; /* of listing_touched() only */
};
MUST_USE bool listing_touched(struct db *db, struct cursor *out, struct err *err);
/* The same of everybody, by identifier, which stands in `person`; of a registry without rows that
 * hold again after another was taken back. */
MUST_USE bool listing_each_stated(struct db *db, struct cursor *out, struct err *err);
struct listing_of_person listing_touched_row(const struct cursor *c);
MUST_USE bool listing_forget_effects(struct db *db, struct err *err); /* of the touched */
MUST_USE bool listing_insert_effect(struct db *db, int64_t person, int64_t stated, struct day from,
                                    struct day to, struct err *err);

/* Says one row, at the position: it holds in place of what stood under its identifier and first
 * day. The person must be touched. */
struct listing_said {
    int64_t identifier, unit;
    struct day from, to;
    enum basis basis;
    struct str reason; /* special reasons; empty: none */
};
MUST_USE bool listing_state(struct db *db, const struct listing_said *row, int64_t position,
                            struct err *err);
/* The row that was stated last is over its unit's cap, by exemption. */
MUST_USE bool listing_keep_exempt(struct db *db, struct err *err);
/* The unit at which the person is listed on the day by a row that begins before it; 0: nowhere. */
MUST_USE bool listing_stands(struct db *db, int64_t person, struct day on, int64_t *unit,
                             struct err *err);
/* As stated, those in another county too, as a contact_plan has them. */
struct contact_listed_reader {
    void *state;
    bool (*take)(void *state, const struct contact_listed *row, struct err *err);
};
MUST_USE bool listing_each_stated_of(struct db *db, int64_t person,
                                     struct contact_listed_reader reader, struct err *err);
/* What a unit that closes stated of the persons of its plan. */
struct listing_forced {
    int64_t person;
    int64_t row; /* 0: nothing, `was` only holds no more; another's, that closed after it */
    int64_t was; /* the row that it replaced; 0: none, it follows one */
    struct day from;
    bool is_over; /* something else was stated since, in its place, and by no closing */
};
struct listing_forced_reader {
    void *state;
    bool (*take)(void *state, const struct listing_forced *row, struct err *err);
};
MUST_USE bool listing_each_forced(struct db *db, int64_t position, int64_t unit,
                                  struct listing_forced_reader reader, struct err *err);
/* What closings stated of a person from the day on, before the position, by day; each that holds,
 * then what it replaced, and what that one did: it ends with what the first of them stated, or with
 * the plan that it replaced. */
struct listing_by_closing {
    int64_t row;    /* that holds */
    int64_t stated; /* the position */
    int64_t closes; /* the unit; 0: it was stated by no closing */
    struct day from;
    enum basis basis;
    struct hsaid unit;
};
struct listing_by_closing_reader {
    void *state;
    bool (*take)(void *state, const struct listing_by_closing *row, struct err *err);
};
MUST_USE bool listing_each_by_closing(struct db *db, int64_t person, struct day from,
                                      int64_t position, struct listing_by_closing_reader reader,
                                      struct err *err);
/* The person is listed by a choice that was stated after the position. */
MUST_USE bool listing_chosen_since(struct db *db, int64_t person, int64_t position, bool *out,
                                   struct err *err);
/* It does not hold; what it replaced does again, as it was. The person must be touched. */
MUST_USE bool listing_unforce(struct db *db, const struct listing_forced *row, int64_t position,
                              struct err *err);
/* Rows of the person that begin on the day or later hold no more; *any: there were. */
MUST_USE bool listing_withdraw_from(struct db *db, int64_t person, struct day from,
                                    int64_t position, bool *any, struct err *err);
/* Rows of the person that begin on that day hold no more. */
MUST_USE bool listing_withdraw_day(struct db *db, int64_t person, struct day on, int64_t position,
                                   struct err *err);
#endif
