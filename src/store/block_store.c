#include "store/block_store.h"

#include "store/hsaid_column.h"

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

static bool each(struct cursor *c, struct block_reader reader, struct err *err)
{
    enum db_next found;
    while ((found = db_next(c, err)) == DB_ROW) {
        struct block row = {hsaid_column(c, 1), db_get_day(c, 2), db_get_day(c, 3)};
        if (!reader.take(reader.state, db_get_i64(c, 0), &row, err))
            return db_stop(c);
    }
    return found == DB_END;
}

bool block_each_standing(struct db *db, struct day on, struct block_reader reader, struct err *err)
{
    struct db_value value = db_day(on);
    struct cursor c;
    return db_query(db, QUERY_BLOCK_STANDING, &value, 1, &c, err) && each(&c, reader, err);
}

bool block_each_of(struct db *db, int64_t person, int64_t position, struct block_reader reader,
                   struct err *err)
{
    struct db_value value[] = {db_i64(person), db_i64(position)};
    struct cursor c;
    return db_query(db, QUERY_BLOCK_OF_PERSON, value, ARRAY_LEN(value), &c, err) &&
           each(&c, reader, err);
}
