#include "synth/district.h"

/* Of physicians without a post in training, how many are no specialists before it is seen to that
 * specialists are more than half; and how far from the half a unit is kept. */
static const double UNSPECIALISED = 0.14, MARGIN = 0.04;

double staffing_of(const struct district *d, const struct position *p, int32_t first, int32_t last)
{
    (void)d;
    int32_t from = p->from > first ? p->from : first, to = p->to < last ? p->to : last;
    return from > to ? 0 : p->fte * (double)(to - from + 1) / (double)(last - first + 1);
}

enum staff_category staffing_category(const struct staff *s)
{
    static const enum staff_category PHYSICIAN[] = {[TRAINING_NONE] = CATEGORY_SPECIALIST_GP,
                                                    [TRAINING_AT] = CATEGORY_AT,
                                                    [TRAINING_BT] = CATEGORY_BT,
                                                    [TRAINING_ST] = CATEGORY_ST};
    if (s->profession == PROF_NURSE)
        return s->district_nurse ? CATEGORY_DISTRICT_NURSE : CATEGORY_NURSE_OTHER;
    return s->unspecialised ? CATEGORY_PHYSICIAN_OTHER : PHYSICIAN[s->training];
}

/* One of the two shares that are to be more than half. */
struct half {
    enum profession profession;
    enum staff_category having;
};

/* In the year, of the unit's time that counts. */
static double share_of(const struct district *d, const struct half *h, unsigned unit, int32_t year)
{
    double having = 0, all = 0;
    for (size_t i = 0; i < d->positions.count; i++) {
        const struct position *p = POSITION(d, i);
        const struct staff *s = STAFF(d, p->staff);
        if (p->unit != unit || s->profession != h->profession || s->training != TRAINING_NONE)
            continue;
        double time = staffing_of(d, p, date(year, 1, 1), date(year, 12, 31));
        all += time;
        having += staffing_category(s) == h->having ? time : 0;
    }
    return all > 0 ? having / all : 1;
}

static void turn(struct staff *s)
{
    if (s->profession == PROF_NURSE)
        s->district_nurse = !s->district_nurse;
    else
        s->unspecialised = !s->unspecialised;
}

/* Turns one after the other of those who work there in the year until the share is on its side of
 * the half. */
static void settle_unit(struct district *d, const struct half *h, unsigned unit, bool more,
                        int32_t year)
{
    for (size_t i = 0; i < d->positions.count; i++) {
        double share = share_of(d, h, unit, year);
        if (more ? share >= 0.5 + MARGIN : share <= 0.5 - MARGIN)
            return;
        const struct position *p = POSITION(d, i);
        struct staff *s = STAFF(d, p->staff);
        bool counts = p->unit == unit && s->profession == h->profession &&
                      s->training == TRAINING_NONE && !s->hired && p->from <= date(year, 12, 31) &&
                      p->to >= date(year, 1, 1);
        if (counts && (staffing_category(s) == h->having) != more)
            turn(s);
    }
}

/* The unit with the least key of those not taken. */
static unsigned any_unit(const struct district *d, const bool taken[static UNITS])
{
    unsigned best = UNITS;
    uint64_t least = UINT64_MAX;
    for (unsigned i = 0; i < UNITS; i++) {
        uint64_t key = rnd_key(d->seed, STREAM_STAFFING, i);
        if (!taken[i] && key <= least) {
            best = i;
            least = key;
        }
    }
    return best;
}

void staffing_settle(struct district *d)
{
    static const struct half NURSES = {PROF_NURSE, CATEGORY_DISTRICT_NURSE},
                             PHYSICIANS = {PROF_PHYSICIAN, CATEGORY_SPECIALIST_GP};
    bool few[UNITS] = {false};
    for (unsigned i = 0; i < PLAN_FEW_DISTRICT_NURSES; i++)
        few[any_unit(d, few)] = true;
    for (size_t i = 0; i < d->staff.count; i++) {
        struct staff *s = STAFF(d, i);
        struct rnd r = rnd_of(d->seed, STREAM_STAFFING, UNITS + i);
        s->unspecialised = s->profession == PROF_PHYSICIAN && s->training == TRAINING_NONE &&
                           !s->hired && rnd_chance(&r, UNSPECIALISED);
    }
    for (unsigned unit = 0; unit < UNITS; unit++)
        for (int32_t year = PLAN_LAST_YEAR - 1; year <= PLAN_LAST_YEAR; year++) {
            settle_unit(d, &PHYSICIANS, unit, true, year);
            settle_unit(d, &NURSES, unit, !few[unit], year);
        }
}
