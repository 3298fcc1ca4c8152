/* The contacts of one load: what goes in comes out, in parts; what cannot be kept is refused; and a
 * file whose numbers make no sense is not opened, whatever its checksums say. */
#include "../core/failing_files.h"
#include "engine/segment.h"
#include "forge.h"
#include "world.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct place {
    char folder[40], path[60], other[60];
    struct arena *arena;
};

static struct place place(void)
{
    struct place p = {.folder = "/tmp/kontinua-segment-XXXXXX"};
    p.arena = arena_open(ARENA_BLOCK);
    assert_non_null(mkdtemp(p.folder));
    (void)snprintf(p.path, sizeof p.path, "%s/segment", p.folder);
    (void)snprintf(p.other, sizeof p.other, "%s/other", p.folder);
    return p;
}

static void leave(struct place *p)
{
    (void)remove(p->path);
    (void)remove(p->other);
    assert_int_equal(remove(p->folder), 0);
    arena_close(p->arena);
}

/* Row `i` of a load, with a key in `key`. */
static struct contact_row row_of(unsigned i, char key[static 16])
{
    static const char *const unit[] = {"A", "B", "C"};
    struct contact_row row = world_visit("2020-01-01", unit[i % 3], i % 4 ? "D1" : "");
    (void)snprintf(key, 16, "K%u", i);
    row.contact = str_of(key);
    row.date.n += (int32_t)(i % 500);
    row.minute = i % 2 ? (int16_t)(i % 1440) : -1;
    row.sought_on = i % 5 ? DAY_NONE : row.date;
    row.profession = (enum profession)(i % 10);
    row.form = (enum form)(i % 7);
    row.problem = (enum problem)(i % 4);
    return row;
}

static bool write_to(const struct files *fs, const char *path, unsigned rows,
                     struct segment_made *made, struct err *err)
{
    struct segment_writer *w = NULL;
    char key[16];
    if (!segment_create(fs, path, &w, err))
        return false;
    for (unsigned i = 0; i < rows; i++) {
        struct contact_row row = row_of(i, key);
        if (!segment_add(w, i % 1000 + 1, &row, err)) {
            segment_discard(w);
            return false;
        }
    }
    return segment_commit(w, made, err);
}

static bool is_row(const struct segment *s, const struct segment_part *p, uint64_t at, unsigned i)
{
    char key[16];
    struct contact_row row = row_of(i, key);
    struct shape shape = shape_unpack(p->shape[at]);
    uint32_t from = at > 0 ? p->key_end[at - 1] : 0;
    struct str text = {p->key_text + from, p->key_end[at] - from};
    bool staff =
        row.staff.text[0] ? hsaid_eq(&s->staff[p->staff[at] - 1], &row.staff) : p->staff[at] == 0;
    return p->identifier[at] == i % 1000 + 1 && p->day[at] == row.date.n && staff &&
           (p->minute ? p->minute[at] : SEGMENT_MINUTE_NONE) ==
               (row.minute < 0 ? SEGMENT_MINUTE_NONE : row.minute) &&
           p->sought[at] == (i % 5 ? SEGMENT_DAY_NONE : row.date.n) &&
           hsaid_eq(&s->unit[p->unit[at]], &row.unit) && shape.profession == row.profession &&
           shape.form == row.form && shape.level == row.level && shape.problem == row.problem &&
           shape.booking == row.booking && shape.assessed == row.assessed &&
           str_eq(text, row.contact);
}

static void is_whole(const struct segment *s, unsigned rows)
{
    unsigned i = 0;
    assert_int_equal(s->rows, rows);
    for (uint32_t part = 0; part < s->parts; part++)
        for (uint64_t at = 0; at < s->part[part].count; at++, i++)
            assert_true(is_row(s, &s->part[part], at, i));
    assert_int_equal(i, rows);
}

