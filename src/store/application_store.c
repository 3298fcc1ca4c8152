#include "store/application_store.h"

#include "store/instance_store.h"

#include "store/hsaid_column.h"

static bool read_first(struct db *db, struct arena *a, const struct db_ask *ask,
                       struct application_now *out, struct err *err)
{
    enum { ID, PERSON, REASON, DECIDED, GRANTED, DECISION, USED };
    struct application_now row = {.id = 0};
    struct cursor c;
    enum db_next found = db_first(db, ask->query, ask->value, ask->count, &c, err);
    if (found == DB_FAILED)
        return false;
    if (found == DB_ROW) {
        row = (struct application_now){.id = db_get_i64(&c, ID),
                                       .person = db_get_i64(&c, PERSON),
                                       .reason = str_copy(a, db_get_text(&c, REASON)),
                                       .is_decided = db_get_i64(&c, DECIDED) != 0,
                                       .is_granted = db_get_i64(&c, GRANTED) != 0,
                                       .decision = str_copy(a, db_get_text(&c, DECISION)),
                                       .is_used = db_get_i64(&c, USED) != 0};
        db_end(&c);
    }
    *out = row;
    return true;
}

bool application_by_id(struct db *db, struct arena *a, int64_t id, struct application_now *out,
                       struct err *err)
{
    struct db_value value = db_i64(id);
    struct application_now row;
    if (!read_first(db, a, &(struct db_ask){QUERY_APPLICATION_BY_ID, &value, 1, 0}, &row, err))
        return false;
    if (row.id == 0)
        return FAIL(err, ERR_MISSING, "application.unknown", "%lld", (long long)id);
    *out = row;
    return true;
}

bool application_open_of(struct db *db, struct arena *a, int64_t person,
                         struct application_now *out, struct err *err)
{
    struct db_value value = db_i64(person);
    return read_first(db, a, &(struct db_ask){QUERY_APPLICATION_OPEN_OF, &value, 1, 0}, out, err);
}

bool application_granted_of(struct db *db, struct arena *a, int64_t person, struct day from,
                            struct application_now *out, struct err *err)
{
    struct db_value value[] = {db_i64(person), db_day(from)};
    struct db_ask ask = {QUERY_APPLICATION_GRANTED_OF, value, ARRAY_LEN(value), 0};
    return read_first(db, a, &ask, out, err);
}

bool application_insert(struct db *db, int64_t identifier, struct str reason, int64_t position,
                        int64_t *id, struct err *err)
{
    struct db_value value[] = {db_i64(identifier), db_text(reason), db_i64(position)};
    return db_run(db, QUERY_APPLICATION_INSERT, value, ARRAY_LEN(value), err) &&
           db_number(db, &(struct db_ask){.query = QUERY_APPLICATION_LAST}, id, err);
}

bool application_decide(struct db *db, int64_t id, bool granted, struct str decision,
                        int64_t position, struct err *err)
{
    struct db_value value[] = {db_i64(id), db_i64(position), db_i64(granted),
                               db_text_or_null(decision)};
    return db_run(db, QUERY_APPLICATION_DECIDE, value, ARRAY_LEN(value), err);
}

bool application_use(struct db *db, int64_t id, int64_t position, struct err *err)
{
    struct db_value value[] = {db_i64(id), db_i64(position)};
    return db_run(db, QUERY_APPLICATION_USE, value, ARRAY_LEN(value), err);
}

static bool give_back(struct db *db, enum query which, int64_t of, int64_t position,
                      struct err *err)
{
    struct db_value value[] = {db_i64(of), db_i64(position)}, now = db_i64(position);
    return db_run(db, which, value, ARRAY_LEN(value), err) &&
           db_run(db, QUERY_APPLICATION_UNUSE, &now, 1, err);
}

bool application_withdrawn(struct db *db, int64_t person, int64_t position, struct err *err)
{
    return give_back(db, QUERY_APPLICATION_WITHDRAWN, person, position, err);
}

bool application_taken_back(struct db *db, int64_t undone, int64_t position, struct err *err)
{
    return give_back(db, QUERY_APPLICATION_TAKEN_BACK, undone, position, err);
}

bool application_each_waiting(struct db *db, int64_t unit, struct day on,
                              struct application_reader reader, struct err *err)
{
    enum { ID, PERSON, NUMBER, PROTECTION, REASON, DAY, MOMENT, UNIT };
    struct db_value value[] = {db_i64(unit), db_day(on)};
    struct cursor c;
    if (!db_query(db, QUERY_APPLICATION_WAITING, value, ARRAY_LEN(value), &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct application_waiting row = {.id = db_get_i64(&c, ID),
                                          .person = db_get_i64(&c, PERSON),
                                          .number = {(uint64_t)db_get_i64(&c, NUMBER)},
                                          .protection = (enum protection)db_get_i64(&c, PROTECTION),
                                          .reason = db_get_text(&c, REASON),
                                          .asked_on = position_day(&c, DAY, MOMENT),
                                          .unit = hsaid_column(&c, UNIT)};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}
