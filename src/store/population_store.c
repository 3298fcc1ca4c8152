#include "store/population_store.h"

bool population_is_listed(struct db *db, int64_t *out, struct err *err)
{
    return db_number(db, &(struct db_ask){.query = QUERY_POPULATION_IS_LISTED}, out, err);
}

bool population_each_back(struct db *db, struct population_reader reader, struct err *err)
{
    struct cursor c;
    if (!db_query(db, QUERY_POPULATION_BACK, NULL, 0, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct population_row row = {db_get_i64(&c, 0), db_get_day(&c, 1), db_get_day(&c, 2)};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool population_each_standing(struct db *db, const struct population_beyond *beyond,
                              struct population_standing_reader reader, struct err *err)
{
    struct db_value value[] = {db_i64(beyond->identifier), db_day(beyond->last),
                               db_i64(beyond->load)};
    struct cursor c;
    if (!db_query(db, QUERY_POPULATION_STANDING, value, ARRAY_LEN(value), &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct population_standing row = {(enum population_table)db_get_i64(&c, 0),
                                          db_get_i64(&c, 1), db_get_day(&c, 2)};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool population_end(struct db *db, const struct population_standing *row,
                    const struct population_beyond *beyond, struct err *err)
{
    struct db_value over[] = {db_i64(row->stated), db_i64(beyond->position)};
    struct db_value ended[] = {db_i64(row->stated), db_day(beyond->last), db_i64(beyond->position)};
    static const enum query SUPERSEDE[] = {
        [POPULATION_LISTING] = QUERY_POPULATION_SUPERSEDE_LISTING,
        [POPULATION_CONTACT] = QUERY_POPULATION_SUPERSEDE_CONTACT,
        [POPULATION_ELSEWHERE] = QUERY_POPULATION_SUPERSEDE_ELSEWHERE};
    static const enum query END[] = {[POPULATION_LISTING] = QUERY_POPULATION_END_LISTING,
                                     [POPULATION_CONTACT] = QUERY_POPULATION_END_CONTACT,
                                     [POPULATION_ELSEWHERE] = QUERY_POPULATION_END_ELSEWHERE};
    return db_run(db, SUPERSEDE[row->table], over, ARRAY_LEN(over), err) &&
           (row->from.n > beyond->last.n ||
            db_run(db, END[row->table], ended, ARRAY_LEN(ended), err));
}

bool population_each_come(struct db *db, struct day from, struct day today,
                          struct key_reader reader, struct err *err)
{
    struct db_value value[] = {db_day(from), db_day(today)};
    const struct db_ask ask = {QUERY_POPULATION_COME, value, ARRAY_LEN(value), 0};
    return key_each(db, &ask, reader, err);
}

bool population_each_moved(struct db *db, int64_t position, struct day today,
                           struct key_reader reader, struct err *err)
{
    struct db_value value[] = {db_day(today), db_i64(position)};
    const struct db_ask ask = {QUERY_POPULATION_MOVED, value, ARRAY_LEN(value), 0};
    return key_each(db, &ask, reader, err);
}
