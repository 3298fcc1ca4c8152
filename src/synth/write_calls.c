#include "synth/spread.h"
#include "synth/write.h"

/* Calls a year by one listed; how unlike units and months are. Small ones are more unlike. */
static const double CALLS_EACH = 2.6, UNLIKE_UNITS = 0.085, UNLIKE_YEARS = 0.015,
                    UNLIKE_MONTHS = 0.012, MEAN_LISTED = 4771;
enum { MONTHS = 12 };

struct calls {
    uint32_t all[UNITS][MONTHS], answered[UNITS][MONTHS];
};

static bool has_telephony(const struct unit *u, int32_t year)
{
    return !u->smallest || year > PLAN_FIRST_YEAR + 1;
}

static uint64_t month_id(int32_t year, unsigned m)
{
    return (uint64_t)year * MONTHS + m;
}

static void count_calls(const struct district *d, int32_t year, struct calls *out)
{
    static const double SEASON[MONTHS] = {1.1,  1.02, 1.06, 1,    0.98, 0.92,
                                          0.72, 0.93, 1.06, 1.08, 1.1,  1.03};
    uint32_t listed[UNITS];
    for (unsigned m = 0; m < MONTHS; m++) {
        places_listed(d, (struct day){date(year, (int32_t)m + 1, 28)}, listed);
        for (unsigned u = 0; u < UNITS; u++) {
            struct rnd r = rnd_of(d->seed, STREAM_CALLS, month_id(year, m) << 8 | u);
            double mean = listed[u] * CALLS_EACH / MONTHS * SEASON[m];
            out->all[u][m] = has_telephony(&d->unit[u], year)
                                 ? plan_count(mean * (1 + 0.04 * rnd_bell(&r)), 1)
                                 : 0;
        }
    }
}

/* More than 1 for the small. */
static double smallness(const struct district *d, unsigned unit)
{
    double x = MEAN_LISTED * d->scale / (d->unit[unit].listed + 1);
    return x > 1.5 ? 1.5 : x;
}

/* The unit's months around its year: a little worse in summer and in winter's infections, and as
 * the county goes from the year before to the year after. */
static void share_months(const struct district *d, unsigned unit, int32_t year, double share,
                         double guess[static MONTHS])
{
    static const double SEASON[MONTHS] = {-0.012, -0.008, 0,     0.006, 0.008, 0.002,
                                          -0.008, -0.004, 0.006, 0.008, 0.006, -0.004};
    double slope =
        (plan_share(SHARE_CALLS, year + 1)->county - plan_share(SHARE_CALLS, year - 1)->county) /
        (year == PLAN_FIRST_YEAR || year == PLAN_LAST_YEAR ? 1 : 2);
    for (unsigned m = 0; m < MONTHS; m++) {
        struct rnd r =
            rnd_of(d->seed, STREAM_CALLS, UINT64_C(1) << 32 | month_id(year, m) << 8 | unit);
        guess[m] = share + SEASON[m] + slope * (m - 5.5) / MONTHS +
                   UNLIKE_MONTHS * smallness(d, unit) * rnd_bell(&r);
    }
}

static double guess_unit(const struct district *d, unsigned unit, int32_t year)
{
    struct rnd always = rnd_of(d->seed, STREAM_CALLS, unit),
               now = rnd_of(d->seed, STREAM_CALLS, (uint64_t)year << 8 | unit);
    return plan_share(SHARE_CALLS, year)->county - 0.4 * (d->unit[unit].vacant - 0.19) +
           UNLIKE_UNITS * smallness(d, unit) * rnd_bell(&always) + UNLIKE_YEARS * rnd_bell(&now);
}

/* A month in which hardly anybody got through, and those beside it. */
static void dip(const struct district *d, unsigned unit, double guess[static MONTHS])
{
    struct rnd r = rnd_of(d->seed, STREAM_CALLS, UINT64_C(2) << 32 | unit);
    unsigned month = 1 + rnd_below(&r, MONTHS - 2);
    guess[month] -= 0.36;
    guess[month - 1] -= 0.17;
    guess[month + 1] -= 0.17;
}

static uint32_t sum_of(const uint32_t *at, unsigned count)
{
    uint32_t sum = 0;
    for (unsigned i = 0; i < count; i++)
        sum += at[i];
    return sum;
}

/* The unit whose year is the lowest has the month that is the lowest. */
static void answer_calls(const struct district *d, int32_t year, struct calls *c)
{
    const struct plan_share *plan = plan_share(SHARE_CALLS, year);
    uint32_t all[UNITS], part[UNITS];
    double guess[UNITS];
    for (unsigned u = 0; u < UNITS; u++) {
        all[u] = sum_of(c->all[u], MONTHS);
        guess[u] = guess_unit(d, u, year);
    }
    struct spread year_spread = {.want = plan_count(plan->county, sum_of(all, UNITS)),
                                 .least = plan->units.least,
                                 .most = plan->units.most,
                                 .least_within = plan->units.within,
                                 .most_within = plan->units.within};
    spread_out(&year_spread, all, guess, UNITS, part);
    unsigned lowest = 0;
    for (unsigned u = 1; u < UNITS; u++)
        if ((double)part[u] * all[lowest] < (double)part[lowest] * all[u])
            lowest = u;
    for (unsigned u = 0; u < UNITS; u++) {
        struct spread months = {.want = part[u],
                                .least = plan->months.least,
                                .most = 1,
                                .least_within = u == lowest ? plan->months.within : 0};
        double of_month[MONTHS];
        share_months(d, u, year, all[u] > 0 ? (double)part[u] / all[u] : 0, of_month);
        if (months.least_within > 0)
            dip(d, u, of_month);
        spread_out(&months, c->all[u], of_month, MONTHS, c->answered[u]);
    }
}

void written_calls(const struct writer *w)
{
    struct out *o = &w->out[WRITE_CALLS];
    for (int32_t year = PLAN_FIRST_YEAR; year <= PLAN_LAST_YEAR; year++) {
        struct calls c;
        count_calls(w->d, year, &c);
        answer_calls(w->d, year, &c);
        for (unsigned m = 0; m < MONTHS; m++)
            for (unsigned u = 0; u < UNITS; u++) {
                bool counted = has_telephony(&w->d->unit[u], year);
                out_unit(w, o, u);
                out_month(o, year, m + 1);
                out_number(o, c.all[u][m]);
                out_number(o, c.answered[u][m]);
                out_word(o, &VOCAB_ANSWER, counted ? ANSWER_YES : ANSWER_NO);
                out_end(o);
            }
    }
}
