/* What a new segment says again of those before it, against a slow and obvious count. */
#include "engine/again.h"
#include "forge.h"
#include "world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SEGMENTS = 4, ROWS_MOST = 300, KEYS = 400 };

struct place {
    char folder[40], path[SEGMENTS + 1][60];
    struct arena *arena;
};

static struct place place(void)
{
    struct place p = {.folder = "/tmp/kontinua-again-XXXXXX"};
    p.arena = arena_open(ARENA_BLOCK);
    assert_non_null(mkdtemp(p.folder));
    for (unsigned i = 0; i <= SEGMENTS; i++)
        (void)snprintf(p.path[i], sizeof p.path[i], "%s/%u", p.folder, i);
    return p;
}

static void leave(struct place *p)
{
    for (unsigned i = 0; i <= SEGMENTS; i++)
        (void)remove(p->path[i]);
    assert_int_equal(remove(p->folder), 0);
    arena_close(p->arena);
}

static unsigned below(unsigned *seed, unsigned n)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % n;
}

/* ---- contacts ---- */

/* A contact: its key, and the little that may differ. */
struct said {
    unsigned key, what;
};
enum { WHATS = 8 };

static void write_contacts(const char *path, const struct said *row, unsigned rows)
{
    struct segment_writer *w = NULL;
    struct segment_made made;
    struct err err = {0};
    assert_true(segment_create(&FORGE_FILES, path, &w, &err));
    for (unsigned i = 0; i < rows; i++) {
        char key[16];
        unsigned what = row[i].what;
        struct contact_row c =
            world_visit("2020-01-01", what == 1 ? "B" : "A", what == 2 ? "" : "D1");
        (void)snprintf(key, sizeof key, "K%u", row[i].key);
        c.contact = str_of(key);
        c.date.n += what == 3;
        c.minute = what == 4 ? 600 : -1;
        c.sought_on = what == 5 ? c.date : DAY_NONE;
        c.problem = what == 6 ? PROBLEM_NEW : c.problem;
        assert_true(segment_add(w, what == 7 ? 2 : 1, &c, &err));
    }
    assert_true(segment_commit(w, &made, &err));
}

static struct contacts_again count_slowly(const struct said *row, const unsigned *rows)
{
    struct contacts_again out = {0};
    for (unsigned i = 0; i < rows[0]; i++) {
        int last = -1, before = -1;
        for (unsigned k = 0; k < rows[0]; k++)
            last = row[k].key == row[i].key ? (int)k : last;
        if (last != (int)i)
            continue;
        for (unsigned s = 1; s <= SEGMENTS; s++)
            for (unsigned k = 0; k < rows[s]; k++)
                if (row[s * ROWS_MOST + k].key == row[i].key)
                    before = (int)row[s * ROWS_MOST + k].what;
        out.added += before < 0;
        out.corrected += before >= 0 && before != (int)row[i].what;
        out.again += before == (int)row[i].what;
    }
    return out;
}

static void contacts_of_random_loads(void **state)
{
    (void)state;
    static struct said row[(SEGMENTS + 1) * ROWS_MOST];
    struct place p = place();
    unsigned seed = 7;
    for (unsigned round = 0; round < 60; round++) {
        struct segment open[SEGMENTS + 1];
        const struct segment *before[SEGMENTS];
        unsigned rows[SEGMENTS + 1];
        struct err err = {0};
        for (unsigned s = 0; s <= SEGMENTS; s++) {
            rows[s] = 1 + below(&seed, ROWS_MOST - 1);
            for (unsigned i = 0; i < rows[s]; i++)
                row[s * ROWS_MOST + i] =
                    (struct said){below(&seed, KEYS), below(&seed, 2) * below(&seed, WHATS)};
            write_contacts(p.path[s], &row[s * ROWS_MOST], rows[s]);
            assert_true(segment_open(p.arena, p.path[s], &open[s], &err));
            if (s > 0)
                before[s - 1] = &open[s];
        }
        struct contacts_segments all = {before, SEGMENTS, round % 3 * 17};
        struct contacts_again found = contacts_count_again(&open[0], &all);
        struct contacts_again expected = count_slowly(row, rows);
        assert_int_equal(found.added, expected.added);
        assert_int_equal(found.corrected, expected.corrected);
        assert_int_equal(found.again, expected.again);
        for (unsigned s = 0; s <= SEGMENTS; s++)
            segment_close(&open[s]);
    }
    leave(&p);
}

