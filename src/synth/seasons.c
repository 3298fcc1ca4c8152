#include "synth/seasons.h"

#include "synth/spread.h"

/* How unlike the years and months of a unit are. Small units are more unlike. */
static const double UNLIKE_YEARS = 0.015, UNLIKE_MONTHS = 0.012, MEAN_LISTED = 4771;

uint64_t seasons_month(int32_t year, unsigned month)
{
    return (uint64_t)year * MONTHS + month;
}

/* More than 1 for the small. */
static double smallness(const struct district *d, unsigned unit)
{
    double x = MEAN_LISTED * d->scale / (d->unit[unit].listed + 1);
    return x > 1.5 ? 1.5 : x;
}

/* The unit's months around its year: a little worse in summer and in winter's infections, and as
 * the county goes from the year before to the year after. */
static void guess_months(const struct district *d, const struct seasons *s, unsigned unit,
                         double share, double guess[static MONTHS])
{
    static const double SEASON[MONTHS] = {-0.012, -0.008, 0,     0.006, 0.008, 0.002,
                                          -0.008, -0.004, 0.006, 0.008, 0.006, -0.004};
    double slope =
        (plan_share(s->share, s->year + 1)->county - plan_share(s->share, s->year - 1)->county) /
        (s->year == PLAN_FIRST_YEAR || s->year == PLAN_LAST_YEAR ? 1 : 2);
    for (unsigned m = 0; m < MONTHS; m++) {
        struct rnd r =
            rnd_of(d->seed, s->stream, UINT64_C(1) << 32 | seasons_month(s->year, m) << 8 | unit);
        guess[m] = share + SEASON[m] + slope * (m - 5.5) / MONTHS +
                   UNLIKE_MONTHS * smallness(d, unit) * rnd_bell(&r);
    }
}

static double guess_unit(const struct district *d, const struct seasons *s, unsigned unit)
{
    struct rnd always = rnd_of(d->seed, s->stream, unit),
               now = rnd_of(d->seed, s->stream, (uint64_t)s->year << 8 | unit);
    return plan_share(s->share, s->year)->county - 0.4 * (d->unit[unit].vacant - 0.19) +
           s->unlike * smallness(d, unit) * rnd_bell(&always) + UNLIKE_YEARS * rnd_bell(&now);
}

/* An outstanding month, and those beside it go some of the way. */
static void bend(const struct district *d, const struct seasons *s, unsigned unit, double by,
                 double guess[static MONTHS])
{
    struct rnd r = rnd_of(d->seed, s->stream, UINT64_C(2) << 32 | unit);
    unsigned month = 1 + rnd_below(&r, MONTHS - 2);
    guess[month] += by;
    guess[month - 1] += by * 0.47;
    guess[month + 1] += by * 0.47;
}

static uint32_t sum_of(const uint32_t *at, unsigned count)
{
    uint32_t sum = 0;
    for (unsigned i = 0; i < count; i++)
        sum += at[i];
    return sum;
}

static double share_of(const uint32_t *all, const uint32_t *part, unsigned unit)
{
    return all[unit] > 0 ? (double)part[unit] / all[unit] : 0;
}

/* The lowest unit has the lowest month, the highest the highest. */
static void share_months(const struct district *d, struct seasons *s, const uint32_t *all,
                         const uint32_t *part)
{
    const struct plan_share *plan = plan_share(s->share, s->year);
    unsigned lowest = 0, highest = 0;
    for (unsigned u = 1; u < UNITS; u++) {
        bool some = all[u] > 0;
        lowest = some && share_of(all, part, u) < share_of(all, part, lowest) ? u : lowest;
        highest = some && share_of(all, part, u) > share_of(all, part, highest) ? u : highest;
    }
    for (unsigned u = 0; u < UNITS; u++) {
        bool printed = plan->months.within > 0;
        struct spread months = {.want = part[u],
                                .least = plan->months.least,
                                .most = plan->months.most,
                                .least_within = u == lowest ? plan->months.within : 0,
                                .most_within = u == highest ? plan->months.within : 0};
        double guess[MONTHS], share = share_of(all, part, u);
        guess_months(d, s, u, share, guess);
        if (printed && u == lowest)
            bend(d, s, u, 1.05 * (plan->months.least - share), guess);
        else if (printed && u == highest)
            bend(d, s, u, 1.05 * (plan->months.most - share), guess);
        (void)spread_out(&months, s->all[u], guess, MONTHS, s->part[u]);
    }
}

void seasons_share(const struct district *d, struct seasons *s)
{
    const struct plan_share *plan = plan_share(s->share, s->year);
    bool told = s->year <= PLAN_LAST_YEAR; /* what comes after is only begun */
    double within = told ? plan->units.within : 0;
    uint32_t all[UNITS], part[UNITS];
    double guess[UNITS];
    for (unsigned u = 0; u < UNITS; u++) {
        all[u] = sum_of(s->all[u], MONTHS);
        guess[u] = guess_unit(d, s, u);
    }
    struct spread units = {.want = plan_count(plan->county, sum_of(all, UNITS)),
                           .least = plan->units.least,
                           .most = plan->units.most,
                           .least_within = within,
                           .most_within = within};
    (void)spread_out(&units, all, guess, UNITS, part);
    share_months(d, s, all, part);
}
