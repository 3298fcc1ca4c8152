#include "synth/keep.h"

#include <stdlib.h>

/* A candidate by its rank: the rank above, its place below. */
struct ranking {
    uint64_t *key;
    uint32_t count;
};

static void rank_add(struct ranking *g, const struct contact *c, uint32_t place)
{
    g->key[g->count++] = (uint64_t)c[place].rank << 32 | place;
}

static int by_key(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void keep_key(uint64_t key, bool *kept)
{
    kept[(uint32_t)key] = true;
}

/* Keeps the `want` lowest; returns how many are missing. Ranks are even, so a count by their
 * upper bits finds the border, and only what lies there is sorted. */
static uint32_t keep_lowest(struct arena *a, const struct ranking *g, uint32_t want, bool *kept)
{
    enum { BITS = 12, SHIFT = 64 - BITS };
    uint32_t count[1 << BITS] = {0}, border = 0, below = 0;
    for (uint32_t i = 0; i < g->count; i++)
        count[g->key[i] >> SHIFT]++;
    while (border < 1 << BITS && below + count[border] <= want)
        below += count[border++];
    uint64_t *at = ARENA_NEW(a, uint64_t, border < 1 << BITS ? count[border] : 1);
    uint32_t n = 0;
    for (uint32_t i = 0; i < g->count; i++) {
        if (g->key[i] >> SHIFT < border)
            keep_key(g->key[i], kept);
        else if (g->key[i] >> SHIFT == border)
            at[n++] = g->key[i];
    }
    qsort(at, n, sizeof *at, by_key);
    for (uint32_t i = 0; i < n && below < want; i++, below++)
        keep_key(at[i], kept);
    return want - below;
}

struct choice {
    bool anybody; /* the plan does not say how many persons */
    const struct contact *c;
    uint32_t count;
    bool *kept;
    struct ranking first,
        rest; /* each person's lowest candidate; all others of the persons chosen */
};

static bool is_home_visit(const struct contact *c)
{
    return c->form == FORM_HOME_VISIT;
}

static uint32_t end_of_person(const struct choice *w, uint32_t from)
{
    uint32_t to = from;
    while (to < w->count && w->c[to].person == w->c[from].person)
        to++;
    return to;
}

static bool has_kept(const struct choice *w, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        if (w->kept[i])
            return true;
    return false;
}

/* Persons by their lowest candidate of that sort; those with something kept already are left out.
 */
static void rank_persons(struct choice *w, bool home)
{
    w->first.count = 0;
    for (uint32_t from = 0, to; from < w->count; from = to) {
        to = end_of_person(w, from);
        uint32_t best = to;
        for (uint32_t i = from; i < to; i++)
            if (is_home_visit(&w->c[i]) == home && (best == to || w->c[i].rank < w->c[best].rank))
                best = i;
        if (best < to && !has_kept(w, from, to))
            rank_add(&w->first, w->c, best);
    }
}

/* What else the persons with something kept have of that sort. */
static void rank_rest(struct choice *w, bool home)
{
    w->rest.count = 0;
    for (uint32_t from = 0, to; from < w->count; from = to) {
        to = end_of_person(w, from);
        bool chosen = w->anybody || has_kept(w, from, to);
        for (uint32_t i = from; i < to && chosen; i++)
            if (is_home_visit(&w->c[i]) == home && !w->kept[i])
                rank_add(&w->rest, w->c, i);
    }
}

struct shortage keep_candidates(struct arena *scratch, const struct contact *c, uint32_t count,
                                const struct quota *q, bool *kept)
{
    struct choice w = {.anybody = q->patients == 0, .c = c, .count = count, .kept = kept};
    w.first.key = ARENA_NEW(scratch, uint64_t, count + 1);
    w.rest.key = ARENA_NEW(scratch, uint64_t, count + 1);
    struct shortage s = {0};
    rank_persons(&w, true);
    s.home_patients = keep_lowest(scratch, &w.first, q->home_patients, kept);
    rank_rest(&w, true);
    s.home_visits = keep_lowest(scratch, &w.rest, q->home_visits - q->home_patients, kept);
    rank_persons(&w, false);
    uint32_t others = q->patients - q->home_patients;
    s.patients = keep_lowest(scratch, &w.first, others, kept);
    rank_rest(&w, false);
    s.contacts = keep_lowest(scratch, &w.rest, q->contacts - q->home_visits - others, kept);
    return s;
}
