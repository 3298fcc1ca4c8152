#include "store/opt_out_store.h"

bool opt_out_state(struct db *db, int64_t identifier, struct day from, int64_t position,
                   struct err *err)
{
    struct db_value value[] = {db_i64(identifier), db_day(from), db_i64(position)};
    return db_run(db, QUERY_OPT_OUT_STATE, value, ARRAY_LEN(value), err);
}

bool opt_out_first(struct db *db, int64_t person, struct day on, struct day *out, struct err *err)
{
    struct db_value value[] = {db_i64(person), db_day(on)};
    struct db_ask ask = {QUERY_OPT_OUT_FIRST, value, ARRAY_LEN(value), DAY_NONE.n};
    int64_t day;
    if (!db_number(db, &ask, &day, err))
        return false;
    out->n = (int32_t)day;
    return true;
}

bool opt_out_end(struct db *db, int64_t person, struct day from, int64_t position, struct err *err)
{
    struct db_value value[] = {db_i64(person), db_day(from), db_i64(position)};
    return db_run(db, QUERY_OPT_OUT_SUPERSEDE, value, ARRAY_LEN(value), err) &&
           db_run(db, QUERY_OPT_OUT_END, value, ARRAY_LEN(value), err);
}
