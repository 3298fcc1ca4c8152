/* exchange/fhir.h: what each resource becomes, what is left out and what is refused. */
#include "fhir_texts.h"

#define PNR "'system':'http://electronichealth.se/identifier/personnummer','value':"
#define HSA "'system':'urn:oid:1.2.752.129.2.1.4.1','value':"

static const struct {
    enum fhir_resource resource;
    const char *json;
} KNOWN[] = {
    {FHIR_ORGANIZATION, "{'resourceType':'Organization','id':'o1','identifier':[{" HSA "'@U1'}]}"},
    {FHIR_ORGANIZATION, "{'resourceType':'Organization','id':'o2','identifier':[{" HSA "'@U2'}],"
                        "'meta':{'tag':[{'system':'urn:kontinua:operator','code':'region'}]},"
                        "'address':[{'state':'23'}]}"},
    {FHIR_PRACTITIONER, "{'resourceType':'Practitioner','id':'d1','identifier':[{" HSA "'@D1'}],"
                        "'qualification':[{'code':{'coding':[{'system':"
                        "'urn:oid:1.2.752.116.3.1.3','code':'LK'}]}}]}"},
    {FHIR_PRACTITIONER, "{'resourceType':'Practitioner','id':'d2','identifier':[{" HSA "'@D2'}]}"},
    {FHIR_PATIENT, "{'resourceType':'Patient','id':'p1','identifier':[{" PNR "'@P1'}]}"},
    {FHIR_PATIENT, "{'resourceType':'Patient','id':'7d7a9f3c-0000-4000-8000-000000000002',"
                   "'identifier':[{" PNR "'@P2'}]}"},
    {FHIR_ENCOUNTER, "{'resourceType':'Encounter','id':'e1','identifier':[{'value':'C1'}],"
                     "'period':{'start':'2023-05-31T22:30:00Z'},"
                     "'serviceProvider':{'reference':'Organization/o1'}}"},
    {FHIR_ENCOUNTER, "{'resourceType':'Encounter','id':'e2','status':'cancelled'}"},
    {FHIR_ENCOUNTER, "{'resourceType':'Encounter','id':'e3','meta':{'tag':["
                     "{'system':'urn:kontinua:date','code':'2023-02-30'},"
                     "{'system':'urn:kontinua:unit','code':'none'}]}}"},
    {FHIR_PATIENT, "no JSON"},
    {FHIR_PATIENT, "{'resourceType':'Patient','id':'p9'}"},
    {FHIR_PATIENT, "{'resourceType':'Group','id':'p8','identifier':[{" PNR "'@P8'}]}"},
};

static struct fhir *known(struct scratch *s)
{
    struct fhir *f = fhir_open((struct day){45305});
    for (size_t i = 0; i < ARRAY_LEN(KNOWN); i++)
        fhir_learn(f, KNOWN[i].resource, fhir_line(s, KNOWN[i].json), s->arena);
    return f;
}

struct example {
    enum fhir_resource resource;
    const char *json, *texts;
};

static void check_all(struct scratch *s, const struct example *example, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct fhir *f = known(s);
        const struct example *e = &example[i];
        const char *more = e->resource == FHIR_ORGANIZATION ? "operator" : "more";
        const char *got = fhir_texts(s, f, e->resource, more, e->json);
        const char *want = str_cstr(s->arena, county_text(s, e->texts));
        if (strcmp(got, want) != 0)
            fail_msg("case %zu of %s:\n%s\nnot\n%s", i, FHIR_MAPPING[e->resource].type, got, want);
        fhir_close(f);
    }
}

#define PATIENT   "{'resourceType':'Patient','identifier':[{" PNR "'@P3'}]"
#define ENCOUNTER "{'resourceType':'Encounter','id':'e9','subject':{'reference':'Patient/p1'}"
#define SUBJECT   "'subject':{'reference':'Patient/p1'},'encounter':{'reference':'Encounter/e1'}"

