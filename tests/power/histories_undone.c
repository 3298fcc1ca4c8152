/* A plan that is withdrawn is as if it had never been: whose listings are what they were before
 * some steps that listed and moved panels, and the same moves hold, has the named doctors of then.
 */
#include "domain/vocab.h"
#include "histories_world.h"

/* Of other steps nobody can say so: somebody has decided something of the person's doctor, a day
 * has passed, or a file has come. */
static bool is_of_plans(const struct step *s, int64_t person)
{
    switch (s->what) {
    case EXTRACT:
    case CHANGED:
    case DIES:
    case CAP:
    case UNDO:
    case LAPSE:
    case END: /* of whomever */
    case IN:
    case WAIT:
        return false;
    case ASSIGN:
    case PLAN:
    case OUT:
        return s->person + 1 != person;
    case CHOOSE:
    case SPECIAL:
    case AGAIN:
    case PREVIEW:
    case AREA:
    case ASK:
    case ANSWER:
    case CAPPED:
    case ELSEWHERE:
    case JOIN:
    case LEAVE:
    case NEXT:
    case SIGN:
    case MOVE:
    case MOVE_BACK:
    case CLOSE:
    case AHEAD:
    case STAY:
    case GIVE:
    case OPENS:
    case READ:
    case FOLLOWS:
    case WHATS:
        break;
    }
    return true;
}

static bool is_same(const struct held *x, const struct held *y)
{
    return x->person == y->person && x->kind == y->kind && x->from.n == y->from.n &&
           x->to.n == y->to.n && str_eq(x->unit, y->unit) && str_eq(x->staff, y->staff);
}

static size_t of_kind(const struct known *k, int64_t person, int kind)
{
    size_t count = 0;
    for (size_t i = 0; i < k->held.count; i++) {
        const struct held *row = bag_at(&k->held, i);
        count += row->person == person && row->kind == kind;
    }
    return count;
}

/* The person's rows of a kind, then and now. */
static bool are_same(const struct known *then, const struct known *now, int64_t person, int kind)
{
    size_t same = 0, count = of_kind(now, person, kind);
    for (size_t i = 0; i < now->held.count; i++) {
        const struct held *row = bag_at(&now->held, i);
        for (size_t k = 0; row->person == person && row->kind == kind && k < then->held.count; k++)
            same += is_same(row, bag_at(&then->held, k));
    }
    return same == count && count == of_kind(then, person, kind);
}

bool world_undone(struct world *w)
{
    const struct known *now = bag_at(&w->known, w->known.count - 1);
    for (int64_t person = 1; person <= PERSONS; person++) {
        const struct known *after = now; /* the step after which something is as it is */
        for (size_t i = w->known.count - 1; i-- > 0 && is_of_plans(&after->step, person);) {
            const struct known *then = bag_at(&w->known, i);
            after = then;
            if (then->moves == now->moves && are_same(then, now, person, 0) &&
                !are_same(then, now, person, KIND_DOCTOR))
                return world_wrong(w, "as if a plan had never been", "another named doctor");
        }
    }
    return true;
}
