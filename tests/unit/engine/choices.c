#include "choices.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

struct choices choices_of_seed(uint64_t seed)
{
    return (struct choices){.random = {seed}};
}

static void *room_for(void *at, size_t count, size_t *room, size_t size)
{
    if (count < *room)
        return at;
    *room = *room ? *room * 2 : 256;
    void *grown = realloc(at, *room * size);
    if (!grown)
        abort();
    return grown;
}

static void add(struct choices *c, uint32_t choice)
{
    c->at = room_for(c->at, c->count, &c->room, sizeof *c->at);
    c->at[c->count++] = choice;
}

struct choices choices_given(const uint32_t *at, size_t count)
{
    struct choices c = {.are_given = true};
    for (size_t i = 0; i < count; i++)
        add(&c, at[i]);
    return c;
}

void choices_close(struct choices *c)
{
    free(c->at);
    free(c->span);
    *c = (struct choices){0};
}

uint32_t choose(struct choices *c, uint32_t below)
{
    if (!c->are_given)
        add(c, random_below(&c->random, below));
    uint32_t choice = c->next < c->count ? c->at[c->next] % below : 0;
    c->next++;
    return choice;
}

bool once_in(struct choices *c, uint32_t times)
{
    return choose(c, times) == times - 1;
}

static size_t begin(struct choices *c, size_t from, bool is_node)
{
    c->span = room_for(c->span, c->spans, &c->spans_room, sizeof *c->span);
    c->span[c->spans] = (struct choice_span){from, 0, is_node};
    return c->spans++;
}

bool more(struct choices *c, uint32_t average)
{
    size_t from = c->next;
    if (choose(c, average + 1) == 0)
        return false;
    assert(c->opens < sizeof c->open / sizeof *c->open);
    c->open[c->opens++] = begin(c, from, false);
    return true;
}

void enough(struct choices *c)
{
    c->span[c->open[--c->opens]].to = c->next;
}

size_t node_begin(struct choices *c)
{
    return begin(c, c->next, true);
}

void node_end(struct choices *c, size_t node)
{
    c->span[node].to = c->next;
}

/* ---- smaller ones ---- */

struct shrinking {
    struct choices best;
    bool (*fails)(struct choices *c);
    unsigned *tries;
};

/* [from, to) replaced by `count` others; true where it fails still, and is the best from then on.
 */
static bool attempt(struct shrinking *s, struct choice_span span, const uint32_t *by, size_t count)
{
    const struct choices *b = &s->best;
    if (*s->tries == 0 || span.to > b->count || span.from > span.to)
        return false;
    --*s->tries;
    struct choices c = choices_given(b->at, span.from);
    for (size_t i = 0; i < count; i++)
        add(&c, by[i]);
    for (size_t i = span.to; i < b->count; i++)
        add(&c, b->at[i]);
    if (!s->fails(&c)) {
        choices_close(&c);
        return false;
    }
    if (c.count > c.next)
        c.count = c.next; /* the rest was not asked for */
    choices_close(&s->best);
    s->best = c;
    return true;
}

static bool is_within(struct choice_span inner, struct choice_span outer)
{
    return inner.is_node && inner.from >= outer.from && inner.to <= outer.to &&
           inner.to - inner.from < outer.to - outer.from;
}

/* An item goes; of a node a 0 is left, or one within it. */
static bool shrink_span(struct shrinking *s, size_t i)
{
    static const uint32_t nothing[] = {0};
    const struct choice_span span = s->best.span[i];
    if (!span.is_node)
        return attempt(s, span, NULL, 0);
    if (span.to - span.from > 1 && attempt(s, span, nothing, 1))
        return true;
    for (size_t k = 0; k < s->best.spans; k++) {
        const struct choice_span inner = s->best.span[k];
        if (!is_within(inner, span))
            continue;
        size_t count = inner.to - inner.from;
        uint32_t *by = malloc((count + 1) * sizeof *by);
        if (!by)
            abort();
        memcpy(by, s->best.at + inner.from, count * sizeof *by);
        bool smaller = attempt(s, span, by, count);
        free(by);
        if (smaller)
            return true;
    }
    return false;
}

static bool shrink_value(struct shrinking *s, size_t i)
{
    uint32_t value = s->best.at[i];
    const uint32_t smaller[] = {0, value / 2, value - 1};
    for (size_t k = 0; value > 0 && k < sizeof smaller / sizeof *smaller; k++)
        if ((k == 0 || smaller[k] > 0) &&
            attempt(s, (struct choice_span){i, i + 1, false}, &smaller[k], 1))
            return true;
    return false;
}

struct choices choices_shrunk(const struct choices *failing, bool (*fails)(struct choices *c),
                              unsigned *tries)
{
    struct shrinking s = {choices_given(failing->at, failing->count), fails, tries};
    bool smaller = fails(&s.best);
    while (smaller && *tries > 0) {
        smaller = false;
        for (size_t i = 0; i < s.best.spans; i++)
            while (i < s.best.spans && shrink_span(&s, i))
                smaller = true;
        for (size_t i = 0; i < s.best.count; i++)
            while (i < s.best.count && shrink_value(&s, i))
                smaller = true;
    }
    return s.best;
}
