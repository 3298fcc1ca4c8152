#include "synth/write.h"

#include <math.h>
#include <stdlib.h>

/* How unlike units are, by one listed; of one kind of cost beside all others. */
static const double UNLIKE_UNITS = 0.08, UNLIKE_ACCOUNTS = 0.05, UNLIKE_YEARS = 0.02,
                    UNLIKE_BUDGETS = 0.015;
enum { ACCOUNTS = ACCOUNT_OTHER + 1 };

/* What is shared out: the outcome of an account, or its budget. */
struct sum {
    int32_t year;
    enum account account;
    bool budget;
};

static void share_out(const struct district *d, const struct sum *s, enum operator_kind kind,
                      double sum, uint32_t tkr[static UNITS])
{
    uint32_t listed[UNITS], part[UNITS];
    double share[UNITS];
    unsigned index[UNITS], count = 0;
    places_listed(d, (struct day){date(s->year, 12, 31)}, listed);
    for (unsigned u = 0; u < UNITS; u++) {
        if (d->unit[u].operator_kind != kind)
            continue;
        uint64_t id = (uint64_t)s->account << 8 | u;
        struct rnd unit = rnd_of(d->seed, STREAM_ECONOMY, u),
                   own = rnd_of(d->seed, STREAM_ECONOMY, UINT64_C(1) << 32 | id),
                   now = rnd_of(d->seed, STREAM_ECONOMY,
                                UINT64_C(2) << 32 | (uint64_t)s->year << 16 | id),
                   plan = rnd_of(d->seed, STREAM_ECONOMY,
                                 UINT64_C(3) << 32 | (uint64_t)s->year << 16 | id);
        double unlike = 1 + UNLIKE_UNITS * rnd_bell(&unit) + UNLIKE_ACCOUNTS * rnd_bell(&own) +
                        UNLIKE_YEARS * rnd_bell(&now) +
                        (s->budget ? UNLIKE_BUDGETS * rnd_bell(&plan) : 0);
        if (s->account == ACCOUNT_HIRED_STAFF)
            unlike *= d->unit[u].vacant;
        if (s->account == ACCOUNT_OUT_OF_COUNTY_REVENUE && d->unit[u].tourist)
            unlike *= 6;
        share[count] = listed[u] * unlike;
        index[count++] = u;
    }
    if (count == 0)
        return;
    apportion(share, count, plan_count(sum, 1), part);
    for (unsigned i = 0; i < count; i++)
        tkr[index[i]] = part[i];
}

/* In the last year most who are run externally have not closed their books; the smallest of them
 * has handed over nothing. */
struct books {
    bool open, missing;
};

static struct books books_of(const struct district *d, unsigned unit, int32_t year)
{
    struct books b = {.open = d->unit[unit].operator_kind == OPERATOR_EXTERNAL &&
                              year == PLAN_LAST_YEAR};
    b.missing = b.open;
    for (unsigned u = 0; u < UNITS && b.missing; u++)
        b.missing = d->unit[u].operator_kind != OPERATOR_EXTERNAL ||
                    d->unit[u].listed >= d->unit[unit].listed;
    return b;
}

static void write_account(const struct writer *w, int32_t year, enum account account)
{
    const struct district *d = w->d;
    struct out *o = &w->out[WRITE_ECONOMY];
    const struct plan_account *plan = &PLAN_ACCOUNT[account];
    uint32_t outcome[UNITS] = {0}, budget[UNITS] = {0};
    double sum = plan->outcome[year - PLAN_FIRST_YEAR] * d->scale;
    double spare = plan->spare * d->scale * (year == PLAN_LAST_YEAR ? 1 : 0.4);
    double external = plan_value(PATH_EXTERNAL, (struct day){date(year, 12, 31)});
    struct sum got = {year, account, false}, planned = {year, account, true};
    share_out(d, &got, OPERATOR_REGION, sum, outcome);
    share_out(d, &planned, OPERATOR_REGION, round(sum) + round(spare), budget);
    double beside = external / (1 - external) * (account == ACCOUNT_HIRED_STAFF ? 0.3 : 1);
    share_out(d, &got, OPERATOR_EXTERNAL, sum * beside, outcome);
    share_out(d, &planned, OPERATOR_EXTERNAL, (sum + spare / 2) * beside, budget);
    for (unsigned u = 0; u < UNITS; u++) {
        struct books b = books_of(d, u, year);
        if (b.missing)
            continue;
        out_unit(w, o, u);
        out_number(o, (uint64_t)year);
        out_word(o, &VOCAB_ACCOUNT, account);
        out_number(o, outcome[u]);
        out_number(o, budget[u]);
        out_word(o, &VOCAB_ANSWER, b.open ? ANSWER_NO : ANSWER_YES);
        out_end(o);
    }
}

void written_economy(const struct writer *w)
{
    for (int32_t year = PLAN_FIRST_YEAR; year <= PLAN_LAST_YEAR; year++)
        for (unsigned account = 0; account < ACCOUNTS; account++)
            write_account(w, year, (enum account)account);
}