static void people(void **state)
{
    static const struct example examples[] = {
        {FHIR_PATIENT, PATIENT "}", "person=@P3"},
        {FHIR_PATIENT,
         PATIENT ",'name':[{'use':'maiden','family':'X'},{'use':'official','family':'Ek',"
                 "'given':['Ada','Bo']}],'gender':'female','birthDate':'1800-01-03',"
                 "'address':[{'use':'old','city':'X'},{'line':['A 1','B'],'postalCode':'831 30',"
                 "'city':'\xC3\x96stersund','state':'23','district':'2380'}],"
                 "'telecom':[{'system':'email','value':'a.b'},{'system':'phone','use':'old',"
                 "'value':'1'},{'system':'phone','value':'2'}]}",
         "person=@P3|given_name=Ada Bo|surname=Ek|birth_date=1800-01-03|sex=F|county=23|"
         "municipality=2380|street=A 1, B|postal_code=831 30|city=\xC3\x96stersund|phone=2|"
         "email=a.b"},
        {FHIR_PATIENT, PATIENT ",'gender':'other','address':[{'state':'Jamtland'}]}", "person=@P3"},
        {FHIR_PATIENT, PATIENT ",'gender':'male','deceasedDateTime':'2023-01-01T23:30:00Z'}",
         "person=@P3|sex=M|deregistered_on=2023-01-02|deregistration_reason=died"},
        {FHIR_PATIENT, PATIENT ",'deceasedBoolean':true}", "person=@P3|deregistration_reason=died"},
        {FHIR_PATIENT, PATIENT ",'deceasedBoolean':false}", "person=@P3"},
        {FHIR_PATIENT, PATIENT ",'meta':{'security':[{'code':'DEMO'},{'code':'R'}]}}",
         "person=@P3|protection=confidential"},
        {FHIR_PATIENT, PATIENT ",'meta':{'security':[{'code':'R'},{'code':'V'}]}}",
         "person=@P3|protection=protected_registration"},
        {FHIR_PATIENT,
         PATIENT ",'link':[{'type':'seealso','other':{'reference':'Patient/p9'}},"
                 "{'type':'replaced-by','other':{'reference':'Patient/p1'}}]}",
         "person=@P3|replaced_by=@P1"},
        {FHIR_PATIENT,
         PATIENT ",'link':[{'type':'replaced-by','other':{'identifier':{" PNR "'@P4'}}}]}",
         "person=@P3|replaced_by=@P4"},
        {FHIR_PATIENT,
         PATIENT ",'meta':{'tag':[{'system':'x','code':'y'},{'system':'urn:kontinua:more',"
                 "'code':'said'}]}}",
         "person=@P3|more=said"},
        {FHIR_PATIENT,
         "{'resourceType':'Patient','identifier':[{'system':'x','value':'1'},{'system':"
         "'urn:oid:1.2.752.74.9.1','value':'22950606FH20'},{'use':'old'," PNR "'@P1'}]}",
         "person=22950606FH20"},
    };
    check_all(*state, examples, ARRAY_LEN(examples));
}

static void people_with_faults(void **state)
{
    static const struct example examples[] = {
        {FHIR_PATIENT, "{'resourceType':'Patient','identifier':[{'system':'x','value':'1'}]}",
         "!identifier fhir.identifier"},
        {FHIR_PATIENT, "{'resourceType':'Patient'}", "!identifier fhir.identifier"},
        {FHIR_PATIENT, PATIENT ",'birthDate':'1800'}", "!birthDate fhir.date"},
        {FHIR_PATIENT, PATIENT ",'birthDate':'1800-01'}", "!birthDate fhir.date"},
        {FHIR_PATIENT, PATIENT ",'deceasedDateTime':'2023-01-01T25:00:00Z'}",
         "!deceasedDateTime moment.format"},
        {FHIR_PATIENT, PATIENT ",'deceasedDateTime':'2023-01-01T20:00:00+1'}",
         "!deceasedDateTime moment.format"},
        {FHIR_PATIENT,
         PATIENT ",'link':[{'type':'replaced-by','other':{'reference':'Patient/p7'}}]}",
         "!link.other fhir.reference"},
        {FHIR_PATIENT,
         PATIENT ",'link':[{'type':'replaced-by','other':{'identifier':{'system':'x','value':"
                 "'1'}}}]}",
         "!link.other fhir.identifier"},
        {FHIR_PATIENT, PATIENT ",'meta':{'tag':[{'system':'urn:kontinua:size','code':'XL'}]}}",
         "!meta.tag fhir.tag"},
        {FHIR_PATIENT, "{'resourceType':'Encounter'}", "!resourceType fhir.type"},
        {FHIR_PATIENT, "{'resourceType':1}", "!resourceType fhir.type"},
        {FHIR_PATIENT, "[]", "!resourceType fhir.type"},
        {FHIR_PATIENT, "{'resourceType':'Group'}", "-resourceType=Group"},
        {FHIR_PATIENT, "{'resourceType':", "! json.syntax"},
    };
    check_all(*state, examples, ARRAY_LEN(examples));
}

