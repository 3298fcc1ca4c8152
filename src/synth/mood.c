#include "synth/clinic.h"

#include <stdlib.h>

/* Months are counted in days with some to spare: nothing that is told again lies at the border of a
 * window of 18 months. */
enum {
    WASH_OUT = 560,
    FOLLOW_UP = 90,
    LATE = 500,
    BEGINNERS = 1 << PROF_PHYSICIAN | 1 << PROF_PSYCHOLOGIST | 1 << PROF_COUNSELLOR,
    FOLLOWERS = BEGINNERS | 1 << PROF_NURSE,
};
enum mood { MOOD_DEPRESSION, MOOD_ANXIETY, MOODS };
static const double BEGINS = 0.0052, BEGINS_AT_THERAPIST = 0.05, ANXIETY = 0.53, AGAIN = 0.45,
                    LATER = 0.2, BEFORE = 0.02, COME_BACK = 0.62;
static const enum code CODE[MOODS][3] = {
    {CODE_DEPRESSION, CODE_DEPRESSION_MILD, CODE_DEPRESSION_AGAIN},
    {CODE_ANXIETY, CODE_PANIC, CODE_ANXIETY_GENERAL},
};

/* An illness that begins: the first contact, and later ones of the person at that unit. */
struct episode {
    int32_t person;
    enum mood mood;
    enum code code;
    struct occasion begins;
    uint32_t rank;
    uint8_t unit;
    bool asked[YEAR_ENDS], followed[YEAR_ENDS];
    bool could[YEAR_ENDS]; /* in time for that year-end, the second: after the first one too */
    uint32_t first, count; /* of the occasions at which it can be followed up */
};
struct moods {
    const struct clinic *c;
    struct list episodes, occasions;
};

static double by_age(int32_t years)
{
    if (years < 12)
        return 0;
    return years < 18 ? 0.6 : years < 40 ? 1.5 : years < 65 ? 1 : 0.6;
}

static bool begins_at(const struct clinic *c, const struct occasion *m, int32_t person)
{
    const struct contact *x = CONTACT(c->d, m->contact);
    bool sees = x->form != FORM_LETTER && x->form != FORM_GROUP;
    double p = x->profession == PROF_PHYSICIAN ? BEGINS * 2 : BEGINS_AT_THERAPIST;
    return sees && BEGINNERS >> x->profession & 1 &&
           chance_under(chance_of(c, STREAM_MOOD, (uint64_t)m->contact),
                        p * by_age(person_age(c->d, person, m->day)));
}

static void add_episode(struct moods *all, int32_t person, const struct occasion *m, unsigned count,
                        unsigned at)
{
    const struct clinic *c = all->c;
    struct rnd r = rnd_of(c->d->seed, STREAM_MOOD, UINT64_C(1) << 60 | (uint64_t)m[at].contact);
    enum mood mood = rnd_chance(&r, ANXIETY) ? MOOD_ANXIETY : MOOD_DEPRESSION;
    enum code code = CODE[mood][rnd_below(&r, 3)];
    struct episode *e = list_add(c->arena, &all->episodes, sizeof *e);
    *e = (struct episode){.person = person,
                          .mood = mood,
                          .code = code,
                          .begins = m[at],
                          .rank = (uint32_t)(rnd_u64(&r) >> 32),
                          .unit = CONTACT(c->d, m[at].contact)->unit,
                          .first = (uint32_t)all->occasions.count};
    for (unsigned i = at + 1; i < count && m[i].day <= m[at].day + LATE; i++) {
        if (m[i].day == m[at].day || CONTACT(c->d, m[i].contact)->unit != e->unit)
            continue;
        struct occasion *x = list_add(c->arena, &all->occasions, sizeof *x);
        *x = m[i];
        e->count++;
    }
}

static void find_episodes(struct moods *all, int32_t person)
{
    struct occasion m[OCCASIONS], before;
    const struct clinic *c = all->c;
    int32_t last = INT32_MIN / 2;
    uint64_t id = UINT64_C(2) << 60 | (uint64_t)person;
    struct span_of_days span = {date(PLAN_FIRST_YEAR - 3, 1, 1), date(PLAN_FIRST_YEAR - 1, 12, 31)};
    if (chance_under(chance_of(c, STREAM_MOOD, id), BEFORE) &&
        occasion_beside(c, person, span, rnd_key(c->d->seed, STREAM_MOOD, ~id), &before) &&
        person_age(c->d, person, before.day) >= 18) {
        event_add(c, EVENT_DIAGNOSES, person, before,
                  (struct event){.code = person % 2 ? CODE_DEPRESSION : CODE_ANXIETY});
        last = before.day;
    }
    unsigned count = occasions_of(c, person, FOLLOWERS, m);
    for (unsigned i = 0; i < count; i++)
        if (m[i].day - last > WASH_OUT && begins_at(c, &m[i], person)) {
            add_episode(all, person, m, count, i);
            last = m[i].day + LATE;
        }
}

