#include "exchange/fhir_parts.h"

#include <string.h>

static const char *const PERSON_SYSTEMS[] = {
    "http://electronichealth.se/identifier/personnummer",
    "urn:oid:1.2.752.129.2.1.3.1",
    "http://electronichealth.se/identifier/samordningsnummer",
    "urn:oid:1.2.752.129.2.1.3.3",
    "http://electronichealth.se/identifier/nationelltReservnummer",
    "urn:oid:1.2.752.74.9.1",
    NULL,
};
static const char *const HSA_SYSTEMS[] = {
    "http://electronichealth.se/identifier/hsaid",
    "urn:oid:1.2.752.129.2.1.4.1",
    "urn:oid:1.2.752.29.4.19",
    NULL,
};

uint32_t fhir_hsaid(struct fhir *f, const struct hsaid *id)
{
    uint32_t number = hsaid_dict_add(&f->hsaid, id);
    while (f->party.count <= number)
        (void)bag_add(&f->party);
    return number;
}

/* In the order of the systems, so that a personnummer goes before what it replaced. */
static bool find_identifier(const struct json_in *identifiers, const char *const *systems,
                            struct str *out)
{
    const struct json_in *first =
        identifiers && identifiers->kind == JSON_IN_LIST ? identifiers->first : identifiers;
    for (; *systems; systems++)
        for (const struct json_in *i = first; i; i = i->next) {
            struct str value = fhir_text(json_in_get(i, "value"));
            if (value.len > 0 && !str_eq(fhir_text(json_in_get(i, "use")), STR("old")) &&
                str_eq(fhir_text(json_in_get(i, "system")), str_of(*systems))) {
                *out = value;
                return true;
            }
        }
    return false;
}

bool fhir_person_text(const struct json_in *identifiers, struct str *out)
{
    return find_identifier(identifiers, PERSON_SYSTEMS, out);
}

bool fhir_hsaid_text(const struct json_in *identifiers, struct str *out)
{
    return find_identifier(identifiers, HSA_SYSTEMS, out);
}

/* ---- references ---- */

/* What an identifier's text stands for. */
static bool value_of(const struct fhir_reading *r, enum fhir_resource type, struct str text,
                     uint64_t *value, struct err *err)
{
    struct person_id person;
    struct hsaid hsaid;
    if (type == FHIR_PATIENT) {
        if (!person_id_parse(text, r->fhir->today, &person, err))
            return false;
        *value = person.packed;
        return true;
    }
    if (!hsaid_parse(text, &hsaid, err))
        return false;
    *value = fhir_hsaid(r->fhir, &hsaid);
    return true;
}

static bool is_of(const char *const *systems, struct str system)
{
    for (; *systems; systems++)
        if (str_eq(system, str_of(*systems)))
            return true;
    return false;
}

static bool by_identifier(const struct fhir_reading *r, enum fhir_resource type, struct str system,
                          struct str text, uint64_t *value, struct err *err)
{
    if (type == FHIR_ENCOUNTER ||
        !is_of(type == FHIR_PATIENT ? PERSON_SYSTEMS : HSA_SYSTEMS, system))
        return FAIL(err, ERR_INVALID, "fhir.identifier", "%s", FHIR_MAPPING[type].type);
    return value_of(r, type, text, value, err);
}

/* Cuts what a reference says into type and id: "Patient/1", an address that ends like that, with or
 * without a version, "urn:uuid:…", which tells no type. */
static struct str cut_reference(struct str text, struct str *type)
{
    static const struct str uuid = STR_INIT("urn:uuid:"), history = STR_INIT("/_history/");
    struct str part = {0}, id = {0};
    *type = STR("");
    if (str_starts(text, uuid))
        return (struct str){text.at + uuid.len, text.len - uuid.len};
    for (size_t i = 0; i + history.len <= text.len; i++)
        if (memcmp(text.at + i, history.at, history.len) == 0)
            text.len = i;
    for (struct str rest = text; rest.at;) {
        part = str_cut(&rest, '/');
        *type = id;
        id = part;
    }
    return id;
}

/* "Practitioner?identifier=system|value" */
static bool cut_search(struct str text, struct str *type, struct str *system, struct str *value)
{
    static const struct str key = STR_INIT("identifier=");
    struct str rest = text;
    *type = str_cut(&rest, '?');
    if (!rest.at || !str_starts(rest, key))
        return false;
    rest = (struct str){rest.at + key.len, rest.len - key.len};
    *system = str_cut(&rest, '|');
    *value = rest;
    return rest.at;
}

bool fhir_resolve(const struct fhir_reading *r, const struct json_in *reference,
                  enum fhir_resource type, bool *found, uint64_t *value, struct err *err)
{
    struct str wanted = str_of(FHIR_MAPPING[type].type), said = STR(""), system, text;
    struct str by = fhir_text(json_in_get(reference, "reference"));
    const struct json_in *identifier = json_in_get(reference, "identifier");
    struct str stated = fhir_text(json_in_get(reference, "type"));
    *found = false;
    if (by.len == 0 && (!identifier || (stated.len > 0 && !str_eq(stated, wanted))))
        return true;
    *found = true;
    if (by.len == 0)
        return by_identifier(r, type, fhir_text(json_in_get(identifier, "system")),
                             fhir_text(json_in_get(identifier, "value")), value, err);
    if (cut_search(by, &said, &system, &text)) {
        *found = str_eq(said, wanted);
        return !*found || by_identifier(r, type, system, text, value, err);
    }
    struct str id = cut_reference(by, &said);
    if (said.len > 0 && !str_eq(said, wanted)) {
        *found = false;
        return true;
    }
    return fhir_ids_find(&r->fhir->id[type], id, value) ||
           FAIL(err, ERR_INVALID, "fhir.reference", "%s", FHIR_MAPPING[type].type);
}

bool fhir_encounter_of(const struct fhir_reading *r, const struct fhir_encounter **out,
                       struct err *err)
{
    bool found = false;
    uint64_t index = 0;
    const struct json_in *reference = json_in_get(r->resource, "encounter");
    if (!fhir_resolve(r, reference, FHIR_ENCOUNTER, &found, &index, err))
        return false;
    *out = found ? bag_at(&r->fhir->encounter, (size_t)index) : NULL;
    return true;
}

/* Somebody who performed or attended before others who took part. */
static bool is_main(const struct json_in *participant)
{
    struct str type = fhir_text(fhir_at(participant, "type.coding.code"));
    return str_eq(type, STR("PPRF")) || str_eq(type, STR("ATND"));
}

bool fhir_performer(const struct fhir_reading *r, bool *found, uint32_t *hsaid, struct err *err)
{
    const struct json_in *list = json_in_get(r->resource, "participant");
    const struct json_in *first = list && list->kind == JSON_IN_LIST ? list->first : NULL;
    *found = false;
    for (int main = 1; main >= 0 && !*found; main--)
        for (const struct json_in *p = first; p && !*found; p = p->next) {
            uint64_t value = 0;
            if (is_main(p) != main)
                continue;
            if (!fhir_resolve(r, json_in_get(p, "individual"), FHIR_PRACTITIONER, found, &value,
                              err))
                return false;
            *hsaid = (uint32_t)value;
        }
    return true;
}

struct str fhir_known_hsaid(const struct fhir_reading *r, uint32_t number)
{
    return hsaid_str(&r->fhir->hsaid.id[number]);
}

bool fhir_person_at(const struct fhir_reading *r, const struct json_in *reference, struct str *out,
                    struct err *err)
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
