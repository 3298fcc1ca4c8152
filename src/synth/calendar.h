/* synth/calendar.h - when care is sought: seasons, days of the week, holidays. */
#ifndef SYNTH_CALENDAR_H
#define SYNTH_CALENDAR_H
#include "synth/district.h"

/* Contacts of one day and all before it, in years of contacts, from `first`. */
struct calendar {
    int32_t first;
    uint32_t days;
    double *upto; /* [days + 1] */
    bool *closed; /* [days]: a weekend or a holiday, only those on call work */
};
struct calendar calendar_make(struct arena *a, int32_t first, int32_t last);
/* The part of a year's contacts that falls on these days. */
double calendar_part(const struct calendar *c, int32_t from, int32_t to);
int32_t calendar_day(const struct calendar *c, int32_t from, int32_t to, struct rnd *r);
bool calendar_closed(const struct calendar *c, int32_t day);
#endif
