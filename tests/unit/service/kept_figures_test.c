/* service/figures/kept.h: what was counted once is not counted again, whatever becomes of its file,
 * and is the same as what counting gives. */
#include "county.h"
#include "failing_files.h"

#include "core/folder.h"
#include "service/figures/figures.h"
#include "service/figures/quality.h"

#include <errno.h>
#include <pthread.h>

enum { MEASURES = 3, MONTHS = 3, LEVELS_ASKED = LEVEL_BIT(LEVEL_UNIT) | LEVEL_BIT(LEVEL_DOCTOR) };

struct scene {
    struct arena *arena;
    struct instance in;
    const struct definition *definition[MEASURES];
    struct figures_request ask;
    struct warehouse_use use;
};

static struct scene scene_in(struct scratch *s)
{
    static const char *const ids[MEASURES] = {"listed", "named_doctor", "patients"};
    struct scene scene = {.arena = s->arena};
    struct definitions all;
    struct err err = {0};
    county_open(s, &scene.in);
    assert_true(definitions_load(s->arena, NULL, &all, &err));
    for (unsigned i = 0; i < MEASURES; i++)
        assert_non_null(scene.definition[i] = definitions_find(&all, str_of(ids[i])));
    scene.ask = (struct figures_request){.definitions = MEASURES,
                                         .as_of = month_last(month_from(2023, 12)),
                                         .today = month_last(month_from(2024, 3)),
                                         .months = MONTHS,
                                         .levels = LEVELS_ASKED,
                                         .threads = 2};
    return scene;
}

/* All cells as text: the same figures, the same text. */
static struct str figures_text(struct arena *a, const struct figures *f)
{
    struct sb out = sb_open(a, 4096);
    for (size_t i = 0; i < f->tables; i++)
        for (size_t k = 0; k < f->table[i].places * f->table[i].months; k++) {
            const struct cell *c = &f->table[i].cell[k];
            struct cell_text t = cell_text(a, f->table[i].definition, c);
            sb_fmt(&out, "%zu %.*s %d %.*s/%.*s %.*s\n", i,
                   STR_FMT(f->table[i].place[k / f->table[i].months].id), (int)c->missing,
                   STR_FMT(t.numerator), STR_FMT(t.denominator), STR_FMT(t.value));
        }
    return sb_str(&out);
}

/* The figures, and how they came about. */
static struct str ask(struct scene *s, struct kept_use *use)
{
    struct figures f;
    struct err err = {0};
    s->ask.definition = s->definition;
    if (!figures_open(s->arena, &s->in, &s->ask, &s->use, &f, &err))
        fail_msg("%s %s", err.code, err.detail);
    struct str text = figures_text(s->arena, &f);
    *use = f.use;
    figures_close(&f);
    return text;
}

static struct str counted(struct scene *s)
{
    struct kept_use use;
    s->ask.fresh = true;
    struct str text = ask(s, &use);
    assert_int_equal(use.kept + use.followed, 0);
    s->ask.fresh = false;
    return text;
}

/* Asks, and wants the figures that counting gives. */
static struct kept_use check(struct scene *s)
{
    struct kept_use use;
    struct str text = ask(s, &use);
    assert_true(str_eq(text, counted(s)));
    return use;
}

/* Sums of one measure at both levels; `patients` has no doctors. */
enum { OF_LISTED = 2 * MONTHS, ALL = 2 * OF_LISTED + MONTHS };

static const char *folder(struct scene *s)
{
    const char *const *name;
    size_t count;
    struct err err = {0};
    assert_true(folder_list(s->arena, instance_path(&s->in, s->arena, INSTANCE_RESULTS), &name,
                            &count, &err));
    assert_int_equal(count, 1);
    return instance_path(&s->in, s->arena, INSTANCE_RESULTS "/%s", name[0]);
}

static size_t folders(struct scene *s)
{
    const char *const *name;
    size_t count;
    struct err err = {0};
    assert_true(folder_list(s->arena, instance_path(&s->in, s->arena, INSTANCE_RESULTS), &name,
                            &count, &err));
    return count;
}

