/* The continuity index Ko05L by unit on the files of a benchmark region: how long the snapshot
 * takes to build, one month-end, 36 month-ends, and reading the touched columns once, which is the
 * floor. Prints medians as lines `name seconds`, and the county's figure, to compare with others'.
 *
 *     ko05 FOLDER [THREADS [NAME]]      people.csv, units.csv, staff.csv, listings.csv,
 * contacts.csv; with NAME only what has it in its name */
#include "core/csv.h"
#include "core/sb.h"
#include "engine/eval.h"
#include "engine/expr.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { RUNS = 9 };

static double now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void must(bool done, const struct err *err)
{
    if (done)
        return;
    (void)fprintf(stderr, "ko05: %s %s\n", err->code ? err->code : "", err->detail);
    exit(1);
}

/* ---- the files ---- */

/* Persons by the number that their twelve digits are. */
struct people {
    uint64_t *id;
    uint32_t *handle;
    size_t mask, count;
};
struct loading {
    struct arena *arena;
    const char *folder;
    struct snapshot_builder *builder;
    struct segment_writer *segment;
    struct people people;
    uint32_t units;
    struct hsaid *unit;
};

static uint64_t digits(struct str s)
{
    int64_t n = 0;
    return str_to_i64(s, &n) ? (uint64_t)n : 0;
}

static uint32_t *slot_of(struct people *p, uint64_t id)
{
    size_t at = (size_t)(id * UINT64_C(0x9e3779b97f4a7c15) >> 32) & p->mask;
    while (p->id[at] != 0 && p->id[at] != id)
        at = (at + 1) & p->mask;
    p->id[at] = id;
    return &p->handle[at];
}

static bool read_file(void *state, char *to, size_t room, size_t *got, struct err *err)
{
    return file_in_read(state, to, room, got, err);
}

/* Calls `take` for each row of the file. */
static void each(struct loading *l, const char *name,
                 void (*take)(struct loading *l, const struct str *field, uint64_t line))
{
    struct err err = {0};
    struct arena *a = arena_open(ARENA_BLOCK);
    struct file_in *file = NULL;
    const char *path = str_cstr(a, str_fmt(a, "%s/%s", l->folder, name));
    must(file_in_open(&FILES_POSIX, a, path, &file, &err), &err);
    struct csv *csv = NULL;
    must(csv_open(a, (struct byte_source){file, name, read_file}, &csv, &err), &err);
    struct csv_row row;
    while (csv_next(csv, &row, &err) == CSV_ROW)
        take(l, row.field, row.line);
    must(err.kind == ERR_NONE, &err);
    file_in_close(file);
    arena_close(a);
}

static struct day day_of(struct str s)
{
    struct err err = {0};
    struct day d = DAY_NONE;
    if (s.len > 0)
        must(day_parse(s, &d, &err), &err);
    return d;
}

static struct hsaid id_of(struct str s)
{
    struct err err = {0};
    struct hsaid id;
    must(hsaid_parse(s, &id, &err), &err);
    return id;
}

static unsigned word_of(const struct vocab *v, struct str s)
{
    struct err err = {.code = v->name};
    unsigned n = 0;
    must(vocab_find(v, s, &n), &err);
    return n;
}

static void take_unit(struct loading *l, const struct str *f, uint64_t line)
{
    struct err err = {0};
    uint32_t number;
    struct snapshot_unit unit = {.id = id_of(f[0]),
                                 .name = f[1],
                                 .operator_kind =
                                     (enum operator_kind)word_of(&VOCAB_OPERATOR, f[2]),
                                 .county = f[3],
                                 .municipality = f[4]};
    must(snapshot_add_unit(l->builder, &unit, &number, &err), &err);
}

static void take_staff(struct loading *l, const struct str *f, uint64_t line)
{
    struct hsaid id = id_of(f[0]);
    (void)snapshot_add_staff(l->builder, &id, false);
}

static void take_person(struct loading *l, const struct str *f, uint64_t line)
{
    struct snapshot_person p = {.key = (int64_t)line,
                                .birth = day_of(f[1]),
                                .end = DAY_NONE,
                                .sex = (enum sex)word_of(&VOCAB_SEX, f[2])};
    uint32_t handle = snapshot_add_person(l->builder, &p);
    snapshot_add_identifier(l->builder, handle + 1, handle);
    *slot_of(&l->people, digits(f[0])) = handle;
    l->people.count++;
}

/* Units are numbered as they stand in units.csv: E0000 and on. */
static void take_listing(struct loading *l, const struct str *f, uint64_t line)
{
    struct str number = {f[1].at + f[1].len - 4, 4};
    struct snapshot_listing row = {.person = *slot_of(&l->people, digits(f[0])),
                                   .unit = (uint32_t)digits(number),
                                   .from = day_of(f[2]),
                                   .to = day_of(f[3]),
                                   .basis = (enum basis)word_of(&VOCAB_BASIS, f[4])};
    snapshot_add_listing(l->builder, &row);
}

static void take_contact(struct loading *l, const struct str *f, uint64_t line)
{
    struct err err = {0};
    struct contact_row row = {.contact = f[0],
                              .date = day_of(f[2]),
                              .minute = -1,
                              .unit = id_of(f[3]),
                              .staff = id_of(f[4]),
                              .profession = (enum profession)word_of(&VOCAB_PROFESSION, f[5]),
                              .form = (enum form)word_of(&VOCAB_FORM, f[6]),
                              .level = (enum care_level)word_of(&VOCAB_CARE_LEVEL, f[7]),
                              .sought_on = DAY_NONE};
    must(segment_add(l->segment, 1 + *slot_of(&l->people, digits(f[1])), &row, &err), &err);
}

