/* How long it takes to ask a figure why, in the process, on an instance's snapshot: of a person and
 * a measure, both drawn by lot; of the lists behind the figure of every unit, and of some hundred
 * named doctors, of every measure that has figures there. Prints lines `what half 99% all` with the
 * milliseconds within which half, 99 of a hundred and all of them were answered, and the slowest
 * measure, by the wall's clock and by the processor's; and how many lists of units cost as much as
 * one of everybody.
 *
 *     explain_speed SNAPSHOT [THREADS [MEASURE]] */
#include "engine/explain.h"
#include "engine/persons.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { EXPLAINED = 20000, LAST_YEAR = 2023, LAST_MONTH = 12 };

/* Of the wall, and of the processor, which counts for a busy machine. */
struct reading {
    double ms[2];
};

static struct reading now(void)
{
    static const clockid_t clock[] = {CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID};
    struct reading m;
    for (unsigned i = 0; i < ARRAY_LEN(clock); i++) {
        struct timespec t;
        (void)clock_gettime(clock[i], &t);
        m.ms[i] = (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
    }
    return m;
}

static struct reading since(struct reading began)
{
    struct reading m = now();
    for (unsigned i = 0; i < ARRAY_LEN(m.ms); i++)
        m.ms[i] -= began.ms[i];
    return m;
}

static void must(bool done, const struct err *err)
{
    if (done)
        return;
    (void)fprintf(stderr, "explain_speed: %s %s\n", err->code ? err->code : "", err->detail);
    exit(1);
}

static uint32_t by_lot(uint32_t below)
{
    static uint64_t state = 88172645463325252u;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)((state >> 32) * below >> 32);
}

/* ---- times ---- */

struct times {
    double *at[2]; /* by clock */
    size_t count;
    double slowest[2];
    struct str of[2]; /* the slowest one's measure */
};

static struct times times_open(struct arena *a, size_t most)
{
    return (struct times){.at = {ARENA_NEW(a, double, most + 1), ARENA_NEW(a, double, most + 1)}};
}

static void add_time(struct times *t, struct reading took, const struct definition *d)
{
    for (unsigned i = 0; i < ARRAY_LEN(t->at); i++) {
        t->at[i][t->count] = took.ms[i];
        if (took.ms[i] > t->slowest[i]) {
            t->slowest[i] = took.ms[i];
            t->of[i] = d->id;
        }
    }
    t->count++;
}

static int by_size(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

static void print_times(const char *what, const struct times *t)
{
    static const char *const name[] = {"", "_cpu"};
    for (unsigned i = 0; t->count > 0 && i < ARRAY_LEN(t->at); i++) {
        char label[32];
        (void)snprintf(label, sizeof label, "%s%s", what, name[i]);
        qsort(t->at[i], t->count, sizeof *t->at[i], by_size);
        (void)printf("%-12s %8.3f %8.3f %8.3f ms   of %zu, the slowest of %.*s\n", label,
                     t->at[i][t->count / 2], t->at[i][t->count * 99 / 100], t->slowest[i], t->count,
                     STR_FMT(t->of[i]));
    }
}

/* ---- questions ---- */

struct asking {
    struct arena *arena;
    const struct snapshot *snapshot;
    const struct definition **measure; /* of persons */
    size_t measures;
    unsigned threads;
};

static void explain_some(const struct asking *x)
{
    struct times t = times_open(x->arena, EXPLAINED);
    struct arena *a = arena_open(ARENA_BLOCK);
    size_t lines = 0;
    for (unsigned i = 0; i < EXPLAINED; i++, arena_reset(a)) {
        struct explain_request ask = {.definition = x->measure[by_lot((uint32_t)x->measures)],
                                      .person = by_lot(x->snapshot->persons),
                                      .month = month_from(LAST_YEAR, LAST_MONTH),
                                      .level = LEVEL_COUNTY,
                                      .place = x->snapshot->own_county};
        struct reading began = now();
        lines += explain(a, x->snapshot, &ask).lines;
        add_time(&t, since(began), ask.definition);
    }
    print_times("explain", &t);
    (void)printf("%-12s %8.1f\n", "lines", (double)lines / EXPLAINED);
    arena_close(a);
}

static double list(const struct asking *x, struct persons_request ask, struct times *t)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct reading began = now(), took;
    ask.month = month_from(LAST_YEAR, LAST_MONTH);
    ask.threads = x->threads;
    ask.protected_rows = ask.lists = true;
    (void)persons_of(a, x->snapshot, &ask);
    took = since(began);
    if (t)
        add_time(t, took, ask.definition);
    arena_close(a);
    return took.ms[1];
}

