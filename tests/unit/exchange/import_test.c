/* exchange/import.h: what lands, what is refused, and that a load happens whole or not at all. */
#include "core/err_text.h"
#include "core/folder.h"
#include "service/load/load.h"

#include "county.h"
#include "failing_files.h"
#include "how_many.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#define PEOPLE   "person,birth_date,sex,deregistered_on,deregistration_reason,replaced_by\n"
#define LISTED   "person,unit,from,to,basis\n"
#define NAMED    "person,kind,staff,unit,from,to\n"
#define CONTACTS "contact,person,date,unit,staff,profession,form,level\n"

static void put_county(struct scratch *s)
{
    county_put_places(s);
    county_put(s, "people.csv", PEOPLE "@P1,1950-01-01,F,,,\n@P2,1960-01-01,M,,,\n");
    county_put(s, "listings.csv",
               LISTED "@P1,@U1,2020-01-01,,area\n@P2,@U1,2020-01-01,,area\n"
                      "@P1,@U2,2022-05-01,,choice_form\n");
    county_put(s, "named_contacts.csv", NAMED "@P1,2,@D1,@U1,2021-01-01,\n");
    county_put(s, "residences.csv",
               "person,kind,municipality,from,to,reported_on\n"
               "@P2,saebo,2380,2021-01-01,,2021-01-02\n");
    county_put(s, "areas.csv", "area,unit,from\nX,@U1,2020-01-01\n");
    county_put(s, "positions.csv",
               "staff,unit,from,employment,fte\n@D1,@U1,2020-01-01,hired,0.5\n");
    county_put(s, "contacts.csv",
               CONTACTS "C1,@P1,2023-01-01,@U1,@D1,physician,visit,primary\n"
                        "C2,@P2,2023-01-02T10:30,@U9,,nurse,phone,specialist\n");
    county_put(s, "references.csv",
               "measure,level,period,value,source\nlisted,23,2023,133599,a report\n");
    county_put(s, "notes.txt", "none of ours");
}

#define COUNTY_NOW                                                                                 \
    "person @P1 1950-01-01 -\nperson @P2 1960-01-01 -\n"                                           \
    "listed @P1 @U1 2020-01-01 2022-04-30\nlisted @P1 @U2 2022-05-01 -\n"                          \
    "listed @P2 @U1 2020-01-01 -\n"                                                                \
    "contact 2 @P1 @D1 @U1 2021-01-01 2022-04-30\n"                                                \
    "lives @P2 2380 2021-01-01 -\n"                                                                \
    "segment 1 1/contacts 2\n"

static void a_county_lands(void **state)
{
    struct scratch *s = *state;
    struct import_request request = county_request(s);
    put_county(s);
    struct import_report r = county_run(s, &request);
    assert_int_equal(r.outcome, IMPORT_LANDED);
    assert_int_equal(r.rows, 16);
    assert_int_equal(r.changed, 14); /* contacts are not the registry's */
    assert_true(str_eq(r.load, STR("1")));
    assert_int_equal(r.files, 11);
    assert_string_equal(r.file[0].table, "units");
    assert_int_equal(r.file[10].fate, IMPORT_LEFT_ALONE);
    assert_string_equal(county_now(s), COUNTY_NOW);
    struct err err = {0};
    assert_true(import_landed(&r, &err));
}

static void the_same_again_is_nothing_to_do(void **state)
{
    struct scratch *s = *state;
    struct import_request request = county_request(s);
    put_county(s);
    (void)county_run(s, &request);
    struct import_report r = county_run(s, &request);
    assert_int_equal(r.outcome, IMPORT_NOTHING);
    assert_int_equal(r.file[0].fate, IMPORT_HELD);
    assert_true(str_eq(r.file[0].held_by, STR("1")));
    request.again = true;
    r = county_run(s, &request);
    assert_int_equal(r.outcome, IMPORT_LANDED);
    assert_int_equal(r.changed, 0);
    /* A file with another row, or of another table, is another file. */
    request.again = false;
    county_put(s, "staff.csv", "staff,profession\n@D1,physician\n@D2,nurse\n");
    r = county_run(s, &request);
    assert_int_equal(r.changed, 1);
    assert_int_equal(r.rows, 2);
}

