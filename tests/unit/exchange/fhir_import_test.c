/* FHIR files through an import: they give what the same facts in CSV give, and what is wrong with
 * them is said. */
#include "failing_files.h"
#include "fhir_texts.h"

#include "core/err_text.h"
#include "engine/segment.h"
#include "exchange/lines.h"

#include <errno.h>
#include <zlib.h>

#define PNR                "'system':'http://electronichealth.se/identifier/personnummer','value':"
#define HSA                "'system':'urn:oid:1.2.752.129.2.1.4.1','value':"
#define TAG(column, value) "{'system':'urn:kontinua:" column "','code':'" value "'}"

#define UNITS                                                                                      \
    "{'resourceType':'Organization','id':'o1','identifier':[{" HSA "'@U1'}],'name':'One',"         \
    "'meta':{'tag':[" TAG(                                                                         \
        "operator",                                                                                \
        "region") "]},'address':[{'state':'23'}]}\n"                                               \
                  "{'resourceType':'Organization','id':'o2','identifier':[{" HSA                   \
                  "'@U2'}],'name':'Two',"                                                          \
                  "'meta':{'tag':[" TAG("operator", "external") "," TAG(                           \
                      "county",                                                                    \
                      "23") "]}}\n"                                                                \
                            "{'resourceType':'Organization','id':'o3','identifier':[{" HSA         \
                            "'@U9'}],'name':'A clinic'}\n"
#define STAFF                                                                                      \
    "{'resourceType':'Practitioner','id':'d1','identifier':[{" HSA "'@D1'}],'qualification':"      \
    "[{'code':{'coding':[{'system':'urn:oid:1.2.752.116.3.1.3','code':'LK'}]}}]}\n"                \
    "{'resourceType':'Practitioner','id':'d2','identifier':[{" HSA                                 \
    "'@D2'}],'meta':{'tag':[" TAG("profession", "physician") "]}}\n"
#define PEOPLE                                                                                     \
    "{'resourceType':'Patient','id':'p1','identifier':[{" PNR "'@P1'}],'gender':'female',"         \
    "'birthDate':'1950-01-01','link':[{'type':'replaced-by','other':{'reference':'Patient/p2'}}]}" \
    "\n{'resourceType':'Patient','id':'p2','identifier':[{" PNR "'@P2'}],'gender':'female',"       \
    "'birthDate':'1950-01-01'}\n"                                                                  \
    "{'resourceType':'Patient','id':'p3','identifier':[{" PNR "'@P3'}],'gender':'male',"           \
    "'deceasedDateTime':'2023-05-01','birthDate':'1960-01-01'}\n"
#define ENCOUNTER(id, patient, organization, rest)                                                 \
    "{'resourceType':'Encounter','id':'" id "','subject':{'reference':'Patient/" patient "'},"     \
    "'serviceProvider':{'reference':'Organization/" organization "'}," rest "}\n"
#define CONTACTS                                                                                   \
    ENCOUNTER("C1", "p1", "o1",                                                                    \
              "'class':{'code':'AMB'},'period':{'start':'2023-01-01'},'participant':"              \
              "[{'individual':{'reference':'Practitioner/d1'}}]")                                  \
    ENCOUNTER("C2", "p3", "o3",                                                                    \
              "'class':{'code':'EMER'},'period':{'start':'2023-01-02T09:30:00Z'}")                 \
    ENCOUNTER("C3", "p3", "o3", "'class':{'code':'IMP'}")                                          \
    ENCOUNTER("C4", "p3", "o3", "'status':'cancelled'")

#define EVENT(type, rest)                                                                          \
    "{'resourceType':'" type "','subject':{'reference':'Patient/p3'},'encounter':{'reference':"    \
    "'Encounter/C2'}," rest "}\n"
#define CODED(system, code) "{'coding':[{'system':'" system "','code':'" code "'}]}"
#define CONDITIONS                                                                                 \
    EVENT("Condition", "'code':" CODED("http://hl7.org/fhir/sid/icd-10-se", "I10.9"))              \
    EVENT("Condition",                                                                             \
          "'recordedDate':'2023-02-01','code':" CODED("http://snomed.info/sct", "38341003"))
