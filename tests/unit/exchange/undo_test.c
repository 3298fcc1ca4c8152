/* service/load/load_undo.h: a load that is taken back leaves the instance as if it had never been,
 * and is not taken back when somebody else has come to need it. */
#include "service/load/load_undo.h"
#include "service/work.h"

#include "county.h"

#include <unistd.h>

#define PEOPLE    "person,birth_date,sex,replaced_by\n"
#define LISTED    "person,unit,from,basis\n"
#define NAMED     "person,kind,staff,unit,from\n"
#define LIVES     "person,kind,municipality,from,reported_on\n"
#define CONTACTS  "contact,person,date,unit,staff,profession,form,level\n"
#define BRANCHES  "unit,name,operator,county,parent\n"
#define DIAGNOSES "person,date,unit,code\n"

static bool undo(struct scratch *s, int64_t load, bool *already, struct err *err)
{
    struct instance_options options = {.home = scratch_path(s, "home"), .files = county_files(s)};
    struct instance in;
    assert_true(instance_open(s->arena, &options, &in, err));
    struct load_undone answer = {.already = false};
    bool done = load_undo(&in, load, &answer, err);
    instance_close(&in);
    if (done)
        *already = answer.already;
    return done;
}

static void undone(struct scratch *s, int64_t load)
{
    bool already = true;
    struct err err = {0};
    if (!undo(s, load, &already, &err))
        fail_msg("%lld: %s %s", (long long)load, err.code, err.detail);
    assert_false(already);
}

static void refused(struct scratch *s, int64_t load, const char *code, const char *by)
{
    bool already = true;
    struct err err = {0};
    const char *before = county_now(s);
    assert_false(undo(s, load, &already, &err));
    assert_string_equal(err.code, code);
    assert_string_equal(err.detail, by);
    assert_string_equal(county_now(s), before);
}

static void put_first(struct scratch *s)
{
    county_put_places(s);
    county_put(s, "people.csv", PEOPLE "@P1,1950-01-01,F,\n@P2,1960-01-01,M,\n");
    county_put(s, "listings.csv", LISTED "@P1,@U1,2020-01-01,area\n@P2,@U1,2020-01-01,area\n");
    county_put(s, "named_contacts.csv", NAMED "@P1,2,@D1,@U1,2021-01-01\n");
    county_put(s, "contacts.csv", CONTACTS "C1,@P1,2023-01-01,@U1,@D1,physician,visit,primary\n");
    county_put(s, "diagnoses.csv", DIAGNOSES "@P1,2023-01-01,@U1,E11\n");
    county_put(s, "terms.csv", "local,system,code\nA,NPU,NPU1\n");
}

/* Corrects some of the first, adds to it, and gives P2 a new identifier. */
static void put_second(struct scratch *s)
{
    county_put(s, "units.csv", "unit,name,operator,county\n@U1,Uno,region,23\n@U3,Tre,region,23\n");
    county_put(s, "people.csv",
               PEOPLE "@P1,1951-01-01,F,\n@P2,1960-01-01,M,@P3\n@P3,1960-02-02,M,\n");
    county_put(s, "listings.csv", LISTED "@P1,@U2,2020-01-01,area\n@P3,@U3,2022-01-01,area\n");
    county_put(s, "named_contacts.csv", NAMED "@P3,2,@D2,@U3,2022-02-01\n");
    county_put(s, "contacts.csv", CONTACTS "C2,@P3,2023-01-01,@U1,@D1,physician,visit,primary\n");
    county_put(s, "terms.csv", "local,system,code\nA,NPU,NPU2\nB,NPU,NPU3\n");
}

