#include "domain/residence_event.h"

static const struct residence_report *find(const struct residence_report *rows, size_t count,
                                           const struct residence_report *row)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].identifier == row->identifier && rows[i].kind == row->kind &&
            rows[i].from.n == row->from.n)
            return &rows[i];
    return NULL;
}

static bool says_the_same(const struct residence_report *x, const struct residence_report *y)
{
    return str_eq(x->home, y->home) && str_eq(x->municipality, y->municipality) &&
           str_eq(x->source, y->source);
}

/* A handful: each goes to its place behind those that come before it. */
struct events {
    struct residence_event *at;
    size_t count;
};

static bool comes_before(const struct residence_event *x, const struct residence_event *y)
{
    if (x->valid_from.n != y->valid_from.n)
        return x->valid_from.n < y->valid_from.n;
    return x->type == EVENT_RESIDENCE_ENDED && y->type != EVENT_RESIDENCE_ENDED;
}

static void add(struct events *e, struct residence_event event)
{
    size_t k = e->count++;
    for (; k > 0 && comes_before(&event, &e->at[k - 1]); k--)
        e->at[k] = e->at[k - 1];
    e->at[k] = event;
}

/* A report of the same whose date of report alone is another is no news; one that is open again
 * is. */
static void add_new(struct events *e, const struct residence_report *was,
                    const struct residence_report *is)
{
    bool is_open = day_is_none(is->to);
    bool is_again = was && (!says_the_same(was, is) || (is_open && !day_is_none(was->to)));
    if (!was || is_again)
        add(e, (struct residence_event){EVENT_RESIDENCE_REPORTED, is->from, is, false});
    if (!is_open && (!was || is_again || was->to.n != is->to.n))
        add(e, (struct residence_event){EVENT_RESIDENCE_ENDED, {is->to.n + 1}, is, false});
}

size_t residence_events(struct arena *a, const struct residence_report *before, size_t before_count,
                        const struct residence_report *after, size_t after_count,
                        struct residence_event **out)
{
    struct events e = {ARENA_NEW(a, struct residence_event, before_count + 2 * after_count + 1), 0};
    for (size_t i = 0; i < before_count; i++)
        if (!find(after, after_count, &before[i]))
            add(&e,
                (struct residence_event){EVENT_RESIDENCE_ENDED, before[i].from, &before[i], true});
    for (size_t i = 0; i < after_count; i++)
        add_new(&e, find(before, before_count, &after[i]), &after[i]);
    *out = e.at;
    return e.count;
}
