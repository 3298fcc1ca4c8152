/* tools/queries.h - what queries.c and queries_stated.c share: the blocks that were read.
 *
 * A declaration says what a load does with the rows of one table:
 *
 *     -- stated: listing
 *     identifier KEY,
 *     unit AS list (SELECT l.id FROM unit_list AS l WHERE l.unit = s.unit),
 *     from_day KEY,
 *     to_day;
 *
 * The rows wait in temp.stage_listing, whose columns these are, in the order in which they are
 * given, and land in listing_stated, where a column may have another name and be found by an
 * expression over the staged row `s`. With `-- stated: unit waits` rows of one key all stay, each
 * with its `place`, until the caller has settled which hold. It stands for these queries:
 *
 *     listing.stage_make, .stage_drop, .stage
 *                                  the staged rows; a later one of the key replaces
 *     listing.mark_same, .same, .drop_same
 *                                  those that say what holds already: found, their ids in
 *                                  listing_stated, taken out
 *     listing.mark_acted(t)        those that say only what loads said last before an act put
 *                                  something else in its place, or nothing; so does what
 *                                  a load brought about by itself (change_follow)
 *     listing.same_among, .last_id all ids that hold, and which of them are said; the last id
 *     listing.staged, .corrects    how many are left; how many of them correct
 *     listing.supersede(p), .land(p)
 *                                  what they correct ends at position p; they begin
 *     listing.overtaken(p, t)      the positions that superseded what p recorded, but for
 *                                  those that were taken back
 *     listing.said_again(p, t)     the loads that said again what p recorded
 *     listing.withdraw(p, q, t)    at position q what p recorded ends
 *     listing.restore(p, q, t, l)  and what p superseded holds again, as new rows, but for what
 *     listing.keep_origin(p, q, t, l) the load at l recorded (p is what l brought about, or l);
 *                                  of which it is kept who recorded them first
 *     listing.changed(p, keys)     whether p superseded a row of the key by another, and the
 *                                  names of the columns that are not as they were
 *
 * Those that write rows of the registry say OR ROLLBACK, as query/given.sql explains.
 * t is the table's name, as load_again and load_restored have it.
 *
 * The rows of a stated table as they were known (query/known.sql) are `-- known: staff`, or, where
 * they are said of persons, `-- known: listing of identifier`, which stands for:
 *
 *     known.listing(p, person)     temp.listing_stated: the rows that held at position p; of this
 *                                  person's identifiers alone, unless it is 0. Without a person
 *                                  where the rows are not said of persons
 *     known.listing_holds          they hold, whatever was said since
 *     known.listing_of             found by identifier, where they are said of persons */
#ifndef TOOLS_QUERIES_H
#define TOOLS_QUERIES_H
#include "tool.h"

struct block {
    const char *path;
    uint64_t line;
    struct str name;
    struct sb text;
    struct str steps; /* whose step it is; empty: nobody's */
};
struct blocks {
    struct arena *arena;
    struct block *at;
    unsigned count, room;
    struct str steps; /* of the blocks that are added now */
};
/* An empty block; ends the program where the name is taken or is none. */
struct block *add_block(struct blocks *b, const char *path, uint64_t line, struct str name);
/* The queries of a declaration, whose name is what stood behind `-- stated:`. */
void add_stated(struct blocks *b, const struct block *declaration);
/* Of a line `-- known:`. */
void add_known(struct blocks *b, const struct block *declaration);
#endif
