#include "synth/history.h"
#include "synth/life.h"

#include <stdlib.h>

/* The loyalty of a profession is a path by day, straight between knots that lie in the middle of
 * the windows of the year-ends: each knot is turned until its index is what the plan says. */
enum { YEARS = PLAN_INDEXES, FIRST_YEAR = PLAN_FIRST_INDEX, ROUNDS = 12, HALVINGS = 22 };
static const double NEAR_ENOUGH = 0.0004;
static const float OVER_ANY_LOYALTY = 2;

struct loyalty {
    int32_t day[YEARS];
    double at[YEARS];
};
/* A visit that counts. */
struct visit {
    int32_t usual, other;
    int32_t day;
    float loyal; /* the usual one is seen where this is under the loyalty of the day */
};
struct window {
    uint32_t persons;
    uint32_t *first; /* visits of person i: first[i] to first[i + 1] - 1 */
    struct visit *visit;
};

static double loyalty_on(const struct loyalty *l, int32_t day)
{
    if (day <= l->day[0])
        return l->at[0];
    for (unsigned i = 1; i < YEARS; i++)
        if (day <= l->day[i])
            return l->at[i - 1] + (l->at[i] - l->at[i - 1]) * (double)(day - l->day[i - 1]) /
                                      (double)(l->day[i] - l->day[i - 1]);
    return l->at[YEARS - 1];
}

/* Relative to the loyalty of the county: people differ little, units more. Who drops in is seen by
 * whoever is on duty. */
static float own_loyalty(const struct district *d, const struct contact *c)
{
    if (c->flags & CONTACT_DROP_IN)
        return OVER_ANY_LOYALTY;
    return (float)((double)c->loyal / 65536 / d->unit[c->unit].loyal);
}

static int32_t met(const struct visit *v, const struct loyalty *l)
{
    return v->usual != NOBODY && (double)v->loyal < loyalty_on(l, v->day) ? v->usual : v->other;
}

static bool counts(const struct contact *c, enum profession profession, unsigned unit)
{
    bool physical = c->form == FORM_VISIT || c->form == FORM_HOME_VISIT;
    return physical && c->profession == profession && c->unit == unit && c->other != NOBODY &&
           !(c->flags & (CONTACT_UNSIGNED | CONTACT_ELSEWHERE));
}

/* The visits of those listed on the day, at the unit where they are listed then. */
static struct window window_of(const struct district *d, struct arena *a, const uint8_t *listed,
                               struct span_of_days w, enum profession profession)
{
    size_t persons = d->persons.count;
    struct window out = {.persons = (uint32_t)persons,
                         .first = ARENA_NEW(a, uint32_t, persons + 2)};
    uint32_t count = 0;
    for (size_t i = 0; i < d->contacts.count; i++) {
        const struct contact *c = CONTACT(d, i);
        int32_t day = d->start + c->day;
        if (day < w.first || day > w.last || !counts(c, profession, listed[c->person]))
            continue;
        out.first[c->person + 2]++;
        count++;
    }
    for (size_t i = 2; i < persons + 2; i++)
        out.first[i] += out.first[i - 1];
    out.visit = ARENA_NEW(a, struct visit, count + 1);
    for (size_t i = 0; i < d->contacts.count; i++) {
        const struct contact *c = CONTACT(d, i);
        int32_t day = d->start + c->day;
        if (day >= w.first && day <= w.last && counts(c, profession, listed[c->person]))
            out.visit[out.first[c->person + 1]++] =
                (struct visit){c->usual, c->other, day, own_loyalty(d, c)};
    }
    return out;
}

