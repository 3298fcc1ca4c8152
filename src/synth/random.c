#include "synth/random.h"

uint32_t rnd_poisson(struct rnd *r, double mean)
{
    double limit = exp(-mean), product = rnd_unit(r);
    uint32_t n = 0;
    while (product > limit) {
        product *= rnd_unit(r);
        n++;
    }
    return n;
}

/* Standard normal, Box and Muller; the second of the pair is given up. */
static double normal(struct rnd *r)
{
    double radius = sqrt(-2 * log(1 - rnd_unit(r)));
    return radius * cos(6.283185307179586 * rnd_unit(r));
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
        if (log(1 - rnd_unit(r)) < x * x / 2 + d - d * v + d * log(v))
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
