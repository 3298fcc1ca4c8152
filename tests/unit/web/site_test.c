/* web/site.h: an instance is served from its first figures on, follows it, and stops when asked. */
#include "county.h"
#include "serving.h"

#include "core/folder.h"

#include <time.h>

static void wait_longer_than_a_pause(void)
{
    struct timespec t = {.tv_sec = 1, .tv_nsec = 100000000};
    (void)nanosleep(&t, NULL);
}

enum { TRIES = 100 /* tenths of a second */ };

static void wait_a_little(void)
{
    (void)nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
}

/* Asks until the page says it. */
static void becomes(struct reader *r, const char *path, const char *wanted)
{
    const char *page = fetch(r, path);
    for (unsigned i = 0; i < TRIES && !strstr(page, wanted); i++) {
        wait_a_little();
        page = fetch(r, path);
    }
    has(r, page, wanted);
}

/* Whether the log has it by now. */
static bool is_told(struct reader *r, const char *what)
{
    flockfile(r->log);
    bool is = fflush(r->log) == 0 && strstr(r->said, what);
    funlockfile(r->log);
    return is;
}

static void read_from_empty_to_full(struct reader *r)
{
    struct instance_options o = {.home = r->settings.home};
    struct instance in;
    struct err err = {0};
    has(r, fetch(r, "/sv/"), "HTTP/1.1 200");
    has(r, fetch(r, "/data/listed.csv"), "HTTP/1.1 404");
    assert_true(instance_open(r->s->arena, &o, &in, &err));
    county_script(&in, COUNTY_ROWS);
    county_script(&in,
                  "INSERT INTO survey_stated (unit, year, dimension, score, responses, recorded) "
                  "VALUES (1, 2023, 'trust', '81.53', 41, 1), (2, 2023, 'pain', '60.1', 9, 1);");
    county_load(r->s, &in, 1, 45287);
    wait_longer_than_a_pause();
    const char *page = fetch(r, "/sv/");
    has(r, page, "HTTP/1.1 200");
    has(r, page, "9.8.7");
    has(r, page, "december 2023");
    has(r, fetch(r, "/sv/measures/listed"), "Norra");
    has(r, fetch(r, "/data/listed.csv"), "2023-12");
    has(r, fetch(r, "/data/listed.json"), "application/json");
    /* The number of those who answered decides, also where the sum of their scores is no integer.
     */
    has(r, fetch(r, "/data/survey_trust.csv"), "county,23,2023-12,334273/100,41,81.53,");
    has(r, fetch(r, "/data/survey_pain.csv"), "county,23,2023-12,,,,MSK");
    /* Another load: nobody waits for its figures, which are there once they are counted. */
    static const char added[] = "county,23,2022-12,3500,50,70,";
    county_script(&in, "INSERT INTO survey_stated (unit, year, dimension, score, responses, "
                       "recorded) VALUES (1, 2022, 'trust', '70', 50, 1);");
    county_load(r->s, &in, 2, 45270);
    wait_longer_than_a_pause();
    const char *former = fetch(r, "/data/survey_trust.csv");
    has(r, former, "county,23,2023-12,334273/100,41,81.53,");
    if (strstr(former, added))
        has(r, former, "the former figures");
    becomes(r, "/data/survey_trust.csv", added);
    /* A load whose segment is lost: the older figures stay, and the log says why. */
    county_load(r->s, &in, 3, 45300);
    assert_int_equal(unlink(scratch_path(r->s, "home/" INSTANCE_SEGMENTS "/3.segment")), 0);
    wait_longer_than_a_pause();
    has(r, fetch(r, "/sv/"), "december 2023");
    for (unsigned i = 0; i < TRIES && !is_told(r, "warehouse.segment_missing"); i++)
        wait_a_little();
    has(r, fetch(r, "/data/survey_trust.csv"), added);
    instance_close(&in);
}

static void follows_the_instance(void **state)
{
    struct scratch *s = *state;
    struct instance_options o = {.home = scratch_path(s, "home")};
    struct err err = {0};
    struct reader r;
    assert_true(instance_make(s->arena, &o, STR("23"), &err));
    serve(s, &r, read_from_empty_to_full);
    assert_non_null(strstr(r.said, "warehouse.segment_missing"));
    free(r.said);
}

static void read_nothing(struct reader *r)
{
    has(r, fetch(r, "/"), "HTTP/1.1 303");
}

