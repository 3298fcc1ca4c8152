#include "domain/event.h"

#include <string.h>

static const char *const EVENT[] = {"listing.created",     "listing.ended",
                                    "listing.queued",      "listing.unqueued",
                                    "request.changed",     "named_contact.assigned",
                                    "named_contact.ended", "named_contact.informed",
                                    "substitute.started",  "substitute.ended",
                                    "residence.reported",  "residence.ended",
                                    "person.changed",      "person.identifier_changed",
                                    "unit.changed"};
_Static_assert(ARRAY_LEN(EVENT) == EVENT_UNIT_CHANGED + 1, "a word for each");
const struct vocab VOCAB_EVENT = {"type", EVENT, ARRAY_LEN(EVENT)};

static bool is_same_row(const struct effect_row *x, const struct effect_row *y)
{
    return x->of == y->of && x->kind == y->kind && x->from.n == y->from.n &&
           hsaid_eq(&x->unit, &y->unit) && hsaid_eq(&x->staff, &y->staff) &&
           strcmp(x->county, y->county) == 0;
}

/* A person has a handful of rows, so they are looked for one by one. */
static const struct effect_row *find(const struct effect_row *rows, size_t count,
                                     const struct effect_row *row)
{
    for (size_t i = 0; i < count; i++)
        if (is_same_row(&rows[i], row))
            return &rows[i];
    return NULL;
}

struct events {
    struct effect_event *at;
    size_t count;
};

static void add(struct events *e, struct effect_event event)
{
    e->at[e->count++] = event;
}

static void add_begin(struct events *e, const struct effect_row *row)
{
    enum event_type type =
        row->of == EFFECT_LISTING ? EVENT_LISTING_CREATED : EVENT_NAMED_CONTACT_ASSIGNED;
    add(e, (struct effect_event){type, row->from, row, false});
}

static void add_end(struct events *e, const struct effect_row *row, bool withdrawn)
{
    enum event_type type =
        row->of == EFFECT_LISTING ? EVENT_LISTING_ENDED : EVENT_NAMED_CONTACT_ENDED;
    struct day without = withdrawn ? row->from : (struct day){row->to.n + 1};
    add(e, (struct effect_event){type, without, row, withdrawn});
}

/* What is new of a row: all of it, where it was not there. */
static void add_new(struct events *e, const struct effect_row *was, const struct effect_row *is)
{
    bool is_open = day_is_none(is->to), was_open = was && day_is_none(was->to);
    bool is_uninformed = was && !day_is_none(was->informed_on) && day_is_none(is->informed_on);
    bool is_again = was && (was->basis != is->basis || (is_open && !was_open) || is_uninformed);
    if (!was || is_again)
        add_begin(e, is);
    if (!is_open && (!was || is_again || was->to.n != is->to.n || was->ends != is->ends))
        add_end(e, is, false);
    if (!day_is_none(is->informed_on) &&
        (!was || is_again || was->informed_on.n != is->informed_on.n)) {
        struct day on = is->informed_on.n > is->from.n ? is->informed_on : is->from;
        add(e, (struct effect_event){EVENT_NAMED_CONTACT_INFORMED, on, is, false});
    }
}

/* Of one day: what ends, what begins, who is told of it. */
static int place_of(const struct effect_event *e)
{
    if (e->type == EVENT_NAMED_CONTACT_INFORMED)
        return 2;
    return e->type == EVENT_LISTING_ENDED || e->type == EVENT_NAMED_CONTACT_ENDED ? 0 : 1;
}

static int in_order(const struct effect_event *x, const struct effect_event *y)
{
    if (x->valid_from.n != y->valid_from.n)
        return x->valid_from.n < y->valid_from.n ? -1 : 1;
    return place_of(x) - place_of(y);
}

/* Events of one day and kind stay as they come: listings before named contacts. */
static void sort(struct events *e)
{
    for (size_t i = 1; i < e->count; i++) {
        struct effect_event moved = e->at[i];
        size_t k = i;
        for (; k > 0 && in_order(&moved, &e->at[k - 1]) < 0; k--)
            e->at[k] = e->at[k - 1];
        e->at[k] = moved;
    }
}

size_t effect_events(struct arena *a, const struct effect_row *before, size_t before_count,
                     const struct effect_row *after, size_t after_count, struct effect_event **out)
{
    struct events e = {ARENA_NEW(a, struct effect_event, before_count + 3 * after_count + 1), 0};
    for (size_t i = 0; i < before_count; i++)
        if (!find(after, after_count, &before[i]))
            add_end(&e, &before[i], true);
    for (size_t i = 0; i < after_count; i++)
        add_new(&e, find(before, before_count, &after[i]), &after[i]);
    sort(&e);
    *out = e.at;
    return e.count;
}
