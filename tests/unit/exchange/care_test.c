/* From files to the snapshot: events of several loads, of days that were replaced, of loads that
 * were taken back, of identifiers that were joined; to which contacts they belong; terms, and where
 * people are registered. */
#include "service/figures/warehouse.h"
#include "service/load/load_undo.h"

#include "care_text.h"
#include "county.h"

#define CONTACTS  "contact,person,date,unit,profession,form,level\n"
#define DIAGNOSES "person,date,unit,code,contact\n"

static void open_snapshot(struct scratch *s, struct warehouse_now *now)
{
    struct instance_options options = {.home = scratch_path(s, "home"), .files = county_files(s)};
    struct warehouse_use use = {.files = county_files(s), .threads = 2};
    struct instance in;
    struct err err = {0};
    assert_true(instance_open(s->arena, &options, &in, &err));
    if (!warehouse_open(s->arena, &in, &use, now, &err))
        fail_msg("%s %s", err.code, err.detail);
    instance_close(&in);
}

/* All events of the snapshot. */
static void assert_care(struct scratch *s, const char *expected)
{
    struct warehouse_now now;
    struct sb out = sb_open(s->arena, 1024);
    open_snapshot(s, &now);
    care_put(&out, &now.snapshot);
    snapshot_close(&now.snapshot);
    sb_char(&out, '\0');
    assert_string_equal(sb_str(&out).at, expected);
}

static void put_people(struct scratch *s)
{
    county_put_places(s);
    county_put(s, "people.csv", "person,sex\n@P1,F\n@P2,M\n");
}

static void undo(struct scratch *s, int64_t load)
{
    struct instance_options options = {.home = scratch_path(s, "home"), .files = county_files(s)};
    struct instance in;
    struct err err = {0};
    struct load_undone answer = {.already = false};
    assert_true(instance_open(s->arena, &options, &in, &err));
    if (!load_undo(&in, load, &answer, &err))
        fail_msg("%s %s", err.code, err.detail);
    instance_close(&in);
}

static void import_replacing(struct scratch *s, int32_t from, int32_t to)
{
    struct import_request request = county_request(s);
    request.replaces = true;
    request.replace_from = (struct day){from};
    request.replace_to = (struct day){to};
    assert_int_equal(county_run(s, &request).outcome, IMPORT_LANDED);
    county_clear(s);
}

static void a_file_of_each_table(void **state)
{
    struct scratch *s = *state;
    put_people(s);
    county_put(s, "contacts.csv", CONTACTS "C1,@P1,2023-01-05T09:30,@U1,physician,visit,primary\n");
    county_put(s, "diagnoses.csv",
               "person,date,unit,code,contact,system\n"
               "@P1,2023-01-05,@U1,E11.9,C1,\n@P2,2023-01-05,@U9,K86,,ICPC-2\n");
    county_put(s, "procedures.csv", "person,date,unit,code\n@P1,2023-01-05,@U1,QV001\n");
    county_put(s, "measurements.csv",
               "person,date,unit,code,value,value_unit,time\n"
               "@P1,2023-01-05,@U1,NPU27300,<52,mmol/mol,2023-01-05T09:40\n"
               "@P1,2023-01-05,@U1,BP-SYS,140,,\n");
    county_put(s, "prescriptions.csv",
               "person,date,unit,atc,days,source\n@P1,2023-01-05,@U1,N05BA01,90,dispensed\n");
    county_put(s, "invitations.csv",
               "person,programme,invited_on,channel,performed_on,unit\n"
               "@P1,health_talk_50,2023-01-01,letter,2023-02-01,@U1\n"
               "@P2,health_talk_40,,,2023-03-01,@U2\n@P2,health_talk_40,2023-04-01,phone,,@U2\n");
    county_put(s, "referrals.csv", "person,date,from_unit,to\n@P2,2023-01-05,@U2,other\n");
    (void)county_import(s);
    assert_care(s, "diagnoses 1 2023-01-05 U1 E11.9 visit\n"
                   "diagnoses 2 2023-01-05 U9 K86 ICPC-2\n"
                   "procedures 1 2023-01-05 U1 QV001 visit\n"
                   "measurements 1 2023-01-05 U1 BP-SYS 140\n"
                   "measurements 1 2023-01-05T09:40 U1 NPU27300 <52 mmol/mol\n"
                   "prescriptions 1 2023-01-05 U1 N05BA01 2/0\n"
                   "invitations 1 2023-01-01 U1 1/1\n"
                   "invitations 2 2023-04-01 U2 0/2\n"
                   "performed 1 2023-02-01 U1 1/1\n"
                   "performed 2 2023-03-01 U2\n"
                   "referrals 2 2023-01-05 U2 1/0\n");
}

