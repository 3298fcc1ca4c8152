#include "store/changed_store.h"

/* The one row of its key that the position recorded. */
static bool find_columns(struct db *db, enum query query, const struct db_value key[2],
                         struct changed_row *row, struct changed_reader reader, struct err *err)
{
    struct cursor c;
    enum db_next found = db_first(db, query, key, 2, &c, err);
    if (found != DB_ROW)
        return found == DB_END;
    row->is_first = db_get_i64(&c, 0) == 0;
    row->columns = db_get_text(&c, 1);
    bool taken = reader.take(reader.state, row, err);
    db_end(&c);
    return taken;
}

bool changed_persons(struct db *db, int64_t position, struct changed_reader reader, struct err *err)
{
    struct db_value at = db_i64(position);
    struct cursor c;
    if (!db_query(db, QUERY_TOUCHED_RESTATED, &at, 1, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct db_value key[] = {at, db_i64(db_get_i64(&c, 1))};
        struct changed_row row = {.person = db_get_i64(&c, 0)};
        if (!find_columns(db, QUERY_PERSON_CHANGED, key, &row, reader, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool changed_units(struct db *db, int64_t position, struct changed_reader reader, struct err *err)
{
    struct db_value at = db_i64(position);
    struct cursor c;
    if (!db_query(db, QUERY_UNIT_RESTATED, &at, 1, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct db_value key[] = {at, db_i64(db_get_i64(&c, 0))};
        struct changed_row row = {.unit = db_get_text(&c, 1)};
        if (!find_columns(db, QUERY_UNIT_CHANGED, key, &row, reader, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool changed_identified(struct db *db, int64_t position, struct identified_reader reader,
                        struct err *err)
{
    struct db_value at = db_i64(position);
    struct cursor c;
    if (!db_query(db, QUERY_TOUCHED_IDENTIFIED, &at, 1, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW)
        if (!reader.take(reader.state, db_get_i64(&c, 0), db_get_i64(&c, 1), err))
            return db_stop(&c);
    return found == DB_END;
}

bool changed_residences(struct db *db, int64_t position, struct report_reader reader,
                        struct err *err)
{
    enum { PERSON, IS_NEW, IDENTIFIER, KIND, HOME, MUNICIPALITY, FROM, TO, REPORTED_ON, SOURCE };
    struct db_value at = db_i64(position);
    struct cursor c;
    if (!db_query(db, QUERY_RESIDENCE_RESTATED, &at, 1, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct residence_report report = {.identifier = db_get_i64(&c, IDENTIFIER),
                                          .kind = (enum residence_kind)db_get_i64(&c, KIND),
                                          .home = db_get_text(&c, HOME),
                                          .municipality = db_get_text(&c, MUNICIPALITY),
                                          .source = db_get_text(&c, SOURCE),
                                          .from = db_get_day(&c, FROM),
                                          .to = db_get_day(&c, TO),
                                          .reported_on = db_get_day(&c, REPORTED_ON)};
        if (!reader.take(reader.state, db_get_i64(&c, PERSON), db_get_i64(&c, IS_NEW) != 0, &report,
                         err))
            return db_stop(&c);
    }
    return found == DB_END;
}
