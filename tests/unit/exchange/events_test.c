/* What others are told of a load: what it changed of persons, their identifiers, reports of
 * residence and units, and nothing of the first one. */
#include "service/load/load_undo.h"
#include "service/work.h"
#include "store/outbox_store.h"

#include "county.h"

struct feed {
    struct scratch *scratch;
    struct sb out;
};

static bool take(void *state, const struct outbox_row *row, struct err *err)
{
    (void)err;
    struct feed *f = state;
    char day[DAY_TEXT];
    struct str who =
        row->person != 0 ? str_fmt(f->scratch->arena, "%lld", (long long)row->person) : row->unit;
    sb_fmt(&f->out, "%.*s %.*s %.*s %.*s\n", STR_FMT(vocab_word(&VOCAB_EVENT, row->type)),
           STR_FMT(who), STR_FMT(day_format(row->valid_from, day)), STR_FMT(row->data));
    return true;
}

/* What was told since the last time. */
static void told(struct scratch *s, int64_t *since, const char *expected)
{
    struct instance_options o = {.home = scratch_path(s, "home")};
    struct instance in;
    struct work w;
    struct err err = {0};
    uint64_t placed = 0;
    struct feed f = {s, sb_open(s->arena, 512)};
    assert_true(instance_open(s->arena, &o, &in, &err));
    assert_true(work_begin(in.db, STR("relay"), &w, &err) && outbox_place(w.db, &placed, &err) &&
                work_commit(&w, &err));
    assert_true(outbox_each_after(in.db, *since, 100, (struct outbox_reader){&f, take}, &err));
    *since += (int64_t)placed;
    instance_close(&in);
    struct str is = sb_str(&f.out);
    if (!str_eq(is, str_of(expected)))
        fail_msg("told\n%.*s\nand not\n%s", STR_FMT(is), expected);
}

static void first_load(struct scratch *s)
{
    county_put_places(s);
    county_put(s, "people.csv",
               "person,birth_date,sex,city,phone\n@P1,1800-01-01,F,Bräcke,\n@P2,1800-01-02,M,,\n");
    county_put(s, "residences.csv",
               "person,kind,municipality,from,reported_on,source\n"
               "@P1,saebo,2380,2023-01-01,2023-01-02,\n");
    (void)county_import(s);
}

static void a_first_load_tells_nothing_and_what_changes_is_told(void **state)
{
    struct scratch *s = *state;
    int64_t since = 0;
    first_load(s);
    told(s, &since, "");
    county_put(s, "people.csv",
               "person,birth_date,sex,city,phone\n@P1,1800-01-01,F,Östersund,070\n"
               "@P2,1800-01-02,M,,\n@P3,1800-01-03,F,,\n");
    (void)county_import(s);
    told(s, &since, "person.changed 1 2024-01-16 {\"changed\":[\"city\",\"phone\"]}\n");
    county_put(s, "units.csv",
               "unit,name,operator,county,cap\n@U1,One,region,23,900\n@U2,Two,external,23,\n"
               "@U3,Three,region,23,\n");
    (void)county_import(s);
    told(s, &since,
         "unit.changed SE0000000000-U1 2024-01-16 {\"changed\":[\"cap\"]}\n"
         "unit.changed SE0000000000-U3 2024-01-16 "
         "{\"changed\":[\"name\",\"operator\",\"county\",\"queue\"]}\n");
}

static void reports_are_told_as_they_come_and_end(void **state)
{
    struct scratch *s = *state;
    int64_t since = 0;
    first_load(s);
    county_put(s, "residences.csv",
               "person,kind,home,municipality,from,to,reported_on\n"
               "@P1,saebo,,2380,2023-01-01,2023-06-30,2023-07-01\n"
               "@P2,saebo,Furan,2321,2023-05-01,,2023-05-01\n");
    (void)county_import(s);
    told(
        s, &since,
        "residence.ended 1 2023-07-01 "
        "{\"kind\":\"saebo\",\"from\":\"2023-01-01\",\"to\":\"2023-06-30\",\"withdrawn\":false}\n"
        "residence.reported 2 2023-05-01 {\"kind\":\"saebo\",\"municipality\":\"2321\","
        "\"home\":\"Furan\",\"from\":\"2023-05-01\",\"to\":null,\"reported_on\":\"2023-05-01\"}\n");
}

