#include "synth/history.h"

#include <string.h>

/* Every row begins with the person. */
static struct index index_of(struct arena *a, const struct list *l, size_t size, size_t persons)
{
    struct index x = {ARENA_NEW(a, uint32_t, persons + 2), ARENA_NEW(a, int32_t, l->count + 1)};
    const char *row = l->at;
    int32_t person;
    for (size_t i = 0; i < l->count; i++) {
        memcpy(&person, row + i * size, sizeof person);
        x.first[person + 2]++;
    }
    for (size_t i = 2; i < persons + 2; i++)
        x.first[i] += x.first[i - 1];
    for (size_t i = 0; i < l->count; i++) {
        memcpy(&person, row + i * size, sizeof person);
        x.row[x.first[person + 1]++] = (int32_t)i;
    }
    return x;
}

struct index history_contacts(const struct district *d, struct arena *a)
{
    return index_of(a, &d->contacts, sizeof(struct contact), d->persons.count);
}

struct history history_of(const struct district *d, struct arena *a)
{
    return (struct history){
        .listings = index_of(a, &d->listings, sizeof(struct listing), d->persons.count),
        .residences = index_of(a, &d->residences, sizeof(struct residence), d->persons.count),
    };
}

int32_t history_listing(const struct district *d, const struct history *h, int32_t person,
                        int32_t on)
{
    const struct person *p = PERSON(d, person);
    bool over = on > p->gone && (p->reason == DEREG_DIED || p->reason == DEREG_EMIGRATED);
    for (uint32_t i = h->listings.first[person]; i < h->listings.first[person + 1] && !over; i++) {
        const struct listing *l = LISTING(d, h->listings.row[i]);
        if (l->from <= on && on <= l->to)
            return h->listings.row[i];
    }
    return NOBODY;
}

uint8_t *history_units(const struct district *d, const struct history *h, struct arena *a,
                       int32_t on)
{
    uint8_t *unit = ARENA_NEW(a, uint8_t, d->persons.count + 1);
    for (size_t i = 0; i < d->persons.count; i++) {
        int32_t row = history_listing(d, h, (int32_t)i, on);
        unit[i] = row == NOBODY ? NO_UNIT : LISTING(d, row)->unit;
    }
    return unit;
}

enum situation history_situation(const struct district *d, const struct history *h, int32_t person,
                                 int32_t on)
{
    for (uint32_t i = h->residences.first[person]; i < h->residences.first[person + 1]; i++) {
        const struct residence *r = RESIDENCE(d, h->residences.row[i]);
        if (r->from <= on && on <= r->to)
            return r->kind == RESIDENCE_SAEBO ? SITUATION_SAEBO : SITUATION_HOME_CARE;
    }
    return SITUATION_OWN_HOME;
}

int32_t history_named(const struct district *d, int32_t person, enum contact_kind kind,
                      unsigned unit, int32_t on)
{
    const struct person *p = PERSON(d, person);
    int32_t row = kind == KIND_DOCTOR ? p->doctors : p->carers;
    while (row != NOBODY && NAMED(d, row)->from > on)
        row = NAMED(d, row)->before;
    if (row == NOBODY || NAMED(d, row)->to < on || NAMED(d, row)->unit != unit)
        return NOBODY;
    return NAMED(d, row)->staff;
}
