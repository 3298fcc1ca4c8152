/* engine/snapshot.h - one moment of the whole instance, laid out for evaluation:
 * persons numbered 0..n-1, and for each of them listings, named contacts and
 * residences in effect, contacts, and what care did (diagnoses and so on: events),
 * sorted by day. A column file: built by streaming into a builder, then mapped
 * read-only and shared by any number of threads.
 *
 * Days are 16 bits from 1900-01-01; an interval's `from` before that is kept as
 * that day, a `to` after 2079-06-05 as open; one that holds on none of the days
 * between is left out. Both ends are inside.
 *
 * Errors of building: ERR_IO "snapshot.person" (a row of an identifier or a
 * person that was not added; the detail has its number), ERR_INVALID "snapshot.full"
 * (more than 65 535 units, 2^32 - 1 contacts or rows of one table of events, or 1 GiB
 * of different texts in one), and those of engine/segment.h and core/files.h. Of
 * opening: those of engine/colfile.h, and ERR_IO "snapshot.damaged" with the section
 * whose numbers make no sense. */
#ifndef ENGINE_SNAPSHOT_H
#define ENGINE_SNAPSHOT_H
#include "engine/segment.h"
#include "engine/snapshot_tables.h"

struct events;   /* engine/events.h */
struct days_out; /* engine/counted.h */

enum {
    SNAPSHOT_NONE16 = 65535, /* no day, no unit, no place */
};
extern const struct colfile_kind SNAPSHOT_KIND;

/* ---- building: the service feeds it, in this order: units and staff, persons with their
 * identifiers, intervals, terms and rows of tables (engine/snapshot_tables.h), segments in the
 * order of their loads, finish ---- */

struct snapshot_builder;
struct snapshot_builder *snapshot_builder_open(void);    /* owns its memory */
void snapshot_builder_close(struct snapshot_builder *b); /* NULL is allowed */

/* The county that the instance serves. */
void snapshot_set_county(struct snapshot_builder *b, struct str county);

struct snapshot_unit { /* a row of units.csv */
    struct hsaid id;
    struct str name, municipality, county; /* empty: none */
    enum operator_kind operator_kind;
};
/* Numbers from 0 in the order of adding. Units and staff that only contacts mention are added by
 * the builder itself. */
MUST_USE bool snapshot_add_unit(struct snapshot_builder *b, const struct snapshot_unit *unit,
                                uint32_t *number, struct err *err);
uint32_t snapshot_add_staff(struct snapshot_builder *b, const struct hsaid *id, bool is_protected);

struct snapshot_person {
    int64_t key;      /* the registry's */
    struct day birth; /* DAY_NONE: unknown */
    struct day end;   /* of death or emigration; DAY_NONE: neither */
    enum sex sex;
    enum protection protection;
    /* Where and when registered, both days inside; DAY_NONE: since ever, still. An empty county is
     * that of the municipality. */
    struct str county, municipality;
    struct day registered_from, registered_to;
};
/* A handle for the functions below; the snapshot orders persons in its own way. */
uint32_t snapshot_add_person(struct snapshot_builder *b, const struct snapshot_person *person);
/* Rows of segments that name this identifier are the person's. */
void snapshot_add_identifier(struct snapshot_builder *b, uint32_t identifier, uint32_t person);

/* Intervals in effect: the rules of domain/listing.h and domain/named_contact.h have been applied.
 * `unit` and `staff` are numbers from above. Any order. */
struct snapshot_listing {
    uint32_t person, unit;
    struct day from, to;
    enum basis basis;
};
struct snapshot_named_contact {
    uint32_t person, unit, staff;
    struct day from, to, informed_on;
    enum contact_kind kind;
};
struct snapshot_residence { /* ends at the latest on the day of death */
    uint32_t person;
    struct str municipality; /* of the home */
    struct day from, to, reported_on;
    enum residence_kind kind;
};
/* As stated: positions may overlap. */
struct snapshot_position {
    uint32_t staff, unit;
    struct day from, to;
    enum employment employment;
};
void snapshot_add_listing(struct snapshot_builder *b, const struct snapshot_listing *row);
void snapshot_add_named_contact(struct snapshot_builder *b,
                                const struct snapshot_named_contact *row);
