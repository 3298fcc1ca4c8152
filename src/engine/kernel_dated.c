/* What is made of the rows of a list within a window: how many, which first, what value last. The
 * window moves along the rows, most often forwards. */
#include "engine/kernel.h"

struct view { /* the rows [begin, end) are in the window */
    struct kernel_slice rows;
    uint32_t begin, end;
};

static void move(struct view *v, struct kernel_days days)
{
    const struct kernel_row *row = v->rows.at;
    while (v->end < v->rows.count && row[v->end].day <= days.to)
        v->end++;
    while (v->end > 0 && row[v->end - 1].day > days.to)
        v->end--;
    while (v->begin < v->rows.count && row[v->begin].day < days.from)
        v->begin++;
    while (v->begin > 0 && row[v->begin - 1].day >= days.from)
        v->begin--;
}

static int32_t different_days(const struct view *v)
{
    int32_t count = 0;
    for (uint32_t i = v->begin; i < v->end; i++)
        count += i == v->begin || v->rows.at[i - 1].day != v->rows.at[i].day;
    return count;
}

static uint32_t shape_of(const struct kernel *k, const struct plan_node *n,
                         const struct kernel_row *row)
{
    const struct plan_program *p = k->world->program;
    enum expr_table table = p->selection[n->selection].of->table;
    return narrow_at(plan_events(k->world->snapshot, table)->shape, row->row);
}

static int32_t substances(const struct kernel *k, const struct plan_node *n, const struct view *v)
{
    uint64_t all = 0;
    for (uint32_t i = v->begin; i < v->end; i++)
        all |= n->substances[shape_of(k, n, &v->rows.at[i])];
    return __builtin_popcountll(all);
}

/* Of rows of which there is one at least. */
static int32_t value_of(const struct kernel *k, const struct plan_node *n, const struct view *v)
{
    switch ((int)n->op) {
    case PLAN_COUNT:
        return expr_bounded((int64_t)v->end - v->begin);
    case PLAN_FIRST:
        return v->rows.at[v->begin].day;
    case PLAN_LAST:
        return v->rows.at[v->end - 1].day;
    case PLAN_LATEST:
        return n->rank[shape_of(k, n, &v->rows.at[v->end - 1])];
    default:
        return n->of == DISTINCT_DAYS ? different_days(v) : substances(k, n, v);
    }
}

/* How many rows are in windows that follow T, and so only move forwards. Most nodes are that. */
static void count_forwards(const struct kernel_days *window, const uint16_t *month, uint32_t items,
                           struct kernel_slice rows, int32_t *restrict out)
{
    const struct kernel_row *row = rows.at;
    uint32_t begin = 0, end = 0, count = rows.count;
    for (uint32_t i = 0; i < items; i++) {
        struct kernel_days days = window[month[i]];
        while (end < count && row[end].day <= days.to)
            end++;
        while (begin < end && row[begin].day < days.from)
            begin++;
        out[i] = expr_bounded((int64_t)end - begin);
    }
}

void kernel_dated(struct kernel *k, const struct kernel_run *run, const struct plan_node *n)
{
    const struct plan_program *p = k->world->program;
    int32_t *out = lane(&k->lanes, (uint32_t)(n - p->node)) + run->item;
    int32_t empty = n->op >= PLAN_FIRST ? PLAN_UNKNOWN : 0;
    struct view v = {.rows = k->list[p->selection[n->selection].list]};
    if (v.rows.count > 0 &&
        (n->op == PLAN_INDEX || (n->op == PLAN_DISTINCT && n->of == DISTINCT_STAFF))) {
        kernel_index(k, run, n, v.rows);
        return;
    }
    const struct kernel_days *window = k->world->window[n->selection];
    if (v.rows.count > 0 && window && n->op == PLAN_COUNT) {
        count_forwards(window, k->month + run->item, run->items, v.rows, out);
        return;
    }
    for (uint32_t i = 0; v.rows.count == 0 && i < run->items; i++)
        out[i] = empty;
    for (uint32_t i = 0; v.rows.count > 0 && i < run->items; i++) {
        move(&v, kernel_window(k, run, n->selection, i));
        out[i] = v.begin < v.end ? value_of(k, n, &v) : empty;
    }
}
