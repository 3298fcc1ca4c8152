/* Of the rows that meet a filter those that count, whatever T is: paired with another of the same
 * minute, new after a wash-out, once a day; in that order. */
#include "engine/kernel.h"

static uint32_t minute_of(const struct snapshot *s, enum expr_table table, uint32_t row)
{
    const struct snapshot_events *e = plan_events(s, table);
    const uint16_t *minute = e ? e->minute : s->contacts.minute;
    return minute ? minute[row] : SEGMENT_MINUTE_NONE;
}

/* Rows come by day; `*at`: where those of the day begin among the others. */
static bool is_paired(const struct snapshot *s, const struct plan_list *l,
                      const struct kernel_row *row, const struct kernel_rows *others, uint32_t *at)
{
    while (*at < others->count && others->at[*at].day < row->day)
        ++*at;
    for (uint32_t i = *at; i < others->count && others->at[i].day == row->day; i++)
        if (others->at[i].row != row->row &&
            minute_of(s, l->table, others->at[i].row) == minute_of(s, l->table, row->row))
            return true;
    return false;
}

/* `*at`: how many of the others are before the row's day. */
static bool is_new(const struct plan_list *l, const struct kernel_row *row,
                   const struct kernel_rows *others, uint32_t *at)
{
    while (*at < others->count && others->at[*at].day < row->day)
        ++*at;
    if (*at == 0)
        return true;
    struct day day = {row->day};
    int32_t from = l->washout_in_months ? day_add_months(day, -l->washout).n : day.n - l->washout;
    return others->at[*at - 1].day < from;
}

static bool counts(struct kernel *k, const struct plan_list *l, const struct kernel_row *row,
                   uint32_t at[static 2])
{
    if (l->paired != PLAN_NONE &&
        !is_paired(k->world->snapshot, l, row, &k->rows[l->paired], &at[0]))
        return false;
    return l->without == PLAN_NONE || is_new(l, row, &k->rows[l->without], &at[1]);
}

/* Of the rows of one day the first of each member of staff. */
static void keep_once(struct kernel *k, struct kernel_rows *kept, uint32_t of_day)
{
    uint32_t count = of_day;
    for (uint32_t i = of_day; i < kept->count; i++)
        if (k->of_staff[kept->at[i].staff]++ == 0)
            kept->at[count++] = kept->at[i];
    kept->count = count;
    for (uint32_t i = of_day; i < count; i++)
        k->of_staff[kept->at[i].staff] = 0;
}

static void keep(struct kernel *k, const struct plan_list *l, struct kernel_rows *kept)
{
    const struct kernel_rows *rows = &k->rows[l->filter];
    uint32_t at[2] = {0, 0}, of_day = 0;
    bool all = l->paired == PLAN_NONE && l->without == PLAN_NONE;
    kept->count = 0;
    for (uint32_t i = 0; i < rows->count; i++) {
        const struct kernel_row *row = &rows->at[i];
        if (l->once_a_day && i > 0 && rows->at[i - 1].day != row->day) {
            if (kept->count > of_day + 1)
                keep_once(k, kept, of_day);
            of_day = kept->count;
        }
        if (all || counts(k, l, row, at))
            kernel_add_row(k, kept, *row);
    }
    if (l->once_a_day && kept->count > of_day + 1)
        keep_once(k, kept, of_day);
}

uint64_t kernel_lists(struct kernel *k)
{
    uint64_t found = 0;
    const struct plan_program *p = k->world->program;
    for (uint32_t i = 0; i < p->lists; i++) {
        const struct plan_list *l = &p->list[i];
        bool all = l->paired == PLAN_NONE && l->without == PLAN_NONE && !l->once_a_day;
        if (!all && k->rows[l->filter].count > 0) {
            keep(k, l, &k->kept[i]);
            k->list[i] = (struct kernel_slice){k->kept[i].at, k->kept[i].count};
        } else {
            k->list[i] = (struct kernel_slice){k->rows[l->filter].at, k->rows[l->filter].count};
        }
        if (k->list[i].count > 0)
            found |= plan_gate(i);
    }
    return found;
}
