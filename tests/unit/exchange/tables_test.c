/* Every table of domain/tables.h through an import: what is new, what corrects, what is said again,
 * and what care did as events that come back as they were written. */
#include "engine/events.h"
#include "service/load/load_undo.h"

#include "county.h"

struct file {
    const char *name, *head, *first, *second;
    unsigned added, corrected, again; /* by the second file, which keeps one row of the first */
};
/* Of each keyed table two rows, then one of them as it was, the other corrected, and a new one. */
static const struct file KEYED[] = {
    {"operators", "unit,from,operator\n", "@U1,2020-01-01,region\n@U1,2022-01-01,external\n",
     "@U1,2020-01-01,region\n@U1,2022-01-01,region\n@U2,2022-01-01,region\n", 1, 1, 1},
    {"blocks", "person,unit,from,to\n", "@P1,@U1,2020-01-01,\n@P2,@U1,2020-01-01,\n",
     "@P1,@U1,2020-01-01,\n@P2,@U1,2020-01-01,2021-01-01\n@P2,@U2,2020-01-01,\n", 1, 1, 1},
    {"calls", "unit,month,calls,answered_same_day,telephony\n",
     "@U1,2023-01,100,90,yes\n@U1,2023-02,0,0,no\n",
     "@U1,2023-01,100,90,yes\n@U1,2023-02,7,7,yes\n@U2,2023-01,0,0,no\n", 1, 1, 1},
    {"staffing", "unit,month,category,fte,heads\n",
     "@U1,2023-01,specialist_gp,3.75,4\n@U1,2023-01,at,1,\n",
     "@U1,2023-01,specialist_gp,3.75,4\n@U1,2023-01,at,1.0,\n@U1,2023-01,bt,1,\n", 1, 1, 1},
    {"hired_weeks", "unit,year,profession,weeks\n", "@U1,2023,physician,51.5\n@U1,2023,nurse,1\n",
     "@U1,2023,physician,51.5\n@U1,2023,nurse,2\n@U1,2022,nurse,2\n", 1, 1, 1},
    {"economy", "unit,year,account,outcome_tkr,budget_tkr,closed\n",
     "@U1,2023,revenue,1000,900.5,yes\n@U1,2023,drugs,-3,,no\n",
     "@U1,2023,revenue,1000,900.5,yes\n@U1,2023,drugs,-3,-4,no\n@U1,2023,other,1,1,no\n", 1, 1, 1},
    {"cni",
     "unit,year,population,under5,foreign_born,over65_alone,single_parent,moved,unemployed,"
     "low_education\n",
     "@U1,2023,100,1,2,3,4,5,6,7\nSE,2023,10000,1,2,3,4,5,6,7\n",
     "@U1,2023,100,1,2,3,4,5,6,7\nSE,2023,10001,1,2,3,4,5,6,7\nSE,2022,1,0,0,0,0,0,0,0\n", 1, 1, 1},
    {"survey", "unit,year,dimension,score,responses\n",
     "@U1,2023,respect,88.1,100\n@U1,2023,access,70,100\n",
     "@U1,2023,respect,88.1,100\n@U1,2023,access,71,100\n@U1,2023,whole,71,100\n", 1, 1, 1},
    {"references", "measure,level,period,value,source\n",
     "listed,23,2023,1,r\nlisted,SE,2023,2,r\n",
     "listed,23,2023,1,r\nlisted,SE,2023,2,s\nlisted,SE,2022,2,s\n", 1, 1, 1},
    {"terms", "local,system,code,factor\n", "HBA,NPU,NPU27300,\nSBP,BP,BP-SYS,1\n",
     "HBA,NPU,NPU27300,\nSBP,BP,BP-SYS,10\nX,KV\303\205,AA001,\n", 1, 1, 1},
    {"units", "unit,name,operator,county,parent\n",
     "@U3,Three,region,23,@U4\n@U4,Four,region,23,\n",
     "@U3,Three,region,23,@U4\n@U4,Four,region,23,@U5\n@U5,Five,region,23,\n", 1, 1, 1},
    {"staff", "staff,profession\n", "@D3,nurse\n@D4,nurse\n",
     "@D3,nurse\n@D4,physician\n@D5,nurse\n", 1, 1, 1},
    {"areas", "area,unit,from,to\n", "X,@U1,2020-01-01,\nY,@U1,2020-01-01,\n",
     "X,@U1,2020-01-01,\nY,@U2,2020-01-01,\nZ,@U2,2020-01-01,\n", 1, 1, 1},
    {"positions", "staff,unit,from,employment,fte\n",
     "@D1,@U1,2020-01-01,hired,0.5\n@D2,@U1,2020-01-01,hired,\n",
     "@D1,@U1,2020-01-01,hired,0.5\n@D2,@U1,2020-01-01,hired,1\n@D2,@U2,2020-01-01,hired,1\n", 1, 1,
     1},
    {"people", "person,sex,replaced_by\n", "@P3,F,@P4\n@P4,F,\n", "@P3,F,@P4\n@P4,F,@P5\n@P5,F,\n",
     1, 1, 1},
    {"listings", "person,unit,from,basis\n", "@P1,@U1,2020-01-01,area\n@P2,@U1,2020-01-01,area\n",
     "@P1,@U1,2020-01-01,area\n@P2,@U2,2020-01-01,area\n@P2,@U2,2021-01-01,area\n", 1, 1, 1},
    {"named_contacts", "person,kind,staff,unit,from\n",
     "@P1,2,@D1,@U1,2020-01-01\n@P2,2,@D1,@U1,2020-01-01\n",
     "@P1,2,@D1,@U1,2020-01-01\n@P2,2,@D1,@U2,2020-01-01\n@P2,1,@D2,@U2,2020-01-01\n", 1, 1, 1},
    {"residences", "person,kind,municipality,from,reported_on\n",
     "@P1,saebo,2380,2020-01-01,2020-01-01\n@P2,saebo,2380,2020-01-01,2020-01-01\n",
     "@P1,saebo,2380,2020-01-01,2020-01-01\n@P2,saebo,2380,2020-01-01,2020-01-02\n"
     "@P2,home_care,2380,2020-01-01,2020-01-02\n",
     1, 1, 1},
};

