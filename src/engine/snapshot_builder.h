/* engine/snapshot_builder.h - what the files that build a snapshot share:
 * snapshot_builder.c collects, snapshot_contacts.c sorts the contacts and finds
 * those that events name, snapshot_events.c sorts the events, whose shapes
 * event_shapes.c numbers; snapshot_write.c numbers, it and snapshot_write_care.c
 * write through snapshot_columns.c, positions by snapshot_positions.c.
 * snapshot_tables.c does all of its own. */
#ifndef ENGINE_SNAPSHOT_BUILDER_H
#define ENGINE_SNAPSHOT_BUILDER_H
#include "engine/bag.h"
#include "engine/event_shapes.h"
#include "engine/hsaid_dict.h"
#include "engine/snapshot.h"
#include "engine/sort_rows.h"
#include "engine/text_dict.h"

/* A text of units or homes: where it stands in the dictionary of places, SNAPSHOT_NONE16: none. */
struct unit_facts {
    struct str name;
    uint16_t municipality, county;
    uint8_t operator_kind;
    bool is_known; /* a row of units.csv */
};
struct person_facts {
    int64_t key;
    int32_t birth;
    uint16_t end, registered_from, registered_to, municipality, county;
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
struct position_facts {
    uint32_t staff;
    uint16_t unit, from, to;
    uint8_t employment;
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
/* A load's file of one table of events. */
struct events_facts {
    const struct events *events;
    const uint32_t *unit;  /* by the file's number */
    const uint32_t *shape; /* by row: number of the table's `shapes`, or EVENT_OUT */
    uint64_t first_row;    /* rows of the files of the table before it */
};
enum { EVENT_TABLES = TABLE_REFERRALS - TABLE_DIAGNOSES + 1 };
struct event_rows { /* of one table of the import */
    struct event_shapes shapes;
    struct bag events; /* struct events_facts */
    uint64_t rows;     /* of all its files */
};

struct snapshot_builder {
    struct arena *arena;
    struct hsaid_dict unit, staff;
    struct bag unit_facts;      /* struct unit_facts, by number of `unit` */
    struct bag staff_protected; /* uint8_t, by number of `staff` */
    struct text_dict place;
    uint16_t own_county;   /* of `place` */
    struct bag term;       /* struct snapshot_term */
    struct bag person;     /* struct person_facts, by handle */
    struct bag identifier; /* struct identifier_facts */
    struct bag listing, named_contact, residence, position;
    struct bag table[SNAPSHOT_TABLES];     /* struct snapshot_table_row */
    struct text_dict word;                 /* the free ones of tables */
    struct bag segment;                    /* struct segment_facts */
    uint64_t rows;                         /* of all segments */
    struct event_rows event[EVENT_TABLES]; /* from TABLE_DIAGNOSES */
};
uint32_t snapshot_unit_number(struct snapshot_builder *b, const struct hsaid *id);

/* The contacts that count, in the order of a snapshot. */
struct sorted_contact {
    uint32_t when;          /* engine/sort_rows.h */
    uint16_t sought, shape; /* sought: SEGMENT_DAY_NONE: none */
    uint16_t unit, unused;
    uint32_t staff; /* 0: none, else 1 + number */
};
struct numbering { /* from builder's numbers to the snapshot's */
    const uint32_t *unit, *staff, *person;
    const uint32_t *person_of; /* by identifier; SNAPSHOT_NOBODY: nobody's */
    uint32_t persons, identifiers;
};
static inline uint32_t snapshot_person_of(const struct numbering *n, uint32_t identifier)
{
    return identifier < n->identifiers ? n->person_of[identifier] : SNAPSHOT_NOBODY;
}
/* Of the diagnoses and of the procedures, by row: the bit of the form of the contact that it names;
 * 0: it names none that there is. */
enum { NAMING_TABLES = 2 };
struct named_forms {
    const uint8_t *of[NAMING_TABLES];
};
struct sorted_contacts {
    uint32_t *first; /* persons + 1 items */
    struct sorted_contact *row;
    struct named_forms named;
};
MUST_USE bool snapshot_write_tables(const struct snapshot_builder *b, struct arena *a,
                                    const struct numbering *n, struct colfile_writer *file,
                                    struct err *err);
/* Arrays in `a`. */
MUST_USE bool snapshot_sort_contacts(const struct snapshot_builder *b, struct arena *a,
                                     const struct numbering *n, unsigned threads,
                                     struct sorted_contacts *out, struct err *err);

/* ---- writing ---- */

struct snapshot_writing {
    const struct snapshot_builder *b;
    struct arena *arena;
    struct colfile_writer *file;
    const struct snapshot_options *options;
    struct numbering numbering;
    const uint32_t *person_order; /* handles, in the snapshot's order */
    uint32_t part;                /* of the columns that are written */
};
MUST_USE bool snapshot_put(struct snapshot_writing *w, const char *name, enum col_type type,
                           const void *at, uint64_t count, struct err *err);
/* `count` numbers, none over `most`, in as few bytes as hold that; they are packed where they
 * stand. */
MUST_USE bool snapshot_put_narrow(struct snapshot_writing *w, const char *name, uint32_t *number,
                                  uint64_t count, uint32_t most, struct err *err);
MUST_USE bool snapshot_put_texts(struct snapshot_writing *w, const char *name, const char *end_name,
                                 const struct str *text, uint32_t count, struct err *err);
/* Listings, named contacts, residences and positions. */
MUST_USE bool snapshot_write_intervals(struct snapshot_writing *w, struct err *err);
/* Contacts and all events. */
MUST_USE bool snapshot_write_care(struct snapshot_writing *w, struct err *err);
/* The columns of a table of events are a part. `contacts`: of whom diagnoses and procedures are;
 * NULL: other tables ask for none. */
MUST_USE bool snapshot_write_events(struct snapshot_writing *w, enum snapshot_events_table table,
                                    const struct sorted_contacts *contacts, struct err *err);
#endif
