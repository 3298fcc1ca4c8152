/* store/load_store.h - the loads that were committed, their files and segments.
 * Reading as in store/unit_store.h. A segment that is read here exists; no other does. */
#ifndef STORE_LOAD_STORE_H
#define STORE_LOAD_STORE_H
#include "core/sha256.h"
#include "domain/tables.h"
#include "store/stage.h"

/* A change: who made it, at which position. */
struct load_change {
    int64_t position; /* 0: it did not happen */
    struct moment at;
    struct str actor;
};
enum load_state {
    LOAD_HOLDS,
    LOAD_PUT_BACK, /* it brought back what had been lost, and nothing else */
    LOAD_MERGED,   /* its segments became part of a later load's: it cannot be taken back */
    LOAD_UNDONE
};
struct load_now {
    int64_t id, position;
    uint64_t rows, rejects;
    /* Of load_each(); the texts until it goes on. */
    struct load_change landed, undone, merged;
    uint64_t files;
    enum load_state state;
};
struct load_reader {
    void *state;
    bool (*take)(void *state, const struct load_now *load, struct err *err);
};
MUST_USE bool load_each(struct db *db, struct load_reader reader, struct err *err); /* by id */
/* The tables of which the load's rows went back where they had been lost. */
MUST_USE bool load_put_back(struct db *db, int64_t load, bool out[static TABLE_COUNT],
                            struct err *err);
MUST_USE bool load_last(struct db *db, int64_t *out, struct err *err); /* 0: none */
/* The position that the load was recorded at, 0: there is no such load; and the load of a position,
 * 0: it was none. */
MUST_USE bool load_position(struct db *db, int64_t load, int64_t *out, struct err *err);
MUST_USE bool load_at(struct db *db, int64_t position, int64_t *out, struct err *err);
/* The position at which it was taken back; 0: it was not. */
MUST_USE bool load_undone_at(struct db *db, int64_t load, int64_t *out, struct err *err);

/* By load: the order in which a snapshot takes them; none of a load that was taken back. */
struct load_segment {
    int64_t load;
    enum table_id table;
    struct str path; /* under warehouse/segments/ */
    uint64_t checksum, rows;
    struct day first, last; /* that its rows are dated by */
};
struct load_segment_reader {
    void *state;
    bool (*take)(void *state, const struct load_segment *segment, struct err *err);
};
MUST_USE bool load_each_segment(struct db *db, struct load_segment_reader reader, struct err *err);

/* Of the loads that have segments or replaced days and were not taken back, the newest but `newer`;
 * 0: there are not so many. */
MUST_USE bool load_nth_newest(struct db *db, unsigned newer, int64_t *out, struct err *err);
/* The position at which its segments were merged into those of a later load; 0: they were not. And
 * how many loads that holds for. */
MUST_USE bool load_merged_at(struct db *db, int64_t load, int64_t *out, struct err *err);
MUST_USE bool load_count_merged(struct db *db, int64_t *out, struct err *err);
MUST_USE bool load_count_with_segments(struct db *db, int64_t *out, struct err *err);
/* Inside a transaction: loads up to `last` are merged, and have no segments until some are
 * inserted for `last`. */
MUST_USE bool load_merge(struct db *db, int64_t last, int64_t position, struct err *err);

/* Days whose events a load replaced, by load; none of a load that was taken back. */
struct load_replaced {
    int64_t load;
    enum table_id table;
    struct day from, to;
};
struct load_replaced_reader {
    void *state;
    bool (*take)(void *state, const struct load_replaced *replaced, struct err *err);
};
MUST_USE bool load_each_replaced(struct db *db, struct load_replaced_reader reader,
                                 struct err *err);

struct load_file {
    enum table_id table;
    struct str name;
    struct sha256_sum sum; /* of its uncompressed bytes */
    uint64_t bytes, rows, rejects;
    bool ends_open; /* its last row has no line end; said by who reads it, kept by table */
};
/* In the order of reading. */
struct load_file_reader {
    void *state;
    bool (*take)(void *state, const struct load_file *file, struct err *err);
};
MUST_USE bool load_each_file(struct db *db, int64_t load, struct load_file_reader reader,
                             struct err *err);
