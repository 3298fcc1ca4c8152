#include "synth/synth.h"

#include "failing_files.h"
#include "scratch.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static const char *const FILES[] = {"units.csv",          "areas.csv",      "staff.csv",
                                    "positions.csv",      "people.csv",     "listings.csv",
                                    "named_contacts.csv", "residences.csv", "contacts.csv",
                                    "references.csv",     "calls.csv",      "staffing.csv",
                                    "hired_weeks.csv",    "economy.csv",    "cni.csv",
                                    "survey.csv",         "diagnoses.csv",  "measurements.csv",
                                    "prescriptions.csv",  "procedures.csv", "invitations.csv",
                                    "referrals.csv"};
enum { MUCH = 64 * 1024 * 1024 };

static const char *folder_of(void **state)
{
    return ((const struct scratch *)*state)->folder;
}

static struct str content(struct arena *a, const char *folder, const char *name)
{
    struct str text = {0};
    struct err err = {0};
    const char *path = str_fmt(a, "%s/%s", folder, name).at;
    assert_true(file_read_all(&FILES_POSIX, a, path, MUCH, &text, &err));
    return text;
}

static bool write_small(const struct files *fs, const char *folder, uint64_t seed, struct err *err)
{
    struct synth_options options = {.persons = SYNTH_LEAST, .seed = seed};
    return synth_write(fs, folder, &options, (struct synth_progress){0}, err);
}

static void all_files_are_written_and_the_same_again(void **state)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct err err = {0};
    const char *one = str_fmt(a, "%s/one", folder_of(state)).at,
               *two = str_fmt(a, "%s/two", folder_of(state)).at;
    assert_true(write_small(&FILES_POSIX, one, 4, &err));
    assert_true(write_small(&FILES_POSIX, two, 4, &err));
    for (size_t i = 0; i < ARRAY_LEN(FILES); i++) {
        struct str text = content(a, one, FILES[i]);
        assert_true(text.len > 100 && text.at[text.len - 1] == '\n');
        assert_true(str_eq(text, content(a, two, FILES[i])));
    }
    struct str before = content(a, one, "people.csv");
    assert_true(write_small(&FILES_POSIX, one, 5, &err)); /* another seed, in their place */
    assert_false(str_eq(before, content(a, one, "people.csv")));
    arena_close(a);
}

static void numbers_out_of_range_are_refused(void **state)
{
    static const uint64_t PERSONS[] = {0, SYNTH_LEAST - 1, SYNTH_MOST + 1ULL};
    for (size_t i = 0; i < ARRAY_LEN(PERSONS); i++) {
        struct err err = {0};
        struct synth_options options = {.persons = PERSONS[i]};
        assert_false(synth_write(&FILES_POSIX, folder_of(state), &options,
                                 (struct synth_progress){0}, &err));
        assert_string_equal(err.code, "synth.persons");
    }
}

/* Whatever call fails (to close a folder that has been synced is no harm): the error is told, and
 * each file is there whole or not at all. */
static void a_disk_that_fails_leaves_no_half_files(void **state)
{
    for (unsigned n = 1;; n += n < 24 ? 1 : 7) {
        struct arena *a = arena_open(ARENA_BLOCK);
        struct failing_files f = failing_files(n, FAIL_STICKY, ENOSPC);
        struct err err = {0};
        const char *folder = str_fmt(a, "%s/failing%u", folder_of(state), n).at;
        bool done = write_small(failing_files_table(&f), folder, 4, &err);
        bool tried = f.calls < n;
        assert_true(done || !tried);
        assert_true(done || err.kind == ERR_IO);
        for (size_t i = 0; i < ARRAY_LEN(FILES) && !done; i++)
            if (file_exists(str_fmt(a, "%s/%s", folder, FILES[i]).at)) {
                struct str text = content(a, folder, FILES[i]);
                assert_true(text.len > 0 && text.at[text.len - 1] == '\n');
            }
        arena_close(a);
        if (tried)
            break;
    }
}

/* Files that are all larger than their buffers, so each would fail by itself. */
static void a_full_disk_is_told_once(void **state)
{
    enum { OPENED = 2 * ARRAY_LEN(FILES) };
    struct arena *a = arena_open(ARENA_BLOCK);
    struct failing_files f = failing_files(OPENED, FAIL_STICKY, ENOSPC);
    struct synth_options options = {.persons = 8 * SYNTH_LEAST, .seed = 4};
    struct err err = {0};
    const char *folder = str_fmt(a, "%s/full", folder_of(state)).at;
    assert_false(
        synth_write(failing_files_table(&f), folder, &options, (struct synth_progress){0}, &err));
    assert_string_equal(err.code, "file.full");
    arena_close(a);
}

struct seen {
    unsigned calls;
    uint64_t done, total;
};

static void see(void *state, enum synth_step step, uint64_t done, uint64_t total)
{
    struct seen *s = state;
    assert_in_range(step, SYNTH_PEOPLE, SYNTH_FILES);
    assert_true(done >= s->done && done <= total);
    s->done = done;
    s->total = total;
    s->calls++;
}

/* How far the work is. */
static void progress_is_told(void **state)
{
    struct arena *a = arena_open(ARENA_BLOCK);
    struct err err = {0};
    struct seen seen = {0};
    struct synth_options options = {.persons = 3000, .seed = 1};
    const char *folder = str_fmt(a, "%s/told", folder_of(state)).at;
    assert_true(
        synth_write(&FILES_POSIX, folder, &options, (struct synth_progress){&seen, see}, &err));
    assert_int_equal(seen.total, 3000);
    assert_int_equal(seen.done, 3000);
    assert_true(seen.calls >= 3);
    arena_close(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(all_files_are_written_and_the_same_again, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(numbers_out_of_range_are_refused, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(a_disk_that_fails_leaves_no_half_files, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(a_full_disk_is_told_once, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(progress_is_told, scratch_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
