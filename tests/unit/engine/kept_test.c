/* engine/sums.h, engine/kept.h, engine/meaning.h: sums as bytes and in a file, whatever became of
 * it, and what makes a figure another. */
#include "engine/kept.h"
#include "engine/meaning.h"
#include "failing_files.h"
#include "forge.h"
#include "scratch.h"
#include "world.h"

#include "../domain/random.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

/* ---- sums ---- */

static struct sums random_sums(struct arena *a, struct random *r, uint32_t places)
{
    struct sums_item *item = ARENA_NEW(a, struct sums_item, (size_t)places * 3 + 1);
    size_t count = 0;
    for (uint32_t place = 0; place < places; place++)
        for (uint32_t k = 0; k < 3; k++) {
            uint32_t rows = k < 2 ? k * (1 + random_below(r, 70)) : SUMS_SUBJECTS;
            int64_t n = (int64_t)random_next(r) >> random_below(r, 64);
            if (random_below(r, 2) && n != 0)
                item[count++] = (struct sums_item){place, rows, n, k == 0 ? -n - 1 : 0,
                                                   k == 1 ? (wide_sum)n * (n >> 3) : 0};
        }
    return (struct sums){item, count};
}

static bool same(struct sums x, struct sums y)
{
    bool is_same = x.items == y.items;
    for (size_t i = 0; is_same && i < x.items; i++)
        is_same = x.item[i].place == y.item[i].place && x.item[i].rows == y.item[i].rows &&
                  x.item[i].denominator == y.item[i].denominator &&
                  x.item[i].numerator == y.item[i].numerator &&
                  x.item[i].squares == y.item[i].squares;
    return is_same;
}

static void sums_are_their_bytes(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct random r = {1};
    for (unsigned i = 0; i < 2000; i++, arena_reset(a)) {
        uint32_t places = random_below(&r, 9);
        struct sums s = random_sums(a, &r, places), back;
        struct sb bytes = sb_open(a, 64);
        sums_encode(&bytes, s);
        assert_true(sums_decode(a, sb_str(&bytes), places, &back) && same(s, back));
        /* Of bytes that were cut off or changed, either no sums, or others that make sense. */
        struct str cut = {sb_str(&bytes).at, random_below(&r, (uint32_t)bytes.len)};
        assert_false(sums_decode(a, cut, places, &back));
        bytes.at[random_below(&r, (uint32_t)bytes.len)] ^= (char)(1U << random_below(&r, 8));
        if (sums_decode(a, sb_str(&bytes), places, &back))
            for (size_t k = 0; k < back.items; k++)
                assert_true(back.item[k].place < places);
    }
    arena_close(a);
}

static void sums_add_up(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    struct random r = {2};
    const uint32_t to[] = {3, 0, 2, 1, PLACE_NOWHERE}, from[] = {1, 3, 2, 0};
    for (unsigned i = 0; i < 500; i++, arena_reset(a)) {
        struct sums x = random_sums(a, &r, 4), out;
        struct sb small = sb_open(a, 64);
        struct sums_item one = {i % 5, 0, 1 + i, 2, 3};
        struct sums y = {&one, 1};
        struct sums both = sums_plus(a, x, y, 1);
        assert_true(same(sums_plus(a, both, y, -1), x));
        assert_int_equal(sums_plus(a, x, x, -1).items, 0);
        assert_true(sums_renumber(a, x, to, 4, &out) && sums_renumber(a, out, from, 4, &out));
        assert_true(same(out, x));
        assert_true(sums_renumber(a, y, to, 4, &out) == (one.place < 4)); /* of 4 there is none */
        sums_encode(&small, x);
    }
    arena_close(a);
}

/* ---- files ---- */

struct scene {
    struct arena *arena;
    struct kept kept;
    const char *path;
};

static struct scene scene_in(struct scratch *scratch)
{
    static const char *const bytes[] = {"one", "", "three"};
    struct scene s = {scratch->arena, {.records = 3, .places = 7}, scratch_path(scratch, "unit")};
    struct kept_record *record = ARENA_NEW(s.arena, struct kept_record, 3);
    for (unsigned i = 0; i < 3; i++) {
        record[i].meaning.byte[0] = i > 0; /* the last two are of one measure */
        record[i].month.n = (int32_t)i;
        record[i].sums = str_of(bytes[i]);
    }
    s.kept.record = record;
    return s;
}

static void write_kept(const struct scene *s)
{
    struct err err = {0};
    assert_true(kept_write(&FORGE_FILES, s->path, &s->kept, &err));
}

