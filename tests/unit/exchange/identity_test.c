/* Who is who through loads, in whatever order the rows come; corrections, and what they undo. */
#include "county.h"

#define PEOPLE "person,birth_date,sex,deregistered_on,deregistration_reason,replaced_by\n"
#define LISTED "person,unit,from,to,basis\n"
#define NAMED  "person,kind,staff,unit,from,to\n"

/* @P1 was replaced by @P2, and that by @P3; something was stated of each. */
static const char *const CHAIN[][2] = {
    {"people", PEOPLE "@P1,1949-01-01,F,,,@P2\n"},
    {"people", PEOPLE "@P2,1950-02-02,F,2021-01-01,replaced,@P3\n"},
    {"people", PEOPLE "@P3,1950-03-03,F,,,\n"},
    {"listings", LISTED "@P1,@U1,2018-01-01,,area\n@P1,@U2,2019-01-01,,area\n"},
    {"listings", LISTED "@P2,@U1,2020-01-01,,area\n"},
    {"listings", LISTED "@P3,@U2,2022-01-01,,area\n"},
    {"named_contacts", NAMED "@P1,2,@D1,@U1,2018-06-01,\n"},
    {"named_contacts", NAMED "@P3,1,@D2,@U2,2020-01-01,\n"},
};
#define CHAIN_NOW                                                                                  \
    "person @P3 1950-03-03 -\n"                                                                    \
    "%s"                                                                                           \
    "listed @P3 @U1 2018-01-01 2018-12-31\nlisted @P3 @U2 2019-01-01 2019-12-31\n"                 \
    "listed @P3 @U1 2020-01-01 2021-12-31\nlisted @P3 @U2 2022-01-01 -\n"                          \
    "contact 1 @P3 @D2 @U2 2020-01-01 -\n"                                                         \
    "contact 2 @P3 @D1 @U1 2018-06-01 2018-12-31\n"                                                \
    "contact 2 @P3 @D1 @U1 2020-01-01 2021-12-31\n"

static void put_chain(struct scratch *s, size_t part, unsigned number)
{
    const char *name = str_fmt(s->arena, "%s-%u.csv", CHAIN[part][0], number).at;
    county_put(s, name, CHAIN[part][1]);
}

/* The lines "@P1 is @P3" come in the order in which the identifiers were recorded. */
static void check_chain(struct scratch *s)
{
    const char *now = county_now(s);
    static const char *const orders[] = {"@P1 is @P3\n@P2 is @P3\n", "@P2 is @P3\n@P1 is @P3\n"};
    for (size_t i = 0; i < ARRAY_LEN(orders); i++)
        if (strcmp(now, str_fmt(s->arena, CHAIN_NOW, orders[i]).at) == 0)
            return;
    fail_msg("%s", now);
}

static void new_home(struct scratch *s)
{
    struct instance_options options = {.home = scratch_path(s, "home"), .files = county_files(s)};
    struct err err = {0};
    scratch_remove(options.home);
    assert_true(instance_make(s->arena, &options, STR("23"), &err));
    county_put_places(s);
    (void)county_import(s);
}

/* In one load, the rows of people in each of the six orders. */
static void a_chain_in_one_load(void **state)
{
    struct scratch *s = *state;
    static const unsigned orders[][3] = {{1, 2, 3}, {1, 3, 2}, {2, 1, 3},
                                         {2, 3, 1}, {3, 1, 2}, {3, 2, 1}};
    for (size_t o = 0; o < ARRAY_LEN(orders); o++) {
        new_home(s);
        for (size_t i = 0; i < ARRAY_LEN(CHAIN); i++)
            put_chain(s, i, i < 3 ? orders[o][i] : (unsigned)i + 1);
        (void)county_import(s);
        check_chain(s);
    }
}

/* A row of people at a time, the newest first (a target must be known), what was stated between. */
static void a_chain_in_many_loads(void **state)
{
    struct scratch *s = *state;
    static const unsigned orders[][8] = {{2, 1, 0, 3, 4, 5, 6, 7}, {2, 5, 7, 1, 4, 0, 6, 3}};
    for (size_t o = 0; o < ARRAY_LEN(orders); o++) {
        new_home(s);
        for (size_t i = 0; i < ARRAY_LEN(orders[o]); i++) {
            put_chain(s, orders[o][i], 1);
            (void)county_import(s);
        }
        check_chain(s);
    }
}

/* Three persons, of whom it is learnt afterwards that they are one: where the links come makes no
 * difference. */