static void leaves_what_was_before(void **state)
{
    struct scratch *s = *state;
    struct import_request request = county_request(s);
    const char *empty = county_now(s);
    put_first(s);
    (void)county_import(s);
    const char *first = county_now(s);
    put_second(s);
    (void)county_import(s);
    const char *second = county_now(s);
    assert_string_not_equal(first, second);
    undone(s, 2);
    assert_string_equal(county_now(s), first);
    put_first(s);
    request.again = true; /* says nothing that is not there */
    assert_int_equal(county_run(s, &request).changed, 0);
    undone(s, 3);
    county_clear(s);
    put_second(s); /* its files are not held any more */
    struct import_report r = county_import(s);
    assert_int_equal(r.file[0].fate, IMPORT_READ);
    const char *again = county_now(s);
    assert_memory_equal(again, second, strlen(second) - strlen("segment 2 2/contacts 1\n"));
    undone(s, 4);
    undone(s, 1); /* though 2 and 4 had corrected it */
    assert_string_equal(county_now(s), empty);
}

static void tried(struct scratch *s, int64_t load, const char *code)
{
    struct instance_options options = {.home = scratch_path(s, "home"), .files = county_files(s)};
    struct instance in;
    struct err err = {0};
    struct load_undone answer = {.already = true};
    const char *before = county_now(s);
    assert_true(instance_open(s->arena, &options, &in, &err));
    assert_int_equal(load_undo_try(&in, load, &answer, &err), code == NULL);
    instance_close(&in);
    if (code)
        assert_string_equal(err.code, code);
    else
        assert_false(answer.already);
    assert_string_equal(county_now(s), before);
}

/* Its rejects stay, too, and it is taken back afterwards as if nobody had tried. */
static void a_trial_keeps_nothing(void **state)
{
    struct scratch *s = *state;
    struct import_request request = county_request(s);
    put_first(s);
    (void)county_import(s);
    const char *first = county_now(s);
    put_second(s);
    county_put(s, "listings.csv", LISTED "@P1,@U2,2020-01-01,area\n@P1,@U9,2021-01-01,area\n");
    request.max_rejects = 10;
    (void)county_run(s, &request);
    struct str rejects = str_of(scratch_path(s, "home/loads/2/rejects"));
    assert_int_equal(access(rejects.at, F_OK), 0);
    tried(s, 1, "load.touched");
    tried(s, 2, NULL);
    tried(s, 2, NULL);
    assert_int_equal(access(rejects.at, F_OK), 0);
    undone(s, 2);
    assert_string_equal(county_now(s), first);
    assert_int_not_equal(access(rejects.at, F_OK), 0);
}

static void loads_that_were_corrected_in_turn(void **state)
{
    struct scratch *s = *state;
    const char *now[4] = {""};
    for (unsigned i = 1; i <= 3; i++) {
        county_put(s, "units.csv",
                   str_fmt(s->arena, "unit,name,operator,county\n@U1,N%u,region,23\n", i).at);
        county_put(s, "people.csv", str_fmt(s->arena, PEOPLE "@P1,195%u-01-01,F,\n", i).at);
        (void)county_import(s);
        now[i] = county_now(s);
    }
    refused(s, 1, "load.touched", "3, 2");
    refused(s, 2, "load.touched", "3");
    for (unsigned i = 3; i >= 1; i--) {
        undone(s, i);
        assert_string_equal(county_now(s), now[i - 1]);
    }
}

static void what_was_said_again_stays(void **state)
{
    struct scratch *s = *state;
    struct import_request request = county_request(s);
    put_first(s);
    (void)county_run(s, &request);
    county_put(s, "contacts.csv", CONTACTS "C9,@P1,2023-01-01,@U1,@D1,physician,visit,primary\n");
    request.again = true;
    assert_int_equal(county_run(s, &request).changed, 0);
    refused(s, 1, "load.touched", "2");
    undone(s, 2);
    undone(s, 1);
    assert_string_equal(county_now(s), "");
}