/* Rows alike are so many events; a later load replaces days, and being taken back gives them back.
 * Of two rows of one day the one loaded first stands first. */
static void loads_that_replace_days(void **state)
{
    struct scratch *s = *state;
    put_people(s);
    county_put(s, "diagnoses.csv",
               DIAGNOSES "@P1,2023-01-31,@U1,A,\n@P1,2023-02-01,@U1,B,\n"
                         "@P1,2023-02-01,@U1,B,\n@P1,2023-03-01,@U1,C,\n");
    county_put(s, "procedures.csv", "person,date,unit,code\n@P1,2023-02-01,@U1,PROC\n");
    (void)county_import(s);
    county_put(s, "diagnoses.csv", DIAGNOSES "@P1,2023-03-01,@U1,AA,\n");
    (void)county_import(s);
    static const char before[] = "diagnoses 1 2023-01-31 U1 A\ndiagnoses 1 2023-02-01 U1 B\n"
                                 "diagnoses 1 2023-02-01 U1 B\ndiagnoses 1 2023-03-01 U1 C\n"
                                 "diagnoses 1 2023-03-01 U1 AA\nprocedures 1 2023-02-01 U1 PROC\n";
    assert_care(s, before);
    county_put(s, "diagnoses.csv", DIAGNOSES "@P1,2023-02-14,@U1,D,\n");
    import_replacing(s, 44956, 44983); /* February 2023, of diagnoses only */
    assert_care(s, "diagnoses 1 2023-01-31 U1 A\ndiagnoses 1 2023-02-14 U1 D\n"
                   "diagnoses 1 2023-03-01 U1 C\ndiagnoses 1 2023-03-01 U1 AA\n"
                   "procedures 1 2023-02-01 U1 PROC\n");
    undo(s, 3);
    assert_care(s, before);
}

static void identifiers_that_are_joined(void **state)
{
    struct scratch *s = *state;
    put_people(s);
    county_put(s, "contacts.csv", CONTACTS "C1,@P1,2023-01-05,@U1,nurse,phone,primary\n");
    county_put(s, "diagnoses.csv",
               DIAGNOSES "@P1,2023-01-06,@U1,LATER,\n"
                         "@P2,2023-01-05,@U1,SOONER,\n");
    (void)county_import(s);
    assert_care(s, "diagnoses 1 2023-01-06 U1 LATER\ndiagnoses 2 2023-01-05 U1 SOONER\n");
    county_put(s, "people.csv", "person,sex,replaced_by\n@P2,M,@P1\n");
    (void)county_import(s);
    assert_care(s, "diagnoses 1 2023-01-05 U1 SOONER phone\ndiagnoses 1 2023-01-06 U1 LATER\n");
    undo(s, 2);
    assert_care(s, "diagnoses 1 2023-01-06 U1 LATER\ndiagnoses 2 2023-01-05 U1 SOONER\n");
}

/* A diagnosis may come before its contact, and the contact may be corrected after both. */
static void contacts_that_come_later(void **state)
{
    struct scratch *s = *state;
    put_people(s);
    county_put(s, "diagnoses.csv",
               DIAGNOSES "@P1,2023-01-05,@U1,NAMED,C1\n@P1,2023-01-05,@U1,DAY,\n");
    (void)county_import(s);
    assert_care(s, "diagnoses 1 2023-01-05 U1 NAMED\ndiagnoses 1 2023-01-05 U1 DAY\n");
    county_put(s, "contacts.csv",
               CONTACTS "C1,@P1,2023-01-05,@U1,nurse,phone,primary\n"
                        "C2,@P1,2023-01-05,@U1,nurse,letter,primary\n");
    (void)county_import(s);
    static const char both[] = "diagnoses 1 2023-01-05 U1 NAMED phone\n"
                               "diagnoses 1 2023-01-05 U1 DAY phone letter\n";
    assert_care(s, both);
    county_put(s, "contacts.csv", CONTACTS "C1,@P1,2023-01-07,@U1,nurse,visit,primary\n");
    (void)county_import(s);
    assert_care(s, "diagnoses 1 2023-01-05 U1 NAMED visit\ndiagnoses 1 2023-01-05 U1 DAY letter\n");
    undo(s, 3);
    assert_care(s, both);
}

