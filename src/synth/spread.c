#include "synth/spread.h"

#include <assert.h>
#include <math.h>

enum { HALVINGS = 50 };
/* Of the half digit, so that no other rounding of the same share differs. */
static const double INSIDE = 0.98;

bool spread_fits(uint32_t all, double share, double within, uint32_t *part)
{
    *part = (uint32_t)floor(share * all + 0.5);
    if (all == 0)
        return false;
    double off = (double)*part / all - share;
    return off < within * INSIDE && off > -within * INSIDE;
}

struct parts {
    const struct spread *s;
    const uint32_t *all;
    const double *guess;
    unsigned count;
    uint32_t low[APPORTION_MOST], high[APPORTION_MOST];
    double least, most; /* shares, as they come to be */
    bool given;         /* both to parts, where they are printed */
};

static uint32_t at_least(const struct parts *p, unsigned i)
{
    return p->s->has ? p->s->has[i] : 0;
}

static uint32_t at_most(const struct parts *p, unsigned i)
{
    return p->all[i] - (p->s->lacks ? p->s->lacks[i] : 0);
}

static uint32_t bounded(const struct parts *p, unsigned i, double x)
{
    uint32_t low = at_least(p, i), high = at_most(p, i);
    return x <= low ? low : x >= high ? high : (uint32_t)x;
}

/* The part guessed lowest (sign 1) or highest (-1) that can have the share is given it: `taken`, or
 * none (`count`). What its share is in the end, or the share itself where no part can. */
static double give_extreme(struct parts *p, double share, double within, double sign,
                           unsigned *taken)
{
    unsigned best = p->count;
    uint32_t part = 0;
    for (unsigned i = 0; i < p->count; i++)
        if (i != *taken && spread_fits(p->all[i], share, within, &part) && part >= at_least(p, i) &&
            part <= at_most(p, i) &&
            (best == p->count || sign * p->guess[i] < sign * p->guess[best]))
            best = i;
    *taken = best;
    if (best == p->count)
        return share;
    (void)spread_fits(p->all[best], share, within, &part);
    p->low[best] = p->high[best] = part;
    return (double)part / p->all[best];
}

static void bound(struct parts *p, const struct spread *s)
{
    const unsigned none = p->count;
    unsigned least = none, most = none;
    p->least = s->least;
    p->most = s->most;
    if (s->least_within > 0)
        p->least = give_extreme(p, s->least, s->least_within, 1, &least);
    if (s->most_within > 0) {
        most = least;
        p->most = give_extreme(p, s->most, s->most_within, -1, &most);
    }
    p->given = (s->least_within <= 0 || least != none) && (s->most_within <= 0 || most != none);
    for (unsigned i = 0; i < p->count; i++) {
        if (i == least || i == most)
            continue;
        double all = p->all[i];
        p->low[i] = bounded(p, i, ceil(p->least * all - 1e-9));
        p->high[i] = bounded(p, i, floor(p->most * all + 1e-9));
        if (p->low[i] > p->high[i]) /* too few rows for any share between */
            p->low[i] = p->high[i] = bounded(p, i, floor((p->least + p->most) / 2 * all + 0.5));
    }
}

static double part_of(const struct parts *p, unsigned i, double shift)
{
    double x = p->all[i] * (p->guess[i] + shift);
    return x < p->low[i] ? p->low[i] : x > p->high[i] ? p->high[i] : x;
}

static double sum_of(const struct parts *p, double shift)
{
    double sum = 0;
    for (unsigned i = 0; i < p->count; i++)
        sum += part_of(p, i, shift);
    return sum;
}

/* One more of each part with the largest remainders, until there are so many as are wanted. */
static void give_rest(const struct parts *p, double *rest, uint32_t given, uint32_t *part)
{
    for (unsigned n = 0; n < p->count && given < p->s->want; n++, given++) {
        unsigned best = 0;
        for (unsigned i = 1; i < p->count; i++)
            if (rest[i] > rest[best])
                best = i;
        if (rest[best] < 0)
            return;
        rest[best] = -1;
        part[best]++;
    }
}

static bool is_as_wanted(const struct parts *p, const uint32_t *part)
{
    uint32_t sum = 0;
    bool within = p->given;
    for (unsigned i = 0; i < p->count; i++) {
        sum += part[i];
        within = within && part[i] >= p->least * p->all[i] - 1e-9 &&
                 part[i] <= p->most * p->all[i] + 1e-9;
    }
    return within && sum == p->s->want;
}

bool spread_out(const struct spread *s, const uint32_t *all, const double *guess, unsigned count,
                uint32_t *part)
{
    assert(count <= APPORTION_MOST);
    struct parts p = {.s = s, .all = all, .guess = guess, .count = count};
    double low = -2, high = 2, rest[APPORTION_MOST];
    bound(&p, s);
    for (unsigned i = 0; i < HALVINGS; i++) {
        double middle = (low + high) / 2;
        *(sum_of(&p, middle) < s->want ? &low : &high) = middle;
    }
    uint32_t given = 0;
    for (unsigned i = 0; i < count; i++) {
        double x = part_of(&p, i, high);
        part[i] = (uint32_t)x;
        rest[i] = part[i] < p.high[i] ? x - part[i] : -1;
        given += part[i];
    }
    give_rest(&p, rest, given, part);
    return is_as_wanted(&p, part);
}