/* A coordination number, then a personal identity number beside it; and two persons who are one. */
static void identifiers_that_come_to_a_person_are_told(void **state)
{
    struct scratch *s = *state;
    int64_t since = 0;
    first_load(s);
    county_put(s, "people.csv",
               "person,birth_date,sex,replaced_by\n@P4,1800-01-01,F,\n@P1,1800-01-01,F,@P4\n");
    (void)county_import(s);
    told(s, &since, "person.identifier_changed 1 2024-01-16 {\"former_person\":null}\n");
    county_put(s, "people.csv", "person,birth_date,sex,replaced_by\n@P2,1800-01-02,M,@P4\n");
    (void)county_import(s);
    told(s, &since, "person.identifier_changed 1 2024-01-16 {\"former_person\":2}\n");
}

static void undo(struct scratch *s, int64_t load)
{
    struct instance_options o = {.home = scratch_path(s, "home")};
    struct instance in;
    struct load_undone undone;
    struct err err = {0};
    assert_true(instance_open(s->arena, &o, &in, &err));
    in.clock.today = (struct day){45305}; /* as of the loads */
    assert_true(load_undo(&in, load, &undone, &err));
    instance_close(&in);
}

/* Who hears what held of each holds what holds, when they are joined and taken apart again. */
static void reports_go_with_their_identifier(void **state)
{
    struct scratch *s = *state;
    int64_t since = 0;
    first_load(s);
    county_put(s, "people.csv", "person,birth_date,sex,replaced_by\n@P1,1800-01-01,F,@P2\n");
    (void)county_import(s);
    told(s, &since,
         "person.identifier_changed 2 2024-01-16 {\"former_person\":1}\n"
         "residence.ended 1 2023-01-01 {\"kind\":\"saebo\",\"from\":\"2023-01-01\",\"to\":null,"
         "\"withdrawn\":true}\n"
         "residence.reported 2 2023-01-01 {\"kind\":\"saebo\",\"municipality\":\"2380\","
         "\"home\":null,\"from\":\"2023-01-01\",\"to\":null,\"reported_on\":\"2023-01-02\"}\n");
    county_put(s, "residences.csv",
               "person,kind,municipality,from,reported_on,source\n"
               "@P1,saebo,2321,2023-01-01,2023-01-03,\n");
    county_put(s, "people.csv", "person,birth_date,sex\n@P1,1800-01-01,F\n");
    (void)county_import(s); /* and what was told of the one that they were is withdrawn */
    told(s, &since,
         "person.identifier_changed 1 2024-01-16 {\"former_person\":2}\n"
         "person.changed 1 2024-01-16 {\"changed\":[\"replaced_by\"]}\n"
         "residence.reported 1 2023-01-01 {\"kind\":\"saebo\",\"municipality\":\"2321\","
         "\"home\":null,\"from\":\"2023-01-01\",\"to\":null,\"reported_on\":\"2023-01-03\"}\n"
         "residence.ended 2 2023-01-01 {\"kind\":\"saebo\",\"from\":\"2023-01-01\",\"to\":null,"
         "\"withdrawn\":true}\n");
    undo(s, 3);
    told(s, &since,
         "person.identifier_changed 2 2024-01-16 {\"former_person\":1}\n"
         "residence.ended 1 2023-01-01 {\"kind\":\"saebo\",\"from\":\"2023-01-01\",\"to\":null,"
         "\"withdrawn\":true}\n"
         "residence.reported 2 2023-01-01 {\"kind\":\"saebo\",\"municipality\":\"2380\","
         "\"home\":null,\"from\":\"2023-01-01\",\"to\":null,\"reported_on\":\"2023-01-02\"}\n");
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, county_setup, scratch_teardown)
int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(a_first_load_tells_nothing_and_what_changes_is_told),
        CASE(reports_are_told_as_they_come_and_end),
        CASE(identifiers_that_come_to_a_person_are_told),
        CASE(reports_go_with_their_identifier),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
