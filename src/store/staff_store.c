#include "store/staff_store.h"

#include "store/hsaid_column.h"

bool staff_each(struct db *db, struct staff_reader reader, struct err *err)
{
    struct cursor c;
    if (!db_query(db, QUERY_STAFF_NOW, NULL, 0, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct staff_row row = {
            .staff = hsaid_column(&c, 1),
            .given_name = db_get_text(&c, 2),
            .surname = db_get_text(&c, 3),
            .title_code = db_get_text(&c, 4),
            .profession = (enum profession)db_get_i64(&c, 5),
            .speciality = db_get_text(&c, 6),
            .district_nurse = (enum answer)db_get_i64(&c, 7),
            .protected_staff = (enum answer)db_get_i64(&c, 8),
        };
        if (!reader.take(reader.state, db_get_i64(&c, 0), &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool staff_each_id(struct db *db, struct hsaid_reader reader, struct err *err)
{
    return hsaid_each(db, QUERY_STAFF_IDS, reader, err);
}

bool position_each(struct db *db, struct position_reader reader, struct err *err)
{
    struct cursor c;
    if (!db_query(db, QUERY_POSITION_HELD, NULL, 0, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct position_now row = {.staff = db_get_i64(&c, 0),
                                   .unit = db_get_i64(&c, 1),
                                   .from = db_get_day(&c, 2),
                                   .to = db_get_day(&c, 3),
                                   .employment = (enum employment)db_get_i64(&c, 4)};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool staff_count_unprotected(struct db *db, uint64_t *out, struct err *err)
{
    struct db_value yes = db_i64(ANSWER_YES);
    int64_t count = 0;
    if (!db_number(db, &(struct db_ask){QUERY_STAFF_UNPROTECTED, &yes, 1, 0}, &count, err))
        return false;
    *out = (uint64_t)count;
    return true;
}

bool staff_insert(struct db *db, int64_t id, const struct hsaid *hsaid, struct err *err)
{
    struct db_value value[] = {db_i64(id), db_text(hsaid_str(hsaid))};
    return db_run(db, QUERY_STAFF_INSERT, value, ARRAY_LEN(value), err);
}

bool staff_each_working(struct db *db, int64_t unit, struct day on,
                        struct staff_working_reader reader, struct err *err)
{
    enum { STAFF, GIVEN_NAME, SURNAME, PROFESSION, TITLE, IS_PROTECTED, UNIT, FROM, TO };
    struct db_value value[] = {db_i64(unit), db_day(on)};
    struct cursor c;
    if (!db_query(db, QUERY_STAFF_AT_UNIT, value, ARRAY_LEN(value), &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct staff_working row = {
            .staff = {.staff = hsaid_column(&c, STAFF),
                      .given_name = db_get_text(&c, GIVEN_NAME),
                      .surname = db_get_text(&c, SURNAME),
                      .title_code = db_get_text(&c, TITLE),
                      .profession = (enum profession)db_get_i64(&c, PROFESSION),
                      .protected_staff = (enum answer)db_get_i64(&c, IS_PROTECTED)},
            .unit = hsaid_column(&c, UNIT),
            .from = db_get_day(&c, FROM),
            .to = db_get_day(&c, TO)};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}
