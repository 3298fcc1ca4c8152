/* The mapping, as tables: for each resource the columns and how their texts are made. Its page is
 * docs/operator/fhir.md. */
#include "exchange/fhir_rules.h"

#define FROM(col, at, how) .column = (col), .path = (at), .read = fhir_read_##how
static const struct fhir_word GENDERS[] = {
    {"female", "F"}, {"male", "M"}, {"other", ""}, {"unknown", ""}, {NULL, NULL}};
static const struct fhir_word FORMS[] = {{"AMB", "visit"},     {"EMER", "visit"},
                                         {"HH", "home_visit"}, {"FLD", "home_visit"},
                                         {"VR", "digital"},    {NULL, NULL}};
static const struct fhir_word LEVELS[] = {{"AMB", "primary"}, {"EMER", "emergency"},
                                          {"HH", "primary"},  {"FLD", "primary"},
                                          {"VR", "primary"},  {NULL, NULL}};

static const struct fhir_rule ORGANIZATION[] = {
    {FROM("unit", "identifier", own_hsaid)},
    {FROM("name", "name", text)},
    {FROM("county", "address.state", county)},
    {FROM("municipality", "address.district", municipality)},
    {FROM("street", "address.line", place)},
    {FROM("postal_code", "address.postalCode", place)},
    {FROM("city", "address.city", place)},
    {FROM("web", "telecom", web)},
    {FROM("phone", "telecom", phone)},
    {FROM("parent", "partOf", parent)},
};
static const char *const UNIT_NEEDS[] = {"operator", "county", NULL};

static const struct fhir_rule PRACTITIONER[] = {
    {FROM("staff", "identifier", own_hsaid)},
    {FROM("given_name", "name.given", name)},
    {FROM("surname", "name.family", name)},
    {FROM("title_code", "qualification.code", title_code)},
    {FROM("profession", "qualification.code", own_profession)},
    {FROM("protected", "meta.security", is_protected)},
};

static const struct fhir_rule PATIENT[] = {
    {FROM("person", "identifier", own_person)},
    {FROM("given_name", "name.given", name)},
    {FROM("surname", "name.family", name)},
    {FROM("birth_date", "birthDate", day)},
    {FROM("sex", "gender", word), .word = GENDERS},
    {FROM("county", "address.state", county)},
    {FROM("municipality", "address.district", municipality)},
    {FROM("street", "address.line", home)},
    {FROM("postal_code", "address.postalCode", home)},
    {FROM("city", "address.city", home)},
    {FROM("protection", "meta.security", protection)},
    {FROM("phone", "telecom", phone)},
    {FROM("email", "telecom", email)},
    {FROM("deregistered_on", "deceasedDateTime", day)},
    {FROM("deregistration_reason", "deceasedDateTime|deceasedBoolean", died)},
    {FROM("replaced_by", "link.other", replaced_by)},
};

static const struct fhir_rule ENCOUNTER[] = {
    {FROM("contact", "identifier.value|id", text)},
    {FROM("person", "subject", subject)},
    {FROM("date", "period.start", when)},
    {FROM("unit", "serviceProvider", provider)},
    {FROM("staff", "participant.individual", performer)},
    {FROM("profession", "participant.individual", performers_profession)},
    {FROM("form", "class.code", form), .word = FORMS},
    {FROM("level", "class.code", word), .word = LEVELS},
};

static const struct fhir_rule CONDITION[] = {
    {FROM("person", "subject", subject)},
    {FROM("date", "recordedDate|onsetDateTime|onsetPeriod.start", day_or_encounters)},
    {FROM("unit", "encounter", unit)},
    {FROM("code", "code", code), .own = "ICD-10-SE"},
    {FROM("contact", "encounter", encounters_key)},
    {FROM("system", "code", system), .own = "ICD-10-SE"},
};

#define EFFECTIVE "effectiveDateTime|effectiveInstant|effectivePeriod.start"
static const struct fhir_rule OBSERVATION[] = {
    {FROM("person", "subject", subject)},
    {FROM("date", EFFECTIVE, day_or_encounters)},
    {FROM("unit", "encounter", unit)},
    {FROM("code", "code", code), .own = "NPU"},
    {FROM("value", "valueQuantity", value)},
    {FROM("value_unit", "valueQuantity.code|valueQuantity.unit", value_unit)},
    {FROM("time", EFFECTIVE, time_only)},
    {FROM("system", "code", system), .own = "NPU"},
};

