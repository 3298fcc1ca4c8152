#include "synth/clinic.h"

/* The health talks of those who turn 40, 50, 60 or 70 in the year. Whoever is invited late has the
 * talk in another year. */
enum {
    FIRST_AGE = 40,
    EVERY = 10,
    LAST_AGE = 70,
    IN_TIME = 45,    /* days before the year's end */
    WAIT_LEAST = 12, /* days from invitation to talk */
    WAIT_MOST = 40,
};

static bool is_invited_to(const struct clinic *c, int32_t person, int32_t year)
{
    int32_t age = year - day_civil((struct day){PERSON(c->d, person)->born}).year;
    return age >= FIRST_AGE && age <= LAST_AGE && age % EVERY == 0;
}

/* The day of the year on which the person, listed here, is invited; false where there is none. */
static bool day_of(const struct clinic *c, int32_t person, int32_t year, struct occasion *out)
{
    struct span_of_days span = {date(year, 1, 8), date(year, 12, 31) - IN_TIME};
    uint64_t key = rnd_key(c->d->seed, STREAM_TALKS, (uint64_t)year << 40 | (uint64_t)person);
    return occasion_beside(c, person, span, key, out);
}

static void write_invitation(const struct clinic *c, int32_t person, int32_t year,
                             struct occasion at, bool talked)
{
    uint64_t id = UINT64_C(1) << 62 | (uint64_t)year << 32 | (uint64_t)person;
    struct rnd r = rnd_of(c->d->seed, STREAM_TALKS, id);
    const struct person *p = PERSON(c->d, person);
    int32_t age = year - day_civil((struct day){p->born}).year;
    int32_t performed = at.day + rnd_between(&r, WAIT_LEAST, WAIT_MOST);
    struct invitation *i = list_add(c->d->arena, &c->d->invitations, sizeof *i);
    *i = (struct invitation){
        .person = person,
        .invited = at.day,
        .performed = talked ? performed : FOREVER,
        .unit = LISTING(c->d, history_listing(c->d, &c->history, person, at.day))->unit,
        .programme = (uint8_t)((age - FIRST_AGE) / EVERY),
        .channel = rnd_chance(&r, 0.7)   ? CHANNEL_LETTER
                   : rnd_chance(&r, 0.5) ? CHANNEL_PHONE
                                         : CHANNEL_ESERVICE};
}

/* A year that nothing is printed of: by chance. */
static void invite_anyhow(const struct clinic *c, int32_t year)
{
    struct occasion at;
    for (size_t i = 0; i < c->d->persons.count; i++) {
        uint64_t id = UINT64_C(1) << 63 | (uint64_t)year << 32 | i;
        uint32_t rank = chance_of(c, STREAM_TALKS, id);
        double talked = plan_share(SHARE_TALKED, year)->county;
        if (is_invited_to(c, (int32_t)i, year) &&
            chance_under(rank, plan_share(SHARE_INVITED, year)->county) &&
            day_of(c, (int32_t)i, year, &at))
            write_invitation(c, (int32_t)i, year, at, chance_under(rank, talked));
    }
}

/* Asks those listed at the year's end; a talk is had by those who are invited. */
static void invite_chosen(const struct clinic *c, unsigned end)
{
    const struct year_end *e = &c->end[end];
    struct candidate *x = ARENA_NEW(c->arena, struct candidate, c->d->persons.count + 1);
    struct occasion at;
    size_t count = 0;
    for (size_t i = 0; i < c->d->persons.count; i++) {
        if (e->unit[i] == NO_UNIT || !is_invited_to(c, (int32_t)i, e->year))
            continue;
        uint64_t id = UINT64_C(1) << 63 | (uint64_t)e->year << 32 | i;
        x[count++] = (struct candidate){.rank = chance_of(c, STREAM_TALKS, id),
                                        .what = (uint32_t)i,
                                        .unit = e->unit[i],
                                        .settled = !day_of(c, (int32_t)i, e->year, &at)};
    }
    (void)choose(c, SHARE_INVITED, e->year, x, count);
    bool *invited = ARENA_NEW(c->arena, bool, c->d->persons.count + 1);
    for (size_t i = 0; i < count; i++) {
        invited[x[i].what] = x[i].has;
        x[i].settled = !x[i].has;
        x[i].has = false;
    }
    (void)choose(c, SHARE_TALKED, e->year, x, count);
    for (size_t i = 0; i < count; i++) {
        int32_t person = (int32_t)x[i].what;
        if (invited[person] && day_of(c, person, e->year, &at))
            write_invitation(c, person, e->year, at, x[i].has);
    }
}

void talks_make(const struct clinic *c)
{
    for (int32_t year = PLAN_FIRST_YEAR; year < c->end[0].year; year++)
        invite_anyhow(c, year);
    for (unsigned end = 0; end < YEAR_ENDS; end++)
        invite_chosen(c, end);
}
