/* synth/synth.h - a synthetic county, written as the files that a region hands
 * over (docs/developer/synthetic-county.md says how it is made and what it is
 * calibrated to).
 *
 * One seed gives the same bytes always. The figures of the annual report of 2023
 * come out of the rows: nothing but rows is written. A population larger than a
 * county is made a district (at most some 150 000 persons with 28 units) at a
 * time, so the memory does not grow with it: about 420 MB.
 *
 *     struct synth_options options = {.persons = SYNTH_COUNTY, .seed = 1};
 *     if (!synth_write(&FILES_POSIX, "out", &options, (struct synth_progress){0}, err))
 *         return false; */
#ifndef SYNTH_SYNTH_H
#define SYNTH_SYNTH_H
#include "core/day.h"
#include "core/files.h"

enum {
    SYNTH_COUNTY = 133599, /* persons listed in the county at the end of 2023 */
    SYNTH_LEAST = 1000,    /* fewer cannot be listed at 28 units */
    SYNTH_MOST = 10500000, /* more, with those who died and moved, have no personnummer left */
};

struct synth_options {
    uint64_t persons; /* listed at the end of 2023: SYNTH_LEAST to SYNTH_MOST */
    uint64_t seed;
};
/* Where it is told how far the work is, in persons; `show` may be NULL. */
enum synth_step { SYNTH_PEOPLE, SYNTH_CONTACTS, SYNTH_FILES };
struct synth_progress {
    void *state;
    void (*show)(void *state, enum synth_step step, uint64_t done, uint64_t total);
};

/* The day on which the files were handed over: contacts end the day before, and the demo's *today*
 * is this day. */
struct day synth_today(void);

/* Writes people.csv, units.csv, areas.csv, staff.csv, positions.csv, listings.csv,
 * named_contacts.csv, residences.csv, contacts.csv, diagnoses.csv, procedures.csv,
 * measurements.csv, prescriptions.csv, invitations.csv, referrals.csv, references.csv, calls.csv,
 * staffing.csv, hired_weeks.csv, economy.csv, cni.csv and survey.csv into the folder, which is made
 * where it is missing; files of these names are replaced, each whole or not at all. Fails with
 * ERR_INVALID "synth.persons" (out of range) and as core/files.h says. */
MUST_USE bool synth_write(const struct files *fs, const char *folder,
                          const struct synth_options *options, struct synth_progress progress,
                          struct err *err);
#endif