static void put_persons(struct scratch *s)
{
    county_put_places(s);
    county_put(s, "people.csv", "person,sex\n@P1,F\n@P2,M\n");
    (void)county_import(s);
}

static void put_file(struct scratch *s, const struct file *f, const char *rows)
{
    county_put(s, str_fmt(s->arena, "%s.csv", f->name).at,
               str_fmt(s->arena, "%s%s", f->head, rows).at);
}

/* What the load of a report did, by table. */
static const struct table_tally *changes_of(struct scratch *s, const struct import_report *r)
{
    struct instance_options options = {.home = scratch_path(s, "home")};
    struct table_tally *change = ARENA_NEW(s->arena, struct table_tally, TABLE_COUNT);
    struct load_findings found;
    struct instance in;
    struct err err = {0};
    int64_t load = 0;
    assert_true(str_to_i64(r->load, &load));
    assert_true(instance_open(s->arena, &options, &in, &err));
    assert_true(load_findings_of(&in, s->arena, load, &found, &err));
    for (unsigned i = 0; i < found.tables.count; i++)
        change[found.tables.at[i].table] = found.tables.at[i];
    instance_close(&in);
    return change;
}

static void what_is_new_what_corrects_what_is_said_again(void **state)
{
    struct scratch *s = *state;
    bool seen[TABLE_COUNT] = {false};
    put_persons(s);
    for (size_t i = 0; i < ARRAY_LEN(KEYED); i++) {
        const struct file *f = &KEYED[i];
        enum table_id table;
        assert_true(table_find(str_of(f->name), &table));
        seen[table] = true;
        put_file(s, f, f->first);
        struct import_report r = county_import(s);
        const struct table_tally *first = &changes_of(s, &r)[table];
        assert_int_equal(first->rows, 2);
        assert_int_equal(first->added, 2);
        assert_int_equal(first->corrected + first->again, 0);
        put_file(s, f, f->second);
        r = county_import(s);
        const struct table_tally *c = &changes_of(s, &r)[table];
        if (c->added != f->added || c->corrected != f->corrected || c->again != f->again)
            fail_msg("%s: %llu added, %llu corrected, %llu again", f->name,
                     (unsigned long long)c->added, (unsigned long long)c->corrected,
                     (unsigned long long)c->again);
        assert_int_equal(r.changed, f->added + f->corrected);
    }
    for (unsigned t = 0; t < TABLE_COUNT; t++)
        assert_true(seen[t] || TABLES[t].home != HOME_REGISTRY);
}

