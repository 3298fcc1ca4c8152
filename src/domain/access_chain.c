#include "domain/access_chain.h"

/* What is summed begins with what it is, so that no sum of the one is ever one of the other. */
enum { IS_ENTRY = 'E', IS_LINK = 'L', IS_START = 'S', ENTRY_VERSION = 1 };

static const char *const FAULT[] = {"sound", "missing", "changed", "unlinked", "erased",
                                    "start", "cut_off", "forked",  "unsealed"};
_Static_assert(ARRAY_LEN(FAULT) == ACCESS_UNSEALED + 1, "a word for each");
const struct vocab VOCAB_ACCESS_FAULT = {"state", FAULT, ARRAY_LEN(FAULT)};

struct access_chain access_chain_open(struct arena *a, struct keyed *key,
                                      const struct access_link *start)
{
    return (struct access_chain){key, *start, sb_open(a, 1024)};
}

static void put_number(struct sb *b, int64_t n)
{
    for (unsigned shift = 0; shift < 64; shift += 8)
        sb_char(b, (char)((uint64_t)n >> shift & 0xff));
}

/* Its length before it: no two entries have the same bytes. */
static void put_text(struct sb *b, struct str s)
{
    put_number(b, (int64_t)s.len);
    sb_put(b, s);
}

static struct sha256_sum sum_of(struct access_chain *c, int64_t sequence,
                                const struct access_entry *e)
{
    const int64_t number[] = {sequence,           e->at.us,   e->actor.role, e->actor.purpose,
                              e->actor.on_behalf, e->kind,    e->outcome,    e->person,
                              e->count,           e->position};
    const struct str text[] = {e->actor.id, e->actor.unit, e->act, e->about};
    c->bytes.len = 0;
    sb_char(&c->bytes, IS_ENTRY);
    sb_char(&c->bytes, ENTRY_VERSION);
    for (size_t i = 0; i < ARRAY_LEN(number); i++)
        put_number(&c->bytes, number[i]);
    for (size_t i = 0; i < ARRAY_LEN(text); i++)
        put_text(&c->bytes, text[i]);
    return keyed_sum(c->key, sb_str(&c->bytes));
}

static struct sha256_sum link_of(struct access_chain *c, int64_t sequence,
                                 const struct sha256_sum *sum)
{
    c->bytes.len = 0;
    sb_char(&c->bytes, IS_LINK);
    put_number(&c->bytes, sequence);
    sb_put(&c->bytes, (struct str){(const char *)c->last.chain.byte, SHA256_SIZE});
    sb_put(&c->bytes, (struct str){(const char *)sum->byte, SHA256_SIZE});
    return keyed_sum(c->key, sb_str(&c->bytes));
}

struct access_seal access_chain_seal(struct access_chain *c, const struct access_entry *entry)
{
    struct access_seal s = {.link.sequence = c->last.sequence + 1};
    s.sum = sum_of(c, s.link.sequence, entry);
    s.link.chain = link_of(c, s.link.sequence, &s.sum);
    c->last = s.link;
    return s;
}

struct sha256_sum access_start_sum(struct access_chain *c, const struct access_link *start)
{
    c->bytes.len = 0;
    sb_char(&c->bytes, IS_START);
    put_number(&c->bytes, start->sequence);
    sb_put(&c->bytes, (struct str){(const char *)start->chain.byte, SHA256_SIZE});
    return keyed_sum(c->key, sb_str(&c->bytes));
}

enum access_fault access_chain_follow(struct access_chain *c, const struct access_entry *entry,
                                      const struct access_seal *seal)
{
    if (seal->link.sequence != c->last.sequence + 1)
        return ACCESS_MISSING;
    if (entry) {
        struct sha256_sum sum = sum_of(c, seal->link.sequence, entry);
        if (!sum_eq(&sum, &seal->sum))
            return ACCESS_CHANGED;
    }
    struct sha256_sum chain = link_of(c, seal->link.sequence, &seal->sum);
    if (!sum_eq(&chain, &seal->link.chain))
        return ACCESS_UNLINKED;
    c->last = seal->link;
    return ACCESS_SOUND;
}
