/* What one month-end of Ko05L for the county takes where nothing is general: the same columns of
 * the same snapshot, the same marks and choice of persons (engine/simd.h), and loops that know the
 * measure, the widths of the columns and that there is one county. Beside it plain reading of the
 * columns and the engine, in turns, on one thread; the least processor time of the rounds.
 *
 *     ko05_floor SNAPSHOT */
#include "columns.h"
#include "engine/eval.h"
#include "engine/simd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { ROUNDS = 40, PIECE = 4096, PIECE_WORDS = 1 << 16, WINDOW = 18, LEAST = 3, MOST = 512 };

struct visits {
    uint16_t staff[MOST], day[MOST];
    uint32_t count;
};
struct floor {
    const struct snapshot *snapshot;
    struct simd_rows rows;
    uint64_t *mark;
    uint32_t *before, *chosen;
    uint8_t *seen;         /* by staff */
    int64_t persons[MOST]; /* by visits */
    int64_t sum[MOST];     /* likewise: of the indices' numerators */
    uint32_t read;
    struct visits of; /* the person who is counted */
};

static double now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void must(bool done, const char *what)
{
    if (done)
        return;
    (void)fprintf(stderr, "ko05_floor: %s\n", what);
    exit(1);
}

/* ---- the figure ---- */

static const uint8_t *unit_of(const struct floor *f)
{
    return f->snapshot->contacts.unit.at;
}

static const uint16_t *staff_of(const struct floor *f)
{
    return f->snapshot->contacts.staff.at;
}

/* What the chosen will need, read for all before the first is looked at. */
static void read_ahead(struct floor *f, uint32_t from, uint32_t count)
{
    enum { FEW = 24 };
    const struct snapshot_listings *l = &f->snapshot->listings;
    const uint32_t *first = f->snapshot->contacts.first, *chosen = f->chosen;
    const uint16_t *staff = staff_of(f);
    const uint8_t *unit = unit_of(f);
    uint32_t read = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t p = from + chosen[i], begin = first[p], last = first[p + 1] - 1;
        uint32_t row = last - begin > FEW ? last - FEW : begin, at = l->first[p];
        read += (uint32_t)staff[row] + staff[last] + unit[row] + unit[last];
        read += (uint32_t)l->unit[at] + l->from[at] + l->to[at];
    }
    f->read += read;
}

static uint32_t listed_at(const struct floor *f, uint32_t person)
{
    const struct snapshot_listings *l = &f->snapshot->listings;
    uint32_t unit = UINT32_MAX;
    for (uint32_t i = l->first[person]; i < l->first[person + 1]; i++)
        if (l->from[i] <= f->rows.to && l->to[i] >= f->rows.to)
            unit = l->unit[i];
    return unit;
}

static void take(const struct floor *f, uint32_t person, uint32_t unit, uint32_t row,
                 struct visits *v)
{
    const uint32_t *first = f->snapshot->contacts.first;
    const uint16_t *staff = staff_of(f), *day = f->snapshot->contacts.day;
    const uint8_t *of = unit_of(f);
    uint32_t begin = first[person] - row, end = first[person + 1] - row, word = begin / 64;
    uint64_t left = f->mark[word] & UINT64_MAX << begin % 64;
    v->count = 0;
    for (;;) {
        for (; left == 0; left = f->mark[++word])
            if ((word + 1) * 64 >= end)
                return;
        uint32_t at = word * 64 + (uint32_t)__builtin_ctzll(left);
        left &= left - 1;
        if (at >= end || v->count == MOST - 1)
            return;
        v->staff[v->count] = staff[row + at];
        v->day[v->count] = day[row + at];
        v->count += (uint32_t)(of[row + at] == unit) & (uint32_t)(staff[row + at] != 0);
    }
}

static void once_a_day(struct visits *v)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < v->count; i++) {
        bool again = false;
        for (uint32_t k = i; k > 0 && v->day[k - 1] == v->day[i]; k--)
            again |= v->staff[k - 1] == v->staff[i];
        v->staff[count] = v->staff[i];
        count += !again;
    }
    v->count = count;
}

static void count_person(struct floor *f, uint32_t person, uint32_t row)
{
    struct visits *v = &f->of;
    uint32_t unit = listed_at(f, person), pairs = 0;
    if (unit >= f->snapshot->known_units)
        return;
    take(f, person, unit, row, v);
    once_a_day(v);
    if (v->count < LEAST)
        return;
    for (uint32_t i = 0; i < v->count; i++)
        pairs += f->seen[v->staff[i]]++;
    for (uint32_t i = 0; i < v->count; i++)
        f->seen[v->staff[i]] = 0;
    f->persons[v->count]++;
    f->sum[v->count] += 2 * pairs;
}

