/* service/figures/kept_checks.h - what checks of persons and their rows found, kept as
 * figures are (service/figures/kept.h); the others are quick, or ask what is not in the snapshot:
 * for each unit how many were found among how many, under the meaning of the check and the month,
 * in one file for each snapshot's data. It can always be counted again, so nothing fails by it. */
#ifndef SERVICE_FIGURES_KEPT_CHECKS_H
#define SERVICE_FIGURES_KEPT_CHECKS_H
#include "engine/check.h"
#include "service/instance.h"

struct kept_checks_use {
    struct err refused, unwritten; /* as of struct kept_use */
};
/* What is kept of checks that were asked for, by their number; .unit NULL: nothing is. */
const struct check_result *kept_checks_read(struct arena *a, const struct instance *in,
                                            const struct snapshot *s,
                                            const struct check_request *ask,
                                            struct kept_checks_use *use);
/* Keeps `found` beside what is kept already: of those checks. */
void kept_checks_write(const struct instance *in, const struct snapshot *s,
                       const struct check_request *ask, const struct check_result *found,
                       struct kept_checks_use *use);
#endif
