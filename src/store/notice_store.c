#include "store/notice_store.h"

bool notice_each_due(struct db *db, struct moment now, struct notice_reader reader, struct err *err)
{
    struct db_value value = db_i64(now.us);
    struct cursor c;
    if (!db_query(db, QUERY_NOTICE_DUE, &value, 1, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct notice_due row = {.person = db_get_i64(&c, 0),
                                 .last = db_get_i64(&c, 1),
                                 .email = db_get_text(&c, 2),
                                 .birth_date = db_get_day(&c, 3),
                                 .guardian = {db_get_text(&c, 4), db_get_text(&c, 5)}};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool notice_told(struct db *db, const struct notice_due *due, int64_t position, struct err *err)
{
    struct db_value value[] = {db_i64(due->person), db_i64(due->last), db_i64(position)};
    for (size_t i = 0; i < due->messages; i++) {
        struct db_value one[] = {db_i64(due->message[i]), value[2]};
        if (!db_run(db, QUERY_NOTICE_TOLD_OF, one, ARRAY_LEN(one), err))
            return false;
    }
    return (due->message || db_run(db, QUERY_NOTICE_TOLD, value, ARRAY_LEN(value), err)) &&
           db_run(db, QUERY_NOTICE_FORGET_FAILURE, value, 1, err);
}

bool notice_attempts(struct db *db, int64_t person, int64_t *out, struct err *err)
{
    struct db_value value = db_i64(person);
    return db_number(db, &(struct db_ask){QUERY_NOTICE_ATTEMPTS, &value, 1, 0}, out, err);
}

bool notice_fail(struct db *db, const struct notice_failure *failure, struct err *err)
{
    struct db_value value[] = {db_i64(failure->person), db_i64(failure->attempts),
                               db_i64(failure->again_at.us)};
    return db_run(db, QUERY_NOTICE_FAIL, value, ARRAY_LEN(value), err);
}

bool notice_each_failure(struct db *db, struct notice_failure_reader reader, struct err *err)
{
    struct cursor c;
    if (!db_query(db, QUERY_NOTICE_FAILED, NULL, 0, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct notice_failure row = {db_get_i64(&c, 0), db_get_i64(&c, 1), {db_get_i64(&c, 2)}};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}
