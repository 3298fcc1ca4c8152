/* What may have been meant by a word that the language does not know there. */
#include "engine/expr_parser.h"
#include "engine/expr_words.h"

#include <stdio.h>

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

struct nearest {
    struct str seen, best;
    size_t distance;
    bool is_known; /* what was seen is a word: it only stands in the wrong place */
};

static void look_at(void *state, struct str word)
{
    struct nearest *n = state;
    n->is_known = n->is_known || str_eq(word, n->seen);
    if (word.len > WORD_MOST || n->is_known)
        return;
    size_t d = distance(n->seen, word);
    if (d < n->distance) {
        n->distance = d;
        n->best = word;
    }
}

const char *parser_advice(const struct parser *p, struct str seen, char out[static ADVICE_TEXT])
{
    const struct expr_source *s = p->source;
    struct nearest n = {.seen = seen, .distance = seen.len < 6 ? 2 : 3};
    out[0] = '\0';
    if (p->token.kind != TOKEN_NAME || seen.len > WORD_MOST || seen.len < 3)
        return out;
    if (p->each_word)
        p->each_word(p, &n, look_at);
    else
        expr_each_word(p->in_rows ? (unsigned)p->rows : FIELD_OF_PERSON, &n, look_at);
    for (unsigned i = 0; i < s->parameters; i++)
        look_at(&n, s->parameter[i].name);
    for (unsigned i = 0; i < s->parts; i++)
        look_at(&n, s->part[i].name);
    for (unsigned i = 0; i < s->sets; i++)
        look_at(&n, s->set[i]->name);
    if (n.best.len > 0 && !n.is_known)
        (void)snprintf(out, ADVICE_TEXT, "; did you mean \"%.*s\"?", STR_FMT(n.best));
    return out;
}
