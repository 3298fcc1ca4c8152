/* What an import finds in its files: counts of each table, and what is odd. */
#include "county.h"

#include "domain/workday.h"
#include "service/load/load_findings.h"
#include "service/load/load_undo.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define CONTACTS  "contact,person,date,unit,staff,profession,form,level\n"
#define DIAGNOSES "person,date,unit,code,system\n"

enum { MONDAY = 45171 /* 2023-09-04 */, OF_ONE = 80, OF_TWO = 40 };

/* What a night's extract has. */
struct night {
    int32_t day; /* from the Monday */
    unsigned rows[2];
    const char *system;
    bool no_staff, no_diagnoses;
};

static void put_night(struct scratch *s, const struct night *n)
{
    struct sb contacts = sb_open(s->arena, 1 << 16), diagnoses = sb_open(s->arena, 1 << 14);
    char day[DAY_TEXT];
    (void)day_format((struct day){MONDAY + n->day}, day);
    sb_put(&contacts, STR(CONTACTS));
    sb_put(&diagnoses, STR(DIAGNOSES));
    for (unsigned u = 0; u < 2; u++)
        for (unsigned i = 0; i < n->rows[u]; i++) {
            sb_fmt(&contacts, "C%d.%u.%u,@P%u,%s,@U%u,%s,physician,visit,primary\n", (int)n->day, u,
                   i, i % 3 + 1, day, u + 1, n->no_staff ? "" : "@D1");
            sb_fmt(&diagnoses, "@P%u,%s,@U%u,E11,%s\n", i % 3 + 1, day, u + 1,
                   n->system ? n->system : "");
        }
    sb_char(&contacts, '\0');
    sb_char(&diagnoses, '\0');
    county_put(s, "contacts.csv", sb_str(&contacts).at);
    if (!n->no_diagnoses)
        county_put(s, "diagnoses.csv", sb_str(&diagnoses).at);
}

static struct night usual(int32_t day)
{
    return (struct night){.day = day, .rows = {OF_ONE, OF_TWO}};
}

static void put_people(struct scratch *s)
{
    county_put_places(s);
    county_put(s, "people.csv",
               "person,birth_date,sex\n@P1,1950-01-01,F\n@P2,1960-01-01,M\n"
               "@P3,1970-01-01,M\n");
}

/* People, and so many nights. */
static void put_nights(struct scratch *s, int32_t nights)
{
    put_people(s);
    (void)county_import(s);
    for (int32_t day = 0; day < nights; day++) {
        struct night n = usual(day);
        put_night(s, &n);
        struct import_report r = county_import(s);
        assert_int_equal(r.found.odd.count, 0);
    }
}

static const char *odd(struct scratch *s, const struct load_findings *found)
{
    struct sb out = sb_open(s->arena, 256);
    for (unsigned i = 0; i < found->odd.count; i++) {
        const struct oddity *o = &found->odd.at[i];
        sb_fmt(&out, "%s %s %.*s %llu/%llu\n", ODDITY_NAME[o->kind], TABLES[o->table].name,
               STR_FMT(o->subject), (unsigned long long)o->rows, (unsigned long long)o->expected);
    }
    sb_char(&out, '\0');
    return sb_str(&out).at;
}

static void is_odd(struct scratch *s, const struct night *n, const char *expected)
{
    put_night(s, n);
    struct import_report r = county_import(s);
    assert_string_equal(odd(s, &r.found), expected);
}

static const struct table_tally *tally_of(const struct load_findings *found, enum table_id table)
{
    for (unsigned i = 0; i < found->tables.count; i++)
        if (found->tables.at[i].table == table)
            return &found->tables.at[i];
    fail_msg("no tally of %s", TABLES[table].name);
    return NULL;
}

static struct load_findings kept(struct scratch *s, int64_t load)
{
    struct instance_options options = {.home = scratch_path(s, "home")};
    struct instance in;
    struct load_findings found;
    struct err err = {0};
    assert_true(instance_open(s->arena, &options, &in, &err));
    assert_true(load_findings_of(&in, s->arena, load, &found, &err));
    instance_close(&in);
    return found;
}

