/* The mapping, as tables: for each resource the columns and how their texts are made. Its page is
 * docs/operator/fhir.md. */
#include "core/sb.h"
#include "exchange/fhir_parts.h"

/* ---- how texts are made ---- */

#define READER(name)                                                                               \
    static bool read_##name(const struct fhir_reading *r, const struct fhir_rule *rule,            \
                            struct str *out, struct err *err)

READER(text)
{
    *out = fhir_text(fhir_at(r->resource, rule->path));
    return true;
}

/* Of several parts one text, as given names and the lines of an address. */
static struct str join(struct arena *a, const struct json_in *list, const char *between)
{
    if (!list || list->kind != JSON_IN_LIST)
        return fhir_text(list);
    struct sb all = sb_open(a, 128);
    for (const struct json_in *v = list->first; v; v = v->next) {
        if (all.len > 0)
            sb_put(&all, str_of(between));
        sb_put(&all, fhir_text(v));
    }
    return sb_str(&all);
}

/* The last key of a path: name.given. */
static const char *last_key(const char *path)
{
    const char *key = path;
    for (; *path; path++)
        if (*path == '.')
            key = path + 1;
    return key;
}

READER(name)
{
    const struct json_in *n = fhir_in_use(json_in_get(r->resource, "name"), "official");
    *out = join(r->arena, json_in_get(n, last_key(rule->path)), " ");
    return true;
}

static const struct json_in *address(const struct fhir_reading *r, const char *use)
{
    return fhir_in_use(json_in_get(r->resource, "address"), use);
}

READER(home)
{
    *out = join(r->arena, json_in_get(address(r, "home"), last_key(rule->path)), ", ");
    return true;
}

READER(place)
{
    *out = join(r->arena, json_in_get(address(r, "work"), last_key(rule->path)), ", ");
    return true;
}

/* A county or a municipality where the address has its code; a name is not looked up. */
static struct str digits(struct str s, size_t count)
{
    bool good = s.len == count;
    for (size_t i = 0; good && i < s.len; i++)
        good = s.at[i] >= '0' && s.at[i] <= '9';
    return good ? s : STR("");
}

READER(county)
{
    *out = digits(fhir_text(json_in_get(address(r, "home"), "state")), 2);
    return true;
}

READER(municipality)
{
    *out = digits(fhir_text(json_in_get(address(r, "home"), "district")), 4);
    return true;
}

/* Of the first telecom of one of the systems, in their order. */
static struct str telecom(const struct fhir_reading *r, const char *system)
{
    const struct json_in *list = json_in_get(r->resource, "telecom");
    for (const struct json_in *t = list ? list->first : NULL; t; t = t->next)
        if (str_eq(fhir_text(json_in_get(t, "system")), str_of(system)) &&
            !str_eq(fhir_text(json_in_get(t, "use")), STR("old")))
            return fhir_text(json_in_get(t, "value"));
    return STR("");
}

READER(phone)
{
    *out = telecom(r, "phone");
    return true;
}

READER(email)
{
    *out = telecom(r, "email");
    return true;
}

READER(web)
{
    *out = telecom(r, "url");
    return true;
}

/* A word that is not in the table is handed on: the column's check says which it takes. */
READER(word)
{
    struct str said = fhir_text(fhir_at(r->resource, rule->path));
    *out = said;
    for (const struct fhir_word *w = rule->word; w->word; w++)
        if (str_eq(said, str_of(w->word)))
            *out = str_of(w->ours);
    return true;
}

READER(day)
{
    enum { DAY = 10 };
    struct str said = fhir_text(fhir_at(r->resource, rule->path));
    if (said.len == 0)
        return true;
    if (!fhir_when(r->arena, said, out, err))
        return false;
    out->len = out->len > DAY ? DAY : out->len;
    return true;
}

/* With the time of day where it is told. */
READER(when)
{
    struct str said = fhir_text(fhir_at(r->resource, rule->path));
    return said.len == 0 || fhir_when(r->arena, said, out, err);
}

/* A time or nothing. */
READER(time_only)
{
    enum { DAY = 10 };
    if (!read_when(r, rule, out, err))
        return false;
    if (out->len <= DAY)
        *out = STR("");
    return true;
}

/* ---- who ---- */

static struct str hsaid_text(const struct fhir_reading *r, uint32_t number)
{
    return hsaid_str(&r->fhir->hsaid.id[number]);
}

READER(own_person)
{
    return fhir_person_text(json_in_get(r->resource, "identifier"), out) ||
           FAIL(err, ERR_INVALID, "fhir.identifier", "%s", "Patient");
}

