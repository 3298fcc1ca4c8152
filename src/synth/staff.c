#include "synth/district.h"

#include <string.h>

/* A kind of post: how many listed there are to one, how long it is held. */
struct post {
    enum profession profession;
    enum training training;
    float listed_each, years;
    bool often_vacant; /* as the unit's physicians are */
    uint8_t least;     /* at every unit */
};

static const struct post POST[] = {
    {PROF_PHYSICIAN, TRAINING_NONE, 1750, 5.5F, true, 2},
    {PROF_PHYSICIAN, TRAINING_ST, 5200, 3.5F, true, 0},
    {PROF_PHYSICIAN, TRAINING_AT, 9000, 0.5F, true, 0},
    {PROF_PHYSICIAN, TRAINING_BT, 30000, 1.0F, true, 0},
    {PROF_NURSE, TRAINING_NONE, 1250, 6.0F, false, 2},
    {PROF_PHYSIOTHERAPIST, TRAINING_NONE, 4500, 7.0F, false, 1},
    {PROF_OCCUPATIONAL_THERAPIST, TRAINING_NONE, 8000, 8.0F, false, 1},
    {PROF_PSYCHOLOGIST, TRAINING_NONE, 9000, 4.0F, false, 1},
    {PROF_COUNSELLOR, TRAINING_NONE, 6500, 5.0F, false, 1},
    {PROF_DIETITIAN, TRAINING_NONE, 26000, 6.0F, false, 1},
    {PROF_MIDWIFE, TRAINING_NONE, 6000, 7.0F, false, 1},
    {PROF_ASSISTANT_NURSE, TRAINING_NONE, 2600, 6.0F, false, 1},
    {PROF_OTHER, TRAINING_NONE, 7000, 7.0F, false, 1},
};

enum {
    MUNICIPAL_STAFF = 36, /* in the home services of the district's municipalities */
    REGULARS = 7,         /* hired physicians that a unit takes again and again */
    STINT_MOST = 3,       /* weeks */
    HIRED_ANYHOW = 2500,  /* a small unit needs more of them than its persons say */
};

static int32_t monday_of(const struct district *d, int32_t day)
{
    int32_t since = (day - d->first_monday) % 7;
    return day - (since < 0 ? since + 7 : since);
}

static int32_t staff_new(struct district *d, unsigned unit, enum profession p, struct rnd *r)
{
    struct staff *s = list_add(d->arena, &d->staff, sizeof *s);
    *s = (struct staff){
        .profession = (uint8_t)p,
        .unit = (uint8_t)unit,
        .district_nurse = p == PROF_NURSE && rnd_chance(r, 0.66),
        .protected_staff = rnd_chance(r, 0.004),
        .until = FOREVER,
    };
    return (int32_t)d->staff.count - 1;
}

/* Those who hold a post one after the other; its first one always has somebody. */
static void fill_post(struct district *d, unsigned unit, const struct post *post, bool always,
                      struct rnd *r)
{
    static const double FTE[] = {1, 1, 1, 0.9, 0.8, 0.8, 0.75, 0.5};
    double vacant = post->often_vacant ? d->unit[unit].vacant : 0.03;
    double days = (double)post->years * 365.25;
    int32_t from = d->start - (int32_t)rnd_exponential(r, days) - 60;
    if (!always && rnd_chance(r, vacant))
        from = d->start + (int32_t)rnd_exponential(r, 150);
    while (from <= d->end) {
        from = monday_of(d, from);
        int32_t held =
            post->training == TRAINING_AT ? 26 * 7 : 90 + (int32_t)rnd_exponential(r, days);
        while (from + held - 1 < d->start)
            held += (int32_t)rnd_exponential(r, days) + 1;
        int32_t next = monday_of(d, from + held);
        int32_t staff = staff_new(d, unit, post->profession, r);
        struct staff *s = STAFF(d, staff);
        s->fte = FTE[rnd_below(r, sizeof FTE / sizeof *FTE)];
        s->training = post->training;
        s->until = next > d->end ? FOREVER : next - 1;
        struct position *p = list_add(d->arena, &d->positions, sizeof *p);
        *p = (struct position){.staff = staff,
                               .from = from,
                               .to = s->until,
                               .fte = s->fte,
                               .unit = (uint8_t)unit,
                               .employment = EMPLOYMENT_EMPLOYED,
                               .training = post->training};
        from = always ? next : next + (int32_t)rnd_exponential(r, 14 + 500 * vacant);
    }
}