static void undo(struct scratch *s, int64_t load)
{
    struct instance_options options = {.home = scratch_path(s, "home"), .files = county_files(s)};
    struct instance in;
    struct load_undone answer = {.already = false};
    struct err err = {0};
    assert_true(instance_open(s->arena, &options, &in, &err));
    assert_true(load_undo(&in, load, &answer, &err));
    instance_close(&in);
}

static void put_few_contacts(struct scratch *s)
{
    put_people(s);
    county_put(s, "contacts.csv",
               CONTACTS "1,@P1,2023-09-04,@U1,@D1,physician,visit,primary\n"
                        "2,@P1,2023-09-04,@U2,,physician,visit,primary\n"
                        "3,@P2,2023-09-05,@U9,,physician,visit,emergency\n"
                        "4,@P2,2023-09-09,@U9,@D1,physician,visit,primary\n"
                        "5,@P9,2023-09-09,@U9,@D1,physician,visit,primary\n");
    county_put(s, "calls.csv",
               "unit,month,calls,answered_same_day,telephony\n@U1,2023-02,9,9,yes\n");
    county_put(s, "survey.csv", "unit,year,dimension,score,responses\n@U1,2022,whole,80,9\n");
}

static void check_few_contacts(const struct load_findings *found)
{
    const struct table_tally *t = tally_of(found, TABLE_CONTACTS);
    assert_int_equal(t->rows, 4);
    assert_int_equal(t->rejects, 1);
    assert_int_equal(t->added, 4);
    assert_int_equal(t->persons, 2);
    assert_int_equal(t->units, 3);
    assert_int_equal(t->first.n, MONDAY);
    assert_int_equal(t->last.n, MONDAY + 5);
    assert_int_equal(t->until.n, MONDAY + 5);
    assert_int_equal(t->workday_rows, 3);
    assert_int_equal(t->workdays * 10, 18); /* 3² / (2² + 1²) */
    assert_int_equal(t->without_staff, 1);  /* the emergency's is none of primary care */
    assert_int_equal(t->after_today + t->strays, 0);
    t = tally_of(found, TABLE_PEOPLE);
    assert_int_equal(t->persons, 3);
    assert_true(day_is_none(t->first));
    assert_int_equal(tally_of(found, TABLE_UNITS)->units, 2);
    t = tally_of(found, TABLE_CALLS);
    assert_int_equal(t->last.n - t->first.n, 27); /* February */
    t = tally_of(found, TABLE_SURVEY);
    assert_int_equal(t->last.n - t->first.n, 364);
}

static void what_a_load_has_is_counted(void **state)
{
    struct scratch *s = *state;
    struct import_request request = county_request(s);
    request.accept_rejects = true;
    request.dry_run = true;
    put_few_contacts(s);
    struct import_report dry = county_run(s, &request);
    check_few_contacts(&dry.found);
    request.dry_run = false;
    struct import_report r = county_run(s, &request);
    check_few_contacts(&r.found);
    assert_int_equal(r.found.odd.count, 0);
    int64_t load = 0;
    assert_true(str_to_i64(r.load, &load));
    struct load_findings found = kept(s, load);
    check_few_contacts(&found);
}

static void persons_and_units_that_were_refused_are_not_counted(void **state)
{
    struct scratch *s = *state;
    struct import_request request = county_request(s);
    request.accept_rejects = true;
    county_put(s, "units.csv",
               "unit,name,operator,county,parent\n@U1,One,region,23,\n@U2,Two,region,23,@U8\n");
    county_put(s, "people.csv",
               "person,birth_date,sex,replaced_by\n@P1,1950-01-01,F,\n@P2,1960-01-01,M,@P9\n");
    struct import_report r = county_run(s, &request);
    assert_int_equal(tally_of(&r.found, TABLE_PEOPLE)->persons, 1);
    assert_int_equal(tally_of(&r.found, TABLE_PEOPLE)->rejects, 1);
    assert_int_equal(tally_of(&r.found, TABLE_UNITS)->units, 1);
}

