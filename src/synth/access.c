#include "synth/seasons.h"
#include "synth/seekers.h"

#include <stdlib.h>

/* Days until who is not seen in time is seen, on average; of them, how many for whom nobody wrote
 * down when they asked. Whoever comes without a time is seen the same day. */
static const double LATER = 7, UNKNOWN = 0.14, UNLIKE_UNITS = 0.07;
enum { IN_TIME = 3, LATEST = 60 };

/* A contact that the guarantee is about. */
struct assessed {
    uint32_t rank, contact; /* low ranks are in time */
    uint8_t unit, month;
};

/* Whoever has a licence; a letter or a call only where it replaced a visit, which `assessed` says.
 */
static bool counts(const struct contact *c)
{
    unsigned problem = c->flags & CONTACT_PROBLEM;
    return !(c->flags & CONTACT_ELSEWHERE) && c->flags & CONTACT_ASSESSED &&
           (problem == PROBLEM_NEW || problem == PROBLEM_WORSENED) &&
           c->profession <= PROF_MIDWIFE && c->form != FORM_GROUP && c->form != FORM_DIGITAL;
}

static int by_unit_month_and_rank(const void *a, const void *b)
{
    const struct assessed *x = a, *y = b;
    if (x->unit != y->unit)
        return x->unit < y->unit ? -1 : 1;
    if (x->month != y->month)
        return x->month < y->month ? -1 : 1;
    if (x->rank != y->rank)
        return x->rank < y->rank ? -1 : 1;
    return x->contact < y->contact ? -1 : x->contact > y->contact;
}

static void decide(const struct district *d, const struct assessed *x, bool in_time)
{
    struct contact *c = CONTACT(d, x->contact);
    struct rnd r = rnd_of(d->seed, STREAM_ASSESSED, UINT64_C(3) << 60 | x->contact);
    double waited = rnd_exponential(&r, in_time ? 0.9 : LATER);
    bool at_once = c->flags & CONTACT_DROP_IN || c->form == FORM_PHONE;
    if (in_time)
        waited = at_once ? waited / 3 : waited > IN_TIME ? IN_TIME : waited;
    else
        waited += IN_TIME + 1;
    c->waited = (uint8_t)(waited > LATEST ? LATEST : waited);
    if (in_time && c->waited > IN_TIME)
        c->waited = IN_TIME;
    c->flags |= CONTACT_SOUGHT;
    if (!in_time && rnd_chance(&r, UNKNOWN))
        c->flags &= (uint8_t)~CONTACT_SOUGHT;
}

void access_settle(struct district *d, size_t first, int32_t year)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct assessed *at = ARENA_NEW(a, struct assessed, d->contacts.count - first + 1);
    struct seasons s = {
        .share = SHARE_ASSESSED, .stream = STREAM_ASSESSED, .unlike = UNLIKE_UNITS, .year = year};
    size_t count = 0;
    for (size_t i = first; i < d->contacts.count; i++) {
        const struct contact *c = CONTACT(d, i);
        if (!counts(c))
            continue;
        struct rnd r = rnd_of(d->seed, STREAM_ASSESSED, UINT64_C(4) << 60 | i);
        uint32_t rank = (uint32_t)(rnd_u64(&r) >> 32);
        unsigned month = day_civil((struct day){d->start + c->day}).month - 1U;
        at[count++] = (struct assessed){.rank = c->flags & CONTACT_DROP_IN ? rank / 4 : rank,
                                        .contact = (uint32_t)i,
                                        .unit = c->unit,
                                        .month = (uint8_t)month};
        s.all[c->unit][month]++;
    }
    seasons_share(d, &s);
    qsort(at, count, sizeof *at, by_unit_month_and_rank);
    for (size_t i = 0; i < count; i++) {
        uint32_t *left = &s.part[at[i].unit][at[i].month];
        decide(d, &at[i], *left > 0);
        *left -= *left > 0;
    }
    arena_close(a);
}
