#include "store/residence_store.h"

static bool each(struct db *db, const struct db_ask *ask, struct residence_reader reader,
                 struct err *err)
{
    struct cursor c;
    if (!db_query(db, ask->query, ask->value, ask->count, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct residence_now row = {
            .person = db_get_i64(&c, 0),
            .recorded = db_get_i64(&c, 1),
            .municipality = db_get_text(&c, 2),
            .from = db_get_day(&c, 3),
            .to = db_get_day(&c, 4),
            .reported_on = db_get_day(&c, 5),
            .kind = (enum residence_kind)db_get_i64(&c, 6),
            .died = db_get_day(&c, 7),
        };
        if (!reader.take(reader.state, &row, err)) {
            db_end(&c);
            return false;
        }
    }
    return found == DB_END;
}

bool residence_each(struct db *db, struct residence_reader reader, struct err *err)
{
    return each(db, &(struct db_ask){.query = QUERY_RESIDENCE_NOW}, reader, err);
}

bool residence_each_of(struct db *db, int64_t person, struct residence_reader reader,
                       struct err *err)
{
    struct db_value value = db_i64(person);
    return each(db, &(struct db_ask){QUERY_RESIDENCE_OF_PERSON, &value, 1, 0}, reader, err);
}
