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

bool residence_stage(struct db *db, uint32_t identifier, const struct residence_row *row,
                     struct err *err)
{
    struct db_value value[] = {db_i64(identifier),         db_i64(row->kind),
                               db_day(row->from),          db_text_or_null(row->home),
                               db_text(row->municipality), db_day(row->to),
                               db_day(row->reported_on),   db_text_or_null(row->source)};
    return db_add(db, QUERY_RESIDENCE_STAGE, value, ARRAY_LEN(value), err);
}
