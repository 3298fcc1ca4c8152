/* Windows of days: those that follow T are known before any person is looked at; those around a day
 * of the person are made of that day's lane. */
#include "engine/kernel.h"

static int32_t lesser(int32_t a, int32_t b)
{
    return a < b ? a : b;
}

static const struct kernel_days NO_DAYS = {INT32_MIN, -1};

/* Around a day. Nothing is before 1900, and who was born long before has birthdays there. */
static struct kernel_days around(const struct selection *s, int32_t anchor)
{
    struct day day = {anchor};
    if (s->window == WINDOW_AFTER)
        return s->months > 0 ? (struct kernel_days){anchor + 1, day_add_months(day, s->months).n}
                             : (struct kernel_days){anchor + s->from, anchor + s->to};
    if (anchor < 0)
        return NO_DAYS;
    return s->months > 0 ? (struct kernel_days){day_add_months(day, -s->months).n, anchor - 1}
                         : (struct kernel_days){anchor - s->to, anchor - s->from};
}

static int32_t T_before(struct month month, int32_t number, bool in_days)
{
    return in_days ? month_last(month).n - number : month_last((struct month){month.n - number}).n;
}

static struct kernel_days following(const struct selection *s, struct month month)
{
    struct month end = {month.n - s->shift};
    int32_t T = month_last(month).n;
    switch (s->window) {
    case WINDOW_MONTHS:
        return (struct kernel_days){month_first((struct month){end.n - s->months + 1}).n,
                                    month_last(end).n};
    case WINDOW_DAYS:
        return (struct kernel_days){T - s->from + 1, T};
    case WINDOW_YEAR:
        return (struct kernel_days){month_first((struct month){month.n - month.n % 12}).n, T};
    case WINDOW_EVER:
        return (struct kernel_days){INT32_MIN, T};
    case WINDOW_AFTER:
    case WINDOW_BEFORE:
    case WINDOW_ON:
        break;
    }
    int32_t anchor = T_before(month, (int32_t)s->anchor->number, s->anchor->in_days);
    struct kernel_days days = around(s, anchor);
    days.to = lesser(days.to, T);
    return days;
}

/* The rows that marks are made of. */
static void set_rows(struct kernel_world *w)
{
    const struct snapshot *s = w->snapshot;
    for (unsigned i = 0; i < PLAN_TABLES; i++) {
        const struct plan_rows *r = &w->program->rows[i];
        const struct snapshot_events *e = plan_events(s, (enum expr_table)i);
        struct simd_rows *rows = &w->rows[i];
        uint32_t shapes = e ? e->shapes : s->shapes;
        *rows = (struct simd_rows){.day = e ? e->day : s->contacts.day,
                                   .shape = e ? e->shape : s->contacts.shape,
                                   .from = w->first_day[i],
                                   .to = w->last_day,
                                   .use = r->use};
        for (uint32_t k = 0; r->facts > 0 && k < shapes && k / 8 < sizeof rows->meets; k++)
            rows->meets[k / 8] |= (uint8_t)((r->use[k] & SHAPE_MEETS) << (k % 8));
    }
}

static void set_windows(struct arena *a, struct kernel_world *w)
{
    const struct plan_program *p = w->program;
    const struct kernel_days **window =
        ARENA_NEW(a, const struct kernel_days *, (size_t)p->selections + 1);
    const int32_t **day = ARENA_NEW(a, const int32_t *, (size_t)p->nodes + 1);
    int32_t *end = ARENA_NEW(a, int32_t, w->months);
    struct civil *civil = ARENA_NEW(a, struct civil, w->months);
    for (uint32_t m = 0; m < w->months; m++) {
        end[m] = month_last((struct month){w->first.n + (int32_t)m}).n;
        civil[m] = day_civil((struct day){end[m]});
    }
    for (uint32_t i = 0; i < p->selections; i++) {
        const struct plan_selection *s = &p->selection[i];
        if (s->list == PLAN_NONE || s->anchor != PLAN_NONE)
            continue;
        struct kernel_days *of = ARENA_NEW(a, struct kernel_days, w->months);
        for (uint32_t m = 0; m < w->months; m++)
            of[m] = following(s->of, (struct month){w->first.n + (int32_t)m});
        window[i] = of;
    }
    for (uint32_t i = 0; i < p->nodes; i++) {
        const struct plan_node *n = &p->node[i];
        if (n->op != PLAN_T)
            continue;
        int32_t *of = ARENA_NEW(a, int32_t, w->months);
        for (uint32_t m = 0; m < w->months; m++)
            of[m] = T_before((struct month){w->first.n + (int32_t)m}, n->number, n->in_days);
        day[i] = of;
    }
    w->end = end;
    w->civil = civil;
    w->window = window;
    w->day = day;
}

const uint16_t *kernel_months_of_days(struct arena *a, struct month last)
{
    uint16_t *month = ARENA_NEW(a, uint16_t, (size_t)month_last(last).n + 1);
    for (int32_t day = 0, m = 0; m <= last.n; m++)
        for (int32_t end = month_last((struct month){m}).n; day <= end; day++)
            month[day] = (uint16_t)m;
    return month;
}

struct kernel_world kernel_world_open(struct arena *a, const struct snapshot *s,
                                      const struct plan_program *program, struct kernel_span span,
                                      const uint16_t *month_of)
{
    struct month first = {span.last.n - (int32_t)span.months + 1};
    struct kernel_world w = {.snapshot = s,
                             .program = program,
                             .simd = simd_best(),
                             .first = first,
                             .months = span.months,
                             .first_end = (uint16_t)month_last(first).n,
                             .last_day = (uint16_t)month_last(span.last).n,
                             .month_of = month_of};
    for (unsigned i = 0; i < PLAN_TABLES; i++) {
        struct month from = {first.n - program->reach[i]};
        w.first_day[i] = from.n > 0 ? (uint16_t)month_first(from).n : 0;
    }
    set_rows(&w);
    set_windows(a, &w);
    return w;
}

struct kernel_days kernel_window_around(const struct kernel *k, const struct kernel_run *run,
                                        const struct plan_selection *s, uint32_t part)
{
    int32_t anchor = lane(&k->lanes, s->anchor)[run->item + part];
    if (anchor == PLAN_UNKNOWN)
        return NO_DAYS;
    struct kernel_days days = around(s->of, anchor);
    days.to = lesser(days.to, k->world->end[k->month[run->item + part]]);
    return days;
}

uint32_t kernel_reached(const int32_t *day_of, uint32_t months, int32_t day)
{
    uint32_t from = 0;
    while (from < months) {
        uint32_t middle = from + (months - from) / 2;
        if (day_of[middle] >= day)
            months = middle;
        else
            from = middle + 1;
    }
    return from;
}

int32_t kernel_birthday(const struct kernel_world *w, uint32_t person, int32_t number)
{
    struct day birth = {w->snapshot->birth[person]}, day;
    if (day_is_none(birth))
        return PLAN_UNKNOWN;
    struct civil c = day_civil(birth);
    bool is_day = day_from_civil(c.year + number, c.month, c.day, &day) ||
                  day_from_civil(c.year + number, 3, 1, &day); /* of 29 February */
    return is_day ? day.n : PLAN_UNKNOWN;
}
