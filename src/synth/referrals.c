#include "synth/clinic.h"

#include <stdlib.h>

/* Referrals to the emergency department: as many as planned each year, of those who are not
 * visitors; and some elsewhere, by chance. */
static const double OTHERS = 0.045;

static bool can_refer(const struct clinic *c, const struct contact *x)
{
    return !(x->flags & CONTACT_ELSEWHERE) && x->form != FORM_LETTER && x->form != FORM_GROUP &&
           (x->profession == PROF_PHYSICIAN || x->profession == PROF_NURSE) &&
           PERSON(c->d, x->person)->origin != ORIGIN_VISITOR;
}

static void refer(const struct clinic *c, size_t contact, enum referred_to to)
{
    const struct contact *x = CONTACT(c->d, contact);
    struct occasion at = {c->d->start + x->day, (int32_t)contact};
    event_add(c, EVENT_REFERRALS, x->person, at, (struct event){.code = (uint8_t)to});
}

static int by_rank(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

void referrals_make(const struct clinic *c)
{
    uint64_t *rank = ARENA_NEW(c->arena, uint64_t, c->d->contacts.count + 1);
    size_t next = 0;
    for (int32_t year = PLAN_FIRST_YEAR; year <= PLAN_LAST_YEAR; year++) {
        int32_t last = date(year, 12, 31) - c->d->start;
        uint32_t count = 0, want = plan_count(plan_year(year)->referrals, c->d->scale);
        for (; next < c->d->contacts.count && CONTACT(c->d, next)->day <= last; next++) {
            uint32_t chance = chance_of(c, STREAM_REFERRALS, next);
            if (!can_refer(c, CONTACT(c->d, next)))
                continue;
            rank[count++] = (uint64_t)chance << 32 | next;
            if (CONTACT(c->d, next)->profession == PROF_PHYSICIAN &&
                chance_under(chance_of(c, STREAM_REFERRALS, ~(uint64_t)next), OTHERS))
                refer(c, next, REFERRED_OTHER);
        }
        qsort(rank, count, sizeof *rank, by_rank);
        for (uint32_t i = 0; i < count && i < want; i++)
            refer(c, (uint32_t)rank[i], REFERRED_EMERGENCY);
    }
}
