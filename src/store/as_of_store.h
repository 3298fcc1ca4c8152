/* store/as_of_store.h - what was known at a position of one person: the rows as they
 * were then (docs/developer/registry.md, "Time"). A reading is a cursor, its rows are
 * copied into the arena by the function that goes with it.
 *
 *     if (!as_of_query(db, AS_OF_LISTINGS, &known, &c, err))
 *         return false;
 *     while ((found = db_next(&c, err)) == DB_ROW)
 *         row = as_of_listing_row(&c); */
#ifndef STORE_AS_OF_STORE_H
#define STORE_AS_OF_STORE_H
#include "domain/listing.h"
#include "domain/named_contact.h"
#include "domain/residence_event.h"
#include "domain/rows.h"
#include "store/db.h"

struct as_of_key {
    int64_t person, position;
};
enum as_of_table {
    AS_OF_IDENTIFIERS, /* by id */
    AS_OF_PEOPLE,      /* by identifier */
    AS_OF_LISTINGS,    /* in the order of recording */
    AS_OF_CONTACTS,
    AS_OF_RESIDENCES,
    AS_OF_BLOCKS /* by day, unit */
};
MUST_USE bool as_of_query(struct db *db, enum as_of_table table, const struct as_of_key *key,
                          struct cursor *out, struct err *err);

/* An identifier that pointed to the person; `until`: the position that gave it to another, 0: it
 * points to them still. */
struct as_of_identifier {
    int64_t id;
    struct person_id number;
    int64_t recorded, until;
};
struct as_of_identifier as_of_identifier_row(const struct cursor *c);

/* What was stated of an identifier. */
struct as_of_stated {
    int64_t identifier, replaced_by; /* replaced_by 0: none */
    int64_t recorded;
    struct people_row row; /* .person, .replaced_by and .paper are not filled */
};
struct as_of_stated as_of_stated_row(struct arena *a, const struct cursor *c);

struct as_of_listing {
    struct listing_stated stated; /* .recorded: the order of recording */
    enum basis basis;
    int64_t recorded;
    struct str county; /* of a listing in another county its code, and no unit; else empty */
};
struct as_of_listing as_of_listing_row(struct arena *a, const struct cursor *c);

struct as_of_contact {
    struct named_contact_stated stated; /* .staff without text: a doctor to come */
    struct day informed_on;
    int64_t recorded;
    bool is_protected; /* the member of staff, now */
    struct str
        reason; /* why it was stated to end: a word of VOCAB_CONTACT_END, or somebody's own */
    struct str override; /* why it was assigned although the panel was full; empty: it was not */
};
/* The texts in the arena. */
struct as_of_contact as_of_contact_row(struct arena *a, const struct cursor *c);

struct as_of_residence {
    struct residence_report report;
    int64_t recorded, place; /* place: the order of recording */
};
struct as_of_residence as_of_residence_row(struct arena *a, const struct cursor *c);

struct as_of_block {
    struct hsaid unit;
    struct day from, to; /* both inside; to DAY_NONE: open */
    int64_t recorded, unit_id, identifier;
};
struct as_of_block as_of_block_row(const struct cursor *c);

/* The moment of a position. */
MUST_USE bool position_moment(struct db *db, int64_t position, struct moment *out, struct err *err);

/* Who may answer to a question: rows that were known at the position, the same person more than
 * once. Of those who were listed at a unit names and day are not given. */
struct as_of_candidate {
    int64_t person;
    struct str given_name, surname; /* valid during the call */
    struct day birth_date;
};
struct as_of_candidates {
    void *state;
    bool (*take)(void *state, const struct as_of_candidate *row, struct err *err);
};
MUST_USE bool as_of_each_named(struct db *db, int64_t position, struct day born,
                               struct as_of_candidates reader, struct err *err);
MUST_USE bool as_of_each_listed(struct db *db, int64_t position, const struct hsaid *unit,
                                struct day on, struct as_of_candidates reader, struct err *err);
#endif
