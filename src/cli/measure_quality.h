/* cli/measure_quality.h - beneath the table of one measure: what the checks of data
 * find that concern it, in a few lines, and how to ask for more. */
#ifndef CLI_MEASURE_QUALITY_H
#define CLI_MEASURE_QUALITY_H
#include "cli/progress.h"
#include "service/figures/figures.h"

struct measure_quality {
    struct instance *in;
    const struct figures *figures;
    const struct definition *definition;
    struct str snapshot; /* of that name; empty: the newest */
    struct day as_of;    /* as it was asked for; DAY_NONE: not */
    unsigned threads;
    struct progress *progress;
};
/* Counts what is not kept where that takes no time, else says how to. The figure stands without:
 * where checks cannot be read or counted that is told, and fails nothing. False: it could not be
 * written. */
MUST_USE bool measure_quality(struct cli *cli, const struct measure_quality *q, struct err *err);
#endif