static void counted_once(void **state)
{
    struct scene s = scene_in(*state);
    assert_int_equal(check(&s).counted, ALL);
    assert_int_equal(check(&s).kept, ALL);
    /* A month more, a level more: only that. */
    s.ask.months++;
    struct kept_use use = check(&s);
    assert_int_equal(use.kept, ALL);
    assert_int_equal(use.counted, 5);
    s.ask.months--;
    s.ask.levels |= LEVEL_BIT(LEVEL_COUNTY);
    use = check(&s);
    assert_int_equal(use.kept, ALL);
    assert_int_equal(use.counted, MONTHS * MEASURES);
    /* Built again of the same rows: the same data. */
    struct warehouse_now now;
    struct err err = {0};
    assert_true(warehouse_rebuild(s.arena, &s.in, &s.use, &now, &err));
    snapshot_close(&now.snapshot);
    assert_int_equal(check(&s).counted, 0);
    instance_close(&s.in);
}

static void another_definition_is_counted(void **state)
{
    struct scene s = scene_in(*state);
    (void)check(&s);
    struct definition other = *s.definition[0];
    other.source = STR("another source");
    s.definition[0] = &other;
    assert_int_equal(check(&s).counted, 0);
    other.value = s.definition[2]->value; /* and is of another population */
    struct kept_use use = check(&s);
    assert_int_equal(use.counted, OF_LISTED);
    assert_int_equal(use.kept, ALL - OF_LISTED);
    instance_close(&s.in);
}

static void nights_follow(void **state)
{
    struct scratch *scratch = *state;
    struct scene s = scene_in(scratch);
    (void)check(&s);
    for (int night = 2; night < 6; night++) {
        county_script(&s.in, night % 2 == 0
                                 ? "UPDATE listing_effect SET from_day = from_day + 300 "
                                   "WHERE person = 1;"
                                 : "UPDATE person_stated SET birth_date = birth_date + 1 "
                                   "WHERE identifier = 1;");
        struct kept_use use = check(&s);
        assert_int_equal(use.counted, 0);
        assert_int_equal(use.followed, ALL);
        assert_int_equal(use.touched, 1);
        assert_int_equal(check(&s).kept, ALL);
    }
    assert_int_equal(folders(&s), 3); /* as many as there are snapshots */
    /* A unit's municipality is not of persons: all is counted. */
    county_script(&s.in, "UPDATE unit_stated SET municipality = '2326' WHERE unit = 1;");
    assert_int_equal(check(&s).counted, ALL);
    instance_close(&s.in);
}

/* Counts what the checks find in the snapshot, and keeps it where it can be kept. */
static void look(struct scene *s, const struct snapshot *in)
{
    struct definitions measures;
    struct checks checks;
    struct quality_found found;
    struct err err = {0};
    assert_true(figures_definitions(s->arena, &s->in, &measures, &err));
    assert_true(quality_checks(s->arena, &s->in, &measures, &checks, &err));
    const struct check_request request = {.check = checks.at,
                                          .checks = checks.count,
                                          .month = month_from(2023, 12),
                                          .threads = 1,
                                          .measures = &measures};
    assert_true(quality_run(s->arena, &s->in, in, &request, &found, &err));
    assert_int_equal(found.use.unwritten.kind, ERR_NONE);
}

/* A night of which nobody asked for figures, but what its checks find. */
static void nights_follow_over_one_without_figures(void **state)
{
    struct scene s = scene_in(*state);
    struct warehouse_now now;
    struct err err = {0};
    static const char later[] = "UPDATE listing_effect SET from_day = from_day + 300 "
                                "WHERE person = 1;";
    (void)check(&s);
    county_script(&s.in, later);
    assert_true(warehouse_open(s.arena, &s.in, &s.use, &now, &err));
    look(&s, &now.snapshot);
    snapshot_close(&now.snapshot);
    assert_int_equal(folders(&s), 2);
    county_script(&s.in, later);
    struct kept_use use = check(&s);
    assert_int_equal(use.counted, 0);
    assert_int_equal(use.followed, ALL);
    s.ask.levels = LEVEL_BIT(LEVEL_COUNTY); /* no night has figures of it */
    assert_int_equal(check(&s).followed, 0);
    instance_close(&s.in);
}

/* Who has an older one open still has its figures and what its checks find; they are kept for
 * nobody, and that is no failure. */
