/* synth/random.h - chance that can be repeated: a counter that is mixed
 * (splitmix64), started from a seed, a stream and a number. Who draws one more
 * in one stream changes nothing in another, so knobs can be turned one by one. */
#ifndef SYNTH_RANDOM_H
#define SYNTH_RANDOM_H
#include "synth/steady.h"

#include <stdbool.h>
#include <stdint.h>

enum stream {
    STREAM_PLACES,
    STREAM_STAFF,
    STREAM_HIRED,
    STREAM_FIRST, /* those who are there at the start */
    STREAM_LIFE,  /* a month's births, deaths and moves */
    STREAM_CHOICE,
    STREAM_HOMES,
    STREAM_NAMED,
    STREAM_VISITORS,
    STREAM_CONTACTS, /* a person's contacts in a year */
    STREAM_ELSEWHERE,
    STREAM_FACTS, /* what does not matter for the figures: names, addresses */
    STREAM_USUAL, /* whom a person sees usually */
    STREAM_STAFFING,
    STREAM_CALLS,
    STREAM_ECONOMY,
    STREAM_CNI,
    STREAM_SURVEY,
    STREAM_UNLIKE, /* how a unit's share differs from the county's */
    STREAM_DIABETES,
    STREAM_PRESSURE,
    STREAM_HBA1C,
    STREAM_MOOD,
    STREAM_COPD,
    STREAM_KIDNEY,
    STREAM_EVERYDAY,
    STREAM_ASSESSED,
    STREAM_TALKS,
    STREAM_REVIEWS,
    STREAM_REFERRALS,
};

struct rnd {
    uint64_t key, at;
};

static inline uint64_t rnd_mix(uint64_t x)
{
    x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

static inline uint64_t rnd_key(uint64_t seed, enum stream stream, uint64_t id)
{
    return rnd_mix(rnd_mix(seed + UINT64_C(0x9e3779b97f4a7c15) * ((uint64_t)stream + 1)) ^ id);
}

static inline struct rnd rnd_of(uint64_t seed, enum stream stream, uint64_t id)
{
    return (struct rnd){.key = rnd_key(seed, stream, id)};
}

static inline uint64_t rnd_u64(struct rnd *r)
{
    r->at += UINT64_C(0x9e3779b97f4a7c15);
    return rnd_mix(r->key + r->at);
}

/* 0 <= x < 1. */
static inline double rnd_unit(struct rnd *r)
{
    return (double)(rnd_u64(r) >> 11) * 0x1p-53;
}

/* 0 <= x < n; n at least 1. */
static inline uint32_t rnd_below(struct rnd *r, uint32_t n)
{
    return (uint32_t)(((rnd_u64(r) >> 32) * n) >> 32);
}

/* least <= x <= most. */
static inline int32_t rnd_between(struct rnd *r, int32_t least, int32_t most)
{
    return least + (int32_t)rnd_below(r, (uint32_t)(most - least) + 1);
}

static inline bool rnd_chance(struct rnd *r, double p)
{
    return rnd_unit(r) < p;
}

static inline double rnd_exponential(struct rnd *r, double mean)
{
    return -mean * steady_log(1 - rnd_unit(r));
}

/* Like a normal variable: mean 0, variance 1, but never beyond 3. */
static inline double rnd_bell(struct rnd *r)
{
    double sum = rnd_unit(r) + rnd_unit(r);
    return 2 * (sum + rnd_unit(r)) - 3;
}

/* How often something happens that happens `mean` times on average; mean up to some hundred. */
uint32_t rnd_poisson(struct rnd *r, double mean);
/* Mean 1, variance 1 / shape; shape at least 1. */
double rnd_gamma(struct rnd *r, double shape);
/* An index, as likely as its weight; the weights need not sum to 1, but to more than 0. */
unsigned rnd_weighted(struct rnd *r, const double *weight, unsigned count);
#endif