static void fill_unit(struct district *d, unsigned unit, struct rnd *r)
{
    for (unsigned i = 0; i < sizeof POST / sizeof *POST; i++) {
        const struct post *post = &POST[i];
        uint32_t count = plan_count(d->unit[unit].listed / (double)post->listed_each, 1);
        if (count < post->least)
            count = post->least;
        for (uint32_t n = 0; n < count; n++)
            fill_post(d, unit, post, post->least > 0 && n == 0, r);
    }
}

/* Which weeks each hired physician is taken for, one bit a week. */
struct agency {
    struct district *d;
    uint64_t (*taken)[8];
    int32_t *staff;
    unsigned count, room;
    int32_t regular[UNITS][REGULARS];
};

static bool is_free(const struct agency *a, int32_t n, uint32_t week, uint32_t weeks)
{
    for (uint32_t w = week; w < week + weeks; w++)
        if (a->taken[n][w / 64] >> (w % 64) & 1)
            return false;
    return true;
}

static int32_t hire_new(struct agency *a, unsigned unit, struct rnd *r)
{
    if (a->count == a->room)
        return NOBODY;
    int32_t staff = staff_new(a->d, unit, PROF_PHYSICIAN, r);
    STAFF(a->d, staff)->hired = true;
    STAFF(a->d, staff)->until = 0;
    STAFF(a->d, staff)->fte = 1;
    a->staff[a->count] = staff;
    return (int32_t)a->count++;
}

/* A physician for those weeks: one who has been there before if possible. */
static int32_t hire(struct agency *a, unsigned unit, uint32_t week, uint32_t weeks, struct rnd *r)
{
    for (unsigned tries = 0; tries < 4 * REGULARS; tries++) {
        bool known = rnd_chance(r, 0.72);
        unsigned place = rnd_below(r, REGULARS);
        int32_t n = known ? a->regular[unit][place]
                          : (a->count > 0 ? (int32_t)rnd_below(r, a->count) : NOBODY);
        if (known && n == NOBODY)
            n = a->regular[unit][place] = hire_new(a, unit, r);
        if (n != NOBODY && is_free(a, n, week, weeks))
            return n;
    }
    return hire_new(a, unit, r);
}

static void hire_stint(struct agency *a, unsigned unit, uint32_t week, uint32_t weeks,
                       struct rnd *r)
{
    struct district *d = a->d;
    int32_t n = hire(a, unit, week, weeks, r);
    if (n == NOBODY)
        return;
    for (uint32_t w = week; w < week + weeks; w++)
        a->taken[n][w / 64] |= UINT64_C(1) << (w % 64);
    int32_t from = d->first_monday + (int32_t)week * 7;
    struct position *p = list_add(d->arena, &d->positions, sizeof *p);
    *p = (struct position){.staff = a->staff[n],
                           .from = from,
                           .to = from + (int32_t)weeks * 7 - 1,
                           .fte = 1,
                           .unit = (uint8_t)unit,
                           .employment = EMPLOYMENT_HIRED};
}

