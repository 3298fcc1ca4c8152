#include "synth/clinic.h"

/* One value that a share asks about: a blood pressure or an HbA1c. */
struct reading {
    struct occasion at;
    int32_t person;
    uint32_t rank;
    uint8_t unit; /* where the person is listed */
    bool settled, has;
};
struct readings {
    enum share share;
    enum stream stream;
    unsigned draw;   /* which readings were taken is drawn anew until the shares can be had */
    struct list all; /* of one person together, by day */
};

enum { HBA1C_LEAST = 75, PRESSURE_LEAST = 40 }; /* days between two */
/* One county in some hundreds has no unit with a number of patients of which the printed share can
 * be had. So many draws are needed only where there are few patients, and may be in vain there. */
enum { DRAWS = 200 };
static const double PRESSURE_TAKEN = 0.72, HBA1C_TAKEN = 0.8, OWN = 0.65;

/* The person's own rank, now and then another. */
static uint32_t rank_of(const struct clinic *c, enum stream stream, int32_t person,
                        struct occasion at)
{
    uint64_t id = UINT64_C(1) << 62 | (uint64_t)at.day << 32 | (uint64_t)person;
    if (chance_under(chance_of(c, stream, id), OWN))
        return chance_of(c, stream, (uint64_t)person);
    return chance_of(c, stream, id | UINT64_C(1) << 61);
}

static void take_readings(const struct clinic *c, struct readings *r, int32_t person, int32_t since)
{
    struct occasion m[OCCASIONS];
    bool pressure = r->share == SHARE_PRESSURE;
    int32_t last = INT32_MIN / 2;
    unsigned count = occasions_of(c, person, 1 << PROF_PHYSICIAN | 1 << PROF_NURSE, m);
    for (unsigned i = 0; i < count; i++) {
        uint64_t id = UINT64_C(5) << 60 | (uint64_t)r->draw << 40 | (uint64_t)m[i].contact;
        bool taken =
            chance_under(chance_of(c, r->stream, id), pressure ? PRESSURE_TAKEN : HBA1C_TAKEN);
        int32_t row = history_listing(c->d, &c->history, person, m[i].day);
        if (m[i].day < since - 60 || m[i].day - last < (pressure ? PRESSURE_LEAST : HBA1C_LEAST) ||
            !taken || row == NOBODY || (pressure && !is_visit(CONTACT(c->d, m[i].contact))))
            continue;
        struct reading *x = list_add(c->arena, &r->all, sizeof *x);
        *x = (struct reading){.at = m[i],
                              .person = person,
                              .rank = rank_of(c, r->stream, person, m[i]),
                              .unit = LISTING(c->d, row)->unit};
        last = m[i].day;
    }
}

/* The last one of each person in the window of the year-end, of those asked about. */
static size_t last_readings(const struct clinic *c, const struct readings *r,
                            const struct cohort *k, unsigned end, struct candidate *out)
{
    size_t count = 0;
    const struct reading *all = r->all.at;
    for (size_t i = r->all.count; i > 0; i--) {
        const struct reading *x = &all[i - 1];
        bool later =
            i < r->all.count && all[i].person == x->person && all[i].at.day <= c->end[end].last;
        if (later || x->at.day > c->end[end].last || x->at.day < window_first(c, end) ||
            !cohort_has(c, k, x->person, end) ||
            (r->share == SHARE_HBA1C && !diabetes_is_type_2(c, x->person)))
            continue;
        out[count++] = (struct candidate){.rank = x->rank,
                                          .what = (uint32_t)(i - 1),
                                          .unit = c->end[end].unit[x->person],
                                          .settled = x->settled,
                                          .has = x->has};
    }
    return count;
}

/* False: the shares cannot be had of these readings. */
static bool decide(const struct clinic *c, struct readings *r, const struct cohort *k)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct candidate *at = ARENA_NEW(a, struct candidate, r->all.count + 1);
    struct reading *all = r->all.at;
    bool met = true;
    for (unsigned end = 0; end < YEAR_ENDS && all; end++) {
        size_t count = last_readings(c, r, k, end, at);
        met = choose(c, r->share, c->end[end].year, at, count) && met;
        for (size_t i = 0; i < count; i++) {
            all[at[i].what].settled = true;
            all[at[i].what].has = at[i].has;
        }
    }
    arena_close(a);
    return met;
}

static void take(const struct clinic *c, struct readings *r, const struct cohort *k)
{
    do {
        r->all.count = 0;
        for (size_t i = 0; i < c->d->persons.count; i++)
            if (k->since[i] != FOREVER)
                take_readings(c, r, (int32_t)i, k->since[i]);
    } while (!decide(c, r, k) && ++r->draw < DRAWS);
    struct reading *all = r->all.at; /* those that nobody asks about */
    for (size_t i = 0; i < r->all.count; i++)
        if (!all[i].settled)
            all[i].has =
                chance_under(all[i].rank, unit_share(c->d, r->share, all[i].unit, all[i].at.day));
}

static void write_value(const struct clinic *c, const struct reading *x, enum code code,
                        int32_t value)
{
    event_add(c, EVENT_MEASUREMENTS, x->person, x->at,
              (struct event){.code = (uint8_t)code, .value = (uint16_t)value});
}

/* At most 140/85, or one of the two more; two of five of these under 150/90. */
static void write_pressure(const struct clinic *c, const struct reading *x)
{
    struct rnd r = rnd_of(c->d->seed, STREAM_PRESSURE, UINT64_C(6) << 60 | (uint64_t)x->at.contact);
    int32_t upper = rnd_between(&r, 112, 140), lower = rnd_between(&r, 62, 85);
    if (!x->has) {
        bool middle = rnd_chance(&r, 0.42), both = rnd_chance(&r, 0.3);
        if (rnd_chance(&r, 0.75)) {
            upper = middle ? rnd_between(&r, 141, 149) : rnd_between(&r, 150, 182);
            lower = both ? rnd_between(&r, 86, middle ? 89 : 104) : lower;
        } else {
            lower = middle ? rnd_between(&r, 86, 89) : rnd_between(&r, 90, 104);
            upper = both ? rnd_between(&r, 141, middle ? 149 : 176) : upper;
        }
    }
    write_value(c, x, CODE_SYSTOLIC, upper);
    write_value(c, x, CODE_DIASTOLIC, lower);
}

static void write_hba1c(const struct clinic *c, const struct reading *x)
{
    struct rnd r = rnd_of(c->d->seed, STREAM_HBA1C, UINT64_C(6) << 60 | (uint64_t)x->at.contact);
    int32_t value = x->has                 ? 71 + (int32_t)rnd_exponential(&r, 9)
                    : rnd_chance(&r, 0.55) ? rnd_between(&r, 38, 51)
                                           : rnd_between(&r, 52, 70);
    write_value(c, x, CODE_HBA1C, value > 140 ? 140 : value);
}

void readings_make(const struct clinic *c, const struct cohort *diabetes)
{
    struct readings kinds[] = {{.share = SHARE_PRESSURE, .stream = STREAM_PRESSURE},
                               {.share = SHARE_HBA1C, .stream = STREAM_HBA1C}};
    for (unsigned kind = 0; kind < 2; kind++) {
        struct readings *r = &kinds[kind];
        take(c, r, diabetes);
        for (size_t i = 0; i < r->all.count; i++) {
            const struct reading *x = &((const struct reading *)r->all.at)[i];
            if (r->share == SHARE_PRESSURE)
                write_pressure(c, x);
            else
                write_hba1c(c, x);
        }
    }
}