static bool undo(struct scratch *s, struct str load, struct err *err)
{
    struct instance_options options = {.home = scratch_path(s, "home"), .files = county_files(s)};
    struct instance in;
    struct load_undone answer = {.already = false};
    int64_t id = 0;
    assert_true(str_to_i64(load, &id));
    assert_true(instance_open(s->arena, &options, &in, err));
    bool done = load_undo(&in, id, &answer, err);
    instance_close(&in);
    return done;
}

static struct import_report import_again(struct scratch *s)
{
    struct import_request request = county_request(s);
    request.again = true;
    struct import_report r = county_run(s, &request);
    assert_int_equal(r.outcome, IMPORT_LANDED);
    county_clear(s);
    return r;
}

/* Of each table: what was said again is not taken back, nor what was corrected; in turn all is, and
 * then the first file says again what it said. */
static void every_table_can_be_taken_back(void **state)
{
    struct scratch *s = *state;
    put_persons(s);
    for (size_t i = 0; i < ARRAY_LEN(KEYED); i++) {
        const struct file *f = &KEYED[i];
        struct err err = {0};
        put_file(s, f, f->first);
        struct import_report first = county_import(s);
        put_file(s, f, f->first);
        struct import_report again = import_again(s);
        FAILS(undo(s, first.load, &err), "load.touched", &err);
        assert_true(undo(s, again.load, &err));
        put_file(s, f, f->second);
        struct import_report second = county_import(s);
        FAILS(undo(s, first.load, &err), "load.touched", &err);
        assert_true(undo(s, second.load, &err));
        put_file(s, f, f->first);
        again = import_again(s);
        if (again.changed != 0)
            fail_msg("%s: what was corrected does not hold again", f->name);
        assert_true(undo(s, again.load, &err));
        if (!undo(s, first.load, &err))
            fail_msg("%s: %s %s", f->name, err.code, err.detail);
        put_file(s, f, f->first);
        assert_int_equal(county_import(s).changed, 2);
    }
}

/* ---- events ---- */

#define DIAGNOSES     "person,date,unit,code,contact,system\n"
#define MEASUREMENTS  "person,date,unit,code,value,value_unit,time,system\n"
#define PRESCRIPTIONS "person,date,unit,atc,days,source\n"

/* The rows of a segment, each as its columns' texts. */
static void put_cell(struct sb *out, const struct events *e, const struct events_part *p,
                     unsigned c, uint64_t row)
{
    const struct table_column *of = &TABLES[e->table].column[c];
    const struct column *col = &p->column[c];
    char day[DAY_TEXT];
    if (col->count == 0) {
        sb_char(out, '.');
        return;
    }
    uint16_t n = col->type == COL_U16 ? ((const uint16_t *)col->at)[row] : 0;
    switch ((int)of->type) {
    case COLUMN_DAY:
        sb_put(out, n == SEGMENT_DAY_NONE ? STR("-") : day_format((struct day){n}, day));
        break;
    case COLUMN_TIME:
        sb_fmt(out, "%d", n == SEGMENT_MINUTE_NONE ? -1 : n);
        break;
    case COLUMN_HSAID:
        sb_put(out, hsaid_str(&e->unit[n]));
        break;
    case COLUMN_VOCAB:
        sb_put(out, vocab_word(of->vocab, ((const uint8_t *)col->at)[row]));
        break;
    case COLUMN_PERSON:
    case COLUMN_COUNT:
        sb_fmt(out, "%d", (int)((const uint32_t *)col->at)[row]);
        break;
    default:
        sb_put(out, events_text(p, ((const uint32_t *)col->at)[row]));
    }
}

