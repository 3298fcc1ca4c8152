#include "engine/follow.h"

/* Whether it has figures of places that were not there before, and of persons who are not touched.
 */
static bool is_wider(const struct following *f, enum eval_level level, const struct definition *d)
{
    return f->touched->has_new_places && d->population == POPULATION_EVERYONE &&
           (level == LEVEL_MUNICIPALITY || level == LEVEL_COUNTY);
}

/* What is wanted now and follows from what was known before. */
static struct eval_sums both(struct arena *a, const struct following *f,
                             const struct eval_sums *sums)
{
    struct eval_sums out = eval_sums_open(a, sums->ask);
    size_t count = eval_sums_size(sums);
    for (size_t i = 0; i < count; i++)
        if (f->was->at[i].state != SUM_KNOWN || sums->at[i].state != SUM_WANTED ||
            is_wider(f, eval_sums_level(sums, i), eval_sums_definition(sums, i)))
            out.at[i].state = SUM_LEFT;
    return out;
}

static bool follow_one(struct arena *a, const struct following *f, enum eval_level level,
                       const struct sums *of[static 3], struct sums *out)
{
    struct sums rest = sums_plus(a, *of[0], *of[1], -1), renumbered;
    if (!sums_renumber(a, rest, f->touched->place[level], eval_places(f->now, level), &renumbered))
        return false;
    *out = sums_plus(a, renumbered, *of[2], 1);
    return true;
}

size_t follow_sums(struct arena *a, const struct following *f, const struct eval_sums *sums)
{
    const struct touched *t = f->touched;
    size_t followed = 0;
    if ((uint64_t)t->before.count + t->now.count > f->now->persons)
        return 0;
    struct arena *work = arena_open(ARENA_BLOCK);
    struct eval_sums less = both(work, f, sums), more = both(work, f, sums);
    eval_sums_count(work, f->before, &less, &t->before);
    eval_sums_count(work, f->now, &more, &t->now);
    for (size_t i = 0; i < eval_sums_size(sums); i++) {
        struct sums out;
        const struct sums *of[3] = {&f->was->at[i].is, &less.at[i].is, &more.at[i].is};
        if (less.at[i].state != SUM_KNOWN || !follow_one(a, f, eval_sums_level(sums, i), of, &out))
            continue;
        sums->at[i] = (struct eval_sum){SUM_KNOWN, out};
        followed++;
    }
    arena_close(work);
    return followed;
}