static void each_oddity_through_an_import(void **state)
{
    struct scratch *s = *state;
    put_nights(s, 4);
    struct night n = usual(4);
    n.rows[1] = 0;
    is_odd(s, &n,
           "unit_silent contacts SE0000000000-U2 0/40\n"
           "unit_silent diagnoses SE0000000000-U2 0/40\n");
    n = usual(7);
    n.no_staff = n.no_diagnoses = true;
    is_odd(s, &n,
           "table_missing diagnoses  0/0\n"
           "without_staff contacts  120/0\n");
    n = usual(8);
    n.system = "SNOMED-CT";
    is_odd(s, &n, /* of the day before nothing came */
           "days_missing diagnoses 2023-09-11..2023-09-11 0/120\n"
           "system_new diagnoses SNOMED-CT 120/0\n"
           "system_gone diagnoses  0/120\n");
    n = usual(9);
    n.rows[0] *= 3;
    n.rows[1] *= 3;
    is_odd(s, &n, "table_rows contacts  360/120\ntable_rows diagnoses  360/120\n");
    struct load_findings again = kept(s, 9);
    assert_string_equal(odd(s, &again),
                        "table_rows contacts  360/120\ntable_rows diagnoses  360/120\n");
    n = usual(10);
    n.rows[0] = 20;
    is_odd(s, &n,
           "unit_rows contacts SE0000000000-U1 20/80\n"
           "unit_rows diagnoses SE0000000000-U1 20/80\n");
}

/* One that was cut off within its last field, where what is left of it is a word too. */
static void a_file_that_is_cut_off_within_its_last_field(void **state)
{
    struct scratch *s = *state;
    static const char *const
        whole = "survey.csv",
        *const text =
            "unit,year,dimension,score,responses\n@U1,202%d,whole,80,9\n@U2,202%d,whole,80,1%s";
    county_put_places(s);
    for (int year = 0; year < 3; year++) {
        county_put(s, whole, str_fmt(s->arena, text, year, year, "23\n").at);
        struct import_report r = county_import(s);
        assert_string_equal(odd(s, &r.found), "");
    }
    county_put(s, whole, str_fmt(s->arena, text, 3, 3, "2").at);
    struct import_report r = county_import(s);
    assert_int_equal(r.rows, 2);
    assert_string_equal(odd(s, &r.found), "open_end survey survey.csv 1/3\n");
    struct load_findings again = kept(s, 4);
    assert_string_equal(odd(s, &again), "open_end survey survey.csv 1/3\n");
    assert_int_equal(tally_of(&again, TABLE_SURVEY)->open_ends, 1);
}

/* Contacts of each working day from the one to the other, `rows` of each unit. */
static struct import_report import_days(struct scratch *s, int32_t from, int32_t to,
                                        const unsigned rows[2], const struct import_request *how)
{
    struct sb text = sb_open(s->arena, 1 << 16);
    sb_put(&text, STR(CONTACTS));
    for (int32_t day = from; day <= to; day++) {
        char date[DAY_TEXT];
        (void)day_format((struct day){MONDAY + day}, date);
        for (unsigned i = 0; is_workday((struct day){MONDAY + day}) && i < rows[0] + rows[1]; i++)
            sb_fmt(&text, "M%d.%u,@P1,%s,@U%u,@D1,physician,visit,primary\n", (int)day, i, date,
                   i < rows[0] ? 1 : 2);
    }
    sb_char(&text, '\0');
    county_put(s, "contacts.csv", sb_str(&text).at);
    struct import_report r = county_run(s, how);
    county_clear(s);
    return r;
}