void snapshot_add_residence(struct snapshot_builder *b, const struct snapshot_residence *row);
void snapshot_add_position(struct snapshot_builder *b, const struct snapshot_position *row);

/* A row of terms.csv; `local` comes once. */
void snapshot_add_term(struct snapshot_builder *b, const struct term_row *row);

/* Takes the contacts of a load; a row whose contact key came before replaces that row. The segment
 * must stay open until snapshot_finish(). */
MUST_USE bool snapshot_add_segment(struct snapshot_builder *b, const struct segment *s,
                                   struct err *err);
/* Takes the events of one table of a load, but for the rows of days that are out (NULL: none is).
 * The file must stay open until snapshot_finish(). */
MUST_USE bool snapshot_add_events(struct snapshot_builder *b, const struct events *e,
                                  const struct days_out *out, struct err *err);

/* Where a snapshot comes from; kept in it and given back by snapshot_open(). */
struct snapshot_origin {
    int64_t position;  /* of the registry: the last change that was seen */
    int64_t last_load; /* the newest load whose segments are in it */
};
struct snapshot_options {
    const char *path;
    struct snapshot_origin origin;
    unsigned threads; /* at least 1 */
};
/* Sorts, writes, syncs, renames. The builder is spent: close it. */
MUST_USE bool snapshot_finish(struct snapshot_builder *b, const struct files *fs,
                              const struct snapshot_options *options, uint64_t *checksum,
                              struct err *err);

/* ---- reading ---- */

/* Unsigned numbers as narrow as they can be: width 1, 2 or 4 bytes. */
struct narrow {
    const void *at;
    uint8_t width;
};
static inline uint32_t narrow_at(struct narrow c, uint64_t i)
{
    switch (c.width) {
    case 1:
        return ((const uint8_t *)c.at)[i];
    case 2:
        return ((const uint16_t *)c.at)[i];
    default:
        return ((const uint32_t *)c.at)[i];
    }
}

/* Rows of person p are [first[p], first[p + 1]), by day (intervals: by from). */
struct snapshot_listings {
    const uint32_t *first;
    const uint16_t *unit, *from, *to; /* to SNAPSHOT_NONE16: open */
    const uint8_t *basis;
    uint32_t count;
};
struct snapshot_named_contacts {
    const uint32_t *first;
    const uint16_t *unit, *from, *to, *informed;
    const uint32_t *staff;
    const uint8_t *kind; /* enum contact_kind */
    uint32_t count;
};
struct snapshot_residences {
    const uint32_t *first;
    const uint16_t *from, *to, *reported, *municipality; /* index of place; SNAPSHOT_NONE16: none */
    const uint8_t *kind;
    uint32_t count;
};
/* Of member m of staff [first[m], first[m + 1]), by from. */
struct snapshot_positions {
    const uint64_t *first;
    const uint32_t *staff;
    const uint16_t *unit, *from, *to; /* to SNAPSHOT_NONE16: open */
    const uint8_t *employment;
    uint64_t count;
};
struct snapshot_contacts {
    const uint32_t *first;
    const uint16_t *day;
    struct narrow unit;     /* index of unit */
    struct narrow staff;    /* 0: none, else 1 + index of staff */
    struct narrow shape;    /* index of snapshot.shape */
    const uint16_t *minute; /* of the day, SEGMENT_MINUTE_NONE: none; NULL: no row has one */
    const uint16_t *sought; /* NULL: no row has one */
    uint32_t count;
};
/* Tables of dated rows beside contacts. Invitations stand twice: by the day of the invitation, and,
 * of those that were performed, by that day; rows without that day are left out. */
enum snapshot_events_table {
    EVENTS_DIAGNOSES,
    EVENTS_PROCEDURES,
    EVENTS_MEASUREMENTS,
    EVENTS_PRESCRIPTIONS,
    EVENTS_INVITATIONS,
    EVENTS_PERFORMED,
    EVENTS_REFERRALS,
    SNAPSHOT_EVENTS
};
/* What rows of a table have in common: all but person, day, time and unit. Some hundreds of codes,
 * some ten thousands of measured values. */
