#include "synth/seekers.h"

#include "synth/life.h"

enum { HALVINGS = 12 };
static const double POWER_MOST = 3, SPARE = 1.07, SPARE_PATIENTS = 1.004, SPARE_HOME = 1.25,
                    SPARE_HOME_PATIENTS = 1.02;

static double share_of_origin(const struct person *p)
{
    return p->origin == ORIGIN_VISITOR ? 0.22 : p->origin == ORIGIN_ELSEWHERE ? 0.6 : 1;
}

static bool seeker_of(const struct seekers_year *y, int32_t person, struct seeker *s)
{
    const struct person *p = PERSON(y->d, person);
    int32_t to = p->gone < p->last ? p->gone : p->last;
    int32_t from = p->arrived > p->born ? p->arrived : p->born;
    s->person = person;
    s->from = from > y->from ? from : y->from;
    s->to = to < y->to ? to : y->to;
    if (s->from > s->to)
        return false;
    int32_t middle = s->from + (s->to - s->from) / 2;
    double part = calendar_part(y->calendar, s->from, s->to) * share_of_origin(p);
    s->demand = demand_of(p, person_age(y->d, person, middle),
                          history_situation(y->d, y->history, person, middle));
    s->visited = s->demand.visited * part;
    s->others = s->demand.others * part;
    s->log_need = (float)steady_log((double)p->need + 1e-6);
    return true;
}

/* One of the two sorts of contacts, as far as it is being decided. */
struct sort {
    bool home;
    double contacts, persons; /* wanted */
};

static double *mean_of(struct seeker *s, bool home)
{
    return home ? &s->visited : &s->others;
}

/* How many persons have at least one candidate on average, where need is taken to this power; and
 * what the means are to be multiplied by, for as many contacts as are wanted. */
static double persons_with(const struct seekers *s, const struct sort *k, double power,
                           double *factor)
{
    double sum = 0, persons = 0;
    for (uint32_t i = 0; i < s->count; i++)
        sum += *mean_of(&s->at[i], k->home) * steady_exp(power * (double)s->at[i].log_need);
    *factor = sum > 0 ? k->contacts / sum : 0;
    for (uint32_t i = 0; i < s->count; i++) {
        struct seeker *x = &s->at[i];
        double mean = *mean_of(x, k->home) * steady_exp(power * (double)x->log_need) * *factor;
        persons += 1 - steady_exp(-mean - (k->home ? 0 : x->visited));
    }
    return persons;
}

static void decide(struct seekers *s, const struct sort *k)
{
    double low = 0, high = POWER_MOST, factor = 0;
    for (unsigned i = 0; i < HALVINGS && k->persons > 0; i++) {
        double middle = (low + high) / 2;
        if (persons_with(s, k, middle, &factor) > k->persons)
            low = middle; /* more unequal: fewer persons */
        else
            high = middle;
    }
    double power = k->persons > 0 ? low : 1;
    (void)persons_with(s, k, power, &factor);
    for (uint32_t i = 0; i < s->count; i++)
        *mean_of(&s->at[i], k->home) *= factor * steady_exp(power * (double)s->at[i].log_need);
}

struct seekers seekers_of(struct arena *a, const struct seekers_year *y, const struct quota *q)
{
    size_t persons = y->d->persons.count;
    struct seekers s = {.at = ARENA_NEW(a, struct seeker, persons + 1)};
    for (size_t i = 0; i < persons; i++)
        s.count += seeker_of(y, (int32_t)i, &s.at[s.count]);
    decide(&s, &(struct sort){true, SPARE_HOME * q->home_visits,
                              SPARE_HOME_PATIENTS * q->home_patients});
    decide(&s, &(struct sort){false, SPARE * (q->contacts - q->home_visits),
                              SPARE_PATIENTS * q->patients});
    return s;
}

void seekers_raise(struct seekers *s, double visited, double others)
{
    for (uint32_t i = 0; i < s->count; i++) {
        s->at[i].visited *= visited;
        s->at[i].others *= others;
    }
}
