/* synth/write.h - a district as rows of the import files. */
#ifndef SYNTH_WRITE_H
#define SYNTH_WRITE_H
#include "synth/identity.h"
#include "synth/out.h"

enum written {
    WRITE_UNITS,
    WRITE_AREAS,
    WRITE_STAFF,
    WRITE_POSITIONS,
    WRITE_PEOPLE,
    WRITE_LISTINGS,
    WRITE_NAMED,
    WRITE_RESIDENCES,
    WRITE_CONTACTS,
    WRITE_DIAGNOSES,
    WRITE_PROCEDURES,
    WRITE_MEASUREMENTS,
    WRITE_PRESCRIPTIONS,
    WRITE_INVITATIONS,
    WRITE_REFERRALS,
    WRITE_REFERENCES,
    WRITE_CALLS,
    WRITE_STAFFING,
    WRITE_HIRED_WEEKS,
    WRITE_ECONOMY,
    WRITE_CNI,
    WRITE_SURVEY,
    WRITE_COUNT
};
struct written_file {
    const char *name, *header;
};
extern const struct written_file WRITTEN[WRITE_COUNT];

struct writer {
    const struct district *d;
    const struct identity *id;
    const struct taken *taken; /* by earlier districts */
    struct out *out;           /* [WRITE_COUNT] */
};
void written_places(const struct writer *w);   /* units, areas, staff, positions */
void written_people(const struct writer *w);   /* people, listings, named contacts, residences */
void written_contacts(const struct writer *w); /* contacts */
void written_events(const struct writer *w);   /* diagnoses to referrals */
void written_staffing(const struct writer *w); /* staffing, hired weeks */
void written_calls(const struct writer *w);
void written_economy(const struct writer *w);
void written_cni(const struct writer *w);
void written_survey(const struct writer *w);
void written_references(struct out *o);

void out_unit(const struct writer *w, struct out *o, unsigned unit);
void out_contact(const struct writer *w, struct out *o, int32_t contact);
void out_staff(const struct writer *w, struct out *o, int32_t staff); /* NOBODY is empty */
#endif