static const struct fhir_rule MEDICATION_REQUEST[] = {
    {FROM("person", "subject", subject)},
    {FROM("date", "authoredOn", day_or_encounters)},
    {FROM("unit", "encounter", unit)},
    {FROM("atc", "medicationCodeableConcept", code), .own = "ATC"},
    {FROM("days", "dispenseRequest.expectedSupplyDuration", days)},
    {FROM("source", "intent", prescribed)},
    {FROM("system", "medicationCodeableConcept", system), .own = "ATC"},
};

static const struct fhir_rule PROCEDURE[] = {
    {FROM("person", "subject", subject)},
    {FROM("date", "performedDateTime|performedPeriod.start", day_or_encounters)},
    {FROM("unit", "encounter", unit)},
    {FROM("code", "code", code), .own = "KVÅ"},
    {FROM("contact", "encounter", encounters_key)},
    {FROM("system", "code", system), .own = "KVÅ"},
};

/* What did not happen, was a mistake, is not yet so, or is no outpatient care. */
static const struct fhir_stop ENCOUNTER_STOPS[] = {
    {"status", "entered-in-error"}, {"status", "cancelled"}, {"status", "planned"},
    {"class.code", "IMP"},          {"class.code", "ACUTE"}, {"class.code", "NONAC"},
    {"class.code", "OBSENC"},       {"class.code", "PRENC"}, {"class.code", "SS"},
};
static const struct fhir_stop CONDITION_STOPS[] = {
    {"verificationStatus.coding.code", "entered-in-error"},
    {"verificationStatus.coding.code", "refuted"},
};
static const struct fhir_stop OBSERVATION_STOPS[] = {
    {"status", "entered-in-error"},
    {"status", "cancelled"},
    {"status", "registered"},
    {"status", "preliminary"},
};
static const struct fhir_stop MEDICATION_STOPS[] = {
    {"status", "entered-in-error"}, {"status", "cancelled"}, {"status", "draft"},
    {"intent", "proposal"},         {"intent", "plan"},      {"doNotPerform", "true"},
};
static const struct fhir_stop PROCEDURE_STOPS[] = {
    {"status", "entered-in-error"},
    {"status", "not-done"},
    {"status", "preparation"},
};

#define RULES(of) .rule = (of), .rules = ARRAY_LEN(of)
#define STOPS(of) .stop = (of), .stops = ARRAY_LEN(of)
const struct fhir_mapping FHIR_MAPPING[FHIR_RESOURCES] = {
    [FHIR_ORGANIZATION] = {.type = "Organization",
                           .table = "units",
                           RULES(ORGANIZATION),
                           .needs = UNIT_NEEDS},
    [FHIR_PRACTITIONER] = {.type = "Practitioner", .table = "staff", RULES(PRACTITIONER)},
    [FHIR_PATIENT] = {.type = "Patient", .table = "people", RULES(PATIENT)},
    [FHIR_ENCOUNTER] = {.type = "Encounter",
                        .table = "contacts",
                        RULES(ENCOUNTER),
                        STOPS(ENCOUNTER_STOPS)},
    [FHIR_CONDITION] = {.type = "Condition",
                        .table = "diagnoses",
                        RULES(CONDITION),
                        STOPS(CONDITION_STOPS)},
    [FHIR_OBSERVATION] = {.type = "Observation",
                          .table = "measurements",
                          RULES(OBSERVATION),
                          STOPS(OBSERVATION_STOPS),
                          .in_parts = true},
    [FHIR_MEDICATION_REQUEST] = {.type = "MedicationRequest",
                                 .table = "prescriptions",
                                 RULES(MEDICATION_REQUEST),
                                 STOPS(MEDICATION_STOPS)},
    [FHIR_PROCEDURE] = {.type = "Procedure",
                        .table = "procedures",
                        RULES(PROCEDURE),
                        STOPS(PROCEDURE_STOPS)},
};
