#include "store/listing_store.h"

#include "store/hsaid_column.h"

static bool each(struct db *db, const struct db_ask *ask, struct listing_reader reader,
                 struct err *err)
{
    struct cursor c;
    if (!db_query(db, ask->query, ask->value, ask->count, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct listing_now row = {db_get_i64(&c, 0), db_get_i64(&c, 1), db_get_day(&c, 2),
                                  db_get_day(&c, 3), (enum basis)db_get_i64(&c, 4)};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool listing_each(struct db *db, struct listing_reader reader, struct err *err)
{
    return each(db, &(struct db_ask){.query = QUERY_LISTING_NOW}, reader, err);
}

bool listing_each_overlapping(struct db *db, struct listing_reader reader, struct err *err)
{
    return each(db, &(struct db_ask){.query = QUERY_LISTING_OVERLAPPING}, reader, err);
}

bool listing_each_of(struct db *db, int64_t person, struct listing_reader reader, struct err *err)
{
    struct db_value value = db_i64(person);
    return each(db, &(struct db_ask){QUERY_LISTING_OF_PERSON, &value, 1, 0}, reader, err);
}

bool listing_each_step(struct db *db, const struct listing_room *room,
                       struct listing_step_reader reader, struct err *err)
{
    struct db_value value[] = {db_i64(room->unit), db_day(room->on), db_i64(room->without[0]),
                               db_i64(room->without[1])};
    struct cursor c;
    if (!db_query(db, QUERY_LISTING_ROOM, value, ARRAY_LEN(value), &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct listing_step step = {db_get_day(&c, 0), db_get_i64(&c, 1)};
        if (!reader.take(reader.state, &step, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool listing_each_nowhere(struct db *db, struct day on, struct str county, struct key_reader reader,
                          struct err *err)
{
    struct db_value value[] = {db_day(on), db_text(county)};
    const struct db_ask ask = {QUERY_LISTING_NOWHERE, value, ARRAY_LEN(value), 0};
    return key_each(db, &ask, reader, err);
}

bool listing_each_span_at_caps(struct db *db, struct day from, struct listing_span_reader reader,
                               struct err *err)
{
    struct db_value value = db_day(from);
    struct cursor c;
    if (!db_query(db, QUERY_LISTING_SPANS_AT_CAPS, &value, 1, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct listing_span row = {db_get_i64(&c, 0), db_get_i64(&c, 3), db_get_day(&c, 1),
                                   db_get_day(&c, 2)};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool listing_touched(struct db *db, struct cursor *out, struct err *err)
{
    return db_query(db, QUERY_LISTING_TOUCHED, NULL, 0, out, err);
}

bool listing_each_stated(struct db *db, struct cursor *out, struct err *err)
{
    return db_query(db, QUERY_LISTING_EACH_STATED, NULL, 0, out, err);
}

struct listing_of_person listing_touched_row(const struct cursor *c)
{
    bool has_id = c->query == QUERY_LISTING_TOUCHED;
    return (struct listing_of_person){.person = db_get_i64(c, 0),
                                      .stated = db_get_i64(c, 1),
                                      .unit = db_get_i64(c, 2),
                                      .from = db_get_day(c, 3),
                                      .to = db_get_day(c, 4),
                                      .place = db_get_i64(c, 5),
                                      .unit_id = has_id ? hsaid_column(c, 6) : (struct hsaid){{0}}};
}

bool listing_forget_effects(struct db *db, struct err *err)
{
    return db_run(db, QUERY_LISTING_FORGET_EFFECTS, NULL, 0, err);
}

bool listing_insert_effect(struct db *db, int64_t person, int64_t stated, struct day from,
                           struct day to, struct err *err)
{
    struct db_value value[] = {db_i64(person), db_day(from), db_day(to), db_i64(stated)};
    return db_add(db, QUERY_LISTING_INSERT_EFFECT, value, ARRAY_LEN(value), err);
}

bool listing_state(struct db *db, const struct listing_said *row, int64_t position, struct err *err)
{
    struct db_value key[] = {db_i64(row->identifier), db_day(row->from), db_i64(position)};
    struct db_value value[] = {db_i64(row->identifier), db_i64(row->unit),  db_day(row->from),
                               db_day(row->to),         db_i64(row->basis), db_i64(position)};
    struct db_value reason = db_text(row->reason);
    return db_run(db, QUERY_LISTING_SUPERSEDE_ONE, key, ARRAY_LEN(key), err) &&
           db_run(db, QUERY_LISTING_STATE, value, ARRAY_LEN(value), err) &&
           (row->reason.len == 0 || db_run(db, QUERY_LISTING_KEEP_REASON, &reason, 1, err));
}

bool listing_keep_exempt(struct db *db, struct err *err)
{
    return db_run(db, QUERY_LISTING_KEEP_EXEMPT, NULL, 0, err);
}

bool listing_stands(struct db *db, int64_t person, struct day on, int64_t *unit, struct err *err)
{
    struct db_value value[] = {db_i64(person), db_day(on)};
    return db_number(db, &(struct db_ask){QUERY_LISTING_STANDS, value, ARRAY_LEN(value), 0}, unit,
                     err);
}

bool listing_each_stated_of(struct db *db, int64_t person, struct contact_listed_reader reader,
                            struct err *err)
{
    enum { FROM, TO, UNIT };
    struct db_value value = db_i64(person);
    struct cursor c;
    enum db_next found;
    if (!db_query(db, QUERY_LISTING_STATED_OF, &value, 1, &c, err))
        return false;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct contact_listed row = {db_get_day(&c, FROM), db_get_day(&c, TO),
                                     hsaid_column(&c, UNIT)};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool listing_withdraw_from(struct db *db, int64_t person, struct day from, int64_t position,
                           bool *any, struct err *err)
{
    struct db_value value[] = {db_i64(person), db_day(from), db_i64(position)};
    if (!db_run(db, QUERY_LISTING_WITHDRAW_LATER, value, ARRAY_LEN(value), err))
        return false;
    *any = *any || db_changed(db) > 0;
    return true;
}

bool listing_each_beyond(struct db *db, int64_t unit, struct day last, struct listing_reader reader,
                         struct err *err)
{
    struct db_value value[] = {db_i64(unit), db_day(last)};
    return each(db, &(struct db_ask){QUERY_LISTING_BEYOND, value, ARRAY_LEN(value), 0}, reader,
                err);
}

bool listing_withdraw_day(struct db *db, int64_t person, struct day on, int64_t position,
                          struct err *err)
{
    struct db_value value[] = {db_i64(person), db_day(on), db_i64(position)};
    return db_run(db, QUERY_LISTING_WITHDRAW_DAY, value, ARRAY_LEN(value), err);
}

bool listing_each_forced(struct db *db, int64_t position, int64_t unit,
                         struct listing_forced_reader reader, struct err *err)
{
    struct db_value value[] = {db_i64(position), db_i64(unit)};
    struct cursor c;
    enum db_next found;
    if (!db_query(db, QUERY_LISTING_FORCED_AT, value, ARRAY_LEN(value), &c, err))
        return false;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct listing_forced row = {.person = db_get_i64(&c, 0),
                                     .row = db_get_i64(&c, 1),
                                     .from = db_get_day(&c, 2),
                                     .is_over = db_get_i64(&c, 3) != 0,
                                     .was = db_is_null(&c, 4) ? 0 : db_get_i64(&c, 4)};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool listing_each_by_closing(struct db *db, int64_t person, struct day from, int64_t position,
                             struct listing_by_closing_reader reader, struct err *err)
{
    enum { ROW, STATED, FROM, BASIS, CLOSES, UNIT };
    struct db_value value[] = {db_i64(person), db_day(from), db_i64(position)};
    struct cursor c;
    if (!db_query(db, QUERY_LISTING_FORCED_OF, value, ARRAY_LEN(value), &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct listing_by_closing row = {.row = db_get_i64(&c, ROW),
                                         .stated = db_get_i64(&c, STATED),
                                         .closes = db_get_i64(&c, CLOSES),
                                         .from = db_get_day(&c, FROM),
                                         .basis = (enum basis)db_get_i64(&c, BASIS),
                                         .unit = hsaid_column(&c, UNIT)};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool listing_chosen_since(struct db *db, int64_t person, int64_t position, bool *out,
                          struct err *err)
{
    int64_t chosen = 0;
    struct db_value value[] = {db_i64(person), db_i64(position)};
    if (!db_number(db, &(struct db_ask){QUERY_LISTING_CHOSEN_SINCE, value, ARRAY_LEN(value), 0},
                   &chosen, err))
        return false;
    *out = chosen != 0;
    return true;
}

bool listing_unforce(struct db *db, const struct listing_forced *row, int64_t position,
                     struct err *err)
{
    struct db_value value[] = {db_i64(row->row), db_i64(position)};
    struct db_value again[] = {db_i64(row->was), db_i64(position)};
    if (!db_run(db, QUERY_LISTING_SUPERSEDE_ROW, value, ARRAY_LEN(value), err))
        return false;
    return row->was == 0 || (db_run(db, QUERY_LISTING_STATE_AGAIN, again, 2, err) &&
                             db_run(db, QUERY_LISTING_KEEP_REASON_AGAIN, again, 1, err) &&
                             db_run(db, QUERY_LISTING_KEEP_EXEMPT_AGAIN, again, 1, err));
}
