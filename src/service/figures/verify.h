/* service/figures/verify.h - `kontinua warehouse verify`: reads every byte of registry and
 * warehouse. Of the registry's file: its pages, its indexes, and that every
 * reference leads to a row. Of each segment that a committed load names: it is
 * there, every checksum holds, it is the same that was committed, every number
 * points inside, and whom its rows name the registry knows. Of each snapshot that
 * is kept: it is whole; of CURRENT, that it names one that is there and the same
 * that was published. And what lies there that nobody names.
 *
 * What is damaged is a finding, not an error. Errors: those of store/db.h and
 * core/files.h that are no damage. */
#ifndef SERVICE_FIGURES_VERIFY_H
#define SERVICE_FIGURES_VERIFY_H
#include "service/instance.h"

enum verify_problem {
    VERIFY_MISSING,  /* a segment that a load names is not there */
    VERIFY_DAMAGED,  /* a segment: not what was committed, or names persons that nobody knows */
    VERIFY_SNAPSHOT, /* a snapshot, or CURRENT: built anew without loss */
    VERIFY_STRAY,    /* named by nobody: the next load, or the next snapshot, removes it */
    VERIFY_REGISTRY  /* registry.db: pages, indexes or references */
};
struct verify_finding {
    enum verify_problem problem;
    struct str file; /* under warehouse/; or registry.db */
    int64_t load;    /* that names it; 0: none */
    struct err why;  /* says what to do; unused of VERIFY_STRAY */
};
struct verify_reader {
    void *state;
    bool (*take)(void *state, const struct verify_finding *finding, struct err *err);
    void (*show)(void *state, uint64_t done, uint64_t total); /* segments; NULL: nobody asks */
};
struct verify_report {
    uint64_t segments, rows, snapshots; /* looked at */
    uint64_t damaged, strays;           /* found */
};
MUST_USE bool warehouse_verify(const struct instance *in, struct verify_reader reader,
                               struct verify_report *out, struct err *err);
#endif
