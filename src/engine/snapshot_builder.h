/* engine/snapshot_builder.h - what the files that build a snapshot share:
 * snapshot_builder.c collects, snapshot_contacts.c sorts the contacts,
 * snapshot_write.c numbers and writes, snapshot_tables.c does all of its own. */
#ifndef ENGINE_SNAPSHOT_BUILDER_H
#define ENGINE_SNAPSHOT_BUILDER_H
#include "engine/bag.h"
#include "engine/hsaid_dict.h"
#include "engine/snapshot.h"
#include "engine/text_dict.h"

/* A text of units or homes: where it stands in the dictionary of places, SNAPSHOT_NONE16: none. */
struct unit_facts {
    struct str name;
    uint16_t municipality, county;
    uint8_t operator_kind;
    bool is_known; /* a row of units.csv */
};
struct place_code {
    struct str code;
};
struct person_facts {
    int64_t key;
    int32_t birth;
    uint16_t end;
    uint8_t sex, protection;
};
struct listing_facts {
    uint32_t person;
    uint16_t unit, from, to;
    uint8_t basis;
};
struct named_contact_facts_row {
    uint32_t person, staff;
    uint16_t unit, from, to, informed;
    uint8_t kind;
};
struct residence_facts {
    uint32_t person;
    uint16_t municipality, from, to, reported;
    uint8_t kind;
};
struct identifier_facts {
    uint32_t identifier, person;
};
/* A segment and what its dictionaries' numbers are here. */
struct segment_facts {
    const struct segment *segment;
    const uint32_t *unit;  /* by the segment's number */
    const uint32_t *staff; /* by the segment's number */
    uint64_t first_row;    /* rows of the segments before it */
};

struct snapshot_builder {
    struct arena *arena;
    struct hsaid_dict unit, staff;
    struct bag unit_facts;      /* struct unit_facts, by number of `unit` */
    struct bag staff_protected; /* uint8_t, by number of `staff` */
    struct bag place;           /* struct place_code */
    struct bag person;          /* struct person_facts, by handle */
    struct bag identifier;      /* struct identifier_facts */
    struct bag listing, named_contact, residence;
    struct bag table[SNAPSHOT_TABLES]; /* struct snapshot_table_row */
    struct text_dict word;             /* the free ones of tables */
    struct bag segment;                /* struct segment_facts */
    uint64_t rows;                     /* of all segments */
};

/* The contacts that count, in the order of a snapshot. */
struct sorted_contact {
    uint16_t day, minute, sought, shape; /* minute: 0 none, else 1 + minute; sought NONE: none */
    uint16_t unit, unused;
    uint32_t staff; /* 0: none, else 1 + number */
};
struct numbering { /* from builder's numbers to the snapshot's */
    const uint32_t *unit, *staff, *person;
    uint32_t persons;
};
struct sorted_contacts {
    uint32_t *first; /* persons + 1 items */
    struct sorted_contact *row;
};
MUST_USE bool snapshot_write_tables(const struct snapshot_builder *b, struct arena *a,
                                    const struct numbering *n, struct colfile_writer *file,
                                    struct err *err);
/* Both arrays in `a`. */
MUST_USE bool snapshot_sort_contacts(const struct snapshot_builder *b, struct arena *a,
                                     const struct numbering *n, unsigned threads,
                                     struct sorted_contacts *out, struct err *err);
#endif
