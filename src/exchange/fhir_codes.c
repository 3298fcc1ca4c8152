#include "exchange/fhir_parts.h"

/* The names that the columns `system` know; a system that is not here keeps its URI. The first name
 * of a column's own system is what its rules say. */
static const struct {
    const char *uri, *name;
} SYSTEMS[] = {
    {"http://hl7.org/fhir/sid/icd-10-se", "ICD-10-SE"},
    {"urn:oid:1.2.752.116.1.1.1.1.3", "ICD-10-SE"},
    {"urn:oid:1.2.752.116.1.1.1.1.8", "ICD-10-SE"},
    {"http://hl7.org/fhir/sid/icd-10", "ICD-10"},
    {"http://hl7.org/fhir/sid/icd-10-cm", "ICD-10-CM"},
    {"urn:oid:2.16.840.1.113883.6.90", "ICD-10-CM"},
    {"http://electronichealth.se/id/kva", "KVÅ"},
    {"urn:oid:1.2.752.116.1.3.2.1.4", "KVÅ"},
    {"urn:oid:1.2.752.116.1.3.2.3.4", "KVÅ"},
    {"urn:oid:1.2.752.129.2.2.2.1", "KVÅ"},
    {"http://npu-terminology.org", "NPU"},
    {"urn:oid:1.2.752.108.1", "NPU"},
    {"http://www.whocc.no/atc", "ATC"},
    {"urn:oid:1.2.752.129.2.2.3.1.1", "ATC"},
    {"http://snomed.info/sct", "SNOMED-CT"},
    {"urn:oid:1.2.752.116.2.1.1.1", "SNOMED-CT"},
    {"http://loinc.org", "LOINC"},
    {"http://www.nlm.nih.gov/research/umls/rxnorm", "RxNorm"},
};

/* What a blood pressure is called elsewhere; the two rows of one are joined by our own codes. */
static const struct {
    const char *uri, *code, *ours;
} PRESSURES[] = {
    {"http://loinc.org", "8480-6", "BP-SYS"},
    {"http://loinc.org", "8462-4", "BP-DIA"},
    {"http://snomed.info/sct", "271649006", "BP-SYS"},
    {"http://snomed.info/sct", "271650006", "BP-DIA"},
};

struct str fhir_system_name(struct str uri)
{
    for (size_t i = 0; i < ARRAY_LEN(SYSTEMS); i++)
        if (str_eq(uri, str_of(SYSTEMS[i].uri)))
            return str_of(SYSTEMS[i].name);
    return uri;
}

bool fhir_system_named(struct str name, bool (*same)(struct str x, struct str y))
{
    size_t i = 0;
    while (i < ARRAY_LEN(SYSTEMS) && !same(name, str_of(SYSTEMS[i].name)))
        i++;
    return i < ARRAY_LEN(SYSTEMS);
}

static const char *pressure_of(struct str uri, struct str code)
{
    for (size_t i = 0; i < ARRAY_LEN(PRESSURES); i++)
        if (str_eq(uri, str_of(PRESSURES[i].uri)) && str_eq(code, str_of(PRESSURES[i].code)))
            return PRESSURES[i].ours;
    return NULL;
}

static const struct json_in *codings(const struct json_in *concept)
{
    const struct json_in *list = json_in_get(concept, "coding");
    return list && list->kind == JSON_IN_LIST ? list->first : list;
}

bool fhir_code_of(const struct json_in *concept, const char *own, struct fhir_code *out)
{
    bool any = false, is_measurement = str_eq(str_of(own), STR("NPU"));
    for (const struct json_in *c = codings(concept); c; c = c->next) {
        struct str uri = fhir_text(json_in_get(c, "system"));
        struct str code = fhir_text(json_in_get(c, "code"));
        const char *pressure = is_measurement ? pressure_of(uri, code) : NULL;
        struct str system = fhir_system_name(uri);
        if (pressure) {
            *out = (struct fhir_code){str_of(pressure), STR("")};
            return true;
        }
        if (code.len > 0 && str_eq(system, str_of(own))) {
            *out = (struct fhir_code){code, STR("")};
            return true;
        }
        if (code.len > 0 && !any) {
            *out = (struct fhir_code){code, system};
            any = true;
        }
    }
    return any;
}

/* ---- staff ---- */

