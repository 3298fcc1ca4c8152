#include "store/named_contact_store.h"

bool named_contact_each(struct db *db, struct named_contact_reader reader, struct err *err)
{
    struct cursor c;
    if (!db_query(db, QUERY_NAMED_CONTACT_NOW, NULL, 0, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct named_contact_now row = {
            .person = db_get_i64(&c, 0),
            .staff = db_get_i64(&c, 1),
            .unit = db_get_i64(&c, 2),
            .from = db_get_day(&c, 3),
            .to = db_get_day(&c, 4),
            .informed_on = db_get_day(&c, 5),
            .kind = (enum contact_kind)db_get_i64(&c, 6),
        };
        if (!reader.take(reader.state, &row, err)) {
            db_end(&c);
            return false;
        }
    }
    return found == DB_END;
}

bool named_contact_touched(struct db *db, struct cursor *out, struct err *err)
{
    return db_query(db, QUERY_NAMED_CONTACT_TOUCHED, NULL, 0, out, err);
}

bool named_contact_each_stated(struct db *db, struct cursor *out, struct err *err)
{
    return db_query(db, QUERY_NAMED_CONTACT_EACH_STATED, NULL, 0, out, err);
}

struct named_contact_of_person named_contact_touched_row(const struct cursor *c)
{
    return (struct named_contact_of_person){
        .person = db_get_i64(c, 0),
        .stated = db_get_i64(c, 1),
        .staff = db_get_i64(c, 2),
        .unit = db_get_i64(c, 3),
        .from = db_get_day(c, 4),
        .to = db_get_day(c, 5),
        .kind = (enum contact_kind)db_get_i64(c, 6),
        .place = db_get_i64(c, 7),
    };
}

bool named_contact_forget_effects(struct db *db, struct err *err)
{
    return db_run(db, QUERY_NAMED_CONTACT_FORGET_EFFECTS, NULL, 0, err);
}

bool named_contact_insert_effect(struct db *db, const struct named_contact_of_person *row,
                                 struct err *err)
{
    struct db_value value[] = {db_i64(row->person), db_i64(row->kind), db_day(row->from),
                               db_day(row->to), db_i64(row->stated)};
    return db_add(db, QUERY_NAMED_CONTACT_INSERT_EFFECT, value, ARRAY_LEN(value), err);
}
