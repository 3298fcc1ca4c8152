/* exchange/fhir_rules.h - how the text of each column is made of a resource: the
 * functions that the mapping's tables (fhir_map.c) name. One that fails says why
 * the resource is a reject; what the resource does not say leaves *out empty. */
#ifndef EXCHANGE_FHIR_RULES_H
#define EXCHANGE_FHIR_RULES_H
#include "exchange/fhir_parts.h"

#define FHIR_READER(name)                                                                          \
    bool fhir_read_##name(const struct fhir_reading *r, const struct fhir_rule *rule,              \
                          struct str *out, struct err *err)

/* ---- fhir_rules_people.c ---- */

FHIR_READER(name);
FHIR_READER(home);
FHIR_READER(place);
FHIR_READER(county);
FHIR_READER(municipality);
FHIR_READER(phone);
FHIR_READER(email);
FHIR_READER(web);
FHIR_READER(own_person);
FHIR_READER(own_hsaid);
FHIR_READER(replaced_by);
FHIR_READER(died);
FHIR_READER(protection);
FHIR_READER(is_protected);
FHIR_READER(own_profession);
FHIR_READER(title_code);
FHIR_READER(parent);

/* ---- fhir_rules_care.c: anything at a path, contacts, events ---- */

FHIR_READER(text);
FHIR_READER(word);
FHIR_READER(day);
FHIR_READER(when);
FHIR_READER(time_only);
FHIR_READER(subject);
FHIR_READER(performer);
FHIR_READER(performers_profession);
FHIR_READER(provider);
FHIR_READER(form);
FHIR_READER(encounters_key);
FHIR_READER(day_or_encounters);
FHIR_READER(unit);
FHIR_READER(code);
FHIR_READER(system);
FHIR_READER(value);
FHIR_READER(value_unit);
FHIR_READER(days);
FHIR_READER(prescribed);
#endif
