/* What the segments of a load say again of what counts. */
#include "engine/again.h"
#include "service/figures/segments.h"
#include "service/load/load_parts.h"

/* Segments of earlier loads that are open. */
struct opened {
    struct arena *arena;
    struct bag contacts; /* struct segment */
    struct bag events;   /* struct events */
    struct bag out;      /* struct days_out, one for each of them */
};

static void close_all(struct opened *o)
{
    for (size_t i = 0; i < o->contacts.count; i++)
        segment_close(bag_at(&o->contacts, i));
    for (size_t i = 0; i < o->events.count; i++)
        events_close(bag_at(&o->events, i));
    arena_close(o->arena);
}

static bool overlaps(const struct segment_made *made, const struct load_segment *s)
{
    return !day_is_none(s->first) && !day_is_none(made->first) && s->first.n <= made->last.n &&
           s->last.n >= made->first.n;
}

/* What the load made anew of a segment that is lost; NULL: nothing. */
static const char *made_anew(const struct load *l, struct arena *a, const struct load_segment *s)
{
    for (size_t i = 0; i < l->made.count; i++) {
        const struct load_made *made = bag_at(&l->made, i);
        if (made->lost == s)
            return str_fmt(a, "%s/%s", l->folder, made->name).at;
    }
    return NULL;
}

static bool open_contacts(struct load *l, struct opened *o, const struct load_segment *s,
                          struct segment *out)
{
    const char *anew = made_anew(l, o->arena, s);
    struct err why = {0};
    return anew ? segment_open(o->arena, anew, out, &why)
                : segments_open_contacts(l->in, o->arena, s, out, &why);
}

static bool open_events(struct load *l, struct opened *o, const struct load_segment *s,
                        struct events *out)
{
    const char *anew = made_anew(l, o->arena, s);
    struct err why = {0};
    return anew ? events_open(o->arena, anew, out, &why)
                : segments_open_events(l->in, o->arena, s, out, &why);
}

/* Of a segment that cannot be read nothing is said: who builds the snapshot says it. */
static void open_before(struct load *l, const struct segments *all, const struct load_made *made,
                        struct opened *o)
{
    for (size_t i = 0; i < all->count; i++) {
        const struct load_segment *s = &all->at[i];
        struct segment contacts;
        struct events events;
        if (s->table != made->table)
            continue;
        if (s->table == TABLE_CONTACTS) {
            if (open_contacts(l, o, s, &contacts))
                *(struct segment *)bag_add(&o->contacts) = contacts;
        } else if (overlaps(&made->segment, s) && open_events(l, o, s, &events)) {
            *(struct events *)bag_add(&o->events) = events;
            (void)segments_days_out(all, s, bag_add(&o->out));
        }
    }
}

static bool count_contacts(const struct opened *o, const char *path, struct stage_compared *out,
                           struct err *err)
{
    const struct segment **before = ARENA_NEW(o->arena, const struct segment *, o->contacts.count);
    struct segment now;
    if (!segment_open(o->arena, path, &now, err))
        return false;
    for (size_t i = 0; i < o->contacts.count; i++)
        before[i] = bag_at(&o->contacts, i);
    struct contacts_segments all = {before, o->contacts.count, 0};
    struct contacts_again found = contacts_count_again(&now, &all);
    *out = (struct stage_compared){found.added, found.corrected, found.again};
    segment_close(&now);
    return true;
}

static bool count_events(const struct opened *o, const char *path, struct stage_compared *out,
                         struct err *err)
{
    struct events_before *before = ARENA_NEW(o->arena, struct events_before, o->events.count);
    struct events now;
    if (!events_open(o->arena, path, &now, err))
        return false;
    for (size_t i = 0; i < o->events.count; i++)
        before[i] = (struct events_before){bag_at(&o->events, i), bag_at(&o->out, i)};
    struct events_segments all = {before, o->events.count, 0};
    uint64_t alike = events_count_alike(&now, &all);
    *out = (struct stage_compared){.added = now.rows - alike, .again = alike};
    events_close(&now);
    return true;
}

/* Where nothing came before, all is new, and a first load of everything need not be read again.
 * Days that the load replaces are all that its events are of: nothing that counts is alike. */
static bool count_one(struct load *l, const struct segments *all, const struct load_made *made,
                      struct err *err)
{
    struct stage_compared one = {.added = made->segment.rows}, *sum = &l->compared[made->table];
    if (made->lost) {
        sum->again += made->table == TABLE_CONTACTS ? made->segment.rows : 0;
        return true;
    }
    struct opened o = {.arena = arena_open(ARENA_BLOCK)};
    o.contacts = (struct bag)BAG_OPEN(o.arena, struct segment);
    o.events = (struct bag)BAG_OPEN(o.arena, struct events);
    o.out = (struct bag)BAG_OPEN(o.arena, struct days_out);
    const char *path = str_fmt(o.arena, "%s/%s", l->folder, made->name).at;
    bool good = true;
    if (made->table == TABLE_CONTACTS || !l->options.replaces)
        open_before(l, all, made, &o);
    if (o.contacts.count > 0)
        good = count_contacts(&o, path, &one, err);
    else if (o.events.count > 0)
        good = count_events(&o, path, &one, err);
    close_all(&o);
    sum->added += one.added;
    sum->corrected += one.corrected;
    sum->again += one.again;
    return good;
}

bool load_count_again(struct load *l, struct err *err)
{
    struct segments all;
    if (l->made.count == 0)
        return true;
    if (!segments_read(l->in, l->arena, 0, &all, err))
        return false;
    for (size_t i = 0; i < l->made.count; i++) {
        struct load_made *made = bag_at(&l->made, i);
        made->lost = segments_lost(l->in, l->arena, &all, made->table, &made->segment);
    }
    for (size_t i = 0; i < l->made.count; i++)
        if (!count_one(l, &all, bag_at(&l->made, i), err))
            return false;
    return true;
}
