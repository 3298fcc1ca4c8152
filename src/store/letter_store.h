/* store/letter_store.h - who is to be written to on paper, and the runs that wrote. Reading as in
 * store/unit_store.h. */
#ifndef STORE_LETTER_STORE_H
#define STORE_LETTER_STORE_H
#include "domain/message.h"
#include "domain/person_id.h"
#include "domain/vocab.h"
#include "store/db.h"

struct letter_person {
    int64_t person, message; /* one that is due; of a run its last */
    struct str given_name, surname, street, postal_code, city; /* empty: not said */
    struct day birth_date;
    enum protection protection;
    struct person_id id;                /* the newest */
    bool paper;                         /* of their own */
    int64_t guardians, guardians_paper; /* alive; who of them want paper and have not read it: who
                                           is named by two identifiers counts twice */
    enum message_kind kind;             /* of the message that is due, as its unit */
    struct hsaid unit;
};
struct letter_reader {
    void *state;
    bool (*take)(void *state, const struct letter_person *row, struct err *err);
};
/* Each message that was neither read by all nor written, of who wants paper or has guardians, but
 * of the dead; by postal code, those of a person together. */
MUST_USE bool letter_each_due(struct db *db, struct letter_reader reader, struct err *err);
/* Whom the run wrote to. */
MUST_USE bool letter_each_of(struct db *db, int64_t run, struct letter_reader reader,
                             struct err *err);

struct letter_run {
    int64_t run, letters;
    struct str sha256; /* of the file */
    struct moment at;
};
MUST_USE bool letter_run_last(struct db *db, int64_t *out, struct err *err); /* 0: none */
/* When a run was. position 0: there is no such run. */
struct letter_when {
    int64_t position;
    struct day day;
};
MUST_USE bool letter_run_when(struct db *db, int64_t run, struct letter_when *out, struct err *err);
MUST_USE bool letter_run_insert(struct db *db, const struct letter_run *run, int64_t position,
                                struct err *err);
/* The message is written by the run. */
MUST_USE bool letter_told(struct db *db, int64_t message, int64_t run, struct err *err);
struct letter_run_reader {
    void *state;
    bool (*take)(void *state, const struct letter_run *row, struct err *err);
};
MUST_USE bool letter_each_run(struct db *db, struct letter_run_reader reader, struct err *err);
#endif