static struct str read_text(struct scratch *s, struct str path)
{
    struct str text;
    struct err err = {0};
    assert_true(
        file_read_all(&FILES_POSIX, s->arena, str_cstr(s->arena, path), 100000, &text, &err));
    return text;
}

static void says_what_it_did(struct scratch *s, int load, const char *what)
{
    const char *path = str_fmt(s->arena, "home/loads/%d/log", load).at;
    struct str log = read_text(s, str_of(scratch_path(s, path)));
    if (!strstr(log.at, what))
        fail_msg("%s was expected in\n%s", what, log.at);
}

/* Also of one that was refused or failed, of which the registry says nothing. */
static void every_import_leaves_a_log(void **state)
{
    struct scratch *s = *state;
    struct import_request request = county_request(s);
    struct import_report report;
    struct err err = {0};
    put_county(s);
    (void)county_run(s, &request);
    says_what_it_did(s, 1, "load: 1\nended: 20");
    says_what_it_did(s, 1, "file: units.csv, table units, ");
    says_what_it_did(s, 1, ", 2 rows, 0 rejects, sha256 ");
    says_what_it_did(s, 1, "file: notes.txt, no import file, left alone\noutcome: landed\n");
    county_put(s, "a\noutcome: x", "");
    county_put(s, "people.csv", PEOPLE "@P3,1950-13-01,F,,,\n");
    (void)county_run(s, &request);
    says_what_it_did(s, 2, "held by load 1\n");
    says_what_it_did(s, 2, "file: a\xEF\xBF\xBDoutcome: x, no import file");
    says_what_it_did(s, 2,
                     "rejects: people.csv, column birth_date, day.missing_date, 1 rows, the ");
    says_what_it_did(s, 2, "outcome: rejected, nothing was loaded\n");
    county_put(s, "people.csv", "person,sex,cat\n");
    assert_false(import_run(s->arena, &request, NULL, &report, &err));
    says_what_it_did(s, 3, "outcome: failed, nothing was loaded: ");
    says_what_it_did(s, 3, "[import.column_unknown]\n");
}

static void a_dry_run_changes_nothing(void **state)
{
    struct scratch *s = *state;
    struct import_request request = county_request(s);
    put_county(s);
    county_put(s, "people-2.csv", PEOPLE "@P3,1950-01-01,X,,,\n");
    request.dry_run = request.accept_rejects = true;
    struct import_report r = county_run(s, &request);
    assert_int_equal(r.outcome, IMPORT_DRY);
    assert_int_equal(r.rows, 16);
    assert_int_equal(r.rejects, 1);
    assert_string_equal(county_now(s), "");
    assert_true(file_exists(scratch_path(s, "home/loads/1/rejects/people-2.csv")));
    const char *const *name = NULL;
    size_t count = 9;
    struct err err = {0};
    assert_true(
        folder_list(s->arena, scratch_path(s, "home/warehouse/segments"), &name, &count, &err));
    assert_int_equal(count, 0);
}

/* So many rows that writing begins, by a thread, before it is known that the load is refused: until
 * it is closed nobody else asks its registry. */
static void rejects_of_many_rows_refuse_what_has_begun(void **state)
{
    struct scratch *s = *state;
    struct import_request request = county_request(s);
    struct sb areas = sb_open(s->arena, 1 << 20);
    county_put_places(s);
    county_put(s, "people.csv", "person,sex\n@P1,F\n");
    sb_put(&areas, STR("area,unit,from\n"));
    for (unsigned i = 0; i < 20000; i++)
        sb_fmt(&areas, "Z%u,@U1,2020-01-01\n", i);
    sb_fmt(&areas, "Z,@U9,2020-01-01\n%c", '\0');
    county_put(s, "areas.csv", sb_str(&areas).at);
    struct import_report r = county_run(s, &request);
    assert_int_equal(r.outcome, IMPORT_REJECTED);
    assert_int_equal(r.rejects, 1);
    assert_string_equal(county_now(s), "");
    request.accept_rejects = true;
    assert_int_equal(county_run(s, &request).outcome, IMPORT_LANDED);
}