static void build(struct arena *a, const char *folder, const char *path, unsigned threads)
{
    struct err err = {0};
    const char *segment_path = str_cstr(a, str_fmt(a, "%s.segment", path));
    size_t slots = (size_t)1 << 24;
    struct loading l = {.arena = a, .folder = folder, .builder = snapshot_builder_open()};
    l.people =
        (struct people){ARENA_NEW(a, uint64_t, slots), ARENA_NEW(a, uint32_t, slots), slots - 1, 0};
    each(&l, "units.csv", take_unit);
    each(&l, "staff.csv", take_staff);
    each(&l, "people.csv", take_person);
    each(&l, "listings.csv", take_listing);
    must(segment_create(&FILES_POSIX, segment_path, &l.segment, &err), &err);
    each(&l, "contacts.csv", take_contact);
    struct segment_made made;
    struct segment segment;
    uint64_t checksum;
    must(segment_commit(l.segment, &made, &err) && segment_open(a, segment_path, &segment, &err) &&
             snapshot_add_segment(l.builder, &segment, &err),
         &err);
    struct snapshot_options options = {.path = path, .threads = threads};
    double begin = now();
    must(snapshot_finish(l.builder, &FILES_POSIX, &options, &checksum, &err), &err);
    (void)printf("snapshot_from_segment %.3f\n", now() - begin);
    snapshot_builder_close(l.builder);
    segment_close(&segment);
}

/* ---- the work ---- */

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

static uint64_t sum_of(const void *at, size_t size)
{
    const uint64_t *word = at;
    uint64_t sum = 0;
    for (size_t i = 0; i < size / sizeof *word; i++)
        sum += word[i];
    return sum;
}

/* Every byte of the columns that Ko05L touches, once, on one thread. */
static uint64_t read_columns(const struct snapshot *s)
{
    const struct snapshot_contacts *c = &s->contacts;
    const struct snapshot_listings *l = &s->listings;
    size_t rows = c->count, persons = s->persons;
    return sum_of(c->first, persons * 4) + sum_of(c->day, rows * 2) +
           sum_of(c->unit.at, rows * c->unit.width) + sum_of(c->staff.at, rows * c->staff.width) +
           sum_of(c->shape.at, rows * c->shape.width) + sum_of(l->first, persons * 4) +
           sum_of(l->unit, (size_t)l->count * 2) + sum_of(l->from, (size_t)l->count * 2) +
           sum_of(l->to, (size_t)l->count * 2);
}

struct measuring {
    const struct snapshot *snapshot;
    const struct definition *const *definition;
    size_t definitions;
    unsigned levels, threads;
    const char *only; /* part of a name */
};

static void measure(const struct measuring *m, const char *name, unsigned months)
{
    double seconds[RUNS];
    if (!strstr(name, m->only))
        return;
    for (unsigned i = 0; i < RUNS; i++) {
        struct arena *a = arena_open(ARENA_BLOCK);
        struct eval_request ask = {.definition = m->definition,
                                   .definitions = m->definitions,
                                   .last = month_from(2023, 12),
                                   .months = months,
                                   .levels = m->levels,
                                   .threads = m->threads};
        const struct eval_table *table;
        size_t tables;
        struct err err = {0};
        double begin = now();
        must(eval(a, m->snapshot, &ask, &table, &tables, &err), &err);
        seconds[i] = now() - begin;
        if (i == 0 && m->definitions == 1 && table->places > 0) {
            const struct cell *c = cell_at(table, 0, months - 1);
            struct cell_text text = cell_text(a, table->definition, c);
            (void)printf("# %.*s %.*s of %.*s persons\n", STR_FMT(table->place[0].id),
                         STR_FMT(text.value), STR_FMT(text.denominator));
        }
        arena_close(a);
    }
    (void)printf("%s %.4f\n", name, median(seconds));
}

int main(int argc, char **argv)
{
    if (argc < 2)
        return (void)fprintf(stderr, "use: ko05 FOLDER [THREADS [NAME]]\n"), 2;
    unsigned threads = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 2;
    struct arena *a = arena_open(ARENA_BLOCK), *loading = arena_open(ARENA_BLOCK);
    const char *path = str_cstr(a, str_fmt(a, "%s/ko05.snapshot", argv[1]));
    struct err err = {0};
    if (!file_exists(path))
        build(loading, argv[1], path, threads);
    arena_close(loading);
    struct snapshot s;
    double begin = now(), seconds[RUNS];
    must(snapshot_open(a, path, &s, &err), &err);
    (void)printf("snapshot_open %.4f\n", now() - begin);
    uint64_t sum = 0;
    for (unsigned i = 0; i < RUNS; i++) {
        begin = now();
        sum += read_columns(&s);
        seconds[i] = now() - begin;
    }
    (void)printf("# %llx\nread_columns_once_1_thread %.4f\n", (unsigned long long)sum,
                 median(seconds));
    struct definitions all;
    must(definitions_load(a, NULL, &all, &err), &err);
    const struct definition *one = definitions_find(&all, STR("Ko05L"));
    struct measuring m = {&s, &one, 1, LEVEL_BIT(LEVEL_UNIT), 1, argc > 3 ? argv[3] : ""};
    measure(&m, "ko05l_1_month_1_thread", 1);
    measure(&m, "ko05l_36_months_1_thread", 36);
    m.threads = threads;
    measure(&m, "ko05l_1_month", 1);
    measure(&m, "ko05l_36_months", 36);
    m.definition = all.at;
    m.definitions = all.count;
    measure(&m, "all_measures_by_unit_1_month", 1);
    m.levels = LEVEL_BIT(LEVELS) - 1;
    measure(&m, "all_measures_all_levels_36_months", 36);
    snapshot_close(&s);
    arena_close(a);
    return 0;
}