static void count_piece(struct floor *f, uint32_t from, uint32_t persons)
{
    const uint32_t *first = f->snapshot->contacts.first + from;
    const struct simd *simd = simd_best();
    must(simd_words(first[persons] - *first) <= PIECE_WORDS, "too many contacts");
    simd->mark(&f->rows, (struct simd_stretch){*first, first[persons] - *first}, f->mark);
    uint32_t count =
        simd->choose(&(struct simd_persons){first, persons, f->mark, f->before, LEAST}, f->chosen);
    read_ahead(f, from, count);
    for (uint32_t i = 0; i < count; i++)
        count_person(f, from + f->chosen[i], *first);
}

static double figure(struct floor *f, int64_t *persons)
{
    uint32_t all = f->snapshot->persons;
    double sum = 0;
    memset(f->persons, 0, sizeof f->persons);
    memset(f->sum, 0, sizeof f->sum);
    for (uint32_t from = 0; from < all; from += PIECE)
        count_piece(f, from, all - from < PIECE ? all - from : PIECE);
    *persons = 0;
    for (int64_t n = LEAST; n < MOST; n++) {
        *persons += f->persons[n];
        sum += (double)f->sum[n] / (double)(n * (n - 1));
    }
    return sum / (double)*persons;
}

static struct floor floor_open(struct arena *a, const struct snapshot *s, struct month last)
{
    const struct snapshot_contacts *c = &s->contacts;
    must(c->unit.width == 1 && c->staff.width == 2 && c->shape.width == 1 &&
             s->listings.count >= s->persons,
         "made for another snapshot");
    struct floor f = {.snapshot = s,
                      .mark = ARENA_NEW(a, uint64_t, PIECE_WORDS),
                      .before = ARENA_NEW(a, uint32_t, PIECE_WORDS),
                      .chosen = ARENA_NEW(a, uint32_t, PIECE + 1),
                      .seen = ARENA_NEW(a, uint8_t, (size_t)s->staff_count + 1)};
    uint8_t *use = ARENA_NEW(a, uint8_t, (size_t)s->shapes + 1);
    f.rows = (struct simd_rows){
        .day = c->day,
        .shape = c->shape,
        .use = use,
        .from = (uint16_t)month_first((struct month){last.n - WINDOW + 1}).n,
        .to = (uint16_t)month_last(last).n,
    };
    for (uint32_t i = 0; i < s->shapes; i++) {
        struct shape is = shape_unpack(s->shape[i]);
        use[i] = is.profession == PROF_PHYSICIAN &&
                 (is.form == FORM_VISIT || is.form == FORM_HOME_VISIT);
        f.rows.meets[i / 8] |= (uint8_t)(use[i] << (i % 8));
    }
    return f;
}

/* ---- beside it ---- */

static double of_engine(const struct snapshot *s, const struct definition *d, struct month last)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    const struct eval_request ask = {.definition = &d,
                                     .definitions = 1,
                                     .last = last,
                                     .months = 1,
                                     .levels = LEVEL_BIT(LEVEL_COUNTY),
                                     .threads = 1};
    const struct eval_table *table;
    size_t tables;
    struct err err = {0};
    must(eval(a, s, &ask, &table, &tables, &err), "the engine fails");
    double value = cell_value(d, cell_at(table, 0, 0));
    arena_close(a);
    return value;
}

static void keep_least(double *least, double *began)
{
    double ended = now(), took = ended - *began;
    *least = *least == 0 || took < *least ? took : *least;
    *began = ended;
}

int main(int argc, char **argv)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct err err = {0};
    struct snapshot s;
    struct definitions all;
    struct month last = month_from(2023, 12);
    double reading = 0, by_hand = 0, engine = 0, mean = 0, same = 0;
    int64_t persons = 0;
    uint64_t sum = 0;
    must(argc == 2, "use: ko05_floor SNAPSHOT");
    must(snapshot_open(a, argv[1], &s, &err) && definitions_load(a, NULL, &all, &err), argv[1]);
    const struct definition *d = definitions_find(&all, STR("Ko05L"));
    struct floor f = floor_open(a, &s, last);
    for (unsigned round = 0; round < ROUNDS; round++) {
        double began = now();
        sum += read_columns(&s).sum;
        keep_least(&reading, &began);
        mean = figure(&f, &persons);
        keep_least(&by_hand, &began);
        same = of_engine(&s, d, last);
        keep_least(&engine, &began);
    }
    (void)printf("# %llx %x\nfigure %.12f %lld, of the engine %.12f\n"
                 "plain reading %.2f ms, by hand %.2f ms, engine %.2f ms\n",
                 (unsigned long long)sum, (unsigned)f.read, mean, (long long)persons, same,
                 1e3 * reading, 1e3 * by_hand, 1e3 * engine);
    snapshot_close(&s);
    arena_close(a);
    return 0;
}