#define PROCEDURES                                                                                 \
    EVENT("Procedure", "'performedDateTime':'2023-02-01T10:00:00Z','code':" CODED(                 \
                           "urn:oid:1.2.752.116.1.3.2.1.4", "XV015"))
#define OBSERVATIONS                                                                               \
    EVENT(                                                                                         \
        "Observation",                                                                             \
        "'effectiveDateTime':'2023-02-01T10:00:00Z','component':[{'code':" CODED(                  \
            "http://loinc.org",                                                                    \
            "8480-6") ",'valueQuantity':{'value':140,'unit':'mmHg'}},"                             \
                      "{'code':" CODED("http://loinc.org",                                         \
                                       "8462-4") ",'valueQuantity':{'value':85,'unit':'mmHg'}}]")  \
    EVENT("Observation", "'effectiveDateTime':'2023-02-01','code':" CODED(                         \
                             "urn:oid:1.2.752.108.1",                                              \
                             "NPU27300") ",'valueQuantity':{'value':5.20e1,'comparator':'>='}")    \
    EVENT("Observation", "'valueString':'negativ'")
#define PRESCRIPTIONS                                                                              \
    EVENT("MedicationRequest",                                                                     \
          "'authoredOn':'2023-02-01','medicationCodeableConcept':" CODED(                          \
              "http://www.whocc.no/atc",                                                           \
              "C09AA05") ",'dispenseRequest':{'expectedSupplyDuration':{'value':90,'unit':'d'}}")

static void put_fhir(struct scratch *s)
{
    fhir_put(s, "Organization.ndjson", UNITS);
    fhir_put(s, "Practitioner.ndjson", STAFF);
    fhir_put(s, "Patient.000.ndjson", PEOPLE);
    fhir_put(s, "Encounter-2023.ndjson", CONTACTS);
    fhir_put(s, "Coverage.ndjson", "{}\n\n{}\n{}\n");
    fhir_put(s, "Condition.ndjson", CONDITIONS);
    fhir_put(s, "Procedure.ndjson", PROCEDURES);
    fhir_put(s, "Observation.ndjson", OBSERVATIONS);
    fhir_put(s, "MedicationRequest.ndjson", PRESCRIPTIONS);
}

/* ---- the same facts ---- */

static struct str segment_of(struct scratch *s, const char *table)
{
    struct str text;
    struct err err = {0};
    const char *path = str_fmt(s->arena, "home/warehouse/segments/1/%s", table).at;
    assert_true(file_read_all(&FILES_POSIX, s->arena, scratch_path(s, path), 1 << 20, &text, &err));
    return text;
}

static const char *const EVENTS[] = {"contacts", "diagnoses", "procedures", "measurements",
                                     "prescriptions"};

static void again_empty(struct scratch *s)
{
    struct instance_options options = {.home = scratch_path(s, "home"), .files = county_files(s)};
    struct err err = {0};
    scratch_remove(scratch_path(s, "home"));
    assert_true(instance_make(s->arena, &options, STR("23"), &err));
}

