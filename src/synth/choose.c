#include "synth/clinic.h"
#include "synth/spread.h"

#include <stdlib.h>

/* How unlike units are. */
static const double UNLIKE[SHARE_COUNT] = {
    [SHARE_PRESSURE] = 0.045, [SHARE_HBA1C] = 0.012,   [SHARE_DEPRESSION] = 0.06,
    [SHARE_ANXIETY] = 0.06,   [SHARE_RETURNED] = 0.07, [SHARE_KIDNEY] = 0.04,
    [SHARE_INVITED] = 0.1,    [SHARE_TALKED] = 0.06,
};

double unit_share(const struct district *d, enum share share, unsigned unit, int32_t day)
{
    struct rnd r = rnd_of(d->seed, STREAM_UNLIKE, (uint64_t)share << 8 | unit);
    double better = share == SHARE_HBA1C ? 0 : 0.5 * (0.19 - d->unit[unit].vacant);
    return plan_share_on(share, (struct day){day}) + UNLIKE[share] * (rnd_bell(&r) + better);
}

static int by_unit_and_rank(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->unit != y->unit)
        return x->unit < y->unit ? -1 : 1;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return x->what < y->what ? -1 : x->what > y->what;
}

bool choose(const struct clinic *c, enum share share, int32_t year, struct candidate *at,
            size_t count)
{
    const struct plan_share *plan = plan_share(share, year);
    uint32_t all[UNITS] = {0}, has[UNITS] = {0}, lacks[UNITS] = {0}, part[UNITS];
    double guess[UNITS];
    for (size_t i = 0; i < count; i++) {
        all[at[i].unit]++;
        has[at[i].unit] += at[i].settled && at[i].has;
        lacks[at[i].unit] += at[i].settled && !at[i].has;
    }
    for (unsigned u = 0; u < UNITS; u++)
        guess[u] = unit_share(c->d, share, u, date(year, 12, 31));
    bool bounded = plan->units.most > 0;
    struct spread s = {.want = plan_count(plan->county, (double)count),
                       .least = plan->units.least,
                       .most = bounded ? plan->units.most : 1,
                       .least_within = plan->units.within,
                       .most_within = plan->units.within,
                       .has = has,
                       .lacks = lacks};
    bool met = spread_out(&s, all, guess, UNITS, part);
    qsort(at, count, sizeof *at, by_unit_and_rank);
    for (size_t i = 0; i < count; i++) {
        struct candidate *x = &at[i];
        if (x->settled)
            continue;
        x->settled = true;
        x->has = part[x->unit] > has[x->unit];
        has[x->unit] += x->has;
    }
    return met;
}
