/* synth/spread.h - counts behind printed shares: of each part's rows (a unit's, a month's) how
 * many have it, so that they are so many in all and the smallest and the largest part's share are
 * the printed ones. What is not printed lies between, as near the guess as can be. */
#ifndef SYNTH_SPREAD_H
#define SYNTH_SPREAD_H
#include "synth/district.h"

struct spread {
    uint32_t want;      /* in all */
    double least, most; /* no part's share lies outside */
    /* Half of the last printed digit; 0: not printed, only a bound. */
    double least_within, most_within;
    /* What of each part is settled already: so many have it, so many do not; NULL: nothing. */
    const uint32_t *has, *lacks;
};
/* `all[i]` is what there is of a part, `guess[i]` its share by itself; at most APPORTION_MOST
 * parts. Where an extreme is printed, the part guessed lowest (highest) that can have the share is
 * given it. False when all that cannot be, as when no part can have the share, or there are too few
 * rows; it is then as near as can be. */
bool spread_out(const struct spread *s, const uint32_t *all, const double *guess, unsigned count,
                uint32_t *part);
/* A count whose share of `all` is `share`, as near as `within`; false where there is none. */
bool spread_fits(uint32_t all, double share, double within, uint32_t *part);
#endif