static void the_same_as_csv(void **state)
{
    struct scratch *s = *state;
    put_fhir(s);
    struct import_report fhir = county_import(s);
    struct str segment[ARRAY_LEN(EVENTS)];
    for (size_t i = 0; i < ARRAY_LEN(EVENTS); i++)
        segment[i] = segment_of(s, EVENTS[i]);
    const char *now = county_now(s);
    again_empty(s);
    county_put_places(s);
    county_put(s, "people.csv",
               "person,birth_date,sex,deregistered_on,deregistration_reason,replaced_by\n"
               "@P1,1950-01-01,F,,,@P2\n@P2,1950-01-01,F,,,\n@P3,1960-01-01,M,2023-05-01,died,\n");
    county_put(s, "contacts.csv",
               "contact,person,date,unit,staff,profession,form,level\n"
               "C1,@P1,2023-01-01,@U1,@D1,physician,visit,primary\n"
               "C2,@P3,2023-01-02T10:30,@U9,,other,visit,emergency\n");
    county_put(s, "diagnoses.csv",
               "person,date,unit,code,contact,system\n@P3,2023-01-02,@U9,I10.9,C2,\n"
               "@P3,2023-02-01,@U9,38341003,C2,SNOMED-CT\n");
    county_put(s, "procedures.csv", "person,date,unit,code,contact\n@P3,2023-02-01,@U9,XV015,C2\n");
    county_put(s, "measurements.csv",
               "person,date,unit,code,value,value_unit,time\n"
               "@P3,2023-02-01,@U9,BP-SYS,140,mmHg,2023-02-01T11:00\n"
               "@P3,2023-02-01,@U9,BP-DIA,85,mmHg,2023-02-01T11:00\n"
               "@P3,2023-02-01,@U9,NPU27300,>=52.0,,\n");
    county_put(s, "prescriptions.csv",
               "person,date,unit,atc,days,source\n@P3,2023-02-01,@U9,C09AA05,90,prescribed\n");
    struct import_report csv = county_import(s);
    assert_string_equal(now, county_now(s));
    for (size_t i = 0; i < ARRAY_LEN(EVENTS); i++)
        if (!str_eq(segment[i], segment_of(s, EVENTS[i])))
            fail_msg("other %s", EVENTS[i]);
    assert_int_equal(fhir.rows, csv.rows);
    assert_int_equal(fhir.changed, csv.changed);
}

static const struct import_file *file_named(const struct import_report *r, const char *name)
{
    for (unsigned i = 0; i < r->files; i++)
        if (str_eq(r->file[i].name, str_of(name)))
            return &r->file[i];
    fail_msg("no file %s", name);
    return NULL;
}

static void what_is_left_out_is_counted(void **state)
{
    struct scratch *s = *state;
    put_fhir(s);
    struct import_request request = county_request(s);
    struct import_report r = county_run(s, &request);
    const struct import_file *f = file_named(&r, "Encounter-2023.ndjson");
    assert_string_equal(f->table, "contacts");
    assert_int_equal(f->rows, 2);
    assert_int_equal(f->left_out, 2);
    assert_int_equal(f->lefts, 2);
    assert_true(str_eq(f->left[0].reason, STR("class.code=IMP")));
    assert_true(str_eq(f->left[1].reason, STR("status=cancelled")));
    f = file_named(&r, "Organization.ndjson");
    assert_int_equal(f->left_out, 1);
    assert_true(str_eq(f->left[0].reason, STR("no operator")));
    f = file_named(&r, "Coverage.ndjson");
    assert_int_equal(f->fate, IMPORT_LEFT_ALONE);
    assert_int_equal(f->left_out, 3);
    assert_true(str_eq(f->left[0].reason, STR("resourceType=Coverage")));
    struct str log;
    struct err err = {0};
    assert_true(file_read_all(&FILES_POSIX, s->arena, scratch_path(s, "home/loads/1/log"), 10000,
                              &log, &err));
    assert_non_null(
        strstr(log.at, "left out: Encounter-2023.ndjson, class.code=IMP, 1 resources\n"));
    assert_non_null(
        strstr(log.at, "left out: Coverage.ndjson, resourceType=Coverage, 3 resources\n"));
}

/* A new file may refer to what a file says that is held already. */
static void held_files_are_still_known(void **state)
{
    struct scratch *s = *state;
    put_fhir(s);
    struct import_request request = county_request(s);
    (void)county_run(s, &request);
    fhir_put(s, "Encounter-2024.ndjson",
             ENCOUNTER("C5", "p3", "o1",
                       "'class':{'code':'HH'},'period':{'start':'2024-01-01'},'participant':"
                       "[{'individual':{'reference':'Practitioner/d2'}}]"));
    struct import_report r = county_run(s, &request);
    assert_int_equal(r.outcome, IMPORT_LANDED);
    assert_int_equal(r.rows, 1);
    assert_int_equal(file_named(&r, "Patient.000.ndjson")->fate, IMPORT_HELD);
    r = county_run(s, &request);
    assert_int_equal(r.outcome, IMPORT_NOTHING);
}