static void staff_and_units(void **state)
{
#define STAFF "{'resourceType':'Practitioner','identifier':[{" HSA "'@D3'}]"
#define UNIT  "{'resourceType':'Organization','identifier':[{" HSA "'@U3'}],'name':'Tre'"
#define QUALIFIED(system, code)                                                                    \
    ",'qualification':[{'code':{'text':'x'}},{'code':{'coding':[{'system':'" system                \
    "','code':'" code "'}]}}]}"
    static const struct example examples[] = {
        {FHIR_PRACTITIONER, STAFF ",'name':[{'family':'Alm','given':['Eva']}]}",
         "staff=@D3|given_name=Eva|surname=Alm|profession=other"},
        {FHIR_PRACTITIONER, STAFF QUALIFIED("urn:oid:1.2.752.116.3.1.3", "SJ"),
         "staff=@D3|profession=nurse"},
        {FHIR_PRACTITIONER, STAFF QUALIFIED("http://snomed.info/sct", "36682004"),
         "staff=@D3|profession=physiotherapist"},
        {FHIR_PRACTITIONER, STAFF QUALIFIED("urn:oid:1.2.752.129.2.2.1.4", "201011"),
         "staff=@D3|title_code=201011|profession=physician"},
        {FHIR_PRACTITIONER, STAFF QUALIFIED("urn:oid:1.2.752.129.2.2.1.4", "406010"),
         "staff=@D3|title_code=406010|profession=other"},
        {FHIR_PRACTITIONER, STAFF QUALIFIED("urn:x", "LK"), "staff=@D3|profession=other"},
        {FHIR_PRACTITIONER, STAFF ",'meta':{'security':[{'code':'sekretessmarkering'}]}}",
         "staff=@D3|profession=other|protected=yes"},
        {FHIR_PRACTITIONER, "{'resourceType':'Practitioner'}", "!identifier fhir.identifier"},
        {FHIR_ORGANIZATION, UNIT "}", "-no operator"},
        {FHIR_ORGANIZATION,
         UNIT ",'meta':{'tag':[{'system':'urn:kontinua:operator','code':'region'}]}}",
         "-no county"},
        {FHIR_ORGANIZATION,
         UNIT ",'meta':{'tag':[{'system':'urn:kontinua:operator','code':'region'}]},"
              "'address':[{'line':['A 1'],'postalCode':'831 30','city':'X','state':'23'}],"
              "'telecom':[{'system':'phone','value':'1'},{'system':'url','value':'http://x'}],"
              "'partOf':{'reference':'Organization/o2'}}",
         "unit=@U3|name=Tre|county=23|street=A 1|postal_code=831 30|city=X|web=http://x|phone=1|"
         "parent=@U2|operator=region"},
        {FHIR_ORGANIZATION,
         UNIT ",'meta':{'tag':[{'system':'urn:kontinua:operator','code':'region'},"
              "{'system':'urn:kontinua:county','code':'23'}]},"
              "'partOf':{'reference':'Organization/o1'}}",
         "unit=@U3|name=Tre|county=23|operator=region"},
        {FHIR_ORGANIZATION,
         "{'resourceType':'Organization','meta':{'tag':[{'system':'urn:kontinua:operator',"
         "'code':'region'},{'system':'urn:kontinua:county','code':'23'}]}}",
         "!identifier fhir.identifier"},
    };
    check_all(*state, examples, ARRAY_LEN(examples));
}

