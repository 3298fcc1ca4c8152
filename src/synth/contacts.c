#include "synth/life.h"
#include "synth/seekers.h"
#include "synth/synth.h"

#include <stdlib.h>
#include <string.h>

/* What is made anew for each year, and what a year's candidates are drawn with. */
struct maker {
    struct district *d;
    struct history history;
    struct calendar calendar;
    struct contact *made; /* the year's candidates */
    uint32_t count, room;
    int32_t from, to; /* the year's days */
};

/* Visits to the hospital, by one listed in a year, at most. */
static const double ELSEWHERE_MOST = 1.7;
enum { TRIES = 40, MINUTES_OPEN = 8 * 60, MINUTES_CLOSED = 17 * 60 };

static int32_t near_unit(const struct district *d, unsigned unit, bool evenings, struct rnd *r)
{
    double weight[UNITS];
    for (unsigned u = 0; u < UNITS; u++) {
        bool near = d->unit[u].municipality == d->unit[unit].municipality;
        bool open = !evenings || d->unit[u].evenings;
        weight[u] = u == unit || !open ? 0 : d->unit[u].listed * (near ? 12 : 1);
    }
    return (int32_t)rnd_weighted(r, weight, UNITS);
}

static unsigned visitors_unit(const struct district *d, struct rnd *r)
{
    double weight[UNITS];
    for (unsigned u = 0; u < UNITS; u++)
        weight[u] = d->unit[u].listed * (d->unit[u].tourist ? 12 : 1);
    return rnd_weighted(r, weight, UNITS);
}

/* Where: mostly where the person is listed; in a weekend the nearest that is open. */
static void choose_unit(const struct maker *m, struct contact *c, int32_t day, struct rnd *r)
{
    const struct district *d = m->d;
    bool closed = calendar_closed(&m->calendar, day), home = c->form == FORM_HOME_VISIT;
    int32_t row = history_listing(d, &m->history, c->person, day);
    c->unit = row == NOBODY ? (uint8_t)visitors_unit(d, r) : LISTING(d, row)->unit;
    if (home)
        return;
    if (closed && !d->unit[c->unit].evenings)
        c->unit = (uint8_t)near_unit(d, c->unit, true, r);
    else if (!closed && rnd_chance(r, 0.025))
        c->unit = (uint8_t)near_unit(d, c->unit, false, r);
}

static void choose_minute(const struct maker *m, struct contact *c, int32_t day, struct rnd *r)
{
    int32_t minute = rnd_between(r, MINUTES_OPEN / 5, MINUTES_CLOSED / 5 - 4) * 5;
    if (calendar_closed(&m->calendar, day))
        minute = rnd_between(r, 10 * 12, 15 * 12) * 5;
    else if (m->d->unit[c->unit].evenings && c->form == FORM_VISIT && rnd_chance(r, 0.07))
        minute = rnd_between(r, MINUTES_CLOSED / 5, 20 * 12) * 5;
    c->minute = (uint16_t)minute;
}

static bool is_urgent_profession(const struct contact *c)
{
    return c->profession == PROF_PHYSICIAN || c->profession == PROF_NURSE;
}

/* How likely a visit is a drop-in: evenings and weekends always, otherwise seldom but where a unit
 * has opened a clinic for it. */
static double drop_in_chance(const struct unit *u, const struct contact *c, int32_t day,
                             bool on_call)
{
    if (on_call)
        return 1;
    return day >= u->drop_in_from && is_urgent_profession(c) ? 0.55 : 0.06;
}

