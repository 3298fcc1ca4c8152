#include "engine/nearest.h"

enum { WORD_MOST = 30 };

/* How many letters must be changed, added, left out or exchanged with the next. */
static size_t distance(struct str a, struct str b)
{
    size_t row[3][WORD_MOST + 1];
    for (size_t i = 0; i <= a.len; i++)
        for (size_t j = 0; j <= b.len; j++) {
            size_t *now = row[i % 3], *above = row[(i + 2) % 3], *twice = row[(i + 1) % 3];
            if (i == 0 || j == 0) {
                now[j] = i + j;
                continue;
            }
            size_t change = above[j - 1] + (a.at[i - 1] != b.at[j - 1]);
            size_t least = above[j] + 1 < now[j - 1] + 1 ? above[j] + 1 : now[j - 1] + 1;
            now[j] = change < least ? change : least;
            if (i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] && a.at[i - 2] == b.at[j - 1] &&
                twice[j - 2] + 1 < now[j])
                now[j] = twice[j - 2] + 1;
        }
    return row[a.len % 3][b.len];
}

static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool same_but_for_case(struct str a, struct str b)
{
    size_t i = 0;
    while (i < a.len && i < b.len && small(a.at[i]) == small(b.at[i]))
        i++;
    return i == a.len && i == b.len;
}

struct nearest nearest_to(struct str seen)
{
    return (struct nearest){.seen = seen, .distance = seen.len < 6 ? 2 : 3};
}

void nearest_look(void *nearest, struct str word)
{
    struct nearest *n = nearest;
    n->is_known = n->is_known || str_eq(word, n->seen);
    if (word.len > WORD_MOST || n->seen.len > WORD_MOST || n->is_known)
        return;
    size_t d = same_but_for_case(n->seen, word) ? 0 : distance(n->seen, word);
    if (d < n->distance) {
        n->distance = d;
        n->best = word;
    }
}

bool nearest_found(const struct nearest *n)
{
    return n->best.len > 0 && !n->is_known && n->seen.len >= 3;
}