static void contacts(void **state)
{
#define PLACE "'serviceProvider':{'reference':'Organization/o1'}"
#define AT    ",'period':{'start':'2023-02-01T08:30:00.000+01:00'}," PLACE
    static const struct example examples[] = {
        {FHIR_ENCOUNTER, ENCOUNTER AT ",'class':{'code':'AMB'}}",
         "contact=e9|person=@P1|date=2023-02-01T08:30|unit=@U1|profession=other|form=visit|"
         "level=primary"},
        {FHIR_ENCOUNTER,
         ENCOUNTER AT ",'identifier':[{'value':'C9'}],'status':'finished','class':{'code':'EMER'},"
                      "'participant':[{'individual':{'reference':'Practitioner/d2'}},"
                      "{'type':[{'coding':[{'code':'PPRF'}]}],'individual':{'reference':"
                      "'https://h/fhir/Practitioner/d1/_history/3'}}]}",
         "contact=C9|person=@P1|date=2023-02-01T08:30|unit=@U1|staff=@D1|profession=physician|"
         "form=visit|level=emergency"},
        {FHIR_ENCOUNTER,
         "{'resourceType':'Encounter','id':'e9','subject':{'reference':"
         "'urn:uuid:7d7a9f3c-0000-4000-8000-000000000002'},'period':{'start':'2023-07-01'},"
         "'serviceProvider':{'identifier':{" HSA "'se0000000000-u4'}},'class':{'code':'HH'},"
         "'participant':[{'individual':{'reference':'PractitionerRole/x'}},{'individual':"
         "{'reference':'Practitioner?identifier=urn:oid:1.2.752.29.4.19|@D1'}}]}",
         "contact=e9|person=@P2|date=2023-07-01|unit=SE0000000000-U4|staff=@D1|"
         "profession=physician|form=home_visit|level=primary"},
        {FHIR_ENCOUNTER,
         ENCOUNTER ",'period':{'start':'2023-07-01T23:30:00-02:00'}," PLACE
                   ",'class':{'code':'VR'},'type':[{'coding':[{'code':'185317003'}]}]}",
         "contact=e9|person=@P1|date=2023-07-02T03:30|unit=@U1|profession=other|form=phone|"
         "level=primary"},
        {FHIR_ENCOUNTER,
         ENCOUNTER ",'period':{'start':'2023-07-01T10:00'}," PLACE ",'class':{'code':'VR'}}",
         "contact=e9|person=@P1|date=2023-07-01T10:00|unit=@U1|profession=other|form=digital|"
         "level=primary"},
        {FHIR_ENCOUNTER,
         ENCOUNTER AT ",'class':{'code':'AMB'},'meta':{'tag':[{'system':'urn:kontinua:level',"
                      "'code':'specialist'},{'system':'urn:kontinua:profession','code':'nurse'}]}}",
         "contact=e9|person=@P1|date=2023-02-01T08:30|unit=@U1|profession=nurse|form=visit|"
         "level=specialist"},
        {FHIR_ENCOUNTER, ENCOUNTER AT ",'class':{'code':'IMP'}}", "-class.code=IMP"},
        {FHIR_ENCOUNTER, ENCOUNTER AT ",'class':{'code':'AMB'},'status':'planned'}",
         "-status=planned"},
        {FHIR_ENCOUNTER, ENCOUNTER AT ",'class':{'code':'AMB'},'status':'entered-in-error'}",
         "-status=entered-in-error"},
        {FHIR_ENCOUNTER, "{'resourceType':'Encounter','subject':{'reference':'Patient/p9'}}",
         "!subject fhir.reference"},
        {FHIR_ENCOUNTER, ENCOUNTER ",'serviceProvider':{'reference':'Organization/o9'}}",
         "!serviceProvider fhir.reference"},
        {FHIR_ENCOUNTER,
         ENCOUNTER AT ",'participant':[{'individual':{'reference':'Practitioner/d9'}}]}",
         "!participant.individual fhir.reference"},
        {FHIR_ENCOUNTER,
         ENCOUNTER AT ",'participant':[{'individual':{'reference':"
                      "'Practitioner?identifier=http://hl7.org/fhir/sid/us-npi|9'}}]}",
         "!participant.individual fhir.identifier"},
        {FHIR_ENCOUNTER, ENCOUNTER ",'period':{'start':'2023'}}", "!period.start fhir.date"},
    };
    check_all(*state, examples, ARRAY_LEN(examples));
}