/* Why, how it was booked and how long the patient waited. */
static void choose_access(const struct maker *m, struct contact *c, int32_t day, struct rnd *r)
{
    bool on_call = calendar_closed(&m->calendar, day) || c->minute >= MINUTES_CLOSED;
    double at = rnd_unit(r) - (on_call ? 0.4 : 0);
    unsigned problem = at < 0.36 ? PROBLEM_NEW : at < 0.5 ? PROBLEM_WORSENED : PROBLEM_OTHER;
    if (c->form == FORM_LETTER || c->form == FORM_GROUP || rnd_chance(r, 0.01))
        problem = PROBLEM_NONE;
    c->flags = (uint8_t)problem;
    bool sought = problem == PROBLEM_NEW || problem == PROBLEM_WORSENED;
    if (sought && rnd_chance(r, c->form == FORM_PHONE ? 0.35 : 0.8))
        c->flags |= CONTACT_ASSESSED;
    if (c->form == FORM_VISIT)
        c->flags |= rnd_chance(r, drop_in_chance(&m->d->unit[c->unit], c, day, on_call))
                        ? CONTACT_DROP_IN
                    : rnd_chance(r, 0.97) ? CONTACT_BOOKED
                                          : 0;
    if (!sought || !rnd_chance(r, 0.94))
        return;
    double mean = c->flags & CONTACT_DROP_IN ? 0.1
                  : c->form == FORM_PHONE    ? 0.3
                  : is_urgent_profession(c)  ? 1.2 + 1.5 * m->d->unit[c->unit].vacant
                                             : 6;
    double waited = rnd_exponential(r, mean);
    c->waited = (uint8_t)(waited > 60 ? 60 : waited);
    c->flags |= CONTACT_SOUGHT;
}

static void add_candidate(struct maker *m, const struct seeker *s, bool home, struct rnd *r)
{
    struct district *d = m->d;
    if (m->count == m->room)
        return;
    struct contact *c = &m->made[m->count++];
    int32_t day = calendar_day(&m->calendar, s->from, s->to, r);
    struct care care = home ? demand_home_visit(&s->demand, r)
                            : demand_other(&s->demand, calendar_closed(&m->calendar, day), r);
    *c = (struct contact){.person = s->person,
                          .rank = (uint32_t)(rnd_u64(r) >> 32),
                          .loyal = (uint16_t)(rnd_u64(r) >> 48),
                          .day = (uint16_t)(day - d->start),
                          .profession = care.profession,
                          .form = care.form};
    choose_unit(m, c, day, r);
    choose_minute(m, c, day, r);
    choose_access(m, c, day, r);
    if (rnd_chance(r, 0.008))
        c->flags |= CONTACT_UNSIGNED;
}

/* Draws the year's candidates, those of one person together. */
static void draw_candidates(struct maker *m, const struct seekers *all)
{
    m->count = 0;
    for (uint32_t i = 0; i < all->count; i++) {
        const struct seeker *s = &all->at[i];
        struct rnd r = rnd_of(m->d->seed, STREAM_CONTACTS,
                              (uint64_t)s->person << 16 | (uint64_t)(m->from & 0xffff));
        uint32_t home = rnd_poisson(&r, s->visited), others = rnd_poisson(&r, s->others);
        for (; home > 0; home--)
            add_candidate(m, s, true, &r);
        for (; others > 0; others--)
            add_candidate(m, s, false, &r);
    }
}

static struct quota quota_of(const struct maker *m)
{
    const struct plan_year *y = plan_year(day_civil((struct day){m->from}).year);
    double part = calendar_part(&m->calendar, m->from, m->to);
    bool whole = m->to - m->from > 300;
    double scale = m->d->scale * (whole ? 1 : part);
    struct quota q = {.contacts = plan_count(y->contacts, scale),
                      .home_visits = plan_count(y->home_visits, scale)};
    if (whole) {
        q.patients = plan_count(y->patients, scale);
        q.home_patients = plan_count(y->home_patients, scale);
    }
    return q;
}

static bool is_short(const struct shortage *s)
{
    return s->patients > 0 || s->home_patients > 0 || s->home_visits > 0 || s->contacts > 0;
}

static struct seekers_year year_of(const struct maker *m)
{
    return (struct seekers_year){m->d, &m->history, &m->calendar, m->from, m->to};
}

/* Candidates enough for the quota, somewhat more than it; drawn again, with more, while somebody
 * is missing. Returns which of them stay. */
