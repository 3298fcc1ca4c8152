/* service/load/load_parts.h - what the files of a load share: load.c takes rows,
 * load_units.c which
 * units belong to others, load_identity.c decides who is who, load_early.c begins before all is
 * read, load_again.c what is said again, load_commit.c writes, load_effects.c makes the rows in
 * effect, load_undo.c takes a load back. */
#ifndef SERVICE_LOAD_LOAD_PARTS_H
#define SERVICE_LOAD_LOAD_PARTS_H
#include "core/ahead.h"
#include "core/folder.h"
#include "domain/access.h"
#include "engine/events.h"
#include "engine/segment.h"
#include "service/load/load.h"
#include "service/load/load_counter.h"
#include "service/load/load_ids.h"
#include "service/load/population.h"
#include "service/work.h"
#include "store/stage.h"

/* What the settled people mean for persons. */
struct load_persons {
    uint32_t count;         /* identifiers */
    const uint32_t *person; /* by index of identifier: the person's key with this load; 0: none */
    const uint32_t *newest; /* and the index of the newest identifier of that person */
    const uint32_t *old_newest;
    uint32_t first_new; /* keys from here on are new */
};
/* A segment of the load that is whole and on the disk. */
struct load_made {
    enum table_id table;
    const char *name; /* of its file, in the load's folder */
    struct segment_made segment;
    const struct load_segment *lost; /* whose place it takes; NULL: it is the load's own */
};
/* Rows of the registry that the load said again. */
struct load_again {
    enum table_id table;
    struct stage_again run;
};
/* What is compared and written while what care did is read (load_early.c). */
struct load_early {
    struct ahead *work; /* the thread that does it; NULL: nobody, or it has ended */
    unsigned tables;    /* so many of the first ones are compared; 0: it was not begun */
    bool good;
    struct err why;
};
struct load {
    struct arena *arena;
    struct arena *writing; /* of what compares and writes, which may be the thread of `early` */
    struct instance *in;
    struct load_options options;
    struct db *db;
    struct file_lock lock;
    int64_t id, position; /* the registry's when the load began */
    bool reading;         /* a transaction of reading is open */
    struct known_hsaids units, staff;
    struct known_identifiers identifiers;
    uint64_t staged;  /* rows that wait for the registry */
    uint64_t changed; /* of them those that say something new, of the tables compared so far */
    struct load_early early;
    struct work work; /* the load's transaction, when `writes` */
    bool writes;
    int64_t from_queue; /* listed, where it made room */
    uint64_t closings;  /* planned by acts, of units of which it says something else */
    bool has_people, has_twice, any_replaced;
    struct load_persons persons;
    struct work_following following; /* what it, or its being taken back, brings about */
    struct key_set touched;          /* persons whose rows in effect must be made anew */
    struct population population;
    /* Positions between which others may have said something: after what is taken back, and before
     * its being taken back; 0: nothing is. */
    struct load_meanwhile {
        int64_t after, before;
    } meanwhile;
    bool follows;       /* what its people mean for listings is done */
    const char *folder; /* of its segments */
    bool has_folder;    /* it was begun: who closes the load removes it */
    struct segment_writer *contacts;
    struct events_writer *events[TABLE_COUNT]; /* by table of events; NULL: no row yet */
    const char *segment_name[TABLE_COUNT];     /* of the one that is written, or was last */
    unsigned segments[TABLE_COUNT];            /* that were begun */
    struct bag made, again;                    /* struct load_made, struct load_again */
    struct bag listed;          /* struct access_entry: of persons whom it made room for */
    bool put_back[TABLE_COUNT]; /* all of the table's segments took the place of lost ones */
    unsigned puts_back;
    struct stage_compared compared[TABLE_COUNT];
    struct load_counter counter;
    struct tallies before[TABLE_COUNT]; /* what it is compared with */
    struct load_findings found;
    bool looked_back;
};

/* One load at a time. */
MUST_USE bool load_lock(struct instance *in, struct arena *a, struct file_lock *out,
                        struct err *err);
/* What the registry knows, into l->units, ->staff and ->identifiers. */
MUST_USE bool load_read_known(struct load *l, struct err *err);
/* All tables that come before what care did are settled; and what was begun then has ended. */
MUST_USE bool load_begin_early(struct load *l, struct err *err);
MUST_USE bool load_end_early(struct load *l, struct err *err);
/* The parts of comparing and writing, of the tables from `first` to before `end`. */
MUST_USE bool load_compare_tables(struct load *l, unsigned first, unsigned end, struct err *err);
MUST_USE bool load_end_reading(struct load *l, struct err *err);
MUST_USE bool load_begin_writing(struct load *l, struct err *err);
/* Who came into being; and the tables that came before what care did, with what is in effect. */
MUST_USE bool load_write_first(struct load *l, struct err *err);
/* The registry's identifiers and persons as l->persons has them. */
MUST_USE bool load_settle_keys(struct load *l, struct err *err);
MUST_USE bool load_write_people(struct load *l, int64_t position, struct err *err);
/* The units that are branches of each other in a circle, by what the registry has and the load
 * states; ascending, in `a`. */
struct load_circled {
    uint32_t *unit;
    uint32_t count;
};
MUST_USE bool load_circled_units(struct load *l, struct arena *a, struct load_circled *out,
                                 struct err *err);
MUST_USE bool load_settle_units(struct load *l, struct load_refusals refusals, struct err *err);
MUST_USE bool load_settle_people(struct load *l, struct load_refusals refusals, struct err *err);
/* What its contacts and events say again of those that count, into l->compared; and of what it made
 * which lost segment it makes anew: of that nothing is new, and contacts are the same. */
MUST_USE bool load_count_again(struct load *l, struct err *err);
/* Of people and staff: those whose protected identity the load takes away, as an oddity. */
MUST_USE bool load_find_unprotected(struct load *l, enum table_id table, struct oddities *out,
                                    struct err *err);
/* What load_find() gives, into l->found, once; and written, with what later loads need. */
MUST_USE bool load_look_back(struct load *l, const struct load_said *said, struct err *err);
MUST_USE bool load_write_findings(struct load *l, struct err *err);
/* The persons of whom rows are staged; of whom rows began or ended at the position. After
 * load_write_people(). Of a registry that had nobody only those of several identifiers, for
 * load_make_effects() makes all others without. */
MUST_USE bool load_touch_staged(struct load *l, struct err *err);
MUST_USE bool load_touch_position(struct load *l, int64_t position, struct err *err);
/* Makes the rows in effect of the touched persons anew, in the transaction that touched them, and
 * tells what happened. */
MUST_USE bool load_make_effects(struct load *l, int64_t position, struct err *err);
/* And then lists whom there is room for now (service/listing/queue_fill.h). */
MUST_USE bool load_fill(struct load *l, struct err *err);
/* The log's entries, sealed: of the load itself, after those of persons whom it made room for. */
MUST_USE bool load_log(struct load *l, const struct access_entry *entry, struct err *err);
static inline bool load_is_first(const struct load *l) /* the registry had nobody */
{
    return l->identifiers.stored == 0;
}
#endif