static void rejects_are_written_and_counted(void **state)
{
    struct scratch *s = *state;
    struct import_request request = county_request(s);
    put_county(s);
    county_put(s, "people-2.csv",
               PEOPLE "@P3,1950-01-01,X,,,\n@P4,1950-13-01,F,,,\n@P5,1950-01-01,\"X\",,,\n"
                      "@P6,1950-01-01,M,,,\n");
    struct import_report r = county_run(s, &request);
    struct err err = {0};
    assert_int_equal(r.outcome, IMPORT_REJECTED);
    FAILS(import_landed(&r, &err), "import.rejects", &err);
    assert_non_null(strstr(err.detail, "3, "));
    assert_string_equal(county_now(s), "");
    const struct import_file *f = &r.file[3]; /* before people.csv, by its bytes */
    assert_true(str_eq(f->name, STR("people-2.csv")));
    assert_int_equal(f->rows, 1);
    assert_int_equal(f->rejects, 3);
    assert_int_equal(f->faults, 2);
    assert_string_equal(f->fault[0].code, "value.choice");
    assert_int_equal(f->fault[0].rows, 2);
    assert_int_equal(f->fault[0].first_line, 2);
    assert_string_equal(f->fault[1].code, "day.missing_date");
    struct str first = read_text(s, f->rejects_path);
    assert_true(str_eq(str_cut(&first, '\n'), STR("line,column,code,reason,reason_sv,row")));
    const char *line =
        "2,sex,value.choice,\"The value is none of those allowed; allowed are: F, M\",\"Värdet är "
        "inget av dem som tillåts; tillåtna är: F, M\",\"@P3,1950-01-01,X,,,\"";
    assert_true(str_eq(str_cut(&first, '\n'), county_text(s, line)));
    struct stat st;
    assert_int_equal(stat(str_cstr(s->arena, f->rejects_path), &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    request.max_rejects = 2;
    assert_int_equal(county_run(s, &request).outcome, IMPORT_REJECTED);
    request.max_rejects = 3;
    r = county_run(s, &request);
    assert_int_equal(r.outcome, IMPORT_LANDED);
    assert_true(str_eq(r.load, STR("3"))); /* the folders of the other two stand */
    assert_non_null(strstr(county_now(s), "person @P6 1950-01-01 -\n"));
}

/* ---- one fault at a time ---- */

struct fault {
    const char *name, *text; /* a file */
    const char *column, *code;
};

static const struct fault ROW_FAULTS[] = {
    {"people-x.csv", PEOPLE "@P3,,F,,,,\n", "", "row.fields"},
    {"people-x.csv", PEOPLE "@P3\n", "", "row.fields"},
    {"people-x.csv", PEOPLE ",,,,,\n", "", "row.empty"},
    {"people-x.csv", PEOPLE ",,F,,,\n", "person", "value.missing"},
    {"people-x.csv", PEOPLE "18000101001,,F,,,\n", "person", "person_id.length"},
    {"people-x.csv",
     PEOPLE "180001010\xC3\xA5"
            "1,,F,,,\n",
     "person", "person_id.character"},
    {"people-x.csv", PEOPLE "@P3,,F,,,180001010000\n", "replaced_by", "person_id.serial"},
    {"people-x.csv", PEOPLE "@P3,,F,,,@P9\n", "replaced_by", "load.person_unknown"},
    {"people-x.csv", PEOPLE "@P3,,F,,,@P3\n", "replaced_by", "load.person_circle"},
    {"people-x.csv", PEOPLE "@P3,1950,F,,,\n", "birth_date", "day.format"},
    {"people-x.csv", "person,sex,county\n@P3,F,2\n", "county", "value.county"},
    {"people-x.csv", "person,sex,municipality\n@P3,F,23\n", "municipality", "value.municipality"},
    {"units-x.csv", "unit,name,operator,county\nU3,Three,region,23\n", "unit", "hsaid.hyphen"},
    {"units-x.csv", "unit,name,operator,county\n@U3, ,region,23\n", "name", "value.missing"},
    {"units-x.csv", "unit,name,operator,county\n@U3,Three,private,23\n", "operator",
     "value.choice"},
    {"units-x.csv", "unit,name,operator,county,cap\n@U3,Three,region,23,1.5\n", "cap",
     "value.whole"},
    {"units-x.csv", "unit,name,operator,county,cap\n@U3,Three,region,23,many\n", "cap",
     "value.number"},
    {"units-x.csv", "unit;name;operator;county;latitude\n@U3;Three;region;23;63,1\n", "latitude",
     "value.decimal_comma"},
    {"units-x.csv", "unit,name,operator,county,latitude\n@U3,Three,region,23,91\n", "latitude",
     "value.range"},
    {"units-x.csv", "unit,name,operator,county,parent\n@U3,Three,region,23,@U9\n", "parent",
     "load.unit_unknown"},
    {"units-x.csv", "unit,name,operator,county,parent\n@U3,Three,region,23,@U3\n", "parent",
     "load.own_parent"},
    {"areas-x.csv", "area,unit,from\nY,@U9,2020-01-01\n", "unit", "load.unit_unknown"},
    {"positions-x.csv", "staff,unit,from,employment\n@D9,@U1,2020-01-01,hired\n", "staff",
     "load.staff_unknown"},
    {"positions-x.csv", "staff,unit,from,employment\n@D1,@U9,2020-01-01,hired\n", "unit",
     "load.unit_unknown"},
    {"listings-x.csv", LISTED "@P9,@U1,2020-01-01,,area\n", "person", "load.person_unknown"},
    {"listings-x.csv", LISTED "@P1,@U9,2020-01-01,,area\n", "unit", "load.unit_unknown"},
    {"listings-x.csv", "person,unit,from,basis,recorded_at\n@P1,@U1,2020-01-01,area,noon\n",
     "recorded_at", "moment.format"},
    {"named_contacts-x.csv", NAMED "@P9,2,@D1,@U1,2020-01-01,\n", "person", "load.person_unknown"},
    {"named_contacts-x.csv", NAMED "@P1,2,@D9,@U1,2020-01-01,\n", "staff", "load.staff_unknown"},
    {"named_contacts-x.csv", NAMED "@P1,2,@D1,@U9,2020-01-01,\n", "unit", "load.unit_unknown"},
    {"residences-x.csv",
     "person,kind,municipality,from,reported_on\n"
     "@P9,saebo,2380,2020-01-01,2020-01-01\n",
     "person", "load.person_unknown"},
    {"contacts-x.csv", CONTACTS "C9,@P9,2023-01-01,@U1,,nurse,visit,primary\n", "person",
     "load.person_unknown"},
    {"contacts-x.csv", CONTACTS "C9,@P1,2023-01-01,@U1,@D9,nurse,visit,primary\n", "staff",
     "load.staff_unknown"},
    {"contacts-x.csv", CONTACTS "C9,@P1,1899-12-31,@U1,,nurse,visit,primary\n", "date",
     "segment.day"},
    {"contacts-x.csv", CONTACTS "C9,@P1,2023-01-01T10:30Z,@U1,,nurse,visit,primary\n", "date",
     "moment.format"},
    {"references-x.csv", "measure,level,period,value,source\nlisted,23,2023-13,1,a\n", "period",
     "value.period"},
    {"references-x.csv", "measure,level,period,value,source\nlisted,Z,2023,1,a\n", "level",
     "value.region"},
};

static void every_fault_of_a_row(void **state)
{
    struct scratch *s = *state;
    put_county(s);
    for (size_t i = 0; i < ARRAY_LEN(ROW_FAULTS); i++) {
        const struct fault *f = &ROW_FAULTS[i];
        struct import_request request = county_request(s);
        request.dry_run = request.accept_rejects = true;
        county_put(s, f->name, f->text);
        struct import_report r = county_run(s, &request);
        bool found = false;
        for (unsigned k = 0; k < r.files; k++)
            for (unsigned n = 0; n < r.file[k].faults; n++) {
                const struct import_fault *fault = &r.file[k].fault[n];
                found |=
                    strcmp(fault->code, f->code) == 0 && str_eq(fault->column, str_of(f->column));
            }
        if (!found || r.rejects != 1)
            fail_msg("case %zu: no %s, or %llu rejects", i, f->code, (unsigned long long)r.rejects);
        enum err_kind kind; /* it has a sentence */
        assert_true(err_kind_of(str_of(f->code), &kind));
        assert_int_equal(unlink(scratch_path(s, str_fmt(s->arena, "in/%s", f->name).at)), 0);
    }
}

static void a_text_that_is_too_long(void **state)
{
    struct scratch *s = *state;
    char text[600];
    (void)snprintf(text, sizeof text, "unit,name,operator,county\n@U1,%0300d,region,23\n", 1);
    county_put(s, "units.csv", text);
    struct import_request request = county_request(s);
    struct import_report r = county_run(s, &request);
    assert_string_equal(r.file[0].fault[0].code, "value.length");
}

static void every_fault_of_a_file(void **state)
{
    struct scratch *s = *state;
    static const struct fault faults[] = {
        {"people-x.csv", "person,sex,size\n", "", "import.column_unknown"},
        {"people-x.csv", "person,birth_date\n@P3,1950-01-01\n", "sex", "import.column_missing"},
        {"people-x.csv", "person,sex,sex\n@P3,F,F\n", "sex", "import.column_twice"},
        {"people-x.csv", "@P3,F,Name\n", "1", "import.column_unknown"},
        {"people-x.csv", "", "", "csv.header"},
        {"people-x.csv", "person,sex,city\n@P3,F,\xD6stersund\n", "", "csv.encoding"},
        {"people-x.csv", "person,sex,city\n@P3,F,\"open\n", "", "csv.quote"},
        {"people-x.csv.gz", "\x1F\x8B", "", "packed.damaged"},
    };
    put_county(s);
    for (size_t i = 0; i < ARRAY_LEN(faults); i++) {
        struct import_request request = county_request(s);
        request.accept_rejects = true;
        county_put(s, faults[i].name, faults[i].text);
        struct import_report r;
        struct err err = {0};
        bool done = import_run(s->arena, &request, NULL, &r, &err);
        if (done || strcmp(err.code, faults[i].code) != 0 || err.kind != ERR_INVALID)
            fail_msg("case %zu: %s, not %s", i, done ? "" : err.code, faults[i].code);
        assert_non_null(strstr(err.detail, faults[i].name));
        assert_non_null(strstr(err.detail, faults[i].column));
        assert_null(strstr(err.detail, "1800")); /* no person in an error */
        assert_string_equal(county_now(s), "");
        const char *kept = str_fmt(s->arena, "home/loads/%zu/rejects", i + 1).at; /* but the log */
        assert_false(file_exists(scratch_path(s, kept)));
        const char *path = str_fmt(s->arena, "in/%s", faults[i].name).at;
        assert_int_equal(unlink(scratch_path(s, path)), 0);
    }
}

static void unknown_columns_may_be_passed_over(void **state)
{
    struct scratch *s = *state;
    county_put(s, "people.csv", "person,size,sex\n@P1,XL,F\n");
    struct import_request request = county_request(s);
    request.ignore_unknown = true;
    assert_int_equal(county_run(s, &request).outcome, IMPORT_LANDED);
}

static void nul_and_long_rows_are_refused(void **state)
{
    struct scratch *s = *state;
    struct import_request request = county_request(s);
    struct import_report r;
    struct err err = {0};
    county_put(s, "people.csv", "");
    (void)scratch_write(s, "in/people.csv", STR("person,sex\n\0,F\n"));
    FAILS(import_run(s->arena, &request, NULL, &r, &err), "csv.nul", &err);
    enum { LONG = 70000 };
    struct sb text = sb_open(s->arena, LONG + 100);
    sb_put(&text, STR("person,sex\n"));
    for (size_t i = 0; i < LONG; i++)
        sb_char(&text, 'x');
    (void)scratch_write(s, "in/people.csv", sb_str(&text));
    FAILS(import_run(s->arena, &request, NULL, &r, &err), "csv.row_size", &err);
}

/* When people.csv has been read, another file stands there. */
static void replace_people(void *state, const struct import_step *step)
{
    bool is_read = step->phase == IMPORT_READING && step->total > 0 && step->done == step->total;
    if (is_read && str_eq(step->file, STR("people.csv")))
        (void)scratch_write(state, "in/people.csv", STR("person,sex\n"));
}

static void a_file_that_changes_lands_nothing(void **state)
{
    struct scratch *s = *state;
    struct import_watch watch = {s, replace_people};
    struct import_request request = county_request(s);
    struct import_report r;
    struct err err = {0};
    request.max_rejects = 5;
    county_put(s, "people.csv", PEOPLE "@P1,,F,,,\n@P3,,F,,,@P9\n");
    FAILS(import_run(s->arena, &request, &watch, &r, &err), "import.changed", &err);
    assert_string_equal(county_now(s), "");
}

static void what_is_no_import_file(void **state)
{
    struct scratch *s = *state;
    struct import_request request = county_request(s);
    struct import_report r;
    struct err err = {0};
    FAILS(import_run(s->arena, &request, NULL, &r, &err), "file.missing", &err);
    county_put(s, "notes.txt", "hello");
    FAILS(import_run(s->arena, &request, NULL, &r, &err), "import.file", &err);
    const char *named[] = {scratch_path(s, "in/notes.txt")};
    request.path = named;
    FAILS(import_run(s->arena, &request, NULL, &r, &err), "import.file", &err);
    named[0] = scratch_path(s, "in/people.csv"); /* that nobody writes to: nothing waits for it */
    assert_int_equal(mkfifo(named[0], 0600), 0);
    FAILS(import_run(s->arena, &request, NULL, &r, &err), "import.file", &err);
}

/* A mark, line ends of Windows, semicolons, quotes, columns in another order, ten digits. */
static void forms_of_a_file(void **state)
{
    struct scratch *s = *state;
    county_put_places(s);
    struct sb text = sb_open(s->arena, 256);
    char id[PERSON_ID_TEXT];
    struct str one = person_id_format(county_person(1), id);
    sb_put(&text, STR("\xEF\xBB\xBFsex;given_name;person\r\nF;\"A;\"\"b\"\"\";"));
    sb_fmt(&text, "%.8s-%.4s\r\n", one.at, one.at + 8);
    county_put(s, "people-2023.csv", "");
    (void)scratch_write(s, "in/people-2023.csv", sb_str(&text));
    county_put(s, "listings.csv", "basis,from,unit,person\narea,2020-01-01,se0000000000-u1,@P1");
    (void)county_import(s);
    assert_string_equal(county_now(s), "person @P1 - -\nlisted @P1 @U1 2020-01-01 -\n");
}

/* ---- whole or not at all ---- */

static void new_home(struct scratch *s)
{
    struct instance_options options = {.home = scratch_path(s, "home")};
    struct err err = {0};
    scratch_remove(options.home);
    assert_true(instance_make(s->arena, &options, STR("23"), &err));
}

/* Every call on the disk fails once, and from then on: the load has happened whole, or not at all,
 * and what is left behind hinders the next one in nothing. */
static void a_failing_disk_leaves_the_old_or_the_new(void **state)
{
    struct scratch *s = *state;
    static const enum failing how[] = {FAIL_ONCE, FAIL_STICKY};
    struct import_request request = county_request(s);
    unsigned failed = 0;
    request.accept_rejects = true;
    put_county(s);
    county_put(s, "people-2.csv", PEOPLE "@P3,1950-01-01,X,,,\n");
    for (size_t k = 0; k < ARRAY_LEN(how); k++)
        for (unsigned n = 1;; n = next_failure(n)) {
            struct failing_files f = failing_files(n, how[k], EIO);
            struct import_report r;
            struct err err = {0};
            request.files = failing_files_table(&f);
            bool done = import_run(s->arena, &request, NULL, &r, &err);
            const char *now = county_now(s);
            failed += !done;
            if (done)
                assert_non_null(strstr(now, "/contacts 2\n"));
            else
                assert_string_equal(now, "");
            if (done)
                new_home(s);
            if (f.calls < n)
                break;
        }
    assert_true(failed >= failures_of(21, 2)); /* the sweep swept */
}

static void one_load_at_a_time(void **state)
{
    struct scratch *s = *state;
    struct import_request request = county_request(s);
    struct import_report r;
    struct err err = {0};
    struct file_lock lock;
    put_county(s);
    assert_true(
        file_lock_take(&FILES_POSIX, scratch_path(s, "home/loads/lock"), LOCK_TRY, &lock, &err));
    FAILS(import_run(s->arena, &request, NULL, &r, &err), "load.running", &err);
    file_lock_release(&lock);
    assert_true(import_run(s->arena, &request, NULL, &r, &err));
}

static void what_no_load_names_is_removed(void **state)
{
    struct scratch *s = *state;
    put_county(s);
    (void)county_import(s);
    assert_int_equal(mkdir(scratch_path(s, "home/warehouse/segments/7"), 0700), 0);
    (void)scratch_write(s, "home/warehouse/segments/7/contacts", STR("half"));
    county_put(s, "people.csv", PEOPLE "@P3,1950-01-01,F,,,\n");
    assert_true(str_eq(county_import(s).load, STR("8")));
    assert_false(file_exists(scratch_path(s, "home/warehouse/segments/7")));
    assert_true(file_exists(scratch_path(s, "home/warehouse/segments/1/contacts")));
}

/* A folder that no load can have made does not make the number of the next. */
static void folders_of_strange_names(void **state)
{
    struct scratch *s = *state;
    put_county(s);
    (void)county_import(s);
    (void)mkdir(scratch_path(s, "home/loads/9223372036854775807"), 0700);
    (void)mkdir(scratch_path(s, "home/loads/99999999999999999999"), 0700);
    (void)mkdir(scratch_path(s, "home/loads/-7"), 0700);
    (void)mkdir(scratch_path(s, "home/loads/notes"), 0700);
    county_put(s, "people.csv", PEOPLE "@P3,1950-01-01,F,,,\n");
    assert_true(str_eq(county_import(s).load, STR("2")));
}

/* A start removes it too, but not from under a load that is running. */
static void a_start_removes_it_too(void **state)
{
    struct scratch *s = *state;
    struct instance_options options = {.home = scratch_path(s, "home"), .files = county_files(s)};
    struct instance in;
    struct load *load = NULL;
    struct err err = {0};
    put_county(s);
    (void)county_import(s);
    assert_true(instance_open(s->arena, &options, &in, &err));
    assert_true(load_open(&in, &(struct load_options){0}, &load, &err));
    assert_int_equal(mkdir(scratch_path(s, "home/warehouse/segments/7"), 0700), 0);
    assert_true(load_sweep(&in, &err));
    assert_true(file_exists(scratch_path(s, "home/warehouse/segments/7")));
    load_close(load);
    assert_true(load_sweep(&in, &err));
    assert_false(file_exists(scratch_path(s, "home/warehouse/segments/7")));
    assert_true(file_exists(scratch_path(s, "home/warehouse/segments/1/contacts")));
    instance_close(&in);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, county_setup, scratch_teardown)
    const struct CMUnitTest tests[] = {
        CASE(a_county_lands),
        CASE(the_same_again_is_nothing_to_do),
        CASE(every_import_leaves_a_log),
        CASE(a_dry_run_changes_nothing),
        CASE(rejects_of_many_rows_refuse_what_has_begun),
        CASE(rejects_are_written_and_counted),
        CASE(every_fault_of_a_row),
        CASE(a_text_that_is_too_long),
        CASE(every_fault_of_a_file),
        CASE(unknown_columns_may_be_passed_over),
        CASE(nul_and_long_rows_are_refused),
        CASE(a_file_that_changes_lands_nothing),
        CASE(what_is_no_import_file),
        CASE(forms_of_a_file),
        CASE(a_failing_disk_leaves_the_old_or_the_new),
        CASE(one_load_at_a_time),
        CASE(what_no_load_names_is_removed),
        CASE(folders_of_strange_names),
        CASE(a_start_removes_it_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