/* One person's index of Bice and Boxerman; negative where there are fewer than three visits. */
static double coc(const struct visit *v, uint32_t count, const struct loyalty *l)
{
    enum { MOST = 400 };
    struct {
        int32_t staff, last;
        uint32_t visits;
    } seen[MOST];
    uint32_t who = 0, visits = 0, squares = 0;
    for (uint32_t i = 0; i < count && who < MOST - 1; i++) {
        int32_t staff = met(&v[i], l);
        uint32_t at = 0;
        while (at < who && seen[at].staff != staff)
            at++;
        if (at == who) {
            seen[who].staff = staff;
            seen[who].last = -1;
            seen[who++].visits = 0;
        }
        if (seen[at].last == v[i].day) /* a second time that day */
            continue;
        seen[at].last = v[i].day;
        seen[at].visits++;
        visits++;
    }
    for (uint32_t i = 0; i < who; i++)
        squares += seen[i].visits * seen[i].visits;
    return visits < 3 ? -1 : (double)(squares - visits) / ((double)visits * (visits - 1));
}

static double index_of(const struct window *w, const struct loyalty *l)
{
    double sum = 0;
    uint32_t persons = 0;
    for (uint32_t i = 0; i < w->persons; i++) {
        uint32_t count = w->first[i + 1] - w->first[i];
        double one = count < 3 ? -1 : coc(&w->visit[w->first[i]], count, l);
        if (one < 0)
            continue;
        sum += one;
        persons++;
    }
    return persons > 0 ? sum / persons : 0;
}

/* Turns one knot until the index of its window is there: the index grows with loyalty. */
static void turn(struct loyalty *l, unsigned knot, const struct window *w, double want)
{
    double low = 0, high = 1.2;
    for (unsigned i = 0; i < HALVINGS; i++) {
        l->at[knot] = (low + high) / 2;
        double got = index_of(w, l);
        if (got < want)
            low = l->at[knot];
        else
            high = l->at[knot];
        if (got > want - NEAR_ENOUGH / 4 && got < want + NEAR_ENOUGH / 4)
            return;
    }
}

static void tune(const struct district *d, enum profession profession, const struct window *w,
                 struct loyalty *l)
{
    for (unsigned round = 0; round < ROUNDS; round++) {
        bool done = true;
        for (unsigned i = 0; i < YEARS; i++) {
            double want = plan_index(profession, FIRST_YEAR + (int32_t)i), got = index_of(&w[i], l);
            if (got > want - NEAR_ENOUGH && got < want + NEAR_ENOUGH)
                continue;
            done = false;
            turn(l, i, &w[i], want);
        }
        if (done)
            return;
    }
}

static struct loyalty loyalty_of(const struct district *d, const struct history *h,
                                 enum profession profession)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct window w[YEARS];
    struct loyalty l;
    for (unsigned i = 0; i < YEARS; i++) {
        int32_t year = FIRST_YEAR + (int32_t)i, last = date(year, 12, 31);
        w[i] = window_of(d, a, history_units(d, h, a, last),
                         (struct span_of_days){date(year - 1, 7, 1), last}, profession);
        l.day[i] = date(year, 4, 1);
        l.at[i] = 0.6;
    }
    tune(d, profession, w, &l);
    arena_close(a);
    return l;
}

void continuity_tune(struct district *d)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct history h = history_of(d, a);
    struct loyalty physicians = loyalty_of(d, &h, PROF_PHYSICIAN);
    struct loyalty nurses = loyalty_of(d, &h, PROF_NURSE);
    struct loyalty others = physicians;
    for (unsigned i = 0; i < YEARS; i++)
        others.at[i] = 0.85;
    for (size_t i = 0; i < d->contacts.count; i++) {
        struct contact *c = CONTACT(d, i);
        const struct loyalty *l = c->profession == PROF_PHYSICIAN ? &physicians
                                  : c->profession == PROF_NURSE   ? &nurses
                                                                  : &others;
        bool said = !(c->flags & (CONTACT_UNSIGNED | CONTACT_ELSEWHERE));
        struct visit v = {c->usual, c->other, d->start + c->day, said ? own_loyalty(d, c) : 0};
        c->usual = said ? met(&v, l) : NOBODY;
    }
    arena_close(a);
}
