#include "engine/eval_sums.h"

#include "engine/pass.h"

#include <assert.h>

struct eval_sums eval_sums_open(struct arena *a, const struct eval_request *ask)
{
    struct eval_sums s = {ask, NULL};
    s.at = ARENA_NEW(a, struct eval_sum, eval_sums_size(&s) + 1);
    for (size_t i = 0; i < ask->definitions; i++) {
        const struct definition *d = ask->definition[i];
        for (unsigned level = LEVEL_DOCTOR; level < LEVELS; level++)
            for (unsigned month = 0; month < ask->months; month++)
                if (d->kind != MEASURE_TABLE && ask->levels & LEVEL_BIT(level) &&
                    definition_has_level(d, level))
                    eval_sum(&s, i, level, month)->state = SUM_WANTED;
    }
    return s;
}

size_t eval_sums_in(const struct eval_sums *s, enum sum_state state)
{
    size_t count = 0;
    for (size_t i = 0; i < eval_sums_size(s); i++)
        count += s->at[i].state == state;
    return count;
}

/* ---- the places of the levels ---- */

uint32_t eval_places(const struct snapshot *s, enum eval_level level)
{
    switch (level) {
    case LEVEL_DOCTOR:
        return s->staff_count;
    case LEVEL_UNIT:
        return s->known_units;
    case LEVEL_OPERATOR:
        return OPERATOR_EXTERNAL + 1;
    case LEVEL_MUNICIPALITY:
    case LEVEL_COUNTY:
        return s->places;
    case LEVEL_PERSON:
    case LEVELS:
        break;
    }
    return 0;
}

static uint32_t place_number(const struct snapshot *s, enum eval_level level, uint32_t unit)
{
    uint16_t place;
    switch (level) {
    case LEVEL_UNIT:
        return unit;
    case LEVEL_OPERATOR:
        return s->unit_operator[unit];
    case LEVEL_MUNICIPALITY:
        place = s->unit_municipality[unit];
        return place == SNAPSHOT_NONE16 ? PLACE_NOWHERE : place;
    case LEVEL_COUNTY:
        place = s->unit_county[unit];
        return place == SNAPSHOT_NONE16 ? PLACE_NOWHERE : place;
    case LEVEL_PERSON:
    case LEVEL_DOCTOR:
    case LEVELS:
        break;
    }
    return PLACE_NOWHERE;
}

/* Units that are not in units.csv are at no level. */
const uint32_t *level_place_of(struct arena *a, const struct snapshot *s, enum eval_level level)
{
    uint32_t *place_of = ARENA_NEW(a, uint32_t, s->units + 1);
    for (uint32_t unit = 0; unit < s->units; unit++)
        place_of[unit] = unit < s->known_units ? place_number(s, level, unit) : PLACE_NOWHERE;
    return place_of;
}

/* ---- what is wanted ---- */

/* The smallest request that has it all, and the numbers of its definitions and its first month-end
 * in the whole one. */
struct wanted {
    struct eval_request ask;
    const struct definition **definition;
    size_t *number;
    unsigned first;
};

static struct wanted find_wanted(struct arena *a, const struct eval_sums *sums)
{
    const struct eval_request *ask = sums->ask;
    struct wanted w = {.ask = *ask,
                       .definition = ARENA_NEW(a, const struct definition *, ask->definitions + 1),
                       .number = ARENA_NEW(a, size_t, ask->definitions + 1),
                       .first = ask->months};
    unsigned last = 0;
    w.ask.levels = 0;
    w.ask.definitions = 0;
    for (size_t i = 0; i < ask->definitions; i++) {
        bool is_wanted = false;
        for (unsigned level = 0; level < LEVELS; level++)
            for (unsigned month = 0; month < ask->months; month++) {
                if (eval_sum(sums, i, level, month)->state != SUM_WANTED)
                    continue;
                is_wanted = true;
                w.ask.levels |= LEVEL_BIT(level);
                w.first = month < w.first ? month : w.first;
                last = month > last ? month : last;
            }
        if (is_wanted) {
            w.definition[w.ask.definitions] = ask->definition[i];
            w.number[w.ask.definitions++] = i;
        }
    }
    w.ask.definition = w.definition;
    w.ask.months = w.first <= last ? last - w.first + 1 : 0;
    w.ask.last.n -= (int32_t)(ask->months - 1 - last);
    return w;
}

/* ---- counting ---- */

/* What a pass leaves to be added up: levels above the unit, and what counts at every place. */
static void complete(struct pass_sums sums[static PLAN_PARTS],
                     const struct level_places level[static LEVELS])
{
    for (unsigned i = 0; i < PLAN_PARTS; i++) {
        struct tally *at = sums[i].at;
        for (unsigned to = LEVEL_OPERATOR; to < LEVELS; to++)
            for (uint32_t unit = 0; at[to].places > 0 && unit < at[LEVEL_UNIT].places; unit++)
                if (level[to].place_of[unit] != PLACE_NOWHERE)
                    tally_merge(&at[to], level[to].place_of[unit], &at[LEVEL_UNIT], unit);
        for (unsigned to = LEVEL_UNIT; to < LEVELS; to++)
            for (uint32_t place = 0; place < at[to].places; place++)
                tally_merge(&at[to], place, &sums[i].away, 0);
    }
}

static void take(struct arena *a, const struct eval_sums *sums, const struct wanted *w,
                 const struct plan_measure *m, const struct pass_sums *of)
{
    for (unsigned level = LEVEL_DOCTOR; level < LEVELS; level++)
        for (unsigned month = 0; month < w->ask.months; month++) {
            struct eval_sum *to = eval_sum(sums, w->number[m->order], level, w->first + month);
            if (to->state == SUM_WANTED)
                *to = (struct eval_sum){
                    SUM_KNOWN, sums_of(a, &of->at[level], m, month, level == LEVEL_DOCTOR)};
        }
}

void eval_sums_count(struct arena *a, const struct snapshot *s, const struct eval_sums *sums,
                     const struct eval_persons *only)
{
    struct arena *work = arena_open(ARENA_BLOCK);
    struct wanted w = find_wanted(work, sums);
    struct level_places level[LEVELS] = {0};
    struct pass_sums passed[PLAN_PARTS];
    if (w.ask.definitions > 0) {
        for (unsigned i = LEVEL_DOCTOR; i < LEVELS; i++)
            level[i] = (struct level_places){
                eval_places(s, (enum eval_level)i),
                i == LEVEL_DOCTOR ? NULL : level_place_of(work, s, (enum eval_level)i)};
        struct plan plan = plan_make(work, s, w.ask.definition, w.ask.definitions);
        struct pass pass = {s, &plan, &w.ask, level, only};
        pass_run(work, &pass, passed);
        complete(passed, level);
        for (unsigned i = 0; i < PLAN_PARTS; i++)
            for (uint32_t k = 0; k < plan.program[i].measures; k++)
                take(a, sums, &w, &plan.program[i].measure[k], &passed[i]);
    }
    arena_close(work);
}

void eval_sums_add(struct arena *a, const struct eval_sums *to, const struct eval_sums *part)
{
    for (size_t i = 0; i < eval_sums_size(to); i++) {
        assert(to->at[i].state == part->at[i].state);
        if (to->at[i].state == SUM_KNOWN)
            to->at[i].is = sums_plus(a, to->at[i].is, part->at[i].is, 1);
    }
}
