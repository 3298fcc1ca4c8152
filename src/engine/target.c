#include "engine/target.h"

#include <assert.h>

enum verdict target_verdict(struct arena *a, const struct measure_target *target,
                            struct exact_figure f, const struct exact_figure *base)
{
    int order;
    assert(target->is_set);
    if (!target->is_change)
        order = exact_figure_compare(a, f, target->scale, target->value);
    else if (base && exact_figure_sign(a, *base) > 0)
        order = exact_figure_compare_changed(a, f, *base, target->value);
    else
        return VERDICT_UNTESTED;
    return order_meets(target->op, order) ? VERDICT_MET : VERDICT_MISSED;
}