/* ---- events ---- */

/* What rows that are alike have in common, and the value, which they need not. */
struct measured {
    unsigned person, day, minute, code, system, value;
};

static void write_events(const char *path, const struct measured *row, unsigned rows)
{
    static const char *const code[] = {"NPU1", "NPU", "1NPU"}, *const system[] = {"", "1"};
    struct events_writer *w = NULL;
    struct segment_made made;
    struct err err = {0};
    assert_true(events_create(&FORGE_FILES, path, TABLE_MEASUREMENTS, &w, &err));
    for (unsigned i = 0; i < rows; i++) {
        char value[16];
        (void)snprintf(value, sizeof value, "%u", row[i].value);
        struct measurement_row m = {.date = {40000 + (int32_t)row[i].day},
                                    .code = str_of(code[row[i].code]),
                                    .value = str_of(value),
                                    .minute = row[i].minute > 0 ? (int16_t)row[i].minute : -1,
                                    .time_on = DAY_NONE,
                                    .system = str_of(system[row[i].system])};
        struct err why = {0};
        assert_true(hsaid_parse(STR("SE0000000000-A"), &m.unit, &why));
        if (m.minute >= 0)
            m.time_on = m.date;
        assert_true(events_add(w, 1 + row[i].person, &m, &err));
    }
    assert_true(events_commit(w, &made, &err));
}

static bool are_alike(const struct measured *a, const struct measured *b)
{
    return a->person == b->person && a->day == b->day && a->minute == b->minute &&
           a->code == b->code && a->system == b->system;
}

static uint64_t alike_slowly(const struct measured *row, const unsigned *rows, unsigned day_out)
{
    uint64_t alike = 0;
    for (unsigned i = 0; i < rows[0]; i++) {
        bool any = false;
        for (unsigned s = 1; s <= SEGMENTS && !any; s++)
            for (unsigned k = 0; k < rows[s] && !any; k++) {
                const struct measured *old = &row[s * ROWS_MOST + k];
                any = are_alike(old, &row[i]) && !(s == 1 && old->day == day_out);
            }
        alike += any;
    }
    return alike;
}

static void events_of_random_loads(void **state)
{
    (void)state;
    static struct measured row[(SEGMENTS + 1) * ROWS_MOST];
    struct place p = place();
    unsigned seed = 11;
    uint64_t all_alike = 0;
    for (unsigned round = 0; round < 60; round++) {
        struct events open[SEGMENTS + 1];
        struct events_before before[SEGMENTS];
        struct days_out out[SEGMENTS];
        unsigned rows[SEGMENTS + 1], day_out = round % 5;
        struct err err = {0};
        memset(out, 0, sizeof out);
        days_out_add(&out[0], (struct day){40000 + (int32_t)day_out},
                     (struct day){40000 + (int32_t)day_out});
        for (unsigned s = 0; s <= SEGMENTS; s++) {
            rows[s] = 1 + below(&seed, ROWS_MOST - 1);
            for (unsigned i = 0; i < rows[s]; i++)
                row[s * ROWS_MOST + i] = (struct measured){
                    below(&seed, 10), below(&seed, 5), below(&seed, 2) * below(&seed, 3),
                    below(&seed, 3),  below(&seed, 2), below(&seed, 50)};
            write_events(p.path[s], &row[s * ROWS_MOST], rows[s]);
            assert_true(events_open(p.arena, p.path[s], &open[s], &err));
            if (s > 0)
                before[s - 1] = (struct events_before){&open[s], s == 1 ? &out[0] : NULL};
        }
        struct events_segments all = {before, SEGMENTS, round % 3 * 17};
        uint64_t alike = events_count_alike(&open[0], &all);
        assert_int_equal(alike, alike_slowly(row, rows, day_out));
        all_alike += alike;
        all.count = 0;
        assert_int_equal(events_count_alike(&open[0], &all), 0);
        for (unsigned s = 0; s <= SEGMENTS; s++)
            events_close(&open[s]);
    }
    assert_true(all_alike > 1000);
    leave(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contacts_of_random_loads),
        cmocka_unit_test(events_of_random_loads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