static void persons_are_joined_afterwards(void **state)
{
    struct scratch *s = *state;
    static const unsigned links[][2] = {{0, 1}, {1, 0}};
    for (size_t o = 0; o < ARRAY_LEN(links); o++) {
        new_home(s);
        county_put(s, "people.csv",
                   PEOPLE "@P1,1949-01-01,F,,,\n@P2,1950-02-02,F,,,\n@P3,1950-03-03,F,,,\n");
        for (size_t i = 3; i < ARRAY_LEN(CHAIN); i++)
            put_chain(s, i, (unsigned)i);
        (void)county_import(s);
        assert_non_null(strstr(county_now(s), "listed @P1 @U2 2019-01-01 -\n"));
        for (size_t i = 0; i < 2; i++) {
            put_chain(s, links[o][i], 1);
            (void)county_import(s);
        }
        check_chain(s);
    }
}

/* A link that was wrong: each is somebody again, with what was stated of them, and their keys. */
static void a_link_is_undone(void **state)
{
    struct scratch *s = *state;
    new_home(s);
    county_put(s, "people.csv", PEOPLE "@P1,1949-01-01,F,,,\n@P2,1950-02-02,F,,,\n");
    county_put(s, "listings.csv", LISTED "@P1,@U1,2018-01-01,,area\n@P2,@U2,2020-01-01,,area\n");
    (void)county_import(s);
    const char *before = county_now(s);
    county_put(s, "people.csv", PEOPLE "@P1,1949-01-01,F,,,@P2\n");
    (void)county_import(s);
    assert_string_equal(county_now(s), "person @P2 1950-02-02 -\n@P1 is @P2\n"
                                       "listed @P2 @U1 2018-01-01 2019-12-31\n"
                                       "listed @P2 @U2 2020-01-01 -\n");
    county_put(s, "people.csv", PEOPLE "@P1,1949-01-01,F,,,\n");
    (void)county_import(s);
    assert_string_equal(county_now(s), before);
    /* Never joined before: a link in the first load, undone in the second. */
    new_home(s);
    county_put(s, "people.csv", PEOPLE "@P1,1949-01-01,F,,,@P2\n@P2,1950-02-02,F,,,\n");
    county_put(s, "listings.csv", LISTED "@P1,@U1,2018-01-01,,area\n@P2,@U2,2020-01-01,,area\n");
    (void)county_import(s);
    county_put(s, "people.csv", PEOPLE "@P1,1949-01-01,F,,,\n");
    (void)county_import(s);
    assert_non_null(strstr(county_now(s), "listed @P1 @U1 2018-01-01 -\n"));
    assert_non_null(strstr(county_now(s), "listed @P2 @U2 2020-01-01 -\n"));
}

struct wanted {
    struct person_id id;
    int64_t key;
};
static bool find_key(void *state, const struct person_now *p, struct err *err)
{
    struct wanted *w = state;
    (void)err;
    if (p->id.packed == w->id.packed)
        w->key = p->key;
    return true;
}

static int64_t key_of(struct scratch *s, unsigned number)
{
    struct instance_options options = {.home = scratch_path(s, "home")};
    struct instance in;
    struct err err = {0};
    struct wanted w = {county_person(number), 0};
    assert_true(instance_open(s->arena, &options, &in, &err));
    assert_true(person_each(in.db, (struct person_reader){&w, find_key}, &err));
    instance_close(&in);
    return w.key;
}

/* The key is opaque and stays when a person gets a new identifier. */
static void the_key_stays(void **state)
{
    struct scratch *s = *state;
    new_home(s);
    county_put(s, "people.csv", PEOPLE "@P4,,M,,,\n@P1,1949-01-01,F,,,\n");
    (void)county_import(s);
    int64_t key = key_of(s, 1);
    county_put(s, "people.csv", PEOPLE "@P2,1950-02-02,F,,,\n@P1,1949-01-01,F,,,@P2\n");
    (void)county_import(s);
    assert_int_equal(key_of(s, 2), key);
    assert_int_equal(key_of(s, 1), 0);
}

static unsigned rejects(struct scratch *s, const char *code)
{
    struct import_request request = county_request(s);
    unsigned found = 0;
    request.accept_rejects = true;
    struct import_report r = county_run(s, &request);
    assert_int_equal(r.outcome, IMPORT_LANDED);
    for (unsigned i = 0; i < r.files; i++)
        for (unsigned k = 0; k < r.file[i].faults; k++)
            if (strcmp(r.file[i].fault[k].code, code) == 0)
                found += (unsigned)r.file[i].fault[k].rows;
    assert_int_equal(found, r.rejects);
    county_clear(s);
    return found;
}