static bool *candidates(struct maker *m, struct arena *a)
{
    struct quota q = quota_of(m);
    struct seekers_year year = year_of(m);
    struct seekers all = seekers_of(a, &year, &q);
    m->room = q.contacts * 2 + 4096;
    m->made = ARENA_NEW(a, struct contact, m->room);
    bool *kept = ARENA_NEW(a, bool, m->room);
    for (unsigned tries = 0;; tries++) {
        draw_candidates(m, &all);
        memset(kept, 0, m->count);
        struct shortage s = keep_candidates(a, m->made, m->count, &q, kept);
        if (!is_short(&s) || tries == TRIES)
            return kept;
        seekers_raise(&all, s.home_patients > 0 || s.home_visits > 0 ? 1.04 : 1,
                      s.patients > 0 || s.contacts > 0 ? 1.02 : 1);
    }
}

/* Whom the person sees usually, if that one is at work and it is the person's own unit; and who
 * else was there. */
static void choose_staff(const struct maker *m, struct contact *c)
{
    const struct district *d = m->d;
    int32_t day = d->start + c->day, row = history_listing(d, &m->history, c->person, day);
    struct roster roster = staff_roster(d, c->unit, c->profession, day);
    struct rnd r =
        rnd_of(d->seed, STREAM_USUAL, (uint64_t)c->rank << 32 | (uint64_t)c->person << 1 | 1);
    c->other = staff_any(&roster, rnd_unit(&r));
    c->usual = NOBODY;
    if (row == NOBODY || LISTING(d, row)->unit != c->unit)
        return;
    enum contact_kind kind = c->profession == PROF_PHYSICIAN ? KIND_DOCTOR : KIND_CARE_CONTACT;
    int32_t usual = NOBODY;
    if (is_urgent_profession(c))
        usual = history_named(d, c->person, kind, c->unit, day);
    if (usual == NOBODY)
        usual = staff_usual(&roster, rnd_key(d->seed, STREAM_USUAL, (uint64_t)c->person));
    if (usual != NOBODY && staff_at_work(&roster, usual))
        c->usual = usual;
}

static void make_year(struct maker *m)
{
    struct arena *scratch = arena_open(ARENA_BLOCK);
    const bool *kept = candidates(m, scratch);
    for (uint32_t i = 0; i < m->count; i++) {
        if (!kept[i])
            continue;
        struct contact *c = list_add(m->d->arena, &m->d->contacts, sizeof *c);
        *c = m->made[i];
        choose_staff(m, c);
    }
    arena_close(scratch);
}

/* Care at the hospital in the year: how many visits there are to be, and of them how many to the
 * emergency department. */
struct elsewhere {
    double visits, emergency;
    double need; /* of all who are here, by their time */
};

static void add_elsewhere(struct maker *m, const struct elsewhere *e, int32_t person, int32_t day,
                          struct rnd *r)
{
    struct district *d = m->d;
    struct contact *c = list_add(d->arena, &d->contacts, sizeof *c);
    bool emergency = rnd_chance(r, e->emergency / e->visits);
    uint32_t minute = rnd_below(r, 24 * 60);
    *c = (struct contact){.person = person,
                          .usual = NOBODY,
                          .other = NOBODY,
                          .day = (uint16_t)(day - d->start),
                          .minute = (uint16_t)minute,
                          .unit = (uint8_t)(emergency ? 0 : 1 + rnd_below(r, 5)),
                          .profession = PROF_PHYSICIAN,
                          .form = FORM_VISIT,
                          .flags = CONTACT_ELSEWHERE};
    if (c->unit > 0)
        c->minute = (uint16_t)(MINUTES_OPEN + rnd_below(r, 96) * 5);
}

/* What of the year the person is here, times need; the days. */
static double need_of(const struct maker *m, const struct person *p, struct span_of_days *days)
{
    int32_t to = p->gone < p->last ? p->gone : p->last;
    days->first = p->arrived > m->from ? p->arrived : m->from;
    days->last = to < m->to ? to : m->to;
    if (days->first > days->last || p->origin == ORIGIN_VISITOR)
        return 0;
    return (double)p->need * (double)(days->last - days->first + 1);
}

