#include "synth/random.h"

#include <math.h>

uint32_t rnd_poisson(struct rnd *r, double mean)
{
    double limit = steady_exp(-mean), product = rnd_unit(r);
    uint32_t n = 0;
    while (product > limit) {
        product *= rnd_unit(r);
        n++;
    }
    return n;
}

/* Standard normal, the polar method; the second of the pair is given up. */
static double normal(struct rnd *r)
{
    for (;;) {
        double x = 2 * rnd_unit(r) - 1, y = 2 * rnd_unit(r) - 1, square = x * x + y * y;
        if (square > 0 && square < 1)
            return x * sqrt(-2 * steady_log(square) / square);
    }
}

double rnd_gamma(struct rnd *r, double shape)
{
    /* Marsaglia and Tsang 2000: nearly every draw is taken */
    double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);
    for (;;) {
        double x = normal(r), v = 1 + c * x;
        if (v <= 0)
            continue;
        v = v * v * v;
        if (steady_log(1 - rnd_unit(r)) < x * x / 2 + d - d * v + d * steady_log(v))
            return d * v / shape;
    }
}

unsigned rnd_weighted(struct rnd *r, const double *weight, unsigned count)
{
    double sum = 0;
    for (unsigned i = 0; i < count; i++)
        sum += weight[i];
    double at = rnd_unit(r) * sum;
    for (unsigned i = 0; i + 1 < count; i++) {
        if (at < weight[i])
            return i;
        at -= weight[i];
    }
    return count - 1;
}
