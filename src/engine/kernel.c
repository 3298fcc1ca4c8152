#include "engine/kernel.h"

#include <string.h>

struct kernel kernel_open(struct arena *a, const struct kernel_world *w, uint32_t room)
{
    return (struct kernel){
        .world = w,
        .arena = a,
        .lanes = lanes_open(a, w->program, room),
        .rows = ARENA_NEW(a, struct kernel_rows, w->program->filters + 1),
        .month = ARENA_NEW(a, uint16_t, room),
        .mark = ARENA_NEW(a, uint64_t, w->months / 64 + 1),
        .beside = ARENA_NEW(a, int32_t, w->months),
        .of_staff = ARENA_NEW(a, uint32_t, (size_t)w->snapshot->staff_count + 1),
    };
}

static void unmark(struct kernel *k, uint32_t from, uint32_t to)
{
    for (uint32_t i = from; i < to; i++)
        k->of_staff[k->once[i].staff] = 0;
}

/* Only the first row of each day and member of staff; rows come by day. */
static struct kernel_slice once_a_day(struct kernel *k, struct kernel_slice all)
{
    uint32_t kept = 0, of_day = 0; /* where the rows of this day begin among those kept */
    if (k->once_room < all.count) {
        k->once_room = all.count * 2;
        k->once = ARENA_NEW(k->arena, struct kernel_row, k->once_room);
    }
    for (uint32_t i = 0; i < all.count; i++) {
        if (i > 0 && all.at[i - 1].day != all.at[i].day) {
            unmark(k, of_day, kept);
            of_day = kept;
        }
        if (k->of_staff[all.at[i].staff]++ == 0)
            k->once[kept++] = all.at[i];
    }
    unmark(k, of_day, kept);
    return (struct kernel_slice){k->once, kept};
}

static void count(const struct kernel *k, const struct kernel_run *run, const struct selection *of,
                  struct kernel_slice rows, int32_t *out)
{
    uint32_t begin = 0, end = 0; /* the rows in the window */
    for (uint32_t i = 0; i < run->items; i++) {
        int32_t to = k->world->first.n + k->month[run->item + i] - of->shift;
        int32_t from = of->months > 0 ? to - of->months + 1 : INT32_MIN;
        while (end < rows.count && rows.at[end].month <= to)
            end++;
        while (begin < end && rows.at[begin].month < from)
            begin++;
        out[i] = expr_bounded((int64_t)end - begin);
    }
}

static void contacts(struct kernel *k, const struct kernel_run *run, const struct plan_node *n)
{
    const struct plan_selection *of = &k->world->program->selection[n->selection];
    const struct kernel_rows *met = &k->rows[of->filter];
    struct kernel_slice rows = {met->at, met->count};
    if (of->of->once_a_day)
        rows = once_a_day(k, rows);
    if (n->op == PLAN_COUNT)
        count(k, run, of->of, rows,
              lane(&k->lanes, (uint32_t)(n - k->world->program->node)) + run->item);
    else
        kernel_index(k, run, n, rows);
}

static unsigned word_of(const struct snapshot *s, const struct kernel_run *run,
                        enum expr_field field)
{
    if (field == FIELD_SEX)
        return s->sex[run->person];
    return field == FIELD_PROTECTION ? s->protection[run->person] : run->basis;
}

static void ages(const struct kernel *k, const struct kernel_run *run, int32_t *out)
{
    struct day birth = {k->world->snapshot->birth[run->person]};
    for (uint32_t i = 0; i < run->items; i++) {
        struct month month = {k->world->first.n + k->month[run->item + i]};
        out[i] = day_is_none(birth) ? 0 : age_on(birth, month_last(month));
    }
}

static void person(struct kernel *k, const struct kernel_run *run, const struct plan_node *n)
{
    const struct snapshot *s = k->world->snapshot;
    int32_t *out = lane(&k->lanes, (uint32_t)(n - k->world->program->node)) + run->item;
    if (n->op == PLAN_AGE) {
        ages(k, run, out);
        return;
    }
    int32_t value = s->birth[run->person] != INT32_MIN;
    if (n->op == PLAN_WORDS)
        value = (int32_t)(n->words >> word_of(s, run, n->field) & 1);
    for (uint32_t i = 0; i < run->items; i++)
        out[i] = value;
}

bool kernel_run(struct kernel *k, struct kernel_run *run, bool even_empty)
{
    const struct plan_program *p = k->world->program;
    bool any = p->filters > 0 && kernel_gather(k, run) > 0;
    if (!any && !even_empty && p->only_contacts)
        return false;
    kernel_divide(k, run);
    for (uint32_t i = 0; i < p->nodes; i++) {
        const struct plan_node *n = &p->node[i];
        if (n->op < PLAN_WORDS)
            continue;
        if (n->op < PLAN_COUNT)
            person(k, run, n);
        else if (p->selection[n->selection].of->table == EXPR_CONTACTS)
            contacts(k, run, n);
        else
            any |= kernel_interval(k, run, n);
    }
    return any;
}