struct event_shape {
    struct str code, system;      /* as stated; system empty: the column's own */
    struct str value, value_unit; /* of measurements, as stated */
    uint8_t word;    /* enum programme, enum referred_to, enum prescription_source by table */
    uint8_t channel; /* of invitations: enum channel */
    uint8_t forms;   /* of diagnoses and procedures: bit (enum form) for each form of the contacts
                      * that the row belongs to: the contact that it names, or, where it names none
                      * that there is, those of the person, day and unit */
};
/* Rows of person p are [first[p], first[p + 1]), by day, then minute (none first), then in the
 * order of loading. */
struct snapshot_events {
    const uint32_t *first;
    const uint16_t *day;
    struct narrow unit;     /* index of unit */
    struct narrow shape;    /* index of shape_of */
    const uint16_t *minute; /* as of contacts; NULL: no row has one */
    uint32_t count, shapes;
    const struct event_shape *shape_of; /* all different, in the order of their members */
};
struct snapshot_term {              /* by `local` */
    struct str local, code, factor; /* factor empty: 1 */
    enum code_system system;
};
struct snapshot {
    struct colfile file;
    struct snapshot_origin origin;
    struct day last_contact; /* the latest contact's; DAY_NONE: none */

    uint32_t units, known_units; /* the first `known_units` are of units.csv, sorted by id; the
                                  * others only contacts mention, and are at no level */
    const struct hsaid *unit_id;
    const struct str *unit_name;
    const uint8_t *unit_operator;                    /* enum operator_kind */
    const uint16_t *unit_municipality, *unit_county; /* index of place; SNAPSHOT_NONE16: none */
    uint32_t places;
    const struct str *place; /* codes of municipalities and counties */
    uint16_t own_county;     /* index of place: the instance's; SNAPSHOT_NONE16: none */

    uint32_t staff_count;
    const struct hsaid *staff_id;
    const uint8_t *staff_protected; /* 0, 1 */

    uint32_t persons;
    const int64_t *person_key;
    const uint32_t *person_by_key; /* persons in the order of their keys */
    const int32_t *birth;          /* days since 1900-01-01; INT32_MIN: unknown */
    const uint16_t *end;           /* of death or emigration; SNAPSHOT_NONE16: neither */
    const uint8_t *sex, *protection;
    /* Of registration. From SNAPSHOT_NONE16: on no day; to SNAPSHOT_NONE16: open. */
    const uint16_t *registered_from, *registered_to;
    const uint16_t *person_municipality, *person_county; /* index of place; SNAPSHOT_NONE16: none */

    struct snapshot_listings listings;
    struct snapshot_named_contacts named_contacts;
    struct snapshot_residences residences;
    struct snapshot_positions positions;
    struct snapshot_contacts contacts;

    uint32_t shapes;
    const uint16_t *shape; /* see shape_unpack() */

    struct snapshot_events events[SNAPSHOT_EVENTS];
    uint32_t terms;
    const struct snapshot_term *term;
    struct snapshot_tables tables; /* of units, by month and year */
};
/* Checked whole: every index in it can be followed without a look. */
MUST_USE bool snapshot_open(struct arena *a, const char *path, struct snapshot *out,
                            struct err *err);
/* The same of a file that was checked whole, by this very engine (engine_fingerprint(), for another
 * may have looked at less), when its content had this checksum: if it still has it, byte for byte,
 * its numbers need not be looked at again. Another one is "colfile.damaged". */
MUST_USE bool snapshot_open_again(struct arena *a, const char *path, uint64_t checksum,
                                  struct snapshot *out, struct err *err);
void snapshot_close(struct snapshot *s);
/* The person with that registry key; false: none. */
MUST_USE bool snapshot_person(const struct snapshot *s, int64_t key, uint32_t *person);
/* Whether the member of staff had a position at the unit on the day, and which: of several the one
 * that began last. */
MUST_USE bool snapshot_position_on(const struct snapshot *s, uint32_t staff, uint32_t unit,
                                   uint16_t day, enum employment *out);
#endif
