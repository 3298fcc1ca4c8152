#include "synth/write.h"

#include <math.h>

/* The nation's shares (of 2023; the weighted sum is 2.4761, as Statistics Sweden's two examples
 * imply), and the weights of the index. */
enum { FACTORS = 7, UNEMPLOYED = 5, NATION = 10551707, TRIES = 30 };
static const struct {
    double weight, nation;
    bool by_age; /* not by hardship: those above follow how the unit fares */
} FACTOR[FACTORS] = {
    {3.23, 0.0538, true},   /* under5 */
    {5.72, 0.1312, false},  /* foreign_born */
    {6.15, 0.0571, true},   /* over65_alone */
    {4.19, 0.0331, false},  /* single_parent */
    {4.19, 0.1294, false},  /* moved */
    {5.13, 0.0358, false},  /* unemployed */
    {3.97, 0.08468, false}, /* low_education */
};

static double nations_index(void)
{
    double sum = 0;
    for (unsigned i = 0; i < FACTORS; i++)
        sum += FACTOR[i].weight * floor(FACTOR[i].nation * NATION) / NATION;
    return sum;
}

/* What the index of a unit is to be: the two ends of the year that is printed are had by two units,
 * the others lie between. A poor place is one where doctors do not stay. */
static double wanted(const struct district *d, unsigned unit, int32_t year)
{
    double low = 0, high = 0, at[UNITS];
    unsigned least = 0, most = 0;
    for (unsigned u = 0; u < UNITS; u++) {
        struct rnd r = rnd_of(d->seed, STREAM_CNI, u);
        at[u] = d->unit[u].vacant + 0.06 * rnd_bell(&r) + 0.1 * (d->unit[u].old - 1);
        least = at[u] < at[least] ? u : least;
        most = at[u] > at[most] ? u : most;
    }
    low = at[least];
    high = at[most];
    double share = high > low ? (at[unit] - low) / (high - low) : 0.5;
    if (year == PLAN_LAST_YEAR && (unit == least || unit == most))
        return unit == least ? PLAN_CNI.least : PLAN_CNI.most;
    struct rnd now = rnd_of(d->seed, STREAM_CNI, (uint64_t)year << 8 | unit);
    double inside = 0.02 + 0.96 * share + 0.01 * (rnd_unit(&now) - 0.5);
    return PLAN_CNI.least + inside * (PLAN_CNI.most - PLAN_CNI.least);
}

/* Counts with that index: shares of the nation's, more or less, and as many out of work as bring
 * the sum there; where nobody out of work would be too many, less of all. */
static void count_factors(const struct district *d, unsigned unit, int32_t year,
                          uint32_t population, uint32_t count[static FACTORS])
{
    double index = wanted(d, unit, year), want = index * nations_index() * population;
    for (unsigned tries = 0;; tries++) {
        double sum = 0, part = 1 - 0.03 * tries;
        for (unsigned i = 0; i < FACTORS; i++) {
            struct rnd r = rnd_of(d->seed, STREAM_CNI, 1 << 16 | i << 8 | unit);
            double share = FACTOR[i].nation * (FACTOR[i].by_age ? 0.9 : index) * part;
            count[i] = plan_count(population * share * (1 + 0.06 * rnd_bell(&r)), 1);
            sum += i == UNEMPLOYED ? 0 : FACTOR[i].weight * count[i];
        }
        if (sum > want && tries < TRIES)
            continue;
        count[UNEMPLOYED] =
            sum > want ? 0 : plan_count((want - sum) / FACTOR[UNEMPLOYED].weight, 1);
        return;
    }
}

static void write_row(struct out *o, int32_t year, uint32_t population,
                      const uint32_t count[static FACTORS])
{
    out_number(o, (uint64_t)year);
    out_number(o, population);
    for (unsigned i = 0; i < FACTORS; i++)
        out_number(o, count[i]);
    out_end(o);
}

void written_cni(const struct writer *w)
{
    struct out *o = &w->out[WRITE_CNI];
    uint32_t listed[UNITS], count[FACTORS];
    for (int32_t year = PLAN_FIRST_YEAR; year <= PLAN_LAST_YEAR; year++) {
        if (w->d->number == 0) {
            for (unsigned i = 0; i < FACTORS; i++)
                count[i] = (uint32_t)floor(FACTOR[i].nation * NATION);
            out_text(o, STR("SE"));
            write_row(o, year, NATION, count);
        }
        places_listed(w->d, (struct day){date(year, 12, 31)}, listed);
        for (unsigned u = 0; u < UNITS; u++) {
            count_factors(w->d, u, year, listed[u], count);
            out_unit(w, o, u);
            write_row(o, year, listed[u], count);
        }
    }
}