static void what_was_found(void **state)
{
#define CODED(system, code) "{'coding':[{'system':'" system "','code':'" code "'}]}"
    static const struct example examples[] = {
        {FHIR_CONDITION,
         "{'resourceType':'Condition'," SUBJECT ",'recordedDate':'2023-03-01T10:00:00Z','code':"
         "{'coding':[{'system':'http://snomed.info/sct','code':'38341003'},{'system':"
         "'http://hl7.org/fhir/sid/icd-10-se','code':'I10.9'}]}}",
         "person=@P1|date=2023-03-01|unit=@U1|code=I10.9|contact=C1"},
        {FHIR_CONDITION,
         "{'resourceType':'Condition'," SUBJECT
         ",'code':" CODED("http://snomed.info/sct", "38341003") "}",
         "person=@P1|date=2023-06-01|unit=@U1|code=38341003|contact=C1|system=SNOMED-CT"},
        {FHIR_CONDITION,
         "{'resourceType':'Condition'," SUBJECT
         ",'onsetDateTime':'2022-01-01','code':" CODED("urn:oid:1.2.3", "A") "}",
         "person=@P1|date=2022-01-01|unit=@U1|code=A|contact=C1|system=urn:oid:1.2.3"},
        {FHIR_CONDITION, "{'resourceType':'Condition'," SUBJECT ",'code':{'text':'ont'}}",
         "!code fhir.code"},
        {FHIR_CONDITION, "{'resourceType':'Condition'," SUBJECT "}", "!code fhir.code"},
        {FHIR_CONDITION,
         "{'resourceType':'Condition','subject':{'reference':'Patient/p1'},'encounter':"
         "{'reference':'Encounter/e7'},'recordedDate':'2023-01-01'}",
         "!encounter fhir.reference"},
        {FHIR_CONDITION,
         "{'resourceType':'Condition'," SUBJECT ",'verificationStatus':" CODED("x", "refuted") "}",
         "-verificationStatus.coding.code=refuted"},
    };
    check_all(*state, examples, ARRAY_LEN(examples));
}

static void what_was_done_and_prescribed(void **state)
{
    static const struct example examples[] = {
        {FHIR_PROCEDURE,
         "{'resourceType':'Procedure'," SUBJECT ",'status':'completed','performedPeriod':"
         "{'start':'2023-03-01T10:00:00+01:00'},'code':" CODED("urn:oid:1.2.752.116.1.3.2.1.4",
                                                               "XV015") "}",
         "person=@P1|date=2023-03-01|unit=@U1|code=XV015|contact=C1"},
        {FHIR_PROCEDURE,
         "{'resourceType':'Procedure','subject':{'reference':'Patient/p1'},'performedDateTime':"
         "'2023-03-01','performer':[{'actor':{'reference':'Practitioner/d1'}},{'actor':"
         "{'reference':'Organization/o2'}}],'code':" CODED("http://snomed.info/sct", "1") "}",
         "person=@P1|date=2023-03-01|unit=@U2|code=1|system=SNOMED-CT"},
        {FHIR_PROCEDURE, "{'resourceType':'Procedure'," SUBJECT ",'status':'not-done'}",
         "-status=not-done"},
        {FHIR_MEDICATION_REQUEST,
         "{'resourceType':'MedicationRequest'," SUBJECT ",'status':'active','intent':'order',"
         "'authoredOn':'2023-03-01','medicationCodeableConcept':" CODED(
             "http://www.whocc.no/atc",
             "C09AA05") ",'dispenseRequest':{'expectedSupplyDuration':{'value':90,'code':'d'}}}",
         "person=@P1|date=2023-03-01|unit=@U1|atc=C09AA05|days=90|source=prescribed"},
        {FHIR_MEDICATION_REQUEST,
         "{'resourceType':'MedicationRequest'," SUBJECT ",'authoredOn':'2023-03-01','contained':"
         "[{'resourceType':'Medication','id':'m','code':" CODED(
             "http://www.nlm.nih.gov/research/umls/rxnorm",
             "314076") "}],"
                       "'medicationReference':{'reference':'#m'},"
                       "'dispenseRequest':{'expectedSupplyDuration':{'value':3,'unit':'months'}}}",
         "person=@P1|date=2023-03-01|unit=@U1|atc=314076|source=prescribed|system=RxNorm"},
        {FHIR_MEDICATION_REQUEST,
         "{'resourceType':'MedicationRequest'," SUBJECT
         ",'medicationReference':{'reference':'Medication/m'}}",
         "!medicationCodeableConcept fhir.reference"},
        {FHIR_MEDICATION_REQUEST,
         "{'resourceType':'MedicationRequest'," SUBJECT ",'doNotPerform':true}",
         "-doNotPerform=true"},
        {FHIR_MEDICATION_REQUEST, "{'resourceType':'MedicationRequest','intent':'plan'}",
         "-intent=plan"},
    };
    check_all(*state, examples, ARRAY_LEN(examples));
}