/* Persons and staff may come as CSV: then references are by identifier. */
static void mixed_with_csv(void **state)
{
    struct scratch *s = *state;
    county_put_places(s);
    county_put(s, "people.csv", "person,sex\n@P1,F\n");
    fhir_put(s, "Encounter.ndjson",
             "{'resourceType':'Encounter','id':'C1','subject':{'identifier':{" PNR "'@P1'}},"
             "'serviceProvider':{'identifier':{" HSA "'@U1'}},'class':{'code':'AMB'},"
             "'period':{'start':'2023-01-01'},'participant':[{'individual':{'identifier':{" HSA
             "'@D1'}}}]}\n");
    (void)county_import(s);
    struct str fhir = segment_of(s, "contacts");
    again_empty(s);
    county_put_places(s);
    county_put(s, "people.csv", "person,sex\n@P1,F\n");
    county_put(s, "contacts.csv",
               "contact,person,date,unit,staff,profession,form,level\n"
               "C1,@P1,2023-01-01,@U1,@D1,physician,visit,primary\n");
    (void)county_import(s);
    assert_true(str_eq(fhir, segment_of(s, "contacts")));
}

/* The profession of a contact is that of the registry, too. */
static void staff_of_an_earlier_load(void **state)
{
    struct scratch *s = *state;
    county_put_places(s);
    county_put(s, "people.csv", "person,sex\n@P1,F\n");
    (void)county_import(s);
    fhir_put(s, "Encounter.ndjson",
             "{'resourceType':'Encounter','id':'C1','subject':{'identifier':{" PNR "'@P1'}},"
             "'serviceProvider':{'identifier':{" HSA "'@U1'}},'class':{'code':'AMB'},"
             "'period':{'start':'2023-01-01'},'participant':[{'individual':{'identifier':{" HSA
             "'@D1'}}}]}\n");
    (void)county_import(s);
    struct segment segment;
    struct err err = {0};
    assert_true(segment_open(s->arena, scratch_path(s, "home/warehouse/segments/2/contacts"),
                             &segment, &err));
    assert_int_equal(segment.rows, 1);
    assert_int_equal(shape_unpack(segment.part[0].shape[0]).profession, PROF_PHYSICIAN);
    segment_close(&segment);
}

/* ---- faults ---- */

struct fault {
    const char *name, *text, *column, *code;
};

static const struct fault ROW_FAULTS[] = {
    {"Patient-x.ndjson", "{'resourceType':'Patient'}\n", "identifier", "fhir.identifier"},
    {"Patient-x.ndjson", "{'resourceType':'Patient','identifier':[{" PNR "'180001010000'}]}\n",
     "identifier", "person_id.serial"},
    {"Patient-x.ndjson", "{'resourceType':\n", "", "json.syntax"},
    {"Patient-x.ndjson", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]\n", "",
     "json.depth"},
    {"Patient-x.ndjson", "{'resourceType':'Condition'}\n", "resourceType", "fhir.type"},
    {"Patient-x.ndjson",
     "{'resourceType':'Patient','identifier':[{" PNR "'@P4'}],'birthDate':'1950'}\n", "birthDate",
     "fhir.date"},
    {"Patient-x.ndjson",
     "{'resourceType':'Patient','identifier':[{" PNR "'@P4'}],'birthDate':'1950-02-30'}\n",
     "birthDate", "day.missing_date"},
    {"Patient-x.ndjson",
     "{'resourceType':'Patient','identifier':[{" PNR "'@P4'}],'gender':'kvinna'}\n", "gender",
     "value.choice"},
    {"Patient-x.ndjson",
     "{'resourceType':'Patient','identifier':[{" PNR
     "'@P4'}],'meta':{'tag':[" TAG("siz", "1") "]}}\n",
     "meta.tag", "fhir.tag"},
    {"Patient-x.ndjson",
     "{'resourceType':'Patient','identifier':[{" PNR
     "'@P4'}],'meta':{'tag':[" TAG("paper", "ja") "]}}\n",
     "paper", "value.choice"},
    {"Patient-x.ndjson",
     "{'resourceType':'Patient','identifier':[{" PNR "'@P4'}],'link':[{'type':'replaced-by',"
     "'other':{'identifier':{" PNR "'@P5'}}}]}\n",
     "link.other", "load.person_unknown"},
    {"Patient-x.ndjson",
     "{'resourceType':'Patient','id':'x','identifier':[{" PNR "'@P4'}],'link':[{'type':"
     "'replaced-by','other':{'reference':'Patient/x'}}]}\n",
     "link.other", "load.person_circle"},
    {"Practitioner-x.ndjson",
     "{'resourceType':'Practitioner','identifier':[{" HSA "'nohyphen'}]}\n", "identifier",
     "hsaid.hyphen"},
    {"Encounter-x.ndjson",
     ENCOUNTER("C9", "p9", "o1", "'class':{'code':'AMB'},'period':{'start':'2023-01-01'}"),
     "subject", "fhir.reference"},
    {"Encounter-x.ndjson",
     ENCOUNTER("C9", "p1", "o1", "'class':{'code':'XX'},'period':{'start':'2023-01-01'}"),
     "class.code", "value.choice"},
    {"Encounter-x.ndjson", ENCOUNTER("C9", "p1", "o1", "'class':{'code':'AMB'}"), "period.start",
     "value.missing"},
    {"Encounter-x.ndjson",
     ENCOUNTER("C9", "p1", "o1", "'period':{'start':'2023-01-01'},'status':'finished'"),
     "class.code", "value.missing"},
    {"Encounter-x.ndjson",
     "{'resourceType':'Encounter','id':'C9','subject':{'identifier':{" PNR "'@P9'}},"
     "'serviceProvider':{'reference':'Organization/o1'},'class':{'code':'AMB'},"
     "'period':{'start':'2023-01-01'}}\n",
     "subject", "load.person_unknown"},
    {"Encounter-x.ndjson",
     ENCOUNTER("C9", "p1", "o1",
               "'class':{'code':'AMB'},'period':{'start':'2023-01-01'},'participant':"
               "[{'individual':{'identifier':{" HSA "'@D9'}}}]"),
     "participant.individual", "load.staff_unknown"},
};

