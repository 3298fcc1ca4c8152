#include "synth/steady.h"

#include <math.h>

static const double LN2 = 0.6931471805599453;

double steady_exp(double x)
{
    if (x < -700)
        return 0;
    /* x = n ln 2 + r, r small; frexp, ldexp and floor are exact */
    double n = floor(x / LN2 + 0.5), r = x - n * LN2, term = 1, sum = 1;
    for (unsigned i = 1; i < 16; i++) {
        term *= r / (double)i;
        sum += term;
    }
    return ldexp(sum, (int)n);
}

double steady_log(double x)
{
    int n = 0;
    double m = frexp(x, &n);
    if (m < 0.7071067811865476) {
        m *= 2;
        n--;
    }
    /* ln m = 2 artanh((m - 1) / (m + 1)) */
    double t = (m - 1) / (m + 1), square = t * t, power = t, sum = 0;
    for (unsigned i = 1; i < 22; i += 2) {
        sum += power / (double)i;
        power *= square;
    }
    return 2 * sum + (double)n * LN2;
}
