/* What care did: what the rules of encounters, conditions, observations, requests and procedures
 * make of a resource. */
#include "exchange/fhir_rules.h"

FHIR_READER(text)
{
    *out = fhir_text(fhir_at(r->resource, rule->path));
    return true;
}

/* A word that is not in the table is handed on: the column's check says which it takes. */
FHIR_READER(word)
{
    struct str said = fhir_text(fhir_at(r->resource, rule->path));
    *out = said;
    for (const struct fhir_word *w = rule->word; w->word; w++)
        if (str_eq(said, str_of(w->word)))
            *out = str_of(w->ours);
    return true;
}

FHIR_READER(day)
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
FHIR_READER(when)
{
    struct str said = fhir_text(fhir_at(r->resource, rule->path));
    return said.len == 0 || fhir_when(r->arena, said, out, err);
}

/* A time or nothing. */
FHIR_READER(time_only)
{
    enum { DAY = 10 };
    if (!fhir_read_when(r, rule, out, err))
        return false;
    if (out->len <= DAY)
        *out = STR("");
    return true;
}

FHIR_READER(subject)
{
    return fhir_person_at(r, json_in_get(r->resource, "subject"), out, err);
}

FHIR_READER(performer)
{
    bool found = false;
    uint32_t number = 0;
    if (!fhir_performer(r, &found, &number, err))
        return false;
    if (found)
        *out = fhir_known_hsaid(r, number);
    return true;
}

FHIR_READER(performers_profession)
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

FHIR_READER(provider)
{
    bool found = false;
    uint64_t number = 0;
    if (!fhir_resolve(r, json_in_get(r->resource, "serviceProvider"), FHIR_ORGANIZATION, &found,
                      &number, err))
        return false;
    if (found)
        *out = fhir_known_hsaid(r, (uint32_t)number);
    return true;
}

/* What kind of encounter it was, where a coding says more than the class. */
static const struct fhir_word TYPES[] = {
    {"185317003", "phone"},      {"448337001", "video"}, {"1269517007", "video"},
    {"439708006", "home_visit"}, {NULL, NULL},
};

FHIR_READER(form)
{
    const struct json_in *types = json_in_get(r->resource, "type");
    for (const struct json_in *t = types ? types->first : NULL; t; t = t->next)
        for (const struct fhir_word *w = TYPES; w->word; w++)
            if (str_eq(fhir_text(fhir_at(t, "coding.code")), str_of(w->word))) {
                *out = str_of(w->ours);
                return true;
            }
    return fhir_read_word(r, rule, out, err);
}

FHIR_READER(encounters_key)
{
    const struct fhir_encounter *e = NULL;
    if (!fhir_encounter_of(r, &e, err))
        return false;
    *out = e ? e->contact : STR("");
    return true;
}

/* The day of the resource, else that of its encounter. */
FHIR_READER(day_or_encounters)
{
    const struct fhir_encounter *e = NULL;
    char room[DAY_TEXT];
    if (!fhir_read_day(r, rule, out, err))
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
FHIR_READER(unit)
{
    const struct fhir_encounter *e = NULL;
    bool found = false;
    uint64_t number = 0;
    if (!fhir_encounter_of(r, &e, err))
        return false;
    if (e && e->unit > 0) {
        *out = fhir_known_hsaid(r, e->unit - 1);
        return true;
    }
    const struct json_in *who = fhir_at(r->resource, "performer|requester");
    const struct json_in *all = json_in_get(r->resource, "performer");
    if (!organization_in(r, all ? all : who, &found, &number, err))
        return false;
    if (found)
        *out = fhir_known_hsaid(r, (uint32_t)number);
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

FHIR_READER(code)
{
    struct fhir_code c;
    if (!concept_code(r, rule, &c, err))
        return false;
    *out = c.code;
    return true;
}

FHIR_READER(system)
{
    struct fhir_code c;
    if (!concept_code(r, rule, &c, err))
        return false;
    *out = c.system;
    return true;
}

FHIR_READER(value)
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

FHIR_READER(value_unit)
{
    *out = fhir_text(fhir_at(r->part, rule->path));
    return true;
}

/* Only what is told in days. */
FHIR_READER(days)
{
    static const char *const words[] = {"d", "day", "days", "dag", "dagar"};
    const struct json_in *supply = fhir_at(r->resource, rule->path);
    struct str unit_text = fhir_text(fhir_at(supply, "code|unit"));
    for (size_t i = 0; i < ARRAY_LEN(words); i++)
        if (str_eq(unit_text, str_of(words[i])))
            *out = fhir_text(json_in_get(supply, "value"));
    return true;
}

FHIR_READER(prescribed)
{
    *out = STR("prescribed");
    return true;
}
