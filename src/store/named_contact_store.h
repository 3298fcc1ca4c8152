/* store/named_contact_store.h - named contacts as stated and in effect. Reading as in
 * store/unit_store.h. */
#ifndef STORE_NAMED_CONTACT_STORE_H
#define STORE_NAMED_CONTACT_STORE_H
#include "domain/rows.h"
#include "store/db.h"

/* The named contacts in effect now, by person, kind, `from`. */
struct named_contact_now {
    int64_t person, staff, unit;
    struct day from, to, informed_on;
    enum contact_kind kind;
};
struct named_contact_reader {
    void *state;
    bool (*take)(void *state, const struct named_contact_now *row, struct err *err);
};
MUST_USE bool named_contact_each(struct db *db, struct named_contact_reader reader,
                                 struct err *err);

/* Stated rows of the touched persons (store/stage.h), by person. */
struct named_contact_of_person {
    int64_t person, stated, staff, unit;
    struct day from, to;
    enum contact_kind kind;
    int64_t place; /* in the order of recording, though it was taken back and came back */
};
MUST_USE bool named_contact_touched(struct db *db, struct cursor *out, struct err *err);
/* The same of everybody, as listing_each_stated(). */
MUST_USE bool named_contact_each_stated(struct db *db, struct cursor *out, struct err *err);
struct named_contact_of_person named_contact_touched_row(const struct cursor *c);
MUST_USE bool named_contact_forget_effects(struct db *db, struct err *err); /* of the touched */
/* `row` is what it comes from, but for its from and to. */
MUST_USE bool named_contact_insert_effect(struct db *db, const struct named_contact_of_person *row,
                                          struct err *err);
#endif
