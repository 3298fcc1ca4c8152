#include "domain/unit_closing.h"

static void move_one(const struct rules *rules, const struct closing_plan *plan, size_t person,
                     struct closing_decision *out)
{
    const struct closing_person *p = &plan->person[person];
    struct closing_move *move = &out->move[person];
    struct listing_ask ask = {.by = BY_FORCE, .from = p->from, .today = plan->today};
    *move = (struct closing_move){.verdict = CLOSING_NO_UNIT};
    for (size_t i = 0; i < plan->tos; i++) {
        struct listing_unit unit = plan->to[i];
        if (unit.unit != p->to || p->to == plan->unit)
            continue;
        unit.room_from = unit.cap < 0 || out->after[i] < unit.cap ? ask.from : DAY_NONE;
        listing_decide(rules, &p->facts, &unit, &ask, &move->decision);
        bool moves = move->decision.verdict == LISTING_DONE;
        move->verdict = moves ? CLOSING_MOVES : CLOSING_REFUSED;
        out->after[i] += moves;
    }
    out->unplaced += move->verdict != CLOSING_MOVES;
}

bool unit_closing(struct arena *a, const struct rules *rules, const struct closing_plan *plan,
                  struct closing_decision *out)
{
    *out = (struct closing_decision){.move = ARENA_NEW(a, struct closing_move, plan->persons),
                                     .after = ARENA_NEW(a, int64_t, plan->tos)};
    for (size_t i = 0; i < plan->tos; i++)
        out->after[i] = plan->listed[i];
    for (size_t i = 0; i < plan->persons; i++)
        move_one(rules, plan, i, out);
    return out->unplaced == 0;
}