static const char *events_now(struct scratch *s, const char *path)
{
    struct sb out = sb_open(s->arena, 1024);
    struct events e;
    struct err err = {0};
    if (!events_open(s->arena, scratch_path(s, path), &e, &err))
        fail_msg("%s %s", err.code, err.detail);
    for (uint32_t i = 0; i < e.parts; i++)
        for (uint64_t row = 0; row < e.part[i].count; row++)
            for (unsigned c = 0; c < TABLES[e.table].columns; c++) {
                put_cell(&out, &e, &e.part[i], c, row);
                sb_char(&out, c + 1 < TABLES[e.table].columns ? ',' : '\n');
            }
    events_close(&e);
    sb_char(&out, '\0');
    return sb_str(&out).at;
}

static void put_events(struct scratch *s)
{
    county_put(s, "diagnoses.csv",
               DIAGNOSES "@P2,2023-01-02,@U9,E11.9,C1,\n@P1,2023-01-02,@U1,44054006,,SNOMED-CT\n"
                         "@P2,2023-01-02,@U9,E11.9,C1,\n");
    county_put(s, "procedures.csv", "person,date,unit,code\n@P1,2023-01-02,@U1,AA001\n");
    county_put(s, "measurements.csv",
               MEASUREMENTS "@P1,2023-01-02,@U1,NPU27300,48,mmol/mol,,\n"
                            "@P1,2023-01-02,@U1,BP-SYS,<=140.0,,2023-01-02T08:05,\n");
    county_put(s, "prescriptions.csv",
               PRESCRIPTIONS "@P1,2023-01-02,@U1,C09AA02,100,dose\n@P2,2023-01-02,@U1,C09AA02,,\n");
    county_put(s, "invitations.csv",
               "person,programme,invited_on,channel,performed_on,unit\n"
               "@P1,health_talk_40,2023-01-02,letter,,@U1\n@P2,health_talk_50,,,,@U2\n"
               "@P2,health_talk_50,,,2023-02-01,@U2\n");
    county_put(s, "referrals.csv", "person,date,from_unit,to\n@P1,2023-01-02,@U1,emergency\n");
}

static void events_come_back_as_they_were(void **state)
{
    struct scratch *s = *state;
    put_persons(s);
    put_events(s);
    struct import_report r = county_import(s);
    assert_int_equal(r.rows, 12);
    assert_int_equal(r.changed, 0); /* nothing is the registry's */
    assert_int_equal(changes_of(s, &r)[TABLE_DIAGNOSES].added, 3);
    static const struct {
        const char *name, *rows;
    } wanted[] = {
        {"diagnoses", "2,2023-01-02,@U9,E11.9,C1,\n1,2023-01-02,@U1,44054006,,SNOMED-CT\n"
                      "2,2023-01-02,@U9,E11.9,C1,\n"},
        {"procedures", "1,2023-01-02,@U1,AA001,.,.\n"},
        {"measurements", "1,2023-01-02,@U1,NPU27300,48,mmol/mol,-1,.\n"
                         "1,2023-01-02,@U1,BP-SYS,<=140.0,,485,.\n"},
        {"prescriptions", "1,2023-01-02,@U1,C09AA02,100,dose,.\n"
                          "2,2023-01-02,@U1,C09AA02,-1,,.\n"},
        {"invitations", "1,health_talk_40,2023-01-02,letter,-,@U1\n2,health_talk_50,-,,-,@U2\n"
                        "2,health_talk_50,-,,2023-02-01,@U2\n"},
        {"referrals", "1,2023-01-02,@U1,emergency\n"},
    };
    for (size_t i = 0; i < ARRAY_LEN(wanted); i++) {
        const char *path = str_fmt(s->arena, "home/warehouse/segments/2/%s", wanted[i].name).at;
        struct str rows = county_text(s, wanted[i].rows);
        assert_string_equal(events_now(s, path), str_cstr(s->arena, rows));
    }
}