static void who_is_needed_stays(void **state)
{
    struct scratch *s = *state;
    static const struct {
        const char *file, *rows;
    } needs[] = {
        {"listings.csv", LISTED "@P1,@U1,2020-01-01,area\n"},
        {"blocks.csv", "person,unit,from\n@P1,@U1,2020-01-01\n"},
        {"residences.csv", "person,kind,municipality,from,reported_on\n"
                           "@P1,saebo,2380,2020-01-01,2020-01-01\n"},
        {"positions.csv", "staff,unit,from,employment\n@D1,@U1,2020-01-01,hired\n"},
        {"calls.csv", "unit,month,calls,answered_same_day,telephony\n@U1,2023-01,1,1,yes\n"},
        {"cni.csv", "unit,year,population,under5,foreign_born,over65_alone,single_parent,moved,"
                    "unemployed,low_education\n@U1,2023,1,0,0,0,0,0,0,0\n"},
        {"units.csv", "unit,name,operator,county,parent\n@U5,Five,region,23,@U1\n"},
        {"contacts.csv", CONTACTS "C1,@P1,2023-01-01,@U9,,physician,visit,primary\n"},
        {"contacts.csv", CONTACTS "C1,@P2,2023-01-01,@U9,@D1,physician,visit,primary\n"},
        {"diagnoses.csv", DIAGNOSES "@P1,2023-01-01,@U9,E11\n"},
        {"invitations.csv", "person,programme,unit\n@P2,health_talk_40,@U1\n"},
        {"referrals.csv", "person,date,from_unit,to\n@P2,2023-01-01,@U1,other\n"},
    };
    county_put(s, "people.csv", PEOPLE "@P2,1950-01-01,F,\n");
    (void)county_import(s);
    county_put_places(s);
    county_put(s, "people.csv", PEOPLE "@P1,1950-01-01,F,\n");
    (void)county_import(s);
    for (size_t i = 0; i < ARRAY_LEN(needs); i++) {
        county_put(s, needs[i].file, needs[i].rows);
        struct import_report r = county_import(s);
        refused(s, 2, "load.needed", str_cstr(s->arena, r.load));
        int64_t load = 0;
        assert_true(str_to_i64(r.load, &load));
        undone(s, load);
    }
    county_put(s, "references.csv", "measure,level,period,value,source\nlisted,SE,2023,1,r\n");
    county_put(s, "cni.csv",
               "unit,year,population,under5,foreign_born,over65_alone,single_parent,"
               "moved,unemployed,low_education\nSE,2023,1,0,0,0,0,0,0,0\n");
    (void)county_import(s); /* speaks of nobody */
    undone(s, 2);
}

/* All that stand in the way are named, newest first, whatever each of them does, and taken back in
 * that order they leave it free. 4 has nothing to do with it. */
static void all_in_the_way_are_named(void **state)
{
    struct scratch *s = *state;
    put_first(s);
    (void)county_import(s);
    county_put(s, "people.csv", PEOPLE "@P1,1951-01-01,F,\n@P4,1951-01-01,F,\n");
    (void)county_import(s); /* 2 corrects a row */
    county_put(s, "listings.csv", LISTED "@P4,@U1,2021-01-01,area\n");
    (void)county_import(s); /* 3 speaks of whom 2 brought, and of a unit of 1 */
    county_put(s, "references.csv", "measure,level,period,value,source\nlisted,SE,2023,1,r\n");
    (void)county_import(s);
    county_put(s, "contacts.csv", CONTACTS "C9,@P4,2023-01-01,@U1,,physician,visit,primary\n");
    (void)county_import(s); /* 5 too, in a segment */
    county_put(s, "contacts.csv", CONTACTS "C9,@P2,2023-01-01,@U1,,physician,visit,primary\n");
    (void)county_import(s); /* 6 has 5's key */
    refused(s, 5, "load.touched", "6");
    refused(s, 2, "load.needed", "6, 5, 3");
    refused(s, 1, "load.touched", "6, 5, 3, 2");
    undone(s, 6);
    undone(s, 5);
    undone(s, 3);
    undone(s, 2);
    undone(s, 1);
}

/* A row that came back is that of the load that recorded it, not of the change that restored it. */
static void a_row_that_came_back_is_needed(void **state)
{
    struct scratch *s = *state;
    county_put(s, "people.csv", PEOPLE "@P1,1950-01-01,F,\n");
    (void)county_import(s);
    county_put_places(s);
    (void)county_import(s);
    county_put(s, "listings.csv", LISTED "@P1,@U1,2020-01-01,area\n");
    (void)county_import(s);
    county_put(s, "listings.csv", LISTED "@P1,@U1,2020-01-01,administrative\n");
    (void)county_import(s);
    undone(s, 4);
    refused(s, 1, "load.needed", "3");
    refused(s, 2, "load.needed", "3");
    undone(s, 3);
    undone(s, 1);
}

