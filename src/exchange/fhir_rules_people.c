/* Who: what the rules of organizations, practitioners and patients make of a resource. */
#include "core/sb.h"
#include "exchange/fhir_rules.h"

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

FHIR_READER(name)
{
    const struct json_in *n = fhir_in_use(json_in_get(r->resource, "name"), "official");
    *out = join(r->arena, json_in_get(n, last_key(rule->path)), " ");
    return true;
}

static const struct json_in *address(const struct fhir_reading *r, const char *use)
{
    return fhir_in_use(json_in_get(r->resource, "address"), use);
}

FHIR_READER(home)
{
    *out = join(r->arena, json_in_get(address(r, "home"), last_key(rule->path)), ", ");
    return true;
}

FHIR_READER(place)
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

FHIR_READER(county)
{
    *out = digits(fhir_text(json_in_get(address(r, "home"), "state")), 2);
    return true;
}

FHIR_READER(municipality)
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

FHIR_READER(phone)
{
    *out = telecom(r, "phone");
    return true;
}

FHIR_READER(email)
{
    *out = telecom(r, "email");
    return true;
}

FHIR_READER(web)
{
    *out = telecom(r, "url");
    return true;
}

FHIR_READER(own_person)
{
    return fhir_person_text(json_in_get(r->resource, "identifier"), out) ||
           FAIL(err, ERR_INVALID, "fhir.identifier", "%s", "Patient");
}

FHIR_READER(own_hsaid)
{
    return fhir_hsaid_text(json_in_get(r->resource, "identifier"), out) ||
           FAIL(err, ERR_INVALID, "fhir.identifier", "%s", "HSA-id");
}

FHIR_READER(replaced_by)
{
    const struct json_in *list = json_in_get(r->resource, "link");
    for (const struct json_in *l = list ? list->first : NULL; l; l = l->next)
        if (str_eq(fhir_text(json_in_get(l, "type")), STR("replaced-by")))
            return fhir_person_at(r, json_in_get(l, "other"), out, err);
    return true;
}

FHIR_READER(died)
{
    bool has_died = fhir_at(r->resource, "deceasedDateTime") ||
                    str_eq(fhir_text(fhir_at(r->resource, "deceasedBoolean")), STR("true"));
    *out = has_died ? STR("died") : STR("");
    return true;
}

FHIR_READER(protection)
{
    bool registration = false;
    if (fhir_says_protected(r->resource, &registration))
        *out = registration ? STR("protected_registration") : STR("confidential");
    return true;
}

FHIR_READER(is_protected)
{
    bool registration = false;
    if (fhir_says_protected(r->resource, &registration))
        *out = STR("yes");
    return true;
}

FHIR_READER(own_profession)
{
    enum profession p = PROF_OTHER;
    (void)fhir_profession_of(r->resource, &p);
    *out = vocab_word(&VOCAB_PROFESSION, p);
    return true;
}

FHIR_READER(title_code)
{
    *out = fhir_title_code(r->resource);
    return true;
}

/* An organization is part of clinics and companies, too: only a unit is a branch's parent. */
FHIR_READER(parent)
{
    bool found = false;
    uint64_t number = 0;
    if (!fhir_resolve(r, json_in_get(r->resource, "partOf"), FHIR_ORGANIZATION, &found, &number,
                      err))
        return false;
    if (found && ((const struct fhir_party *)bag_at(&r->fhir->party, (size_t)number))->is_unit)
        *out = fhir_known_hsaid(r, (uint32_t)number);
    return true;
}
