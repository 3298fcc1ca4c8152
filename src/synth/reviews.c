#include "synth/clinic.h"

/* Reviews of drugs of those in special housing and with home care, fewer than there should be;
 * advice on how one lives. That there were more reviews than in the year before is printed, but no
 * number: it is met by chance, at a difference of four deviations. */
static const double BASIC[] = {0.42, 0.24}, FULL[] = {0.2, 0.09}, MORE = 0.12, ADVICE = 0.012;
enum { ADULT = 18, ADVISED = CODE_ADVICE_LAST - CODE_ADVICE + 1 };

static void review(const struct clinic *c, const struct residence *r, int32_t year, enum code code,
                   double share)
{
    struct span_of_days span = {date(year, 1, 1), date(year, 12, 31)};
    span.first = r->from > span.first ? r->from : span.first;
    span.last = r->to < span.last ? r->to : span.last;
    span.last = c->d->end < span.last ? c->d->end : span.last;
    if (span.first > span.last)
        return;
    uint64_t id = (uint64_t)code << 48 | (uint64_t)year << 32 | (uint64_t)r->person;
    double part = (double)(span.last - span.first + 1) / 365;
    double grown = share * (1 + MORE * (year - PLAN_LAST_YEAR)) * (part < 1 ? part : 1);
    struct occasion at;
    if (chance_under(chance_of(c, STREAM_REVIEWS, id), grown) &&
        occasion_beside(c, r->person, span, rnd_key(c->d->seed, STREAM_REVIEWS, ~id), &at))
        event_add(c, EVENT_PROCEDURES, r->person, at, (struct event){.code = (uint8_t)code});
}

static void advise(const struct clinic *c)
{
    for (size_t i = 0; i < c->d->contacts.count; i++) {
        const struct contact *x = CONTACT(c->d, i);
        struct rnd r = rnd_of(c->d->seed, STREAM_REVIEWS, UINT64_C(1) << 62 | i);
        struct occasion at = {c->d->start + x->day, (int32_t)i};
        if (x->flags & CONTACT_ELSEWHERE || !is_visit(x) || !rnd_chance(&r, ADVICE) ||
            (x->profession != PROF_PHYSICIAN && x->profession != PROF_NURSE) ||
            person_age(c->d, x->person, at.day) < ADULT)
            continue;
        event_add(c, EVENT_PROCEDURES, x->person, at,
                  (struct event){.code = (uint8_t)(CODE_ADVICE + rnd_below(&r, ADVISED))});
    }
}

void reviews_make(const struct clinic *c)
{
    for (size_t i = 0; i < c->d->residences.count; i++)
        for (int32_t year = PLAN_FIRST_YEAR; year <= PLAN_LAST_YEAR; year++) {
            const struct residence *r = RESIDENCE(c->d, i);
            bool home_care = r->kind == RESIDENCE_HOME_CARE;
            review(c, r, year, CODE_REVIEW_BASIC, BASIC[home_care]);
            review(c, r, year, CODE_REVIEW_FULL, FULL[home_care]);
        }
    advise(c);
}