static const struct occasion *occasions_at(const struct moods *all, const struct episode *e)
{
    return (const struct occasion *)all->occasions.at + e->first;
}

static bool is_in_time(const struct episode *e, int32_t day)
{
    return day <= e->begins.day + FOLLOW_UP;
}

/* Who is asked about at each year-end, and who can have been followed up by then. */
static void ask(const struct moods *all, struct episode *e)
{
    const struct clinic *c = all->c;
    const struct occasion *m = occasions_at(all, e);
    for (unsigned end = 0; end < YEAR_ENDS; end++)
        e->asked[end] = e->begins.day >= window_first(c, end) &&
                        e->begins.day <= c->end[end].last && c->end[end].unit[e->person] == e->unit;
    for (unsigned i = 0; i < e->count && is_in_time(e, m[i].day); i++) {
        e->could[0] |= m[i].day <= c->end[0].last;
        e->could[1] |= m[i].day <= c->end[1].last && (!e->asked[0] || m[i].day > c->end[0].last);
    }
}

static void choose_followed(const struct moods *all, enum mood mood, unsigned end)
{
    const struct clinic *c = all->c;
    struct episode *at = all->episodes.at;
    struct candidate *x = ARENA_NEW(c->arena, struct candidate, all->episodes.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < all->episodes.count; i++) {
        struct episode *e = &at[i];
        if (e->mood != mood || !e->asked[end])
            continue;
        bool before = end == 1 && e->asked[0] && e->followed[0];
        x[count++] = (struct candidate){.rank = e->rank,
                                        .what = (uint32_t)i,
                                        .unit = e->unit,
                                        .settled = before || !e->could[end],
                                        .has = before};
    }
    (void)choose(c, mood == MOOD_DEPRESSION ? SHARE_DEPRESSION : SHARE_ANXIETY, c->end[end].year, x,
                 count);
    for (size_t i = 0; i < count; i++)
        at[x[i].what].followed[end] = x[i].has;
}

/* Of an episode that neither year-end asks about: as it would be, where the person comes back. */
static bool is_followed_anyhow(const struct clinic *c, const struct episode *e)
{
    enum share share = e->mood == MOOD_DEPRESSION ? SHARE_DEPRESSION : SHARE_ANXIETY;
    return chance_under(e->rank, unit_share(c->d, share, e->unit, e->begins.day) / COME_BACK);
}

/* From when to when the first contact after it can be told with the diagnosis, within 90 days;
 * empty where there is none. */
static struct span_of_days followed_in(const struct clinic *c, const struct episode *e)
{
    struct span_of_days s = {e->begins.day + 1, e->begins.day + FOLLOW_UP}, none = {1, 0};
    if (!e->asked[0] && !e->asked[1])
        return is_followed_anyhow(c, e) ? s : none;
    if (e->asked[0] && e->followed[0]) {
        s.last = s.last < c->end[0].last ? s.last : c->end[0].last;
        return s;
    }
    if (!e->asked[1] || !e->followed[1])
        return none;
    if (e->asked[0] && s.first <= c->end[0].last)
        s.first = c->end[0].last + 1;
    s.last = s.last < c->end[1].last ? s.last : c->end[1].last;
    return s;
}

static void write_episode(const struct moods *all, const struct episode *e)
{
    const struct clinic *c = all->c;
    const struct occasion *m = occasions_at(all, e);
    struct span_of_days in = followed_in(c, e);
    struct event same = {.code = (uint8_t)e->code};
    bool first = true;
    event_add(c, EVENT_DIAGNOSES, e->person, e->begins, same);
    for (unsigned i = 0; i < e->count; i++) {
        struct rnd r = rnd_of(c->d->seed, STREAM_MOOD, UINT64_C(3) << 60 | (uint64_t)m[i].contact);
        bool follows =
            m[i].day >= in.first && m[i].day <= in.last && (first || rnd_chance(&r, AGAIN));
        bool late = !is_in_time(e, m[i].day) && rnd_chance(&r, LATER);
        if (!follows && !late)
            continue;
        event_add(c, EVENT_DIAGNOSES, e->person, m[i], same);
        first = first && !follows;
    }
}

void mood_make(const struct clinic *c)
{
    struct moods all = {.c = c};
    for (size_t i = 0; i < c->d->persons.count; i++)
        find_episodes(&all, (int32_t)i);
    struct episode *at = all.episodes.at;
    for (size_t i = 0; i < all.episodes.count; i++)
        ask(&all, &at[i]);
    for (unsigned end = 0; end < YEAR_ENDS; end++)
        for (unsigned mood = 0; mood < MOODS; mood++)
            choose_followed(&all, (enum mood)mood, end);
    for (size_t i = 0; i < all.episodes.count; i++)
        write_episode(&all, &at[i]);
}
