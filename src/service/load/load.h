/* service/load/load.h - one load: rows of import files into registry and warehouse, all
 * of them or none.
 *
 * Rows of the registry wait outside it (store/stage.h), contacts and events go
 * into segments under warehouse/segments/<load>/, one a table, without a lock on
 * the registry. Then one transaction writes the rows that differ, makes the rows
 * in effect of each person touched anew, and writes the load's row that names the
 * segments with their checksums: that is the moment at which the load has
 * happened. A segment that no committed load names does not exist; the next load,
 * or the next start of `serve`, removes it.
 *
 * What comes before contacts is compared when its last table is settled, and that
 * transaction begins then where the registry has nobody yet: by a thread, while
 * the caller goes on with what care did. What fails there is told by
 * load_compare(), or by load_settle() where it was little.
 *
 * A later row of a key replaces an earlier one, whole. Tables come in the order
 * of enum table_id, each settled before the next begins, for a row is checked
 * against what the registry has and what was taken before.
 *
 * Errors: ERR_BUSY "load.running" (one load at a time); ERR_BUSY
 * "load.overtaken" (the registry was changed while the load was read: nothing
 * was written); ERR_INVALID "load.full" (more than 2^32 - 1 identifiers),
 * "load.units" (more units than a snapshot has room for); those of store/db.h,
 * engine/segment.h and core/files.h. After one only load_close() is left.
 *
 *     struct load *l;
 *     if (!load_open(in, &options, &l, err))
 *         return false;
 *     done = load_add(l, &row, &refused, err) != LOAD_FAILED && …
 *            load_settle(l, TABLE_PEOPLE, reader, err) && …
 *            load_compare(l, err) && load_find(l, &what, a, &findings, err) &&
 *            load_commit(l, &what, err);
 *     load_close(l); */
#ifndef SERVICE_LOAD_LOAD_H
#define SERVICE_LOAD_LOAD_H
#include "domain/access.h"
#include "domain/rows.h"
#include "domain/tables.h"
#include "service/instance.h"
#include "service/load/load_findings.h"
#include "store/load_store.h"
#include "store/staff_store.h"

struct load_options {
    struct actor actor; /* who loads, outliving it; without an id who runs the program */
    bool dry_run;       /* load_commit() must not be called */
    bool again;         /* also files that a load holds already */
    /* Events that earlier loads have on these days, both inside, do not count any more, in the
     * tables of events that the load has files of. */
    bool replaces;
    struct day replace_from, replace_to;
    void *state; /* told of while comparing and writing; NULL: nobody asks */
    void (*show)(void *state, unsigned done, unsigned total);
};
struct load;
MUST_USE bool load_open(struct instance *in, const struct load_options *options, struct load **out,
                        struct err *err);
/* What was not committed is gone. NULL is allowed. */
void load_close(struct load *l);
/* At a start: what a load that did not come to its end left behind is removed, unless one is
 * running now. */
MUST_USE bool load_sweep(struct instance *in, struct err *err);
int64_t load_id(const struct load *l); /* its folder is loads/<id> in the home */

/* Why a row cannot be taken: "load.person_unknown", "load.unit_unknown", "load.staff_unknown",
 * "load.person_circle", "load.own_parent" and "load.parent_circle" (of a unit), "load.other_day" (a
 * time of another day than its date), "load.outside" (an event outside the days that the load
 * replaces), and "segment.day" of engine/segment.h. */
struct load_refusal {
    const char *column;
    struct err why;
};
enum load_taken { LOAD_TAKEN, LOAD_REFUSED, LOAD_FAILED };
/* `row` is the struct of domain/rows.h of that table. `place` comes back when the row is refused
 * as its table is settled. */
struct load_row {
    enum table_id table;
    const void *row;
    uint64_t place;
};
/* A row that will be added soon: what it needs of memory is asked for meanwhile. */
void load_expect(const struct load *l, const struct load_row *row);
enum load_taken load_add(struct load *l, const struct load_row *row, struct load_refusal *refusal,
                         struct err *err);

/* Contacts or events of the table that are added from here on make a segment of their own. */
MUST_USE bool load_cut(struct load *l, enum table_id table, struct err *err);

/* Whatever the table's rows refer to in their own table: a unit's parent, the identifier that
 * replaced another, in whatever order they came. Each row that is refused is told. */
struct load_refusals {
    void *state;
    bool (*take)(void *state, uint64_t place, const struct load_refusal *refusal, struct err *err);
};
MUST_USE bool load_settle(struct load *l, enum table_id table, struct load_refusals refusals,
                          struct err *err);

/* Finds the rows that differ; *changed: how many. After the last table. */
MUST_USE bool load_compare(struct load *l, uint64_t *changed, struct err *err);

/* Before a load: the newest committed load that holds these bytes for the table, and how many rows
 * of the file it rejected. Only where load_may_be_held() says that some load has a file of that
 * size need the bytes be looked at. */
struct load_held {
    int64_t load; /* 0: none does */
    uint64_t rejects;
};
MUST_USE bool load_that_holds(struct instance *in, struct sha256_sum sum, enum table_id table,
                              struct load_held *out, struct err *err);
MUST_USE bool load_may_be_held(struct instance *in, uint64_t bytes, enum table_id table, bool *out,
                               struct err *err);

/* Before a load: the members of staff whom the registry knows. */
MUST_USE bool load_each_staff(struct instance *in, struct staff_reader reader, struct err *err);

struct load_said { /* what the caller knows of it */
    const struct load_file *file;
    unsigned files;
    uint64_t rows, rejects;
    bool held[TABLE_COUNT]; /* a file of the table came, and was loaded before */
};
/* What the load does to each table, and what looks odd; they live in the arena. After
 * load_compare(); load_commit() keeps them with the load. */
MUST_USE bool load_find(struct load *l, const struct load_said *said, struct arena *a,
                        struct load_findings *out, struct err *err);
MUST_USE bool load_commit(struct load *l, const struct load_said *said, struct err *err);
/* How many of its segments took the place of one that was lost or damaged, whose files were loaded
 * again: those are in the load that they were in. */
unsigned load_puts_back(const struct load *l);
unsigned load_segments(const struct load *l); /* that it has of its own */
/* How many were born, moved in or came back and were listed by it, for they have not chosen; and
 * for how many there was no unit (service/load/population.h). After load_commit(). */
uint64_t load_listed(const struct load *l);
uint64_t load_nowhere(const struct load *l);
uint64_t load_closings(const struct load *l);   /* planned by acts, that it leaves as they are */
uint64_t load_from_queue(const struct load *l); /* listed where it made room */
uint64_t load_moved(const struct load *l);      /* within the region, to the unit of the new area */
/* After load_compare(). Loads that have segments of their own (service/figures/compact.h merges
 * them). */
MUST_USE bool load_unmerged(const struct load *l, uint64_t *out, struct err *err);
#endif
