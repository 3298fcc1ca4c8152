/* exchange/fhir.h - FHIR R4 resources as rows of the import tables: a second way
 * to the same tables, with the same checks (docs/operator/fhir.md).
 *
 * A bulk file has one resource a line and is named by their type. Resources refer
 * to each other by id, rows by personnummer and HSA-id, so the ids of patients,
 * practitioners, organizations and encounters must be learnt before what refers
 * to them is read. What a row lacks or has wrong is a reject, with the FHIR path
 * as its column: besides the errors of exchange/cell.h and core/json_in.h
 * "fhir.type" (another type than the file's, or none), "fhir.identifier" (no
 * identifier of a system that is known), "fhir.reference" (to a resource that is
 * not in the files), "fhir.date" (a year or a month where a day is needed),
 * "fhir.code" (no code), "fhir.tag" (no column of that name) and "fhir.rows"
 * (more than FHIR_ROWS_MOST rows in one resource).
 *
 *     struct fhir *f = fhir_open(today);
 *     fhir_learn(f, FHIR_PATIENT, line, scratch);       each line of Patient.ndjson
 *     struct fhir_reader r = fhir_reader_open(f, FHIR_ENCOUNTER, &TABLES[TABLE_CONTACTS]);
 *     rows = fhir_read(&r, line, scratch, row);         each line of Encounter.ndjson
 *     fhir_close(f); */
#ifndef EXCHANGE_FHIR_H
#define EXCHANGE_FHIR_H
#include "domain/hsaid.h"
#include "exchange/import.h"
#include "exchange/row_reader.h"

/* In the order of dependency. Of the first FHIR_LEARNT ids are learnt. */
enum fhir_resource {
    FHIR_ORGANIZATION,
    FHIR_PRACTITIONER,
    FHIR_PATIENT,
    FHIR_ENCOUNTER,
    FHIR_CONDITION,
    FHIR_OBSERVATION,
    FHIR_MEDICATION_REQUEST,
    FHIR_PROCEDURE,
    FHIR_RESOURCES,
    FHIR_LEARNT = FHIR_CONDITION
};
enum { FHIR_ROWS_MOST = 64, FHIR_LEFT_MOST = 32 };

/* The type that a file's name tells, without `.ndjson`: "Patient" of Patient.000, Patient-2023,
 * Patient_1 and 1.Patient. Empty: it tells none. */
struct str fhir_type_of_name(struct str name);
/* FHIR_RESOURCES: none that is read. */
enum fhir_resource fhir_resource_of_type(struct str type);
const char *fhir_table(enum fhir_resource resource); /* the table that its rows belong to */
/* Where the column's value stands in the resource, else the column's own name. */
const char *fhir_path(enum fhir_resource resource, const char *column);

/* What rows call the code system with that URI: a short name where there is one, else the URI. */
struct str fhir_system_name(struct str uri);
/* Whether one of those short names is the `same` as this. */
bool fhir_system_named(struct str name, bool (*same)(struct str x, struct str y));

/* What is known of the resources of a load: about 100 bytes for each whose id is learnt, 150 for an
 * encounter. Its own memory: every fhir_open() is met by one fhir_close(). One thread at a time. */
struct fhir;
struct fhir *fhir_open(struct day today);
void fhir_close(struct fhir *f); /* NULL is allowed */
/* What the line's id stands for; a line that is wrong is passed over, its reject comes with its
 * rows. `scratch` is used and may be reset afterwards. */
void fhir_learn(struct fhir *f, enum fhir_resource resource, struct str line,
                struct arena *scratch);
/* A member of staff that another file tells of. */
void fhir_know_staff(struct fhir *f, const struct hsaid *staff, enum profession profession);

struct fhir_row {
    void *row; /* the struct of the table; NULL: it cannot be taken, `reject` says why */
    struct reject reject;
};
struct fhir_reader {
    struct fhir *fhir;
    enum fhir_resource resource;
    const struct table *table;
    struct cells cells;
    const struct fhir_rule *rule[COLUMNS_MOST];      /* of each column; NULL: none */
    _Alignas(max_align_t) char blank[ROW_SIZE_MOST]; /* a row of which every field is empty */
    struct import_left left[FHIR_LEFT_MOST];         /* what was left out so far */
    unsigned lefts;
};
struct fhir_reader fhir_reader_open(struct fhir *f, enum fhir_resource resource,
                                    const struct table *table);
/* The rows of a line, in `scratch`, where they and what they point to stay; 0: the resource is left
 * out, and counted. An encounter is learnt, too. */
unsigned fhir_read(struct fhir_reader *r, struct str line, struct arena *scratch,
                   struct fhir_row row[static FHIR_ROWS_MOST]);
/* Counts `count` that were left out for that reason; what does not fit is counted as "other". */
void fhir_leave_out(struct fhir_reader *r, struct str reason, uint64_t count);
#endif
