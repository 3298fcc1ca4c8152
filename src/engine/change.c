#include "engine/change.h"

#include "engine/expr.h"
#include "engine/without.h"

#include <string.h>

/* ---- sums of fractions: one integer for each denominator ---- */

struct term {
    uint64_t q;
    int64_t sum;
};
struct sums {
    struct term *term; /* by q */
    unsigned terms, room;
    int64_t weight; /* of the denominators */
    int64_t persons;
};

static void add_term(struct arena *a, struct sums *s, uint64_t q, int64_t p)
{
    unsigned at = 0;
    while (at < s->terms && s->term[at].q < q)
        at++;
    if (at == s->terms || s->term[at].q != q) {
        if (s->terms == s->room) {
            s->room = s->room * 2 + 8;
            struct term *grown = ARENA_NEW(a, struct term, s->room);
            if (s->terms > 0)
                memcpy(grown, s->term, s->terms * sizeof *grown);
            s->term = grown;
        }
        memmove(&s->term[at + 1], &s->term[at], (s->terms++ - at) * sizeof *s->term);
        s->term[at] = (struct term){q, 0};
    }
    s->term[at].sum += p;
}

/* ---- exact numbers ---- */

struct summing {
    struct exact_part *part;
    unsigned parts;
};

static struct summing summing_open(struct arena *a, unsigned most)
{
    return (struct summing){ARENA_NEW(a, struct exact_part, (size_t)most + 1), 0};
}

/* sums × times / by */
static void put_sums(struct summing *n, const struct sums *s, wide times, wide by)
{
    for (unsigned i = 0; i < s->terms; i++)
        n->part[n->parts++] = (struct exact_part){s->term[i].sum * times, s->term[i].q * by};
}

static struct exact_number number_of(struct summing n)
{
    return (struct exact_number){n.part, n.parts};
}

/* ---- the two figures ---- */

struct side {
    struct persons_request ask;
    struct persons persons;
    struct sums all;
    wide by; /* the denominator: D, of a count 1 */
};
struct changing {
    struct arena *arena;
    const struct snapshot *snapshot;
    const struct change_request *ask;
    struct side side[2];
    struct sums part[CHANGE_PARTS][2]; /* by side */
};

static bool is_count(const struct changing *c)
{
    return c->ask->definition->kind == MEASURE_COUNT;
}

static void add_person(const struct changing *c, struct sums *s, const struct person_part *p)
{
    if (!p)
        return;
    add_term(c->arena, s, p->q, p->numerator);
    s->weight += is_count(c) ? 0 : p->denominator;
}

/* n of the second against n of the first: <0, 0, >0 */
static int order(const struct person_part *first, const struct person_part *second)
{
    wide x = (wide)first->numerator * second->q, y = (wide)second->numerator * first->q;
    return (y > x) - (y < x);
}

static void put_person(struct changing *c, const struct person_part *first,
                       const struct person_part *second)
{
    enum change_part part = !first ? CHANGE_CAME : CHANGE_LEFT;
    if (first && second) {
        int more = order(first, second);
        part = more > 0 ? CHANGE_GAINED : more < 0 ? CHANGE_LOST : CHANGE_UNCHANGED;
    }
    add_person(c, &c->part[part][0], first);
    add_person(c, &c->part[part][1], second);
    c->part[part][1].persons++;
}

/* Of a count who counts nothing is as good as absent. */
static bool counts(const struct changing *c, const struct person_part *p)
{
    return !is_count(c) || p->numerator != 0;
}

static void divide(struct changing *c)
{
    const struct persons *a = &c->side[0].persons, *b = &c->side[1].persons;
    for (size_t i = 0, k = 0; i < a->count || k < b->count;) {
        bool has_first = i < a->count && (k == b->count || a->at[i].person <= b->at[k].person);
        bool has_second = k < b->count && (i == a->count || b->at[k].person <= a->at[i].person);
        const struct person_part *first = has_first ? &a->at[i] : NULL;
        const struct person_part *second = has_second ? &b->at[k] : NULL;
        i += has_first;
        k += has_second;
        first = first && counts(c, first) ? first : NULL;
        second = second && counts(c, second) ? second : NULL;
        if (first || second)
            put_person(c, first, second);
    }
}

static struct sums sums_of(const struct changing *c, const struct persons *all)
{
    struct sums sums = {0};
    for (size_t i = 0; i < all->count; i++)
        add_person(c, &sums, &all->at[i]);
    return sums;
}

static void find_side(struct changing *c, struct side *s, const struct change_side *of)
{
    s->ask = (struct persons_request){.definition = c->ask->definition,
                                      .month = of->month,
                                      .level = of->level,
                                      .place = of->place,
                                      .threads = c->ask->threads,
                                      .protected_rows = true};
    s->persons = persons_of(c->arena, c->snapshot, &s->ask);
    s->all = sums_of(c, &s->persons);
    s->by = is_count(c) ? 1 : s->all.weight;
}