/* Months from April on; the extract of September is cut off. Replacing them is asked for, too. */
static void an_extract_that_is_cut_off(void **state)
{
    static const struct {
        int32_t from, to;
    } months[] = {{-156, -127}, {-126, -96}, {-95, -66}, {-65, -35}, {-34, -4}}; /* to August */
    static const unsigned rows[2] = {20, 10};
    struct scratch *s = *state;
    struct import_request request = county_request(s), dry = request;
    dry.dry_run = true;
    put_people(s);
    (void)county_import(s);
    county_clear(s);
    for (unsigned i = 0; i < ARRAY_LEN(months); i++) {
        struct import_report r = import_days(s, months[i].from, months[i].to, rows, &request);
        assert_string_equal(odd(s, &r.found), "");
    }
    struct import_report r = import_days(s, -3, 26, rows, &dry);
    assert_string_equal(odd(s, &r.found), "");
    r = import_days(s, -3, 18, rows, &dry); /* to 22 September */
    assert_string_equal(odd(s, &r.found), "cut_off contacts 2023-09-25..2023-09-29 0/150\n");
    r = import_days(s, 11, 26, rows, &dry); /* from the 15th on */
    assert_string_equal(odd(s, &r.found), "days_missing contacts 2023-09-01..2023-09-14 0/300\n");
    (void)import_days(s, -3, 4, rows, &request); /* it lands, and can be shown */
    struct load_findings found = kept(s, 7);
    assert_string_equal(odd(s, &found), "cut_off contacts 2023-09-11..2023-09-29 0/450\n");
}

/* Events that are to replace a month, of which the second half is missing. */
static void a_replacement_that_is_cut_off(void **state)
{
    struct scratch *s = *state;
    struct import_request request = county_request(s);
    put_people(s);
    for (unsigned part = 0; part < 2; part++) {
        struct sb text = sb_open(s->arena, 1 << 14);
        sb_put(&text, STR(DIAGNOSES));
        for (int32_t day = 0; day < (part == 0 ? 26 : 12); day++)
            for (unsigned i = 0; i < 5 && is_workday((struct day){MONDAY + day}); i++) {
                char date[DAY_TEXT];
                sb_fmt(&text, "@P1,%s,@U1,E%u,\n", day_format((struct day){MONDAY + day}, date).at,
                       i);
            }
        sb_char(&text, '\0');
        county_put(s, "diagnoses.csv", sb_str(&text).at);
        request.replaces = part == 1;
        request.replace_from = (struct day){MONDAY - 3};
        request.replace_to = (struct day){MONDAY + 26};
        struct import_report r = county_run(s, &request);
        assert_string_equal(odd(s, &r.found),
                            part == 0 ? "" : "cut_off diagnoses 2023-09-18..2023-09-29 0/50\n");
    }
}

/* The whole some times, then a night's file of one table. */
static void the_first_night_after_the_whole(void **state)
{
    struct scratch *s = *state;
    static const unsigned rows[2] = {4, 2};
    struct import_request request = county_request(s);
    for (int32_t i = 0; i < 3; i++) {
        put_people(s);
        put_few_contacts(s);
        county_put(s, "diagnoses.csv",
                   str_fmt(s->arena, DIAGNOSES "@P1,2023-0%d-01,@U1,E11,\n", (int)i + 1).at);
        request.accept_rejects = request.again = true;
        struct import_report r = import_days(s, -60, i, rows, &request);
        assert_null(strstr(odd(s, &r.found), "table_missing"));
    }
    request.again = false;
    struct import_report r = import_days(s, 3, 3, rows, &request);
    assert_string_equal(odd(s, &r.found), "");
}

static void rejects_and_days_through_an_import(void **state)
{
    struct scratch *s = *state;
    struct import_request request = county_request(s);
    struct sb text = sb_open(s->arena, 1 << 14);
    put_nights(s, 3);
    sb_put(&text, STR(CONTACTS "X1,@P1,1923-09-04,@U1,@D1,physician,visit,primary\n"
                               "X2,@P1,2031-09-04,@U1,@D1,physician,visit,primary\n"));
    for (unsigned i = 0; i < 240; i++)
        sb_fmt(&text, "X3.%u,@P%u,2023-09-07,@U%u,@D1,physician,visit,primary\n", i, i < 40 ? 9 : 1,
               i % 3 > 0 ? 1 : 2);
    sb_char(&text, '\0');
    county_put(s, "contacts.csv", sb_str(&text).at);
    request.accept_rejects = true;
    struct import_report r = county_run(s, &request);
    assert_string_equal(odd(s, &r.found), "table_missing diagnoses  0/0\n"
                                          "rejects contacts  40/0\n"
                                          "after_today contacts 2031-09-04 1/0\n"
                                          "long_before contacts 1923-09-04 1/0\n");
}

