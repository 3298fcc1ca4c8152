#include "engine/stats.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const double Z_95 = 1.959963984540054, Z_998 = 3.090232306167814;
static const double XMR_LIMIT = 2.66, XMR_RANGE_LIMIT = 3.267;

struct interval interval_wilson(int64_t numerator, int64_t denominator)
{
    assert(denominator > 0 && numerator >= 0 && numerator <= denominator);
    double n = (double)denominator, p = (double)numerator / n, z2 = Z_95 * Z_95;
    double centre = p + z2 / (2 * n), half = Z_95 * sqrt(p * (1 - p) / n + z2 / (4 * n * n));
    double low = (centre - half) / (1 + z2 / n), high = (centre + half) / (1 + z2 / n);
    /* At the ends the formula gives 0 and 1 but for the last bit. */
    return (struct interval){numerator == 0 ? 0 : low, numerator == denominator ? 1 : high};
}

static double cube(double x)
{
    return x * x * x;
}

struct interval interval_byar(int64_t count)
{
    assert(count >= 0);
    double x = (double)count, y = x + 1;
    return (struct interval){
        count == 0 ? 0 : x * cube(1 - 1 / (9 * x) - Z_95 / (3 * sqrt(x))),
        y * cube(1 - 1 / (9 * y) + Z_95 / (3 * sqrt(y))),
    };
}

bool interval_mean(double mean, double variance, int64_t persons, struct interval *out)
{
    if (persons < 2)
        return false;
    double half = Z_95 * sqrt(variance / (double)persons);
    *out = (struct interval){mean - half, mean + half};
    return true;
}

double variance_of(double sum, double sum_of_squares, int64_t persons)
{
    if (persons < 2)
        return 0;
    double n = (double)persons, variance = (sum_of_squares - sum * sum / n) / (n - 1);
    return variance > 0 ? variance : 0; /* equal values may come out just below 0 */
}

/* The mean of the moving ranges that are not over `most`; NAN where there is none. */
static double mean_range(const double *value, size_t count, double most)
{
    double sum = 0;
    size_t ranges = 0;
    for (size_t i = 1; i < count; i++) {
        double range = fabs(value[i] - value[i - 1]);
        if (range <= most) { /* false for NAN */
            sum += range;
            ranges++;
        }
    }
    return ranges > 0 ? sum / (double)ranges : NAN;
}

static void mark_if_long(uint8_t *mark, size_t first, size_t end, enum xmr_mark bit)
{
    if (end - first >= XMR_RUN_LENGTH)
        for (size_t i = first; i < end; i++)
            mark[i] |= (uint8_t)bit;
}

static int sign(double x)
{
    return (x > 0) - (x < 0);
}

/* A point on the mean is on neither side and ends a run; so does one without a value. */
static void mark_runs(const double *value, size_t count, double mean, uint8_t *mark)
{
    size_t first = 0;
    for (size_t i = 1; i <= count; i++) {
        int side = sign(value[first] - mean);
        if (i < count && side != 0 && sign(value[i] - mean) == side)
            continue;
        if (side != 0)
            mark_if_long(mark, first, i, XMR_RUN);
        first = i;
    }
}

static void mark_trends(const double *value, size_t count, uint8_t *mark)
{
    size_t first = 0;
    int direction = 0;
    for (size_t i = 1; i <= count; i++) {
        int step = i < count ? sign(value[i] - value[i - 1]) : 0;
        if (step != 0 && (direction == 0 || step == direction)) {
            direction = step;
            continue;
        }
        mark_if_long(mark, first, i, XMR_TREND);
        first = step != 0 ? i - 1 : i; /* the turning point begins the next */
        direction = step;
    }
}

bool xmr_of(const double *value, size_t count, struct xmr *out, uint8_t *mark)
{
    double sum = 0;
    size_t points = 0;
    for (size_t i = 0; i < count; i++)
        if (!isnan(value[i])) {
            sum += value[i];
            points++;
        }
    double range = mean_range(value, count, INFINITY);
    if (isnan(range))
        return false;
    range = mean_range(value, count, XMR_RANGE_LIMIT * range);
    double mean = sum / (double)points;
    *out = (struct xmr){.mean = mean,
                        .moving_range = range,
                        .low = mean - XMR_LIMIT * range,
                        .high = mean + XMR_LIMIT * range,
                        .points = points,
                        .is_trial = points < XMR_POINTS_FULL};
    if (!mark)
        return true;
    memset(mark, 0, count);
    for (size_t i = 0; i < count; i++)
        if (value[i] < out->low || value[i] > out->high)
            mark[i] |= XMR_OUTSIDE;
    mark_runs(value, count, mean, mark);
    mark_trends(value, count, mark);
    return true;
}

static int ascending(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

bool funnel_fit(struct arena *a, const struct funnel_unit *unit, size_t count, double centre,
                double spread, struct funnel *out)
{
    if (count < 2 || !(spread > 0))
        return false;
    double *z = ARENA_NEW(a, double, count);
    double sum_z2 = 0, weights = 0, weights2 = 0;
    for (size_t i = 0; i < count; i++) {
        assert(unit[i].size > 0);
        double weight = unit[i].size / spread;
        z[i] = (unit[i].value - centre) * sqrt(weight);
        sum_z2 += z[i] * z[i];
        weights += weight;
        weights2 += weight * weight;
    }
    qsort(z, count, sizeof *z, ascending);
    size_t pulled = count / 10;
    double sum_w2 = 0;
    for (size_t i = 0; i < count; i++) {
        double w = z[i < pulled ? pulled : i >= count - pulled ? count - 1 - pulled : i];
        sum_w2 += w * w;
    }
    double n = (double)count, excess = sum_w2 - (n - 1);
    double tau2 = excess > 0 ? excess / (weights - weights2 / weights) : 0;
    *out = (struct funnel){.centre = centre,
                           .spread = spread,
                           .phi = sum_z2 / n,
                           .phi_winsorised = sum_w2 / n,
                           .tau2 = tau2};
    return true;
}

static double deviation(const struct funnel *f, double size, enum funnel_adjust adjust)
{
    return sqrt(f->spread / size + (adjust == FUNNEL_ADJUSTED ? f->tau2 : 0));
}

static double z_of(enum funnel_limit limit)
{
    return limit == FUNNEL_998 ? Z_998 : Z_95;
}

struct interval funnel_limits(const struct funnel *f, double size, enum funnel_limit limit,
                              enum funnel_adjust adjust)
{
    double half = z_of(limit) * deviation(f, size, adjust);
    return (struct interval){f->centre - half, f->centre + half};
}

double funnel_z(const struct funnel *f, struct funnel_unit unit, enum funnel_adjust adjust)
{
    return (unit.value - f->centre) / deviation(f, unit.size, adjust);
}

bool funnel_is_outside(const struct funnel *f, struct funnel_unit unit, enum funnel_limit limit,
                       enum funnel_adjust adjust)
{
    return fabs(funnel_z(f, unit, adjust)) > z_of(limit);
}