/* The weeks of a year that hired physicians work at units of an operator, all of them placed. */
static void hire_year(struct agency *a, int32_t year, uint32_t left, enum operator_kind kind)
{
    struct district *d = a->d;
    struct rnd r = rnd_of(d->seed, STREAM_HIRED, (uint64_t)year * 2 + (uint64_t)kind);
    double need[UNITS];
    for (unsigned i = 0; i < UNITS; i++)
        need[i] = d->unit[i].operator_kind == kind
                      ? (d->unit[i].listed + HIRED_ANYHOW * d->scale) * d->unit[i].vacant
                      : 0;
    int32_t day = date(year, 1, 1);
    uint32_t first = (uint32_t)((day - d->first_monday + 6) / 7); /* the year's first Monday */
    uint32_t last = (uint32_t)((date(year, 12, 31) - d->first_monday) / 7);
    if (last >= d->weeks)
        last = d->weeks - 1;
    while (left > 0) {
        uint32_t weeks = 1 + rnd_below(&r, STINT_MOST);
        weeks = weeks > left ? left : weeks;
        if (last < first || weeks > last - first + 1)
            return;
        uint32_t week = first + rnd_below(&r, last - first + 2 - weeks);
        if (rnd_chance(&r, 0.2) && last - first > 32) /* the holidays of those who are employed */
            week = first + 25 + rnd_below(&r, 6);
        hire_stint(a, rnd_weighted(&r, need, UNITS), week, weeks, &r);
        left -= weeks;
    }
}

static void hire_all(struct district *d)
{
    struct agency a = {.d = d, .room = 64 + plan_count(400, d->scale)};
    a.taken = (uint64_t(*)[8])arena_take(d->arena, sizeof *a.taken, _Alignof(uint64_t), a.room);
    a.staff = ARENA_NEW(d->arena, int32_t, a.room);
    for (unsigned u = 0; u < UNITS; u++)
        for (unsigned i = 0; i < REGULARS; i++)
            a.regular[u][i] = NOBODY;
    for (int32_t year = PLAN_FIRST_YEAR; year <= PLAN_LAST_YEAR + 1; year++) {
        double weeks = plan_year(year)->hired_weeks;
        double part = year > PLAN_LAST_YEAR ? (double)(d->end - date(year, 1, 1) + 1) / 365 : 1;
        hire_year(&a, year, plan_count(weeks * part, d->scale), OPERATOR_REGION);
        hire_year(&a, year, plan_count(0.07 * weeks * part, d->scale), OPERATOR_EXTERNAL);
    }
}

/* Three weeks in summer, about the same every year, and two when it suits. */
static bool on_holiday(const struct district *d, int32_t staff, uint32_t week)
{
    int32_t monday = d->first_monday + (int32_t)week * 7;
    struct iso_week iso = day_iso_week((struct day){monday});
    uint64_t own = rnd_mix(d->seed ^ ((uint64_t)staff << 20));
    uint64_t year = rnd_mix(own ^ (uint64_t)iso.year);
    int32_t begins = 23 + (int32_t)((own + year % 2) % 10), other = 1 + (int32_t)(year / 2 % 51);
    return (iso.week >= begins && iso.week < begins + 3) ||
           (iso.week >= other && iso.week < other + 2);
}

static size_t place_of(const struct district *d, unsigned unit, unsigned profession, uint32_t week)
{
    return ((size_t)unit * PROFESSIONS + profession) * d->weeks + week;
}

static void position_weeks(const struct district *d, const struct position *p, uint32_t *first,
                           uint32_t *end)
{
    int32_t to = p->to > d->end ? d->end : p->to;
    int32_t from = p->from < d->first_monday ? d->first_monday : p->from;
    *first = (uint32_t)((from - d->first_monday) / 7);
    *end = to < from ? *first : (uint32_t)((to - d->first_monday) / 7 + 1);
}

/* Where all would be away, nobody is; then the working time is summed. */
static void finish_roster(struct roster_entry *at, unsigned count)
{
    unsigned away = 0;
    for (unsigned i = 0; i < count; i++)
        away += at[i].away;
    float sum = 0;
    for (unsigned i = 0; i < count; i++) {
        if (away == count)
            at[i].away = false;
        sum += at[i].away ? 0 : at[i].upto;
        at[i].upto = sum;
    }
}