static void a_load_that_was_taken_back_is_no_measure(void **state)
{
    struct scratch *s = *state;
    put_nights(s, 2);
    struct night n = usual(2);
    n.system = "SNOMED-CT";
    is_odd(s, &n,
           "system_new diagnoses SNOMED-CT 120/0\n"
           "system_gone diagnoses  0/120\n");
    undo(s, 4);
    n.day = 3;
    is_odd(s, &n,
           "system_new diagnoses SNOMED-CT 120/0\n"
           "system_gone diagnoses  0/120\n");
}

static void a_file_that_was_loaded_before_is_not_missing(void **state)
{
    struct scratch *s = *state;
    put_nights(s, 3);
    struct night n = usual(3), before = usual(2);
    put_night(s, &before);
    n.no_diagnoses = true;
    put_night(s, &n);
    struct import_report r = county_import(s); /* the diagnoses of the night before */
    assert_int_equal(r.found.tables.count, 1);
    assert_string_equal(odd(s, &r.found), "");
}

/* Units are kept of as many loads as others are compared with. */
static void old_units_are_forgotten(void **state)
{
    struct scratch *s = *state;
    struct instance_options options = {.home = scratch_path(s, "home")};
    struct instance in;
    struct tallies latest;
    struct cursor c;
    struct err err = {0};
    put_people(s);
    (void)county_import(s);
    for (int32_t i = 0; i < ODDITY_LOADS + 2; i++) {
        struct night n = {.day = i, .rows = {2, 2}, .no_diagnoses = true};
        put_night(s, &n);
        (void)county_import(s);
    }
    assert_true(instance_open(s->arena, &options, &in, &err));
    assert_true(tally_latest(in.db, s->arena, TABLE_CONTACTS, &latest, &err));
    assert_int_equal(latest.count, ODDITY_LOADS);
    assert_int_equal(latest.at[0].load, ODDITY_LOADS + 3);
    for (unsigned i = 0; i < latest.count; i++)
        assert_int_equal(latest.at[i].unit_count, 2);
    struct db_value value[] = {db_text(STR("contacts")), db_i64(3)};
    assert_true(db_query(in.db, QUERY_TALLY_UNITS, value, ARRAY_LEN(value), &c, &err));
    assert_int_equal(db_next(&c, &err), DB_END);
    FAILS(load_findings_of(&in, s->arena, 99, &(struct load_findings){{0}, {0}}, &err),
          "load.missing", &err);
    instance_close(&in);
}

/* Columns that have slipped bring an identifier as the code system: it is not kept. */
static void an_identifier_is_no_code_system(void **state)
{
    struct scratch *s = *state;
    put_nights(s, 3);
    struct sb text = sb_open(s->arena, 1 << 14);
    sb_put(&text, STR(DIAGNOSES));
    for (unsigned i = 0; i < 60; i++)
        sb_fmt(&text, "@P1,2023-09-0%u,@U1,E11,%s\n", i % 2 + 7, i % 3 ? "@P1" : "@P2");
    sb_char(&text, '\0');
    county_put(s, "diagnoses.csv", sb_str(&text).at);
    struct import_report r = county_import(s);
    assert_non_null(strstr(odd(s, &r.found), "system_new diagnoses (identifier) 60/0\n"));
}

/* ---- what comes again ---- */

static void counts_are(const struct import_report *r, enum table_id table, uint64_t added,
                       uint64_t corrected, uint64_t again)
{
    const struct table_tally *t = tally_of(&r->found, table);
    assert_int_equal(t->added, added);
    assert_int_equal(t->corrected, corrected);
    assert_int_equal(t->again, again);
}

#define MEASUREMENTS "person,date,unit,code,value,time,system\n"
static const char *const MEASURED =
    MEASUREMENTS "@P1,2023-09-04,@U1,NPU27300,52,,\n@P1,2023-09-04,@U1,BP-SYS,120,2023-09-04T10:00,"
                 "\n@P2,2023-09-06,@U1,NPU27300,60,,\n@P3,2023-09-06,@U1,NPU27300,61,,\n";
/* A value and a unit corrected, a time, a code and a person other than before, and one of a day
 * that no load had. */