static void circles_are_refused(void **state)
{
    struct scratch *s = *state;
    new_home(s);
    /* Those on the circle; then those who were replaced by one of them is a second matter, and
     * @P4 has nothing to do with it. */
    county_put(s, "people.csv", PEOPLE "@P1,,F,,,@P2\n@P2,,F,,,@P3\n@P3,,F,,,@P1\n@P4,,F,,,\n");
    assert_int_equal(rejects(s, "load.person_circle"), 3);
    assert_string_equal(county_now(s), "person @P4 - -\n");
    /* One that would be closed with what the registry has. */
    county_put(s, "people.csv", PEOPLE "@P1,,F,,,@P2\n@P2,,F,,,\n");
    (void)county_import(s);
    county_put(s, "people.csv", PEOPLE "@P2,1950-01-01,F,,,@P1\n");
    assert_int_equal(rejects(s, "load.person_circle"), 1);
    assert_string_equal(county_now(s), "person @P4 - -\nperson @P2 - -\n@P1 is @P2\n");
    /* Turned round in one load: no circle. */
    county_put(s, "people.csv", PEOPLE "@P2,1950-01-01,F,,,@P1\n@P1,1949-01-01,F,,,\n");
    (void)county_import(s);
    assert_string_equal(county_now(s), "person @P4 - -\nperson @P1 1949-01-01 -\n@P2 is @P1\n");
}

/* A row that cannot be taken makes its identifier unknown to others. */
static void refusals_spread(void **state)
{
    struct scratch *s = *state;
    new_home(s);
    county_put(s, "people.csv", PEOPLE "@P1,,F,,,@P2\n@P2,,F,,,@P3\n@P3,,F,,,@P9\n@P4,,F,,,\n");
    county_put(s, "listings.csv", LISTED "@P1,@U1,2020-01-01,,area\n@P4,@U1,2020-01-01,,area\n");
    assert_int_equal(rejects(s, "load.person_unknown"), 4);
    assert_string_equal(county_now(s), "person @P4 - -\nlisted @P4 @U1 2020-01-01 -\n");
    county_put(s, "units.csv",
               "unit,name,operator,county,parent\n@U4,A,region,23,@U5\n"
               "@U5,B,region,23,@U6\n@U6,C,region,23,@U9\n@U7,D,region,23,@U8\n"
               "@U8,E,region,23,@U1\n");
    assert_int_equal(rejects(s, "load.unit_unknown"), 3);
    county_put(s, "units.csv", "unit,name,operator,county,parent\n@U4,A,region,23,@U7\n");
    (void)county_import(s);
}

/* A row that is refused when its table has been read leaves the row that it would have replaced. */
static void a_refused_correction_leaves_the_row_before(void **state)
{
    struct scratch *s = *state;
    new_home(s);
    county_put(s, "people.csv",
               PEOPLE "@P1,1949-01-01,F,,,\n@P1,1950-01-01,F,,,@P1\n@P1,1951-01-01,F,,,@P9\n"
                      "@P2,1952-01-01,F,,,@P9\n@P2,1953-01-01,F,,,\n");
    county_put(s, "units.csv",
               "unit,name,operator,county,parent\n@U3,A,region,23,\n"
               "@U3,B,region,23,@U9\n");
    struct import_request request = county_request(s);
    request.accept_rejects = true;
    assert_int_equal(county_run(s, &request).rejects, 4);
    assert_string_equal(county_now(s), "person @P1 1949-01-01 -\nperson @P2 1953-01-01 -\n");
    county_clear(s);
    county_put(s, "units.csv", "unit,name,operator,county\n@U3,A,region,23\n");
    assert_int_equal(county_import(s).changed, 0); /* as it is */
}

#define BRANCHES "unit,name,operator,county,parent\n"

/* Units that are branches of each other, in one load or by what the registry has; those that only
 * lead to them are none, and of a unit the row that holds is asked. */
static void units_in_a_circle_are_refused(void **state)
{
    struct scratch *s = *state;
    new_home(s);
    county_put(s, "units.csv",
               BRANCHES "@U3,A,region,23,@U4\n@U4,B,region,23,@U3\n@U5,C,region,23,@U1\n"
                        "@U6,D,region,23,@U5\n@U7,E,region,23,@U8\n@U8,F,region,23,@U7\n"
                        "@U8,F,region,23,\n@U1,One,region,23,@U2\n@U2,Two,external,23,\n");
    assert_int_equal(rejects(s, "load.parent_circle"), 2);
    county_put(s, "units.csv", BRANCHES "@U2,Two,external,23,@U6\n@U6,D,region,23,@U5\n");
    assert_int_equal(rejects(s, "load.parent_circle"), 2);
    county_put(s, "units.csv", BRANCHES "@U2,Two,external,23,\n@U6,D,region,23,@U5\n");
    assert_int_equal(county_import(s).changed, 0); /* as it is */
    county_clear(s);
    county_put(s, "units.csv", BRANCHES "@U2,Two,external,23,@U6\n@U5,C,region,23,\n");
    assert_int_equal(county_import(s).changed, 2);
}

