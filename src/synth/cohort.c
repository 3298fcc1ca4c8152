#include "synth/clinic.h"

/* The threshold under which a person has the illness rises straight between these days. */
enum {
    KNOTS = PLAN_YEARS + 1, /* the year-ends from 2018 */
    HALVINGS = 20,
    BEFORE = 3,  /* years before contacts are told that diagnoses are told of */
    RENEW = 330, /* days after which the next contact says it again */
};
static const double OFTEN = 0.3, WRITTEN_BEFORE = 0.8, HALF_OF_FIRST = 0.7;

struct course {
    double at[KNOTS];
};

static int32_t knot_day(unsigned knot)
{
    return date(PLAN_FIRST_YEAR - 1 + (int32_t)knot, 12, 31);
}

static unsigned age_group(int32_t years)
{
    static const int32_t BEFORE_AGE[COHORT_AGES - 1] = {18, 40, 55, 65, 75, 85};
    unsigned group = 0;
    while (group < COHORT_AGES - 1 && years >= BEFORE_AGE[group])
        group++;
    return group;
}

/* Low for those who fall ill early. Who is ill seeks more. */
static double score_of(const struct clinic *c, const struct cohort *k, int32_t person)
{
    const struct person *p = PERSON(c->d, person);
    double common = k->by_age[age_group(person_age(c->d, person, date(2021, 6, 30)))] *
                    (p->sex == SEX_MALE ? k->men : 1) * (0.4 + (double)p->need);
    struct rnd r = rnd_of(c->d->seed, k->stream, (uint64_t)person);
    return common > 0 ? rnd_exponential(&r, 1) / common : 1e9;
}

/* The day on which the path reaches the score. */
static int32_t since_of(const struct course *p, unsigned knots, double score)
{
    int32_t first = date(PLAN_FIRST_YEAR - 4, 1, 1);
    if (score < HALF_OF_FIRST * p->at[0])
        return first;
    double from = HALF_OF_FIRST * p->at[0];
    int32_t day = first;
    for (unsigned i = 0; i < knots; i++) {
        if (score < p->at[i])
            return day +
                   (int32_t)((score - from) / (p->at[i] - from) * (double)(knot_day(i) - day));
        from = p->at[i];
        day = knot_day(i);
    }
    return FOREVER;
}

static unsigned occasions_before(const struct clinic *c, const struct cohort *k, int32_t person,
                                 int32_t since, struct occasion *out)
{
    unsigned count = 0;
    for (int32_t year = PLAN_FIRST_YEAR - BEFORE; year < PLAN_FIRST_YEAR; year++) {
        uint64_t id = (uint64_t)year << 40 | (uint64_t)person;
        struct span_of_days span = {date(year, 1, 1), date(year, 12, 31)};
        span.first = since > span.first ? since : span.first;
        if (span.first <= span.last && chance_under(chance_of(c, k->stream, id), WRITTEN_BEFORE) &&
            occasion_beside(c, person, span, rnd_key(c->d->seed, k->stream, id | UINT64_C(1) << 63),
                            &out[count]))
            count++;
    }
    return count;
}

unsigned cohort_occasions(const struct clinic *c, const struct cohort *k, int32_t person,
                          int32_t since, struct occasion out[static OCCASIONS])
{
    struct occasion at[OCCASIONS];
    unsigned count = occasions_before(c, k, person, since, out),
             all = occasions_of(c, person, k->professions, at);
    bool first = count == 0;
    int32_t last = count > 0 ? out[count - 1].day : INT32_MIN / 2;
    for (unsigned i = 0; i < all && count < OCCASIONS; i++) {
        if (at[i].day < since || at[i].day == last)
            continue;
        const struct contact *x = CONTACT(c->d, at[i].contact);
        if (k->visits_once && !first && is_visit(x))
            continue;
        uint32_t chance = chance_of(c, k->stream, UINT64_C(1) << 62 | (uint64_t)at[i].contact);
        if (!first && at[i].day - last < RENEW && !chance_under(chance, OFTEN))
            continue;
        out[count++] = at[i];
        last = at[i].day;
        first = false;
    }
    return count;
}

static int32_t last_before(const struct occasion *m, unsigned count, int32_t day)
{
    while (count > 0 && m[count - 1].day > day)
        count--;
    return count > 0 ? m[count - 1].day : 0;
}

/* With the diagnosis in the 60 months to the day. */
static bool is_in_60_months(int32_t seen, int32_t day)
{
    return seen >= date(day_civil((struct day){day}).year - 4, 1, 1);
}

struct counting {
    const struct clinic *c;
    const struct cohort *k;
    const double *score;
    const uint8_t *unit; /* where listed on the knot's day */
};

static uint32_t count_on(const struct counting *n, const struct course *p, unsigned knot)
{
    struct occasion m[OCCASIONS];
    uint32_t sum = 0;
    for (size_t i = 0; i < n->c->d->persons.count; i++) {
        if (n->score[i] >= p->at[knot] || n->unit[i] == NO_UNIT)
            continue;
        int32_t since = since_of(p, knot + 1, n->score[i]), day = knot_day(knot);
        unsigned count = cohort_occasions(n->c, n->k, (int32_t)i, since, m);
        sum += is_in_60_months(last_before(m, count, day), day);
    }
    return sum;
}

static struct course find_path(const struct clinic *c, const struct cohort *k, const double *score)
{
    struct course p = {{0}};
    for (unsigned knot = 0; knot < KNOTS; knot++) {
        struct arena *a = arena_open(ARENA_BLOCK);
        struct day day = {knot_day(knot)};
        struct counting n = {c, k, score, history_units(c->d, &c->history, a, day.n)};
        uint32_t listed = 0;
        for (size_t i = 0; i < c->d->persons.count; i++)
            listed += n.unit[i] != NO_UNIT;
        double share = plan_share_on(k->share, day) * (knot == 0 ? 0.97 : 1);
        uint32_t want = plan_count(share, listed);
        double low = knot > 0 ? p.at[knot - 1] : 0, high = low + 0.1;
        for (unsigned i = 0; i < HALVINGS; i++) {
            p.at[knot] = (low + high) / 2;
            uint32_t got = count_on(&n, &p, knot);
            if (got == want)
                break;
            *(got < want ? &low : &high) = p.at[knot];
        }
        arena_close(a);
    }
    return p;
}

void cohort_make(const struct clinic *c, struct cohort *k)
{
    size_t persons = c->d->persons.count;
    double *score = ARENA_NEW(c->arena, double, persons + 1);
    struct occasion m[OCCASIONS];
    for (size_t i = 0; i < persons; i++)
        score[i] = score_of(c, k, (int32_t)i);
    struct course p = find_path(c, k, score);
    k->since = ARENA_NEW(c->arena, int32_t, persons + 1);
    for (unsigned end = 0; end < YEAR_ENDS; end++)
        k->seen[end] = ARENA_NEW(c->arena, int32_t, persons + 1);
    for (size_t i = 0; i < persons; i++) {
        k->since[i] = since_of(&p, KNOTS, score[i]);
        if (k->since[i] == FOREVER)
            continue;
        unsigned count = cohort_occasions(c, k, (int32_t)i, k->since[i], m);
        for (unsigned end = 0; end < YEAR_ENDS; end++)
            k->seen[end][i] = last_before(m, count, c->end[end].last);
    }
}

bool cohort_has(const struct clinic *c, const struct cohort *k, int32_t person, unsigned end)
{
    return c->end[end].unit[person] != NO_UNIT &&
           is_in_60_months(k->seen[end][person], c->end[end].last);
}