static void what_goes_in_comes_out(void **state)
{
    (void)state;
    static const unsigned rows[] = {1, 7, 5000, 300 * 1000}; /* the last in two parts */
    struct place p = place();
    for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
        struct err err = {0};
        struct segment_made made;
        struct segment s;
        assert_true(write_to(&FORGE_FILES, p.path, rows[i], &made, &err));
        assert_true(segment_open(p.arena, p.path, &s, &err));
        assert_int_equal(s.parts, i == 3 ? 2 : 1);
        assert_true(s.file.checksum == made.checksum);
        assert_int_equal(made.rows, rows[i]);
        assert_int_equal(made.first.n, world_day("2020-01-01").n);
        assert_int_equal(made.last.n,
                         world_day("2020-01-01").n + (int32_t)(rows[i] < 500 ? rows[i] - 1 : 499));
        is_whole(&s, rows[i]);
        segment_close(&s);
    }
    leave(&p);
}

static void a_load_without_contacts(void **state)
{
    (void)state;
    struct place p = place();
    struct err err = {0};
    struct segment_made made;
    struct segment s;
    assert_true(write_to(&FORGE_FILES, p.path, 0, &made, &err));
    assert_int_equal(made.rows, 0);
    assert_true(day_is_none(made.first) && day_is_none(made.last));
    assert_true(segment_open(p.arena, p.path, &s, &err));
    is_whole(&s, 0);
    segment_close(&s);
    leave(&p);
}

/* A row that is refused leaves the writer as it was. */
static void what_cannot_be_kept(void **state)
{
    (void)state;
    struct place p = place();
    struct err err = {0};
    struct segment_writer *w;
    struct segment_made made;
    static char key[SEGMENT_KEY_MOST + 2];
    memset(key, 'k', sizeof key - 1);
    assert_true(segment_create(&FORGE_FILES, p.path, &w, &err));
    struct contact_row row = world_visit("2079-06-05", "A", "");
    row.contact = (struct str){key, SEGMENT_KEY_MOST};
    assert_true(segment_add(w, 1, &row, &err));
    row.date.n++;
    assert_false(segment_takes(row.date, DAY_NONE));
    assert_false(segment_add(w, 1, &row, &err));
    assert_string_equal(err.code, "segment.day");
    row.date = world_day("1900-01-01");
    assert_true(segment_takes(row.date, row.date));
    row.sought_on = world_day("1899-12-31");
    assert_false(segment_takes(row.date, row.sought_on));
    err = (struct err){0};
    assert_false(segment_add(w, 1, &row, &err));
    assert_string_equal(err.code, "segment.day");
    assert_non_null(strstr(err.detail, "1899-12-31"));
    row.sought_on = DAY_NONE;
    for (size_t i = 0; i < 2; i++) {
        row.contact = (struct str){key, i * (SEGMENT_KEY_MOST + 1)};
        err = (struct err){0};
        assert_false(segment_add(w, 1, &row, &err));
        assert_string_equal(err.code, "segment.key");
    }
    assert_true(segment_commit(w, &made, &err));
    assert_int_equal(made.rows, 1);
    leave(&p);
}

static void too_many_units(void **state)
{
    (void)state;
    struct place p = place();
    struct err err = {0};
    struct segment_writer *w;
    char unit[16];
    assert_true(segment_create(&FORGE_FILES, p.path, &w, &err));
    for (unsigned i = 0; i <= 65535; i++) {
        (void)snprintf(unit, sizeof unit, "U%u", i);
        struct contact_row row = world_visit("2020-01-01", unit, "");
        row.contact = STR("K");
        bool fits = segment_add(w, 1, &row, &err);
        assert_int_equal(fits, i < 65535);
    }
    assert_string_equal(err.code, "segment.full");
    segment_discard(w);
    segment_discard(NULL);
    assert_false(file_exists(p.path));
    leave(&p);
}

/* ---- files that others made ---- */

/* What opening the forged copy says; "" where it opens. */
static const char *opened(struct place *p, const struct forge *change)
{
    struct err err = {0};
    struct segment s;
    assert_true(forge_copy(p->path, p->other, &SEGMENT_KIND, change, 1));
    if (!segment_open(p->arena, p->other, &s, &err))
        return err.code;
    segment_close(&s);
    return "";
}