static void check_refused(const struct scene *s, const char *path, uint32_t places,
                          const char *code)
{
    struct kept k;
    struct err err = {0};
    assert_false(kept_open(s->arena, path, places, &k, &err));
    assert_string_equal(err.code, code);
}

static void records_are_found_again(void **state)
{
    struct scene s = scene_in(*state);
    struct kept k = {.places = 0};
    struct err err = {0};
    kept_close(&k); /* one that never was open */
    write_kept(&s);
    assert_true(kept_open(s.arena, s.path, 7, &k, &err));
    assert_int_equal(k.records, 3);
    for (size_t i = 0; i < 3; i++) {
        const struct kept_record *r = kept_find(&k, &s.kept.record[i]);
        assert_true(r && str_eq(r->sums, s.kept.record[i].sums));
    }
    struct kept_record other = s.kept.record[0];
    other.month.n = 1;
    assert_null(kept_find(&k, &other));
    kept_close(&k);
    check_refused(&s, s.path, 8, "kept.damaged"); /* of other places */
}

static void a_changed_byte_is_found(void **state)
{
    struct scene s = scene_in(*state);
    struct str bytes;
    struct err err = {0};
    write_kept(&s);
    assert_true(file_read_all(&FORGE_FILES, s.arena, s.path, 1 << 20, &bytes, &err));
    struct str copy = str_copy(s.arena, bytes);
    char *at = ARENA_NEW(s.arena, char, bytes.len);
    for (size_t i = 0; i < bytes.len; i++) {
        struct kept k;
        struct err why = {0};
        struct arena *a = arena_open(ARENA_BLOCK);
        memcpy(at, copy.at, copy.len);
        at[i] ^= (char)(1U << (i % 8));
        assert_true(file_replace(&FORGE_FILES, s.path, (struct str){at, copy.len}, &why));
        /* Or it is one of those between two sections, which mean nothing. */
        if (kept_open(a, s.path, 7, &k, &why)) {
            for (size_t r = 0; r < 3; r++)
                assert_true(str_eq(kept_find(&k, &s.kept.record[r])->sums, s.kept.record[r].sums));
            kept_close(&k);
        }
        arena_close(a);
    }
}

/* Damaged by someone who knows the format: what is left to refuse it is what the numbers mean. */
static void numbers_that_make_no_sense(void **state)
{
    enum { PLACES, MEANING, MONTH, END, SUMS };
    static const struct forge change[] = {
        {PLACES, FORGE_SIZE, 0, 2},  {MEANING, FORGE_SIZE, 0, 64}, {MONTH, FORGE_SIZE, 0, 2},
        {END, FORGE_SIZE, 0, 2},     {END, FORGE_SET, 0, 4},       {END, FORGE_SET, 2, 1000},
        {MEANING, FORGE_SET, 32, 2}, {MONTH, FORGE_SET, 1, 2},     {SUMS, FORGE_SIZE, 0, 3},
    };
    struct scene s = scene_in(*state);
    struct arena *a = s.arena;
    const char *forged = str_fmt(a, "%s.forged", s.path).at;
    write_kept(&s);
    for (size_t i = 0; i < ARRAY_LEN(change); i++) {
        struct kept k;
        struct err err = {0};
        assert_true(forge_copy(s.path, forged, &KEPT_KIND, &change[i], 1));
        if (kept_open(a, forged, 7, &k, &err))
            fail_msg("change %zu is not found", i);
        assert_string_equal(err.code, "kept.damaged");
    }
    assert_true(forge_copy(s.path, forged, &KEPT_KIND, &(struct forge){SUMS, FORGE_DROP, 0, 0}, 1));
    check_refused(&s, forged, 7, "colfile.section");
}

/* Whatever call fails, the file is the old one or the new one, or there is none. */
static void a_disk_that_fails(void **state)
{
    struct scene s = scene_in(*state);
    struct kept small = {.record = s.kept.record, .records = 1, .places = 7};
    for (unsigned n = 1;; n++) {
        struct failing_files f = failing_files(n, FAIL_ONCE, ENOSPC);
        struct kept k;
        struct err err = {0}, why = {0};
        assert_true(kept_write(&FORGE_FILES, s.path, &small, &err));
        f.torn = true;
        bool done = kept_write(failing_files_table(&f), s.path, &s.kept, &err);
        if (f.calls < n) {
            assert_true(done);
            break;
        }
        assert_true(kept_open(s.arena, s.path, 7, &k, &why));
        assert_true(k.records == 1 || k.records == 3);
        assert_true(!done || k.records == 3);
        kept_close(&k);
    }
}

