/* store/named_contact_store.h - named contacts as stated and in effect. Reading as in
 * store/unit_store.h. */
#ifndef STORE_NAMED_CONTACT_STORE_H
#define STORE_NAMED_CONTACT_STORE_H
#include "domain/assign.h"
#include "domain/doctor_list.h"
#include "domain/rows.h"
#include "store/db.h"

/* The named contacts in effect now, by person, kind, `from`. */
struct named_contact_now {
    int64_t person, staff, unit;
    struct day from, to, informed_on;
    enum contact_kind kind;
};
struct named_contact_reader {
    void *state;
    bool (*take)(void *state, const struct named_contact_now *row, struct err *err);
};
MUST_USE bool named_contact_each(struct db *db, struct named_contact_reader reader,
                                 struct err *err);

/* Stated rows of the touched persons (store/stage.h), by person. */
struct named_contact_of_person {
    int64_t person, stated, staff, unit;
    struct day from, to;
    enum contact_kind kind;
    int64_t place; /* in the order of recording, though it was taken back and came back */
    struct hsaid staff_id, unit_id; /* of named_contact_touched() only */
};
MUST_USE bool named_contact_touched(struct db *db, struct cursor *out, struct err *err);
/* The same of everybody, as listing_each_stated(). */
MUST_USE bool named_contact_each_stated(struct db *db, struct cursor *out, struct err *err);
struct named_contact_of_person named_contact_touched_row(const struct cursor *c);
MUST_USE bool named_contact_forget_effects(struct db *db, struct err *err); /* of the touched */
/* `row` is what it comes from, but for its from and to. */
MUST_USE bool named_contact_insert_effect(struct db *db, const struct named_contact_of_person *row,
                                          struct err *err);

/* The named doctors of one person whose rows reach to the day or beyond, at whatever unit. */
struct contact_now_reader {
    void *state;
    bool (*take)(void *state, const struct contact_now *row, struct err *err);
};
MUST_USE bool named_contact_doctors_from(struct db *db, int64_t person, struct day from,
                                         struct contact_now_reader reader, struct err *err);
/* Of one person, in effect, by `from`. */
struct list_doctor_reader {
    void *state;
    bool (*take)(void *state, const struct list_doctor *row, struct err *err);
};
MUST_USE bool named_contact_lists_of(struct db *db, int64_t person,
                                     struct list_doctor_reader reader, struct err *err);
/* Ends a stated row as was decided, at the position; it is taken back where its last day is before
 * its first. What it was is kept where that may be taken back: of a change of unit, and of another
 * doctor who begins. The person must be touched. */
MUST_USE bool named_contact_end(struct db *db, const struct contact_now *row,
                                const struct contact_ending *ends, int64_t position,
                                struct err *err);

/* The same for a reason in somebody's own words. */
MUST_USE bool named_contact_end_for(struct db *db, const struct contact_now *row, struct day last,
                                    struct str reason, int64_t position, struct err *err);

/* One row stated by itself; what stood under its key ends. By the registry's ids. */
struct named_contact_said {
    int64_t identifier, staff, unit;
    enum contact_kind kind;
    struct day from;
    struct str reason, assigned_by; /* empty: none */
    const enum basis
        *chosen; /* by the person, who is listed with them (domain/doctor_list.h); NULL: not */
    struct contact_ending ends; /* row 0: open; else `reason` gives way to why it ends */
};
MUST_USE bool named_contact_state(struct db *db, const struct named_contact_said *row,
                                  int64_t position, struct err *err);
/* The row that was stated last has this end from the first. Of one that a change of unit makes it
 * is kept that it stands without it when that is withdrawn. */
MUST_USE bool named_contact_keep_own(struct db *db, const struct contact_ending *ends,
                                     struct err *err);

/* What a person has on the day or later, of all kinds. */
struct contact_open {
    struct contact_now now;
    struct day informed_on; /* DAY_NONE: not yet */
};
struct contact_open_reader {
    void *state;
    bool (*take)(void *state, const struct contact_open *row, struct err *err);
};
MUST_USE bool named_contact_open_of(struct db *db, int64_t person, struct day on,
                                    struct contact_open_reader reader, struct err *err);
/* The person has been told of the row on that day; nothing of one that the same act has replaced,
 * as where two messages tell of it. The person must be touched. */
MUST_USE bool named_contact_inform(struct db *db, int64_t row, struct day on, int64_t position,
                                   struct err *err);

/* A named doctor's row, and what it was before something else than its own word ended it. */
struct contact_was {
    int64_t stated;         /* the row that holds or held */
    struct contact_now was; /* as it was said */
    struct day last;        /* of the one that holds; DAY_NONE: open */
    struct day own_last;    /* that it was said to have; DAY_NONE: open */
    enum contact_end why;   /* of `last` */
    bool is_gone;           /* it holds no more */
};
struct contact_was_reader {
    void *state;
    bool (*take)(void *state, const struct contact_was *row, struct err *err);
};
/* Those of a person who do not end before the day before `from`; who begins last comes first. */
MUST_USE bool named_contact_reaching(struct db *db, int64_t person, struct day from,
                                     struct contact_was_reader reader, struct err *err);
/* One of any time; and the one who ended, by a change before this one, for one who began on the
 * day. stated 0: there is none. */
MUST_USE bool named_contact_row(struct db *db, int64_t row, struct contact_was *out,
                                struct err *err);
MUST_USE bool named_contact_replaced(struct db *db, int64_t person, struct day from,
                                     int64_t position, struct contact_was *out, struct err *err);
/* One with that member of staff that was to begin on the day or later, and was taken back (asked
 * where none stands); row 0: there is none. */
struct contact_sought {
    int64_t person;
    enum contact_kind kind;
    struct hsaid staff;
    struct day from;
};
MUST_USE bool named_contact_never_began(struct db *db, const struct contact_sought *of,
                                        struct contact_now *out, struct err *err);
/* Rows that had not begun by the first day elsewhere leave no end behind: they were taken back by
 * the change. With a `from` also by those whose listings from that day on it withdrew. */
struct contact_taken_back {
    int64_t person, change;
    struct day from; /* DAY_NONE: of that change alone */
};
MUST_USE bool named_contact_taken_back(struct db *db, const struct contact_taken_back *by,
                                       int64_t position, struct contact_was_reader reader,
                                       struct err *err);
/* The row that holds, or held, is stated anew: with this end, or (ends->row 0) as it was said;
 * nothing of one that would end before it begins. The person must be touched. */
MUST_USE bool named_contact_state_anew(struct db *db, const struct contact_was *row,
                                       const struct contact_ending *ends, int64_t position,
                                       struct err *err);
#endif
