/* Every call of SQLite on the disk fails, in a load of the first kind (an empty registry) and of
 * the second (corrections of one that has rows): the registry is the old one or the new one, whole,
 * every segment that it names is there, and the next load lands. */
#include "county.h"
#include "failing_sqlite.h"
#include "how_many.h"

#define LISTED "person,unit,from,to,basis\n"

static void put(struct scratch *s)
{
    county_put_places(s);
    county_put(s, "people.csv", "person,sex,replaced_by\n@P1,F,\n@P2,M,@P1\n@P3,M,\n");
    county_put(s, "listings.csv", LISTED "@P1,@U1,2020-01-01,,area\n@P3,@U2,2020-01-01,,area\n");
    county_put(s, "contacts.csv",
               "contact,person,date,unit,staff,profession,form,level\n"
               "C1,@P1,2023-01-01,@U1,@D1,physician,visit,primary\n");
}

static void correct(struct scratch *s)
{
    county_put(s, "people.csv", "person,sex,replaced_by\n@P1,F,\n@P2,M,\n");
    county_put(s, "listings.csv", LISTED "@P1,@U2,2020-01-01,,area\n@P2,@U1,2021-01-01,,area\n");
    county_put(s, "contacts.csv",
               "contact,person,date,unit,staff,profession,form,level\n"
               "C2,@P2,2023-01-02,@U1,@D1,physician,visit,primary\n");
}

static void make_home(struct scratch *s)
{
    struct instance_options options = {.home = scratch_path(s, "home"), .files = county_files(s)};
    struct err err = {0};
    scratch_remove(options.home);
    assert_true(instance_make(s->arena, &options, STR("23"), &err));
}

/* Its lines of segments: each names a file that is there. */
static void check_segments(struct scratch *s, const char *now)
{
    for (const char *at = now; (at = strstr(at, "segment ")); at++) {
        char path[128];
        long load = strtol(at + strlen("segment "), NULL, 10);
        (void)snprintf(path, sizeof path, "home/warehouse/segments/%ld/contacts", load);
        assert_true(file_exists(scratch_path(s, path)));
    }
}

/* Numbers of loads differ with the attempts, so only what comes before the segments is compared. */
static bool is_same(const char *now, const char *other)
{
    const char *a = strstr(now, "segment "), *b = strstr(other, "segment ");
    size_t len = a ? (size_t)(a - now) : strlen(now);
    return len == (b ? (size_t)(b - other) : strlen(other)) && strncmp(now, other, len) == 0;
}

struct sweep {
    struct scratch *scratch;
    struct failing_sqlite *disk;
    struct import_request request;
    const char *old, *new; /* what the registry has before and after */
};

/* One attempt; true: the load has no n-th call. */
static bool attempt(struct sweep *w, unsigned n, bool sticky, unsigned *failed)
{
    struct import_report r;
    struct err err = {0};
    *w->disk = (struct failing_sqlite){.fail_at = n, .sticky = sticky};
    bool done = import_run(w->scratch->arena, &w->request, NULL, &r, &err);
    bool all = w->disk->calls < n;
    *w->disk = (struct failing_sqlite){0};
    const char *now = county_now(w->scratch);
    if (!(done && is_same(now, w->new)) && !(!done && is_same(now, w->old)) &&
        !(!done && is_same(now, w->new)))
        fail_msg("call %u: neither the old nor the new: %s", n, now);
    if (!done)
        assert_true(err.kind == ERR_IO || err.kind == ERR_BUSY || err.kind == ERR_MISSING);
    check_segments(w->scratch, now);
    *failed += !done;
    return all;
}

static void sweep(struct scratch *s, bool corrections)
{
    struct sweep w = {s, failing_sqlite_install(), county_request(s), NULL, NULL};
    unsigned swept = 0, failed = 0;
    w.request.again = true;
    for (unsigned kind = 0; kind < 2; kind++)
        for (unsigned n = 0; n == 0 || w.old; n = next_failure(n)) {
            if (n == 0 || !is_same(county_now(s), w.old)) {
                make_home(s);
                put(s);
                if (corrections)
                    (void)county_import(s);
                if (corrections)
                    correct(s);
                w.old = county_now(s);
            }
            if (n == 0) { /* the control: nothing fails */
                (void)county_run(s, &w.request);
                w.new = county_now(s);
                assert_false(is_same(w.new, w.old));
            } else if (attempt(&w, n, kind == 1, &failed)) {
                swept += n;
                break;
            }
        }
    assert_true(swept > 100 && failed >= failures_of(101, 2));
}

static void a_first_load_is_whole(void **state)
{
    sweep(*state, false);
}

static void corrections_are_whole(void **state)
{
    sweep(*state, true);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_first_load_is_whole, county_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(corrections_are_whole, county_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
