#include "synth/clinic.h"

#include <stdlib.h>

int32_t window_first(const struct clinic *c, unsigned end)
{
    return date(c->end[end].year - 1, 7, 1);
}

bool is_visit(const struct contact *c)
{
    return c->form == FORM_VISIT || c->form == FORM_HOME_VISIT;
}

unsigned occasions_of(const struct clinic *c, int32_t person, unsigned professions,
                      struct occasion out[static OCCASIONS])
{
    unsigned count = 0;
    for (uint32_t i = c->contacts.first[person]; i < c->contacts.first[person + 1]; i++) {
        int32_t row = c->contacts.row[i];
        const struct contact *x = CONTACT(c->d, row);
        if (!(x->flags & CONTACT_ELSEWHERE) && professions >> x->profession & 1 &&
            count < OCCASIONS)
            out[count++] = (struct occasion){c->d->start + x->day, row};
    }
    return count;
}

void event_add(const struct clinic *c, enum event_table t, int32_t person, struct occasion at,
               struct event what)
{
    struct event *e = list_add(c->d->arena, &c->d->events[t], sizeof *e);
    *e = what;
    e->person = person;
    e->day = at.day;
    e->contact = at.contact;
    e->minute = NO_MINUTE;
    if (at.contact == NOBODY) {
        int32_t row =
            history_listing(c->d, &c->history, person, at.day < c->d->start ? c->d->start : at.day);
        e->unit = row == NOBODY ? 0 : LISTING(c->d, row)->unit;
        return;
    }
    const struct contact *x = CONTACT(c->d, at.contact);
    e->unit = x->unit;
    if (x->form != FORM_LETTER)
        e->minute = x->minute;
}

bool occasion_beside(const struct clinic *c, int32_t person, struct span_of_days span, uint64_t key,
                     struct occasion *out)
{
    enum { WEEK = 7, WORKING = 5 }; /* day 0 is a Monday */
    const struct person *p = PERSON(c->d, person);
    int32_t to = p->gone < p->last ? p->gone : p->last;
    to = to < span.last ? to : span.last;
    int32_t from = p->arrived > span.first ? p->arrived : span.first;
    if (from > to)
        return false;
    int32_t day = from + (int32_t)((key >> 32) % (uint64_t)(to - from + 1));
    int32_t weekday = day % WEEK;
    if (weekday >= WORKING)
        day -= weekday - WORKING + 1;
    if (day < from)
        return false;
    *out = (struct occasion){day, NOBODY};
    return history_listing(c->d, &c->history, person, day < c->d->start ? c->d->start : day) !=
           NOBODY;
}

uint32_t chance_of(const struct clinic *c, enum stream stream, uint64_t id)
{
    return (uint32_t)(rnd_key(c->d->seed, stream, id) >> 32);
}

bool chance_under(uint32_t chance, double p)
{
    return chance * 0x1p-32 < p;
}

static int by_day(const void *a, const void *b)
{
    const struct event *x = a, *y = b;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    if (x->person != y->person)
        return x->person < y->person ? -1 : 1;
    if (x->minute != y->minute)
        return x->minute < y->minute ? -1 : 1;
    if (x->code != y->code)
        return x->code < y->code ? -1 : 1;
    if (x->contact != y->contact)
        return x->contact < y->contact ? -1 : 1;
    return x->value < y->value ? -1 : x->value > y->value;
}

static int by_invited(const void *a, const void *b)
{
    const struct invitation *x = a, *y = b;
    if (x->invited != y->invited)
        return x->invited < y->invited ? -1 : 1;
    return x->person < y->person ? -1 : x->person > y->person;
}

void clinic_make(struct district *d)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct clinic c = {
        .d = d, .arena = a, .history = history_of(d, a), .contacts = history_contacts(d, a)};
    for (unsigned i = 0; i < YEAR_ENDS; i++) {
        int32_t year = PLAN_LAST_YEAR - (YEAR_ENDS - 1) + (int32_t)i, last = date(year, 12, 31);
        c.end[i] = (struct year_end){year, last, history_units(d, &c.history, a, last)};
    }
    struct cohort diabetes;
    diabetes_make(&c, &diabetes);
    readings_make(&c, &diabetes);
    mood_make(&c);
    lungs_make(&c);
    kidneys_make(&c, &diabetes);
    everyday_make(&c, &diabetes);
    talks_make(&c);
    reviews_make(&c);
    referrals_make(&c);
    for (unsigned t = 0; t < EVENT_TABLES; t++)
        qsort(d->events[t].at, d->events[t].count, sizeof(struct event), by_day);
    qsort(d->invitations.at, d->invitations.count, sizeof(struct invitation), by_invited);
    arena_close(a);
}
