#include "store/capitation_store.h"

#include "store/instance_store.h"

bool capitation_each_listed(struct db *db, struct day on, struct capitation_listed_reader reader,
                            struct err *err)
{
    struct db_value value = db_day(on);
    struct cursor c;
    if (!db_query(db, QUERY_CAPITATION_LISTED, &value, 1, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct capitation_listed row = {db_get_i64(&c, 0), db_get_day(&c, 1),
                                        (enum sex)db_get_i64(&c, 2)};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool capitation_each(struct db *db, struct month month, struct capitation_reader reader,
                     struct err *err)
{
    struct db_value value = db_i64(month.n);
    struct cursor c;
    if (!db_query(db, QUERY_CAPITATION_ROWS, &value, 1, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct capitation_row row = {db_get_i64(&c, 0), (enum age_group)db_get_i64(&c, 1),
                                     (enum sex)db_get_i64(&c, 2), db_get_i64(&c, 3)};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool capitation_first(struct db *db, struct day *out, struct err *err)
{
    int64_t first = 0;
    if (!db_number(db, &(struct db_ask){.query = QUERY_CAPITATION_FIRST}, &first, err))
        return false;
    *out = (struct day){(int32_t)first};
    return true;
}

bool capitation_known(struct db *db, struct day on, bool *out, struct err *err)
{
    struct cursor c;
    if (!db_query(db, QUERY_CAPITATION_KNOWN, NULL, 0, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        bool was_taken_back = !db_is_null(&c, 3) && position_day(&c, 2, 3).n <= on.n;
        if (position_day(&c, 0, 1).n <= on.n && !was_taken_back)
            break;
    }
    *out = found == DB_ROW;
    if (found == DB_ROW)
        db_end(&c);
    return found != DB_FAILED;
}

bool capitation_frozen(struct db *db, struct month month, bool *found, struct moment *at,
                       struct err *err)
{
    struct db_value value = db_i64(month.n);
    struct cursor c;
    enum db_next next = db_first(db, QUERY_CAPITATION_FROZEN, &value, 1, &c, err);
    if (next == DB_FAILED)
        return false;
    *found = next == DB_ROW;
    if (next == DB_ROW) {
        at->us = db_get_i64(&c, 1);
        db_end(&c);
    }
    return true;
}

bool capitation_freeze(struct db *db, struct month month, int64_t position, struct err *err)
{
    struct db_value value[] = {db_i64(month.n), db_i64(position)};
    return db_run(db, QUERY_CAPITATION_FREEZE, value, ARRAY_LEN(value), err);
}

bool capitation_keep(struct db *db, struct month month, const struct capitation_row *row,
                     struct err *err)
{
    struct db_value value[] = {db_i64(month.n), db_i64(row->unit), db_i64((int64_t)row->age),
                               db_i64((int64_t)row->sex), db_i64(row->persons)};
    return db_run(db, QUERY_CAPITATION_KEEP, value, ARRAY_LEN(value), err);
}