static void a_snapshot_that_has_gone_keeps_nothing(void **state)
{
    struct scene s = scene_in(*state);
    struct warehouse_now now;
    struct kept_figures figures;
    struct err err = {0};
    assert_true(warehouse_open(s.arena, &s.in, &s.use, &now, &err));
    assert_int_equal(remove(now.snapshot.file.path), 0);
    const struct eval_request ask = {.definition = s.definition,
                                     .definitions = MEASURES,
                                     .last = month_from(2023, 12),
                                     .months = MONTHS,
                                     .levels = LEVELS_ASKED,
                                     .threads = 1};
    const struct kept_request request = {
        .instance = &s.in, .files = &FILES_POSIX, .snapshot = &now.snapshot, .ask = &ask};
    assert_true(kept_eval(s.arena, &request, &figures, &err));
    assert_int_equal(figures.use.counted, ALL);
    assert_int_equal(figures.use.unwritten.kind, ERR_NONE);
    look(&s, &now.snapshot);
    assert_int_equal(folders(&s), 0);
    snapshot_close(&now.snapshot);
    instance_close(&s.in);
}

/* What was published of a snapshot can be asked for again, whatever came after it. */
static void what_is_held_stays(void **state)
{
    struct scratch *scratch = *state;
    struct scene s = scene_in(scratch);
    struct kept_use use;
    struct err err = {0};
    struct str published = ask(&s, &use), name;
    bool is_behind = true;
    FAILS(warehouse_release(s.arena, &s.in, STR("000000001"), &err), "warehouse.not_held", &err);
    assert_true(warehouse_hold(s.arena, &s.in, STR("the annual report"), &name, &is_behind, &err));
    assert_false(is_behind);
    for (int load = 2; load < 7; load++) {
        county_load(scratch, &s.in, load, 45280 + load);
        (void)check(&s);
    }
    assert_int_equal(folders(&s), 4);
    county_script(&s.in, "UPDATE listing_effect SET from_day = from_day + 2000 WHERE person = 1;");
    assert_false(str_eq(ask(&s, &use), published));
    s.ask.snapshot = name;
    assert_true(str_eq(ask(&s, &use), published));
    assert_int_equal(use.kept, ALL);
    assert_true(str_eq(counted(&s), published));
    const struct warehouse_held *held;
    size_t count;
    assert_true(warehouse_list_held(s.arena, &s.in, &held, &count, &err));
    assert_int_equal(count, 1);
    assert_true(str_eq(held->name, name) && str_eq(held->why, STR("the annual report")));
    /* Released, it goes with the next one, and its results too. */
    assert_true(warehouse_release(s.arena, &s.in, name, &err));
    s.ask.snapshot = STR("");
    county_load(scratch, &s.in, 7, 45287);
    /* Who holds before the load is in a snapshot is told. */
    assert_true(warehouse_hold(s.arena, &s.in, STR("too early"), &name, &is_behind, &err));
    assert_true(is_behind && warehouse_release(s.arena, &s.in, name, &err));
    name = STR("000000001");
    (void)check(&s);
    assert_int_equal(folders(&s), 3);
    struct warehouse_now now;
    FAILS(warehouse_open_named(s.arena, &s.in, name, &now, &err), "warehouse.no_snapshot", &err);
    FAILS(warehouse_open_named(s.arena, &s.in, STR("../CURRENT"), &now, &err),
          "warehouse.no_snapshot", &err);
    instance_close(&s.in);
}

/* Each byte in turn: the figures are those that counting gives, and the file is mended. */
static void a_changed_byte_changes_no_figure(void **state)
{
    struct scene s = scene_in(*state);
    struct err err = {0};
    struct str bytes;
    s.ask.levels = LEVEL_BIT(LEVEL_UNIT);
    s.ask.definitions = s.ask.months = 1; /* a small file */
    struct str right = counted(&s);
    struct kept_use use;
    (void)ask(&s, &use);
    const char *path = str_fmt(s.arena, "%s/unit", folder(&s)).at;
    assert_true(file_read_all(&FILES_POSIX, s.arena, path, 1 << 20, &bytes, &err));
    char *at = ARENA_NEW(s.arena, char, bytes.len);
    unsigned told = 0, unchanged = 0;
    for (size_t i = 0; i < bytes.len; i++) {
        memcpy(at, bytes.at, bytes.len);
        at[i] ^= (char)(1U << (i % 8));
        (void)scratch_write(*state, path + strlen(((struct scratch *)*state)->folder) + 1,
                            (struct str){at, bytes.len});
        assert_true(str_eq(ask(&s, &use), right));
        told += use.refused.kind != ERR_NONE && use.counted == 1;
        unchanged += use.counted == 0; /* what stands between sections means nothing */
    }
    assert_int_equal(told + unchanged, bytes.len);
    assert_true(told > unchanged);
    instance_close(&s.in);
}