READER(own_hsaid)
{
    return fhir_hsaid_text(json_in_get(r->resource, "identifier"), out) ||
           FAIL(err, ERR_INVALID, "fhir.identifier", "%s", "HSA-id");
}

static bool person_at(const struct fhir_reading *r, const struct json_in *reference,
                      struct str *out, struct err *err)
{
    bool found = false;
    uint64_t packed = 0;
    char id[PERSON_ID_TEXT];
    if (!fhir_resolve(r, reference, FHIR_PATIENT, &found, &packed, err))
        return false;
    if (found)
        *out = str_copy(r->arena, person_id_format((struct person_id){packed}, id));
    return true;
}

READER(subject)
{
    return person_at(r, json_in_get(r->resource, "subject"), out, err);
}

READER(replaced_by)
{
    const struct json_in *list = json_in_get(r->resource, "link");
    for (const struct json_in *l = list ? list->first : NULL; l; l = l->next)
        if (str_eq(fhir_text(json_in_get(l, "type")), STR("replaced-by")))
            return person_at(r, json_in_get(l, "other"), out, err);
    return true;
}

READER(died)
{
    bool has_died = fhir_at(r->resource, "deceasedDateTime") ||
                    str_eq(fhir_text(fhir_at(r->resource, "deceasedBoolean")), STR("true"));
    *out = has_died ? STR("died") : STR("");
    return true;
}

READER(protection)
{
    bool registration = false;
    if (fhir_says_protected(r->resource, &registration))
        *out = registration ? STR("protected_registration") : STR("confidential");
    return true;
}

READER(is_protected)
{
    bool registration = false;
    if (fhir_says_protected(r->resource, &registration))
        *out = STR("yes");
    return true;
}

READER(own_profession)
{
    enum profession p = PROF_OTHER;
    (void)fhir_profession_of(r->resource, &p);
    *out = vocab_word(&VOCAB_PROFESSION, p);
    return true;
}

READER(title_code)
{
    *out = fhir_title_code(r->resource);
    return true;
}

/* An organization is part of clinics and companies, too: only a unit is a branch's parent. */
READER(parent)
{
    bool found = false;
    uint64_t number = 0;
    if (!fhir_resolve(r, json_in_get(r->resource, "partOf"), FHIR_ORGANIZATION, &found, &number,
                      err))
        return false;
    if (found && ((const struct fhir_party *)bag_at(&r->fhir->party, (size_t)number))->is_unit)
        *out = hsaid_text(r, (uint32_t)number);
    return true;
}

READER(performer)
{
    bool found = false;
    uint32_t number = 0;
    if (!fhir_performer(r, &found, &number, err))
        return false;
    if (found)
        *out = hsaid_text(r, number);
    return true;
}

READER(performers_profession)
{
    bool found = false;
    uint32_t number = 0;
    enum profession p = PROF_OTHER;
    if (!fhir_performer(r, &found, &number, err))
        return false;
    const struct fhir_party *party = found ? bag_at(&r->fhir->party, number) : NULL;
    if (party && party->has_profession)
        p = party->profession;
    *out = vocab_word(&VOCAB_PROFESSION, p);
    return true;
}

/* ---- contacts ---- */

READER(provider)
{
    bool found = false;
    uint64_t number = 0;
    if (!fhir_resolve(r, json_in_get(r->resource, "serviceProvider"), FHIR_ORGANIZATION, &found,
                      &number, err))
        return false;
    if (found)
        *out = hsaid_text(r, (uint32_t)number);
    return true;
}

/* What kind of encounter it was, where a coding says more than the class. */
static const struct fhir_word TYPES[] = {
    {"185317003", "phone"},      {"448337001", "video"}, {"1269517007", "video"},
    {"439708006", "home_visit"}, {NULL, NULL},
};

READER(form)
{
    const struct json_in *types = json_in_get(r->resource, "type");
    for (const struct json_in *t = types ? types->first : NULL; t; t = t->next)
        for (const struct fhir_word *w = TYPES; w->word; w++)
            if (str_eq(fhir_text(fhir_at(t, "coding.code")), str_of(w->word))) {
                *out = str_of(w->ours);
                return true;
            }
    return read_word(r, rule, out, err);
}

/* ---- what was found and done ---- */

READER(encounters_key)
{
    const struct fhir_encounter *e = NULL;
    if (!fhir_encounter_of(r, &e, err))
        return false;
    *out = e ? e->contact : STR("");
    return true;
}