static void measurements(void **state)
{
#define OBSERVATION "{'resourceType':'Observation','status':'final'," SUBJECT
#define ROW         "person=@P1|date=2023-03-01|unit=@U1|"
#define MM          "'unit':'mmHg'"
    static const struct example examples[] = {
        {FHIR_OBSERVATION,
         OBSERVATION ",'effectiveDateTime':'2023-03-01T23:15:00+01:00','code':" CODED(
             "http://npu-terminology.org",
             "NPU27300") ",'valueQuantity':{'value':52.0,'unit':'mmol/mol'}}",
         ROW "code=NPU27300|value=52.0|value_unit=mmol/mol|time=2023-03-01T23:15"},
        {FHIR_OBSERVATION,
         OBSERVATION ",'effectiveDateTime':'2023-03-01','code':" CODED(
             "http://loinc.org",
             "4548-4") ",'valueQuantity':{'value':90,'comparator':'>','code':'%'}}",
         ROW "code=4548-4|value=>90|value_unit=%|system=LOINC"},
        {FHIR_OBSERVATION,
         OBSERVATION ",'effectiveDateTime':'2023-03-01','code':" CODED(
             "http://loinc.org",
             "85354-9") ",'component':[{'code':" CODED("http://loinc.org",
                                                       "8480-6") ",'valueQuantity':{'value':128," MM
                                                                 "}},{'code':" CODED(
                                                                     "http://loinc.org",
                                                                     "8462-4") ",'valueQuantity':{'"
                                                                               "value':81," MM
                                                                               "}},{'code':{'text':"
                                                                               "'arm'},'"
                                                                               "valueString':'left'"
                                                                               "}]}",
         ROW "code=BP-SYS|value=128|value_unit=mmHg\n" ROW "code=BP-DIA|value=81|value_unit=mmHg"},
        {FHIR_OBSERVATION,
         OBSERVATION ",'effectivePeriod':{'start':'2023-03-01'},'code':" CODED(
             "http://snomed.info/sct", "271649006") ",'valueInteger':130}",
         ROW "code=BP-SYS|value=130"},
        {FHIR_OBSERVATION,
         OBSERVATION ",'effectiveDateTime':'2023-03-01','code':{'coding':[{'code':'LOCAL'}]},"
                     "'valueQuantity':{'value':-1.50}}",
         ROW "code=LOCAL|value=-1.50"},
        {FHIR_OBSERVATION,
         OBSERVATION ",'effectiveDateTime':'2023-03-01','component':[{'valueInteger':1,'code':{}},"
                     "{'valueInteger':2,'code':{'coding':{'code':'B'}}}]}",
         "!code fhir.code\n" ROW "code=B|value=2"},
        {FHIR_OBSERVATION, OBSERVATION ",'valueString':'negativ'}", "-no valueQuantity"},
        {FHIR_OBSERVATION, "{'resourceType':'Observation','status':'preliminary'}",
         "-status=preliminary"},
    };
    check_all(*state, examples, ARRAY_LEN(examples));
}

static void exponents(void **state)
{
    struct scratch *s = *state;
    static const struct {
        const char *written, *plain;
    } numbers[] = {
        {"52.0", "52.0"},     {"5.20e1", "52.0"},  {"5.20E+2", "520"}, {"5.2e3", "5200"},
        {"-5.2e-1", "-0.52"}, {"52e-4", "0.0052"}, {"0e0", "0"},       {"1e99", "1e99"},
        {"5.2e-2", "0.052"},  {"-0.5e1", "-05"},
    };
    for (size_t i = 0; i < ARRAY_LEN(numbers); i++) {
        struct str got = fhir_plain_number(s->arena, str_of(numbers[i].written));
        if (!str_eq(got, str_of(numbers[i].plain)))
            fail_msg("%s: %.*s", numbers[i].written, STR_FMT(got));
    }
}

