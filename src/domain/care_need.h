/* domain/care_need.h - how much care the persons of a unit need, against the nation:
 * Sundquist's index (Care Need Index, CNI), which a region may let move the target
 * of panels (`panel.by_cni` of its rule file). Pure. The figure that is published
 * is the measure of measures/cni.yaml, with the same weights. */
#ifndef DOMAIN_CARE_NEED_H
#define DOMAIN_CARE_NEED_H
#include "domain/rows.h"

/* In ten-thousandths, 10000 as the nation; 0 where a population is none or nothing is said. */
int64_t care_need_e4(const struct cni_row *unit, const struct cni_row *nation);
#endif
