#include "store/queue_store.h"

#include "store/instance_store.h"

#include <string.h>

enum { ID, PERSON, IDENTIFIER, UNIT, HSAID, SINCE, ELECTRONIC, REASON, APPLICATION, AT_UNIT };

static bool read_row(struct arena *a, const struct cursor *c, struct queue_stated *out,
                     struct err *err)
{
    struct str reason = str_copy(a, db_get_text(c, REASON));
    bool listed = c->query == QUERY_QUEUE_LISTED;
    *out = (struct queue_stated){.place = {.person = db_get_i64(c, PERSON),
                                           .unit = db_get_i64(c, UNIT),
                                           .joined = db_get_i64(c, ID),
                                           .since = db_get_day(c, SINCE),
                                           .is_special = reason.len > 0,
                                           .is_electronic = db_get_i64(c, ELECTRONIC) != 0},
                                 .identifier = db_get_i64(c, IDENTIFIER),
                                 .reason = reason,
                                 .application = db_get_i64(c, APPLICATION),
                                 .ends = !listed                  ? QUEUE_END_GONE
                                         : db_get_i64(c, AT_UNIT) ? QUEUE_END_LISTED
                                                                  : QUEUE_END_LISTED_ELSEWHERE};
    return hsaid_parse(db_get_text(c, HSAID), &out->unit, err);
}

static struct queue_stated *next_row(struct arena *a, struct queue_stated_list *l, size_t *room)
{
    if (l->count == *room) {
        size_t more = *room < 8 ? 8 : 2 * *room;
        struct queue_stated *at = ARENA_NEW(a, struct queue_stated, more);
        if (l->count > 0)
            memcpy(at, l->at, l->count * sizeof *at);
        l->at = at;
        *room = more;
    }
    return &l->at[l->count++];
}