static void a_damaged_snapshot_is_built_anew(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct reader r;
    county_open(s, &in);
    instance_close(&in);
    (void)scratch_write(s, "home/theme.css", STR("body{color:red}"));
    serve(s, &r, read_nothing);
    free(r.said);
    (void)scratch_write(s, "home/" INSTANCE_SNAPSHOTS "/000000001", STR("no snapshot"));
    serve(s, &r, read_nothing);
    assert_non_null(strstr(r.said, "warehouse.rebuilt"));
    assert_non_null(strstr(r.said, "colfile."));
    free(r.said);
}

static void mend_the_check(struct reader *r)
{
    becomes(r, "/sv/measures/listed", "Kontrollerna av data kunde inte räknas.");
    if (remove(scratch_path(r->s, "home/measures/checks/foo.yaml")) != 0)
        has(r, "", "foo.yaml");
    becomes(r, "/en/measures/listed", "What checks of the data find that concern this measure");
}

static void a_wrong_check_can_be_mended(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct reader r;
    struct err err = {0};
    county_open(s, &in);
    instance_close(&in);
    assert_true(folder_make(&FILES_POSIX, scratch_path(s, "home/measures/checks"), &err));
    (void)scratch_write(s, "home/measures/checks/foo.yaml", STR("id: foo\n"));
    serve(s, &r, mend_the_check);
    const char *first = strstr(r.said, "site.addition");
    assert_non_null(first);
    assert_null(strstr(first + 1, "site.addition"));
    free(r.said);
}

static void read_the_change(struct reader *r)
{
    has(r, fetch(r, "/en/measures/trust"),
        "at least +20% since December 2019 <span class=\"met\">met</span>");
    has(r, fetch(r, "/en/measures/respect"),
        "since December 2019 <span class=\"note\">(not tested");
}

/* The pages show three years; a target that is a change may begin from an earlier month. */
static void a_target_since_long_ago_is_tested(void **state)
{
    static const char *const survey[] = {"trust", "respect"};
    struct scratch *s = *state;
    struct instance in;
    struct reader r;
    struct err err = {0};
    county_open(s, &in);
    county_script(&in, "INSERT INTO survey_stated (unit, year, dimension, score, responses, "
                       "recorded) VALUES (1, 2019, 'trust', '70', 40, 1), "
                       "(1, 2023, 'trust', '84', 50, 1), (1, 2023, 'respect', '84', 50, 1);");
    county_load(s, &in, 2, 45270);
    instance_close(&in);
    assert_true(folder_make(&FILES_POSIX, scratch_path(s, "home/measures"), &err));
    for (size_t i = 0; i < ARRAY_LEN(survey); i++) {
        struct str path = str_fmt(s->arena, "home/measures/%s.yaml", survey[i]);
        struct str file =
            str_fmt(s->arena,
                    "id: %s\ncode: x\nname: {sv: x, en: x}\ntext: {sv: x, en: x}\nsource: x\n"
                    "certainty: C\nowner: x\nreviewed: 2024-01-01\nkind: table\nunit: points\n"
                    "target: {op: at_least, change: 20, since: 2019-12, source: x}\n"
                    "numerator: sum(score * responses of survey where dimension = %s in the year)\n"
                    "denominator: sum(responses of survey where dimension = %s in the year)\n",
                    survey[i], survey[i], survey[i]);
        (void)scratch_write(s, str_cstr(s->arena, path), file);
    }
    serve(s, &r, read_the_change);
    free(r.said);
}

static void what_cannot_be_served_is_told(void **state)
{
    struct scratch *s = *state;
    struct instance in;
    struct err err = {0};
    struct log log = {.to = NULL};
    struct site_settings settings = {
        .home = scratch_path(s, "home"), .listen = STR("127.0.0.1:0"), .log = &log, .threads = 1};
    FAILS(site_serve(&settings, &err), "instance.missing", &err);
    county_open(s, &in);
    instance_close(&in);
    settings.listen = STR("0.0.0.0:0");
    FAILS(site_serve(&settings, &err), "http.listen_public", &err);
    settings.listen = STR("127.0.0.1:0");
    assert_int_equal(unlink(scratch_path(s, "home/" INSTANCE_SEGMENTS "/1.segment")), 0);
    FAILS(site_serve(&settings, &err), "warehouse.segment_missing", &err);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(follows_the_instance, scratch_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(a_damaged_snapshot_is_built_anew, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(a_wrong_check_can_be_mended, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(a_target_since_long_ago_is_tested, scratch_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(what_cannot_be_served_is_told, scratch_setup,
                                        scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
