#include "store/who_store.h"

#include "store/hsaid_column.h"

bool who_listed(struct db *db, struct arena *a, int64_t person, struct day on,
                struct who_listed *out, struct err *err)
{
    enum { UNIT, HSAID, NAME, PHONE, WEB, OPENS, CLOSES };
    struct db_value value[] = {db_i64(person), db_day(on)};
    struct who_listed row = {.opens_on = DAY_NONE, .closes_on = DAY_NONE};
    struct cursor c;
    enum db_next found = db_first(db, QUERY_WHO_LISTED, value, ARRAY_LEN(value), &c, err);
    if (found == DB_ROW) {
        row = (struct who_listed){.unit = db_get_i64(&c, UNIT),
                                  .hsaid = hsaid_column(&c, HSAID),
                                  .name = str_copy(a, db_get_text(&c, NAME)),
                                  .phone = str_copy(a, db_get_text(&c, PHONE)),
                                  .web = str_copy(a, db_get_text(&c, WEB)),
                                  .opens_on = db_get_day(&c, OPENS),
                                  .closes_on = db_get_day(&c, CLOSES)};
        db_end(&c);
    }
    if (found != DB_FAILED)
        *out = row;
    return found != DB_FAILED;
}

bool who_named(struct db *db, int64_t person, struct day on, int64_t unit, struct who_staff *out,
               struct err *err)
{
    struct db_value value[] = {db_i64(person), db_day(on), db_i64(unit)};
    struct cursor c;
    enum db_next found = db_first(db, QUERY_WHO_NAMED, value, ARRAY_LEN(value), &c, err);
    if (found == DB_FAILED)
        return false;
    *out = (struct who_staff){.id = 0};
    if (found == DB_ROW) {
        *out = (struct who_staff){db_get_i64(&c, 0), hsaid_column(&c, 1)};
        db_end(&c);
    }
    return true;
}

bool who_coming(struct db *db, int64_t person, struct day on, int64_t unit, bool *out,
                struct err *err)
{
    struct db_value value[] = {db_i64(person), db_day(on), db_i64(unit)};
    int64_t place = 0;
    if (!db_number(db, &(struct db_ask){QUERY_WHO_COMING, value, ARRAY_LEN(value), 0}, &place, err))
        return false;
    *out = place != 0;
    return true;
}

bool who_each_substitute(struct db *db, int64_t doctor, struct day on, int64_t unit,
                         struct who_substitute_reader reader, struct err *err)
{
    struct db_value value[] = {db_i64(doctor), db_day(on), db_i64(unit)};
    struct cursor c;
    if (!db_query(db, QUERY_WHO_SUBSTITUTES, value, ARRAY_LEN(value), &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct who_substitute row = {db_get_i64(&c, 0), hsaid_column(&c, 1), db_get_day(&c, 2),
                                     db_get_day(&c, 3)};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}
