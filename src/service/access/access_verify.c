#include "service/access/access_verify.h"

#include "engine/bag.h"
#include "service/access/access_log.h"

/* An entry whose words are gone, until a later one says why. */
struct gone {
    int64_t sequence;
    bool explained;
};
struct reading {
    struct access_chain chain;
    const struct access_checkpoint *checkpoint;
    struct access_verdict verdict;
    struct bag gone; /* by their numbers */
};

static void explain(struct reading *r, const struct access_entry *e)
{
    int64_t sequence = 0;
    struct str rest = e->about, head = STR(ACCESS_ERASE_ABOUT);
    if (!str_starts(rest, head))
        return;
    rest = (struct str){rest.at + head.len, rest.len - head.len};
    if (!str_to_i64(str_cut(&rest, ' '), &sequence))
        return;
    for (size_t low = 0, high = r->gone.count; low < high;) {
        size_t middle = low + (high - low) / 2;
        struct gone *g = bag_at(&r->gone, middle);
        if (g->sequence == sequence) {
            g->explained = true;
            return;
        }
        if (g->sequence < sequence)
            low = middle + 1;
        else
            high = middle;
    }
}

static void find(struct reading *r, enum access_fault fault, int64_t sequence)
{
    r->verdict.fault = fault;
    r->verdict.broken = sequence;
}

/* Behind the first fault nothing is looked at: what follows rests on it. */
static bool take(void *state, const struct access_row *row, struct err *err)
{
    struct reading *r = state;
    const struct access_link *link = &row->seal.link;
    (void)err;
    if (r->verdict.fault != ACCESS_SOUND)
        return true;
    int64_t next = r->chain.last.sequence + 1;
    enum access_fault fault =
        access_chain_follow(&r->chain, row->erased ? NULL : &row->entry, &row->seal);
    if (fault != ACCESS_SOUND) {
        find(r, fault, next);
        return true;
    }
    r->verdict.sealed++;
    if (row->erased)
        *(struct gone *)bag_add(&r->gone) = (struct gone){.sequence = link->sequence};
    else if (row->entry.kind == ACCESS_ERASE)
        explain(r, &row->entry);
    if (r->checkpoint && r->checkpoint->link.sequence == link->sequence &&
        !sum_eq(&r->checkpoint->link.chain, &link->chain))
        find(r, ACCESS_FORKED, link->sequence);
    return true;
}

static void settle(struct reading *r)
{
    r->verdict.erased = (int64_t)r->gone.count;
    if (r->verdict.fault != ACCESS_SOUND)
        return;
    if (r->checkpoint && r->checkpoint->link.sequence > r->chain.last.sequence)
        find(r, ACCESS_CUT_OFF, r->chain.last.sequence + 1);
    for (size_t i = r->gone.count; i-- > 0;) {
        const struct gone *g = bag_at(&r->gone, i);
        if (!g->explained)
            find(r, ACCESS_ERASED, g->sequence);
    }
    if (r->verdict.fault == ACCESS_SOUND && r->verdict.unsealed > 0)
        find(r, ACCESS_UNSEALED, 0);
}

static bool read_all(struct db *db, struct reading *r, const struct access_seal *start,
                     struct err *err)
{
    struct sha256_sum sum = access_start_sum(&r->chain, &start->link);
    if (!access_log_waits(db, &r->verdict.unsealed, err))
        return false;
    if (start->link.sequence != 0 && !sum_eq(&sum, &start->sum)) {
        find(r, ACCESS_START, start->link.sequence + 1);
        return true;
    }
    return access_log_each(db, (struct access_reader){r, take}, err);
}

bool access_verify(struct db *db, const struct access_key *key,
                   const struct access_checkpoint *checkpoint, struct access_verdict *out,
                   struct err *err)
{
    struct access_seal start;
    if (!db_begin(db, DB_READ, err))
        return false;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct keyed *keyed = keyed_open(&key->entries);
    bool done = access_log_start(db, &start, err);
    if (done) {
        struct reading r = {.chain = access_chain_open(a, keyed, &start.link),
                            .checkpoint = checkpoint,
                            .gone = BAG_OPEN(a, struct gone)};
        done = read_all(db, &r, &start, err);
        settle(&r);
        if (done)
            *out = r.verdict;
    }
    keyed_close(keyed);
    arena_close(a);
    db_rollback(db);
    return done;
}

/* The distance is of/count, which need not be whole: so that each entry has the same chance, the
 * first place is one of the `of` numbers whose quotient by `count` is below it. */
int64_t access_sample_place(const struct access_sample *sample, int64_t n)
{
    struct arena *a = arena_open(256);
    struct sha256_sum sum =
        sha256_of(str_fmt(a, "kontinua log sample %llu", (unsigned long long)sample->seed));
    uint64_t number = 0;
    for (size_t i = 0; i < sizeof number; i++)
        number = number << 8 | sum.byte[i];
    arena_close(a);
    int64_t first = (int64_t)(number % (uint64_t)sample->of);
    return (first + n * sample->of) / sample->count;
}

struct drawing {
    const struct access_sample *sample;
    struct access_reader reader;
    int64_t passed, taken, next;
};

static bool draw(void *state, const struct access_row *row, struct err *err)
{
    struct drawing *c = state;
    const struct access_period *p = &c->sample->period;
    if (c->sample->before > 0 && row->seal.link.sequence >= c->sample->before)
        return true;
    if (row->erased || row->entry.at.us < p->from.us || row->entry.at.us >= p->to.us)
        return true;
    if (c->passed++ != c->next)
        return true;
    if (++c->taken < c->sample->count)
        c->next = access_sample_place(c->sample, c->taken);
    return c->reader.take(c->reader.state, row, err);
}

bool access_sample(struct db *db, const struct access_sample *sample, struct access_reader reader,
                   struct err *err)
{
    struct access_sample s = *sample;
    if (s.count > s.of)
        s.count = s.of;
    if (s.count == 0)
        return true;
    struct drawing c = {.sample = &s, .reader = reader, .next = access_sample_place(&s, 0)};
    return access_log_each(db, (struct access_reader){&c, draw}, err);
}