/* ---- parts ---- */

/* (n1 - v d1) / D1 - (n0 - v d0) / D0, v the first figure */
static struct exact_number share(const struct changing *c, const struct sums s[static 2])
{
    const struct side *first = &c->side[0], *second = &c->side[1];
    struct summing n = summing_open(c->arena, s[0].terms + s[1].terms + 2 * first->all.terms);
    put_sums(&n, &s[1], 1, second->by);
    put_sums(&n, &s[0], -1, first->by);
    if (s[1].weight != 0)
        put_sums(&n, &first->all, -s[1].weight, first->by * second->by);
    if (s[0].weight != 0)
        put_sums(&n, &first->all, s[0].weight, first->by * first->by);
    return number_of(n);
}

static struct exact_number figure(const struct changing *c, const struct sums *s, wide by)
{
    struct summing n = summing_open(c->arena, s->terms);
    put_sums(&n, s, 1, by);
    return number_of(n);
}

/* ---- traits ---- */

/* How much the figures differ. */
struct difference {
    struct sums sums[2];
};

/* (second - first) of `x`, less that of `less` (NULL: of nothing). */
static struct exact_number difference(const struct changing *c, const struct difference *x,
                                      const struct difference *less)
{
    unsigned most = x->sums[0].terms + x->sums[1].terms +
                    (less ? less->sums[0].terms + less->sums[1].terms : 0);
    struct summing n = summing_open(c->arena, most);
    put_sums(&n, &x->sums[1], 1, x->sums[1].weight);
    put_sums(&n, &x->sums[0], -1, x->sums[0].weight);
    if (less) {
        put_sums(&n, &less->sums[1], -1, less->sums[1].weight);
        put_sums(&n, &less->sums[0], 1, less->sums[0].weight);
    }
    return number_of(n);
}

/* Fewer contacts cannot give a value to who had none: then those who have one are all that need be
 * looked at. So it is of an index of contacts that wants at least so many. */
static bool only_loses(const struct expr *value)
{
    const struct expr *when = value->op == EXPR_WHEN ? value->b : NULL;
    const struct expr *index = when ? value->a : value;
    bool is_least = !when || ((when->op == EXPR_GREATER_EQUAL || when->op == EXPR_GREATER) &&
                              when->a->op == EXPR_INDEX_COUNT && when->b->op == EXPR_NUMBER);
    return index->op == EXPR_INDEX && is_least;
}

static void take_out_traits(struct changing *c, struct change *out)
{
    struct difference before = {{c->side[0].all, c->side[1].all}};
    struct without left[2];
    for (unsigned k = 0; k < 2; k++)
        left[k] = without_open(c->arena, c->snapshot, &c->side[k].ask, c->side[k].persons);
    for (unsigned i = 0; i < CONTACT_TRAITS; i++) {
        struct difference after;
        for (unsigned k = 0; k < 2; k++) {
            struct persons persons = without_next(&left[k], c->snapshot, i);
            after.sums[k] = sums_of(c, &persons);
        }
        if (after.sums[0].weight == 0 || after.sums[1].weight == 0)
            break;
        out->taken[i] = true;
        out->trait[i] = difference(c, &before, &after);
        before = after;
    }
    out->other = difference(c, &before, NULL);
}

/* ---- the whole ---- */

struct change change_of(struct arena *a, const struct snapshot *s, const struct change_request *ask)
{
    struct changing c = {.arena = a, .snapshot = s, .ask = ask};
    struct change out = {0};
    find_side(&c, &c.side[0], &ask->first);
    find_side(&c, &c.side[1], &ask->second);
    if (c.side[0].by <= 0 || c.side[1].by <= 0)
        return out;
    divide(&c);
    out.is_known = true;
    out.first = figure(&c, &c.side[0].all, c.side[0].by);
    out.second = figure(&c, &c.side[1].all, c.side[1].by);
    struct summing n = summing_open(a, c.side[0].all.terms + c.side[1].all.terms);
    put_sums(&n, &c.side[1].all, 1, c.side[1].by);
    put_sums(&n, &c.side[0].all, -1, c.side[0].by);
    out.change = number_of(n);
    for (unsigned i = 0; i < CHANGE_PARTS; i++)
        out.part[i] = (struct change_share){c.part[i][1].persons, share(&c, c.part[i])};
    out.has_traits = ask->definition->kind == MEASURE_MEAN && only_loses(ask->definition->value);
    if (out.has_traits)
        take_out_traits(&c, &out);
    return out;
}
