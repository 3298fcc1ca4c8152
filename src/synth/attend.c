#include "synth/clinic.h"

/* The two windows in three parts: the first one's own, what they share, the second one's own. */
enum part { FIRST, SHARED, SECOND, PARTS, OUTSIDE = PARTS };
enum { GAP_LEAST = 170, GAP_MOST = 330 }; /* days from one time to the next */

static enum part part_of(const struct clinic *c, int32_t day)
{
    if (day < window_first(c, 0) || day > c->end[1].last)
        return OUTSIDE;
    return day < window_first(c, 1) ? FIRST : day <= c->end[0].last ? SHARED : SECOND;
}

void attender_occasions(const struct clinic *c, struct attender *a, const struct occasion *m,
                        unsigned count, bool settled)
{
    for (unsigned i = 0; i < count; i++) {
        enum part part = part_of(c, m[i].day);
        if (part != OUTSIDE)
            *(settled ? &a->was[part] : &a->could[part]) = true;
    }
}

static void settle(struct candidate *x, bool has)
{
    x->settled = true;
    x->has = has;
}

/* What is decided before anybody is chosen: who has been seen, and who cannot be. */
static void settle_end(const struct attender *a, unsigned end, struct candidate *x)
{
    bool could = a->could[SHARED] || a->could[end == 0 ? FIRST : SECOND];
    bool before = end == 1 && a->asked[0]; /* the first year-end's answer binds the shared part */
    bool must = before && a->seen[0] && !a->could[FIRST] && !a->was[FIRST];
    bool cannot = before && !a->seen[0] && !a->could[SECOND];
    if (a->was[SHARED] || a->was[end == 0 ? FIRST : SECOND] || (could && must))
        settle(x, true);
    else if (!could || cannot)
        settle(x, false);
}

void attend(const struct clinic *c, struct attendance *all)
{
    struct candidate *x = ARENA_NEW(c->arena, struct candidate, all->count + 1);
    for (unsigned end = 0; end < YEAR_ENDS; end++) {
        size_t count = 0;
        for (size_t i = 0; i < all->count; i++) {
            struct attender *a = &all->at[i];
            uint8_t unit = c->end[end].unit[a->person];
            if (!a->asked[end]) { /* as it would be */
                double p = plan_share_on(all->share, (struct day){c->end[end].last});
                a->seen[end] = chance_under(a->rank, p);
                continue;
            }
            x[count] = (struct candidate){.rank = a->rank, .what = (uint32_t)i, .unit = unit};
            settle_end(a, end, &x[count++]);
        }
        (void)choose(c, all->share, c->end[end].year, x, count);
        for (size_t i = 0; i < count; i++)
            all->at[x[i].what].seen[end] = x[i].has;
    }
}

/* Whether the person may be seen on that day. */
static bool may_be(const struct clinic *c, const struct attendance *all, const struct attender *a,
                   int32_t day)
{
    switch (part_of(c, day)) {
    case FIRST:
        return a->seen[0];
    case SECOND:
        return a->seen[1];
    case SHARED:
        return (a->seen[0] || !a->asked[0]) && (a->seen[1] || !a->asked[1]) &&
               (a->seen[0] || a->seen[1]);
    case OUTSIDE:
    default:
        return day > c->end[1].last
                   ? a->seen[1]
                   : chance_under(a->rank, plan_share_on(all->share, (struct day){day}));
    }
}

/* One occasion of the two parts of a window that is sure to come about, where the person has been
 * seen in it. */
static void take_one(const struct clinic *c, const struct attendance *all, const struct attender *a,
                     const struct occasion *m, unsigned count, bool *taken)
{
    for (unsigned end = 0; end < YEAR_ENDS; end++) {
        enum part own = end == 0 ? FIRST : SECOND;
        unsigned best = count, could = 0;
        bool done = !a->seen[end] || a->was[own] || a->was[SHARED];
        for (unsigned i = 0; i < count && !done; i++) {
            enum part part = part_of(c, m[i].day);
            if ((part != own && part != SHARED) || !may_be(c, all, a, m[i].day))
                continue;
            done = taken[i];
            could++;
            uint64_t id = UINT64_C(3) << 60 | (uint64_t)a->person << 12 | i;
            if (chance_under(chance_of(c, all->stream, id), 1.0 / could))
                best = i;
        }
        if (!done && best < count)
            taken[best] = true;
    }
}

void attend_occasions(const struct clinic *c, const struct attendance *all,
                      const struct attender *a, const struct occasion *m, unsigned count,
                      bool *taken)
{
    for (unsigned i = 0; i < count; i++)
        taken[i] = false;
    take_one(c, all, a, m, count, taken);
    int32_t last = INT32_MIN / 2;
    for (unsigned i = 0; i < count; i++) {
        uint32_t gap = GAP_LEAST + chance_of(c, all->stream,
                                             UINT64_C(5) << 60 | (uint64_t)a->person << 12 | i) %
                                       (GAP_MOST - GAP_LEAST);
        if (!taken[i] && m[i].day - last >= (int32_t)gap && may_be(c, all, a, m[i].day))
            taken[i] = true;
        if (taken[i])
            last = m[i].day;
    }
}
