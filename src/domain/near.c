#include "domain/near.h"

#include <ctype.h>
#include <math.h>

/* Of a region's size the earth is flat: degrees, those of longitude as wide as they are there. */
static double distance(const struct near_place *a, const struct near_place *b)
{
    static const double degree = 3.14159265358979323846 / 180.0;
    double north = a->latitude - b->latitude;
    double east = (a->longitude - b->longitude) * cos(b->latitude * degree);
    double far = north * north + east * east;
    return isnan(far) ? INFINITY : far;
}

/* The number of a code, as "831 36" or "83136"; -1: there is none. */
static long number(struct str code)
{
    long n = -1;
    for (size_t i = 0; i < code.len; i++)
        if (isdigit((unsigned char)code.at[i]))
            n = (n < 0 ? 0 : n) * 10 + (code.at[i] - '0');
    return n;
}

static double postal(const struct near_place *a, const struct near_place *b)
{
    long x = number(a->postal_code), y = number(b->postal_code);
    return x < 0 || y < 0 ? INFINITY : fabs((double)x - (double)y);
}

static bool is_nearer(const struct near_place *a, const struct near_place *b,
                      const struct near_place *from)
{
    double x = distance(a, from), y = distance(b, from);
    if (x < y || y < x)
        return x < y;
    return postal(a, from) < postal(b, from);
}

/* A region has tens of units. */
void near_order(const struct near_place *place, size_t count, const struct near_place *from,
                size_t *order)
{
    for (size_t i = 0; i < count; i++) {
        size_t at = i;
        for (; at > 0 && is_nearer(&place[i], &place[order[at - 1]], from); at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
}
