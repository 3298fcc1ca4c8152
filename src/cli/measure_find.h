/* cli/measure_find.h - a measure by the id that somebody wrote. */
#ifndef CLI_MEASURE_FIND_H
#define CLI_MEASURE_FIND_H
#include "engine/definition.h"

/* ERR_MISSING "measure.unknown": the detail has the nearest there is. */
MUST_USE bool measure_find(struct arena *a, const struct definitions *all, struct str id,
                           const struct definition **out, struct err *err);
#endif