static bool read(struct db *db, struct arena *a, const struct db_ask *ask,
                 struct queue_stated_list *out, struct err *err)
{
    struct queue_stated_list list = {NULL, 0};
    size_t room = 0;
    struct cursor c;
    if (!db_query(db, ask->query, ask->value, ask->count, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        if (!read_row(a, &c, next_row(a, &list, &room), err))
            return db_stop(&c);
    }
    if (found == DB_FAILED)
        return false;
    *out = list;
    return true;
}

bool queue_at_unit(struct db *db, struct arena *a, int64_t unit, struct queue_stated_list *out,
                   struct err *err)
{
    struct db_value value = db_i64(unit);
    return read(db, a, &(struct db_ask){QUERY_QUEUE_AT_UNIT, &value, 1, 0}, out, err);
}

bool queue_all(struct db *db, struct arena *a, struct queue_stated_list *out, struct err *err)
{
    return read(db, a, &(struct db_ask){.query = QUERY_QUEUE_ALL}, out, err);
}

bool queue_of_person(struct db *db, struct arena *a, int64_t person, struct queue_stated_list *out,
                     struct err *err)
{
    struct db_value value = db_i64(person);
    return read(db, a, &(struct db_ask){QUERY_QUEUE_OF_PERSON, &value, 1, 0}, out, err);
}

bool queue_each_left(struct db *db, int64_t person, struct place_left_reader reader,
                     struct err *err)
{
    enum { SINCE_DAY, CHANGE_DAY, RECORDED_AT };
    _Static_assert(QUEUE_END_LEFT == 1, "as the query and its index say");
    struct db_value value = db_i64(person);
    struct cursor c;
    if (!db_query(db, QUERY_QUEUE_LEFT, &value, 1, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct place_left row = {db_get_day(&c, SINCE_DAY),
                                 position_day(&c, CHANGE_DAY, RECORDED_AT)};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool queue_waiting(struct db *db, int64_t unit, unsigned *persons, struct err *err)
{
    struct db_value value = db_i64(unit);
    int64_t count = 0;
    if (!db_number(db, &(struct db_ask){QUERY_QUEUE_WAITING, &value, 1, 0}, &count, err))
        return false;
    *persons = (unsigned)count;
    return true;
}

bool queue_taken(struct db *db, int64_t unit, int64_t position, int64_t *persons, struct err *err)
{
    struct db_value value[] = {db_i64(position), db_i64(unit)};
    return db_number(db, &(struct db_ask){QUERY_QUEUE_TAKEN, value, ARRAY_LEN(value), 0}, persons,
                     err);
}

bool queue_each_person(struct db *db, int64_t unit, struct queue_person_reader reader,
                       struct err *err)
{
    struct db_value value = db_i64(unit);
    struct cursor c;
    if (!db_query(db, QUERY_QUEUE_PERSONS, &value, 1, &c, err))
        return false;
    enum db_next found;
    while ((found = db_next(&c, err)) == DB_ROW) {
        struct queue_person row = {.person = db_get_i64(&c, 0),
                                   .id = {(uint64_t)db_get_i64(&c, 1)},
                                   .protection = (enum protection)db_get_i64(&c, 2),
                                   .since = db_get_day(&c, 3)};
        if (!reader.take(reader.state, &row, err))
            return db_stop(&c);
    }
    return found == DB_END;
}

bool queue_listed(struct db *db, struct arena *a, struct queue_stated_list *out, struct err *err)
{
    return read(db, a, &(struct db_ask){.query = QUERY_QUEUE_LISTED}, out, err);
}

bool queue_gone(struct db *db, struct arena *a, struct day by, struct queue_stated_list *out,
                struct err *err)
{
    struct db_value value = db_day(by);
    return read(db, a, &(struct db_ask){QUERY_QUEUE_GONE, &value, 1, 0}, out, err);
}

bool queue_of_joined(struct db *db, struct arena *a, struct queue_stated_list *out, struct err *err)
{
    return read(db, a, &(struct db_ask){.query = QUERY_QUEUE_OF_JOINED}, out, err);
}

bool queue_state(struct db *db, const struct queue_stated *row, int64_t position, struct err *err)
{
    struct db_value value[] = {db_i64(row->identifier),
                               db_i64(row->place.unit),
                               db_day(row->place.since),
                               db_i64(row->place.is_electronic),
                               db_text_or_null(row->reason),
                               db_i64_unless(row->application, 0),
                               db_i64(position)};
    return db_run(db, QUERY_QUEUE_JOIN, value, ARRAY_LEN(value), err);
}

bool queue_end(struct db *db, int64_t place, enum queue_end why, int64_t position, struct err *err)
{
    struct db_value value[] = {db_i64(place), db_i64(position), db_i64((int64_t)why)};
    return db_run(db, QUERY_QUEUE_END, value, ARRAY_LEN(value), err);
}

bool queue_ended_at(struct db *db, struct arena *a, int64_t position, struct queue_stated_list *out,
                    struct err *err)
{
    struct db_value value = db_i64(position);
    return read(db, a, &(struct db_ask){QUERY_QUEUE_ENDED_AT, &value, 1, 0}, out, err);
}

bool queue_hold_again(struct db *db, int64_t place, int64_t position, struct err *err)
{
    struct db_value value = db_i64(place), ended[] = {value, db_i64(position)};
    return db_run(db, QUERY_QUEUE_KEEP_ENDED, ended, ARRAY_LEN(ended), err) &&
           db_run(db, QUERY_QUEUE_HOLD_AGAIN, &value, 1, err);
}

bool queue_room_made(struct db *db, int64_t unit, struct day from, struct day to, unsigned *out,
                     struct err *err)
{
    struct db_value value[] = {db_i64(unit), db_day(from), db_day(to)};
    int64_t made = 0;
    if (!db_number(db, &(struct db_ask){QUERY_QUEUE_ROOM_MADE, value, ARRAY_LEN(value), 0}, &made,
                   err))
        return false;
    *out = made > 0 ? (unsigned)made : 0;
    return true;
}

bool queue_may_follow(struct db *db, bool *out, struct err *err)
{
    int64_t any = 0;
    if (!db_number(db, &(struct db_ask){.query = QUERY_QUEUE_MAY_FOLLOW}, &any, err))
        return false;
    *out = any != 0;
    return true;
}