static void more_values_than_fit(void **state)
{
    struct scratch *s = *state;
    struct fhir *f = known(s);
    struct sb json = sb_open(s->arena, 4096);
    sb_put(&json, STR("{'resourceType':'Observation','component':["));
    for (unsigned i = 0; i <= FHIR_ROWS_MOST; i++)
        sb_fmt(&json, "%s{'valueInteger':%u}", i > 0 ? "," : "", i);
    sb_put(&json, STR("]}"));
    const char *got = fhir_texts(s, f, FHIR_OBSERVATION, "more", str_cstr(s->arena, sb_str(&json)));
    assert_string_equal(got, "!component fhir.rows");
    fhir_close(f);
}

static void names_of_files(void **state)
{
    (void)state;
    static const struct {
        const char *name, *type;
        enum fhir_resource resource;
    } names[] = {
        {"Patient.ndjson", "Patient", FHIR_PATIENT},
        {"Patient.000.ndjson.gz", "Patient", FHIR_PATIENT},
        {"Condition-2023-10.ndjson", "Condition", FHIR_CONDITION},
        {"Encounter_1.ndjson", "Encounter", FHIR_ENCOUNTER},
        {"12.MedicationRequest.ndjson", "MedicationRequest", FHIR_MEDICATION_REQUEST},
        {"Coverage.ndjson", "Coverage", FHIR_RESOURCES},
        {"patient.ndjson", "", FHIR_RESOURCES},
        {"log.ndjson", "", FHIR_RESOURCES},
        {"12.ndjson", "", FHIR_RESOURCES},
        {"", "", FHIR_RESOURCES},
        {"Pa tient.ndjson", "", FHIR_RESOURCES},
    };
    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        struct str type = fhir_type_of_name(str_of(names[i].name));
        assert_true(str_eq(type, str_of(names[i].type)));
        assert_int_equal(fhir_resource_of_type(type), names[i].resource);
    }
    assert_string_equal(fhir_table(FHIR_CONDITION), "diagnoses");
    assert_string_equal(fhir_path(FHIR_ENCOUNTER, "person"), "subject");
    assert_string_equal(fhir_path(FHIR_ENCOUNTER, "booking"), "booking");
}

static void many_ids(void **state)
{
    (void)state;
    enum { MANY = 5000 };
    struct arena *a = arena_open(ARENA_BLOCK);
    struct fhir_ids ids = fhir_ids_open(a);
    uint64_t value = 0;
    assert_false(fhir_ids_find(&ids, STR("1"), &value));
    for (unsigned i = 0; i < MANY; i++)
        fhir_ids_put(&ids, str_fmt(a, "id-%u", i % (MANY / 2)), i);
    for (unsigned i = 0; i < MANY / 2; i++) {
        assert_true(fhir_ids_find(&ids, str_fmt(a, "id-%u", i), &value));
        assert_int_equal(value, i + MANY / 2);
    }
    assert_false(fhir_ids_find(&ids, STR("id-x"), &value));
    fhir_ids_put(&ids, STR(""), 1);
    assert_false(fhir_ids_find(&ids, STR(""), &value));
    arena_close(a);
}

static void reasons_are_bounded(void **state)
{
    struct scratch *s = *state;
    struct fhir *f = fhir_open((struct day){45305});
    struct table t = fhir_text_table(s, FHIR_PATIENT, "more");
    struct fhir_reader *r = ARENA_NEW(s->arena, struct fhir_reader, 1);
    *r = fhir_reader_open(f, FHIR_PATIENT, &t);
    for (unsigned i = 0; i < 2 * FHIR_LEFT_MOST; i++)
        fhir_leave_out(r, str_fmt(s->arena, "resourceType=T%u", i), 2);
    assert_int_equal(r->lefts, FHIR_LEFT_MOST);
    assert_true(str_eq(r->left[FHIR_LEFT_MOST - 1].reason, STR("other")));
    assert_int_equal(r->left[FHIR_LEFT_MOST - 1].count, 2 * (FHIR_LEFT_MOST + 1));
    fhir_close(f);
    fhir_close(NULL);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)
    const struct CMUnitTest tests[] = {
        CASE(people),
        CASE(people_with_faults),
        CASE(staff_and_units),
        CASE(contacts),
        CASE(what_was_found),
        CASE(what_was_done_and_prescribed),
        CASE(measurements),
        CASE(exponents),
        CASE(more_values_than_fit),
        cmocka_unit_test(names_of_files),
        cmocka_unit_test(many_ids),
        CASE(reasons_are_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