/* Whatever call of the writing fails: the figures are there, that they were not kept is told, and
 * what is on the disk is right. */
static void a_disk_that_fails(void **state)
{
    struct scene s = scene_in(*state);
    struct err err = {0};
    struct warehouse_now now;
    struct kept_figures made;
    struct str right = counted(&s);
    struct kept_use use;
    unsigned told = 0;
    assert_true(warehouse_open(s.arena, &s.in, &s.use, &now, &err));
    struct eval_request request = {.definition = s.definition,
                                   .definitions = MEASURES,
                                   .last = month_of(s.ask.as_of),
                                   .months = MONTHS,
                                   .levels = LEVELS_ASKED,
                                   .threads = 1};
    for (unsigned n = 1;; n++) {
        struct failing_files f = failing_files(n, n % 2 ? FAIL_ONCE : FAIL_STICKY, ENOSPC);
        struct kept_request kept = {.instance = &s.in,
                                    .files = failing_files_table(&f),
                                    .snapshot = &now.snapshot,
                                    .ask = &request};
        const char *results = instance_path(&s.in, s.arena, INSTANCE_RESULTS);
        f.torn = true;
        assert_true(folder_remove(&FILES_POSIX, results, &err));
        assert_true(kept_eval(s.arena, &kept, &made, &err));
        struct figures figures = {.table = made.table, .tables = made.tables};
        assert_true(str_eq(figures_text(s.arena, &figures), right));
        told += made.use.unwritten.kind != ERR_NONE;
        assert_true(str_eq(ask(&s, &use), right));
        if (f.calls < n)
            break;
    }
    assert_int_equal(use.kept, ALL);
    assert_true(told > 5);
    snapshot_close(&now.snapshot);
    instance_close(&s.in);
}

struct at_once {
    struct scene *scene;
    struct str right;
    bool differs;
};

static void *ask_often(void *state)
{
    struct at_once *w = state;
    struct instance in;
    struct err err = {0};
    struct arena *a = arena_open(ARENA_BLOCK);
    struct instance_options options = {.home = w->scene->in.home};
    w->differs = !instance_open(a, &options, &in, &err);
    for (unsigned i = 0; !w->differs && i < 15; i++) {
        struct figures f;
        struct figures_request request = w->scene->ask;
        if (!figures_open(a, &in, &request, &w->scene->use, &f, &err)) {
            w->differs = true;
            break;
        }
        w->differs = !str_eq(figures_text(a, &f), w->right);
        figures_close(&f);
        err = (struct err){0};
        if (i % 3 == 0 && /* and another may be in the middle of it */
            !folder_remove(&FILES_POSIX, instance_path(&in, a, INSTANCE_RESULTS), &err))
            err = (struct err){0};
    }
    instance_close(&in);
    arena_close(a);
    return NULL;
}

static void several_at_once(void **state)
{
    struct scene s = scene_in(*state);
    struct at_once w[3];
    pthread_t thread[ARRAY_LEN(w)];
    struct str right = counted(&s);
    for (size_t i = 0; i < ARRAY_LEN(w); i++) {
        w[i] = (struct at_once){&s, right, false};
        assert_int_equal(pthread_create(&thread[i], NULL, ask_often, &w[i]), 0);
    }
    for (size_t i = 0; i < ARRAY_LEN(w); i++) {
        assert_int_equal(pthread_join(thread[i], NULL), 0);
        assert_false(w[i].differs);
    }
    instance_close(&s.in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(counted_once, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(another_definition_is_counted, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(nights_follow, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(nights_follow_over_one_without_figures, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(a_snapshot_that_has_gone_keeps_nothing, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(what_is_held_stays, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(a_changed_byte_changes_no_figure, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(a_disk_that_fails, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(several_at_once, scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
