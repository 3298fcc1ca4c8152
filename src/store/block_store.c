#include "store/block_store.h"

bool block_withdraw(struct db *db, const struct block_said *row, int64_t position, struct err *err)
{
    struct db_value key[] = {db_i64(row->identifier), db_i64(row->unit), db_day(row->from),
                             db_i64(position)};
    return db_run(db, QUERY_BLOCK_SUPERSEDE_ONE, key, ARRAY_LEN(key), err);
}

bool block_state(struct db *db, const struct block_said *row, int64_t position, struct err *err)
{
    struct db_value value[] = {db_i64(row->identifier), db_i64(row->unit), db_day(row->from),
                               db_day(row->to), db_i64(position)};
    return block_withdraw(db, row, position, err) &&
           db_run(db, QUERY_BLOCK_STATE, value, ARRAY_LEN(value), err);
}