static uint32_t section_of(struct place *p, const char *name)
{
    struct err err = {0};
    struct colfile f;
    assert_true(colfile_open(p->arena, p->path, &SEGMENT_KIND, &f, &err));
    uint32_t i = 0;
    while (i < f.sections && strcmp(f.section[i].name, name) != 0)
        i++;
    assert_true(i < f.sections);
    colfile_close(&f);
    return i;
}

static void numbers_that_point_outside(void **state)
{
    (void)state;
    static const struct {
        const char *section;
        uint64_t at, value;
        bool opens;
    } cases[] = {
        {"identifier", 0, 0, false},
        {"identifier", 0, UINT32_MAX, true},
        {"day", 3, 65535, false},
        {"day", 3, 65534, true},
        {"unit", 2, 3, false},
        {"unit", 2, 2, true},
        {"staff", 1, 2, false},
        {"staff", 1, 0, true},
        {"shape", 0, SHAPES, false},
        {"shape", 0, SHAPES - 1, true},
        {"minute", 0, 1440, false},
        {"minute", 0, 65535, true},
        {"sought", 0, 65534, true},
        {"key_end", 0, 0, false},
        {"key_end", 4, UINT32_MAX, false},
        {"unit_id", 0, 'a', false},
        {"unit_id", 31, 'A', false},
        {"staff_id", 12, 'X', false},
        {"meta", 0, 8, false},
        {"meta", 1, UINT64_MAX, false},
        {"meta", 1, 2, false},
    };
    struct place p = place();
    struct err err = {0};
    struct segment_made made;
    assert_true(write_to(&FORGE_FILES, p.path, 7, &made, &err));
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct forge change = {section_of(&p, cases[i].section), FORGE_SET, cases[i].at,
                               cases[i].value};
        const char *code = opened(&p, &change);
        bool refused = strcmp(code, "segment.damaged") == 0 || strcmp(code, "colfile.section") == 0;
        if (cases[i].opens ? code[0] != 0 : !refused)
            fail_msg("%s[%u]: %s", cases[i].section, (unsigned)cases[i].at, code);
    }
    leave(&p);
}

/* Every section left out, of another type, longer or shorter by one. */
static void sections_that_do_not_fit(void **state)
{
    (void)state;
    struct place p = place();
    struct err err = {0};
    struct segment_made made;
    struct colfile f;
    assert_true(write_to(&FORGE_FILES, p.path, 7, &made, &err));
    assert_true(colfile_open(p.arena, p.path, &SEGMENT_KIND, &f, &err));
    for (uint32_t i = 0; i < f.sections; i++) {
        struct forge drop = {i, FORGE_DROP, 0, 0};
        assert_string_equal(opened(&p, &drop), "colfile.section");
        for (unsigned more = 0; more < 3; more += 2) {
            struct forge size = {i, FORGE_SIZE, 0, f.section[i].count + more - 1};
            const char *code = opened(&p, &size);
            if (strcmp(code, "segment.damaged") != 0)
                fail_msg("%s: %s", f.section[i].name, code);
        }
    }
    colfile_close(&f);
    leave(&p);
}

/* Each call of the disk fails: no segment, or the whole one. */
static void the_disk_fails(void **state)
{
    (void)state;
    struct place p = place();
    for (unsigned n = 1;; n++) {
        struct failing_files f = failing_files(n, FAIL_ONCE, ENOSPC);
        struct err err = {0};
        struct segment_made made;
        struct segment s;
        f.torn = n % 2;
        bool done = write_to(failing_files_table(&f), p.path, 100, &made, &err);
        if (f.calls < n) {
            assert_true(done);
            break;
        }
        assert_true(done || err.kind == ERR_IO);
        err = (struct err){0};
        if (segment_open(p.arena, p.path, &s, &err)) {
            is_whole(&s, 100);
            segment_close(&s);
        } else {
            assert_false(done);
        }
        (void)remove(p.path);
    }
    leave(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_goes_in_comes_out),
        cmocka_unit_test(a_load_without_contacts),
        cmocka_unit_test(what_cannot_be_kept),
        cmocka_unit_test(too_many_units),
        cmocka_unit_test(numbers_that_point_outside),
        cmocka_unit_test(sections_that_do_not_fit),
        cmocka_unit_test(the_disk_fails),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
