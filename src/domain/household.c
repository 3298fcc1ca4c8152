#include "domain/household.h"

#include <stdlib.h>

/* Sets of keys, each known by one of its members (union-find). */
struct sets {
    int64_t *key; /* sorted, no two alike */
    size_t *parent;
    size_t count;
};

static int by_value(const void *x, const void *y)
{
    int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
    return (a > b) - (a < b);
}

static size_t place(const struct sets *s, int64_t key)
{
    const int64_t *found = bsearch(&key, s->key, s->count, sizeof key, by_value);
    return (size_t)(found - s->key);
}

static size_t root(const struct sets *s, size_t at)
{
    while (s->parent[at] != at)
        at = s->parent[at] = s->parent[s->parent[at]];
    return at;
}

/* The least key stays the root. */
static void join(const struct sets *s, int64_t one, int64_t other)
{
    size_t a = root(s, place(s, one)), b = root(s, place(s, other));
    s->parent[a > b ? a : b] = a > b ? b : a;
}

static struct sets sets_of(struct arena *a, const struct kin *kin, size_t count)
{
    struct sets s = {ARENA_NEW(a, int64_t, 4 * count), ARENA_NEW(a, size_t, 4 * count), 0};
    size_t all = 0;
    for (size_t i = 0; i < count; i++) {
        s.key[all++] = kin[i].person;
        s.key[all++] = kin[i].mother;
        s.key[all++] = kin[i].guardian1;
        s.key[all++] = kin[i].guardian2;
    }
    qsort(s.key, all, sizeof *s.key, by_value);
    for (size_t i = 0; i < all; i++)
        if (i == 0 || s.key[i] != s.key[i - 1]) /* what is moved up lies behind what is read */
            s.key[s.count++] = s.key[i];
    for (size_t i = 0; i < s.count; i++)
        s.parent[i] = i;
    return s;
}

void households(struct arena *a, const struct kin *kin, size_t count, size_t *group)
{
    if (count == 0)
        return;
    struct sets s = sets_of(a, kin, count);
    for (size_t i = 0; i < count; i++) {
        const struct kin *k = &kin[i];
        bool has_guardian = k->guardian1 != 0 || k->guardian2 != 0;
        int64_t with[] = {k->guardian1, k->guardian2, has_guardian ? 0 : k->mother};
        for (size_t n = 0; k->is_child && n < ARRAY_LEN(with); n++)
            if (with[n] != 0)
                join(&s, k->person, with[n]);
    }
    /* The root may be a parent who is not asked about: each set's first member by key. */
    size_t *first = ARENA_NEW(a, size_t, s.count);
    for (size_t i = 0; i < s.count; i++)
        first[i] = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        size_t *at = &first[root(&s, place(&s, kin[i].person))];
        if (*at == SIZE_MAX || kin[i].person < kin[*at].person)
            *at = i;
    }
    for (size_t i = 0; i < count; i++)
        group[i] = first[root(&s, place(&s, kin[i].person))];
}
