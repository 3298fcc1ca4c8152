/* store/panel_move_store.h - panels that are moved: who is on one, what a move wrote
 * of each person, and taking it back; and the places that are kept for a doctor to
 * come. Reading as in store/unit_store.h; writing inside a transaction. */
#ifndef STORE_PANEL_MOVE_STORE_H
#define STORE_PANEL_MOVE_STORE_H
#include "domain/panel_move.h"
#include "domain/residence.h"
#include "store/asked_store.h"

/* ---- who is on a panel ---- */

/* Units at which the doctor has a panel on the day. */
struct panel_unit_reader {
    void *state;
    bool (*take)(void *state, const struct hsaid *unit, struct err *err);
};
MUST_USE bool panel_each_unit(struct db *db, const struct hsaid *staff, struct day on,
                              struct panel_unit_reader reader, struct err *err);
/* By the registry's ids; staff 0: a doctor to come. */
struct panel_of {
    int64_t staff, unit;
};
/* How many get the doctor at the unit first after the day, and the first day on which one does. */
struct panel_later {
    int64_t persons;
    struct day first; /* DAY_NONE: nobody does */
};
MUST_USE bool panel_later(struct db *db, const struct panel_of *panel, struct day on,
                          struct panel_later *out, struct err *err);
/* How many have the doctor there on any day from the first to the last; DAY_NONE: or later. */
MUST_USE bool panel_between(struct db *db, const struct panel_of *panel, struct day first,
                            struct day last, int64_t *out, struct err *err);
/* Who has the doctor at the unit on the day is asked for (store/asked_store.h); staff 0: who waits
 * there for a doctor to come. By the registry's ids. */
MUST_USE bool panel_ask(struct db *db, int64_t staff, int64_t unit, struct day on, struct err *err);

/* Of those who are asked for, by person: whom they belong with (keys; 0: not known) … */
struct panel_kin {
    int64_t person, mother, guardian1, guardian2;
};
struct panel_kin_reader {
    void *state;
    bool (*take)(void *state, const struct panel_kin *row, struct err *err);
};
MUST_USE bool panel_each_kin(struct db *db, struct panel_kin_reader reader, struct err *err);
/* … every report of where they live, with the home … */
struct panel_home_reader {
    void *state;
    bool (*take)(void *state, int64_t person, const struct residence_stated *row, struct str home,
                 struct err *err);
};
MUST_USE bool panel_each_home(struct db *db, struct panel_home_reader reader, struct err *err);
/* … and the open place that is kept for them at the unit on the day. */
struct panel_place_reader {
    void *state;
    bool (*take)(void *state, int64_t person, int64_t place, struct day from, struct err *err);
};
MUST_USE bool panel_each_place(struct db *db, int64_t unit, struct day on,
                               struct panel_place_reader reader, struct err *err);

/* ---- a move ---- */

struct panel_moved {
    int64_t id;
    struct hsaid staff; /* who left; text[0] == 0: a doctor to come */
    int64_t staff_id;   /* 0: a doctor to come */
    int64_t unit;
    struct hsaid unit_hsaid;
    enum move_way way;
    struct day on, done_on;
    bool is_undone;
    int64_t position;
    struct str override; /* why the cap was passed; empty: it was not said */
};
/* Unit and staff by the registry's ids. */
MUST_USE bool panel_move_insert(struct db *db, const struct panel_moved *move, int64_t *id,
                                struct err *err);
/* ERR_MISSING "panel_move.unknown". */
MUST_USE bool panel_move_by_id(struct db *db, struct arena *a, int64_t id, struct panel_moved *out,
                               struct err *err);
MUST_USE bool panel_move_set_undone(struct db *db, int64_t id, int64_t position, struct err *err);

/* The ids of rows that a move writes: those after the last. */
struct panel_ids {
    int64_t contact, place; /* the last that are taken */
};
MUST_USE bool panel_ids(struct db *db, struct panel_ids *out, struct err *err);

/* One person: the row with the doctor who leaves (or the kept place) ends as was decided, and the
 * one with the new doctor (or a kept place) begins. */
struct panel_moving {
    const struct panel_moved *move;
    int64_t identifier;
    struct contact_ending ends;  /* of the row with the doctor who leaves, or of the place */
    struct day was_from;         /* its first day */
    int64_t staff;               /* the new doctor's id; 0: a place is kept */
    struct contact_ending until; /* of the row with the new doctor; row 0: open */
    struct str by;               /* the actor */
};
MUST_USE bool panel_move_person(struct db *db, const struct panel_moving *moving,
                                struct panel_ids *ids, struct err *err);

/* What it did, by person; 0: no such row. */
struct panel_row {
    int64_t identifier, person;
    int64_t was, ended, made, place_was, place_ended, place_made;
    struct hsaid staff; /* of `was` */
    struct day from;    /* of `was` */
    struct hsaid to;    /* of `made` */
    bool is_touched;    /* something was stated of the person since */
};
struct panel_row_reader {
    void *state;
    bool (*take)(void *state, const struct panel_row *row, struct err *err);
};
MUST_USE bool panel_move_each_row(struct db *db, const struct panel_moved *move,
                                  struct panel_row_reader reader, struct err *err);
/* What it made holds no more, nor the end that it stated; a place that it took stands again, and of
 * a doctor the caller says how (service/contact/contact_end.h). */
MUST_USE bool panel_move_take_back(struct db *db, const struct panel_row *row, int64_t position,
                                   struct err *err);
#endif
