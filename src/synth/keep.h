/* synth/keep.h - which of a year's candidates for contacts come about: exactly as
 * many contacts and home visits, by exactly as many persons, as the plan says.
 * Chance has given each candidate a rank; what ranks low stays. */
#ifndef SYNTH_KEEP_H
#define SYNTH_KEEP_H
#include "synth/district.h"

struct quota {
    uint32_t contacts, patients, home_visits, home_patients;
};
/* Marks in `kept` what stays; the candidates of one person stand together. Where there are too few
 * for a quota all stay, and *short is how many persons are missing: to be drawn again, with more.
 */
struct shortage {
    uint32_t patients, home_patients, home_visits, contacts;
};
struct shortage keep_candidates(struct arena *scratch, const struct contact *c, uint32_t count,
                                const struct quota *q, bool *kept);
#endif
