#include "domain/unit_closing.h"

#include <stdlib.h>

/* How many are listed at a unit, from one day on which that changes until the next. */
struct stretch {
    int32_t from;
    int64_t listed;
};
struct counts {
    struct stretch *at; /* ascending */
    size_t count;
};

static bool goes_to(const struct closing_plan *plan, const struct closing_person *p, int64_t unit)
{
    return p->to == unit && p->to != plan->unit;
}

/* Their first day elsewhere again, or gone: who moves is listed where they had planned to be. */
static int32_t end_of(const struct closing_person *p)
{
    int32_t end = day_is_none(p->facts.gone) ? INT32_MAX : p->facts.gone.n + 1;
    for (size_t i = 0; i < p->facts.past_count; i++) {
        int32_t next = p->facts.past[i].from.n;
        if (next > p->from.n && next < end)
            end = next;
    }
    return end;
}

static int compare(const void *a, const void *b)
{
    const struct stretch *one = a, *other = b;
    return (one->from > other->from) - (one->from < other->from);
}

/* As it is without those who move, and parted where each of them comes and leaves. */
static struct counts count_unit(struct arena *a, const struct closing_plan *plan, size_t unit)
{
    const struct closing_listed *there = &plan->listed[unit];
    size_t most = 1 + there->steps + 2 * plan->persons, count = 1;
    struct stretch *at = ARENA_NEW(a, struct stretch, most);
    at[0] = (struct stretch){plan->last.n + 1, there->first};
    for (size_t i = 0; i < there->steps; i++)
        at[count++] = (struct stretch){there->step[i].on.n, there->step[i].by};
    for (size_t i = 0; i < plan->persons; i++) {
        const struct closing_person *p = &plan->person[i];
        if (!goes_to(plan, p, plan->to[unit].unit))
            continue;
        at[count++] = (struct stretch){p->from.n, 0};
        at[count++] = (struct stretch){end_of(p), 0};
    }
    qsort(at, count, sizeof *at, compare);
    size_t kept = 0;
    for (size_t i = 1; i < count; i++) {
        struct stretch next = {at[i].from, at[kept].listed + at[i].listed};
        kept += next.from != at[kept].from;
        at[kept] = next;
    }
    return (struct counts){at, kept + 1};
}

static int64_t most_between(const struct counts *c, int32_t from, int32_t end)
{
    int64_t most = 0;
    for (size_t i = 0; i < c->count && c->at[i].from < end; i++)
        if (c->at[i].from >= from && c->at[i].listed > most)
            most = c->at[i].listed;
    return most;
}

static void move_one(const struct rules *rules, const struct closing_plan *plan, size_t person,
                     struct counts *counts, struct closing_decision *out)
{
    const struct closing_person *p = &plan->person[person];
    struct closing_move *move = &out->move[person];
    struct listing_ask ask = {.by = BY_FORCE,
                              .hides_protected = plan->hides_protected,
                              .from = p->from,
                              .today = plan->today};
    int32_t end = end_of(p);
    *move = (struct closing_move){.verdict = CLOSING_NO_UNIT};
    for (size_t i = 0; i < plan->tos; i++) {
        struct listing_unit unit = plan->to[i];
        struct counts *c = &counts[i];
        if (!goes_to(plan, p, unit.unit))
            continue;
        bool has_room = unit.cap < 0 || most_between(c, p->from.n, end) < unit.cap;
        unit.room_from = has_room ? ask.from : DAY_NONE;
        listing_decide(rules, &p->facts, &unit, &ask, &move->decision);
        bool moves = move->decision.verdict == LISTING_DONE;
        move->verdict = moves ? CLOSING_MOVES : CLOSING_REFUSED;
        for (size_t k = 0; k < c->count; k++)
            c->at[k].listed += moves && c->at[k].from >= p->from.n && c->at[k].from < end;
    }
    out->unplaced += move->verdict != CLOSING_MOVES;
}

bool unit_closing(struct arena *a, const struct rules *rules, const struct closing_plan *plan,
                  struct closing_decision *out)
{
    struct counts *counts = ARENA_NEW(a, struct counts, plan->tos);
    *out = (struct closing_decision){.move = ARENA_NEW(a, struct closing_move, plan->persons),
                                     .after = ARENA_NEW(a, int64_t, plan->tos)};
    for (size_t i = 0; i < plan->tos; i++)
        counts[i] = count_unit(a, plan, i);
    for (size_t i = 0; i < plan->persons; i++)
        move_one(rules, plan, i, counts, out);
    for (size_t i = 0; i < plan->tos; i++)
        out->after[i] = most_between(&counts[i], plan->last.n + 1, INT32_MAX);
    return out->unplaced == 0;
}