static void list_units(const struct asking *x)
{
    struct times t = times_open(x->arena, x->measures * x->snapshot->known_units);
    double passes = 0, lists = 0;
    for (size_t i = 0; i < x->measures; i++) {
        struct persons_request ask = {.definition = x->measure[i], .level = LEVEL_UNIT};
        if (!definition_has_level(ask.definition, LEVEL_UNIT))
            continue;
        for (ask.place = 0; ask.place < x->snapshot->known_units; ask.place++)
            lists += list(x, ask, &t) / x->snapshot->known_units;
        ask.level = LEVEL_COUNTY;
        ask.place = x->snapshot->own_county;
        passes += list(x, ask, NULL);
    }
    print_times("unit", &t);
    (void)printf("%-12s %8.1f lists of units\n", "county", passes / lists);
}

/* Doctors of somebody, each once, as many as the patients of some thousand persons have. */
static size_t find_doctors(const struct snapshot *s, uint32_t *doctor, size_t most)
{
    const struct snapshot_named_contacts *n = &s->named_contacts;
    size_t count = 0;
    for (uint32_t i = 0; i < n->count && count < most; i++) {
        size_t k = 0;
        while (k < count && doctor[k] != n->staff[i])
            k++;
        if (k == count && n->kind[i] == KIND_DOCTOR && n->to[i] == SNAPSHOT_NONE16)
            doctor[count++] = n->staff[i];
    }
    return count;
}

static void list_doctors(const struct asking *x)
{
    enum { DOCTORS = 200 };
    uint32_t doctor[DOCTORS];
    size_t doctors = find_doctors(x->snapshot, doctor, DOCTORS);
    struct times t = times_open(x->arena, x->measures * DOCTORS);
    for (size_t i = 0; i < x->measures; i++)
        for (size_t k = 0; k < doctors; k++)
            if (definition_has_level(x->measure[i], LEVEL_DOCTOR))
                (void)list(x,
                           (struct persons_request){.definition = x->measure[i],
                                                    .level = LEVEL_DOCTOR,
                                                    .place = doctor[k]},
                           &t);
    print_times("doctor", &t);
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return (void)fprintf(stderr, "use: explain_speed SNAPSHOT [THREADS [MEASURE]]\n"), 2;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct snapshot s;
    struct definitions all;
    struct err err = {0};
    must(snapshot_open(a, argv[1], &s, &err), &err);
    must(definitions_load(a, NULL, &all, &err), &err);
    struct asking x = {.arena = a,
                       .snapshot = &s,
                       .measure = ARENA_NEW(a, const struct definition *, all.count),
                       .threads = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 1};
    for (size_t i = 0; i < all.count; i++)
        if (all.at[i]->kind != MEASURE_TABLE &&
            (argc < 4 || str_eq(all.at[i]->id, str_of(argv[3]))))
            x.measure[x.measures++] = all.at[i];
    (void)printf("%u persons, %u units, %u measures, %u threads\n", s.persons, s.known_units,
                 (unsigned)x.measures, x.threads);
    explain_some(&x);
    list_units(&x);
    list_doctors(&x);
    snapshot_close(&s);
    arena_close(a);
    return 0;
}
