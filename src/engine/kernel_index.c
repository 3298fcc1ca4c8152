/* Continuity indices and different staff: rows enter the window and leave it, and what an index is
 * made of is kept up with each, so that a month-end costs what has changed since the last one. */
#include "engine/kernel.h"

#include <string.h>

struct sliding {
    const struct kernel_row *row;
    uint32_t count;
    uint32_t begin, end; /* the rows in the window */
    uint32_t *of_staff, *with;
    struct index_counts now;
};

static void enter(struct sliding *s)
{
    uint32_t staff = s->row[s->end].staff, had = s->of_staff[staff]++;
    if (had > 0)
        s->with[had]--;
    s->with[had + 1]++;
    s->now.providers += had == 0;
    s->now.squares += 2 * (uint64_t)had + 1;
    s->now.most = had + 1 > s->now.most ? had + 1 : s->now.most;
    s->now.pairs += s->end > s->begin && s->row[s->end - 1].staff == staff;
    s->now.rows++;
    s->end++;
}

static void leave(struct sliding *s)
{
    uint32_t staff = s->row[s->begin].staff, has = s->of_staff[staff]--;
    s->with[has]--;
    if (has > 1)
        s->with[has - 1]++;
    if (has == s->now.most && s->with[has] == 0)
        s->now.most--;
    s->now.providers -= has == 1;
    s->now.squares -= 2 * (uint64_t)has - 1;
    s->now.pairs -= s->begin + 1 < s->end && s->row[s->begin + 1].staff == staff;
    s->now.rows--;
    s->begin++;
}

/* As if all had left. */
static void clear(struct sliding *s)
{
    for (uint32_t i = s->begin; i < s->end; i++)
        s->of_staff[s->row[i].staff] = 0;
    memset(s->with, 0, (s->now.most + 1) * sizeof *s->with);
    s->now = (struct index_counts){0};
    s->begin = s->end;
}

/* To the rows of the days. Around a day of the person a window may go back: then it begins anew. */
static void slide(struct sliding *s, struct kernel_days days)
{
    bool back = (s->begin > 0 && s->row[s->begin - 1].day >= days.from) ||
                (s->end > s->begin && s->row[s->end - 1].day > days.to);
    if (back) {
        clear(s);
        s->begin = s->end = 0;
    }
    while (s->begin < s->end && s->row[s->begin].day < days.from)
        leave(s);
    if (s->begin == s->end)
        while (s->end < s->count && s->row[s->end].day < days.from)
            s->begin = ++s->end;
    while (s->end < s->count && s->row[s->end].day <= days.to)
        enter(s);
}

static void room_for(struct kernel *k, uint32_t rows)
{
    if (k->with_room > rows + 1)
        return;
    uint32_t room = k->with_room * 2 > rows + 2 ? k->with_room * 2 : rows + 2;
    k->with = ARENA_NEW(k->arena, uint32_t, room);
    k->with_room = room;
}

/* Where the result of a month-end goes. */
struct telling {
    const struct plan_node *node;
    int32_t *out;
    uint64_t *wide;
};

/* Of different staff those that are not known do not count: `unknown` has rows of them. */
static inline void tell(const struct telling *t, uint32_t i, const struct index_counts *now,
                        uint32_t unknown)
{
    uint64_t q;
    if (t->node->op == PLAN_DISTINCT)
        t->out[i] = expr_bounded((int64_t)now->providers - (unknown > 0));
    else if (index_fraction(t->node->index, now, &t->wide[i], &q))
        t->out[i] = expr_bounded((int64_t)now->rows);
    else
        t->out[i] = 0;
}

/* Of one window nothing leaves, so that it need not be known how many have so many rows. */
static void of_one_window(struct kernel *k, const struct telling *t, struct kernel_slice rows,
                          struct kernel_days days)
{
    struct index_counts now = {0};
    uint32_t begin = 0, end = rows.count, *of_staff = k->of_staff;
    while (begin < end && rows.at[begin].day < days.from)
        begin++;
    while (end > begin && rows.at[end - 1].day > days.to)
        end--;
    for (uint32_t i = begin; i < end; i++) {
        uint32_t had = of_staff[rows.at[i].staff]++;
        now.providers += had == 0;
        now.squares += 2 * (uint64_t)had + 1;
        now.most = had + 1 > now.most ? had + 1 : now.most;
        now.pairs += i > begin && rows.at[i - 1].staff == rows.at[i].staff;
    }
    now.rows = end - begin;
    tell(t, 0, &now, of_staff[0]);
    for (uint32_t i = begin; i < end; i++)
        of_staff[rows.at[i].staff] = 0;
}

void kernel_index(struct kernel *k, const struct kernel_run *run, const struct plan_node *n,
                  struct kernel_slice rows)
{
    uint32_t node = (uint32_t)(n - k->world->program->node);
    const struct telling t = {n, lane(&k->lanes, node) + run->item,
                              n->op == PLAN_INDEX ? lane_wide(&k->lanes, n) + run->item : NULL};
    if (run->items == 1) {
        of_one_window(k, &t, rows, kernel_window(k, run, n->selection, 0));
        return;
    }
    room_for(k, rows.count);
    struct sliding s = {
        .row = rows.at, .count = rows.count, .of_staff = k->of_staff, .with = k->with};
    for (uint32_t i = 0; i < run->items; i++) {
        slide(&s, kernel_window(k, run, n->selection, i));
        tell(&t, i, &s.now, s.of_staff[0]);
    }
    clear(&s);
}
