/* engine/stats.h - what can be said of a figure beyond its value: intervals,
 * whether a series has changed, which units differ. Pure arithmetic in double;
 * exact values and rounding are engine/decimal.h's. Formulas and sources:
 * docs/developer/statistics.md. Proportions are 0 to 1, rates as given. */
#ifndef ENGINE_STATS_H
#define ENGINE_STATS_H
#include "core/base.h"

struct interval {
    double low, high;
};

/* Wilson's 95 % interval of a proportion; 0 <= numerator <= denominator, denominator > 0. */
struct interval interval_wilson(int64_t numerator, int64_t denominator);
/* Byar's 95 % interval of a Poisson count; count >= 0. Divide both by the denominator for a rate.
 */
struct interval interval_byar(int64_t count);
/* Normal 95 % interval of a mean from the variance of the persons; false under two persons. */
MUST_USE bool interval_mean(double mean, double variance, int64_t persons, struct interval *out);
/* The variance of the persons from their sum and sum of squares; 0 under two persons. */
double variance_of(double sum, double sum_of_squares, int64_t persons);

/* A trend: the XmR chart of a series in order of time. */
enum xmr_mark {                  /* bits; what a point is part of */
                XMR_OUTSIDE = 1, /* beyond a limit */
                XMR_RUN = 2,     /* seven or more on one side of the mean */
                XMR_TREND = 4    /* seven or more, each higher (or each lower) than the last */
};
enum { XMR_POINTS_FULL = 12, XMR_RUN_LENGTH = 7 };
struct xmr {
    double mean, moving_range, low, high;
    size_t points; /* that have a value */
    bool is_trial; /* fewer than XMR_POINTS_FULL: the limits are for trial */
};
/* `value[i]` NAN: no figure that time; it breaks moving ranges, runs and trends. Moving ranges
 * over 3.267 times their mean are left out, once. mark[i] gets the bits of point i (`mark` may be
 * NULL). False where no two neighbours have values: there are no limits. */
MUST_USE bool xmr_of(const double *value, size_t count, struct xmr *out, uint8_t *mark);

/* Between units: a funnel around one centre (Spiegelhalter 2005). */
struct funnel_unit {
    double value, size; /* size: denominator or persons, > 0 */
};
struct funnel {
    double centre;
    double spread;         /* of one observation: the variance of a unit of size n is spread / n */
    double phi;            /* mean square of the z values: 1 where chance explains all */
    double phi_winsorised; /* with the outermost tenth at either end pulled in */
    double tau2;           /* variance between units that is added; 0 where chance explains all */
};
enum funnel_limit { FUNNEL_95, FUNNEL_998 };
enum funnel_adjust { FUNNEL_RAW, FUNNEL_ADJUSTED };

/* `spread`: centre × (1 − centre) of a proportion, the centre of a rate, the variance of the
 * persons of a mean. False with fewer than two units or no spread: there is no funnel. */
MUST_USE bool funnel_fit(struct arena *a, const struct funnel_unit *unit, size_t count,
                         double centre, double spread, struct funnel *out);
struct interval funnel_limits(const struct funnel *f, double size, enum funnel_limit limit,
                              enum funnel_adjust adjust);
/* The unit's distance from the centre in standard deviations. */
double funnel_z(const struct funnel *f, struct funnel_unit unit, enum funnel_adjust adjust);
bool funnel_is_outside(const struct funnel *f, struct funnel_unit unit, enum funnel_limit limit,
                       enum funnel_adjust adjust);
#endif