/* Only the newest of very many are named, for they go first. */
static void very_many_are_counted(void **state)
{
    struct scratch *s = *state;
    for (unsigned i = 1; i <= 60; i++) {
        county_put(s, "terms.csv", str_fmt(s->arena, "local,system,code\nA,NPU,N%u\n", i).at);
        (void)county_import(s);
    }
    bool already = false;
    struct err err = {0};
    assert_false(undo(s, 1, &already, &err));
    assert_string_equal(err.code, "load.touched");
    assert_memory_equal(err.detail, "60, 59, 58, ", 12);
    assert_non_null(strstr(err.detail, ", … (59)"));
    undone(s, 60);
}

static void contacts_of_one_key(void **state)
{
    struct scratch *s = *state;
    put_first(s);
    (void)county_import(s);
    county_put(s, "contacts.csv", CONTACTS "C2,@P1,2023-01-01,@U1,,physician,visit,primary\n");
    (void)county_import(s);
    county_put(s, "contacts.csv",
               CONTACTS "C3,@P1,2023-01-01,@U1,,physician,visit,primary\n"
                        "C2,@P2,2023-01-01,@U1,,physician,visit,primary\n");
    (void)county_import(s);
    refused(s, 2, "load.touched", "3");
    undone(s, 3);
    undone(s, 2);
}

static void a_person_keeps_the_key(void **state)
{
    struct scratch *s = *state;
    county_put(s, "people.csv", PEOPLE "@P1,1950-01-01,F,\n");
    (void)county_import(s);
    const char *first = county_now(s);
    county_put(s, "people.csv", PEOPLE "@P1,1950-01-01,F,@P2\n@P2,1950-01-01,F,\n");
    (void)county_import(s);
    undone(s, 2);
    assert_string_equal(county_now(s), first);
    county_put(s, "people.csv", PEOPLE "@P2,1950-01-01,M,\n"); /* somebody else, this time */
    (void)county_import(s);
    assert_non_null(strstr(county_now(s), "person @P2"));
    assert_non_null(strstr(county_now(s), first));
    undone(s, 3);
    assert_string_equal(county_now(s), first);
    undone(s, 1);
    county_put(s, "people.csv", PEOPLE "@P1,1950-01-01,F,\n");
    (void)county_import(s);
    assert_string_equal(county_now(s), first);
}

/* A row that comes back has its old place among those that were recorded after it. */
static void the_order_of_recording_stays(void **state)
{
    struct scratch *s = *state;
    county_put_places(s);
    county_put(s, "people.csv", PEOPLE "@P1,1950-01-01,F,@P2\n@P2,1950-01-01,F,\n");
    county_put(s, "listings.csv", LISTED "@P1,@U1,2020-01-01,area\n");
    county_put(s, "residences.csv", LIVES "@P1,saebo,2380,2020-01-01,2020-01-01\n");
    (void)county_import(s);
    county_put(s, "listings.csv", LISTED "@P2,@U2,2020-01-01,area\n");
    county_put(s, "residences.csv", LIVES "@P2,saebo,2321,2020-01-01,2020-01-01\n");
    (void)county_import(s);
    const char *now = county_now(s);
    assert_non_null(strstr(now, "listed @P2 @U2"));
    county_put(s, "listings.csv", LISTED "@P1,@U1,2020-01-01,administrative\n");
    county_put(s, "residences.csv", LIVES "@P1,saebo,2380,2020-01-01,2020-01-02\n");
    (void)county_import(s);
    assert_non_null(strstr(county_now(s), "listed @P2 @U1"));
    undone(s, 3);
    assert_string_equal(county_now(s), now);
}

