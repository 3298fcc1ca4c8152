#include "service/key_set.h"

#include <assert.h>
#include <string.h>

enum { WORD = 64 };

bool key_set_add(struct key_set *s, uint32_t key)
{
    assert(key != 0);
    size_t word = key / WORD;
    uint64_t bit = UINT64_C(1) << key % WORD;
    if (word >= s->words) {
        size_t words = word + word / 2 + 1024;
        uint64_t *grown = ARENA_NEW(s->arena, uint64_t, words);
        if (s->words > 0)
            memcpy(grown, s->word, s->words * sizeof *grown);
        s->word = grown;
        s->words = words;
    }
    bool is_new = !(s->word[word] & bit);
    s->word[word] |= bit;
    return is_new;
}

uint32_t key_set_next(const struct key_set *s, uint32_t from)
{
    size_t word = from / WORD;
    if (word >= s->words)
        return 0;
    uint64_t rest = s->word[word] & (UINT64_MAX << from % WORD);
    while (rest == 0 && ++word < s->words)
        rest = s->word[word];
    return rest == 0 ? 0 : (uint32_t)(word * WORD + (unsigned)__builtin_ctzll(rest));
}

void key_set_clear(struct key_set *s)
{
    if (s->words > 0)
        memset(s->word, 0, s->words * sizeof *s->word);
}