/* What no event can be: the person, the unit of an invitation, a time of another day, a day that a
 * segment cannot hold. */
static void events_that_are_rejected(void **state)
{
    struct scratch *s = *state;
    struct import_request request = county_request(s);
    static const struct {
        const char *file, *rows, *code;
    } cases[] = {
        {"diagnoses.csv", DIAGNOSES "@P9,2023-01-02,@U1,E11,,\n", "load.person_unknown"},
        {"diagnoses.csv", DIAGNOSES "@P1,1899-12-31,@U1,E11,,\n", "segment.day"},
        {"diagnoses.csv", DIAGNOSES "@P1,2023-01-02,@U1,,,\n", "value.missing"},
        {"measurements.csv", MEASUREMENTS "@P1,2023-01-02,@U1,X,1,,2023-01-03T10:00,\n",
         "load.other_day"},
        {"measurements.csv", MEASUREMENTS "@P1,2023-01-02,@U1,X,1,,2023-01-02,\n", "moment.format"},
        {"measurements.csv", MEASUREMENTS "@P1,2023-01-02,@U1,X,>=,,,\n", "value.number"},
        {"measurements.csv", MEASUREMENTS "@P1,2023-01-02,@U1,X,=>9,,,\n", "value.number"},
        {"measurements.csv", MEASUREMENTS "@P1,2023-01-02,@U1,X,\"<4,5\",,,\n",
         "value.decimal_comma"},
        {"invitations.csv", "person,programme,unit\n@P1,health_talk_40,@U9\n", "load.unit_unknown"},
        {"referrals.csv", "person,date,from_unit,to\n@P1,2023-01-02,@U9,other\n",
         "load.unit_unknown"},
        {"prescriptions.csv", PRESCRIPTIONS "@P1,2023-01-02,@U1,C09,-1,\n", "value.range"},
        {"calls.csv", "unit,month,calls,answered_same_day,telephony\n@U1,2023-13,1,1,yes\n",
         "month.format"},
        {"survey.csv", "unit,year,dimension,score,responses\n@U1,2023,a b,1,1\n", "value.white"},
        {"hired_weeks.csv", "unit,year,profession,weeks\n@U1,23,nurse,1\n", "value.range"},
        {"cni.csv",
         "unit,year,population,under5,foreign_born,over65_alone,single_parent,moved,unemployed,"
         "low_education\n@U9,2023,1,0,0,0,0,0,0,0\n",
         "load.unit_unknown"},
    };
    put_persons(s);
    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        county_put(s, cases[i].file, cases[i].rows);
        struct import_report r = county_run(s, &request);
        assert_int_equal(r.outcome, IMPORT_REJECTED);
        if (r.file[0].faults != 1 || strcmp(r.file[0].fault[0].code, cases[i].code) != 0)
            fail_msg("%s: %s instead of %s", cases[i].rows, r.file[0].fault[0].code, cases[i].code);
        county_clear(s);
    }
}