static const char *const MEASURED_AGAIN =
    MEASUREMENTS "@P1,2023-09-04,@U2,NPU27300,53,,\n@P1,2023-09-04,@U1,BP-SYS,120,2023-09-04T10:01,"
                 "\n@P2,2023-09-06,@U1,NPU27301,60,,\n@P1,2023-09-06,@U1,NPU27300,61,,\n"
                 "@P3,2023-09-06,@U1,NPU27300,62,,\n@P3,2023-09-07,@U1,NPU27300,62,,\n";

static void put_measured(struct scratch *s)
{
    put_people(s);
    county_put(s, "measurements.csv", MEASURED);
    struct import_report r = county_import(s);
    counts_are(&r, TABLE_MEASUREMENTS, 4, 0, 0);
    assert_string_equal(odd(s, &r.found), "");
}

static void events_that_come_again(void **state)
{
    struct scratch *s = *state;
    struct import_request request = county_request(s);
    put_measured(s);
    county_put(s, "measurements.csv", MEASURED_AGAIN);
    request.dry_run = true;
    struct import_report dry = county_run(s, &request);
    counts_are(&dry, TABLE_MEASUREMENTS, 4, 0, 2);
    struct import_report r = county_import(s);
    counts_are(&r, TABLE_MEASUREMENTS, 4, 0, 2);
    assert_string_equal(odd(s, &r.found), "alike measurements 2023-09-04..2023-09-07 2/0\n");
    struct load_findings found = kept(s, 2);
    assert_string_equal(odd(s, &found), "alike measurements 2023-09-04..2023-09-07 2/0\n");
    assert_int_equal(tally_of(&found, TABLE_MEASUREMENTS)->again, 2);
}

/* As the advice says: the load is taken back, and the file replaces its days. */
static void events_that_replace_their_days_are_like_none(void **state)
{
    struct scratch *s = *state;
    struct import_request request = county_request(s);
    put_measured(s);
    county_put(s, "measurements.csv", MEASURED_AGAIN);
    (void)county_import(s);
    undo(s, 2);
    county_put(s, "measurements.csv", MEASURED_AGAIN);
    request.replaces = true;
    request.replace_from = (struct day){MONDAY};
    request.replace_to = (struct day){MONDAY + 3};
    struct import_report r = county_run(s, &request);
    counts_are(&r, TABLE_MEASUREMENTS, 6, 0, 0);
    assert_string_equal(odd(s, &r.found), "");
    county_put(s, "measurements.csv", MEASURED); /* three of them were replaced by none alike */
    request.replaces = false;
    request.again = true;
    r = county_run(s, &request);
    counts_are(&r, TABLE_MEASUREMENTS, 2, 0, 2);
}

/* One in twenty rows and fewer are chance. */
static void a_few_events_alike_are_counted_and_not_odd(void **state)
{
    struct scratch *s = *state;
    struct sb text = sb_open(s->arena, 4096);
    put_measured(s);
    sb_put(&text, STR(MEASUREMENTS "@P1,2023-09-04,@U1,NPU27300,52,,\n"));
    for (unsigned i = 0; i < 20; i++)
        sb_fmt(&text, "@P1,2023-09-07,@U1,NPU%u,52,,\n", i);
    sb_char(&text, '\0');
    county_put(s, "measurements.csv", sb_str(&text).at);
    struct import_report r = county_import(s);
    counts_are(&r, TABLE_MEASUREMENTS, 20, 0, 1);
    assert_string_equal(odd(s, &r.found), "");
}