static void make_rosters(struct district *d)
{
    size_t places = (size_t)UNITS * PROFESSIONS * d->weeks, entries = 0;
    unsigned *count = ARENA_NEW(d->arena, unsigned, places);
    struct roster *roster = ARENA_NEW(d->arena, struct roster, places);
    uint32_t first, end;
    for (size_t i = 0; i < d->positions.count; i++) {
        const struct position *p = POSITION(d, i);
        position_weeks(d, p, &first, &end);
        entries += end - first;
        for (uint32_t w = first; w < end; w++)
            count[place_of(d, p->unit, STAFF(d, p->staff)->profession, w)]++;
    }
    struct roster_entry *entry = ARENA_NEW(d->arena, struct roster_entry, entries + 1),
                        *next = entry;
    for (size_t i = 0; i < places; i++) {
        roster[i].at = next;
        next += count[i];
    }
    for (size_t i = 0; i < d->positions.count; i++) {
        const struct position *p = POSITION(d, i);
        position_weeks(d, p, &first, &end);
        for (uint32_t w = first; w < end; w++) {
            size_t place = place_of(d, p->unit, STAFF(d, p->staff)->profession, w);
            struct roster_entry *e = entry + (roster[place].at - entry) + roster[place].count++;
            bool employed = p->employment == EMPLOYMENT_EMPLOYED;
            *e = (struct roster_entry){.staff = p->staff,
                                       .upto = (float)p->fte,
                                       .stays = employed && p->training != TRAINING_AT,
                                       .away = employed && on_holiday(d, p->staff, w)};
        }
    }
    for (size_t i = 0; i < places; i++)
        finish_roster(entry + (roster[i].at - entry), roster[i].count);
    d->roster = roster;
}

void staff_make(struct district *d)
{
    struct rnd r = rnd_of(d->seed, STREAM_STAFF, 0);
    for (unsigned unit = 0; unit < UNITS; unit++)
        fill_unit(d, unit, &r);
    hire_all(d);
    for (unsigned i = 0; i < MUNICIPAL_STAFF; i++) {
        enum profession p = i % 3 == 0 ? PROF_NURSE : PROF_ASSISTANT_NURSE;
        int32_t staff = staff_new(d, i % UNITS, p, &r);
        STAFF(d, staff)->municipal = true;
    }
    staffing_settle(d);
    make_rosters(d);
}

struct roster staff_roster(const struct district *d, unsigned unit, enum profession p, int32_t day)
{
    uint32_t week = (uint32_t)((day - d->first_monday) / 7);
    return d->roster[place_of(d, unit, p, week < d->weeks ? week : d->weeks - 1)];
}

int32_t staff_usual(const struct roster *r, uint64_t key)
{
    int32_t best = NOBODY;
    uint64_t most = 0;
    for (unsigned i = 0; i < r->count; i++) {
        uint64_t score = rnd_mix(key ^ ((uint64_t)r->at[i].staff * UINT64_C(0x9e3779b97f4a7c15)));
        if (r->at[i].stays && (best == NOBODY || score > most)) {
            best = r->at[i].staff;
            most = score;
        }
    }
    return best;
}

int32_t staff_any(const struct roster *r, double at)
{
    if (r->count == 0)
        return NOBODY;
    float want = (float)at * r->at[r->count - 1].upto;
    for (unsigned i = 0; i < r->count; i++)
        if (!r->at[i].away && want < r->at[i].upto)
            return r->at[i].staff;
    for (unsigned i = r->count; i > 0; i--)
        if (!r->at[i - 1].away)
            return r->at[i - 1].staff;
    return NOBODY;
}

bool staff_at_work(const struct roster *r, int32_t staff)
{
    for (unsigned i = 0; i < r->count; i++)
        if (r->at[i].staff == staff && !r->at[i].away)
            return true;
    return false;
}