static void every_fault_of_a_resource(void **state)
{
    struct scratch *s = *state;
    put_fhir(s);
    for (size_t i = 0; i < ARRAY_LEN(ROW_FAULTS); i++) {
        const struct fault *f = &ROW_FAULTS[i];
        struct import_request request = county_request(s);
        request.dry_run = request.accept_rejects = true;
        fhir_put(s, f->name, f->text);
        struct import_report r = county_run(s, &request);
        const struct import_file *file = file_named(&r, f->name);
        if (r.rejects != 1 || file->faults != 1 || strcmp(file->fault[0].code, f->code) != 0 ||
            !str_eq(file->fault[0].column, str_of(f->column)))
            fail_msg("case %zu: %llu rejects, %s", i, (unsigned long long)r.rejects,
                     file->faults > 0 ? file->fault[0].code : "none");
        enum err_kind kind; /* it has a sentence */
        assert_true(err_kind_of(str_of(f->code), &kind));
        assert_int_equal(unlink(scratch_path(s, str_fmt(s->arena, "in/%s", f->name).at)), 0);
    }
}

static void a_reject_has_its_resource(void **state)
{
    struct scratch *s = *state;
    fhir_put(s, "Patient.ndjson",
             PEOPLE "{'resourceType':'Patient','identifier':[{" PNR "'@P4'}],'link':[{'type':"
                    "'replaced-by','other':{'identifier':{" PNR "'@P5'}}}]}\n");
    struct import_request request = county_request(s);
    request.accept_rejects = true;
    struct import_report r = county_run(s, &request);
    struct str text, want;
    struct err err = {0};
    assert_int_equal(r.file[0].rows, 3);
    assert_true(
        file_read_all(&FILES_POSIX, s->arena, r.file[0].rejects_path.at, 100000, &text, &err));
    assert_non_null(strstr(r.file[0].rejects_path.at, "/rejects/Patient.ndjson.csv"));
    (void)str_cut(&text, '\n');
    want = county_text(s, "\"{\"\"resourceType\"\":\"\"Patient\"\",\"\"identifier\"\":[{");
    assert_true(str_starts(text, STR("4,link.other,load.person_unknown,")));
    assert_non_null(strstr(text.at, str_cstr(s->arena, want)));
}

