#include "store/reference_store.h"

bool reference_each(struct db *db, struct reference_reader reader, struct err *err)
{
    struct cursor c;
    if (!db_query(db, QUERY_REFERENCE_NOW, NULL, 0, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct reference_row row = {
            .measure = db_get_text(&c, 0),
            .level = db_get_text(&c, 1),
            .period = db_get_text(&c, 2),
            .value = db_get_text(&c, 3),
            .numerator = db_get_text(&c, 4),
            .denominator = db_get_text(&c, 5),
            .source = db_get_text(&c, 6),
        };
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool term_each(struct db *db, struct term_reader reader, struct err *err)
{
    struct cursor c;
    if (!db_query(db, QUERY_TERM_NOW, NULL, 0, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct term_row row = {.local = db_get_text(&c, 0),
                               .system = (enum code_system)db_get_i64(&c, 1),
                               .code = db_get_text(&c, 2),
                               .factor = db_get_text(&c, 3)};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}