/* The newest load that holds the same bytes for the same table; 0: none does. */
MUST_USE bool load_holding(struct db *db, struct sha256_sum sum, enum table_id table, int64_t *out,
                           struct err *err);
/* How many of its rows that load rejected. */
MUST_USE bool load_held_rejects(struct db *db, int64_t load, const struct load_file *file,
                                uint64_t *out, struct err *err);
/* Does some load hold a file of so many bytes for the table? Spares reading it twice. */
MUST_USE bool load_may_hold(struct db *db, uint64_t bytes, enum table_id table, bool *out,
                            struct err *err);

/* Taking back what a position recorded (docs/developer/registry.md), inside a transaction. */
struct load_later_reader {
    void *state;
    bool (*position)(void *state, int64_t position, struct err *err);
    bool (*load)(void *state, int64_t load, struct err *err);
};
/* Of all tables: the positions that superseded some of it, and the loads that said some of it
 * again. */
MUST_USE bool load_each_later(struct db *db, int64_t position, struct load_later_reader reader,
                              struct err *err);
/* Where a load stands, and what it brought about by itself. */
struct load_positions {
    int64_t own, follow; /* 0: there is none */
};
MUST_USE bool load_positions(struct db *db, int64_t load, struct load_positions *out,
                             struct err *err);
/* At position `now` what the load recorded and brought about ends, and what that had superseded
 * holds again, with what stands beside it. */
MUST_USE bool load_take_back(struct db *db, const struct load_positions *then, int64_t now,
                             struct err *err);
/* The positions whose rows speak of somebody of whom nothing is stated. */
MUST_USE bool load_each_orphan(struct db *db, struct load_later_reader reader, struct err *err);
/* The positions of acts that gave somebody a doctor, or a kept place, at a unit where only what was
 * taken back at `first` or later had listed the person. */
MUST_USE bool load_each_unlisted(struct db *db, int64_t first, struct load_later_reader reader,
                                 struct err *err);
/* The positions of acts by which a unit does not close, or an area is not another unit's, where
 * what was taken back at `first` or later had replaced what was planned for a person by that. */
MUST_USE bool load_each_unplanned(struct db *db, int64_t first, struct load_later_reader reader,
                                  struct err *err);
/* The touched persons (store/stage.h) of whom, after the one position and before the other, an act,
 * or what followed from something, said a listing or a named doctor, or that they want none, or
 * took that back; and the first day of what it said of listings, from `since` on: DAY_NONE: none.
 */
struct load_between {
    int64_t person;
    struct day from;
};
struct load_between_reader {
    void *state;
    bool (*take)(void *state, const struct load_between *row, struct err *err);
};
MUST_USE bool load_each_between(struct db *db, int64_t after, int64_t before, struct day since,
                                struct load_between_reader reader, struct err *err);
/* Those of whom a load's position stated a listing, beside a named doctor or a closing of acts, but
 * for those of whom what followed has stated something. */
MUST_USE bool load_each_beside(struct db *db, const struct load_positions *now, struct day since,
                               struct load_between_reader reader, struct err *err);
/* The last position before `now` whose rows replace identifiers. */
MUST_USE bool load_last_replacing(struct db *db, int64_t now, int64_t *out, struct err *err);
/* The position that first recorded what is stated of a unit now. */
MUST_USE bool load_unit_stated(struct db *db, int64_t unit, int64_t *out, struct err *err);
MUST_USE bool load_insert_undo(struct db *db, int64_t load, int64_t position, struct err *err);

/* Writing, inside a transaction. */
MUST_USE bool load_insert(struct db *db, const struct load_now *load, struct err *err);
MUST_USE bool load_insert_file(struct db *db, int64_t load, unsigned place,
                               const struct load_file *file, struct err *err);
MUST_USE bool load_insert_segment(struct db *db, const struct load_segment *segment,
                                  struct err *err);
MUST_USE bool load_insert_replaced(struct db *db, const struct load_replaced *replaced,
                                   struct err *err);
MUST_USE bool load_insert_again(struct db *db, int64_t load, enum table_id table,
                                struct stage_again run, struct err *err);
#endif