static void later_rows_win(void **state)
{
    struct scratch *s = *state;
    new_home(s);
    county_put(s, "people-1.csv",
               PEOPLE "@P1,1949-01-01,F,,,\n@P1,1950-02-02,F,2020-01-01,died,\n");
    county_put(s, "people-2.csv", "person,sex\n@P1,M\n");
    county_put(s, "listings-1.csv", LISTED "@P1,@U1,2018-01-01,,area\n");
    county_put(s, "listings-2.csv", LISTED "@P1,@U2,2018-01-01,2019-12-31,area\n");
    (void)county_import(s);
    /* Whole rows: what the last one does not say is empty. */
    assert_string_equal(county_now(s), "person @P1 - -\nlisted @P1 @U2 2018-01-01 2019-12-31\n");
    county_put(s, "listings.csv", LISTED "@P1,@U1,2018-01-01,,newborn\n");
    assert_int_equal(county_import(s).changed, 1);
    assert_string_equal(county_now(s), "person @P1 - -\nlisted @P1 @U1 2018-01-01 -\n");
}

static void death_ends_and_a_correction_undoes(void **state)
{
    struct scratch *s = *state;
    new_home(s);
    county_put(s, "people.csv", PEOPLE "@P1,1949-01-01,F,,,\n");
    county_put(s, "listings.csv", LISTED "@P1,@U1,2018-01-01,,area\n@P1,@U2,2022-01-01,,area\n");
    county_put(s, "named_contacts.csv", NAMED "@P1,1,@D1,@U1,2019-01-01,\n");
    (void)county_import(s);
    const char *before = county_now(s);
    static const char *const ends[] = {"died", "emigrated"};
    for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
        county_put(s, "people.csv",
                   str_fmt(s->arena, PEOPLE "@P1,1949-01-01,F,2021-05-05,%s,\n", ends[i]).at);
        (void)county_import(s);
        assert_string_equal(county_now(s), "person @P1 1949-01-01 2021-05-05\n"
                                           "listed @P1 @U1 2018-01-01 2021-05-05\n"
                                           "contact 1 @P1 @D1 @U1 2019-01-01 2021-05-05\n");
    }
    county_put(s, "people.csv", PEOPLE "@P1,1949-01-01,F,2021-05-05,moved_county,\n");
    (void)county_import(s);
    assert_string_equal(county_now(s), before);
}

/* What did we know at moment M? The rows that had been recorded and not superseded by then. */
static void the_past_is_kept(void **state)
{
    struct scratch *s = *state;
    new_home(s);
    struct instance_options options = {.home = scratch_path(s, "home")};
    struct instance in;
    struct err err = {0};
    county_put(s, "people.csv", PEOPLE "@P1,1949-01-01,F,,,\n");
    county_put(s, "listings.csv", LISTED "@P1,@U1,2018-01-01,,area\n");
    (void)county_import(s);
    county_put(s, "listings.csv", LISTED "@P1,@U2,2018-01-01,,area\n");
    (void)county_import(s);
    int64_t position = 0;
    assert_true(instance_open(s->arena, &options, &in, &err));
    assert_true(position_now(in.db, &position, &err));
    assert_int_equal(position, 3);
    /* The file's first row held from position 2 until 3, the correction from 3 on. */
    assert_true(db_script(in.db, "test",
                          STR("CREATE TEMP TABLE ok (n INTEGER CHECK (n = 2)); INSERT INTO ok "
                              "SELECT count(*) FROM listing_stated WHERE (recorded = 2 AND "
                              "superseded = 3) OR (recorded = 3 AND superseded IS NULL)"),
                          &err));
    instance_close(&in);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, county_setup, scratch_teardown)
    const struct CMUnitTest tests[] = {
        CASE(a_chain_in_one_load),
        CASE(a_chain_in_many_loads),
        CASE(persons_are_joined_afterwards),
        CASE(a_link_is_undone),
        CASE(the_key_stays),
        CASE(circles_are_refused),
        CASE(refusals_spread),
        CASE(a_refused_correction_leaves_the_row_before),
        CASE(units_in_a_circle_are_refused),
        CASE(later_rows_win),
        CASE(death_ends_and_a_correction_undoes),
        CASE(the_past_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