static void every_fault_of_a_file(void **state)
{
    struct scratch *s = *state;
    static const struct fault faults[] = {
        {"Patient-x.ndjson", "{'resourceType':'Patient','x':'\xD6'}\n", ":1 (byte 33)",
         "csv.encoding"},
        {"Patient-x.ndjson", "{}\n{'x':'\xC3\n", ":2 (byte 11)", "csv.encoding"},
        {"Observation.ndjson.gz", "\x1F\x8B", "Observation.ndjson.gz", "packed.damaged"},
        {"Patient-x.ndjson.zst", "\x28\xB5", "Patient-x.ndjson.zst", "packed.damaged"},
    };
    put_fhir(s);
    for (size_t i = 0; i < ARRAY_LEN(faults); i++) {
        const struct fault *f = &faults[i];
        struct import_request request = county_request(s);
        struct import_report r;
        struct err err = {0};
        request.accept_rejects = true;
        fhir_put(s, f->name, f->text);
        bool done = import_run(s->arena, &request, NULL, &r, &err);
        if (done || strcmp(err.code, f->code) != 0 || !strstr(err.detail, f->column))
            fail_msg("case %zu: %s %s", i, done ? "" : err.code, done ? "" : err.detail);
        assert_string_equal(county_now(s), "");
        assert_int_equal(unlink(scratch_path(s, str_fmt(s->arena, "in/%s", f->name).at)), 0);
    }
}

static void put_bytes(struct scratch *s, const char *name, struct str bytes)
{
    (void)mkdir(scratch_path(s, "in"), 0700);
    (void)scratch_write(s, name, bytes);
}

static void nul_and_long_lines_are_refused(void **state)
{
    struct scratch *s = *state;
    struct import_request request = county_request(s);
    struct import_report r;
    struct err err = {0};
    put_bytes(s, "in/Patient.ndjson", STR("{}\n{\0}\n"));
    FAILS(import_run(s->arena, &request, NULL, &r, &err), "csv.nul", &err);
    assert_non_null(strstr(err.detail, "Patient.ndjson:2 (byte 5)"));
    size_t most = LINE_MOST;
    char *text = ARENA_NEW(s->arena, char, most + 2);
    memset(text, ' ', most + 2);
    memcpy(text, "{}", 2);
    put_bytes(s, "in/Patient.ndjson", (struct str){text, most + 1});
    FAILS(import_run(s->arena, &request, NULL, &r, &err), "lines.size", &err);
    assert_non_null(strstr(err.detail, "Patient.ndjson:1 (byte 1)"));
    text[most] = '\n';
    text[most + 1] = '\n';
    put_bytes(s, "in/Patient.ndjson", (struct str){text, most + 2});
    assert_int_equal(county_run(s, &request).rejects, 1);
}

/* Byte-order mark, CR LF, blank lines, no line feed at the end, packed. */
static void forms_of_a_file(void **state)
{
    struct scratch *s = *state;
    fhir_put(s, "Patient.ndjson", PEOPLE);
    (void)county_import(s);
    const char *now = county_now(s);
    again_empty(s);
    struct str plain = fhir_line(s, PEOPLE);
    struct sb text = sb_open(s->arena, 4096);
    sb_put(&text, STR("\xEF\xBB\xBF\r\n"));
    for (struct str rest = plain; rest.len > 0;) {
        sb_put(&text, str_cut(&rest, '\n'));
        sb_put(&text, rest.len > 0 ? STR("\r\n \r\n") : STR(""));
    }
    put_bytes(s, "in/Patient.ndjson", sb_str(&text));
    (void)county_import(s);
    assert_string_equal(county_now(s), now);
    again_empty(s);
    (void)mkdir(scratch_path(s, "in"), 0700);
    gzFile packed = gzopen(scratch_path(s, "in/1.Patient.ndjson.gz"), "wb");
    assert_int_equal(gzwrite(packed, plain.at, (unsigned)plain.len), plain.len);
    assert_int_equal(gzclose(packed), Z_OK);
    (void)county_import(s);
    assert_string_equal(county_now(s), now);
}