#define HOSP   "urn:oid:1.2.752.116.3.1.3"
#define SCT    "http://snomed.info/sct"
#define DEGREE "http://terminology.hl7.org/CodeSystem/v2-0360"
#define TITLE  "urn:oid:1.2.752.129.2.2.1.4"

/* Licensed professions (Socialstyrelsen's HOSP), SNOMED CT, and degrees of HL7. */
static const struct {
    const char *uri, *code;
    enum profession profession;
} PROFESSIONS[] = {
    {HOSP, "LK", PROF_PHYSICIAN},
    {HOSP, "SJ", PROF_NURSE},
    {HOSP, "SG", PROF_PHYSIOTHERAPIST},
    {HOSP, "FT", PROF_PHYSIOTHERAPIST},
    {HOSP, "AT", PROF_OCCUPATIONAL_THERAPIST},
    {HOSP, "PS", PROF_PSYCHOLOGIST},
    {HOSP, "HK", PROF_COUNSELLOR},
    {HOSP, "DT", PROF_DIETITIAN},
    {HOSP, "BM", PROF_MIDWIFE},
    {HOSP, "US", PROF_ASSISTANT_NURSE},
    {SCT, "158965000", PROF_PHYSICIAN},
    {SCT, "106292003", PROF_NURSE},
    {SCT, "36682004", PROF_PHYSIOTHERAPIST},
    {SCT, "80546007", PROF_OCCUPATIONAL_THERAPIST},
    {SCT, "59944000", PROF_PSYCHOLOGIST},
    {SCT, "106328005", PROF_COUNSELLOR},
    {SCT, "159033005", PROF_DIETITIAN},
    {SCT, "309453006", PROF_MIDWIFE},
    {DEGREE, "MD", PROF_PHYSICIAN},
    {DEGREE, "RN", PROF_NURSE},
    {DEGREE, "CNM", PROF_MIDWIFE},
};

static bool profession_of_coding(const struct json_in *coding, enum profession *out)
{
    struct str uri = fhir_text(json_in_get(coding, "system"));
    struct str code = fhir_text(json_in_get(coding, "code"));
    for (size_t i = 0; i < ARRAY_LEN(PROFESSIONS); i++)
        if (str_eq(uri, str_of(PROFESSIONS[i].uri)) && str_eq(code, str_of(PROFESSIONS[i].code))) {
            *out = PROFESSIONS[i].profession;
            return true;
        }
    return false;
}

static const struct json_in *qualifications(const struct json_in *practitioner)
{
    const struct json_in *list = json_in_get(practitioner, "qualification");
    return list && list->kind == JSON_IN_LIST ? list->first : list;
}

struct str fhir_title_code(const struct json_in *practitioner)
{
    for (const struct json_in *q = qualifications(practitioner); q; q = q->next)
        for (const struct json_in *c = codings(json_in_get(q, "code")); c; c = c->next)
            if (str_eq(fhir_text(json_in_get(c, "system")), STR(TITLE)))
                return fhir_text(json_in_get(c, "code"));
    return STR("");
}

/* KV Befattning has physicians under 20. */
bool fhir_profession_of(const struct json_in *practitioner, enum profession *out)
{
    for (const struct json_in *q = qualifications(practitioner); q; q = q->next)
        for (const struct json_in *c = codings(json_in_get(q, "code")); c; c = c->next)
            if (profession_of_coding(c, out))
                return true;
    struct str title = fhir_title_code(practitioner);
    if (title.len != 6 || !str_starts(title, STR("20")))
        return false;
    *out = PROF_PHYSICIAN;
    return true;
}

/* ---- protected identity ---- */

/* By the code alone: where it comes from, a mark that is not understood must not be lost. */
bool fhir_says_protected(const struct json_in *resource, bool *registration)
{
    static const struct {
        const char *code;
        bool registration;
    } marks[] = {
        {"skyddadFolkbokforing", true}, {"V", true}, {"sekretessmarkering", false}, {"R", false}};
    const struct json_in *list = json_in_get(json_in_get(resource, "meta"), "security");
    for (size_t i = 0; i < ARRAY_LEN(marks); i++)
        for (const struct json_in *c = list ? list->first : NULL; c; c = c->next)
            if (str_eq(fhir_text(json_in_get(c, "code")), str_of(marks[i].code))) {
                *registration = marks[i].registration;
                return true;
            }
    return false;
}