static struct str place(const struct snapshot *s, uint16_t number)
{
    return number == SNAPSHOT_NONE16 ? STR("-") : s->place[number];
}

static void terms_and_registrations(void **state)
{
    struct scratch *s = *state;
    struct warehouse_now now;
    county_put_places(s);
    county_put(s, "terms.csv", "local,system,code,factor\nZ,BP,BP-SYS,\nHB,NPU,NPU27300,10.93\n");
    county_put(
        s, "people.csv",
        "person,sex,county,municipality,registered_from,deregistered_on,deregistration_reason\n"
        "@P1,,23,2380,2020-01-01,,\n@P2,,23,2380,,2023-01-02,moved_county\n"
        "@P3,,22,2280,,2023-01-02,replaced\n@P4,,,,,2023-01-02,other\n"
        "@P5,,23,2321,2020-01-01,2023-01-02,died\n@P6,,,2321,2020-01-01,2023-01-02,emigrated\n");
    (void)county_import(s);
    county_put(s, "terms.csv", "local,system,code,factor\nHB,NPU,NPU27300,11\n");
    (void)county_import(s);
    struct sb out = sb_open(s->arena, 512);
    open_snapshot(s, &now);
    const struct snapshot *n = &now.snapshot;
    for (uint32_t i = 0; i < n->terms; i++)
        sb_fmt(&out, "%.*s %s %.*s %.*s\n", STR_FMT(n->term[i].local),
               VOCAB_CODE_SYSTEM.word[n->term[i].system], STR_FMT(n->term[i].code),
               STR_FMT(n->term[i].factor));
    for (uint32_t i = 0; i < n->persons; i++) {
        uint32_t p = n->person_by_key[i];
        sb_fmt(&out, "%lld %.*s %.*s %u %u\n", (long long)n->person_key[p],
               STR_FMT(place(n, n->person_county[p])), STR_FMT(place(n, n->person_municipality[p])),
               n->registered_from[p], n->registered_to[p]);
    }
    sb_fmt(&out, "%.*s\n", STR_FMT(place(n, n->own_county)));
    snapshot_close(&now.snapshot);
    sb_char(&out, '\0');
    assert_string_equal(sb_str(&out).at, "HB NPU NPU27300 11\nZ BP BP-SYS \n"
                                         "1 23 2380 43829 65535\n2 23 2380 0 44926\n"
                                         "3 22 2280 0 65535\n4 - - 0 44926\n"
                                         "5 23 2321 43829 44926\n6 23 2321 43829 44926\n23\n");
}

/* Which file cannot be read, and of which load. */
static void events_that_are_lost(void **state)
{
    struct scratch *s = *state;
    struct instance_options options = {.home = scratch_path(s, "home"), .files = county_files(s)};
    struct warehouse_use use = {0};
    struct warehouse_now now;
    struct instance in;
    struct err err = {0};
    put_people(s);
    county_put(s, "referrals.csv", "person,date,from_unit,to\n@P2,2023-01-05,@U2,other\n");
    (void)county_import(s);
    scratch_remove(scratch_path(s, "home/" INSTANCE_SEGMENTS));
    assert_true(instance_open(s->arena, &options, &in, &err));
    assert_false(warehouse_open(s->arena, &in, &use, &now, &err));
    assert_string_equal(err.code, "warehouse.segment_missing");
    assert_non_null(strstr(err.detail, "referrals"));
    assert_non_null(strstr(err.detail, "(1)"));
    instance_close(&in);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_of_each_table, county_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(loads_that_replace_days, county_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(identifiers_that_are_joined, county_setup,
                                        scratch_teardown),
        cmocka_unit_test_setup_teardown(contacts_that_come_later, county_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(terms_and_registrations, county_setup, scratch_teardown),
        cmocka_unit_test_setup_teardown(events_that_are_lost, county_setup, scratch_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
