/* engine/target.h - whether a figure meets its measure's target: decided on the exact
 * figure, never on the rounded one (rule 21 of the design), with no double.
 *
 * A change is of the figure that the same place had in the month `since`: an increase
 * by 20 per cent is met where figure × 100 is at least base × 120. */
#ifndef ENGINE_TARGET_H
#define ENGINE_TARGET_H
#include "engine/definition.h"
#include "engine/exact.h"

enum verdict { VERDICT_MET, VERDICT_MISSED, VERDICT_UNTESTED };
/* `base`: the figure of `since`, of a change only; NULL: there is none. Untested without it, and
 * where it is not over 0: per cent of nothing say nothing. The arena is for the work. */
enum verdict target_verdict(struct arena *a, const struct measure_target *target,
                            struct exact_figure f, const struct exact_figure *base);
#endif