/* With days to replace a row of another day is one too many. */
static void days_are_replaced(void **state)
{
    struct scratch *s = *state;
    struct import_request request = county_request(s);
    struct err err = {0};
    request.replaces = true;
    assert_true(day_parse(STR("2023-01-01"), &request.replace_from, &err));
    assert_true(day_parse(STR("2023-01-31"), &request.replace_to, &err));
    put_persons(s);
    county_put(s, "diagnoses.csv",
               DIAGNOSES "@P1,2023-01-01,@U1,A,,\n@P1,2023-01-31,@U1,B,,\n"
                         "@P1,2023-02-01,@U1,C,,\n@P1,2022-12-31,@U1,D,,\n");
    struct import_report r = county_run(s, &request);
    assert_int_equal(r.rejects, 2);
    assert_string_equal(r.file[0].fault[0].code, "load.outside");
    county_clear(s);
    county_put(s, "invitations.csv", "person,programme,invited_on,unit\n@P1,health_talk_40,,@U1\n");
    r = county_run(s, &request); /* dated by no day */
    assert_string_equal(r.file[0].fault[0].code, "load.outside");
    county_clear(s);
    county_put(s, "terms.csv", "local,system,code\nA,NPU,B\n");
    struct import_report report;
    FAILS(import_run(s->arena, &request, NULL, &report, &err), "import.replace", &err);
}

/* Days are replaced by what is in the files, whether it was loaded before or not; and two copies of
 * a file are one. */
static void files_that_come_again(void **state)
{
    struct scratch *s = *state;
    struct import_request request = county_request(s);
    struct err err = {0};
    put_persons(s);
    county_put(s, "diagnoses-a.csv", DIAGNOSES "@P1,2023-01-02,@U1,A,,\n");
    county_put(s, "diagnoses-b.csv", DIAGNOSES "@P1,2023-01-03,@U1,B,,\n");
    county_put(s, "diagnoses-c.csv", DIAGNOSES "@P1,2023-01-02,@U1,A,,\n");
    county_put(s, "terms.csv", "local,system,code\nA,NPU,B\n");
    struct import_report r = county_run(s, &request);
    assert_int_equal(r.rows, 3);
    assert_int_equal(r.file[0].fate, IMPORT_READ);
    assert_int_equal(r.file[2].fate, IMPORT_HELD); /* diagnoses-c.csv */
    assert_int_equal(r.file[2].held_by.len, 0);
    request.replaces = true;
    assert_true(day_parse(STR("2023-01-01"), &request.replace_from, &err));
    assert_true(day_parse(STR("2023-01-31"), &request.replace_to, &err));
    r = county_run(s, &request);
    assert_int_equal(r.outcome, IMPORT_LANDED);
    assert_int_equal(r.rows, 2); /* the two, again; terms.csv is held */
    assert_int_equal(r.replaced, 2);
    request.again = request.dry_run = true;
    r = county_run(s, &request);
    assert_int_equal(r.rows, 4);
    assert_int_equal(r.replaced, 2); /* those of the second load; the first's were before */
}

/* Another import lands the same file while this one is still looking at its files. */
static void land_meanwhile(void *state, const struct import_step *step)
{
    struct scratch *s = state;
    static bool busy;
    if (step->phase != IMPORT_LOOKING || busy || !str_eq(step->file, STR("terms.csv")))
        return;
    busy = true;
    struct import_request request = county_request(s);
    (void)county_run(s, &request);
}

static void a_file_lands_once(void **state)
{
    struct scratch *s = *state;
    struct import_request request = county_request(s);
    struct import_watch watch = {s, land_meanwhile};
    struct import_report r;
    struct err err = {0};
    put_persons(s);
    county_put(s, "diagnoses.csv", DIAGNOSES "@P1,2023-01-02,@U1,A,,\n");
    county_put(s, "terms.csv", "local,system,code\nA,NPU,B\n");
    FAILS(import_run(s->arena, &request, &watch, &r, &err), "load.overtaken", &err);
    assert_false(file_exists(scratch_path(s, "home/warehouse/segments/3")));
    assert_int_equal(county_run(s, &request).outcome, IMPORT_NOTHING);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, county_setup, scratch_teardown)
    const struct CMUnitTest tests[] = {
        CASE(what_is_new_what_corrects_what_is_said_again),
        CASE(every_table_can_be_taken_back),
        CASE(events_come_back_as_they_were),
        CASE(events_that_are_rejected),
        CASE(days_are_replaced),
        CASE(files_that_come_again),
        CASE(a_file_lands_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
