/* exchange/fhir_parts.h - what the files of the FHIR mapping share: fhir_map.c has
 * the tables, fhir_rules_*.c what they name; fhir_elements.c reads elements,
 * fhir_codes.c codes and systems, fhir_refs.c references; fhir.c makes rows. */
#ifndef EXCHANGE_FHIR_PARTS_H
#define EXCHANGE_FHIR_PARTS_H
#include "core/json_in.h"
#include "domain/person_id.h"
#include "engine/hsaid_dict.h"
#include "exchange/fhir.h"
#include "exchange/fhir_ids.h"

/* ---- what is known ---- */

struct fhir_party { /* behind an HSA-id */
    bool is_unit;   /* an organization that states what a unit needs */
    bool has_profession;
    enum profession profession;
};
struct fhir_encounter {
    struct str contact; /* its key */
    uint32_t unit;      /* number of the HSA-id + 1; 0: it names none */
    struct day day;
};
struct fhir {
    struct arena *arena;
    struct day today;
    struct fhir_ids id[FHIR_LEARNT]; /* packed identifier of a patient, index of an encounter,
                                        number of the HSA-id of the others */
    struct hsaid_dict hsaid;
    struct bag party;     /* struct fhir_party, by number of the HSA-id */
    struct bag encounter; /* struct fhir_encounter */
};
uint32_t fhir_hsaid(struct fhir *f, const struct hsaid *id); /* its number, known or not */

/* ---- the mapping ---- */

/* A resource that is being read. */
struct fhir_reading {
    struct fhir *fhir;
    struct arena *arena;
    const struct json_in *resource;
    const struct json_in *part; /* what the value stands in: a component, or the resource */
    const struct json_in *tags; /* meta.tag; NULL: it has none */
};
struct fhir_word {
    const char *word, *ours;
};
/* How one column's text is made. */
struct fhir_rule {
    const char *column, *path; /* alternatives are separated by |, the first that stands counts */
    /* Leaves *out, which is empty, alone where the resource does not say. */
    bool (*read)(const struct fhir_reading *r, const struct fhir_rule *rule, struct str *out,
                 struct err *err);
    const char *own;              /* of a code: the column's own system */
    const struct fhir_word *word; /* of words: up to one without a word */
};
struct fhir_stop { /* a resource whose `path` says `value` is left out */
    const char *path, *value;
};
struct fhir_mapping {
    const char *type, *table;
    const struct fhir_rule *rule;
    const struct fhir_stop *stop;
    const char *const *needs; /* columns without which it is left out, up to NULL; NULL: none */
    unsigned rules, stops;
    bool in_parts; /* each part with a number is a row */
};
extern const struct fhir_mapping FHIR_MAPPING[FHIR_RESOURCES];

/* ---- elements ---- */

/* What stands at a path of keys, in lists the first; of several paths (a|b.c) the first that
 * stands; NULL: nothing. */
const struct json_in *fhir_at(const struct json_in *value, const char *path);
struct str fhir_text(const struct json_in *value); /* of a text, number or boolean; else empty */
/* Which of several names or addresses: that of the wanted use, else the first that is in use. */
const struct json_in *fhir_in_use(const struct json_in *list, const char *wanted);
/* A JSON number without an exponent, its digits kept: 5.20e1 is 52.0. */
struct str fhir_plain_number(struct arena *a, struct str number);
/* A date or a time as Sweden's clocks showed it: YYYY-MM-DD or YYYY-MM-DDTHH:MM. */
MUST_USE bool fhir_when(struct arena *a, struct str text, struct str *out, struct err *err);

/* ---- codes ---- */

struct fhir_code {
    struct str code, system; /* empty: the column's own */
};
/* Of a concept's codings that of the column's own system, else the first with a code; false: it
 * has none. */
MUST_USE bool fhir_code_of(const struct json_in *concept, const char *own, struct fhir_code *out);
bool fhir_profession_of(const struct json_in *practitioner, enum profession *out);
struct str fhir_title_code(const struct json_in *practitioner); /* KV Befattning; or empty */
bool fhir_says_protected(const struct json_in *resource, bool *registration);

/* ---- identifiers and references ---- */

/* Of a resource or of a reference without an id: the text of the identifier; false: none of a
 * system that is known. */
MUST_USE bool fhir_person_text(const struct json_in *identifiers, struct str *out);
MUST_USE bool fhir_hsaid_text(const struct json_in *identifiers, struct str *out);
/* What a reference to a resource of that type stands for, as in struct fhir; *found: false where
 * there is none, or it is to another type. */
MUST_USE bool fhir_resolve(const struct fhir_reading *r, const struct json_in *reference,
                           enum fhir_resource type, bool *found, uint64_t *value, struct err *err);
/* The same as text: a person's, empty where there is none; that of a number that is known. */
MUST_USE bool fhir_person_at(const struct fhir_reading *r, const struct json_in *reference,
                             struct str *out, struct err *err);
struct str fhir_known_hsaid(const struct fhir_reading *r, uint32_t number);
/* The encounter that the resource belongs to; *out: NULL where it names none. */
MUST_USE bool fhir_encounter_of(const struct fhir_reading *r, const struct fhir_encounter **out,
                                struct err *err);
/* The practitioner who performed the encounter. */
MUST_USE bool fhir_performer(const struct fhir_reading *r, bool *found, uint32_t *hsaid,
                             struct err *err);
#endif