/* ---- meaning ---- */

#define RATIO(numerator, denominator)                                                              \
    "id: X\ncode: X\nname:\n  sv: n\n  en: n\ntext:\n  sv: t\n  en: t\nsource: s\ncertainty: A\n"  \
    "owner: o\nreviewed: 2024-01-01\nkind: ratio\nunit: percent\ndirection: up\n"                  \
    "population: listed\nparameters:\n  least: 18\nparts:\n  grown: age >= least\n"                \
    "codesets: [s]\ndenominator: " denominator "\nnumerator: " numerator "\n"

static struct sha256_sum meaning(struct arena *a, const char *measure, const char *rows)
{
    const struct codeset *set;
    const struct definition *d;
    struct err err = {0};
    struct str text = str_fmt(a, "system,code,match,display,certainty,source\n%s", rows);
    if (!codeset_parse(a, "s.csv", text, &set, &err))
        fail_msg("%s %s", err.code, err.detail);
    struct codesets sets = {&set, 1};
    if (!definition_parse(a, "X.yaml", str_of(measure), &sets, &d, &err))
        fail_msg("%s %s", err.code, err.detail);
    return definition_meaning(d);
}

static const char BASE[] = RATIO("any(diagnoses where code in s within 60 months)", "grown");
static const char BASE_ROWS[] = "ICD-10-SE,E11,prefix,d,A,x\n";

static void expect_meaning(const char *measure, const char *rows, bool expected_same)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct sha256_sum x = meaning(a, BASE, BASE_ROWS), y = meaning(a, measure, rows);
    assert_true((memcmp(x.byte, y.byte, SHA256_SIZE) == 0) == expected_same);
    arena_close(a);
}

static const char *with(struct arena *a, const char *what, const char *instead)
{
    const char *at = strstr(BASE, what);
    assert_non_null(at);
    return str_fmt(a, "%.*s%s%s", (int)(at - BASE), BASE, instead, at + strlen(what)).at;
}

static void what_a_measure_means(void **state)
{
    (void)state;
    struct arena *a = arena_open(ARENA_BLOCK);
    expect_meaning(BASE, BASE_ROWS, true);
    expect_meaning(with(a, "source: s", "source: another"), BASE_ROWS, true);
    expect_meaning(with(a, "  sv: t", "  sv: en annan text"), BASE_ROWS, true);
    expect_meaning(with(a, "age >= least", "age>=least  # grown up"), BASE_ROWS, true);
    expect_meaning(with(a, "unit: percent", "unit: per_1000"), BASE_ROWS, true);
    expect_meaning(BASE, "ICD-10-SE,E11,prefix,another text,B,y\n", true);
    expect_meaning(with(a, "least: 18", "least: 19"), BASE_ROWS, false);
    expect_meaning(with(a, "age >= least", "age > least"), BASE_ROWS, false);
    expect_meaning(with(a, "population: listed", "population: everyone"), BASE_ROWS, false);
    expect_meaning(BASE, "ICD-10-SE,E11,exact,d,A,x\n", false);
    expect_meaning(BASE, "ICD-10-SE,E11,prefix,d,A,x\nICD-10-SE,E12,prefix,d,A,x\n", false);
    arena_close(a);
}

/* Of the same rows, whenever and on whatever threads it was built: the same data. */
static void what_data_mean(void **state)
{
    (void)state;
    struct sha256_sum meaning[3];
    for (unsigned i = 0; i < 3; i++) {
        struct world w = world_begin();
        uint32_t unit = world_unit(&w, "A", "2380", OPERATOR_REGION);
        world_list(&w, world_person(&w, "1960-05-17"), unit, "2020-01-01",
                   i == 2 ? "2023-01-01" : "");
        struct snapshot_options options = {w.path, {.position = i, .last_load = i}, 1 + i};
        world_load(&w);
        world_finish(&w, &options);
        meaning[i] = snapshot_meaning(&w.snapshot.file);
        world_close(&w);
    }
    assert_memory_equal(meaning[0].byte, meaning[1].byte, SHA256_SIZE);
    assert_memory_not_equal(meaning[0].byte, meaning[2].byte, SHA256_SIZE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sums_are_their_bytes),
        cmocka_unit_test(sums_add_up),
        cmocka_unit_test_setup_teardown(records_are_found_again, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(a_changed_byte_is_found, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(numbers_that_make_no_sense, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(a_disk_that_fails, scratch_setup, scratch_teardown),
        cmocka_unit_test(what_a_measure_means),
        cmocka_unit_test(what_data_mean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