static int64_t key_of_person;
static bool note_key(void *state, const struct person_now *p, struct err *err)
{
    (void)err;
    if (p->id.packed == ((const struct person_id *)state)->packed)
        key_of_person = p->key;
    return true;
}

static int64_t key_now(struct scratch *s, unsigned person)
{
    struct instance_options options = {.home = scratch_path(s, "home")};
    struct person_id id = county_person(person);
    struct instance in;
    struct err err = {0};
    key_of_person = 0;
    assert_true(instance_open(s->arena, &options, &in, &err));
    assert_true(person_each(in.db, (struct person_reader){&id, note_key}, &err));
    instance_close(&in);
    return key_of_person;
}

/* An identifier of which nothing is stated claims nobody's key. */
static void a_key_stays_with_its_person(void **state)
{
    struct scratch *s = *state;
    county_put(s, "people.csv", PEOPLE "@P1,1950-01-01,F,\n");
    (void)county_import(s);
    undone(s, 1);
    county_put(s, "people.csv", PEOPLE "@P2,1960-01-01,M,\n");
    (void)county_import(s);
    int64_t key = key_now(s, 2);
    county_put(s, "people.csv", PEOPLE "@P1,1950-01-01,F,@P2\n");
    (void)county_import(s);
    undone(s, 3);
    county_put(s, "people.csv", PEOPLE "@P3,1970-01-01,M,\n");
    (void)county_import(s);
    assert_int_equal(key_now(s, 2), key);
    county_put(s, "people.csv", PEOPLE "@P1,1950-01-01,F,\n");
    (void)county_import(s);
    assert_int_equal(key_now(s, 2), key);
    assert_int_not_equal(key_now(s, 1), key);
}

static void identifiers_in_a_circle(void **state)
{
    struct scratch *s = *state;
    county_put(s, "people.csv", PEOPLE "@P1,1950-01-01,F,@P2\n@P2,1950-01-01,F,\n");
    (void)county_import(s);
    county_put(s, "people.csv", PEOPLE "@P1,1950-01-01,F,\n");
    (void)county_import(s);
    county_put(s, "people.csv", PEOPLE "@P2,1950-01-01,F,@P1\n");
    (void)county_import(s);
    refused(s, 2, "load.touched", "3");
    undone(s, 3);
    undone(s, 2);
}

/* An import refuses them; the one that is in nobody's circle stays. */
static void units_in_a_circle(void **state)
{
    struct scratch *s = *state;
    static const char *const said[] = {
        BRANCHES "@U1,One,region,23,@U2\n@U2,Two,external,23,\n@U5,C,region,23,\n",
        BRANCHES "@U1,One,region,23,\n", BRANCHES "@U2,Two,external,23,@U1\n",
        BRANCHES "@U5,C,region,23,@U2\n"};
    for (size_t i = 0; i < ARRAY_LEN(said); i++) {
        county_put(s, "units.csv", said[i]);
        (void)county_import(s);
    }
    refused(s, 2, "load.touched", "3");
    undone(s, 3);
    undone(s, 2);
}

/* A damaged segment is in the way of those only who must read it. */
static void a_segment_that_is_lost(void **state)
{
    struct scratch *s = *state;
    put_first(s);
    (void)county_import(s);
    county_put(s, "contacts.csv", CONTACTS "C2,@P1,2023-01-01,@U1,,physician,visit,primary\n");
    (void)county_import(s);
    county_put(s, "people.csv", PEOPLE "@P1,1951-01-01,F,\n");
    (void)county_import(s);
    (void)scratch_write(s, "home/warehouse/segments/2/contacts", STR("no segment"));
    undone(s, 3);
    county_put(s, "people.csv", PEOPLE "@P4,1951-01-01,F,\n");
    (void)county_import(s);
    bool already = false;
    struct err err = {0};
    assert_false(undo(s, 4, &already, &err)); /* it may speak of P4 */
    assert_string_equal(err.code, "warehouse.segment_damaged");
    undone(s, 2);
    undone(s, 4);
}

