#include "store/instance_store.h"

bool position_now(struct db *db, int64_t *out, struct err *err)
{
    return db_number(db, &(struct db_ask){QUERY_POSITION_NOW, NULL, 0, 0}, out, err);
}

bool position_at(struct db *db, struct moment at, int64_t *out, struct err *err)
{
    struct db_value value = db_i64(at.us);
    return db_number(db, &(struct db_ask){QUERY_POSITION_AT, &value, 1, 0}, out, err);
}

bool position_make(struct db *db, struct moment now, struct str what, struct str actor,
                   int64_t *out, struct err *err)
{
    struct db_value value[] = {db_i64(now.us), db_text(what), db_text(actor)};
    return db_run(db, QUERY_POSITION_INSERT, value, ARRAY_LEN(value), err) &&
           position_now(db, out, err);
}

bool instance_fact_get(struct db *db, struct str name, bool *found, struct err *err)
{
    struct db_value value = db_text(name);
    struct cursor c;
    if (!db_query(db, QUERY_FACT_GET, &value, 1, &c, err))
        return false;
    enum db_next next = db_next(&c, err);
    if (next == DB_ROW)
        db_end(&c);
    if (next != DB_FAILED)
        *found = next == DB_ROW;
    return next != DB_FAILED;
}

bool instance_fact_set(struct db *db, struct str name, struct str value, struct err *err)
{
    struct db_value row[] = {db_text(name), db_text(value)};
    return db_run(db, QUERY_FACT_SET, row, ARRAY_LEN(row), err);
}
