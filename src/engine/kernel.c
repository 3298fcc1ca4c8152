#include "engine/kernel.h"

#include <string.h>

struct kernel kernel_open(struct arena *a, const struct kernel_world *w, uint32_t room)
{
    return (struct kernel){
        .world = w,
        .arena = a,
        .lanes = lanes_open(a, w->program, room, w->simd),
        .rows = ARENA_NEW(a, struct kernel_rows, w->program->filters + 1),
        .kept = ARENA_NEW(a, struct kernel_rows, w->program->lists + 1),
        .list = ARENA_NEW(a, struct kernel_slice, w->program->lists + 1),
        .month = ARENA_NEW(a, uint16_t, room),
        .mark = ARENA_NEW(a, uint64_t, w->months / 64 + 1),
        .beside = ARENA_NEW(a, int32_t, w->months),
        .of_staff = ARENA_NEW(a, uint32_t, (size_t)w->snapshot->staff_count + 1),
    };
}

static unsigned word_of(const struct snapshot *s, const struct kernel_run *run,
                        enum expr_field field)
{
    if (field == FIELD_SEX)
        return s->sex[run->person];
    return field == FIELD_PROTECTION ? s->protection[run->person] : run->basis;
}

/* Of T itself the calendar is known beforehand. */
static void ages(const struct kernel *k, const struct kernel_run *run, const struct plan_node *n,
                 int32_t *out)
{
    const struct kernel_world *w = k->world;
    const struct plan_node *day = &w->program->node[n->a];
    const int32_t *on = lane(&k->lanes, n->a) + run->item;
    struct day birth = {w->snapshot->birth[run->person]};
    bool is_T = day->op == PLAN_T && day->number == 0;
    struct civil born = {0};
    if (!day_is_none(birth))
        born = day_civil(birth);
    for (uint32_t i = 0; i < run->items; i++)
        if (day_is_none(birth) || on[i] == PLAN_UNKNOWN)
            out[i] = 0;
        else
            out[i] = age_of(born, is_T ? w->civil[k->month[run->item + i]]
                                       : day_civil((struct day){on[i]}));
}

static void of_month(const struct kernel *k, const struct kernel_run *run,
                     const struct plan_node *n, int32_t *out)
{
    const struct kernel_world *w = k->world;
    const int32_t *day = w->day[n - w->program->node];
    for (uint32_t i = 0; i < run->items; i++) {
        uint32_t month = k->month[run->item + i];
        out[i] = day ? day[month] : w->civil[month].year;
    }
}

static int32_t of_person(const struct kernel_world *w, const struct kernel_run *run,
                         const struct plan_node *n)
{
    const struct snapshot *s = w->snapshot;
    bool is_born = s->birth[run->person] != INT32_MIN;
    switch ((int)n->op) {
    case PLAN_WORDS:
        return (int32_t)(n->words >> word_of(s, run, n->field) & 1);
    case PLAN_BIRTHDAY:
        return kernel_birthday(w, run->person, n->number);
    case PLAN_BIRTH_YEAR:
        return is_born ? day_civil((struct day){s->birth[run->person]}).year : 0;
    default:
        return is_born;
    }
}

static void person(struct kernel *k, const struct kernel_run *run, const struct plan_node *n)
{
    int32_t *out = lane(&k->lanes, (uint32_t)(n - k->world->program->node)) + run->item;
    if (n->op == PLAN_AGE) {
        ages(k, run, n, out);
    } else if (n->op == PLAN_T || n->op == PLAN_YEAR) {
        of_month(k, run, n, out);
    } else {
        int32_t value = of_person(k->world, run, n);
        for (uint32_t i = 0; i < run->items; i++)
            out[i] = value;
    }
}

/* Whether any list has the rows without which no measure counts anybody. */
static bool has_enough(const struct kernel *k)
{
    const struct plan_program *p = k->world->program;
    for (uint32_t i = 0; p->least_rows > 1 && i < p->lists; i++)
        if (k->list[i].count >= p->least_rows)
            return true;
    return p->least_rows <= 1;
}

static bool any_is_open(const struct plan_program *p, const struct kernel_run *run)
{
    for (uint32_t i = 0; i < p->measures; i++)
        if (!kernel_is_shut(run, p->measure[i].gates))
            return true;
    return false;
}

bool kernel_run(struct kernel *k, struct kernel_run *run, bool even_empty)
{
    const struct plan_program *p = k->world->program;
    bool any = p->filters > 0 && kernel_gather(k, run) > 0;
    if (!any && !even_empty && p->only_dated)
        return false;
    run->found = kernel_lists(k);
    if (!even_empty && !(has_enough(k) && any_is_open(p, run)))
        return false;
    kernel_divide(k, run);
    for (uint32_t i = 0; i < p->nodes; i++) {
        const struct plan_node *n = &p->node[i];
        if (n->op < PLAN_WORDS)
            continue;
        if (n->op < PLAN_COUNT)
            person(k, run, n);
        else if (kernel_is_shut(run, p->selection[n->selection].gates))
            continue; /* whatever stands in its lane */
        else if (p->selection[n->selection].list != PLAN_NONE)
            kernel_dated(k, run, n);
        else
            any |= kernel_interval(k, run, n);
    }
    return any;
}