static void what_cannot_be_asked(void **state)
{
    struct scratch *s = *state;
    bool already = false;
    struct err err = {0};
    assert_false(undo(s, 1, &already, &err));
    assert_string_equal(err.code, "load.missing");
    put_first(s);
    (void)county_import(s);
    undone(s, 1);
    err = (struct err){0};
    assert_true(undo(s, 1, &already, &err));
    assert_true(already);
}

static void act(struct scratch *s, const char *sql)
{
    struct instance_options options = {.home = scratch_path(s, "home")};
    struct instance in;
    struct work w;
    struct err err = {0};
    assert_true(instance_open(s->arena, &options, &in, &err));
    assert_true(work_begin_by(in.db, STR("list"), STR("os:test"), &w, &err));
    assert_true(db_script(w.db, "test", str_of(sql), &err));
    assert_true(work_commit(&w, &err));
    instance_close(&in);
}

/* What a verb did stands there for good, and is named. */
static void acts_in_the_way(void **state)
{
    static const char *const ENDS[] = {
        "UPDATE named_contact_stated SET superseded = (SELECT max(position) FROM change)",
        "UPDATE listing_stated SET superseded = (SELECT max(position) FROM change) WHERE id = 1",
        "UPDATE listing_stated SET superseded = (SELECT max(position) FROM change) WHERE id = 2",
        "UPDATE term_stated SET superseded = (SELECT max(position) FROM change)"};
    struct scratch *s = *state;
    put_first(s);
    (void)county_import(s);
    for (size_t i = 0; i < ARRAY_LEN(ENDS); i++) {
        struct err err = {0};
        bool already = false;
        act(s, ENDS[i]);
        assert_false(undo(s, 1, &already, &err));
        assert_string_equal(err.code, "load.acted");
        assert_non_null(strstr(err.detail, " list 20"));
        assert_int_equal(strstr(err.detail, ", … (4)") != NULL, i == 3);
        assert_int_equal(strncmp(err.detail, "2 list 20", 9), 0); /* by when they were done */
        assert_int_equal(strstr(err.detail, ", 3 list 20") != NULL, i >= 1);
        assert_int_equal(strstr(err.detail, ", 4 list 20") != NULL, i >= 2);
    }
}

/* One that touched rows of many tables, others between them, is one. */
static void an_act_in_the_way_is_named_once(void **state)
{
    struct scratch *s = *state;
    struct err err = {0};
    bool already = false;
    put_first(s);
    (void)county_import(s);
    act(s,
        "UPDATE named_contact_stated SET superseded = (SELECT max(position) FROM change); UPDATE "
        "listing_stated SET superseded = (SELECT max(position) FROM change) WHERE id <> 2;"
        "UPDATE term_stated SET superseded = (SELECT max(position) FROM change)");
    act(s,
        "UPDATE listing_stated SET superseded = (SELECT max(position) FROM change) WHERE id = 2");
    assert_false(undo(s, 1, &already, &err));
    assert_string_equal(err.code, "load.acted");
    const char *second = strstr(err.detail, ", 3 list 20");
    assert_true(strncmp(err.detail, "2 list 20", 9) == 0 && second);
    assert_null(strchr(second + 1, ','));
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, county_setup, scratch_teardown)
    const struct CMUnitTest tests[] = {
        CASE(a_trial_keeps_nothing),
        CASE(leaves_what_was_before),
        CASE(loads_that_were_corrected_in_turn),
        CASE(what_was_said_again_stays),
        CASE(who_is_needed_stays),
        CASE(all_in_the_way_are_named),
        CASE(a_row_that_came_back_is_needed),
        CASE(very_many_are_counted),
        CASE(contacts_of_one_key),
        CASE(a_person_keeps_the_key),
        CASE(the_order_of_recording_stays),
        CASE(a_key_stays_with_its_person),
        CASE(identifiers_in_a_circle),
        CASE(units_in_a_circle),
        CASE(a_segment_that_is_lost),
        CASE(an_act_in_the_way_is_named_once),
        CASE(what_cannot_be_asked),
        CASE(acts_in_the_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
