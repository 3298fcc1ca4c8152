/* store/unit_store.h - units, what is stated of them, and the areas that they answer for.
 *
 * Reading: rows come one at a time to a function of the caller's; false from it ends the reading,
 * its err being the reading's. Texts are valid during the call. A reader that wants several tables
 * as they were at one moment reads them inside db_begin(db, DB_READ). */
#ifndef STORE_UNIT_STORE_H
#define STORE_UNIT_STORE_H
#include "domain/rows.h"
#include "store/db.h"

/* What holds now of each unit, by id. Ids are 1, 2, 3 … in the order of recording. */
struct unit_reader {
    void *state;
    bool (*take)(void *state, int64_t unit, const struct unit_row *row, struct err *err);
};
MUST_USE bool unit_each(struct db *db, struct unit_reader reader, struct err *err);

/* What rules ask of one unit. ERR_MISSING "unit.unknown". */
struct unit_facts {
    int64_t unit;
    struct str name, municipality;  /* in the arena */
    struct str parent;              /* likewise; the unit that it is a branch of; empty: none */
    struct day opens_on, closes_on; /* DAY_NONE: not said */
    int64_t cap;                    /* -1: none */
    bool has_queue;
};
MUST_USE bool unit_facts(struct db *db, struct arena *a, const struct hsaid *id,
                         struct unit_facts *out, struct err *err);

/* The HSA-id and the name of a unit that there is, in the arena; a name that is not stated any more
 * is empty. */
MUST_USE bool unit_called(struct db *db, struct arena *a, int64_t unit, struct str *id,
                          struct str *name, struct err *err);

/* The units of a county with which people are listed, by id: no branch of another. Rows as of
 * unit_each(), but for what rules do not ask. */
MUST_USE bool unit_each_of_county(struct db *db, struct str county, struct unit_reader reader,
                                  struct err *err);
/* Which unit answers for an area, by area, then by `from`; for that of a branch its unit does. */
struct area_now {
    struct str area;
    int64_t unit;
    struct day from, to;
};
struct area_reader {
    void *state;
    bool (*take)(void *state, const struct area_now *row, struct err *err);
};
MUST_USE bool area_each(struct db *db, struct area_reader reader, struct err *err);

/* One area is the unit's from the day on, at the position, until the day before a later row begins,
 * which stands: the row that held until then ends. ERR_MISSING "area.unknown". */
struct area_given {
    struct str area;
    int64_t unit;
    struct day from;
};
struct area_change {
    bool changed;     /* false: it was so */
    int64_t former;   /* the unit that answered for it on the day; 0: none */
    struct day until; /* the last day, as a later row stands; DAY_NONE: none does */
};
MUST_USE bool area_give(struct db *db, const struct area_given *given, int64_t position,
                        struct area_change *out, struct err *err);

/* The unit is stated anew at the position, with these in place of what stood. */
struct unit_restated {
    int64_t unit, cap; /* cap -1: none */
    struct day opens, closes;
    struct str reason; /* empty: none is kept */
    enum answer queue; /* ANSWER_NONE: as it was */
};
MUST_USE bool unit_restate(struct db *db, const struct unit_restated *row, int64_t position,
                           struct err *err);

/* Staged rows that say nothing of a closing, or another day, get that which an act planned, before
 * they land; how many did. */
MUST_USE bool unit_keep_closings(struct db *db, uint64_t *kept, struct err *err);
/* The position of the act that decided that the unit closes on the day; 0: no act did, but a file.
 */
MUST_USE bool unit_closed_at(struct db *db, int64_t unit, struct day last, int64_t *position,
                             struct err *err);

/* Listed there on some day from `from` to `to`; doctors who hold a position there on a day. */
MUST_USE bool unit_listed(struct db *db, int64_t unit, struct day from, struct day to, int64_t *out,
                          struct err *err);
MUST_USE bool unit_doctors(struct db *db, int64_t unit, struct day on, int64_t *out,
                           struct err *err);

/* The ids of all units, by id, those too of which nothing is stated any more. */
struct hsaid_now {
    int64_t id;
    struct hsaid hsaid;
    bool stated; /* something is */
};
struct hsaid_reader {
    void *state;
    bool (*take)(void *state, const struct hsaid_now *row, struct err *err);
};
MUST_USE bool unit_each_id(struct db *db, struct hsaid_reader reader, struct err *err);

MUST_USE bool unit_insert(struct db *db, int64_t id, const struct hsaid *hsaid, struct err *err);

/* Of units every row stays in the stage (store/stage.h) until unit_keep_last(): one that is refused
 * late must leave the earlier row of its key. The rows in the stage, in their order, with the
 * unit that they name as their parent, if any; then taken out of it. */
struct staged_parent {
    int64_t row; /* of the stage */
    int64_t unit;
    uint64_t place;
    struct hsaid parent;
};
struct staged_parent_reader {
    void *state;
    bool (*take)(void *state, const struct staged_parent *row, struct err *err);
};
MUST_USE bool unit_each_staged_parent(struct db *db, struct staged_parent_reader reader,
                                      struct err *err);
MUST_USE bool unit_unstage(struct db *db, int64_t row, struct err *err);
MUST_USE bool unit_keep_last(struct db *db, struct err *err); /* of each unit the last row */
#endif
