#include "store/residence_store.h"

static bool each(struct db *db, const struct db_ask *ask, struct residence_reader reader,
                 struct err *err)
{
    struct cursor c;
    if (!db_query(db, ask->query, ask->value, ask->count, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct residence_now row = {
            .person = db_get_i64(&c, 0),
            .recorded = db_get_i64(&c, 1),
            .municipality = db_get_text(&c, 2),
            .from = db_get_day(&c, 3),
            .to = db_get_day(&c, 4),
            .reported_on = db_get_day(&c, 5),
            .kind = (enum residence_kind)db_get_i64(&c, 6),
            .died = db_get_day(&c, 7),
        };
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool residence_each(struct db *db, struct residence_reader reader, struct err *err)
{
    return each(db, &(struct db_ask){.query = QUERY_RESIDENCE_NOW}, reader, err);
}

bool residence_each_of(struct db *db, int64_t person, struct residence_reader reader,
                       struct err *err)
{
    struct db_value value = db_i64(person);
    return each(db, &(struct db_ask){QUERY_RESIDENCE_OF_PERSON, &value, 1, 0}, reader, err);
}

static bool each_report(struct db *db, enum query query, int64_t person,
                        struct residence_held_reader reader, struct err *err)
{
    enum { RECORDED, IDENTIFIER, KIND, HOME, MUNICIPALITY, FROM, TO, REPORTED_ON, SOURCE };
    struct db_value value = db_i64(person);
    struct cursor c;
    if (!db_query(db, query, &value, 1, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct residence_held row = {.recorded = db_get_i64(&c, RECORDED),
                                     .report = {.identifier = db_get_i64(&c, IDENTIFIER),
                                                .kind = (enum residence_kind)db_get_i64(&c, KIND),
                                                .home = db_get_text(&c, HOME),
                                                .municipality = db_get_text(&c, MUNICIPALITY),
                                                .from = db_get_day(&c, FROM),
                                                .to = db_get_day(&c, TO),
                                                .reported_on = db_get_day(&c, REPORTED_ON),
                                                .source = db_get_text(&c, SOURCE)}};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool residence_each_held(struct db *db, int64_t person, struct residence_held_reader reader,
                         struct err *err)
{
    return each_report(db, QUERY_RESIDENCE_HELD, person, reader, err);
}

bool residence_each_withdrawn(struct db *db, int64_t person, struct residence_held_reader reader,
                              struct err *err)
{
    return each_report(db, QUERY_RESIDENCE_WITHDRAWN, person, reader, err);
}

bool residence_unstate(struct db *db, const struct residence_report *r, int64_t position,
                       struct err *err)
{
    struct db_value key[] = {db_i64(r->identifier), db_i64((int64_t)r->kind), db_day(r->from),
                             db_i64(position)};
    return db_run(db, QUERY_RESIDENCE_SUPERSEDE_ONE, key, ARRAY_LEN(key), err);
}

bool residence_state(struct db *db, const struct residence_report *r, int64_t position,
                     struct err *err)
{
    struct db_value row[] = {db_i64(r->identifier),    db_i64((int64_t)r->kind),
                             db_text_or_null(r->home), db_text(r->municipality),
                             db_day(r->from),          db_day(r->to),
                             db_day(r->reported_on),   db_text_or_null(r->source),
                             db_i64(position)};
    return residence_unstate(db, r, position, err) &&
           db_run(db, QUERY_RESIDENCE_STATE, row, ARRAY_LEN(row), err);
}
