/* The continuity index Ko05L by unit on an instance's snapshot: one month-end, 36 month-ends, and
 * reading the columns that it touches once, which is the floor. Prints medians as lines
 * `name seconds`, and the county's figure, to compare with others' (peers.py).
 *
 *     ko05 SNAPSHOT [THREADS [NAME]]      NAME: only works whose name has it */
#include "columns.h"
#include "engine/eval.h"
#include "engine/simd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RUNS = 9 };

static double clock_now(clockid_t clock)
{
    struct timespec t;
    (void)clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double now(void)
{
    return clock_now(CLOCK_MONOTONIC);
}

static void must(bool done, const struct err *err)
{
    if (done)
        return;
    (void)fprintf(stderr, "ko05: %s %s\n", err->code ? err->code : "", err->detail);
    exit(1);
}

static int by_size(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;
    return (a > b) - (a < b);
}

static double median(double seconds[static RUNS])
{
    qsort(seconds, RUNS, sizeof *seconds, by_size);
    return seconds[RUNS / 2];
}

struct measuring {
    const struct snapshot *snapshot;
    const struct definition *const *definition;
    size_t definitions;
    unsigned levels, threads;
    const char *only;        /* part of a name */
    const struct simd *simd; /* NULL: the fastest */
};

static void measure(const struct measuring *m, const char *name, unsigned months)
{
    double seconds[RUNS], cpu = 0;
    if (!strstr(name, m->only))
        return;
    for (unsigned i = 0; i < RUNS; i++) {
        struct arena *a = arena_open(ARENA_BLOCK);
        struct eval_request ask = {.definition = m->definition,
                                   .definitions = m->definitions,
                                   .last = month_from(2023, 12),
                                   .months = months,
                                   .levels = m->levels,
                                   .threads = m->threads,
                                   .simd = m->simd};
        const struct eval_table *table;
        size_t tables;
        struct err err = {0};
        double begin = now(), begin_cpu = clock_now(CLOCK_PROCESS_CPUTIME_ID);
        must(eval(a, m->snapshot, &ask, &table, &tables, &err), &err);
        seconds[i] = now() - begin;
        begin_cpu = clock_now(CLOCK_PROCESS_CPUTIME_ID) - begin_cpu;
        cpu = i == 0 || begin_cpu < cpu ? begin_cpu : cpu;
        if (i == 0 && m->definitions == 1) { /* the county's, of the newest month */
            const struct eval_table *county = &table[tables - 1];
            const struct cell *c = cell_at(county, 0, months - 1);
            struct cell_text text = cell_text(a, county->definition, c);
            (void)printf("figure %.*s %.*s\n", STR_FMT(text.value), STR_FMT(text.denominator));
        }
        arena_close(a);
    }
    (void)printf("%s %.4f\n", name, median(seconds));
    (void)printf("%s_least %.4f\n", name, seconds[0]);
    (void)printf("%s_least_cpu %.4f\n", name, cpu); /* of all threads: for a busy machine */
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return (void)fprintf(stderr, "use: ko05 SNAPSHOT [THREADS [NAME]]\n"), 2;
    unsigned threads = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 2;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct err err = {0};
    struct snapshot s;
    double begin = now(), seconds[RUNS];
    must(snapshot_open(a, argv[1], &s, &err), &err);
    (void)printf("snapshot_open %.4f\n", now() - begin);
    struct reading read = {0};
    for (unsigned i = 0; i < RUNS; i++) {
        begin = now();
        read = read_columns(&s);
        seconds[i] = now() - begin;
    }
    (void)printf("# %llx\n# instructions %s\nbytes %llu\nread_columns_once_1_thread %.5f\n",
                 (unsigned long long)read.sum, simd_best()->name, (unsigned long long)read.bytes,
                 median(seconds));
    (void)printf("read_columns_once_1_thread_least %.5f\n", seconds[0]);
    struct definitions all;
    must(definitions_load(a, NULL, &all, &err), &err);
    const struct definition *one = definitions_find(&all, STR("Ko05L"));
    struct measuring m = {&s,        &one,
                          1,         LEVEL_BIT(LEVEL_UNIT) | LEVEL_BIT(LEVEL_COUNTY),
                          1,         argc > 3 ? argv[3] : "",
                          simd_at(0)};
    measure(&m, "ko05l_1_month_1_thread_scalar", 1);
    m.simd = NULL;
    measure(&m, "ko05l_1_month_1_thread", 1);
    measure(&m, "ko05l_36_months_1_thread", 36);
    m.threads = threads;
    measure(&m, "ko05l_1_month", 1);
    measure(&m, "ko05l_36_months", 36);
    const struct definition *five[] = {
        definitions_find(&all, STR("listed")), definitions_find(&all, STR("production")),
        definitions_find(&all, STR("patients")), definitions_find(&all, STR("coverage")), one};
    m.definition = five;
    m.definitions = sizeof five / sizeof *five;
    measure(&m, "five_measures_1_month", 1);
    m.definition = all.at;
    m.definitions = all.count;
    measure(&m, "all_measures_by_unit_1_month", 1);
    measure(&m, "all_measures_by_unit_36_months", 36);
    m.levels = LEVEL_BIT(LEVELS) - 1;
    measure(&m, "all_measures_all_levels_36_months", 36);
    snapshot_close(&s);
    arena_close(a);
    return 0;
}
