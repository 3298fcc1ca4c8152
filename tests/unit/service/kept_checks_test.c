/* service/figures/quality.h: what checks found is counted once for each snapshot, whatever becomes
 * of its file, and is what counting gives. */
#include "county.h"
#include "failing_files.h"

#include "core/folder.h"
#include "service/figures/figures.h"
#include "service/figures/quality.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

struct scene {
    struct arena *arena;
    struct instance in;
    struct definitions measures;
    struct checks checks;
    struct warehouse_now now;
    struct check_request ask;
};

static struct scene scene_in(struct scratch *s)
{
    struct scene scene = {.arena = s->arena};
    struct err err = {0};
    const struct warehouse_use use = {.threads = 1};
    county_open(s, &scene.in);
    assert_true(figures_definitions(s->arena, &scene.in, &scene.measures, &err));
    assert_true(quality_checks(s->arena, &scene.in, &scene.measures, &scene.checks, &err));
    assert_true(warehouse_open(s->arena, &scene.in, &use, &scene.now, &err));
    scene.ask = (struct check_request){.check = scene.checks.at,
                                       .checks = scene.checks.count,
                                       .month = month_from(2023, 12),
                                       .threads = 2};
    return scene;
}

static void scene_end(struct scene *s)
{
    snapshot_close(&s->now.snapshot);
    instance_close(&s->in);
}

/* All counts as text: the same counts, the same text. */
static struct str counts_text(const struct scene *s, const struct check_result *r)
{
    struct sb out = sb_open(s->arena, 4096);
    for (size_t i = 0; i < s->ask.checks; i++) {
        sb_fmt(&out, "%.*s %llu/%llu:", STR_FMT(s->ask.check[i]->of.id),
               (unsigned long long)r[i].all.found, (unsigned long long)r[i].all.among);
        for (uint32_t u = 0; u <= s->now.snapshot.units; u++)
            sb_fmt(&out, " %llu/%llu", (unsigned long long)r[i].unit[u].found,
                   (unsigned long long)r[i].unit[u].among);
        sb_char(&out, '\n');
    }
    return sb_str(&out);
}

static struct str run(struct scene *s, struct kept_checks_use *use)
{
    struct quality_found found;
    struct err err = {0};
    s->ask.measures = &s->measures;
    if (!quality_run(s->arena, &s->in, &s->now.snapshot, &s->ask, &found, &err))
        fail_msg("%s %s", err.code, err.detail);
    *use = found.use;
    assert_non_null(found.at);
    return counts_text(s, found.at);
}

static size_t uncounted(const struct scene *s)
{
    return quality_uncounted(&s->in, &s->now.snapshot, &s->ask);
}

static const char *file_of(struct scene *s)
{
    const char *const *name;
    size_t count;
    struct err err = {0};
    assert_true(folder_list(s->arena, instance_path(&s->in, s->arena, INSTANCE_RESULTS), &name,
                            &count, &err));
    assert_int_equal(count, 1);
    return instance_path(&s->in, s->arena, INSTANCE_RESULTS "/%s/checks", name[0]);
}

static void counted_once(void **state)
{
    struct scene s = scene_in(*state);
    struct kept_checks_use use;
    size_t all = uncounted(&s);
    assert_in_range(all, 20, s.checks.count - 1);
    struct str first = run(&s, &use);
    assert_int_equal(use.refused.kind + use.unwritten.kind, ERR_NONE);
    assert_non_null(strstr(first.at, "contacts_at_unknown_unit 2/4:"));
    assert_int_equal(uncounted(&s), 0);
    assert_true(str_eq(run(&s, &use), first));
    s.ask.month = month_from(2023, 11);
    assert_int_equal(uncounted(&s), all);
    assert_false(str_eq(run(&s, &use), first));
    s.ask.month = month_from(2023, 12); /* stands there still */
    assert_int_equal(uncounted(&s), 0);
    assert_true(str_eq(run(&s, &use), first));
    scene_end(&s);
}

/* A few are counted; then those that lack. */
static void some_of_them(void **state)
{
    struct scene s = scene_in(*state);
    struct kept_checks_use use;
    s.ask.check = s.checks.at + 3;
    s.ask.checks = 4;
    (void)run(&s, &use);
    s.ask.check = s.checks.at;
    s.ask.checks = s.checks.count;
    size_t lacking = uncounted(&s);
    struct str joined = run(&s, &use);
    assert_in_range(lacking, 15, s.checks.count - 4);
    struct err err = {0};
    assert_true(folder_remove(&FILES_POSIX, instance_path(&s.in, s.arena, INSTANCE_RESULTS), &err));
    assert_true(str_eq(run(&s, &use), joined));
    scene_end(&s);
}

static void overwrite(const char *path, struct str bytes)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(bytes.at, 1, bytes.len, f), bytes.len);
    assert_int_equal(fclose(f), 0);
}

static void a_damaged_file(void **state)
{
    struct scene s = scene_in(*state);
    struct kept_checks_use use;
    struct err err = {0};
    struct str first = run(&s, &use), bytes;
    const char *path = file_of(&s);
    assert_true(file_read_all(&FILES_POSIX, s.arena, path, 1 << 20, &bytes, &err));
    for (size_t i = 0; i < bytes.len; i += 97) {
        char *torn = ARENA_NEW(s.arena, char, bytes.len);
        memcpy(torn, bytes.at, bytes.len);
        torn[i] = (char)(torn[i] ^ 0x5a);
        overwrite(path, (struct str){torn, bytes.len});
        assert_true(str_eq(run(&s, &use), first));
    }
    overwrite(path, STR("no such thing"));
    assert_true(str_eq(run(&s, &use), first));
    assert_int_equal(use.refused.kind, ERR_IO);
    assert_true(str_eq(run(&s, &use), first)); /* it was written anew */
    assert_int_equal(use.refused.kind, ERR_NONE);
    scene_end(&s);
}

/* Whichever call fails: what is found is right, and that it is not kept is told. */
static void what_cannot_be_written(void **state)
{
    struct scene s = scene_in(*state);
    struct kept_checks_use use;
    struct err err = {0};
    struct str right = run(&s, &use);
    const char *results = instance_path(&s.in, s.arena, INSTANCE_RESULTS);
    size_t told = 0;
    for (unsigned n = 1; n < 200; n++) {
        struct failing_files f = failing_files(n, FAIL_STICKY, ENOSPC);
        f.torn = true;
        assert_true(folder_remove(&FILES_POSIX, results, &err));
        s.in.files = failing_files_table(&f);
        assert_true(str_eq(run(&s, &use), right));
        s.in.files = &FILES_POSIX;
        told += use.unwritten.kind != ERR_NONE;
        assert_true(str_eq(run(&s, &use), right));
        if (f.calls < n)
            break;
        assert_in_range(n, 1, 198);
    }
    assert_in_range(told, 3, 198);
    scene_end(&s);
}

/* Nothing that is half counted is kept or given out. */
static void stopped(void **state)
{
    struct scene s = scene_in(*state);
    atomic_bool stop = true;
    struct quality_found found;
    struct err err = {0};
    s.ask.stop = &stop;
    s.ask.measures = &s.measures;
    assert_true(quality_run(s.arena, &s.in, &s.now.snapshot, &s.ask, &found, &err));
    assert_null(found.at);
    assert_true(uncounted(&s) > 0);
    scene_end(&s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(counted_once, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(some_of_them, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(a_damaged_file, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(what_cannot_be_written, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(stopped, scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
