#include "store/residence_store.h"

bool residence_each(struct db *db, struct residence_reader reader, struct err *err)
{
    struct cursor c;
    if (!db_query(db, QUERY_RESIDENCE_NOW, NULL, 0, &c, err))
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