static void contacts_are_new_corrected_and_the_same(void **state)
{
    struct scratch *s = *state;
    put_few_contacts(s);
    struct import_request request = county_request(s);
    request.accept_rejects = true;
    (void)county_run(s, &request);
    county_clear(s);
    county_put(s, "contacts.csv", /* one key twice, and the second time as before */
               CONTACTS "1,@P1,2023-09-04,@U2,@D1,physician,visit,primary\n"
                        "2,@P1,2023-09-11,@U2,,physician,visit,primary\n"
                        "3,@P2,2023-09-05,@U9,,physician,visit,emergency\n"
                        "1,@P1,2023-09-04,@U1,@D1,physician,visit,primary\n"
                        "6,@P2,2023-09-05,@U9,,physician,visit,emergency\n");
    request.dry_run = true;
    struct import_report dry = county_run(s, &request);
    counts_are(&dry, TABLE_CONTACTS, 1, 1, 2);
    struct import_report r = county_import(s);
    counts_are(&r, TABLE_CONTACTS, 1, 1, 2);
    county_put(s, "contacts.csv", CONTACTS "2,@P1,2023-09-11,@U2,,physician,visit,primary\n");
    r = county_import(s);
    counts_are(&r, TABLE_CONTACTS, 0, 0, 1);
    undo(s, 3);
    undo(s, 2);
    county_put(s, "contacts.csv", CONTACTS "2,@P1,2023-09-11,@U2,,physician,visit,primary\n");
    r = county_import(s);
    counts_are(&r, TABLE_CONTACTS, 0, 1, 0);
}

/* Rows of lost segments that go back where they were are not new, beside others that are. */
static void what_goes_back_beside_what_is_new(void **state)
{
    static const char *const lost[] = {
        CONTACTS "A,@P1,2023-09-04,@U1,@D1,physician,visit,primary\n"
                 "B,@P2,2023-09-05,@U1,@D1,physician,visit,primary\n",
        DIAGNOSES "@P1,2023-09-04,@U1,E11,\n@P2,2023-09-05,@U1,E10,\n"};
    struct scratch *s = *state;
    struct import_request request = county_request(s);
    put_people(s);
    county_put(s, "contacts-a.csv", lost[0]);
    county_put(s, "diagnoses-a.csv", lost[1]);
    (void)county_import(s);
    scratch_remove(scratch_path(s, "home/warehouse/segments/1"));
    county_put(s, "contacts-a.csv", lost[0]);
    county_put(s, "diagnoses-a.csv", lost[1]);
    county_put(s, "contacts-b.csv", /* one that is new, one that corrects what is lost */
               CONTACTS "C,@P1,2023-09-06,@U1,@D1,physician,visit,primary\n"
                        "B,@P2,2023-09-05,@U2,@D1,physician,visit,primary\n");
    county_put(s, "diagnoses-b.csv",
               DIAGNOSES "@P1,2023-09-05,@U1,E11,\n@P2,2023-09-05,@U2,E10,\n");
    request.again = true;
    for (unsigned i = 0; i < 2; i++) {
        request.dry_run = i == 0;
        struct import_report r = county_run(s, &request);
        assert_int_equal(r.put_back, i == 0 ? 0 : 2);
        counts_are(&r, TABLE_CONTACTS, 1, 1, 2);
        counts_are(&r, TABLE_DIAGNOSES, 1, 0, 1);
    }
    struct load_findings found = kept(s, 2);
    assert_int_equal(tally_of(&found, TABLE_DIAGNOSES)->rows, 4);
    assert_int_equal(tally_of(&found, TABLE_DIAGNOSES)->added, 1);
}

/* ---- protected identity ---- */

static void is_odd_now(struct scratch *s, const char *expected)
{
    struct import_request request = county_request(s);
    request.dry_run = true;
    struct import_report r = county_run(s, &request);
    assert_string_equal(odd(s, &r.found), expected);
    r = county_import(s);
    assert_string_equal(odd(s, &r.found), expected);
}

static void put_protected(struct scratch *s)
{
    county_put_places(s);
    county_put(s, "staff.csv",
               "staff,profession,protected\n@D1,physician,yes\n@D2,physician,no\n@D3,nurse,yes\n");
    county_put(s, "people.csv",
               "person,birth_date,sex,protection,replaced_by\n@P1,1950-01-01,F,confidential,\n"
               "@P2,1960-01-01,M,none,\n@P3,1970-01-01,M,protected_registration,\n"
               "@P4,1970-01-01,M,confidential,@P5\n@P5,1970-01-01,M,,\n"
               "@P6,1980-01-01,F,confidential,\n");
    is_odd_now(s, "");
}