/* Each call to the disk fails, once and from then on: the old state or the new one. */
static void a_failing_disk_leaves_the_old_or_the_new(void **state)
{
    struct scratch *s = *state;
    static const enum failing how[] = {FAIL_ONCE, FAIL_STICKY};
    struct import_request request = county_request(s);
    unsigned failed = 0;
    fhir_put(s, "Organization.ndjson", UNITS);
    fhir_put(s, "Patient.ndjson", PEOPLE);
    fhir_put(s, "Encounter.ndjson",
             ENCOUNTER("C1", "p1", "o1", "'class':{'code':'AMB'},'period':{'start':'2023-01-01'}"));
    fhir_put(s, "Coverage.ndjson", "{}\n\n{}\n{}\n");
    for (size_t k = 0; k < ARRAY_LEN(how); k++)
        for (unsigned n = 1;; n++) {
            struct failing_files f = failing_files(n, how[k], EIO);
            struct import_report r;
            struct err err = {0};
            request.files = failing_files_table(&f);
            bool done = import_run(s->arena, &request, NULL, &r, &err);
            const char *now = county_now(s);
            failed += !done;
            if (!done) {
                assert_string_equal(now, "");
            } else {
                assert_non_null(strstr(now, "/contacts 1\n"));
                assert_int_equal(file_named(&r, "Coverage.ndjson")->left_out, 3);
                again_empty(s);
            }
            if (f.calls < n)
                break;
        }
    assert_true(failed > 20); /* the sweep swept */
}

/* Nothing is needed of a file that is not read, so what is wrong in it is no fault. */
static void a_damaged_file_of_another_type(void **state)
{
    struct scratch *s = *state;
    put_fhir(s);
    put_bytes(s, "in/Coverage.ndjson", STR("{}\n{\0}\n{}\n"));
    put_bytes(s, "in/Claim.ndjson.gz", STR("\x1F\x8B"));
    struct import_request request = county_request(s);
    struct import_report r = county_run(s, &request);
    assert_int_equal(r.outcome, IMPORT_LANDED);
    assert_int_equal(file_named(&r, "Coverage.ndjson")->left_out, 1);
    assert_int_equal(file_named(&r, "Claim.ndjson.gz")->left_out, 0);
}

/* More lines than a batch has, and more text. */
static void many_resources(void **state)
{
    enum { MANY = 3000 };
    struct scratch *s = *state;
    put_fhir(s);
    struct sb all = sb_open(s->arena, MANY * 256);
    for (unsigned i = 0; i < MANY; i++)
        sb_fmt(&all,
               "{'resourceType':'Encounter','id':'many-%u','subject':{'reference':'Patient/p%u'},"
               "'serviceProvider':{'reference':'Organization/o1'},'class':{'code':'%s'},"
               "'period':{'start':'2023-%02u-%02u'},'text':{'div':'%0*u'}}\n",
               i, i % 3 + 1, i % 10 ? "AMB" : "IMP", i % 12 + 1, i % 28 + 1, i % 200 ? 1 : 9000, i);
    fhir_put(s, "Encounter.many.ndjson", str_cstr(s->arena, sb_str(&all)));
    struct import_request request = county_request(s);
    struct import_report r = county_run(s, &request);
    const struct import_file *f = file_named(&r, "Encounter.many.ndjson");
    assert_int_equal(f->rows, MANY - MANY / 10);
    assert_int_equal(f->left_out, MANY / 10);
    assert_int_equal(f->rejects, 0);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, county_setup, scratch_teardown)
    const struct CMUnitTest tests[] = {
        CASE(the_same_as_csv),
        CASE(what_is_left_out_is_counted),
        CASE(held_files_are_still_known),
        CASE(mixed_with_csv),
        CASE(staff_of_an_earlier_load),
        CASE(every_fault_of_a_resource),
        CASE(a_reject_has_its_resource),
        CASE(every_fault_of_a_file),
        CASE(nul_and_long_lines_are_refused),
        CASE(forms_of_a_file),
        CASE(a_failing_disk_leaves_the_old_or_the_new),
        CASE(a_damaged_file_of_another_type),
        CASE(many_resources),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
