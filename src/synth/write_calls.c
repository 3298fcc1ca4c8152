#include "synth/seasons.h"
#include "synth/write.h"

static const double CALLS_EACH = 2.6, UNLIKE_UNITS = 0.085; /* calls: a year, by one listed */

static bool has_telephony(const struct unit *u, int32_t year)
{
    return !u->smallest || year > PLAN_FIRST_YEAR + 1;
}

static void count_calls(const struct district *d, struct seasons *s)
{
    static const double SEASON[MONTHS] = {1.1,  1.02, 1.06, 1,    0.98, 0.92,
                                          0.72, 0.93, 1.06, 1.08, 1.1,  1.03};
    uint32_t listed[UNITS];
    for (unsigned m = 0; m < MONTHS; m++) {
        places_listed(d, (struct day){date(s->year, (int32_t)m + 1, 28)}, listed);
        for (unsigned u = 0; u < UNITS; u++) {
            struct rnd r = rnd_of(d->seed, STREAM_CALLS, seasons_month(s->year, m) << 8 | u);
            double mean = listed[u] * CALLS_EACH / MONTHS * SEASON[m];
            s->all[u][m] = has_telephony(&d->unit[u], s->year)
                               ? plan_count(mean * (1 + 0.04 * rnd_bell(&r)), 1)
                               : 0;
        }
    }
}

void written_calls(const struct writer *w)
{
    struct out *o = &w->out[WRITE_CALLS];
    for (int32_t year = PLAN_FIRST_YEAR; year <= PLAN_LAST_YEAR; year++) {
        struct seasons s = {
            .share = SHARE_CALLS, .stream = STREAM_CALLS, .unlike = UNLIKE_UNITS, .year = year};
        count_calls(w->d, &s);
        seasons_share(w->d, &s);
        for (unsigned m = 0; m < MONTHS; m++)
            for (unsigned u = 0; u < UNITS; u++) {
                bool counted = has_telephony(&w->d->unit[u], year);
                out_unit(w, o, u);
                out_month(o, year, m + 1);
                out_number(o, s.all[u][m]);
                out_number(o, s.part[u][m]);
                out_word(o, &VOCAB_ANSWER, counted ? ANSWER_YES : ANSWER_NO);
                out_end(o);
            }
    }
}