/* As many visits as leave the units, whose year's contacts begin at `first`, their share. */
static struct elsewhere elsewhere_of(const struct maker *m, size_t first)
{
    const struct district *d = m->d;
    int32_t year = day_civil((struct day){m->from}).year;
    struct elsewhere e = {.visits = 1};
    struct span_of_days days;
    for (size_t i = first; i < d->contacts.count; i++) {
        const struct contact *c = CONTACT(d, i);
        bool visit = c->form == FORM_VISIT || c->form == FORM_HOME_VISIT;
        e.visits += visit && PERSON(d, c->person)->origin != ORIGIN_VISITOR;
    }
    for (size_t i = 0; i < d->persons.count; i++)
        e.need += need_of(m, PERSON(d, i), &days);
    double covered = plan_share(SHARE_COVERED, year)->county;
    e.visits *= (1 - covered) / covered;
    e.emergency =
        plan_year(year)->emergency * d->scale * calendar_part(&m->calendar, m->from, m->to);
    return e;
}

/* Emergency visits and those to specialists, at the hospital. */
static void make_elsewhere(struct maker *m, size_t first)
{
    struct district *d = m->d;
    struct elsewhere e = elsewhere_of(m, first);
    for (size_t i = 0; i < d->persons.count; i++) {
        struct span_of_days days;
        double need = need_of(m, PERSON(d, i), &days);
        if (need <= 0)
            continue;
        struct rnd r = rnd_of(d->seed, STREAM_ELSEWHERE, i << 16 | (uint64_t)(m->from & 0xffff));
        for (uint32_t count = rnd_poisson(&r, e.visits * need / e.need); count > 0; count--)
            add_elsewhere(m, &e, (int32_t)i, rnd_between(&r, days.first, days.last), &r);
    }
}

static void make_visitors(struct district *d)
{
    uint32_t count = plan_count(PLAN_VISITORS, d->scale);
    struct rnd r = rnd_of(d->seed, STREAM_VISITORS, 0);
    for (uint32_t i = 0; i < count; i++) {
        int32_t years = rnd_between(&r, 0, 78);
        uint8_t sex = rnd_chance(&r, 0.5) ? SEX_FEMALE : SEX_MALE;
        struct person *p = PERSON(d, person_new(d, sex, birth_of(years, d->start, &r), &r));
        p->origin = ORIGIN_VISITOR;
        p->lives = (uint8_t)visitors_unit(d, &r);
    }
}

static int by_day(const void *a, const void *b)
{
    const struct contact *x = a, *y = b;
    if (x->day != y->day)
        return x->day < y->day ? -1 : 1;
    if (x->minute != y->minute)
        return x->minute < y->minute ? -1 : 1;
    if (x->person != y->person)
        return x->person < y->person ? -1 : 1;
    return x->rank < y->rank ? -1 : x->rank > y->rank;
}

void contacts_make(struct district *d)
{
    make_visitors(d);
    struct arena *a = arena_open(ARENA_BLOCK);
    struct maker m = {
        .d = d, .history = history_of(d, a), .calendar = calendar_make(a, d->start, d->end)};
    double room = 0;
    for (int32_t year = PLAN_FIRST_YEAR; year <= PLAN_LAST_YEAR + 1; year++)
        room += plan_year(year)->contacts * (year > PLAN_LAST_YEAR ? 0.1 : 1.0) +
                ELSEWHERE_MOST * SYNTH_COUNTY;
    list_reserve(d->arena, &d->contacts, sizeof(struct contact), plan_count(room, d->scale) + 4096);
    for (int32_t year = PLAN_FIRST_YEAR; year <= PLAN_LAST_YEAR + 1; year++) {
        size_t first = d->contacts.count;
        m.from = date(year, 1, 1);
        m.to = date(year, 12, 31) < d->end ? date(year, 12, 31) : d->end;
        make_year(&m);
        make_elsewhere(&m, first);
        qsort((struct contact *)d->contacts.at + first, d->contacts.count - first,
              sizeof(struct contact), by_day);
        access_settle(d, first, year);
    }
    arena_close(a);
}