static void protection_that_a_load_takes_away(void **state)
{
    struct scratch *s = *state;
    put_protected(s);
    county_put(s, "people.csv", "person,birth_date,sex\n@P1,1950-01-01,F\n@P2,1960-01-01,F\n");
    is_odd_now(s, "unprotected people  1/0\n");
    county_put(s, "people.csv", "person,birth_date,sex\n@P1,1950-01-02,F\n"); /* it has none now */
    is_odd_now(s, "");
    county_put(s, "people.csv", /* of another kind; and the row of an identifier that is old */
               "person,birth_date,sex,protection,replaced_by\n@P3,1970-01-01,M,confidential,\n"
               "@P4,1970-01-01,M,,@P5\n");
    is_odd_now(s, "");
    county_put(s, "staff.csv", "staff,profession\n@D1,physician\n@D2,physician\n@D4,nurse\n");
    is_odd_now(s, "unprotected staff  1/0\n");
}

static void protection_that_a_new_identifier_takes_away(void **state)
{
    struct scratch *s = *state;
    put_protected(s);
    county_put(s, "people.csv",
               "person,birth_date,sex,protection,replaced_by\n@P6,1980-01-01,F,confidential,@P7\n"
               "@P7,1980-01-01,F,,\n@P3,1970-01-01,M,protected_registration,@P8\n"
               "@P8,1980-01-01,F,confidential,\n");
    is_odd_now(s, "unprotected people  1/0\n");
}

static void a_patient_without_security(void **state)
{
    struct scratch *s = *state;
    put_protected(s);
    county_put(s, "Patient.ndjson",
               "{\"resourceType\":\"Patient\",\"id\":\"1\",\"identifier\":[{\"system\":"
               "\"http://electronichealth.se/identifier/personnummer\",\"value\":\"@P3\"}],"
               "\"gender\":\"male\",\"birthDate\":\"1970-01-01\"}\n");
    is_odd_now(s, "unprotected people  1/0\n");
}

/* They land; a period of one day is none of them. */
static void periods_that_end_before_they_begin(void **state)
{
    struct scratch *s = *state;
    put_protected(s);
    county_put(s, "listings.csv",
               "person,unit,from,to,basis\n@P1,@U2,2022-01-02,2022-01-01,area\n"
               "@P2,@U1,2022-01-01,2021-01-01,area\n@P1,@U1,2020-01-01,2020-01-01,area\n");
    county_put(s, "areas.csv", "area,unit,from,to\nB,@U1,2020-01-01,2019-01-01\n");
    county_put(s, "units.csv",
               "unit,name,operator,county,opens_on,closes_on\n@U6,B,region,23,,2023-01-01\n"
               "@U5,A,region,23,2024-01-01,2023-01-01\n@U7,C,region,23,2024-01-01,2024-01-01\n");
    is_odd_now(s, "backwards units 2024-01-01..2023-01-01 1/0\n"
                  "backwards areas 2020-01-01..2019-01-01 1/0\n"
                  "backwards listings 2022-01-02..2022-01-01 2/0\n");
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, county_setup, scratch_teardown)
    const struct CMUnitTest tests[] = {
        CASE(what_a_load_has_is_counted),
        CASE(persons_and_units_that_were_refused_are_not_counted),
        CASE(each_oddity_through_an_import),
        CASE(an_extract_that_is_cut_off),
        CASE(a_replacement_that_is_cut_off),
        CASE(a_file_that_is_cut_off_within_its_last_field),
        CASE(the_first_night_after_the_whole),
        CASE(rejects_and_days_through_an_import),
        CASE(a_load_that_was_taken_back_is_no_measure),
        CASE(a_file_that_was_loaded_before_is_not_missing),
        CASE(old_units_are_forgotten),
        CASE(an_identifier_is_no_code_system),
        CASE(protection_that_a_load_takes_away),
        CASE(protection_that_a_new_identifier_takes_away),
        CASE(a_patient_without_security),
        CASE(periods_that_end_before_they_begin),
        CASE(events_that_come_again),
        CASE(events_that_replace_their_days_are_like_none),
        CASE(a_few_events_alike_are_counted_and_not_odd),
        CASE(contacts_are_new_corrected_and_the_same),
        CASE(what_goes_back_beside_what_is_new),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