/* The day of the resource, else that of its encounter. */
READER(day_or_encounters)
{
    const struct fhir_encounter *e = NULL;
    char room[DAY_TEXT];
    if (!read_day(r, rule, out, err))
        return false;
    if (out->len > 0)
        return true;
    if (!fhir_encounter_of(r, &e, err))
        return false;
    if (e)
        *out = str_copy(r->arena, day_format(e->day, room));
    return true;
}

/* The first organization in a list of references, or of its items' actors. */
static bool organization_in(const struct fhir_reading *r, const struct json_in *list, bool *found,
                            uint64_t *number, struct err *err)
{
    const struct json_in *v = list && list->kind == JSON_IN_LIST ? list->first : list;
    for (*found = false; v && !*found; v = list->kind == JSON_IN_LIST ? v->next : NULL) {
        const struct json_in *actor = fhir_at(v, "onBehalfOf|actor");
        if (!fhir_resolve(r, actor ? actor : v, FHIR_ORGANIZATION, found, number, err))
            return false;
    }
    return true;
}

/* The encounter's unit, else the organization that performed it. A laboratory performs an analysis
 * that a unit has asked for, so the encounter goes first. */
READER(unit)
{
    const struct fhir_encounter *e = NULL;
    bool found = false;
    uint64_t number = 0;
    if (!fhir_encounter_of(r, &e, err))
        return false;
    if (e && e->unit > 0) {
        *out = hsaid_text(r, e->unit - 1);
        return true;
    }
    const struct json_in *who = fhir_at(r->resource, "performer|requester");
    const struct json_in *all = json_in_get(r->resource, "performer");
    if (!organization_in(r, all ? all : who, &found, &number, err))
        return false;
    if (found)
        *out = hsaid_text(r, (uint32_t)number);
    return true;
}

static const struct json_in *contained(const struct fhir_reading *r, struct str reference)
{
    const struct json_in *list = json_in_get(r->resource, "contained");
    if (reference.len < 2 || reference.at[0] != '#')
        return NULL;
    struct str id = {reference.at + 1, reference.len - 1};
    for (const struct json_in *c = list ? list->first : NULL; c; c = c->next)
        if (str_eq(fhir_text(json_in_get(c, "id")), id))
            return json_in_get(c, "code");
    return NULL;
}

/* The concept that says what it is: of a drug also in the medication that the resource contains. */
static bool concept_code(const struct fhir_reading *r, const struct fhir_rule *rule,
                         struct fhir_code *out, struct err *err)
{
    const struct json_in *concept = fhir_at(r->part, rule->path);
    const struct json_in *drug = json_in_get(r->resource, "medicationReference");
    if (!concept && drug) {
        concept = contained(r, fhir_text(json_in_get(drug, "reference")));
        if (!concept)
            return FAIL(err, ERR_INVALID, "fhir.reference", "%s", "Medication");
    }
    return fhir_code_of(concept, rule->own, out) || FAIL(err, ERR_INVALID, "fhir.code", "%s", "");
}

READER(code)
{
    struct fhir_code c;
    if (!concept_code(r, rule, &c, err))
        return false;
    *out = c.code;
    return true;
}

READER(system)
{
    struct fhir_code c;
    if (!concept_code(r, rule, &c, err))
        return false;
    *out = c.system;
    return true;
}

READER(value)
{
    const struct json_in *quantity = json_in_get(r->part, "valueQuantity");
    struct str comparator = fhir_text(json_in_get(quantity, "comparator"));
    struct str number = fhir_plain_number(
        r->arena, fhir_text(fhir_at(r->part, "valueQuantity.value|valueInteger")));
    *out = comparator.len == 0
               ? number
               : str_fmt(r->arena, "%.*s%.*s", STR_FMT(comparator), STR_FMT(number));
    return true;
}

READER(value_unit)
{
    *out = fhir_text(fhir_at(r->part, rule->path));
    return true;
}

/* Only what is told in days. */
READER(days)
{
    static const char *const words[] = {"d", "day", "days", "dag", "dagar"};
    const struct json_in *supply = fhir_at(r->resource, rule->path);
    struct str unit_text = fhir_text(fhir_at(supply, "code|unit"));
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_eq(unit_text, str_of(words[i])))
            *out = fhir_text(json_in_get(supply, "value"));
    return true;
}

READER(prescribed)
{
    *out = STR("prescribed");
    return true;
}

/* ---- the tables ---- */

#define FROM(col, at, how) .column = (col), .path = (at), .read = read_##how
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
    {FROM("value_unit", "valueQuantity.unit|valueQuantity.code", value_unit)},
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
